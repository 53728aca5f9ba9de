"""The members of an ensemble in totals: what no draw touches is computed once, the rest in blocks over both cores."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from dualcarbon.errors import InputError
from dualcarbon.quantities.draws import Draws
from dualcarbon.quantities.kinds import Growth
from dualcarbon.scenarios import assumptions, contraction, parted, projection
from dualcarbon.scenarios.assumptions import Span
from dualcarbon.scenarios.contraction import GAS, SECTOR, Plan
from dualcarbon.scenarios.deployment import variables
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.scenarios.projection import Parameters
from dualcarbon.scenarios.rates import Steps, steps
from dualcarbon.scenarios.statistics import Past, past
from dualcarbon.scenarios.tree import Cell, Observed, Series, Tree

BLOCK = 1024
"""Members computed at once, to keep memory flat and arrays near the processor. [members]"""
WIDE = 4096
"""The same where all that varies steps from year to year: little is written out. [members]"""
THREADS = 2
FEW = 2
"""Members that show which paths vary. [members]"""
EVERYWHERE = ("gdp", "population")
"""Paths that stand among the totals, and that more than end uses follow."""

Planted = tuple[Observed, Tree, Span]
Sums = dict[str, Series]
"""Totals by name, each (member, year): territorial, adjusted, energy, ``fuel.<fuel>``, gdp, population, ``capture.<branch>``;
if asked for, ``sector.<name>``, and from the base year on ``beside.ghg`` and ``beside.co2``."""


@dataclass(frozen=True, slots=True)
class Members:
    """A scenario ready to be run for any number of members.

    ``known`` are its paths that are the same in all members, before measures; ``moving`` the keys of those that are not,
    but for what only steps from year to year. ``alike`` tells that nothing varies at all; ``factor`` is the carbon dioxide
    of each cell ahead [t CO2/tce]; ``parts`` are what is asked for beside the totals.
    """

    scenario: Resolved
    planted: Planted
    units: Mapping[str, str]
    known: Parameters
    moving: tuple[str, ...]
    alike: bool
    plan: Plan
    steps: Steps
    factor: Mapping[Cell, Series]
    past: Past
    parts: Collection[str] = ()

    def run(self, draws: Draws, *, alone: bool = False) -> Sums:
        """Compute the totals of all members, in blocks that are the same however many run at a time.

        Parameters
        ----------
        draws : Draws
            Draws of the members.
        alone : bool
            Whether the territorial total is all that is asked for.

        Returns
        -------
        dict of ndarray (member, year)
            Totals by name. [t CO2, tce, money; captured shares: 1]

        Raises
        ------
        InputError
            A number of some member is out of its range.
        """
        with ThreadPoolExecutor(THREADS) as pool:
            return self.begun(draws, pool, alone=alone)()

    def begun(
        self, draws: Draws, pool: ThreadPoolExecutor, *, alone: bool = False
    ) -> Callable[[], Sums]:
        """Begin to compute the totals of all members, and give what waits for them: other scenarios can be prepared meanwhile.

        Parameters
        ----------
        draws, alone
            As in :meth:`run`.
        pool : ThreadPoolExecutor
            Takes the blocks.
        """
        draws.deviates()  # made once, not in every block
        wide = BLOCK if self.plan.valued or self.scenario.deployed else WIDE
        single = draws.members <= wide or self.alike
        size = 1 if self.alike else draws.members if single else FEW
        try:
            some = self.block(draws.part(0, size), alone=alone)
        except InputError:  # told again for as many members as a block has
            self.block(draws.part(0, BLOCK), alone=alone)
            raise
        if single:
            many = draws.members
            return lambda: {k: np.broadcast_to(v, (many, v.shape[1])) for k, v in some.items()}
        found = {name: _room(values, draws.members) for name, values in some.items()}

        def fill(start: int) -> None:
            before, ahead = self._halves(draws.part(start, start + wide), alone=alone)
            for name, values in ahead.items():
                if len(some[name]) > 1:
                    _put(found[name][start : start + wide], before.get(name), values)

        begun = [pool.submit(fill, start) for start in range(0, draws.members, wide)]

        def waited() -> Sums:
            for one in begun:
                one.result()
            return found

        return waited

    def block(self, draws: Draws, *, alone: bool = False) -> Sums:
        """Compute the totals of some members at once.

        Parameters
        ----------
        draws : Draws
            Their draws.
        alone : bool
            Whether the territorial total is all that is asked for.

        Returns
        -------
        dict of ndarray (member or 1, year)
            Totals by name; one member where nothing of it varies. [t CO2, tce, money; captured shares: 1]
        """
        before, ahead = self._halves(draws, alone=alone)
        years = self.past.energy.shape[1]
        return {
            name: joined(before.get(name), v, 0 if name.startswith("beside.") else years)
            for name, v in ahead.items()
        }

    def _halves(self, draws: Draws, *, alone: bool) -> tuple[Sums, Sums]:
        """Compute the totals of some members, those of the years of statistics and those from the base year on."""
        _, tree, span = self.planted
        evaluate = functools.partial(
            assumptions.evaluated, self.scenario, units=self.units, sound=True
        )
        where = tree, self.past.base, span
        bare = evaluate(self.moving, self.known, where, draws)
        given = assumptions.measured(self.scenario, tree, bare, span, draws)
        grown = self.steps.grown(draws)
        if wrong := self.steps.falling(grown):
            evaluate(wrong, self.known, where, draws)
        sums = contraction.contracted(self.plan, given, self.steps, grown)
        before = self.past.totals(given)
        if SECTOR in self.parts:
            before |= self.past.by_sector(given)
        return before, self._ahead(given, sums, alone=alone)

    def _ahead(self, given: Parameters, sums: Series, *, alone: bool) -> Sums:
        """Give the totals from the base year on: of end uses as they were summed, and of all that follows."""
        used = self.plan.energy(sums)
        cells = projection.supplied(given, self.planted[1], used)
        rest = {cell: v for cell, v in cells.items() if cell not in used}
        burnt = projection.emitted(projection.generated(rest, self.factor, given), given)
        territorial = sum(burnt.values(), self.plan.carbon(sums, given))
        found = {"territorial": territorial}
        if SECTOR in self.parts:
            found |= parted.by_sector(self.plan, sums, given, burnt)
        beyond = self.planted[1].beyond if GAS in self.parts else None
        if beyond is not None:
            found |= parted.beside(self.plan, sums, given, rest, beyond, self.scenario.name)
        if alone:
            return found
        imports = projection.traded(cells, burnt, given.get("factor.import"), territorial)
        fuels = projection.by_fuel(cells)
        found |= {"adjusted": territorial + imports, "energy": np.asarray(sum(fuels.values()))}
        found |= {f"fuel.{name}": values for name, values in fuels.items()}
        found |= {key: values for key, values in given.items() if key.startswith("capture.")}
        return found | {name: given[name] for name in EVERYWHERE if name in given}


def prepared(
    scenario: Resolved,
    planted: Planted,
    draws: Draws,
    before: Past | None = None,
    parts: Collection[str] = (),
) -> Members:
    """Compute of a scenario what is the same in all members, and find what is not.

    Parameters
    ----------
    scenario : Resolved
        Paths and measures.
    planted : tuple
        Statistics, tree, base year and horizon.
    draws : Draws
        Draws of the ensemble; two members tell which paths vary.
    before : Past, optional
        The years of statistics, where they are computed already.
    parts : collection of str
        What is asked for beside the totals: ``sector``, ``gas``.

    Raises
    ------
    InputError
        With every fault of the scenario's numbers.
    """
    seen, tree, span = planted
    before = past(seen, tree) if before is None else before
    base, units = before.base, assumptions.units_of(scenario, tree)
    few, keys = draws.part(0, FEW), assumptions.ordered(scenario, tree)
    start = assumptions.unchanged(base, span, tree)
    try:
        bare = assumptions.evaluated(scenario, keys, start, (tree, base, span), few, units=units)
        full = assumptions.measured(scenario, tree, bare, span, few)
    except InputError:  # told again for as many members as a block has
        assumptions.evaluate(scenario, tree, base, span, draws.part(0, BLOCK))
        raise
    steady = _steady(scenario, tree, bare, full)
    held = {cell: float(v[-1]) for cell, v in seen.factor.items()}
    plan = contraction.plan(tree, full, held, steady, parts)
    moving = _moving(scenario, tree, bare, plan)
    changed = variables(scenario.deployed, tree.groups)
    given = [key for one in changed for key in gives(one, scenario, tree)]
    unvaried = {key: start[key] for key in given if key in start}
    return Members(
        scenario=scenario,
        planted=planted,
        units=units,
        known=unvaried | {key: v for key, v in bare.items() if len(v) == 1},
        moving=moving,
        alike=all(len(values) == 1 for values in full.values()),
        plan=plan,
        steps=steps(plan.stepped, scenario.paths, span.years),
        factor={cell: np.array([v]) for cell, v in held.items()},
        past=before,
        parts=parts,
    )


def _steady(scenario: Resolved, tree: Tree, bare: Parameters, full: Parameters) -> Collection[str]:
    """Give the keys that only grow by rates of periods: measures leave them alone, and none asks for a branch's energy."""
    if any(change.unit for measure in scenario.measures for change in measure.changes):
        return ()
    of_uses = {key for use in tree.uses.values() for key in (*use.activity, use.intensity)}
    grows = {key for key, path in scenario.paths.items() if isinstance(path.form, Growth)}
    return {k for k in (grows & of_uses) - variables(scenario.deployed) if full[k] is bare[k]}


def _moving(scenario: Resolved, tree: Tree, bare: Parameters, plan: Plan) -> tuple[str, ...]:
    """Give the keys of paths to be evaluated for each block, each after those it follows."""
    stepped = {key for times, _ in plan.stepped for key in times}
    written = {key for times, by in plan.valued for key in (*times, *by)}
    beside = assumptions.given(scenario)
    paths = scenario.paths.values()
    followed = {key for path in paths for key in assumptions.followed(path, tree, beside)}
    quiet = stepped - written - followed - set(EVERYWHERE)
    varies = {key for key, values in bare.items() if len(values) > 1}
    return tuple(
        key
        for key in assumptions.ordered(scenario, tree)
        if key not in quiet and gives(key, scenario, tree) & varies
    )


def gives(key: str, scenario: Resolved, tree: Tree) -> set[str]:
    """Give the keys of all that a path gives: its own, of what comes out beside it, of the parts of a group."""
    names = scenario.paths[key].form.gives() if key in scenario.paths else ()
    beside = {f"{key}.{name}" for name in names}
    return {key, *beside, *(f"{key}.{part}" for part in tree.groups.get(key, ()))}


def joined(before: Series | None, ahead: Series, years: int) -> Series:
    """Join the years of statistics and those ahead; what is not known of the past, as what was captured, was nothing.

    Parameters
    ----------
    before : ndarray (member or 1, year), optional
        The years before the base year. [any unit]
    ahead : ndarray (member or 1, year)
        The base year and all after it. [any unit]
    years : int
        Years before the base year.
    """
    members = max(len(ahead), 1 if before is None else len(before))
    found = np.empty((years + ahead.shape[1], members)).T
    _put(found, before, ahead)
    return found


def _put(found: Series, before: Series | None, ahead: Series) -> None:
    """Write the years of statistics and those ahead side by side."""
    years = found.shape[1] - ahead.shape[1]
    found[:, :years] = 0.0 if before is None else before
    found[:, years:] = ahead


def _room(values: Series, members: int) -> Series:
    """Make room for all members of a total, years apart; one that never varies needs none."""
    if len(values) == 1:
        return np.broadcast_to(values, (members, values.shape[1]))
    return np.empty((values.shape[1], members)).T
