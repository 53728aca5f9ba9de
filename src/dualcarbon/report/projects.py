"""The key projects, ranked by what they abate and by what a yuan invested brings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dualcarbon.charts import projects as drawing
from dualcarbon.report import drawn, listed
from dualcarbon.report.composed import RULE, How, Part
from dualcarbon.report.derived import count, sum_of, year
from dualcarbon.report.money import rate_of
from dualcarbon.report.numbers import Number
from dualcarbon.report.pieces import Block, Cell, Figure, Paragraph, Ref, Table, say
from dualcarbon.report.reading import Reading, scripts

SHOWN = 12  # projects in a table
Placed = tuple[int, listed.Record]


def by_abatement(reading: Reading) -> Iterator[Block]:
    """Show the projects that abate most, with place and owner."""
    there = ranked(reading, "abatement")
    if not there:
        return
    y = listed.middle(reading)
    whole = sum_of(f"report.projects.{y}", [_abated(reading, p, y) for p, _ in there], "co2")
    yield Paragraph(
        (
            say(
                "projects.lead",
                count=count("projects", parts(reading, there)),
                year=year(y),
                amount=whole,
            ),
            say(
                "projects.rankings", first=Ref("projects-abatement"), second=Ref("projects-economy")
            ),
            *([say("projects.shown", count=shown_most())] if len(there) > SHOWN else []),
            say("projects.figure", figure=Ref("projects")),
        )
    )
    heads: tuple[Cell, ...] = (
        say("heads.rank"),
        say("heads.project"),
        say("heads.place"),
        say("heads.owner"),
        say("heads.size"),
        say("heads.years"),
        say("heads.project_abatement", year=year(y)),
        say("heads.mark"),
    )
    rows = tuple(_abatement_row(reading, *placed, y) for placed in there[:SHOWN])
    yield Table("projects-abatement", say("projects.abatement_caption", year=year(y)), heads, rows)
    shown = [_bar(one, y) for _, one in there]
    yield Figure(
        "projects",
        say("projects.figure_caption", year=year(y)),
        lambda lang: drawing.option(shown, lang),
        *drawing.heights(shown),
    )


def by_economy(reading: Reading) -> Iterator[Block]:
    """Show the projects whose investment brings most."""
    there = ranked(reading, "economy")
    if not there:
        return
    heads = tuple(
        say(f"heads.{h}")
        for h in (
            "rank",
            "project",
            "outlay",
            "per_annual_t",
            "mac",
            "npv_outlay",
            "irr",
            "payback",
        )
    )
    rows = tuple(_economy_row(reading, *placed) for placed in there[:SHOWN])
    yield Table("projects-economy", say("projects.economy_caption"), heads, rows)


def ranked(reading: Reading, by: str) -> list[Placed]:
    """Give the projects of the planned scenario in the order of a ranking; those without a place come last."""
    chosen = listed.planned(reading)
    found = [
        (place, one)
        for place, one in enumerate(reading.raw("projects") or ())
        if chosen and one["scenario"] == chosen.name
    ]
    return sorted(found, key=lambda p: (p[1]["ranks"].get(by) is None, p[1]["ranks"].get(by) or 0))


def _bar(one: listed.Record, y: int) -> drawing.Project:
    return drawing.Project(
        listed.title(one), float(one["abatement_mt"].get(str(y)) or 0.0), one["cny_per_annual_t"]
    )


def _abatement_row(reading: Reading, place: int, one: listed.Record, y: int) -> tuple[Cell, ...]:
    key = f"projects.{place}"
    return (
        reading.number(f"{key}.ranks.abatement", "count"),
        listed.title(one),
        scripts(str(one["place"] or "")),
        scripts(str(one["owner"] or "")),
        say(
            "measures.size",
            amount=reading.number(f"{key}.amount", "level"),
            unit=drawn.unit(str(one["unit"])),
        ),
        say("heads.plain_span", first=str(one["from"]), last=str(one["to"])),
        _abated(reading, place, y),
        str(one["mark"] or ""),
    )


def _economy_row(reading: Reading, place: int, one: listed.Record) -> tuple[Cell, ...]:
    key = f"projects.{place}"
    return (
        reading.number(f"{key}.ranks.economy", "count"),
        listed.title(one),
        reading.number(f"{key}.first_investment_cny", "outlay"),
        reading.number(f"{key}.cny_per_annual_t", "cny_per_t"),
        reading.number(f"{key}.mac_cny_per_t", "cny_per_t"),
        reading.number(f"{key}.npv_cny", "outlay"),
        rate_of(reading, key),
        reading.number(f"{key}.payback_years", "years"),
    )


def parts(reading: Reading, there: Sequence[Placed]) -> list[Part]:
    """Give the names of projects as parts of what is counted."""
    return [reading.number(f"projects.{place}.id", "amount").part for place, _ in there]


def shown_most() -> Number:
    """Give how many projects a table shows at most."""
    rule = How(RULE, (Part("projects in a table", SHOWN),))
    return Number(value=SHOWN, kind="count", key="report.projects.shown", how=rule)


def _abated(reading: Reading, place: int, y: int) -> Number:
    return reading.number(f"projects.{place}.abatement_mt.{y}", "project_co2")


def spent(reading: Reading, there: Sequence[Placed], name: str = "projects.investment") -> Number:
    """Give what projects first invest together, replacements left out; the key of the number has the ``name``. [CNY]."""
    parts = [
        reading.number(f"projects.{place}.first_investment_cny", "money") for place, _ in there
    ]
    return sum_of(f"report.{name}", parts, "money")
