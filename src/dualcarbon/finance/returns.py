"""All rates of return of a cash flow above -100 %: none, one or several, none missed and none made up.

In ``y = -ln(1 + r)`` the net present value is ``f(y) = sum of F_t exp(t y)``. If the flows change their sign v times,
with one change between the years a and b, and ``s`` lies between a and b, then ``exp(-s y) f(y)`` has a derivative whose
coefficients ``(t - s) F_t`` change their sign v - 1 times. Between its zeros the function is monotonic, so that two values
of unlike sign enclose exactly one rate. Flows without a change of sign have none; that is where the descent ends.

Signs are found in floating point where that is certain and in whole numbers of any length where it is not.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.optimize import brentq

from dualcarbon.errors import InputError
from dualcarbon.finance.cash_flow import amounts
from dualcarbon.vocabulary.faults import Fault, Place, cut, note

LOWEST, HIGHEST = (
    -700.0,
    math.log(2.0**52),
)  # y of the highest rate, and of the lowest a float tells from -100 %
UNSURE = (
    16 * 2.0**-53
)  # n (1 + |y|) times it is eight times the rounding of a balance of n years in floating point
TOUCH = 8 * 2.0**-53  # a balance below it is 0 within the rounding of the flows themselves
SLIGHT = (
    1e-280  # share of the largest flow below which a first or last flow is lost in floating point
)
NUMERALS = {
    "en": ("no", "one", "two", "three", "four", "five", "six", "seven", "eight"),
    "zh": ("零", "一", "两", "三", "四", "五", "六", "七", "八"),
}

Floats: TypeAlias = NDArray[np.float64]
Point: TypeAlias = tuple[float, int]  # y, and the sign of the net present value there


class State(StrEnum):
    """How many rates of return there are."""

    NONE = "none"
    ONE = "one"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Every rate of return of a cash flow, in ascending order."""

    values: tuple[float, ...]
    """Rates at which the net present value is 0. [1/a]"""
    state: State
    """How many: none, one, several."""
    touching: tuple[float, ...]
    """Those of them at which it keeps its sign. [1/a]"""
    changes: int
    """How often the flows change their sign; there are no more rates than that."""
    warnings: tuple[Fault, ...]
    """Why a rate of return does not decide here."""

    def __str__(self) -> str:
        """Give the rates as a sentence."""
        if not self.values:
            return "no real rate of return"
        return f"rate of return {listed(self.values, 'en')}"


def rates(flows: ArrayLike, *, least: float = 0.0, place: Place | None = None) -> Rates:
    r"""Find every rate of return above -100 % at which the net present value is 0.

    .. math:: \sum_t \frac{F_t}{(1 + r)^t} = 0, \quad r > -1

    A net present value that touches 0 counts as a rate, once. It touches where it is within the rounding of the
    flows, 1e-15 of the sum of their discounted sizes: two rates closer than about 1e-7 are told as one.

    Parameters
    ----------
    flows : array (year)
        Net flows; the first stands in t = 0. [CNY]
    least : float, optional
        Flows of this size or less are the rounding of larger sums and count as 0. [CNY]
    place : Place, optional
        Where they come from, for the warnings.

    Returns
    -------
    Rates
        The rates [1/a], how many they are, and why they may not decide.

    Raises
    ------
    InputError
        A flow is not finite, or there is another dimension than year.

    References
    ----------
    .. [1] G. Polya, G. Szego, "Problems and Theorems in Analysis II", part V, ch. 1 (Descartes' rule of signs).
    .. [2] J. H. Lorie, L. J. Savage, "Three Problems in Rationing Capital", Journal of Business 28 (1955) 229-239.

    Examples
    --------
    >>> found = rates([-100, 230, -132], place=Place(key="kiln"))
    >>> [round(r, 12) for r in found.values], found.warnings[0].message()
    ([0.1, 0.2], 'kiln: two rates, 10.0 % and 20.0 %; use NPV')
    >>> str(rates([100, -200, 150]))
    'no real rate of return'
    """
    series = amounts(flows, "flows")
    if series.ndim != 1:
        raise InputError(faults=[note("FIN009", Place(key="flows"), text=cut(str(flows)))])
    whole = _trimmed(_whole(np.where(np.abs(series) > least, series, 0.0)))
    zeros = _zeros(whole)
    values = tuple(sorted(math.expm1(-y) for y, _ in zeros))
    touching = tuple(sorted(math.expm1(-y) for y, crosses in zeros if not crosses))
    return Rates(
        values=values,
        state=[State.NONE, State.ONE, State.SEVERAL][min(len(values), 2)],
        touching=touching,
        changes=len(_changes(whole)),
        warnings=_told(values, touching, whole, place or Place(key="flows")),
    )


def _told(
    values: tuple[float, ...], touching: tuple[float, ...], whole: list[int], place: Place
) -> tuple[Fault, ...]:
    """Say why the rates do not decide."""
    if not values:
        return (note("FIN002", place),)
    if len(values) > 1:
        count = {lang: _numeral(len(values), lang) for lang in NUMERALS}
        return (note("FIN003", place, count=count, rates=_in_both(values)),)
    if touching:
        return (note("FIN005", place, rates=_in_both(touching)),)
    return (note("FIN006", place),) if whole[0] > 0 else ()


def _numeral(count: int, lang: str) -> str:
    names = NUMERALS[lang]
    return names[count] if count < len(names) else str(count)


def _in_both(values: tuple[float, ...]) -> dict[str, str]:
    return {lang: listed(values, lang) for lang in NUMERALS}


def listed(values: tuple[float, ...], lang: str) -> str:
    """Give rates as percent, with as many digits as tell them apart.

    Parameters
    ----------
    values : tuple of float
        Rates. [1/a]
    lang : str
        ``en`` or ``zh``.

    Examples
    --------
    >>> listed((0.1, 0.2, 0.2004), "en")
    '10.00 %, 20.00 % and 20.04 %'
    """
    digits = next((d for d in range(1, 9) if len({f"{v:.{d}%}" for v in values}) == len(values)), 9)
    shown = [f"{100 * v:.{digits}f} %" for v in values]
    comma, last = {"en": (", ", " and "), "zh": ("、", " 和 ")}[lang]
    return last.join([comma.join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def _whole(series: Floats) -> list[int]:
    """Give whole numbers in exactly the proportions of the flows."""
    exact = [value.as_integer_ratio() for value in series.tolist()]
    common = max(below for _, below in exact)  # each is a power of two
    return [above * (common // below) for above, below in exact]


def _trimmed(whole: list[int]) -> list[int]:
    """Leave out zeros at both ends: a delay moves no rate."""
    used = [t for t, value in enumerate(whole) if value]
    return whole[used[0] : used[-1] + 1] if used else []


def _changes(whole: list[int]) -> list[tuple[int, int]]:
    """Give the pairs of years between which the flows change their sign."""
    used = [t for t, value in enumerate(whole) if value]
    return [(a, b) for a, b in pairwise(used) if (whole[a] > 0) != (whole[b] > 0)]


def _zeros(whole: list[int]) -> list[tuple[float, bool]]:
    """Give every y at which the net present value is 0, and whether it changes its sign there."""
    changes = _changes(whole)
    if not changes:
        return []
    present = _Present(whole)
    a, b = changes[len(changes) // 2]
    turns = [y for y, _ in _zeros([(2 * t - a - b) * value for t, value in enumerate(whole)])]
    low, high = present.ends
    inside = (y for y in sorted(turns) if low < y < high)
    points = [(y, present.sign(y)) for y in (low, *inside, high)]
    return [*_crossings(present, points), *_touches(points)]


def _crossings(present: _Present, points: list[Point]) -> list[tuple[float, bool]]:
    """Give the zero between each two neighbours of unlike sign; there is exactly one."""
    return [
        (float(brentq(present.balance, a, b, xtol=1e-16, rtol=1e-15)), True)
        for (a, before), (b, after) in pairwise(points)
        if before * after < 0
    ]


def _touches(points: list[Point]) -> list[tuple[float, bool]]:
    """Give the turning points that are zeros; neighbours are one zero, its middle the best guess."""
    found, run = [], list[int]()
    for k, (_, sign) in enumerate(points[:-1]):
        if sign == 0:
            run.append(k)
        if run and points[k + 1][1] != 0:
            before, after = points[max(run[0] - 1, 0)][1], points[run[-1] + 1][1]
            found.append((points[run[len(run) // 2]][0], before * after < 0))
            run = []
    return found


class _Present:
    """The net present value of flows over y, as a share of the sum of the sizes of its terms."""

    def __init__(self, whole: list[int]) -> None:
        self.whole = whole
        largest = max(abs(value) for value in whole)
        self.flows: Floats = np.array([value / largest for value in whole])
        self.sizes: Floats = np.abs(self.flows)
        self.years: Floats = np.arange(len(whole), dtype=np.float64)
        self.even = self.sizes[[0, -1]].min() > SLIGHT
        bounds = (math.log(2 * largest) - math.log(abs(whole[end])) for end in (0, -1))
        below, above = bounds
        self.ends = (max(LOWEST, -below), min(HIGHEST, above))
        """Every zero lies between them, by Cauchy's bound, if a float can tell its rate. [1]"""

    def balance(self, y: float) -> float:
        """Give a number in [-1, 1] of the sign of the net present value."""
        if not self.even:
            return self._exactly(y)
        weights = np.exp(self.years * y - max(self.years[-1] * y, 0.0))
        value = float(self.flows @ weights / (self.sizes @ weights))
        unsure = UNSURE * len(self.whole) * (1 + abs(y))
        return value if abs(value) > unsure else self._exactly(y)

    def sign(self, y: float) -> int:
        """Give the sign of the net present value, 0 where it is below the rounding of the flows."""
        value = self.balance(y)
        return 0 if abs(value) <= TOUCH else int(math.copysign(1, value))

    def _exactly(self, y: float) -> float:
        """Do the same in whole numbers: exp(y) is a fraction p/q, and the sums are taken times q^n."""
        p, q = math.exp(y).as_integer_ratio()
        total = size = 0
        power = 1
        for value in reversed(self.whole):
            total = total * p + value * power
            size = size * p + abs(value) * power
            power *= q
        return total / size
