"""Numbers to draw: small, invented, and each of them found again in the option."""

import json

import pytest

from dualcarbon.charts import (
    decoupling,
    fan,
    gaps,
    intensity,
    peak_years,
    sankey,
    stacks,
    waterfall,
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

DRAW = {
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
