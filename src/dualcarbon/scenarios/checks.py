"""What a scenario states, held to the tree and the years of its study, and what it leaves unsaid."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Mapping
from dataclasses import replace

from dualcarbon.errors import UnitMismatch
from dualcarbon.quantities.evaluation import stuck, undeclared
from dualcarbon.quantities.fleet import scaled
from dualcarbon.quantities.kinds import Constant, Share
from dualcarbon.quantities.paths import Path, check
from dualcarbon.scenarios.assumptions import SCALE, Span, unit_factor, units_of
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.scenarios.tree import Tree
from dualcarbon.vocabulary.faults import Fault, Place, note

TREE = "tree.toml"
QUIET = (".loss", ".export", ".part")
"""Ends of keys of chains that are nothing where nothing is said of them."""


def faults(scenario: Resolved, tree: Tree, span: Span) -> list[Fault]:
    """Give the faults of a scenario's paths among the years of the study and the keys of the tree."""
    units = units_of(scenario, tree)
    held_to = functools.partial(check, base_year=span.base_year, horizon=span.horizon, known=units)
    found = [f for p in _stated(scenario) for f in held_to(p, units=units, series=tree.series)]
    scales = [p for p in scenario.paths.values() if p.key.startswith(SCALE)]
    found += [note("SCN014", p.place, key=p.key) for p in scales if p.kind != "constant"]
    found += [
        note("SCN023", p.place, key=p.key, value=p.form.constant.central)
        for p in scales
        if isinstance(p.form, Constant) and not math.isclose(p.form.constant.central, 1.0)
    ]
    groups = [path for path in scenario.paths.values() if path.parts]
    found += [f for p in (*_stated(scenario), *groups) for f in _misfits(p, tree)]
    return [*found, *_of_stocks(scenario), *_unmade(scenario, tree, span)]


def _stated(scenario: Resolved) -> Iterator[Path]:
    """Give every path, of a group its parts, each at the place where it was declared last."""
    for path in scenario.paths.values():
        for one in path.parts.values() or (path,):
            yield replace(one, place=scenario.declared_at.get(one.key, one.place))


def _unmade(scenario: Resolved, tree: Tree, span: Span) -> Iterator[Fault]:
    """Tell of chains that made nothing in the base year, and of which a scenario does not say what makes their carrier."""
    for chain in tree.chains:
        key = f"{chain.flow}.supply"
        rows = (tree.series.get(f"{key}.{part}", {}) for part in chain.parts)
        if key not in scenario.paths and not any(row.get(span.base_year) for row in rows):
            told = {"name": scenario.name, "output": chain.output, "year": span.base_year}
            yield note("TRE034", Place(file=TREE, key=chain.flow), **told)


def _of_stocks(scenario: Resolved) -> Iterator[Fault]:
    """Tell of measures that change a stock itself: its additions, retirements and ages would say something else."""
    stocks = {key for key, path in scenario.paths.items() if path.form.gives()}
    for one in scenario.deployed:
        for change in one.measure.changes:
            if change.path in stocks:
                yield note("MEA054", one.place, path=change.path)


def held(scenario: Resolved, tree: Tree) -> list[str]:
    """Give the keys that a scenario leaves at their base-year value, plant balances and factor scales apart."""
    quiet = ("power.balance", "heat.balance")
    undeclared = [k for k in (*tree.units, *tree.groups) if k not in scenario.paths]
    return [k for k in undeclared if k not in (*quiet, *tree.past) and not k.startswith(SCALE) and not k.endswith(QUIET)]  # fmt: skip


def quiet_parts(
    scenario: Resolved, tree: Tree, base: Mapping[str, float], span: Span
) -> list[Fault]:
    """Tell which parts of share groups are not declared, which paths cannot leave their base-year value, which ages are scaled.

    Parameters
    ----------
    scenario, tree, span
        Paths, the region's tree, base year and horizon.
    base : key -> float
        Observed parameters of the base year. [unit of the key]
    """
    told: list[Fault] = []
    for key, path in scenario.paths.items():
        if isinstance(path.form, Share):
            told += undeclared(path, {part: base[f"{key}.{part}"] for part in tree.groups[key]})
        elif key in base:
            told += stuck(path, base[key], span.base_year)
            told += scaled(path, base[key], span.base_year, tree.series)
    return told


def _misfits(path: Path, tree: Tree) -> list[Fault]:
    """Refuse a unit that cannot be the tree's; groups and their parts are shares and carry none."""
    try:
        unit_factor(path, tree)
    except UnitMismatch:
        wanted = tree.units.get(path.key, "1")
        return [note("SCN016", path.place, unit=path.form.unit, wanted=wanted)]
    return []
