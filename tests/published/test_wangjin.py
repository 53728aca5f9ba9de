"""The synthetic city: its balance closes, and what is not burnt follows by hand from its tables."""

from __future__ import annotations

import csv
import json
import math
from pathlib import Path

import pytest

from dualcarbon.study import running

STUDY = Path(__file__).parents[2] / "examples" / "wangjin"
YEARS, YEAR = range(2015, 2021), 2020
CH4, N2O = 28, 265
CO2_OF_C, N2O_OF_N = 44 / 12, 44 / 28
UNITS = {
    "10^4 t": 1e4, "t": 1, "10^8 m3": 1e8, "10^4 head": 1e4, "10^3 ha": 1e3, "ha": 1, "10^4 m3": 1e4, "kg/person": 1e-3,
    "t C": 1,
}  # fmt: skip


def rows(name):
    with (STUDY / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


ACTIVITY = {
    (r["indicator"], r["kind"], int(r["year"])): float(r["value"]) * UNITS[r["unit"]]
    for r in rows("data/activity.csv")
    if r["value"] != "NO"
}
PEOPLE = {int(r["year"]): float(r["value"]) * 1e4 for r in rows("data/population.csv")}


def of(indicator, kind="", year=YEAR):
    return ACTIVITY[indicator, kind, year]


# ---- the balance, in whole hundredths of the printed units -------------------------------------------

CELLS = {
    (int(r["year"]), r["row"], r["fuel"]): round(float(r["value"]) * 100)
    for r in rows("data/balance.csv")
}
FUELS = sorted({fuel for _, _, fuel in CELLS})
SUPPLY = ("production", "recovery", "inflow", "import", "bunkers_abroad", "outflow", "export", "bunkers_here", "stock_draw")  # fmt: skip
PLANTS = ("power", "heat_supply", "washing", "coking", "refining", "gas_works", "coke_reinput", "liquefaction", "briquetting", "energy_recovery")  # fmt: skip
USERS = ("agriculture", "industry", "construction", "transport", "trade", "other_services", "residential")  # fmt: skip


def cell(year, row, fuel):
    return CELLS.get((year, row, fuel), 0)


def summed(year, names, fuel):
    return sum(cell(year, name, fuel) for name in names)


@pytest.mark.parametrize("year", YEARS)
def test_the_balance_closes_to_the_last_digit(year):
    assert len(FUELS) == 30
    for fuel in FUELS:
        made = cell(year, "transformation", fuel)
        assert cell(year, "available", fuel) == summed(year, SUPPLY, fuel)
        assert made == summed(year, PLANTS, fuel)
        assert cell(year, "final", fuel) == summed(year, USERS, fuel)
        assert cell(year, "residential", fuel) == summed(year, ("urban", "rural"), fuel)
        used = cell(year, "final", fuel) + cell(year, "losses", fuel)
        assert cell(year, "available", fuel) + made - used == cell(year, "difference", fuel)
        put_in = -sum(min(cell(year, name, fuel), 0) for name in PLANTS)
        assert cell(year, "consumption", fuel) == used + put_in


PER_UNIT = {
    "raw_coal": 0.7143, "cleaned_coal": 0.9, "other_washed_coal": 0.3333, "briquettes": 0.5286, "gangue": 0.2857, "coke": 0.9714,
    "other_coking": 1.3, "crude_oil": 1.4286, "gasoline": 1.4714, "kerosene": 1.4714, "diesel": 1.4571, "fuel_oil": 1.4286,
    "naphtha": 1.5, "lubricants": 1.4143, "paraffin": 1.3648, "white_spirit": 1.4672, "bitumen": 1.3307, "petroleum_coke": 1.0918,
    "lpg": 1.7143, "refinery_gas": 1.5714, "other_petroleum": 1.4, "lng": 1.7572, "coke_oven_gas": 5.928,
    "blast_furnace_gas": 1.286, "converter_gas": 2.714, "other_gas": 6.243, "natural_gas": 12.15, "heat": 0.03412,
    "electricity": 1.229, "other_energy": 1.0,
}  # fmt: skip
"""Standard coal of the printed units: of 10^4 t, 10^8 m3, 10^10 kJ, 10^8 kWh. [10^4 tce]"""


def energy(year):
    """Final use and losses less what plants make, recovered energy left out, electricity by its heat. [Mtce]"""
    net = {
        fuel: cell(year, "final", fuel) + cell(year, "losses", fuel) - cell(year, "transformation", fuel) - cell(year, "recovery", fuel)
        for fuel in FUELS
    }  # fmt: skip
    return sum(net[f] * PER_UNIT[f] for f in FUELS) / 100 / 100


def feedstock(fuel):
    """Heat of what is raw material in 2020. [TJ]"""
    return cell(YEAR, "feedstock", fuel) / 100 * 1e4 * PER_UNIT[fuel] * 29.3076e-3


# ---- what is not burnt ---------------------------------------------------------------------------------

HERD = {
    "dairy_cattle": ("scale_farm", 88.1, 8.33, 2.065), "non_dairy_cattle": ("household", 67.9, 3.31, 0.846),
    "goat": ("household", 9.4, 0.28, 0.113), "pig": ("", 1, 5.08, 0.175), "poultry": ("", 0, 0.02, 0.007),
}  # fmt: skip
"""Housing, methane of digestion, methane and nitrous oxide of manure in East China. [kg/head]"""


def equipment(kind, leak, recovered):
    """What leaks of the bank at the end of 2020, and what escapes of equipment that is scrapped. [t]"""
    put = sum(of("fgas_new", kind, y) - of("fgas_retired", kind, y) for y in YEARS)
    return (of("fgas_bank", kind, 2014) + put) * leak + (1 - recovered) * of("fgas_retired", kind)


DECAYS = {
    "food": (0.54, 0.15, 0.185),
    "paper": (0.11, 0.40, 0.06),
    "textile": (0.03, 0.24, 0.06),
    "wood": (0.02, 0.43, 0.03),
    "garden": (0.03, 0.20, 0.10),
}
"""Share of the waste, degradable carbon, rate of decay."""


def landfill():
    """Deposits of 2015 per resident back to 1965, then those of the table; decay from the next year; less what is caught."""
    people = {y: PEOPLE[2015] * 1.01 ** (y - 2015) for y in range(1965, 2015)}
    put = {y: of("waste_landfilled", "managed", 2015) * n / PEOPLE[2015] for y, n in people.items()}
    put |= {y: of("waste_landfilled", "managed", y) for y in YEARS}
    methane = 0.0
    for share, doc, rate in DECAYS.values():
        left, decayed = 0.0, 0.0
        for waste in put.values():
            decayed = left * -math.expm1(-rate)
            left = left - decayed + waste * share * doc * 0.5
        methane += decayed * 0.5 * 16 / 12
    return (methane - of("landfill_methane_recovered", "managed")) * 0.9 * CH4


def sewage():
    """Septic tanks at half of 0.6 kg CH4/kg BOD, aerobic plants at nothing, and the nitrogen of protein."""
    methane = of("waste_water_bod", "septic") * 0.6 * 0.5
    nitrogen = of("protein_supply") * PEOPLE[YEAR] * 0.16 * 1.5 * 1.25
    return methane * CH4 + nitrogen * 0.005 * N2O_OF_N * N2O


def by_hand():
    """Categories of 2020 beside those of burning fuel. [t CO2e]"""
    spread, manure = of("fertiliser_nitrogen"), of("manure_nitrogen")
    stock = {k: of("forest_stock", k, 2020) - of("forest_stock", k, 2015) for k in ("conifer", "broadleaf")}  # fmt: skip
    return {
        "1B2": (of("natural_gas_distributed") * 133.52 + of("crude_oil_refined") * 5000) / 1e8 * CH4,
        "2A1": of("clinker_output") * 0.538,
        "2A2": of("lime_output", "high_calcium") * 0.683,
        "2B1": feedstock("natural_gas") * 15.32 * 0.70 * CO2_OF_C,
        "2B2": of("nitric_acid_output", "dual_pressure") * 8.0e-3 * N2O,
        "2B8": (feedstock("naphtha") * 20.0 * 0.12 + feedstock("lpg") * 17.2 * 0.10) * CO2_OF_C,
        "2C1": of("flux_use", "limestone") * 0.43 + of("electrode_use") * 3.663,
        "2D": (feedstock("lubricants") + feedstock("paraffin")) * 20.0 * CO2_OF_C * 0.2,
        "2F": equipment("HFC-134a/vehicle_air_conditioning", 0.15, 0.25) * 1300,
        "2G": equipment("SF6/switchgear", 0.026, 0.05) * 23500,
        "3A1": sum(of(a, h) * kg for a, (h, kg, _, _) in HERD.items()) / 1e3 * CH4,
        "3A2": sum(of(a, h) * (c * CH4 + n * N2O) for a, (h, _, c, n) in HERD.items()) / 1e3,
        "3B1": -sum(stock.values()) / 5 * 0.462 * 1.431 * 1.249 * 0.5 * CO2_OF_C,
        "3B2": -of("soil_changed_area", "straw_return") * 88 * 0.69 * (1.0 - 0.92) / 20 * CO2_OF_C,
        "3B4": of("wetland_area", "reed") * (0.180 * CH4 - 6.0),
        "3C1": of("residue_burned", "rice") * 0.8 * (2.7e-3 * CH4 + 0.07e-3 * N2O),
        "3C3": of("urea_applied") * 0.20 * CO2_OF_C,
        "3C4": (spread + manure) * 0.0109 * N2O_OF_N * N2O,
        "3C5": ((spread * 0.1 + manure * 0.2) * 0.01 + (spread + manure) * 0.2 * 0.0075) * N2O_OF_N * N2O,
        "3C7": of("rice_area", "single") * 0.2155 * CH4,
        "4A": landfill(),
        "4B": of("waste_composted") * (4e-3 * CH4 + 0.24e-3 * N2O),
        "4C1": of("waste_incinerated", "municipal") * 0.1 * (0.20 * 0.39 * 0.95 * CO2_OF_C + 0.0002e-3 * CH4 + 0.047e-3 * N2O),
        "4D1": sewage(),
        "4D2": (of("industrial_waste_water_cod", "anaerobic_reactor") * 0.25 * 0.8 - of("industrial_waste_water_methane_recovered")) * CH4,
    }  # fmt: skip


def credits():
    """Afforestation less a tenth; rice fields with several drainings, their nitrous oxide taken off. [t CO2e]"""
    carbon = of("credit_project", "east_hills") - of("credit_baseline", "east_hills") - of("credit_leakage", "east_hills")  # fmt: skip
    fields = of("rice_water_area", "canal_fields")
    avoided = fields * 1.30e-3 * 112 * (1 - 0.52) * CH4
    more = fields * 0.18 * (0.0037 - 0.0022) * N2O_OF_N * N2O
    return -carbon * 0.9 * CO2_OF_C - (avoided - more)


@pytest.fixture(scope="module")
def summary(wangjin):
    return running.compute(wangjin, "0" * 12, members=16, seed=wangjin.study.seed).summary


@pytest.mark.parametrize("category", sorted(by_hand()))
def test_each_category_beside_fuel_by_hand(summary, category):
    told = summary["account"]["by_category_mt"][category][str(YEAR)]
    assert told * 1e6 == pytest.approx(by_hand()[category], rel=1e-9)


def test_no_category_beside_fuel_is_left_out(summary):
    kept = {c for c in summary["account"]["by_category_mt"] if not c.startswith("1A")}
    assert kept - {"1B1"} == set(by_hand())
    assert set(summary["account"]["by_category_mt"]["1B1"].values()) == {0.0}  # no mines


def test_what_the_study_tells_is_what_the_summary_holds(summary):
    told = json.loads((STUDY / "expected.json").read_text(encoding="utf-8"))["values"]
    assert len(told) > 30
    for entry in told:
        found = summary
        for step in entry["key"].split("."):
            found = found[step]
        assert found == pytest.approx(entry["value"], abs=entry["tolerance"]), entry["key"]


def test_what_the_study_tells_follows_from_its_tables():
    told = {x["key"]: x for x in json.loads((STUDY / "expected.json").read_text(encoding="utf-8"))["values"]}  # fmt: skip
    ours = {f"account.by_category_mt.{c}.{YEAR}": v / 1e6 for c, v in by_hand().items()}
    ours |= {f"account.energy_totals_mtce.calorific.{y}": energy(y) for y in YEARS}
    ours[f"account.sinks.project_mt.{YEAR}"] = credits() / 1e6
    ours |= {f"scenarios.{key}": value for key, value in ahead().items()}
    ours |= {f"districts_ahead.{key}": value for key, value in of_districts().items()}
    assert set(told) == set(ours)
    for key, value in ours.items():
        assert value == pytest.approx(told[key]["value"], abs=told[key]["tolerance"]), key


CARBON = {"raw_coal": (26.37, 0.94), "natural_gas": (15.32, 0.99), "diesel": (20.2, 0.98), "gasoline": (18.9, 0.98), "fuel_oil": (21.1, 0.98)}  # fmt: skip
"""Carbon content [t C/TJ] and oxidation [1] of the provincial guideline, 2011 edition."""


def burnt(fuel, tce):
    content, oxidation = CARBON[fuel]
    return tce * 29.3076e-3 * content * oxidation * CO2_OF_C


def district(name, grown):
    """Territorial emissions of a district whose uses have grown by these factors: plants follow what is used. [Mt CO2]."""
    cells = [r for r in rows(f"districts/{name}/data/energy.csv") if int(r["year"]) == YEAR]
    used = {carrier: [0.0, 0.0] for carrier in ("electricity", "heat")}
    total = 0.0
    for r in cells:
        amount, factor = float(r["value"]) * 1e4, grown(r["sector"])
        if r["flow"] == "final" and r["fuel"] in used:
            used[r["fuel"]][0] += amount
            used[r["fuel"]][1] += amount * factor
        elif r["flow"] == "final":
            total += burnt(r["fuel"], amount * factor)
    for r in cells:
        if r["flow"] in ("power", "heat") and r["fuel"] in CARBON:
            before, after = used["electricity" if r["flow"] == "power" else "heat"]
            total += burnt(r["fuel"], float(r["value"]) * 1e4 * after / before)
    return total / 1e6


def of_districts():
    """The two districts in the base year, and the old town of 2030: its own GDP, the city's people and saving. [Mt CO2]."""
    gdp = 1.038**10
    ahead = {"industry": gdp * 0.966**10, "transport": gdp * 0.974**10, "households": 1.001**10}
    now = {name: district(name, lambda _: 1.0) for name in ("lingang", "laocheng")}
    paths = {f"scenarios.baseline.districts.{name}.territorial_mt.{YEAR}": v for name, v in now.items()}  # fmt: skip
    later = district("laocheng", lambda sector: ahead.get(sector, gdp))
    paths["scenarios.baseline.districts.laocheng.territorial_mt.2030"] = later
    return paths | {"gap.sum_mt": sum(now.values())}


def ahead():
    """Carbon dioxide of clinker and methane of rice, as the scenarios have them. [Mt CO2e]."""
    of_variable = {r["variable"]: float(r["value"]) for r in rows("data/variables.csv")}
    burnt = of_variable["cement"] * 1e4 * of_variable["clinker_ratio"] * 0.99**5 * 0.975**5 * 0.538
    rice = by_hand()["3C7"]
    return {
        "baseline.all_gases.by_category_mt.2A1.2030": burnt / 1e6,
        "policy.all_gases.by_category_mt.2A1.2030": burnt / 1e6 * 0.70 / of_variable["clinker_ratio"],
        "baseline.all_gases.by_category_mt.3C7.2060": rice / 1e6,
        "policy.all_gases.by_category_mt.3C7.2060": rice / 1e6 * (1 - 0.25),
    }  # fmt: skip


@pytest.mark.parametrize("name", ["baseline", "policy", "enhanced"])
def test_with_branches_and_chains_the_base_year_is_the_account(summary, name):
    scenario, account = summary["scenarios"][name], summary["account"]
    energy_only = summary["inventory"]["territorial_mt"][str(YEAR)]
    assert scenario["territorial_mt"][str(YEAR)] == pytest.approx(energy_only, rel=1e-9)
    assert scenario["all_gases"]["co2e_mt"][str(YEAR)] == pytest.approx(
        account["co2e_mt"][str(YEAR)], rel=1e-9
    )


def test_few_series_beside_energy_are_left_as_they_were(summary):
    (told,) = [w for w in summary["warnings"] if w["code"] == "AHD001" and "baseline" in w["message"]["en"]]  # fmt: skip
    count = int(told["message"]["en"].partition(" series")[0].rpartition(" ")[2])
    assert 0 < count < 10


def test_checks_and_rules_hold_in_every_year(summary):
    account = summary["account"]
    assert {(c["id"], c["state"]) for c in account["checks"]} == {(f"V{n}", "holds") for n in range(1, 8)}  # fmt: skip
    assert [(r["id"], r["state"]) for r in account["rules"]] == [(f"R{n}", "holds") for n in range(1, 9)]  # fmt: skip
    assert all(abs(gap) < 0.05 for gap in account["reference_approach"]["gap"].values())


def test_the_city_view_is_the_territory_and_hides_the_acid_plant(summary):
    city, whole = summary["account"]["views"]["gpc"], summary["account"]["co2e_mt"]
    assert city["territorial_mt"] == pytest.approx(whole, rel=1e-9)
    rows_of = {row["id"]: row for row in city["rows"]}
    assert rows_of["IV.1"]["notation"][str(YEAR)] == "C"
    assert rows_of["IV.1"]["co2e_mt"][str(YEAR)] is None
    assert rows_of["I.7.1"]["notation"][str(YEAR)] == "NO"


MADE_UP = [f"data/{name}.csv" for name in ("balance", "activity", "economy", "population", "official")]  # fmt: skip


@pytest.mark.parametrize("name", [*MADE_UP, "numbers.csv", "factors.csv", "districts.csv"])
def test_every_source_says_that_it_is_made_up(name):
    assert all("synthetic, made for the example" in row["source"] for row in rows(name))


def test_the_official_figure_and_the_districts_are_reconciled(summary):
    """19.2456 Mt with 0.0235 of bunkers against 19.271; the districts' 19.83 hold 0.5 twice."""
    official = {one["year"]: one for one in summary["account"]["official"]}
    assert official["2018"]["official_mt"] is None
    ours = summary["inventory"]["territorial_mt"][str(YEAR)]
    bunkers = summary["account"]["memo"]["bunkers"][str(YEAR)]
    assert official[str(YEAR)]["unexplained_mt"] == pytest.approx(19.271 - ours - bunkers, abs=1e-3)
    both = next(d for d in summary["account"]["districts"] if d["item"] == "co2_total")
    assert both["gap"] == pytest.approx((11.95 + 7.88 - ours) * 1e6)
    assert both["unexplained"] == pytest.approx((11.95 + 7.88 - ours - 0.5) * 1e6)
