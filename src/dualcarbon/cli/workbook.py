"""The commands of workbooks: a template to fill in, a workbook read into a study, one given back with what was found."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dualcarbon.cli.asking import Json, Lang, Study, language, told

app = typer.Typer(
    help="Make, read and mark workbooks. 工作簿：生成模板、读取、标注错误。",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Book = Annotated[Path, typer.Argument(help="Workbook, .xlsx.", show_default=False)]
Replace = Annotated[
    bool, typer.Option("--replace", help="Write over files that are there already.")
]


@app.command()
def new(
    study: Annotated[
        Path,
        typer.Argument(
            help="Folder of a study, or one to make; or the file to write, .xlsx.",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path | None, typer.Option(help="File to write; STUDY/<its name>.xlsx if not given.")
    ] = None,
    table: Annotated[
        list[str] | None,
        typer.Option(help="Table that gets a sheet, repeatable; all if not given."),
    ] = None,
    replace: Replace = False,
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """Make a workbook to fill in, with the rows that the study has."""
    with told(lang, json=json):
        from dualcarbon.study import workbooks

        made = workbooks.new(
            study, out=out, tables=table or (), lang=language(lang), replace=replace
        )
    from dualcarbon.cli import books

    books.made(made, as_json=json, lang=language(lang))


@app.command()
def read(
    file: Book,
    study: Study,
    write: Annotated[
        bool, typer.Option("--write", help="Write the tables; without it they are only shown.")
    ] = False,
    replace: Replace = False,
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """List the faults of a workbook by sheet and cell; if it has none, show or write its tables."""
    with told(lang, json=json):
        from dualcarbon.study import workbooks

        taken = workbooks.read(file, study, write=write, replace=replace)
    from dualcarbon.cli import books

    books.taken(taken, as_json=json, lang=language(lang))


@app.command()
def annotate(
    file: Book,
    out: Annotated[
        Path | None, typer.Option(help="File to write; FILE-annotated.xlsx if not given.")
    ] = None,
    replace: Replace = False,
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """Give a workbook back with its faults in red cells and comments."""
    with told(lang, json=json):
        from dualcarbon.study import workbooks

        made = workbooks.annotate(file, out=out, lang=language(lang), replace=replace)
    from dualcarbon.cli import books

    books.annotated(made, as_json=json, lang=language(lang))
