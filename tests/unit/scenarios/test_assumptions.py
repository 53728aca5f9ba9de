"""Paths evaluated from the base year on, in the units of the tree; history stays as observed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dualcarbon.errors import InputError
from dualcarbon.quantities.draws import Draws
from dualcarbon.scenarios import assumptions, checks, projection
from dualcarbon.scenarios.assumptions import Span, evaluate, keys_of_draws
from dualcarbon.scenarios.checks import held, quiet_parts

SHARES = {"coal": {"points": {2019: 0.3}}, "oil": 0.1, "electricity": "residual"}


def change(path, op, value):
    return {"path": path, "op": op, "value": value}


def codes(error):
    return [fault.code for fault in error.value.faults]


def test_a_span_holds_both_its_ends():
    assert Span(2017, 2020).years == [2017, 2018, 2019, 2020]


def test_what_is_not_declared_is_held(resolved, tree, base, span):
    found = evaluate(resolved({}), tree, base, span)
    assert set(found) == set(base)
    assert all(found[key].tolist() == [[value] * 4] for key, value in base.items())


def test_what_is_held_is_named_but_for_balances_and_scales(resolved, tree):
    one = resolved(
        {"gdp": {"growth": [{"to": 2020, "rate": 0.0}]}, "mix": {"industry": {"share": SHARES}}}
    )
    names = held(one, tree)
    assert {
        "population",
        "structure",
        "mix.households",
        "power.rate",
        "losses.oil",
        "factor.import",
    } <= set(names)
    assert not {"gdp", "mix.industry", "power.balance", "factor_scale.coal"} & set(names)


def test_growth_starts_from_what_was_observed(resolved, tree, base, span):
    one = resolved({"gdp": {"growth": [{"to": 2018, "rate": 0.1}, {"to": 2020, "rate": -0.5}]}})
    assert evaluate(one, tree, base, span)["gdp"][0] == pytest.approx([1000, 1100, 550, 275])


@pytest.mark.parametrize("path", [{"constant": -1e-9}, {"points": {2020: -1.0}}])
@pytest.mark.parametrize(
    "key", ["gdp", "population", "intensity.industry", "power.rate", "losses.oil"]
)
def test_what_is_used_cannot_fall_below_nothing(resolved, tree, base, span, key, path):
    table = path
    for name in reversed(key.split(".")):
        table = {name: table}
    with pytest.raises(InputError) as error:
        evaluate(resolved(table), tree, base, span)
    assert codes(error) == ["TRE031"]
    assert key in error.value.faults[0].sentence("en")


def test_what_begins_below_nothing_in_the_account_is_left_alone(resolved, tree, base, span):
    found = evaluate(resolved({}), tree, {**base, "losses.oil": -0.1}, span)
    assert found["losses.oil"].tolist() == [[-0.1] * 4]


@pytest.mark.parametrize(
    ("key", "unit", "given", "expected"),
    [
        ("gdp", "10^8 CNY2010", 2e-5, 2000.0),
        ("population", "10^4 person", 0.02, 200.0),
        ("power.rate", "kgce/kgce", 2.0, 2.0),
        ("intensity.households", "kgce/person", 100.0, 0.1),
        ("intensity.industry", "tce/10^4 CNY2010", 1500.0, 0.15),
        ("factor.import", "kg CO2/tce", 3000.0, 3.0),
    ],
)
def test_a_path_may_be_written_in_a_unit_of_its_own(
    resolved, tree, base, span, key, unit, given, expected
):
    one = resolved({key.split(".")[0]: nested(key, {"constant": given, "unit": unit})})
    assert checks.faults(one, tree, span) == []
    found = evaluate(one, tree, base, span)[key][0]
    assert found[0] == base[key]  # history to the last digit
    assert found[1:] == pytest.approx([expected] * 3)


def nested(key, table):
    """Put a table under the rest of a dotted key."""
    _, _, rest = key.partition(".")
    return {rest: table} if rest else table


def test_growth_in_another_unit_grows_the_same(resolved, tree, base, span):
    one = resolved({"gdp": {"growth": [{"to": 2020, "rate": 0.1}], "unit": "10^8 CNY2010"}})
    assert evaluate(one, tree, base, span)["gdp"][0] == pytest.approx([1000, 1100, 1210, 1331])


def test_a_unit_of_another_kind_is_a_fault(resolved, tree, span):
    table = {
        "gdp": {"constant": 1.0, "unit": "CNY2015"},
        "power": {"rate": {"constant": 1.0, "unit": "kg"}},
    }
    found = checks.faults(resolved(table), tree, span)
    assert [(f.code, f.place.key) for f in found] == [("SCN016", "gdp"), ("SCN016", "power.rate")]
    assert '"CNY2015" cannot be converted to CNY2010' in found[0].message()


def test_a_scale_of_factors_holds_in_all_years(resolved, tree, base, span):
    scale = {"factor_scale": {"coal": {"points": {2019: 0.9}}}}
    assert [f.code for f in checks.faults(resolved(scale), tree, span)] == ["SCN014"]
    one = resolved({"factor_scale": {"coal": {"triangular": [0.9, 1, 1.2]}}})
    assert checks.faults(one, tree, span) == []
    assert evaluate(one, tree, base, span)["factor_scale.coal"].tolist() == [[1.0] * 4]
    (fault,) = checks.faults(resolved({"factor_scale": {"coal": 0.9}}), tree, span)
    assert (fault.code, dict(fault.params)["value"]) == (
        "SCN023",
        0.9,
    )  # history would not come back


def test_years_and_keys_are_held_to_study_and_tree(resolved, tree, span):
    table = {
        "gdp": {"growth": [{"to": 2019, "rate": 0.1}]},
        "population": {"elasticity": {"to": "gpd", "value": 1.0}},
        "mix": {"industry": {"share": {"coal": {"points": {2016: 0.3}}, "oil": "residual"}}},
    }
    told = {f.code: f for f in checks.faults(resolved(table), tree, span)}
    assert set(told) == {"QTY008", "QTY009", "QTY010"}
    assert 'did you mean "gdp"?' in told["QTY010"].message()


def test_an_elasticity_comes_after_what_it_follows(resolved, tree, base, span):
    table = {  # in the order of the alphabet intensity stands before population
        "intensity": {"households": {"elasticity": {"to": "population", "value": 0.5}}},
        "population": {"elasticity": {"to": "gdp", "value": 2.0}},
        "gdp": {"growth": [{"to": 2020, "rate": 0.1}]},
    }
    found = evaluate(resolved(table), tree, base, span)
    assert found["population"][0, -1] == pytest.approx(110 * 1.331**2)
    assert found["intensity.households"][0, -1] == pytest.approx(
        base["intensity.households"] * 1.331
    )


RICHER = {
    "formula": "0.2 * (gdp / population) ** 0.5",
    "in": {"gdp": "CNY2010", "population": "person"},
    "scaled": True,
}


def test_a_formula_comes_after_its_names_and_is_scaled_to_what_was_observed(
    resolved, tree, base, span
):
    table = {
        "gdp": {"growth": [{"to": 2020, "rate": 0.1}]},
        "intensity": {"households": RICHER},
        "power": {"rate": {"formula": "power.supply.import * 0 + 1.5", "scaled": True}},
    }
    assert checks.faults(resolved(table), tree, span) == []
    found = evaluate(resolved(table), tree, base, span)
    expected = [base["intensity.households"] * 1.1 ** (n / 2) for n in range(4)]
    assert found["intensity.households"][0] == pytest.approx(expected)
    assert found["power.rate"][0] == pytest.approx([base["power.rate"]] * 4)


def test_a_formula_in_a_unit_of_its_own_gives_that_of_the_tree(resolved, tree, base, span):
    factor = base["intensity.households"] * base["population"] / base["gdp"]
    table = {"formula": f"{factor!r} * gdp / population", "in": {"gdp": "CNY2010", "population": "person"}}  # fmt: skip
    one = resolved({"intensity": {"households": table}, "gdp": {"growth": [{"to": 2020, "rate": 0.1}]}})  # fmt: skip
    found = evaluate(one, tree, base, span)["intensity.households"][0]
    assert found == pytest.approx([base["intensity.households"] * 1.1**n for n in range(4)])
    in_kilograms = {"formula": f"{1000 * factor!r} * gdp / population", "unit": "kgce/person", "in": table["in"]}  # fmt: skip
    other = resolved({"intensity": {"households": in_kilograms}, "gdp": {"growth": [{"to": 2020, "rate": 0.1}]}})  # fmt: skip
    assert evaluate(other, tree, base, span)["intensity.households"][0] == pytest.approx(found)


def test_formulas_and_lookups_are_held_to_names_units_and_series(resolved, tree, span):
    table = {
        "gdp": {"formula": "1.05 ** (year - base_year) * gpd"},
        "population": {"formula": "gdp * 2"},
        "power": {"rate": {"lookup": {"series": "power.rate"}}},
        "factor": {"import": {"lookup": {"of": "gpd", "points": {"1": 2.0, "2": 3.0}}}},
    }
    told = [(f.code, f.place.key) for f in checks.faults(resolved(table), tree, span)]
    assert sorted(told) == [
        ("F008", "gdp.formula"),
        ("F024", "population.formula"),
        ("LKP007", "power.rate.lookup.series"),
        ("LKP011", "factor.import.lookup.of"),
    ]


def test_a_plan_of_the_statistics_is_looked_up(resolved, tree, base, span):
    planned = replace(tree, series={"power.rate": {2016: 9.0, 2019: 1.0}})
    one = resolved({"power": {"rate": {"lookup": {"series": "power.rate"}}}})
    assert checks.faults(one, planned, span) == []
    start = base["power.rate"]
    found = evaluate(one, planned, base, span)["power.rate"][0]
    assert found == pytest.approx([start, (start + 1) / 2, 1.0, 1.0])


def test_an_elasticity_may_follow_a_part_of_a_group_or_what_is_held(resolved, tree, base, span):
    table = {
        "intensity": {"industry": {"elasticity": {"to": "mix.industry.coal", "value": 1.0}}},
        "mix": {"industry": {"share": SHARES}},
        "power": {"rate": {"elasticity": {"to": "population", "value": 3.0}}},
    }
    found = evaluate(resolved(table), tree, base, span)
    assert found["intensity.industry"][0, -1] == pytest.approx(
        base["intensity.industry"] * 0.3 / 0.5
    )
    assert found["power.rate"][0].tolist() == [base["power.rate"]] * 4


@pytest.mark.parametrize(
    ("table", "names"),
    [
        ({"gdp": {"elasticity": {"to": "population", "value": 1}}, "population": {"elasticity": {"to": "gdp", "value": 1}}}, {"gdp", "population"}),
        ({"mix": {"industry": {"share": {"coal": {"elasticity": {"to": "mix.industry.oil", "value": 1}}, "oil": "residual"}}}}, {"mix.industry"}),
    ],
)  # fmt: skip
def test_elasticities_in_a_circle_are_named(resolved, tree, base, span, table, names):
    with pytest.raises(InputError) as caught:
        evaluate(resolved(table), tree, base, span)
    assert codes(caught) == ["SCN015"]
    assert set(dict(caught.value.faults[0].params)["keys"].split(", ")) == names


def test_every_group_that_leaves_one_is_told_at_once(resolved, tree, base, span):
    table = {
        "mix": {"industry": {"share": {"coal": 0.9, "oil": 0.2, "electricity": "residual"}}},
        "structure": {"share": {"industry": 0.4, "services": 0.7}},
    }
    with pytest.raises(InputError) as caught:
        evaluate(resolved(table), tree, base, span)
    assert codes(caught) == ["QTY014", "MOD001"]


def test_a_measure_ramps_up_on_what_is_assumed_and_leaves_history_alone(
    resolved, measure, tree, base, span
):
    growth = {"gdp": {"growth": [{"to": 2020, "rate": 0.1}]}}
    found = evaluate(resolved(growth, measure(change("gdp", "scale", 0.5))), tree, base, span)
    assert found["gdp"][0] == pytest.approx([1000, 1100 * 0.75, 1210 * 0.5, 1331 * 0.5])
    assert found["gdp"][0, 0] == base["gdp"]


def test_the_residual_of_the_scenario_takes_up_what_a_measure_does_to_a_part(
    resolved, measure, tree, base, span
):
    one = resolved(
        {"mix": {"industry": {"share": SHARES}}}, measure(change("mix.industry.coal", "add", -0.1))
    )
    found = evaluate(one, tree, base, span)
    assert found["mix.industry.coal"][0] == pytest.approx([0.5, 0.4 - 0.05, 0.3 - 0.1, 0.3 - 0.1])
    parts = sum(found[f"mix.industry.{fuel}"][0] for fuel in SHARES)
    assert parts == pytest.approx([1.0] * 4)
    setting = assumptions.setting_of(one, tree, span)
    assert (setting.residuals["mix.industry"], setting.scenario) == ("electricity", "base")


def test_a_group_that_no_scenario_declares_has_no_residual_for_a_measure(
    resolved, measure, tree, base, span
):
    with pytest.raises(InputError) as caught:
        evaluate(resolved({}, measure(change("mix.industry.coal", "add", -0.1))), tree, base, span)
    assert codes(caught) == ["MEA005"]
    moved = {**change("mix.industry.coal", "shift", 0.1), "into": "electricity"}
    found = evaluate(resolved({}, measure(moved)), tree, base, span)  # needs none
    assert found["mix.industry.electricity"][0, -1] == pytest.approx(0.5)


def test_what_is_captured_starts_from_nothing_and_has_no_history(
    resolved, measure, seen, tree, base, span
):
    one = resolved({}, measure(change("capture.power", "capture", 0.8)))
    assert {key: v.tolist() for key, v in assumptions.uncaptured(one, span).items()} == {
        "capture.power": [[0.0] * 4]
    }
    future = evaluate(one, tree, base, span)
    assert future["capture.power"][0] == pytest.approx([0, 0.4, 0.8, 0.8])
    whole = assumptions.with_history(projection.observed(seen, tree), future)
    assert whole["capture.power"][0] == pytest.approx([0, 0, 0.4, 0.8, 0.8])
    assert "capture.power" not in evaluate(resolved({}), tree, base, span)


def test_draw_keys_are_those_of_all_scenarios_once_and_sorted(resolved, measure):
    rate = {"normal": [0.05, 0.01]}
    growth = {"gdp": {"growth": [{"to": 2020, "rate": rate}]}}
    one = resolved({**growth, "population": {"growth": [{"to": 2020, "rate": 0.0}]}})
    two = resolved(growth, measure(change("gdp", "add", {"uniform": [0, 1]})))
    assert keys_of_draws([two, one]) == ("gdp.growth.2020", "measures.m.0.gdp")
    assert keys_of_draws([resolved({})]) == ()


def test_uncertain_numbers_give_members_that_share_their_base_year(resolved, tree, base, span):
    one = resolved({"gdp": {"growth": [{"to": 2020, "rate": {"uniform": [0.0, 0.1]}}]}})
    draws = Draws(keys_of_draws([one]), 8, seed=1)
    found = evaluate(one, tree, base, span, draws)
    assert found["gdp"].shape == (8, 4)
    assert found["gdp"][:, 0].tolist() == [1000.0] * 8
    by_hand = 1000 * (1 + 0.1 * draws.uniform("gdp.growth.2020")) ** 3
    assert found["gdp"][:, 3] == pytest.approx(by_hand)


def test_parts_left_out_and_paths_that_cannot_move_are_told(resolved, tree, base, span):
    table = {
        "mix": {"industry": {"share": {"coal": {"points": {2019: 0.5}}, "oil": "residual"}}},
        "losses": {"oil": {"growth": [{"to": 2020, "rate": 0.1}]}},
    }
    told = quiet_parts(resolved(table), tree, {**base, "losses.oil": 0.0}, span)
    assert [(f.code, f.level) for f in told] == [("QTY016", "warn"), ("QTY017", "warn")]
    assert "mix.industry.electricity" in told[0].message()
    assert quiet_parts(resolved({"factor_scale": {"coal": 0.9}}), tree, base, span) == []


def test_history_and_future_are_one_series(resolved, seen, tree, base, span):
    one = resolved({"gdp": {"growth": [{"to": 2020, "rate": 0.1}]}, "factor_scale": {"coal": 0.9}})
    history = projection.observed(seen, tree)
    whole = assumptions.with_history(history, evaluate(one, tree, base, span))
    assert whole["gdp"].tolist() == [pytest.approx([900, 1000, 1100, 1210, 1331])]
    assert whole["factor_scale.coal"].tolist() == [[0.9]]  # the same in every year
    for key, series in history.items():
        np.testing.assert_array_equal(whole[key][:, :2], np.broadcast_to(series, (1, 2)))
