"""When the districts of a region peak in each scenario, their sum beside the region's own account, and who moves it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dualcarbon.charts.words import Title
from dualcarbon.report.peaks import PLEDGED, movers, turned
from dualcarbon.report.pieces import Block, Cell, Paragraph, Ref, Sentence, Table, say
from dualcarbon.report.reading import Reading, Shown, both

AT = "districts_ahead"


def ahead(reading: Reading) -> Iterator[Block]:
    """Show the peak of each district, of their sum and of the region's own account; nothing in a study without districts."""
    below: dict[str, Any] = reading.raw(f"{AT}.districts") or {}
    there = reading.scenarios()
    if not below or not there:
        return
    heads: list[Cell] = [say("heads.district")]
    for s in there:
        heads += [
            say("heads.highest_year", scenario=s.title),
            say("heads.highest", scenario=s.title),
        ]
    every = [(both(one["title"]), f"districts.{name}") for name, one in below.items()]
    rows = [_row(reading, title, there, at) for title, at in every]
    rows.append(_row(reading, say("heads.sum"), there, "sum"))
    rows.append(_row(reading, say("districts.region"), there, ""))
    told = say("districts.lead", table=Ref("districts-ahead"), pledged=str(PLEDGED))
    yield Paragraph((told, *_gap(reading), *_movers(reading)))
    yield Table("districts-ahead", say("districts.caption"), tuple(heads), tuple(rows))


def _row(reading: Reading, title: Cell, there: list[Shown], at: str) -> tuple[Cell, ...]:
    """Give the peak year and the highest emissions of a district in every scenario; without a place those of the region."""
    keys = [
        f"{AT}.scenarios.{s.name}.{at}.peak" if at else f"scenarios.{s.name}.peak" for s in there
    ]
    return (title, *(cell for key in keys for cell in turned(reading, key)))


def _gap(reading: Reading) -> Iterator[Sentence]:
    """Say how far the districts are from the region's own account in the base year."""
    gap = f"{AT}.gap"
    if not reading.has(f"{gap}.share"):
        return
    shown = {name: reading.number(f"{gap}.{name}_mt", "co2") for name in ("sum", "region")}
    apart = reading.number(f"{gap}.share", "change")
    yield say("districts.gap", year=reading.number(f"{gap}.year", "year"), apart=apart, **shown)


def _movers(reading: Reading) -> Iterator[Sentence]:
    """Say which districts move their sum in the leading scenario, the largest first."""

    def title(name: str) -> Title:
        return both(reading.raw(f"{AT}.districts.{name}.title"))

    yield from movers(reading, "districts.movers", title, f"{AT}.")
