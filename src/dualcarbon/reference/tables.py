"""The packaged tables of numbers: every row with its source, its years and its mark."""

from __future__ import annotations

import contextlib
import csv
import functools
from collections.abc import Callable, Iterator, Mapping
from importlib import resources
from typing import Any, TypeVar

from dualcarbon.provenance.sources import Source

TABLES = (
    "fuels", "ipcc", "groups", "grid", "coal_rate", "goals", "prices", "conflicts", "regions", "editions", "sources",
    "zones", "numbers_combustion", "numbers_processes", "numbers_fugitive", "numbers_agriculture", "numbers_waste",
    "numbers_land", "activity_ranges", "national_means", "related_amounts",
    "department_of",
)  # fmt: skip


C = TypeVar("C", bound=Callable[..., Any])
_forget: list[Callable[[], None]] = []
_instead: list[Mapping[str, bytes]] = []


def remembered(made: C) -> C:
    """Keep what a function makes of the packaged tables until other tables are read instead of them."""
    kept: Any = functools.cache(made)
    _forget.append(kept.cache_clear)
    same: C = kept
    return same


@contextlib.contextmanager
def instead(given: Mapping[str, bytes]) -> Iterator[None]:
    r"""Read other tables in place of the packaged ones, for as long as the block lasts.

    All that was remembered of tables is forgotten at both ends. The whole process reads the other tables: nothing else may
    be computed beside the block.

    Parameters
    ----------
    given : mapping of bytes
        Tables by name; a table that is not among them is the packaged one.

    Examples
    --------
    >>> with instead({"regions": b"id,zh\n000000,elsewhere\n"}):
    ...     rows("regions")[0]["zh"]
    'elsewhere'
    >>> rows("regions")[0]["zh"]
    '全国'
    """
    _instead.append(given)
    _forget_all()
    try:
        yield
    finally:
        _instead.pop()
        _forget_all()


def _forget_all() -> None:
    for forget in _forget:
        forget()


def contents(table: str) -> bytes:
    """Give a table as its file holds it: the packaged one, or what is read instead."""
    for given in reversed(_instead):
        if table in given:
            return given[table]
    return resources.files(__package__).joinpath("data", f"{table}.csv").read_bytes()


@remembered
def rows(table: str) -> tuple[dict[str, str], ...]:
    """Give the rows of a packaged table as they stand.

    Raises
    ------
    KeyError
        There is no such table.

    Examples
    --------
    >>> rows("regions")[0]["zh"]
    '全国'
    """
    if table not in TABLES:
        raise KeyError(table)
    return tuple(csv.DictReader(contents(table).decode("utf-8").splitlines()))


@remembered
def sources() -> dict[str, Source]:
    """Give the sources of the packaged numbers by their id.

    Examples
    --------
    >>> sources()["ipcc-2006"].year
    2006
    """
    return {
        row["id"]: Source(
            id=row["id"],
            title=row["title"],
            year=int(row["year"]),
            publisher=row["publisher"],
            note=row["note"],
        )
        for row in rows("sources")
    }


def number(text: str) -> float | None:
    """Read a cell that may be empty.

    Returns
    -------
    float or None
        In the unit of its row. [as the row states]

    Examples
    --------
    >>> number("0.94"), number("")
    (0.94, None)
    """
    return float(text) if text else None


def whole(text: str) -> int | None:
    """Read a cell that holds a year or nothing.

    Examples
    --------
    >>> whole("2005"), whole("")
    (2005, None)
    """
    return int(text) if text else None
