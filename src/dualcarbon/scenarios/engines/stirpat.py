"""A pathway by regression: what emissions went with in the past, carried along the drivers of a scenario.

The tree follows energy through its branches; this follows elasticities only. It knows nothing of technology, and every
year beyond what the past has seen is the regression's line drawn on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import xarray as xr

from dualcarbon.diagnosis import naming, stirpat_paths
from dualcarbon.diagnosis.ridge import Array
from dualcarbon.diagnosis.stirpat import COVERS, SQUARED, Stirpat
from dualcarbon.errors import InputError
from dualcarbon.vocabulary.faults import Place, note

WHERE = Place(key="stirpat.scenarios")
ENDLESS = 20.0
"""Logarithm of emissions over the last statistic that no draw may pass: half a thousand million times. [1]"""
SALT = 2
"""Apart from the draws of the regression, yearly noise has a stream of its own."""


@dataclass(frozen=True, slots=True)
class Beyond:
    """How far a regressor leaves what the past has seen, on the central path.

    ``since`` is the first year outside, ``ranges`` the largest distance from the range of the past in units of that
    range, of logarithms [1]; ``year`` is the year of it.
    """

    since: int | None
    ranges: float
    year: int | None


@dataclass(frozen=True, slots=True)
class Projected:
    """What the regression says of a scenario; history is that of the statistics.

    ``central`` (year) is of the central run; ``members`` (member, year) are expectations of a member each, without
    yearly noise; ``low`` and ``high`` (year ahead) hold 90 % of the members with it. [unit of the emissions]
    ``beyond`` is by regressor; ``outside`` is the share of all years ahead and regressors outside the past. [1]
    """

    central: xr.DataArray
    members: xr.DataArray
    low: xr.DataArray
    high: xr.DataArray
    beyond: Mapping[str, Beyond]
    outside: float


def project(
    found: Stirpat,
    history: xr.DataArray,
    central: Mapping[str, Array],
    members: Mapping[str, Array],
    *,
    seed: int,
) -> Projected:
    r"""Project emissions along the regressors of a scenario.

    .. math:: \ln I_{T+h} = \ln I_T + (x_{T+h} - x_T)^\top \beta + g_h(\rho) \, e_T

    The path starts at the last statistic. Of levels its residual dies away with the memory of the residuals,
    :math:`g_h = \rho^h - 1`: a residual that were kept would have a unit root, which the form excludes, and one that
    were dropped would make a step. Of changes it is kept, :math:`g_h = \sum_{j \le h} \rho^j`.

    Parameters
    ----------
    found : Stirpat
        The regression; it needs a draw for each member.
    history : DataArray (year)
        Emissions of the sample. [t CO2, or the unit it carries]
    central : mapping of ndarray (year)
        Regressors of the central run in the years after it, by name. [unit of each, as in the sample]
    members : mapping of ndarray (member, year)
        The same of each member. [unit of each, as in the sample]
    seed : int
        Seed of the yearly noise.

    Returns
    -------
    Projected
        Paths, history included [unit of ``history``], and how far they go beyond the data. [1]

    Raises
    ------
    InputError
        A regressor falls to zero, which has no logarithm (STP018), or the elasticities are so poorly known that their
        draws leave all measure (STP019).

    References
    ----------
    .. [1] A.S. Goldberger, "Best linear unbiased prediction in the generalized linear regression model", Journal of
           the American Statistical Association 57 (1962) 369-375.
    """
    first = found.sample.years[-1] + 1
    _refuse_none(central, first)
    _refuse_none(members, first)
    middle = stirpat_paths.ahead(found.sample, central)
    logs = stirpat_paths.drawn(found, stirpat_paths.ahead(found.sample, members))
    _refuse_endless(logs - found.sample.emissions[-1], first)
    count, years = logs.shape
    random = np.random.default_rng([seed, SALT])
    noisy = np.exp(logs + stirpat_paths.noise(found, count, years, random))
    tail = (1 - COVERS) / 2
    low, high = np.quantile(noisy, (tail, 1 - tail), axis=0)
    inside = np.exp(stirpat_paths.central(found.sample, found.estimate, middle))
    beyond, outside = reach(found, middle)
    return Projected(
        central=_joined(history, inside),
        members=_joined(history, np.exp(logs)),
        low=_ahead(history, low),
        high=_ahead(history, high),
        beyond=beyond,
        outside=outside,
    )


def reach(found: Stirpat, steps: Array) -> tuple[dict[str, Beyond], float]:
    """Tell how far regressors leave the range that they had in the sample.

    Parameters
    ----------
    found : Stirpat
        The regression.
    steps : ndarray (year, regressor)
        Logarithms of regressors in the years after the sample, less those of its last year. [1]

    Returns
    -------
    tuple
        By regressor how far it goes beyond, and the share of years and regressors outside. [1]
    """
    past = found.sample.regressors
    low, high = past.min(axis=0), past.max(axis=0)
    logs = steps + past[-1]
    off = np.maximum(np.maximum(low - logs, logs - high), 0.0) / (high - low)
    first = found.sample.years[-1] + 1
    kept = [i for i, name in enumerate(found.sample.names) if name != SQUARED]
    by = {found.sample.names[i]: _beyond(off[:, i], first) for i in kept}
    return by, float((off[:, kept] > 0).mean())


def _refuse_none(drivers: Mapping[str, Array], first: int) -> None:
    """Refuse regressors without a logarithm, each with the first such year."""
    faults = []
    for name, values in drivers.items():
        low = np.flatnonzero((values <= 0).any(axis=0) if values.ndim > 1 else values <= 0)
        if low.size:
            faults.append(note("STP018", WHERE, name=naming.factor(name), year=first + int(low[0])))
    if faults:
        raise InputError(faults=faults)


def _refuse_endless(moved: Array, first: int) -> None:
    """Refuse draws that leave all measure."""
    far = np.flatnonzero((np.abs(moved) > ENDLESS).any(axis=0))
    if far.size:
        raise InputError(faults=[note("STP019", WHERE, year=first + int(far[0]))])


def _beyond(off: Array, first: int) -> Beyond:
    if not (off > 0).any():
        return Beyond(None, 0.0, None)
    return Beyond(
        since=first + int(np.argmax(off > 0)),
        ranges=float(off.max()),
        year=first + int(off.argmax()),
    )


def _joined(history: xr.DataArray, future: Array) -> xr.DataArray:
    """Put what is projected (..., year) after the statistics, one series."""
    past = np.broadcast_to(history.to_numpy(), (*future.shape[:-1], history.size))
    whole = np.concatenate([past, future], axis=-1)
    first = int(history["year"].to_numpy()[0])
    coords = {"year": list(range(first, first + whole.shape[-1]))}
    if whole.ndim == 1:
        return xr.DataArray(whole, dims="year", coords=coords, attrs=dict(history.attrs))
    coords["member"] = list(range(len(whole)))
    return xr.DataArray(whole, dims=("member", "year"), coords=coords, attrs=dict(history.attrs))


def _ahead(history: xr.DataArray, values: Array) -> xr.DataArray:
    """Give the years after the statistics."""
    first = int(history["year"].to_numpy()[-1]) + 1
    years = {"year": list(range(first, first + values.size))}
    return xr.DataArray(values, dims="year", coords=years, attrs=dict(history.attrs))
