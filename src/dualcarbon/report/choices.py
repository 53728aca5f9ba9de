"""A choice of measures as its figures show it: what a tonne costs, and what each measure takes off emissions by year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dualcarbon.charts import cost_curve, wedges
from dualcarbon.charts.units import carbon
from dualcarbon.charts.words import Lang
from dualcarbon.report import milestones
from dualcarbon.report.answered import MT

if TYPE_CHECKING:
    from dualcarbon.study.portfolio import Portfolio
    from dualcarbon.study.preparation import Prepared
    from dualcarbon.study.what_if import Answer


@dataclass(frozen=True, slots=True)
class Choice:
    """A choice of measures of a scenario with its answer."""

    prepared: Prepared
    name: str
    portfolio: Portfolio
    answer: Answer
    lang: Lang

    @property
    def base(self) -> int:
        """The last year of statistics."""
        return self.prepared.study.base_year

    @property
    def shown(self) -> list[int]:
        """The years for which abatement is told: the ends of the plans, and the horizon."""
        return milestones.told(self.base, self.prepared.study.horizon)

    @property
    def year(self) -> int:
        """The year whose abatement is the width of the bars."""
        return milestones.of_bars(self.shown)

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


def curve(choice: Choice) -> dict[str, Any]:
    """Draw what a tonne costs, the cheapest measure first; ``steps`` tell where each stands along the axis."""
    by_id = {choice.number(one.id): one.id for one in choice.portfolio.measures}
    bars = [
        cost_curve.Bar(
            choice.names[one.id],
            choice.at(one.abatement, choice.year),
            one.cost,
            choice.at(one.alone, choice.year),
            one.cost_alone,
            str(choice.number(one.id)),
        )
        for one in choice.portfolio.measures
    ]
    steps = cost_curve.curve(bars)
    before = cost_curve.curve([cost_curve.alone(bar) for bar in bars])
    unit = carbon(choice.lang, max([s.end for s in (*steps, *before)], default=0.0))
    along = [[by_id[int(s.bar.code)], unit.of(s.start), unit.of(s.end)] for s in steps]
    return {"option": cost_curve.option(bars, choice.lang), "steps": along}


def wedge(choice: Choice) -> dict[str, Any]:
    """Draw what each measure takes off emissions by year."""
    some, years = choice.portfolio, choice.portfolio.years
    totals = choice.answer.totals
    every = dict(zip(totals.years, (totals.central_territorial * MT).tolist(), strict=True))
    history = {y: v for y, v in every.items() if y <= choice.base}
    without, reached = (ahead(years, path, choice.base) for path in (some.without, some.reached))
    shown = [
        wedges.Wedge(
            choice.names[one.id],
            ahead(years, one.abatement, choice.base),
            str(choice.number(one.id)),
        )
        for one in some.measures
    ]
    line = wedges.Line(dict(some.scenario.title), reached)
    return wedges.option(history, without, line, shown, choice.lang)


def heights(choice: Choice) -> dict[str, tuple[int, int]]:
    """Give how high the figures have to be with all measures, on a page and on a telephone. [px]."""
    named = [(name, str(n)) for n, name in enumerate(choice.names.values(), 1)]
    bars = [cost_curve.Bar(name, 1.0, 1.0, code=code) for name, code in named]
    shown = [wedges.Wedge(name, {choice.year: 1.0}, code) for name, code in named]
    return {"curve": cost_curve.heights(bars), "wedges": wedges.heights(shown)}


def ahead(years: tuple[int, ...], values: Any, base: int) -> dict[int, float]:  # noqa: ANN401
    """Give amounts of the years after the base year. [Mt CO2]."""
    return {y: float(v) * MT for y, v in zip(years, values, strict=True) if y > base}
