"""Costs of the typical measures against those worked out apart from this program."""

import json
from pathlib import Path

import pytest

from dualcarbon.appraisal.typical import abatement, cost, marginal_cost
from dualcarbon.measures.catalogue import all_typical, typical

FILE = Path(__file__).parent / "cases" / "typical_measures.json"
CASE = json.loads(FILE.read_text(encoding="utf-8"))
WITHIN = CASE["tolerance"]


def test_the_case_has_every_measure_of_the_catalogue():
    assert list(CASE["expected"]) == list(all_typical())


@pytest.mark.parametrize(("id", "expected"), CASE["expected"].items())
def test_the_cost_of_a_tonne_comes_out(id, expected):
    ours = cost(typical(id))
    costs = [ours.social_8, ours.social_6, ours.ex_tax, ours.favourable, ours.unfavourable]
    for computed, wanted in zip(costs, expected[:5], strict=True):
        if wanted is None:
            assert computed is None
        else:
            assert computed == pytest.approx(wanted, abs=WITHIN["cost"])


@pytest.mark.parametrize(("id", "expected"), CASE["expected"].items())
def test_what_a_unit_avoids_comes_out_at_two_grids(id, expected):
    measure = typical(id)
    ours = [abatement(measure), abatement(measure, grid=CASE["inputs"]["grid"])]
    assert ours == pytest.approx(expected[5:], abs=WITHIN["abatement"])


@pytest.mark.parametrize("id", CASE["expected"])
def test_the_rates_are_those_of_the_case(id):
    for rate, wanted in zip(CASE["inputs"]["rates"], CASE["expected"][id], strict=False):
        if wanted is not None:
            computed = marginal_cost(typical(id), rate=rate)
            assert computed == pytest.approx(wanted, abs=WITHIN["cost"])
