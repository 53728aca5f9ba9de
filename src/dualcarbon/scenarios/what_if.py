"""A scenario held ready for questions: a number is changed, and only what follows from it is computed again.

Paths follow one another as their forms say; changes of measures are told by what they read. The account is projected anew
from the parameters that come out, by the functions that project every other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from dualcarbon.errors import InputError, UnknownName
from dualcarbon.inventory.totals import TRADE
from dualcarbon.quantities.declared import hint
from dualcarbon.quantities.distributions import Distribution
from dualcarbon.quantities.draws import Draws
from dualcarbon.quantities.renumbering import renumbered
from dualcarbon.scenarios import assumptions, projection
from dualcarbon.scenarios.deployment import Deployed, variables
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.scenarios.members import Planted, gives, joined
from dualcarbon.scenarios.projection import Parameters
from dualcarbon.scenarios.ratios import add, summed
from dualcarbon.scenarios.redeployment import Deployment, deployment
from dualcarbon.scenarios.statistics import Past, past
from dualcarbon.scenarios.tree import Cell, Series, Tree
from dualcarbon.vocabulary.faults import Place, cut, note

TOTALS = ("territorial", "adjusted")
KEPT_BYTES = 30 * 2**20
"""Size of an array that is freed once, so that the allocator keeps what answers free; more it would not heed. [bytes]"""


@dataclass(frozen=True, slots=True)
class Run:
    """A scenario run once: its paths before measures, what measures make of them, the totals of the years of statistics.

    Without ``draws`` it is the central run, of one member; ``before`` then holds the sectors too, under ``sector.<name>``.
    """

    draws: Draws | None
    bare: Mapping[str, Series]
    uncaptured: Mapping[str, Series]
    measured: Deployment
    before: Mapping[str, Series]

    @property
    def given(self) -> Parameters:
        """All parameters, measures applied, each (member or 1, year)."""
        return self.measured.given


@dataclass(frozen=True, slots=True)
class Answer:
    """Totals of a scenario, history included: of the members, each (member, year), and of the central run, each (year). [t CO2].

    ``central_sectors`` are the parts of the central territorial total by sector.
    """

    years: tuple[int, ...]
    territorial: Series
    adjusted: Series
    central_territorial: Series
    central_adjusted: Series
    central_sectors: Mapping[str, Series]


@dataclass(frozen=True, slots=True)
class Ready:
    """A scenario held ready for questions.

    ``start`` are the parameters of the base year held, ``factor`` the carbon dioxide of each cell ahead [t CO2/tce];
    ``order`` are its paths, each after those it ``follows``.
    """

    scenario: Resolved
    planted: Planted
    past: Past
    start: Parameters
    factor: Mapping[Cell, Series]
    follows: Mapping[str, set[str]]
    order: tuple[str, ...]
    draws: Draws
    central: Run
    members: Run

    def answer(self, changed: Resolved) -> Answer:
        """Give the totals of a scenario that differs from the one held ready.

        Parameters
        ----------
        changed : Resolved
            The scenario; what it shares with the one held ready, it shares as the same objects, as :func:`moved` makes it.

        Returns
        -------
        Answer
            What a run of it gives with the same draws. [t CO2]

        Raises
        ------
        InputError
            A number is out of its range.
        UnknownName
            A number is uncertain that was certain in every scenario that the draws were made for.
        """
        keys, follows, order = self._affected(changed)
        some = tuple(key for key in order if key in keys)
        again = replace(self, scenario=changed, follows=follows, order=order)
        runs = [again._anew(run, self.scenario, keys, some) for run in (self.central, self.members)]
        burnt = [again._burnt(run) for run in runs]
        middle, many = (again._totals(*both) for both in zip(runs, burnt, strict=True))
        seen, _, span = self.planted
        wide = self.draws.members, middle["territorial"].size
        every = [np.broadcast_to(many[name], wide) for name in TOTALS]
        alone = [middle[name][0] for name in TOTALS]
        years = (*seen.years[:-1], *span.years)
        sectors = again._sectors(runs[0], burnt[0][1])
        return Answer(years, every[0], every[1], alone[0], alone[1], sectors)

    def _affected(
        self, changed: Resolved
    ) -> tuple[set[str], Mapping[str, set[str]], tuple[str, ...]]:
        """Give the keys of paths that are other ones or follow such, and how all follow one another."""
        old, new, tree = self.scenario, changed, self.planted[1]
        other = {
            key
            for key in {**old.paths, **new.paths}
            if old.paths.get(key) is not new.paths.get(key)
        }
        acting = {id(one): one for one in (*old.deployed, *new.deployed)}
        both = {id(one) for one in old.deployed} & {id(one) for one in new.deployed}
        levels = [one for known, one in acting.items() if known not in both]
        other |= variables(levels, tree.groups)
        follows, order = self.follows, self.order
        if other and not all(_alike(key, old, new) for key in other):
            follows, order = _followed(new, tree)
        affected = set(other)
        for key in order:
            if (follows.get(key, set()) | self.follows.get(key, set())) & affected:
                affected.add(key)
        return affected, follows, order

    def _anew(self, run: Run, was: Resolved, keys: set[str], some: tuple[str, ...]) -> Run:
        """Run the scenario, as it is now, from a run of what it was."""
        _, tree, span = self.planted
        bare = run.bare
        if keys:
            outputs = {
                one for key in keys for by in (was, self.scenario) for one in gives(key, by, tree)
            }
            known = {k: v for k, v in run.bare.items() if k not in outputs}
            known |= {k: self.start[k] for k in outputs if k in self.start}
            where = tree, self.past.base, span
            found = assumptions.evaluated(self.scenario, some, known, where, run.draws, sound=True)
            bare = {key: _same(run.bare.get(key), array) for key, array in found.items()}
        return _measured(self.scenario, self.planted, self.past, run.draws, bare, run)

    def _burnt(self, run: Run) -> tuple[Mapping[Cell, Series], Mapping[Cell, Series]]:
        """Give the energy of a run ahead [tce] and its carbon dioxide that is not captured [t CO2], by cell."""
        cells = projection.project(run.given, self.planted[1])
        made = projection.generated(cells, self.factor, run.given)
        return cells, projection.emitted(made, run.given)

    def _sectors(self, run: Run, burnt: Mapping[Cell, Series]) -> dict[str, Series]:
        """Give the carbon dioxide of each sector of the central run, history included, each (year). [t CO2]."""
        ahead: dict[str, Series] = {}
        for (sector, flow, _), made in burnt.items():
            if flow not in TRADE:
                add(ahead, sector, made)
        before, years = run.before, self.past.energy.shape[1]
        none = np.zeros((1, years))
        return {
            sector: joined(before.get(f"sector.{sector}", none), made, years)[0]
            for sector, made in ahead.items()
        }

    def _totals(
        self, run: Run, found: tuple[Mapping[Cell, Series], Mapping[Cell, Series]]
    ) -> dict[str, Series]:
        """Give the totals of a run, the years of statistics before those ahead. [t CO2]."""
        cells, burnt = found
        total = summed(burnt.values())
        imports = projection.traded(cells, burnt, run.given.get("factor.import"), total)
        ahead = {"territorial": total, "adjusted": total + imports}
        years = self.past.energy.shape[1]
        return {name: joined(run.before[name], ahead[name], years) for name in TOTALS}


def ready(scenario: Resolved, planted: Planted, draws: Draws, before: Past | None = None) -> Ready:
    """Hold a scenario ready for questions: run it centrally and in all members, and keep every path.

    Parameters
    ----------
    scenario : Resolved
        Paths and measures.
    planted : tuple
        Statistics, tree, base year and horizon.
    draws : Draws
        Draws of the members, a few hundred: all are held at once.
    before : Past, optional
        The years of statistics, where they are computed already.

    Raises
    ------
    InputError
        With every fault of the scenario's numbers.
    """
    seen, tree, span = planted
    draws.deviates()
    _room()
    then = past(seen, tree) if before is None else before
    start = assumptions.unchanged(then.base, span, tree)
    follows, order = _followed(scenario, tree)
    where = tree, then.base, span
    runs = []
    for some in (None, draws):
        bare = assumptions.evaluated(scenario, order, start, where, some)
        runs.append(_measured(scenario, planted, then, some, bare, None))
    factor = {cell: np.array([float(v[-1])]) for cell, v in seen.factor.items()}
    return Ready(scenario, planted, then, start, factor, follows, order, draws, *runs)


def moved(
    scenario: Resolved,
    numbers: Mapping[str, Distribution] | None = None,
    levels: Mapping[str, float] | None = None,
) -> Resolved:
    """Give a scenario with some numbers in place of its own, all else the same objects.

    Parameters
    ----------
    scenario : Resolved
        Paths and measures.
    numbers : mapping of Distribution, optional
        Numbers by draw key, such as ``gdp.growth.2030`` or ``mix.industry.coal.points.2030``. [unit of each]
    levels : mapping of float, optional
        Levels of deployment by id of a measure that acts in the scenario; at 0 it acts no more. [1]

    Raises
    ------
    UnknownName
        No path has such a number, or no such measure acts.
    InputError
        A number is none that its path may have, or a level is none.
    """
    paths, unknown = dict(scenario.paths), dict(numbers or {})
    for key, path in scenario.paths.items():
        given = {k.removeprefix(f"{key}."): k for k in unknown if k.startswith(f"{key}.")}
        own = path.form.numbers() if given else {}
        if some := {place: unknown.pop(k) for place, k in given.items() if place in own}:
            paths[key] = renumbered(path, some)
    if unknown:
        every = paths.items()
        _known(unknown, {f"{k}.{n}" for k, path in every for n in path.form.numbers()})
    _known(levels or {}, {one.measure.id for one in scenario.deployed})
    deployed = [_at(one, (levels or {}).get(one.measure.id)) for one in scenario.deployed]
    found = {**scenario.levels, **(levels or {})}
    return replace(
        scenario,
        paths=paths,
        levels={id: level for id, level in found.items() if level},
        deployed=tuple(one for one in deployed if np.any(one.level)),
    )


def _known(asked: Mapping[str, object], there: set[str]) -> None:
    """Refuse a name that is not there."""
    for key in asked:
        if key not in there:
            msg = f'"{key}" is no number of this scenario; {hint(key, sorted(there))["en"]}'
            raise UnknownName(msg)


def _at(one: Deployed, level: float | None) -> Deployed:
    """Give a measure at a level, which lies between nothing and all of it."""
    if level is None:
        return one
    if not 0 <= level <= 1:
        place = Place(key=f"measures.{one.measure.id}")
        raise InputError(faults=[note("MEA034", place, text=cut(level))])
    return replace(one, level=level)


def _followed(scenario: Resolved, tree: Tree) -> tuple[dict[str, set[str]], tuple[str, ...]]:
    """Give which path follows which, and all in an order that respects it."""
    order = assumptions.ordered(scenario, tree)
    return assumptions.following(scenario, tree), tuple(order)


def _alike(key: str, old: Resolved, new: Resolved) -> bool:
    """Tell whether a path follows and gives what it did."""
    one, other = old.paths.get(key), new.paths.get(key)
    if one is None or other is None:
        return False
    same = one.form.follows() == other.form.follows()
    return same and one.form.gives() == other.form.gives()


def _measured(
    scenario: Resolved,
    planted: Planted,
    then: Past,
    draws: Draws | None,
    bare: Mapping[str, Series],
    run: Run | None,
) -> Run:
    """Apply the measures of a scenario to its paths, what they gave in a run before where they read nothing new."""
    _, tree, span = planted
    zeros, held = assumptions.uncaptured(scenario, span), run.uncaptured if run else {}
    none = {key: held.get(key, array) for key, array in zeros.items()}
    setting = assumptions.setting_of(scenario, tree, span)
    known = run.measured if run else None
    after = deployment(scenario.deployed, {**bare, **none}, setting, draws, known)
    return Run(draws, bare, none, after, _before(then, after.given, run, central=draws is None))


def _before(
    then: Past, given: Parameters, run: Run | None, *, central: bool
) -> Mapping[str, Series]:
    """Give the totals of the years of statistics, of the central run by sector too; those of a run before where no scale of factors is another."""
    if run is not None:
        scales = [key for key in (*given, *run.given) if key.startswith(assumptions.SCALE)]
        if all(run.given.get(key) is given.get(key) for key in scales):
            return run.before
    totals = then.totals(given)
    return totals | then.by_sector(given) if central else totals


def _same(old: Series | None, new: Series) -> Series:
    """Give an array that is there already in place of one that equals it, so that nothing is thought to be new."""
    return old if old is not None and (old is new or np.array_equal(old, new)) else new


def _room() -> None:
    """Free one large array that was never written to: allocators keep as much for later as was freed at once before."""
    np.empty(KEPT_BYTES, np.uint8)
