"""What is priced, and where: accounts of a few cells, of which a hand can tell what is bought and what is sold."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dualcarbon.appraisal.energy_value import (
    Price,
    Saved,
    brings_in,
    financial,
    meter,
    price_id,
    social,
    value,
)
from dualcarbon.measures.declared import Change, Measure
from dualcarbon.quantities.paths import read as read_path
from dualcarbon.scenarios.contrast import Rows
from dualcarbon.scenarios.projection import Totals
from dualcarbon.scenarios.tree import EndUse, Tree
from dualcarbon.vocabulary.faults import Place

SUPPLY = "energy_supply"
TREE = Tree(
    demand={"industry": ("final", ""), "total": ("consumption", "")},
    groups={
        "mix.industry": ("coal", "electricity", "heat", "nonfossil"),
        "mix.total": ("coal", "nonfossil"),
        "power.mix": ("coal",),
        "heat.mix": ("coal", "natural_gas"),
        "power.supply": ("import", "nonfossil", "thermal"),
        "heat.supply": ("plants", "recovered"),
    },
    own=((SUPPLY, "losses", "electricity"), (SUPPLY, "other_transformation", "oil")),
    power=True,
    heat=True,
)
BEFORE = {
    ("industry", "final", "coal"): 100.0,
    ("industry", "final", "electricity"): 50.0,
    ("industry", "final", "heat"): 20.0,
    ("industry", "final", "nonfossil"): 5.0,
    (SUPPLY, "power", "coal"): 120.0,
    (SUPPLY, "power", "nonfossil"): 10.0,
    (SUPPLY, "power", "electricity"): -45.0,
    (SUPPLY, "heat", "coal"): 30.0,
    (SUPPLY, "heat", "heat"): -20.0,
    (SUPPLY, "import", "electricity"): 8.0,
    (SUPPLY, "losses", "electricity"): 3.0,
    (SUPPLY, "other_transformation", "heat"): 0.0,
    (SUPPLY, "other_transformation", "oil"): 4.0,
}


def rows(cells):
    """Give an account as a batch of one row and one year."""
    energy = {cell: np.array([[amount]]) for cell, amount in cells.items()}
    fuels = {}
    for (_, flow, fuel), amount in energy.items():
        if flow != "import":
            fuels[fuel] = fuels.get(fuel, 0.0) + amount
    nothing = np.zeros((1, 1))
    return Rows(energy, Totals(nothing, nothing, nothing, fuels, nothing))


def measure(path, op="add", into="", **more):
    change = Change(path=path, op=op, value=0.1, into=into)
    return Measure(id="m", changes=(change,), **more)


def saved(of, one, **changed):
    """Give what is saved or sold where cells become other amounts, by what it is."""
    after = {**BEFORE, **{tuple(k.split("/")): v for k, v in changed.items()}}
    found = of(one, rows(BEFORE), rows(after), TREE)
    return {
        s.what: (pytest.approx(float(s.amount[0, 0])), s.price) for s in found if s.amount.any()
    }


def test_society_pays_for_what_is_burnt_and_bought_and_not_for_what_is_made_of_it():
    assert saved(
        social,
        measure("mix.industry.electricity", "save"),
        **{
            "industry/final/electricity": 40.0,
            "energy_supply/power/electricity": -36.0,
            "energy_supply/power/coal": 93.0,
            "energy_supply/import/electricity": 7.0,
            "energy_supply/power/nonfossil": 9.0,
        },
    ) == {
        "coal": (27.0, "coal"),
        "nonfossil": (1.0, "elec_re"),  # its plants need not be built
        "import": (1.0, "elec_disp"),
    }


def test_plants_without_fuel_are_paid_by_the_measure_that_builds_them():
    built = {
        "energy_supply/power/nonfossil": 20.0,
        "energy_supply/power/coal": 95.0,
    }
    assert saved(social, measure("power.supply.nonfossil"), **built) == {"coal": (25.0, "coal")}
    shifted = measure("power.supply.thermal", "shift", "nonfossil")
    assert saved(social, shifted, **built) == {"coal": (25.0, "coal")}
    assert saved(social, measure("losses.electricity"), **built)["nonfossil"] == (-10.0, "elec_re")


def test_society_buys_gas_at_the_gate_and_an_owner_at_his_meter():
    plain = {**BEFORE, (SUPPLY, "heat", "natural_gas"): 9.0}
    less = {**plain, (SUPPLY, "heat", "natural_gas"): 4.0}
    one = measure("heat.rate", "scale")
    for of, id in ((social, "gas_gate"), (financial, "gas_i")):
        (found,) = (s for s in of(one, rows(plain), rows(less), TREE) if s.amount.any())
        assert (found.amount[0, 0], found.price) == (5.0, id)


def test_what_plants_burn_less_because_others_deliver_is_no_saving_of_their_owner():
    one = measure("power.rate", "scale")
    # thermal output falls from 35 to 17.5, and with it 60 of 120; ten more are saved
    half = {"energy_supply/power/electricity": -27.5, "energy_supply/power/coal": 50.0}
    assert saved(financial, one, **half) == {"energy_supply/power/coal": (10.0, "coal")}
    # heat plants make 15 of 20; they would have burnt 22.5 of 30
    less = {"energy_supply/heat/heat": -15.0, "energy_supply/heat/coal": 22.5}
    assert saved(financial, measure("heat.rate", "scale"), **less) == {}


@pytest.mark.parametrize(
    ("paths", "cells", "expected"),
    [
        # plants made 35 of 120 coal and make 28 of 91.2; at the old rate these would have taken 96
        (
            ["power.rate", "power.supply.nonfossil"],
            {"power/nonfossil": 17.0, "power/coal": 91.2},
            {"power/nonfossil": (7.0, "elec_gen"), "power/coal": (4.8, "coal")},
        ),
        # heat plants made 20 of 30 and make 15 of 21; at the old rate these would have taken 22.5
        (
            ["heat.mix.coal", "heat.supply.recovered"],
            {"heat/heat": -15.0, "heat/coal": 21.0, "other_transformation/heat": -5.0},
            {"other_transformation/heat": (5.0, "heat_xw"), "heat/coal": (1.5, "coal")},
        ),
        # plants that stand still save their owner no fuel
        (
            ["power.rate", "power.supply.nonfossil"],
            {"power/nonfossil": 45.0, "power/coal": 0.0},
            {"power/nonfossil": (35.0, "elec_gen")},
        ),
    ],
)
def test_who_sells_supply_and_betters_the_plants_is_not_paid_twice(paths, cells, expected):
    both = Measure(id="m", changes=tuple(Change(path=p, op="add", value=0.1) for p in paths))
    found = saved(financial, both, **{f"energy_supply/{k}": v for k, v in cells.items()})
    assert found == {f"energy_supply/{k}": v for k, v in expected.items()}


def test_plants_that_only_start_burn_all_that_they_burn():
    idle = {**BEFORE, (SUPPLY, "power", "coal"): 0.0, (SUPPLY, "power", "electricity"): -10.0}
    found = financial(measure("power.rate"), rows(idle), rows(BEFORE), TREE)
    assert [(s.what, s.amount.tolist()) for s in found] == [
        ("energy_supply/power/coal", [[-120.0]])
    ]


def test_gas_has_the_measures_own_price_where_it_acts_and_that_of_the_gate_elsewhere():
    tree = replace(TREE, groups={**TREE.groups, "mix.industry": ("coal", "natural_gas")})
    used = {("industry", "final", "natural_gas"): 9.0, (SUPPLY, "heat", "natural_gas"): 3.0}
    less = {("industry", "final", "natural_gas"): 4.0, (SUPPLY, "heat", "natural_gas"): 5.0}
    one = measure("mix.industry.natural_gas", "save", prices={"natural_gas": "gas_r"})
    found = social(one, rows(BEFORE | used), rows(BEFORE | less), tree)
    assert [(s.what, s.amount[0, 0], s.price) for s in found if s.amount.any()] == [
        ("natural_gas, where the measure acts", 5.0, "gas_r"),
        ("natural_gas, elsewhere", -2.0, "gas_gate"),
    ]


def test_what_the_account_does_not_make_is_bought():
    plain = {c: a for c, a in BEFORE.items() if c[1] in ("final", "losses")}
    after = {
        **plain,
        ("industry", "final", "electricity"): 40.0,
        ("industry", "final", "heat"): 15.0,
    }
    found = social(measure("mix.industry.coal"), rows(plain), rows(after), TREE)
    assert {s.what: (s.amount[0, 0], s.price) for s in found if s.amount.any()} == {
        "electricity": (10.0, "elec_disp"),
        "heat": (5.0, "heat_xw"),
    }


def test_electricity_brought_in_is_paid_in_the_measures_own_cost():
    more = {"energy_supply/import/electricity": 12.0, "energy_supply/power/coal": 108.0}
    line = measure("power.supply.import")
    assert saved(social, line, **more) == {"coal": (12.0, "coal")}
    assert saved(social, measure("power.mix.coal"), **more)["import"] == (-4.0, "elec_disp")
    less = {"energy_supply/import/electricity": 2.0}
    assert saved(social, line, **less) == {"import": (6.0, "elec_disp")}  # not given away either
    assert saved(financial, line, **more) == {
        "energy_supply/import/electricity": (4.0, "elec_disp")
    }


@pytest.mark.parametrize(
    ("path", "op", "into", "brought"),
    [
        ("power.supply.import", "add", "", True),
        ("power.supply.thermal", "shift", "import", True),
        ("power.supply.import", "shift", "nonfossil", False),
        ("power.supply.nonfossil", "add", "", False),
    ],
)
def test_a_measure_brings_in_electricity_if_that_is_what_it_adds(path, op, into, brought):
    assert brings_in(measure(path, op, into)) is brought


def test_a_price_of_its_own_holds_where_the_measure_acts():
    kilns = measure("mix.industry.coal", "save", prices={"coal": "metcoal"})
    burnt = {"industry/final/coal": 70.0, "energy_supply/power/coal": 125.0}
    assert saved(social, kilns, **burnt) == {
        "coal, where the measure acts": (30.0, "metcoal"),
        "coal, elsewhere": (-5.0, "coal"),
    }
    assert saved(financial, kilns, **burnt) == {"industry/final/coal": (30.0, "metcoal")}


def test_an_owner_pays_at_the_meter_for_all_fuels_of_his_branch_but_free_ones():
    assert saved(
        financial,
        measure("mix.industry.coal", "shift", "electricity"),
        **{
            "industry/final/coal": 80.0,
            "industry/final/electricity": 55.0,
            "industry/final/heat": 21.0,
            "industry/final/nonfossil": 9.0,
            "energy_supply/power/coal": 130.0,
        },
    ) == {
        "industry/final/coal": (20.0, "coal"),
        "industry/final/electricity": (-5.0, "elec_i"),
        "industry/final/heat": (-1.0, "heat_n"),
    }


@pytest.mark.parametrize(
    ("path", "op", "into"),
    [("power.supply.nonfossil", "add", ""), ("power.supply.thermal", "shift", "nonfossil"), ("power.supply.import", "shift", "nonfossil")],
)  # fmt: skip
def test_a_wind_farm_sells_what_it_adds_whoever_makes_room(path, op, into):
    less = {"energy_supply/power/nonfossil": 14.0, "energy_supply/import/electricity": 6.0}
    assert saved(financial, measure(path, op, into), **less) == {
        "energy_supply/power/nonfossil": (4.0, "elec_gen")
    }


@pytest.mark.parametrize(
    ("path", "cell", "amount", "expected"),
    [
        (
            "heat.supply.recovered",
            "energy_supply/other_transformation/heat",
            -6.0,
            (6.0, "heat_xw"),
        ),
        ("power.rate", "energy_supply/power/coal", 100.0, (20.0, "coal")),
        ("heat.mix.coal", "energy_supply/heat/coal", 27.0, (3.0, "coal")),
        ("losses.electricity", "energy_supply/losses/electricity", 2.0, (1.0, "elec_i")),
        (
            "other_transformation.oil",
            "energy_supply/other_transformation/oil",
            1.0,
            (3.0, "diesel"),
        ),
        ("intensity.industry", "industry/final/coal", 90.0, (10.0, "coal")),
    ],
)
def test_each_kind_of_path_has_its_meter(path, cell, amount, expected):
    assert saved(financial, measure(path), **{cell: amount}) == {cell: expected}


@pytest.mark.parametrize("path", ["capture.power", "structure.industry", "gdp", "factor.import"])
def test_what_no_meter_counts_is_worth_nothing_to_the_owner(path):
    op = "capture" if path.startswith("capture") else "add"
    assert saved(financial, measure(path, op), **{"industry/final/coal": 10.0}) == {}


def test_a_price_is_the_measures_by_fuel_or_group_or_the_usual_one():
    own = measure("gdp", prices={"diesel": "pellet", "oil": "gasoline", "recovered": "heat_r"})
    ids = ("diesel", "fuel_oil", "coke", "natural_gas", "recovered", "import")
    assert [price_id(own, f) for f in ids] == ["pellet", "gasoline", "coal", "gas_i", "heat_r", "elec_disp"]  # fmt: skip


def test_what_is_saved_is_worth_its_price_with_and_without_taxes():
    prices = {"coal": Price(np.array([[9.0], [10.0]]), np.array([[8.0], [8.5]])), "elec_i": Price(np.array([[50.0]]), np.array([[40.0]]))}  # fmt: skip
    parts = [Saved("coal", np.array([[2.0, 4.0]]), "coal"), Saved("x", np.array([[-1.0, 0.0]]), "elec_i")]  # fmt: skip
    assert value(parts, prices, taxes=True).tolist() == [[-32.0, 36.0], [-30.0, 40.0]]
    assert value(parts, prices, taxes=False).tolist() == [[-24.0, 32.0], [-23.0, 34.0]]
    assert value([], prices, taxes=True).tolist() == [[0.0]]


LORRIES = Tree(
    demand={"transport": ("final", ""), "industry": ("final", "")},
    groups={"mix.transport": ("oil",), "mix.industry": ("coal",), "branches.transport.lorries.mix": ("oil", "hydrogen")},
    own=(),
    branches={
        "transport.lorries": EndUse(
            "transport", "final", ("branches.transport.lorries.activity",), "branches.transport.lorries.intensity",
            "branches.transport.lorries.mix",
        )
    },
    defaults={
        "variables.lorries": read_path("variables.lorries", {"formula": "variables.drives.hydrogen * variables.all"}, Place()),
        "branches.transport.lorries.activity": read_path("branches.transport.lorries.activity", {"formula": "variables.lorries"}, Place()),
    },
)  # fmt: skip


@pytest.mark.parametrize(
    "path", ["variables.drives.hydrogen", "variables.all", "variables.lorries"]
)
def test_who_changes_a_variable_pays_at_the_branches_that_follow_it(path):
    cells = [cell for cell, _, _ in meter(measure(path), LORRIES)]
    assert cells == [("transport", "final", "hydrogen"), ("transport", "final", "oil")]


def test_a_variable_that_nothing_follows_has_no_meter():
    assert meter(measure("variables.people"), LORRIES) == []


def test_hydrogen_that_chains_make_costs_what_it_is_made_of_and_bought_hydrogen_its_price():
    """Seven are used and seven made, but for the rounding of sums; or only four are made."""
    cells = {
        ("transport", "final", "hydrogen"): 7.0,
        (SUPPLY, "chains.h", "hydrogen"): -7.0 - 1e-15,
    }
    one = measure("variables.drives.hydrogen")
    after = rows({**cells, ("transport", "final", "oil"): 1.0})
    assert "hydrogen" not in {s.what for s in social(one, after, after, LORRIES)}
    bought = rows({**cells, (SUPPLY, "chains.h", "hydrogen"): -4.0})
    (priced,) = [s for s in social(one, after, bought, LORRIES) if s.what == "hydrogen"]
    assert (priced.price, float(priced.amount[0, 0])) == ("h2", pytest.approx(-3.0))
