"""What the past shows: drivers of what is burnt, each once; the rest apart; a missing table drops its chapter."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from dualcarbon.study import running
from dualcarbon.study.characteristics import boundaries, describe, explained
from dualcarbon.study.preparation import prepare


@pytest.fixture(scope="module")
def past(prepared):
    return describe(prepared["jiangsu"].study, prepared["jiangsu"].account)


@pytest.fixture(scope="module")
def burnt(examples):
    """Fuel burnt by final users and plants with its direct factor, read from the tables. [10^4 tce]"""
    read = {"schema_overrides": {"value": pl.Float64}}
    factors = pl.read_csv(examples / "jiangsu/factors.csv", **read).filter(
        pl.col("purpose") == "direct"
    )
    energy = pl.read_csv(examples / "jiangsu/data/energy.csv", **read)
    keys = ["year", "sector", "flow", "fuel"]
    return energy.join(factors.select(*keys, factor="value"), on=keys, how="left").with_columns(
        co2=pl.col("value") * pl.col("factor").fill_null(0.0) / 100
    )


def test_transformation_and_losses_stand_apart(past, burnt):
    left_out = burnt.filter(pl.col("flow").is_in(["other_transformation", "losses"]))
    sums = left_out.group_by("year").agg(pl.col("co2").sum()).sort("year")["co2"]
    assert (past.apart * 1e-6).values.tolist() == pytest.approx(sums.to_list(), rel=1e-9)


def test_what_is_explained_and_what_stands_apart_are_the_territory(prepared):
    one = prepared["jiangsu"]
    energy, emissions, apart = explained(one.study, one.account)
    both = emissions.sum(["sector", "fuel"]) + apart
    np.testing.assert_allclose(both.values, one.account.territorial.values, rtol=1e-12)
    assert not {"electricity", "heat"} & set(
        energy.fuel.values
    )  # burnt for them is counted at the plants
    assert "energy_supply" not in energy.sector.values  # the study joins it to industry


def test_joined_sectors_hold_their_energy_together(prepared, burnt):
    one = prepared["jiangsu"]
    energy, _, _ = explained(one.study, one.account)
    inside = burnt.filter(
        pl.col("sector").is_in(["industry", "energy_supply"])
        & pl.col("flow").is_in(["final", "power", "heat"])
        & ~pl.col("fuel").is_in(["electricity", "heat"])
        & (pl.col("year") == 2017)
    )
    ours = float(energy.sel(sector="industry", year=2017).sum())
    assert ours == pytest.approx(inside["value"].sum() * 1e4, rel=1e-12)


def test_boundaries_hold_the_replications_too(prepared):
    found = boundaries(prepared["jiangsu"].account)
    assert list(found) == ["territorial", "adjusted", "user_charged"]


def test_periods_of_the_study_come_first_then_every_year(past):
    assert [(d.start, d.end) for d in past.decoupling] == [
        (2010, 2015),
        (2015, 2017),
        *((y, y + 1) for y in range(2010, 2017)),
    ]
    assert [tuple(map(int, p.chained.period)) for p in past.drivers.periods] == [
        (2010, 2015),
        (2015, 2017),
    ]


def test_a_suspected_break_is_told_with_its_reason(past):
    (fault,) = [w for w in past.warnings if w.code == "DIA001"]
    assert "2011-2012" in fault.message()
    assert "不据此凸起作任何判断" in fault.message("zh")


def test_the_official_share_is_refused_where_electricity_is_bought(past, prepared):
    assert "INT009" in {w.code for w in past.warnings}
    china = describe(prepared["china"].study, prepared["china"].account)
    assert "INT009" not in {w.code for w in china.warnings}
    assert float(china.nonfossil.official.sel(year=2021)) == pytest.approx(0.167)


def bare(study, *tables):
    """Take tables out of a study, its measures, and what rests on them out of its scenarios."""
    for table in tables:
        (study / "data" / f"{table}.csv").unlink()
    for file in (study / "scenarios").glob("*.toml"):
        head = file.read_text(encoding="utf-8").split("\n[", 1)[0]
        file.write_text(head + "\n", encoding="utf-8")
    for file in ("measures.toml", "projects.csv"):
        (study / file).unlink(missing_ok=True)


def test_without_product_its_chapters_are_left_out_with_a_sentence(copied):
    bare(copied, "economy")
    one = prepare(copied)
    found = describe(one.study, one.account)
    assert found.energy_intensity is None
    assert (found.co2_intensity, found.decoupling) == ({}, ())
    assert {"YBK003", "YBK002"} <= {w.code for w in one.warnings}
    summary = running.compute(one, "x", members=2, seed=1).summary
    assert (summary["diagnosis"]["energy_intensity"], summary["diagnosis"]["decoupling"]) == (
        {},
        [],
    )
    assert summary["scenarios"]["policy"]["territorial_mt"]["2060"] > 0
    states = {t["id"]: t["state"] for t in summary["scenarios"]["policy"]["targets"]}
    assert states["fyp13_co2_intensity"] == "refused"


def test_a_short_series_has_no_trend(copied):
    for file in (
        "data/energy.csv",
        "data/economy.csv",
        "data/population.csv",
        "data/published.csv",
    ):
        rows = (copied / file).read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [r for r in rows if not any(f"{year}," in r[:18] for year in range(2010, 2016))]
        (copied / file).write_text("".join(kept), encoding="utf-8")
    study = (copied / "study.toml").read_text(encoding="utf-8")
    (copied / "study.toml").write_text(
        study.replace("from = 2010\nto = 2015", "from = 2016\nto = 2017"), encoding="utf-8"
    )
    (copied / "targets.toml").unlink()
    bare(copied)  # what no longer burns is no part of its mixes
    one = prepare(copied)
    found = describe(one.study, one.account)
    assert one.account.territorial.year.values.tolist() == [2016, 2017]
    assert found.trend is None
    assert running.compute(one, "x", members=2, seed=1).summary["diagnosis"]["trend"] is None
