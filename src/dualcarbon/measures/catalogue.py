"""Typical measures: what a unit of each costs, saves and avoids, with range, source and mark of every number."""

from __future__ import annotations

import csv
import functools
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from dualcarbon.errors import UnknownName
from dualcarbon.quantities.declared import hint
from dualcarbon.quantities.distributions import Distribution, Fixed, Triangular
from dualcarbon.vocabulary.faults import Place, note

LEVERS = {
    "efficiency": ("less energy for the same service", "提高能效"),
    "flexibility": ("coal units that make room for wind and sun", "灵活性调节"),
    "replacement": ("new stock for old", "存量替代"),
    "new_stock": ("better new stock", "新增存量提标"),
    "fuel_share": ("another fuel or source", "燃料替代"),
    "technology_share": ("another technology", "技术替代"),
    "mode_share": ("another mode of transport", "运输方式转换"),
    "import_share": ("electricity from elsewhere", "区外来电"),
    "activity": ("less of the activity", "活动量减少"),
    "storage": ("storage of electricity", "储能"),
    "fugitive": ("methane caught", "甲烷回收"),
    "process": ("less from a process other than burning", "过程排放控制"),
    "capture": ("carbon dioxide caught and stored", "碳捕集与封存"),
    "sink": ("carbon taken up by land", "碳汇"),
    "bundle": ("several at once", "综合方案"),
}
"""How a typical measure acts, in English and Chinese."""

MONEY = ("investment", "o_and_m", "other")
"""What a unit costs: once, and by year twice. Other: fuel cycle, transport and storage, raw materials, fees and credits."""
FLOWS = ("saved", "used")
"""Energy that a unit saves or makes, and energy that it uses, each at a price."""
REACH = {2030: "reach_2030", 2060: "reach_2060"}
"""Share of what could be that may be in place by a year."""


NAMES = {
    "investment": ("investment", "投资"),
    "o_and_m": ("operation and maintenance", "运行维护"),
    "other": ("other yearly cost", "其他年费用"),
    "saved": ("saved or made", "节约或产出"),
    "used": ("used", "消耗"),
    "direct": ("other abatement", "其他减排"),
    "life": ("life", "寿命"),
    "lead": ("lead time", "建设周期"),
    "reach_2030": ("reach by 2030", "2030年可达比例"),
    "reach_2060": ("reach by 2060", "2060年可达比例"),
    "published": ("published cost", "文献减排成本"),
}
"""What the numbers of a typical measure are, in English and Chinese."""
CHINESE = {
    "CNY": "元",
    "GJ": "吉焦",
    "MWh": "兆瓦时",
    "kg": "千克",
    "t CO2e": "吨CO2e",
    "year": "年",
    "1": "1",
}
"""Units of the numbers as Chinese writes them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One number of a typical measure.

    ``low`` and ``high`` are the ends of its range, ``better`` the end that makes a tonne cheaper (nothing: the number
    stays at its central value). ``unit`` speaks of the unit of the measure: ``CNY/unit``.
    """

    name: str
    price: str
    low: float
    mid: float
    high: float
    better: str
    unit: str
    price_year: int | None
    years: str
    source: str
    mark: str
    note: str

    @property
    def key(self) -> str:
        """Name, and of energy its price: ``saved.coal``."""
        return f"{self.name}.{self.price}" if self.price else self.name

    @property
    def span(self) -> str:
        """Year of the money as shown: the years that it was gathered over, or its year; nothing where it is no money."""
        return self.years if self.years[:1].isdigit() else str(self.price_year or "")

    @property
    def number(self) -> Distribution:
        """Most likely at the central value; fixed where the range has no width."""
        if self.low < self.high:
            return Triangular(self.low, self.mid, self.high)
        return Fixed(self.mid)

    def at(self, case: str) -> float:
        """Give the value in a case: ``central``, ``favourable`` or ``unfavourable``. [``unit``]."""
        if case == "central" or not self.better:
            return self.mid
        best = self.low if self.better == "low" else self.high
        worst = self.high if self.better == "low" else self.low
        return best if case == "favourable" else worst


@dataclass(frozen=True, slots=True, kw_only=True)
class Typical:
    """A typical measure, by unit."""

    id: str
    en: str
    zh: str
    action: str
    """One of the ten actions."""
    clauses: tuple[str, ...]
    """Clauses that it serves."""
    lever: str
    """How it acts, one of `LEVERS`."""
    sectors: tuple[str, ...]
    """Sectors of the account that it touches."""
    branch: tuple[str, str]
    """Trade, in English and Chinese."""
    units: tuple[str, str]
    """What it is counted by, in English and Chinese."""
    requires: tuple[tuple[str, ...], ...]
    """Typical measures that it needs: all of the list, of each entry any one."""
    needs: tuple[str, str]
    """What else it needs, in English and Chinese."""
    excludes: tuple[str, ...]
    """Typical measures that cannot hold on the same unit (tonne, boiler, vehicle); side by side they may."""
    overlaps: tuple[str, ...]
    """Typical measures whose abatement changes with it."""
    barriers: tuple[str, str]
    """What stands in its way, in English and Chinese."""
    base: tuple[str, str]
    """What its reach is a share of, in English and Chinese."""
    pollutants: Mapping[str, str]
    """Direction of SO2, NOx and PM2.5 at the place of use: ``++``, ``+`` less, ``0`` none, ``-`` more."""
    check: str
    """Central cost against the published range: ``agrees``, ``overlaps`` (only the ranges), ``disagrees``, ``none``."""
    note: str
    numbers: Mapping[str, Parameter]
    """Every number by its key."""

    def title(self, lang: str) -> str:
        """Give the name as people read it."""
        return self.zh if lang == "zh" else self.en

    def unit(self, lang: str) -> str:
        """Give what it is counted by."""
        return self.units[lang == "zh"]

    def spelled(self, parameter: Parameter, lang: str) -> str:
        """Give the unit of a number in words, with what the measure is counted by.

        Examples
        --------
        >>> wind = typical("E07")
        >>> [wind.spelled(wind.cost["o_and_m"], lang) for lang in ("en", "zh")]
        ['CNY per kW and year', '元/千瓦/年']
        """
        first, *per = parameter.unit.split("/")
        counted = [self.unit(lang) if part == "unit" else part for part in per]
        if lang == "zh":
            return "/".join(CHINESE.get(part, part) for part in (first, *counted))
        return f"{first} per {' and '.join(counted)}" if counted else first

    @property
    def cost(self) -> dict[str, Parameter]:
        """Cost of a unit: ``investment``, ``o_and_m`` and perhaps ``other``."""
        return {name: self.numbers[name] for name in MONEY if name in self.numbers}

    @property
    def life(self) -> Parameter:
        """Years of service."""
        return self.numbers["life"]

    @property
    def lead(self) -> Parameter:
        """Years from decision to service."""
        return self.numbers["lead"]

    @property
    def direct(self) -> Parameter | None:
        """Abatement that does not come from energy. [t CO2e/unit/year]."""
        return self.numbers.get("direct")

    @property
    def saved(self) -> dict[str, Parameter]:
        """Energy saved or made, by price."""
        return {p.price: p for p in self.numbers.values() if p.name == "saved"}

    @property
    def used(self) -> dict[str, Parameter]:
        """Energy used, by price."""
        return {p.price: p for p in self.numbers.values() if p.name == "used"}

    @property
    def reach(self) -> dict[int, Parameter]:
        """Share of the base that may be in place, by year."""
        return {year: self.numbers[name] for year, name in REACH.items()}

    @property
    def published(self) -> tuple[float, float] | None:
        """Published range of the marginal cost. [CNY/t CO2e]."""
        found = self.numbers.get("published")
        return None if found is None else (found.low, found.high)

    @property
    def price_year(self) -> int | None:
        """Price level of the investment."""
        return self.numbers["investment"].price_year

    @property
    def seen(self) -> tuple[int, int]:
        """How many of the numbers that make the cost were seen or computed from seen ones, and how many there are."""
        made_of = [p for p in self.numbers.values() if p.name in (*MONEY, *FLOWS, "direct")]
        return sum(p.mark in ("", "C") for p in made_of), len(made_of)

    @property
    def mark(self) -> str:
        """Mark of the weakest number that makes the cost, its life with them."""
        marks = {p.mark for p in self.numbers.values() if p.name in (*MONEY, *FLOWS, "direct", "life")}  # fmt: skip
        return next(mark for mark in ("M", "A", "C", "") if mark in marks)


def typical(id: str, *, place: Place | None = None) -> Typical:
    """Give a typical measure.

    Raises
    ------
    UnknownName
        The catalogue holds no such measure; the nearest is named.

    Examples
    --------
    >>> wind = typical("E07")
    >>> wind.en, wind.action, wind.clauses, wind.unit("en")
    ('Offshore wind', 'energy', ('opinions:12',), 'kW')
    >>> str(wind.cost["investment"].number)
    '10500 (triangular, 8600 to 13800)'
    """
    found = all_typical().get(id)
    if found is None:
        where = place or Place(key="catalogue")
        known = {"hint": hint(id, all_typical())}
        raise UnknownName(faults=[note("CAT001", where, text=id, **known)])
    return found


@functools.cache
def all_typical() -> dict[str, Typical]:
    """Give every typical measure by id, in the order of the ten actions.

    Examples
    --------
    >>> len(all_typical()), list(all_typical())[:2]
    (62, ['E01', 'E02'])
    """
    numbers: dict[str, dict[str, Parameter]] = {}
    for row in _rows("catalogue_parameters.csv"):
        parameter = _parameter(row)
        numbers.setdefault(row["measure"], {})[parameter.key] = parameter
    return {row["id"]: _typical(row, numbers[row["id"]]) for row in _rows("catalogue.csv")}


def _typical(row: dict[str, str], numbers: dict[str, Parameter]) -> Typical:
    told: dict[str, Any] = {
        **{key: row[key] for key in ("id", "en", "zh", "action", "lever", "check", "note")},
        **{key: _listed(row[key]) for key in ("clauses", "sectors", "excludes", "overlaps")},
        **{key: (row[key], row[f"{key}_zh"]) for key in ("branch", "needs", "barriers", "base")},
    }
    return Typical(
        **told,
        units=(row["unit"], row["unit_zh"]),
        requires=tuple(tuple(one.split("/")) for one in row["requires"].split(";") if one),
        pollutants={gas: row[gas] for gas in ("so2", "nox", "pm25")},
        numbers=numbers,
    )


def _parameter(row: dict[str, str]) -> Parameter:
    told = ("price", "better", "unit", "years", "source", "mark", "note")
    return Parameter(
        **{key: row[key] for key in told},
        name=row["parameter"],
        low=float(row["low"]),
        mid=float(row["mid"]),
        high=float(row["high"]),
        price_year=int(row["price_year"]) if row["price_year"] else None,
    )


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.split("|") if part)


def _rows(file: str) -> list[dict[str, str]]:
    text = resources.files(__package__).joinpath("data", file).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
