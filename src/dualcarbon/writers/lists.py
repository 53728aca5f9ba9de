"""What a cell of a template may be chosen from: names of the vocabulary, and the units that go with each."""

from __future__ import annotations

from dualcarbon.vocabulary.names import FUELS, Book
from dualcarbon.vocabulary.tables import FIELDS, Table
from dualcarbon.vocabulary.usual_units import BY_KIND, OF_TABLES, written


def choices(table: Table, name: str, lang: str) -> list[tuple[str, str]]:
    """Give what a column may hold, each as it is shown and its id; nothing where it is free.

    Examples
    --------
    >>> from dualcarbon.vocabulary.tables import TABLES
    >>> choices(TABLES["energy"], "fuel", "zh")[0], choices(TABLES["energy"], "value", "zh")
    (('原煤', 'raw_coal'), [])
    """
    field = FIELDS[name]
    if field.book is not None:
        return [(shown(field.book, id, lang), id) for id in field.book]
    if field.choices:
        return [(choice, choice) for choice in field.choices]
    return [(unit, unit) for unit in units(table, lang)] if name == "unit" else []


def shown(book: Book, id: str, lang: str) -> str:
    """Give a name as a template shows it: in Chinese where that name is read back as the same, else its id."""
    zh = book[id].zh
    return zh if lang == "zh" and book.resolve(zh) == id else id


def units(table: Table, lang: str) -> list[str]:
    """Give the units of a table that has one kind for all rows."""
    if table.physical and table.unit == "tce":
        return []
    return [written(unit, lang) for unit in OF_TABLES.get(table.unit, ())]


def units_of_fuel(fuel: str, lang: str) -> list[str]:
    """Give the units that a fuel may be given in, the usual one first.

    Examples
    --------
    >>> units_of_fuel("natural_gas", "zh")[0], units_of_fuel("coal", "en")
    ('亿立方米', ['10^4 tce', 'tce', 'TJ'])
    """
    return [written(unit, lang) for unit in BY_KIND[FUELS[fuel].more["unit"]]]
