"""The statistical engine beside the tree: a regression of the past, run along the drivers of every scenario."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import xarray as xr

from dualcarbon.diagnosis import naming, stirpat
from dualcarbon.diagnosis.stirpat import Stirpat
from dualcarbon.diagnosis.stirpat_backtest import Backtest, backtest
from dualcarbon.errors import InputError
from dualcarbon.peak import odds as peak_odds
from dualcarbon.peak import verdict
from dualcarbon.peak.odds import Odds
from dualcarbon.peak.verdict import Verdict
from dualcarbon.scenarios.engines import stirpat as engine
from dualcarbon.scenarios.engines.stirpat import Projected
from dualcarbon.scenarios.ensemble import Central
from dualcarbon.scenarios.tree import Series
from dualcarbon.study.declared import StudyFile
from dualcarbon.study.futures import BY, Future, Futures
from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.names import FUELS

WHERE = Place(key="stirpat")
FOSSIL = ("coal", "oil", "natural_gas")
FAR = 1.0
"""Distance from the past, in ranges of the past, from which a projection is told to be drawn on. [1]"""


@dataclass(frozen=True, slots=True)
class Regressed:
    """What the regression says of one scenario, judged as those of the tree are."""

    projected: Projected
    peak: Verdict
    odds: Odds


@dataclass(frozen=True, slots=True)
class Statistical:
    """The regression, its back-test and its paths by scenario; or why there is none."""

    found: Stirpat | None
    backtest: Backtest | None
    by_name: Mapping[str, Regressed]
    refused: Fault | None
    warnings: tuple[Fault, ...]


def run(study: StudyFile, futures: Futures) -> Statistical:
    """Regress the past of a region and run the regression along its scenarios.

    A region whose past does not carry a regression gets the reason in its place.
    """
    first = next(iter(futures.by_name.values()))
    years = list(futures.seen.years)
    try:
        drivers = _labelled(of_central(first.central), years)
        history = _series(first.central.totals.territorial[0], years, "t CO2")
        count = max(stirpat.DRAWS, futures.draws.members)
        found = stirpat.fit(history, drivers, seed=futures.draws.seed, draws=count)
    except InputError as error:
        told = error.faults[0]
        return Statistical(None, None, {}, told, (note("STP016", WHERE, why=why(told)),))
    tested, untested = _tested(history, drivers, futures.draws.seed)
    paths, left_out = _paths(study, found, history, futures)
    warnings = (*found.warnings, *untested, *left_out, *_far(paths))
    return Statistical(found, tested, paths, None, warnings)


def of_central(middle: Central) -> dict[str, Series]:
    """Give the regressors (year) of the central run of a scenario, history included.

    Raises
    ------
    InputError
        The study has no GDP, no population or no energy to make them of (STP015).
    """
    fuels = {fuel: v[0] for fuel, v in middle.totals.fuels.items()}
    given = middle.parameters
    return regressors(given.get("population"), given.get("gdp"), middle.totals.energy[0], fuels)


def of_members(future: Future) -> dict[str, Series]:
    """Give the regressors (member, year) of the ensemble of a scenario, history included."""
    many = future.ensemble
    return regressors(many.population, many.gdp, many.energy, many.fuels)


def regressors(
    population: Series | None, gdp: Series | None, energy: Series, fuels: Mapping[str, Series]
) -> dict[str, Series]:
    """Give people, affluence, technology and structure by name, each (..., year).

    Raises
    ------
    InputError
        There is no GDP or no population (STP015).
    """
    if population is None or gdp is None:
        lacking = [n for n, v in (("population", population), ("activity", gdp)) if v is None]
        raise InputError(faults=[note("STP015", WHERE, lacking=naming.factors(lacking))])
    fossil = [v for fuel, v in fuels.items() if FUELS[fuel].more["group"] in FOSSIL]
    return {
        "population": population,
        "affluence": gdp / population,
        "energy_intensity": energy / gdp,
        "fossil_share": np.asarray(sum(fossil, np.zeros_like(energy))) / energy,
    }


def _tested(
    history: xr.DataArray, drivers: Mapping[str, xr.DataArray], seed: int
) -> tuple[Backtest | None, tuple[Fault, ...]]:
    """Hold the regression against the years after each fit, if there are any."""
    try:
        return backtest(history, drivers, seed=seed), ()
    except InputError as error:
        told = error.faults[0]
        return None, (note("STP020", WHERE, why=why(told)),) if told.level == "error" else (told,)


def _paths(
    study: StudyFile, found: Stirpat, history: xr.DataArray, futures: Futures
) -> tuple[dict[str, Regressed], list[Fault]]:
    """Project every scenario; one that the regression cannot follow is left out, and why is told."""
    paths: dict[str, Regressed] = {}
    left_out: list[Fault] = []
    for name, future in futures.by_name.items():
        try:
            paths[name] = _regressed(study, found, history, future, futures)
        except InputError as error:
            place = Place(key=f"stirpat.scenarios.{name}")
            left_out += [Fault(f.code, place, f.params) for f in error.faults]
    return paths, left_out


def _regressed(
    study: StudyFile, found: Stirpat, history: xr.DataArray, future: Future, futures: Futures
) -> Regressed:
    """Project one scenario and judge it by the same rule as the tree's."""
    past = history.size
    middle = {name: v[past:] for name, v in of_central(future.central).items()}
    members = futures.draws.members
    many = {
        name: np.broadcast_to(v[:, past:], (members, v.shape[1] - past))
        for name, v in of_members(future).items()
    }
    projected = engine.project(found, history, middle, many, seed=futures.draws.seed)
    return Regressed(
        projected,
        verdict.judge(projected.central, noise=False),
        peak_odds.odds(projected.members, by=[y for y in BY if y <= study.horizon]),
    )


def _far(paths: Mapping[str, Regressed]) -> tuple[Fault, ...]:
    """Tell which scenarios leave the data far behind: the regressor that goes farthest of each."""
    told = []
    for name, one in paths.items():
        what, most = max(one.projected.beyond.items(), key=lambda pair: pair[1].ranges)
        if most.ranges > FAR:
            told.append(
                note("STP017", Place(key=f"stirpat.scenarios.{name}"), scenario=name, name=naming.factor(what),
                     ranges=round(most.ranges, 1), year=most.year, since=most.since, share=f"{one.projected.outside:.0%}")
            )  # fmt: skip
    return tuple(told)


def why(told: Fault) -> dict[str, str]:
    """Give the sentence of a fault without its place."""
    return {
        lang: told.message(lang).removeprefix(told.place.text(lang)).lstrip(":： ")
        for lang in ("en", "zh")
    }


def _labelled(drivers: Mapping[str, Series], years: list[int]) -> dict[str, xr.DataArray]:
    return {name: _series(values, years, "") for name, values in drivers.items()}


def _series(values: Series, years: list[int], unit: str) -> xr.DataArray:
    """Give the years of statistics of a series that runs on into the future."""
    past = np.asarray(values)[: len(years)]
    return xr.DataArray(past, dims="year", coords={"year": years}, attrs={"units": unit})
