"""Units that figures and tables print amounts in: Mt in English, 万吨 or 亿吨 in Chinese."""

from __future__ import annotations

import math
from dataclasses import dataclass

from dualcarbon.charts.words import Lang, word

SMALL, LARGE = 1.0, 1000.0  # Mt; below or from here on another unit reads better
FACTORS = {
    "en": {"_small": 1000.0, "": 1.0, "_large": 1.0},
    "zh": {"_small": 100.0, "": 100.0, "_large": 0.01},
}
FIGURES = 4  # significant figures of the largest amount


MONEY = {  # CNY below which the small unit reads better, and how many of each unit one CNY is
    "en": (1e9, 1e-6, 1e-9),
    "zh": (1e8, 1e-4, 1e-8),
}


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit to print amounts in: its label, how many of it one Mt is, decimals to print."""

    label: str
    factor: float
    digits: int

    def of(self, amount: float) -> float:
        """Convert an amount to print. [Mt -> this unit]."""
        return amount * self.factor

    @property
    def step(self) -> float:
        """The smallest difference that is printed. [this unit]."""
        return 10.0**-self.digits


def carbon(lang: Lang, top: float) -> Unit:
    """Choose the unit for emissions of which ``top`` is the largest. [Mt CO2].

    The same digits are printed in both languages: 686.3 Mt is 68,630 万吨.

    Examples
    --------
    >>> carbon("zh", 686.3).label, carbon("zh", 686.3).of(686.3)
    ('万吨CO2', 68630.0)
    """
    return _unit("unit.mt", lang, top)


def equivalent(lang: Lang, top: float) -> Unit:
    """Choose the unit for emissions of all gases. [Mt CO2e].

    Examples
    --------
    >>> equivalent("zh", 768.1).label, equivalent("en", 0.5).label
    ('万吨CO2e', 'kt CO2e')
    """
    return _unit("unit.mte", lang, top)


def energy(lang: Lang, top: float) -> Unit:
    """Choose the unit for energy of which ``top`` is the largest. [Mtce]."""
    return _unit("unit.mtce", lang, top)


def money(lang: Lang, top: float, price_year: int | None = None) -> Unit:
    """Choose the unit for money of which ``top`` is the largest; it names its price year. [CNY].

    Examples
    --------
    >>> money("en", 2.5e11, 2022).label, round(money("en", 2.5e11).of(2.5e11), 1)
    ('bn CNY, prices of 2022', 250.0)
    >>> money("zh", 2.5e11, 2022).label, round(money("zh", 2.5e11).of(2.5e11), 1)
    ('亿元（2022年价）', 2500.0)
    """
    bound, small, large = MONEY[lang]
    least = abs(top) < bound
    factor = small if least else large
    label = word("unit.money_small" if least else "unit.money", lang)
    if price_year is not None:
        label = word("unit.money_of", lang, unit=label, year=price_year)
    size = math.floor(math.log10(abs(top) * factor)) if top else 0
    return Unit(label, factor, FIGURES - 1 - size)


def _unit(id: str, lang: Lang, top: float) -> Unit:
    size = "_small" if abs(top) < SMALL else "_large" if abs(top) >= LARGE else ""
    factor = FACTORS[lang][size]
    digits = FIGURES - 1 - (math.floor(math.log10(abs(top))) if top else 0)
    return Unit(word(id + size, lang), factor, digits - round(math.log10(factor)))
