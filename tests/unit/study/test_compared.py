"""A study held against official totals, its districts and electricity between regions."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.errors import InputError
from dualcarbon.study import compared, preparation, stated
from dualcarbon.study.cells import Cells

OFFICIAL = "year,boundary,value,unit,source\n"
DISTRICTS = "year,district,indicator,value,unit,source\n"
GRID = """year,sender,region,value,unit,generation_tco2
2017,320000,320000,400,10^8 kWh,30000000
2017,310000,310000,80,10^8 kWh,6000000
2017,320000,310000,20,10^8 kWh,
2017,510000,310000,60,10^8 kWh,0
"""
REASON = """
[[reconciliation]]
boundary = "{boundary}"
item = {{en = "plants of the army", zh = "驻军电厂"}}
why = {{en = "not in our statistics", zh = "不在统计范围内"}}
value = {value}
unit = "{unit}"
"""


def put(study, name, text):
    (study / name).write_text(text, encoding="utf-8")


def say(study, **words):
    with (study / "study.toml").open("a", encoding="utf-8") as file:
        file.write(REASON.format(**words))


def codes(study):
    with pytest.raises(InputError) as refusal:
        preparation.prepare(study)
    return [(f.code, f.place.text()) for f in refusal.value.faults]


def test_jiangsu_has_official_energy_and_an_empty_slot_for_its_carbon_dioxide(prepared):
    one = prepared["jiangsu"]
    bridges = {(b.issued.boundary, b.issued.year): b for b in one.held.bridges}
    energy = bridges["energy_total_coal_equivalent", 2017]
    assert energy.issued.value == pytest.approx(314.3e6)
    assert energy.start == pytest.approx(float(one.account.energy_total.sel(year=2017)))
    assert [i.id for i in energy.computed] == ["counting"]
    assert energy.start + energy.computed[0].amount + energy.unexplained == pytest.approx(314.3e6, rel=1e-9)  # fmt: skip
    slot = bridges["co2_energy", 2017]
    assert (slot.issued.value, slot.unexplained) == (None, None)
    assert slot.ours == pytest.approx(float(one.account.territorial.sel(year=2017)))
    assert {"OFF001", "OFF004", "BAL003"} <= {w.code for w in one.warnings}


def test_what_we_compute_beside_energy_adds_up_to_the_whole_account(prepared):
    one = prepared["jiangsu"]
    ours = compared.ours_of(one.study, one.account, one.ledger)
    beyond = sum(v for k, v in ours.parts.items() if k not in ("trade", "bunkers", "biomass", "stored"))  # fmt: skip
    whole = one.ledger.territorial.total(one.study.gwp)
    known = ~np.isnan(whole)
    assert known.any()
    np.testing.assert_allclose((ours.start + beyond)[known], whole[known], rtol=1e-9)


def test_energy_is_counted_both_ways(prepared):
    """0.1229 kgce/kWh by heat; coal of generation weighs primary and bought electricity more."""
    account = prepared["jiangsu"].account
    both = compared.energy_totals(account, "calorific")
    inside = account.energy.sel(flow=[w for w in account.energy.flow.values if w not in ("import", "export")])  # fmt: skip
    electric = inside.sel(fuel=["electricity", "nonfossil"]).sum(["sector", "flow", "fuel"])
    times = 1 + (both["coal_equivalent"] - both["calorific"]) / electric.values
    assert ((times > 2) & (times < 3)).all()
    back = compared.energy_totals(account, "coal_equivalent")
    np.testing.assert_allclose(back["coal_equivalent"], both["calorific"])


def test_thirteen_cities_are_held_against_the_account(prepared):
    last = prepared["jiangsu"].held.districts[-1]
    assert (last.year, len(last.parts), last.missing) == (2017, 13, ())
    assert last.sum == pytest.approx(953.69e6)
    assert last.whole == pytest.approx(float(prepared["jiangsu"].account.territorial.sel(year=2017)))  # fmt: skip


def test_a_study_without_these_tables_says_nothing(prepared):
    held = prepared["china"].held
    assert (held.bridges, held.districts, held.grid) == ((), (), None)


def test_a_statement_explains_an_official_total(copied):
    put(copied, "data/official.csv", OFFICIAL + "2017,co2_energy,700,Mt CO2,bulletin\n")
    say(copied, boundary="co2_energy", value=10.5, unit="Mt CO2")
    (bridge,) = preparation.prepare(copied).held.bridges
    assert bridge.issued.source == "bulletin"
    assert bridge.unexplained == pytest.approx(700e6 - bridge.ours - 10.5e6)


@pytest.mark.parametrize(
    ("rows", "code", "where"),
    [
        ("2017,co2_energy,700,10^4 tce,x\n", "OFF003", "data/official.csv line 2"),
        ("2017,co2_enrgy,700,Mt CO2,x\n", "CSV024", 'data/official.csv line 2, column "boundary"'),
    ],
)
def test_official_totals_that_cannot_be_read_are_refused(copied, rows, code, where):
    put(copied, "data/official.csv", OFFICIAL + rows)
    found = codes(copied)
    assert where in [place for _, place in found]
    if code == "OFF003":
        assert found == [(code, where)]


def test_a_statement_in_another_unit_is_refused(copied):
    say(copied, boundary="co2_energy", value=1, unit="tce")
    assert codes(copied) == [("OFF003", "study.toml [reconciliation[0]]")]


def test_a_statement_that_serves_nothing_is_told(copied):
    say(copied, boundary="ghg", value=1, unit="t CO2e")
    assert "OFF002" in {w.code for w in preparation.prepare(copied).warnings}


def test_districts_in_another_unit_are_refused(copied):
    put(copied, "districts.csv", DISTRICTS + "2017,Nanjing,co2_total,1,10^4 tce,x\n")
    assert codes(copied) == [("DIS001", "districts.csv line 2")]


def test_a_figure_of_the_table_of_activity_goes_before_a_computed_one(copied):
    rows = "".join(f"2017,{name},energy_total,{v},10^4 tce,x\n" for name, v in (("A", 20000), ("B", 11430)))  # fmt: skip
    put(copied, "districts.csv", DISTRICTS + rows)
    (one,) = preparation.prepare(copied).held.districts
    assert (one.source, one.whole) == ("data/activity.csv", pytest.approx(314.3e6))
    assert one.gap == pytest.approx(0, abs=1)


def test_the_grid_is_solved_and_shown_and_enters_nothing(copied, prepared):
    put(copied, "data/grid.csv", GRID)
    one = preparation.prepare(copied)
    told = stated._grid(one.held)
    assert told["320000"]["2017"] == pytest.approx(30e6 / 40e6)
    assert told["310000"]["2017"] == pytest.approx((6e6 + 2e6 * 0.75) / (8e6 + 2e6 + 6e6))
    before = prepared["jiangsu"].ledger.total("AR5")
    np.testing.assert_array_equal(one.ledger.total("AR5"), before)


def test_a_grid_without_solution_is_a_fault_of_the_study(copied):
    put(copied, "data/grid.csv", GRID.replace("20,10^8 kWh,", "20,10^8 kWh,5"))
    assert [code for code, _ in codes(copied)] == ["GRD010"]


def test_two_vintages_of_an_official_total_are_refused(copied):
    head = "year,boundary,value,unit,vintage\n"
    put(copied, "data/official.csv", head + "2016,ghg,1,Mt CO2e,a\n2017,ghg,1,Mt CO2e,b\n")
    assert [code for code, _ in codes(copied)] == ["SER001"]


def test_nothing_is_closed_or_signed_by_itself(prepared):
    assert prepared["jiangsu"].cells.closed == frozenset()
    assert Cells().strictest([]) == ""


HELD = """
[[fills]]
table = "districts"
district = "B"
indicator = "energy_total"
method = "hold"
years = [2017]
why = {en = "not printed yet", zh = "尚未公布"}
"""


def test_a_district_that_lacks_a_year_is_filled_only_by_a_named_method_and_said(copied):
    rows = [f"{y},{name},energy_total,{v},10^4 tce,x" for y in (2014, 2015, 2016) for name, v in (("A", 20000), ("B", 10000 + y))]  # fmt: skip
    put(copied, "districts.csv", DISTRICTS + "\n".join([*rows, "2017,A,energy_total,20000,10^4 tce,x"]) + "\n")  # fmt: skip
    last = preparation.prepare(copied).held.districts[-1]
    assert (last.year, last.missing) == (2017, ("B",))
    with (copied / "study.toml").open("a", encoding="utf-8") as file:
        file.write(HELD)
    ready = preparation.prepare(copied)
    last = ready.held.districts[-1]
    assert (last.year, last.missing, last.sum) == (2017, (), pytest.approx((20000 + 12016) * 1e4))
    assert [(f.table, f.years) for f in ready.held.filled] == [("districts", (2017,))]
    assert "FIL001" in {w.code for w in ready.warnings}
