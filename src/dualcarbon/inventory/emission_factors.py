"""Which factor every cell of an account uses, and which record it came from."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import xarray as xr

from dualcarbon.inventory.totals import CARRIERS, TRADE
from dualcarbon.reference.editions import Order, order
from dualcarbon.reference.factors import resolve
from dualcarbon.reference.own import plausible, shelf
from dualcarbon.reference.records import FactorRecord, Resolution
from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.names import FLOWS, FUELS, SECTORS
from dualcarbon.yearbook.series import spans

Key = tuple[str, int, str, str, str]  # purpose, year, sector, flow, fuel
UNBURNT = (*CARRIERS, "nonfossil", "hydrogen", "total")
NOT_BURNT = (*TRADE, "feedstock")
"""Flows whose fuel is burnt elsewhere, or whose carbon goes into products."""
MISSING = "rule:R2:"
"""Begin of the id of a factor that counts the carbon missing in products: the rule sets it, of any size and sign."""
UNIT = "t CO2/tce"
PLAUSIBLE = (0.0, 4.5)
"""What fuels taken as a group can emit. [t CO2/tce]"""


@dataclass(frozen=True, slots=True)
class Factors:
    """Factors of an account and the record behind each.

    Attributes
    ----------
    direct, user : DataArray (year, sector, flow, fuel)
        Carbon dioxide where the fuel burns, and as charged to users of electricity and heat. [t CO2/tce]
    trade : DataArray (year, fuel)
        Carbon dioxide of imported electricity and heat. [t CO2/tce]
    records : (purpose, year, sector, flow, fuel) -> FactorRecord
        Record of every factor in use.
    """

    direct: xr.DataArray
    user: xr.DataArray
    trade: xr.DataArray
    records: Mapping[Key, FactorRecord] = field(default_factory=dict)
    warnings: tuple[Fault, ...] = ()


def assign(
    energy: xr.DataArray,
    own: Sequence[FactorRecord],
    *,
    region: str,
    charged: Sequence[tuple[str, str]] = (),
    convention: str = "calorific",
    editions: Order | None = None,
) -> Factors:
    """Find the factor of every cell of an account.

    The region's own factors go before guideline, national and IPCC defaults; a cell that is empty in a year
    gets a factor too, since a scenario may fill it, but no warning.

    Parameters
    ----------
    energy : DataArray (year, sector, flow, fuel)
        The account. [tce]
    own : sequence of FactorRecord
        The study's own factors, and those of editions of its own. [t CO2/tce]
    region : str
        GB/T 2260 code, for the grid factor of imports.
    charged : sequence of pairs (sector, flow)
        Where electricity and heat are charged to their users by some published total.
    convention : {"calorific", "coal_equivalent"}
        How the account counts electricity; factors per kilowatt-hour are turned the same way.
    editions : Order, optional
        Editions in order of preference; those of the package if not given.

    Returns
    -------
    Factors
        With one warning for each thing worth knowing about a fuel and flow, not one for each cell.

    Raises
    ------
    InputError
        A fuel has no factor in any tier.
    """
    found = functools.partial(resolve, region=region, local=shelf(own), convention=convention)
    book = _Book(energy, found, editions or order())
    direct = book.fill("direct", burnt(energy))
    carriers = [c for c in CARRIERS if c in energy.fuel.values]
    user = book.fill("user", [(s, w, c) for s, w in charged for c in carriers])
    return Factors(direct, user, book.trade(carriers), book.records, book.told())


class _Book:
    """The records of an account while they are being found."""

    def __init__(
        self, energy: xr.DataArray, found: Callable[..., Resolution], editions: Order
    ) -> None:
        self.energy, self._found, self.editions = energy, found, editions
        self.places: dict[str, dict[object, int]] = {
            str(d): {label: i for i, label in enumerate(energy[d].values.tolist())}
            for d in energy.dims
        }
        self.records: dict[Key, FactorRecord] = {}
        self.warnings: dict[str, Fault] = {}
        self.cells: dict[str, list[Key]] = {}

    def found(self, fuel: str, purpose: str, **cell: Any) -> Resolution:  # noqa: ANN401 - year, sector and flow
        """Look for the factor of a cell in the editions that serve its fuel."""
        return self._found(fuel, purpose=purpose, tiers=self.editions.of((fuel, purpose)), **cell)

    def fill(self, purpose: str, cells: Sequence[tuple[str, str, str]]) -> xr.DataArray:
        """Give the factors of cells for one purpose, 0 elsewhere. [t CO2/tce]."""
        amounts, values = self.energy.values, np.zeros(self.energy.shape)
        for sector, flow, fuel in cells:
            for year in self.energy.year.values.tolist():
                here = self._place(year=year, sector=sector, flow=flow, fuel=fuel)
                taken = self.found(fuel, purpose, year=year, sector=sector, flow=flow)
                values[here] = taken.value
                if amounts[here] != 0.0:
                    self._note((purpose, year, sector, flow, fuel), taken)
        return self.energy.copy(data=values).assign_attrs(units=UNIT)

    def _place(self, **labels: object) -> tuple[int, ...]:
        """Give where a cell stands in the array: thousands are asked for, one by one."""
        return tuple(self.places[str(dim)][labels[str(dim)]] for dim in self.energy.dims)

    def trade(self, carriers: Sequence[str]) -> xr.DataArray:
        """Give the factors of traded electricity and heat, (year, fuel); other trade carries none. [t CO2/tce].

        A region with plants gets that of electricity even if it bought none: a scenario may.
        """
        factor = xr.zeros_like(self.energy.sum(["sector", "flow"]))
        trade = self.energy.sel(flow=[w for w in self.energy.flow.values if w in TRADE])
        may = {"electricity"} if "power" in self.energy.flow.values else set()  # in a future
        for fuel in (c for c in carriers if c in may or bool((trade.sel(fuel=c) != 0).any())):
            sector = _trader(trade.sel(fuel=fuel))
            for year in self.energy.year.values.tolist():
                taken = self.found(fuel, "import", year=year, sector=sector, flow="import")
                factor.loc[{"year": year, "fuel": fuel}] = taken.value
                for flow in (str(w) for w in trade.flow.values):
                    if bool((trade.sel(year=year, fuel=fuel, flow=flow) != 0).any()):
                        self._note(("import", year, "", flow, fuel), taken)
        return factor.assign_attrs(units=UNIT)

    def _note(self, key: Key, taken: Resolution) -> None:
        self.records[key] = taken.record
        for warning in taken.warnings:
            about = f"{warning.code} {key[3]} {key[4]}"
            self.warnings.setdefault(about, warning)
            self.cells.setdefault(about, []).append(key)

    def told(self) -> tuple[Fault, ...]:
        """Give one warning for each thing worth knowing, placed by all the sectors and years that it holds for."""
        return tuple(
            Fault(first.code, Place(key=_extent(self.cells[about])), first.params)
            for about, first in self.warnings.items()
        )


def _extent(cells: Sequence[Key]) -> str:
    """Give the fuel, sectors and years of cells as a short text."""
    sectors = ", ".join(dict.fromkeys(key[2] for key in cells if key[2]))
    fuel, years = cells[0][4], spans(key[1] for key in cells)
    return " ".join(part for part in (fuel, sectors, years) if part)


def with_sales(factors: Factors, chosen: xr.DataArray) -> Factors:
    """Give the records of trade the factor that net trade was counted at.

    Parameters
    ----------
    factors : Factors
        As found, trade at the factor of what is brought in. [t CO2/tce]
    chosen : DataArray (year, fuel)
        As ``totals.trade_factor`` chose: the own plants' where more is sold than bought. [t CO2/tce]

    Returns
    -------
    Factors
        With the records of sales in place of those of purchases. [t CO2/tce]
    """
    records = dict(factors.records)
    for key, record in factors.records.items():
        purpose, year, _, _, fuel = key
        if purpose != "import" or float(chosen.sel(year=year, fuel=fuel)) == record.value:
            continue
        records[key] = dataclasses.replace(
            record,
            id=f"own plants:{fuel}:{year}",
            value=float(chosen.sel(year=year, fuel=fuel)),
            lo95=None,
            hi95=None,
            source="this account: emissions of the plants over what they made",
            mark="C",
        )
    return dataclasses.replace(factors, records=records)


def burnt(energy: xr.DataArray) -> list[tuple[str, str, str]]:
    """Give the cells (sector, flow, fuel) that burn something in any year.

    Parameters
    ----------
    energy : DataArray (year, sector, flow, fuel)
        The account. [tce]
    """
    dims = ("sector", "flow", "fuel")
    sectors, flows, fuels = (energy[dim].values.tolist() for dim in dims)
    any_year = (energy != 0).any("year").transpose(*dims).values
    cells = [(sectors[i], flows[j], fuels[k]) for i, j, k in np.argwhere(any_year)]
    return [(s, w, f) for s, w, f in cells if w not in NOT_BURNT and f not in UNBURNT]


def balancing(energy: xr.DataArray, factors: Factors) -> list[Fault]:
    """Tell which factors of the last year no fuel can have: they close a balance, and futures hold them.

    Parameters
    ----------
    energy : DataArray (year, sector, flow, fuel)
        The account. [tce]
    factors : Factors
        Its factors. [t CO2/tce]
    """
    year = int(energy.year.values[-1])
    told = []
    for sector, flow, fuel in burnt(energy):
        here = {"year": year, "sector": sector, "flow": flow, "fuel": fuel}
        value = float(factors.direct.sel(here))
        record = factors.records.get(("direct", year, sector, flow, fuel))
        if record is not None and record.id.startswith(MISSING):
            continue
        if float(energy.sel(here)) != 0.0 and not PLAUSIBLE[0] <= value <= _highest(fuel):
            names = (SECTORS.both(sector), FLOWS.both(flow), FUELS.both(fuel))
            told.append(
                note(
                    "INV003",
                    None,
                    year=year,
                    value=value,
                    sector=names[0],
                    flow=names[1],
                    fuel=names[2],
                )
            )
    return told


def _highest(fuel: str) -> float:
    """Give the most that a fuel can emit: lean gases of furnaces carry more carbon for their heat than a group does."""
    bounds = plausible(fuel) if FUELS[fuel].more["kind"] == "fuel" else None
    return max(PLAUSIBLE[1], bounds[1] if bounds else 0.0)


def idle(own: Sequence[FactorRecord], energy: xr.DataArray, factors: Factors) -> list[Fault]:
    """Tell of stated factors that no cell of the account can take, zeros and factors of users apart.

    Parameters
    ----------
    own : sequence of FactorRecord
        The study's own factors.
    energy : DataArray (year, sector, flow, fuel)
        The account. [tce]
    factors : Factors
        Those in use.

    Returns
    -------
    list of Fault
        INV015, naming the first; none if every row serves something in some year.
    """
    used = {record.id for record in factors.records.values()}
    trade = energy.sel(flow=[w for w in energy.flow.values if w in TRADE])
    sectors = energy.sector.values[(trade != 0).any(["year", "flow", "fuel"]).values]
    bought = [(str(s), "import", c) for s in (*sectors, "energy_supply") for c in CARRIERS]
    flows = [str(w) for w in energy.flow.values if w not in NOT_BURNT]
    fuels = [str(f) for f in energy.fuel.values if f not in UNBURNT]
    known = [(str(s), w, f) for s in energy.sector.values for w in flows for f in fuels]
    cells = {"direct": known, "import": bought}
    stated = [r for r in own if r.purpose in cells and r.value and r.id not in used]
    left = [r for r in stated if not any(_serves(r, cell) for cell in cells[r.purpose])]
    if not left:
        return []
    file, _, line = left[0].id.partition(":")
    place = Place(file=file, line=int(line) if line.isdecimal() else None)
    return [
        note(
            "INV015", place, count=len(left), fuel=FUELS.both(left[0].fuel), purpose=left[0].purpose
        )
    ]


def _serves(record: FactorRecord, cell: tuple[str, str, str]) -> bool:
    """Tell whether a record may serve a cell (sector, flow, fuel)."""
    sector, flow, fuel = cell
    here = record.sector in ("", "total", sector) and record.flow in ("", flow)
    return here and record.fuel == fuel


def _trader(trade: xr.DataArray) -> str:
    """Give the sector that the rows of trade stand in, which the study's own factor names too."""
    used = (trade != 0).any([d for d in trade.dims if d != "sector"])
    return next((str(sector) for sector in trade.sector.values[used.values]), "energy_supply")
