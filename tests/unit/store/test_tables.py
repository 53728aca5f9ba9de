"""Tables as Parquet and CSV: the same bytes for the same table, and never a number that is none."""

from __future__ import annotations

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from dualcarbon.store import tables

TABLE = pl.DataFrame({"year": [2010, 2011], "name": ["煤炭", None], "value": [0.1, None]})


def test_what_is_written_is_read_again(tmp_path):
    tables.write(tmp_path / "new" / "tables", {"b": TABLE, "a": TABLE.head(1)})
    found = tables.read(tmp_path / "new" / "tables")
    assert list(found) == ["a", "b"]
    assert_frame_equal(found["b"], TABLE)
    assert (tmp_path / "new/tables/a.csv").read_text() == "year,name,value\n2010,煤炭,0.1\n"


def test_the_same_table_gives_the_same_bytes(tmp_path):
    for place in ("one", "two"):
        tables.write(tmp_path / place, {"a": TABLE})
    for name in ("a.parquet", "a.csv"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), -float("inf")])
def test_a_number_that_is_none_is_refused_by_its_column(tmp_path, bad):
    with pytest.raises(
        ValueError, match="table fans: column p50 holds a number that is not finite"
    ):
        tables.write(tmp_path, {"fans": pl.DataFrame({"year": [1], "p50": [bad]})})
    assert list(tmp_path.iterdir()) == []


def test_a_table_too_long_to_be_looked_at_is_parquet_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(tables, "LONGEST", 1)
    tables.write(tmp_path, {"long": TABLE, "short": TABLE.head(1)})
    assert {f.name for f in tmp_path.iterdir()} == {"long.parquet", "short.parquet", "short.csv"}
    assert_frame_equal(tables.read(tmp_path)["long"], TABLE)


def test_an_empty_table_and_one_without_numbers_are_written(tmp_path):
    tables.write(tmp_path, {"none": TABLE.clear(), "names": TABLE.select("name")})
    assert {n: t.height for n, t in tables.read(tmp_path).items()} == {"names": 2, "none": 0}
    assert tables.read(tmp_path / "nowhere") == {}
