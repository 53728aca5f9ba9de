"""One yearly series, read from an array and never repaired."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from dualcarbon.errors import InputError
from dualcarbon.vocabulary.faults import Fault, Place, cut, note
from dualcarbon.vocabulary.units import align


@dataclass(frozen=True, slots=True)
class Series:
    """Values of years that follow one another, but for those in ``missing``."""

    first: int
    last: int
    values: NDArray[np.float64]
    """One for each year, if none is missing. [``unit``]"""
    missing: tuple[int, ...]
    unit: str

    def split(self, cuts: tuple[int, ...]) -> tuple[Series, ...]:
        """Give the sides of the breaks; each break is the first year of a side."""
        bounds = [self.first, *cuts, self.last + 1]
        return tuple(
            Series(a, b - 1, self.values[a - self.first : b - self.first], (), self.unit)
            for a, b in pairwise(bounds)
        )

    def growth(self, year: int) -> float:
        """Give the growth from the year before, as a fraction."""
        place = year - self.first
        return float(self.values[place] / self.values[place - 1] - 1)


def read(array: xr.DataArray, name: str) -> Series:
    """Read a series of one dimension, ``year``.

    Parameters
    ----------
    array : DataArray (year)
        Series. [any unit]
    name : str
        What the array is called in a refusal.

    Raises
    ------
    InputError
        Another dimension, or years that are not ascending whole numbers.

    Examples
    --------
    >>> read(xr.DataArray([1.0, 2.0, 4.0], coords={"year": [2015, 2016, 2018]}), "path").missing
    (2017,)
    """
    years = years_of(array, name, ("year",))
    values = np.asarray(array.values, dtype=np.float64)
    known = np.isfinite(values)
    first, last = int(years[0]), int(years[-1])
    missing = tuple(sorted({*range(first, last + 1)} - {int(y) for y in years[known]}))
    return Series(first, last, values, missing, str(array.attrs.get("units", "")))


def years_of(array: xr.DataArray, name: str, dims: tuple[str, ...]) -> NDArray[np.int_]:
    """Give the years of an array that has exactly these dimensions.

    Parameters
    ----------
    array : DataArray
        Yearly values. [any unit]
    name : str
        What the array is called in a refusal.
    dims : tuple of str
        Dimensions it must have, in any order.

    Returns
    -------
    array (year)
        Its labels. [calendar year]

    Raises
    ------
    InputError
        Other dimensions, or years that are not ascending whole numbers.
    """
    place = Place(key=name)
    if sorted(map(str, array.dims)) != sorted(dims) or "year" not in array.coords:
        shown = ", ".join(
            f"{d}" if d in array.coords else f"{d} without labels" for d in array.dims
        )
        raise InputError(faults=[note("PEAK013", place, text=shown, wanted=", ".join(dims))])
    labels = array["year"].values
    whole = np.issubdtype(labels.dtype, np.integer) and len(labels) > 0
    if not whole or (np.diff(labels.astype(np.int_)) <= 0).any():
        raise InputError(faults=[note("PEAK012", place, text=cut(", ".join(map(str, labels))))])
    return labels.astype(np.int_)


def read_driver(array: xr.DataArray, path: xr.DataArray) -> NDArray[np.float64]:
    """Read what moves the emissions: the same years, all positive.

    Parameters
    ----------
    array, path : DataArray (year)
        The driver and the emissions. [any unit]

    Returns
    -------
    array (year)
        Values of the driver. [unit of ``array``]

    Raises
    ------
    InputError
        A value is missing or not positive.
    Misaligned
        The years differ from those of the path.
    """
    years = years_of(array, "drivers", ("year",))
    align({"path": path, "drivers": array}, "judge")
    values = np.asarray(array.values, dtype=np.float64)
    bad = np.flatnonzero(~(np.isfinite(values) & (values > 0)))
    if len(bad):
        raise InputError(faults=[_refused(int(years[i]), float(values[i])) for i in bad])
    return values


def _refused(year: int, value: float) -> Fault:
    """Say which year of a driver cannot be used."""
    shown = {"en": "no number", "zh": "空值"} if np.isnan(value) else value
    return note("PEAK017", Place(key="drivers"), year=year, value=shown)
