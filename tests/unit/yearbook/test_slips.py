"""Slips of the unit in a series: found where units explain them, with factor and year, and not elsewhere."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dualcarbon.vocabulary.tables import TABLES
from dualcarbon.yearbook.checks import doubts
from dualcarbon.yearbook.series import Series
from dualcarbon.yearbook.slips import FACTORS, factor_of, find, in_series, is_material

STEEL = [100.0, 108.0, 113.0, 121.0, 124.0, 131.0, 140.0, 144.0]


def one(values, unit="t", flow=""):
    key = {"flow": flow} if flow else {"sector": "industry", "indicator": "crude_steel_output"}
    years = tuple(range(2010, 2010 + len(values)))
    return Series(
        TABLES["energy" if flow else "activity"], "data/a.csv", key, years, tuple(values),
        (True,) * len(values), tuple(range(2, 2 + len(values))), unit,
    )  # fmt: skip


def slipped(by, chosen, values=STEEL):
    return [v * by if n in chosen else v for n, v in enumerate(values)]


@pytest.mark.parametrize("chosen", [{0}, {3}, {7}, {0, 1, 2}, {5, 6, 7}, {3, 4}])
@pytest.mark.parametrize(
    ("by", "unit", "times"),
    [(1e4, "t", 1e4), (1e-4, "person", 1e4), (29.3076, "tce", 29.3076), (1 / 34.12, "tce", 34.12), (1e8, "kWh", 1e8),
     (44 / 12, "t CO2", 44 / 12), (12 / 44, "t CO2", 44 / 12), (10, "CNY2010", 10)],
)  # fmt: skip
def test_years_in_another_unit_are_found_with_the_factor(by, unit, times, chosen):
    (slip,) = find(slipped(by, chosen), unit)
    assert set(slip.positions) == chosen
    assert slip.factor.times == pytest.approx(times, rel=1e-3)
    assert math.log(slip.times) == pytest.approx(math.log(by), abs=0.15)


def test_the_sentence_says_where_how_much_and_why():
    (fault,) = in_series(one(slipped(1e4, {3})))
    assert fault.code == "UNIT013"
    assert fault.level == "warn"
    assert fault.message().startswith(
        "data/a.csv line 5: industry crude_steel_output in 2013 is 1210000 t, "
    )
    assert fault.message().endswith("perhaps 10^4: the multiplier of the unit")
    assert "单位的倍数" in fault.message("zh")


@pytest.mark.parametrize(
    "values",
    [
        STEEL,
        [-v for v in STEEL],
        [100, 140, 210, 290, 420, 590, 800, 1200],  # grows fast
        [3, 26, 212, 341, 1589, 2486, 4218, 7631, 13042, 17433, 20418, 25343],  # photovoltaics
        [100, 60, 58, 61, 55, 57, 54],  # a works was closed
        [100, 100, 100, 100, 500, 500, 500, 500],  # by no factor of units
        [1, 2, -3, 4, 5, 6],
        [100, 1e6, 110, 120],  # too short for steps; neighbours judge it
    ],
)
def test_what_is_no_slip_of_a_unit_is_left_alone(values):
    assert find([float(v) for v in values], "t") == ()


def test_a_factor_belongs_to_its_unit():
    assert factor_of(29.3, "tce").en.startswith("29.3")
    assert factor_of(29.3, "person") is None
    assert factor_of(3.7, "t CO2").times == pytest.approx(44 / 12)
    assert factor_of(1e4, "CNY2010") == factor_of(1e4, "CNY")
    assert factor_of(1e4, "1978=100") is None
    assert all(f.en and f.zh for f in FACTORS)


def test_a_small_cell_is_left_alone_until_the_slip_makes_it_large():
    small = one(slipped(1e-4, {3}), "tce", "final")
    assert in_series(small, usual=1e6) == []
    assert len(in_series(one(slipped(1e4, {3}), "tce", "final"), usual=1e6)) == 1
    assert not is_material(small, 1e6)
    assert is_material(small, 0.0)


def test_what_is_in_less_out_may_leap_tenfold():
    leaps = slipped(10.0, {3})
    assert in_series(one(leaps, "tce", "other_transformation"), usual=1e3) == []
    assert len(in_series(one(leaps, "tce", "final"), usual=1e3)) == 1


def test_one_value_is_told_of_once():
    assert [f.code for f in doubts(one(slipped(1e4, {3})), 0.0)] == ["UNIT013"]
    assert [f.code for f in doubts(one(slipped(5.0, {3})), 0.0)] == ["SER006"]
    assert [f.code for f in doubts(one(slipped(5.0, {3}), "tce", "final"), 1e9)] == []


@given(
    st.lists(st.floats(-0.05, 0.1), min_size=7, max_size=20),
    st.integers(0, 100),
    st.sampled_from([1e4, 1e-4, 1e8, 1e-8]),
)
def test_a_steady_series_hides_no_slip_of_ten_thousand(steps, place, by):
    values = [math.exp(sum(steps[:n])) for n in range(len(steps) + 1)]
    chosen = place % len(values)
    assert find(values, "t") == ()
    (slip,) = find(slipped(by, {chosen}, values), "t")
    assert slip.positions == (chosen,)


@given(st.lists(st.floats(-0.3, 0.3), min_size=6, max_size=12), st.floats(1e-6, 1e6))
def test_slips_do_not_hang_on_the_unit_of_the_series(steps, scale):
    values = slipped(1e4, {2}, [math.exp(sum(steps[:n])) for n in range(len(steps) + 1)])
    first, second = (find(v, "t") for v in (values, [v * scale for v in values]))
    assert [s.positions for s in first] == [s.positions for s in second]
