"""Pieces of Markdown: pages, tables, cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def page(title: str, *parts: str) -> str:
    r"""Give a page: a title and its parts, a blank line between two of them.

    Examples
    --------
    >>> page("Title", "One.", "", "Two.")
    '# Title\n\nOne.\n\nTwo.\n'
    """
    return "\n\n".join([f"# {title}", *(part for part in parts if part)]) + "\n"


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    r"""Give a table; every cell is one line and holds no bar of its own.

    Examples
    --------
    >>> print(table(["key", "unit"], [["a|b", None], ["c", 0.5]]))
    | key | unit |
    |---|---|
    | a\|b |  |
    | c | 0.5 |
    """
    lines = [head, *rows]
    shown = [f"| {' | '.join(cell(value) for value in line)} |" for line in lines]
    return "\n".join([shown[0], f"|{'---|' * len(head)}", *shown[1:]])


def cell(value: object) -> str:
    """Give a value as the text of a cell."""
    text = "" if value is None else str(value)
    return " ".join(text.split()).replace("|", "\\|")


def code(text: object) -> str:
    """Give a text as code, or nothing.

    Examples
    --------
    >>> code("gdp"), code("")
    ('`gdp`', '')
    """
    return f"`{text}`" if text not in ("", None) else ""


def both(en: str, zh: str) -> str:
    """Give two languages in one cell.

    Examples
    --------
    >>> both("coal", "煤炭"), both("CO2", "")
    ('coal<br>煤炭', 'CO2')
    """
    return "<br>".join(text for text in (en, zh) if text)
