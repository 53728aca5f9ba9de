"""Five-year plans read off one run: growth, elasticities, structure, intensities, all of the same series and so consistent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dualcarbon.scenarios.ensemble import Central
from dualcarbon.scenarios.tree import Series

FIRST = 1955
"""Year at whose end the years of the n-th plan, five for each plan, are counted from: the 14th ends 2025. [year]"""
LENGTH = 5
"""Years of a plan. [year]"""
STANDSTILL = 0.001
"""An economy that grows or shrinks less than this a year has no elasticity: the ratio would be of rounding. [1/year]"""
DIGITS = "〇一二三四五六七八九"
LAST_SHORT = 19
"""Last plan whose Chinese name is short; of the twentieth it would read as twenty-five."""
Period = tuple[int, int, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a run shows between the ends of two years.

    ``*_growth`` are fractions over the whole period, ``*_growth_yearly`` their means a year; an elasticity is the yearly growth
    of energy or carbon dioxide over that of GDP, nothing where GDP stands still; ``structure`` are shares of GDP at the end;
    ``*_intensity_change`` are fractions, negative where intensity falls. [1]
    """

    start: int
    end: int
    title: Mapping[str, str]
    gdp_growth: float | None = None
    gdp_growth_yearly: float | None = None
    energy_growth: float | None = None
    energy_growth_yearly: float | None = None
    co2_growth: float | None = None
    co2_growth_yearly: float | None = None
    energy_elasticity: float | None = None
    co2_elasticity: float | None = None
    energy_intensity_change: float | None = None
    co2_intensity_change: float | None = None
    nonfossil_share: float | None = None
    structure: Mapping[str, float] = field(default_factory=dict)

    def items(self) -> dict[str, float | None]:
        """Give every number by its name, the parts of the structure as ``structure.<sector>``. [1]."""
        shares = {f"structure.{sector}": share for sector, share in self.structure.items()}
        return {name: getattr(self, name) for name in NUMBERS} | shares


NUMBERS = (
    "gdp_growth", "gdp_growth_yearly", "energy_growth", "energy_growth_yearly", "co2_growth", "co2_growth_yearly",
    "energy_elasticity", "co2_elasticity", "energy_intensity_change", "co2_intensity_change", "nonfossil_share",
)  # fmt: skip
"""Numbers of a plan, in the order told."""


def periods(
    declared: Sequence[Period], years: Sequence[int], base_year: int, horizon: int
) -> list[Period]:
    """Give the periods of a study, then the five-year plans that end after its base year, the last cut at the horizon.

    Parameters
    ----------
    declared : sequence of (int, int, mapping)
        First and last year of each period of the study, and its name; those outside the years are left out.
    years : sequence of int
        Years of statistics and scenarios.
    base_year, horizon : int
        Last year of the statistics and of the scenarios.

    Examples
    --------
    >>> found = periods([(2015, 2017, {"en": "two years", "zh": "两年"})], range(2015, 2033), 2017, 2032)
    >>> [(start, end, title["en"]) for start, end, title in found]
    [(2015, 2017, 'two years'), (2015, 2020, '13th FYP'), (2020, 2025, '14th FYP'), (2025, 2030, '15th FYP'), (2030, 2032, '16th FYP')]
    """
    found = [one for one in declared if one[0] in years and one[1] in years]
    taken = {(start, end) for start, end, _ in found}
    first = (base_year - FIRST) // LENGTH + 1
    last = -((FIRST - horizon) // LENGTH)
    for number in range(first, last + 1):
        end = FIRST + LENGTH * number
        ends = max(end - LENGTH, years[0]), min(end, horizon)
        if ends not in taken:
            found.append((*ends, named(number)))
    return found


def named(number: int) -> dict[str, str]:
    """Give the name of the n-th five-year plan.

    Examples
    --------
    >>> named(9)["zh"], named(13), named(21)
    ('“九五”', {'en': '13th FYP', 'zh': '“十三五”'}, {'en': '21st FYP', 'zh': '第二十一个五年规划'})
    """
    tens, ones = divmod(number, 10)
    ending = "th" if tens == 1 else {1: "st", 2: "nd", 3: "rd"}.get(ones, "th")
    said = ("" if tens < 2 else DIGITS[tens]) + ("十" if tens else "") + (DIGITS[ones] if ones else "")  # fmt: skip
    short = f"“{said}五”" if number <= LAST_SHORT else f"第{said}个五年规划"
    return {"en": f"{number}{ending} FYP", "zh": short}


def plan(
    middle: Central, period: Period, boundary: str = "territorial", nonfossil: Series | None = None
) -> Plan:
    """Read one plan period off a central run.

    Parameters
    ----------
    middle : Central
        Years of statistics and of the scenario as one series.
    period : (int, int, mapping)
        Year at whose end it begins, last year, name.
    boundary : str
        Total of carbon dioxide that is read: ``territorial`` or ``adjusted``.
    nonfossil : ndarray (year), optional
        Share of non-fossil energy. [1]

    Returns
    -------
    Plan
        Fractions. [1]

    References
    ----------
    .. [1] National Bureau of Statistics of China, "China Energy Statistical Yearbook", notes on main indicators:
       elasticity of energy consumption.
    """
    start, end, title = period
    first, last = middle.years.index(start), middle.years.index(end)
    gdp, energy = middle.parameters.get("gdp"), middle.totals.energy[0]
    co2 = getattr(middle.totals, boundary)[0]
    grown = {name: _growth(v, first, last) for name, v in (("gdp", gdp), ("energy", energy), ("co2", co2))}  # fmt: skip
    yearly = {name: _yearly(value, end - start) for name, value in grown.items()}
    shares = {k.removeprefix("structure."): float(v[last]) for k, v in middle.parameters.items() if k.startswith("structure.")}  # fmt: skip
    return Plan(
        start=start,
        end=end,
        title=title,
        **{f"{name}_growth": value for name, value in grown.items()},
        **{f"{name}_growth_yearly": value for name, value in yearly.items()},
        energy_elasticity=_elasticity(yearly["energy"], yearly["gdp"]),
        co2_elasticity=_elasticity(yearly["co2"], yearly["gdp"]),
        energy_intensity_change=_per(grown["energy"], grown["gdp"]),
        co2_intensity_change=_per(grown["co2"], grown["gdp"]),
        nonfossil_share=None if nonfossil is None else float(nonfossil[last]),
        structure=shares,
    )


def _growth(series: Series | None, first: int, last: int) -> float | None:
    """Give the growth of a series between two places, nothing where it starts from nothing. [1]."""
    if series is None or not series[first] > 0:
        return None
    return float(series[last] / series[first] - 1)


def _yearly(growth: float | None, years: int) -> float | None:
    return None if growth is None or growth < -1 else float((1 + growth) ** (1 / years) - 1)


def _elasticity(growth: float | None, of_gdp: float | None) -> float | None:
    if growth is None or of_gdp is None or abs(of_gdp) < STANDSTILL:
        return None
    return growth / of_gdp


def _per(growth: float | None, of_gdp: float | None) -> float | None:
    """Give the change of an amount per GDP from the growth of both. [1]."""
    return None if growth is None or of_gdp is None or of_gdp <= -1 else (1 + growth) / (1 + of_gdp) - 1  # fmt: skip
