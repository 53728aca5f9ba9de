"""`dualcarbon requests`: what to ask of which department."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from dualcarbon.cli.asking import Json, Lang, language, told

WORDS = {
    "en": ("department", "table", "series", "years", "why"),
    "zh": ("部门", "数据表", "数据项", "年份", "原因"),
}


def requests(
    folder: Annotated[
        Path, typer.Argument(help="Folder of a study, or of a finished run.", show_default=False)
    ],
    out: Annotated[
        Path | None,
        typer.Option(
            help="File to write, .csv or .xlsx; documents in the run's if not given, none for a study."
        ),
    ] = None,
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """List the data that the account lacks or holds weakly, by the department to ask."""
    with told(lang, json=json):
        from dualcarbon.study import asking

        asked = asking.ask(folder, lang=language(lang), out=out)
    from dualcarbon.cli import show

    if json:
        show.print_json({"requests": list(asked.listed), "file": str(asked.file or "")})
        return
    show.out().print(_table(asked.listed, language(lang)))
    if asked.file is not None:
        show.out().print(str(asked.file), markup=False, soft_wrap=True)


def _table(listed: Sequence[Mapping[str, Any]], lang: str) -> Table:
    from dualcarbon.study.requests import frame

    table = Table(box=None, pad_edge=False, header_style="bold")
    for head in WORDS[lang]:
        table.add_column(head, overflow="fold")
    for row in frame(listed, lang).rows():
        table.add_row(*(escape(cell) for cell in row))
    return table
