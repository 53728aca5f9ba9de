"""The waste model of the IPCC: carbon of food waste year by year, and the methane of it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from dualcarbon.inventory.waste.landfill import decay, first_order, methane

CASE = json.loads(
    (Path(__file__).parent / "cases" / "landfill_first_order_decay.json").read_text(
        encoding="utf-8"
    )
)
GIVEN, EXPECTED = CASE["inputs"], CASE["expected"]


def number(name):
    return np.array([GIVEN[name]])


@pytest.fixture(scope="module")
def deposited():
    waste, mcf = np.array(GIVEN["waste_gg"]), np.array(GIVEN["MCF"])
    return waste * mcf * number("DOC") * number("DOCf")


def close(found, name):
    assert np.allclose(found, EXPECTED[name], rtol=CASE["tolerance"], atol=0)


def test_carbon_stored_and_decomposed_to_the_ninth_digit(deposited):
    found = decay(deposited, number("k"), GIVEN["start_month"] - 7)
    close(deposited, "deposited_gg")
    close(found.stored, "stored_gg")
    close(found.decomposed, "decomposed_gg")


def test_methane_of_food_to_the_ninth_digit(deposited):
    found = decay(deposited, number("k"), GIVEN["start_month"] - 7)
    close(methane(found.decomposed, number("F"), np.zeros(1)), "methane_gg")


def test_the_formula_of_a_line_gives_the_same():
    years = tuple(range(GIVEN["first_year"], GIVEN["first_year"] + len(GIVEN["waste_gg"])))
    formula = first_order(years, years)
    mcf = np.array(GIVEN["MCF"][:1])
    delay = np.array([GIVEN["start_month"] - 7.0])
    carbon = (mcf, number("DOC"), number("DOCf"))
    found = formula(
        np.array(GIVEN["waste_gg"]), *carbon, number("k"), number("F"), np.zeros(1), delay
    )
    close(found, "methane_gg")
