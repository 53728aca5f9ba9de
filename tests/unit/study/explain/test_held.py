"""Numbers that the account is held against, explained down to their cells."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dualcarbon.study import running
from dualcarbon.study.explain import opened

EXAMPLES = Path(__file__).parents[4] / "examples"
GRID = "year,sender,region,value,unit,generation_tco2\n2017,320000,320000,400,10^8 kWh,30000000\n"
REASON = """
[[reconciliation]]
boundary = "energy_total_coal_equivalent"
years = [2017]
item = {en = "another vintage", zh = "不同版本"}
why = {en = "revised after the census", zh = "普查后修订"}
value = -100
unit = "10^4 tce"

[account]
scaled = ["co2_total"]
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    study = tmp_path_factory.mktemp("held") / "jiangsu"
    shutil.copytree(EXAMPLES / "jiangsu", study, ignore=shutil.ignore_patterns("results"))
    (study / "data/grid.csv").write_text(GRID, encoding="utf-8")
    with (study / "study.toml").open("a", encoding="utf-8") as file:
        file.write(REASON)
    return running.run(study, out=study / "results", members=16, quick=True)


@pytest.fixture(scope="module")
def derived(run):
    ask = opened(run.folder)
    return lambda key: ask(key).book[key]


def place(run, block, **labels):
    """Give the place of an entry in a list of the account."""
    listed = run.summary["account"][block]
    return next(n for n, one in enumerate(listed) if all(one[k] == v for k, v in labels.items()))


def test_what_is_unexplained_comes_from_both_totals_and_all_items(run, derived):
    n = place(run, "official", id="energy_total_coal_equivalent", year="2017")
    one = derived(f"account.official.{n}.unexplained_mt")
    inputs = {i.name: i for i in one.inputs}
    assert inputs["official total"].ref == "data/official.csv:9"
    assert inputs["another vintage"].value == -1.0
    start, counting = inputs["leading total"], inputs["other counting of electricity"]
    assert one.value == pytest.approx(314.3 - start.value - counting.value + 1.0)
    assert start.ref == "inventory.energy_mtce.2017"
    assert start.value == run.summary["inventory"]["energy_mtce"]["2017"]


def test_ours_holds_what_is_computed_and_not_what_is_stated(run, derived):
    n = place(run, "official", id="energy_total_coal_equivalent", year="2017")
    names = [i.name for i in derived(f"account.official.{n}.ours_mt").inputs]
    assert names == ["leading total", "other counting of electricity"]


def test_a_gap_comes_from_the_cells_of_all_districts(run, derived):
    n = place(run, "districts", year="2017")
    one = derived(f"account.districts.{n}.gap")
    cells = [i for i in one.inputs if i.ref.startswith("districts.csv:")]
    assert len(cells) == 13
    (own,) = [i for i in one.inputs if i.name == "the region's own"]
    assert one.value == pytest.approx(sum(i.value for i in cells) - own.value)


def test_a_scaled_district_is_no_statistic(run, derived):
    n = place(run, "districts", year="2017")
    one = derived(f"account.districts.{n}.scaled.districts.Wuxi")
    assert "x the region's own / sum of the districts" in one.formula_en
    assert one.value == pytest.approx(86.99e6 * 686.326667 / 953.69, rel=1e-6)


@pytest.mark.parametrize(
    ("key", "words", "ref"),
    [
        ("account.grid.320000.2017", "solved for all regions at once", "data/grid.csv"),
        ("account.hidden", "counted", "data/activity.csv"),
        ("account.signed.tables.energy.unsigned", "counted", "data/energy.csv"),
    ],
)
def test_factors_and_counts_name_their_tables(run, key, words, ref, derived):
    one = derived(key)
    assert words in one.formula_en
    assert ref in [i.ref for i in one.inputs]


def test_words_of_an_entry_are_what_the_study_says(run, derived):
    one = derived("account.official.0.name.en")
    assert (one.value, one.inputs) == ("Carbon dioxide of energy", ())
