"""Parts against the total that is printed beside them."""

from __future__ import annotations

import pytest

from dualcarbon.readers.csv import read_bytes
from dualcarbon.yearbook.conversion import in_standard_coal
from dualcarbon.yearbook.parts import against_total


def told(rows, over="sector", among=("flow", "fuel"), least=2):
    """Hold (year, sector, fuel, value) rows of final use against their totals."""
    lines = [f"{year},{sector},final,{fuel},{value},10^4 tce" for year, sector, fuel, value in rows]
    text = "year,sector,flow,fuel,value,unit\n" + "\n".join(lines) + "\n"
    frame = read_bytes(text.encode(), "energy", "data/energy.csv").frame
    found = against_total(frame, over, list(among), "data/energy.csv", least=least)
    return [fault.message() for fault in found]


def sectors(total, *parts, year=2019):
    names = ["agriculture", "industry", "transport", "households"]
    return [
        (year, "total", "coal", total),
        *((year, n, "coal", p) for n, p in zip(names, parts, strict=False)),
    ]


def test_parts_that_add_up_say_nothing():
    assert told(sectors(100, 60, 40)) == []
    assert told(sectors(100.01, 33.3, 33.3, 33.4)) == []


def test_parts_that_do_not_add_up_are_told():
    assert told(sectors(100, 55.5, 42.3)) == [
        "data/energy.csv line 2 2019: final coal: sectors sum to 97.8, the total says 100 (-2.20 %)"
    ]


def test_the_year_of_the_largest_gap_stands_for_all():
    rows = [
        *sectors(100, 60, 39.3),
        *sectors(100, 55.1, 40.2, year=2020),
        *sectors(100, 60, 40, year=2021),
    ]
    assert told(rows) == [
        "data/energy.csv line 5 2020: final coal: sectors sum to 95.3, the total says 100 (-4.70 %); "
        "1 more years differ"
    ]


def test_a_retyped_digit_is_named():
    assert told(sectors(10000, 3535, 4165, 2000)) == [
        "data/energy.csv line 2 2019: final coal: sectors sum to 9700, the total says 10000 (-3.00 %); "
        "it closes if 3535 is a slip for 3835"
    ]


def test_a_retyped_digit_is_named_though_the_gap_is_small():
    found = told(sectors(1000000, 3535, 496165, 500000))
    assert len(found) == 1
    assert found[0].endswith("(-0.03 %); it closes if 3535 is a slip for 3835")


@pytest.mark.parametrize("parts", [(60,), ()])
def test_one_part_is_not_held_against_the_total(parts):
    assert told(sectors(100, *parts)) == []


def test_without_a_total_nothing_is_held():
    assert told(sectors(100, 60, 30)[1:]) == []


def test_a_total_of_nothing_is_no_division():
    assert told(sectors(0, 1, 2)) == []


def test_fuels_against_their_total():
    rows = [
        (2019, "industry", "total", 100),
        (2019, "industry", "coal", 51.27),
        (2019, "industry", "oil", 46.58),
    ]
    assert told(rows, "fuel", ("sector", "flow")) == [
        "data/energy.csv line 2 2019: industry final: fuels sum to 97.85, their total says 100 (-2.15 %)"
    ]


def test_a_single_sector_that_stands_in_for_the_total_is_held_against_it():
    assert told(sectors(100, 60), least=1) == [
        "data/energy.csv line 2 2019: final coal: sectors sum to 60, the total says 100 (-40.00 %)"
    ]


def mixed(*lines):
    text = "year,sector,flow,fuel,value,unit\n" + "\n".join(lines) + "\n"
    frame = read_bytes(text.encode(), "energy", "data/energy.csv").frame
    frame, _ = in_standard_coal(frame, "data/energy.csv", "calorific")
    found = against_total(frame, "fuel", ["sector", "flow"], "data/energy.csv")
    return [fault.message() for fault in found]


def test_fuels_in_units_of_their_own_are_held_against_their_total_in_standard_coal():
    """100 x 0.7143 + 10 x 1.4571 + 5 + 3 = 94.001 x 10^4 tce."""
    parts = [
        "2019,industry,final,raw_coal,100,10^4 t",
        "2019,industry,final,diesel,10,10^4 t",
        "2019,industry,final,coal,5,10^4 tce",
        "2019,industry,final,other_energy,3,10^4 tce",
    ]
    assert mixed(*parts, "2019,industry,final,total,94.0,10^4 tce") == []
    assert mixed(*parts, "2019,industry,final,total,90,10^4 tce") == [
        "data/energy.csv line 6 2019: industry final: fuels sum to 940010 tce, their total says 900000 tce (+4.45 %)"
    ]


def test_no_slip_of_a_digit_is_looked_for_in_numbers_that_nobody_printed():
    """In one unit it would close if 500 were a slip for 300."""
    lines = ["2019,industry,final,gasoline,1000,t", "2019,industry,final,coal,500,tce"]
    assert mixed(*lines, "2019,industry,final,total,1771.4,tce") == [
        "data/energy.csv line 4 2019: industry final: fuels sum to 1971.4 tce, their total says 1771.4 tce (+11.29 %)"
    ]
