"""When the districts of a region peak in each scenario, their sum beside the region's own account, and who moves it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dualcarbon.peak.rule import Kind
from dualcarbon.report import clauses
from dualcarbon.report.peaks import PEAKS, PLEDGED
from dualcarbon.report.pieces import Block, Cell, Paragraph, Ref, Sentence, Table, say
from dualcarbon.report.reading import Reading, Shown, both

AT = "districts_ahead"
MOST = 3  # districts that a sentence names


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
    return (title, *(cell for key in keys for cell in _peak(reading, key)))


def _peak(reading: Reading, key: str) -> tuple[Cell, Cell]:
    """Give the peak year, or the verdict where there is none, with the probability of a peak, and the amount. [Mt CO2]."""
    kind = Kind(reading.raw(f"{key}.verdict"))
    peaked = kind.value in PEAKS
    year: Cell = reading.number(f"{key}.year", "year") if peaked else {"en": kind.en, "zh": kind.zh}
    odds = reading.number(f"{key}.probability_by.{PLEDGED}", "odds")
    shown = say("outlook.own_peak", peak=year, odds=odds) if odds.known else year
    return shown, reading.number(f"{key}.amount_mt", "co2")


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
    leading = reading.leading()
    key = "" if leading is None else f"{AT}.scenarios.{leading.name}.peak_movers"
    names = (reading.raw(f"{key}.movers") or [])[:MOST] if key else []
    if leading is None or not names:
        return
    start, end = (reading.number(f"{key}.window.{i}", "year") for i in (0, 1))
    titles = clauses.names([both(reading.raw(f"{AT}.districts.{n}.title")) for n in names])
    yield say("districts.movers", scenario=leading.title, start=start, end=end, districts=titles)
