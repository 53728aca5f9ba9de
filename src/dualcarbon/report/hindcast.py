"""How well the method would have predicted the past, beside the last value and the trend."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dualcarbon.charts import hindcast as drawing
from dualcarbon.charts import words
from dualcarbon.charts.words import Title
from dualcarbon.report import drawn
from dualcarbon.report.cells import Hows
from dualcarbon.report.composed import SUM_MT, How, Part
from dualcarbon.report.derived import year
from dualcarbon.report.numbers import Number
from dualcarbon.report.pieces import Block, Cell, Figure, Paragraph, Ref, Sentence, Table, say
from dualcarbon.report.reading import TONNES, Reading

KEY = "calibration.hindcast"
METHODS = ("model", "naive", "trend", "drift")
SIMPLE = ("naive", "trend")
ENOUGH = 20  # errors; fewer say nothing of how often intervals hold
FAR = 10  # years ahead that the figure shows at most
TABLE, FIGURE = "hindcast", "hindcast-figure"


def hindcast(reading: Reading) -> Iterator[Block]:
    """Show the scores of all methods and one prediction, or say why there is none."""
    refused = reading.raw(f"{KEY}.refused")
    if refused:
        yield Paragraph((say("hindcast.refused", why=drawn.reason(refused)),))
    scores = reading.raw(f"{KEY}.scores")
    if not scores:
        return
    yield Paragraph(tuple(_told(reading, scores)))
    heads: tuple[Cell, ...] = (
        say("heads.foretold"),
        *(say(f"hindcast.head_{way}") for way in METHODS),
        say("heads.bias"),
        say("heads.covered"),
    )
    rows = tuple(_row(reading, name) for name in scores)
    yield Table(TABLE, say("hindcast.caption", count=_errors(reading, scores)), heads, rows)
    if not _few(scores):
        yield from _figure(reading)


def _few(scores: Mapping[str, Any]) -> bool:
    """Tell whether there are too few errors to show more of them than their sums."""
    return min(int(one["model"]["errors"]) for one in scores.values()) < ENOUGH


def _told(reading: Reading, scores: Mapping[str, Any]) -> Iterator[Sentence]:
    """Say what was done, whether the model is better than the simple ways, and what the errors can say."""
    origins = reading.raw(f"{KEY}.origins")
    last = reading.years()[-1]
    ends = {"first": year(min(origins)), "until": year(max(origins)), "last": year(last)}
    yield say("hindcast.done", table=Ref(TABLE), **ends)
    if not _few(scores):
        yield say("hindcast.shown", figure=Ref(FIGURE))
    for name in scores:
        skill = reading.number(f"{KEY}.scores.{name}.skill", "change")
        best = min(SIMPLE, key=lambda way: float(scores[name][way]["mape"]))
        better = skill.known and float(skill.value or 0) > 0
        yield say(
            "hindcast.better" if better else "hindcast.worse",
            indicator=say(f"hindcast.{name}"),
            error=reading.number(f"{KEY}.scores.{name}.model.mape", "share"),
            simple=say(f"hindcast.way_{best}"),
            other=reading.number(f"{KEY}.scores.{name}.{best}.mape", "share"),
        )
    yield say("hindcast.few" if _few(scores) else "hindcast.dependent")


def _row(reading: Reading, name: str) -> tuple[Cell, ...]:
    at = f"{KEY}.scores.{name}"
    return (
        say(f"hindcast.{name}"),
        *(reading.number(f"{at}.{way}.mape", "share") for way in METHODS),
        reading.number(f"{at}.model.bias", "change"),
        reading.number(f"{at}.model.coverage", "share"),
    )


def _errors(reading: Reading, scores: Mapping[str, Any]) -> Number:
    first = next(iter(scores))
    return reading.number(f"{KEY}.scores.{first}.model.errors", "count")


def _figure(reading: Reading) -> Iterator[Figure]:
    """Draw carbon dioxide as foreseen ten years before the last, or as early as can be."""
    history = {y: v for y, v in reading.path("inventory.territorial_mt").items() if y in reading.years()}  # fmt: skip
    origins = reading.raw(f"{KEY}.origins")
    wanted = max(min(origins), max(history) - FAR)
    found = list(reading.rows("hindcast", item="co2", origin=wanted))
    if not found:
        return
    paths = {
        name: {int(row["year"]): float(row[column]) / TONNES for row in found}
        for name, column in (
            ("middle", "model_middle"),
            ("low", "model_low"),
            ("high", "model_high"),
            *((way, f"{way}_middle") for way in SIMPLE),
        )
    }
    simple = {way: paths.pop(way) for way in SIMPLE}
    seen = drawing.Foreseen(**paths, simple=simple)
    titles: dict[str, Title] = {
        name: {"en": words.word(name, "en"), "zh": words.word(name, "zh")}
        for name in ("history", "foreseen", *SIMPLE)
    }
    shown = {"history": {y: history[y] for y in seen.middle}, "foreseen": seen.middle, **simple}
    yield Figure(
        FIGURE,
        say("hindcast.figure", origin=year(wanted)),
        lambda lang: drawing.option(history, seen, lang),
        300,
        360,
        drawn.years_table(FIGURE, shown, lambda id: titles[id], "co2", _how(reading, found)),
    )


def _how(reading: Reading, found: Sequence[Mapping[str, Any]]) -> Hows:
    """Give what says from which column of the table a number of the figure is."""
    history = reading.taken({"history": "inventory.territorial_mt"})
    columns = {"foreseen": "model_middle"} | {way: f"{way}_middle" for way in SIMPLE}
    by_year = {int(row["year"]): row for row in found}

    def how(id: str, y: int) -> How:
        if id == "history":
            return history(id, y)
        row, column = by_year[y], columns[id]
        name = f"{column} of {y}, from {row['origin']}"
        return How(SUM_MT, (Part(name, row[column], "t CO2", "tables/hindcast.csv"),))

    return how
