"""Which parts move the total: the same rule for each sector or district."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import xarray as xr

from dualcarbon.errors import InputError
from dualcarbon.peak.odds import Odds, odds
from dualcarbon.peak.rule import Kind, Rule
from dualcarbon.peak.verdict import RULE, Verdict, judge
from dualcarbon.vocabulary.faults import Place, note

Causes = Callable[[str, int, int], Mapping[str, float] | None]
"""Gives the effects on a part between two years, or nothing where they are not known. [unit of the paths]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """Verdicts of the parts and what each did to the total."""

    total: Verdict
    """Verdict on the sum of the parts."""
    verdicts: Mapping[str, Verdict]
    """Verdict on each part, in the order given."""
    window: tuple[int, int]
    """Years between which ``change`` is taken."""
    change: xr.DataArray
    """Change of each part between the two years; they add up to that of the total (part). [unit of the paths]"""

    def movers(self) -> list[str]:
        """Name the parts that moved the total its way, the largest first."""
        sign = 1 if float(self.change.sum()) >= 0 else -1
        ranked = sorted(self.verdicts, key=lambda n: -sign * float(self.change.loc[n]))
        return [name for name in ranked if sign * float(self.change.loc[name]) > 0]


def by_part(
    paths: xr.DataArray,
    *,
    dim: str = "sector",
    rule: Rule = RULE,
    noise: bool = True,
    breaks: Sequence[int] = (),
    drivers: xr.DataArray | None = None,
    causes: Causes | None = None,
    total: Verdict | None = None,
) -> Parts:
    """Judge each part and the total by the same rule, and tell which parts move the total.

    The change is taken from the year of the total's maximum to the last year; where the total still rises,
    or has no such year, over the last ``rule.recent`` years; across a break it is never taken.

    Parameters
    ----------
    paths : DataArray (year, sector)
        Yearly emissions of each part, no total among them. [t CO2, or the unit they carry]
    dim : str, optional
        Dimension of the parts.
    rule : Rule, optional
        The numbers that decide.
    noise : bool, optional
        True for statistics, False for computed futures.
    breaks : sequence of int, optional
        First years of a new level, declared by the study.
    drivers : DataArray (year, sector), optional
        What moves each part, for example its energy use; a part whose driver is not positive throughout is judged
        without it. [any unit]
    causes : callable, optional
        Effects on a part between two years: a peak of the past stands only if they support it. [unit of ``paths``]
    total : Verdict, optional
        Verdict on the sum, where it is known already.

    Returns
    -------
    Parts
        Verdicts, and changes [unit of ``paths``].

    Raises
    ------
    InputError
        Other dimensions, or a value is missing.

    References
    ----------
    .. [1] The rule is that of ``judge``; the changes are differences and add up.

    Examples
    --------
    >>> rows = {"industry": [8, 9, 10, 9, 8, 7, 6, 5], "transport": [1, 1, 1, 1.1, 1.2, 1.3, 1.4, 1.5]}
    >>> paths = xr.DataArray(list(rows.values()), dims=("sector", "year"),
    ...                      coords={"sector": list(rows), "year": range(2030, 2038)})
    >>> parts = by_part(paths, noise=False)
    >>> parts.window, parts.movers(), parts.verdicts["transport"].kind.value
    ((2032, 2037), ['industry'], 'rising')
    """
    if {str(d) for d in paths.dims} != {dim, "year"}:
        shown = ", ".join(map(str, paths.dims))
        raise InputError(
            faults=[note("PEAK013", Place(key="paths"), text=shown, wanted=f"{dim}, year")]
        )
    if total is None or bool(paths.isnull().any()):
        whole = paths.sum(dim, skipna=False).assign_attrs(paths.attrs)
        total = judge(whole, rule=rule, noise=noise, breaks=breaks)
    if total.why == "gap":
        raise InputError(faults=total.warnings)
    verdicts = {}
    for name in map(str, paths[dim].values):
        one = paths.sel({dim: name}, drop=True)
        drive = _driver(drivers, dim, name)
        ask = partial(judge, one, rule=rule, noise=noise, breaks=breaks, drivers=drive)
        first = ask()
        effects = _effects(first, name, causes)
        verdicts[name] = ask(confirmation=effects) if effects else first
    window = (_start(total, rule), total.last)
    change = paths.sel(year=window[1], drop=True) - paths.sel(year=window[0], drop=True)
    return Parts(
        total=total, verdicts=verdicts, window=window, change=change.assign_attrs(paths.attrs)
    )


def odds_by_part(
    ensemble: xr.DataArray,
    *,
    dim: str = "sector",
    by: Sequence[int] = (2030, 2035),
    rule: Rule = RULE,
) -> dict[str, Odds]:
    """Count the verdicts of each part of an ensemble by the same rule as the total.

    Parameters
    ----------
    ensemble : DataArray (member, year, sector)
        Yearly emissions of each part in each member, no total among them. [t CO2, or the unit they carry]
    dim : str, optional
        Dimension of the parts.
    by : sequence of int, optional
        Years up to which the probability of a peak is given.
    rule : Rule, optional
        The numbers that decide.

    Returns
    -------
    dict of Odds
        By part, in the order given: probabilities [1], quantiles of the year and of the amount [unit of ``ensemble``].

    Raises
    ------
    InputError
        Other dimensions, a gap, or a year outside the ensemble.

    References
    ----------
    .. [1] The rule is that of ``odds``.

    Examples
    --------
    >>> rows = [[[8, 1], [9, 2], [10, 3], [9, 4], [8, 5], [7, 6], [6, 7], [5, 8]]] * 2
    >>> members = xr.DataArray(rows, dims=("member", "year", "sector"),
    ...     coords={"member": [0, 1], "year": range(2026, 2034), "sector": ["industry", "transport"]})
    >>> {name: one.no_peak for name, one in odds_by_part(members, by=(2030,)).items()}
    {'industry': 0.0, 'transport': 1.0}
    """
    if {str(d) for d in ensemble.dims} != {"member", "year", dim}:
        shown = ", ".join(map(str, ensemble.dims))
        place = Place(key="ensemble")
        raise InputError(faults=[note("PEAK013", place, text=shown, wanted=f"member, year, {dim}")])
    return {
        str(name): odds(ensemble.sel({dim: name}, drop=True), by=by, rule=rule)
        for name in ensemble[dim].values
    }


def _driver(drivers: xr.DataArray | None, dim: str, name: str) -> xr.DataArray | None:
    """Give what moves a part, if it is known and positive throughout."""
    if drivers is None or name not in drivers[dim].values:
        return None
    one = drivers.sel({dim: name}, drop=True)
    return one if bool((one > 0).all()) else None


def _effects(first: Verdict, name: str, causes: Causes | None) -> Mapping[str, float] | None:
    """Give the effects since the maximum of a part that the trend shows to have peaked."""
    side = first.parts[-1] if first.parts else first
    if causes is None or side.kind is not Kind.PEAKED or side.year is None:
        return None
    return causes(name, side.year, side.last)


def _start(total: Verdict, rule: Rule) -> int:
    """Give the year from which the movers are told, never across a break: a revision moves nothing."""
    side = total.parts[-1] if total.parts else total
    if side.interior and side.year is not None:
        return side.year
    return max(side.first, side.last - rule.recent)
