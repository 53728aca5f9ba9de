"""How well the regression would have done: fitted to a year, held against those after it, beside plain rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import xarray as xr

from dualcarbon.diagnosis import stirpat, stirpat_paths
from dualcarbon.diagnosis.ridge import Array
from dualcarbon.diagnosis.stirpat_checks import LEAST, WHERE
from dualcarbon.errors import InputError
from dualcarbon.vocabulary.faults import note

DRAWS = 256
"""Draws behind the interval of each origin. [draws]"""


@dataclass(frozen=True, slots=True)
class Origin:
    """One fit and its errors in later years, logarithm of foretold over seen (year). [1]."""

    to: int
    regression: Array
    naive: Array
    trend: Array
    covered: Array


@dataclass(frozen=True, slots=True)
class Backtest:
    """All fits; errors are root mean squares of logarithms, near enough relative errors. [1]."""

    origins: tuple[Origin, ...]
    regression: float
    naive: float
    """Error of the last value held. [1]"""
    trend: float
    """Error of the line through the logarithms of the fitted years. [1]"""
    covered: float
    """Share of the later years inside the 90 % interval. [1]"""


def backtest(
    emissions: xr.DataArray,
    regressors: Mapping[str, xr.DataArray],
    *,
    seed: int,
    squared: bool = False,
) -> Backtest:
    """Fit to every year from the twelfth to the last but one, and foretell those after it.

    The regressors of the later years are known, so what is tested is the regression and not the assumptions.

    Parameters
    ----------
    emissions : DataArray (year)
        Emissions. [t CO2, or the unit it carries]
    regressors : mapping of DataArray (year)
        What drives them. [any unit]
    seed : int
        Seed of the draws.
    squared : bool
        As of the regression that is tested.

    Returns
    -------
    Backtest
        Errors of the regression, of the last value held, and of the trend. [1]

    Raises
    ------
    InputError
        No year is left after the twelfth (STP013), or as ``stirpat.fit``.

    References
    ----------
    .. [1] L.J. Tashman, "Out-of-sample tests of forecasting accuracy: an analysis and review", International
           Journal of Forecasting 16 (2000) 437-450.

    Examples
    --------
    Emissions that are people: the regression knows, the last value does not.

    >>> years = {"year": range(2000, 2016)}
    >>> people = xr.DataArray(np.exp(np.linspace(0.0, 1.5, 16)), coords=years)
    >>> wobble = xr.DataArray(np.resize([1.01, 0.99, 1.0], 16), coords=years)
    >>> found = backtest(3.0 * people * wobble, {"population": people}, seed=1)
    >>> [origin.to for origin in found.origins], found.regression < 0.1 * found.naive
    ([2011, 2012, 2013, 2014], True)
    """
    count = emissions.sizes["year"]
    if count <= LEAST:
        raise InputError(faults=[note("STP013", WHERE, n=count, least=LEAST + 1)])
    origins = tuple(_origin(emissions, regressors, to, seed, squared) for to in range(LEAST, count))
    return Backtest(
        origins=origins,
        regression=_error([o.regression for o in origins]),
        naive=_error([o.naive for o in origins]),
        trend=_error([o.trend for o in origins]),
        covered=float(np.concatenate([o.covered for o in origins]).mean()),
    )


def _origin(
    emissions: xr.DataArray,
    regressors: Mapping[str, xr.DataArray],
    to: int,
    seed: int,
    squared: bool,
) -> Origin:
    """Fit to the first years and foretell the rest."""
    first, rest = slice(None, to), slice(to, None)
    known = {name: series.isel(year=first) for name, series in regressors.items()}
    found = stirpat.fit(emissions.isel(year=first), known, seed=seed, draws=DRAWS, squared=squared)
    later = {name: series.isel(year=rest).to_numpy() for name, series in regressors.items()}
    seen = np.log(emissions.isel(year=rest).to_numpy())
    steps = stirpat_paths.ahead(found.sample, later)
    told = stirpat_paths.central(found.sample, found.estimate, steps)
    past = found.sample.emissions
    line = np.polynomial.Polynomial.fit(np.arange(to), past, 1)
    return Origin(
        to=int(emissions["year"].to_numpy()[to - 1]),
        regression=told - seen,
        naive=past[-1] - seen,
        trend=line(np.arange(to, to + seen.size)) - seen,
        covered=_covered(found, steps, seen, seed),
    )


def _covered(found: stirpat.Stirpat, steps: Array, seen: Array, seed: int) -> Array:
    """Tell which years lie inside the 90 % interval, yearly noise included."""
    expected = stirpat_paths.drawn(found, steps[None])
    random = np.random.default_rng([seed, len(found.sample.years)])
    count, years = expected.shape
    paths = expected + stirpat_paths.noise(found, count, years, random)
    tail = (1 - stirpat.COVERS) / 2
    low, high = np.quantile(paths, (tail, 1 - tail), axis=0)
    inside: Array = ((low <= seen) & (seen <= high)).astype(np.float64)
    return inside


def _error(parts: list[Array]) -> float:
    return float(np.sqrt((np.concatenate(parts) ** 2).mean()))
