"""Series of a table: one vintage, no gaps, slips told and never mended."""

from __future__ import annotations

import pytest

from dualcarbon.readers.csv import read_bytes
from dualcarbon.yearbook.series import (
    gaps,
    negatives,
    one_vintage,
    series,
    series_key,
    spans,
    suspicions,
)

ENERGY = "year,sector,flow,fuel,value,unit,vintage\n"


def energy(*rows):
    text = ENERGY + "\n".join(rows) + "\n"
    return read_bytes(text.encode(), "energy", "data/energy.csv").frame


def coal(values, start=2015, flow="final", fuel="coal"):
    """Give a series of coal; None leaves the row out, an empty text the cell empty."""
    rows = [
        f"{start + n},industry,{flow},{fuel},{value},tce,"
        for n, value in enumerate(values)
        if value is not None
    ]
    (one,) = series(energy(*rows), "energy", "data/energy.csv")
    return one


def messages(faults):
    return [fault.message() for fault in faults]


def test_a_series_is_sorted_and_knows_its_lines():
    frame = energy(
        "2016,industry,final,coal,2,tce,",
        "2015,transport,final,oil,5,tce,",
        "2015,industry,final,coal,1,tce,",
    )
    first, second = series(frame, "energy", "data/energy.csv")
    assert (first.years, first.values, first.lines) == ((2015, 2016), (1.0, 2.0), (4, 2))
    assert first.name == {"en": "industry final coal", "zh": "工业·终端消费量·煤炭"}
    assert str(second.place(0)) == "data/energy.csv line 3"
    assert str(second.place()) == "data/energy.csv"


def test_what_tells_series_apart():
    assert series_key("energy") == ["sector", "flow", "fuel"]
    assert series_key("population") == ["indicator"]
    assert series_key("published") == ["id", "sector"]


TWO = (
    "2011,total,consumption,total,3480,10^4 tce,first print",
    "2012,total,consumption,total,3617,10^4 tce,first print",
    "2012,total,consumption,total,4021,10^4 tce,after the 2013 census",
)


def test_two_vintages_without_a_choice_are_refused():
    _, faults = one_vintage(energy(*TWO), "energy", "data/energy.csv", "")
    assert messages(faults) == [
        'data/energy.csv line 2: total consumption total mixes vintages ("after the 2013 census", '
        '"first print"); one series never mixes them'
    ]
    assert "vintages.energy" in faults[0].advice()


@pytest.mark.parametrize(
    ("chosen", "values"), [("first print", [3480e4, 3617e4]), ("after the 2013 census", [4021e4])]
)
def test_the_declared_vintage_is_used_alone(chosen, values):
    frame, faults = one_vintage(energy(*TWO), "energy", "data/energy.csv", chosen)
    assert (frame["value"].to_list(), faults) == (values, [])


def test_a_series_in_another_vintage_only_is_kept_and_said():
    other = "2012,total,consumption,coal,2700,10^4 tce,first print"
    frame, faults = one_vintage(
        energy(*TWO, other), "energy", "data/energy.csv", "after the 2013 census"
    )
    assert frame.height == 2
    assert messages(faults) == [
        "data/energy.csv line 5: total consumption coal is not printed in the chosen vintage "
        '"after the 2013 census"; its own, "first print", is used'
    ]
    assert faults[0].level == "warn"


def test_a_chosen_vintage_that_nobody_prints_is_refused():
    _, faults = one_vintage(energy(*TWO), "energy", "data/energy.csv", "first prnt")
    assert messages(faults) == [
        'data/energy.csv: vintage "first prnt" is in no row of the table; did you mean "first print"?'
    ]


def test_rows_of_an_empty_table_need_no_vintage():
    frame, faults = one_vintage(energy().clear(), "energy", "data/energy.csv", "any")
    assert (frame.height, faults) == (0, [])


def test_a_missing_year_is_named():
    assert messages(gaps(coal([1, 2, None, 4]))) == [
        "data/energy.csv line 4: industry final coal: 2017 is missing; choose a fill rule (linear, hold, none)"
    ]
    assert messages(gaps(coal([1, None, None, 4, "", 6]))) == [
        "data/energy.csv line 3: industry final coal: 2016-2017, 2019 is missing; choose a fill rule (linear, hold, none)"
    ]


@pytest.mark.parametrize(
    "values", [[1, 2, 3], [1], ["", 1, 2], [1, 2, ""], [1, "NE", 3], [1, "x", 3]]
)
def test_no_gap_where_the_file_speaks_or_at_the_ends(values):
    assert gaps(coal(values)) == []


def test_a_series_without_any_value_is_told():
    assert messages(gaps(coal(["", ""]))) == [
        "data/energy.csv line 2: industry final coal: no value"
    ]


@pytest.mark.parametrize(
    "flow", ["final", "losses", "import", "export", "feedstock", "consumption"]
)
def test_a_negative_use_is_refused(flow):
    assert messages(negatives(coal([1, -5], flow=flow))) == [
        f"data/energy.csv line 3 2016: industry {flow} coal -5 tce is negative"
    ]


@pytest.mark.parametrize(
    ("flow", "fuel", "value"),
    [
        ("power", "electricity", -5),
        ("heat", "heat", -5),
        ("heat", "electricity", 5),
        ("power", "nonfossil", 5),
        ("other_transformation", "coal", -5),
        ("other_transformation", "heat", 5),
        ("power", "total", -5),
    ],
)
def test_outputs_of_transformation_are_negative(flow, fuel, value):
    assert negatives(coal([0, value], flow=flow, fuel=fuel)) == []


@pytest.mark.parametrize(
    ("flow", "fuel", "value", "code"),
    [
        ("power", "coal", -5, "MOD004"),
        ("heat", "natural_gas", -5, "MOD004"),
        ("power", "nonfossil", -5, "MOD004"),
        ("power", "electricity", 5, "MOD012"),
        ("heat", "heat", 5, "MOD012"),
    ],
)
def test_the_signs_of_yearbooks_are_refused(flow, fuel, value, code):
    assert [fault.code for fault in negatives(coal([0, value], flow=flow, fuel=fuel))] == [code]


def test_a_lone_zero_is_suspected():
    assert messages(suspicions(coal([45, 0, 52, 50]))) == [
        "data/energy.csv line 3: industry final coal is 0 in 2016 between 45 tce and 52 tce; "
        "a missing value is often coded so"
    ]


@pytest.mark.parametrize("values", [[0, 0, 5, 6], [45, 0, 0, 52], [45, 0, 100], [5, 6, 0], [3, 4]])
def test_a_zero_that_may_well_be_one_is_not(values):
    assert suspicions(coal(values)) == []


SLIPS = {
    "x10^4": 1e4,
    "tce for TJ": 29.3076,
    "t for 10^4 t": 1e-4,
    "CO2 for C": 44 / 12,
    "x10": 10.0,
}


@pytest.mark.parametrize("position", range(6))
@pytest.mark.parametrize("slip", SLIPS.values(), ids=SLIPS)
def test_a_slip_of_the_unit_is_told_wherever_it_stands(slip, position):
    values = [100.0, 104.0, 110.0, 113.0, 120.0, 118.0]
    values[position] *= slip
    faults = suspicions(coal(values))
    assert ("SER006", 2 + position) in [(fault.code, fault.place.line) for fault in faults]


def test_a_slip_says_by_how_much():
    assert messages(suspicions(coal([100, 1000, 100]))) == [
        "data/energy.csv line 3: industry final coal is 1000 tce in 2016, 10 times what the years "
        "beside it suggest (100 tce)"
    ]


@pytest.mark.parametrize(
    "values",
    [[100, 120, 140, 170], [100, 290, 100], [1, 2, 4, 8, 16], [100, 40, 20, 9], [1, 10, 100, 1000]],
)
def test_growth_and_decline_are_no_slips(values):
    assert suspicions(coal(values)) == []


def test_years_as_a_short_text():
    assert spans([]) == ""
    assert spans([2010]) == "2010"
    assert spans([2012, 2010, 2011, 2015, 2010]) == "2010-2012, 2015"


def test_order_of_rows_does_not_matter():
    rows = [
        f"{year},industry,final,{fuel},{year - 2000},tce,"
        for year in range(2010, 2016)
        for fuel in ("coal", "oil")
    ]
    first = series(energy(*rows), "energy", "e.csv")
    second = series(energy(*reversed(rows)), "energy", "e.csv")
    assert [(s.key, s.years, s.values) for s in first] == [
        (s.key, s.years, s.values) for s in second
    ]


def test_a_refused_value_is_known_but_empty():
    one = coal([1, "x", 3])
    assert one.values == (1.0, None, 3.0)
    assert one.known == (True, True, True)
