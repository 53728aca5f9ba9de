"""Chains of conversion by hand: what they take, give, lose and trade; where the account holds it."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.scenarios.chains import Chain, Process, run

SUPPLY = "energy_supply"
STILL = {"still": Process(("oil",), ("oil",))}
REFINING = Chain("refining", "oil", STILL, within=(SUPPLY, "other_transformation"))
BOILER = {"boiler": Process(("coal",), ("coal",), ("heat",))}
CHP = Chain("chp", "electricity", BOILER, whole=False, within=(SUPPLY, "power"))


def row(*values):
    return np.array([values], dtype=float)


def given(chain, **values):
    quiet = {"loss": 0.0, "export": 0.0, "supply.import": 0.0}
    named = {key.replace("__", "."): value for key, value in values.items()}
    return {f"{chain.flow}.{key}": row(v) for key, v in {**quiet, **named}.items()}


def test_supply_meets_demand_exports_and_losses():
    """80 are used and 10 sent out, a tenth is lost: 100 are supplied, 25 brought in, 75 made of 1.2 times as much."""
    paths = given(REFINING, loss=0.1, export=10.0, supply__still=0.75, supply__import=0.25, still__rate__oil=1.2)  # fmt: skip
    cells = run(REFINING, paths, row(80.0))
    assert cells[SUPPLY, "chains.refining", "oil"][0, 0] == pytest.approx(75 * 1.2 - 75)
    assert cells[SUPPLY, "losses", "oil"][0, 0] == pytest.approx(10.0)
    assert cells[SUPPLY, "import", "oil"][0, 0] == pytest.approx(25.0)
    assert cells[SUPPLY, "export", "oil"][0, 0] == pytest.approx(10.0)


def test_plants_beside_make_a_part_and_give_heat():
    """A fifth of 50 is met; one unit takes 2.5 of coal and gives 0.5 of heat; trade is that of the other plants."""
    paths = given(CHP, part=0.2, supply__boiler=1.0, boiler__rate__coal=2.5, boiler__yield__heat=0.5)  # fmt: skip
    cells = run(CHP, paths, row(50.0))
    assert {fuel: float(v[0, 0]) for (_, flow, fuel), v in cells.items() if flow == CHP.flow} == {
        "coal": 25.0,
        "electricity": -10.0,
        "heat": -5.0,
    }
    assert not [cell for cell in cells if cell[1] in ("import", "export")]


def test_demand_leaves_out_what_the_account_nets_trade_and_plants():
    cells = {
        ("industry", "final", "oil"): row(7.0),
        (SUPPLY, "losses", "oil"): row(1.0),
        (SUPPLY, "other_transformation", "oil"): row(5.0),
        (SUPPLY, "power", "oil"): row(3.0),
        (SUPPLY, "import", "oil"): row(9.0),
        ("industry", "final", "coal"): row(100.0),
    }
    assert REFINING.wanted(cells)[0, 0] == 8.0
    assert Chain("refining", "oil", STILL).wanted(cells)[0, 0] == 13.0


@pytest.mark.parametrize(
    ("chain", "flow", "fuel", "home"),
    [
        (REFINING, "chains.refining", "oil", (SUPPLY, "other_transformation", "oil")),
        (REFINING, "losses", "oil", (SUPPLY, "losses", "oil")),
        (REFINING, "import", "oil", None),
        (CHP, "chains.chp", "coal", (SUPPLY, "power", "coal")),
        (CHP, "chains.chp", "electricity", (SUPPLY, "power", "electricity")),
        (CHP, "chains.chp", "heat", (SUPPLY, "heat", "heat")),
        (Chain("refining", "oil", STILL), "chains.refining", "oil", None),
    ],
)
def test_the_account_holds_what_plants_make_with_its_plants(chain, flow, fuel, home):
    account = [(SUPPLY, "power", "electricity"), (SUPPLY, "heat", "heat")]
    assert chain.home((SUPPLY, flow, fuel), account) == home


def test_heat_stays_with_the_fuels_where_the_account_has_it_there():
    here = (SUPPLY, "power", "heat")
    assert CHP.home((SUPPLY, "chains.chp", "heat"), [here, (SUPPLY, "heat", "heat")]) == here
