"""What one measure costs and brings year by year: labelled arrays at the door, plain ones inside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import xarray as xr

from dualcarbon.errors import InputError
from dualcarbon.finance.cash_flow import Floats
from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.units import align, convert

Perspective: TypeAlias = Literal["social", "financial"]
SOCIAL: Perspective = "social"
FINANCIAL: Perspective = "financial"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """One measure's money and tonnes; arrays (year) or (member, year), real money of one price year."""

    id: str
    """Of the measure or project."""
    price_year: int
    """Price level of all money."""
    years: tuple[int, ...]
    """Each after the other; the first is t = 0."""
    abatement: Floats
    """Emissions avoided. [t CO2]"""
    investment: Floats
    """Money spent on units. [CNY]"""
    salvage: Floats
    """Rest value credited. [CNY]"""
    running: Floats
    """Operation, maintenance and other yearly cost. [CNY]"""
    social: Floats
    """Energy saved at the region's border, fuel taxes in the prices. [CNY]"""
    social_ex_tax: Floats
    """The same without fuel taxes. [CNY]"""
    financial: Floats
    """Energy saved at the owner's meter, fuel taxes in the prices. [CNY]"""
    financial_ex_tax: Floats
    """The same without fuel taxes. [CNY]"""
    carbon_price: Floats
    """Price of a tonne. [CNY/t CO2]"""

    @property
    def members(self) -> int:
        """How many members; 1 for a central run."""
        return (
            max(array.shape[0] for array in self._arrays() if array.ndim == 2) if self.many else 1
        )

    @property
    def many(self) -> bool:
        """Whether an array has members."""
        return any(array.ndim == 2 for array in self._arrays())

    def energy(self, perspective: Perspective, *, taxes: bool) -> Floats:
        """Give the energy saved [CNY] in the prices of a perspective."""
        by: dict[tuple[Perspective, bool], Floats] = {
            (SOCIAL, True): self.social,
            (SOCIAL, False): self.social_ex_tax,
            (FINANCIAL, True): self.financial,
            (FINANCIAL, False): self.financial_ex_tax,
        }
        return by[perspective, taxes]

    def cost(self, perspective: Perspective, *, taxes: bool) -> Floats:
        """Give the yearly cost [CNY], energy and rest value credited, without carbon."""
        saved = self.energy(perspective, taxes=taxes)
        return self.investment + self.running - self.salvage - saved

    def flows(self, perspective: Perspective, *, carbon: bool, taxes: bool) -> Floats:
        """Give the net flows [CNY]: money in is positive."""
        earned = self.carbon_price * self.abatement if carbon else 0.0
        return earned - self.cost(perspective, taxes=taxes)

    def rounding(self) -> float:
        """Give the size [CNY] below which a flow may be the rounding of larger amounts."""
        return 1e-9 * max(float(np.abs(array).max()) for array in self._money())

    def _money(self) -> tuple[Floats, ...]:
        energy = (self.social, self.social_ex_tax, self.financial, self.financial_ex_tax)
        return (self.investment, self.salvage, self.running, *energy)

    def _arrays(self) -> tuple[Floats, ...]:
        return (self.abatement, *self._money(), self.carbon_price)


def stream(
    id: str,
    *,
    price_year: int,
    abatement: xr.DataArray,
    investment: xr.DataArray,
    salvage: xr.DataArray,
    running: xr.DataArray,
    social: xr.DataArray,
    social_ex_tax: xr.DataArray,
    financial: xr.DataArray,
    financial_ex_tax: xr.DataArray,
    carbon_price: xr.DataArray,
) -> Stream:
    """Take the arrays of one measure: check their labels, convert their units.

    Parameters
    ----------
    id : str
        Of the measure or project.
    price_year : int
        Price level of all money.
    abatement : DataArray (year) or (member, year)
        Emissions avoided; positive where they fall. [t CO2]
    investment, salvage, running : DataArray (year) or (member, year)
        Money spent, rest value credited, yearly cost without energy. [CNY of ``price_year``]
    social, social_ex_tax : DataArray (year) or (member, year)
        Energy saved at the region's border, with and without fuel taxes; positive where money is saved.
        [CNY of ``price_year``]
    financial, financial_ex_tax : DataArray (year) or (member, year)
        Energy saved at the owner's meter, with and without fuel taxes. [CNY of ``price_year``]
    carbon_price : DataArray (year) or (member, year)
        Price of a tonne. [CNY of ``price_year``/t CO2]

    Returns
    -------
    Stream
        The same as plain arrays. [t CO2, CNY, CNY/t CO2]

    Raises
    ------
    InputError
        Other dimensions, years that do not follow one another, or a number that is not finite; all at once.
    UnitMismatch
        An array carries no unit, or one of another kind or price year.
    Misaligned
        Arrays differ in their years or members.
    """
    money = f"CNY{price_year}"
    given = {
        "investment": investment,
        "salvage": salvage,
        "running": running,
        "social": social,
        "social_ex_tax": social_ex_tax,
        "financial": financial,
        "financial_ex_tax": financial_ex_tax,
    }
    units = dict.fromkeys(given, money) | {"abatement": "t CO2", "carbon_price": f"{money}/t CO2"}
    arrays = given | {"abatement": abatement, "carbon_price": carbon_price}
    _refuse(id, arrays)
    align(arrays, "stream")
    plain = {name: _plain(convert(arrays[name], units[name], name=name)) for name in arrays}
    years = tuple(int(year) for year in abatement["year"].values)
    return Stream(id=id, price_year=price_year, years=years, **plain)


def _plain(array: xr.DataArray) -> Floats:
    return np.asarray(array.transpose(..., "year").values, dtype=np.float64)


def _refuse(id: str, arrays: Mapping[str, xr.DataArray]) -> None:
    """Refuse what is no series of years, all at once."""
    faults: list[Fault] = []
    for name, array in arrays.items():
        place = Place(key=f"{id}.{name}")
        if not _yearly(array):
            faults.append(note("FIN016", place, text=", ".join(map(str, array.dims))))
        elif not np.isfinite(array.values).all():
            gaps = ~np.isfinite(_plain(array)).reshape(-1, array.sizes["year"]).all(axis=0)
            years = ", ".join(str(year) for year in array["year"].values[gaps])
            faults.append(note("FIN009", place, text=years))
    if faults:
        raise InputError(faults=faults)


def _yearly(array: xr.DataArray) -> bool:
    """Tell whether an array has years that follow one another, perhaps members, and nothing else."""
    if not {"year"} <= set(array.dims) <= {"year", "member"} or "year" not in array.coords:
        return False
    years = array["year"].values
    return np.issubdtype(years.dtype, np.integer) and len(years) > 0 and (np.diff(years) == 1).all()
