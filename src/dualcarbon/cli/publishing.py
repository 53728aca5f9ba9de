"""`dualcarbon publish`: a study for the public, as one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from dualcarbon.cli.asking import Json, choice, told

LANGUAGES = ("zh", "en", "both")


def publish(
    run: Annotated[Path, typer.Argument(help="Folder of a run.", show_default=False)],
    lang: Annotated[
        str,
        typer.Option(
            "--lang",
            help="Language of the page; with both, the reader chooses.",
            metavar="zh|en|both",
        ),
    ] = "both",
    out: Annotated[
        Path | None,
        typer.Option(help="File or folder to write to; documents in the run's if not given."),
    ] = None,
    json: Json = False,
) -> None:
    """Write a run as one page for the public: live figures, all data that may be shown, no server."""
    spoken: Literal["en", "zh"] = "zh" if lang == "zh" else "en"
    choice("--lang", lang, LANGUAGES, spoken)
    with told(spoken, json=json):
        from dualcarbon.report import public

        made = public.publish(run, lang=public.SPOKEN[lang], out=out)
    from dualcarbon.cli import show

    show.written(made.file, made.warnings, as_json=json, lang=spoken)
