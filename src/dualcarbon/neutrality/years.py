"""The years of a path: all of them, or a refusal."""

from __future__ import annotations

import numpy as np
import xarray as xr

from dualcarbon.errors import InputError
from dualcarbon.vocabulary.faults import Place, note


def yearly(path: xr.DataArray, name: str, start: int, end: int) -> xr.DataArray:
    """Give the years from ``start`` to ``end``, each with a value.

    Parameters
    ----------
    path : DataArray (year), perhaps with other dimensions
        Yearly values. [any unit]
    name : str
        What the path is called in a refusal.
    start, end : int
        First and last year, both included.

    Returns
    -------
    DataArray (year), perhaps with other dimensions
        Those years. [unit of ``path``]

    Raises
    ------
    InputError
        The years are outside the path, or one of them has no value.

    Examples
    --------
    >>> path = xr.DataArray([1.0, 2.0, 3.0], coords={"year": [2020, 2021, 2022]})
    >>> yearly(path, "co2", 2021, 2022).values.tolist()
    [2.0, 3.0]
    """
    place = Place(key=name)
    labels = path["year"].values
    first, last = int(labels.min()), int(labels.max())
    if not first <= start <= end <= last:
        raise InputError(
            faults=[note("NEUT006", place, start=start, end=end, first=first, last=last)]
        )
    whole = xr.apply_ufunc(np.isfinite, path).all([d for d in path.dims if d != "year"])
    known = {int(y) for y in labels[whole.values]}
    missing = [str(y) for y in range(start, end + 1) if y not in known]
    if missing:
        raise InputError(faults=[note("NEUT004", place, years=", ".join(missing))])
    return path.sel(year=range(start, end + 1))
