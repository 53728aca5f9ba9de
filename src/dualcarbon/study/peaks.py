"""Who has peaked and who moves the total: sectors and districts, past and ahead, and what a fall ahead is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import xarray as xr

from dualcarbon.diagnosis import account as drivers_account
from dualcarbon.diagnosis import drivers
from dualcarbon.diagnosis.decomposition import Decomposition, add
from dualcarbon.diagnosis.drivers import Drivers
from dualcarbon.diagnosis.yearly import Yearly, yearly
from dualcarbon.errors import InputError
from dualcarbon.inventory.districts import Compared
from dualcarbon.inventory.totals import CARRIERS, TRADE
from dualcarbon.peak import confirmation as causes
from dualcarbon.peak import parts as peak_parts
from dualcarbon.peak.parts import Parts
from dualcarbon.peak.verdict import RULE, Verdict
from dualcarbon.scenarios.ensemble import Central
from dualcarbon.scenarios.tree import Cell, Series
from dualcarbon.study.account import Account
from dualcarbon.study.declared import StudyFile
from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.units import scale

APART = ("other_transformation", "losses")
"""Flows that the drivers leave out: products of transformation change sign, losses have no driver."""
MADE = ("hydrogen",)
"""Carriers that chains make: what they are made from is counted in their place."""
CARBON = "co2_total"
"""Indicator of the table of districts that a verdict is given on."""
MT = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Causes:
    """What the fall of a central run from its peak to the horizon is made of.

    ``effects`` add up to ``change`` [t CO2]; ``state`` is ``supported`` or ``slump``.
    """

    start: int
    end: int
    effects: Mapping[str, float]
    change: float
    state: str


def of_history(
    study: StudyFile,
    account: Account,
    found: Drivers | None,
    judged: Verdict,
    breaks: Sequence[int],
) -> Parts:
    """Judge each sector of the past, a fall held against its causes where the drivers reach the sector.

    Sectors that take others up for the drivers, or are taken up, are judged without causes.
    """
    every = account.by_sector
    paths = every.sel(sector=(every != 0).any("year")).assign_attrs(units="t CO2")
    inside = [w for w in account.energy.flow.values if w not in TRADE]
    fuels = [f for f in account.energy.fuel.values if f != "total"]
    energy = account.energy.sel(flow=inside, fuel=fuels).sum(["flow", "fuel"])
    joined = {s for join in study.merge for s in (join.into, *join.from_)}

    def effects(name: str, start: int, end: int) -> Mapping[str, float] | None:
        if found is None or name in joined:
            return None
        path = paths.sel(sector=name)
        return of_sector(
            found.yearly, name, start, end, float(path.sel(year=end) - path.sel(year=start))
        )

    return peak_parts.by_part(
        paths, breaks=breaks, drivers=energy.sel(sector=paths.sector.values), causes=effects, total=judged
    )  # fmt: skip


def of_sector(
    yearly: Sequence[Decomposition], name: str, start: int, end: int, change: float
) -> dict[str, float] | None:
    """Give the effects on one sector between two years, what they leave as ``other``; nothing without its drivers.

    Effects and ``change`` in t CO2.
    """
    steps = [s for s in yearly if start <= int(str(s.period[0])) and int(str(s.period[1])) <= end]
    if not steps:
        return None
    by = add(steps).by("sector")
    if not causes.tellable(by) or any(name not in effect.sector.values for effect in by.values()):
        return None
    known = {factor: float(np.nan_to_num(effect.sel(sector=name))) for factor, effect in by.items()}
    return {**known, "other": change - sum(known.values())}


def of_central(middle: Central, judged: Verdict) -> Parts:
    """Judge each sector of a central run, history and future as one."""
    found = {s: v for s, v in _by_sector(middle.emissions).items() if np.any(v)}
    paths = xr.DataArray(
        np.array(list(found.values())),
        dims=("sector", "year"),
        coords={"sector": list(found), "year": list(middle.years)},
        attrs={"units": "t CO2"},
    )
    return peak_parts.by_part(paths, noise=False, total=judged)


def ahead(
    study: StudyFile, account: Account, name: str, middle: Central, judged: Verdict
) -> tuple[Causes | None, list[Fault]]:
    """Decompose the fall of a central run from its peak to the horizon, and tell of a slump.

    Without a peak, a fall after it, or GDP there is nothing to decompose; where the drivers refuse the run, they say why.
    """
    if not judged.interior or judged.year is None or "gdp" not in middle.parameters:
        return None, []
    place = Place(key=f"scenarios.{name}.peak_confirmation")
    try:
        found = _causes(study, account, middle, judged.year, judged.last)
    except InputError as error:
        first = error.faults[0]
        text = {lang: first.message(lang) for lang in ("en", "zh")}
        return None, [note("PEAK023", place, start=judged.year, end=judged.last, text=text)]
    return found, _slump(place, found)


def _causes(
    study: StudyFile, account: Account, middle: Central, start: int, end: int
) -> Causes | None:
    """Give the effects from a year to the horizon, what they leave as ``other``; nothing where emissions do not fall."""
    total = middle.totals.territorial[0]
    change = float(total[-1] - total[middle.years.index(start)])
    if change >= 0:
        return None
    groups, _ = drivers.factors(_account(study, account, middle, start))
    effects = _effects([yearly(group, unit="t CO2") for group in groups], middle, study.base_year)
    if not causes.tellable(effects):
        return None
    left = change - sum(effects.values())
    if abs(left) > 1e-9 * float(np.abs(total).max()):
        effects["other"] = left
    state = causes.confirm(effects, -change)
    return Causes(start=start, end=end, effects=effects, change=change, state=state)


def _slump(place: Place, found: Causes | None) -> list[Fault]:
    """Tell of a scenario whose fall is not one of structure, intensity, mix or capture."""
    if found is None or found.state != causes.SLUMP:
        return []
    shown = {
        "start": found.start,
        "end": found.end,
        "fall": f"{-found.change * MT:.4g}",
        "lasting": f"{-_sum(found.effects, causes.STRUCTURAL) * MT:.4g}",
        "activity": f"{_sum(found.effects, causes.ACTIVITY) * MT:+.4g}",
    }
    return [note("PEAK021", place, **shown)]


def of_districts(compared: Sequence[Compared]) -> Parts | Fault | None:
    """Judge each district and tell who moves their sum; a sentence where the history is too short or has gaps.

    Nothing where no district states its carbon dioxide. Amounts in t CO2.
    """
    rows = sorted((c for c in compared if c.indicator == CARBON), key=lambda c: c.year)
    if not rows:
        return None
    place = Place(key="diagnosis.peak_by_district")
    gaps = [c.year for c in rows if c.missing]
    years = [c.year for c in rows]
    gaps += sorted({*range(years[0], years[-1] + 1)} - {*years})
    if gaps or len(rows) < RULE.least:
        shown = ", ".join(map(str, sorted(gaps))) or "-"
        return note("PEAK022", place, count=len(rows), least=RULE.least, years=shown)
    names = list(dict.fromkeys(name for c in rows for name in c.parts))
    values = [[c.parts[n] * scale(c.unit, "t CO2") for n in names] for c in rows]
    paths = xr.DataArray(
        values, dims=("year", "district"), coords={"year": years, "district": names}, attrs={"units": "t CO2"}
    )  # fmt: skip
    return peak_parts.by_part(paths, dim="district")


def _by_sector(cells: Mapping[Cell, Series]) -> dict[str, Series]:
    """Sum what is emitted by sector, in the order of the alphabet; trade stands in no sector. [t CO2]."""
    found: dict[str, Series] = {}
    for (sector, flow, _), values in sorted(cells.items(), key=lambda item: item[0]):
        if flow not in TRADE:
            found[sector] = found.get(sector, 0.0) + values
    return found


def _effects(groups: Sequence[Yearly], middle: Central, base: int) -> dict[str, float]:
    """Add up effects; those of the factors after the base year, where factors are held, are capture. [t CO2]."""
    caught = any(key.startswith("capture.") for key in middle.parameters)
    effects: dict[str, float] = {}
    for name, effect in ((n, e) for group in groups for n, e in group.effects.items()):
        late = (effect.year.values > base) & (caught and name == "factor")
        effects[name] = effects.get(name, 0.0) + float(effect.values[~late].sum())
        if late.any():
            effects["capture"] = effects.get("capture", 0.0) + float(effect.values[late].sum())
    return effects


def _account(
    study: StudyFile, account: Account, middle: Central, start: int
) -> drivers_account.Account:
    """Write a central run from a year on as the account that the drivers decompose."""
    first = middle.years.index(start)
    into = {source: join.into for join in study.merge for source in join.from_}
    given = {k: v[first:] for k, v in middle.parameters.items()}
    years = list(middle.years[first:])
    energy, emissions = (
        _cells(cells, into, years, first) for cells in (middle.energy, middle.emissions)
    )
    emissions = emissions.reindex_like(energy, fill_value=0.0)
    left = drivers_account.set_apart(
        energy.assign_attrs(units="tce"), emissions.assign_attrs(units="t CO2")
    )
    book = account.yearbook
    money = "" if book.gdp is None else str(book.gdp.attrs["units"])
    return drivers_account.Account(
        energy=left.energy,
        emissions=left.emissions,
        value_added=_value_added(given, into, years, money),
        gdp=_series(given["gdp"], years, money),
        population=_series(given["population"], years, "person") if "population" in given else None,
    )


def _cells(
    cells: Mapping[Cell, Series], into: Mapping[str, str], years: list[int], first: int
) -> xr.DataArray:
    """Give what burns where (year, sector, fuel), each once: products of plants and trade are left out."""
    found: dict[tuple[str, str], Series] = {}
    for (sector, flow, fuel), values in cells.items():
        if flow in (*APART, *TRADE) or fuel in (*CARRIERS, *MADE, "total"):
            continue
        key = into.get(sector, sector), fuel
        found[key] = found.get(key, 0.0) + values[first:]
    sectors, fuels = (sorted({key[i] for key in found}) for i in (0, 1))
    values = np.zeros((len(years), len(sectors), len(fuels)))
    for (sector, fuel), series in found.items():
        values[:, sectors.index(sector), fuels.index(fuel)] = series
    return xr.DataArray(
        values, dims=("year", "sector", "fuel"), coords={"year": years, "sector": sectors, "fuel": fuels}
    )  # fmt: skip


def _value_added(
    given: Mapping[str, Series], into: Mapping[str, str], years: list[int], money: str
) -> xr.DataArray | None:
    """Give value added (year, sector) from the shares of the economy; nothing where a scenario has none."""
    found: dict[str, Series] = {}
    for key, share in given.items():
        if key.startswith("structure."):
            sector = key.removeprefix("structure.")
            name = into.get(sector, sector)
            found[name] = found.get(name, 0.0) + share * given["gdp"]
    if not found:
        return None
    names = sorted(found)
    return xr.DataArray(
        np.array([found[n] for n in names]).T, dims=("year", "sector"), coords={"year": years, "sector": names}, attrs={"units": money}
    )  # fmt: skip


def _series(values: Series, years: list[int], unit: str) -> xr.DataArray:
    return xr.DataArray(values, coords={"year": years}, attrs={"units": unit})


def _sum(effects: Mapping[str, float], names: Sequence[str]) -> float:
    return sum(effects.get(name, 0.0) for name in names)
