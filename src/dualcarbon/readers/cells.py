"""Cells of one column as typed values, every fault with what to write instead."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from dualcarbon.readers.numbers import number
from dualcarbon.vocabulary.faults import cut
from dualcarbon.vocabulary.figures import plain
from dualcarbon.vocabulary.names import Book
from dualcarbon.vocabulary.tables import Field

WHAT = {
    "fuel": "能源品种",
    "sector": "部门",
    "flow": "环节",
    "gas": "气体",
    "indicator": "指标",
    "row of the balance": "平衡表行",
}
FORMULA_STARTS = ("=", "+", "-", "@")
YEAR = re.compile(r"[0-9]{4}")
NEARLY_YEAR = re.compile(r"([0-9]{4})(?:年度?|\.0+|[-/].*|A|E)")


class Cell(NamedTuple):
    """A typed value with the notation key it came from, and its fault if it has one."""

    value: Any = None
    key: str = ""
    code: str = ""
    params: dict[str, Any] = {}  # noqa: RUF012  (a named tuple is never written to)


def reader(field: Field, *, blank: bool) -> Callable[[str], Cell]:
    """Give the function that reads a trimmed cell of a column.

    Examples
    --------
    >>> from dualcarbon.vocabulary.tables import FIELDS
    >>> read = reader(FIELDS["fuel"], blank=False)
    >>> read("煤炭").value, read("coak").code
    ('coal', 'CSV025')
    """
    read = READERS[field.type]

    def cell(text: str) -> Cell:
        hidden = "" if text.isprintable() else _hidden(text, field.type)
        if hidden:
            return Cell(code="CSV012" if hidden == "U+0000" else "CSV023", params={"text": hidden})
        if not text:
            empty = Cell(None if field.type in ("number", "year") else "")
            return empty if blank else empty._replace(code="CSV027")
        return read(text, field)

    return cell


def _hidden(text: str, type: str) -> str:
    """Name the first control or formatting character; a note may run over lines."""
    allowed = "\n\t" if type == "text" else ""
    odd = (c for c in text if unicodedata.category(c) in ("Cc", "Cf") and c not in allowed)
    return next((f"U+{ord(c):04X}" for c in odd), "")


def _year(text: str, field: Field) -> Cell:
    plain = unicodedata.normalize("NFKC", text)
    if plain != text and YEAR.fullmatch(plain):
        return Cell(code="NUM003", params={"text": text, "number": plain})
    if re.fullmatch("[0-9]{1,9}", text):
        return _within(int(text), field)
    match = NEARLY_YEAR.fullmatch(plain)
    return Cell(
        code="CSV020", params={"text": cut(text), "hint": _write(match[1] if match else "")}
    )


def _write(better: str) -> dict[str, str]:
    """Say what to write instead, in both languages."""
    if not better:
        return {"en": "; write four digits", "zh": "；请写四位数字"}
    return {"en": f"; write {better}", "zh": f"；请写 {better}"}


def _within(value: float, field: Field) -> Cell:
    least = field.at_least if field.at_least is not None else value
    most = field.at_most if field.at_most is not None else value
    if least <= value <= most:
        return Cell(value)
    return Cell(code="CSV024", params={"text": value, "least": plain(least), "most": plain(most)})


def _number(text: str, field: Field) -> Cell:
    parsed = number(text)
    params = {"text": cut(text), **parsed.params} if parsed.code else {}
    if parsed.value is None or parsed.code:
        return Cell(parsed.value, parsed.key, parsed.code, params)
    return _within(parsed.value, field)


def _name(text: str, field: Field) -> Cell:
    book = field.book
    id = book.resolve(text) if book else text
    if id is not None:
        return Cell(id)
    what = book.what if book else ""
    params = {"text": cut(text), "what": {"en": what, "zh": WHAT.get(what, what)}}
    return Cell(code="CSV025", params={**params, "hint": did_you_mean(cut(text), _spellings(book))})


def _spellings(book: Book | None) -> list[str]:
    ids = list(book or ())
    return [*ids, *(book[id].zh for id in ids if book)]


def _choice(text: str, field: Field) -> Cell:
    if text in field.choices:
        return Cell(text)
    return Cell(code="CSV026", params={"text": cut(text), "choices": ", ".join(field.choices)})


def _text(text: str, field: Field) -> Cell:
    if text.startswith(FORMULA_STARTS):
        return Cell(text, code="CSV022", params={"text": text[0]})
    return Cell(text)


def _unit(text: str, field: Field) -> Cell:
    return Cell(text)


READERS: dict[str, Callable[[str, Field], Cell]] = {
    "year": _year,
    "number": _number,
    "name": _name,
    "choice": _choice,
    "text": _text,
    "unit": _unit,
}


def did_you_mean(text: str, known: Iterable[str]) -> dict[str, str]:
    """Give the end of a sentence that suggests the nearest known name, or nothing.

    Examples
    --------
    >>> did_you_mean("valeu2", ["value", "unit"])["en"]
    '; did you mean "value"?'
    >>> did_you_mean("qqq", ["value", "unit"])["en"]
    ''
    """
    found = difflib.get_close_matches(text.casefold(), list(known), n=1, cutoff=0.6)
    if not found:
        return {"en": "", "zh": ""}
    return {"en": f'; did you mean "{found[0]}"?', "zh": f"；是否应为“{found[0]}”？"}
