"""Differences and plans of the example studies: summary and tables say the same, and follow from the runs."""

from __future__ import annotations

from itertools import combinations

import polars as pl
import pytest

from dualcarbon.errors import InputError
from dualcarbon.scenarios.inheritance import differences
from dualcarbon.study import differing, pairs


@pytest.fixture(scope="module")
def told(computed):
    return computed["jiangsu"].summary["scenarios"]


@pytest.fixture(scope="module")
def table(computed):
    return computed["jiangsu"].tables["differences"]


def test_the_root_differs_from_nothing_and_children_from_their_parents(told, prepared):
    scenarios = prepared["jiangsu"].scenarios
    assert told["baseline"]["differences"] == []
    for name in ("policy", "enhanced"):
        apart = differences(scenarios[name], scenarios[told[name]["extends"]])
        keys = [one["key"] for one in told[name]["differences"]]
        assert {k.rpartition(".")[0] if k.rpartition(".")[0] in apart else k for k in keys} == {*apart}  # fmt: skip
        assert {one["same"] for one in told[name]["differences"]} == {False}


def test_both_sides_are_told_where_they_stand(told, prepared):
    folder = prepared["jiangsu"].folder
    for one in told["policy"]["differences"]:
        for side, scenario in (("ours", "policy"), ("parents", "baseline")):
            where = one[side]["where"]
            file, _, line = where.partition(" line ")
            assert (one[side]["declared_by"], file) == (scenario, f"scenarios/{scenario}.toml")
            text = (folder / file).read_text(encoding="utf-8").splitlines()[int(line.split()[0]) - 1]  # fmt: skip
            assert one["key"].rpartition(".")[2] in text  # the line names the path, or its part


def test_without_measures_a_value_is_that_of_the_run(told, computed):
    parameters = computed["jiangsu"].tables["parameters"].filter(pl.col("scenario") == "policy")
    values = {(r["key"], r["year"]): r["value"] for r in parameters.iter_rows(named=True)}
    for one in told["policy"]["differences"]:
        for year, value in one["ours"]["value"].items():
            assert value == pytest.approx(values[one["key"], int(year)], rel=1e-12)


def test_the_table_holds_every_pair_in_order(table):
    found = list(dict.fromkeys(zip(table["against"], table["scenario"], strict=True)))
    assert found == list(combinations(("baseline", "policy", "enhanced"), 2))
    assert set(table["year"]) == {2017, 2030, 2035, 2060}
    assert table.select("scenario", "against", "key", "year").is_duplicated().sum() == 0


def test_plans_follow_from_the_pathways(computed):
    study = computed["jiangsu"]
    path = {(r["scenario"], r["year"]): r for r in study.tables["pathways"].iter_rows(named=True)}
    plans = study.tables["plans"]
    for name, one in study.summary["scenarios"].items():
        assert [(p["from"], p["to"]) for p in one["plans"]][:4] == [(2010, 2015), (2015, 2017), (2015, 2020), (2020, 2025)]  # fmt: skip
        assert one["plans"][-1]["to"] == 2060
        for plan in one["plans"]:
            first, last = (path[name, plan[end]] for end in ("from", "to"))
            for key, column in (("gdp", "gdp"), ("energy", "energy_tce"), ("co2", "territorial_tco2")):  # fmt: skip
                assert plan[f"{key}_growth"] == pytest.approx(last[column] / first[column] - 1)
            assert sum(plan["structure"].values()) == pytest.approx(1.0, abs=1e-12)
            here = {"scenario": name, "start": plan["from"], "end": plan["to"], "item": "energy_elasticity"}  # fmt: skip
            row = plans.filter(**here)
            assert row["value"].to_list() == [plan["energy_elasticity"]]


def test_a_pair_is_shared_out_like_the_run_does(prepared, computed):
    found = pairs.compare(prepared["jiangsu"], "baseline", "policy")
    plain = pairs.plain(found, prepared["jiangsu"], [2030])
    (ours,) = [a for a in computed["jiangsu"].summary["attribution"] if (a["scenario"], a["against"]) == ("policy", "baseline")]  # fmt: skip
    shares = {p["id"]: p["territorial_mt"]["2030"] for p in plain["attribution"]["players"]}
    assert shares == pytest.approx({p["id"]: p["mt"]["2030"] for p in ours["players"]})
    assert "by_sector" not in plain["attribution"]["total"]


def test_scenarios_that_are_not_there_are_refused(prepared):
    for names, code in ((("nobody", "policy"), "SCN025"), (("policy", "policy"), "SCN026")):
        with pytest.raises(InputError) as caught:
            pairs.compare(prepared["jiangsu"], *names)
        assert [f.code for f in caught.value.faults] == [code]


def test_years_shown_lie_inside_the_study(prepared):
    assert differing.shown(prepared["china"].planted[2]) == [2021, 2030, 2035, 2060]
