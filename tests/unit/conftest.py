"""A small invented province with measures, projects and prices: the study whose appraisal is checked by hand.

Every number of its tables is made up and says so in its source. It burns coal, oil and gas, has power and heat plants, and
buys some electricity. Costs and prices are round, so that a hand can follow them.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from dualcarbon.quantities.draws import Draws
from dualcarbon.scenarios.assumptions import keys_of_draws
from dualcarbon.study import appraisal, preparation, running

YEARS = range(2016, 2019)
INVENTED = "invented"
MEMBERS = 32
BALANCE = [
    ("industry", "final", "coal", 600), ("industry", "final", "oil", 50), ("industry", "final", "natural_gas", 80),
    ("industry", "final", "electricity", 300), ("industry", "final", "heat", 60),
    ("transport", "final", "oil", 120), ("transport", "final", "electricity", 5),
    ("households", "final", "natural_gas", 30), ("households", "final", "electricity", 60),
    ("energy_supply", "power", "coal", 900), ("energy_supply", "power", "natural_gas", 50),
    ("energy_supply", "power", "nonfossil", 30), ("energy_supply", "power", "electricity", -350),
    ("energy_supply", "heat", "coal", 90), ("energy_supply", "heat", "heat", -60),
    ("energy_supply", "losses", "electricity", 20), ("energy_supply", "import", "electricity", 35),
]  # fmt: skip
"""Energy of the last year. [10^4 tce]"""
STUDY = """schema = "dualcarbon/study/1"
name = "{name}"
title = {{en = "Small province (invented)", zh = "某小省（虚构）"}}
region = "320000"
base_year = 2018
horizon = 2035
price_year = 2015
gwp = "AR5"
seed = 7
members = 32
boundary = "{boundary}"
convention = "{convention}"
language = "en"
scenarios = [{scenarios}]
"""
SCENARIO = """schema = "dualcarbon/scenario/1"
name = "{name}"
title = {{en = "{name}", zh = "{name}"}}
{rest}
"""
BASE = """
[gdp]
growth = [{to = 2035, rate = {normal = [0.03, 0.01]}}]
mark = "A"
[mix.industry.share]
natural_gas = "residual"
[power.supply.share]
thermal = "residual"
[heat.supply.share]
plants = "residual"
"""
MONEY = """
[money]
price_year = 2020
financial_rate = {value = 0.07, mark = "A", source = "asked for by investors"}
carbon_price = {points = {2020 = 50, 2030 = {triangular = [80, 100, 150]}, 2035 = 200}, mark = "A", source = "assumed path"}
[money.deflator]
2015 = 0.8
2019 = 0.9
2020 = 1.0
2022 = 1.1
2023 = 1.1
[money.prices.coal]
value = {triangular = [20, 30, 40]}
ex_tax = 27
unit = "CNY/GJ"
price_year = 2020
mark = "M"
source = "coal exchange of the province"
"""
HEAD = 'schema = "dualcarbon/measures/1"\n'
MEASURES = {
    "retrofit": """
unit = "kW"
changes = [{path = "power.mix.coal", op = "save", value = 2.0, unit = "GJ", per = "unit"}]
cost = {investment = 400, o_and_m = 4, life = 8, lead = 1, price_year = 2015, source = "survey of plants", mark = "M"}
""",
    "motors": """
amount = 1e6
unit = "kW"
ramp = {from = 2018, to = 2024}
changes = [{path = "mix.industry.electricity", op = "save", value = 0.6, unit = "MWh", per = "unit"}]
cost = {investment = {triangular = [300, 500, 900]}, o_and_m = 0, life = 10, price_year = 2020, source = "makers of motors"}
""",
    "kilns": """
amount = 200
unit = "kiln"
ramp = {from = 2019, to = 2025}
changes = [{path = "mix.industry.coal", op = "save", value = 0.05}]
cost = {investment = 9e6, o_and_m = 1e5, life = 20, lead = 2, price_year = 2020}
prices = {coal = "metcoal"}
""",
    "boilers": """
amount = 4000
unit = "t/h"
ramp = {from = 2019, to = 2025}
changes = [{path = "mix.industry.coal", op = "shift", into = "natural_gas", value = 0.04, ratio = 0.9}]
cost = {investment = 3e5, o_and_m = 5e3, life = 15, price_year = 2020}
""",
    "heat_pumps": """
amount = 500000
unit = "kW"
ramp = {from = 2020, to = 2030}
changes = [{path = "mix.industry.coal", op = "shift", into = "electricity", value = 24, unit = "GJ", per = "unit", ratio = 0.25}]
cost = {investment = {triangular = [2500, 4000, 9600]}, o_and_m = 100, life = 20, lead = 1, price_year = 2019}
""",
    "trucks": """
amount = 20000
unit = "truck"
ramp = {from = 2020, to = 2030}
changes = [{path = "mix.transport.oil", op = "shift", into = "electricity", value = 10, unit = "tce", per = "unit", ratio = 0.35}]
cost = {investment = 3e5, o_and_m = 0, life = 8, price_year = 2020}
prices = {oil = "diesel", electricity = "elec_ev"}
""",
    "storage": """
amount = 100000
unit = "kW"
ramp = {from = 2018, to = 2021}
changes = [{path = "losses.electricity", op = "scale", value = 1.01}]
cost = {investment = 1500, o_and_m = 30, life = 15, price_year = 2020}
""",
    "wind": """
amount = 2e6
unit = "kW"
ramp = {from = 2020, to = 2030}
requires = ["storage"]
changes = [{path = "power.supply.nonfossil", op = "add", value = 2.5, unit = "MWh", per = "unit"}]
cost = {investment = 8000, o_and_m = 200, life = 20, lead = 2, price_year = 2020}
""",
    "solar": """
amount = 2e6
unit = "kW"
ramp = {from = 2019, to = 2029}
excludes = ["wind"]
changes = [{path = "power.supply.nonfossil", op = "add", value = 1.1, unit = "MWh", per = "unit"}]
cost = {investment = 4000, o_and_m = 60, life = 25, price_year = 2020}
""",
    "line": """
amount = 1e6
unit = "MWh"
ramp = {from = 2021, to = 2026}
changes = [{path = "power.supply.import", op = "add", value = 1, unit = "MWh", per = "unit"}]
cost = {investment = 500, o_and_m = 10, other = 280, life = 30, lead = 3, price_year = 2020}
""",
    "waste_heat": """
amount = 5e6
unit = "GJ"
ramp = {from = 2019, to = 2024}
changes = [{path = "heat.supply.recovered", op = "add", value = 1, unit = "GJ", per = "unit"}]
cost = {investment = 60, o_and_m = 2, life = 15, price_year = 2020}
""",
    "capture": """
amount = 4e6
unit = "t CO2"
ramp = {from = 2025, to = 2032}
changes = [{path = "capture.power", op = "capture", value = 0.2}, {path = "power.rate", op = "scale", value = 1.03}]
cost = {investment = 1200, o_and_m = 60, other = 80, life = 20, lead = 2, price_year = 2020}
""",
    "travel": """
ramp = {from = 2018, to = 2025}
changes = [{path = "intensity.households", op = "scale", value = 0.97}]
cost = {investment = 1e8, price_year = 2020}
""",
    "sea_wind": """
catalogue = "E07"
amount = 5e5
ramp = {from = 2022, to = 2030}
changes = [{path = "power.supply.nonfossil", op = "add", value = 2.9, unit = "MWh", per = "unit"}]
""",
}
"""What each measure says, besides its id, names and action; ``travel`` lacks costs, ``sea_wind`` has those of the catalogue."""
PROJECTS = """id,measure,title_en,title_zh,owner,place,amount,unit,effect,from,to,investment,source,mark
east,retrofit,East plant,东厂,East Power,East,600000,kW,1.2,2018,2020,,plans of the owner,A
west,retrofit,West plant,西厂,West Power,West,300000,kW,,2019,2020,150e6,plans of the owner,A
"""
APART = ("solar", "boilers", "trucks", "sea_wind")
"""Measures that only some tests deploy."""
LEVELS = {id: 1.0 for id in MEASURES if id not in APART} | {"wind": 0.5}


def declared(ids, money=MONEY, **changed):
    """Write measures.toml with some of the measures; ``changed`` replaces texts of one of them, by its id."""
    found = [HEAD, money]
    for id in ids:
        text = MEASURES[id]
        for old, new in changed.get(id, {}).items():
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {id}"
            text = text.replace(old, new)
        names = f'title = {{en = "{id}", zh = "{id}"}}\naction = "energy"'
        found.append(
            f'[[measures]]\nid = "{id}"\n{names}\nmark = "A"\nsource = "{INVENTED}: {id}"\n{text}'
        )
    return "\n".join(found)


def balance(rows, share):
    """Write the energy table: shares of the last year's amounts, in the two years before it."""
    head = "year,sector,flow,fuel,value,unit,source,vintage\n"
    return head + "".join(
        f"{year},{sector},{flow},{fuel},{amount * share[year]!r},10^4 tce,{INVENTED},v\n"
        for year in YEARS for sector, flow, fuel, amount in rows
    )  # fmt: skip


def write(folder, *, measures="", projects="", scenarios=None, rows=BALANCE, **declared):
    """Write the folder of a study; scenarios are levels of measures by name, the first one has none."""
    told = {"name": folder.name, "boundary": "territorial", "convention": "calorific", **declared}
    levels = {"base": {}, **(scenarios or {})}
    share = {2016: 0.94, 2017: 0.97, 2018: 1.0}
    gdp = "".join(
        f"{y},total,value_added,{1000 * share[y]!r},10^8 CNY2015,{INVENTED},v\n" for y in YEARS
    )
    people = "".join(f"{y},population,800,10^4 person,{INVENTED},v\n" for y in YEARS)
    files = {
        "study.toml": STUDY.format(scenarios=", ".join(f'"{n}"' for n in levels), **told),
        "data/economy.csv": "year,sector,indicator,value,unit,source,vintage\n" + gdp,
        "data/population.csv": "year,indicator,value,unit,source,vintage\n" + people,
        "data/energy.csv": balance(rows, share),
        **{f"scenarios/{n}.toml": _scenario(n, given) for n, given in levels.items()},
        **({"measures.toml": measures} if measures else {}),
        **({"projects.csv": projects} if projects else {}),
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return Path(folder)


def _scenario(name, levels):
    if name == "base":
        return SCENARIO.format(name=name, rest=BASE)
    extends = levels.get("extends", "base")
    told = "".join(f"{id} = {level}\n" for id, level in levels.items() if id != "extends")
    return SCENARIO.format(name=name, rest=f'extends = "{extends}"\n[measures]\n{told}')


def compute(folder, members=MEMBERS, seed=7):
    """Compute a study, nothing written."""
    return running.compute(preparation.prepare(folder), "0" * 12, members=members, seed=seed)


@pytest.fixture(scope="session")
def small():
    """What makes small studies: ``write``, ``declared``, ``compute`` and the measures to choose from."""
    return {"write": write, "declared": declared, "compute": compute, "levels": LEVELS, "apart": APART, "projects": PROJECTS, "rows": BALANCE, "members": MEMBERS}  # fmt: skip


@pytest.fixture(scope="session")
def appraise():
    """Appraise a prepared study, nothing else."""

    def done(study, members=32, seed=7):
        draws = Draws(keys_of_draws(list(study.scenarios.values())), members, seed)
        given = (study.study, study.scenarios, study.planted, study.listed, study.projects, draws)
        return appraisal.appraise(*given)

    return done


@pytest.fixture(scope="session")
def study_of(tmp_path_factory):
    """Prepare a study of a few measures, all at level 1 in the scenario ``plan``."""

    def made(ids, levels=None, *, changed=None, money=None, **more):
        folder = tmp_path_factory.mktemp("few") / "few"
        kept = {} if money is None else {"money": money}
        text = declared(ids, **kept, **(changed or {}))
        scenarios = {"plan": levels or dict.fromkeys(ids, 1.0)}
        return preparation.prepare(write(folder, measures=text, scenarios=scenarios, **more))

    return made


@pytest.fixture(scope="session")
def appraised_folder(tmp_path_factory):
    """The whole small study: one scenario with ten measures, nine of them valued, one that has solar in place of wind."""
    folder = tmp_path_factory.mktemp("small") / "small"
    other = {"extends": "plan", "wind": 0, "solar": 1.0}
    return write(
        folder,
        measures=declared(MEASURES),
        projects=PROJECTS,
        scenarios={"plan": LEVELS, "other": other},
    )


@pytest.fixture(scope="session")
def appraised_study(appraised_folder):
    """The small study, prepared."""
    return preparation.prepare(appraised_folder)


@pytest.fixture(scope="session")
def appraised(appraised_study):
    """The results of the small study with 32 members."""
    return running.compute(appraised_study, "0" * 12, members=MEMBERS, seed=7)
