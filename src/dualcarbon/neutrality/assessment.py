"""Whether emissions less the region's own sinks stay at or below zero, and what remains if not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import xarray as xr

from dualcarbon.errors import InputError
from dualcarbon.neutrality.years import yearly
from dualcarbon.peak import sentences
from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.units import align, convert

UNIT = "t CO2"

Text = Mapping[str, str]
MISSING: dict[str, Text] = {
    "processes": {"en": "industrial processes", "zh": "工业过程排放"},
    "sinks": {"en": "inventory sinks", "zh": "清单碳汇"},
    "gases": {"en": "gases other than CO2", "zh": "二氧化碳以外的温室气体"},
}
SCOPES: dict[str, Text] = {
    "co2": {"en": "CO2-neutral", "zh": "二氧化碳中和"},
    "ghg": {"en": "GHG-neutral", "zh": "温室气体中和"},
}
UNITS = {"co2": "t CO2", "ghg": "t CO2e"}
REASONS: dict[str, Text] = {
    "neutral": {
        "en": "{scope} from {year}: net emissions stay at or below zero until {horizon}",
        "zh": "自 {year} 年起实现{scope}：净排放至 {horizon} 年始终不大于零",
    },
    "not_neutral": {
        "en": "not {scope} by {horizon}: {residual} remain",
        "zh": "{horizon} 年未实现{scope}：剩余 {residual}",
    },
    "not_assessable": {
        "en": "{scope} cannot be assessed: the path holds no {missing}",
        "zh": "{scope}无法判定：该路径不含{missing}",
    },
}


class State(StrEnum):
    """What can be said of neutrality."""

    NEUTRAL = "neutral"
    NOT_NEUTRAL = "not_neutral"
    NOT_ASSESSABLE = "not_assessable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Neutrality:
    """Neutrality in carbon dioxide (``co2``) or in all greenhouse gases (``ghg``)."""

    scope: str
    """``co2`` or ``ghg``."""
    state: State
    """Neutral, not, or not assessable."""
    year: int | None
    """First year from which net emissions stay at or below zero; none if there is none or it cannot be told."""
    residual: float | None
    """Net emissions of what the path holds, in the horizon's year; none if its gases are missing. [t CO2]"""
    horizon: int
    """Last year that was looked at."""
    missing: tuple[str, ...] = ()
    """What the path lacks: ``processes``, ``sinks``, ``gases``."""

    def reason(self, lang: str = "en") -> str:
        """Give the reason as a sentence in English or Chinese."""
        return REASONS[self.state][lang].format(
            scope=SCOPES[self.scope][lang],
            year=self.year,
            horizon=self.horizon,
            residual=sentences.amount(self.residual or 0.0, UNITS[self.scope], lang),
            missing=_named(self.missing, lang),
        )

    def __str__(self) -> str:
        """Give the reason in English."""
        return self.reason()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """Both neutralities of one path, and what stands apart from them."""

    co2: Neutrality
    """Neutrality in carbon dioxide."""
    ghg: Neutrality
    """Neutrality in all greenhouse gases."""
    sinks: float | None
    """Own inventory sinks in the horizon's year, negative; none if the path holds none. [t CO2]"""
    credits: float | None
    """Purchased credits in the horizon's year, netted nowhere; none if none were given. [t CO2]"""
    gwp: str
    """Set of warming potentials, where other gases were given."""
    warnings: tuple[Fault, ...] = ()
    """What is worth knowing."""


def assess(
    co2: xr.DataArray,
    *,
    processes: bool,
    sinks: xr.DataArray | None = None,
    gases: xr.DataArray | None = None,
    gwp: str = "",
    credits: xr.DataArray | None = None,
    horizon: int | None = None,
) -> Assessment:
    r"""Assess the neutrality of a path.

    .. math:: N_y = E_y + S_y, \qquad y_0 = \min \{ y : N_z \le 0 \text{ for all } z \ge y \}

    Without processes or inventory sinks on the path :math:`y_0` cannot be told: the residual
    :math:`N` of the horizon's year is all that is given.

    Parameters
    ----------
    co2 : DataArray (year)
        Carbon dioxide emitted, sinks not in it. [t CO2]
    processes : bool
        Whether ``co2`` includes industrial processes.
    sinks : DataArray (year), optional
        Sinks of the region's own inventory, negative. Not purchased, not geological. [t CO2]
    gases : DataArray (year), optional
        The other greenhouse gases, in carbon dioxide equivalent. [t CO2]
    gwp : str, optional
        Set of warming potentials of ``gases``.
    credits : DataArray (year), optional
        Purchased credits; shown apart. [t CO2]
    horizon : int, optional
        Year of the residual, and last year looked at; the last of ``co2`` if not given.

    Returns
    -------
    Assessment
        State and year of both neutralities, residuals. [t CO2]

    Raises
    ------
    InputError
        A year is missing, the horizon is outside the path, or ``gases`` come without ``gwp``.
    Misaligned
        The arrays cover different years.
    UnitMismatch
        An array carries no unit, or not one of mass of carbon dioxide.

    References
    ----------
    .. [1] IPCC, "Global Warming of 1.5 C", 2018, Annex I (glossary): net zero CO2 emissions, net-zero emissions.

    Examples
    --------
    >>> years = {"year": [2058, 2059, 2060]}
    >>> co2 = xr.DataArray([30e6, 20e6, 12e6], coords=years, attrs={"units": "t CO2"})
    >>> sinks = xr.DataArray([-21e6] * 3, coords=years, attrs={"units": "t CO2"})
    >>> print(assess(co2, processes=True, sinks=sinks).co2)
    CO2-neutral from 2059: net emissions stay at or below zero until 2060
    >>> alone = assess(co2, processes=False)
    >>> print(alone.co2.residual, alone.co2.year, alone.co2.state)
    12000000.0 None not_assessable
    """
    given = {"co2": co2, "sinks": sinks, "gases": gases, "credits": credits}
    arrays = {name: convert(a, UNIT, name=name) for name, a in given.items() if a is not None}
    align(arrays, "assess")
    if gases is not None and not gwp:
        raise InputError(faults=[note("NEUT005", Place(key="gases"))])
    until = int(co2["year"].values[-1]) if horizon is None else horizon
    paths = {name: yearly(a, name, int(co2["year"].values[0]), until) for name, a in arrays.items()}
    net = paths["co2"] + paths.get("sinks", 0.0)
    lacking = (*(() if processes else ("processes",)), *(() if sinks is not None else ("sinks",)))
    everything = net + paths["gases"] if gases is not None else None
    result = Assessment(
        co2=_neutrality("co2", net, until, lacking),
        ghg=_neutrality(
            "ghg", everything, until, (*lacking, *(() if gases is not None else ("gases",)))
        ),
        sinks=_last(paths.get("sinks")),
        credits=_last(paths.get("credits")),
        gwp=gwp,
    )
    return _with_warnings(result, paths, until)


def _neutrality(
    scope: str, net: xr.DataArray | None, horizon: int, missing: tuple[str, ...]
) -> Neutrality:
    """Give the neutrality of a net path, or what keeps it from being told."""
    residual = _last(net)
    if missing or net is None:
        return Neutrality(
            scope=scope,
            state=State.NOT_ASSESSABLE,
            year=None,
            residual=residual,
            horizon=horizon,
            missing=missing,
        )
    year = net_zero_year(net)
    state = State.NOT_NEUTRAL if year is None else State.NEUTRAL
    return Neutrality(scope=scope, state=state, year=year, residual=residual, horizon=horizon)


def net_zero_year(net: xr.DataArray) -> int | None:
    """Give the first year from which net emissions stay at or below zero, if there is one.

    Parameters
    ----------
    net : DataArray (year)
        Emissions plus own sinks. [t CO2]

    References
    ----------
    .. [1] IPCC, "Global Warming of 1.5 C", 2018, Annex I (glossary): net zero CO2 emissions.

    Examples
    --------
    >>> net_zero_year(xr.DataArray([5.0, -1.0, 2.0, -1.0, 0.0], coords={"year": range(2050, 2055)}))
    2053
    """
    above = np.flatnonzero(net.values > 0)
    start = int(above[-1]) + 1 if len(above) else 0
    return int(net["year"].values[start]) if start < net.sizes["year"] else None


def _with_warnings(
    result: Assessment, paths: Mapping[str, xr.DataArray], horizon: int
) -> Assessment:
    """Add what is worth knowing."""
    notes = []
    if result.co2.missing:
        named = {lang: _named(result.co2.missing, lang) for lang in ("en", "zh")}
        notes.append(note("NEUT001", missing=named))
    if result.credits:
        notes.append(note("NEUT002", amount=f"{result.credits / 1e6:.4g} Mt CO2", year=horizon))
    if "sinks" in paths and (sources := paths["sinks"].where(paths["sinks"] > 0, drop=True)).size:
        years = ", ".join(str(int(y)) for y in sources["year"].values)
        notes.append(note("NEUT003", value=f"{float(sources.max()) / 1e6:.4g} Mt CO2", years=years))
    return replace(result, warnings=tuple(notes))


def _last(path: xr.DataArray | None) -> float | None:
    """Give the value of the last year, in t CO2."""
    return None if path is None else float(path.values[-1])


def _named(missing: tuple[str, ...], lang: str) -> str:
    """Name what is missing."""
    joint = ", no " if lang == "en" else "、"
    return joint.join(MISSING[name][lang] for name in missing)
