"""Numbers as a report prints them: raw value and key kept, rounded once, the same in both languages."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, cast

from dualcarbon.charts import units
from dualcarbon.charts.words import Lang, number
from dualcarbon.errors import DataError
from dualcarbon.report.composed import How, Part
from dualcarbon.vocabulary.figures import rounded

Kind = Literal[
    "co2",
    "co2_change",
    "co2e",
    "co2e_change",
    "gas",
    "energy",
    "share",
    "change",
    "moved",
    "odds",
    "year",
    "count",
    "factor",
    "elasticity",
    "amount",
    "level",
    "money",
    "outlay",
    "cny_per_t",
    "years",
    "people",
    "per_head",
    "intensity",
    "project_co2",
    "chance",
]
HUNDRED_MT = 100.0  # Mt; from here on Chinese prose says 亿吨
HUNDRED_MILLION, MILLION, TEN_THOUSAND = 1e8, 1e6, 1e4  # CNY, persons
SLACK = 1e-6  # parts may miss their whole by this share of it before they are refused
NOT_KNOWN = "–"
CARBON: tuple[Kind, ...] = ("co2", "co2_change")
CHANGES: tuple[Kind, ...] = ("co2_change", "co2e_change")
AMOUNTS: dict[Kind, str] = {
    "co2": "CO2",
    "co2_change": "CO2",
    "co2e": "CO2e",
    "co2e_change": "CO2e",
    "energy": "标准煤",
}
"""Kinds of amounts, and what stands after their Chinese unit."""
UNITS: dict[Kind, str] = {
    "co2": "Mt CO2",
    "co2_change": "Mt CO2",
    "project_co2": "Mt CO2",
    "co2e": "Mt CO2e",
    "co2e_change": "Mt CO2e",
    "gas": "t",
    "energy": "Mtce",
    "money": "CNY",
    "outlay": "CNY",
    "cny_per_t": "CNY/t CO2",
    "people": "person",
    "per_head": "t CO2",
    "years": "year",
}
"""Units of raw values; the others are fractions and counts, or the results name their unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number of the results: raw value, what it is, and where it stands in the results."""

    value: float | int | str | None
    """The raw value; a text where a quantile lies beyond the horizon; None where it is refused."""
    kind: Kind
    """What it is, which decides unit and rounding: Mt CO2, Mtce, fraction, year, ..."""
    key: str
    """Dotted path in the summary, or one that begins with `report.` where the report derived it."""
    of: tuple[str, ...] = ()
    """Keys that a derived number came from."""
    shown: float | None = None
    """The value to print where parts were rounded so that they add up to their whole."""
    how: How | None = field(default=None, compare=False, repr=False)
    """By which formula and of what the report composed it; nothing where it stands in the results."""

    @property
    def known(self) -> bool:
        """Whether there is a number to print."""
        return self.value is not None and not (
            isinstance(self.value, float) and math.isnan(self.value)
        )

    @property
    def part(self) -> Part:
        """The number as a part of another."""
        return Part(self.key, self.value, UNITS.get(self.kind, ""), self.key, how=self.how)


@dataclass(frozen=True, slots=True)
class Scale:
    """How finely a study prints amounts, from its largest ones. [Mt CO2, Mtce, Mt CO2e]."""

    co2: float
    energy: float
    co2e: float = 0.0

    def carbon(self, lang: Lang) -> units.Unit:
        """Give the unit of emissions in tables."""
        return units.carbon(lang, self.co2)

    def equivalent(self, lang: Lang) -> units.Unit:
        """Give the unit of emissions of all gases in tables."""
        return units.equivalent(lang, self.co2e or self.co2)

    def fuel(self, lang: Lang) -> units.Unit:
        """Give the unit of energy in tables."""
        return units.energy(lang, self.energy)

    def unit(self, kind: Kind, lang: Lang) -> units.Unit:
        """Give the unit in which amounts of a kind stand in tables."""
        if kind == "energy":
            return self.fuel(lang)
        return self.carbon(lang) if kind in CARBON else self.equivalent(lang)


def show(given: Number, lang: Lang, scale: Scale, *, bare: bool = False) -> str:
    """Print a number, with its unit unless ``bare``.

    Examples
    --------
    >>> total = Number(value=686.34, kind="co2", key="inventory.territorial_mt.2017")
    >>> show(total, "en", Scale(686.34, 306.7)), show(total, "zh", Scale(686.34, 306.7))
    ('686.3 Mt CO2', '6.863亿吨CO2')
    >>> show(Number(value=0.004, kind="odds", key="k"), "en", Scale(1, 1))
    '<1%'
    >>> spent = Number(value=1.234e10, kind="money", key="measures.0.investment_cny")
    >>> show(spent, "en", Scale(1, 1)), show(spent, "zh", Scale(1, 1))
    ('CNY 12.34 bn', '123.4亿元')
    """
    if not given.known:
        return NOT_KNOWN
    if isinstance(given.value, str):
        return _beyond(given.value, lang)
    value = plain(given) if given.shown is None else given.shown
    if given.kind in AMOUNTS:
        amount = _amount_bare if bare else _amount
        return amount(value, given.kind, lang, scale)
    if given.kind in WORDED:
        return WORDED[given.kind](value, lang, bare)
    return PLAIN[given.kind](value)


def added_up(parts: Sequence[float], whole: float, digits: int) -> list[float]:
    """Round parts so that what is printed adds up to the printed whole (largest remainders).

    Parameters
    ----------
    parts : sequence of float
        The parts, which add up to ``whole``.
    whole : float
        Their sum, in the same unit.
    digits : int
        Decimals to print; negative for tens and hundreds.

    Raises
    ------
    DataError
        The parts do not add up to the whole.

    Examples
    --------
    >>> added_up([1.4, 1.4, 1.2], 4.0, 0)
    [2.0, 1.0, 1.0]
    """
    if abs(sum(parts) - whole) > SLACK * max(abs(whole), *(abs(p) for p in parts), 1e-12):
        msg = f"report: parts add up to {sum(parts):.6g}, not to {whole:.6g}; nothing was rounded"
        raise DataError(msg)
    steps = [p * 10.0**digits for p in parts]
    floors = [math.floor(s) for s in steps]
    missing = round(whole * 10.0**digits) - sum(floors)
    order = sorted(range(len(parts)), key=lambda i: (floors[i] - steps[i], i))
    for i in order[: max(missing, 0)]:
        floors[i] += 1
    return [round(f / 10.0**digits, max(digits, 0)) for f in floors]


def adding_up(numbers: Sequence[Number], whole: Number, scale: Scale) -> list[Number]:
    """Give the numbers with the values to print, so that they add up to the printed whole."""
    if not whole.known or not all(n.known for n in numbers):
        return list(numbers)
    digits = _digits(whole.kind, scale)
    printed = added_up([plain(n) for n in numbers], plain(whole), digits)
    return [replace(n, shown=p) for n, p in zip(numbers, printed, strict=True)]


def _digits(kind: Kind, scale: Scale) -> int:
    if kind in AMOUNTS:
        unit = scale.unit(kind, "en")
        return unit.digits if unit.factor == 1 else unit.digits + 3
    if kind in MONEY:
        return MONEY[kind]
    return 3  # fractions, printed as per cent with one decimal


def plain(number: Number) -> float:
    """Give the value of a number that is known."""
    return float(cast("float", number.value))


def _amount(value: float, kind: Kind, lang: Lang, scale: Scale) -> str:
    signed = kind in CHANGES
    unit, what = scale.unit(kind, lang), AMOUNTS[kind]
    if lang == "en":
        return f"{number(unit.of(value), unit.digits, signed=signed)} {unit.label}"
    digits = _digits(kind, scale)
    if abs(value) >= HUNDRED_MT:
        return f"{number(value / 100, digits + 2, signed=signed)}亿吨{what}"
    return f"{number(value * 100, digits - 2, signed=signed)}万吨{what}"


def _amount_bare(value: float, kind: Kind, lang: Lang, scale: Scale) -> str:
    unit = scale.unit(kind, lang)
    return number(unit.of(value), unit.digits, signed=kind in CHANGES)


def money(value: float, lang: Lang, bare: bool = False) -> str:
    """Print an amount of money in 亿元 or billions, a small one in prose in 万元 or millions. [CNY].

    Examples
    --------
    >>> money(-4.5e7, "zh"), money(-4.5e7, "en"), money(-4.5e7, "zh", bare=True)
    ('-4,500万元', '-CNY 45.00 m', '-0.5')
    """
    if not bare and abs(value) < HUNDRED_MILLION:
        return outlay(value, lang)
    if lang == "zh":
        return number(value / HUNDRED_MILLION, 1) + ("" if bare else "亿元")
    return _cny(value / 1000 / MILLION, 2, "bn", bare)


def outlay(value: float, lang: Lang, bare: bool = False) -> str:
    """Print the money of a single project, in 万元 or millions. [CNY].

    Examples
    --------
    >>> outlay(1.234e8, "zh"), outlay(1.234e8, "en"), outlay(1.234e8, "en", bare=True)
    ('12,340万元', 'CNY 123.40 m', '123.40')
    """
    if lang == "zh":
        return number(value / TEN_THOUSAND) + ("" if bare else "万元")
    return _cny(value / MILLION, 2, "m", bare)


def cny_per_t(value: float, lang: Lang, bare: bool = False) -> str:
    """Print a cost per tonne. [CNY/t CO2].

    Examples
    --------
    >>> cny_per_t(-312.4, "zh"), cny_per_t(-312.4, "en"), cny_per_t(-312.4, "en", bare=True)
    ('-312元/吨', '-CNY 312/t', '-312')
    """
    if bare:
        return number(value)
    return f"{number(value)}元/吨" if lang == "zh" else f"{_cny(value, 0, '', bare=False)}/t"


def _cny(value: float, digits: int, unit: str, bare: bool) -> str:
    """Print an amount the English way: the sign, the currency, the number, the unit."""
    text = number(value, digits)
    if bare:
        return text
    sign = "-" if text.startswith("-") else ""
    return f"{sign}CNY {text.removeprefix('-')} {unit}".rstrip()


def level(value: float) -> str:
    """Print a parameter of any size with four figures, never with an exponent above a thousandth.

    Examples
    --------
    >>> level(15732012624649.8), level(0.385), level(2.453889), level(3.6e-05)
    ('15,730,000,000,000', '0.385', '2.454', '3.6e-05')
    """
    if value and abs(value) < 1e-3:
        return f"{value:.4g}"
    digits = 3 - (math.floor(math.log10(abs(value))) if value else 3)
    text = number(value, digits)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _years(value: float, lang: Lang, bare: bool) -> str:
    text = number(value, 1)
    return text if bare else f"{text}年" if lang == "zh" else f"{text} years"


def _people(value: float, lang: Lang, bare: bool) -> str:
    if lang == "zh":
        return number(value / TEN_THOUSAND) + ("" if bare else "万人")
    return number(value / MILLION, 2) + ("" if bare else " million")


def _project_co2(value: float, lang: Lang, bare: bool) -> str:
    """Print what a single project abates, finer than totals: 万吨 or kt. [Mt CO2]."""
    text = number(value * 100, 2) if lang == "zh" else number(value * 1000, 1)
    return text if bare else f"{text}万吨CO2" if lang == "zh" else f"{text} kt CO2"


def _gas(value: float, lang: Lang, bare: bool) -> str:
    """Print an amount of a gas, as it is and not as an equivalent: 万吨 or kt. [t]."""
    text = number(value / TEN_THOUSAND, 2) if lang == "zh" else number(value / 1000, 1)
    return text if bare else f"{text}万吨" if lang == "zh" else f"{text} kt"


def _per_head(value: float, lang: Lang, bare: bool) -> str:
    text = number(value, 2)
    return text if bare else f"{text}吨" if lang == "zh" else f"{text} t"


def _moved(value: float, lang: Lang, bare: bool = False) -> str:
    up = value >= 0
    word = ("上升" if up else "下降") if lang == "zh" else ("up " if up else "down ")
    return f"{word}{number(100 * abs(value), 1)}%"


def _odds(value: float) -> str:
    if 0 < value < 0.005:
        return "<1%"
    return ">99%" if 0.995 <= value < 1 else f"{number(100 * value)}%"


def _beyond(text: str, lang: Lang) -> str:
    year = text.strip("> ")
    return f"{year}年后" if lang == "zh" else f"after {year}"


WORDED: dict[Kind, Callable[[float, Lang, bool], str]] = {
    "moved": _moved,
    "money": money,
    "outlay": outlay,
    "cny_per_t": cny_per_t,
    "years": _years,
    "people": _people,
    "per_head": _per_head,
    "project_co2": _project_co2,
    "gas": _gas,
}
MONEY: dict[Kind, int] = {"money": -7, "outlay": -4, "cny_per_t": 0}  # decimals of CNY printed

PLAIN: dict[Kind, Callable[[float], str]] = {
    "share": lambda v: f"{number(100 * v, 1)}%",
    "change": lambda v: f"{number(100 * v, 1, signed=True)}%",
    "odds": _odds,
    "year": lambda v: f"{v:.0f}",
    "count": lambda v: number(v),
    "factor": lambda v: number(v, 3),
    "elasticity": lambda v: number(v, 2),
    "amount": lambda v: rounded(v, 6),
    "level": level,
    "chance": lambda v: "<0.001" if 0 <= v < 0.0005 else number(v, 3),
    "intensity": lambda v: number(TEN_THOUSAND * v, 3),  # per 10,000 CNY
}
