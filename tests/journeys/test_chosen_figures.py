"""Figures put into the report: with the keyboard, in the state in which they stand, listed and ordered, drawn by the report that is written."""

from __future__ import annotations

import tomllib

import pytest

from dualcarbon.report import writing

MOVED = """() => {
  const place = document.querySelector(".lever[data-lever=gdp]"), slider = place.querySelector("input[type=range]");
  slider.value = Number(slider.min) + 0.7 * (Number(slider.max) - Number(slider.min));
  slider.dispatchEvent(new Event("input", { bubbles: true }));
}"""
MOVED_AND_ADDED = f"""() => {{
  ({MOVED})();
  document.querySelector("#moving-path [data-add]").click();
  return Number(new URLSearchParams(location.search).get("m.gdp"));
}}"""


def test_figures_are_put_into_the_report_with_the_keyboard_and_ordered_there(served, look):
    watched = look("slim")
    page, file = watched.page, served.folder / "draft" / "report.toml"
    page.goto(f"{served.url}/zh/draft/inventory?year=2012#sectors-year")
    watched.ready()
    page.locator("#sectors-year [data-add]").press("Enter")
    page.locator("#sectors-year-added a").wait_for()
    page.goto(f"{served.url}/zh/draft/scenarios?scenario=policy&m.gdp=0.05")
    watched.ready()
    page.locator("#moving-path [data-add]").press("Space")
    page.locator("#moving-path-added a").press("Enter")
    watched.ready()
    assert page.url.endswith("/zh/draft/report#figures")
    rows = page.locator(".chosen > li")
    assert [one["figure"] for one in figures(file)] == ["sectors-year", "moving-path"]
    assert figures(file)[1]["levers"] == {"gdp": 0.05}
    rows.nth(1).get_by_role("button", name="上移").press("Enter")
    watched.until(lambda: figures(file)[0]["figure"] == "moving-path")
    watched.ready()
    assert watched.faults(served.url) == []
    rows.nth(0).get_by_role("link").first.click()
    watched.ready()
    assert "m.gdp=0.05" in page.url
    page.go_back()
    rows.nth(1).get_by_role("button", name="移去").click()
    watched.until(lambda: len(figures(file)) == 1)


def test_a_figure_is_added_with_the_levers_where_they_were_just_put(served, look):
    watched = look()
    page, file = watched.page, served.folder / "draft" / "report.toml"
    page.goto(f"{served.url}/en/draft/scenarios?scenario=policy")
    watched.ready()
    put = page.evaluate(MOVED_AND_ADDED)
    page.locator("#moving-path-added a").wait_for()
    assert figures(file)[-1]["levers"] == {"gdp": put}


def test_levers_answer_again_once_the_server_is_reached_again(served, look):
    watched = look()
    page = watched.page
    page.goto(f"{served.url}/en/draft/scenarios?scenario=policy")
    watched.ready()
    page.route("**/answer?*", lambda route: route.abort())
    page.evaluate(MOVED)
    told = page.locator(".moving .fault:not([hidden])")
    told.first.wait_for()
    page.unroute("**/answer?*")
    page.evaluate(MOVED)
    page.locator("html[data-shown]").wait_for()
    assert told.count() == 0


@pytest.mark.slow
def test_the_report_that_is_written_draws_them_as_the_command_line_does(served, look):
    watched = look()
    page = watched.page
    page.goto(f"{served.url}/en/draft/scenarios?scenario=policy&m.gdp=0.05")
    watched.ready()
    page.locator("#moving-odds [data-add]").click()
    page.locator("#moving-odds-added a").click()
    page.get_by_role("button", name="Write", exact=False).first.click()
    (run,) = (one for one in (served.folder / "draft/results").iterdir() if one.is_dir() and not one.name.startswith("."))  # fmt: skip
    written = run / "documents" / "report.zh.html"
    watched.until(written.exists)
    text = written.read_text(encoding="utf-8")
    assert "选定图表" in text
    again = writing.again(run, lang="zh", form="html", out=served.folder / "again.html")
    assert again.file.read_bytes() == written.read_bytes()


def figures(file):
    return tomllib.loads(file.read_text(encoding="utf-8"))["figures"]
