"""How a workbook of a study is laid out: which sheet is which table, and the sheets that are none."""

from __future__ import annotations

import re
import unicodedata

from dualcarbon.vocabulary.tables import TABLES, Table

FILE = "data/workbook.xlsx"
"""The workbook that may stand in a study in place of its CSV files."""
HELP = "填表说明 help"
LISTS = "选项 lists"
ORIGINS = "文件版本 origins"
"""Hidden sheet that says of which study a workbook was made, and what each file of it held: a name and a hash a row."""
STUDY, ABSENT = "study", "-"
"""In place of a file's name: the row of the study; in place of a hash: there was no such file."""
NOT_TABLES = (HELP, LISTS, ORIGINS)
PARTED = re.compile(r"[\s·/|()_,;:-]+")
OF_A_STUDY = {name: table for name, table in TABLES.items() if not name.startswith("results/")}


def title(table: Table) -> str:
    """Give the name of the sheet of a table, in both languages.

    Examples
    --------
    >>> title(TABLES["energy"])
    '能源 energy'
    """
    return f"{table.zh} {table.name}"


def table_of(sheet: str) -> str | None:
    """Give the table that the name of a sheet means, or nothing.

    Examples
    --------
    >>> table_of("能源 energy"), table_of("Population"), table_of("人口"), table_of("Sheet1")
    ('energy', 'population', 'population', None)
    """
    plain = _plain(sheet)
    found = {_NAMES.get(plain), *(_NAMES.get(part) for part in PARTED.split(plain))} - {None}
    return found.pop() if len(found) == 1 else None


def is_known(sheet: str) -> bool:
    """Tell whether a sheet belongs to the template without being a table."""
    return _plain(sheet) in {_plain(name) for name in NOT_TABLES}


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()


_NAMES = {_plain(s): t.name for t in OF_A_STUDY.values() for s in (t.name, t.en, t.zh)}
