"""Jiangsu's published CO2, rebuilt from energy and factors; the printed figures are read from the table itself."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import polars as pl
import pytest

from dualcarbon.study import preparation

JIANGSU = Path(__file__).parents[2] / "examples" / "jiangsu"
ENDED = ["agriculture", "transport", "services_buildings", "households"]
YEARS = list(range(2010, 2018))
ODD = 2013
REL = 1e-9


def table(name):
    return pl.read_csv(JIANGSU / name, schema_overrides={"value": pl.Float64})


def printed(sector):
    """Give the published figures of a sector by year. [t CO2]"""
    rows = table("data/published.csv").filter(pl.col("sector") == sector)
    assert set(rows["unit"]) == {"10^4 t CO2"}
    return {year: value * 1e4 for year, value in rows.select("year", "value").rows()}


@pytest.fixture(scope="module")
def rebuilt(jiangsu):
    return jiangsu.account.replications["user_charged"]


@pytest.mark.parametrize("sector", [*ENDED, "industry"])
def test_sectors_come_out_as_published(rebuilt, sector):
    ours = rebuilt.by_sector.sel(sector=sector)
    for year in YEARS if sector in ENDED else [y for y in YEARS if y != ODD]:
        assert float(ours.sel(year=year)) == pytest.approx(printed(sector)[year], rel=REL)


def test_the_total_comes_out_as_published_but_for_one_year(rebuilt):
    told = printed("total")
    for year in (y for y in YEARS if y != ODD):
        assert float(rebuilt.total.sel(year=year)) == pytest.approx(told[year], rel=REL)
    assert told[ODD] - float(rebuilt.total.sel(year=ODD)) == pytest.approx(
        6510, abs=5
    )  # 0.651 x 10^4 t


def test_the_known_exception_is_named_and_nothing_else(jiangsu, rebuilt):
    (fault,) = [w for w in jiangsu.warnings if w.code == "INV004"]
    particulars = dict(fault.params)
    assert (particulars["sector"]["en"], particulars["year"]) == ("Industry", ODD)
    gap = printed("industry")[ODD] - float(rebuilt.by_sector.sel(year=ODD, sector="industry"))
    assert float(particulars["gap"]) == pytest.approx(gap, rel=1e-4)
    assert gap == pytest.approx(6510, abs=5)
    assert "no cell explains it" in fault.message("en")
    assert "没有单元格能解释" in fault.message("zh")


def test_the_bridge_leads_from_territory_and_imports_to_the_published_total(jiangsu, rebuilt):
    account, told = jiangsu.account, printed("total")
    for year in YEARS:
        items = [float(item.sel(year=year)) for item in rebuilt.bridge.values()]
        start = float(account.territorial.sel(year=year)) + float(account.trade.sel(year=year))
        assert abs(start + sum(items) - told[year]) <= REL * told[year]
        unexplained = float(rebuilt.bridge["unexplained"].sel(year=year))
        assert abs(unexplained) <= (1.2e-5 if year == ODD else REL) * told[year]


def test_an_item_of_the_bridge_is_what_the_tables_say(rebuilt):
    energy, factors = table("data/energy.csv"), table("factors.csv").rename({"value": "factor"})
    used = energy.join(
        factors.filter(pl.col("purpose") == "user"), on=["year", "sector", "flow", "fuel"]
    )
    charged = used.filter((pl.col("flow") == "final") & (pl.col("fuel") == "electricity"))
    sums = (
        charged.group_by("year").agg((pl.col("value") * pl.col("factor")).sum() * 1e4).sort("year")
    )
    item = rebuilt.bridge["charged.electricity.final"]
    assert item.values.tolist() == pytest.approx(sums["value"].to_list(), rel=1e-12)


def imports():
    """Give imported energy by year and its factor. [tce], [t CO2/tce]"""
    energy = table("data/energy.csv").filter(pl.col("flow") == "import").sort("year")
    factors = table("factors.csv").filter(pl.col("purpose") == "import").sort("year")
    return [v * 1e4 for v in energy["value"]], factors["value"].to_list()


def test_the_import_factor_moves_the_adjusted_total_exactly_and_the_territory_not_at_all(
    jiangsu, tmp_path
):
    shutil.copytree(JIANGSU, tmp_path / "s", ignore=shutil.ignore_patterns("results"))
    file = tmp_path / "s" / "factors.csv"
    row = r"^(\d{4},energy_supply,import,electricity,import,)([\d.]+)(,.*)$"
    text, count = re.subn(
        row, lambda m: f"{m[1]}{float(m[2]) + 0.5}{m[3]}", file.read_text(), flags=re.M
    )
    file.write_text(text)
    moved, before = preparation.prepare(tmp_path / "s").account, jiangsu.account
    bought, _ = imports()
    assert count == len(YEARS) == len(bought)
    assert moved.territorial.values.tolist() == before.territorial.values.tolist()
    off = moved.adjusted.values - before.adjusted.values
    assert off.tolist() == pytest.approx([0.5 * energy for energy in bought], rel=1e-6)
    assert moved.trade.values.tolist() == pytest.approx(
        [e * (f + 0.5) for e, f in zip(*imports(), strict=True)], rel=1e-12
    )
    same, old = (a.replications["user_charged"] for a in (moved, before))
    assert same.total.values.tolist() == old.total.values.tolist()
