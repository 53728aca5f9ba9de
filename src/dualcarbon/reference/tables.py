"""The packaged tables of numbers: every row with its source, its years and its mark."""

from __future__ import annotations

import csv
import functools
from importlib import resources

from dualcarbon.provenance.sources import Source

TABLES = (
    "fuels", "ipcc", "groups", "grid", "coal_rate", "goals", "prices", "conflicts", "regions", "tiers", "sources",
    "zones", "numbers_combustion", "numbers_processes", "numbers_fugitive", "numbers_agriculture", "numbers_waste",
    "numbers_land", "activity_ranges", "national_means", "related_amounts",
)  # fmt: skip


@functools.cache
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
    file = resources.files(__package__).joinpath("data", f"{table}.csv")
    return tuple(csv.DictReader(file.read_text(encoding="utf-8").splitlines()))


@functools.cache
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
