"""How the effects of a decomposition came: over years those of each year, in a year a logarithmic mean times the growth of a driver."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from dualcarbon.diagnosis.decomposition import log_mean
from dualcarbon.provenance.derivation import Input, Value
from dualcarbon.study.explain import past
from dualcarbon.study.explain.driven import OfDrivers
from dualcarbon.study.explain.lookup import Steps
from dualcarbon.study.explain.notebook import MT, Notebook

Texts = tuple[str, str]
Effects = Mapping[Steps, float]

TABLE = "tables.lmdi"
REST = "apart"
UNIT = "Mt CO2"
SECTORS: Texts = (
    "sum of the effects in all sectors; between the emissions of the first year and of the last",
    "各部门效应之和；介于首年与末年排放之间",
)
YEARS: Texts = ("sum of the effects of each year", "逐年效应之和")
SHARED: Texts = (
    "w ln(x1 / x0) x 10^-6, x the driver, w the sum over fuels of the logarithmic mean of their emissions",
    "w ln(x1 / x0) × 10^-6，x 为驱动因素，w 为各品种排放的对数平均之和",
)
BY_FUEL: Texts = (
    "sum over fuels of L(E1, E0) ln(x1 / x0) x 10^-6, L the logarithmic mean",
    "各品种 L(E1, E0) ln(x1 / x0) 之和 × 10^-6，L 为对数平均",
)
OF_FUEL: Texts = (
    "L ln(x1 / x0), x the driver; its limit where the fuel appears or vanishes",
    "L ln(x1 / x0)，x 为驱动因素；品种出现或消失时取极限",
)
WEIGHT: Texts = (
    "sum over fuels of the logarithmic mean of their emissions",
    "各品种排放的对数平均之和",
)
MEAN: Texts = (
    "L(E1, E0) = (E1 - E0) / ln(E1 / E0); E where both are equal, 0 where one is",
    "L(E1, E0) = (E1 - E0) / ln(E1 / E0)；两者相等时为 E，其一为零时为 0",
)
NONE: Texts = (
    "the emissions of the sector are not written with this driver: no effect",
    "该部门排放的分解式不含此驱动因素：无效应",
)
LEFT_YEARS: Texts = (
    "change of the emissions that stand apart from the decomposition, from year to year",
    "未纳入分解的排放的逐年变化之和",
)
LEFT: Texts = (
    "change of the emissions that stand apart from the decomposition, x 10^-6",
    "未纳入分解的排放的变化 × 10^-6",
)
OTHERS: Mapping[str, Texts] = {
    "change_mt": ("emissions of the last year less those of the first", "末年排放减首年排放"),
    "ratios": ("exp(effect / L of the totals)", "exp(效应 / 总量的对数平均)"),
    "residual": ("change less the sum of effects", "变化量减各效应之和"),
    "from": ("first year", "首年"),
    "to": ("last year", "末年"),
}


def decomposition(note: Notebook, steps: Steps, value: Value) -> None:
    """Explain an effect, or another number, of a decomposition: ``diagnosis.lmdi.N...``."""
    one, what = note.summary["diagnosis"]["lmdi"][int(steps[2])], steps[3]
    years = str(one["from"]), str(one["to"])
    inputs = _totals(note, years)
    if what in ("effects_mt", "ratios"):
        inputs = [*_of_sectors(note, years, steps[4]), *inputs]
    text = OTHERS.get(what, SECTORS)
    note.write(steps, *text, value, UNIT if what.endswith("mt") else "", inputs)


def explain(note: Notebook, steps: Steps) -> bool:
    """Explain an effect in a sector, ``tables.lmdi.START.END.EFFECT.SECTOR``; tell whether the table holds it."""
    value = _held(note).get(steps[2:])
    if value is None:
        return False
    key, (start, end, effect, _) = ".".join(steps), steps[2:]
    if key in note.book:
        return True
    if yearly := _yearly(note, steps):
        note.write(key, *(LEFT_YEARS if effect == REST else YEARS), value * MT, UNIT, yearly)
    elif effect == REST:
        ends = [_drivers(note).apart(year) for year in (start, end)]
        note.write(key, *LEFT, value * MT, UNIT, ends)
    else:
        _step(note, steps, value * MT)
    return True


def _step(note: Notebook, steps: Steps, value: float) -> None:
    """Explain an effect from a year to the next by emissions and the driver in both."""
    start, end, effect, sector = steps[2:]
    years = start, end
    of = _drivers(note)
    factors, fuels = of.group(sector, effect), of.fuels(sector, years)
    if factors is None:
        burnt = [of.emissions(sector, fuel, year) for fuel in fuels for year in years]
        note.write(steps, *NONE, value, UNIT, burnt)
    elif "fuel" in factors[effect].dims:
        parts = [_of_fuel(note, of, steps, fuel) for fuel in fuels]
        note.write(steps, *BY_FUEL, value, UNIT, parts)
    else:
        drivers = [of.driver(effect, sector, "", year) for year in years]
        note.write(steps, *SHARED, value, UNIT, [_weight(note, of, sector, years), *drivers])


def _of_fuel(note: Notebook, of: OfDrivers, steps: Steps, fuel: str) -> Input:
    """Write down the effect of a driver that each fuel has its own of."""
    start, end, effect, sector = steps[2:]
    key = f"{effect} effect {sector} {fuel} {start}-{end}"
    value = of.effect(sector, effect, fuel, (start, end))
    drivers = [of.driver(effect, sector, fuel, year) for year in (start, end)]
    mean = _mean(note, of, sector, fuel, (start, end))
    note.write(key, *OF_FUEL, value, "t CO2", [mean, *drivers])
    return Input(f"{effect} of {fuel}", value, "t CO2", key)


def _weight(note: Notebook, of: OfDrivers, sector: str, years: tuple[str, str]) -> Input:
    """Write down the weight of all drivers that the fuels of a sector share."""
    key = f"weight {sector} {years[0]}-{years[1]}"
    if told := note.told(key, "w"):
        return told
    means = [_mean(note, of, sector, fuel, years) for fuel in of.fuels(sector, years)]
    value = sum(float(one.value or 0.0) for one in means)
    note.write(key, *WEIGHT, value, "t CO2", means)
    return Input("w", value, "t CO2", key)


def _mean(note: Notebook, of: OfDrivers, sector: str, fuel: str, years: tuple[str, str]) -> Input:
    """Write down the logarithmic mean of what a sector emits of a fuel in two years."""
    key = f"mean {sector} {fuel} {years[0]}-{years[1]}"
    if told := note.told(key, f"L of {fuel}"):
        return told
    ends = [of.emissions(sector, fuel, year) for year in years]
    first, last = (float(one.value or 0.0) for one in ends)
    value = float(log_mean(first, last))
    note.write(key, *MEAN, value, "t CO2", ends)
    return Input(f"L of {fuel}", value, "t CO2", key)


def _of_sectors(note: Notebook, years: tuple[str, str], effect: str) -> list[Input]:
    """Give an effect in every sector, each explained further."""
    return [
        _input(note, steps, f"{effect} of {steps[3]}", value)
        for steps, value in _held(note).items()
        if steps[:3] == (*years, effect)
    ]


def _yearly(note: Notebook, steps: Steps) -> list[Input]:
    """Give the effects of the years of a span; none where it is one year."""
    start, end, effect, sector = steps[2:]
    years = [y for y in note.account.territorial.year.values.tolist() if int(start) <= y <= int(end)]  # fmt: skip
    if len(years) == 2:
        return []
    spans = [(a, b, effect, sector) for a, b in pairwise(map(str, years))]
    return [
        _input(note, span, f"{effect} of {sector} {span[0]}-{span[1]}", _held(note)[span])
        for span in spans
        if span in _held(note)
    ]


def _input(note: Notebook, labels: Steps, name: str, value: float) -> Input:
    """Write down an effect of the table, and give it as an input."""
    steps = (*TABLE.split("."), *labels)
    explain(note, steps)
    return Input(name, value * MT, UNIT, ".".join(steps))


def _drivers(note: Notebook) -> OfDrivers:
    return note.kept("drivers", lambda: OfDrivers(note))


def _totals(note: Notebook, years: tuple[str, str]) -> list[Input]:
    """Give the emissions of the region in the first and the last year."""
    return [past.amount(note, "CO2", "territorial", year) for year in years]


def _held(note: Notebook) -> Effects:
    """Give the effects of the table by start, end, effect and sector. [t CO2]."""
    return note.kept("effects", lambda: _read(note))


def _read(note: Notebook) -> Effects:
    columns = ("start", "end", "effect", "sector", "effect_tco2")
    table = note.results.tables.get("lmdi")
    rows = () if table is None else table.select(columns).iter_rows()
    return {tuple(map(str, row[:4])): row[4] for row in rows if row[4] is not None}
