"""Numbers to draw: small, invented, and each of them found again in the option."""

import json
import re
import xml.etree.ElementTree as ET
from functools import cache
from importlib import util
from pathlib import Path
from typing import NamedTuple

import pytest
from fontTools.ttLib import TTFont

from dualcarbon.charts import (
    attribution,
    composition,
    cost_curve,
    decoupling,
    discounting,
    fan,
    gaps,
    intensity,
    investment,
    mix,
    moved,
    peak_years,
    projects,
    ranking,
    sankey,
    schedule,
    stacks,
    tornado,
    treemap,
    trend,
    waterfall,
    wedges,
)

BASE = {"en": "Baseline", "zh": "基准情景"}
MORE = {"en": "Enhanced", "zh": "强化情景"}
CELLS = [
    sankey.Cell("energy_supply", "power", "coal", 100.0),
    sankey.Cell("energy_supply", "power", "electricity", -40.0),
    sankey.Cell("energy_supply", "losses", "electricity", 2.0),
    sankey.Cell("total", "import", "electricity", 5.0),
    sankey.Cell("industry", "final", "electricity", 43.0),
    sankey.Cell("industry", "final", "coal", 61.0),
    sankey.Cell("energy_supply", "other_transformation", "coal", -7.0),
    sankey.Cell("energy_supply", "other_transformation", "oil", 3.0),
]
HISTORY = {2015: 90.0, 2016: 95.0, 2017: 97.0}
CENTRAL = {2018: 98.0, 2019: 99.0, 2020: 96.0}
QUANTILES = {
    "p10": {y: v - 3 for y, v in CENTRAL.items()},
    "p50": CENTRAL,
    "p90": {y: v + 4 for y, v in CENTRAL.items()},
}
PEAK = fan.Peak(2019, 99.0)
GIVEN = [
    treemap.Part({"en": "Transport", "zh": "交通"}, 12.5),
    treemap.Part({"en": "Industry", "zh": "工业"}, 60.25),
]

# name, action, abatement [Mt CO2], cost [CNY/t CO2], net value [10^9 CNY], first and full year
MEASURES = [
    ("Offshore wind", "海上风电", "energy", 31.0, 189.0, -22.0, 2018, 2035),
    ("Utility and distributed solar PV", "集中式与分布式光伏", "energy", 28.0, -120.0, 61.0, 2018, 2035),
    ("Nuclear power", "核电", "energy", 36.0, -43.0, 70.0, 2020, 2040),
    ("Coal unit energy-saving retrofit", "煤电机组节能改造", "energy", 9.5, -23.0, 12.0, 2018, 2028),
    ("Battery storage (new-type storage)", "新型储能（电化学）", "energy", 2.4, 319.0, -9.0, 2020, 2045),
    ("Coal-fired industrial boiler efficiency upgrade", "燃煤工业锅炉节能提效", "saving", 7.0, -220.0, 24.0, 2018, 2027),
    ("High-efficiency motors, drives and fan-pump systems", "高效电机与变频调速系统", "saving", 11.0, -905.0, 88.0, 2018, 2030),
    ("Steel energy-efficiency package (CDQ, TRT, sinter and gas recovery)", "钢铁极致能效（干熄焦、TRT、余热回收）", "industry", 9.0, -606.0, 41.0, 2018, 2030),
    ("Scrap-based electric arc furnace in place of BF-BOF", "废钢电炉短流程替代", "industry", 22.0, 431.0, -31.0, 2021, 2045),
    ("Clinker substitution (slag, ash, calcined clay)", "熟料替代（矿渣、粉煤灰、煅烧黏土）", "industry", 2.6, 13.0, 1.0, 2020, 2032),
    ("Public-building retrofit (HVAC, lighting, controls)", "公共建筑节能改造", "cities", 3.6, -269.0, 9.0, 2018, 2035),
    ("Battery-electric cars", "电动乘用车", "transport", 11.0, 820.0, -18.0, 2018, 2040),
    ("Urban waste to energy and recycling", "城市生活垃圾焚烧发电与资源回收", "circular", 1.7, 62.0, -0.4, 2019, 2030),
    ("CCUS on coal and gas power", "煤电气电碳捕集", "technology", 40.0, 520.0, -90.0, 2030, 2055),
]  # fmt: skip
ACTIONS = {
    "energy": {"en": "Green and low-carbon energy transition", "zh": "能源绿色低碳转型行动"},
    "saving": {"en": "Energy saving and carbon reduction", "zh": "节能降碳增效行动"},
    "industry": {"en": "Peaking in industry", "zh": "工业领域碳达峰行动"},
    "cities": {"en": "Peaking in urban-rural construction", "zh": "城乡建设碳达峰行动"},
    "transport": {"en": "Green and low-carbon transport", "zh": "交通运输绿色低碳行动"},
    "circular": {"en": "Circular economy", "zh": "循环经济助力降碳行动"},
    "technology": {"en": "Green and low-carbon technology", "zh": "绿色低碳科技创新行动"},
}
TITLES = [{"en": m[0], "zh": m[1]} for m in MEASURES]
FUTURE = range(2018, 2061)
WITHOUT = {y: 690.0 + 6 * (y - 2017) for y in FUTURE}
WEDGES = [
    wedges.Wedge(t, {y: 2 * m[3] * min(max((y - m[6]) / (m[7] - m[6]), 0), 1) for y in FUTURE})
    for t, m in zip(TITLES, MEASURES, strict=True)
]
WEDGES[11] = wedges.Wedge(TITLES[11], {y: -30.0 if y < 2030 else 20.0 for y in FUTURE})
LEFT = {y: WITHOUT[y] - sum(w.path[y] for w in WEDGES) for y in FUTURE}
PAST = {2010 + i: v for i, v in enumerate([555.0, 640.9, 662.9, 661.0, 650.8, 661.0, 675.0, 686.3])}
BARS = [
    cost_curve.Bar(t, m[3], m[4], 1.2 * m[3] + 0.5, m[4] - 15)
    for t, m in zip(TITLES, MEASURES, strict=True)
]
RANKS = sorted(
    (
        ranking.Row(t, 1e9 * m[5], m[3], min(abs(m[5]) / 90, 1.0))
        for t, m in zip(TITLES, MEASURES, strict=True)
    ),
    key=lambda r: -r.net_value,
)
MONEY = [
    investment.Part(t, {y: 1e9 * (3 + place) + 1e6 * (y - 2018) for y in FUTURE})
    for place, t in enumerate(ACTIONS.values())
]
SPENT = {y: sum(p.path[z] for p in MONEY for z in range(2018, y + 1)) for y in FUTURE}
RATED = [
    discounting.Line(r.name, {x / 100: r.net_value * (2 - x / 8) for x in (0, 2, 4, 6, 7, 8, 10)})
    for r in RANKS[:8]
]
RATES = [
    discounting.Mark(0.08, {"en": "social", "zh": "社会"}),
    discounting.Mark(0.06, {"en": "social", "zh": "社会"}),
    discounting.Mark(0.07, {"en": "financial", "zh": "财务"}),
]
TRENDS = [
    trend.Series(
        {"en": "Territorial CO2", "zh": "辖区二氧化碳排放"},
        PAST,
        slope=12.3,
        said={"en": "+12.3 Mt a year, calibrated p = 0.11", "zh": "每年+1230万吨，校准p=0.11"},
    ),
    trend.Series(
        {"en": "CO2 per GDP", "zh": "单位GDP二氧化碳排放"},
        {y: 1.4 - 0.06 * (y - 2010) for y in PAST},
        {"en": "t CO2 per 10,000 CNY, prices of 2010", "zh": "吨CO2/万元（2010年价）"},
        -0.06,
    ),
]
PLAYERS = [
    *(attribution.Player(t, -m[3]) for t, m in zip(TITLES, MEASURES, strict=True)),
    attribution.Player({"en": "Structure of the economy", "zh": "产业结构"}, -21.4),
    attribution.Player({"en": "Economic growth", "zh": "经济增长"}, 9.1),
    attribution.Player({"en": "Energy intensity of industry", "zh": "工业能源强度"}, -15.2),
    attribution.Player({"en": "Population", "zh": "人口"}, -0.4),
]
ENDS = (
    attribution.Total({"en": "Baseline", "zh": "基准情景"}, 803.2),
    attribution.Total({"en": "Enhanced", "zh": "强化情景"}, 803.2 + sum(p.amount for p in PLAYERS)),
)
PROJECTS = [
    projects.Project(t, m[3] / 10, 60 * abs(m[4]) if m[4] < 800 else None)
    for t, m in zip(TITLES, MEASURES, strict=True)
]
TASKS = [schedule.Task(t, ACTIONS[m[2]], m[6], m[7]) for t, m in zip(TITLES, MEASURES, strict=True)]
MIXES = [
    mix.Bar(2017, None, {"coal": 185.0, "oil": 48.0, "natural_gas": 29.0, "electricity": 20.0}),
    mix.Bar(2030, BASE, {"coal": 190.0, "oil": 58.0, "natural_gas": 60.0, "electricity": 32.0}),
    mix.Bar(2030, MORE, {"coal": 120.0, "oil": 40.0, "natural_gas": 61.0, "electricity": 41.0}),
]

PARTS = [
    composition.Row({"en": "Fuel combustion", "zh": "化石燃料燃烧"}, 695.3),
    composition.Row(
        {"en": "Industrial processes and product use", "zh": "工业过程与产品使用"}, 32.9
    ),
    composition.Row({"en": "Land", "zh": "土地"}, -1.7),
]
BESIDE = [
    composition.Row({"en": "Cement production", "zh": "水泥生产"}, 32.7),
    composition.Row(
        {"en": "Direct nitrous oxide of managed soils", "zh": "管理土壤直接氧化亚氮排放"}, 9.3
    ),
    composition.Row({"en": "Forest land", "zh": "林地"}, -1.7),
    composition.Row({"en": "All others", "zh": "其他各类"}, 0.02),
]
SWINGS = [
    tornado.Row({"en": "Factor of Coal and coal products", "zh": "煤炭排放因子"}, -29.8, 31.2),
    tornado.Row({"en": "Energy supply, Other transformation, Coal and coal products, 2017", "zh": "能源供应，其他加工转换，煤炭，2017"}, -5.6, 5.6),
    tornado.Row({"en": "Cement", "zh": "水泥"}, -9.3, 23.4),
    tornado.Row({"en": "Waste", "zh": "废弃物"}, -0.02, 0.03),
]  # fmt: skip

MOVERS = [
    moved.Row({"en": "GDP", "zh": "地区生产总值"}, moved.Share(0.68, 0.31), moved.Share(0.41, 0.36)),
    moved.Row({"en": "Energy intensity: services and public buildings", "zh": "服务业与公共建筑能源强度"}, moved.Share(0.07, None), moved.Share(0.004, None)),
    moved.Row({"en": "GDP and energy intensity: industry", "zh": "地区生产总值与工业能源强度"}, moved.Share(0.982, 0.41), moved.Share(1.04, 1.02)),
    moved.Row({"en": "All other assumptions", "zh": "其他全部假设"}, None, moved.Share(0.12, -0.02)),
]  # fmt: skip
OUTPUTS = {"en": "peak by 2030", "zh": "2030年前达峰"}, {"en": "peak amount", "zh": "峰值"}

# the figures of measures, and how high each has to be on a page and on a telephone
MEASURED = {
    "wedges": (
        lambda lang: wedges.option(PAST, WITHOUT, wedges.Line(MORE, LEFT), WEDGES, lang),
        wedges.heights(WEDGES),
    ),
    "cost_curve": (lambda lang: cost_curve.option(BARS, lang), cost_curve.heights(BARS)),
    "composition": (
        lambda lang: composition.option(PARTS, BESIDE, lang),
        composition.heights(PARTS, BESIDE),
    ),
    "tornado": (lambda lang: tornado.option(SWINGS, lang), tornado.heights(SWINGS)),
    "moved": (lambda lang: moved.option(MOVERS, *OUTPUTS, lang), moved.heights(MOVERS)),
    "ranking": (lambda lang: ranking.option(RANKS, 2022, lang), ranking.heights(RANKS)),
    "investment": (
        lambda lang: investment.option(MONEY, SPENT, 2022, lang),
        investment.heights(MONEY),
    ),
    "net_value": (
        lambda lang: discounting.net_value(RATED, RATES, 2022, lang),
        discounting.heights(RATED),
    ),
    "cost": (
        lambda lang: discounting.cost(
            [discounting.Line(t, {0.06: 10.0, 0.08: 90.0}) for t in TITLES[:2]], RATES, lang
        ),
        discounting.heights([]),
    ),
    "trend": (lambda lang: trend.option(TRENDS, [2011, 2012], lang), trend.heights(TRENDS)),
    "attribution": (
        lambda lang: attribution.option(ENDS[0], PLAYERS, ENDS[1], lang),
        attribution.heights(ENDS[0], PLAYERS, ENDS[1]),
    ),
    "projects": (lambda lang: projects.option(PROJECTS, lang), projects.heights(PROJECTS)),
    "schedule": (lambda lang: schedule.option(TASKS, 2017, 2060, lang), schedule.heights(TASKS)),
    "mix": (lambda lang: mix.fuels(MIXES, lang), mix.heights(MIXES)),
    "mix_co2": (lambda lang: mix.emissions(MIXES, lang), mix.heights(MIXES)),
}

DRAW = {
    **{name: draw for name, (draw, _) in MEASURED.items()},
    "treemap": lambda lang: treemap.option(GIVEN, 100.0, lang),
    "sankey": lambda lang: sankey.option(CELLS, lang),
    "sectors": lambda lang: stacks.sectors(
        {"industry": {2017: 60.0, 2018: 61.5}, "power": {2017: 30.0, 2018: 31.25}}, 2017, lang
    ),
    "fuels": lambda lang: stacks.fuels(
        {"coal": {2017: 60.0, 2018: 61.5}, "electricity": {2017: 3.0, 2018: 3.5}}, 2017, lang
    ),
    "waterfall": lambda lang: waterfall.option(
        (2010, 100.0), {"affluence": 52.5, "intensity": -30.25}, (2017, 120.0), lang
    ),
    "decoupling": lambda lang: decoupling.option(
        [
            decoupling.Period("2010–2015", 0.58, 0.19, leads=True),
            decoupling.Period("2015–2016", 0.08, -0.01),
        ],
        lang,
    ),
    "fan": lambda lang: fan.option(HISTORY, CENTRAL, QUANTILES, PEAK, lang),
    "paths": lambda lang: fan.compare(
        HISTORY,
        [fan.Scenario(BASE, CENTRAL, PEAK), fan.Scenario(MORE, dict.fromkeys(CENTRAL, 80.0), None)],
        lang,
    ),
    "peak_years": lambda lang: peak_years.option(
        [peak_years.Odds(BASE, 30, {2030: 50, 2032: 20}), peak_years.Odds(MORE, 0, {2028: 100})],
        2060,
        lang,
    ),
    "intensity": lambda lang: intensity.option(
        {"energy": {2010: 2.0, 2015: 1.5}, "co2": {2010: 4.0, 2015: 2.8}},
        {"energy": {"en": "Energy", "zh": "能耗"}, "co2": {"en": "CO2", "zh": "碳排放"}},
        lang,
    ),
    "gaps": lambda lang: gaps.option(
        [gaps.Goal({"en": "CO2 per GDP", "zh": "碳强度"}, -0.205, {"a": -0.19, "b": -0.22})],
        {"a": BASE, "b": MORE},
        lang,
    ),
}


@pytest.fixture(params=sorted(DRAW))
def figure(request):
    """One figure after the other, as a function of the language."""
    return DRAW[request.param]


@pytest.fixture
def draw():
    """Every figure by name."""
    return DRAW


@pytest.fixture
def numbers():
    """Give a function that finds every number in an option."""

    def found(option):
        seen = set()

        def walk(value):
            if isinstance(value, bool):
                return
            if isinstance(value, int | float):
                seen.add(round(float(value), 9))
            for inner in (
                value.values()
                if isinstance(value, dict)
                else value
                if isinstance(value, list)
                else ()
            ):
                walk(inner)

        walk(json.loads(json.dumps(option)))
        return seen

    return found


@pytest.fixture(params=sorted(MEASURED))
def measured(request):
    """One figure of measures after the other: its function and its heights."""
    return MEASURED[request.param]


class Label(NamedTuple):
    """A text of a drawing and the box that it takes. [px]."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


@pytest.fixture
def labels():
    """Give a function that measures every text of a drawing with the type it is set in."""
    return _labels


def _labels(svg):
    return [_label(e) for e in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


def _label(element):
    style = element.get("style")
    size = float(re.search(r"font-size:([\d.]+)px", style)[1])
    text = "".join(element.itertext())
    widths = _widths("Bold" if "font-weight:bold" in style else "Regular")
    width = size * sum(widths[c] for c in text.rstrip())
    moved = re.fullmatch(r"translate\(([-\d.]+) ([-\d.]+)\)", element.get("transform", "")) or (
        0,
        0,
        0,
    )
    x = float(element.get("x", 0)) + float(moved[1])
    y = float(element.get("y", 0)) + float(moved[2])
    left = x - width * {"start": 0, "middle": 0.5, "end": 1}[element.get("text-anchor", "start")]
    return Label(text, left, y - 0.4 * size, left + width, y + 0.4 * size)


@cache
def _widths(weight):
    folder = Path(util.find_spec("mpl_font").submodule_search_locations[0], "fonts", "noto")
    with TTFont(folder / f"NotoSansCJKsc-{weight}.otf", lazy=True) as font:
        em, advances = font["head"].unitsPerEm, font["hmtx"]
        return {chr(code): advances[name][0] / em for code, name in font.getBestCmap().items()}
