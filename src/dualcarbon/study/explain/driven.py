"""What a decomposition is made of, sector by sector: emissions of a fuel, and its drivers, down to the rows of the tables."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence

import xarray as xr

from dualcarbon.diagnosis import account as drivers_account
from dualcarbon.diagnosis import drivers
from dualcarbon.diagnosis.decomposition import Decomposition, chain
from dualcarbon.diagnosis.drivers import Factors
from dualcarbon.inventory.totals import TRADE
from dualcarbon.provenance.derivation import Input
from dualcarbon.study import characteristics
from dualcarbon.study.explain.notebook import Notebook
from dualcarbon.study.peaks import APART

SUM = ("sum of these", "各项之和")
OVER = ("the first / the second", "前者 / 后者")
PARTS: Mapping[str, tuple[str, ...]] = {
    "population": ("people",),
    "affluence": ("gdp", "people"),
    "activity": ("gdp",),
    "structure": ("added", "gdp"),
    "intensity": ("use", "added"),
    "use": ("use",),
    "use_per_head": ("use", "people"),
    "mix": ("energy", "use"),
    "factor": ("emissions", "energy"),
}
"""What each driver is, or what it is divided by."""


class OfDrivers:
    """The account that the drivers of a run are told of, made again once, and where its numbers stand."""

    def __init__(self, note: Notebook) -> None:
        self.note = note
        whole, _ = characteristics.decomposed(note.prepared.study, note.account)
        self.account, _ = drivers_account.ready(whole)
        self.groups, _ = drivers.factors(whole)
        _, _, self._rest = characteristics.explained(note.prepared.study, note.account)
        self._steps: dict[tuple[int, str, str], Decomposition] = {}

    def group(self, sector: str, effect: str) -> Factors | None:
        """Give the factors that the emissions of a sector are written with; nothing where the effect is not among them."""
        held = (g for g in self.groups if sector in g["factor"].sector.values.tolist())
        found = next(held, None)
        return found if found is not None and effect in found else None

    def effect(self, sector: str, effect: str, fuel: str, years: tuple[str, str]) -> float:
        """Give the effect in one cell from a year to the next. [t CO2]."""
        place = next(i for i, g in enumerate(self.groups) if sector in g["factor"].sector.values)
        at = (place, *years)
        if at not in self._steps:
            (self._steps[at],) = chain(self.groups[place], [int(y) for y in years], unit="t CO2")
        return float(self._steps[at].effects[effect].sel(sector=sector, fuel=fuel))

    def fuels(self, sector: str, years: Sequence[str]) -> list[str]:
        """Give the fuels that a sector burns in one of the years."""
        burnt = self.account.emissions.sel(sector=sector, year=[int(y) for y in years])
        return [str(f) for f in burnt.fuel.values[(burnt != 0).any("year")]]

    def driver(self, effect: str, sector: str, fuel: str, year: str) -> Input:
        """Write down a driver of a sector, or of a fuel in it, in a year."""
        top, *rest = [self._part(name, sector, fuel, year) for name in self._parts(effect)]
        if not rest:
            return top
        where = [sector] if effect != "affluence" else []
        where += [fuel] if effect in ("mix", "factor") else []
        key = " ".join((effect, *where, year))
        if told := self.note.told(key):
            return told
        value = float(top.value or 0.0) / float(rest[0].value) if rest[0].value else None
        unit = "1" if top.unit == rest[0].unit else f"{top.unit}/{rest[0].unit}"
        self.note.write(key, *OVER, value, unit, [top, *rest])
        return Input(key, value, unit, key)

    def emissions(self, sector: str, fuel: str, year: str) -> Input:
        """Write down what a sector emits of a fuel in a year by its cells. [t CO2]."""
        known = self.note.account.factors.records
        cells = [
            (s, w) for s, w in self._cells(sector, fuel, year)
            if ("direct", int(year), s, w, fuel) in known
        ]  # fmt: skip
        inputs = lambda: [self.note.cell(int(year), s, w, fuel) for s, w in cells]  # noqa: E731
        value = self._at(self.account.emissions, year, sector=sector, fuel=fuel)
        return self._sum(f"emissions {sector} {fuel} {year}", value, "t CO2", inputs)

    def apart(self, year: str) -> Input:
        """Write down what stands apart from the decomposition in a year by its cells. [t CO2]."""
        known, fuels = self.note.account.factors.records, self.account.energy.fuel.values
        cells = [
            key[2:] for key in sorted(known)
            if key[:2] == ("direct", int(year)) and (key[3] in APART or key[4] not in fuels)
        ]  # fmt: skip
        inputs = lambda: [self.note.cell(int(year), *cell) for cell in cells]  # noqa: E731
        return self._sum(f"emissions apart {year}", self._at(self._rest, year), "t CO2", inputs)

    def _parts(self, effect: str) -> tuple[str, ...]:
        """Give what a driver is made of; where the sectors have no value added, energy is measured against the product."""
        whole = effect == "intensity" and (drivers_account.is_whole(self.account) or self.account.value_added is None)  # fmt: skip
        return ("use", "gdp") if whole else PARTS[effect]

    def _part(self, name: str, sector: str, fuel: str, year: str) -> Input:
        known: dict[str, Callable[[], Input]] = {
            "people": lambda: self._people(year),
            "gdp": lambda: self._gdp(year),
            "added": lambda: self._added(sector, year),
            "use": lambda: self._use(sector, year),
            "energy": lambda: self._energy(sector, fuel, year),
            "emissions": lambda: self.emissions(sector, fuel, year),
        }
        return known[name]()

    def _people(self, year: str) -> Input:
        ref = self.note.row("population", year=int(year), indicator="population")
        value = self._at(self.account.population, year)
        return Input(f"population {year}", value, "person", ref)

    def _gdp(self, year: str) -> Input:
        gdp = drivers_account.gdp_of(self.account)
        unit = "" if gdp is None else str(gdp.attrs.get("units", ""))
        return Input(f"GDP {year}", self._at(gdp, year), unit, self.note.gdp_row(int(year)))

    def _added(self, sector: str, year: str) -> Input:
        """Give the value added of a sector by the rows of those that it takes up."""
        added, given = self.account.value_added, self.note.account.yearbook.value_added
        unit = "" if added is None else str(added.attrs.get("units", ""))
        known = [] if given is None else [s for s in self._members(sector) if s in given.sector.values]  # fmt: skip
        rows = [
            Input(
                f"value added {s} {year}", self._at(given, year, sector=s), unit,
                self.note.row("economy", year=int(year), sector=s, indicator="value_added"),
            )
            for s in known
        ]  # fmt: skip
        value = self._at(added, year, sector=sector)
        return self._sum(f"value added of {sector} {year}", value, unit, lambda: rows)

    def _use(self, sector: str, year: str) -> Input:
        """Write down the energy of a sector by its fuels."""
        used = self.account.energy.sel(sector=sector, year=int(year))
        fuels = [str(f) for f in used.fuel.values[used.values != 0]]
        inputs = lambda: [self._energy(sector, f, year) for f in fuels]  # noqa: E731
        return self._sum(f"energy {sector} {year}", float(used.sum()), "tce", inputs)

    def _energy(self, sector: str, fuel: str, year: str) -> Input:
        """Write down the energy of a fuel in a sector by its cells."""
        cells = self._cells(sector, fuel, year)
        inputs = lambda: [self.note.energy_input(int(year), s, w, fuel) for s, w in cells]  # noqa: E731
        value = self._at(self.account.energy, year, sector=sector, fuel=fuel)
        return self._sum(f"energy {sector} {fuel} {year}", value, "tce", inputs)

    def _sum(
        self, key: str, value: float | None, unit: str, inputs: Callable[[], list[Input]]
    ) -> Input:
        """Write down a sum, unless it was before; one that has a single part is this part."""
        if told := self.note.told(key):
            return told
        parts = inputs()
        if len(parts) == 1:
            return parts[0]
        self.note.write(key, *SUM, value, unit, parts)
        return Input(key, value, unit, key)

    def _cells(self, sector: str, fuel: str, year: str) -> list[tuple[str, str]]:
        """Give the cells, sector and flow, of the account that a fuel of a sector is the sum of."""
        members = self._members(sector)
        return [(s, w) for s, w in self._used.get((int(year), fuel), ()) if s in members]

    @functools.cached_property
    def _used(self) -> Mapping[tuple[int, str], list[tuple[str, str]]]:
        found: dict[tuple[int, str], list[tuple[str, str]]] = {}
        for year, sector, flow, fuel in self.note.amounts:
            if flow not in (*APART, *TRADE):
                found.setdefault((year, fuel), []).append((sector, flow))
        return found

    def _members(self, sector: str) -> list[str]:
        """Give a sector and those that it takes up; of a region taken as a whole all."""
        if drivers_account.is_whole(self.account):
            return [str(s) for s in self.note.account.energy.sector.values]
        merged = (s for m in self.note.prepared.study.merge if m.into == sector for s in m.from_)
        return [sector, *merged]

    @staticmethod
    def _at(series: xr.DataArray | None, year: str, **labels: str) -> float | None:
        return None if series is None else float(series.sel({"year": int(year), **labels}))
