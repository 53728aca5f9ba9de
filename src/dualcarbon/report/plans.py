"""Five-year plans of the leading scenario, and what scenarios assume otherwise than their parents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

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
MOST = 10
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
    """List what each scenario assumes otherwise than its parent, value by value; where there is much, what differs most."""
    found = [one for scenario in reading.scenarios() for one in _apart(reading, scenario)]
    if not found:
        return
    most = sorted(found, key=lambda one: -one.size)[:MOST]
    rows = tuple(_row(reading, one) for one in found if one in most)
    told = [say("differing.lead", table=Ref(DIFFERING))]
    if len(found) > MOST:
        told.append(
            say(
                "differing.more",
                count=count("differences.more", (one.at for one in found if one not in most)),
            )
        )
    heads = (
        say("heads.scenario"),
        say("heads.path"),
        *(say("heads.from_parent", year=year(y)) for y in _years(reading)),
    )
    yield Paragraph(tuple(told))
    yield Table(DIFFERING, say("differing.caption"), heads, rows)


class Apart(NamedTuple):
    """A path that a scenario declares otherwise than its parent: where it stands in the summary, and how far apart they are [1]."""

    scenario: Shown
    key: str
    at: str
    size: float


def _years(reading: Reading) -> list[int]:
    return assumed.shown_years(reading)[1:]


def _apart(reading: Reading, scenario: Shown) -> Iterator[Apart]:
    at = f"scenarios.{scenario.name}.differences"
    for place, one in enumerate(reading.raw(at) or ()):
        if one["kind"] != "measure" and not one["same"]:
            yield Apart(scenario, one["key"], f"{at}.{place}", max(_sizes(reading, one)))


def _sizes(reading: Reading, one: Mapping[str, Any]) -> Iterator[float]:
    """Give how far both sides are apart in each year: of the larger of them, or of the whole for shares and what is unitless."""
    for y in _years(reading):
        sides = [one[side]["value"].get(str(y)) for side in ("parents", "ours")]
        if None in sides:
            yield 1.0
            continue
        whole = 1.0 if one["unit"] == "1" else max(map(abs, sides)) or 1.0
        yield abs(sides[1] - sides[0]) / whole


def _row(reading: Reading, one: Apart) -> tuple[Cell, ...]:
    priced = reading.priced()
    kind = assumed.kind_of(one.key, priced=priced)
    steps = (
        say(
            "differing.step",
            parent=reading.number(f"{one.at}.parents.value.{y}", kind),
            own=reading.number(f"{one.at}.ours.value.{y}", kind),
        )
        for y in _years(reading)
    )
    return (one.scenario.title, assumed.called(reading, one.key), *steps)
