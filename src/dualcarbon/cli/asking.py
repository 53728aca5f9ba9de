"""What all commands take and how they refuse: study, language, JSON; one clear list of faults, one exit status."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer

INPUT_AT_FAULT = 1
WRONG_USE = 2

Study = Annotated[Path, typer.Argument(help="Folder of the study.", show_default=False)]
Run = Annotated[Path, typer.Argument(help="Folder of a run.", show_default=False)]
Out = Annotated[
    Path | None,
    typer.Option(help="File or folder to write to; documents in the run's if not given."),
]
Stale = Annotated[
    bool,
    typer.Option("--stale", help="Write it though inputs of the study have changed since the run."),
]
Database = Annotated[
    str,
    typer.Option(
        help="Address of the workbench's database; a file beside the studies if not given. DUALCARBON_DATABASE says it out of sight.",
        envvar="DUALCARBON_DATABASE",
        metavar="URL",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Answer as JSON on standard output.")]
Lang = Annotated[
    str, typer.Option("--lang", help="Language of messages: en or zh.", metavar="en|zh")
]


@contextmanager
def told(lang: str, *, json: bool = False) -> Iterator[None]:
    """Turn what the package refuses into one clear list on the terminal and exit status 1."""
    lang = language(lang)
    from dualcarbon.errors import DualCarbonError

    try:
        yield
    except (DualCarbonError, OSError) as error:
        from dualcarbon.cli import show

        refusal = show.unusable(error) if isinstance(error, OSError) else error
        show.refused(refusal, as_json=json, lang=lang)
        raise typer.Exit(INPUT_AT_FAULT) from None


def language(text: str) -> Literal["en", "zh"]:
    """Give a language that the package speaks, or end as wrong use."""
    if text not in ("en", "zh"):
        said = f"--lang {text}: choose en or zh; 请选择 en 或 zh"
        misused("en", {"en": said})
    return "zh" if text == "zh" else "en"


def choice(option: str, text: str, known: Collection[str], lang: Literal["en", "zh"]) -> str:
    """Give a word that an option knows, or end as wrong use."""
    if text not in known:
        names = ", ".join(known)
        en = f"{option} {text}: there is no such choice. Choose from: {names}"
        misused(lang, {"en": en, "zh": f"{option} {text}：没有这一取值。可选：{names}"})
    return text


def misused(lang: Literal["en", "zh"], said: dict[str, str]) -> NoReturn:
    """Say in one sentence what is wrong with an option, and end as wrong use."""
    sys.stderr.write(f"{said[lang]}\n")
    raise typer.Exit(WRONG_USE)
