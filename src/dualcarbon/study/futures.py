"""The futures of a region: each scenario run, judged, assessed and held against goals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import xarray as xr

from dualcarbon.diagnosis import intensity
from dualcarbon.errors import InputError
from dualcarbon.neutrality import assessment, budget
from dualcarbon.neutrality.assessment import Assessment
from dualcarbon.peak import odds as peak_odds
from dualcarbon.peak import parts as peak_parts
from dualcarbon.peak import verdict
from dualcarbon.peak.odds import Odds
from dualcarbon.peak.parts import Parts
from dualcarbon.peak.verdict import Verdict
from dualcarbon.quantities.draws import Draws
from dualcarbon.reference import goals
from dualcarbon.scenarios import assumptions, checks, declared_history, ensemble, projection
from dualcarbon.scenarios.assumptions import Span
from dualcarbon.scenarios.ensemble import Central, Ensemble
from dualcarbon.scenarios.extension import extended
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.scenarios.statistics import past
from dualcarbon.scenarios.structure import Structure
from dualcarbon.scenarios.tree import SUPPLY, Observed, Series, Tree, grow
from dualcarbon.study import peaks, plausibility
from dualcarbon.study.account import Account, observed
from dualcarbon.study.declared import StudyFile
from dualcarbon.study.nonfossil import of_fuels
from dualcarbon.study.peaks import Causes
from dualcarbon.targets import progress
from dualcarbon.targets.declared import Target
from dualcarbon.targets.progress import Carried, Outcome, Peak
from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.names import FUELS

BY = (2030, 2035)
NATION = "000000"
PLANTS = ("power", "heat")
EXACT = 1e-9
"""How far the tree may be from the account it was read off, relative to the largest cell. [1]"""


@dataclass(frozen=True, slots=True)
class Future:
    """One scenario computed.

    ``peaks`` and ``odds`` are by boundary (territorial, adjusted); ``cumulative`` runs from the year after the
    base year to the horizon [t CO2]; ``goals`` are the study's, ``national`` the nation's. ``parts`` are the peaks of the
    sectors of the central run, ``sector_odds`` those of the members where they are known by sector; ``causes`` is what the
    fall after the peak is made of.
    """

    scenario: Resolved
    central: Central
    ensemble: Ensemble
    peaks: Mapping[str, Verdict]
    odds: Mapping[str, Odds]
    neutrality: Assessment
    cumulative: float
    goals: tuple[Outcome, ...]
    national: tuple[Outcome, ...]
    parts: Parts
    causes: Causes | None = None
    sector_odds: Mapping[str, Odds] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Futures:
    """All scenarios of a study, on the same draws."""

    by_name: Mapping[str, Future]
    draws: Draws
    tree: Tree
    seen: Observed
    warnings: tuple[Fault, ...]


def plant(
    study: StudyFile,
    account: Account,
    structure: Structure | None = None,
    series: Mapping[str, Mapping[int, float]] | None = None,
) -> tuple[Observed, Tree, Span]:
    """Read the tree off the account, add what the study declares, and prove that it gives the account back.

    Raises
    ------
    InputError
        The account counts primary electricity at the coal rate but has a power balance, its plants stand in
        another sector or give nothing, or the tree does not reproduce the account.
    """
    seen = observed(account)
    if misplaced := _misplaced(seen):
        raise InputError(faults=misplaced)
    seen, tree = extended(seen, grow(seen), structure or Structure(), series or {})
    if odd := declared_history.misfits(tree, study.base_year):
        raise InputError(faults=odd)
    plants = any(flow == "power" for _, flow, _ in seen.energy)
    if plants and study.convention != "calorific":
        raise InputError(faults=[note("SCN012", Place(file="study.toml", key="convention"))])
    if idle := _idle(seen, tree):
        raise InputError(faults=idle)
    off = projection.gap(seen, tree)
    if not off <= EXACT:  # also where it is no number
        raise InputError(faults=[note("SCN011", gap=f"{off:.2%}")])
    return seen, tree, Span(study.base_year, study.horizon)


def _misplaced(seen: Observed) -> list[Fault]:
    """Tell of plants outside the sector that the tree has them in."""
    odd = sorted({(w, s) for s, w, _ in seen.energy if w in PLANTS and s != SUPPLY})
    return [note("SCN010", flow=flow, sector=sector) for flow, sector in odd]


def _idle(seen: Observed, tree: Tree) -> list[Fault]:
    """Tell of plants that burn fuel and make nothing of it, in the first such year."""
    rates = {w: projection.observed(seen, tree).get(f"{w}.rate", np.zeros(1)) for w in PLANTS}
    below = {w: np.flatnonzero(rate < 0) for w, rate in rates.items()}
    return [note("SCN018", flow=w, year=seen.years[y[0]]) for w, y in below.items() if len(y)]


def run(
    study: StudyFile,
    account: Account,
    planted: tuple[Observed, Tree, Span],
    scenarios: Mapping[str, Resolved],
    targets: Sequence[Target],
    *,
    members: int,
    seed: int,
) -> Futures:
    """Compute every scenario: central run, ensemble on shared draws, peak, neutrality, goals.

    Raises
    ------
    InputError
        With every fault of every scenario's numbers.
    """
    seen, tree, span = planted
    draws = shared_draws(study, scenarios, members, seed)
    found: dict[str, Future] = {}
    faults: list[Fault] = []
    told = projection.hidden(seen, tree)
    before = past(seen, tree)
    for name, scenario in scenarios.items():
        try:
            middle = ensemble.central(scenario, seen, tree, span)
            _possible(name, middle)
            many, sectors = ensemble.whole(scenario, seen, tree, span, draws, before)
        except InputError as error:
            faults += error.faults
            continue
        by = [y for y in BY if y <= study.horizon]
        counted = peak_parts.odds_by_part(sectors, by=by)
        found[name], notes = _future(study, account, scenario, middle, many, targets, counted)
        told += [*notes, *held(scenario, seen, tree, span)]
        told += plausibility.of_scenario(scenario, middle, tree, span)
        told += plausibility.of_capture(name, middle, many)
    if faults:
        raise InputError(faults=faults)
    return Futures(found, draws, tree, seen, (*plausibility.of_statistics(seen), *told))


def shared_draws(
    study: StudyFile, scenarios: Mapping[str, Resolved], members: int, seed: int
) -> Draws:
    """Draw the uncertain numbers of all scenarios of a study, correlated as it says. [1]."""
    keys = assumptions.keys_of_draws(list(scenarios.values()))
    return Draws(keys, members, seed, correlations=study.correlations)


def _possible(name: str, middle: Central) -> None:
    """Refuse a central run that cannot be; what its members would say follows from it.

    Raises
    ------
    InputError
        Plants make something of nothing, or would have to take it back.
    """
    found = [*plausibility.without_fuel(name, middle), *plausibility.of_surplus(name, middle)]
    if found:
        raise InputError(faults=found)


def _future(
    study: StudyFile,
    account: Account,
    scenario: Resolved,
    middle: Central,
    many: Ensemble,
    targets: Sequence[Target],
    sectors: Mapping[str, Odds],
) -> tuple[Future, list[Fault]]:
    totals = {
        name: _labelled(getattr(middle.totals, name)[0], middle.years, "t CO2")
        for name in ("territorial", "adjusted")
    }
    judged = {name: verdict.judge(path, noise=False) for name, path in totals.items()}
    by = [y for y in BY if y <= study.horizon]
    counted = {name: peak_odds.odds(getattr(many, name), by=by) for name in totals}
    state = assessment.assess(totals["territorial"], processes=False)
    spent = budget.cumulative(totals["territorial"], start=study.base_year + 1, end=study.horizon)
    carried = _carried(study, account, middle, many, totals, judged, counted)
    national, notes = progress.national(goals.national(), carried, country=study.region == NATION)
    own = progress.evaluate(targets, carried)
    main = judged["territorial"]
    causes, told = peaks.ahead(study, account, scenario.name, middle, main)
    whole = Future(
        scenario, middle, many, judged, counted, state, float(spent), own, national,
        peaks.of_central(middle, main), causes, sectors,
    )  # fmt: skip
    place = Place(key=f"scenarios.{scenario.name}.peak")
    return whole, [
        *(Fault(w.code, place, w.params) for w in main.warnings),
        *told,
        *notes,
    ]


def _carried(
    study: StudyFile,
    account: Account,
    middle: Central,
    many: Ensemble,
    totals: Mapping[str, xr.DataArray],
    judged: Mapping[str, Verdict],
    counted: Mapping[str, Odds],
) -> progress.Account:
    """Give the series that goals read, history and future as one."""
    years, found = middle.years, {}
    energy = _labelled(middle.totals.energy[0], years, "tce")
    energies = _labelled(many.energy, years, "tce")
    convention = study.convention
    for name, total in totals.items():
        found["co2_total", name] = Carried(central=total, members=getattr(many, name))
    found["energy_total", "territorial"] = Carried(
        central=energy, members=energies, convention=convention
    )
    for group in ("coal", "oil", "natural_gas"):
        found |= _of_group(group, middle, many, convention)
    found |= _nonfossil(study, middle, many)
    if account.yearbook.gdp is not None and many.gdp is not None:
        found |= _per_gdp(
            account, account.yearbook.gdp, middle, many, totals, energy, energies, convention
        )
    peaks = {name: Peak.of(judged[name], counted[name]) for name in totals}
    return progress.Account(series=found, peaks=peaks)


def _of_group(
    group: str, middle: Central, many: Ensemble, convention: str
) -> dict[tuple[str, str], Carried]:
    """Give the amount of a group of fuels and its share of all energy."""
    years = middle.years
    used = _kinds(group, middle.totals.fuels, middle.totals.energy)
    members = _kinds(group, many.fuels, many.energy)
    share = _labelled((used / middle.totals.energy)[0], years, "")
    shares = _labelled(members / many.energy, years, "")
    amount = Carried(
        central=_labelled(used[0], years, "tce"), members=_labelled(members, years, "tce")
    )
    return {
        (group, "territorial"): amount,
        (f"{group}_share", "territorial"): Carried(
            central=share, members=shares, convention=convention
        ),
    }


def _kinds(group: str, fuels: Mapping[str, Series], energy: Series) -> Series:
    """Sum the fuels of a group, given as one or one by one, shaped as all energy. [tce]."""
    kinds = [v for fuel, v in fuels.items() if FUELS[fuel].more["group"] == group]
    return np.asarray(sum(kinds, np.zeros_like(energy)))


def _per_gdp(
    account: Account,
    past: xr.DataArray,
    middle: Central,
    many: Ensemble,
    totals: Mapping[str, xr.DataArray],
    energy: xr.DataArray,
    energies: xr.DataArray,
    convention: str,
) -> dict[tuple[str, str], Carried]:
    """Give intensities of every boundary; ``past`` is the GDP (year) of the statistics."""
    unit = str(past.attrs["units"])
    gdp = _labelled(middle.parameters["gdp"], middle.years, unit)
    gdps = _labelled(np.asarray(many.gdp), middle.years, unit)
    found = {
        ("co2_intensity", name): Carried(
            central=intensity.per_gdp(total, gdp), members=_ratio(getattr(many, name), gdps)
        )
        for name, total in totals.items()
    }
    found["energy_intensity", "territorial"] = Carried(
        central=intensity.per_gdp(energy, gdp),
        members=_ratio(energies, gdps),
        convention=convention,
    )
    for id, one in account.replications.items():
        found["co2_intensity", id] = Carried(
            central=intensity.per_gdp(one.total, past.sel(year=one.total.year.values))
        )
    return found


def _ratio(amount: xr.DataArray, gdp: xr.DataArray) -> xr.DataArray:
    """Give (member, year) per GDP, one member standing for all where nothing of it is uncertain."""
    years, unit = amount.year.values.tolist(), str(gdp.attrs["units"])
    wide = np.broadcast_to(gdp.values, amount.shape)
    return intensity.per_gdp(
        amount.drop_vars("member", errors="ignore"), _labelled(wide, years, unit)
    )


def _nonfossil(study: StudyFile, middle: Central, many: Ensemble) -> dict[tuple[str, str], Carried]:
    """Give the non-fossil share in the study's convention, and in the other one beside it."""
    if "nonfossil" not in middle.totals.fuels:
        return {}
    share = of_fuels(
        {f: v[0] for f, v in middle.totals.fuels.items()},
        middle.totals.energy[0],
        middle.years,
        study.convention,
    )
    both = (share.calorific, share.coal_equivalent)
    ours, other = both if study.convention == "calorific" else both[::-1]
    if ours is None:
        return {}
    clean = many.fuels["nonfossil"] + many.fuels.get("other_energy", 0.0)
    members = _labelled(clean / many.energy, middle.years, "")
    return {
        ("nonfossil_share", "territorial"): Carried(
            central=ours, members=members, convention=study.convention, other=other
        )
    }


def _labelled(values: Series, years: Sequence[int], unit: str) -> xr.DataArray:
    dims = ("year",) if np.ndim(values) == 1 else ("member", "year")
    return xr.DataArray(values, dims=dims, coords={"year": list(years)}, attrs={"units": unit})


def held(scenario: Resolved, seen: Observed, tree: Tree, span: Span) -> list[Fault]:
    """Tell which paths a scenario leaves at their base-year value, and which parts of groups."""
    keys = checks.held(scenario, tree)
    base = {key: float(series[-1]) for key, series in projection.observed(seen, tree).items()}
    told = checks.quiet_parts(scenario, tree, base, span)
    return [*told, *_undeclared(scenario, keys, span)]


def _undeclared(scenario: Resolved, keys: Sequence[str], span: Span) -> list[Fault]:
    return (
        [note("SCN005", name=scenario.name, keys=", ".join(keys), year=span.base_year)]
        if keys
        else []
    )
