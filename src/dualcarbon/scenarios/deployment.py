"""Measures applied to the tree, each on what those before it left: the residual baseline."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from dualcarbon.errors import InputError
from dualcarbon.measures.application import Branch, changed, saved, shifted
from dualcarbon.measures.declared import STAGES, Change, Measure, draw_key
from dualcarbon.measures.projects import Placed
from dualcarbon.quantities.arrays import Array, worst
from dualcarbon.quantities.distributions import Fixed
from dualcarbon.scenarios.projection import BRANCHES, branch_energy
from dualcarbon.scenarios.tree import Tree
from dualcarbon.vocabulary.faults import Place, note
from dualcarbon.vocabulary.units import scale

if TYPE_CHECKING:
    from dualcarbon.quantities.draws import Draws

ROUNDING = 1e-9
"""A share this little outside 0 to 1 is rounding. [1]"""


@dataclass(frozen=True, slots=True)
class Deployed:
    """A measure at a level of deployment.

    ``placed`` is how it comes into place over the years at level 1; ``level`` 0 to 1, one number or (member, 1).
    """

    measure: Measure
    placed: Placed
    level: float | Array = 1.0

    @property
    def done(self) -> Array:
        """Give the part of the full effect in place (member or 1, year). [1]."""
        return np.atleast_2d(np.asarray(self.level, float) * self.placed.effective)


@dataclass(frozen=True, slots=True)
class Setting:
    """Where measures act: the tree, the years of the values, the residual part of each share group."""

    tree: Tree
    years: Sequence[int]
    residuals: Mapping[str, str] = field(default_factory=dict)


def ordered(deployed: Iterable[Deployed]) -> list[Deployed]:
    """Put measures in the stated order: activity, efficiency, fuels, supply, capture; then as declared."""
    return sorted(deployed, key=lambda one: STAGES.index(one.measure.stage))


def deploy(
    deployed: Iterable[Deployed],
    values: Mapping[str, Array],
    setting: Setting,
    draws: Draws | None = None,
) -> dict[str, Array]:
    """Give all paths as measures make them, one after the other in the stated order.

    An amount of energy is turned into a share of what its branch uses when the measure's turn comes, so that
    nothing is saved twice. A change of one part of a share group is taken up by the group's residual part.

    Parameters
    ----------
    deployed : iterable of Deployed
        Measures and their levels, in declared order.
    values : mapping of ndarray (member, year)
        The paths by key, parts of share groups as ``<group>.<part>``. [unit of each path]
    setting : Setting
        Tree, years of the values with the base year first, residual parts.
    draws : Draws, optional
        Draws of uncertain values; without them every value is central.

    Returns
    -------
    dict of ndarray (member, year)
        The paths. [unit of each path]

    Raises
    ------
    InputError
        A path is not there, is a residual part or has none to take up the change, a measure acts in the base
        year, a share leaves 0 to 1, or more is moved or saved than there is.
    """
    result = dict(values)
    for one in ordered(deployed):
        result = apply(one, result, setting, draws)
    return result


def apply(
    one: Deployed, values: Mapping[str, Array], setting: Setting, draws: Draws | None = None
) -> dict[str, Array]:
    """Give all paths as one measure makes them, its changes one after the other; see :func:`deploy`."""
    result = dict(values)
    for position, change in enumerate(one.measure.changes):
        place = Place(key=f"measures.{one.measure.id}.changes.{position}")
        if one.placed.effective[0] > 0:
            year = setting.years[0]
            raise InputError(faults=[note("MEA007", place, year=year, base_year=year)])
        size = _value(one, position, draws)
        result |= _one(change, size, one.done, result, setting, place)
    return result


def _one(
    change: Change,
    value: Array,
    done: Array,
    values: Mapping[str, Array],
    setting: Setting,
    place: Place,
) -> dict[str, Array]:
    """Give the paths that one change makes new."""
    _must_be(change.path, values, place)
    group, _, part = change.path.rpartition(".")
    if change.op in ("shift", "save") and group in setting.tree.groups:
        return _between(change, value * done, values, setting, place)
    if change.unit:
        value = value * scale(change.unit, "tce") / _energy(change.path, values, setting)
    new = changed(values[change.path], change.op, value, done)
    if group not in setting.tree.groups:
        return {change.path: new}
    rest = _residual(group, part, setting, place)
    share = values[rest] - (new - values[change.path])
    return {
        rest: _share(rest, share, setting.years, place),
        change.path: _share(change.path, new, setting.years, place),
    }


def _between(
    change: Change,
    size: Array,
    values: Mapping[str, Array],
    setting: Setting,
    place: Place,
) -> dict[str, Array]:
    """Give a branch and its shares where energy moves between its parts, or is saved in one."""
    group, _, part = change.path.rpartition(".")
    there = values[change.path]
    if change.unit:
        size = size * scale(change.unit, "tce") / _energy(change.path, values, setting)
    elif change.op == "save":
        size = size * there
    size = _there(size, there, change.path, setting.years, place)
    parts = {name: values[f"{group}.{name}"] for name in setting.tree.groups[group]}
    key = BRANCHES.get(group, group.replace("mix.", "intensity.", 1))
    before = Branch(values.get(key, np.ones((1, 1))), parts)
    if change.op == "shift":
        after = shifted(before, part, change.into, size, change.ratio)
    else:
        after = saved(before, part, size)
    found = {f"{group}.{name}": share for name, share in after.shares.items()}
    return found | ({key: after.intensity} if key in values else {})


def _there(size: Array, there: Array, path: str, years: Sequence[int], place: Place) -> Array:
    """Refuse to move or save more than there is; rounding is taken off."""
    wrong = size > there + ROUNDING
    if wrong.any():
        wide = np.broadcast_to(size, wrong.shape)
        most = np.broadcast_to(there, wrong.shape)
        spot = worst(wide - most, wrong, years)
        raise InputError(faults=[note("MEA012", place, path=path, **spot)])
    return np.minimum(size, np.maximum(there, 0.0))


def _energy(path: str, values: Mapping[str, Array], setting: Setting) -> Array:
    """Give the energy of the branch that a path is a share or a rate of (member, year). [tce per unit of the path]."""
    total = branch_energy(path, values, setting.tree)
    return np.where(total == 0, np.inf, total)


def _must_be(path: str, values: Mapping[str, Array], place: Place) -> None:
    if path not in values:
        known = {"en": "the scenario gives it no values", "zh": "情景没有给出其数值"}
        raise InputError(faults=[note("MEA001", place, path=path, hint=known)])


def _residual(group: str, part: str, setting: Setting, place: Place) -> str:
    """Give the part that takes up a change of another part of its group."""
    rest = setting.residuals.get(group, "")
    told = {"path": f"{group}.{part}", "group": group}
    if rest == part:
        raise InputError(faults=[note("MEA004", place, **told)])
    if not rest:
        raise InputError(faults=[note("MEA005", place, **told)])
    return f"{group}.{rest}"


def _value(one: Deployed, position: int, draws: Draws | None) -> Array:
    """Give the value of a change as a column (member, 1), of the whole measure."""
    change = one.measure.changes[position]
    number, units = change.value, one.placed.amount if change.per == "unit" else 1.0
    if draws is None or isinstance(number, Fixed):
        return np.array([[number.central * units]])
    return units * number.at(draws.uniform(draw_key(one.measure, position)))[:, None]


def _share(part: str, share: Array, years: Sequence[int], place: Place) -> Array:
    """Give a share back if it is one, rounding taken off its ends.

    Where the base year lies outside 0 to 1, as where more electricity is sent out than bought, it is the bound.
    """
    low, high = min(0.0, float(share[:, 0].min())), max(1.0, float(share[:, 0].max()))
    wrong = (share < low - ROUNDING) | (share > high + ROUNDING)
    if wrong.any():
        raise InputError(faults=[note("MEA008", place, part=part, **worst(share, wrong, years))])
    return np.asarray(np.clip(share, low, high))
