"""Every table of a run, held to the tables of the study and to the other tables."""

from __future__ import annotations

import csv
import tomllib

import numpy as np
import polars as pl
import pytest

from dualcarbon.vocabulary.tables import TABLES

STUDIES = ["jiangsu", "china"]


@pytest.fixture(params=STUDIES)
def name(request):
    return request.param


@pytest.fixture
def tables(computed, name):
    return computed[name].tables


def given(study, table):
    return pl.read_csv(study / table, schema_overrides={"value": pl.Float64})


def by_year(table, column, *where):
    return table.filter(*where).group_by("year").agg(pl.col(column).sum()).sort("year")[column]


def test_tables_have_the_columns_that_the_vocabulary_declares(tables):
    declared = {
        n.removeprefix("results/"): t for n, t in TABLES.items() if n.startswith("results/")
    }
    assert set(tables) == set(declared)
    for table, frame in tables.items():
        told = declared[table]
        assert frame.columns == list(told.columns), table
        assert {c for c in frame.columns if frame[c].null_count()} <= told.blank
        assert not frame.select(told.key).is_duplicated().any()


def test_each_row_of_energy_points_at_the_line_it_was_read_from(tables, name, examples):
    lines = (examples / name / "data/energy.csv").read_text(encoding="utf-8").splitlines()
    rows = tables["energy"].sample(40, seed=1).rows(named=True)
    for row in rows:
        file, line = row["source"].split(":")
        (cells,) = csv.reader([lines[int(line) - 1]])
        assert file == "data/energy.csv"
        assert cells[:4] == [str(row[k]) for k in ("year", "sector", "flow", "fuel")]
        assert float(cells[4]) * 1e4 == pytest.approx(row["energy_tce"], rel=1e-12)


def test_emissions_are_energy_times_the_factor_of_their_row(tables, name, examples):
    emissions, lines = (
        tables["emissions"],
        (examples / name / "factors.csv").read_text().splitlines(),
    )
    product = emissions["energy_tce"] * emissions["factor_tco2_per_tce"]
    np.testing.assert_allclose(emissions["emissions_tco2"], product, rtol=1e-12)
    for row in emissions.sample(30, seed=1).rows(named=True):
        (cells,) = csv.reader([lines[int(row["factor_record"].split(":")[1]) - 1]])
        assert (cells[0], cells[3], cells[4]) == (str(row["year"]), row["fuel"], row["purpose"])
        assert float(cells[5]) == row["factor_tco2_per_tce"]


def test_totals_are_the_sums_of_emissions(tables):
    totals, emissions = tables["totals"], tables["emissions"]
    direct = by_year(emissions, "emissions_tco2", pl.col("purpose") == "direct")
    np.testing.assert_allclose(direct, totals["territorial_tco2"], rtol=1e-12)
    every = by_year(emissions, "emissions_tco2")
    np.testing.assert_allclose(every, totals["adjusted_tco2"], rtol=1e-12)
    used = by_year(tables["energy"], "energy_tce", ~pl.col("flow").is_in(["import", "export"]))
    np.testing.assert_allclose(used, totals["energy_tce"], rtol=1e-12)


def test_people_and_product_are_those_of_the_yearbook(tables, name, examples):
    people = given(examples / name, "data/population.csv").filter(
        pl.col("indicator") == "population"
    )
    assert tables["totals"]["population_person"].to_list() == pytest.approx(
        (people.sort("year")["value"] * 1e4).to_list(), rel=1e-12
    )
    assert tables["totals"]["gdp"].null_count() == 0


def test_every_factor_in_use_is_listed_with_its_source(tables):
    factors = tables["factors"]
    assert factors["id"].is_unique().all()
    assert set(tables["emissions"]["factor_record"]) <= set(factors["id"])
    assert (factors["source"].str.len_chars() > 0).all()
    assert set(factors["mark"]) <= {"", "C", "M", "A"}


def test_the_bridge_is_there_where_a_total_is_replicated(computed):
    bridge = computed["jiangsu"].tables["bridge"]
    totals, told = computed["jiangsu"].tables["totals"], computed["jiangsu"].summary
    published = told["inventory"]["replications"][0]["published_mt"]
    led = by_year(bridge, "emissions_tco2") + totals["adjusted_tco2"]
    np.testing.assert_allclose(led * 1e-6, list(published.values()), rtol=1e-9)
    assert computed["china"].tables["bridge"].is_empty()


def test_the_effects_of_sectors_add_up_to_those_of_the_summary(tables, computed, name):
    lmdi = tables["lmdi"]
    for one in computed[name].summary["diagnosis"]["lmdi"]:
        here = lmdi.filter((pl.col("start") == one["from"]) & (pl.col("end") == one["to"]))
        sums = dict(here.group_by("effect").agg(pl.col("effect_tco2").sum() * 1e-6).rows())
        for effect, value in one["effects_mt"].items():
            assert sums[effect] == pytest.approx(value, rel=1e-9, abs=1e-9)


def test_cells_of_a_pathway_add_up_to_its_totals(tables):
    cells, pathways = tables["pathway_cells"], tables["pathways"]
    home = cells.filter(~pl.col("flow").is_in(["import", "export"]))
    sums = home.group_by("scenario", "year").agg(pl.col("energy_tce", "emissions_tco2").sum())
    both = pathways.join(sums, on=["scenario", "year"], validate="1:1", suffix="_cells")
    np.testing.assert_allclose(both["emissions_tco2"], both["territorial_tco2"], rtol=1e-9)
    np.testing.assert_allclose(both["energy_tce_cells"], both["energy_tce"], rtol=1e-9)
    assert both.height == pathways.height


def test_every_path_of_a_scenario_is_told_with_its_mark_and_source(computed, name):
    table, summary = computed[name].tables["assumptions"], computed[name].summary
    assert set(table["scenario"]) == set(summary["scenarios"])
    assert set(table["mark"]) <= {"", "C", "M", "A"}
    assert table.select("scenario", "key").is_unique().all()
    stated = table.filter(key="gdp")
    assert stated.height == len(summary["scenarios"])
    assert all(stated["source"])


def test_shares_of_every_group_sum_to_one_in_every_year(tables):
    parameters = tables["parameters"]
    group = pl.col("key").str.extract(
        r"^(structure|mix\.[^.]+|power\.supply|power\.mix|heat\.supply|heat\.mix)\.[^.]+$"
    )
    shares = parameters.with_columns(group=group).drop_nulls("group")
    sums = shares.group_by("scenario", "year", "group").agg(pl.col("value").sum())
    assert sums.height > 0
    np.testing.assert_allclose(sums["value"], 1.0, atol=1e-6)
    assert shares["value"].min() >= 0


def test_a_parameter_names_the_file_that_declares_it(tables, name):
    sources = dict(
        tables["parameters"]
        .filter(pl.col("scenario") == "policy")
        .select("key", "source")
        .unique()
        .rows()
    )
    key = "intensity.industry" if name == "jiangsu" else "intensity.total"
    assert sources[key] == "scenarios/policy.toml"
    assert sources["gdp"] == "scenarios/baseline.toml"


def test_fans_are_ordered_and_open_with_the_years(tables, computed, name):
    fans, base = tables["fans"], computed[name].study.base_year
    levels = fans.select("p05", "p10", "p25", "p50", "p75", "p90", "p95").to_numpy()
    assert (np.diff(levels, axis=1) >= 0).all()
    wide = fans.with_columns(width=(pl.col("p95") - pl.col("p05")) / pl.col("p50"))
    for boundary in ("territorial", "adjusted"):
        here = wide.filter(pl.col("boundary") == boundary, pl.col("scenario") == "baseline")
        width = dict(here.select("year", "width").rows())
        assert width[base] < width[2030] < width[2050]
    assert fans.height == 2 * tables["pathways"].height


def test_draws_are_balanced_over_the_members(tables):
    for (key,), drawn in tables["draws"].group_by("key"):
        uniform = drawn.sort("member")["value"].to_numpy()
        assert sorted((uniform * len(uniform)).astype(int)) == list(range(len(uniform))), key


def test_members_are_all_there_and_none_is_like_all_others(tables, computed, name):
    members = tables["members"]
    assert members.height == 64 * len(computed[name].study.scenarios)
    for _, one in members.group_by("scenario"):
        assert one["peak_tco2"].n_unique() == 64
        assert (
            one.filter(pl.col("peak_year").is_null())["verdict"].str.contains("interior_peak").sum()
            == 0
        )


def test_goals_are_those_of_the_file(tables, name, examples):
    told = tomllib.loads((examples / name / "targets.toml").read_text(encoding="utf-8"))["targets"]
    own = tables["targets"].filter(~pl.col("id").str.contains(":"))
    for _, rows in own.group_by("scenario"):
        goals = dict(rows.select("id", "goal").rows())
        assert list(goals) == [target["id"] for target in told]
        for target in told:
            assert goals[target["id"]] == (
                target["year"] if target["kind"] == "peak_by" else target["value"]
            )


def test_what_is_sent_out_is_taken_off(selling, computed):
    tables, before = selling.tables, computed["jiangsu"].tables
    sums = by_year(tables["emissions"], "emissions_tco2")
    np.testing.assert_allclose(sums, tables["totals"]["adjusted_tco2"], rtol=1e-12)
    sold = tables["emissions"].filter(pl.col("flow") == "export").sort("year")
    assert sold["energy_tce"].to_list() == pytest.approx([-1e6] * 8)
    off = before["totals"]["adjusted_tco2"] + sold["emissions_tco2"]
    np.testing.assert_allclose(off, tables["totals"]["adjusted_tco2"], rtol=1e-12)


def test_ratios_of_all_factors_and_sectors_multiply_to_the_growth_of_what_is_decomposed(computed):
    results = computed["jiangsu"]
    lmdi, totals = results.tables["lmdi"], results.tables["totals"]
    emitted = dict(zip(totals["year"], totals["territorial_tco2"], strict=True))
    apart = results.tables["emissions"].filter(
        pl.col("flow").is_in(["other_transformation", "losses"])
    )
    rest = dict(apart.group_by("year").agg(pl.col("emissions_tco2").sum()).iter_rows())
    inside = {year: emitted[year] - rest.get(year, 0.0) for year in emitted}
    for start, end in ((2010, 2015), (2015, 2017), (2012, 2013)):
        rows = lmdi.filter(
            (pl.col("start") == start)
            & (pl.col("end") == end)
            & pl.col("effect_ratio").is_not_null()
        )
        assert rows["effect_ratio"].product() == pytest.approx(
            inside[end] / inside[start], rel=1e-9
        )
