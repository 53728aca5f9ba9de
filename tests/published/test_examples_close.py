"""The energy tables of the examples add up to the totals that their sources print."""

from __future__ import annotations

import json
from pathlib import Path

import polars as pl
import pytest

CASES = Path(__file__).parent / "cases"
EXAMPLES = Path(__file__).parents[2] / "examples"
JIANGSU = json.loads((CASES / "jiangsu_energy_totals.json").read_text())
CHINA = json.loads((CASES / "china_energy_totals.json").read_text())


def table(study: str, name: str) -> pl.DataFrame:
    return pl.read_csv(EXAMPLES / study / name, schema_overrides={"value": pl.Float64})


def sums(rows: pl.DataFrame, by: str, name: str) -> list[float]:
    chosen = rows if name == "total" else rows.filter(pl.col(by) == name)
    return chosen.group_by("year").agg(pl.col("value").sum()).sort("year")["value"].to_list()


def domestic() -> pl.DataFrame:
    return table("jiangsu", "data/energy.csv").filter(pl.col("flow") != "import")


@pytest.mark.parametrize("sector", JIANGSU["expected"]["sector"])
def test_jiangsu_uses_and_outputs_add_up_to_the_printed_row(sector):
    told = JIANGSU["expected"]["sector"][sector]
    assert sums(domestic(), "sector", sector) == pytest.approx(told, rel=JIANGSU["tolerance"])


@pytest.mark.parametrize("fuel", JIANGSU["expected"]["fuel"])
def test_jiangsu_uses_and_outputs_add_up_to_the_printed_fuel(fuel):
    told = JIANGSU["expected"]["fuel"][fuel]
    assert sums(domestic(), "fuel", fuel) == pytest.approx(told, rel=JIANGSU["tolerance"], abs=1e-9)


def test_jiangsu_electricity_used_is_made_or_imported():
    rows = table("jiangsu", "data/energy.csv").filter(pl.col("fuel") == "electricity")
    brought = rows.filter(pl.col("flow") == "import")["value"].to_list()
    assert sums(rows.filter(pl.col("flow") != "import"), "fuel", "total") == pytest.approx(brought)


def test_jiangsu_value_added_of_the_sectors_is_the_product():
    rows = table("jiangsu", "data/economy.csv")
    whole = rows.filter(pl.col("sector") == "total")["value"].to_list()
    assert sums(rows.filter(pl.col("sector") != "total"), "sector", "total") == pytest.approx(
        whole, rel=1e-9
    )


def user_charged() -> pl.DataFrame:
    """Energy times the factor of its purpose, other transformation joined to industry. [10^4 t CO2]"""
    factors = (
        table("jiangsu", "factors.csv")
        .filter(pl.col("purpose") != "import")
        .rename({"value": "factor"})
    )
    cells = table("jiangsu", "data/energy.csv").join(factors, on=["year", "sector", "flow", "fuel"])
    ours = (
        pl.when(pl.col("flow") == "other_transformation")
        .then(pl.lit("industry"))
        .otherwise(pl.col("sector"))
    )
    charged = cells.filter(pl.col("flow").is_in(["final", "other_transformation"])).with_columns(
        sector=ours
    )
    return charged.group_by("year", "sector").agg(
        (pl.col("value") * pl.col("factor")).sum().alias("ours")
    )


def test_jiangsu_published_emissions_follow_from_the_tables_but_for_one_cell():
    told = table("jiangsu", "data/published.csv").filter(pl.col("sector") != "total")
    both = told.join(user_charged(), on=["year", "sector"], validate="1:1")
    off = both.filter((pl.col("ours") / pl.col("value") - 1).abs() > 1e-9)
    assert both.height == 40
    assert off.select("year", "sector").rows() == [(2013, "industry")]
    assert (off["value"] - off["ours"]).to_list() == pytest.approx([0.651], abs=5e-4)


def test_china_fuels_and_sectors_add_up_to_the_printed_total():
    rows, told = table("china", "data/energy.csv"), CHINA["expected"]["total"]
    nation = pl.col("sector") == "total"
    assert sums(rows.filter(nation), "sector", "total") == pytest.approx(
        told, rel=CHINA["tolerance"]["fuels"]
    )
    rounding = CHINA["tolerance"]["sectors_10^4_tce"]
    assert sums(rows.filter(~nation), "sector", "total") == pytest.approx(told, abs=rounding)


@pytest.mark.parametrize("study", ["jiangsu", "china"])
def test_rows_of_the_tables_are_there_once(study):
    for name, key in (
        ("data/energy.csv", ["year", "sector", "flow", "fuel"]),
        ("factors.csv", ["year", "sector", "flow", "fuel", "purpose"]),
    ):
        assert not table(study, name).select(key).is_duplicated().any()


@pytest.mark.parametrize("study", ["jiangsu", "china"])
def test_territorial_emissions_told_follow_from_the_tables(study):
    factors = (
        table(study, "factors.csv")
        .filter(pl.col("purpose") == "direct")
        .rename({"value": "factor"})
    )
    cells = table(study, "data/energy.csv").join(factors, on=["year", "sector", "flow", "fuel"])
    burnt = (
        cells.group_by("year").agg((pl.col("value") * pl.col("factor")).sum() / 100).sort("year")
    )
    told = json.loads((EXAMPLES / study / "expected.json").read_text())["values"]
    chosen = [x for x in told if x.get("key", "").startswith("inventory.territorial_mt.")]
    assert [int(x["key"][-4:]) for x in chosen] == burnt["year"].to_list()
    for (_, ours), x in zip(burnt.rows(), chosen, strict=True):
        assert ours == pytest.approx(x["value"], abs=x["tolerance"])
