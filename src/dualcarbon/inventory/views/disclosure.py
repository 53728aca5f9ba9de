"""What follows from what is published: sums shown beside each other are equations in the cells that are hidden."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dualcarbon.inventory.views.rows import WITHOUT_LAND, Group, Row, View
from dualcarbon.reference.gwp import gwp

Floats = NDArray[np.float64]
Cell = tuple[str, str]
"""Row and gas."""
Equation = Mapping[Cell, float]
SUM = "CO2e"
"""Measure of a total that is told in equivalents alone."""
NOTHING = 1e-9
"""Below this a coefficient counts as none; all of them are 1 or -1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What a view publishes of a year beside its rows.

    ``amounts`` are the cells that hold something [t CO2e]; ``stated`` the sums that stand in every publication of the view,
    ``by_gas`` the sums of a gas over the whole account, which are left out where closed cells make them.
    """

    amounts: Mapping[str, Mapping[str, float]]
    stated: tuple[Equation, ...]
    by_gas: tuple[Equation, ...]

    @property
    def every(self) -> tuple[Equation, ...]:
        """All equations."""
        return (*self.stated, *self.by_gas)


def of(view: View, place: int) -> Sums:
    """Give the sums that a view publishes of a year.

    Parameters
    ----------
    view : View
        Any view. [t CO2e]
    place : int
        Which of its years.

    Returns
    -------
    Sums
        [t CO2e]
    """
    amounts = {row.id: _amounts(row, place, view.gwp) for row in view.rows if not row.empty}
    if WITHOUT_LAND in view.totals:
        amounts[WITHOUT_LAND] = {SUM: float(view.totals[WITHOUT_LAND][place])}
    stated = [one for group in view.groups for one in _stated(group, amounts)]
    by_gas = [one for group in view.groups if group.by_gas for one in _each_gas(group, amounts)]
    known = {id: {g: a for g, a in row.items() if np.isfinite(a) and a} for id, row in amounts.items()}  # fmt: skip
    return Sums(amounts=known, stated=tuple(stated), by_gas=tuple(by_gas))


def exposed(
    sums: Sums, equations: Sequence[Equation], hidden: Collection[str], rows: Collection[str]
) -> dict[str, Floats]:
    r"""Give the rows of which a gas or the equivalent follows from what is shown, each with the weights that tell it.

    A sum :math:`w \cdot x` of hidden cells follows where :math:`w` is a combination of the equations, :math:`w = A^T y`.

    Parameters
    ----------
    sums : Sums
        What is published of a year. [t CO2e]
    equations : sequence of mapping
        Those of ``sums`` that are looked at.
    hidden : collection of str
        Rows that are not shown.
    rows : collection of str
        Rows that are asked after.

    Returns
    -------
    dict of ndarray (equation)
        y, by row. [1]

    References
    ----------
    .. [1] L. Willenborg, T. de Waal, "Elements of Statistical Disclosure Control", 2001, ch. 6.
    """
    cells = [(id, gas) for id in sorted(hidden) for gas in sums.amounts.get(id, ())]
    at = {cell: n for n, cell in enumerate(cells)}
    matrix = np.zeros((len(equations), len(cells)))
    for line, equation in enumerate(equations):
        for cell in equation.keys() & at.keys():
            matrix[line, at[cell]] = equation[cell]
    back = np.linalg.pinv(matrix.T, rcond=NOTHING) if matrix.size else np.zeros((len(equations), 0))
    found: dict[str, Floats] = {}
    for id in sorted(rows):
        for wanted in _asked(id, cells):
            weights = back @ wanted
            if matrix.size and np.abs(matrix.T @ weights - wanted).max() < NOTHING:
                found.setdefault(id, weights)
    return found


def involved(equations: Sequence[Equation], weights: Floats) -> dict[str, float]:
    """Give the rows in the equations that tell a cell, each with 1 where it is a part of one of them, else -1.

    Parameters
    ----------
    equations : sequence of mapping
        Those that were looked at.
    weights : ndarray (equation)
        How often each is taken. [1]

    Returns
    -------
    dict of float
        By row. [1]
    """
    found: dict[str, float] = {}
    for equation, weight in zip(equations, weights, strict=True):
        if abs(weight) > NOTHING:
            for (id, _), sign in equation.items():
                found[id] = max(sign, found.get(id, -1.0))
    return found


def _asked(id: str, cells: Sequence[Cell]) -> Iterator[Floats]:
    """Give what may not follow of a row: each of its gases, and all together."""
    own = [n for n, cell in enumerate(cells) if cell[0] == id]
    for some in ([n] for n in own):
        yield _ones(some, len(cells))
    if len(own) > 1:
        yield _ones(own, len(cells))


def _ones(places: Sequence[int], count: int) -> Floats:
    found = np.zeros(count)
    found[list(places)] = 1.0
    return found


def _amounts(row: Row, place: int, set_name: str) -> dict[str, float]:
    """Give each gas of a row, and NaN for the sum where it is not known. [t CO2e]."""
    if row.left_out[place]:
        return {}
    found = {gas: float(a[place]) * gwp(gas, set_name) for gas, a in row.gases.items()}
    return found if np.isfinite(row.co2e[place]) else found | {SUM: float("nan")}


def _stated(group: Group, amounts: Mapping[str, Mapping[str, float]]) -> Iterator[Equation]:
    """Give the equations of a group: in equivalents, and for each gas where a row sums it."""
    if group.whole:
        yield from _each_gas(group, amounts)
    yield from _equation(group, amounts)


def _each_gas(group: Group, amounts: Mapping[str, Mapping[str, float]]) -> Iterator[Equation]:
    gases = {gas for id in (*group.parts, group.whole) for gas in amounts.get(id, ())} - {SUM}
    for gas in sorted(gases):
        yield from _equation(group, {id: {g: a for g, a in row.items() if g == gas} for id, row in amounts.items()})  # fmt: skip


def _equation(group: Group, amounts: Mapping[str, Mapping[str, float]]) -> Iterator[Equation]:
    """Give the equation of a group; none where a member is not known, for then neither is the sum."""
    signs = {**dict.fromkeys(group.parts, 1.0), **({group.whole: -1.0} if group.whole else {})}
    members = {(id, gas): a for id in signs for gas, a in amounts.get(id, {}).items()}
    if all(np.isfinite(a) for a in members.values()):
        yield {cell: signs[cell[0]] for cell, a in members.items() if a}
