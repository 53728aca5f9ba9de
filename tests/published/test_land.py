"""Land against printed numbers: the farmland trade and a change of tillage, in both editions; the pages tell the same."""

import json
import re
from pathlib import Path

import pytest

from dualcarbon.inventory.land import farmland, soil
from dualcarbon.reference.gwp import gwp
from dualcarbon.reference.numbers import Shelf, tiers

HERE = Path(__file__).parent
PAGES = HERE.parents[1] / "docs/explanation"
TRADE = json.loads((HERE / "cases/farmland_trade.json").read_text(encoding="utf-8"))
SOIL = json.loads((HERE / "cases/soil_stock_change.json").read_text(encoding="utf-8"))
WITH_N = TRADE["with_nitrous_oxide"]


def number(case, item, quantity, unit, kind=""):
    shelf = Shelf(tiers(case["ipcc"], "none"))
    return shelf.take(item, quantity, unit, year=2021, kind=kind).value


def of_a_hectare(case):
    """Give methane avoided [t CH4/ha] and, where the case tells nitrogen, nitrous oxide added [t N2O/ha]."""
    daily = number(case, "rice_area", "CH4_daily", "t/ha day")
    days = number(case, "rice_water_area", "days", "day")
    water = [number(case, "rice_area", "water_regime", "1", k) for k in ("continuous", case["water"])]  # fmt: skip
    shares = [number(case, "rice_water_area", "N2O_N", "t N/t N", k) for k in ("continuous", case["water"])]  # fmt: skip
    nitrogen = case.get("kg_n_per_ha", 0) / 1000
    return farmland.methane(1.0, daily, days, *water), farmland.nitrous(1.0, nitrogen, *shares)


@pytest.mark.parametrize("case", [*TRADE["expected"], *WITH_N])
def test_the_farmland_trade(case):
    methane, nitrous = of_a_hectare(case)
    potentials = gwp("CH4", case["gwp"]), gwp("N2O", case["gwp"])
    worth = farmland.avoided(methane, nitrous, *potentials)
    area = farmland.implied_area(TRADE["inputs"]["amount_tco2e"], worth)
    assert worth == pytest.approx(case["tco2e_per_ha"], rel=TRADE["tolerance"])
    assert area == pytest.approx(case["area_ha"], rel=TRADE["tolerance"])
    if "kg_ch4_per_ha" in case:
        assert methane * 1e3 == pytest.approx(case["kg_ch4_per_ha"], rel=TRADE["tolerance"])


def test_three_years_of_the_trade_are_the_amount_of_a_year_rounded_down():
    yearly = TRADE["inputs"]["three_years_tco2e"] / 3
    assert yearly // 100 * 100 == TRADE["inputs"]["amount_tco2e"]


@pytest.mark.parametrize("case", SOIL["expected"])
def test_a_change_of_tillage(case):
    reference = number(case, "soil", "SOCref", "t C/ha", "warm_temperate_moist/HAC")
    climate = "warm_temperate_moist"
    use = number(case, "cropland", "F_LU", "1", f"long_cultivated/{climate}")
    tillage = number(case, "cropland", "F_MG", "1", f"none/{climate}")
    straw = number(case, "cropland", "F_I", "1", f"high/{climate}")
    before, after = soil.stock(reference, use, 1, 1), soil.stock(reference, use, tillage, straw)
    near = {"rel": SOIL["tolerance"]}
    assert before == pytest.approx(case["before_tc_per_ha"], **near)
    assert after == pytest.approx(case["after_tc_per_ha"], **near)
    assert (after - before) / 20 == pytest.approx(case["tc_per_ha_yr"], **near)
    assert soil.change(1000.0, before, after) == pytest.approx(case["tco2"], **near)


def tables(page):
    """Give the rows of the tables of a page, cell by cell."""
    text = (PAGES / page).read_text(encoding="utf-8")
    return [[cell.strip() for cell in row.split("|")[1:-1]] for row in re.findall(r"^\|.*\|$", text, re.M)]  # fmt: skip


def test_the_page_of_credits_prints_the_implied_areas():
    printed = {tuple(row[:3]): row for row in tables("credits.md") if len(row) == 6}
    for case in TRADE["expected"]:
        row = printed[case["ipcc"], case["water"], case["gwp"]]
        assert float(row[3]) == pytest.approx(case["kg_ch4_per_ha"], abs=5e-4)
        assert float(row[4]) == case["tco2e_per_ha"]
        assert float(row[5].replace(",", "")) == case["area_ha"]


def test_the_page_of_soils_prints_the_change_of_tillage():
    printed = {row[0]: row for row in tables("soil.md") if len(row) == 5}
    for case in SOIL["expected"]:
        row = printed[case["ipcc"]]
        told = [float(cell.replace(",", "")) for cell in row[1:]]
        assert told == [case["before_tc_per_ha"], case["after_tc_per_ha"], case["tc_per_ha_yr"], case["tco2"]]  # fmt: skip
