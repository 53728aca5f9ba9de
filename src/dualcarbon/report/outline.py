"""The report in order: tiles, findings, the five parts, the annexes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from dualcarbon.charts.words import Lang
from dualcarbon.report import (
    advice,
    annexes,
    brief,
    characteristics,
    chosen,
    listed,
    method,
    outlook,
    pathway,
    peaks,
    periods,
    sentences,
    whole,
)
from dualcarbon.report.numbers import Number
from dualcarbon.report.pieces import Document, Figure, Heading, Section, Sentence, Table, Tile, say
from dualcarbon.report.reading import Reading, Results, Shown, both
from dualcarbon.vocabulary.faults import Fault, Place, note

LANGUAGES: tuple[Lang, ...] = ("en", "zh")

FIGURES = (
    "energy-flow", "sectors", "intensity", "drivers", "decoupling", "trend", "paths", "fan", "peak-years",
    "fuels", "mix-figure", "goals-figure",
)  # fmt: skip
"""The figures that a complete study shows; one that is missing is named in the annex."""

OF_MEASURES = (
    "attribution", "wedges", "cost-curve", "discounting", "ranking", "investment", "projects", "schedule",
)  # fmt: skip
"""Those that a study with measures shows besides."""

PARTS: tuple[Callable[[Reading], Section], ...] = (
    method.section, characteristics.section, outlook.section, pathway.section,
)  # fmt: skip


def outline(results: Results) -> Document:
    """Arrange the results of a run as a report, in no language yet.

    Parameters
    ----------
    results : Results
        Summary, tables, study, warnings and manifest of one run.
    """
    reading = Reading(results)
    parts = tuple(part for part in (build(reading) for build in PARTS) if part.blocks)
    picked = chosen.picked(reading, figures(parts))
    left_out = (*missing(reading, parts), *absent(reading), *unsourced(reading), *picked.faults)
    found = advice.items(reading)
    annex = annexes.section(reading, advice.listed(found), left_out, picked.blocks)
    advised = advice.section(found, pieces((*parts, annex)))
    headline = getattr(reading.study, "headline", None)
    return Document(
        title=both(reading.study.title),
        headline=both(headline) if headline else None,
        run=str(reading.summary.get("run", "")),
        facts=facts(reading),
        tiles=tuple(tiles(reading)),
        sections=(brief.section(reading, advice.listed(found)), *parts, advised, annex),
        scale=reading.scale(),
        left_out=left_out,
    )


def pieces(sections: Sequence[Section]) -> set[str]:
    """Give the ids of all figures, tables and headings, to which sentences may refer."""
    return {b.id for s in sections for b in s.blocks if isinstance(b, Figure | Table | Heading)}


def figures(sections: Sequence[Section]) -> dict[str, Figure]:
    """Give the figures of some sections by key."""
    return {b.id: b for s in sections for b in s.blocks if isinstance(b, Figure)}


SOURCED, MOST_ROWS = ("factors", "assumptions"), 10
"""Tables of a run whose rows say where their numbers come from, and how many without are named."""
OF_ACCOUNT = ("composition", "tornado")
"""Those that a study of all gases shows besides."""


def missing(reading: Reading, parts: Sequence[Section]) -> Iterator[Fault]:
    """Give a warning for each figure that the data of the study do not carry."""
    there = figures(parts)
    more = (*(OF_MEASURES if reading.raw("measures") else ()), *_of_account(reading))
    for id in (*FIGURES, *more):
        if id not in there:
            name = {lang: sentences.catalogue(f"figures.{id}", lang) for lang in LANGUAGES}
            yield note("REP024", Place(key=f"report.{id}"), figure=name)


def _of_account(reading: Reading) -> tuple[str, ...]:
    """Give the figures of the whole account, if its total is known."""
    return OF_ACCOUNT if whole.there(reading) and whole.total(reading).known else ()


def absent(reading: Reading) -> Iterator[Fault]:
    """Give a warning for each chapter that the study has nothing for."""
    totals = list(reading.rows("totals"))
    there = {
        "scenarios": bool(reading.scenarios()),
        "measures": bool(reading.raw("measures")),
        "money": bool(listed.valued(reading)) or not reading.raw("measures"),
        "account": whole.there(reading),
        "projects": bool(reading.raw("projects")) or not reading.raw("measures"),
        "people": any(row.get("population_person") for row in totals),
        "economy": any(row.get("gdp") for row in totals),
    }
    for id, known in there.items():
        if not known:
            chapter = {lang: sentences.catalogue(f"absent.{id}", lang) for lang in LANGUAGES}
            yield note("REP025", Place(key=f"report.{id}"), chapter=chapter)


def unsourced(reading: Reading) -> Iterator[Fault]:
    """Give a warning for each table of the run with rows that name no source; energy names the cells that it came from."""
    for name in SOURCED:
        rows = [
            n for n, row in enumerate(reading.rows(name), 1) if not str(row["source"] or "").strip()
        ]
        if rows:
            shown = ", ".join(map(str, rows[:MOST_ROWS])) + (
                " ..." if len(rows) > MOST_ROWS else ""
            )
            yield note("REP004", Place(), table=name, rows=shown, count=len(rows))


def facts(reading: Reading) -> Sentence:
    """Say in one line which years and which run."""
    run = str(reading.summary.get("run", ""))
    return say(
        "parts.facts",
        first=str(reading.years()[0]),
        last=str(reading.study.base_year),
        horizon=str(reading.study.horizon),
        run=run,
    )


def tiles(reading: Reading) -> Iterator[Tile]:
    """Give the four numbers to see first, as far as the run has them."""
    yield _total_tile(reading)
    yield from _intensity_tile(reading)
    for leading in _list(reading.leading()):
        yield _peak_tile(reading, leading)
        if pathway.entries(reading, leading):
            yield _goals_tile(reading, leading)


def _total_tile(reading: Reading) -> Tile:
    total = reading.number(f"inventory.territorial_mt.{reading.base}", "co2")
    adjusted = reading.number(f"inventory.adjusted_mt.{reading.base}", "co2")
    under = (
        say("tiles.total_under", adjusted=adjusted)
        if adjusted.known and reading.trades()
        else say("tiles.total_under_bare")
    )
    return Tile(say("tiles.total", year=reading.base), say("tiles.value", value=total), under)


def _intensity_tile(reading: Reading) -> Iterator[Tile]:
    years = reading.years()
    lines = periods.lines(reading)
    if periods.ENERGY not in lines or "territorial" not in lines:
        return
    change = {
        id: periods.change(reading, id, lines[id], years[0], years[-1])
        for id in (periods.ENERGY, "territorial")
    }
    price = Number(value=int(reading.raw("price_year")), kind="year", key="price_year")
    yield Tile(
        say("tiles.intensity", first=str(years[0]), last=str(years[-1])),
        say("tiles.value", value=change[periods.ENERGY]),
        say("tiles.intensity_under", co2=change["territorial"], price=price),
    )


def _peak_tile(reading: Reading, leading: Shown) -> Tile:
    key = f"scenarios.{leading.name}.peak"
    peak = peaks.central_peak(reading, leading)
    horizon = str(reading.study.horizon)
    value = (
        say("tiles.value", value=reading.number(f"{key}.year", "year"))
        if peak
        else say("tiles.peak_none", horizon=horizon)
    )
    under = say(
        "tiles.peak_under",
        horizon=horizon,
        odds=reading.number(f"{key}.no_peak", "odds"),
        low=reading.number(f"{key}.year_p10", "year"),
        high=reading.number(f"{key}.year_p90", "year"),
    )
    return Tile(say("tiles.peak", scenario=leading.title), value, under, alarm=True)


def _goals_tile(reading: Reading, leading: Shown) -> Tile:
    told = pathway.counts(reading, leading)
    return Tile(
        say("tiles.goals", scenario=leading.title),
        say("tiles.goals_value", met=told["met"], all=told["all"]),
        say("tiles.goals_under", missed=told["missed"], refused=told["refused"]),
    )


def _list(scenario: Shown | None) -> list[Shown]:
    return [scenario] if scenario else []
