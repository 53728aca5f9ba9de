"""Five-year plans of the leading scenario, and what scenarios assume otherwise than their parents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dualcarbon.report import assumed
from dualcarbon.report.derived import count, year
from dualcarbon.report.numbers import Kind
from dualcarbon.report.pieces import Block, Cell, Paragraph, Ref, Table, say
from dualcarbon.report.reading import Reading, Shown, both

PLANS, DIFFERING = "plans", "scenario-differences"
COLUMNS: Mapping[str, tuple[str, Kind]] = {
    "gdp_growth_yearly": ("gdp_a_year", "change"),
    "energy_growth_yearly": ("energy_a_year", "change"),
    "co2_growth_yearly": ("co2_a_year", "change"),
    "energy_elasticity": ("energy_elasticity", "elasticity"),
    "co2_elasticity": ("co2_elasticity", "elasticity"),
    "structure.industry": ("of_industry", "share"),
    "energy_intensity_change": ("energy_per", "change"),
    "co2_intensity_change": ("co2_per", "change"),
}
"""Numbers of a plan that the report shows: heading and how each is printed."""
MOST = 12
"""Rows of the table of differences. [rows]"""
UNTIL = 2035
"""Last year of the plans that the report shows; the others stand in the table of the run. [year]"""


def listed(reading: Reading) -> Iterator[Block]:
    """Show the five-year plans of the leading scenario, columns that are known."""
    leading = reading.leading()
    found = reading.raw(f"scenarios.{leading.name}.plans") if leading else None
    if leading is None or not found:
        return
    at = f"scenarios.{leading.name}.plans"
    there = {
        what: told
        for what, told in COLUMNS.items()
        if any(reading.has(f"{at}.{i}.{what}") for i in range(len(found)))
    }
    heads = (say("heads.period"), *(say(f"heads.{head}") for head, _ in there.values()))
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (
            say("heads.span", first=str(one["from"]), last=str(one["to"]), name=both(one["name"])),
            *(reading.number(f"{at}.{i}.{what}", kind) for what, (_, kind) in there.items()),
        )
        for i, one in enumerate(found)
        if one["to"] <= UNTIL
    )
    yield Paragraph((say("plans.lead", table=Ref(PLANS), scenario=leading.title),))
    yield Table(PLANS, say("plans.caption", scenario=leading.title), heads, rows)


def differing(reading: Reading) -> Iterator[Block]:
    """List the paths that each scenario declares otherwise than its parent, both sides in two years."""
    rows = [row for scenario in reading.scenarios() for row in _rows(reading, scenario)]
    if not rows:
        return
    told = [say("differing.lead", table=Ref(DIFFERING))]
    if len(rows) > MOST:
        told.append(say("differing.more", count=count("differences.more", len(rows) - MOST)))
    sides = [say(f"heads.{side}_in", year=year(y)) for y in _years(reading) for side in ("parent", "own")]  # fmt: skip
    heads = (say("heads.scenario"), say("heads.path"), *sides, say("heads.declared_at"))
    yield Paragraph(tuple(told))
    yield Table(DIFFERING, say("differing.caption"), heads, tuple(rows[:MOST]))


def _years(reading: Reading) -> list[int]:
    return assumed.shown_years(reading)[1:]


def _rows(reading: Reading, scenario: Shown) -> Iterator[tuple[Cell, ...]]:
    at = f"scenarios.{scenario.name}.differences"
    for place, one in enumerate(reading.raw(at) or ()):
        if one["kind"] != "measure" and not one["same"]:
            yield _row(reading, scenario, f"{at}.{place}", one)


def _row(reading: Reading, scenario: Shown, at: str, one: Mapping[str, Any]) -> tuple[Cell, ...]:
    key, priced = one["key"], reading.priced()
    kind = assumed.kind_of(key, priced=priced)
    values = (
        reading.number(f"{at}.{side}.value.{y}", kind)
        for y in _years(reading)
        for side in ("parents", "ours")
    )
    where = str(one["ours"]["where"]).partition(" [")[0] or "–"
    return (scenario.title, assumed.name(key, priced=priced), *values, where)
