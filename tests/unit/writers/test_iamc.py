"""The IAMC table: a row a series, a column a year, nothing twice and nothing unnamed."""

import polars as pl
import pytest

from dualcarbon.writers import iamc

ROW = {
    "model": "m",
    "scenario": "s",
    "region": "r",
    "variable": "Emissions|CO2",
    "unit": "Mt CO2/yr",
}


def series(*pairs, **other):
    return pl.DataFrame([ROW | other | {"year": year, "value": value} for year, value in pairs])


def test_years_are_columns_in_their_order_and_gaps_stay_empty(tmp_path):
    long = pl.concat(
        [series((2020, 2.0), (2010, 1.0)), series((2015, 3.5), variable="Emissions|CH4")]
    )
    text = iamc.write(long, tmp_path / "new" / "table.csv").read_text(encoding="utf-8")
    assert text.splitlines() == [
        "model,scenario,region,variable,unit,2010,2015,2020",
        "m,s,r,Emissions|CO2,Mt CO2/yr,1.0,,2.0",
        "m,s,r,Emissions|CH4,Mt CO2/yr,,3.5,",
    ]


def test_a_series_that_stands_twice_is_refused():
    with pytest.raises(ValueError, match=r"Emissions\|CO2 of s stands twice"):
        iamc.wide(series((2020, 1.0), (2020, 2.0)))


@pytest.mark.parametrize("column", iamc.INDEX)
def test_a_series_without_a_part_of_its_name_is_refused(column):
    with pytest.raises(ValueError, match=f"has no {column}"):
        iamc.wide(series((2020, 1.0), **{column: " "}))
