"""Paths that follow others by a formula or a table: by hand, the base year held, faults with year and members."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.errors import InputError, Misaligned
from dualcarbon.quantities.draws import Draws
from dualcarbon.quantities.evaluation import outputs, shares, values
from dualcarbon.quantities.lookups import tabulated
from dualcarbon.quantities.paths import check, draw_keys, numbers, read
from dualcarbon.vocabulary.faults import Place

YEARS = [2020, 2021, 2022, 2023]
UNITS = {"x": "tce", "gdp": "10^8 CNY2010", "use": "tce/10^4 CNY2010", "ratio": "1", "variables.fleet": "10^4 vehicle", "mix.coal": "1"}  # fmt: skip
GDP = np.array([[100.0, 110.0, 120.0, 130.0]])
RATIO = np.array([[0.1, 0.3, 0.5, 0.9], [0.1, 0.2, 0.4, 0.8]])
OTHER = {"gdp": GDP, "use": np.full((1, 4), 0.5), "ratio": RATIO}
PLAN = {2018: 1.0, 2019: 2.0, 2020: 3.0, 2021: 5.0, 2023: 9.0}


def path(key="x", **table):
    return read(key, table, Place(file="s.toml"))


def found(table, base=None, **more):
    settings = {"years": YEARS, "base_year": 2020, "other": OTHER, "units": UNITS} | more
    return values(path(**table), base=base, **settings)


def fault_of(table, base=None, **more):
    with pytest.raises(InputError) as caught:
        found(table, base, **more)
    (fault,) = caught.value.faults
    return fault


def test_a_formula_gives_its_result_in_the_unit_of_the_path():
    assert found({"formula": "gdp * use"}).tolist() == [[5e5, 5.5e5, 6e5, 6.5e5]]
    in_its_own = {"formula": "gdp * use", "unit": "10^4 tce"}
    assert found(in_its_own).tolist() == [[50, 55, 60, 65]]


def test_a_formula_follows_its_names_and_the_calendar():
    formula = path(formula="gdp * use * 0.9 ** (year - base_year) + base_year * gdp * 0")
    assert formula.form.follows() == ("gdp", "use")
    assert found({"formula": "ratio * 0 + year - base_year", "unit": "1"})[1].tolist() == [0, 1, 2, 3]  # fmt: skip


def test_names_enter_as_numbers_of_a_unit():
    fitted = {"formula": "2 * gdp + 1", "in": {"gdp": "10^10 CNY2010"}}
    assert found(fitted).tolist() == [[3.0, 3.2, 3.4, 3.6]]


def test_members_spread_and_certain_names_keep_one_row():
    assert found({"formula": "gdp * 2 - gdp", "unit": "10^8 CNY2010"}).shape == (1, 4)
    spread = found({"formula": "ratio * ratio", "unit": "1"})
    assert spread == pytest.approx(RATIO**2)
    assert found({"formula": "0"}).tolist() == [[0, 0, 0, 0]]


def test_a_formula_never_shares_the_memory_of_what_it_follows():
    copy = found({"formula": "gdp", "unit": "10^8 CNY2010"})
    copy[:] = 0
    assert GDP[0, 0] == 100


def test_the_order_of_memory_is_kept():
    order = {"ratio": np.asfortranarray(RATIO)}
    result = found({"formula": "ratio * 2 + 1", "unit": "1"}, other=OTHER | order)
    assert result.flags.f_contiguous
    assert np.array_equal(result, found({"formula": "ratio * 2 + 1", "unit": "1"}))


def test_the_base_year_of_the_statistics_is_met_or_refused_with_both_numbers():
    table = {"formula": "gdp * use"}
    assert found(table, base=5e5 * (1 + 9e-7))[0, 0] == 5e5 * (1 + 9e-7)
    fault = fault_of(table, base=4.8e5)
    assert fault.code == "F025"
    assert fault.message() == "s.toml [x]: x is 500000 in 2020 by the formula and 480000 in the statistics: the path would jump"  # fmt: skip
    assert "multiplies the formula by 0.96 in all years" in fault.advice()
    assert found(table | {"scaled": True}, base=4.8e5)[0] == pytest.approx([4.8e5, 5.28e5, 5.76e5, 6.24e5])  # fmt: skip
    fault = fault_of({"formula": "gdp * use - gdp * use", "scaled": True}, base=4.8e5)
    assert (fault.code, "is computed as 0 in 2020" in fault.message()) == ("F028", True)
    assert found({"formula": "0"}, base=0.0).tolist() == [[0, 0, 0, 0]]


def test_the_member_that_is_farthest_off_is_told():
    fault = fault_of({"formula": "ratio + ratio", "unit": "1"}, base=np.array([0.2, 0.3]))
    assert fault.message() == "s.toml [x]: x is 0.2 in 2020 by the formula and 0.3 in the statistics (in 1 of 2 members): the path would jump"  # fmt: skip


@pytest.mark.parametrize(
    ("formula", "code", "said"),
    [
        ("1 / (ratio - 0.3)", "F009", "s.toml [x], year 2021 (in 1 of 2 members): division by zero in x, at col 3"),
        ("(ratio - 0.3) ** -2", "F009", "year 2021 (in 1 of 2 members): division by zero"),
        ("0 / 0", "F009", "s.toml [x], year 2020: division by zero in x, at col 3"),
        ("ln(ratio - 0.3)", "F015", "year 2020 (in 2 of 2 members): ln of -0.2 in x, at col 1"),
        ("log10(0)", "F015", "year 2020: log10 of 0"),
        ("sqrt(-4 * ratio)", "F015", "year 2023 (in 2 of 2 members): sqrt of -3.6"),
        ("(0 - ratio) ** 0.5", "F015", "year 2023 (in 2 of 2 members): (-0.9) ** 0.5"),
        ("(-8) ** (1 / 3)", "F015", "(-8) ** 0.333333"),
        ("exp(1000 * ratio)", "F018", "year 2023 (in 2 of 2 members): x grows beyond what a number can hold, at col 1"),
        ("ratio * 1e308 * 10 * 10", "F018", "at col 15"),
        ("(1e-320 / ratio) ** -1 * 0", "F018", "beyond what a number can hold"),
        ("nope + ratoi", "F008", 'col 1: unknown name "nope"'),
        ("gdp + 1", "F021", "cannot add 10^8 CNY2010 and a bare number"),
        ("gdp", "F024", "the formula gives 10^8 CNY2010, the path is in a bare number"),
    ],
)  # fmt: skip
def test_what_cannot_be_computed_is_told_with_year_and_members(formula, code, said):
    with pytest.raises(InputError) as caught:
        found({"formula": formula, "unit": "1"})
    fault = caught.value.faults[0]
    assert fault.code == code
    assert said in fault.message()


def test_values_that_do_not_fit_are_refused():
    table = {"formula": "ratio * 2", "unit": "1"}
    fault = fault_of(table, other={"ratio": RATIO[:, :3]})
    assert fault.message() == "s.toml [x]: ratio in x has 3 values for 4 years"
    fault = fault_of(table, other={"ratio": np.array([[1.0, np.nan, 1.0, np.inf]])})
    assert (fault.code, "ratio in x is not a finite number" in fault.message()) == ("F019", True)
    with pytest.raises(Misaligned, match="its names have 2 and 3 members"):
        found({"formula": "ratio * gdp"}, other={"ratio": RATIO, "gdp": np.ones((3, 4))}, units=UNITS | {"x": "10^8 CNY2010"})  # fmt: skip
    assert fault_of({"formula": "ratio"}, units={"x": "1"}).code == "UNIT004"
    assert fault_of({"formula": "ratio"}, units={"ratio": "1"}).code == "UNIT004"


def test_a_path_never_follows_itself():
    assert fault_of({"formula": "x * 2"}, other=OTHER | {"x": GDP}).code == "F008"


def test_a_formula_may_be_a_part_of_a_group():
    group = read("mix", {"share": {"coal": {"formula": "ratio"}, "gas": "residual"}}, Place())
    mixed = shares(group, years=YEARS, base_year=2020, base={"coal": 0.1, "gas": 0.9}, other=OTHER, units=UNITS)  # fmt: skip
    assert mixed["gas"] == pytest.approx(1 - RATIO)


def test_a_series_brings_its_rows_after_the_base_year():
    table = {"lookup": {"series": "fleet"}, "unit": "vehicle"}
    plan = {"fleet": PLAN}
    assert found(table, base=4e4, series=plan).tolist() == [[4e4, 5e4, 7e4, 9e4]]
    assert found(table, series=plan).tolist() == [[5e4, 5e4, 7e4, 9e4]]
    stepped = {"lookup": {"series": "fleet", "between": "step"}, "unit": "10^4 vehicle"}
    assert found(stepped, base=4.0, series=plan).tolist() == [[4, 5, 5, 9]]
    smooth = {"lookup": {"series": "fleet", "between": "smooth"}, "unit": "10^4 vehicle"}
    as_points = {"points": {2021: 5.0, 2023: 9.0}, "between": "smooth"}
    assert found(smooth, base=4.0, series=plan)[0] == pytest.approx(found(as_points, base=4.0)[0])
    held = found(stepped, base=4.0, series={"fleet": {2021: 7.0}})
    assert held.tolist() == [[4, 7, 7, 7]]


def test_a_series_that_says_nothing_is_refused():
    table = {"lookup": {"series": "fleet"}, "unit": "vehicle"}
    fault = fault_of(table, series={"flete": PLAN})
    assert (fault.code, 'did you mean "flete"?' in fault.message()) == ("LKP007", True)
    fault = fault_of(table, series={"fleet": {2019: 1.0, 2020: 2.0}})
    assert "the series fleet ends in 2020; a lookup reads its rows after the base year 2020" in fault.message()  # fmt: skip
    assert fault_of(table, series={"fleet": PLAN}, units={}).code == "UNIT004"
    fault = fault_of({"lookup": {"series": "fleet"}}, series={"fleet": PLAN})
    assert (fault.code, "10^4 vehicle" in fault.message()) == ("F027", True)


TABLE = {"of": "ratio", "points": {"0.1": 5.0, "0.5": 3.0, "0.9": 2.0}}


def test_a_table_over_another_path():
    assert found({"lookup": TABLE})[0] == pytest.approx([5, 4, 3, 2])
    assert found({"lookup": TABLE | {"between": "step"}})[1].tolist() == [5, 5, 5, 3]
    smooth = found({"lookup": TABLE | {"between": "smooth"}})
    assert smooth[0, [0, 2, 3]] == pytest.approx([5, 3, 2])
    assert 3 < smooth[0, 1] < 5
    assert found({"lookup": TABLE}, base=np.array([5.0, 5.0]))[:, 0].tolist() == [5, 5]
    assert path(lookup=TABLE).form.follows() == ("ratio",)


def test_beyond_its_ends_a_table_is_refused_or_held():
    wide = {"ratio": np.array([[0.1, 0.95, 0.5, 0.05]])}
    fault = fault_of({"lookup": TABLE}, other=wide)
    assert fault.message() == "s.toml [x]: ratio is 0.95 in 2021, outside the table from 0.1 to 0.9"
    held = found({"lookup": TABLE | {"hold": True}}, other=wide)
    assert held[0] == pytest.approx([5, 2, 3, 5])


def test_a_table_meets_the_statistics_or_is_scaled():
    fault = fault_of({"lookup": TABLE}, base=4.0)
    assert (fault.code, "x is 5 in 2020 by the table and 4 in the statistics" in fault.message()) == ("LKP010", True)  # fmt: skip
    assert found({"lookup": TABLE, "scaled": True}, base=4.0)[0] == pytest.approx([4, 3.2, 2.4, 1.6])  # fmt: skip


def test_points_of_a_table_may_be_uncertain():
    uncertain = path(lookup={"of": "gdp", "points": {"100": 1.0, "130.0": {"uniform": [2.0, 4.0]}}})
    assert list(numbers(uncertain)) == ["x.lookup.points.100", "x.lookup.points.130"]
    draws = Draws(draw_keys(uncertain), 8, seed=3)
    spread = outputs(uncertain, years=YEARS, base_year=2020, draws=draws, other=OTHER)["x"]
    ends = 2 + 2 * draws.uniform("x.lookup.points.130")
    assert spread[:, 0].tolist() == [1.0] * 8
    assert spread[:, 3] == pytest.approx(ends)
    assert spread[:, 1] == pytest.approx(1 + (ends - 1) / 3)


def test_another_path_of_a_table_must_be_there():
    fault = fault_of({"lookup": TABLE}, other={"ratoi": RATIO})
    assert (fault.code, 'did you mean "ratoi"?' in fault.message()) == ("LKP011", True)
    with pytest.raises(Misaligned, match="ratio covers 3 years, x 4"):
        found({"lookup": TABLE}, other={"ratio": RATIO[:, :3]})


@pytest.mark.parametrize(
    ("lookup", "code", "key"),
    [
        ({}, "LKP004", "lookup"),
        ({"series": "a", "of": "b"}, "LKP004", "lookup"),
        ({"of": "b", "points": {"1": 2.0}}, "LKP005", "lookup.points"),
        ({"of": "b", "points": {"1": 2.0, "x": 2.0}}, "LKP001", "lookup.points.x"),
        ({"of": "b", "points": {"1": 2.0, "1e999": 2.0}}, "LKP001", "lookup.points.1e999"),
        ({"of": "b", "points": {"1": 2.0, "1.0": 2.0}}, "LKP002", "lookup.points"),
        ({"of": "b", "points": {"0": {"1": 5.0}, "2": 1.0}}, "LKP003", "lookup.points"),
        ({"of": "b", "points": {"1": 2.0, "2": "x"}}, "DST006", "lookup.points.2"),
        ({"series": "a", "points": {"1": 2.0}}, "LKP006", "lookup"),
        ({"series": "a", "hold": True}, "LKP006", "lookup"),
        ({"series": "a", "between": "cubic"}, "KEY002", "lookup.between"),
        ({"serie": "a"}, "STU006", "lookup"),
    ],
)
def test_faults_of_a_table_are_told_when_it_is_read(lookup, code, key):
    with pytest.raises(InputError) as caught:
        path(lookup=lookup)
    (fault,) = caught.value.faults
    assert (fault.code, fault.place.key) == (code, f"x.{key}")
    assert fault.sentence("zh")


def test_paths_that_follow_others_are_held_against_their_study():
    def told(declared, **more):
        among = {"base_year": 2020, "horizon": 2030, "known": ["x", *OTHER], "units": UNITS} | more
        return [(f.code, f.place.key) for f in check(declared, **among)]

    assert told(path(formula="gdp * use")) == []
    assert told(path(formula="gdp * uses + x")) == [("F008", "x.formula"), ("F008", "x.formula")]
    assert told(path(formula="gdp + use")) == [("F021", "x.formula")]
    assert told(path(formula="gdp + use"), units=None) == []
    assert told(path(formula="gdp + uses"), units=None) == [("F008", "x.formula")]
    assert told(path(formula="gdp * use"), units=UNITS | {"gdp": ""}) == [("UNIT004", "x.formula")]
    assert told(path(lookup=TABLE)) == []
    assert told(path(lookup=TABLE | {"of": "x"})) == [("LKP011", "x.lookup.of")]
    assert told(path(lookup={"series": "fleet"}), series={}) == [("LKP007", "x.lookup.series")]
    assert told(path(lookup={"series": "fleet"})) == []
    group = read("mix", {"share": {"coal": {"formula": "ratio + gdp"}, "gas": "residual"}}, Place())
    assert told(group) == [("F021", "mix.share.coal.formula")]


def test_a_table_of_one_point_is_a_constant():
    assert tabulated(np.array([[1.0, 2.0]]), [1.0], np.array([[7.0], [8.0]]), "linear").tolist() == [[7, 7], [8, 8]]  # fmt: skip
