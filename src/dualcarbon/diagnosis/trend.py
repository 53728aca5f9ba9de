"""Whether a series rises or falls: Mann-Kendall with a p that is right for short series, Sen's slope.

Yearly statistics are short and remember the year before; a plain test then finds trends that are not
there. The calibrated p compares the score with that of series without trend, as long and with the same
memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import xarray as xr

from dualcarbon.diagnosis import ranks
from dualcarbon.diagnosis.ranks import NORMAL, Array
from dualcarbon.errors import InputError
from dualcarbon.vocabulary.faults import Fault, Place, note

WHERE = Place(key="diagnosis.trend")
Side = Literal["falling", "rising", "either"]
LEAST = 3
"""Fewer values have no trend."""
LEAST_FOR_VERDICT = 5
"""Fewer values cannot reach a small p."""
LONGEST_EXACT = 10
"""Up to here the p of a series without ties is counted out."""
SHORT = 10
"""Below this the variance of Hamed and Rao is unreliable."""
INTERVAL = 0.95
"""Confidence of the interval of the slope. [1]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Result of the test of one series."""

    side: Side
    """What was looked for."""
    n: int
    """Number of years."""
    s: int
    """Rising pairs less falling pairs."""
    variance: float
    """Variance of ``s`` without trend, ties counted."""
    z: float
    """Standard score, with continuity correction. [1]"""
    p: float
    """Probability of such a score by chance in independent values. [1]"""
    exact: bool
    """Whether ``p`` was counted out, or is from the normal distribution."""
    p_hamed_rao: float | None
    """The same with the variance of Hamed and Rao, as information; none where it is not positive. [1]"""
    p_calibrated: float | None
    """The same for series with the same memory; none below five values. This one decides. [1]"""
    autocorrelation: float | None
    """Corrected autocorrelation of the residuals at one year. [1]"""
    slope: float
    """Median of the slopes of all pairs. [unit per year]"""
    slope_low: float
    """Lower end of the 95 % interval of the slope. [unit per year]"""
    slope_high: float
    """Upper end of the 95 % interval of the slope. [unit per year]"""
    seed: int
    draws: int
    unit: str = ""
    warnings: tuple[Fault, ...] = ()

    def confirmed(self, alpha: float = 0.05) -> bool:
        """Tell whether the calibrated test finds the trend at a level."""
        return self.p_calibrated is not None and self.p_calibrated < alpha

    def __str__(self) -> str:
        """Give slope and probabilities."""
        calibrated = (
            "no verdict" if self.p_calibrated is None else f"calibrated p {self.p_calibrated:.3g}"
        )
        return (
            f"{self.slope:+.4g} {self.unit}".rstrip()
            + f" a year (95 %: {self.slope_low:+.4g} to {self.slope_high:+.4g}), {self.side}: "
            f"Mann-Kendall p {self.p:.3g}, {calibrated}, {self.n} years"
        )


def mann_kendall(
    series: xr.DataArray,
    *,
    seed: int,
    draws: int = 2000,
    side: Side = "either",
    autocorrelation: float | None = None,
) -> Trend:
    r"""Test a series of years for a trend.

    .. math:: S = \sum_{i<j} \operatorname{sign}(x_j - x_i)

    Parameters
    ----------
    series : DataArray (year)
        Every year's value, at least three. [any unit]
    seed : int
        Seed of the series without trend.
    draws : int
        Number of those series.
    side : str
        ``falling``, ``rising`` or ``either``.
    autocorrelation : float, optional
        Autocorrelation at one year known from a longer series; estimated if not given. [1]

    Returns
    -------
    Trend
        Score, probabilities [1] and slope [unit per year].

    Raises
    ------
    InputError
        There are fewer than three values, one is missing, or a year is left out.

    Notes
    -----
    Up to ten values without ties, ``p`` is exact [2]_. ``p_calibrated`` is the share of series without
    trend, of first-order autoregressive noise with the corrected autocorrelation of the residuals from
    the Sen line [3]_, whose score is as extreme. ``p_hamed_rao`` uses the variance of [4]_.

    References
    ----------
    .. [1] H.B. Mann, "Nonparametric tests against trend", Econometrica 13 (1945) 245-259.
    .. [2] M.G. Kendall, "Rank Correlation Methods", 4th ed., Griffin, London, 1975.
    .. [3] P.K. Sen, "Estimates of the regression coefficient based on Kendall's tau", Journal of the
           American Statistical Association 63 (1968) 1379-1389.
    .. [4] K.H. Hamed, A.R. Rao, "A modified Mann-Kendall trend test for autocorrelated data", Journal of
           Hydrology 204 (1998) 182-196.

    Examples
    --------
    Five values that fall throughout: one order of 120.

    >>> years = {"year": [2016, 2017, 2018, 2019, 2020]}
    >>> trend = mann_kendall(xr.DataArray([9.0, 8.0, 6.0, 5.0, 3.0], coords=years), seed=1, side="falling")
    >>> trend.s, round(trend.p * 120, 6), trend.slope
    (-10, 1.0, -1.5)
    """
    values = _checked(series)
    s, spread = int(ranks.score(values)), ranks.variance(values)
    z = ranks.standard(s, spread)
    exact = values.size <= LONGEST_EXACT and np.unique(values).size == values.size
    enough = values.size >= LEAST_FOR_VERDICT
    rho = _memory(values, autocorrelation) if enough else None
    low, middle, high = _sen(values, spread)
    return Trend(
        side=side,
        n=values.size,
        s=s,
        variance=spread,
        z=z,
        p=_exact(s, values.size, side) if exact else _normal(z, side),
        exact=exact,
        p_hamed_rao=_hamed_rao(values, s, spread, side),
        p_calibrated=None if rho is None else _calibrated(s, values.size, rho, side, draws, seed),
        autocorrelation=rho,
        slope=middle,
        slope_low=low,
        slope_high=high,
        seed=seed,
        draws=draws,
        unit=str(series.attrs.get("units", "")),
        warnings=_short(values.size, side),
    )


def falling(
    series: xr.DataArray, *, seed: int, draws: int = 2000, autocorrelation: float | None = None
) -> Trend:
    """Test whether a series falls: ``mann_kendall`` with one side.

    Parameters
    ----------
    series : DataArray (year)
        Every year's value, at least three. [any unit]
    seed, draws
        As ``mann_kendall``.
    autocorrelation : float, optional
        As ``mann_kendall``. [1]

    Returns
    -------
    Trend
        Score, probabilities [1] and slope [unit per year].

    Raises
    ------
    InputError
        As ``mann_kendall``.

    References
    ----------
    .. [1] H.B. Mann, "Nonparametric tests against trend", Econometrica 13 (1945) 245-259.

    Examples
    --------
    >>> years = {"year": [2016, 2017, 2018, 2019, 2020]}
    >>> falling(xr.DataArray([3.0, 5.0, 6.0, 8.0, 9.0], coords=years), seed=1).confirmed()
    False
    """
    return mann_kendall(
        series, seed=seed, draws=draws, side="falling", autocorrelation=autocorrelation
    )


def rising(
    series: xr.DataArray, *, seed: int, draws: int = 2000, autocorrelation: float | None = None
) -> Trend:
    """Test whether a series rises: ``mann_kendall`` with one side.

    Parameters
    ----------
    series : DataArray (year)
        Every year's value, at least three. [any unit]
    seed, draws
        As ``mann_kendall``.
    autocorrelation : float, optional
        As ``mann_kendall``. [1]

    Returns
    -------
    Trend
        Score, probabilities [1] and slope [unit per year].

    Raises
    ------
    InputError
        As ``mann_kendall``.

    References
    ----------
    .. [1] H.B. Mann, "Nonparametric tests against trend", Econometrica 13 (1945) 245-259.

    Examples
    --------
    >>> years = {"year": list(range(2013, 2021))}
    >>> rising(xr.DataArray([1.0, 3.0, 2.0, 5.0, 4.0, 7.0, 6.0, 9.0], coords=years), seed=1).confirmed()
    True
    """
    return mann_kendall(
        series, seed=seed, draws=draws, side="rising", autocorrelation=autocorrelation
    )


def calibrated_p(values: Array, *, seed: int, draws: int = 2000, side: Side = "either") -> Array:
    """Give the calibrated p of many series at once.

    Parameters
    ----------
    values : ndarray (series, year)
        Series of one length, at least five values, none missing. [any unit]
    seed, draws, side
        As ``mann_kendall``.

    Returns
    -------
    ndarray (series)
        Probabilities. [1]

    Raises
    ------
    InputError
        The series have fewer than five values.

    References
    ----------
    .. [1] H.B. Mann, "Nonparametric tests against trend", Econometrica 13 (1945) 245-259.

    Examples
    --------
    >>> both = np.array([[1.0, 2.0, 3.0, 4.0, 5.0, 6.0], [6.0, 5.0, 4.0, 3.0, 2.0, 1.0]])
    >>> [bool(p < 0.05) for p in calibrated_p(both, seed=1, side="falling")]
    [False, True]
    """
    n = values.shape[-1]
    if n < LEAST_FOR_VERDICT:
        raise InputError(faults=[note("TREND001", WHERE, n=n, least=LEAST_FOR_VERDICT)])
    scores, memory = ranks.score(values), ranks.autocorrelation(values)
    pairs = zip(scores.tolist(), memory.tolist(), strict=True)
    return np.array([_calibrated(s, n, rho, side, draws, seed) for s, rho in pairs])


def _checked(series: xr.DataArray) -> Array:
    years = [int(year) for year in series["year"].to_numpy()]
    values = series.to_numpy().astype(np.float64)
    if values.size < LEAST:
        raise InputError(faults=[note("TREND001", WHERE, n=values.size, least=LEAST)])
    listed = ", ".join(map(str, years))
    if years != list(range(years[0], years[0] + len(years))):
        raise InputError(faults=[note("TREND005", WHERE, years=listed)])
    missing = [str(y) for y, x in zip(years, values, strict=True) if not np.isfinite(x)]
    if missing:
        raise InputError(faults=[note("TREND004", WHERE, years=", ".join(missing))])
    return values


def _memory(values: Array, known: float | None) -> float:
    return float(ranks.autocorrelation(values)) if known is None else known


def _two(lower: float, upper: float, side: Side) -> float:
    """Choose the tail of a side; of either, twice the smaller."""
    tails = {"falling": lower, "rising": upper, "either": min(1.0, 2 * min(lower, upper))}
    return tails[side]


def _exact(s: int, n: int, side: Side) -> float:
    return _two(ranks.exact_tail(s, n), ranks.exact_tail(-s, n), side)


def _normal(z: float, side: Side) -> float:
    return _two(NORMAL.cdf(z), NORMAL.cdf(-z), side)


def _calibrated(s: int, n: int, rho: float, side: Side, draws: int, seed: int) -> float:
    """Give the share of series without trend that are as extreme; rounding the memory up is the safe side."""
    percent = min(int(np.ceil(100 * max(rho, 0.0) - 1e-9)), round(100 * ranks.HIGHEST_RHO))
    null = ranks.null_scores(n, percent, draws, seed)
    lower = int(np.searchsorted(null, s, side="right"))
    upper = draws - int(np.searchsorted(null, s, side="left"))
    return _two((1 + lower) / (1 + draws), (1 + upper) / (1 + draws), side)


def _hamed_rao(values: Array, s: int, spread: float, side: Side) -> float | None:
    """Widen the variance by the significant autocorrelations of the ranks of the residuals."""
    n = values.size
    ranked = _ranked(ranks.residuals(values), np.abs(values).max())
    ranked -= ranked.mean()
    power = float(ranked @ ranked)
    if power == 0:
        return _normal(ranks.standard(s, spread), side)
    lags = np.arange(1, n)
    found = np.array([float(ranked[k:] @ ranked[:-k]) for k in lags]) / power
    found[np.abs(found) <= NORMAL.inv_cdf(0.5 + INTERVAL / 2) / np.sqrt(n)] = 0
    weights = (n - lags) * (n - lags - 1) * (n - lags - 2)
    wider = spread * (1 + 2 / (n * (n - 1) * (n - 2)) * float(weights @ found))
    return _normal(ranks.standard(s, wider), side) if wider > 0 else None


def _ranked(values: Array, scale: float) -> Array:
    """Give ranks, values that are equal but for rounding sharing their mean rank."""
    plain = np.round(values / (scale or 1.0), 12)
    _, place, ties = np.unique(plain, return_inverse=True, return_counts=True)
    return (np.cumsum(ties) - (ties - 1) / 2)[place]


def _sen(values: Array, spread: float) -> tuple[float, float, float]:
    """Give the slope and the ends of its interval."""
    ordered = np.sort(ranks.slopes(values))
    half = NORMAL.inv_cdf(0.5 + INTERVAL / 2) * np.sqrt(spread)
    low = max(round((ordered.size - half) / 2) - 1, 0)
    high = min(round((ordered.size + half) / 2), ordered.size - 1)
    return float(ordered[low]), float(np.median(ordered)), float(ordered[high])


def _short(n: int, side: Side) -> tuple[Fault, ...]:
    if n < LEAST_FOR_VERDICT:
        best = _exact(-(n * (n - 1)) // 2 if side != "rising" else n * (n - 1) // 2, n, side)
        return (note("TREND002", WHERE, n=n, best=best, least=LEAST_FOR_VERDICT),)
    return (note("TREND003", WHERE, n=n),) if n < SHORT else ()
