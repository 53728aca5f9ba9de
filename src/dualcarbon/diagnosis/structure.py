"""Of what energy and emissions are made up: shares by sector, by fuel, or by both."""

from __future__ import annotations

import xarray as xr

from dualcarbon.diagnosis import naming
from dualcarbon.errors import InputError
from dualcarbon.vocabulary.faults import Fault, Place, note

WHERE = Place(key="diagnosis.structure")


def shares(amount: xr.DataArray, *over: str) -> xr.DataArray:
    """Give the share of each part in the sum over some dimensions.

    Parameters
    ----------
    amount : DataArray (any dimensions)
        Parts of a whole, none negative: energy, emissions, value added. [any unit]
    *over : str
        Dimensions over which the shares sum to 1, for example ``"sector"``.

    Returns
    -------
    DataArray (as ``amount``)
        Shares as fractions. [1]

    Raises
    ------
    InputError
        A part is negative or missing, or a sum is 0; all of them are listed.

    Examples
    --------
    >>> use = xr.DataArray([30.0, 10.0], coords={"fuel": ["coal", "oil"]}, attrs={"units": "tce"})
    >>> [float(x) for x in shares(use, "fuel")]
    [0.75, 0.25]
    """
    faults = _unfit("SHARE002", amount.isnull(), amount) + _unfit("SHARE001", amount < 0, amount)
    whole = amount.sum(over)
    faults = faults or _unfit("SHARE003", whole == 0, whole, dims=", ".join(over))
    if faults:
        raise InputError(faults=faults)
    return (amount / whole).transpose(*amount.dims).assign_attrs(units="1")


def _unfit(code: str, mask: xr.DataArray, values: xr.DataArray, **told: str) -> list[Fault]:
    cells = naming.labelled(mask)
    found = values.to_numpy()[mask.to_numpy()]
    return [
        note(code, WHERE, cell=cell, value=float(value), **told)
        for cell, value in zip(cells, found, strict=True)
    ]
