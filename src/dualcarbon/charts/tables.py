"""The table of a figure: heads that name columns and their units, rows that have names.

It travels with an option of the pages, which show it and give it as CSV; nothing of it is drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dualcarbon.charts.look import Option

KEY = "table"
AREAS = ("line", "bar")
"""Kinds of series that have a value for each category of the axis; points that mark something are left out."""
Cell = str | float | None


def head(name: str, unit: str) -> str:
    """Give the head of a column with its unit.

    Examples
    --------
    >>> head("Industry", "Mt CO2")
    'Industry (Mt CO2)'
    """
    return f"{name} ({unit})" if unit else name


def whole(option: Option, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Option:
    """Give an option with its table as it is.

    Parameters
    ----------
    option : dict
        What is drawn.
    heads : sequence of str
        Heads of the columns; the first heads the names of the rows.
    rows : iterable of sequence
        Cells of each row, its name first.
    """
    return {**option, KEY: {"heads": list(heads), "rows": [list(row) for row in rows]}}


def read(option: Option, row: str, unit: str, columns: Mapping[str, Sequence[int]]) -> Option:
    """Give an option whose table is read off what is drawn, so that it follows when the figure is moved.

    Parameters
    ----------
    option : dict
        What is drawn, a value of each series for each category of the horizontal axis.
    row : str
        What the categories are.
    unit : str
        Unit of the values.
    columns : mapping of name to places of series
        What is in each column: the sum of some series.
    """
    heads = [row, *(head(name, unit) for name in columns)]
    return {**option, KEY: {"heads": heads, "columns": [list(each) for each in columns.values()]}}


def named(series: Sequence[Option]) -> dict[str, list[int]]:
    """Give a column for each name of series, those of one name together.

    Examples
    --------
    >>> named([{"type": "line", "name": "a"}, {"type": "line"}, {"type": "scatter", "name": "b"}])
    {'a': [0]}
    """
    found: dict[str, list[int]] = {}
    for place, one in enumerate(series):
        if one.get("name") and one["type"] in AREAS:
            found.setdefault(one["name"], []).append(place)
    return found


def without(option: Option) -> Option:
    """Give what is drawn alone."""
    return {part: value for part, value in option.items() if part != KEY}
