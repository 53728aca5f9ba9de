"""What a regression of the past says beside the tree: another model, held against the same scenarios."""

from __future__ import annotations

from collections.abc import Iterator

from dualcarbon.diagnosis import naming
from dualcarbon.report import drawn, trends
from dualcarbon.report.numbers import Number
from dualcarbon.report.peaks import PEAKS
from dualcarbon.report.pieces import Block, Cell, Paragraph, Ref, Sentence, Table, Value, say
from dualcarbon.report.reading import Reading, Shown

KEY = "stirpat"
ALWAYS = "2030"  # the year that the nation's pledge names
TABLE = "beside"


def regression(reading: Reading) -> Iterator[Block]:
    """Show what the regression gives for every scenario, or say why there is none."""
    refused = reading.raw(f"{KEY}.refused")
    if refused:
        yield Paragraph((say("outlook.beside_refused", why=drawn.reason(refused)),))
    there = [s for s in reading.scenarios() if reading.has(f"{KEY}.scenarios.{s.name}")]
    if not there:
        return
    yield Paragraph(tuple(_model(reading)))
    yield drawn.bullets([_said(reading, s) for s in there])
    horizon = str(reading.study.horizon)
    heads: tuple[Cell, ...] = (
        say("heads.scenario"),
        say("heads.no_peak", horizon=horizon),
        say("heads.by_year", year=ALWAYS),
        say("heads.central_year"),
        say("heads.central_amount"),
        say("heads.range"),
        say("heads.horizon_amount", horizon=horizon),
        say("heads.beside_range", horizon=horizon),
        say("heads.beside_far"),
    )
    rows = tuple(_row(reading, s) for s in there)
    yield Table(TABLE, say("outlook.beside_caption"), heads, rows)


def _model(reading: Reading) -> Iterator[Sentence]:
    """Say what was regressed on what, how well it held, and that it is another model."""
    first, last = (str(y) for y in reading.raw(f"{KEY}.years"))
    form = str(reading.raw(f"{KEY}.form"))
    listed = _elasticities(reading, reading.raw(f"{KEY}.regressors"))
    yield say(f"outlook.beside_{form}", first=first, last=last, listed=listed)
    if reading.has(f"{KEY}.backtest"):
        errors = {
            n: reading.number(f"{KEY}.backtest.{n}", "share")
            for n in ("regression", "naive", "trend")
        }
        yield say("outlook.beside_backtest", **errors)  # fmt: skip
    yield say("outlook.beside_other", table=Ref(TABLE))


def _elasticities(reading: Reading, names: list[str]) -> Sentence:
    """Name every elasticity with its interval."""
    said = [_elasticity(reading, name) for name in names]
    listed = said[0]
    for one in said[1:]:
        listed = say("refs.comma", first=listed, last=one)
    return listed


def _elasticity(reading: Reading, name: str) -> Sentence:
    at = f"{KEY}.coefficients.{name}"
    value, low, high = (
        reading.number(f"{at}.{part}", "elasticity") for part in ("value", "low", "high")
    )
    return say("outlook.elasticity", name=naming.factor(name), value=value, low=low, high=high)


def _said(reading: Reading, scenario: Shown) -> Sentence:
    """Say in a sentence what tree and regression give."""
    horizon = reading.study.horizon
    ours, tree = f"{KEY}.scenarios.{scenario.name}", f"scenarios.{scenario.name}"
    values: dict[str, Value] = {
        "year": _year(reading, f"{ours}.peak"),
        "tree_year": _year(reading, f"{tree}.peak"),
        "odds": reading.number(f"{ours}.peak.no_peak", "odds"),
        "tree_odds": reading.number(f"{tree}.peak.no_peak", "odds"),
        "amount": reading.number(f"{ours}.co2_mt.{horizon}", "co2"),
        "tree_amount": reading.number(f"{tree}.territorial_mt.{horizon}", "co2"),
    }
    return say("outlook.beside_scenario", scenario=scenario.title, horizon=str(horizon), **values)


def _row(reading: Reading, scenario: Shown) -> tuple[Cell, ...]:
    horizon, key = reading.study.horizon, f"{KEY}.scenarios.{scenario.name}"
    peak = f"{key}.peak"
    low, high = (reading.number(f"{peak}.amount_{q}_mt", "co2") for q in ("p10", "p90"))
    least, most = (reading.number(f"{key}.{end}_mt.{horizon}", "co2") for end in ("low", "high"))
    return (
        scenario.title,
        reading.number(f"{peak}.no_peak", "odds"),
        reading.number(f"{peak}.probability_by.{ALWAYS}", "odds"),
        _year(reading, peak),
        reading.number(f"{peak}.amount_mt", "co2") if _peaks(reading, peak) else "–",
        say("outlook.range", low=low, high=high),
        reading.number(f"{key}.co2_mt.{horizon}", "co2"),
        say("outlook.range", low=least, high=most),
        _farthest(reading, key),
    )


def _farthest(reading: Reading, key: str) -> Cell:
    """Name the driver that goes farthest beyond the past."""
    beyond = reading.raw(f"{key}.beyond")
    name = max(beyond, key=lambda driver: float(beyond[driver]["ranges"]))
    ranges = reading.number(f"{key}.beyond.{name}.ranges", "elasticity")
    return say("outlook.beside_far", name=naming.factor(name), ranges=ranges)


def _peaks(reading: Reading, peak: str) -> bool:
    return reading.raw(f"{peak}.verdict") in PEAKS and reading.has(f"{peak}.year")


def _year(reading: Reading, peak: str) -> Number | Sentence:
    """Give the year of a peak, or the verdict where there is none."""
    if _peaks(reading, peak):
        return reading.number(f"{peak}.year", "year")
    return trends.verdict(str(reading.raw(f"{peak}.verdict")))
