"""What a cell of a template may be chosen from: names of the vocabulary, and the units that go with each."""

from __future__ import annotations

from dualcarbon.vocabulary.names import FUELS, Book
from dualcarbon.vocabulary.tables import FIELDS, Table
from dualcarbon.vocabulary.units import CHINESE, spelled

BY_KIND = {
    "t": ("10^4 t", "t", "10^4 tce", "tce"),
    "m3": ("10^8 m3", "10^4 m3", "m3", "10^4 tce"),
    "kWh": ("10^8 kWh", "10^4 kWh", "kWh", "10^4 tce"),
    "GJ": ("10^10 kJ", "GJ", "TJ", "10^4 tce"),
    "": ("10^4 tce", "tce", "TJ"),
}
"""Units that statistics give a fuel in, by the unit that it is kept in; groups of fuels are counted in standard coal."""
IN_CHINESE = {
    "10^4 t": "万吨", "t": "吨", "10^4 tce": "万吨标准煤", "tce": "吨标准煤", "10^8 m3": "亿立方米", "10^4 m3": "万立方米",
    "m3": "立方米", "10^8 kWh": "亿千瓦时", "10^4 kWh": "万千瓦时", "kWh": "千瓦时", "10^10 kJ": "百亿千焦", "GJ": "吉焦",
    "TJ": "太焦", "10^4 person": "万人", "person": "人", "10^8 CNY": "亿元", "10^4 t CO2": "万吨二氧化碳", "t CO2": "吨二氧化碳",
}  # fmt: skip
OF_TABLES = {
    "person": ("10^4 person", "person"),
    "t CO2": ("10^4 t CO2", "t CO2"),
    "t CO2/tce": ("t CO2/tce", "kg CO2/GJ", "t CO2/TJ", "kg CO2/kWh"),
}
"""Units of a table that keeps all its values in one; a factor is given per any energy."""


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


def written(unit: str, lang: str) -> str:
    """Give a unit as it is written in a language; what is read back is the same unit."""
    zh = IN_CHINESE.get(unit, unit)
    return zh if lang == "zh" and (zh in CHINESE or spelled(zh) == unit) else unit
