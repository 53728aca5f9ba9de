"""Goals held against one scenario: met, missed, or not judged and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike, NDArray

from dualcarbon.errors import UnitMismatch
from dualcarbon.peak.odds import Odds
from dualcarbon.peak.verdict import Verdict
from dualcarbon.reference.goals import Goal
from dualcarbon.targets.declared import PEAKS, Target, from_goal
from dualcarbon.vocabulary.faults import Fault, note
from dualcarbon.vocabulary.names import INDICATORS
from dualcarbon.vocabulary.units import scale

OFFICIAL = "coal_equivalent"
"""How official statistics count primary electricity in standard coal."""
CONVENTIONS = {
    "calorific": {"en": "its heat (calorific)", "zh": "当量值"},
    "coal_equivalent": {"en": "coal for generation (coal-equivalent)", "zh": "等价值（发电煤耗）"},
}
DECIDED_BY_CONVENTION = {"nonfossil_share"}
"""Indicators whose level is another number in the other convention; no verdict crosses it."""
COLOURED_BY_CONVENTION = {"coal_share", "energy_intensity", "energy_total"}
"""Indicators that the convention moves a little; the verdict says so."""
ROUNDING = 1e-9
LISTED = 6
"""Indicators that the warning names; of the rest it gives the number."""
MARKS = (("en", ", "), ("zh", "、"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """One indicator of one scenario on one boundary, history and future as one series."""

    central: xr.DataArray
    """The central run (year). [its attribute ``units``]"""
    members: xr.DataArray | None = None
    """The ensemble (member, year). [as ``central``]"""
    convention: str = ""
    """How primary electricity is counted: ``calorific``, ``coal_equivalent``, or empty for no matter."""
    other: xr.DataArray | None = None
    """The same by the other convention (year). [as ``central``]"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Peak:
    """When one scenario peaks on one boundary."""

    year: int | None
    """Peak year of the central run; none without a peak within the horizon."""
    members: tuple[int | None, ...] = ()
    """Peak year of each member."""

    @classmethod
    def of(cls, verdict: Verdict, odds: Odds | None = None) -> Peak:
        """Take the years from a verdict on the central run and the odds of the ensemble."""
        year = verdict.year if verdict.interior else None
        return cls(year=year, members=tuple(odds.peak_years()) if odds else ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What one scenario carries for goals to be held against."""

    series: Mapping[tuple[str, str], Carried]
    """Indicator and boundary -> series."""
    peaks: Mapping[str, Peak] = field(default_factory=dict)
    """Boundary -> peak."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One goal in one scenario."""

    target: Target
    state: str
    """``met``, ``missed`` or ``refused``."""
    value: float | None = None
    """Value of the central run, in the unit of the goal; for a peak its year. [unit of the goal]"""
    gap: float | None = None
    """Value less goal. [unit of the goal]"""
    probability: float | None = None
    """Share of the members that meet the goal. [1]"""
    reason: Fault | None = None
    """Why it is not judged."""
    range: tuple[float, float] | None = None
    """Where a refused value may lie. [unit of the goal]"""
    notes: tuple[Fault, ...] = ()
    """What to know beside the verdict."""
    yardstick: bool = False
    """A goal of the nation shown beside a region that it does not bind."""

    def row(self) -> dict[str, Any]:
        """Give the outcome as a row of plain values."""
        target = self.target
        plain = {"id": target.id, "indicator": target.indicator, "year": target.year}
        plain |= {"kind": target.kind, "boundary": target.boundary, "base_year": target.base_year}
        plain |= {"goal": target.goal, "value": self.value, "gap": self.gap, "state": self.state}
        told = self.reason.message() if self.reason else ""
        return {
            **plain,
            "probability": self.probability,
            "reason": told,
            "range": self.range,
            "national": self.yardstick,
        }

    def __str__(self) -> str:
        """Say the outcome in English."""
        if self.reason is not None:
            return self.reason.message()
        odds = "" if self.probability is None else f", P(met) {100 * self.probability:.0f} %"
        found = "no peak within the horizon" if self.value is None else f"{self.value:.6g}"
        return f"{self.target.title.en}: {self.state}, {found} against {self.target.goal:.6g}{odds}"


def evaluate(targets: Iterable[Target], account: Account) -> tuple[Outcome, ...]:
    """Hold targets against what a scenario carries, in their order."""
    return tuple(judge(target, account) for target in targets)


def national(
    goals: Iterable[Goal], account: Account, *, country: bool
) -> tuple[tuple[Outcome, ...], tuple[Fault, ...]]:
    """Hold the nation's goals against a scenario.

    Each goal is looked for on the territorial boundary; goals that say the same twice are shown once.

    Parameters
    ----------
    goals : iterable of Goal
        Goals of the nation.
    account : Account
        What the scenario carries.
    country : bool
        Whether the region is the nation; elsewhere a goal is a yardstick and binds nobody.

    Returns
    -------
    tuple of Outcome, tuple of Fault
        Goals on what the account carries, and a warning that names the indicators left out.
    """
    carried = {indicator for indicator, _ in account.series} | (PEAKS if account.peaks else set())
    shown: dict[tuple[object, ...], Target] = {}
    left: dict[str, None] = {}
    for goal in goals:
        target = from_goal(goal)
        if target is None or target.indicator not in carried:
            left[goal.indicator] = None
            continue
        same = (target.indicator, target.kind, target.base_year, target.year, target.value)
        shown.setdefault(same, target)
    outcomes = [judge(target, account, yardstick=not country) for target in shown.values()]
    names = [name for name in left if name not in carried]
    return tuple(outcomes), _left_out(names)


def _left_out(indicators: Sequence[str]) -> tuple[Fault, ...]:
    if not indicators:
        return ()
    first, more = indicators[:LISTED], max(len(indicators) - LISTED, 0)
    listed = {lang: mark.join(INDICATORS.text(i, lang) for i in first) for lang, mark in MARKS}
    if more:
        listed = {
            "en": f"{listed['en']} and {more} more",
            "zh": f"{listed['zh']}等 {len(indicators)} 项",
        }
    return (note("TGT028", indicators=listed),)


def judge(target: Target, account: Account, *, yardstick: bool = False) -> Outcome:
    """Hold one target against what a scenario carries.

    Refused, never guessed: an indicator or boundary that the account does not carry, a base year before
    the data, a year beyond the horizon, a level whose standard-coal convention is not the official one.

    Parameters
    ----------
    target : Target
        The goal.
    account : Account
        What the scenario carries.
    yardstick : bool
        Whether the goal binds somebody else and is shown for comparison.

    Examples
    --------
    >>> table = {"id": "ci", "title": {"en": "CO2 per GDP", "zh": "碳强度"}, "kind": "change", "year": 2025,
    ...          "indicator": "co2_intensity", "base_year": 2020, "value": -0.18}
    >>> path = xr.DataArray([2.0, 1.6], coords={"year": [2020, 2025]}, attrs={"units": "t CO2/10^4 CNY"})
    >>> account = Account(series={("co2_intensity", "territorial"): Carried(central=path)})
    >>> print(judge(Target.model_validate(table), account))
    CO2 per GDP: met, -0.2 against -0.18
    """
    if target.kind == "peak_by":
        outcome = _peak(target, account)
    elif carried := account.series.get((target.indicator, target.boundary)):
        outcome = _held(target, carried)
    else:
        others = [b for i, b in account.series if i == target.indicator]
        outcome = _refused(target, _not_carried(target, others))
    return replace(outcome, yardstick=yardstick)


def _held(target: Target, carried: Carried) -> Outcome:
    """Judge a change or a level on a series."""
    reason = _out_of_years(target, carried) or _of_no_use(target, carried)
    if reason:
        return _refused(target, reason)
    if target.indicator in DECIDED_BY_CONVENTION and carried.convention not in ("", OFFICIAL):
        return _between(target, carried)
    value = float(_measured(target, carried.central))
    odds = None
    if carried.members is not None:
        odds = float(_meets(target, _measured(target, carried.members)).mean())
    state = "met" if _meets(target, value) else "missed"
    return Outcome(
        target=target,
        state=state,
        value=value,
        gap=value - target.goal,
        probability=odds,
        notes=tuple(_coloured(target, carried)),
    )


def _measured(target: Target, series: xr.DataArray) -> NDArray[np.float64]:
    """Give what the target speaks of, in its unit; the years are known to be there."""
    values = series.sel(year=target.year)
    if target.kind == "change":
        return np.asarray(values / series.sel(year=target.base_year) - 1)
    return np.asarray(values * _factor(target, series))


def _factor(target: Target, series: xr.DataArray) -> float:
    given, wanted = (_plain(unit) for unit in (series.attrs.get("units", ""), target.unit))
    return 1.0 if given == wanted else scale(given, wanted)


def _plain(unit: object) -> str:
    """Give a unit, that of shares always as 1."""
    return str(unit) or "1"


def _meets(target: Target, value: ArrayLike) -> NDArray[np.bool_]:
    sign = 1 if target.better == "at_least" else -1
    return np.asarray(sign * (np.asarray(value) - target.goal) >= -ROUNDING)


def _peak(target: Target, account: Account) -> Outcome:
    peak = account.peaks.get(target.boundary)
    if peak is None:
        return _refused(target, _not_carried(target, list(account.peaks)))
    odds = None
    if peak.members:
        odds = sum(y is not None and y <= target.year for y in peak.members) / len(peak.members)
    in_time = peak.year is not None and peak.year <= target.year
    return Outcome(
        target=target,
        state="met" if in_time else "missed",
        value=peak.year,
        gap=None if peak.year is None else float(peak.year - target.year),
        probability=odds,
    )


def _refused(target: Target, reason: Fault, between: tuple[float, float] | None = None) -> Outcome:
    return Outcome(target=target, state="refused", reason=reason, range=between)


def _named(target: Target) -> dict[str, Any]:
    """Give the particulars that every reason names."""
    title = {"en": target.title.en, "zh": target.title.zh}
    told = {lang: f"{text} {target.year}" for lang, text in title.items()}
    name = {lang: INDICATORS.text(target.indicator, lang) for lang in ("en", "zh")}
    return {"target": told, "indicator": name}


def _not_carried(target: Target, others: Sequence[str]) -> Fault:
    if not others:
        return note("TGT020", None, **_named(target))
    told = {"boundary": target.boundary, "others": ", ".join(others)}
    return note("TGT021", None, **_named(target), **told)


def _out_of_years(target: Target, carried: Carried) -> Fault | None:
    years = [int(year) for year in carried.central["year"].values]
    base = target.base_year if target.kind == "change" else None
    if base is not None and base not in years:
        return note("TGT022", None, **_named(target), base_year=base, first=years[0])
    if target.year not in years:
        return note(
            "TGT023", None, **_named(target), year=target.year, first=years[0], last=years[-1]
        )
    return None


def _of_no_use(target: Target, carried: Carried) -> Fault | None:
    """Refuse a change from nothing, and a level in a unit of another kind."""
    if target.kind == "change":
        base = float(carried.central.sel(year=target.base_year))
        told = {"value": base, "base_year": target.base_year}
        return None if base > 0 else note("TGT026", None, **_named(target), **told)
    for series in (s for s in (carried.central, carried.members) if s is not None):
        try:
            _factor(target, series)
        except UnitMismatch:
            units = {"unit": _plain(target.unit), "carried": _plain(series.attrs.get("units", ""))}
            return note("TGT029", None, **_named(target), **units)
    return None


def _between(target: Target, carried: Carried) -> Outcome:
    """Refuse a level that the convention decides, with both values where both are known."""
    names = {"ours": CONVENTIONS[carried.convention], "official": CONVENTIONS[OFFICIAL]}
    if carried.other is None:
        return _refused(target, note("TGT025", None, **_named(target), **names))
    common = sorted({*carried.central["year"].values} & {*carried.other["year"].values})
    shown = target.year if target.year in common else common[-1]
    ours, other = (float(s.sel(year=shown)) for s in (carried.central, carried.other))
    told = {"shown": int(shown), "value": f"{ours:.1%}", "other": f"{other:.1%}"}
    reason = note("TGT024", None, **_named(target), **names, **told)
    return _refused(target, reason, (min(ours, other), max(ours, other)))


def _coloured(target: Target, carried: Carried) -> Iterator[Fault]:
    official = carried.convention in ("", OFFICIAL)
    if target.indicator in COLOURED_BY_CONVENTION and not official:
        names = {"ours": CONVENTIONS[carried.convention], "official": CONVENTIONS[OFFICIAL]}
        yield note("TGT027", None, **_named(target), **names)
