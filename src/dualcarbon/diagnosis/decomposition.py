"""What drove a change: the logarithmic mean Divisia index (LMDI-I), additive and multiplicative.

A quantity is a sum over cells of a product of factors. The change between two years is shared among
the factors without a residual. Zeros are treated by their analytic limits, never by a small number.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import xarray as xr

from dualcarbon.diagnosis import joining
from dualcarbon.diagnosis.blocks import Source, many, source_of, source_over, sweep, zeros_told
from dualcarbon.diagnosis.logarithmic import (
    WHERE,
    Array,
    Grid,
    Label,
    State,
    at,
    effects,
    grid_of,
    log_mean,
    states_of,
    years_of,
    zeros_met,
)
from dualcarbon.errors import InputError
from dualcarbon.vocabulary.faults import Fault, note
from dualcarbon.vocabulary.units import align

__all__ = ["Decomposition", "add", "chain", "join", "lmdi", "log_mean"]

TOLERANCE = 1e-9
"""Largest residual, as a fraction of the larger total. [1]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decomposition:
    """Effects of the factors on the change of a total between two years."""

    period: tuple[Label, Label]
    """First and last year."""
    start: float
    """Total in the first year. [unit]"""
    end: float
    """Total in the last year. [unit]"""
    effects: Mapping[str, xr.DataArray]
    """Additive effect of each factor in each cell. [unit]"""
    totals: Mapping[str, float]
    """Additive effect of each factor over all cells; they add up to ``end - start``. [unit]"""
    ratios: Mapping[str, float]
    """Multiplicative effect of each factor; their product is ``end / start``. Empty where a total is 0. [1]"""
    residual: float
    """What the effects leave over, by rounding. [unit]"""
    unit: str = ""
    """Unit of the quantity, of the additive effects and of the residual."""
    warnings: tuple[Fault, ...] = ()
    """Cells that appear, vanish or are 0 in both years."""

    @property
    def change(self) -> float:
        """Change of the total, in ``unit``."""
        return self.end - self.start

    def by(self, dim: str) -> dict[str, xr.DataArray]:
        """Give the additive effects summed over every dimension but one, in ``unit``."""
        joining.having(self, dim)
        return {
            name: effect.sum([d for d in effect.dims if d != dim]).assign_attrs(units=self.unit)
            for name, effect in self.effects.items()
        }

    def __str__(self) -> str:
        """Say what changed, and what each factor did to it."""
        parts = ", ".join(f"{name} {value:+.6g}" for name, value in self.totals.items())
        first, last = self.period
        return (
            f"from {self.start:.6g} in {first} to {self.end:.6g} in {last} {self.unit}".rstrip()
            + f" ({self.change:+.6g}): {parts}"
        )


def lmdi(
    start: Mapping[str, xr.DataArray],
    end: Mapping[str, xr.DataArray],
    *,
    period: tuple[Label, Label] = ("start", "end"),
    unit: str = "",
    totals: tuple[float, float] | None = None,
) -> Decomposition:
    r"""Share the change of a sum of products among its factors.

    .. math::
        V = \sum_c \prod_k x_{k,c}, \qquad
        \Delta V_k = \sum_c L(V_c^T, V_c^0) \ln \frac{x_{k,c}^T}{x_{k,c}^0}, \qquad
        D_k = \exp \frac{\Delta V_k}{L(V^T, V^0)}

    Parameters
    ----------
    start, end : mapping of str to DataArray (any dimensions that broadcast)
        Factors in the first and in the last year, none negative. [any; their product is in ``unit``]
    period : tuple, optional
        Names of the two years, for messages and for the result.
    unit : str, optional
        Unit of the product of the factors.
    totals : tuple of float, optional
        Totals known from elsewhere, to which the effects must add up. [unit]

    Returns
    -------
    Decomposition
        Additive effects by cell and in total [unit], and ratios [1].

    Raises
    ------
    Misaligned
        Two factors carry different labels on a dimension.
    InputError
        A factor is negative, missing where the cell is not 0, or of a size that cannot be multiplied:
        every such cell is listed and nothing is computed. Or the effects do not add up to the change
        of ``totals``.

    Notes
    -----
    Zeros take their analytic limits [2]_: the whole change of a cell that appears or vanishes goes to
    the factors that are 0, in equal parts. A factor that is undefined (0/0, not a number) in a year in
    which its cell is 0 takes the value of the other year, so that it has no effect.

    References
    ----------
    .. [1] B.W. Ang, "The LMDI approach to decomposition analysis: a practical guide",
           Energy Policy 33 (2005) 867-871.
    .. [2] B.W. Ang, N. Liu, "Handling zero values in the logarithmic mean Divisia index decomposition
           approach", Energy Policy 35 (2007) 238-246.

    Examples
    --------
    Twice the activity at the same intensity: the change of 10 is all activity's.

    >>> first = {"activity": xr.DataArray(5.0), "intensity": xr.DataArray(2.0)}
    >>> last = {"activity": xr.DataArray(10.0), "intensity": xr.DataArray(2.0)}
    >>> parts = lmdi(first, last)
    >>> {name: round(value, 9) for name, value in parts.totals.items()}
    {'activity': 10.0, 'intensity': 0.0}
    >>> round(parts.ratios["activity"], 9)
    2.0
    """
    grid = grid_of([start, end])
    if many(grid, 2):
        return _steps(source_of([start, end], period, grid), unit=unit, totals=totals)[0]
    before, after = states_of((start, end), grid, period)
    return _step(before, after, grid, unit=unit, totals=totals)


def chain(
    factors: Mapping[str, xr.DataArray],
    years: Sequence[int] | None = None,
    *,
    unit: str = "",
) -> tuple[Decomposition, ...]:
    """Decompose the change from each year to the next.

    Parameters
    ----------
    factors : mapping of str to DataArray (year, any dimensions that broadcast)
        Factors, none negative. [any; their product is in ``unit``]
    years : sequence of int, optional
        Years to go through, in order; all that the factors share if not given.
    unit : str, optional
        Unit of the product of the factors.

    Returns
    -------
    tuple of Decomposition
        One for each step; ``add`` joins them over a period. [unit]

    Raises
    ------
    Misaligned, InputError
        As ``lmdi``; or a year is not among those of the factors.

    References
    ----------
    .. [1] B.W. Ang, "The LMDI approach to decomposition analysis: a practical guide",
           Energy Policy 33 (2005) 867-871.

    Examples
    --------
    >>> years = {"year": [2010, 2011, 2012]}
    >>> use = xr.DataArray([1.0, 2.0, 4.0], coords=years)
    >>> [round(step.totals["use"], 9) for step in chain({"use": use})]
    [1.0, 2.0]
    """
    align(dict(factors), "chain")
    wanted = years_of(factors, years)
    yearly = [{n: at(f, year) for n, f in factors.items()} for year in wanted]
    grid = grid_of(yearly[:1])
    if many(grid, len(wanted)):
        return _steps(source_over(factors, wanted, grid, len(grid.dims)), unit=unit)
    states = states_of(yearly, grid, wanted)
    return tuple(_step(*pair, grid, unit=unit) for pair in itertools.pairwise(states))


def add(steps: Sequence[Decomposition]) -> Decomposition:
    """Add up the effects of consecutive steps: the chained form of a period.

    Parameters
    ----------
    steps : sequence of Decomposition
        Steps in order, each beginning where the one before ends. [one unit]

    Returns
    -------
    Decomposition
        Effects summed, ratios multiplied. [unit of the steps]

    Raises
    ------
    InputError
        The steps do not follow each other, or their units, factors or totals do not go together.
    Misaligned
        The steps cover different cells.

    References
    ----------
    .. [1] B.W. Ang, "The LMDI approach to decomposition analysis: a practical guide",
           Energy Policy 33 (2005) 867-871.

    Examples
    --------
    >>> use = xr.DataArray([1.0, 2.0, 4.0], coords={"year": [2010, 2011, 2012]})
    >>> whole = add(chain({"use": use}))
    >>> whole.period, round(whole.totals["use"], 9), round(whole.ratios["use"], 9)
    ((2010, 2012), 3.0, 4.0)
    """
    joining.consecutive(steps)
    names = list(steps[0].totals)
    defined = all(step.ratios for step in steps)
    return Decomposition(
        period=(steps[0].period[0], steps[-1].period[1]),
        start=steps[0].start,
        end=steps[-1].end,
        effects={n: sum((s.effects[n] for s in steps[1:]), steps[0].effects[n]) for n in names},
        totals={n: float(np.sum([s.totals[n] for s in steps])) for n in names},
        ratios={n: float(np.prod([s.ratios[n] for s in steps])) for n in names} if defined else {},
        residual=float(np.sum([s.residual for s in steps])),
        unit=steps[0].unit,
        warnings=tuple(w for s in steps for w in s.warnings),
    )


def join(parts: Sequence[Decomposition], dim: str) -> Decomposition:
    """Put decompositions of one period over different cells side by side.

    A factor that one part does not have has no effect on that part's cells.

    Parameters
    ----------
    parts : sequence of Decomposition
        Parts that share the period and every dimension but ``dim``, on which their labels differ. [one unit]
    dim : str
        Dimension along which they are put together.

    Returns
    -------
    Decomposition
        Effects over all cells; ratios of the joint total. [unit of the parts]

    Raises
    ------
    InputError
        Parts of different periods or units, or with the same labels on ``dim``.
    Misaligned
        The parts differ on another dimension.

    References
    ----------
    .. [1] B.W. Ang, "The LMDI approach to decomposition analysis: a practical guide",
           Energy Policy 33 (2005) 867-871.

    Examples
    --------
    >>> def one(sector, factor):
    ...     before, after = (xr.DataArray([x], coords={"sector": [sector]}) for x in (1.0, 3.0))
    ...     return lmdi({factor: before}, {factor: after})
    >>> whole = join([one("industry", "activity"), one("households", "use")], "sector")
    >>> {name: round(value, 9) for name, value in whole.totals.items()}
    {'activity': 2.0, 'use': 2.0}
    """
    joining.side_by_side(parts, dim)
    names = list(dict.fromkeys(name for part in parts for name in part.totals))
    start, end = (float(np.sum([getattr(p, at) for p in parts])) for at in ("start", "end"))
    totals = {n: float(np.sum([p.totals.get(n, 0.0) for p in parts])) for n in names}
    return Decomposition(
        period=parts[0].period,
        start=start,
        end=end,
        effects={n: xr.concat([_effect(p, n) for p in parts], dim) for n in names},
        totals=totals,
        ratios=_ratios(totals, start, end),
        residual=float(np.sum([p.residual for p in parts])),
        unit=parts[0].unit,
        warnings=tuple(w for p in parts for w in p.warnings),
    )


def _effect(part: Decomposition, name: str) -> xr.DataArray:
    """Give a factor's effect, nil where the part does not have that factor."""
    found = part.effects.get(name)
    return xr.zeros_like(next(iter(part.effects.values()))) if found is None else found


def _step(
    before: State,
    after: State,
    grid: Grid,
    *,
    unit: str,
    totals: tuple[float, float] | None = None,
) -> Decomposition:
    parts = effects(before, after)
    known = totals or (float(before.product.sum()), float(after.product.sum()))
    period = (before.year, after.year)
    return _put(parts, known, period, grid, unit=unit, zeros=zeros_met(before, after, grid))


def _steps(
    source: Source, *, unit: str, totals: tuple[float, float] | None = None
) -> tuple[Decomposition, ...]:
    """Decompose many cells from year to year."""
    swept, grid = sweep(source), source.grid
    sums = swept.totals.sum(axis=-1).tolist()
    zeros = zeros_told(swept, source.years)
    return tuple(
        _put(
            {n: e[i].reshape(grid.shape) for n, e in zip(source.names, swept.effects, strict=True)},
            totals or (sums[i], sums[i + 1]),
            (source.years[i], source.years[i + 1]),
            grid,
            unit=unit,
            zeros=told,
        )
        for i, told in enumerate(zeros)
    )


def _put(
    parts: Mapping[str, Array],
    known: tuple[float, float],
    period: tuple[Label, Label],
    grid: Grid,
    *,
    unit: str,
    zeros: tuple[Fault, ...],
) -> Decomposition:
    """Put effects by cell, and what follows from them, into words and labels."""
    sums = {name: float(np.broadcast_to(part, grid.shape).sum()) for name, part in parts.items()}
    start, end = known
    residual = float(np.sum(list(sums.values()))) - (end - start)
    _close(residual, start, end, period)
    ratios = _ratios(sums, start, end)
    return Decomposition(
        period=period,
        start=start,
        end=end,
        effects={n: grid.array(part).assign_attrs(units=unit) for n, part in parts.items()},
        totals=sums,
        ratios=ratios,
        residual=residual,
        unit=unit,
        warnings=zeros + _no_ratios(ratios, period),
    )


def _close(residual: float, start: float, end: float, period: tuple[Label, Label]) -> None:
    if abs(residual) <= TOLERANCE * max(start, end):
        return
    change = end - start
    told = {"effects": change + residual, "change": change, "residual": residual}
    first, last = period
    fault = note("LMDI004", WHERE, start=first, end=last, **told, tolerance=TOLERANCE)
    raise InputError(faults=[fault])


def _ratios(totals: Mapping[str, float], start: float, end: float) -> dict[str, float]:
    """Give the multiplicative effects that belong to additive ones."""
    if start == 0 or end == 0:
        return {}
    weight = float(log_mean(start, end))
    return {name: float(np.exp(total / weight)) for name, total in totals.items()}


def _no_ratios(ratios: Mapping[str, float], period: tuple[Label, Label]) -> tuple[Fault, ...]:
    return () if ratios else (note("LMDI008", WHERE, start=period[0], end=period[1]),)
