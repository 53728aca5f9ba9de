"""Part two: what the past shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from dualcarbon.charts import intensity
from dualcarbon.charts.words import Title
from dualcarbon.report import (
    bridging,
    drawn,
    drivers,
    examined,
    orders,
    periods,
    ranges,
    region,
    structure,
    trends,
    whole,
)
from dualcarbon.report.derived import moved, year
from dualcarbon.report.numbers import Kind
from dualcarbon.report.pieces import Block, Figure, Paragraph, Ref, Section, Sentence, Table, say
from dualcarbon.report.reading import Reading

Builder = Callable[[Reading], Iterator[Block]]


def section(reading: Reading) -> Section:
    """Say what was emitted, by whom, and what drove the change."""
    chapters: tuple[tuple[str, tuple[Builder, ...]], ...] = (
        ("region", (region.glance,)),
        ("totals", (totals, bridging.bridge)),
        ("energy", (structure.energy_flow, structure.energy_mix, trends.nonfossil)),
        ("by-sector", (structure.by_sector,)),
        ("intensities", (boundary_matters,)),
        ("causes", (drivers.drivers, drivers.coupling)),
        ("trend", (trends.trend, trends.past_peak)),
        ("account", (whole.account, whole.sinks)),
        ("ranges", (ranges.ranges,)),
        ("orders", (orders.guideline, orders.city, orders.key)),
    )
    blocks = [
        block
        for id, builders in chapters
        for block in drawn.chapter(f"past-{id}", *(build(reading) for build in builders))
    ]
    return Section("characteristics", tuple(blocks))


def totals(reading: Reading) -> Iterator[Block]:
    """Show the totals of every year, each boundary in its column."""
    years, paths = reading.years(), reading.boundaries()
    filled = {y for table, y in examined.marks(reading) if table == "energy"}
    stars = examined.note(reading, ("energy",))
    yield Paragraph((*told(reading), say("past.totals", table=Ref("totals")), *stars))
    keys = reading.boundary_keys()
    rows = [
        (
            year(y),
            *(
                examined.starred(reading.number(f"{keys[b]}.{y}", "co2"), filled=y in filled)
                for b in paths
            ),
            examined.starred(
                reading.number(f"inventory.energy_mtce.{y}", "energy"), filled=y in filled
            ),
        )
        for y in years
    ]
    heads = (say("heads.year"), *(reading.boundary_head(b) for b in paths), say("heads.energy"))
    yield Table("totals", say("past.totals_caption"), heads, tuple(rows))


def told(reading: Reading) -> Iterator[Sentence]:
    """Say the totals of the base year and how far they may be off."""
    first, last = str(reading.years()[0]), reading.base
    ends = [reading.number(f"inventory.territorial_mt.{y}", "co2") for y in (first, last)]
    yield say(
        "past.total",
        year=year(int(last)),
        total=ends[1],
        first=year(int(first)),
        change=moved(f"report.change.inventory.territorial_mt.{first}.{last}", *ends),
    )
    if reading.trades() and reading.has(f"inventory.adjusted_mt.{last}"):
        yield say("past.adjusted", total=reading.number(f"inventory.adjusted_mt.{last}", "co2"))
    low, high = (f"inventory.territorial_range_mt.{bound}.{last}" for bound in ("low", "high"))
    if reading.has(low) and reading.raw(low) != reading.raw(high):
        yield say("past.bounds", low=reading.number(low, "co2"), high=reading.number(high, "co2"))


def boundary_matters(reading: Reading) -> Iterator[Block]:
    """Show intensity by period on every boundary, and say that the verdict depends on which."""
    found = periods.changes(reading)
    if not found:
        return
    lead, *each = periods.verdicts(reading, found)
    yield Paragraph(
        (lead, say("past.intensities", table=Ref("intensity-periods"), figure=Ref("intensity")))
    )
    yield drawn.bullets(each)
    yield periods.table(reading, found)
    lines = periods.lines(reading)
    titles: dict[str, Title] = {id: periods.line_title(reading, id) for id in lines}
    kind: Kind = "factor" if reading.priced() else "level"
    table = drawn.years_table(
        "intensity", lines, lambda id: titles[id], kind, reading.taken(periods.keys(reading))
    )
    units = {place: periods.unit(reading, id) for place, id in enumerate(lines, 1)}
    yield Figure(
        "intensity",
        say("past.intensity_caption"),
        lambda lang: intensity.option(lines, titles, lang),
        320,
        430,
        replace(table, units=units),
    )
