"""The page of packaged numbers: factor records and what they are made of, prices, each with its source."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dualcarbon.cli.reference import markdown
from dualcarbon.cli.reference.markdown import code
from dualcarbon.provenance.sources import MARKS
from dualcarbon.reference.tables import rows, sources
from dualcarbon.vocabulary.names import FUELS, INDICATORS

Row = Mapping[str, str]

INTRODUCTION = """Numbers that come with the package. Each is a dated record; a study's own `factors.csv` goes before all of them. How one of them
is chosen stands in [emission factors](../explanation/factors.md), [grid](../explanation/grid.md) and
[standard coal](../explanation/standard-coal.md).

随附的数值，每条都有年份和来源；研究自己的 `factors.csv` 优先于这些数值。"""

SECTIONS = {
    "editions": ("Editions, the best first", "因子版本（优先者在前）"),
    "groups": ("Groups of fuels, electricity and heat", "能源大类、电力与热力"),
    "fuels": ("Single fuels", "单一能源品种"),
    "ipcc": ("IPCC 2006 defaults", "IPCC 2006 缺省值"),
    "grid": ("Grid factors", "电网排放因子"),
    "coal_rate": ("Coal rate of power supply", "供电煤耗"),
    "conflicts": ("Known disagreements of sources", "来源之间的已知分歧"),
    "goals": ("National goals", "国家目标"),
    "prices": ("Prices, discount rates, exchange rates", "价格、折现率与汇率"),
    "regions": ("Regions of the grid factors", "电网因子的地区"),
    "numbers_combustion": ("Methane and nitrous oxide of burning", "燃烧的甲烷和氧化亚氮"),
    "numbers_processes": ("Industrial processes and product use", "工业过程与产品使用"),
    "numbers_fugitive": ("Fugitive emissions", "逃逸排放"),
    "numbers_agriculture": ("Agriculture", "农业"),
    "numbers_waste": ("Waste", "废弃物"),
    "numbers_land": ("Land, forests, wetlands, coasts", "土地、森林、湿地与海岸"),
    "zones": ("Zones of the provinces", "各省所属分区"),
}
"""Tables of the page in their order, each with its heading."""


def page() -> str:
    """Give the page of every packaged table."""
    parts = [_section(table, *heading) for table, heading in SECTIONS.items()]
    return markdown.page(
        "Factors and other packaged numbers 随附数值", INTRODUCTION, _marks(), *parts, _sources()
    )


def _marks() -> str:
    told = [(code(mark or '""'), en, zh) for mark, (en, zh) in MARKS.items()]
    return "## Marks 标记\n\n" + markdown.table(["mark", "meaning", "含义"], told)


def _section(table: str, en: str, zh: str) -> str:
    columns = COLUMNS[table]
    body = ([give(row) for give in columns.values()] for row in rows(table))
    return f"## {en} {zh}\n\n{markdown.table(list(columns), body)}"


def _sources() -> str:
    listed = ((code(s.id), s.title, s.publisher, s.year, s.note) for s in sources().values())
    head = ["source", "title", "publisher", "year", "how it was seen"]
    return "## Sources 来源\n\n" + markdown.table(head, listed)


def _cell(name: str) -> Callable[[Row], str]:
    return lambda row: row[name]


def _code(name: str) -> Callable[[Row], str]:
    return lambda row: code(row[name])


def _fuel(row: Row) -> str:
    return f"{FUELS.text(row['fuel'], 'en')} {FUELS.text(row['fuel'], 'zh')}"


def _range(row: Row) -> str:
    return f"{row['lo95']} - {row['hi95']}" if row["lo95"] else ""


def _years(row: Row) -> str:
    """Give the years that a record holds for; nothing after the dash: until it is replaced."""
    first, last = row["first_year"], row["last_year"]
    return first if first == last else f"{first}-{last}"


def _holds(row: Row) -> str:
    return " ".join(row[key] for key in ("sector", "flow") if row[key])


def _goal(row: Row) -> str:
    sign = {"at_least": ">=", "at_most": "<="}.get(row["comparator"], "")
    number = " ".join(t for t in (sign, row["precision"], row["value"], row["unit"]) if t)
    return number if row["value"] else row["state"]


def _indicator(row: Row) -> str:
    return f"{code(row['indicator'])} {INDICATORS.text(row['indicator'], 'zh')}"


def _span(row: Row) -> str:
    return "" if row["low"] == row["high"] else f"{row['low']} - {row['high']}"


def _what(row: Row) -> str:
    return " ".join(code(row[key]) for key in ("item", "kind") if row[key])


def _co2(row: Row) -> str:
    seen = ", ".join(text for text in (code(row["co2_source"]), row["co2_mark"]) if text)
    return f"{row['co2']} ({seen})" if row["co2"] else ""


def _price_year(row: Row) -> str:
    return row["years"] or row["price_year"]


_ID = {"record": _code("id")}
_VALUE = {"value": _cell("value"), "unit": _cell("unit")}
_ORIGIN = {"source": _code("source"), "mark": _cell("mark"), "note": _cell("note")}
_NUMBERS = {
    **_ID, "of": _what, "quantity": _cell("quantity"), **_VALUE, "95 % range": _range, "zone": _cell("zone"), "edition": _code("edition"),
    "years": _years, **_ORIGIN,
}  # fmt: skip

COLUMNS: Mapping[str, Mapping[str, Callable[[Row], str]]] = {
    "editions": {"edition": _code("id"), "English": _cell("en"), "中文": _cell("zh"), "issued": _cell("issued"), "replaces": _code("replaces"), "status": _cell("status"), "source": _code("source"), "note": _cell("note")},
    "groups": {**_ID, "fuel": _fuel, "purpose": _cell("purpose"), **_VALUE, "95 % range": _range, "years": _years, "tier": _code("tier"), **_ORIGIN},
    "fuels": {**_ID, "fuel": _fuel, "quantity": _cell("quantity"), **_VALUE, "95 % range": _range, "years": _years, "only": _holds, "tier": _code("tier"), **_ORIGIN},
    "ipcc": {**_ID, "fuels": _cell("fuels"), "quantity": _cell("quantity"), **_VALUE, "95 % range": _range, "years": _years, **_ORIGIN},
    "grid": {**_ID, "region": _cell("name"), "kind": _cell("kind"), "technology": _cell("technology"), **_VALUE, "years": _years, **_ORIGIN},
    "coal_rate": {**_ID, "kind": _cell("kind"), **_VALUE, "years": _years, **_ORIGIN},
    "conflicts": {"code": _cell("code"), "fuel": _fuel, "quantity": _cell("quantity"), "value": _cell("value"), "other": _cell("other"), "unit": _cell("unit"), "note": _cell("note"), "source": _code("source")},
    "goals": {**_ID, "indicator": _indicator, "what": _cell("description"), "kind": _cell("kind"), "goal": _goal, "base year": _cell("base_year"), "year": _cell("year"), **_ORIGIN},
    "prices": {"price": _code("id"), "English": _cell("en"), "中文": _cell("zh"), "value": _cell("mid"), "range": _span, "without taxes": _cell("ex_tax"), "unit": _cell("unit"), "t CO2 per unit": _co2, "price year": _price_year, **_ORIGIN},
    "zones": {"province": _cell("province"), "scheme": _cell("scheme"), "zone": _cell("zone"), **_ORIGIN},
    **dict.fromkeys(("numbers_combustion", "numbers_processes", "numbers_fugitive", "numbers_agriculture", "numbers_waste", "numbers_land"), _NUMBERS),
    "regions": {"code": _code("id"), "English": _cell("en"), "中文": _cell("zh"), "kind": _cell("kind"), "within": _code("within"), "source": _code("source")},
}  # fmt: skip
"""Columns of each table: heading, and what it shows of a row."""
