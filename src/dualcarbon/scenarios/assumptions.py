"""The numbers of a scenario: every path of the tree from the base year on, its measures applied."""

from __future__ import annotations

import graphlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dualcarbon.errors import InputError
from dualcarbon.measures.declared import draw_keys as measure_keys
from dualcarbon.quantities.draws import Draws
from dualcarbon.quantities.evaluation import outputs, shares
from dualcarbon.quantities.kinds import Share
from dualcarbon.quantities.paths import Path, draw_keys
from dualcarbon.scenarios.deployment import Setting, deploy, variables, varied
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.scenarios.limits import outside
from dualcarbon.scenarios.projection import Parameters
from dualcarbon.scenarios.tree import Series, Tree
from dualcarbon.vocabulary.faults import Fault, note
from dualcarbon.vocabulary.units import scale

SCALE = "factor_scale."


@dataclass(frozen=True, slots=True)
class Span:
    """From the base year to the horizon, both included."""

    base_year: int
    horizon: int

    @property
    def years(self) -> list[int]:
        """Every year of the span."""
        return list(range(self.base_year, self.horizon + 1))


def keys_of_draws(scenarios: Sequence[Resolved]) -> tuple[str, ...]:
    """Give the keys of all uncertain numbers of scenarios, sorted; scenarios share what they inherit."""
    found = {key for s in scenarios for path in s.paths.values() for key in draw_keys(path)}
    return tuple(
        sorted(found | {key for s in scenarios for m in s.measures for key in measure_keys(m)})
    )


def evaluate(
    scenario: Resolved,
    tree: Tree,
    base: Mapping[str, float],
    span: Span,
    draws: Draws | None = None,
) -> dict[str, Series]:
    """Give every parameter of the tree from the base year to the horizon, each (member, year).

    Parameters
    ----------
    scenario : Resolved
        Paths and measures.
    tree : Tree
        The region's tree; a key that the scenario does not declare holds its base-year value.
    base : key -> float
        Observed parameters of the base year. [unit of the key]
    span : Span
        Base year and horizon.
    draws : Draws, optional
        Draws of the ensemble; without them the central run, one member.

    Raises
    ------
    InputError
        With every fault: elasticities in a circle, a share that leaves 0 to 1, a residual below zero.
    """
    keys, start = ordered(scenario, tree), unchanged(base, span, tree)
    found = evaluated(scenario, keys, start, (tree, base, span), draws)
    return measured(scenario, tree, found, span, draws)


def unchanged(base: Mapping[str, float], span: Span, tree: Tree) -> dict[str, Series]:
    """Give every parameter held at its base-year value, each (1, year); stocks that are compared go on by themselves.

    Parameters
    ----------
    base : key -> float
        Observed parameters of the base year. [unit of the key]
    span : Span
        Base year and horizon.
    tree : Tree
        The region's tree, with the stocks that go on.
    """
    rows = np.repeat(np.array(list(base.values())), len(span.years)).reshape(len(base), 1, -1)
    return dict(zip(base, rows, strict=True)) | _onward(tree)


def _onward(tree: Tree) -> dict[str, Series]:
    """Give the stocks that are compared with the year before: held, they would take up nothing, so they go on."""
    stocks = {} if tree.beyond is None else tree.beyond.onward
    return {key: values[None, :] for key, values in stocks.items()}


def evaluated(
    scenario: Resolved,
    keys: Sequence[str],
    found: Mapping[str, Series],
    where: tuple[Tree, Mapping[str, float], Span],
    draws: Draws | None = None,
    *,
    units: Mapping[str, str] | None = None,
    capped: bool = False,
    sound: bool = False,
) -> dict[str, Series]:
    """Evaluate some paths of a scenario before measures act, but for variables: what measures change of them, others follow.

    Parameters
    ----------
    scenario : Resolved
        Its paths.
    keys : sequence of str
        Which paths, each after those it follows; see :func:`ordered`.
    found : mapping of ndarray (member, year)
        What is known already. [unit of the key]
    where : tuple
        The region's tree, observed parameters of the base year [unit of the key], base year and horizon.
    draws : Draws, optional
        Draws of the ensemble; without them every number is central.
    units : mapping of str, optional
        Unit of every key; see :func:`units_of`, which is asked if they are not given.
    capped : bool
        Whether measures do what there is room for, as in coalitions, and are not refused.
    sound : bool
        Whether what is known already was held to its limits before.

    Returns
    -------
    dict of ndarray (member, year)
        What was known and what the paths give. [unit of the key]

    Raises
    ------
    InputError
        With every fault of every path.
    """
    known, problems = dict(found), list[Fault]()
    units = units_of(scenario, where[0]) if units is None else units
    changed = variables(scenario.deployed, where[0].groups)
    for key in keys:
        try:
            if key in scenario.paths:
                known |= _one(scenario.paths[key], *where, draws, known, units)
            if key in changed:
                setting = replace(setting_of(scenario, where[0], where[2]), capped=capped)
                known |= varied(key, scenario.deployed, known, setting, draws)
        except InputError as error:
            problems += error.faults
    odd = {k: v for k, v in known.items() if v is not found.get(k)} if sound else known
    if problems := [*problems, *outside(odd, where[2].years, scenario.paths)]:
        raise InputError(faults=problems)
    return known


def with_history(history: Parameters, future: Parameters) -> dict[str, Series]:
    """Join what was observed, (year) to the base year, and what is assumed, (member, year) from it on.

    A scale of factors holds in all years; nothing was captured in the years observed.
    """
    past = max((len(series) - 1 for series in history.values()), default=0)
    return {
        key: np.concatenate(
            [np.broadcast_to(history[key][:-1], (len(path), len(history[key]) - 1)), path], axis=1
        )
        if key in history
        else path[:, :1]
        if key.startswith(SCALE)
        else np.concatenate([np.full((len(path), past), _before(key)), path], axis=1)
        for key, path in future.items()
    }


def _before(key: str) -> float:
    """Give what was before the base year: nothing captured or abated; what a stock gives beside itself is not known."""
    return 0.0 if key.startswith(("capture.", "abated.")) else math.nan


def _one(
    path: Path,
    tree: Tree,
    base: Mapping[str, float],
    span: Span,
    draws: Draws | None,
    other: Mapping[str, Series],
    units: Mapping[str, str],
) -> dict[str, Series]:
    if isinstance(path.form, Share):
        start = {part: base[f"{path.key}.{part}"] for part in tree.groups[path.key]}
        found = shares(
            path, years=span.years, base_year=span.base_year, base=start, draws=draws, other=other, series=tree.series, units=units
        )  # fmt: skip
        return {f"{path.key}.{part}": value for part, value in found.items()}
    start_value = None if path.key.startswith(SCALE) else base[path.key]
    return _in_unit_of_tree(path, tree, start_value, span, draws, other, units)


def _in_unit_of_tree(
    path: Path,
    tree: Tree,
    start: float | None,
    span: Span,
    draws: Draws | None,
    other: Mapping[str, Series],
    units: Mapping[str, str],
) -> dict[str, Series]:
    """Evaluate a path in the unit that it was written in, and give it in the tree's, with what it gives beside."""
    factor = unit_factor(path, tree)
    given = None if start is None else start / factor
    found = outputs(
        path, years=span.years, base_year=span.base_year, base=given, draws=draws, other=other, series=tree.series, units=units
    )  # fmt: skip
    if factor == 1.0:
        return found
    found[path.key] = factor * found[path.key]
    if start is not None:
        found[path.key][:, 0] = start  # to the last digit what was observed
    return found


def unit_factor(path: Path, tree: Tree) -> float:
    """Give the number that turns the unit of a path into the tree's. [unit of the tree per unit of the path].

    Parameters
    ----------
    path : Path
        One path of a scenario.
    tree : Tree
        The region's tree.

    Returns
    -------
    float
        1 where the path states no unit of its own. [unit of the tree per unit of the path]

    Raises
    ------
    UnitMismatch
        The units are not of one kind.
    """
    given, wanted = path.form.unit, tree.units.get(path.key, "1")
    return 1.0 if given in ("", wanted) else scale(given, wanted)


def ordered(scenario: Resolved, tree: Tree) -> list[str]:
    """Sort the keys of paths, and of variables that measures change, so that each comes after those it follows."""
    try:
        return list(graphlib.TopologicalSorter(following(scenario, tree)).static_order())
    except graphlib.CycleError as error:
        circle = ", ".join(dict.fromkeys(error.args[1]))
        place = scenario.paths[error.args[1][0]].place
        raise InputError(faults=[note("SCN015", place, keys=circle)]) from None


def following(scenario: Resolved, tree: Tree) -> dict[str, set[str]]:
    """Give the keys of paths, and of variables that measures change, each with the keys of those it follows."""
    beside, changed = given(scenario), variables(scenario.deployed, tree.groups)
    graph: dict[str, set[str]] = {key: set() for key in sorted(changed)}
    there = {*scenario.paths, *changed}
    return graph | {
        key: followed(path, tree, beside) & there for key, path in sorted(scenario.paths.items())
    }


def followed(path: Path, tree: Tree, given: Mapping[str, str]) -> set[str]:
    """Give the keys of the paths or groups that a path is computed from.

    Parameters
    ----------
    path : Path
        One path of a scenario.
    tree : Tree
        The region's tree; a part of a share group stands for its group.
    given : mapping of str
        What paths give beside themselves, by key, each with the key of its path; see :func:`given`.
    """
    targets = (given.get(key, key) for key in path.form.follows())
    return {_group(key, tree) or key for key in targets}


def _group(key: str, tree: Tree) -> str:
    """Give the share group that a key is a part of, if it is one."""
    group, _, part = key.rpartition(".")
    return group if part in tree.groups.get(group, ()) else ""


def given(scenario: Resolved) -> dict[str, str]:
    """Give the keys of what a scenario's paths give beside themselves, each with the key of its path.

    Parameters
    ----------
    scenario : Resolved
        Its stocks give their additions, and so on.
    """
    paths = scenario.paths.items()
    return {f"{key}.{name}": key for key, path in paths for name in path.form.gives()}


def units_of(scenario: Resolved, tree: Tree) -> dict[str, str]:
    """Give the unit of every key that a path may follow: of the tree, of parts of groups, of what paths give beside.

    Parameters
    ----------
    scenario : Resolved
        Its stocks give their additions, and so on.
    tree : Tree
        The region's tree.
    """
    units = dict.fromkeys(tree.parts, "1") | dict(tree.units)
    beside = {
        f"{key}.{name}": unit
        for key, path in scenario.paths.items()
        for name, unit in path.form.gives_in(path.form.unit or units.get(key, "1"), units).items()
    }
    return units | beside


def measured(
    scenario: Resolved, tree: Tree, found: Mapping[str, Series], span: Span, draws: Draws | None
) -> dict[str, Series]:
    """Apply the measures of a scenario in their order; the residual of a group takes up the change of a part.

    Parameters
    ----------
    scenario, tree, span, draws
        As in :func:`evaluate`.
    found : mapping of ndarray (member, year)
        Its paths before any measure acts. [unit of the key]
    """
    if not scenario.deployed:
        return dict(found)
    setting = setting_of(scenario, tree, span)
    return deploy(scenario.deployed, {**found, **uncaptured(scenario, span)}, setting, draws)


def setting_of(scenario: Resolved, tree: Tree, span: Span) -> Setting:
    """Give where the measures of a scenario act: its tree, its years, the residual part of each group."""
    declared = scenario.paths
    residuals = {g: declared[g].residual if g in declared else "" for g in tree.groups}
    return Setting(tree, span.years, residuals, scenario.name)


def uncaptured(scenario: Resolved, span: Span) -> dict[str, Series]:
    """Give the share captured before any measure captures: none, each (1, year). [1]."""
    keys = {c.path for m in scenario.measures for c in m.changes if c.op == "capture"}
    return {key: np.zeros((1, len(span.years))) for key in sorted(keys)}
