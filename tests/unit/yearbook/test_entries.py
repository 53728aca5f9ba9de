"""Where each row of the balance table goes in the account, and what keeps it from becoming one."""

from dataclasses import dataclass, field

import polars as pl
import pytest

from dualcarbon.errors import InputError
from dualcarbon.readers.csv import read_bytes
from dualcarbon.yearbook import balance, branches, entries, yearbook

UNITS = {
    "electricity": "10^8 kWh",
    "heat": "10^10 kJ",
    "natural_gas": "10^8 m3",
    "converter_gas": "10^8 m3",
    "other_energy": "10^4 tce",
}


@dataclass(frozen=True)
class Study:
    base_year: int = 2020
    convention: str = "calorific"
    price_year: int = 2015
    vintages: dict = field(default_factory=dict)
    fills: tuple = ()


def reading(*cells, head="year,row,fuel,value,unit"):
    lines = [f"2020,{row},{fuel},{value},{UNITS.get(fuel, '10^4 t')}" for row, fuel, value in cells]
    return read_bytes("\n".join([head, *lines, ""]).encode(), "balance", "data/balance.csv")


def entered(*cells):
    """Give the entries of cells of the table, in the unit printed."""
    frame = reading(*cells).frame.with_columns(ref=pl.lit("data/balance.csv:2"))
    scale = {
        "electricity": 1e8,
        "nonfossil": 1e8,
        "heat": 1e4,
        "natural_gas": 1e8,
        "converter_gas": 1e8,
    }
    return {
        (r["sector"], r["flow"], r["fuel"], r["balance_row"]): r["value"]
        / scale.get(r["fuel"], 1e4)
        for r in entries.entries(frame).iter_rows(named=True)
    }


@pytest.mark.parametrize(
    ("cell", "place", "value"),
    [
        (("power", "raw_coal", -5), ("energy_supply", "power"), 5),
        (("power", "electricity", 5), ("energy_supply", "power"), -5),
        (("heat_supply", "heat", 5), ("energy_supply", "heat"), -5),
        (("coking", "cleaned_coal", -5), ("energy_supply", "other_transformation"), 5),
        (("coking", "coke", 4), ("energy_supply", "other_transformation"), -4),
        (("coke_reinput", "coke", -2), ("energy_supply", "other_transformation"), 2),
        (("recovery", "heat", 3), ("energy_supply", "other_transformation"), -3),
        (("energy_recovery", "converter_gas", 3), ("energy_supply", "other_transformation"), -3),
        (("inflow", "coke", 3), ("energy_supply", "import"), 3),
        (("import", "coke", 3), ("energy_supply", "import"), 3),
        (("outflow", "coke", -3), ("energy_supply", "export"), 3),
        (("export", "coke", -3), ("energy_supply", "export"), 3),
        (("losses", "natural_gas", 3), ("energy_supply", "losses"), 3),
        (("agriculture", "diesel", 3), ("agriculture", "final"), 3),
        (("construction", "diesel", 3), ("construction", "final"), 3),
        (("transport", "diesel", 3), ("transport", "final"), 3),
        (("trade", "diesel", 3), ("services", "final"), 3),
        (("other_services", "diesel", 3), ("other", "final"), 3),
        (("residential", "lpg", 3), ("households", "final"), 3),
    ],
)
def test_a_row_goes_to_its_sector_and_flow_with_its_sign(cell, place, value):
    row, fuel, _ = cell
    assert entered(cell) == {(*place, fuel, row): pytest.approx(value)}


@pytest.mark.parametrize(
    "row",
    [
        "available",
        "bunkers_abroad",
        "stock_draw",
        "transformation",
        "transmission_losses",
        "final",
        "difference",
        "consumption",
    ],
)
def test_heads_stocks_bunkers_and_the_difference_have_no_entry(row):
    assert entered((row, "kerosene", 5)) == {}


def test_the_production_of_fuels_has_no_entry_that_of_electricity_two():
    assert entered(("production", "raw_coal", 5)) == {}
    assert entered(("production", "electricity", 5)) == {
        ("energy_supply", "power", "nonfossil", "production"): 5,
        ("energy_supply", "power", "electricity", "production"): -5,
    }


def test_feedstock_is_taken_off_industry():
    found = entered(("industry", "naphtha", 9), ("feedstock", "naphtha", 6))
    assert found == {
        ("industry", "final", "naphtha", "industry"): 9,
        ("industry", "feedstock", "naphtha", "feedstock"): 6,
        ("industry", "final", "naphtha", "feedstock"): -6,
    }


def test_parts_are_entered_only_where_their_row_is_not_printed():
    apart = (("urban", "lpg", 2), ("rural", "lpg", 1))
    assert sum(entered(*apart).values()) == pytest.approx(3)
    assert entered(*apart, ("residential", "lpg", 3)) == {
        ("households", "final", "lpg", "residential"): 3
    }
    other = entered(("urban", "diesel", 2), ("residential", "lpg", 3))
    assert sum(other.values()) == pytest.approx(5)  # of another fuel the parts still count


def test_a_range_turns_with_its_sign():
    text = "year,row,fuel,value,unit,lo95,hi95\n2020,power,raw_coal,-10,10^4 t,-12,-9\n"
    frame = read_bytes(text.encode(), "balance", "b.csv").frame.with_columns(ref=pl.lit("b.csv:2"))
    (row,) = entries.entries(frame).iter_rows(named=True)
    assert (row["value"], row["lo95"], row["hi95"]) == (10e4, 9e4, 12e4)


def compiled(*cells):
    return yearbook.compile({"balance": reading(*cells)}, Study())


def refused(**tables):
    with pytest.raises(InputError) as caught:
        yearbook.compile(tables, Study())
    return caught.value.faults


def test_the_yearbook_is_made_of_the_table_and_keeps_its_cells():
    book = compiled(("power", "raw_coal", -100), ("power", "electricity", 30), ("industry", "electricity", 30), ("import", "coke", 2), ("inflow", "coke", 1))  # fmt: skip
    energy = book.energy.sel(year=2020)
    assert energy.sel(
        sector="energy_supply", flow="power", fuel="raw_coal"
    ).item() == pytest.approx(71.43e4)
    assert energy.sel(sector="energy_supply", flow="import", fuel="coke").item() == pytest.approx(
        3 * 0.9714e4
    )
    rows = book.energy_rows.filter(flow="import").sort("line")
    assert rows["row"].to_list() == ["data/balance.csv:5", "data/balance.csv:6"]
    assert rows["balance_row"].to_list() == ["import", "inflow"]
    assert rows["datum"].to_list() == ["yearbook:coke:standard_coal"] * 2
    assert isinstance(book.balance, balance.Balance)


def test_a_range_is_turned_into_standard_coal_too():
    text = "year,row,fuel,value,unit,lo95,hi95\n2020,industry,coke,10,10^4 t,9,12\n"
    book = yearbook.compile({"balance": read_bytes(text.encode(), "balance", "b.csv")}, Study())
    (row,) = book.energy_rows.iter_rows(named=True)
    assert (row["lo95"], row["hi95"]) == (pytest.approx(9 * 0.9714e4), pytest.approx(12 * 0.9714e4))


def test_balance_and_energy_table_in_one_study_are_refused():
    text = "year,sector,flow,fuel,value,unit\n2020,industry,final,coke,1,10^4 t\n"
    both = {
        "balance": reading(("industry", "coke", 1)),
        "energy": read_bytes(text.encode(), "energy", "data/energy.csv"),
    }
    (fault,) = refused(**both)
    assert (fault.code, fault.level) == ("BAL024", "error")
    assert "data/balance.csv" in fault.message()
    assert "data/energy.csv" in fault.message("zh")


def test_a_sum_without_any_of_its_parts_is_refused():
    (fault,) = refused(balance=reading(("final", "coke", 5), ("industry", "lpg", 1)))
    assert fault.code == "BAL022"
    assert "Coke" in fault.message()


def test_more_feedstock_than_industry_uses_is_refused():
    (fault,) = refused(balance=reading(("industry", "lpg", 5), ("feedstock", "lpg", 6)))
    assert fault.code == "BAL023"
    assert "60000" in fault.message()


def test_the_statistical_difference_is_told_and_not_emitted():
    book = compiled(("industry", "coke", 5), ("difference", "coke", -1))
    (fault,) = [f for f in book.warnings if f.code == "BAL025"]
    assert "-9714" in fault.message()
    assert book.energy.sum().item() == pytest.approx(5 * 0.9714e4)


def compiled_of(text):
    return read_bytes(text.encode(), "balance", "data/balance.csv")


def test_a_branch_of_another_row_than_industry_is_refused_at_its_line():
    """The account holds no branch of transport: the row would be in no total."""
    head = "year,row,fuel,branch,value,unit\n"
    lines = [
        "2020,industry,raw_coal,steel,5,10^4 t", "2020,transport,diesel,road,125,10^4 t", "2019,transport,diesel,road,120,10^4 t",
        "2020,power,raw_coal,thermal,-15,10^4 t", "2020,trade,lpg,,3,10^4 t",
    ]  # fmt: skip
    frame = compiled_of(head + "\n".join(lines) + "\n").frame
    found = branches.faults(frame, "data/balance.csv")
    assert [(f.code, f.level, f.place.line, f.place.column) for f in found] == [("BAL026", "error", 3, "branch"), ("BAL026", "error", 5, "branch")]  # fmt: skip
    assert 'branch "road" of the row Transport, storage and post (2019-2020)' in found[0].message()
    assert "“火力发电”（2020 年）填写了分行业“thermal”" in found[1].message("zh")


def test_the_yearbook_refuses_such_a_branch():
    text = "year,row,fuel,branch,value,unit\n2020,transport,diesel,road,125,10^4 t\n2020,trade,diesel,,5,10^4 t\n"
    reading = compiled_of(text)
    one = type("Table", (), {"frame": reading.frame, "file": "data/balance.csv", "lost": 0})()
    with pytest.raises(InputError, match='branch "road" of the row'):
        yearbook.compile({"balance": one}, Study())


def table_of(*cells):
    return balance.table(reading(*cells).frame, "data/balance.csv")


def test_raw_materials_without_the_row_of_feedstock_are_told():
    used = [("industry", "naphtha", 90), ("industry", "bitumen", 15), ("industry", "diesel", 5)]
    (told,) = [f for f in entries.faults(table_of(*used)) if f.code == "BAL028"]
    assert told.level == "warn"
    assert "industry uses Naphtha, Bitumen (2020)" in told.message()
    assert "石脑油、石油沥青" in told.message("zh")
    for more in ([*used, ("feedstock", "naphtha", 0)], used[2:]):
        assert "BAL028" not in [f.code for f in entries.faults(table_of(*more))]
