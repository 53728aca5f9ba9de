"""Price levels, prices in standard coal, carbon price, costs: each against numbers worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.appraisal.terms import (
    as_stated,
    carbon_price,
    cost_of,
    energy_prices,
    keys_of_draws,
    known_prices,
    lacking,
    market,
    per_tce,
    terms,
    used_prices,
)
from dualcarbon.errors import UnitMismatch
from dualcarbon.measures.declared import Cost, Measure
from dualcarbon.measures.money import Money
from dualcarbon.quantities.declared import declare
from dualcarbon.quantities.draws import Draws
from dualcarbon.vocabulary.faults import Place

YEARS = list(range(2018, 2036))
TCE = 29.3076  # GJ: 7,000 kcal/kg at 4.1868 J/cal


def money(**more):
    table = {"price_year": 2020, "financial_rate": {"value": 0.07}, **more}
    return declare(Money, table, Place(key="money"))


def given(convention="calorific", **more):
    return terms(money(**more), YEARS, convention)


def central(prices, id, *, taxes=True):
    return float(prices[id].value(taxes=taxes)[0, 0])


@pytest.mark.parametrize(
    ("year", "level"), [(2020, 1.0), (2010, 1.5), (2015, 1.2), (2019, 1.0), (None, 1.0)]
)
def test_money_of_another_year_is_brought_to_the_price_year(year, level):
    one = given(deflator={2010: 0.8, 2015: 1.0, 2020: 1.2})
    assert one.level(year) == pytest.approx(level)
    assert one.knows(year) is (year in (2010, 2015, 2020))


def test_without_the_price_year_a_table_of_levels_says_nothing():
    one = given(deflator={2010: 0.8, 2015: 1.0})
    assert [one.level(y) for y in (2010, 2015, 2020)] == [1.0, 1.0, 1.0]


def test_reference_prices_per_standard_coal():
    prices = energy_prices(given())
    assert central(prices, "coal") == pytest.approx(30.4 * TCE)
    assert central(prices, "coal", taxes=False) == pytest.approx(26.9 * TCE)
    assert central(prices, "elec_i") == pytest.approx(650 / 0.1229)
    assert central(prices, "h2") == pytest.approx(20 / 0.120 * TCE)  # 120 MJ/kg


def test_a_reference_price_is_brought_to_the_price_year():
    prices = energy_prices(given(deflator={2020: 1.0, 2022: 1.25}))  # elec_i is of 2022
    assert central(prices, "elec_i") == pytest.approx(650 / 0.1229 / 1.25)
    assert central(prices, "coal") == pytest.approx(30.4 * TCE)  # of 2020 already


def test_an_own_price_stands_before_the_reference():
    own = {"value": 20, "ex_tax": 18, "unit": "CNY/GJ", "price_year": 2015}
    prices = energy_prices(given(prices={"coal": own}, deflator={2015: 0.8, 2020: 1.0}))
    assert central(prices, "coal") == pytest.approx(20 * TCE * 1.25)
    assert central(prices, "coal", taxes=False) == pytest.approx(18 * TCE * 1.25)
    assert as_stated("coal", money(prices={"coal": own}))[1:] == (18, "CNY/GJ", 2015)


def test_an_own_price_without_tax_told_is_the_same_in_both():
    prices = energy_prices(given(prices={"elec_i": {"value": 600, "unit": "CNY/MWh"}}))
    assert central(prices, "elec_i") == central(prices, "elec_i", taxes=False)


def test_own_and_reference_electricity_are_counted_alike():
    own = energy_prices(given(prices={"elec_i": {"value": 0.65, "unit": "CNY/kWh"}}))
    assert central(own, "elec_i") == pytest.approx(central(energy_prices(given()), "elec_i"))


def test_a_price_of_its_own_name_is_known_and_drawn():
    own = {"value": {"uniform": [10, 30]}, "ex_tax": 10, "unit": "CNY/GJ"}
    told = money(prices={"peat": own})
    assert known_prices(told)[-1] == "peat"
    assert "peat" not in known_prices(None)
    draws = Draws(keys_of_draws([], told), 8, seed=1)
    prices = energy_prices(terms(told, YEARS), draws)
    drawn = prices["peat"].with_taxes[:, 0] / TCE
    assert np.all((drawn > 10) & (drawn < 30))
    assert prices["peat"].without[:, 0] == pytest.approx(drawn * TCE / 2)  # tax moves with it
    assert prices["coal"].with_taxes.shape == (8, 1)


@pytest.mark.parametrize(
    ("unit", "rate"),
    [("CNY/GJ", TCE), ("CNY/tce", 1.0), ("CNY/MWh", 1 / 0.1229), ("CNY/kWh", 1000 / 0.1229), ("元/千瓦时", 1000 / 0.1229)],
)  # fmt: skip
def test_units_of_prices(unit, rate):
    assert per_tce(unit, given()) == pytest.approx(rate)


def test_what_is_no_price_of_energy_is_refused():
    with pytest.raises(UnitMismatch):
        per_tce("CNY/t", given())


def test_electricity_counted_by_the_coal_that_makes_it_has_fewer_kilowatt_hours_in_a_tonne():
    by_coal = given("coal_equivalent")
    assert 0.28 < by_coal.kgce_per_kwh < 0.35  # of 2018
    prices = energy_prices(by_coal)
    assert central(prices, "elec_i") == pytest.approx(650 / by_coal.kgce_per_kwh)
    assert central(prices, "coal") == pytest.approx(30.4 * TCE)  # heat is heat


def test_the_carbon_price_lies_between_its_points():
    found = carbon_price(given(carbon_price={"points": {2020: 50, 2030: 100}}))
    assert found.shape == (1, len(YEARS))
    assert dict(zip(YEARS, found[0], strict=True)) == pytest.approx(
        {2018: 0, 2019: 0} | {y: 50 + 5 * (y - 2020) for y in range(2020, 2031)} | dict.fromkeys(range(2031, 2036), 100)
    )  # fmt: skip


def test_the_carbon_price_may_stay_until_the_next_point():
    steps = {"points": {2020: 50, 2030: 100}, "between": "step"}
    found = dict(zip(YEARS, carbon_price(given(carbon_price=steps))[0], strict=True))
    assert [found[y] for y in (2019, 2020, 2029, 2030)] == [0, 50, 50, 100]


def test_without_a_carbon_price_a_tonne_earns_nothing():
    assert not carbon_price(given()).any()


def test_an_uncertain_carbon_price_is_drawn():
    told = money(carbon_price={"points": {2020: {"uniform": [40, 60]}, 2030: 100}})
    draws = Draws(keys_of_draws([], told), 8, seed=1)
    found = carbon_price(terms(told, YEARS), draws)
    assert found.shape == (8, len(YEARS))
    assert np.ptp(found[:, YEARS.index(2020)]) > 10
    assert np.all(found[:, YEARS.index(2030)] == 100)
    assert market(terms(told, YEARS), draws).carbon_price is not None


def unit_cost(**cost):
    return Measure(id="kiln", cost=declare(Cost, cost, Place()))


def test_costs_are_in_the_price_level_of_the_appraisal_and_years_stay_years():
    one = given(deflator={2015: 0.8, 2020: 1.0})
    kiln = unit_cost(investment=800, o_and_m=40, life=12, lead=2, price_year=2015)
    names = ("investment", "o_and_m", "other", "life", "lead")
    assert [float(cost_of(kiln, n, one)[0, 0]) for n in names] == [1000, 50, 0, 12, 2]
    assert cost_of(Measure(id="bare"), "investment", one).tolist() == [[0.0]]


def test_money_is_drawn_and_life_is_not():
    kiln = unit_cost(investment={"uniform": [1, 3]}, o_and_m=2, life={"uniform": [10, 20]})
    told = money()
    keys = keys_of_draws([kiln], told)
    assert {"measures.kiln.cost.investment", "measures.kiln.cost.o_and_m", "prices.coal"} <= {*keys}
    assert not any(key.endswith(("life", "lead", "other")) for key in keys)
    draws = Draws(keys, 8, seed=1)
    one = terms(told, YEARS)
    assert np.ptp(cost_of(kiln, "investment", one, draws)) > 1
    assert cost_of(kiln, "o_and_m", one, draws).tolist() == [[2.0]]
    assert cost_of(kiln, "life", one, draws).tolist() == [[15.0]]


@pytest.mark.parametrize(
    ("cost", "missing"),
    [
        (None, ["investment", "o_and_m", "life"]),
        ({"investment": 1, "life": 2}, ["o_and_m"]),
        ({"investment": 1, "o_and_m": 0, "life": 2}, []),
    ],
)
def test_what_a_measure_lacks_to_be_valued(cost, missing):
    one = unit_cost(**cost) if cost else Measure(id="kiln")
    assert lacking(one) == missing
    assert lacking(one, bought=False) == [n for n in missing if n != "investment"]


def test_the_prices_that_measures_may_be_valued_with():
    ids = used_prices([Measure(id="kiln", prices={"coal": "metcoal"})])
    assert {"metcoal", "coal", "diesel", "elec_disp", "heat_xw"} <= set(ids)
    assert "elec_ev" not in ids
