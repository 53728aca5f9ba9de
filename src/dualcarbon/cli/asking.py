"""What all commands take and how they refuse: study, language, JSON; one clear list of faults, one exit status."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

import typer

INPUT_AT_FAULT = 1
WRONG_USE = 2

Study = Annotated[Path, typer.Argument(help="Folder of the study.", show_default=False)]
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
        sys.stderr.write(f"--lang {text}: en or zh\n")
        raise typer.Exit(WRONG_USE)
    return "zh" if text == "zh" else "en"
