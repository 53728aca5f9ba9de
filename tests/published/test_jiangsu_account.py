"""The whole account of Jiangsu in 2017 recomputed from its tables, the arithmetic written out category by category.

Factors stand here as printed in the guidelines that the study chooses, not as the program keeps them: provincial guideline
of 2011 and GB/T 32151.22-2024 for East China, else the IPCC's of 2006; warming potentials of the fifth assessment.
"""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path

import numpy as np
import pytest

STUDY = Path(__file__).parents[2] / "examples" / "jiangsu"
YEAR = 2017
CH4, N2O = 28, 265
N_TO_N2O = 44 / 28
UNITS = {
    "10^4 t": 1e4, "10^4 case": 1e4 * 0.05, "t/t": 1, "10^8 m3": 1e8, "10^4 head": 1e4, "10^8 head": 1e8, "10^3 ha": 1e3,
    "kg/person": 1e-3, "10^4 m3": 1e4, "10^4 tce": 1e4,
}  # fmt: skip


def rows(name):
    with (STUDY / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ACTIVITY = {
    (r["indicator"], r["kind"], int(r["year"])): float(r["value"]) * UNITS[r["unit"]]
    for r in rows("data/activity.csv")
}
PEOPLE = {int(r["year"]): float(r["value"]) * 1e4 for r in rows("data/population.csv")}


def of(indicator, kind="", year=YEAR):
    return ACTIVITY[indicator, kind, year]


GASES = {
    "energy": {"coal": (1, 1.5), "oil": (3, 0.6), "natural_gas": (1, 0.1)},
    "industry": {"coal": (10, 1.5), "oil": (3, 0.6), "natural_gas": (1, 0.1)},
    "commercial": {"coal": (10, 1.5), "oil": (10, 0.6), "natural_gas": (5, 0.1)},
    "residential": {"coal": (300, 1.5), "oil": (10, 0.6), "natural_gas": (5, 0.1)},
    "farming": {"coal": (300, 1.5), "oil": (4.15, 28.6), "natural_gas": (5, 0.1)},
    "transport": {"coal": (10, 1.5), "oil": (3.9, 3.9), "natural_gas": (92, 3)},
}
"""CH4 and N2O of stationary and mobile combustion. [kg/TJ]"""
BURNT = {
    ("energy_supply", "power"): ("1A1a", "energy"), ("energy_supply", "heat"): ("1A1a", "energy"),
    ("industry", "final"): ("1A2", "industry"), ("transport", "final"): ("1A3", "transport"),
    ("services_buildings", "final"): ("1A4a", "commercial"), ("households", "final"): ("1A4b", "residential"),
    ("agriculture", "final"): ("1A4c", "farming"),
}  # fmt: skip
TJ_PER_TCE = 29.3076e-3


def combustion():
    """Energy times the factors of the study, and the methane and nitrous oxide of what is burnt."""
    factor = {
        (r["sector"], r["flow"], r["fuel"]): float(r["value"])
        for r in rows("factors.csv")
        if r["purpose"] == "direct" and int(r["year"]) == YEAR
    }
    found: dict[str, float] = {}
    for r in rows("data/energy.csv"):
        cell, tce = (r["sector"], r["flow"], r["fuel"]), float(r["value"]) * 1e4
        if int(r["year"]) != YEAR or cell not in factor:
            continue
        category, burner = BURNT.get(cell[:2], ("1A1bc", ""))
        gases = GASES[burner].get(cell[2], (0, 0)) if burner else (0, 0)
        by_heat = tce * TJ_PER_TCE * (gases[0] * CH4 + gases[1] * N2O) / 1000
        by_road = category == "1A3" and cell[2] == "natural_gas"  # gas drives on roads alone
        name = "1A3b" if by_road else category
        found[name] = found.get(name, 0.0) + tce * factor[cell] + by_heat
    return found


def incineration():
    """0.20 of carbon, 0.39 of it fossil, 95 % burnt; 0.2 g of methane and 47 g of nitrous oxide a tonne."""
    waste = of("waste_incinerated", "municipal")
    return waste * (0.20 * 0.39 * 0.95 * 44 / 12 + 0.0002e-3 * CH4 + 0.047e-3 * N2O)


DOC = {"food": 0.15, "paper": 0.40, "textile": 0.24, "wood": 0.43, "garden": 0.20}
DECAY = {"food": 0.185, "paper": 0.06, "textile": 0.06, "wood": 0.03, "garden": 0.10}
SHARE = {"food": 0.55, "paper": 0.10, "textile": 0.03, "wood": 0.02, "garden": 0.02}


def landfill():
    """Deposits of 2016 per resident back to 1960, residents growing 1.2 % a year before 2010, decay from the next year."""
    people = {y: PEOPLE.get(y, PEOPLE[2010] * 1.012 ** (y - 2010)) for y in range(1960, YEAR + 1)}
    each = of("waste_landfilled", year=2016) / people[2016]
    put = {y: each * people[y] for y in range(1960, 2016)}
    put |= {y: of("waste_landfilled", year=y) for y in (2016, 2017)}
    methane = 0.0
    for kind, doc in DOC.items():
        left, decayed = 0.0, 0.0
        for year in range(1960, YEAR + 1):
            decayed = left * (1 - math.exp(-DECAY[kind]))
            left = left - decayed + put[year] * SHARE[kind] * doc * 0.5
        methane += decayed * 0.5 * 16 / 12 * 0.9
    return methane * CH4


ENTERIC = {"dairy_cattle": 68, "non_dairy_cattle": 47, "goat": 5, "pig": 1}
MANURE_CH4 = {
    "dairy_cattle": 8.33,
    "non_dairy_cattle": 3.31,
    "goat": 0.28,
    "pig": 5.08,
    "poultry": 0.02,
}
MANURE_N2O = {
    "dairy_cattle": 2.065,
    "non_dairy_cattle": 0.846,
    "goat": 0.113,
    "pig": 0.175,
    "poultry": 0.007,
}
EXCRETED = {"dairy_cattle": 72, "non_dairy_cattle": 40, "goat": 12, "pig": 11, "poultry": 0.6}
"""Of a head and year, East China. [kg]"""


def nitrogen():
    """Straight and compound fertiliser; half of what livestock excrete. [t N]"""
    spread = of("fertiliser_nitrogen", "straight") + of("fertiliser_nitrogen", "compound")
    manure = sum(of(animal) * kg for animal, kg in EXCRETED.items()) / 1000 * 0.5
    return spread, manure


def soils():
    spread, manure = nitrogen()
    direct = (spread + manure) * 0.0109
    deposited = (spread * 0.10 + manure * 0.20) * 0.01
    leached = (spread + manure) * 0.20 * 0.0075
    return direct * N_TO_N2O * N2O, (deposited + leached) * N_TO_N2O * N2O


def forest():
    """A fifth of what two inventories five years apart differ by; 2017 goes on as before."""
    volume = of("forest_stock", year=2015) - of("forest_stock", year=2010)
    return -volume / 5 * 0.462 * 1.431 * (1 + 0.249) * 0.5 * 44 / 12


def wastewater():
    methane = of("waste_water_bod") * 0.6 * 0.165
    eaten = of("protein_supply") * PEOPLE[YEAR] * 0.16 * 1.5 * 1.25
    return methane * CH4 + eaten * 0.005 * N_TO_N2O * N2O


def by_hand():
    """The account of 2017 by category. [t CO2e]"""
    direct, indirect = soils()
    found = combustion()
    found["1A1a"] += incineration()
    manure = [
        of(animal) * (MANURE_CH4[animal] * CH4 + MANURE_N2O[animal] * N2O) / 1000
        for animal in EXCRETED
    ]
    return found | {
        "1B2": of("natural_gas_distributed") * 133.52 / 1e8 * CH4,
        "2A1": of("cement_output") * of("clinker_ratio") * 0.538,
        "2A3": of("flat_glass_output") * 0.21 * (1 - 0.175),
        "3A1": sum(of(animal) * kg for animal, kg in ENTERIC.items()) / 1000 * CH4,
        "3A2": sum(manure),
        "3B1": forest(),
        "3C4": direct,
        "3C5": indirect,
        "3C7": of("rice_area", "single") * 0.2155 * CH4,
        "4A": landfill(),
        "4D1": wastewater(),
    }


def in_the_program(study):
    home = study.ledger.territorial
    return {c: float(v[-1]) for c, v in home.by(lambda line: line.category, "AR5").items()}


@pytest.mark.parametrize("category", sorted(by_hand()))
def test_each_category_by_hand(jiangsu, category):
    assert in_the_program(jiangsu)[category] == pytest.approx(by_hand()[category], rel=1e-9)


def test_the_categories_are_the_account(jiangsu):
    assert set(in_the_program(jiangsu)) == set(by_hand())
    total = float(jiangsu.ledger.territorial.total("AR5")[-1])
    assert total == pytest.approx(math.fsum(by_hand().values()), rel=1e-9)


def test_only_the_last_year_is_whole(jiangsu):
    home = jiangsu.ledger.territorial
    assert home.complete().tolist() == [False] * 7 + [True]
    assert np.isnan(home.total("AR5")[:-1]).all()


def test_what_the_study_tells_is_what_the_hand_gives():
    told = json.loads((STUDY / "expected.json").read_text(encoding="utf-8"))["values"]
    ours = by_hand() | {"total": math.fsum(by_hand().values())}
    named = {f"account.by_category_mt.{c}.{YEAR}": v for c, v in ours.items()}
    named[f"account.co2e_mt.{YEAR}"] = ours["total"]
    kept = {x["key"]: x for x in told if x.get("key") in named}
    assert len(kept) >= 12
    for key, x in kept.items():
        assert named[key] / 1e6 == pytest.approx(x["value"], abs=x["tolerance"])


PLAUSIBLE = {
    "2A1": (20, 60), "3C7": (8, 20), "4A": (2, 12), "3A2": (1, 8), "3C4": (4, 20), "1B2": (0.3, 3), "3B1": (-10, -0.5),
}  # fmt: skip
"""Orders of magnitude of a province with 84 million people, 174 Mt of cement and 2.2 Mha of rice. [Mt CO2e]"""


@pytest.mark.parametrize("category", PLAUSIBLE)
def test_orders_of_magnitude(category):
    low, high = PLAUSIBLE[category]
    assert low < by_hand()[category] / 1e6 < high
