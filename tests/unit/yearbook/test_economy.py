"""Gross domestic product, value added and population, on one price basis."""

from __future__ import annotations

import pytest

from dualcarbon.readers.csv import read_bytes
from dualcarbon.yearbook import economy
from dualcarbon.yearbook.series import series

HEAD = "year,sector,indicator,value,unit\n"


def table(*rows):
    return read_bytes((HEAD + "\n".join(rows) + "\n").encode(), "economy", "data/economy.csv").frame


def told(*rows, price_year=2010):
    return [f.message() for f in economy.prices(table(*rows), price_year, "data/economy.csv")]


def test_constant_prices_of_the_declared_year_are_right():
    assert told("2020,total,value_added,1,10^8 CNY2010", "2020,total,gdp_current,1,10^8 CNY") == []
    assert (
        told("2020,total,gdp_index,1,1978=100", "2020,industry,value_added_index,1,1990=100") == []
    )


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        (
            ["2020,total,value_added,1,亿元"],
            'data/economy.csv line 2: value_added in "亿元" names no price year: at current prices an '
            "intensity would fall too fast",
        ),
        (
            ["2020,total,value_added,1,10^8 CNY2010", "2021,total,value_added,1,10^8 CNY2015"],
            "data/economy.csv line 2: value_added is given on several price bases (CNY2010, CNY2015); "
            "one series never mixes them",
        ),
        (
            ["2020,total,value_added,1,10^8 CNY2005"],
            "data/economy.csv line 2: value_added is in prices of 2005, but price_year is 2010",
        ),
        (
            ["2020,total,gdp_current,1,10^8 CNY2010"],
            'data/economy.csv line 2: gdp_current in "10^8 CNY2010": current prices name no price year',
        ),
    ],
)
def test_another_price_basis_is_refused(rows, message):
    assert told(*rows) == [message]


def test_a_region_without_product_is_refused():
    frame = table(
        "2019,total,gdp_index,100,1978=100",
        "2020,total,gdp_index,0,1978=100",
        "2020,industry,value_added,0,CNY2010",
    )
    faults = [
        f for one in series(frame, "economy", "data/economy.csv") for f in economy.positive(one)
    ]
    assert [fault.message() for fault in faults] == [
        "data/economy.csv line 3: total gdp_index must be above 0, 2020 says 0"
    ]


def test_amounts_go_before_the_index():
    frame = table("2020,total,value_added,2,10^8 CNY2010", "2020,total,gdp_index,150,2010=100")
    gdp = economy.gross_domestic_product(frame)
    assert (gdp.attrs["units"], gdp.sel(year=2020).item()) == ("CNY2010", 2e8)


def test_the_index_stands_in_and_says_its_base():
    gdp = economy.gross_domestic_product(
        table("2021,total,gdp_index,3,1978=100", "2020,total,gdp_index,2,1978=100")
    )
    assert (gdp.year.values.tolist(), gdp.values.tolist(), gdp.attrs["units"]) == (
        [2020, 2021],
        [2.0, 3.0],
        "1978=100",
    )


@pytest.mark.parametrize(
    "row", ["2020,total,gdp_current,1,10^8 CNY", "2020,industry,value_added,1,10^8 CNY2010"]
)
def test_neither_current_prices_nor_a_sum_of_sectors_stand_in(row):
    assert economy.gross_domestic_product(table(row)) is None


def test_value_added_by_sector_without_the_total():
    frame = table(
        "2020,total,value_added,5,CNY2010",
        "2020,transport,value_added,2,CNY2010",
        "2020,industry,value_added,3,CNY2010",
    )
    added = economy.value_added(frame)
    assert added.dims == ("year", "sector")
    assert added.sector.values.tolist() == ["industry", "transport"]
    assert added.values.tolist() == [[3.0, 2.0]]
    assert economy.value_added(table("2020,total,value_added,5,CNY2010")) is None


def test_population_in_persons():
    text = "year,indicator,value,unit\n2020,population,8475,10^4 person\n2020,population_urban,6200,万人\n"
    people = economy.population(read_bytes(text.encode(), "population", "p.csv").frame)
    assert (people.values.tolist(), people.attrs["units"]) == ([84750000.0], "person")
