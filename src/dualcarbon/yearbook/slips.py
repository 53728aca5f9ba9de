"""Slips of the unit in one series: years that stand apart from the others by a factor that units explain."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from dualcarbon.vocabulary.faults import Fault, note
from dualcarbon.vocabulary.figures import plain
from dualcarbon.vocabulary.units import KGCE_MJ
from dualcarbon.yearbook.series import Series, spans

JUMP = math.log(2.2)
"""Least change from one year to the next, beyond the usual one, that may be a slip. [1]"""
USUAL = 4.0
"""How many times the usual scatter of changes it must be. [1]"""
CALM = 0.03
"""Scatter that every series is granted. [1]"""
CLOSE = 0.16
"""How near the logarithm of a factor the step must come, besides twice the scatter. [1]"""
FARTHEST_OFF = 0.32
"""How far off it may be at most. [1]"""
LEAST = 5
"""Fewest figures of a series from which changes are judged. [1]"""
MATERIAL = 1e-3
"""Share of a usual year of its table below which a series is left alone. [1]"""
LARGE = 25.0
"""Factors below this, which small series meet by chance, are told of series five times as large alone. [1]"""


NET = "other_transformation"
"""Flow of what goes in less what comes out, which may leap by itself."""


@dataclass(frozen=True, slots=True)
class Factor:
    """A number that a figure is multiplied with by a slip of the unit, and what the slip is."""

    times: float
    units: tuple[str, ...]
    en: str
    zh: str

    @property
    def words(self) -> dict[str, str]:
        """What the slip is, in both languages."""
        return {"en": self.en, "zh": self.zh}


EVERY = (
    "tce",
    "t",
    "kWh",
    "kW",
    "person",
    "CNY",
    "t CO2",
    "m3",
    "m2",
    "GJ",
    "head",
    "vehicle",
    "ha",
)
ENERGY, CARBON = ("tce",), ("t CO2",)
TCE_GJ = KGCE_MJ
FACTORS = (
    *(Factor(10.0**n, EVERY, f"10^{n}: the multiplier of the unit", f"10^{n}：单位的倍数") for n in (1, 2, 3, 4, 6, 8)),
    Factor(TCE_GJ, ENERGY, "29.3: GJ written as tce", "29.3：以 GJ 的数值写作 tce"),
    Factor(TCE_GJ * 10, ENERGY, "293: TJ written as 10^4 tce", "293：以 TJ 的数值写作万吨标准煤"),
    Factor(1e3 / TCE_GJ, ENERGY, "34.1: tce written as TJ", "34.1：以 tce 的数值写作 TJ"),
    Factor(44 / 12, CARBON, "44/12: carbon dioxide against carbon", "44/12：二氧化碳与碳"),
)  # fmt: skip
"""Factors that slips are named by; each may stand either way."""


@dataclass(frozen=True, slots=True)
class Slip:
    """Years of a series that are ``times`` what the others suggest. [1]."""

    positions: tuple[int, ...]
    times: float
    factor: Factor


def factor_of(times: float, unit: str, tolerance: float = CLOSE) -> Factor | None:
    """Give the factor that explains how many times too large, or too small, a figure is.

    Parameters
    ----------
    times : float
        The figure over what it should be. [1]
    unit : str
        Unit that the figure is kept in; a money of a price year is money.
    tolerance : float
        How near its logarithm must come. [1]

    Returns
    -------
    Factor or None
        The nearest one that is near enough. [1]

    Examples
    --------
    >>> factor_of(1.02e-4, "person").times, factor_of(3.6, "t CO2").times, factor_of(3.6, "person")
    (10000.0, 3.6666666666666665, None)
    """
    plain = "CNY" if unit.startswith("CNY") else unit
    own = [f for f in FACTORS if plain in f.units]
    off = {f: abs(abs(math.log(times)) - math.log(f.times)) for f in own}
    best = min(own, key=lambda f: off[f], default=None)
    return best if best is not None and off[best] <= tolerance else None


def find(values: Sequence[float], unit: str) -> tuple[Slip, ...]:
    r"""Find the years of a series that stand apart by a factor that units explain.

    .. math:: d_t = \ln x_{t+1} - \ln x_t, \quad |d_t - \mathrm{med}\,d| > \max(J, 4 \cdot 1.4826\,\mathrm{MAD}\,d)

    Changes so far from the usual one are jumps; between jumps lie levels. The level that most years stand on is
    held to be right, and of several the last.

    Parameters
    ----------
    values : sequence of float
        Values year by year, none of them 0, all of one sign. [``unit``]
    unit : str
        Unit that they are kept in.

    Returns
    -------
    tuple of Slip
        Years in a row and how many times too large they are. [1]

    References
    ----------
    .. [1] Hampel, F. R. (1974), "The influence curve and its role in robust estimation", Journal of the American
       Statistical Association 69, 383-393 (median absolute deviation).

    Examples
    --------
    >>> [(s.positions, round(s.times)) for s in find([5.0, 5.2, 5.4e4, 5.5, 5.8, 6.0], "t")]
    [((2,), 10211)]
    """
    if len(values) < LEAST or min(values) * max(values) <= 0:
        return ()
    logs = np.log(np.abs(np.asarray(values, dtype=float)))
    steps = np.diff(logs)
    usual = float(np.median(steps))
    scatter = max(CALM, 1.4826 * float(np.median(np.abs(steps - usual))))
    beyond = steps - usual
    jumps = np.where(np.abs(beyond) > max(JUMP, USUAL * scatter), beyond, 0.0)
    levels = np.concatenate([[0.0], np.cumsum(jumps)])
    return tuple(_named(levels - _right(levels), unit, min(FARTHEST_OFF, CLOSE + 2 * scatter)))


def _right(levels: np.ndarray[Any, np.dtype[np.float64]]) -> float:
    """Give the level that most years stand on, of several the last."""
    counts = [int(np.sum(np.abs(levels - level) < JUMP / 2)) for level in levels]
    best = max(range(len(levels)), key=lambda n: (counts[n], n))
    return float(np.median(levels[np.abs(levels - levels[best]) < JUMP / 2]))


def _named(
    off: np.ndarray[Any, np.dtype[np.float64]], unit: str, tolerance: float
) -> Iterator[Slip]:
    """Give years in a row that are equally far off, where a factor explains it."""
    for level, years in itertools.groupby(range(len(off)), key=lambda n: round(float(off[n]), 6)):
        if abs(level) > JUMP / 2 and (factor := factor_of(math.exp(level), unit, tolerance)):
            yield Slip(tuple(years), math.exp(level), factor)


def size(frame: pl.DataFrame) -> float:
    """Give the size of a usual year of a table, parts and totals together.

    Parameters
    ----------
    frame : DataFrame
        Rows of the table. [any one unit]

    Returns
    -------
    float
        Sum of the sizes of its rows. [the unit of the rows]
    """
    years = (
        frame.filter(pl.col("value").is_not_null())
        .group_by("year")
        .agg(pl.col("value").abs().sum())
    )
    return float(np.median(years["value"].to_numpy())) if len(years) else 0.0


def in_series(one: Series, usual: float = 0.0) -> list[Fault]:
    """Tell of years of a series that stand apart by a factor that units explain: UNIT013.

    Parameters
    ----------
    one : Series
        The series.
    usual : float
        The usual year of its table; what is far below it is left alone. [unit of the series]
    """
    points = [(n, v) for n, v in enumerate(one.values) if v]
    found = find([v for _, v in points], one.unit)
    net = one.key.get("flow") == NET
    small = 5.0 if not net else math.inf
    told = [
        s for s in found if is_material(one, usual * (small if s.factor.times < LARGE else 1.0))
    ]
    return [_told(one, [points[p][0] for p in s.positions], s) for s in told]


def is_material(one: Series, usual: float) -> bool:
    """Tell whether the largest figure of a series counts among those of its table.

    Parameters
    ----------
    one : Series
        The series.
    usual : float
        A usual year of its table. [unit of the series]
    """
    return max((abs(v) for v in one.values if v), default=0.0) >= MATERIAL * usual


def _told(one: Series, positions: Sequence[int], slip: Slip) -> Fault:
    first = positions[0]
    value = one.values[first] or 0.0
    told = {
        "value": one.shown(value),
        "expected": one.shown(value / slip.times),
        "times": plain(slip.times, 3),
    }
    years = spans(one.years[n] for n in positions)
    return note(
        "UNIT013", one.place(first), series=one.name, years=years, what=slip.factor.words, **told
    )
