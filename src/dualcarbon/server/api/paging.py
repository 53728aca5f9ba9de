"""Parts of lists: how many entries, from where, which of them, in what order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, TypeVar

from fastapi import Query

from dualcarbon.server.refused import Refused
from dualcarbon.vocabulary.faults import Place, cut, note

MOST = 10_000
Thing = TypeVar("Thing")
Limit = Annotated[int, Query(ge=1, le=MOST, description="Entries of a part, at most 10,000. [1]")]
Cursor = Annotated[
    str, Query(pattern=r"^[0-9]{0,9}$", description="next of the part before; empty for the first.")
]
Filter = Annotated[
    list[str],
    Query(
        default_factory=list,
        max_length=20,
        description="column:value, such as sector:industry; rows must pass all.",
        examples=["sector:industry"],
    ),
]
Order = Annotated[
    str, Query(description="Column to order by, with - before it the greatest first.")
]


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a list that is asked for."""

    limit: int
    first: int


def part(limit: Limit = 100, cursor: Cursor = "") -> Part:
    """Read which part is asked for."""
    return Part(limit, int(cursor or 0))


def cut_out(things: Sequence[Thing], asked: Part, make: Callable[[Thing], Any]) -> dict[str, Any]:
    """Give a part of a list as the page that it is, each entry made what it is shown as."""
    end = asked.first + asked.limit
    return {
        "items": [make(one) for one in things[asked.first : end]],
        "total": len(things),
        "next": str(end) if end < len(things) else None,
    }


def conditions(filters: Iterable[str], columns: Sequence[str]) -> Mapping[str, str]:
    """Read filters, each ``column:value``.

    Raises
    ------
    Refused
        One is not understood, or names no column (SQL001, SQL002).

    Examples
    --------
    >>> conditions(["sector:industry"], ["year", "sector"])
    {'sector': 'industry'}
    """
    found = {}
    for text in filters:
        name, colon, value = text.partition(":")
        if not colon:
            raise Refused(422, note("SQL001", text=cut(text)))
        known("filter", name, columns)
        found[name] = value
    return found


def known(what: str, name: str, columns: Sequence[str]) -> None:
    """Refuse a column that the table has not (SQL002)."""
    if name not in columns:
        listed = ", ".join(one for one in columns if one)
        raise Refused(422, note("SQL002", Place(), what=what, text=cut(name), known=listed))
