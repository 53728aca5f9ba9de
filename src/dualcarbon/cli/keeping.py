"""`dualcarbon backup` and `dualcarbon restore`: the studies and what the workbench remembers, kept and given back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dualcarbon.cli.asking import Database, Json, Lang, language, told

if TYPE_CHECKING:
    from dualcarbon.server.keeping import Kept

WORDS = {
    "en": "{files} files, {database}: {file}",
    "zh": "文件{files}个，{database}：{file}",
}
DATABASE = {
    "within": {"en": "the workbench's database among them", "zh": "其中含工作台数据库"},
    "tables": {"en": "and {tables} tables of the workbench's database", "zh": "工作台数据库的数据表{tables}个"},
    "none": {"en": "no database (no workbench has been opened here)", "zh": "无数据库（此处未曾打开工作台）"},
}  # fmt: skip
"""Says in which form the database of the workbench came with the files."""


def backup(
    folder: Annotated[Path, typer.Argument(help="Folder of the studies.", show_default=False)],
    out: Annotated[
        Path, typer.Option(help="Archive to write, such as backup.tar.gz.", show_default=False)
    ],
    database: Database = "",
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """Back up all studies and what the workbench remembers, while it goes on working."""
    with told(lang, json=json):
        from dualcarbon.server import keeping
        from dualcarbon.server.settings import Settings

        made = keeping.backup(Settings(folder, database=database), out)
    _tell(made, as_json=json, lang=language(lang))


def restore(
    file: Annotated[Path, typer.Argument(help="Archive that backup made.", show_default=False)],
    into: Annotated[Path, typer.Option(help="New or empty folder.", show_default=False)],
    database: Database = "",
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """Give a backup back into an empty folder; every file is held against its hash first."""
    with told(lang, json=json):
        from dualcarbon.server import keeping

        made = keeping.restore(file, into, database)
    _tell(made, as_json=json, lang=language(lang))


def _tell(made: Kept, *, as_json: bool, lang: str) -> None:
    from dualcarbon.cli import show

    if as_json:
        found = {"file": str(made.file), "files": made.files, "database": made.within, "tables": made.tables}  # fmt: skip
        show.print_json({**found, "warnings": [show.record(w, lang) for w in made.warnings]})
        return
    show.warn(made.warnings, lang, limit=len(made.warnings))
    form = "within" if made.within else "tables" if made.tables else "none"
    database = DATABASE[form][lang].format(tables=made.tables)
    text = WORDS[lang].format(files=made.files, database=database, file=made.file)
    show.out().print(text, markup=False)
