"""Distributions: central values, inverses, ranges, and what is refused."""

from __future__ import annotations

import math

import numpy as np
import pytest

from dualcarbon.errors import InputError
from dualcarbon.quantities.distributions import (
    Fixed,
    Lognormal,
    Normal,
    Split,
    Triangular,
    Uniform,
    from_range,
    read,
)
from dualcarbon.vocabulary.faults import Place

HERE = Place(file="baseline.toml", key="gdp")


@pytest.mark.parametrize(
    ("written", "expected", "central"),
    [
        (3, Fixed(3.0), 3.0),
        (0.25, Fixed(0.25), 0.25),
        ({"normal": [0.05, 0.01]}, Normal(0.05, 0.01), 0.05),
        ({"triangular": [1, 2, 6]}, Triangular(1, 2, 6), 2.0),
        ({"uniform": [1, 2]}, Uniform(1, 2), 1.5),
        ({"lognormal": [10, 1.5]}, Lognormal(10, 1.5), 10.0),
    ],
)
def test_numbers_and_one_key_tables_are_read(written, expected, central):
    assert read(written, HERE) == expected
    assert read(written, HERE).central == central


@pytest.mark.parametrize(
    ("distribution", "u", "expected"),
    [
        (Fixed(2.0), [0.1, 0.9], [2.0, 2.0]),
        (Normal(10, 2), [0.5, 0.8413447460685429], [10.0, 12.0]),
        (Triangular(0, 1, 2), [0.125, 0.5, 0.875], [0.5, 1.0, 1.5]),
        (Triangular(0, 0, 1), [0.0, 0.75, 1.0], [0.0, 0.5, 1.0]),
        (Triangular(0, 1, 1), [0.25, 1.0], [0.5, 1.0]),
        (Triangular(3, 3, 3), [0.0, 0.4, 1.0], [3.0, 3.0, 3.0]),
        (Uniform(2, 4), [0.0, 0.25, 1.0], [2.0, 2.5, 4.0]),
        (Lognormal(10, 2), [0.5, 0.8413447460685429], [10.0, 20.0]),
        (Normal(5, 0), [0.01, 0.99], [5.0, 5.0]),
    ],
)
def test_inverse_distribution_at_known_points(distribution, u, expected):
    assert distribution.at(u) == pytest.approx(expected)


def test_a_floor_cuts_a_normal_and_keeps_its_order():
    cut = Normal(1.0, 1.0, above=0.0)
    drawn = cut.at(np.linspace(0.001, 0.999, 999))
    assert drawn.min() > 0
    assert (np.diff(drawn) > 0).all()
    whole = Normal(1.0, 1.0).at(np.linspace(0.001, 0.999, 999))
    assert (whole < 0).mean() == pytest.approx(0.158, abs=0.002)


def test_interval_holds_the_middle():
    low, high = Normal(0, 1).interval(0.95)
    assert (low, high) == pytest.approx((-1.959964, 1.959964), abs=1e-6)
    assert Uniform(0, 10).interval() == pytest.approx((0.5, 9.5))


@pytest.mark.parametrize(
    ("value", "low", "high", "expected"),
    [
        (100, 90.2, 109.8, Normal(100, 5.0, above=0.0)),
        (0.0, -1.96, 1.96, Normal(0.0, 1.0)),
        (19, 0, 40, Normal(19, round(40 / 3.92, 12), above=0.0)),
        (7, 7, 7, Fixed(7)),
    ],
)
def test_symmetric_ranges_become_normal(value, low, high, expected):
    assert from_range(value, low, high) == expected


@pytest.mark.parametrize(
    ("value", "low", "high"), [(10, 0, 40), (1.0, 0.9, 1.0), (9, 1, 10), (-4, -10, -3)]
)
def test_a_value_aside_of_its_range_is_the_median_of_draws_that_have_the_stated_ends(
    value, low, high
):
    spread = from_range(value, low, high)
    assert isinstance(spread, Split)
    assert spread.interval(0.95) == pytest.approx((low, high))
    assert float(spread.at(0.5)) == pytest.approx(value)
    drawn = spread.at(np.linspace(1e-6, 1 - 1e-6, 999))
    assert (np.diff(drawn) >= 0).all()
    assert low < 0 or drawn.min() >= 0


@pytest.mark.parametrize(
    ("value", "low", "high"), [(0.349, 0.00174, 69.8), (3.02, 0.38, 24.0), (6.325, 1, 40)]
)
def test_a_value_rounded_up_from_the_middle_of_a_lognormal_stays_one(value, low, high):
    spread = from_range(value, low, high)
    assert isinstance(spread, Lognormal)
    assert spread.central == value
    ends = spread.interval(0.95)
    assert ends[0] < value < ends[1]


def test_a_skewed_range_becomes_lognormal_and_keeps_its_width():
    skewed = from_range(10, 5, 20)
    assert isinstance(skewed, Lognormal)
    assert skewed.central == 10
    assert skewed.interval(0.95) == pytest.approx((5, 20))


@pytest.mark.parametrize(
    ("written", "code", "said"),
    [
        ({"nromal": [1, 2]}, "DST001", 'did you mean "normal"?'),
        ({"weibull": [1, 2]}, "DST001", "known: normal, triangular, uniform, lognormal"),
        ({"normal": [1]}, "DST002", "normal takes [mean, sd], but 1 values are given"),
        ({"uniform": 1}, "DST002", "but 1 values"),
        (math.inf, "DST003", '"inf" is not a finite number'),
        (math.nan, "DST003", '"nan" is not a finite number'),
        (10**400, "DST003", "is not a finite number"),
        ({"normal": [True, 1]}, "DST003", '"True" is not a finite number'),
        ({"normal": [1, -1]}, "DST004", "the standard deviation -1 is negative"),
        ({"lognormal": [0, 2]}, "DST005", "a median above 0"),
        ({"lognormal": [1, 0.5]}, "DST005", "got 1, 0.5"),
        ("0.05", "DST006", "neither a number nor a distribution"),
        (True, "DST006", '"True" is neither'),
        ({"normal": [1, 2], "uniform": [1, 2]}, "DST006", "neither"),
        ({"triangular": [3, 2, 1]}, "MC001", "need low <= mode <= high, got 3, 2, 1"),
        ({"uniform": [2, 1]}, "MC001", "need low <= high, got 2, 1"),
    ],
)
def test_what_is_no_distribution_is_refused_with_place_and_advice(written, code, said):
    with pytest.raises(InputError) as caught:
        read(written, HERE)
    (fault,) = caught.value.faults
    assert fault.code == code
    assert said in fault.sentence()
    assert fault.message().startswith("baseline.toml [gdp")
    assert fault.message("zh").startswith("baseline.toml [gdp")


def test_every_number_that_is_not_finite_is_told():
    with pytest.raises(InputError) as caught:
        read({"triangular": [math.nan, 1, "x"]}, HERE)
    assert [fault.code for fault in caught.value.faults] == ["DST003", "DST003"]


@pytest.mark.parametrize(("low", "high"), [(11, 12), (1, 9), (math.nan, 12), (5, math.inf)])
def test_a_range_must_hold_its_value(low, high):
    with pytest.raises(InputError, match="does not lie around 10"):
        from_range(10, low, high, HERE)


@pytest.mark.parametrize(
    ("distribution", "said"),
    [
        (Fixed(0.05), "0.05"),
        (Normal(0.05, 0.01), "0.05 (normal, sd 0.01)"),
        (Triangular(1, 2, 6), "2 (triangular, 1 to 6)"),
        (Uniform(1, 2), "1.5 (uniform, 1 to 2)"),
        (Lognormal(10, 1.5), "10 (lognormal, gsd 1.5)"),
    ],
)
def test_a_distribution_can_say_itself(distribution, said):
    assert str(distribution) == said
