"""Measures applied: the values of paths as they become."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dualcarbon.errors import InputError
from dualcarbon.measures.declared import Change, Measure, draw_key
from dualcarbon.quantities.arrays import Array, worst
from dualcarbon.quantities.distributions import Fixed
from dualcarbon.vocabulary.faults import Place, note

if TYPE_CHECKING:
    from dualcarbon.quantities.draws import Draws

ROUNDING = 1e-9
"""A share this little outside 0 to 1 is rounding."""


def ramp(start: int, to: int, years: Sequence[int]) -> NDArray[np.float64]:
    """Give how far a measure is in place each year (year), 0 until ``start``, 1 from ``to`` on.

    Parameters
    ----------
    start, to : int
        Last year without and first year with full effect.
    years : sequence of int
        Years asked for.

    Returns
    -------
    ndarray (year)
        Share of the full effect. [1]

    Examples
    --------
    >>> ramp(2020, 2024, [2019, 2020, 2021, 2024, 2025]).tolist()
    [0.0, 0.0, 0.25, 1.0, 1.0]
    """
    given = np.asarray(years, float)
    if start == to:
        return np.asarray(given >= to, float)
    return np.asarray(np.clip((given - start) / (to - start), 0.0, 1.0))


def changed(values: Array, change: Change, value: Array, years: Sequence[int]) -> Array:
    """Give the values of a path under one change.

    With the path x, the value v and the ramp r: ``set`` gives x + r (v - x), ``scale`` x (1 + r (v - 1)),
    ``add`` x + r v.

    Parameters
    ----------
    values : ndarray (member, year)
        The path. [unit of the path]
    change : Change
        What happens to it.
    value : ndarray (member, 1)
        The value when fully in place. [unit of the path; scale: 1]
    years : sequence of int
        Years of ``values``.

    Examples
    --------
    >>> change = Change(path="x", op="add", value=4, **{"from": 2020}, to=2022)
    >>> changed(np.array([[10.0, 10.0, 10.0]]), change, np.array([[4.0]]), [2020, 2021, 2022]).tolist()
    [[10.0, 12.0, 14.0]]
    """
    done = ramp(change.start, change.to, years)
    if change.op == "set":
        return np.asarray(values + done * (value - values))
    if change.op == "scale":
        return np.asarray(values * (1 + done * (value - 1)))
    return np.asarray(values + done * value)


def apply(
    measure: Measure,
    values: Mapping[str, Array],
    *,
    years: Sequence[int],
    residuals: Mapping[str, str],
    draws: Draws | None = None,
) -> dict[str, Array]:
    """Give all paths as a measure makes them, its changes one after the other.

    A change of a part of a share group is taken up by the group's residual part, so that the parts
    still sum to 1. To combine measures apply them in their declared order.

    Parameters
    ----------
    measure : Measure
        What changes.
    values : mapping of ndarray (member, year)
        The paths by key, parts of share groups as ``<group>.<part>``. [unit of each path]
    years : sequence of int
        Years of the values, the base year first.
    residuals : mapping of str
        Residual part of every share group by the group's key; an empty text where it has none.
    draws : Draws, optional
        Draws of uncertain values; without them every value is central.

    Raises
    ------
    InputError
        A path is not there, is a residual part or has no residual to take up the change, the change
        acts in the base year, or a share leaves 0 to 1.

    Examples
    --------
    >>> change = {"path": "mix.coal", "op": "add", "value": -0.2, "from": 2020, "to": 2021}
    >>> measure = Measure(id="gas", title={"en": "Gas", "zh": "煤改气"}, changes=(Change(**change),))
    >>> mix = {"mix.coal": np.array([[0.6, 0.6]]), "mix.gas": np.array([[0.4, 0.4]])}
    >>> apply(measure, mix, years=[2020, 2021], residuals={"mix": "gas"})["mix.gas"].round(9).tolist()
    [[0.4, 0.6]]
    """
    result = dict(values)
    for position, change in enumerate(measure.changes):
        place = Place(key=f"measures.{measure.id}.changes.{position}")
        _must_act(change, result, years, residuals, place)
        value = _value(measure, position, draws)
        new = changed(result[change.path], change, value, years)
        group, _, _ = change.path.rpartition(".")
        if group in residuals:
            rest = f"{group}.{residuals[group]}"
            result[rest] = _share(rest, result[rest] - (new - result[change.path]), years, place)
            new = _share(change.path, new, years, place)
        result[change.path] = new
    return result


def _must_act(
    change: Change,
    values: Mapping[str, Array],
    years: Sequence[int],
    residuals: Mapping[str, str],
    place: Place,
) -> None:
    """Refuse a change that cannot be made, with what to do instead."""
    group, _, part = change.path.rpartition(".")
    told = {"path": change.path, "group": group}
    if change.path not in values:
        known = {"en": "the scenario gives it no values", "zh": "情景没有给出其数值"}
        raise InputError(faults=[note("MEA001", place, path=change.path, hint=known)])
    if residuals.get(group) == part:
        raise InputError(faults=[note("MEA004", place, **told)])
    if residuals.get(group) == "":
        raise InputError(faults=[note("MEA005", place, **told)])
    if ramp(change.start, change.to, years[:1])[0] > 0:
        params = {"year": years[0], "base_year": years[0]}
        raise InputError(faults=[note("MEA007", place, **params)])


def _value(measure: Measure, position: int, draws: Draws | None) -> Array:
    """Give the value of a change as a column (member, 1)."""
    number = measure.changes[position].value
    if draws is None or isinstance(number, Fixed):
        return np.array([[number.central]])
    return number.at(draws.uniform(draw_key(measure, position)))[:, None]


def _share(part: str, share: Array, years: Sequence[int], place: Place) -> Array:
    """Give a share back if it is one, rounding taken off its ends.

    Where the base year lies outside 0 to 1, as where more electricity is sent out than bought, it is the bound.
    """
    low, high = min(0.0, float(share[:, 0].min())), max(1.0, float(share[:, 0].max()))
    wrong = (share < low - ROUNDING) | (share > high + ROUNDING)
    if wrong.any():
        raise InputError(faults=[note("MEA008", place, part=part, **worst(share, wrong, years))])
    return np.asarray(np.clip(share, low, high))
