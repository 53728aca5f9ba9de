"""A stock by vintage: survival by age, ages of the start, turnover; every number by hand or by a plain loop."""

from __future__ import annotations

import math

import numpy as np
import pytest

from dualcarbon.quantities.vintages import (
    OLDEST,
    Vintage,
    left,
    lifetime,
    listed,
    steady,
    turnover,
    weibull,
)


def column(*ages):
    return np.array(ages, float)[:, None]


def row(*years):
    return np.array([years], float)


def test_weibull_is_what_its_formula_says():
    found = weibull(2.5, 12.0)[:, 0]
    for age in (0, 1, 7, 12, 30):
        assert found[age] == pytest.approx(math.exp(-((age / 12) ** 2.5)), rel=1e-14)
    assert found[-1] == pytest.approx(0, abs=1e-12)


def test_weibull_goes_as_far_as_any_member_lives_and_no_farther_than_asked():
    many = weibull([2.0, 5.0], [20.0, 10.0])
    assert many.shape == (1 + math.ceil(20 * math.log(1e12) ** 0.5), 2)
    assert np.array_equal(many[:20, 1], weibull(5.0, 10.0)[:20, 0])
    assert many[30, 1] == 0.0
    assert weibull(1.0, 500.0).shape == (OLDEST + 1, 1)
    assert weibull(2.0, 20.0, reach=9).shape == (10, 1)


def test_a_lifetime_between_two_years_stays_a_part_of_a_year():
    found = lifetime([3.0, 2.25])
    assert found.T.tolist() == [[1, 1, 1, 0], [1, 1, 0.25, 0]]
    assert lifetime(40.0, reach=2)[:, 0].tolist() == [1, 1, 1]


def test_a_table_is_joined_by_lines():
    assert listed({0: 1.0, 4: 0.6, 5: 0.0})[:, 0] == pytest.approx([1, 0.9, 0.8, 0.7, 0.6, 0])
    assert listed({0: 1.0, 4: 0.6, 5: 0.0}, reach=2).shape == (3, 1)


def test_steady_ages_are_the_survival_scaled_to_one():
    assert steady(column(1, 0.5, 0.5, 0))[:, 0].tolist() == [0.5, 0.25, 0.25, 0]


def test_what_is_left_of_the_past_by_age():
    found = left([100.0, 80.0, 50.0, 60.0], listed({0: 1.0, 2: 0.5, 3: 0.0}))
    assert found[:, 0] == pytest.approx([60, 50 * 0.75, 80 * 0.5, 0])
    assert left([7.0], lifetime(9))[:, 0].tolist() == [7]


def test_four_years_by_hand():
    """Survival 1, 1, 0.5, 0; the start has 8 new and 4 of age 1; 14, 14 and 10 are wanted."""
    survival = column(1, 1, 0.5, 0)
    fleet = turnover(column(8, 4), survival, target=row(12, 14, 14, 10))
    # survivors: 8 + 2 = 10; 4 + 4 = 8 (the 2 leave, 8 become 4); 6 + 2 = 8 (the 4 leave, 4 become 2)
    assert fleet.additions.tolist() == [[8, 4, 6, 2]]
    assert fleet.retired.tolist() == [[0, 2, 6, 6]]
    assert fleet.stock.tolist() == [[12, 14, 14, 10]]
    assert fleet.scrapped.tolist() == [[0, 0, 0, 0]]
    assert fleet.ages[:, 0].tolist() == [2, 6, 2, 0, 0]
    # ages: 4/12; (8 + 2 x 2)/14; (4 + 4 x 2)/14; (6 + 2 x 2)/10
    assert fleet.age[0] == pytest.approx([4 / 12, 12 / 14, 12 / 14, 1.0])


def test_vintages_keep_their_value():
    values = {"fuel": Vintage(row(99, 8, 6, 5), np.array([10.0]))}
    fleet = turnover(column(8, 4), column(1, 1, 0.5, 0), target=row(12, 14, 14, 10), values=values)
    # 10 old + 4 at 8; 4 old + 4 at 8 + 6 at 6; no old + 2 at 8 + 6 at 6 + 2 at 5
    by_hand = [10, (100 + 32) / 14, (40 + 32 + 36) / 14, (16 + 36 + 10) / 10]
    assert fleet.values["fuel"][0] == pytest.approx(by_hand)
    assert fleet.values["fuel"][0, 0] == 10.0


def test_additions_make_the_stock():
    fleet = turnover(column(8, 4), column(1, 1, 0.5, 0), additions=row(99, 4, 6, 2))
    assert fleet.stock.tolist() == [[12, 14, 14, 10]]
    assert fleet.retired.tolist() == [[0, 2, 6, 6]]


def test_the_oldest_are_scrapped_first():
    fleet = turnover(column(5, 4, 3), lifetime(9), target=row(12, 8, 4))
    assert fleet.scrapped.tolist() == [[0, 4, 4]]  # the 3 and one of the 4, then 3 and one of the 5
    assert fleet.retired.tolist() == [[0, 4, 4]]
    assert fleet.additions.tolist() == [[5, 0, 0]]
    assert fleet.ages[:3, 0].tolist() == [0, 0, 4]
    assert fleet.age[0].tolist() == [10 / 12, (5 * 1 + 3 * 2) / 8, 2]


def test_an_empty_stock_has_the_value_of_what_would_be_added():
    values = {"fuel": Vintage(row(9, 8, 7), np.array([10.0]))}
    fleet = turnover(column(0), lifetime(3), target=row(0, 0, 5), values=values)
    assert fleet.values["fuel"].tolist() == [[10, 8, 7]]
    assert fleet.age.tolist() == [[0, 0, 0]]


def test_members_do_not_know_of_each_other():
    shapes, scales = np.array([1.5, 3.0, 2.0]), np.array([9.0, 14.0, 30.0])
    target = 10 * np.cumprod(np.array([[1, 1.02, 1.3, 1.0], [1, 1.2, 1, 1], [1, 1, 1.1, 1.5]]), axis=1)  # fmt: skip
    new = np.array([[5.0, 4, 3, 2], [5, 5, 5, 5], [1, 2, 3, 4]])

    def run(members):
        survival = weibull(shapes[members], scales[members])
        kept = {"x": Vintage(new[members], np.array([6.0]))}
        return turnover(10 * steady(survival), survival, target=target[members], values=kept)

    together = run(slice(None))
    for member in range(3):
        alone = run(slice(member, member + 1))
        for name in ("additions", "retired", "age"):
            found = getattr(together, name)[member]
            assert found == pytest.approx(getattr(alone, name)[0], rel=1e-13, abs=1e-13)
        assert together.values["x"][member] == pytest.approx(alone.values["x"][0], rel=1e-13)


def test_what_leaves_by_rounding_alone_did_not_leave():
    """Nothing leaves in the first ten years; the sum of the vintages is off by a last digit, and 10 of 10 000 are seen."""
    start = np.full((11, 1), 80000 / 11)
    target = 80000.0 * 1.013 ** np.arange(10)[None, :]
    fleet = turnover(start, lifetime(40), target=target)
    assert not fleet.retired.any()
    left = target[:, :-1] + fleet.additions[:, 1:] - fleet.retired[:, 1:]
    assert left == pytest.approx(target[:, 1:], rel=1e-12)
    few = turnover(column(10000, 0.001), lifetime(2), target=row(10000.001, 10000.001))
    assert few.retired[0, 1] == pytest.approx(0.001, rel=1e-6)


def test_one_survival_serves_many_targets():
    target = np.array([[10.0, 11.0], [10.0, 12.0]])
    fleet = turnover(column(5, 5), lifetime(2), target=target)
    assert fleet.additions.tolist() == [[5, 6], [5, 7]]


def test_neither_target_nor_additions_is_a_slip_of_the_caller():
    with pytest.raises(ValueError, match="give the target or the additions"):
        turnover(column(1), lifetime(2))
