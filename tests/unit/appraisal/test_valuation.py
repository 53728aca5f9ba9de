"""Units bought and kept running, energy and tonnes, put together year by year: small cases by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dualcarbon.appraisal.effects import Effect
from dualcarbon.appraisal.terms import keys_of_draws, market, terms
from dualcarbon.appraisal.valuation import fleets, spending, units, valued
from dualcarbon.measures.declared import Change, Cost, Measure
from dualcarbon.measures.money import Money
from dualcarbon.measures.projects import Placed, Project
from dualcarbon.quantities.declared import declare
from dualcarbon.quantities.draws import Draws
from dualcarbon.scenarios.contrast import Rows
from dualcarbon.scenarios.deployment import Deployed
from dualcarbon.scenarios.projection import Totals
from dualcarbon.scenarios.tree import Tree
from dualcarbon.vocabulary.faults import Place

YEARS = list(range(2018, 2024))
TREE = Tree({"industry": ("final", "")}, {"mix.industry": ("coal",)}, ())
CELL = ("industry", "final", "coal")
MONEY = {
    "price_year": 2020,
    "financial_rate": {"value": 0.07},
    "deflator": {2015: 0.5, 2020: 1.0},
    "carbon_price": {"points": {2018: 10, 2023: 60}},
    "prices": {"coal": {"value": 12, "ex_tax": 10, "unit": "CNY/tce", "price_year": 2020}},
}
COST = {"investment": 100, "o_and_m": 4, "other": 1, "life": 4, "lead": 2, "price_year": 2015}


def kiln(**changed):
    cost = declare(Cost, {**COST, **changed}, Place())
    change = Change(path="mix.industry.coal", op="save", value=0.1)
    return Measure(id="kiln", unit="t/h", cost=cost, changes=(change,))


def deployed(in_place, level=1.0, measure=None):
    placed = np.array(in_place, float)
    amount = placed.max()
    return Deployed(measure or kiln(), Placed(amount, placed, placed / amount), level)


def project(id, amount, start, to, investment=None, until=None):
    names = dict.fromkeys(("owner", "place", "unit", "source", "mark"), "")
    return Project(id=id, measure="kiln", title={}, amount=amount, effect=1.0, start=start, to=to, until=until, investment=investment, line=2, **names)  # fmt: skip


def central(**more):
    return market(terms(declare(Money, {**MONEY, **more}, Place()), YEARS))


def test_units_in_place_are_those_of_the_level():
    assert units(deployed([0, 2, 4, 4, 4, 4], level=0.5)).tolist() == [0, 1, 2, 2, 2, 2]


def test_units_are_paid_before_they_start_kept_running_and_have_a_rest():
    found = spending(deployed([0, 0, 0, 6, 6, 6]), [], central())
    # 6 units of 100 in prices of 2015, that is 200 of 2020; half in each of the two years before 2021
    assert found.investment.tolist() == [[0, 600, 600, 0, 0, 0]]
    assert found.running.tolist() == [[0, 0, 0, 60, 60, 60]]  # (4 + 1) x 2 x 6
    assert found.salvage.tolist() == [[0, 0, 0, 0, 0, 300]]  # worked three of four years
    assert found.first.tolist() == [[1200]]
    assert found.warnings == ()


def test_units_whose_service_ends_are_not_bought_again_and_their_rest_is_lost():
    one = project("east", 3, 2018, 2019, 900, until=2021)
    ended = deployed([0, 3, 3, 3, 0, 0], measure=kiln(life=2, lead=0))
    found = spending(ended, [one], central())
    # 900 in prices of 2015, 1800 of 2020; bought again for one of two years, of which nothing is left in 2023
    assert found.investment.tolist() == [[0, 1800, 0, 1800, 0, 0]]
    assert found.salvage.tolist() == [[0, 0, 0, 0, 0, 0]]
    assert found.running.tolist() == [[0, 30, 30, 30, 0, 0]]
    assert found.first.tolist() == [[1800]]
    until_its_end = replace(one, until=2020)
    short = deployed([0, 3, 3, 0, 0, 0], measure=kiln(life=2, lead=0))
    assert spending(short, [until_its_end], central()).investment.tolist() == [
        [0, 1800, 0, 0, 0, 0]
    ]


def test_units_are_replaced_at_the_end_of_their_life():
    found = spending(deployed([0, 6, 6, 6, 6, 6], measure=kiln(life=2, lead=0)), [], central())
    assert found.investment.tolist() == [[0, 1200, 0, 1200, 0, 1200]]
    assert found.salvage.tolist() == [[0, 0, 0, 0, 0, 600]]
    assert found.first.tolist() == [[1200]]  # replacements left out


def test_what_was_to_be_paid_before_the_first_year_is_paid_in_it_and_told():
    found = spending(deployed([0, 6, 6, 6, 6, 6]), [], central())
    assert found.investment[0, 0] == 1200
    (told,) = found.warnings
    assert (told.code, dict(told.params)["share"]) == ("FIN007", "25.0")
    # 1200 for 2019, half of it due in 2017; as much again in 2021 and 2022 for 2023


def test_projects_of_an_own_investment_are_bought_at_that_one_by_one():
    own = [project("a", 2, 2019, 2020, investment=900), project("b", 1, 2019, 2020)]
    one = deployed([0, 0, 5, 5, 5, 5], level=0.5)
    found = list(fleets(one, own, YEARS))
    assert [(f.units.tolist(), f.cost) for f in found] == [
        ([0, 0, 1, 1, 1, 1], 450),
        ([0, 0, 1.5, 1.5, 1.5, 1.5], None),
    ]
    spent = spending(one, own, central())
    assert spent.investment.tolist() == [[600, 600, 0, 0, 0, 0]]  # 1 x 900 + 1.5 x 200, halved
    assert spent.first.tolist() == [[1 * 900 + 1.5 * 200]]


def test_where_projects_are_all_there_is_nothing_is_bought_at_the_usual_cost():
    own = [project("a", 3, 2018, 2021, investment=900)]
    one = deployed(3 * own[0].share(YEARS))
    assert [f.cost for f in fleets(one, own, YEARS)] == [300]


def account(burnt):
    energy = {CELL: np.array(burnt, float)}
    nothing = np.zeros((1, 1))
    fuels = {"coal": energy[CELL]}
    return Rows(energy, Totals(2.5 * energy[CELL], nothing, energy[CELL], fuels, nothing))


def test_a_stream_holds_energy_at_its_prices_and_tonnes_of_its_boundary():
    one = deployed([0, 0, 6, 6, 6, 6])
    effect = Effect(one, account([[100] * 6]), account([[100, 100, 80, 80, 80, 80]]))
    there = central()
    found = valued(effect, spending(one, [], there), there, TREE, "territorial")
    assert (found.id, found.price_year, found.years) == ("kiln", 2020, tuple(YEARS))
    assert found.abatement.tolist() == [0, 0, 50, 50, 50, 50]
    assert found.carbon_price == pytest.approx([10, 20, 30, 40, 50, 60])
    assert found.social.tolist() == found.financial.tolist() == [0, 0, 240, 240, 240, 240]
    assert found.social_ex_tax.tolist() == found.financial_ex_tax.tolist() == [0, 0, 200, 200, 200, 200]  # fmt: skip
    flows = found.flows("social", carbon=True, taxes=False)
    # salvage: all six units worked their four years; 1200 before, running 60
    assert flows == pytest.approx([-600, -600, 140 + 1500, 140 + 2000, 140 + 2500, 140 + 3000])


def test_members_draw_their_costs_and_prices():
    one = deployed([0, 0, 6, 6, 6, 6], measure=kiln(investment={"uniform": [50, 150]}))
    told = declare(Money, {**MONEY, "prices": {"coal": {"value": {"uniform": [8, 16]}, "ex_tax": 10, "unit": "CNY/tce"}}}, Place())  # fmt: skip
    draws = Draws(keys_of_draws([one.measure], told), 8, seed=2)
    drawn = market(terms(told, YEARS), draws)
    effect = Effect(one, account([[100] * 6]), account([[100, 100, 80, 80, 80, 80]]))
    found = valued(effect, spending(one, [], drawn), drawn, TREE, "territorial")
    assert found.members == 8
    assert found.investment.shape == (8, 6)
    cost = found.investment[:, 0] / 6  # half of six units, prices doubled
    assert np.all((cost > 50) & (cost < 150))
    assert np.ptp(cost) > 50
    price = found.social[:, 2] / 20
    assert np.all((price > 8) & (price < 16))
    assert found.social_ex_tax[:, 2] / found.social[:, 2] == pytest.approx(10 / 12)
    assert found.abatement.shape == (1, 6)
