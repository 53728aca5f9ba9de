"""Requests to departments: what lacks, what is weak, what weighs, and who is asked."""

from __future__ import annotations

import csv

import pytest

from dualcarbon.errors import InputError
from dualcarbon.reference.tables import rows
from dualcarbon.study import asking, preparation, requests, whole
from dualcarbon.vocabulary.names import BOUNDARIES, CATEGORIES, DEPARTMENTS, INDICATORS
from dualcarbon.vocabulary.tables import TABLES


def of(study):
    one = preparation.prepare(study)
    return requests.requests(one, whole.describe(one.study, one.account, one.ledger))


@pytest.fixture(scope="module")
def listed(prepared):
    one = prepared["jiangsu"]
    return requests.requests(one, whole.describe(one.study, one.account, one.ledger))


def rewrite(file, **texts):
    """Set columns of the rows that a rule picks: column -> (rule, text)."""
    with file.open(encoding="utf-8", newline="") as read:
        kept = list(csv.DictReader(read))
    for row in kept:
        row |= {name: text if rule(row) else row.get(name, "") for name, (rule, text) in texts.items()}  # fmt: skip
    with file.open("w", encoding="utf-8", newline="") as write:
        writer = csv.DictWriter(write, list(kept[0]))
        writer.writeheader()
        writer.writerows(kept)


def test_every_entry_of_the_mapping_names_a_department_and_something_known():
    known = {"table": set(TABLES), "category": set(CATEGORIES), "boundary": set(BOUNDARIES), "indicator": set(INDICATORS)}  # fmt: skip
    for row in rows("department_of"):
        assert row["department"] in DEPARTMENTS
        assert any(name.startswith(row["of"]) for name in known[row["kind"]]), row


def test_every_category_and_table_of_a_study_has_somebody_to_ask():
    assert [c for c in CATEGORIES if requests.department("category", c) not in DEPARTMENTS] == []
    tables = [t for t in TABLES if not t.startswith("results/")]
    assert [t for t in tables if requests.department("table", t) not in DEPARTMENTS] == []


@pytest.mark.parametrize(
    ("indicator", "category", "asked"),
    [
        ("electricity_generation", "", "power_grid"),
        ("dairy_cattle", "3A1", "agriculture"),
        ("cement_output", "2A1", "industry"),
        ("waste_incinerated", "1A1a", "housing"),
        ("industrial_waste_water_cod", "4D2", "environment"),
        ("forest_stock", "", "natural_resources"),
        ("natural_gas_distributed", "1B2", "housing"),
        ("natural_gas_transmitted", "1B2", "energy"),
        ("gdp_index", "", "statistics"),
    ],
)
def test_the_closest_entry_decides(indicator, category, asked):
    assert requests.of_series(indicator, category) == asked


def test_what_the_account_lacks_is_asked_for(listed):
    lacking = {r.series["en"]: r for r in listed if r.reason == "estimated"}
    assert lacking["Liming"].department == "agriculture"
    assert lacking["Liming"].years == tuple(range(2010, 2018))
    assert "Metals" in lacking
    assert "Aluminium production" not in lacking  # asked for with the metals
    assert not {"Other waste", "Not specified"} & set(lacking)


def test_years_for_want_of_which_there_is_no_total_are_asked_for(listed):
    wanted = {r.series["en"]: r for r in listed if r.reason == "years"}
    assert wanted["Dairy cattle"].years == tuple(range(2010, 2017))
    assert wanted["Dairy cattle"].department == "agriculture"


def test_weak_cells_are_asked_for_once_with_all_reasons(listed):
    (one,) = [r for r in listed if r.series["en"] == "industry clinker_ratio"]
    assert one.why["en"] == "graded L: a rough figure; assumed, not from a source"
    assert one.why["zh"] == "质量等级为 L：数据粗略；假设值，无出处"


def test_numbers_from_memory_that_weigh_are_asked_for(listed, prepared):
    weighty = [r for r in listed if r.reason == "weight"]
    assert weighty
    assert {r.table for r in weighty} <= {"numbers", "factors"}
    assert all("of the list of what to improve" in r.why["en"] for r in weighty)


def test_the_official_total_is_asked_for_where_the_slot_is_empty(listed):
    (slot,) = [r for r in listed if r.reason == "official"]
    assert (slot.department, slot.table) == ("environment", "official")
    assert slot.years == tuple(range(2010, 2018))


def test_the_list_is_in_the_order_of_departments(listed):
    ranks = [DEPARTMENTS.rank(r.department) for r in listed]
    assert ranks == sorted(ranks)
    assert len({(r.table, r.series["en"], r.years) for r in listed}) == len(listed)


def test_missing_sources_districts_and_signatures_are_asked_for(copied, edit):
    rewrite(copied / "data/population.csv", source=(lambda r: r["year"] == "2012", ""))
    rewrite(copied / "districts.csv", value=(lambda r: (r["year"], r["district"]) == ("2016", "Wuxi"), ""))  # fmt: skip
    with (copied / "study.toml").open("a", encoding="utf-8") as file:
        file.write('\n[account]\nsigned = "required"\n')
    rewrite(copied / "data/activity.csv", signed=(lambda r: r["indicator"] != "cement_output", "Li"))  # fmt: skip
    found = of(copied)
    (source,) = [r for r in found if r.reason == "source"]
    assert (source.table, source.department, source.years) == ("population", "statistics", (2012,))
    (district,) = [r for r in found if r.reason == "district"]
    assert district.series["en"] == "Wuxi: Carbon dioxide emissions"
    assert district.years == (2016,)
    unsigned = [r for r in found if "countersigned" in r.why["en"] and r.table == "activity"]
    assert [r.series["en"] for r in unsigned] == ["industry cement_output"]


def test_a_table_to_be_sent_is_headed_in_its_language(listed):
    frame = requests.frame([requests.plain(one) for one in listed], "zh")
    assert frame.columns == ["部门", "数据表", "数据项", "年份", "原因"]
    assert frame.height == len(listed)
    assert "2010-2017" in frame["年份"].to_list()


def test_requests_of_a_run_are_those_it_keeps(finished, tmp_path):
    asked = asking.ask(finished.folder, lang="zh", out=tmp_path / "r.csv")
    assert asked.listed == finished.summary["account"]["requests"]
    assert asked.file.read_text(encoding="utf-8").startswith("\ufeff部门,数据表")


def test_requests_are_written_as_csv_or_workbook_only(copied, tmp_path):
    with pytest.raises(InputError, match=r"requests are written as \.csv, \.xlsx") as refusal:
        asking.ask(copied, lang="en", out=tmp_path / "r.pdf")
    assert [f.code for f in refusal.value.faults] == ["CEL004"]
