"""What the page of measures shows while they are chosen: cost curve, wedges and path drawn anew, the numbers of each measure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from dualcarbon.charts import cost_curve, wedges
from dualcarbon.charts.units import carbon
from dualcarbon.charts.words import Lang
from dualcarbon.report.answered import MT
from dualcarbon.report.numbers import Kind, Number, Scale, show

if TYPE_CHECKING:
    from dualcarbon.study.portfolio import Portfolio, Weighed
    from dualcarbon.study.preparation import Prepared
    from dualcarbon.study.what_if import Answer

ODDS = 2030
"""The year by which the odds of a peak are told."""
MILESTONES = (2025, 2030, 2035)
SAME = 1e-9
"""A number nearer than this, relative, to that of a run is that of the run."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A choice of measures with its answer; ``told`` are the measures of a run by id, each with its place in the summary."""

    prepared: Prepared
    name: str
    portfolio: Portfolio
    answer: Answer
    told: Mapping[str, tuple[int, Mapping[str, Any]]]
    lang: Lang

    @property
    def base(self) -> int:
        """The last year of statistics."""
        return self.prepared.study.base_year

    @property
    def shown(self) -> list[int]:
        """The years for which abatement is told: the ends of the plans, and the horizon."""
        horizon = self.prepared.study.horizon
        return [*(y for y in MILESTONES if self.base < y < horizon), horizon]

    @property
    def year(self) -> int:
        """The year whose abatement is the width of the bars: the last before the horizon that is told."""
        return self.shown[-2] if len(self.shown) > 1 else self.shown[-1]

    @property
    def names(self) -> dict[str, dict[str, str]]:
        """Names of all measures of the scenario by id, in the order in which they act."""
        from dualcarbon.scenarios.deployment import ordered

        inline = ordered(self.prepared.scenarios[self.name].deployed)
        found = {d.measure.id: d.measure for d in inline}
        return {id: {g: one.name(g) for g in ("en", "zh")} for id, one in found.items()}

    def number(self, id: str) -> int:
        """Give the number of a measure, by which figures and tables call it."""
        return list(self.names).index(id) + 1

    def at(self, values: Any, year: int) -> float:  # noqa: ANN401
        """Give the amount of a year. [Mt CO2]."""
        return float(values[self.portfolio.years.index(year)]) * MT


def curve(chosen: Chosen) -> dict[str, Any]:
    """Draw what a tonne costs, the cheapest measure first; ``steps`` tell where each stands along the axis."""
    by_id = {chosen.number(one.id): one.id for one in chosen.portfolio.measures}
    bars = [
        cost_curve.Bar(
            chosen.names[one.id],
            chosen.at(one.abatement, chosen.year),
            one.cost,
            chosen.at(one.alone, chosen.year),
            one.cost_alone,
            str(chosen.number(one.id)),
        )
        for one in chosen.portfolio.measures
    ]
    steps = cost_curve.curve(bars)
    before = cost_curve.curve([cost_curve.alone(bar) for bar in bars])
    unit = carbon(chosen.lang, max([s.end for s in (*steps, *before)], default=0.0))
    along = [[by_id[int(s.bar.code)], unit.of(s.start), unit.of(s.end)] for s in steps]
    return {"option": cost_curve.option(bars, chosen.lang), "steps": along}


def wedge(chosen: Chosen) -> dict[str, Any]:
    """Draw what each measure takes off emissions by year."""
    some, years = chosen.portfolio, chosen.portfolio.years
    totals = chosen.answer.totals
    every = dict(zip(totals.years, (totals.central_territorial * MT).tolist(), strict=True))
    history = {y: v for y, v in every.items() if y <= chosen.base}
    without, reached = (_ahead(years, path, chosen.base) for path in (some.without, some.reached))
    shown = [
        wedges.Wedge(
            chosen.names[one.id],
            _ahead(years, one.abatement, chosen.base),
            str(chosen.number(one.id)),
        )
        for one in some.measures
    ]
    line = wedges.Line(dict(some.scenario.title), reached)
    return wedges.option(history, without, line, shown, chosen.lang)


def heights(chosen: Chosen) -> dict[str, tuple[int, int]]:
    """Give how high the figures have to be with all measures, on a page and on a telephone. [px]."""
    named = [(name, str(n)) for n, name in enumerate(chosen.names.values(), 1)]
    bars = [cost_curve.Bar(name, 1.0, 1.0, code=code) for name, code in named]
    shown = [wedges.Wedge(name, {chosen.year: 1.0}, code) for name, code in named]
    return {"curve": cost_curve.heights(bars), "wedges": wedges.heights(shown)}


def rows(chosen: Chosen) -> Iterator[dict[str, Any]]:
    """Give what is told of each measure of the scenario, chosen or not."""
    import numpy as np

    acting = {one.id: one for one in chosen.portfolio.measures}
    declared = {m.id: m for m in chosen.prepared.listed.measures}
    for id, name in chosen.names.items():
        one = acting.get(id)
        yield {
            "id": id,
            "no": chosen.number(id),
            "name": name[chosen.lang],
            "level": float(np.max(one.deployed.level)) if one else 0.0,
            "abatement": {y: _tonnes(chosen, one, y) for y in chosen.shown},
            "cost": _cell(chosen, one, one.cost if one else None, "cny_per_t", "mac_cny_per_t"),
            "alone": _cell(chosen, one, one.cost_alone if one else None, "cny_per_t", "mac_alone_cny_per_t"),
            "first": _cell(chosen, one, one.first if one else None, "money", "first_investment_cny"),
            "owner": _both(declared[id].owner, chosen.lang),
            "links": {
                kind: ", ".join(declared[o].name(chosen.lang) for o in others if o in declared)
                for kind, others in (("requires", declared[id].requires), ("excludes", declared[id].excludes))
            },
        }  # fmt: skip


def totals(chosen: Chosen) -> dict[str, Any]:
    """Give the sums of the choice: abatement by year, first investment."""
    some = chosen.portfolio
    firsts = [one.first for one in some.measures if one.first is not None]
    paying = [one for one in some.measures if one.cost is not None and one.cost < 0]
    return {
        "abatement": {
            y: _plain(chosen, chosen.at(some.without - some.reached, y), "co2")
            for y in chosen.shown
        },
        "first": _plain(chosen, sum(firsts), "money") if firsts else "–",
        "count": len(some.measures),
        "of": len(chosen.names),
        "paying": len(paying),
        **_odds(chosen),
    }


def _odds(chosen: Chosen) -> dict[str, Any]:
    """Give how likely it is that emissions peak by a year: 2030, or the horizon where that is sooner."""
    counted = chosen.answer.odds
    by = ODDS if ODDS in counted.by_year else counted.horizon
    return {"by": by, "odds": _plain(chosen, counted.by_year.get(by, 1 - counted.no_peak), "odds")}


def _tonnes(chosen: Chosen, one: Weighed | None, year: int) -> Markup:
    value = None if one is None else chosen.at(one.abatement, year)
    return _cell(chosen, one, value, "co2", f"abatement_mt.{year}")


def _cell(chosen: Chosen, one: Weighed | None, value: float | None, kind: Kind, key: str) -> Markup:
    """Write a number; one that is that of the run opens how it came."""
    from dualcarbon.report.html import plain

    text = Markup(plain(_plain(chosen, value, kind)))
    if one is None or value is None:
        return text
    place, told = chosen.told.get(one.id, (0, {}))
    first, _, year = key.partition(".")
    said = told.get(first)
    known = said.get(year) if year and isinstance(said, Mapping) else said
    mark = f'data-value="{value!r}"'
    if isinstance(known, int | float) and abs(known - value) <= SAME * abs(value):
        where = escape(f"measures.{place}.{key}")
        return Markup(f'<button type="button" class="n" data-key="{where}" {mark}>{text}</button>')
    return Markup(f'<span class="n" {mark}>{text}</span>')


def _plain(chosen: Chosen, value: float | None, kind: Kind) -> str:
    import numpy as np

    top = float(np.max(chosen.answer.totals.central_territorial)) * MT
    return show(Number(value=value, kind=kind, key=""), chosen.lang, Scale(top, 1.0))


def _ahead(years: tuple[int, ...], values: Any, base: int) -> dict[int, float]:  # noqa: ANN401
    return {y: float(v) * MT for y, v in zip(years, values, strict=True) if y > base}


def _both(text: object, lang: Lang) -> str:
    from dualcarbon.report.reading import both

    return both(text)[lang] if text else ""
