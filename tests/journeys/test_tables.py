"""Tables of figures taken in a real browser: whoever opens one in a spreadsheet knows what each number is."""

from __future__ import annotations

import csv
import io
import re

import pytest

UNIT = re.compile(r"\([^()]+\)$|（[^（）]+）$|\(.+）\)$")


def taken(page, figure):
    """Take the table of a figure and give its rows by what the heads call their cells."""
    with page.expect_download() as waiting:
        page.locator(f"#{figure} [data-save=csv]").click()
    text = waiting.value.path().read_bytes().decode("utf-8-sig")
    heads, *rows = csv.reader(io.StringIO(text))
    assert {len(row) for row in rows} == {len(heads)}
    return heads, rows


@pytest.mark.parametrize(
    ("figure", "first", "named"),
    [
        ("moving-odds", "Year", {"no peak by 2060", "2030", "2060"}),
        ("ranking", "Measure", {"Electric heavy trucks on short and hub routes"}),
        ("projects", "Project", {"Datun, units 6-7: replaced by advanced units"}),
        ("schedule", "Measure", {"Flexibility retrofit of large coal units"}),
        ("cost-curve", "Measure", {"3 Efficient motors, drives, fans and pumps"}),
        ("discounting", "discount rate (%)", {"2", "8"}),
    ],
)
def test_a_table_tells_what_its_rows_and_columns_are(served, look, figure, first, named):
    watched = look()
    page = watched.page
    page.goto(f"{served.url}/en/jiangsu/measures")
    watched.ready()
    heads, rows = taken(page, figure)
    assert heads[0] == first
    assert named <= {row[0] for row in rows}
    assert any(UNIT.search(head) for head in heads[1:])
    if figure == "schedule":
        assert all(2000 < int(year) < 2100 for row in rows for year in row[2:])


def test_amounts_of_a_report_table_are_in_the_unit_of_the_language(served, look):
    watched = look()
    page = watched.page
    amounts = {}
    for lang, unit in (("en", "Mt CO2"), ("zh", "万吨CO2")):
        page.goto(f"{served.url}/{lang}/jiangsu/inventory")
        watched.ready()
        heads, rows = taken(page, "sectors-year")
        assert heads[1].endswith(f"({unit})")
        assert heads[2].endswith("(%)")
        assert sum(float(row[2]) for row in rows[:-1]) == pytest.approx(100, abs=0.1)
        amounts[lang] = float(rows[0][1])
    assert amounts["zh"] == pytest.approx(100 * amounts["en"])


def test_the_table_of_a_moved_scenario_is_that_of_the_move(served, look):
    watched = look()
    page = watched.page
    page.goto(f"{served.url}/en/jiangsu/scenarios?scenario=policy")
    watched.ready()
    before = taken(page, "moving-path")
    page.locator("[data-lever=gdp] input[type=number]").first.fill("2")
    page.wait_for_selector("html[data-shown='1']")
    after = taken(page, "moving-path")
    assert after[0] == before[0]
    assert float(after[1][-1][-3]) < float(before[1][-1][-3])


def test_the_series_of_a_row_is_read_and_taken_on_a_telephone(served, look):
    watched = look(window="slim")
    page = watched.page
    page.goto(f"{served.url}/en/jiangsu/data?file=data/energy.csv")
    page.wait_for_selector("html[data-grid=ready]")
    page.locator("[data-do=series]").click()
    page.locator("#grid .tabulator-row").nth(2).locator(".tabulator-cell").nth(1).click()
    page.locator("#series .chart canvas").wait_for()
    heads, rows = taken(page, "series")
    assert heads[0] == "Year"
    assert "10^4 tce" in heads[1]
    assert rows[0][0] == "2010"
    page.locator("#series [data-table]").press("Enter")
    table = page.locator("#series-rows table")
    table.wait_for()
    assert table.locator("tr").count() == len(rows) + 1
    assert page.locator("#series [data-add]").get_attribute("aria-disabled") == "true"
    assert "not their rows" in page.locator("#series-added").inner_text()
    assert watched.faults(served.url) == []
