"""A target split over years, and the arithmetic of a five-year plan.

Changes carry their sign: -0.17 is a fall by seventeen per cent. A plan that counts reductions D writes
``change = -D``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import xarray as xr

from dualcarbon.errors import InputError
from dualcarbon.vocabulary.faults import Place, note

HERE = Place(key="targets.schedule")


def yearly_rate(change: float, years: int) -> float:
    r"""Give the equal yearly change that adds up to a target.

    .. math:: r = (1 + c)^{1/n} - 1

    Parameters
    ----------
    change : float
        Change over all years. [1]
    years : int
        Number of years.

    Returns
    -------
    float
        Change a year. [1/year]

    References
    ----------
    .. [1] National Bureau of Statistics, National Development and Reform Commission, National Energy
       Administration, yearly bulletins of energy per GDP: reductions of several years chain as
       1 - (1 - D1)(1 - D2).

    Examples
    --------
    >>> round(yearly_rate(-0.17, 5), 5)
    -0.03658
    """
    _must_lie(change, "change", -1, 1)
    return float((1 + change) ** (1 / years) - 1)


def remaining_rate(change: float, *, years: int, done: float, elapsed: int) -> float:
    r"""Give the yearly change that is needed after some years have passed.

    .. math:: r = \left(\frac{1 + c}{1 + d}\right)^{1/(n - k)} - 1

    Parameters
    ----------
    change : float
        Change over all years. [1]
    years : int
        Number of years of the plan.
    done : float
        Change reached so far. [1]
    elapsed : int
        Years passed.

    Returns
    -------
    float
        Change a year that is needed in the years left. [1/year]

    Raises
    ------
    InputError
        No year is left, or a change is not a fraction.

    References
    ----------
    .. [1] Same arithmetic as ``yearly_rate``, applied to what remains.

    Examples
    --------
    A fall of 17 % in five years, 3.8 % of it in the first:

    >>> round(remaining_rate(-0.17, years=5, done=-0.038, elapsed=1), 5)
    -0.03622
    """
    _must_lie(change, "change", -1, 1)
    _must_lie(done, "done", -1, 1)
    if elapsed >= years:
        raise InputError(faults=[note("TGT031", HERE, elapsed=elapsed, years=years)])
    return float(((1 + change) / (1 + done)) ** (1 / (years - elapsed)) - 1)


def split(
    change: float, *, base_year: int, year: int, by: str | Sequence[float] = "equal_rate"
) -> xr.DataArray:
    r"""Split a target over the years between.

    .. math::
        \text{equal\_rate: } c_k = (1 + c)^{k/n} - 1 \qquad \text{linear: } c_k = c\,k/n \qquad
        \text{custom: } c_k = \prod_{i \le k} (1 + r_i) - 1

    Parameters
    ----------
    change : float
        Change from the base year to the year. [1]
    base_year, year : int
        Both ends.
    by : {"equal_rate", "linear"} or sequence of float
        Rule of the split, or the change of every single year of a plan of one's own. [1/year]

    Returns
    -------
    DataArray (year)
        Change since the base year, from the first year to the last. [1]

    Raises
    ------
    InputError
        The rule is unknown, or a plan of one's own has another number of years.

    References
    ----------
    .. [1] Same arithmetic as ``yearly_rate``.

    Examples
    --------
    >>> split(-0.2, base_year=2020, year=2022, by="linear").values.tolist()
    [-0.1, -0.2]
    """
    _must_lie(change, "change", -1, 1)
    years = np.arange(base_year + 1, year + 1)
    done = (years - base_year) / (year - base_year)
    if by == "equal_rate":
        reached = (1 + change) ** done - 1
    elif by == "linear":
        reached = change * done
    else:
        reached = _chained(by, len(years))
    return xr.DataArray(reached, coords={"year": years}, attrs={"units": "1"})


def _chained(by: str | Sequence[float], years: int) -> np.ndarray:
    if isinstance(by, str) or len(by) != years:
        given = f'"{by}"' if isinstance(by, str) else len(by)
        raise InputError(faults=[note("TGT030", HERE, given=given, years=years)])
    return np.asarray(np.cumprod(1 + np.asarray(by, float)) - 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Energy and GDP at the end of a plan that holds a target of energy per GDP."""

    gdp: float
    """GDP at the end. [unit of the GDP given]"""
    energy: float
    """Energy that the target allows at the end. [unit of the energy given]"""
    intensity_start: float
    """Energy per GDP at the start. [energy / GDP]"""
    intensity_end: float
    """Energy per GDP at the end. [energy / GDP]"""
    ratio_of_growths: float
    """Growth of energy over the plan divided by growth of GDP over the plan. [1]"""
    annual_elasticity: float
    """Yearly growth of energy divided by yearly growth of GDP. [1]"""

    def __str__(self) -> str:
        """Say what the plan allows."""
        return (
            f"GDP {self.gdp:.2f}, energy {self.energy:.2f}, intensity {self.intensity_start:.3f} -> "
            f"{self.intensity_end:.3f}; energy grows {self.ratio_of_growths:.3f} as much as GDP over "
            f"the plan, {self.annual_elasticity:.3f} as fast a year"
        )


def energy_plan(gdp: float, growth: float, energy: float, change: float, *, years: int = 5) -> Plan:
    r"""Work out a plan of energy and GDP.

    .. math::
        G_n = G_0 (1 + g)^n \qquad E_n = E_0 (1 + c) \frac{G_n}{G_0} \qquad
        \rho = \frac{E_n/E_0 - 1}{G_n/G_0 - 1} \qquad \epsilon = \frac{(E_n/E_0)^{1/n} - 1}{g}

    Plans print :math:`\rho` as elasticity; the elasticity of textbooks is :math:`\epsilon`. Both are given.

    Parameters
    ----------
    gdp : float
        GDP at the start, constant prices. [any unit]
    growth : float
        Yearly growth of GDP, above 0. [1/year]
    energy : float
        Energy at the start. [any unit]
    change : float
        Target of energy per GDP. [1]
    years : int
        Length of the plan.

    Raises
    ------
    InputError
        A number is out of range; without growth there is no elasticity.

    References
    ----------
    .. [1] Chongqing, 14th Five-Year Plan, worked example of the targets of energy.

    Examples
    --------
    >>> print(energy_plan(25002.79, 0.06, 8874.54, -0.14))
    GDP 33459.37, energy 10213.48, intensity 0.355 -> 0.305; energy grows 0.446 as much as GDP over the plan, 0.475 as fast a year
    """
    _must_lie(growth, "growth", 0, 1)
    _must_lie(change, "change", -1, 1)
    economy = (1 + growth) ** years
    use = (1 + change) * economy
    return Plan(
        gdp=gdp * economy,
        energy=energy * use,
        intensity_start=energy / gdp,
        intensity_end=energy * use / (gdp * economy),
        ratio_of_growths=(use - 1) / (economy - 1),
        annual_elasticity=(use ** (1 / years) - 1) / growth,
    )


def _must_lie(value: float, name: str, low: float, high: float) -> None:
    """Refuse what is no fraction; both ends are left out."""
    if not low < value < high:
        params = {"name": name, "value": value, "low": low, "high": high}
        raise InputError(faults=[note("TGT032", HERE, **params)])
