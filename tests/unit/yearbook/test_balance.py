"""The energy balance table: cells in their own units, its sums, total energy both ways, what it refuses."""

import numpy as np
import pytest

from dualcarbon.readers.csv import read_bytes
from dualcarbon.yearbook import balance

HEAD = "year,row,fuel,value,unit\n"


def read(*lines):
    return read_bytes((HEAD + "\n".join(lines) + "\n").encode(), "balance", "data/balance.csv")


def table(*lines):
    reading = read(*lines)
    assert reading.errors == []
    return balance.table(reading.frame, "data/balance.csv")


def told(*lines):
    return balance.faults(read(*lines).frame, "data/balance.csv")


SMALL = (
    "2020,production,electricity,10,10^8 kWh",
    "2020,inflow,raw_coal,300,10^4 t",
    "2020,power,raw_coal,-200,10^4 t",
    "2020,power,electricity,50,10^8 kWh",
    "2020,losses,electricity,4,10^8 kWh",
    "2020,industry,raw_coal,100,10^4 t",
    "2020,industry,electricity,46,10^8 kWh",
    "2020,urban,electricity,6,10^8 kWh",
    "2020,rural,electricity,4,10^8 kWh",
)


def test_cells_stand_in_the_unit_of_their_fuel():
    cells = table(*SMALL).cells
    assert cells.sel(year=2020, row="power", fuel="raw_coal").item() == -200e4
    assert cells.sel(fuel="electricity").coords["unit"].item() == "kWh"
    assert np.isnan(cells.sel(year=2020, row="coking", fuel="coke").item())


def test_both_totals_by_hand():
    """100 + 200 of coal; of electricity 60 used and lost, 50 of it thermal: what is left is 10 of primary electricity."""
    one = table(*SMALL)
    coal = 300e4 * 0.7143
    assert balance.total(one, "calorific").item() == pytest.approx(
        coal + 10e8 * 0.1229e-3, rel=1e-9
    )
    rate = one.rates.sel(convention="coal_equivalent", year=2020, fuel="electricity").item()
    assert balance.total(one, "coal_equivalent").item() == pytest.approx(
        coal + 10e8 * rate, rel=1e-9
    )
    assert 0.28e-3 < rate < 0.31e-3
    both = balance.totals(one)
    assert both.convention.values.tolist() == ["calorific", "coal_equivalent"]
    assert both.attrs["units"] == "tce"


def test_a_row_that_is_not_printed_is_the_sum_of_its_parts():
    one = table(*SMALL)
    assert balance.amount(one, "residential").sel(fuel="electricity").item() == 10e8
    whole = table(*SMALL, "2020,residential,electricity,11,10^8 kWh")
    assert balance.amount(whole, "residential").sel(fuel="electricity").item() == 11e8


def test_recovered_energy_is_not_counted_again():
    with_recovery = table(
        *SMALL, "2020,recovery,heat,30,10^10 kJ", "2020,industry,heat,30,10^10 kJ"
    )
    assert balance.total(with_recovery, "calorific").item() == pytest.approx(
        balance.total(table(*SMALL), "calorific").item(), rel=1e-12
    )


def test_standard_coal_is_turned_into_the_fuels_own_unit():
    one = table("2020,industry,coke,97.14,10^4 tce", "2020,industry,other_energy,5,10^4 tce")
    assert one.cells.sel(year=2020, row="industry", fuel="coke").item() == pytest.approx(1e6)
    assert one.cells.sel(year=2020, row="industry", fuel="other_energy").item() == 5e4
    tce = balance.in_standard_coal(one)
    assert tce.attrs["units"] == "tce"
    assert tce.sel(year=2020, row="industry", fuel="coke").item() == pytest.approx(97.14e4)
    assert tce.sel(year=2020, row="final").sum().item() == 0.0


def test_branches_of_industry_stand_in_for_the_row():
    head = "year,row,fuel,branch,value,unit\n"
    lines = [
        "2020,industry,coke,Smelting of ferrous metals,80,10^4 t",
        "2020,industry,coke,Chemicals,20,10^4 t",
    ]
    reading = read_bytes((head + "\n".join(lines) + "\n").encode(), "balance", "b.csv")
    one = balance.table(reading.frame, "b.csv")
    assert one.branches.sel(year=2020, fuel="coke").item() == 100e4
    assert balance.amount(one, "industry").sel(fuel="coke").item() == 100e4
    assert str(one) == "energy balance of 2020: 0 cells"


def test_printed_totals_keep_how_they_count_electricity():
    head = "year,row,fuel,convention,value,unit\n"
    lines = [
        "2020,consumption,total,,7,10^4 tce",
        "2020,consumption,total,coal_equivalent,9,10^4 tce",
    ]
    reading = read_bytes((head + "\n".join(lines) + "\n").encode(), "balance", "b.csv")
    printed = balance.table(reading.frame, "b.csv").printed.sel(year=2020, row="consumption")
    assert printed.values.tolist()[0] == 7e4
    assert printed.sel(convention="coal_equivalent").item() == 9e4
    assert np.isnan(printed.sel(convention="calorific").item())


def test_the_last_digit_printed_is_that_of_the_table():
    one = table(
        "2020,losses,coke,1.25,10^4 t",
        "2020,losses,diesel,3,10^4 t",
        "2020,losses,electricity,3.5,10^8 kWh",
    )
    assert one.steps.sel(fuel="coke").item() == pytest.approx(0.1e4)  # most cells print one digit
    computed = table("2020,losses,coke,1.123456789,10^4 t", "2020,losses,diesel,1.987654321,10^4 t")
    assert computed.steps.sel(fuel="coke").item() == 0.0


@pytest.mark.parametrize("fuel", ["coal", "oil", "nonfossil"])
def test_groups_are_refused(fuel):
    (fault,) = (
        told(f"2020,industry,{fuel},1,10^4 tce")
        if fuel != "nonfossil"
        else told(f"2020,industry,{fuel},1,10^8 kWh")
    )
    assert (fault.code, fault.level, fault.place.line) == ("BAL020", "error", 2)


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("2020,outflow,coke,5,10^4 t", "negative"),
        ("2020,power,raw_coal,5,10^4 t", "negative"),
        ("2020,power,electricity,-5,10^8 kWh", "positive"),
        ("2020,coke_reinput,coke,5,10^4 t", "negative"),
        ("2020,transport,diesel,-5,10^4 t", "positive"),
    ],
)
def test_signs_that_the_table_does_not_print_are_refused(line, wanted):
    (fault,) = told(line)
    assert (fault.code, fault.level) == ("BAL021", "error")
    assert wanted in fault.message()
    assert "负" in fault.message("zh") or "正" in fault.message("zh")


@pytest.mark.parametrize(
    "line",
    [
        "2020,stock_draw,coke,-5,10^4 t",
        "2020,coking,coke,5,10^4 t",
        "2020,difference,coke,-1,10^4 t",
        "2020,coking,cleaned_coal,-5,10^4 t",
    ],
)
def test_rows_of_either_sign_are_taken(line):
    assert told(line) == []


def test_an_unknown_row_names_the_nearest():
    (fault,) = read("2020,powr,coke,1,10^4 t").errors
    assert fault.code == "CSV025"
    assert '"power"' in fault.message()
