"""Measures applied to the tree, each on what those before it left: the residual baseline."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, MutableMapping
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from dualcarbon.errors import InputError
from dualcarbon.measures.application import Branch, changed, saved, shifted
from dualcarbon.measures.declared import STAGES, Change
from dualcarbon.quantities.arrays import Array
from dualcarbon.scenarios.branch_sizes import branch_emissions, branch_energy, sizes
from dualcarbon.scenarios.tree import own_key
from dualcarbon.scenarios.turns import Deployed as Deployed  # measures are looked for here
from dualcarbon.scenarios.turns import Setting as Setting
from dualcarbon.scenarios.turns import Turn as Turn
from dualcarbon.vocabulary.faults import Place, note

if TYPE_CHECKING:
    from dualcarbon.quantities.draws import Draws

VARIABLE = "variables."
"""Beginning of keys of variables: measures change them before the paths that follow them are computed."""
BEHIND = ("power.", "heat.", "capture.")
"""Beginnings of keys that the demand for electricity and heat does not follow."""
Known: TypeAlias = MutableMapping[str, Array]
"""Demand for electricity and heat, where it is known. [tce]"""
ROUNDING = 1e-9
"""A share this little outside 0 to 1 is rounding. [1]"""


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
    nothing is saved twice. A change of one part of a share group is taken up by the group's residual part. A member of
    an ensemble that emits less than is to be captured catches what there is; the central run is refused for the same.

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
    result, wanted = dict(values), dict[str, Array]()
    for one in ordered(deployed):
        result = apply(one, result, setting, draws, wanted)
    return result


def apply(
    one: Deployed,
    values: Mapping[str, Array],
    setting: Setting,
    draws: Draws | None = None,
    wanted: Known | None = None,
) -> dict[str, Array]:
    """Give all paths as one measure makes them, its changes one after the other; see :func:`deploy`.

    ``wanted`` keeps the demand for electricity and heat from one change to the next that leaves it as it is. [tce]
    """
    result, known = dict(values), {} if wanted is None else wanted
    for position, change in enumerate(one.measure.changes):
        if change.path.startswith(VARIABLE):  # those were changed before others followed them
            continue
        result |= acted(Turn.of(one, position, setting, draws), result, known)
        if moves_demand(change):
            known.clear()
    return result


def moves_demand(change: Change) -> bool:
    """Tell whether the demand for electricity and heat may be another one after a change."""
    return not change.path.startswith(BEHIND)


def variables(deployed: Iterable[Deployed], groups: Collection[str] = ()) -> set[str]:
    """Give the keys of the variables that measures change, a group of shares for each of its parts.

    Parameters
    ----------
    deployed : iterable of Deployed
        The measures.
    groups : collection of str, optional
        Keys of the share groups of the tree.
    """
    paths = {c.path for d in deployed for c in d.measure.changes if c.path.startswith(VARIABLE)}
    wholes = {path: path.rpartition(".")[0] for path in paths}
    return {whole if whole in groups else path for path, whole in wholes.items()}


def varied(
    key: str,
    deployed: Iterable[Deployed],
    values: Mapping[str, Array],
    setting: Setting,
    draws: Draws | None = None,
) -> dict[str, Array]:
    """Give a variable as measures make it, before the paths that follow it are computed; nothing where none changes it.

    Parameters
    ----------
    key : str
        Key of a path.
    deployed : iterable of Deployed
        The measures and their levels, in declared order.
    values : mapping of ndarray (member, year)
        The paths so far. [unit of each path]
    setting, draws
        As in :func:`deploy`.
    """
    found: dict[str, Array] = {}
    own = {key, *(f"{key}.{part}" for part in setting.tree.groups.get(key, ()))}
    for one in ordered(deployed) if key.startswith(VARIABLE) else ():
        for position, change in enumerate(one.measure.changes):
            if change.path in own:
                found |= acted(Turn.of(one, position, setting, draws), {**values, **found})
    return found


def touched(change: Change, setting: Setting) -> set[str]:
    """Give the keys of all values that a change makes new: the path, and what takes it up."""
    group, _, part = change.path.rpartition(".")
    if group not in setting.tree.groups:
        return {change.path}
    if change.op == "save" or (change.op == "shift" and change.ratio != 1.0):
        return {sizes(group, setting.tree), *(f"{group}.{name}" for name in setting.tree.groups[group])}  # fmt: skip
    rest = change.into if change.op == "shift" else setting.residuals.get(group, part)
    return {change.path, f"{group}.{rest}"}


def acted(turn: Turn, values: Mapping[str, Array], wanted: Known | None = None) -> dict[str, Array]:
    """Give the paths that one change makes new, each (member, year).

    Parameters
    ----------
    turn : Turn
        The change.
    values : mapping of ndarray (member, year)
        The paths as those before it left them. [unit of each path]
    wanted : mapping of ndarray (member, year), optional
        Demand for electricity and heat, where it is known; what is not there is put there. [tce]
    """
    known: Known = {} if wanted is None else wanted
    _must_be(turn.change.path, values, turn.place)
    _must_fit(turn)
    if turn.group not in turn.setting.tree.groups:
        return {turn.change.path: _alone(turn, values, known)}
    if turn.change.op in ("shift", "save"):
        return _between(turn, values, known)
    return _taken_up(turn, values, known)


def _must_fit(turn: Turn) -> None:
    """Refuse values that a draw, a unit or the amount of the measure brought out of range."""
    op, value = turn.change.op, turn.value
    if op in ("save", "shift", "capture") and not turn.change.unit:
        turn.deny("MEA025", value, (value < 0) | (value > 1 + ROUNDING), op=op)
    elif op in ("save", "shift", "capture"):
        turn.deny("MEA041", value, value < 0, op=op)
    elif op == "scale":
        turn.deny("MEA003", value, value < 0)


def _alone(turn: Turn, values: Mapping[str, Array], wanted: Known) -> Array:
    """Give a path that is part of no share group; what is saved or captured cannot be more than there is."""
    change, old = turn.change, values[turn.change.path]
    if change.op in ("save", "capture"):
        size = _portion(turn, values, wanted) if change.unit else turn.size
        return changed(old, change.op, _there(size, np.ones(1), turn), np.ones(1))
    if change.unit:
        return _enlarged(turn, values)
    new = changed(old, change.op, turn.value, turn.done)
    if change.path.startswith("abated."):
        return _share(change.path, new, turn)
    if change.path not in {own_key(cell) for cell in turn.setting.tree.own}:  # those may give back
        turn.deny("MEA043", new, (new < 0) & (old >= 0), path=change.path)
        return np.where(old >= 0, np.maximum(new, 0.0), new)
    return new


def _enlarged(turn: Turn, values: Mapping[str, Array]) -> Array:
    """Give the rate of a cell outside demand and plants whose energy, or credit, an amount is added to."""
    energy = branch_energy(turn.change.path, values, turn.setting.tree)
    more = _part_of(turn.size, energy, energy != 0, turn)
    return values[turn.change.path] * (1 + more)


def _taken_up(turn: Turn, values: Mapping[str, Array], wanted: Known) -> dict[str, Array]:
    """Give a share and the residual of its group, which takes up the change."""
    change, old = turn.change, values[turn.change.path]
    if change.unit:
        new = old + _portion(turn, values, wanted)
    else:
        new = changed(old, change.op, turn.value, turn.done)
    rest, new = _residual(turn), _share(change.path, new, turn)
    before = values[rest] - (new - old)
    left = _share(rest, before, turn)
    if left is not before:
        new = new - (left - before)  # what was rounding goes back
    return {rest: left, change.path: new}


def _between(turn: Turn, values: Mapping[str, Array], wanted: Known) -> dict[str, Array]:
    """Give a branch and its shares where energy moves between its parts, or is saved in one."""
    change, group = turn.change, turn.group
    there, part = values[change.path], change.path.rpartition(".")[2]
    size = _portion(turn, values, wanted) if change.unit else turn.size
    if change.op == "save" and not change.unit:
        size = size * there
    size = _there(size, there, turn)
    parts = {name: values[f"{group}.{name}"] for name in turn.setting.tree.groups[group]}
    key = sizes(group, turn.setting.tree)
    before = Branch(values.get(key, np.ones((1, 1))), parts)
    if change.op == "shift":
        after = shifted(before, part, change.into, size, change.ratio)
    else:
        after = saved(before, part, size)
    found = {f"{group}.{name}": share for name, share in after.shares.items()}
    return found | ({key: after.intensity} if key in values else {})


def _there(size: Array, there: Array, turn: Turn) -> Array:
    """Refuse to move or save more than there is; rounding is taken off."""
    most = there if there.min() >= 0 else np.maximum(there, 0.0)
    beyond = size - most
    if beyond.max() <= 0:
        return size
    turn.deny("MEA012", beyond, size > most + ROUNDING, path=turn.change.path)
    return np.minimum(size, most)


def _portion(turn: Turn, values: Mapping[str, Array], wanted: Known) -> Array:
    """Give an amount as a share of what its branch uses or emits on the residual baseline (member, year). [1]."""
    caught = turn.change.op == "capture"
    path, tree = turn.change.path, turn.setting.tree
    sized = branch_emissions if caught else branch_energy
    total = sized(path, values, tree, wanted)
    return _part_of(turn.size, total, total > 0, turn)


def _part_of(amount: Array, total: Array, there: NDArray[np.bool_], turn: Turn) -> Array:
    """Divide an amount by what it is a part of; of nothing only nothing may be taken, and is 0. [1]."""
    if there.all():
        return amount / total
    amount, total = np.broadcast_arrays(amount, total)
    turn.deny("MEA042", total, ~there & (amount != 0), path=turn.change.path)
    return np.divide(amount, total, out=np.zeros_like(amount), where=there)


def _must_be(path: str, values: Mapping[str, Array], place: Place) -> None:
    if path not in values:
        known = {"en": "the scenario gives it no values", "zh": "情景没有给出其数值"}
        raise InputError(faults=[note("MEA001", place, path=path, hint=known)])


def _residual(turn: Turn) -> str:
    """Give the part that takes up a change of another part of its group."""
    rest, group = turn.setting.residuals.get(turn.group, ""), turn.group
    told = {"path": turn.change.path, "group": group}
    if f"{group}.{rest}" == turn.change.path:
        raise InputError(faults=[note("MEA004", turn.place, **told)])
    if not rest:
        raise InputError(faults=[note("MEA005", turn.place, **told)])
    return f"{group}.{rest}"


def _share(part: str, share: Array, turn: Turn) -> Array:
    """Give a share back if it is one, rounding taken off its ends.

    Where the base year lies outside 0 to 1, as where more electricity is sent out than bought, it is the bound.
    """
    low, high = min(0.0, float(share[:, 0].min())), max(1.0, float(share[:, 0].max()))
    if share.min() >= low and share.max() <= high:
        return share
    turn.deny("MEA008", share, (share < low - ROUNDING) | (share > high + ROUNDING), part=part)
    return np.asarray(np.clip(share, low, high))
