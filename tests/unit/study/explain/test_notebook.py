"""A number of the statistics is followed to the row that the study uses: of its vintage, money before an index, a fill where there is no figure."""

from __future__ import annotations

from types import SimpleNamespace

import polars as pl
import pytest
import xarray as xr

from dualcarbon.study.explain.notebook import Notebook
from dualcarbon.study.explain.read_off import FILLED, ROW, stood
from dualcarbon.yearbook.filled import Filled

ECONOMY = pl.DataFrame(
    [
        ("old", 2014, "total", "value_added", 9.0, 2),
        ("old", 2015, "total", "value_added", 10.0, 3),
        ("new", 2015, "total", "value_added", 11.0, 4),
        ("new", 2015, "industry", "gdp_index", 120.0, 5),
        ("new", 2015, "total", "gdp_index", 110.0, 6),
    ],
    schema=["vintage", "year", "sector", "indicator", "given", "line"],
    orient="row",
).with_columns(given_unit=pl.lit("u"), source=pl.lit("yearbook"))
FILL = Filled(
    (2014,), (8.0,), (7.0,), (9.0,), "linear", {"en": "", "zh": ""}, table="economy",
    key={"sector": "total", "indicator": "value_added"}, row="study.toml:fills.0", why={"en": "not printed", "zh": "未公布"},
)  # fmt: skip


@pytest.fixture
def note():
    """Make the notebook of a study that uses the new vintage, its product in some unit."""

    def made(unit):
        product = xr.DataArray([8.0, 11.0], coords={"year": [2014, 2015]}, attrs={"units": unit})
        prepared = SimpleNamespace(
            account=SimpleNamespace(yearbook=SimpleNamespace(filled=(FILL,), gdp=product)),
            held=SimpleNamespace(filled=()),
            study=SimpleNamespace(vintages={"economy": "new"}),
            read=SimpleNamespace(
                tables={"economy": SimpleNamespace(frame=ECONOMY, file="data/economy.csv")}
            ),
        )
        return Notebook(SimpleNamespace(summary={}), prepared)

    return made


def test_the_row_is_that_of_the_vintage_and_of_the_kind_that_the_study_uses(note):
    assert note("CNY2010").gdp_row(2015) == "data/economy.csv:4"
    assert note("2010=100").gdp_row(2015) == "data/economy.csv:6"
    assert stood("data/economy.csv:4") == ROW


def test_a_year_that_was_filled_leads_to_its_fill_and_not_to_another_vintage(note):
    book = note("CNY2010")
    ref = book.gdp_row(2014)
    assert (ref, book.about[ref]) == ("study.toml:fills.0 2014", "filled by linear; not printed")
    assert stood(ref) == FILLED
