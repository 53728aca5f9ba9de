"""Fuel that is raw material: each tonne of its carbon is emitted by a process, stored in products, or sent out, once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
import xarray as xr
from numpy.typing import NDArray

from dualcarbon.inventory import made_of_fuel
from dualcarbon.inventory.declared import Destination, EnergyRules
from dualcarbon.inventory.energy_cells import Cells
from dualcarbon.inventory.ledger import Floats, Formula, Line, Use
from dualcarbon.inventory.ledger import product as multiplied
from dualcarbon.inventory.made_of_fuel import CATEGORY, METHOD, PETROCHEMICALS, product
from dualcarbon.inventory.reference_approach import content
from dualcarbon.reference.formula import CO2_PER_C
from dualcarbon.reference.numbers import Number, Shelf
from dualcarbon.vocabulary.names import FUELS
from dualcarbon.vocabulary.units import dimensional

FLOW = "feedstock"
Claims = Mapping[str, NDArray[np.bool_]]
"""Products, each with the years (year) in which processes tell their carbon dioxide. [true or false]"""
FATES = ("emitted", "stored", "exported")
OWN = ("bitumen", "lubricants", "paraffin")
"""Fuels that are their own product: where their carbon goes is known without the study saying so."""
CLOSE = 1e-9
"""Share of a fuel's carbon that may be left over: what floating point leaves. [1]"""


@dataclass(frozen=True, slots=True)
class Posting:
    """The ledger of feedstock.

    ``carbon`` (year, fuel) is what went in; ``posted`` (year, fuel, product, fate) where it went. [t C]
    """

    carbon: xr.DataArray
    posted: xr.DataArray

    @property
    def left(self) -> xr.DataArray:
        """Carbon without a destination, (year, fuel); negative where it is posted twice. [t C]."""
        return self.carbon - self.posted.sum(["product", "fate"])

    def unsettled(self) -> list[tuple[int, str, float]]:
        """Give year, fuel and carbon [t C] wherever a fuel's carbon is not posted exactly once."""
        left = self.left
        far = abs(left) > CLOSE * abs(self.carbon)
        return [
            (int(left.year.values[i]), str(left.fuel.values[j]), float(left.values[i, j]))
            for i, j in np.argwhere(far.values).tolist()
        ]

    def fate(self, name: str) -> xr.DataArray:
        """Sum what has one fate, (year, fuel). [t C]."""
        return self.posted.sel(fate=name).sum("product")


def destinations(settings: EnergyRules, shelf: Shelf, year: int) -> tuple[Destination, ...]:
    """Give where carbon goes: what the study states, and what is known of bitumen, lubricants and waxes.

    Parameters
    ----------
    settings : EnergyRules
        Choices of the study.
    shelf : Shelf
        Holds the shares oxidised during use.
    year : int
        Year of the records.

    Returns
    -------
    tuple of Destination
        Shares of a fuel's carbon. [1]

    Raises
    ------
    InputError
        The shelf lacks a share.
    """
    stated = {d.fuel for d in settings.feedstock}
    known = [_known(fuel, shelf, year) for fuel in OWN if fuel not in stated]
    return (*settings.feedstock, *known)


def _known(fuel: str, shelf: Shelf, year: int) -> Destination:
    taken = shelf.take(fuel, "emitted_share", "1", year=year, kind=fuel)
    emitted = taken.value
    return Destination(
        fuel=fuel, product=fuel, emitted=emitted, emitted_lo95=taken.lo95, emitted_hi95=taken.hi95, stored=1.0 - emitted,
        source=taken.source, mark="M" if taken.mark == "M" else "",
    )  # fmt: skip


@dimensional(feedstock="tce", returns="t C")
def carbon(feedstock: xr.DataArray) -> xr.DataArray:
    """Compute the carbon of fuels used as raw material.

    Parameters
    ----------
    feedstock : DataArray (year, fuel)
        Energy of the flow ``feedstock``, all sectors. [tce]

    Returns
    -------
    DataArray (year, fuel)
        Carbon, nothing oxidised. [t C]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 3, ch. 1, sect. 1.3.
    """
    per_tce, _ = content(feedstock.fuel.values.tolist(), int(feedstock.year.values[-1]))
    return feedstock * per_tce


@dimensional(carbon="t C", returns="t C")
def posted(carbon: xr.DataArray, to: Sequence[Destination]) -> xr.DataArray:
    r"""Post the carbon of feedstock to products and fates.

    .. math:: P_{y,f,p,t} = C_{y,f} \, s_{f,p} \, \phi_{f,p,t}, \qquad \sum_{p,t} P_{y,f,p,t} = C_{y,f}

    Parameters
    ----------
    carbon : DataArray (year, fuel)
        What went in. [t C]
    to : sequence of Destination
        Shares by fuel, product and fate. [1]

    Returns
    -------
    DataArray (year, fuel, product, fate)
        Where it went; the law above holds where the shares of a fuel sum to 1. [t C]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 3, ch. 1, sect. 1.3: carbon of
       non-energy use is told once, where it is emitted, or as stored.

    Examples
    --------
    A hundred tonnes of carbon in gas, all of it to ammonia, a quarter of it bound in urea:

    >>> gas = xr.DataArray([[100.0]], coords={"year": [2020], "fuel": ["natural_gas"]}, dims=["year", "fuel"],
    ...                    attrs={"units": "t C"})
    >>> ammonia = Destination(fuel="natural_gas", product="ammonia", emitted=0.75, exported=0.25)
    >>> posted(gas, [ammonia]).sel(product="ammonia")[0, 0].values.tolist()
    [75.0, 0.0, 25.0]
    """
    products = list(dict.fromkeys(d.product for d in to))
    coords = {"fuel": carbon.fuel.values.tolist(), "product": products, "fate": list(FATES)}
    shares = xr.DataArray(
        np.zeros([len(c) for c in coords.values()]), coords=coords, dims=list(coords)
    )
    for one in (d for d in to if d.fuel in coords["fuel"]):
        fates = [one.emitted, one.stored, one.exported]
        here = {"fuel": one.fuel, "product": one.product}
        shares.loc[here] = shares.sel(here).values + one.share * np.array(fates)
    return carbon * shares


def post(energy: xr.DataArray, to: Sequence[Destination]) -> Posting | None:
    """Keep the ledger of an account's feedstock.

    Parameters
    ----------
    energy : DataArray (year, sector, flow, fuel)
        The account. [tce]
    to : sequence of Destination
        Shares by fuel, product and fate. [1]

    Returns
    -------
    Posting or None
        Nothing where the account sets no feedstock apart. [t C]
    """
    if FLOW not in energy.flow.values:
        return None
    apart = energy.sel(flow=FLOW, drop=True).sum("sector")
    names = [
        f for f in apart.fuel.values.tolist() if fossil(f) and bool((apart.sel(fuel=f) != 0).any())
    ]
    if not names:
        return None
    went = carbon(apart.sel(fuel=names).assign_attrs(units="tce"))
    return Posting(went, posted(went, to))


def claimed(others: Iterable[Line]) -> dict[str, NDArray[np.bool_]]:
    """Give the products whose emission processes tell from what was made or used, and the years in which they do.

    A statistic alone claims nothing: where its kind keeps processes from telling anything, or a year is left out, nothing
    or counted elsewhere, feedstock tells it.

    Parameters
    ----------
    others : iterable of Line
        Lines of the account beside those of energy.

    Returns
    -------
    dict
        By product, (year). [true or false]
    """
    return made_of_fuel.years_told(others)


def fossil(fuel: str) -> bool:
    """Tell whether a fuel holds fossil carbon of its own.

    Examples
    --------
    >>> fossil("naphtha"), fossil("electricity"), fossil("other_energy")
    (True, False, False)
    """
    return FUELS[fuel].more["group"] in ("coal", "oil", "natural_gas")


def lines(
    energy: xr.DataArray, rows: pl.DataFrame, to: Iterable[Destination], claimed: Claims | None = None
) -> tuple[Line, ...]:  # fmt: skip
    """Give what feedstock emits in processes, and what it stores, as lines.

    Parameters
    ----------
    energy : DataArray (year, sector, flow, fuel)
        The account. [tce]
    rows : DataFrame
        The yearbook's rows of it. [tce]
    to : iterable of Destination
        Shares by fuel, product and fate. [1]
    claimed : mapping, optional
        Products whose emission other lines of the account tell from what was made, each with the years (year) in which
        they do; it is left out here in these. [true or false]

    Returns
    -------
    tuple of Line
        Emitted under the product's category; stored and sent out as memo, in no total. [t CO2]
    """
    if FLOW not in energy.flow.values:
        return ()
    cells, fuels = Cells(energy, rows), energy.fuel.values.tolist()
    return tuple(
        _line(cells, sector, one, fate, _left(fate, one, claimed))
        for one in to if one.fuel in fuels
        for sector in energy.sector.values.tolist()
        if bool((energy.sel(sector=sector, flow=FLOW, fuel=one.fuel) != 0).any())
        for fate in FATES
        if getattr(one, fate) * one.share > 0 and bool(_left(fate, one, claimed).any())
    )  # fmt: skip


def _left(fate: str, one: Destination, claimed: Claims | None) -> NDArray[np.bool_]:
    """Tell the years (year), or all (1), in which a fate is told by feedstock: what processes emit is left to them."""
    told = (claimed or {}).get(product(one.product)) if fate == "emitted" else None
    return np.ones(1, bool) if told is None else ~told


def _in_years(formula: Formula, left: NDArray[np.bool_]) -> Formula:
    """Give a formula that gives nothing in the other years."""

    def kept(*arrays: Floats) -> Floats:
        return formula(*arrays) * left

    return formula if left.all() else kept


def _line(cells: Cells, sector: str, one: Destination, fate: str, left: NDArray[np.bool_]) -> Line:  # fmt: skip
    per_tce, _ = content([one.fuel], cells.years[-1])
    activity, formula = cells.of(sector, FLOW, one.fuel, multiplied)
    ends = (one.emitted_lo95, one.emitted_hi95) if fate == "emitted" else (None, None)
    low, high = (None if end is None else end * one.share for end in ends)
    share = Number(
        id=f"feedstock:{one.fuel}:{one.product}:{fate}", item=one.fuel, kind=one.product, quantity=f"{fate}_share",
        value=one.share * getattr(one, fate), unit="1", lo95=low, hi95=high, source=one.source or "study.toml", mark=one.mark,
    )  # fmt: skip
    co2 = Number(
        id=f"feedstock:{one.fuel}:carbon", item=one.fuel, quantity="CO2", value=float(per_tce[0]) * CO2_PER_C, unit="t CO2/tce",
        source="guideline-2011",
    )  # fmt: skip
    return Line(
        id=f"feedstock:{sector}:{one.fuel}:{one.product}:{fate}:CO2", category=CATEGORY.get(product(one.product), PETROCHEMICALS),
        gas="CO2", years=cells.years, inputs=(*activity, Use((share,)), Use((co2,))), formula=_in_years(formula, left),
        method=METHOD, sector=sector, flow=FLOW, fuel=one.fuel, item=one.product, kind=fate,
        memo="" if fate == "emitted" else "stored",
    )  # fmt: skip
