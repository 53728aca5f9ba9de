"""The share of non-fossil energy, in both ways of counting primary electricity."""

from __future__ import annotations

from dataclasses import dataclass

import xarray as xr

from dualcarbon.diagnosis.intensity import must_be_positive
from dualcarbon.errors import InputError
from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.units import align, convert

WHERE = Place(key="diagnosis.nonfossil_share")
CALORIFIC_RATE = 0.1229
"""Standard coal of one kilowatt hour by its heat (GB/T 2589). [kgce/kWh]"""
SOLD = 1e-3
"""Net electricity sent out beyond this share of the total is no statistical difference. [1]"""
HIGHEST_RATE = 0.6
"""Above this a coal rate of generation is a slip of unit. [kgce/kWh]"""
CONVENTIONS = {
    "calorific": {"en": "calorific", "zh": "当量值口径"},
    "coal_equivalent": {"en": "coal-equivalent", "zh": "等价值口径"},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NonfossilShare:
    """Share of non-fossil energy in both standard-coal conventions."""

    calorific: xr.DataArray | None
    """Primary electricity counted by its heat (year). [1]"""
    coal_equivalent: xr.DataArray | None
    """Primary electricity counted at the coal rate of generation (year). [1]"""
    warnings: tuple[Fault, ...] = ()
    """What could not be known."""

    @property
    def official(self) -> xr.DataArray | None:
        """The share that the official target reads: the coal-equivalent one."""
        return self.coal_equivalent

    def __str__(self) -> str:
        """Give the shares of the last year."""
        both = {"calorific": self.calorific, "coal-equivalent (official)": self.coal_equivalent}
        told = ", ".join(f"{n} {float(s[-1]):.1%}" for n, s in both.items() if s is not None)
        return f"non-fossil share in the last year: {told}"


def nonfossil_share(
    total: xr.DataArray,
    electricity: xr.DataArray,
    *,
    other: xr.DataArray | None = None,
    imported: xr.DataArray | None = None,
    coal_rate: float | xr.DataArray | None = None,
    convention: str = "calorific",
) -> NonfossilShare:
    r"""Give the share of non-fossil energy in both standard-coal conventions.

    .. math:: w = \frac{k N + R}{E + (k - 1)(N + M)}, \qquad k = r / 0.1229

    With primary electricity :math:`N`, other non-fossil energy :math:`R`, electricity brought in
    :math:`M`, total energy :math:`E` by heat and the coal rate :math:`r`; by heat :math:`k = 1`.

    Parameters
    ----------
    total : DataArray (year)
        Total energy consumption. [tce]
    electricity : DataArray (year)
        Primary non-fossil electricity made in the region. [tce]
    other : DataArray (year), optional
        Other non-fossil energy (heat, biomass). [tce]
    imported : DataArray (year), optional
        Electricity brought in, in ``total`` but of unknown origin. [tce]
    coal_rate : float or DataArray (year), optional
        Coal rate of generation in the year. [kgce/kWh]
    convention : str
        How the data count primary electricity: ``calorific`` or ``coal_equivalent``.

    Returns
    -------
    NonfossilShare
        Shares [1]; none where electricity is sent out in net terms, INT010: how much of it is non-fossil is not known.

    Raises
    ------
    InputError
        The convention is unknown, the coal rate is out of range, or the total is 0.
    Misaligned
        The series do not cover the same years.

    References
    ----------
    .. [1] GB/T 2589-2020, "General rules for calculation of the comprehensive energy consumption".

    Examples
    --------
    >>> def tce(x):
    ...     return xr.DataArray([x], coords={"year": [2017]}, attrs={"units": "tce"})
    >>> shares = nonfossil_share(tce(100.0), tce(10.0), coal_rate=0.2458)
    >>> round(float(shares.calorific[0]), 6), round(float(shares.official[0]), 6)
    (0.1, 0.181818)
    """
    if convention not in CONVENTIONS:
        msg = f'nonfossil_share: convention "{convention}" is not one of {", ".join(CONVENTIONS)}'
        raise InputError(msg)
    named = {"total": total, "electricity": electricity, "other": other, "imported": imported}
    given = {n: convert(a, "tce", name=n) for n, a in named.items() if a is not None}
    align(given, "nonfossil_share")
    must_be_positive(given["total"], {"en": "total energy", "zh": "能源消费总量"})
    if bool((given.get("imported", 0.0 * total) < -SOLD * given["total"]).any()):
        sold = (note("INT010", WHERE),)
        return NonfossilShare(calorific=None, coal_equivalent=None, warnings=sold)
    told = () if imported is None else (note("INT009", WHERE),)
    own = _share(given, xr.DataArray(1.0))
    if coal_rate is None:
        told = (note("INT007", WHERE, known=CONVENTIONS[convention]), *told)
        by_heat, by_coal = (own, None) if convention == "calorific" else (None, own)
    else:
        k = _rate(coal_rate) / CALORIFIC_RATE
        by_heat, by_coal = (
            (own, _share(given, k)) if convention == "calorific" else (_share(given, 1 / k), own)
        )
    return NonfossilShare(calorific=by_heat, coal_equivalent=by_coal, warnings=told)


def _share(given: dict[str, xr.DataArray], k: xr.DataArray) -> xr.DataArray:
    """Give the share when each tonne of primary electricity counts ``k`` times."""
    nil = xr.zeros_like(given["total"])
    electricity, imported = given["electricity"], given.get("imported", nil)
    whole = given["total"] + (k - 1) * (electricity + imported)
    return ((k * electricity + given.get("other", nil)) / whole).assign_attrs(units="1")


def _rate(coal_rate: float | xr.DataArray) -> xr.DataArray:
    rate = xr.DataArray(coal_rate)
    values = rate.to_numpy()
    odd = values[~((values >= CALORIFIC_RATE) & (values <= HIGHEST_RATE))]
    if odd.size:
        raise InputError(faults=[note("INT008", WHERE, value=float(odd[0]))])
    return rate
