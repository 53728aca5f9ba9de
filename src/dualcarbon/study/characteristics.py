"""What the past shows: structure, intensity, drivers, decoupling, trend, and whether the region has peaked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import xarray as xr

from dualcarbon.diagnosis import account as drivers_account
from dualcarbon.diagnosis import decoupling, drivers, intensity, trend
from dualcarbon.diagnosis.account import Apart
from dualcarbon.diagnosis.decomposition import add
from dualcarbon.diagnosis.decoupling import Decoupling
from dualcarbon.diagnosis.drivers import Drivers
from dualcarbon.diagnosis.nonfossil import NonfossilShare
from dualcarbon.diagnosis.trend import Trend
from dualcarbon.inventory.totals import CARRIERS, TRADE
from dualcarbon.peak import confirmation, verdict
from dualcarbon.peak.parts import Parts
from dualcarbon.peak.verdict import Kind, Verdict
from dualcarbon.study import nonfossil, peaks
from dualcarbon.study.account import Account
from dualcarbon.study.declared import Break, StudyFile
from dualcarbon.study.peaks import APART
from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.names import SECTORS


@dataclass(frozen=True, slots=True)
class Characteristics:
    """The emission characteristics of a region.

    ``energy_intensity`` [tce per money], ``co2_intensity`` by boundary [t CO2 per money], ``apart`` (year) are
    emissions that the drivers do not explain [t CO2]; a chapter that the data do not carry is None.
    """

    energy_intensity: xr.DataArray | None
    co2_intensity: Mapping[str, xr.DataArray]
    nonfossil: NonfossilShare | None
    drivers: Drivers | None
    apart: xr.DataArray
    decoupling: tuple[Decoupling, ...]
    trend: Trend | None
    peak: Verdict
    parts: Parts
    warnings: tuple[Fault, ...]


def describe(study: StudyFile, account: Account) -> Characteristics:
    """Diagnose the past of a region.

    A dimension that the yearbook lacks leaves its chapter out; the yearbook has said so.
    """
    gdp = account.yearbook.gdp
    per_gdp: dict[str, xr.DataArray] = {}
    energy_per_gdp = None
    if gdp is not None:
        energy_per_gdp = intensity.per_gdp(account.energy_total, gdp)
        per_gdp = {
            name: intensity.per_gdp(total, gdp.sel(year=total.year.values))
            for name, total in boundaries(account).items()
        }
    _, _, apart = explained(study, account)
    found = _drivers(study, account)
    share, notes = _nonfossil(study, account)
    steps, uncovered = ((), ()) if gdp is None else _decoupling(study, gdp, account.territorial)
    tested, more = _trend(account.territorial, study.seed)
    broken = [b for b in study.breaks if b.series in ("energy", "factors")]
    since = [max(b.years) for b in broken]
    judged = _judged(account, found, apart, since)
    by_sector = peaks.of_history(study, account, found, judged, since)
    cautions = [_caution(b) for b in broken]
    told = (
        *_unmerged(study, account),
        *notes,
        *uncovered,
        *more,
        *judged.warnings,
        *(found.warnings if found else ()),
        *cautions,
    )
    return Characteristics(
        energy_per_gdp, per_gdp, share, found, apart, steps, tested, judged, by_sector, told
    )


def boundaries(account: Account) -> dict[str, xr.DataArray]:
    """Give the totals of every boundary, (year): territorial, adjusted, and each replication. [t CO2]."""
    replicated = {id: one.total for id, one in account.replications.items()}
    return {"territorial": account.territorial, "adjusted": account.adjusted, **replicated}


def explained(
    study: StudyFile, account: Account
) -> tuple[xr.DataArray, xr.DataArray, xr.DataArray]:
    """Give energy and emissions (year, sector, fuel) that the drivers explain, and the rest (year). [tce, t CO2].

    Primary energy is counted where it burns, each once: electricity and heat are not energy of their users here,
    since what was burnt for them stands with the plants.
    """
    inside = [w for w in account.energy.flow.values if w not in (*APART, *TRADE)]
    fuels = [f for f in account.energy.fuel.values if f not in (*CARRIERS, "total")]
    energy = account.energy.sel(flow=inside, fuel=fuels).sum("flow").assign_attrs(units="tce")
    emissions = (
        account.emissions.sel(flow=inside, fuel=fuels).sum("flow").assign_attrs(units="t CO2")
    )
    for join in study.merge:
        energy = drivers_account.merge(energy, join.into, join.from_)
        emissions = drivers_account.merge(emissions, join.into, join.from_)
    used = (energy != 0).any(["year", "fuel"])
    energy, emissions = energy.sel(sector=used), emissions.sel(sector=used)
    apart = (account.territorial - emissions.sum(["sector", "fuel"])).assign_attrs(units="t CO2")
    return energy, emissions, apart


def _judged(
    account: Account, found: Drivers | None, apart: xr.DataArray, breaks: list[int]
) -> Verdict:
    """Judge the past; a peak that the trend shows stands only if its causes are structural, not a slump."""
    path, drive = account.territorial, account.energy_total
    judged = verdict.judge(path, drivers=drive, breaks=breaks)
    last = judged.parts[-1] if judged.parts else judged
    if found is None or last.kind is not Kind.PEAKED or last.year is None:
        return judged
    since = [step for step in found.yearly if int(str(step.period[0])) >= last.year]
    totals = add(since).totals
    if not confirmation.tellable(totals):
        return judged
    rest = float(apart.sel(year=last.last) - apart.sel(year=last.year))
    effects = {**totals, "other": rest}
    return verdict.judge(path, drivers=drive, breaks=breaks, confirmation=effects)


def decomposed(study: StudyFile, account: Account) -> tuple[drivers_account.Account, Apart]:
    """Give the account that the drivers are told of, sectors merged, and what had to be set apart in it."""
    book = account.yearbook
    value_added = book.value_added
    if value_added is not None:
        for join in study.merge:
            value_added = drivers_account.merge(value_added, join.into, join.from_)
    energy, emissions, _ = explained(study, account)
    left = drivers_account.set_apart(energy, emissions)
    whole = drivers_account.Account(
        energy=left.energy,
        emissions=left.emissions,
        value_added=value_added,
        gdp=book.gdp,
        population=book.population,
    )
    return whole, left


def _drivers(study: StudyFile, account: Account) -> Drivers:
    whole, left = decomposed(study, account)
    periods = [(p.from_, p.to) for p in study.periods]
    found = drivers.decompose(whole, periods)
    return Drivers(
        yearly=found.yearly, periods=found.periods, warnings=(*left.warnings, *found.warnings)
    )


def _nonfossil(
    study: StudyFile, account: Account
) -> tuple[NonfossilShare | None, tuple[Fault, ...]]:
    """Give the non-fossil share in both conventions, where primary electricity is told apart."""
    inside = [w for w in account.energy.flow.values if w not in TRADE]
    by_fuel = account.energy.sel(flow=inside).sum(["sector", "flow"])
    if "nonfossil" not in by_fuel.fuel.values:
        return None, ()
    fuels = {str(f): by_fuel.sel(fuel=f).values for f in by_fuel.fuel.values}
    share = nonfossil.of_fuels(
        fuels, account.energy_total.values, by_fuel.year.values.tolist(), study.convention
    )
    return share, (*share.warnings, *_part_fossil(account))


def _part_fossil(account: Account) -> list[Fault]:
    """Tell where other energy, which counts as non-fossil, emits carbon dioxide."""
    if "other_energy" not in account.emissions.fuel.values:
        return []
    emitted = account.emissions.sel(fuel="other_energy").sum(["sector", "flow"])
    year = int(emitted.year.values[-1])
    return [note("INT011", year=year, value=float(emitted[-1]))] if float(emitted[-1]) > 0 else []


def _decoupling(
    study: StudyFile, gdp: xr.DataArray, total: xr.DataArray
) -> tuple[tuple[Decoupling, ...], tuple[Fault, ...]]:
    """Judge each year against the one before, and each period of the study."""
    yearly, _ = decoupling.tapio(gdp, total)
    if not study.periods:
        return yearly, ()
    whole, left_out = decoupling.tapio(gdp, total, [(p.from_, p.to) for p in study.periods])
    return (*whole, *yearly), left_out


def _trend(total: xr.DataArray, seed: int) -> tuple[Trend | None, tuple[Fault, ...]]:
    if total.sizes["year"] < trend.LEAST:
        return None, ()
    tested = trend.mann_kendall(total, seed=seed)
    return tested, tested.warnings


def _caution(suspected: Break) -> Fault:
    years = "-".join(map(str, sorted({min(suspected.years), max(suspected.years)})))
    return note("DIA001", years=years, why={"en": suspected.why.en, "zh": suspected.why.zh})


def _unmerged(study: StudyFile, account: Account) -> list[Fault]:
    """Tell which sectors are to join another one but are not in the account."""
    known = {str(s) for s in account.energy.sector.values}
    absent = [s for join in study.merge for s in (join.into, *join.from_) if s not in known]
    return [
        note("DIA004", Place(file="study.toml", key="merge"), sector=SECTORS.both(s))
        for s in absent
    ]
