"""A coalition has the numbers that a scenario written with its choices would have."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.errors import InputError
from dualcarbon.scenarios.assumptions import evaluate
from dualcarbon.scenarios.coalitions import every
from dualcarbon.scenarios.hybrids import hybrid, lookups
from dualcarbon.scenarios.players import players

ONE = {
    "gdp": {"growth": [{"to": 2020, "rate": 0.05}]},
    "intensity": {
        "industry": {"elasticity": {"to": "gdp", "value": -0.5}},
        "households": {"elasticity": {"to": "intensity.industry", "value": 1.0}},
    },
    "mix": {"industry": {"share": {"coal": 0.5, "oil": 0.1, "electricity": "residual"}}},
    "power": {"rate": 2.0},
}
OTHER = {
    "gdp": {"growth": [{"to": 2020, "rate": 0.02}]},
    "population": 120.0,
    "intensity": {
        "industry": {"elasticity": {"to": "gdp", "value": -1.0}},
        "households": {"elasticity": {"to": "intensity.industry", "value": 1.0}},
    },
    "mix": {
        "industry": {
            "share": {
                "coal": {"elasticity": {"to": "gdp", "value": -2.0}},
                "oil": 0.1,
                "electricity": "residual",
            }
        }
    },
    "power": {"rate": 2.0},
}


@pytest.fixture
def between(resolved, tree, base, span):
    """Give players and lookups of two scenarios as tables."""

    def made(one, other):
        pair = resolved(one), resolved(other)
        who = players(*pair)
        return who, lookups(*pair, who, tree, base, span)

    return made


def test_every_coalition_has_the_numbers_of_the_scenario_of_its_choices(
    between, resolved, tree, base, span
):
    who, found = between(ONE, OTHER)
    assert [p.id for p in who] == ["growth", "efficiency", "fuels"]
    coalitions = every(3)
    for i, row in enumerate(coalitions):
        keys = {key for p, there in zip(who, row, strict=True) if there for key in p.paths}
        written = evaluate(hybrid(resolved(ONE), resolved(OTHER), keys), tree, base, span)
        assert written.keys() == found.keys()
        for key, values in written.items():
            table = np.broadcast_to(found[key].of(coalitions), (8, len(span.years)))
            np.testing.assert_array_equal(table[i], values[0])


def test_a_path_is_computed_once_for_each_choice_that_it_depends_on(between):
    _, found = between(ONE, OTHER)
    rows = {key: (lookup.players, len(lookup.values)) for key, lookup in found.items()}
    assert rows["power.rate"] == ((), 1)
    assert rows["population"] == rows["gdp"] == ((0,), 2)
    assert rows["intensity.industry"] == ((0, 1), 4)
    assert rows["intensity.households"] == ((0, 1), 4)  # itself the same in both
    assert rows["mix.industry.coal"] == ((0, 2), 4)
    assert rows["mix.industry.electricity"] == ((0, 2), 4)
    assert rows["mix.households.electricity"] == ((), 1)


def test_what_is_the_same_in_all_coalitions_is_one_row(between):
    _, found = between(ONE, OTHER)
    coalitions = every(3)
    assert found["power.rate"].of(coalitions).shape == (1, 4)
    assert found["gdp"].of(coalitions).shape == (8, 4)
    assert found["gdp"].of(coalitions)[:, -1] == pytest.approx(
        np.where(coalitions[:, 0], 1000 * 1.02**3, 1000 * 1.05**3)
    )


def test_a_hybrid_takes_whole_paths_and_leaves_out_what_the_other_does_not_declare(resolved):
    mixed = hybrid(resolved(ONE), resolved({"power": {"rate": 1.5}}), {"power.rate", "gdp"})
    assert "gdp" not in mixed.paths
    assert mixed.paths["power.rate"].form.constant.central == 1.5
    assert set(mixed.paths) == set(resolved(ONE).paths) - {"gdp"}


def test_a_mixture_that_does_not_hold_is_told(between):
    """The coal of one follows a GDP that falls; on the GDP of the other it is more than all."""

    def table(rate, coal):
        mix = {"coal": coal, "oil": 0.1, "electricity": "residual"}
        return {
            "gdp": {"growth": [{"to": 2020, "rate": rate}]},
            "mix": {"industry": {"share": mix}},
        }

    one = table(-0.1, {"elasticity": {"to": "gdp", "value": 2.0}})
    other = table(0.3, 0.5)
    with pytest.raises(InputError) as caught:
        between(one, other)
    assert {f.code for f in caught.value.faults} == {"QTY014"}


def test_elasticities_that_go_in_a_circle_only_in_a_mixture_are_told(between):
    one = {"population": {"elasticity": {"to": "power.rate", "value": 1.0}}}
    other = {"power": {"rate": {"elasticity": {"to": "population", "value": 1.0}}}}
    with pytest.raises(InputError) as caught:
        between(one, other)
    assert [f.code for f in caught.value.faults] == ["SCN015"]
