"""How far a series may stray where it is not known: a random walk through what is known, on a scale of its own."""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NoReturn

import numpy as np

from dualcarbon.errors import InputError
from dualcarbon.vocabulary.faults import Place, note
from dualcarbon.vocabulary.figures import plain

Points = Mapping[int, float]
Texts = Mapping[str, str]
COVERED = 0.975
"""Quantile at the upper end of a 95 % range. [1]"""
NOWHERE: Texts = {"en": "", "zh": ""}


@dataclass(frozen=True, slots=True)
class Scale:
    """On which scale a series walks: as it stands, or its logarithm; of which sign it is."""

    sign: float
    geometric: bool

    @classmethod
    def of(cls, known: Points, along: str) -> Scale:
        """Find the scale of known values; growth is defined for values of one sign alone."""
        signs = {float(np.sign(value)) for value in known.values()}
        if along == "geometric" and (0.0 in signs or len(signs) > 1):
            year = next(y for y, v in sorted(known.items()) if v <= 0)
            decline("FIL007", year=year, value=plain(known[year]))
        return cls(-1.0 if signs <= {-1.0, 0.0} and -1.0 in signs else 1.0, along == "geometric")

    def inner(self, known: Points) -> dict[int, float]:
        """Give the known values on this scale, by year."""
        act: Callable[[float], float] = math.log if self.geometric else float
        return {year: act(self.sign * value) for year, value in sorted(known.items())}

    def outer(self, part: tuple[float, float, float]) -> tuple[float, float, float]:
        """Give a value and the ends of its range as they stand in the table."""
        middle, low, high = (math.exp(v) if self.geometric else v for v in part)
        return self.sign * middle, self.sign * low, self.sign * high


@dataclass(frozen=True, slots=True)
class Walk:
    """A random walk through known points: tied to two of them inside, loose at one of its ends."""

    points: Mapping[int, float]
    step: float
    times: float
    tied: bool

    @classmethod
    def of(cls, points: Points, *, tied: bool = True) -> Walk:
        """Estimate the step from those known, about their mean where the walk is tied. [unit/sqrt(year)]."""
        pairs = [(b - a, points[b] - points[a]) for a, b in itertools.pairwise(sorted(points))]
        mean = sum(d for _, d in pairs) / sum(n for n, _ in pairs) if tied else 0.0
        free = len(pairs) - (1 if tied else 0)
        if free < 1:
            decline("FIL002", count=len(points), needed=4 if tied else 3)
        square = sum((d - n * mean) ** 2 / n for n, d in pairs) / free
        return cls(dict(points), math.sqrt(square), student(free), tied)

    def range(self, year: int) -> tuple[float, float, float]:
        """Give the value of a year, and the ends of its 95 % range."""
        if self.tied:
            before = max(y for y in self.points if y < year)
            after = min(y for y in self.points if y > year)
            share = (year - before) / (after - before)
            middle = (1 - share) * self.points[before] + share * self.points[after]
            loose = (year - before) * (after - year) / (after - before)
        else:
            near = nearest(self.points, year)
            middle, loose = self.points[near], float(abs(year - near))
        half = self.times * self.step * math.sqrt(loose)
        return middle, middle - half, middle + half


def nearest(known: Iterable[int], year: int) -> int:
    """Give the known year next to a year, the earlier of two."""
    return min(known, key=lambda y: (abs(y - year), y))


@functools.cache
def student(free: int) -> float:
    """Give the upper 2.5 % point of Student's t.

    Parameters
    ----------
    free : int
        Degrees of freedom.

    Returns
    -------
    float
        How many times the standard deviation the half of a 95 % range is. [1]

    Examples
    --------
    >>> round(student(2), 3)
    4.303
    """
    from scipy.special import stdtrit  # a second of import that a study without gaps can spare

    return float(stdtrit(free, COVERED))


def decline(code: str, **params: object) -> NoReturn:
    """Decline to fill; whoever holds the declaration adds place and series."""
    raise InputError(faults=[note(code, Place(), **{"series": NOWHERE, **params})])
