"""The columns of every table, each declared once; headings, types and the data dictionary follow.

Columns stand in ``data/fields.csv``; ``data/tables.toml`` only lists their names. A table of a study
has a plain name (``energy``), one that a run writes is called ``results/...``.
"""

from __future__ import annotations

import csv
import tomllib
import unicodedata
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from dualcarbon.vocabulary import names

TYPES = {
    "en": {
        "year": "year",
        "name": "name",
        "number": "number",
        "unit": "unit",
        "text": "text",
        "choice": "one of a list",
        "integer": "whole number",
    },
    "zh": {
        "year": "年份",
        "name": "名称",
        "number": "数",
        "unit": "单位",
        "text": "文本",
        "choice": "选项",
        "integer": "整数",
    },
}
NEEDED = {"en": ("yes", "may be empty", "no"), "zh": ("是", "可空", "否")}
HEADS = {
    "en": ("column", "type", "unit", "needed", "meaning"),
    "zh": ("列名", "类型", "单位", "必填", "含义"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One column of the vocabulary."""

    name: str
    type: str
    unit: str = ""
    at_least: float | None = None
    at_most: float | None = None
    book: names.Book | None = None
    choices: tuple[str, ...] = ()
    en: str
    zh: str
    aliases: tuple[str, ...] = ()
    meaning: str
    meaning_zh: str

    def text(self, lang: str) -> str:
        """Give the heading as shown to people."""
        return self.zh if lang == "zh" else self.en


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table: its file, its columns in order, and which of them a row may lack.

    ``unit`` is the unit that values are kept in; ``units`` says it by indicator, where ``CNY`` means
    money of the price year given, ``index`` an index such as ``1978=100``, and an indicator that is
    not listed keeps its unit without the power of ten. In a ``physical`` table a row of one fuel may
    stand in the unit that statistics give this fuel in, and is kept in it.
    """

    name: str
    file: str
    en: str
    zh: str
    meaning: str
    meaning_zh: str
    columns: tuple[str, ...]
    optional: frozenset[str] = frozenset()
    blank: frozenset[str] = frozenset()
    key: tuple[str, ...]
    unit: str = ""
    units: dict[str, str] = field(default_factory=dict)
    physical: bool = False

    @property
    def fields(self) -> tuple[Field, ...]:
        """Columns in order."""
        return tuple(FIELDS[name] for name in self.columns)

    def heading(self, text: str) -> str | None:
        """Give the column that a heading in either language names, or nothing.

        Examples
        --------
        >>> TABLES["energy"].heading("年份"), TABLES["energy"].heading(" Fuel ")
        ('year', 'fuel')
        >>> TABLES["energy"].heading("price") is None
        True
        """
        named = HEADINGS.get(_plain(text), ())
        return next((name for name in named if name in self.columns), None)


def data_dictionary(table: str, lang: str = "en") -> str:
    """Give the columns of a table as Markdown.

    Examples
    --------
    >>> print(data_dictionary("results/bridge").splitlines()[-1])
    | `emissions_tco2` | number | t CO2 | yes | Carbon dioxide emitted |
    """
    head = HEADS[lang]
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return "\n".join(lines + [_row(TABLES[table], column, lang) for column in TABLES[table].fields])


def dictionary_page() -> str:
    """Give the reference page of all tables as Markdown, English with Chinese beside it."""
    parts = [_INTRODUCTION]
    for heading, wanted in (("Tables of a study", False), ("Tables that a run writes", True)):
        parts.append(f"## {heading}")
        parts += [_section(t) for t in TABLES.values() if t.name.startswith("results/") == wanted]
    return "\n\n".join(parts) + "\n"


_INTRODUCTION = """# Tables 数据表

Every table's columns, as the vocabulary declares them (this page is generated from it). Headings may
be written in English or in Chinese; a column that is not needed may be left out of the file. The
names that a column of type *name* accepts are listed in the vocabulary's books.

各数据表的列由词汇表统一定义，本页据此生成。表头可用英文或中文；非必填列可省略。"""


def _section(table: Table) -> str:
    title = f"### {table.name} · {table.en} {table.zh}"
    keys = ", ".join(f"`{name}`" for name in table.key)
    about = f"`{table.file}`. {table.meaning}.\n{table.meaning_zh}。\n\nOne row for each 每行唯一: {keys}."
    headings = "; ".join(f"`{f.name}` {f.zh}: {f.meaning_zh}" for f in table.fields)
    return f"{title}\n\n{about}\n\n{data_dictionary(table.name)}\n\n{headings}。"


def _row(table: Table, column: Field, lang: str) -> str:
    meaning = column.meaning_zh if lang == "zh" else column.meaning
    if column.choices:
        meaning += f" ({', '.join(column.choices)})"
    needed = NEEDED[lang][_leniency(table, column.name)]
    cells = (f"`{column.name}`", TYPES[lang][column.type], column.unit or "-", needed, meaning)
    return f"| {' | '.join(cells)} |"


def _leniency(table: Table, name: str) -> int:
    """Tell whether a column is needed (0), may have empty cells (1), or may be left out (2)."""
    return 2 if name in table.optional else int(name in table.blank)


def _plain(text: str) -> str:
    """Fold width, case and outer space, which never tell two headings apart."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


def _packaged(file: str) -> str:
    return resources.files(__package__).joinpath("data", file).read_text(encoding="utf-8")


def _field(row: dict[str, str]) -> Field:
    listed = row["book"].split("|") if row["type"] == "choice" else []
    return Field(
        name=row["name"],
        type=row["type"],
        unit=row["unit"],
        at_least=float(row["at_least"]) if row["at_least"] else None,
        at_most=float(row["at_most"]) if row["at_most"] else None,
        book=getattr(names, row["book"]) if row["type"] == "name" else None,
        choices=tuple(listed),
        en=row["en"],
        zh=row["zh"],
        aliases=tuple(a for a in row["aliases"].split("|") if a),
        meaning=row["meaning"],
        meaning_zh=row["meaning_zh"],
    )


def _table(name: str, entry: dict[str, Any]) -> Table:
    for part in ("optional", "blank"):
        entry[part] = frozenset(entry.get(part, ()))
    for part in ("columns", "key"):
        entry[part] = tuple(entry[part])
    return Table(name=name, **entry)


FIELDS = {row["name"]: _field(row) for row in csv.DictReader(_packaged("fields.csv").splitlines())}
TABLES = {
    name: _table(name, entry) for name, entry in tomllib.loads(_packaged("tables.toml")).items()
}
HEADINGS: dict[str, list[str]] = {}
"""Columns by the ways to write them, own names before aliases: one word may head a column here and another there."""
for _one in FIELDS.values():
    for _spelling in dict.fromkeys(map(_plain, (_one.name, _one.zh))):
        HEADINGS.setdefault(_spelling, []).append(_one.name)
for _one in FIELDS.values():
    for _spelling in map(_plain, _one.aliases):
        HEADINGS.setdefault(_spelling, []).append(_one.name)
