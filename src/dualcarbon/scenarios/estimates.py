"""What a fit to history gives: numbers with their errors and intervals, the years, and how well it fits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from dualcarbon.errors import InputError
from dualcarbon.quantities.arrays import Array
from dualcarbon.vocabulary.faults import Fault, Place, note

LEVEL = 0.9
"""Probability of the intervals. [1]"""
MOST_MEMORY = 0.9
"""More than this a short series cannot show. [1]"""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A fitted number: its value, standard error, and 90 % interval, all in its unit.

    ``freedom`` are the degrees of freedom that the interval was made with.
    """

    value: float
    error: float
    low: float
    high: float
    freedom: int

    @property
    def sd(self) -> float:
        """Standard deviation of a normal distribution with the variance of the estimate. [unit of the value]."""
        wider = self.freedom / (self.freedom - 2) if self.freedom > 2 else 3.0
        return self.error * float(np.sqrt(wider))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """A model fitted to the history of a parameter.

    ``numbers`` are its estimates by name, as the path's own numbers are called; ``years`` the first and last that were
    fitted; ``memory`` the autocorrelation of the residuals at one year [1]; ``explained`` the share of the variance that
    the fit explains, none where that means nothing [1]; ``noise`` the standard deviation of the residuals, of logarithms
    or relative to the stock [1].
    """

    key: str
    model: str
    numbers: Mapping[str, Estimate]
    years: tuple[int, int]
    memory: float
    noise: float
    explained: float | None = None
    to: str = ""
    notes: tuple[Fault, ...] = ()

    @property
    def count(self) -> int:
        """Number of years that were fitted."""
        return self.years[1] - self.years[0] + 1


def place(key: str) -> Place:
    """Give the place of what is said of a fit."""
    return Place(key=f"calibration.{key}")


def around(value: float, error: float, freedom: int) -> Estimate:
    """Give an estimate with the interval of Student's t.

    Parameters
    ----------
    value, error : float
        The number and its standard error. [any unit]
    freedom : int
        Degrees of freedom.

    Examples
    --------
    >>> around(0.05, 0.01, 10).high.__round__(4)
    0.0681
    """
    middle, spread = float(value), float(error)
    half = float(stdtrit(freedom, (1 + LEVEL) / 2)) * spread
    return Estimate(middle, spread, middle - half, middle + half, freedom)


def residual_memory(rest: Array) -> float:
    r"""Give the autocorrelation of residuals at one year, corrected for shortness, never below 0.

    .. math:: \hat\rho = r + \frac{1 + 3 r}{n}

    Parameters
    ----------
    rest : ndarray (year)
        Residuals. [any unit]

    Returns
    -------
    float
        Between 0 and 0.9. [1]

    References
    ----------
    .. [1] M.G. Kendall, "Note on bias in the estimation of autocorrelation", Biometrika 41 (1954) 403-404.

    Examples
    --------
    >>> residual_memory(np.array([1.0, -1.0, 1.0, -1.0, 1.0, -1.0]))
    0.0
    """
    centred = rest - rest.mean()
    power = float(centred @ centred)
    if power <= np.finfo(float).tiny:
        return 0.0
    raw = float(centred[1:] @ centred[:-1]) / power
    return float(np.clip(raw + (1 + 3 * raw) / len(rest), 0.0, MOST_MEMORY))


def widening(memory: float) -> float:
    r"""Give how much wider an error is when residuals remember the year before.

    .. math:: \sqrt{\frac{1 + \rho}{1 - \rho}}

    Parameters
    ----------
    memory : float
        Autocorrelation at one year. [1]

    Returns
    -------
    float
        At least 1. [1]

    References
    ----------
    .. [1] G.V. Bayley, J.M. Hammersley, "The effective number of independent observations in an autocorrelated time
           series", Supplement to the Journal of the Royal Statistical Society 8 (1946) 184-197.

    Examples
    --------
    >>> widening(0.6)
    2.0
    """
    return float(np.sqrt((1 + memory) / (1 - memory)))


def logarithms(values: Array, years: Sequence[int], key: str, least: int) -> Array:
    """Give the logarithms of a history that is long enough, whole and above 0.

    Parameters
    ----------
    values : ndarray (year)
        History. [any unit]
    years : sequence of int
        Its years. [year]
    key : str
        Name of the parameter.
    least : int
        Fewest years of the fit. [year]

    Returns
    -------
    ndarray (year)
        Natural logarithms. [1]

    Raises
    ------
    InputError
        Too few years, one left out, or a value at or below 0.
    """
    if len(values) < least:
        raise InputError(faults=[note("CAL001", place(key), n=len(values), least=least)])
    if list(years) != list(range(years[0], years[0] + len(values))):
        raise InputError(faults=[note("CAL007", place(key))])
    positive(values, years, key)
    return np.log(values)


def positive(values: Array, years: Sequence[int], key: str) -> None:
    """Refuse a history with a value at or below 0.

    Parameters
    ----------
    values : ndarray (year)
        History. [any unit]
    years : sequence of int
        Its years. [year]
    key : str
        Name of the parameter.

    Raises
    ------
    InputError
        With the first year of such a value.
    """
    wrong = np.flatnonzero(~(np.asarray(values) > 0))
    if len(wrong):
        year, value = years[int(wrong[0])], float(values[wrong[0]])
        raise InputError(faults=[note("CAL003", place(key), year=year, value=value)])


def of_logarithm(log: float, error: float, freedom: int) -> Estimate:
    """Give an estimate whose logarithm was fitted.

    Parameters
    ----------
    log, error : float
        The logarithm and its standard error. [1]
    freedom : int
        Degrees of freedom.

    Examples
    --------
    >>> round(of_logarithm(0.0, 0.1, 1000).low, 3)
    0.848
    """
    told = around(log, error, freedom)
    value, low, high = (float(np.exp(x)) for x in (told.value, told.low, told.high))
    return Estimate(value, value * told.error, low, high, freedom)
