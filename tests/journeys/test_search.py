"""Looking for something from any page: a stroke, a word, and the line of the table is in sight; on a desk and on a telephone."""

from __future__ import annotations

import re

import pytest


@pytest.mark.parametrize(("lang", "window", "text"), [("en", "wide", "coal 2012 households"), ("zh", "slim", "煤 2012 居民生活")])  # fmt: skip
def test_a_word_leads_to_the_line_of_a_table(served, look, lang, window, text):
    seen = look(window)
    page = seen.page
    page.goto(f"{served.url}/{lang}/jiangsu/inventory")
    seen.ready()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "search"
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?*")
    row = page.locator("#found a[href*='data%2Fenergy.csv']").first
    line = re.search(r"line=(\d+)", row.get_attribute("href"))[1]
    assert seen.faults(served.url) == []
    row.click()
    page.locator("html[data-grid=ready]").wait_for(state="attached")
    there = page.locator("#grid .tabulator-row", has=page.locator(".line", has_text=re.compile(f"^{line}$")))  # fmt: skip
    there.get_by_text("2012").first.wait_for()
    assert there.locator(".tabulator-cell[tabulator-field=sector]").inner_text().startswith("households")  # fmt: skip
    assert seen.wrong == []


def test_what_is_typed_is_looked_for_at_once_and_stands_in_the_address(served, look):
    seen = look()
    page = seen.page
    page.goto(f"{served.url}/en/jiangsu/search")
    seen.ready()
    page.locator("#search").press_sequentially("population", delay=20)
    lever = page.locator("#found a[href$='#line-population']")
    lever.wait_for()
    seen.until(lambda: page.url.endswith("/search?q=population"))
    assert page.locator("#other-language").get_attribute("href") == "/zh/jiangsu/search?q=population"  # fmt: skip
    lever.click()
    seen.ready()
    there, head = (page.locator(f".every {one}").bounding_box() for one in ("tr#line-population", "thead th >> nth=0"))  # fmt: skip
    assert head["y"] + head["height"] <= there["y"] < 900
    page.go_back()
    page.locator("#found a[data-key]").first.click()
    page.locator("#derivation .how").wait_for()
    assert "/search" in page.url
    assert seen.wrong == []


def test_a_stroke_in_a_cell_is_a_stroke(served, look):
    seen = look()
    page = seen.page
    page.goto(f"{served.url}/en/draft/data?file=data/population.csv")
    page.locator("html[data-grid=ready]").wait_for(state="attached")
    page.locator("#grid [role=gridcell][tabulator-field=value]").first.click()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") != "search"


def test_scenarios_are_told_where_one_points_at_their_number(served, look):
    for window in ("wide", "slim"):
        seen = look(window)
        page = seen.page
        page.goto(f"{served.url}/en/jiangsu/home")
        seen.ready()
        titles = page.locator("#set-titles")
        assert not titles.is_visible()
        page.locator(".set a").focus()
        assert titles.inner_text() == "Baseline, Current policy, Enhanced"
        assert titles.is_visible()
        assert seen.faults(served.url) == []
        page.locator(".set a").click()
        page.wait_for_url("**/scenarios")
