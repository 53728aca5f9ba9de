"""The scenarios in all gases: totals with their range, peak, sinks, what is left, and what is not judged."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Mapping, Sequence

from dualcarbon.charts import gases as drawing
from dualcarbon.charts import words
from dualcarbon.charts.words import Title
from dualcarbon.report import drawn, sentences, trends
from dualcarbon.report.assumed import shown_years
from dualcarbon.report.composed import SAME, SUM, How
from dualcarbon.report.derived import how, year
from dualcarbon.report.numbers import Kind, Number
from dualcarbon.report.peaks import PEAKS
from dualcarbon.report.pieces import Block, Cell, Figure, Paragraph, Ref, Sentence, Table, say
from dualcarbon.report.reading import Reading, Shown

ENERGY = "1A"
"""Category under which the carbon dioxide of energy stands in a scenario."""
PARTS: Mapping[str, tuple[str, ...]] = {
    "gases_energy": (ENERGY,),
    "gases_beside": ("1",),
    "gases_processes": ("2",),
    "gases_farming": ("3A", "3C"),
    "gases_waste": ("4",),
    "gases_land": ("3B", "3D"),
    "gases_other": ("5",),
}
"""Parts of the figure, and the categories of each; the first that fits has it."""
FIGURE, TABLE = "gases-figure", "gases"
HELD, ON = "AHD001", "AHD005"
Column = Callable[[Shown], Cell]


LEFT: dict[str, Kind] = {"sinks_mt": "co2", "co2.residual_mt": "co2", "ghg.residual_mt": "co2e"}
"""What is told of the last year, each with its kind of number."""


def there(reading: Reading) -> list[Shown]:
    """Give the scenarios that are carried ahead in all gases."""
    return [s for s in reading.scenarios() if reading.has(_key(s, "co2e_mt"))]


def gases(reading: Reading) -> Iterator[Block]:
    """Show every scenario in all gases, and the leading one by category."""
    shown = there(reading)
    if not shown:
        return
    figures = list(_figure(reading))
    see = say("gases.see", table=Ref(TABLE), figure=Ref(FIGURE)) if figures else say("gases.see_table", table=Ref(TABLE))  # fmt: skip
    leading = [s for s in shown if s == reading.leading()] or shown[:1]
    yield Paragraph((see, *(judged(reading, s) for s in leading), *_limits(reading)))
    rows = tuple((head, *(of(s) for s in shown)) for head, of in _rows(reading))
    heads = (say("heads.all_gases"), *(say("heads.reached", scenario=s.title) for s in shown))
    yield Table(TABLE, say("gases.caption"), heads, rows)
    yield from figures


def judged(reading: Reading, scenario: Shown) -> Sentence:
    """Say in a sentence what a scenario leaves in the last year in all gases, or from when on it is neutral."""
    state = str(reading.raw(_key(scenario, "neutrality.ghg.state")))
    return say(
        f"gases.left_{state}",
        scenario=scenario.title,
        horizon=str(reading.study.horizon),
        residual=_number(reading, scenario, "neutrality.ghg.residual_mt", "co2e"),
        year=_number(reading, scenario, "neutrality.ghg.year", "year"),
    )


def _key(scenario: Shown, name: str) -> str:
    return f"scenarios.{scenario.name}.all_gases.{name}"


def _number(reading: Reading, scenario: Shown, name: str, kind: Kind) -> Number:
    return reading.number(_key(scenario, name), kind)


def _peaked(reading: Reading, scenario: Shown) -> bool:
    return str(reading.raw(_key(scenario, "peak.verdict"))) in PEAKS


def _said(state: str) -> Cell:
    return say(f"neutral.{state}") if sentences.known(f"neutral.{state}") else state


def _rows(reading: Reading) -> Iterator[tuple[Cell, Column]]:
    """Give the rows of the table, each with what stands in the column of a scenario."""
    base, *ahead = shown_years(reading)
    horizon = str(reading.study.horizon)
    yield say("gases.total", year=year(base)), lambda s: _number(reading, s, f"co2e_mt.{base}", "co2e")  # fmt: skip
    for y in ahead:
        yield say("gases.total_range", year=year(y)), functools.partial(_ranged, reading, y=y)
    yield say("gases.peak_year"), lambda s: _peak(reading, s)
    yield say("heads.no_peak", horizon=horizon), lambda s: _number(reading, s, "peak.no_peak", "odds")  # fmt: skip
    for name, kind in LEFT.items():
        head = say(f"gases.{name.partition('_')[0].replace('.', '_')}", horizon=horizon)
        yield head, functools.partial(_number, reading, name=f"neutrality.{name}", kind=kind)
    yield say("gases.state"), lambda s: _state(reading, s)
    yield say("gases.cumulative", first=str(base + 1), last=horizon), lambda s: _number(reading, s, "cumulative_mt", "co2e")  # fmt: skip


def _ranged(reading: Reading, scenario: Shown, y: int) -> Sentence:
    names = {"value": "co2e_mt", "low": "co2e_low_mt", "high": "co2e_high_mt"}
    found = {n: _number(reading, scenario, f"{key}.{y}", "co2e") for n, key in names.items()}
    return say("gases.range", **found)


def _peak(reading: Reading, scenario: Shown) -> Cell:
    """Give the peak year of all gases, or the verdict where there is none."""
    if _peaked(reading, scenario):
        return _number(reading, scenario, "peak.year", "year")
    return trends.verdict(str(reading.raw(_key(scenario, "peak.verdict"))))


def _state(reading: Reading, scenario: Shown) -> Cell:
    """Give the year of neutrality in all gases, or the state where there is none."""
    reached = _number(reading, scenario, "neutrality.ghg.year", "year")
    state = _said(str(reading.raw(_key(scenario, "neutrality.ghg.state"))))
    return say("gases.since", year=reached) if reached.known else state


def _limits(reading: Reading) -> Iterator[Sentence]:
    """Say what the ranges do not hold, and where it stands which activities are held."""
    yield say("gases.not_drawn")
    codes = {str(one["code"]) for one in reading.raw("warnings") or ()}
    if codes & {HELD, ON}:
        yield say("gases.held", annex=Ref("annex-warnings"), codes=", ".join(sorted(codes & {HELD, ON})))  # fmt: skip


def _figure(reading: Reading) -> Iterator[Figure]:
    """Draw the leading scenario by category; nothing where a category may not be shown."""
    leading = reading.leading()
    found = reading.raw(_key(leading, "by_category_mt")) if leading else None
    if leading is None or not found:
        return
    parts = stacked(found)
    net, base = reading.path(_key(leading, "co2e_mt")), reading.study.base_year
    names = {id: _word(id) for id in (*parts, "net_total")}
    ahead = {y: v for y, v in net.items() if y >= base}
    yield Figure(
        FIGURE,
        say("gases.figure", scenario=leading.title),
        lambda lang: drawing.option(parts, net, base, lang),
        230,
        330,
        drawn.years_table(
            FIGURE,
            {**parts, "net_total": ahead},
            names.__getitem__,
            "co2e",
            lambda id, y: _how(reading, leading, id, y),
        ),
    )


def stacked(by_category: Mapping[str, Mapping[str, float]]) -> dict[str, dict[int, float]]:
    """Sum categories to the parts of the figure. [Mt CO2e].

    Examples
    --------
    >>> stacked({"1A": {"2030": 5.0}, "1B2": {"2030": 1.0}, "3B1": {"2030": -2.0}})
    {'gases_energy': {2030: 5.0}, 'gases_beside': {2030: 1.0}, 'gases_land': {2030: -2.0}}
    """
    found: dict[str, dict[int, float]] = {id: {} for id in PARTS}
    for category, path in by_category.items():
        part = found[_part(category)]
        for y, amount in path.items():
            part[int(y)] = part.get(int(y), 0.0) + amount
    return {id: path for id, path in found.items() if any(path.values())}


def _how(reading: Reading, scenario: Shown, id: str, y: int) -> How:
    """Say which categories a part of the figure adds up."""
    if id == "net_total":
        return how(SAME, _number(reading, scenario, f"co2e_mt.{y}", "co2e"))
    there = reading.raw(_key(scenario, "by_category_mt")) or {}
    ids = [category for category, path in there.items() if _part(category) == id and str(y) in path]
    return how(SUM, *(_number(reading, scenario, f"by_category_mt.{c}.{y}", "co2e") for c in ids))


def _part(category: str) -> str:
    """Give the part that a category belongs to; the carbon dioxide of energy stands by itself."""
    if category == ENERGY:
        return "gases_energy"
    rest: Sequence[tuple[str, tuple[str, ...]]] = list(PARTS.items())[1:]
    return next(id for id, heads in rest if category.startswith(heads))


def _word(id: str) -> Title:
    return {"en": words.word(id, "en"), "zh": words.word(id, "zh")}
