"""Parameters of the base year are explained down to the rows of people, economy and energy, and come out of them."""

from __future__ import annotations

import pytest

from dualcarbon.study.explain import read_off


@pytest.fixture(scope="module")
def book(ask):
    return ask("scenarios.policy.territorial_mt.2040").book


def told(book, text):
    return [made for made in book.values() if made.formula_en == text["en"]]


def ratio(made):
    """Work a number out by hand: what comes first over what comes last."""
    *parts, whole = [one.value for one in made.inputs]
    return sum(parts) / whole


def test_intensities_are_energy_over_activity(book):
    found = told(book, read_off.SIZED)
    assert {"policy intensity.industry 2017", "policy intensity.households 2017"} <= {
        m.key for m in found
    }
    for made in found:
        assert ratio(made) == pytest.approx(made.value, rel=1e-9), made.key


def test_shares_are_a_fuel_over_all_fuels(book):
    found = told(book, read_off.SHARED)
    assert len(found) > 10
    for made in found:
        one = [i.value for i in made.inputs if i.name == made.inputs[0].name]
        every = sum(i.value for i in made.inputs) - made.inputs[0].value
        assert one[0] / every == pytest.approx(made.value, rel=1e-9), made.key


def test_the_structure_is_value_added_over_the_product(book):
    found = told(book, read_off.ADDED)
    assert found
    assert all(ratio(made) == pytest.approx(made.value, rel=1e-12) for made in found)


def test_every_one_of_them_leads_to_a_row(book):
    made = [
        one for text in (read_off.SIZED, read_off.ADDED, read_off.ROW) for one in told(book, text)
    ]
    assert [(m.key, i.name) for m in made for i in m.inputs if not i.ref.startswith("data/")] == []
    assert [made.key for made in told(book, read_off.SEEN)] == []


@pytest.mark.parametrize("text", [read_off.OF_PLANTS, read_off.OF_CELL])
def test_plants_and_cells_of_their_own_show_the_energy_that_they_were_read_off(book, text):
    found = told(book, text)
    assert found
    assert all(made.inputs for made in found)
    assert all(
        i.ref.startswith("data/energy.csv:") for made in found for i in made.inputs if i.value
    )


def test_a_factor_that_nobody_scales_is_said_to_be_as_it_stands(book):
    assert {made.value for made in told(book, read_off.UNSCALED)} == {1.0}
