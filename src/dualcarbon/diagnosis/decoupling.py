"""Whether emissions came loose from growth: the elasticity and the eight states of Tapio."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import xarray as xr

from dualcarbon.errors import InputError
from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.units import align

WHERE = Place(key="diagnosis.decoupling")
LOWER, UPPER = 0.8, 1.2
"""Between these elasticities the two move together (Tapio 2005). [1]"""
ROUNDING = 1e-12
"""An elasticity this near to a threshold is on it; a series that moves by no more has not changed. [1]"""

STATES = {
    "strong_decoupling": {"en": "strong decoupling", "zh": "强脱钩"},
    "weak_decoupling": {"en": "weak decoupling", "zh": "弱脱钩"},
    "expansive_coupling": {"en": "expansive coupling", "zh": "扩张连结"},
    "expansive_negative_decoupling": {"en": "expansive negative decoupling", "zh": "扩张负脱钩"},
    "strong_negative_decoupling": {"en": "strong negative decoupling", "zh": "强负脱钩"},
    "weak_negative_decoupling": {"en": "weak negative decoupling", "zh": "弱负脱钩"},
    "recessive_coupling": {"en": "recessive coupling", "zh": "衰退连结"},
    "recessive_decoupling": {"en": "recessive decoupling", "zh": "衰退脱钩"},
    "driver_unchanged": {"en": "driver unchanged", "zh": "驱动量不变"},
}
"""Tapio's eight states, and the case that has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoupling:
    """How emissions moved against their driver between two years."""

    start: int
    end: int
    driver_change: float
    """Relative change of the driver. [1]"""
    emissions_change: float
    """Relative change of the emissions. [1]"""
    elasticity: float | None
    """Change of emissions per change of the driver; none if the driver did not change. [1]"""
    state: str
    """One of the ids in ``STATES``."""
    warnings: tuple[Fault, ...] = ()

    def text(self, lang: str = "en") -> str:
        """Give the name of the state."""
        return STATES[self.state][lang]

    def __str__(self) -> str:
        """Say what moved how."""
        elastic = "" if self.elasticity is None else f", elasticity {self.elasticity:.3g}"
        return (
            f"{self.start}-{self.end}: {self.text()} (driver {self.driver_change:+.1%}, "
            f"emissions {self.emissions_change:+.1%}{elastic})"
        )


def state_of(driver_change: float, emissions_change: float) -> str:
    r"""Give the state of Tapio that two relative changes are in.

    .. math:: e = \frac{\Delta C / C_0}{\Delta G / G_0}

    Parameters
    ----------
    driver_change, emissions_change : float
        Relative changes. [1]

    Returns
    -------
    str
        An id of ``STATES``; ``driver_unchanged`` where the elasticity is undefined.

    References
    ----------
    .. [1] P. Tapio, "Towards a theory of decoupling: degrees of decoupling in the EU and the case of
           road traffic in Finland between 1970 and 2001", Transport Policy 12 (2005) 137-151.

    Examples
    --------
    >>> state_of(0.10, -0.02), state_of(0.10, 0.05), state_of(-0.10, -0.05), state_of(0.0, 0.05)
    ('strong_decoupling', 'weak_decoupling', 'weak_negative_decoupling', 'driver_unchanged')
    """
    if driver_change == 0:
        return "driver_unchanged"
    grew = driver_change > 0
    elasticity = emissions_change / driver_change
    if elasticity < 0:
        return "strong_decoupling" if grew else "strong_negative_decoupling"
    if elasticity < LOWER - ROUNDING:
        return "weak_decoupling" if grew else "weak_negative_decoupling"
    if elasticity <= UPPER + ROUNDING:
        return "expansive_coupling" if grew else "recessive_coupling"
    return "expansive_negative_decoupling" if grew else "recessive_decoupling"


def tapio(
    driver: xr.DataArray, emissions: xr.DataArray, periods: Sequence[tuple[int, int]] = ()
) -> tuple[tuple[Decoupling, ...], tuple[Fault, ...]]:
    """Judge how emissions moved against their driver in each period.

    Parameters
    ----------
    driver : DataArray (year)
        GDP or a sector's value added at constant prices. [CNY2010 ... or an index]
    emissions : DataArray (year)
        Emissions, or energy, of the same region or sector. [t CO2]
    periods : sequence of tuple of int, optional
        First and last years; every year and the next if none is given.

    Returns
    -------
    decouplings : tuple of Decoupling
        One for each period, with its elasticity [1].
    warnings : tuple of Fault
        Periods that the data do not cover.

    Raises
    ------
    InputError
        A value that a change is taken from is 0, or a value is negative, missing or endless.
    Misaligned
        The two do not cover the same years.

    References
    ----------
    .. [1] P. Tapio, "Towards a theory of decoupling: degrees of decoupling in the EU and the case of
           road traffic in Finland between 1970 and 2001", Transport Policy 12 (2005) 137-151.

    Examples
    --------
    >>> years = {"year": [2010, 2015]}
    >>> gdp, co2 = xr.DataArray([100.0, 150.0], coords=years), xr.DataArray([10.0, 12.0], coords=years)
    >>> (found,), _ = tapio(gdp, co2)
    >>> str(found)
    '2010-2015: weak decoupling (driver +50.0%, emissions +20.0%, elasticity 0.4)'
    """
    align({"driver": driver, "emissions": emissions}, "tapio")
    years = [int(year) for year in emissions["year"].to_numpy()]
    asked = list(periods) or list(pairwise(years))
    known = [p for p in asked if set(p) <= set(years) and p[0] < p[1]]
    faults = [f for p in known for f in _unfit(driver, emissions, p)]
    if faults:
        raise InputError(faults=_once(faults))
    left_out = tuple(
        note("TAPIO003", WHERE, start=p[0], end=p[1], known=f"{years[0]}-{years[-1]}")
        for p in asked
        if p not in known
    )
    return tuple(_between(driver, emissions, *p) for p in known), left_out


def _between(driver: xr.DataArray, emissions: xr.DataArray, start: int, end: int) -> Decoupling:
    growth, rise = (_change(series, start, end) for series in (driver, emissions))
    state = state_of(growth, rise)
    still = state == "driver_unchanged"
    return Decoupling(
        start=start,
        end=end,
        driver_change=growth,
        emissions_change=rise,
        elasticity=None if still else rise / growth,
        state=state,
        warnings=(note("TAPIO002", WHERE, start=start, end=end),) if still else (),
    )


def _change(series: xr.DataArray, start: int, end: int) -> float:
    first, last = (float(series.sel(year=year)) for year in (start, end))
    change = (last - first) / first
    return change if abs(change) > ROUNDING else 0.0


def _unfit(driver: xr.DataArray, emissions: xr.DataArray, period: tuple[int, int]) -> list[Fault]:
    """List starts that are not positive, and ends that are missing or negative."""
    names = {"en": "the driver", "zh": "驱动量"}, {"en": "emissions", "zh": "排放"}
    faults = []
    for what, series in zip(names, (driver, emissions), strict=True):
        first, last = (float(series.sel(year=year)) for year in period)
        if not 0 < first < math.inf:
            faults.append(note("TAPIO001", WHERE, year=period[0], what=what, value=first))
        if not 0 <= last < math.inf:
            faults.append(note("TAPIO001", WHERE, year=period[1], what=what, value=last))
    return faults


def _once(faults: Sequence[Fault]) -> list[Fault]:
    """Give each fault once, in order."""
    return [fault for i, fault in enumerate(faults) if fault not in faults[:i]]
