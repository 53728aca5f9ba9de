"""Targets split over years, and what is refused."""

from __future__ import annotations

import pytest

from dualcarbon.errors import InputError
from dualcarbon.targets.amounts import from_stated
from dualcarbon.targets.schedule import energy_plan, remaining_rate, split, yearly_rate


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("equal_rate", [-0.1, -0.19]),
        ("linear", [-0.095, -0.19]),
        ([-0.05, -0.1], [-0.05, -0.145]),
    ],
)
def test_a_target_is_split_by_each_rule(by, expected):
    found = split(-0.19, base_year=2020, year=2022, by=by)
    assert found["year"].values.tolist() == [2021, 2022]
    assert found.values == pytest.approx(expected)
    assert found.attrs == {"units": "1"}


def test_what_remains_after_the_first_years_still_reaches_the_target():
    done = split(-0.17, base_year=2025, year=2030)
    rate = remaining_rate(-0.17, years=5, done=float(done[1]), elapsed=2)
    assert rate == pytest.approx(yearly_rate(-0.17, 5))
    assert (1 - 0.02) * (
        1 + remaining_rate(-0.17, years=5, done=-0.02, elapsed=1)
    ) ** 4 == pytest.approx(0.83)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: split(-0.1, base_year=2020, year=2022, by="even"), 'a plan of "even" yearly changes'),
        (lambda: split(-0.1, base_year=2020, year=2022, by=[-0.1]), "a plan of 1 yearly changes does not fit 2 years"),
        (lambda: split(-18, base_year=2020, year=2022), "change is -18; it must lie between -1 and 1"),
        (lambda: remaining_rate(-0.1, years=5, done=-0.1, elapsed=5), "5 of 5 years have passed"),
        (lambda: yearly_rate(-1.0, 5), "change is -1"),
        (lambda: energy_plan(1, 0.0, 1, -0.1), "growth is 0"),
        (lambda: energy_plan(1, 6, 1, -0.1), "growth is 6"),
        (lambda: from_stated(-1.2, 1), "change is -1.2"),
        (lambda: from_stated(-0.2, 1, covered=99), "covered is 99; it must lie between 0 and 1"),
    ],
)  # fmt: skip
def test_what_is_no_fraction_or_no_plan_is_refused(call, said):
    with pytest.raises(InputError, match=said):
        call()


def test_both_faults_of_coverage_are_told():
    with pytest.raises(InputError) as caught:
        from_stated(-0.2, 1, covered=2, covered_then=-1)
    assert len(caught.value.faults) == 2


def test_a_plan_says_itself():
    assert str(energy_plan(100, 0.1, 50, -0.1, years=1)).startswith("GDP 110.00, energy 49.50")
