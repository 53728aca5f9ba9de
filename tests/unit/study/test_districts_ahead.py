"""A region whose districts are studies of their own: run in its scenarios, added up, kept, explained, told."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest
import xarray as xr

from dualcarbon.cli.reference import keys
from dualcarbon.cli.reference import summary as page
from dualcarbon.errors import InputError
from dualcarbon.quantities.draws import Draws
from dualcarbon.report import districts as told_of
from dualcarbon.report import sentences
from dualcarbon.report.numbers import Scale
from dualcarbon.report.reading import Reading
from dualcarbon.scenarios.assumptions import keys_of_draws
from dualcarbon.study import (
    districts_ahead,
    freshness,
    preparation,
    publishing,
    rebuilding,
    running,
)
from dualcarbon.study.explain import question
from dualcarbon.vocabulary.tables import TABLES

MEMBERS = 16


def _made_up():
    name = "region_with_districts"
    where = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    module = importlib.util.module_from_spec(where)
    where.loader.exec_module(module)
    return module


made_up = _made_up()


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    return made_up.city(tmp_path_factory.mktemp("districts") / "city")


@pytest.fixture(scope="module")
def done(study):
    """A finished run; not to be changed."""
    return running.run(study, members=MEMBERS)


@pytest.fixture(scope="module")
def ahead(done):
    return done.summary["districts_ahead"]


def warned(done, code):
    return [w for w in done.warnings if w.code == code]


def test_the_sum_is_that_of_the_paths_in_every_scenario(ahead):
    assert list(ahead["districts"]) == ["lingang", "laocheng"]
    assert list(ahead["scenarios"]) == ["baseline", "plan"]
    for one in ahead["scenarios"].values():
        for year, amount in one["sum"]["territorial_mt"].items():
            parts = [d["territorial_mt"][year] for d in one["districts"].values()]
            assert amount == pytest.approx(sum(parts), rel=1e-12)


def test_the_change_of_the_sum_is_told_by_district(ahead):
    one = ahead["scenarios"]["plan"]
    moved, path = one["peak_movers"], one["sum"]["territorial_mt"]
    start, end = (path[str(year)] for year in moved["window"])
    assert sum(moved["change_mt"].values()) == pytest.approx(end - start, abs=1e-9)
    assert moved["movers"]


def test_the_gap_to_the_account_of_the_region_is_told_and_nothing_is_scaled(done, ahead):
    gap, own = ahead["gap"], done.summary["inventory"]["territorial_mt"]["2020"]
    paths = [one["territorial_mt"]["2020"] for one in ahead["scenarios"]["plan"]["districts"].values()]  # fmt: skip
    assert gap["sum_mt"] == pytest.approx(sum(paths), rel=1e-12)
    assert gap["region_mt"] == pytest.approx(own, rel=1e-12)
    assert gap["gap_mt"] == pytest.approx(sum(paths) - own, rel=1e-9)
    assert gap["share"] == pytest.approx((sum(paths) - own) / own, rel=1e-9)
    (told,) = [w for w in warned(done, "BAL003") if w.place.file == "study.toml"]
    assert f"sum to {gap['sum_mt']:.1f}, province says {own:.1f}" in told.sentence()


def test_what_districts_do_not_take_is_told_under_their_folders(done):
    (shared,) = warned(done, "DIS012")
    assert dict(shared.params)["ids"] == "boilers"
    left = [(w.place.file, dict(w.params)["keys"]) for w in warned(done, "DIS010")]
    assert left == [("districts/lingang/scenarios/baseline.toml", "mix.households.raw_coal")]
    amounts = [w.place.file for w in warned(done, "DIS011")]
    assert amounts == [f"districts/{d}/scenarios/plan.toml" for d in ("lingang", "laocheng")]
    (stays,) = warned(done, "DIS013")
    assert (stays.place.file, dict(stays.params)["keys"]) == ("districts/laocheng/scenarios/plan.toml", "gdp")  # fmt: skip


def test_a_sum_that_begins_later_than_some_statistics_says_so():
    def one(name, first):
        years = xr.DataArray([1.0, 2.0], dims="year", coords={"year": [first, first + 1]})
        return SimpleNamespace(study=SimpleNamespace(name=name), account=SimpleNamespace(territorial=years))  # fmt: skip

    early, late = one("north", 2015), one("south", 2018)
    (told,) = districts_ahead._short(SimpleNamespace(districts={"a": early, "b": late}))
    assert (told.code, dict(told.params)) == ("DIS016", {"year": 2018, "names": "south"})
    assert not [*districts_ahead._short(SimpleNamespace(districts={"a": early, "b": early}))]


def test_the_table_holds_every_district_and_the_total(done, ahead):
    table = done.tables["districts_ahead"]
    assert table.columns == list(TABLES["results/districts_ahead"].columns)
    assert table["district"].unique(maintain_order=True).to_list() == ["lingang", "laocheng", "total"]  # fmt: skip
    row = table.filter((pl.col("scenario") == "plan") & (pl.col("district") == "total") & (pl.col("year") == 2040))  # fmt: skip
    told = ahead["scenarios"]["plan"]["sum"]["territorial_mt"]["2040"]
    assert row["emissions_tco2"].item() == pytest.approx(told * 1e6, rel=1e-12)
    levels = row.select("p05", "p10", "p25", "p50", "p75", "p90", "p95").row(0)
    assert list(levels) == sorted(levels)
    assert levels[0] < levels[-1]


def test_districts_change_no_draw_of_their_region(done):
    rows = done.tables["draws"]
    keys = rows["key"].unique().to_list()
    own = [key for key in keys if not key.startswith("districts.")]
    assert {"districts.laocheng.gdp.growth.2030", "districts.lingang.intensity.industry.growth.2060"} < {*keys}  # fmt: skip
    alone = Draws(own, MEMBERS, done.summary["seed"])
    for key in own:
        assert rows.filter(pl.col("key") == key)["value"].to_list() == alone.uniform(key).tolist()


def test_a_region_of_one_district_like_itself_is_that_district(tmp_path):
    city = made_up.city(tmp_path / "city")
    twin = (city / "districts/laocheng").rename(city / "districts/twin")
    shutil.rmtree(twin / "scenarios")
    file = city / "study.toml"
    text = file.read_text(encoding="utf-8").replace('"districts/lingang", "districts/laocheng"', '"districts/twin"')  # fmt: skip
    file.write_text(text, encoding="utf-8")
    for name, old in (("plan", '[population]\npoints = {2060 = 150}\nunit = "10^4 person"\n'), ("plan", "boilers = 1.0\n")):  # fmt: skip
        part = city / f"scenarios/{name}.toml"
        part.write_text(part.read_text(encoding="utf-8").replace(old, ""), encoding="utf-8")
    (city / "measures.toml").unlink()
    prepared = preparation.prepare(city)
    found = running.compute(prepared, "x", members=MEMBERS, seed=1).summary
    assert found["districts_ahead"]["gap"]["gap_mt"] == 0.0
    for name, one in found["districts_ahead"]["scenarios"].items():
        whole = found["scenarios"][name]
        for some in (one["sum"], one["districts"]["laocheng"]):
            assert some["territorial_mt"] == whole["territorial_mt"]
            assert some["peak"] == whole["peak"]


def test_faults_of_a_district_stand_under_its_folder_beside_those_of_the_region(study, tmp_path):
    city = shutil.copytree(study, tmp_path / "city", ignore=shutil.ignore_patterns("results"))
    for file, old, new in (
        ("scenarios/baseline.toml", "rate = {normal = [0.04, 0.01]}", "rate = 4.0"),
        ("districts/lingang/data/energy.csv", "2018,transport,final,diesel", "2018,transport,final,deisel"),
        ("districts/laocheng/study.toml", "horizon = 2060", "horizon = 2050"),
        ("districts/laocheng/scenarios/baseline.toml", "[gdp]", "[gpd]"),
    ):  # fmt: skip
        text = (city / file).read_text(encoding="utf-8")
        assert old in text
        (city / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        preparation.prepare(city)
    told = {(f.code, f.place.file) for f in caught.value.faults}
    assert {
        ("QTY005", "scenarios/baseline.toml"),
        ("DIS007", "districts/laocheng/study.toml"),
        ("SCN001", "districts/laocheng/scenarios/baseline.toml"),
    } < told
    assert "districts/lingang/data/energy.csv" in {file for _, file in told}


def test_numbers_of_a_district_that_leave_their_range_are_told_before_and_in_a_run(study, tmp_path):
    city = shutil.copytree(study, tmp_path / "city", ignore=shutil.ignore_patterns("results"))
    with (city / "districts/lingang/scenarios/plan.toml").open("a", encoding="utf-8") as file:
        file.write("\n[mix.households.share]\nnatural_gas = {points = {2050 = {normal = [0.9, 0.2]}}}\n")  # fmt: skip
    prepared = preparation.prepare(city)
    with pytest.raises(InputError) as caught:
        preparation.rehearse(prepared)
    assert {f.place.file for f in caught.value.faults} == {"districts/lingang/scenarios/plan.toml"}
    with pytest.raises(InputError) as again:
        districts_ahead.run(
            prepared, Draws(keys_of_draws(list(prepared.scenarios.values())), 64, 1)
        )
    assert {f.place.file for f in again.value.faults} == {"districts/lingang/scenarios/plan.toml"}


def test_a_kept_run_is_built_again_and_tells_when_a_district_changed(study, done):
    assert "districts/lingang/data/energy.csv" in done.manifest["inputs"]
    assert (done.folder / "inputs/districts/laocheng/scenarios/baseline.toml").is_file()
    assert rebuilding.rebuild(done.folder).differ == ()
    assert freshness.changed(done) == []
    file = study / "districts/lingang/study.toml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text + "\n# changed\n", encoding="utf-8")
    assert freshness.changed(done) == ["districts/lingang/study.toml"]
    file.write_text(text, encoding="utf-8")


def test_the_page_of_results_describes_the_districts_and_nothing_else(ahead):
    given = list(page.leaves({"districts_ahead": ahead}))
    assert page.undescribed({"districts_ahead": ahead}) == []
    told = keys.load(page.FILE)["districts ahead"]
    unused = {key.path for key in told if not any(key.matches(path) for path in given)}
    assert unused == {"districts_ahead.closed"}  # nothing is confidential here


# ---- why


@pytest.fixture(scope="module")
def ask(done):
    return question.opened(done.folder)


def test_a_sum_is_explained_by_its_districts_and_those_by_their_own_studies(ask, ahead):
    key = "districts_ahead.scenarios.plan.sum.territorial_mt.2035"
    made = ask(key)
    parts = [one.value for one in made.book[key].inputs]
    assert sum(parts) == pytest.approx(made.book[key].value, rel=1e-12)
    refs = {one.ref for derivation in made.book.values() for one in derivation.inputs}
    assert "districts/lingang/scenarios/plan.toml:7 [intensity.industry]" in refs
    assert "scenarios/plan.toml [intensity.industry]" in refs  # the old town takes the region's
    assert "districts/laocheng/scenarios/baseline.toml:6 [gdp]" in refs
    assert "provincial_2011:diesel:carbon_content" in refs


def test_the_gap_is_explained_down_to_the_rows_of_the_districts(ask):
    made = ask("districts_ahead.gap.gap_mt")
    refs = {one.ref.partition(":")[0] for told in made.book.values() for one in told.inputs}
    assert {f"{at}data/energy.csv" for at in ("", "districts/lingang/", "districts/laocheng/")} < refs  # fmt: skip
    assert made.about[next(r for told in made.book.values() for one in told.inputs if (r := one.ref).startswith("districts/lingang/data"))]  # fmt: skip


def test_every_kind_of_number_of_districts_is_answered(ask, ahead):
    kinds = {}
    for path in page.leaves({"districts_ahead": ahead}):
        kinds.setdefault("".join(c for c in path if not c.isdecimal()).replace("baseline", "plan"), path)  # fmt: skip
    for path in kinds.values():
        made, value = ask(path).book[path], ahead
        for step in path.split(".")[1:]:
            value = value[step]
        assert made.value == (None if isinstance(value, list) else value)
        assert made.formula_en
        assert made.formula_zh


def test_a_quantile_of_the_sum_has_the_two_members_beside_it(ask, ahead):
    key = "districts_ahead.scenarios.plan.sum.peak.amount_p50_mt"
    made = ask(key)
    highest = [made.book[one.ref].inputs[0].value for one in made.book[key].inputs]
    assert made.book[key].value == pytest.approx(np.mean(highest), rel=1e-12)


def test_a_quantile_of_a_district_has_its_members_with_what_they_drew(ask, done):
    text = ask("districts_ahead.scenarios.baseline.districts.laocheng.peak.amount_p50_mt").text()
    assert "gdp.growth.2030 = " in text
    assert "districts/laocheng/scenarios/baseline.toml:6 [gdp]" in text
    assert "intensity.industry.growth.2060 = " in text


# ---- told


def text(cell, lang):
    return "".join(span.text for span in sentences.value_spans(cell, lang, Scale(1, 1), bare=True))


def test_the_report_has_districts_sum_and_region_beside_each_other(done, ahead):
    paragraph, table = told_of.ahead(Reading(done))
    for lang, region in (("en", "Region, own account"), ("zh", "全地区（自身账户）")):
        shown = [[text(cell, lang) for cell in row] for row in table.rows]
        assert [row[0] for row in shown] == [
            *(one["title"][lang] for one in ahead["districts"].values()),
            {"en": "Sum of districts", "zh": "各地之和"}[lang],
            region,
        ]
        assert all(len(row) == 1 + 2 * len(ahead["scenarios"]) for row in shown)
    assert len(paragraph.sentences) == 3


def test_what_speaks_of_a_closed_cell_of_a_district_is_not_published(done):
    told = [w for w in done.summary["warnings"] if w["where"].startswith("districts/lingang/scenarios")]  # fmt: skip
    assert told
    closed = {**done.summary["districts_ahead"], "closed": ["districts/lingang/scenarios/plan.toml:3"]}  # fmt: skip
    shown, tables = publishing.published({**done.summary, "districts_ahead": closed}, done.tables)
    kept = {w["where"] for w in shown["warnings"]}
    assert not [w for w in kept if w.startswith("districts/lingang/scenarios/plan.toml")]
    assert "CEL003" in {w["code"] for w in shown["warnings"]}
    assert shown["scenarios"] == done.summary["scenarios"]
    assert tables is done.tables
