"""Figures drawn from scenarios anew: one whose levers stand elsewhere, its measures, two beside each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from dualcarbon.charts import attribution, moving, words
from dualcarbon.charts.moving import Other
from dualcarbon.charts.words import Title
from dualcarbon.quantities.distributions import Distribution
from dualcarbon.report import answered, choices, drawn, two_scenarios
from dualcarbon.report.choices import Choice
from dualcarbon.report.numbers import Number
from dualcarbon.report.pieces import Cell, Figure, Ref, Sentence, Table, say
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.sensitivity import naming
from dualcarbon.study import chosen as figures
from dualcarbon.study import levers, pairs, portfolio, variables, what_if
from dualcarbon.study.chosen import Chosen
from dualcarbon.study.levers import LEVELS, Lever
from dualcarbon.study.preparation import Prepared
from dualcarbon.study.what_if import Answer, Held
from dualcarbon.vocabulary.figures import plain

ENDS = {"central": "central", "p10": "10 %", "p90": "90 %"}
"""What the table of a path shows: the central run, and ends of the spread of the members."""


@dataclass(frozen=True, slots=True)
class Moving:
    """A study whose scenarios are held ready, each from the first time that it is asked for."""

    prepared: Prepared
    _held: dict[str, Held] = field(default_factory=dict)

    @property
    def base_year(self) -> int:
        """Last year of statistics."""
        return self.prepared.study.base_year

    def levers(self, name: str) -> Mapping[str, Lever]:
        """List what can be moved in a scenario, by id."""
        one = self.prepared.scenarios[name]
        parent, units = self.prepared.scenarios.get(one.parent), self.prepared.planted[1].units
        return levers.levers(one, parent, self.base_year, units)

    def lost(self, one: Chosen) -> list[str]:
        """List the scenarios and levers that a figure names and the study does not have."""
        units = self.prepared.planted[1].units
        gone = figures.lost(one, self.prepared.scenarios, units, self.base_year)
        return [name for _, name, _ in gone]

    def answer(self, one: Chosen) -> Answer:
        """Answer where the levers of a figure are put.

        Raises
        ------
        InputError
            A lever stands where it cannot be put, or the scenario does not add up there.
        """
        return self._ready(one.scenario).answer(*self._put(one))

    def choice(self, one: Chosen) -> Choice:
        """Give the choice of measures of a figure, with its answer.

        Raises
        ------
        InputError
            A lever stands where it cannot be put, or the scenario does not add up there.
        """
        numbers, levels = self._put(one)
        some = portfolio.weighed(self.prepared, one.scenario, numbers, levels)
        answer = self._ready(one.scenario).answer(numbers, some.levels)
        return Choice(self.prepared, one.scenario, some, answer, "en")

    def _put(self, one: Chosen) -> tuple[dict[str, Distribution], dict[str, float]]:
        own = self.prepared.scenarios[one.scenario]
        return levers.moved(self.levers(one.scenario), own, one.levers)

    def _ready(self, name: str) -> Held:
        if name not in self._held:
            self._held[name] = what_if.hold(self.prepared, name)
        return self._held[name]

    def title(self, name: str) -> Title:
        """Give the title of a scenario."""
        return dict(self.prepared.scenarios[name].title)

    def two(self, one: Chosen) -> tuple[Resolved, Resolved]:
        """Give the two scenarios of a figure: the one beside first."""
        return self.prepared.scenarios[one.beside], self.prepared.scenarios[one.scenario]

    def beside(self, one: Chosen) -> Other | None:
        """Give the scenario that a figure holds beside, if it does. [Mt CO2]."""
        if not one.beside:
            return None
        other = self.prepared.scenarios[one.beside]
        return Other(other.title, two_scenarios.central(self.prepared, other))

    def source(self, one: Chosen, id: str, run: str) -> tuple[Sentence, tuple[Table, ...]]:
        """Say what a figure was computed from, and list where its levers are put, if any are."""
        scenario = self.title(one.scenario)
        if not one.levers:
            return say("chosen.source_held", scenario=scenario, run=run), ()
        table = self._table(one, f"{id}-levers")
        return say("chosen.source_moved", scenario=scenario, run=run, table=Ref(table.id)), (table,)

    def _table(self, one: Chosen, id: str) -> Table:
        there, own = self.levers(one.scenario), self.prepared.scenarios[one.scenario]
        called = variables.declared(self.prepared.read).titles
        rows: list[tuple[Cell, ...]] = [
            (_called(there[lever], own, called), *(_said(there[lever], v) for v in (value, there[lever].value)))
            for lever, value in one.levers.items()
        ]  # fmt: skip
        heads = (say("heads.lever"), say("heads.put"), say("heads.in_scenario"))
        return Table(id, say("chosen.levers", figure=Ref(id.removesuffix("-levers"))), heads, tuple(rows))  # fmt: skip


def path(study: Moving, one: Chosen, id: str) -> Figure:
    """Draw the path of a scenario by sector, with the spread of its members and its peak."""
    answer, base, other = study.answer(one), study.base_year, study.beside(one)
    given = answered.moved(answer, base)
    shown = {"central": given.total, **{n: given.quantiles[n] for n in ("p10", "p90")}}
    return Figure(
        id,
        say("chosen.path", scenario=study.title(one.scenario)),
        lambda lang: moving.option(given, base, answered.unit(answer, base, lang), lang, other),
        430,
        420,
        drawn.years_table(id, shown, _end, "co2"),
    )


def odds(study: Moving, one: Chosen, id: str) -> Figure:
    """Draw how probable each peak year of a scenario is."""
    answer, base = study.answer(one), study.base_year
    given = answered.odds(answer, study.title(one.scenario))
    whole = given.no_peak + sum(given.by_year.values())
    counts: list[tuple[Cell, int]] = [
        (say("chosen.no_peak", year=str(answer.odds.horizon)), given.no_peak)
    ]
    counts += [(str(year), count) for year, count in sorted(given.by_year.items())]
    rows = tuple(
        (name, Number(value=count / whole, kind="odds", key=f"report.{id}.{place}"))
        for place, (name, count) in enumerate(counts)
    )
    heads = (say("heads.year"), say("heads.probability"))
    return Figure(
        id,
        say("chosen.odds", scenario=study.title(one.scenario)),
        lambda lang: moving.odds(given, base, answer.odds.horizon, lang),
        190,
        190,
        Table(f"{id}-data", say("chosen.odds_data"), heads, rows),
    )


def curve(study: Moving, one: Chosen, id: str) -> Figure:
    """Draw what a tonne costs by the measures that are chosen, the cheapest first."""
    choice = study.choice(one)
    high, tall = choices.heights(choice)["curve"]
    return Figure(
        id,
        say("chosen.curve", scenario=study.title(one.scenario), year=str(choice.year)),
        lambda lang: choices.curve(replace(choice, lang=lang))["option"],
        high,
        tall,
        _measures(choice, id),
    )


def wedges(study: Moving, one: Chosen, id: str) -> Figure:
    """Draw what the measures that are chosen take off emissions by year."""
    choice = study.choice(one)
    high, tall = choices.heights(choice)["wedges"]
    return Figure(
        id,
        say("chosen.wedges", scenario=study.title(one.scenario)),
        lambda lang: choices.wedge(replace(choice, lang=lang)),
        high,
        tall,
        _measures(choice, id),
    )


def _measures(choice: Choice, id: str) -> Table:
    """Show what each measure that acts takes off emissions at the ends of the plans, and what a tonne costs."""
    key = f"report.{id}"
    rows: list[tuple[Cell, ...]] = [
        (
            {lang: f"{choice.number(m.id)} {name}" for lang, name in choice.names[m.id].items()},
            *(
                Number(value=choice.at(m.abatement, y), kind="co2", key=f"{key}.{m.id}.{y}")
                for y in choice.shown
            ),
            Number(value=m.cost, kind="cny_per_t", key=f"{key}.{m.id}.cost"),
        )
        for m in choice.portfolio.measures
    ]
    heads = (say("heads.measure"), *(say("heads.taken_off", year=str(y)) for y in choice.shown), say("heads.mac"))  # fmt: skip
    return Table(f"{id}-data", say("chosen.measures"), heads, tuple(rows))


def both(study: Moving, one: Chosen, id: str) -> Figure:
    """Draw the paths of two scenarios beside each other."""
    a, b = study.two(one)
    shown = {name: two_scenarios.central(study.prepared, s) for name, s in ((a.name, a), (b.name, b))}  # fmt: skip
    return Figure(
        id,
        say("chosen.both", a=dict(a.title), b=dict(b.title)),
        lambda lang: two_scenarios.paths(study.prepared, a, b, lang),
        two_scenarios.HEIGHT,
        two_scenarios.TALL,
        drawn.years_table(id, shown, study.title, "co2"),
    )


def why(study: Moving, one: Chosen, id: str) -> Figure:
    """Draw who makes the difference of two scenarios in a year, the horizon where none is named."""
    (a, b), year = study.two(one), one.year or study.prepared.study.horizon
    pair = pairs.compare(study.prepared, a.name, b.name)
    start, end = two_scenarios.ends(study.prepared, a, b, year)
    players = two_scenarios.players(pair, year)
    high, tall = attribution.heights(start, players, end)
    rows = tuple(
        (p.name, Number(value=p.amount, kind="co2_change", key=f"report.{id}.{place}"))
        for place, p in enumerate(players)
    )
    heads = (say("heads.player"), say("heads.change"))
    return Figure(
        id,
        say("chosen.why", a=dict(a.title), b=dict(b.title), year=str(year)),
        lambda lang: attribution.option(start, players, end, lang),
        high,
        tall,
        Table(f"{id}-data", say("chosen.players"), heads, rows),
    )


FIGURES: Mapping[str, Callable[[Moving, Chosen, str], Figure]] = {
    "moving-path": path, "moving-odds": odds, "cost-curve": curve, "wedges": wedges,
    "compare-path": both, "compare-why": why,
}  # fmt: skip
"""Figures that are drawn from scenarios anew, by key."""
OF_TWO = ("compare-path", "compare-why")
"""Those of them that hold two scenarios beside each other, as they are."""
OF_YEAR = ("compare-why",)
"""Those of them that are of one year."""


def _end(id: str) -> Title:
    """Give the head of a column of the table of a path."""
    if words.known(ENDS[id]):
        return {"en": words.word(ENDS[id], "en"), "zh": words.word(ENDS[id], "zh")}
    return {"en": ENDS[id], "zh": ENDS[id]}


def _called(one: Lever, own: Resolved, called: Mapping[str, Title]) -> Cell:
    """Give the name of a lever: that of its measure, or of its path and what of it the number is."""
    measures = {f"{LEVELS}{m.id}": {"en": m.name("en"), "zh": m.name("zh")} for m in own.measures}
    title = measures.get(one.id) or naming.title(one.path, called)
    if one.kind == "number":
        return (
            say("chosen.number", path=title, place=naming.place(one.place))
            if one.place != "constant"
            else title
        )
    return say(f"chosen.{one.kind}", path=title, year=str(one.year))


def _said(one: Lever, value: float) -> str:
    """Write where a lever stands, a per cent with two decimals."""
    if one.percent:
        return f"{round(one.factor * value, 2):g} %"
    unit = "" if one.unit == "1" else f" {one.unit}"
    return f"{plain(value)}{unit}"
