"""Which parts move the total: the same rule for each sector or district."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import xarray as xr

from dualcarbon.errors import InputError
from dualcarbon.peak.rule import Rule
from dualcarbon.peak.verdict import RULE, Verdict, judge
from dualcarbon.vocabulary.faults import Place, note


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
    whole = paths.sum(dim, skipna=False).assign_attrs(paths.attrs)
    total = judge(whole, rule=rule, noise=noise, breaks=breaks)
    if total.why == "gap":
        raise InputError(faults=total.warnings)
    verdicts = {
        str(name): judge(paths.sel({dim: name}), rule=rule, noise=noise, breaks=breaks)
        for name in paths[dim].values
    }
    window = (_start(total, rule), total.last)
    change = paths.sel(year=window[1], drop=True) - paths.sel(year=window[0], drop=True)
    return Parts(
        total=total, verdicts=verdicts, window=window, change=change.assign_attrs(paths.attrs)
    )


def _start(total: Verdict, rule: Rule) -> int:
    """Give the year from which the movers are told, never across a break: a revision moves nothing."""
    side = total.parts[-1] if total.parts else total
    if side.interior and side.year is not None:
        return side.year
    return max(side.first, side.last - rule.recent)
