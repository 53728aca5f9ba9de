"""Decay of a few tonnes, worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.inventory.waste.landfill import decay, first_order, mass_balance, onto, recovered

HALF = np.array([np.log(2)])
ONE = np.array([1.0])


def test_half_of_what_lies_there_goes_each_year():
    found = decay(np.array([16.0, 8.0, 0.0, 0.0]), HALF)
    assert found.decomposed == pytest.approx([0, 8, 8, 4])
    assert found.stored == pytest.approx([16, 16, 8, 4])


def test_without_delay_half_a_year_of_decay_falls_into_the_year_of_deposit():
    found = decay(np.array([1.0, 0.0]), HALF, 0.0)
    assert found.decomposed[0] == pytest.approx(1 - 2**-0.5)
    assert found.stored[1] == pytest.approx(2**-0.5 / 2)


def test_waste_that_does_not_decay_stays():
    found = decay(np.array([3.0, 4.0]), np.zeros(1))
    assert found.decomposed.tolist() == [0, 0]
    assert found.stored.tolist() == [3, 7]


def test_members_have_rates_of_their_own():
    found = decay(np.array([4.0, 0.0]), np.array([[0.0], [np.log(2)]]))
    assert found.decomposed == pytest.approx(np.array([[0, 0], [0, 2]]))


def test_the_formula_of_a_line_by_hand():
    """100 t, half of them food with 0.2 t C/t, MCF 1, half decomposes: 5 t C; half of it goes in 2017 as CH4 by half."""
    formula = first_order((2016, 2017), (2016, 2017, 2018))
    given = (ONE / 2, ONE, ONE / 5, ONE / 2, HALF, ONE / 2, ONE / 10, ONE * 6)
    found = formula(np.array([100.0, 0.0]), *given)
    assert found[:2] == pytest.approx([0, 2.5 * 0.5 * 16 / 12 * 0.9])
    assert np.isnan(found[2])


def test_the_mass_balance_by_hand():
    found = mass_balance(np.array([100.0]), ONE, ONE / 5, ONE / 2, ONE / 2, ONE / 10)
    assert found == pytest.approx([100 * 0.2 * 0.5 * 0.5 * 16 / 12 * 0.9])


@pytest.mark.parametrize(
    ("years", "expected"),
    [((2000, 2001), [0, 5]), ((2002, 2003), [6, np.nan]), ((1990,), [0])],
)
def test_values_are_put_on_other_years(years, expected):
    found = onto(np.array([5.0, 6.0]), (2001, 2002), years)
    assert np.array_equal(found, expected, equal_nan=True)


def test_recovery_keeps_from_the_air_what_the_cover_would_not_have_oxidised():
    assert recovered(np.array([10.0]), ONE / 10) == pytest.approx([-9])
