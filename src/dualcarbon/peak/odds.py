"""How likely the verdicts are over an ensemble; no peak within the horizon comes first."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from dualcarbon.errors import InputError
from dualcarbon.peak import shape
from dualcarbon.peak.rule import Kind, Rule
from dualcarbon.peak.series import years_of
from dualcarbon.peak.verdict import RULE
from dualcarbon.vocabulary.faults import Fault, Place, cut, note

WHERE = Place(key="ensemble")
LEVELS = (0.1, 0.5, 0.9)
MOST = 100  # faults that one answer lists

Labels = NDArray[np.generic]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantile:
    """One quantile and the two members beside it."""

    level: float
    """Share of the members at or below it. [1]"""
    value: float | None
    """Year, or amount [unit of the ensemble]; none where it lies beyond the horizon."""
    horizon: int
    """Last year that was looked at."""
    members: tuple[int | str, int | str]
    """The members beside it, in the order of the quantity."""

    def shown(self) -> float | str:
        """Give the value, or that it is later than the horizon.

        Examples
        --------
        >>> Quantile(level=0.9, value=None, horizon=2060, members=(3, 4)).shown()
        '> 2060'
        """
        return f"> {self.horizon}" if self.value is None else self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What an ensemble says of the peak, in plain numbers; see :class:`Odds`.

    ``kinds`` and ``by_year`` are probabilities [1]; ``codes``, ``has_peak``, ``year`` and ``amount`` (member) are the place of
    the verdict among the kinds, whether the maximum is a peak, its year and its size [unit of the ensemble].
    """

    no_peak: float
    kinds: Mapping[Kind, float]
    by_year: Mapping[int, float]
    years: tuple[Quantile, ...]
    amounts: tuple[Quantile, ...]
    codes: shape.Ints
    has_peak: shape.Bools
    year: NDArray[np.int_]
    amount: shape.Floats
    horizon: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Odds:
    """What an ensemble says of the peak; every probability is a share of all members."""

    no_peak: float
    """Probability of no peak within the horizon. [1]"""
    kinds: xr.DataArray
    """Probability of each verdict (verdict). [1]"""
    by_year: xr.DataArray
    """Probability that the peak is in or before a year (year). [1]"""
    years: tuple[Quantile, ...]
    """Censored quantiles of the peak year."""
    amounts: tuple[Quantile, ...]
    """Quantiles of the maximum of all members. [``unit``]"""
    verdict: xr.DataArray
    """Verdict of each member (member)."""
    has_peak: xr.DataArray
    """Whether the maximum of each member is a peak within the horizon (member)."""
    year: xr.DataArray
    """Year of the maximum of each member; a peak only where ``has_peak`` (member)."""
    amount: xr.DataArray
    """Maximum of each member (member). [``unit``]"""
    horizon: int
    """Last year that was looked at."""
    unit: str
    """Unit of the amounts."""

    def peak_years(self) -> list[int | None]:
        """Give the peak year of each member; none where it has no peak within the horizon."""
        pairs = zip(self.year.values, self.has_peak.values, strict=True)
        return [int(year) if peaked else None for year, peaked in pairs]

    def __str__(self) -> str:
        """Give the odds as a sentence, no peak first."""
        by = ", ".join(
            f"by {int(y)} {100 * float(p):.0f} %"
            for y, p in zip(self.by_year["year"], self.by_year, strict=True)
        )
        middle = next((q.shown() for q in self.years if q.level == 0.5), None)
        median = "" if middle is None else f"; median year {middle}"
        return f"no peak by {self.horizon} {100 * self.no_peak:.0f} %; peak {by}{median}"


def odds(
    ensemble: xr.DataArray,
    *,
    by: Sequence[int] = (2030, 2035),
    horizon: int | None = None,
    levels: Sequence[float] = LEVELS,
    rule: Rule = RULE,
) -> Odds:
    r"""Count the verdicts of an ensemble of computed futures, history before them or not.

    Each member is judged as ``judge(member, noise=False)`` does. A member has a peak if its maximum is not at
    the open end. With :math:`y_m = \infty` for a member without a peak, the quantile of the peak year is

    .. math:: Q(q) = \min \{ y : \#\{m : y_m \le y\} \ge q N \}

    over all :math:`N` members, so that it agrees with the probabilities by year; where it is infinite it is
    said to be later than the horizon. Quantiles of the amount are linear between the two members beside them.

    Parameters
    ----------
    ensemble : DataArray (member, year)
        Yearly emissions of each member. [t CO2, or the unit it carries]
    by : sequence of int, optional
        Years of ``by_year``; those beyond the horizon are refused.
    horizon : int, optional
        Last year to look at; the last of the ensemble if not given.
    levels : sequence of float, optional
        Levels of the quantiles, above 0 and below 1. [1]
    rule : Rule, optional
        The numbers that decide.

    Returns
    -------
    Odds
        Probabilities [1], quantiles of the year, and of the amount [unit of ``ensemble``].

    Raises
    ------
    InputError
        Other dimensions, a member with a gap, too few years, or a year outside the ensemble.

    References
    ----------
    .. [1] R. J. Hyndman, Y. Fan, "Sample quantiles in statistical packages", The American Statistician 50
       (1996) 361-365: types 1 (year) and 7 (amount).

    Examples
    --------
    Three members peak in 2022, 2023 and 2024 and the fourth rises on:

    >>> rows = [[8, 9, 10, 8, 7, 6, 5, 4, 3, 2], [8, 9, 9, 10, 8, 7, 6, 5, 4, 3],
    ...         [8, 8, 8, 9, 10, 8, 7, 6, 5, 4], [1, 2, 3, 4, 5, 6, 7, 8, 9, 11]]
    >>> ensemble = xr.DataArray(rows, dims=("member", "year"), coords={"member": range(4), "year": range(2020, 2030)})
    >>> result = odds(ensemble, by=(2023,))
    >>> result.no_peak, float(result.by_year.sel(year=2023)), [q.shown() for q in result.years]
    (0.25, 0.5, [2022, 2023, '> 2029'])
    """
    years = years_of(ensemble, "ensemble", ("member", "year"))
    until = int(years[-1]) if horizon is None else horizon
    _refuse_outside([until, *by], int(years[0]), until if until <= years[-1] else int(years[-1]))
    _refuse_levels(levels)
    values = np.asarray(ensemble.transpose("member", "year").values, dtype=np.float64)[
        :, years <= until
    ]
    years = years[years <= until]
    _refuse_gaps(values, years, ensemble["member"].values, rule)
    members = ensemble["member"].values
    found = count(values, years, members=members, by=by, levels=levels, rule=rule)
    return _labelled(found, members, str(ensemble.attrs.get("units", "")))


def count(
    values: shape.Floats,
    years: NDArray[np.int_],
    *,
    members: Labels | None = None,
    by: Sequence[int] = (2030, 2035),
    levels: Sequence[float] = LEVELS,
    rule: Rule = RULE,
    compiled: bool | None = None,
) -> Count:
    """Count the verdicts of an ensemble without gaps: what :func:`odds` says of it, in plain numbers.

    Parameters
    ----------
    values : ndarray (member, year)
        Yearly emissions of each member. [any unit]
    years : ndarray (year)
        Its years, one after the other. [year]
    members : ndarray (member), optional
        Labels of the members; their places if not given.
    by, levels, rule
        As in :func:`odds`. [year, 1]
    compiled : bool, optional
        Whether members are looked at by the compiled function; where they are many if not given.

    Returns
    -------
    Count
        Probabilities [1], quantiles of the year, and of the amount [unit of ``values``].

    References
    ----------
    .. [1] As :func:`odds`.

    Examples
    --------
    >>> paths = np.array([[8.0, 9, 10, 8, 7, 6, 5], [1, 2, 3, 4, 5, 6, 7]])
    >>> count(paths, np.arange(2024, 2031), by=(2027,)).by_year
    {2027: 0.5}
    """
    facts = shape.of(values, rule, compiled=compiled)
    codes = shape.kinds_of_futures(facts, rule)
    peaked = (codes != shape.KINDS.index(Kind.RISING)) & (facts.top > 0)
    year, horizon = years[facts.at], int(years[-1])
    labels = np.arange(len(values)) if members is None else members
    late = np.where(peaked, year, np.inf)
    shares = np.bincount(codes, minlength=len(shape.KINDS)) / len(codes)
    return Count(
        no_peak=float((~peaked).mean()),
        kinds=dict(zip(shape.KINDS, shares.tolist(), strict=True)),
        by_year={int(y): float((late <= y).mean()) for y in by},
        years=_year_quantiles(late, facts.top, labels, levels, horizon),
        amounts=_amount_quantiles(facts.top, labels, levels, horizon),
        codes=codes,
        has_peak=peaked,
        year=year,
        amount=facts.top,
        horizon=horizon,
    )


def _labelled(found: Count, members: Labels, unit: str) -> Odds:
    """Put labels on what was counted."""
    member = xr.Dataset(coords={"member": members}).coords  # one index, shared
    names = [kind.value for kind in shape.KINDS]
    one = {"units": "1"}
    return Odds(
        no_peak=found.no_peak,
        kinds=xr.DataArray(list(found.kinds.values()), coords={"verdict": names}, attrs=one),
        by_year=xr.DataArray(
            list(found.by_year.values()), coords={"year": list(found.by_year)}, attrs=one
        ),
        years=found.years,
        amounts=found.amounts,
        verdict=xr.DataArray(np.array(names)[found.codes], coords=member),
        has_peak=xr.DataArray(found.has_peak, coords=member),
        year=xr.DataArray(found.year, coords=member),
        amount=xr.DataArray(found.amount, coords=member, attrs={"units": unit}),
        horizon=found.horizon,
        unit=unit,
    )


def _year_quantiles(
    late: shape.Floats, top: shape.Floats, members: Labels, levels: Sequence[float], horizon: int
) -> tuple[Quantile, ...]:
    """Give for each level the first year by which at least that share of all members have peaked."""
    order = np.lexsort((top, late))
    ranks = [max(math.ceil(level * len(late) - shape.SAME), 1) - 1 for level in levels]
    values = [late[order[rank]] for rank in ranks]
    return tuple(
        Quantile(
            level=level,
            value=int(value) if np.isfinite(value) else None,
            horizon=horizon,
            members=_beside(members, order, rank),
        )
        for level, rank, value in zip(levels, ranks, values, strict=True)
    )


def _amount_quantiles(
    top: shape.Floats, members: Labels, levels: Sequence[float], horizon: int
) -> tuple[Quantile, ...]:
    """Give the quantiles of the maxima, each on the line between the two members beside it."""
    order = np.argsort(top, kind="stable")
    return tuple(
        Quantile(
            level=level,
            value=float(value),
            horizon=horizon,
            members=_beside(members, order, math.floor(level * (len(top) - 1))),
        )
        for level, value in zip(levels, np.quantile(top, levels), strict=True)
    )


def _beside(members: Labels, order: shape.Ints, rank: int) -> tuple[int | str, int | str]:
    """Give the labels of the member at a rank and of the next."""
    following = min(rank + 1, len(order) - 1)
    return members[order[rank]].item(), members[order[following]].item()


def _refuse_outside(asked: Sequence[int], first: int, last: int) -> None:
    """Refuse years that the ensemble does not cover."""
    bad = [
        note("PEAK015", WHERE, year=y, first=first, last=last)
        for y in asked
        if not first <= y <= last
    ]
    if bad:
        raise InputError(faults=bad)


def _refuse_levels(levels: Sequence[float]) -> None:
    """Refuse levels that are no share."""
    bad = [note("PEAK010", Place(key="levels"), value=q) for q in levels if not 0 < q < 1]
    if bad:
        raise InputError(faults=bad)


def _refuse_gaps(
    values: shape.Floats, years: NDArray[np.int_], members: Labels, rule: Rule
) -> None:
    """Refuse an ensemble with gaps: its probabilities would be over other years or members."""
    faults: list[Fault] = []
    missing = sorted({*range(int(years[0]), int(years[-1]) + 1)} - {int(y) for y in years})
    if missing or len(years) < rule.least:
        text = f"{len(years)} years" + (f", {cut(missing)} missing" if missing else "")
        zh = f"共 {len(years)} 年" + (f"，缺 {cut(missing)}" if missing else "")
        faults.append(note("PEAK014", WHERE, text={"en": text, "zh": zh}, least=rule.least))
    for row, column in np.argwhere(~np.isfinite(values))[:MOST]:
        said = {"en": f"member {members[row]} has no number in {years[column]}",
                "zh": f"成员 {members[row]} 在 {years[column]} 年没有数值"}  # fmt: skip
        faults.append(note("PEAK014", WHERE, text=said, least=rule.least))
    if len(members) == 0:
        faults.append(
            note("PEAK014", WHERE, text={"en": "no members", "zh": "没有成员"}, least=rule.least)
        )
    if faults:
        raise InputError(faults=faults)
