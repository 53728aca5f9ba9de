"""The ledger: lines, their amounts, totals by gas and by what one asks."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.inventory.ledger import Activity, Ledger, Line, Use, joined
from dualcarbon.reference.numbers import Number

YEARS = (2016, 2017)


def activity(*values, name="herd", unit="head", **more):
    refs = tuple(f"data/activity.csv:{i + 2}" for i in range(len(values)))
    return Activity(name=name, unit=unit, years=YEARS, values=np.array(values), refs=refs, **more)


def factor(value, id="f", **more):
    return Number(id=id, item="herd", quantity="CH4", value=value, unit="t/head", **more)


def line(id="one", gas="CH4", values=(10.0, 20.0), by=0.1, **more):
    given = {"category": "3A1", "method": "combustion"} | more
    return Line(
        id=id, gas=gas, years=YEARS, inputs=(activity(*values), Use((factor(by),))), **given
    )


def test_a_line_is_activity_times_factor():
    assert line().amounts().tolist() == [1.0, 2.0]


def test_a_factor_may_differ_by_year():
    uses = Use((factor(0.1), factor(0.3, id="g")))
    one = Line(id="x", category="3A1", gas="CH4", years=YEARS, inputs=(activity(10.0, 20.0), uses), method="combustion")  # fmt: skip
    assert one.amounts() == pytest.approx([1.0, 6.0])


def test_only_the_territory_counts():
    lines = [
        line("a"), line("b", scope=2), line("c", ledger="project"), line("d", memo="biomass"),
    ]  # fmt: skip
    whole = Ledger(YEARS, tuple(lines))
    assert [x.id for x in whole.territorial.lines] == ["a"]


def test_gases_are_added_only_as_equivalents():
    whole = Ledger(YEARS, (line("a"), line("b", gas="N2O"), line("c", gas="CO2")))
    assert whole.total("AR5") == pytest.approx([1 * (28 + 265 + 1), 2 * (28 + 265 + 1)])
    assert whole.total("SAR") == pytest.approx([1 * (21 + 310 + 1), 2 * (21 + 310 + 1)])
    assert {gas: list(v) for gas, v in whole.by_gas().items()} == {
        "CH4": [1.0, 2.0], "N2O": [1.0, 2.0], "CO2": [1.0, 2.0],
    }  # fmt: skip


def test_a_year_that_a_line_lacks_has_no_total():
    whole = Ledger(YEARS, (line("a"), line("b", values=(np.nan, 1.0))))
    assert whole.complete().tolist() == [False, True]
    total = whole.total("AR5")
    assert np.isnan(total[0])
    assert total[1] == pytest.approx(28 * 2.1)


@pytest.mark.parametrize(
    ("key", "whole"), [("NO", True), ("IE", True), ("NE", True), ("C", True), ("", False)]
)
def test_a_key_in_place_of_a_value_adds_nothing_and_leaves_the_year_whole(key, whole):
    lines = (line("a"), line("b", values=(np.nan, 1.0), item="camel"))
    ledger = Ledger(YEARS, lines, notation={("camel", 2016): key})
    assert ledger.complete().tolist() == [whole, True]
    assert np.isnan(ledger.amounts_of(lines[1])[0]) != whole
    assert (ledger.total("AR5")[0] == pytest.approx(28.0)) == whole
    assert ledger.frame("AR5").filter(year=2016)["line"].to_list() == ["a"]


def test_a_key_speaks_for_its_own_kind_alone():
    herd = Activity(
        name="camel/young", unit="head", years=YEARS, values=np.array([np.nan, 1.0]), refs=("", "data/activity.csv:3")
    )  # fmt: skip
    young = Line(
        id="young", category="3A1", gas="CH4", years=YEARS, inputs=(herd, Use((factor(0.1),))), item="camel", kind="young",
        method="combustion",
    )  # fmt: skip
    told = Ledger(YEARS, (young,), notation={("camel/young", 2016): "NE"})
    assert told.keys(young) == ("NE", "")
    assert told.complete().tolist() == [True, True]
    of_another = Ledger(YEARS, (young,), notation={("camel/old", 2016): "NE"})
    assert of_another.keys(young) == ("", "")
    assert of_another.complete().tolist() == [False, True]
    of_all = Ledger(YEARS, (young,), notation={("camel", 2016): "NO", ("camel/young", 2016): "C"})
    assert of_all.keys(young)[0] == "C"


def test_a_value_goes_before_a_key():
    ledger = Ledger(YEARS, (line("a", item="camel"),), notation={("camel", 2016): "NE"})
    assert ledger.total("AR5").tolist() == pytest.approx([28.0, 56.0])


def test_the_table_has_a_row_a_line_and_year_and_leaves_out_what_is_not_known():
    frame = Ledger(YEARS, (line("b", values=(np.nan, 1.0)),)).frame("AR5")
    row = frame.row(0, named=True)
    assert frame.height == 1
    assert (row["year"], row["activity"], row["activity_ref"]) == (2017, 1.0, "data/activity.csv:3")
    assert (row["amount_t"], row["amount_tco2e"]) == pytest.approx((0.1, 2.8))
    assert row["factor_records"] == "f"


def test_two_lines_may_not_share_a_name():
    with pytest.raises(ValueError, match="one"):
        joined([([line()], []), ([line()], [])], YEARS)


def test_a_formula_serves_draws_as_it_serves_the_central_run():
    def values(given):
        return np.atleast_2d(given.values) * np.array([[1.0], [2.0]])

    assert line().amounts(values) == pytest.approx(np.array([[1.0, 2.0], [4.0, 8.0]]))
