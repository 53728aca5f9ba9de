"""Intensity by period on every boundary, because the verdict depends on which one is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from dualcarbon.charts.words import Title
from dualcarbon.report.composed import CHANGE
from dualcarbon.report.derived import how
from dualcarbon.report.numbers import Number
from dualcarbon.report.pieces import Cell, Sentence, Table, say
from dualcarbon.report.reading import Reading, both

ENERGY = "energy"
NOTABLE = 0.001  # a tenth of a point: a difference that shows in print
Changes = dict[tuple[int, int], dict[str, Number]]


def spans(reading: Reading) -> dict[tuple[int, int], Title]:
    """Give the periods of the study with their names; the whole of the statistics if it names none."""
    years = set(reading.years())
    declared = {(p.start, p.end): p.title for p in reading.periods()}
    there = {span: title for span, title in declared.items() if set(span) <= years}
    if there or not years:
        return there
    return {(min(years), max(years)): {"en": "", "zh": ""}}


def keys(reading: Reading) -> dict[str, str]:
    """Give where the summary keeps the intensity of energy and of each boundary."""
    by = reading.raw("diagnosis.co2_intensity_by_boundary") or {}
    found = {ENERGY: "diagnosis.energy_intensity"}
    there = [id for id in by if id != "adjusted" or reading.trades()]
    return found | {id: f"diagnosis.co2_intensity_by_boundary.{id}" for id in there}


def lines(reading: Reading) -> dict[str, dict[int, float]]:
    """Give energy and emissions per GDP by year, each boundary a line, in the units of the results."""
    found = {id: reading.path(key) for id, key in keys(reading).items()}
    return {id: line for id, line in found.items() if len(line) > 1}


def changes(reading: Reading) -> Changes:
    """Give the change of each intensity over each period, as fractions."""
    paths = lines(reading)
    return {
        (a, b): {
            id: change(reading, id, line, a, b) for id, line in paths.items() if {a, b} <= set(line)
        }
        for a, b in spans(reading)
        if paths
    }


def verdicts(reading: Reading, found: Changes) -> Iterator[Sentence]:
    """Say for each period how far apart the boundaries stand, and what a verdict then hangs on."""
    yield say("past.intensity")
    for (a, b), by in found.items():
        co2 = {id: n for id, n in by.items() if id != ENERGY}
        if ENERGY in by:
            yield say(
                "past.period",
                first=_year(a),
                last=_year(b),
                energy=moved(by[ENERGY]),
                co2=moved(by["territorial"]),
            )
        if disagree(co2):
            low, high = (pick(co2, key=lambda id: float(co2[id].value or 0)) for pick in (min, max))
            yield say(
                "past.boundary_matters",
                first=_year(a),
                last=_year(b),
                low=moved(co2[low]),
                low_title=reading.boundary_title(low),
                high=moved(co2[high]),
                high_title=reading.boundary_title(high),
            )


def moved(change: Number) -> Number:
    """Give a change to be told in words: up or down by so much."""
    return replace(change, kind="moved")


def disagree(co2: Mapping[str, Number]) -> bool:
    """Tell whether the boundaries differ by more than print shows, so that a verdict may turn."""
    values = [float(n.value or 0) for n in co2.values()]
    return bool(values) and max(values) - min(values) > NOTABLE


def table(reading: Reading, found: Changes) -> Table:
    """Show the change of each intensity by period, boundaries side by side."""
    ids = list(dict.fromkeys(id for by in found.values() for id in by))
    names = spans(reading)
    heads: list[Cell] = [say("heads.period"), *(_head(reading, id) for id in ids)]
    rows: list[tuple[Cell, ...]] = [
        (
            _span(a, b, names[a, b]),
            *(by.get(id, Number(value=None, kind="change", key="")) for id in ids),
        )
        for (a, b), by in found.items()
    ]
    return Table("intensity-periods", say("past.periods_caption"), tuple(heads), tuple(rows))


def line_title(reading: Reading, id: str) -> Title:
    """Give the name of a line of intensity."""
    if id == ENERGY:
        return {"en": "energy per GDP", "zh": "单位GDP能耗"}
    title = reading.boundary_title(id)
    return {"en": f"CO2 per GDP, {title['en']}", "zh": f"单位GDP碳排放（{title['zh']}）"}


def unit(reading: Reading, id: str) -> Title:
    """Give the unit of a line of intensity."""
    what = {"en": "tce", "zh": "吨标准煤"} if id == ENERGY else {"en": "t CO2", "zh": "吨CO2"}
    if not reading.priced():
        return {"en": f"{what['en']} per point", "zh": f"{what['zh']}/指数点"}
    return {"en": f"{what['en']} per 10,000 yuan", "zh": f"{what['zh']}/万元"}


def change(reading: Reading, id: str, line: Mapping[int, float], a: int, b: int) -> Number:
    """Give the change of an intensity between two years, as a fraction."""
    key = keys(reading)[id]
    ends = [reading.number(f"{key}.{y}", "level") for y in (a, b)]
    return Number(
        value=line[b] / line[a] - 1,
        kind="change",
        key=f"report.change.{key}.{a}.{b}",
        of=tuple(end.key for end in ends),
        how=how(CHANGE, *ends),
    )


def _head(reading: Reading, id: str) -> Cell:
    return (
        say("heads.energy_per_gdp")
        if id == ENERGY
        else say("heads.co2_per_gdp", boundary=reading.boundary_title(id))
    )


def _span(a: int, b: int, name: Title) -> Sentence:
    return (
        say("heads.span", first=str(a), last=str(b), name=both(name))
        if name["en"]
        else say("heads.plain_span", first=str(a), last=str(b))
    )


def _year(value: int) -> Number:
    return Number(value=value, kind="year", key=f"report.year.{value}")
