"""What drove the change of many cells from year to year: only sums by region, or another dimension, are kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
import xarray as xr

from dualcarbon.diagnosis.blocks import Source, Swept, many, source_over, sweep, zeros_told
from dualcarbon.diagnosis.logarithmic import Array, Grid, Label, at, grid_of, log_mean, years_of
from dualcarbon.errors import InputError
from dualcarbon.vocabulary.faults import Fault
from dualcarbon.vocabulary.units import align


@dataclass(frozen=True, slots=True, kw_only=True)
class Yearly:
    """Effects of the factors from each year to the next, by group of cells."""

    effects: Mapping[str, xr.DataArray]
    """Additive effect of each factor (year, dimensions kept), under the year in which a step ends. [unit]"""
    totals: xr.DataArray
    """The quantity (year, dimensions kept). [unit]"""
    warnings: tuple[Fault, ...] = ()
    """Cells that appear, vanish or are 0 in both years."""

    @property
    def residual(self) -> xr.DataArray:
        """What the effects leave over, by rounding, in the unit of the quantity."""
        effects = np.sum([effect.values for effect in self.effects.values()], axis=0)
        return _of_steps(effects - np.diff(self.totals.values, axis=0), self)

    def ratios(self) -> dict[str, xr.DataArray]:
        r"""Give the multiplicative effects, which follow from the additive ones.

        .. math:: D_k = \exp \frac{\Delta V_k}{L(V^T, V^0)}

        Returns
        -------
        dict of DataArray (year, dimensions kept)
            Effect of each factor; over the factors they multiply to the growth. Empty where a total is 0 and there
            is no growth to tell. [1]

        References
        ----------
        .. [1] B.W. Ang, "The LMDI approach to decomposition analysis: a practical guide",
               Energy Policy 33 (2005) 867-871.
        """
        if (self.totals == 0).any():
            return {}
        weight = log_mean(self.totals.values[:-1], self.totals.values[1:])
        powers = {name: np.exp(effect.values / weight) for name, effect in self.effects.items()}
        return {n: _of_steps(p, self).assign_attrs(units="1") for n, p in powers.items()}


def _of_steps(values: Array, like: Yearly) -> xr.DataArray:
    return next(iter(like.effects.values())).copy(data=values)


def yearly(
    factors: Mapping[str, xr.DataArray],
    years: Sequence[int] | None = None,
    *,
    keep: Sequence[str] = (),
    unit: str = "",
) -> Yearly:
    """Decompose the change from each year to the next and add the effects up over all dimensions but some.

    Parameters
    ----------
    factors : mapping of str to DataArray (year, any dimensions that broadcast)
        Factors, none negative. [any; their product is in ``unit``]
    years : sequence of int, optional
        Years to go through, in order; all that the factors share if not given.
    keep : sequence of str, optional
        Dimensions of the result beside the years, for example ``region``.
    unit : str, optional
        Unit of the product of the factors.

    Returns
    -------
    Yearly
        Effects by step and totals by year. [unit]

    Raises
    ------
    Misaligned, InputError
        As ``decomposition.chain``; or a dimension to keep is not one of the factors; or there is no second year.

    Notes
    -----
    Many cells are taken in blocks by a compiled function, on all processors; few by NumPy. Both treat zeros by
    the same limits and give the same numbers. Cells that appear or vanish are counted, not named, and among
    many cells a thousand faults are enough to refuse.

    References
    ----------
    .. [1] B.W. Ang, "The LMDI approach to decomposition analysis: a practical guide",
           Energy Policy 33 (2005) 867-871.

    Examples
    --------
    >>> cells = {"year": [2010, 2011], "region": ["north", "south"]}
    >>> use = xr.DataArray([[1.0, 5.0], [2.0, 4.0]], coords=cells)
    >>> found = yearly({"use": use, "factor": xr.DataArray(3.0)}, keep=["region"])
    >>> found.effects["use"].sel(year=2011).round(9).values.tolist()
    [3.0, -3.0]
    >>> [round(x, 9) for x in found.ratios()["use"].sel(year=2011).values.tolist()]
    [2.0, 0.8]
    """
    align(dict(factors), "yearly")
    wanted = years_of(factors, years)
    own = grid_of([{n: at(f, y) for n, f in factors.items()} for y in wanted[:1]])
    if lacking := [d for d in keep if d not in own.dims]:
        msg = f"yearly: no factor has the dimension {', '.join(map(repr, lacking))}, only {', '.join(own.dims) or 'years'}"
        raise InputError(msg)
    if len(wanted) < 2 or 0 in own.shape:
        msg = f"yearly: a change needs two years and a cell, not years {', '.join(map(str, wanted)) or '-'} and {prod(own.shape)} cells"
        raise InputError(msg)
    source = source_over(factors, wanted, _ordered(own, keep), len(keep))
    swept = sweep(source, compiled=many(own, len(wanted)))
    return _labelled(source, swept, unit)


def _ordered(grid: Grid, keep: Sequence[str]) -> Grid:
    """Put the dimensions first that are kept."""
    length = dict(zip(grid.dims, grid.shape, strict=True))
    dims = (*keep, *(d for d in grid.dims if d not in keep))
    return Grid(dims, tuple(length[d] for d in dims), grid.coords)


def _labelled(source: Source, swept: Swept, unit: str) -> Yearly:
    """Give the sums the labels of their years and groups."""
    dims, shape = source.grid.dims[: source.kept], source.grid.shape[: source.kept]
    coords = {d: labels for d, labels in source.grid.coords.items() if d in dims}

    def array(values: Array, years: Sequence[Label]) -> xr.DataArray:
        labels = {"year": list(years), **coords}
        whole = values.reshape(len(years), *shape)
        return xr.DataArray(whole, labels, ("year", *dims), attrs={"units": unit})

    effects = zip(source.names, swept.effects, strict=True)
    return Yearly(
        effects={name: array(values, source.years[1:]) for name, values in effects},
        totals=array(swept.totals, source.years),
        warnings=tuple(fault for step in zeros_told(swept, source.years) for fault in step),
    )
