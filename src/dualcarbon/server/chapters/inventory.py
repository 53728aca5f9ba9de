"""Inventory: what is emitted, by which energy, in which sector, and how sure it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from fastapi import Depends, Response

from dualcarbon.report import structure
from dualcarbon.report.pieces import Block, Figure
from dualcarbon.report.reading import Reading
from dualcarbon.server.chapter import Chapter
from dualcarbon.server.here import Here, here
from dualcarbon.server.refused import unknown
from dualcarbon.server.sections import printed

HEADINGS = (
    "past-region", "past-totals", "past-energy", "past-by-sector", "past-account", "past-ranges", "past-orders", "annex-account",
)  # fmt: skip
FLOW, SECTORS, SECTORS_YEAR = "energy-flow", "sectors", "sectors-year"
PLACE = re.compile(r"(?P<file>[\w./-]+\.csv) line (?P<line>\d+)")
chapter = Chapter("inventory", 30, headings=HEADINGS)


@chapter.page()
def show(at: Here = Depends(here), year: int = 0) -> Response:  # noqa: B008
    """Show the account of the statistics; flow of energy and sectors are those of the year that the address names."""
    run = at.run
    if run is None:
        return at.page("unrun.html")
    reading = Reading(at.shelf.results(run))
    years = reading.years()
    if year and year not in years:
        raise unknown(str(year), "year")
    told = printed(at, HEADINGS)
    when = year or reading.study.base_year
    if when != reading.study.base_year:
        other = list(structure.energy_flow(reading, when))
        told["groups"] = [instead(group, other) for group in told["groups"]]
    told["groups"] = [with_sectors(group, reading, when) for group in told["groups"]]
    warned = list(warnings(at, at.shelf.summary(run).get("warnings") or ()))
    return at.page(
        "inventory.html",
        years=years,
        year=when,
        yearly=dict.fromkeys((FLOW, SECTORS_YEAR), when),
        warned=warned,
        **told,
    )


def instead(group: Sequence[Block], other: Sequence[Block]) -> list[Block]:
    """Give a group of blocks with the flow of energy of another year in place of its own."""
    place = next((i for i, b in enumerate(group) if isinstance(b, Figure) and b.id == FLOW), None)
    if place is None or not other:
        return list(group)
    return [*group[: place - 1], *other, *group[place + 1 :]]


def with_sectors(group: Sequence[Block], reading: Reading, year: int) -> list[Block]:
    """Give a group of blocks with the sectors of a year after their stack over time."""
    found: list[Block] = []
    for block in group:
        found.append(block)
        if isinstance(block, Figure) and block.id == SECTORS:
            found += structure.sectors_of(reading, year)
    return found


def warnings(at: Here, told: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, str]]:
    """Give the warnings that stand at a line of a table, by file and line, each with what leads to it."""
    found = [(PLACE.fullmatch(str(one["where"])), one) for one in told]
    lines = [(place["file"], int(place["line"]), one) for place, one in found if place]
    for file, line, one in sorted(lines, key=lambda each: each[:2]):
        yield {
            "code": str(one["code"]),
            "where": f"{file}:{line}",
            "lead": f"{at.link('data')}?{urlencode({'file': file, 'line': line})}",
            "said": _after(str(one["message"][at.lang]), file),
        }


def _after(said: str, file: str) -> str:
    """Give a message without the place that it begins with."""
    return re.sub(r"^[^:：]+[:：] ?", "", said, count=1) if said.startswith(file) else said
