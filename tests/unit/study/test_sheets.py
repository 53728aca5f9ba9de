"""The tables of measures: exactly the declared columns, the numbers of the summary, the same bytes again."""

from __future__ import annotations

import polars as pl
import pytest

from dualcarbon.quantities.draws import Draws
from dualcarbon.scenarios.assumptions import keys_of_draws
from dualcarbon.store import tables as kept
from dualcarbon.study import appraisal, running, sheets
from dualcarbon.study.appraisal import Appraisal
from dualcarbon.vocabulary.tables import TABLES

NAMES = ("wedges", "cash_flows", "worth", "attribution", "projects_worth")
YEARS = list(range(2018, 2036))


@pytest.mark.parametrize("name", [n.removeprefix("results/") for n in TABLES if n.startswith("results/")])  # fmt: skip
def test_every_table_of_a_run_has_exactly_its_columns(appraised, name):
    assert appraised.tables[name].columns == list(TABLES[f"results/{name}"].columns)


@pytest.mark.parametrize("name", NAMES)
def test_without_measures_the_tables_are_empty_and_keep_their_columns(name):
    empty = sheets.build(Appraisal(), YEARS)
    assert list(empty) == list(NAMES)
    assert empty[name].height == 0
    assert empty[name].columns == list(TABLES[f"results/{name}"].columns)


@pytest.mark.parametrize("name", NAMES)
def test_no_key_stands_twice_and_only_declared_columns_are_blank(appraised, name):
    table, declared = appraised.tables[name], TABLES[f"results/{name}"]
    assert table.height > 0
    assert table.select(declared.key).is_duplicated().sum() == 0
    blank = {c for c in table.columns if table[c].null_count()}
    assert blank <= set(declared.blank)


def test_wedges_are_the_abatement_of_the_summary(appraised):
    table = appraised.tables["wedges"]
    assert table.height == 2 * 10 * len(YEARS)
    for one in appraised.summary["measures"]:
        here = table.filter((pl.col("scenario") == one["scenario"]) & (pl.col("measure") == one["id"]) & (pl.col("year") == 2030))  # fmt: skip
        (row,) = here.to_dicts()
        for column, key in (("abatement_tco2", "abatement_mt"), ("alone_tco2", "alone_mt"), ("attributed_tco2", "attributed_mt"), ("adjusted_abatement_tco2", "adjusted_mt")):  # fmt: skip
            assert row[column] * 1e-6 == pytest.approx(one[key]["2030"], rel=1e-12)


def test_cash_flows_are_the_money_of_the_summary(appraised):
    table = appraised.tables["cash_flows"].filter(pl.col("baseline") == "residual")
    for one in appraised.summary["measures"]:
        rows = table.filter((pl.col("scenario") == one["scenario"]) & (pl.col("measure") == one["id"])).sort("year")  # fmt: skip
        if one["money"] is None:
            assert rows.height == 0
            continue
        assert rows["year"].to_list() == YEARS
        money = one["money"]
        for column, key in (("investment_cny", "investment_cny"), ("running_cny", "running_cny"), ("energy_social_cny", "energy_cny"), ("energy_financial_cny", "energy_owner_cny")):  # fmt: skip
            assert rows[column].to_list() == list(money[key].values())
        assert rows["salvage_cny"].sum() == pytest.approx(money["salvage_cny"])
        assert rows["units"].to_list() == list(one["units"].values())


def test_worths_are_those_of_the_summary(appraised):
    table = appraised.tables["worth"]
    assert table.height == 2 * 9 * 2 * 12
    for one in appraised.summary["measures"]:
        for baseline, key in (("residual", "worth"), ("alone", "worth_alone")):
            rows = table.filter((pl.col("scenario") == one["scenario"]) & (pl.col("measure") == one["id"]) & (pl.col("baseline") == baseline)).to_dicts()  # fmt: skip
            assert len(rows) == len(one[key])
            for row, worth in zip(rows, one[key], strict=True):
                assert (row["view"], row["carbon"] == "yes", row["taxes"] == "yes") == (worth["view"], worth["carbon"], worth["taxes"])  # fmt: skip
                assert row["npv_cny"] == worth["npv_cny"]
                assert row["mac_cny_per_t"] == worth["mac_cny_per_t"]
                assert [float(x) for x in (row["irr"] or "").split("; ") if x] == pytest.approx(worth["irr"], rel=1e-9)  # fmt: skip


def test_attributions_and_projects_are_those_of_the_summary(appraised):
    table = appraised.tables["attribution"]
    for one in appraised.summary["attribution"]:
        for player in one["players"]:
            row = table.filter(
                (pl.col("scenario") == one["scenario"]) & (pl.col("against") == one["against"])
                & (pl.col("player") == player["id"]) & (pl.col("year") == 2030)
            ).to_dicts()  # fmt: skip
            assert [r["share_tco2"] * 1e-6 for r in row] == pytest.approx([player["mt"]["2030"]])
            assert row[0]["error_tco2"] is None
    projects = appraised.tables["projects_worth"].filter(pl.col("scenario") == "plan")
    for one in (p for p in appraised.summary["projects"] if p["scenario"] == "plan"):
        rows = projects.filter(pl.col("project") == one["id"])
        assert rows["investment_cny"].sum() == pytest.approx(one["investment_cny"])
        assert [x * 1e-6 for x in rows["abatement_tco2"]] == pytest.approx(list(one["abatement_mt"].values()))  # fmt: skip


def test_the_same_seed_gives_the_same_bytes(appraised, appraised_study, small, tmp_path):
    again = running.compute(appraised_study, "0" * 12, members=small["members"], seed=7)
    assert again.summary == appraised.summary
    for name, results in (("one", appraised), ("two", again)):
        kept.write(tmp_path / name, {n: results.tables[n] for n in NAMES})
    for file in sorted((tmp_path / "one").iterdir()):
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()


def test_a_share_that_was_not_told_is_blank(appraised_study, monkeypatch):
    study = appraised_study
    monkeypatch.setattr(appraisal, "_shared", lambda *_: [])
    plan = {"plan": study.scenarios["plan"]}
    draws = Draws(keys_of_draws(list(plan.values())), 4, 1)
    found = appraisal.appraise(
        study.study, plan, study.planted, study.listed, study.projects, draws
    )
    table = sheets.build(found, YEARS)["wedges"]
    assert table["attributed_tco2"].null_count() == table.height == 10 * len(YEARS)
