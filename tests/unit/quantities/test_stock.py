"""Stocks as declared: read with all faults, held to the study, evaluated from its statistics."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.errors import InputError, Misaligned
from dualcarbon.quantities.draws import Draws
from dualcarbon.quantities.evaluation import outputs, values
from dualcarbon.quantities.fleet import scaled
from dualcarbon.quantities.paths import check, differs, draw_keys, numbers, read
from dualcarbon.vocabulary.faults import Place

YEARS = [2020, 2021, 2022, 2023]
TABLE = {"0": 1.0, "1": 1.0, "2": 0.5, "3": 0.0}
CARS = {"target": "wanted", "survival": {"table": TABLE}, "ages": {"0": 2 / 3, "1": 1 / 3}}
SALES = {2018: 4.0, 2019: 4.0, 2020: 8.0, 2021: 99.0}
OTHER = {
    "wanted": np.array([[12.0, 14.0, 14.0, 10.0]]),
    "sold": np.array([[8.0, 4.0, 6.0, 2.0]]),
    "new": np.array([[9.0, 8.0, 6.0, 5.0]]),
}


def path(**stock):
    table = {"stock": {key: value for key, value in (CARS | stock).items() if value is not None}}
    return read("cars", table, Place(file="s.toml"))


def given(one, *, base=12.0, other=OTHER, **more):
    return outputs(one, years=YEARS, base_year=2020, base=base, other=other, **more)


def told(call, *args, **more):
    with pytest.raises(InputError) as caught:
        call(*args, **more)
    return caught.value.faults


def codes(call, *args, **more):
    return [(fault.code, fault.place.key) for fault in told(call, *args, **more)]


def test_a_stock_keeps_to_its_target():
    found = given(path())
    assert list(found) == ["cars.additions", "cars.retired", "cars.age", "cars"]
    assert found["cars"].tolist() == [[12, 14, 14, 10]]
    assert found["cars.additions"] == pytest.approx(np.array([[8, 4, 6, 2]]))
    assert found["cars.retired"] == pytest.approx(np.array([[0, 2, 6, 6]]))
    assert found["cars.age"] == pytest.approx(np.array([[1 / 3, 12 / 14, 12 / 14, 1]]))
    assert np.array_equal(values(path(), years=YEARS, base_year=2020, base=12.0, other=OTHER), found["cars"])  # fmt: skip


def test_a_stock_follows_its_additions():
    found = given(path(target=None, additions="sold"))
    assert found["cars"] == pytest.approx(np.array([[12, 14, 14, 10]]))


@pytest.mark.parametrize(("base", "series"), [(10.0, {}), ("fuel", {"fuel": {2020: 10.0}})])
def test_units_keep_the_value_of_their_year(base, series):
    one = path(values={"fuel_use": {"new": "new", "base": base}})
    found = given(one, series=series)["cars.fuel_use"]
    assert found == pytest.approx(np.array([[10, 132 / 14, 108 / 14, 6.2]]))
    assert one.form.follows() == ("wanted", "new")
    assert one.form.gives() == ("additions", "retired", "age", "fuel_use")


def test_ages_come_from_past_additions_up_to_the_base_year():
    one = path(ages="history", past="sales")
    found = given(one, base=28.0, series={"sales": SALES}, other=OTHER | {"wanted": 2 * OTHER["wanted"] + 4})  # fmt: skip
    # left of the past: 8 new, 4 of age 1, 4 x 0.5 of age 2; the 28 are twice these 14
    assert found["cars.age"][0, 0] == pytest.approx((4 + 2 * 2) / 14)
    assert found["cars.retired"][0, 1] == pytest.approx(2 * (2 + 2))
    (note,) = scaled(one, 28.0, 2020, {"sales": SALES})
    assert note.message() == (
        "s.toml [cars.stock.past]: 50.0% of the stock of 2020 are left of sales since 2018; these ages stand for all of it"
    )


def test_ages_come_from_past_stocks_with_a_steady_start():
    stocks = {2018: 5.0, 2019: 6.0, 2020: 6.0}
    one = path(ages="history", past_stock="stocks")
    found = given(one, base=6.0, series={"stocks": stocks}, other={"wanted": np.full((1, 4), 6.0)})
    # 2018: 2, 2, 1 by age; 2019: 3 added; 2020: 2 of 3, 2, 1 remain as 3, 1 of 2, none, so 2 added
    assert found["cars.additions"][0, 0] == pytest.approx(2)
    assert found["cars.age"][0, 0] == pytest.approx((3 * 1 + 1 * 2) / 6)


def test_steady_ages_of_a_constant_stock_stay():
    flat = {"wanted": np.full((1, 4), 12.0)}
    found = given(path(ages="steady", survival={"lifetime": 4}), other=flat)
    assert found["cars.additions"].tolist() == [[3, 3, 3, 3]]
    assert found["cars.age"].tolist() == [[1.5] * 4]


def test_numbers_of_a_stock_may_be_uncertain():
    spread = {"weibull": [{"uniform": [2, 3]}, {"uniform": [10, 20]}]}
    kept = {"fuel": {"new": "new", "base": {"uniform": [8, 12]}}}
    one = path(ages="steady", survival=spread, values=kept, scrap=True)
    keys = ("cars.stock.survival.weibull.scale", "cars.stock.survival.weibull.shape", "cars.stock.values.fuel.base")  # fmt: skip
    assert draw_keys(one) == keys
    assert set(numbers(path(survival={"lifetime": 12}))) == {"cars.stock.survival.lifetime"}
    draws = Draws(keys, 4, seed=1)
    many = given(one, draws=draws)
    assert {array.shape for array in many.values()} == {(4, 4)}
    assert many["cars.fuel"][:, 0] == pytest.approx(8 + 4 * draws.uniform(keys[2]), rel=1e-15)
    for member in range(4):
        scale, shape, base = (n + w * draws.uniform(k)[member] for k, n, w in zip(keys, (10, 2, 8), (10, 1, 4), strict=True))  # fmt: skip
        sure = path(ages="steady", survival={"weibull": [shape, scale]}, values={"fuel": {"new": "new", "base": base}}, scrap=True)  # fmt: skip
        alone = given(sure)
        for key, array in alone.items():
            assert many[key][member] == pytest.approx(array[0], rel=1e-9), key


def test_two_stocks_differ_by_their_numbers():
    assert not differs(path(), path())
    assert differs(path(), path(scrap=True))


def test_all_that_a_stock_lacks_is_told_together():
    wrong = {"stock": {"survivl": {"lifetime": 2}, "ages": "old", "values": {"Fuel use": {"new": "x"}}}}  # fmt: skip
    found = {(f.code, f.place.key) for f in told(read, "cars", wrong, Place(file="s.toml"))}
    assert found == {
        ("STU006", "cars.stock"),
        ("STU007", "cars.stock"),
        ("KEY002", "cars.stock.ages"),
        ("STU007", "cars.stock.values.Fuel use"),
    }


@pytest.mark.parametrize(
    ("stock", "code", "key", "said"),
    [
        ({"target": None}, "STK006", "", "either a target or additions"),
        ({"additions": "sold"}, "STK006", "", "either a target or additions"),
        ({"survival": {}}, "STK002", "survival", "0 are given"),
        ({"survival": {"lifetime": 3, "table": TABLE}}, "STK002", "survival", "2 are given"),
        ({"survival": {"weibull": [2]}}, "DST002", "survival.weibull", "takes [shape, scale], but 1"),
        ({"survival": {"weibull": [2, -1]}}, "STK003", "survival.weibull", "must be above 0, got -1"),
        ({"survival": {"lifetime": 0.5}}, "STK003", "survival.lifetime", "must be 1 or more, got 0.5"),
        ({"survival": {"table": {"0": 1, "4": 0.2}}}, "STK004", "survival.table", "0 = 1, 4 = 0.2"),
        ({"survival": {"table": {"1": 1, "4": 0}}}, "STK004", "survival.table", "1 = 1, 4 = 0"),
        ({"survival": {"table": {"0": 1, "1": 0.2, "2": 0.3, "3": 0}}}, "STK005", "survival.table.2", "0.3 are left at age 2"),
        ({"survival": {"table": {"0": 1, "1.5": 0}}}, "STK001", "survival.table.1.5", '"1.5" is not an age'),
        ({"ages": {"-1": 1.0}}, "STK001", "ages.-1", "between 0 and 1000"),
        ({"ages": {"0": "all"}}, "KEY001", "ages.0", "not a number"),
        ({"ages": {"0": 0.5, "1": 0.4}}, "STK010", "ages", "sum to 0.9, not 1"),
        ({"ages": {"0": 1.5, "1": -0.5}}, "STK009", "ages.1", "never negative"),
        ({"ages": {"0": 0.5, "3": 0.5}}, "STK011", "ages.3", "0.5 of the stock are of age 3"),
        ({"ages": {"0": 0.5, "30": 0.5}}, "STK011", "ages.30", "of age 30"),
        ({"ages": "history"}, "STK008", "ages", "needs past"),
        ({"past": "sales"}, "STK008", "ages", "other ages take neither"),
        ({"ages": "history", "past": "a", "past_stock": "b"}, "STK008", "ages", "one of them"),
        ({"values": {"Fuel use": {"new": "new", "base": 1}}}, "STK023", "values", 'cannot be called "Fuel use"'),
        ({"values": {"age": {"new": "new", "base": 1}}}, "STK007", "values.age", "gives its age"),
        ({"values": {"x": {"new": "new", "base": {"normal": [1]}}}}, "DST002", "values.x.base.normal", "takes [mean, sd]"),
    ],
)  # fmt: skip
def test_what_a_stock_cannot_be_is_told_with_its_place(stock, code, key, said):
    (fault,) = told(path, **stock)
    assert (fault.code, fault.place.key) == (code, f"cars.stock.{key}".removesuffix("."))
    assert said in fault.message()


def test_check_holds_a_stock_to_the_paths_units_and_statistics_of_the_study():
    kept = {"fuel": {"new": "nwe", "base": "fuel"}}
    one = path(ages="history", past="sales", values=kept)
    units = {"cars": "10^4 vehicle", "wanted": "vehicle", "new": "L/km"}
    found = check(one, base_year=2020, horizon=2060, known=units, units=units, series={"sale": {}})
    assert [(fault.code, fault.place.key) for fault in found] == [
        ("QTY010", "cars.stock"),
        ("STK022", "cars.stock"),
        ("STK012", "cars.stock"),
        ("STK012", "cars.stock"),
    ]
    assert 'did you mean "new"?' in found[0].message()
    assert "wanted is in vehicle, the stock in 10^4 vehicle" in found[1].message()
    assert 'did you mean "sale"?' in found[2].message()
    assert check(path(), base_year=2020, horizon=2060, known=["wanted"]) == []
    other = read("cars", {"unit": "vehicle", "stock": CARS}, Place())
    alike = {"cars": "10^4 vehicle", "wanted": "10^4 vehicle"}
    found = check(other, base_year=2020, horizon=2060, known=alike, units=alike)
    assert [fault.code for fault in found] == ["STK021"]


SWAPPED = {"weibull": [14, 2]}


@pytest.mark.parametrize(
    "ages",
    [
        {"ages": "steady"},
        {"ages": "history", "past": "sales"},
        {"ages": "history", "past_stock": "sales"},
        {"ages": {"0": 0.6, "1": 0.4}},
    ],
)
def test_shape_and_scale_that_seem_to_have_changed_places_are_asked_about(ages):
    told = check(path(survival=SWAPPED, **ages), base_year=2020, horizon=2060, known=["wanted"])
    (fault,) = told
    assert (fault.code, fault.level, fault.place.key) == (
        "STK024",
        "warn",
        "cars.stock.survival.weibull",
    )
    assert "a shape of 14" in fault.message()
    assert "顺序是否写反" in fault.message("zh")
    right = path(survival={"weibull": [{"triangular": [1, 8, 9]}, 14]}, ages="steady")
    assert check(right, base_year=2020, horizon=2060, known=["wanted"]) == []


def test_ages_that_a_swapped_survival_does_not_know_name_its_order():
    (fault,) = told(path, survival=SWAPPED, ages={"0": 0.5, "5": 0.5})
    assert (fault.code, "the shape comes first" in fault.advice()) == ("STK011", True)


def test_what_a_stock_gives_has_units():
    one = path(values={"fuel": {"new": "new", "base": 1}})
    expected = {"additions": "vehicle", "retired": "vehicle", "age": "year", "fuel": "L/km"}
    assert one.form.gives_in("vehicle", {"new": "L/km"}) == expected


def test_a_target_that_falls_faster_than_units_leave_is_refused_with_year_and_number():
    fast = OTHER | {"wanted": np.array([[12.0, 9.0, 9.0, 9.0], [12.0, 12.0, 12.0, 12.0]])}
    (fault,) = told(given, path(), other=fast)
    assert fault.message() == (
        "s.toml [cars.stock]: in 2021 (in 1 of 2 members) 10 would survive and 9 are wanted: "
        "1 would have to be scrapped before their time"
    )
    assert "scrap = true" in fault.advice()
    found = given(path(scrap=True), other=fast)
    assert found["cars"][0] == pytest.approx([12, 9, 9, 9])
    assert found["cars.retired"][0, 1] == pytest.approx(3)


def test_a_target_starts_from_the_stock_that_there_is():
    (fault,) = told(given, path(), base=13.0)
    assert (fault.code, fault.place.key) == ("STK016", "cars.stock.target")
    assert "is 12 in the base year 2020, the stock of the statistics 13" in fault.message()
    printed = given(path(), base=12.01)  # as statistics round
    assert printed["cars"][0, 0] == 12.01
    assert printed["cars"][0, 1] == 14


@pytest.mark.parametrize(
    ("stock", "more", "code", "said"),
    [
        ({"ages": "history", "past": "sales"}, {"series": {"sale": {}}}, "STK012", 'did you mean "sale"?'),
        ({"ages": "history", "past": "sales"}, {"series": {"sales": {2017: 1, 2019: 1}}}, "STK013", "lack 2018, 2020"),
        ({"ages": "history", "past": "sales"}, {"series": {"sales": {2021: 1}}}, "STK013", "lack 2020"),
        ({"ages": "history", "past": "sales"}, {"series": {"sales": {2019: -1, 2020: 1}}}, "STK014", "sales is -1 in 2019"),
        ({"ages": "history", "past": "sales"}, {"series": {"sales": {2019: 0, 2020: 0}}}, "STK019", "nothing is left of sales"),
        ({"ages": "history", "past_stock": "s"}, {"series": {"s": {2019: 9, 2020: 1}}}, "STK015", "in 2020"),
        ({"values": {"x": {"new": "new", "base": "fuel"}}}, {"series": {}}, "STK012", 'statistics of "fuel"'),
        ({"values": {"x": {"new": "new", "base": "fuel"}}}, {"series": {"fuel": {2019: 1}}}, "STK013", "lack 2020"),
        ({"target": "wnated"}, {}, "QTY010", 'did you mean "wanted"?'),
        ({"target": None, "additions": "few"}, {"other": {"few": np.array([[1.0, 2, -3, 1]])}}, "STK014", "few is -3 in 2022"),
        ({"ages": "steady", "survival": {"weibull": [0.5, 90]}}, {}, "STK017", "would be left at age 1000"),
    ],
)  # fmt: skip
def test_what_cannot_be_evaluated_is_told(stock, more, code, said):
    (fault,) = told(given, path(**stock), **more)
    assert (fault.code, said in fault.message()) == (code, True)


def test_draws_of_a_survival_that_no_unit_can_have_are_told():
    one = path(survival={"lifetime": {"uniform": [0, 4]}}, ages={"0": 1.0})
    (fault,) = told(given, one, draws=Draws(draw_keys(one), 8, seed=1))
    assert fault.code == "STK018"
    assert "lifetime of a survival is" in fault.message()
    assert "(in 2 of 8 members) as drawn; it must be 1 or more" in fault.message()


def test_another_path_covers_the_same_years():
    with pytest.raises(Misaligned, match="wanted covers 2 years, cars 4"):
        given(path(), other={"wanted": np.ones((1, 2))})


def test_only_ages_of_past_additions_are_told_of():
    assert scaled(path(), 12.0, 2020, {}) == []
    assert scaled(read("x", 3, Place()), 12.0, 2020, {}) == []
    assert scaled(path(ages="history", past="sales"), 12.0, 2020, {}) == []  # a fault elsewhere
