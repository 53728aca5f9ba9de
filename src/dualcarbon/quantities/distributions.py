"""Uncertain numbers: what is most likely, and how far off it may be."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtr, ndtri

from dualcarbon.errors import InputError
from dualcarbon.quantities.declared import gathering, hint, within
from dualcarbon.vocabulary.faults import Fault, Place, cut, note
from dualcarbon.vocabulary.figures import plain

Z95 = 1.959963984540054  # a normal lies within this many standard deviations 95 times in 100


class _Interval:
    """What every distribution can say of itself."""

    __slots__ = ()

    def at(self, u: ArrayLike) -> NDArray[np.float64]:
        """Give the values below which the distribution lies with probability ``u``."""
        raise NotImplementedError

    def standard(self, z: NDArray[np.float64]) -> NDArray[np.float64] | None:
        """Give the values at standard normal deviates; none where the form is not made from a normal."""
        return None

    def interval(self, level: float = 0.9) -> tuple[float, float]:
        """Give the range that holds the middle ``level`` of the distribution."""
        low, high = self.at([(1 - level) / 2, (1 + level) / 2])
        return float(low), float(high)


@dataclass(frozen=True, slots=True)
class Fixed(_Interval):
    """A number without uncertainty; its central value is itself."""

    value: float

    @property
    def central(self) -> float:
        """The number."""
        return self.value

    def at(self, u: ArrayLike) -> NDArray[np.float64]:
        """Give the number, whatever ``u``."""
        return np.full(np.shape(u), self.value)

    def __str__(self) -> str:
        """Give the number as written."""
        return plain(self.value)


@dataclass(frozen=True, slots=True)
class Normal(_Interval):
    """Normal, cut off below ``above`` where it has a floor; its central value is the uncut mean."""

    mean: float
    sd: float
    above: float = field(default=-math.inf, kw_only=True, repr=False)
    """Values below it cannot be; the rest keeps its shape."""

    @property
    def central(self) -> float:
        """The mean of the uncut distribution."""
        return self.mean

    def at(self, u: ArrayLike) -> NDArray[np.float64]:
        """Give the values below which the distribution lies with probability ``u``."""
        lost = ndtr((self.above - self.mean) / self.sd) if self.sd > 0 else 0.0
        return np.asarray(self.mean + self.sd * ndtri(lost + np.asarray(u, float) * (1 - lost)))

    def standard(self, z: NDArray[np.float64]) -> NDArray[np.float64] | None:
        """Give the values at standard normal deviates; none where there is a floor."""
        return self.mean + self.sd * z if self.above == -math.inf else None

    def __str__(self) -> str:
        """Give form and parameters."""
        return f"{plain(self.mean)} (normal, sd {plain(self.sd)})"


@dataclass(frozen=True, slots=True)
class Triangular(_Interval):
    """Most likely at the mode, impossible beyond low and high; its central value is the mode."""

    low: float
    mode: float
    high: float

    @property
    def central(self) -> float:
        """The mode."""
        return self.mode

    def at(self, u: ArrayLike) -> NDArray[np.float64]:
        """Give the values below which the distribution lies with probability ``u``."""
        u, width = np.asarray(u, float), self.high - self.low
        rising = self.low + np.sqrt(u * width * (self.mode - self.low))
        falling = self.high - np.sqrt((1 - u) * width * (self.high - self.mode))
        return np.where(u * width < self.mode - self.low, rising, falling)

    def __str__(self) -> str:
        """Give form and parameters."""
        return f"{plain(self.mode)} (triangular, {plain(self.low)} to {plain(self.high)})"


@dataclass(frozen=True, slots=True)
class Uniform(_Interval):
    """As likely anywhere between low and high; its central value is the midpoint."""

    low: float
    high: float

    @property
    def central(self) -> float:
        """The midpoint."""
        return (self.low + self.high) / 2

    def at(self, u: ArrayLike) -> NDArray[np.float64]:
        """Give the values below which the distribution lies with probability ``u``."""
        return np.asarray(self.low + (self.high - self.low) * np.asarray(u, float))

    def __str__(self) -> str:
        """Give form and parameters."""
        return f"{plain(self.central)} (uniform, {plain(self.low)} to {plain(self.high)})"


@dataclass(frozen=True, slots=True)
class Lognormal(_Interval):
    """The logarithm is normal; its central value is the median."""

    median: float
    gsd: float
    """Geometric standard deviation: two in three values lie within median / gsd and median * gsd."""

    @property
    def central(self) -> float:
        """The median."""
        return self.median

    def at(self, u: ArrayLike) -> NDArray[np.float64]:
        """Give the values below which the distribution lies with probability ``u``."""
        return np.asarray(self.median * self.gsd ** ndtri(np.asarray(u, float)))

    def standard(self, z: NDArray[np.float64]) -> NDArray[np.float64] | None:
        """Give the values at standard normal deviates."""
        return np.asarray(self.median * self.gsd**z)

    def __str__(self) -> str:
        """Give form and parameters."""
        return f"{plain(self.median)} (lognormal, gsd {plain(self.gsd)})"


@dataclass(frozen=True, slots=True)
class Split(_Interval):
    """Two halves of a normal that meet at the median: a range with its value far from the middle; never below 0 if low is not."""

    median: float
    low: float
    high: float
    """Ends of the 95 % range."""

    @property
    def central(self) -> float:
        """The median."""
        return self.median

    def at(self, u: ArrayLike) -> NDArray[np.float64]:
        """Give the values below which the distribution lies with probability ``u``."""
        z = ndtri(np.asarray(u, float)) / Z95
        side = np.where(z < 0, self.median - self.low, self.high - self.median)
        found = self.median + z * side
        return np.maximum(found, 0.0) if self.low >= 0 else np.asarray(found)

    def __str__(self) -> str:
        """Give form and parameters."""
        return f"{plain(self.median)} (95 % within {plain(self.low)} to {plain(self.high)})"


Distribution: TypeAlias = Fixed | Normal | Triangular | Uniform | Lognormal | Split

ROUNDED = 0.01
"""Share by which a value may lie above the geometric mean of its range through rounding alone. [1]"""
WIDE = 1.1
"""Arithmetic over geometric middle of a range that is skewed enough to look at that. [1]"""
ASIDE = 0.1
"""Share of the width of a range that its value may lie off the middle and still be called a normal's mean. [1]"""


def from_range(value: float, low: float, high: float, place: Place | None = None) -> Distribution:
    r"""Turn a value with its 95 % range into a distribution.

    Lognormal where the range is skewed at least as a lognormal's, ``high / value >= value / low``, give or take what
    rounding does to a value; its width in logarithms is the range's and its median the value. Otherwise normal with
    ``sd = (high - low) / 3.92``, cut off at 0 where the whole range is above 0, if the value lies near the middle of
    the range; if not, two halves of normals that meet at the value and have the stated ends.

    Parameters
    ----------
    value : float
        Best estimate; the central run uses it. [any unit]
    low, high : float
        Bounds of the 95 % range. [unit of ``value``]
    place : Place, optional
        Where the numbers stand, for the message.

    Returns
    -------
    Normal, Lognormal, Split, or Fixed where the range has no width

    Raises
    ------
    InputError
        A number is not finite, or the range does not hold the value.

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 1, ch. 3.

    Examples
    --------
    >>> from_range(100, 90.2, 109.8).sd
    5.0
    >>> from_range(10, 5, 40).median
    10
    >>> [round(float(end), 3) for end in from_range(1.0, 0.9, 1.0).interval(0.95)]
    [0.9, 1.0]
    """
    if not (math.isfinite(low) and math.isfinite(high) and low <= value <= high):
        raise InputError(faults=[note("DST007", place, value=value, low=low, high=high)])
    if low == high:
        return Fixed(value)
    if low > 0 and _skewed(value, low, high):
        return Lognormal(value, math.exp(math.log(high / low) / (2 * Z95)))
    if abs(value - (low + high) / 2) > ASIDE * (high - low):
        return Split(value, low, high)
    return Normal(value, round((high - low) / 3.92, 12), above=0.0 if low >= 0 else -math.inf)


def _skewed(value: float, low: float, high: float) -> bool:
    """Tell whether a range is skewed as a lognormal's, its value perhaps rounded up."""
    middle = math.sqrt(low * high)
    rounded = (low + high) / 2 > WIDE * middle and value <= middle * (1 + ROUNDED)
    return high * low >= value**2 or rounded


def read(value: object, place: Place) -> Distribution:
    """Read a number or a table of one key from what people write.

    Raises
    ------
    InputError
        With every fault of the value: form unknown, count wrong, a number not finite, order wrong.

    Examples
    --------
    >>> read({"normal": [0.05, 0.01]}, Place(key="gdp.growth"))
    Normal(mean=0.05, sd=0.01)
    >>> read({"triangular": [3, 2, 1]}, Place(key="gdp"))
    Traceback (most recent call last):
    ...
    dualcarbon.errors.InputError: gdp.triangular: need low <= mode <= high, got 3, 2, 1
    """
    if isinstance(value, Mapping) and len(value) == 1:
        form, numbers = next(iter(value.items()))
        return _formed(str(form), numbers, place)
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise InputError(faults=[note("DST006", place, text=cut(value))])
    return Fixed(_finite(value, place))


def _formed(form: str, numbers: object, place: Place) -> Distribution:
    if form not in FORMS:
        raise InputError(faults=[note("DST001", place, text=cut(form), hint=hint(form, FORMS))])
    make, names, check = FORMS[form]
    inside = within(place, form)
    given = numbers if isinstance(numbers, list | tuple) else [numbers]
    if len(given) != len(names):
        params = {"form": form, "names": ", ".join(names), "given": len(given)}
        raise InputError(faults=[note("DST002", inside, **params)])
    values = _all_finite(given, inside)
    if fault := check(values, inside):
        raise InputError(faults=[fault])
    return make(*values)


def _all_finite(given: list[Any] | tuple[Any, ...], place: Place) -> list[float]:
    faults: list[Fault] = []
    values = []
    for text in given:
        with gathering(faults):
            values.append(_finite(text, place))
    if faults:
        raise InputError(faults=faults)
    return values


def _finite(value: object, place: Place) -> float:
    number = math.nan
    if isinstance(value, int | float) and not isinstance(value, bool):
        with contextlib.suppress(OverflowError):  # a whole number of more than 308 digits
            number = float(value)
    if not math.isfinite(number):
        raise InputError(faults=[note("DST003", place, text=cut(value))])
    return number


def _check_sd(values: list[float], place: Place) -> Fault | None:
    return note("DST004", place, value=values[1]) if values[1] < 0 else None


def _check_order(values: list[float], place: Place) -> Fault | None:
    order = "low <= mode <= high" if len(values) == 3 else "low <= high"
    given = ", ".join(f"{v:.6g}" for v in values)
    return note("MC001", place, order=order, given=given) if sorted(values) != values else None


def _check_gsd(values: list[float], place: Place) -> Fault | None:
    median, gsd = values
    bad = median <= 0 or gsd < 1
    return note("DST005", place, median=median, gsd=gsd) if bad else None


Check: TypeAlias = Callable[[list[float], Place], Fault | None]
FORMS: dict[str, tuple[Callable[..., Distribution], tuple[str, ...], Check]] = {
    "normal": (Normal, ("mean", "sd"), _check_sd),
    "triangular": (Triangular, ("low", "mode", "high"), _check_order),
    "uniform": (Uniform, ("low", "high"), _check_order),
    "lognormal": (Lognormal, ("median", "gsd"), _check_gsd),
}
"""Forms that people may write: how to make one, what its numbers are, what they must obey."""
