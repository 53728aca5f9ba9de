"""Logarithmic means and changes of factors cell by cell, zeros by their analytic limits.

The kernel of the decomposition: NumPy arrays with one axis for each dimension, logarithms taken once
a year, no loop over cells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import mul
from typing import Any, NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from dualcarbon.diagnosis import naming
from dualcarbon.errors import InputError
from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.units import align

Array = NDArray[np.float64]
Label = int | str
WHERE = Place(key="diagnosis.lmdi")


def log_mean(a: ArrayLike, b: ArrayLike) -> Array:
    r"""Give the logarithmic mean of two amounts that are not negative.

    .. math:: L(a, b) = \frac{a - b}{\ln a - \ln b}, \quad L(a, a) = a, \quad L(a, 0) = 0

    Parameters
    ----------
    a, b : array_like
        Amounts. [any unit, the same for both]

    Returns
    -------
    ndarray
        Their logarithmic mean. [unit of a]

    Notes
    -----
    The quotient is taken as ``(b - a) / log1p((b - a) / a)``: the difference of two close numbers is
    exact, the difference of their logarithms is not.

    References
    ----------
    .. [1] B.W. Ang, "The LMDI approach to decomposition analysis: a practical guide",
           Energy Policy 33 (2005) 867-871.

    Examples
    --------
    >>> float(log_mean(5.0, 5.0)), float(log_mean(5.0, 0.0)), round(float(log_mean(1.0, np.e)), 6)
    (5.0, 0.0, 1.718282)
    """
    low, high = np.minimum(a, b), np.maximum(a, b)
    gap = np.subtract(high, low, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        ratio = gap / low
        logs = np.where(np.isfinite(ratio), np.log1p(ratio), np.log(high) - np.log(low))
        mean = gap / logs
    return np.where(gap == 0, low, np.where(low == 0, 0.0, mean))


class Grid(NamedTuple):
    """The cells over which the factors are multiplied."""

    dims: tuple[str, ...]
    shape: tuple[int, ...]
    coords: Mapping[str, Any]

    def array(self, values: Array) -> xr.DataArray:
        """Label the numbers of all cells."""
        return xr.DataArray(np.broadcast_to(values, self.shape), dims=self.dims, coords=self.coords)


class State(NamedTuple):
    """The factors of one year: their logarithms (0 for a 0), where they are 0, and their product."""

    year: Label
    logs: dict[str, Array]
    zeros: dict[str, NDArray[np.bool_]]
    product: Array
    faults: list[Fault]


def grid_of(years: Sequence[Mapping[str, xr.DataArray]]) -> Grid:
    """Give the cells that the factors span, which must be the same in all years.

    Parameters
    ----------
    years : sequence of mapping of str to DataArray
        Factors of each year. [any unit]

    Raises
    ------
    InputError
        The years have different factors.
    Misaligned
        Two factors carry different labels on a dimension.
    """
    odd = set(years[0]).symmetric_difference(years[-1])
    if odd or not years[0]:
        raise InputError(faults=[note("LMDI007", WHERE, names=", ".join(sorted(odd)) or "-")])
    arrays = {f"{n}, year {i}": f for i, year in enumerate(years, 1) for n, f in year.items()}
    align(arrays, "lmdi")
    whole = xr.broadcast(*arrays.values())[0]
    coords = {str(d): whole.coords[d].to_numpy() for d in whole.dims if d in whole.coords}
    return Grid(tuple(str(d) for d in whole.dims), whole.shape, coords)


def years_of(factors: Mapping[str, xr.DataArray], wanted: Sequence[int] | None) -> list[int]:
    """Give the years to go through, which the factors must have.

    Parameters
    ----------
    factors : mapping of str to DataArray
        Factors, of which some have years. [any unit]
    wanted : sequence of int or None
        Years asked for; None for all.

    Raises
    ------
    InputError
        A year is not among those of the factors.
    """
    known = [int(y) for f in factors.values() if "year" in f.dims for y in f["year"].to_numpy()]
    known = sorted(set(known))
    lacking = [year for year in wanted or () if year not in known]
    if lacking:
        told = {"years": ", ".join(map(str, lacking)), "known": ", ".join(map(str, known))}
        raise InputError(faults=[note("LMDI009", WHERE, **told)])
    return known if wanted is None else list(wanted)


def at(factor: xr.DataArray, year: int) -> xr.DataArray:
    """Give a factor in one year; one without years is the same in all of them.

    Parameters
    ----------
    factor : DataArray
        The factor. [any unit]
    year : int
        One of its years.

    Returns
    -------
    DataArray
        The factor without years. [unit of factor]
    """
    return factor.sel(year=year, drop=True) if "year" in factor.dims else factor


def state_of(factors: Mapping[str, xr.DataArray], grid: Grid, year: Label) -> State:
    """Prepare one year; a missing factor counts as 1 in the product, which must be 0 by another one.

    Parameters
    ----------
    factors : mapping of str to DataArray
        Factors of the year. [any unit]
    grid : Grid
        The cells that they span.
    year : int or str
        Name of the year, for messages.
    """
    values = {name: shaped(factor, grid.dims) for name, factor in factors.items()}
    return state_of_cells(values, grid, year)


def state_of_cells(values: dict[str, Array], grid: Grid, year: Label) -> State:
    """Prepare one year from bare numbers, which have one axis for each dimension of the grid.

    Parameters
    ----------
    values : dict of str to ndarray
        Factors of the year. [any unit]
    grid : Grid
        The cells that they span.
    year : int or str
        Name of the year, for messages.
    """
    known = {name: np.where(np.isnan(x), 1.0, x) for name, x in values.items()}
    zeros = {name: x == 0 for name, x in known.items()}
    with np.errstate(over="ignore", under="ignore", divide="ignore", invalid="ignore"):
        product = np.asarray(reduce(mul, known.values()))
        logs = {name: np.where(zeros[name], 0.0, np.log(x)) for name, x in values.items()}
    faults = _faults(values, known, product, grid, year)
    return State(year, logs, zeros, product, faults)


def states_of(
    factors: Sequence[Mapping[str, xr.DataArray]], grid: Grid, years: Sequence[Label]
) -> list[State]:
    """Prepare all years.

    Parameters
    ----------
    factors : sequence of mapping of str to DataArray
        Factors of each year. [any unit]
    grid : Grid
        The cells that they span.
    years : sequence of int or str
        Names of the years, for messages.

    Raises
    ------
    InputError
        Cells without a logarithmic mean, all of them.
    """
    states = [state_of(of_year, grid, year) for of_year, year in zip(factors, years, strict=True)]
    if faults := [fault for state in states for fault in state.faults]:
        raise InputError(faults=faults)
    return states


def shaped(factor: xr.DataArray, dims: Sequence[str]) -> Array:
    """Give the numbers of a factor with one axis for each dimension, of length 1 where it has none.

    Parameters
    ----------
    factor : DataArray
        One factor. [any unit]
    dims : sequence of str
        Dimensions in the order of the axes.

    Returns
    -------
    ndarray
        Its numbers. [unit of factor]
    """
    own = [d for d in dims if d in factor.dims]
    values = factor.transpose(*own).to_numpy().astype(np.float64, copy=False)
    return values[tuple(slice(None) if d in own else np.newaxis for d in dims)]


def _faults(
    values: dict[str, Array], known: dict[str, Array], product: Array, grid: Grid, year: Label
) -> list[Fault]:
    """List every cell that has no logarithmic mean."""
    zero = reduce(np.logical_or, [x == 0 for x in known.values()])
    unfit = ~np.isfinite(product) | ((product == 0) & ~zero)
    faults = []
    for name, x in values.items():
        tests = {"LMDI003": x < 0, "LMDI005": np.isnan(x) & ~zero, "LMDI006": np.isinf(x)}
        for code, mask in tests.items():
            faults += _listed(code, name, x, mask, grid, year)
    if unfit.any() and not faults:
        faults = _listed("LMDI006", "product", product, unfit, grid, year)
    return faults


def _listed(
    code: str, name: str, values: Array, mask: NDArray[np.bool_], grid: Grid, year: Label
) -> list[Fault]:
    cells = naming.cells(mask, grid.dims, grid.coords, grid.shape)
    found = np.broadcast_to(values, mask.shape)[mask]
    return [
        note(code, WHERE, year=year, factor=naming.factor(name), cell=cell, value=float(value))
        for cell, value in zip(cells, found, strict=True)
    ]


def effects(before: State, after: State) -> dict[str, Array]:
    """Weigh the logarithmic changes; a cell that is 0 in one year has weight 0 and gets its limit."""
    weight = log_mean(before.product, after.product)
    parts = {n: weight * _change(before.logs[n], after.logs[n]) for n in before.logs}
    gone, come = after.product == 0, before.product == 0
    if gone.any():
        parts = _limit(parts, after.zeros, -np.where(gone, before.product, 0.0))
    if come.any():
        parts = _limit(parts, before.zeros, np.where(come, after.product, 0.0))
    return parts


def _change(before: Array, after: Array) -> Array:
    """Give the change of a logarithm; nil where one year is undefined, as it takes the other's value."""
    change = after - before
    return np.where(np.isnan(change), 0.0, change)


def _limit(
    parts: dict[str, Array], zeros: dict[str, NDArray[np.bool_]], amount: Array
) -> dict[str, Array]:
    """Share the amount of cells that appear or vanish equally among their factors that are 0."""
    count = sum(z.astype(np.int64) for z in zeros.values())
    share = amount / np.maximum(count, 1)
    return {name: part + np.where(zeros[name], share, 0.0) for name, part in parts.items()}


def zeros_met(before: State, after: State, grid: Grid) -> tuple[Fault, ...]:
    """Tell which cells vanish, appear, or are 0 in both years."""
    was, will = before.product == 0, after.product == 0
    if not (was.any() or will.any()):
        return ()
    met = (("gone", ~was & will), ("come", was & ~will), ("none", was & will))
    told = {"start": before.year, "end": after.year}
    return tuple(
        note(
            "LMDI002" if what == "none" else "LMDI001",
            WHERE,
            **told,
            **naming.verb(what, naming.cells(mask, grid.dims, grid.coords, grid.shape)),
        )
        for what, mask in met
        if mask.any()
    )
