"""The numbers of paths: each kind by hand, the base year exact, faults with year and members."""

from __future__ import annotations

import math

import numpy as np
import pytest

from dualcarbon.errors import InputError, Misaligned
from dualcarbon.quantities.draws import Draws
from dualcarbon.quantities.evaluation import shares, stuck, undeclared, values
from dualcarbon.quantities.paths import draw_keys, read
from dualcarbon.vocabulary.faults import Place

YEARS = list(range(2017, 2023))


def path(key="x", **table):
    return read(key, table, Place(file="s.toml"))


def central(declared, base=100.0, years=YEARS, **more):
    return values(declared, years=years, base_year=2017, base=base, **more)[0]


def fault_of(function, *args, **kwargs):
    with pytest.raises(InputError) as caught:
        function(*args, **kwargs)
    (fault,) = caught.value.faults
    return fault


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ({"constant": 7}, [100, 7, 7, 7, 7, 7]),
        ({"points": {2019: 90, 2021: 80}}, [100, 95, 90, 85, 80, 80]),
        ({"points": {2019: 90, 2021: 80}, "between": "step"}, [100, 100, 90, 90, 80, 80]),
        ({"points": {2021: 60}, "between": "smooth"}, [100, 90, 80, 70, 60, 60]),
        (
            {"growth": [{"to": 2019, "rate": 0.1}, {"to": 2030, "rate": -0.5}]},
            [100, 110, 121, 60.5, 30.25, 15.125],
        ),
    ],
)
def test_each_kind_by_hand(table, expected):
    assert central(path(**table)) == pytest.approx(expected)


def test_an_elasticity_follows_growth_to_a_power():
    gdp = np.array([[50.0, 55.0, 60.0, 60.0, 50.0, 200.0]])
    found = central(path(elasticity={"to": "gdp", "value": 0.5}), other={"gdp": gdp})
    assert found == pytest.approx(100 * (gdp[0] / 50) ** 0.5)
    assert found[-1] == pytest.approx(200)


def test_a_logistic_path_starts_at_the_base_and_saturates():
    years = list(range(2017, 2201))
    curve = path(logistic={"saturation": 500, "midpoint": 2040, "rate": 0.2})
    found = central(curve, base=130.0, years=years)
    assert found[0] == 130.0
    assert (np.diff(found) >= 0).all()
    assert found[-1] == pytest.approx(500)
    sigma = [1 / (1 + math.exp(-0.2 * (y - 2040))) for y in (2017, 2040)]
    by_hand = 130 + 370 * (sigma[1] - sigma[0]) / (1 - sigma[0])
    assert found[years.index(2040)] == pytest.approx(by_hand)


def test_a_steep_logistic_neither_overflows_nor_leaves_its_start():
    curve = path(logistic={"saturation": 1, "midpoint": 2018, "rate": 1000})
    assert central(curve, base=0.5).tolist() == pytest.approx([0.5, 0.75, 1, 1, 1, 1])


def test_the_value_of_the_base_year_is_the_observed_one_to_the_last_bit():
    odd = 0.1 + 0.2
    for table in (
        {"constant": 7},
        {"points": {2019: 90}},
        {"points": {2019: 90, 2020: 1}, "between": "smooth"},
        {"growth": [{"to": 2030, "rate": 0.1}]},
        {"logistic": {"saturation": 1, "midpoint": 2030, "rate": 0.1}},
    ):
        assert central(path(**table), base=odd)[0] == odd


def test_without_a_base_year_value_absolute_kinds_apply_to_all_years():
    found = values(path(constant=7), years=[2010, 2011], base_year=2017)
    assert found.tolist() == [[7, 7]]
    found = values(path(points={2020: 1, 2022: 3}), years=YEARS, base_year=2017)
    assert found.tolist() == [[1, 1, 1, 1, 2, 3]]


def test_members_stand_in_rows_and_share_their_draws():
    gdp = path("gdp", growth=[{"to": 2030, "rate": {"uniform": [0.0, 0.1]}}])
    draws = Draws(draw_keys(gdp), 8, seed=5)
    found = values(gdp, years=YEARS, base_year=2017, base=100.0, draws=draws)
    assert found.shape == (8, 6)
    rates = 0.1 * draws.uniform("gdp.growth.2030")
    assert found[:, 1] == pytest.approx(100 * (1 + rates))
    again = values(gdp, years=YEARS, base_year=2017, base=100.0, draws=draws)
    assert np.array_equal(found, again)


def test_a_certain_path_keeps_one_row_in_an_ensemble():
    draws = Draws(["other"], 8, seed=5)
    assert values(path(constant=1), years=YEARS, base_year=2017, base=1.0, draws=draws).shape == (
        1,
        6,
    )


def test_an_uncertain_base_spreads_over_members():
    base = np.array([1.0, 2.0])
    found = values(
        path(growth=[{"to": 2030, "rate": 1e-9}]), years=YEARS, base_year=2017, base=base
    )
    assert found[:, 0].tolist() == [1.0, 2.0]
    fixed = values(path(constant=7), years=YEARS, base_year=2017, base=base)
    assert fixed[:, :2].tolist() == [[1.0, 7.0], [2.0, 7.0]]


@pytest.mark.parametrize(
    ("years", "said"),
    [
        ([2018, 2019], "must start at the base year 2017, not at 2018"),
        ([2017, 2019], r"must follow one another, got \[2017, 2019\]"),
        ([], "must follow one another"),
    ],
)
def test_other_years_are_refused(years, said):
    with pytest.raises(Misaligned, match=said):
        values(path(constant=1), years=years, base_year=2017, base=1.0)


def test_another_path_must_cover_the_same_years():
    slope = path(elasticity={"to": "gdp", "value": 1})
    with pytest.raises(Misaligned, match="gdp covers 2 years, x 6"):
        central(slope, other={"gdp": np.ones((1, 2))})
    fault = fault_of(central, slope, other={"gpd": np.ones((1, 6))})
    assert (fault.code, 'did you mean "gpd"?' in fault.message()) == ("QTY010", True)
    driver = np.array([[1.0, 1.0, 0.0, 1.0, 1.0, 1.0]])
    fault = fault_of(central, slope, other={"gdp": driver})
    assert fault.message() == "s.toml [x]: gdp is 0 in 2019; an elasticity needs values above 0"


def test_what_cannot_start_or_go_on_is_refused():
    growth = path(growth=[{"to": 2020, "rate": 0.1}])
    fault = fault_of(values, growth, years=YEARS, base_year=2017)
    assert (fault.code, "constant or points" in fault.advice()) == ("QTY011", True)
    fault = fault_of(central, growth)
    assert (fault.code, "end in 2020, the years go to 2022" in fault.message()) == ("QTY009", True)
    fault = fault_of(central, path(points={2016: 1, 2020: 1}))
    assert fault.message().startswith("s.toml [x]: 2016 is not after the base year 2017")
    group = path(share={"a": "residual"})
    assert fault_of(central, group).code == "QTY020"
    assert fault_of(shares, growth, years=YEARS, base_year=2017, base={}).code == "QTY021"


def test_draws_that_leave_the_possible_are_refused_with_year_and_members():
    falling = path(growth=[{"to": 2030, "rate": {"normal": [-0.98, 0.008]}}])
    draws = Draws(draw_keys(falling), 512, seed=1)
    fault = fault_of(values, falling, years=YEARS, base_year=2017, base=1.0, draws=draws)
    assert fault.code == "QTY018"
    assert " members)" in fault.message()
    curve = path(
        logistic={"saturation": 1, "midpoint": 2030, "rate": {"triangular": [-1, 0.1, 0.2]}}
    )
    draws = Draws(draw_keys(curve), 8, seed=1)
    assert (
        fault_of(values, curve, years=YEARS, base_year=2017, base=1.0, draws=draws).code == "QTY012"
    )


def group_of(**share):
    return path("mix", share=share)


def shared(group, base, draws=None):
    return shares(group, years=YEARS, base_year=2017, base=base, draws=draws)


def test_the_residual_takes_what_the_others_leave():
    found = shared(
        group_of(coal={"points": {2021: 0.2}}, gas="residual"),
        {"coal": 0.6, "gas": 0.3, "oil": 0.1},
    )
    assert found["coal"][0] == pytest.approx([0.6, 0.5, 0.4, 0.3, 0.2, 0.2])
    assert found["oil"][0].tolist() == [0.1] * 6
    assert found["gas"][0] == pytest.approx([0.3, 0.4, 0.5, 0.6, 0.7, 0.7])
    assert list(found) == ["coal", "gas", "oil"]


def test_a_new_part_starts_from_nothing():
    found = shared(group_of(hydrogen={"points": {2021: 0.4}}, coal="residual"), {"coal": 1.0})
    assert found["hydrogen"][0, :2].tolist() == [0.0, 0.1]


def test_a_residual_below_zero_by_rounding_is_zero():
    parts = {f"p{n}": {"constant": 0.1} for n in range(10)}
    base = {f"p{n}": 0.1 for n in range(10)} | {"rest": 0.0}
    found = shared(group_of(**parts, rest="residual"), base)
    assert (found["rest"] >= 0).all()


def test_shares_that_do_not_sum_to_one_are_refused():
    fault = fault_of(shared, group_of(a=0.6, b=0.3), {"a": 0.6, "b": 0.4})
    assert (
        fault.message()
        == "s.toml [mix] year 2018: shares of mix sum to 0.9, not 1 (tolerance 1e-6)"
    )
    assert "make one of them the residual" in fault.advice()
    fault = fault_of(shared, group_of(a=0.6, b=0.4), {"a": 0.6, "b": 0.3})
    assert (fault.code, "in the statistics sum to 0.9 in 2017" in fault.message()) == (
        "QTY022",
        True,
    )


def test_statistics_that_do_not_quite_add_up_are_no_fault_of_a_scenario():
    rounded = {"a": 0.6, "b": 0.4001}
    assert shared(group_of(a={"points": {2022: 0.5}}, b="residual"), rounded)["b"][0, -1] == 0.5
    kept = shared(group_of(b={"constant": 0.4001}), rounded)
    assert kept["a"][0, -1] == 0.6
    fault = fault_of(shared, group_of(b={"constant": 0.41}), rounded)
    assert fault.code == "MOD001"


def test_a_negative_residual_is_refused_with_part_and_year():
    group = group_of(a={"points": {2022: 0.9}}, b={"constant": 0.2}, c="residual")
    fault = fault_of(shared, group, {"a": 0.4, "b": 0.2, "c": 0.4})
    assert (fault.code, "the residual part c is -0.1 in 2022" in fault.message()) == (
        "QTY014",
        True,
    )


def test_a_negative_part_is_refused_with_its_members():
    group = group_of(a={"points": {2020: {"uniform": [-0.5, 0.5]}}}, b="residual")
    draws = Draws(draw_keys(group), 8, seed=2)
    fault = fault_of(shared, group, {"a": 0.0, "b": 1.0}, draws)
    assert fault.code == "QTY015"
    assert "(in 4 of 8 members)" in fault.message()
    assert "（4/8 个成员）" in fault.message("zh")


def test_a_part_that_the_statistics_have_below_zero_may_stay_there():
    group = group_of(a={"points": {2022: 0.5}}, thermal="residual")
    parts = shared(group, {"import": -1.0, "a": 0.0, "thermal": 2.0})
    assert parts["import"][0, -1] == -1.0
    assert parts["thermal"][0, -1] == pytest.approx(1.5)
    fault = fault_of(
        shared, group_of(b={"points": {2022: -0.1}}, a="residual"), {"a": -1.0, "b": 2.0}
    )
    assert (fault.code, "the part b" in fault.message()) == ("QTY015", True)


def test_parts_without_a_path_are_named():
    group = group_of(coal=0.5, gas="residual")
    (fault,) = undeclared(group, {"coal": 0.5, "gas": 0.3, "oil": 0.2, "heat": 0.0})
    assert (fault.code, fault.level) == ("QTY016", "warn")
    assert fault.message().endswith(
        "mix.oil has a share of 0.2 in the base year and no path; it keeps that share"
    )
    assert undeclared(path(constant=1), {}) == []


def test_growth_from_nothing_is_told():
    growth = path(growth=[{"to": 2030, "rate": 0.1}])
    (fault,) = stuck(growth, 0.0, 2017)
    assert (fault.code, fault.level) == ("QTY017", "warn")
    assert stuck(growth, 1.0, 2017) == []
    assert stuck(path(constant=1), 0.0, 2017) == []


def test_growth_beyond_what_a_float_holds_is_told():
    steep = path(growth=[{"to": 2022, "rate": 0.5}])
    assert fault_of(values, steep, years=YEARS, base_year=2017, base=1e308).code == "QTY023"
