"""Named methods that fill years a series lacks; each gives what it filled, and within which range it may lie."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

import numpy as np

from dualcarbon.vocabulary.figures import plain
from dualcarbon.yearbook.filled import Filled
from dualcarbon.yearbook.ranges import (
    NOWHERE,
    Points,
    Scale,
    Texts,
    Walk,
    decline,
    nearest,
    student,
)
from dualcarbon.yearbook.series import spans

FEWEST = {"interpolate": 4, "proxy": 3, "splice": 3, "hold": 3, "peers": 3}
"""Known values (ratios, peers) below which the range of a filled value cannot be judged. [1]"""
FARTHEST = 3
"""Years over which a value is carried at most. [year]"""
UNLIKE = 5.0
"""Times off its middle up to which a range that peers suggest is worth giving. [1]"""
LINES = {
    "linear": {"en": "a straight line", "zh": "直线"},
    "geometric": {"en": "even growth", "zh": "等速增长"},
}
UNSTEADY = 0.1
"""Relative spread of the ratio over an overlap beyond which two series do not tell of the same thing. [1]"""


def interpolate(
    known: Points, years: Sequence[int], *, along: Literal["linear", "geometric"] = "linear"
) -> Filled:
    r"""Fill years between two known ones along a straight line, or along even growth.

    .. math:: y_t = y_a + (y_b - y_a) \frac{t - a}{b - a}, \quad
              s_t^2 = s^2 \frac{(t - a)(b - t)}{b - a}

    The range is that of a random walk tied to both ends, its step :math:`s` estimated from all known steps
    about their mean; with ``geometric`` all of it is done on logarithms.

    Parameters
    ----------
    known : mapping of int to float
        Known values by year. [any unit]
    years : sequence of int
        Years to be filled.
    along : {"linear", "geometric"}
        Even steps, or even growth.

    Returns
    -------
    Filled
        Values and their 95 % range (year). [unit of ``known``]

    Raises
    ------
    InputError
        FIL002 with fewer than four known values, FIL003 where a year is known, FIL004 where one lies outside,
        FIL007 where growth is asked for and the values are not all of one sign.

    References
    ----------
    .. [1] IPCC 2006 Guidelines, volume 1, chapter 5, section 5.3.3.3 (interpolation).

    Examples
    --------
    >>> known = {2010: 10.0, 2011: 12.0, 2013: 18.0, 2014: 19.0}
    >>> interpolate(known, [2012]).values
    (15.0,)
    >>> round(interpolate({2010: 4.0, 2011: 6.0, 2012: 8.0, 2014: 18.0}, [2013], along="geometric").values[0], 6)
    12.0
    """
    _askable(known, years, "interpolate")
    outside = [year for year in years if not min(known) < year < max(known)]
    if outside:
        decline("FIL004", years=spans(outside), first=min(known), last=max(known))
    scale = Scale.of(known, along)
    walk = Walk.of(scale.inner(known))
    return _filled(years, walk, scale, along, _between(known, years, along))


def hold(known: Points, years: Sequence[int]) -> Filled:
    r"""Carry the nearest known value, over three years at most.

    .. math:: y_t = y_a, \quad s_t^2 = s^2 |t - a|

    The range is that of a random walk whose step :math:`s` is the root mean square of the known relative steps.

    Parameters
    ----------
    known : mapping of int to float
        Known values by year. [any unit]
    years : sequence of int
        Years to be filled.

    Returns
    -------
    Filled
        Values and their 95 % range (year). [unit of ``known``]

    Raises
    ------
    InputError
        FIL002 with fewer than three known values, FIL003 where a year is known, FIL010 where the nearest known
        year is too far, FIL007 where the values are not all of one sign.

    References
    ----------
    .. [1] IPCC 2006 Guidelines, volume 1, chapter 5, section 5.3.3.

    Examples
    --------
    >>> hold({2015: 8.0, 2016: 8.4, 2017: 8.0}, [2018]).values
    (8.0,)
    """
    _askable(known, years, "hold")
    close = {year: nearest(known, year) for year in years}
    for year, near in close.items():
        if abs(near - year) > FARTHEST:
            decline("FIL010", year=year, near=near, most=FARTHEST)
    scale = Scale.of(known, "geometric")
    walk = Walk.of(scale.inner(known), tied=False)
    ends = [scale.outer(walk.range(year))[1:] for year in years]
    cells = [(known[close[y]], *end) for y, end in zip(years, ends, strict=True)]
    near_years = spans(close.values())
    basis = {"en": f"the value of {near_years} carried", "zh": f"沿用{near_years}年的数值"}
    return _of_cells(years, cells, "hold", basis)


def proxy(known: Points, other: Points, years: Sequence[int], named: Texts = NOWHERE) -> Filled:
    r"""Fill years by the ratio to another series that is complete: surrogate data.

    .. math:: y_t = x_t \, r_t, \quad r_a = y_a / x_a

    The ratio :math:`r_t` is the geometric interpolation of the known ratios beside the year, or the nearest one
    outside them; its range comes from how the known ratios move from year to year.

    Parameters
    ----------
    known : mapping of int to float
        Known values by year. [any unit]
    other : mapping of int to float
        The complete series. [any unit]
    years : sequence of int
        Years to be filled.
    named : mapping of str to str
        Name of the other series by language.

    Returns
    -------
    Filled
        Values and their 95 % range (year). [unit of ``known``]

    Raises
    ------
    InputError
        FIL002 with fewer than three known ratios, FIL003 where a year is known, FIL006 where the other series lacks
        a year, FIL007 where one of the two is zero or changes its sign.

    References
    ----------
    .. [1] IPCC 2006 Guidelines, volume 1, chapter 5, equation 5.2 (surrogate method).

    Examples
    --------
    >>> people = {2015: 100.0, 2016: 102.0, 2017: 104.0, 2018: 106.0}
    >>> waste = {2015: 30.0, 2016: 30.6, 2017: 31.2}
    >>> round(proxy(waste, people, [2018]).values[0], 6)
    31.8
    """
    _complete(other, years)
    ratios = _ratios(known, other, years)
    _askable(ratios, years, "proxy")
    scale = Scale.of(ratios, "geometric")
    tied, loose = (Walk.of(scale.inner(ratios), tied=is_tied) for is_tied in (True, False))
    inside = {year for year in years if min(ratios) < year < max(ratios)}
    parts = [(tied if year in inside else loose).range(year) for year in years]
    cells = [
        tuple(other[y] * v for v in scale.outer(part)) for y, part in zip(years, parts, strict=True)
    ]
    basis = {
        "en": f"the ratio to {named['en']} ({spans(ratios)})",
        "zh": f"与{named['zh']}之比（{spans(ratios)}）",
    }
    return _of_cells(years, cells, "proxy", basis)


def splice(known: Points, other: Points, years: Sequence[int], named: Texts = NOWHERE) -> Filled:
    r"""Join another vintage or series to ours by their ratio over the years that both have: overlap.

    .. math:: y_t = x_t \frac{1}{n} \sum_{i} \frac{y_i}{x_i}

    The range is that of one more ratio, from the spread of those of the overlap and from how they move from year to
    year until the year that is filled.

    Parameters
    ----------
    known : mapping of int to float
        Our series. [any unit]
    other : mapping of int to float
        The series that is joined. [any unit]
    years : sequence of int
        Years to be filled.
    named : mapping of str to str
        Name of the other series by language.

    Returns
    -------
    Filled
        Values and their 95 % range (year). [unit of ``known``]

    Raises
    ------
    InputError
        FIL003 where a year is known, FIL006 where the other series lacks a year, FIL007 where one of the two is zero
        or changes its sign, FIL008 where fewer than three years overlap, FIL009 where the ratio is not steady.

    References
    ----------
    .. [1] IPCC 2006 Guidelines, volume 1, chapter 5, equation 5.1 (overlap).

    Examples
    --------
    >>> old = {2010: 90.0, 2011: 100.0, 2012: 110.0, 2013: 120.0}
    >>> new = {2011: 110.0, 2012: 121.0, 2013: 132.0}
    >>> round(splice(new, old, [2010]).values[0], 6)
    99.0
    """
    _complete(other, years)
    ratios = _ratios(known, other, years)
    if len(ratios) < FEWEST["splice"]:
        decline("FIL008", count=len(ratios), needed=FEWEST["splice"])
    _askable(ratios, years, "splice")
    Scale.of(ratios, "geometric")  # ratios of one sign
    mean = float(np.mean(list(ratios.values())))
    spread = float(np.std(list(ratios.values()), ddof=1))
    if spread > UNSTEADY * abs(mean):
        decline("FIL009", spread=f"{100 * spread / abs(mean):.0f}", most=f"{100 * UNSTEADY:.0f}")
    walk = Walk.of(ratios, tied=False)
    own = spread**2 * (1 + 1 / len(ratios))
    away = [abs(year - nearest(ratios, year)) for year in years]
    halves = [student(len(ratios) - 1) * math.sqrt(own + walk.step**2 * n) for n in away]
    cells = [
        (other[y] * mean, other[y] * (mean - half), other[y] * (mean + half))
        for y, half in zip(years, halves, strict=True)
    ]
    basis = {
        "en": f"{named['en']} joined over {spans(ratios)} by the ratio {mean:.4g}",
        "zh": f"以{spans(ratios)}年的重叠比值{mean:.4g}拼接{named['zh']}",
    }
    return _of_cells(years, cells, "splice", basis)


def peers(
    own: Points,
    others: Mapping[str, tuple[Points, Points]],
    years: Sequence[int],
    named: Texts = NOWHERE,
) -> Filled:
    r"""Fill a sector or a district that has no row, by the ratio that its peers have in the same year.

    .. math:: y_t = x_t \frac{\sum_p y_{p,t}}{\sum_p x_{p,t}}

    The range is that of one more peer, from the spread of the logarithms of their ratios.

    Parameters
    ----------
    own : mapping of int to float
        The series that the ratio is taken to, for the one without rows. [any unit]
    others : mapping of str to pair of mappings
        For each peer what is wanted, and what the ratio is taken to. [any two units]
    years : sequence of int
        Years to be filled.
    named : mapping of str to str
        Name of what the ratio is taken to by language.

    Returns
    -------
    Filled
        Values and their 95 % range (year). [unit of what is wanted]

    Raises
    ------
    InputError
        FIL006 where what the ratio is taken to lacks a year, FIL015 where fewer than three peers have both, FIL020
        where their ratios are so unlike that they say nothing.

    References
    ----------
    .. [1] IPCC 2006 Guidelines, volume 1, chapter 5, section 5.3.3.2 (surrogate data).

    Examples
    --------
    >>> cities = {c: ({2020: 2.0 * n}, {2020: 1.0 * n}) for c, n in (("a", 1), ("b", 2), ("c", 3))}
    >>> round(peers({2020: 5.0}, cities, [2020]).values[0], 6)
    10.0
    """
    _complete(own, years)
    cells = [tuple(own[year] * r for r in _of_peers(others, year)) for year in years]
    basis = {
        "en": f"{named['en']} and the ratio to it of {', '.join(others)}",
        "zh": f"{named['zh']}及{'、'.join(others)}与之的比值",
    }
    return _of_cells(years, cells, "peers", basis)


def _of_peers(others: Mapping[str, tuple[Points, Points]], year: int) -> tuple[float, float, float]:
    both = [
        (wanted[year], base[year])
        for wanted, base in others.values()
        if wanted.get(year, 0.0) > 0 and base.get(year, 0.0) > 0
    ]
    if len(both) < FEWEST["peers"]:
        decline("FIL015", year=year, count=len(both), needed=FEWEST["peers"])
    mean = sum(w for w, _ in both) / sum(b for _, b in both)
    spread = float(np.std([math.log(w / b) for w, b in both], ddof=1))
    times = math.exp(student(len(both) - 1) * spread * math.sqrt(1 + 1 / len(both)))
    if times > UNLIKE:
        decline("FIL020", year=year, times=plain(times, 3), most=UNLIKE)
    return mean, mean / times, mean * times


def _filled(years: Sequence[int], walk: Walk, scale: Scale, method: str, basis: Texts) -> Filled:
    """Give what a walk says of the years; a series that is never below zero is not filled below it."""
    never = 0.0 if not scale.geometric and min(walk.points.values()) >= 0 else -math.inf
    parts = [walk.range(year) for year in years]
    held = [(middle, max(low, never), high) for middle, low, high in parts]
    return _of_cells(years, [scale.outer(part) for part in held], method, basis)


def _of_cells(
    years: Sequence[int], cells: Iterable[Sequence[float]], method: str, basis: Texts
) -> Filled:
    middle, one, two = zip(
        *cells, strict=True
    )  # exp and log need not give back the very digits of a value
    low, high = (tuple(map(pick, middle, one, two)) for pick in (min, max))
    return Filled(tuple(years), tuple(middle), low, high, method, basis)


def _between(known: Points, years: Sequence[int], along: str) -> Texts:
    """Name the known years beside the filled ones."""
    beside = {max(y for y in known if y < year) for year in years}
    beside |= {min(y for y in known if y > year) for year in years}
    way = LINES[along]
    return {
        "en": f"{way['en']} between {spans(beside)}",
        "zh": f"{spans(beside)}年之间的{way['zh']}",
    }


def _askable(known: Points, years: Sequence[int], method: str) -> None:
    """Refuse what is known already, and what too little is known of."""
    taken = [year for year in years if year in known]
    if taken:
        decline("FIL003", years=spans(taken))
    if len(known) < FEWEST[method]:
        decline("FIL002", count=len(known), needed=FEWEST[method])


def _complete(other: Points, years: Sequence[int]) -> None:
    absent = [year for year in years if year not in other]
    if absent:
        decline("FIL006", years=spans(absent))


def _ratios(known: Points, other: Points, years: Sequence[int]) -> dict[int, float]:
    """Give the ratio of the years that both series have; the other may be zero in none that is used."""
    taken = [year for year in years if year in known]
    if taken:
        decline("FIL003", years=spans(taken))
    shared = sorted(set(known) & set(other))
    nothing = [year for year in (*shared, *years) if other[year] == 0]
    if nothing:
        decline("FIL007", year=nothing[0], value="0")
    return {year: known[year] / other[year] for year in shared}
