"""The dense account: what adds up, what only repeats, what is silent."""

from __future__ import annotations

import polars as pl
import pytest

from dualcarbon.readers.csv import read_bytes
from dualcarbon.yearbook import energy

HEAD = "year,sector,flow,fuel,value,unit\n"


def table(*rows):
    return read_bytes((HEAD + "\n".join(rows) + "\n").encode(), "energy", "data/energy.csv").frame


def messages(faults):
    return [fault.message() for fault in faults]


def test_totals_repeat_and_stay_out_of_the_account():
    frame = table(
        "2020,industry,final,coal,1,tce",
        "2020,industry,final,total,1,tce",
        "2020,total,final,coal,1,tce",
        "2020,total,import,electricity,5,tce",
        "2020,industry,final,oil,,tce",
    )
    kept = energy.account_rows(frame).select("sector", "flow", "fuel").rows()
    assert kept == [("industry", "final", "coal"), ("total", "import", "electricity")]
    assert energy.total_rows(frame).height == 1


def test_a_group_beside_its_kinds_is_refused():
    frame = table(
        "2020,industry,final,raw_coal,1,tce", "2020,industry,final,coal,1,tce",
        "2020,industry,final,coke,1,tce", "2020,transport,final,coal,1,tce",
    )  # fmt: skip
    assert messages(energy.counted_twice(frame, "data/energy.csv")) == [
        "data/energy.csv line 3: industry final coal is given both as a group and by kind (raw_coal, coke): "
        "counted twice"
    ]


def test_a_silent_sector_is_refused_and_a_late_fuel_is_said():
    frame = table(
        "2019,industry,final,coal,99,tce", "2020,industry,final,coal,99,tce", "2020,industry,final,oil,1,tce",
        "2020,transport,final,oil,1,tce",
    )  # fmt: skip
    faults = energy.coverage(energy.account_rows(frame), "data/energy.csv")
    assert [fault.level for fault in faults] == ["warn", "error"]
    assert messages(faults) == [
        "data/energy.csv line 4: industry final oil has no row for 2019 and is counted as 0 there",
        "data/energy.csv line 5: transport final has no row for 2019, other series of the table do",
    ]


def test_the_cube_is_dense_in_the_official_order():
    frame = table(
        "2021,transport,final,oil,4,tce", "2020,industry,final,coal,1,tce",
        "2020,industry,power,electricity,-2,tce", "2020,transport,final,oil,3,10^4 tce",
    )  # fmt: skip
    cube = energy.cube(energy.account_rows(frame), [2021, 2020])
    assert cube.dims == ("year", "sector", "flow", "fuel")
    assert cube.attrs["units"] == "tce"
    assert cube.year.values.tolist() == [2020, 2021]
    assert cube.sector.values.tolist() == ["industry", "transport"]
    assert cube.sum().item() == 1 - 2 + 30000 + 4
    assert cube.sel(year=2020, sector="industry", flow="power", fuel="electricity").item() == -2
    assert cube.sel(year=2021, sector="industry", flow="final", fuel="coal").item() == 0
    assert not cube.isnull().any()


def test_order_of_rows_changes_nothing():
    rows = [f"{year},{sector},final,{fuel},{year - 2000},tce" for year in (2019, 2020)
            for sector in ("industry", "transport") for fuel in ("coal", "oil", "electricity")]  # fmt: skip
    first = energy.cube(energy.account_rows(table(*rows)), [2019, 2020])
    second = energy.cube(energy.account_rows(table(*reversed(rows))), [2019, 2020])
    assert first.identical(second)


def test_no_rows_no_cube():
    frame = table("2020,industry,final,coal,1,tce")
    assert energy.cube(frame, [1999]) is None
    assert energy.cube(pl.DataFrame(schema=frame.schema), [2020]) is None


def test_a_fuel_given_for_all_sectors_alone_stays_in_the_account():
    frame = pl.DataFrame(
        {
            "year": [2020] * 3,
            "sector": ["total", "industry", "total"],
            "flow": ["final"] * 3,
            "fuel": ["coal", "coal", "oil"],
            "value": [100.0, 60.0, 40.0],
        }
    )
    kept = energy.account_rows(frame)
    assert sorted(zip(kept["sector"], kept["fuel"], kept["value"], strict=True)) == [
        ("industry", "coal", 60.0),
        ("total", "oil", 40.0),
    ]


def test_a_total_of_years_that_no_sector_has_is_not_dropped():
    rows = [f"{y},total,final,coal,{v},tce" for y, v in ((2018, 90), (2019, 0), (2020, 100))]
    kept = energy.account_rows(table(*rows, "2020,industry,final,coal,60,tce"))
    assert sorted(zip(kept["year"], kept["sector"], kept["value"], strict=True)) == [
        (2018, "total", 90.0),
        (2020, "industry", 60.0),
    ]


@pytest.mark.parametrize(
    ("whole", "part", "codes"),
    [
        ("raw_coal", "coal", ["SER011"]),
        ("coal", "coke", ["SER011"]),
        ("coke", "raw_coal", []),
        ("coal", "coal", []),
        ("oil", "coal", []),
    ],
)
def test_kinds_of_all_sectors_beside_the_group_by_sector_are_refused(whole, part, codes):
    frame = table(f"2020,total,final,{whole},9,tce", f"2020,industry,final,{part},5,tce")
    assert [f.code for f in energy.counted_twice(frame, "data/energy.csv")] == codes


@pytest.mark.parametrize(
    ("coal", "code"),
    [
        ("2020,industry,final,coal,NE,tce", "SER012"),
        ("2020,industry,final,coal,,tce", "SER012"),
        ("2020,industry,final,coal,NO,tce", "SER007"),
    ],
)
def test_a_large_figure_that_is_not_known_is_no_zero(coal, code):
    frame = table(
        "2019,industry,final,coal,6,tce", coal,
        "2019,industry,final,oil,94,tce", "2020,industry,final,oil,94,tce",
        "2019,industry,final,lpg,3,tce",
    )  # fmt: skip
    found = energy.coverage(energy.account_rows(frame), "data/energy.csv", frame)
    assert sorted((f.code, dict(f.params)["series"]) for f in found) == sorted(
        [(code, "industry final coal"), ("SER007", "industry final lpg")]
    )


def test_a_year_of_which_the_table_says_why_it_has_no_figure_is_not_silent():
    rows = [
        "2019,construction,final,coal,1,tce",
        "2019,industry,final,coal,99,tce",
        "2020,industry,final,coal,99,tce",
    ]
    silent, spoken = table(*rows), table(*rows, "2020,construction,final,coal,NE,tce")
    told = [
        [
            (f.code, dict(f.params)["series"])
            for f in energy.coverage(energy.account_rows(f), "e.csv", f)
        ]
        for f in (silent, spoken)
    ]
    assert told == [[("SER004", "construction final")], [("SER007", "construction final coal")]]
    assert energy.keys(spoken) == {("construction/final/coal", 2020): "NE"}
