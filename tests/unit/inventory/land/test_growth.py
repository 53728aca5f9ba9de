"""Forests that grow older."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.errors import InputError
from dualcarbon.inventory.land import growth

AGES = np.arange(21.0)


def test_afforestation_of_a_thousand_hectares_for_twenty_years_adds_up_to_its_stock():
    curve = growth.chapman_richards(AGES, 180.0, 0.05, 1.6)
    planted = np.zeros(21)
    planted[0] = 1000.0
    added = growth.increments(planted, curve)
    assert added.sum() == pytest.approx(1000 * 180 * (1 - np.exp(-1)) ** 1.6)
    assert growth.standing(planted, curve)[-1] == pytest.approx(added.sum())
    taken = growth.uptake(planted, curve, 0.5)
    assert taken.sum() == pytest.approx(-1000 * 180 * (1 - np.exp(-1)) ** 1.6 * 0.5 * 44 / 12)
    assert (taken[1:] < 0).all()


def test_planting_year_by_year_is_the_sum_of_its_cohorts():
    curve = np.array([0.0, 1.0, 4.0, 6.0])
    assert growth.standing(np.array([10.0, 20.0, 0.0, 5.0]), curve) == pytest.approx(
        [0, 10, 40 + 20, 60 + 80]
    )


def test_the_sink_of_one_planting_falls_when_the_forest_grows_old():
    curve = growth.chapman_richards(np.arange(101.0), 200.0, 0.06, 2.0)
    planted = np.zeros(101)
    planted[0] = 1.0
    added = growth.increments(planted, curve)
    best = int(added.argmax())
    assert 5 < best < 20
    assert (np.diff(added[best:]) < 0).all()


@pytest.mark.parametrize("age", [-3.0, 0.0])
def test_nothing_stands_before_it_is_planted(age):
    assert growth.chapman_richards(age, 180.0, 0.05, 1.6) == 0
    assert growth.logistic(age, 180.0, 0.1, 9.0) == 0


def test_members_differ_in_their_curves():
    most = np.array([[100.0], [200.0]])
    curves = growth.chapman_richards(AGES, most, 0.05, 1.0)
    both = growth.standing(np.ones(21), curves)
    assert both.shape == (2, 21)
    assert both[1] == pytest.approx(2 * both[0])


def test_old_forests_go_on_growing_and_are_brought_to_the_last_inventory():
    curve = np.array([0.0, 2.0, 3.0, 3.5])
    areas = np.array([0.0, 10.0])
    ahead = growth.ageing(areas, curve, 2)
    assert ahead.tolist() == [20.0, 30.0, 35.0]
    by = growth.calibration(np.array(24.0), ahead[0])
    assert growth.ageing(areas, curve * by, 2) == pytest.approx([24.0, 36.0, 42.0])


def test_a_curve_that_is_too_short_or_empty_is_refused():
    with pytest.raises(InputError, match="the curve of growth holds 2 ages; 3 are needed"):
        growth.standing(np.ones(3), np.ones(2))
    with pytest.raises(InputError, match="3 are needed"):
        growth.ageing(np.ones(2), np.ones(2), 1)
    with pytest.raises(InputError, match="gives no stock at the last inventory"):
        growth.calibration(np.array(5.0), np.array(0.0))
