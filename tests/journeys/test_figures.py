"""Figures in a real browser: measures that are unticked move them, each can be read and taken away, a number is followed and left."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET

import pytest

PNG = b"\x89PNG\r\n\x1a\n"


def said(page):
    return page.locator("[data-told=sum]").inner_text()


def taken(page, figure, kind):
    with page.expect_download() as waiting:
        page.locator(f"{figure} [data-save={kind}]").click()
    return waiting.value.path().read_bytes()


def test_a_measure_is_unticked_and_the_address_remembers_it(served, look):
    watched = look()
    page = watched.page
    page.goto(f"{served.url}/en/jiangsu/measures")
    page.wait_for_selector("html[data-ready]")
    first = said(page)
    page.locator("[data-lever=motors] [type=checkbox]").press("Space")
    page.wait_for_selector("html[data-shown='1']")
    second = said(page)
    assert second != first
    assert "m.measures.motors=0" in page.url
    page.reload()
    page.wait_for_selector("html[data-ready]")
    assert said(page) == second
    assert not page.locator("[data-lever=motors] [type=checkbox]").is_checked()
    page.locator("#measures-reset").click()
    page.locator("[data-told=sum]", has_text=first).wait_for()
    assert watched.wrong == []


def test_a_figure_is_read_and_taken_away(served, look):
    page = look().page
    page.goto(f"{served.url}/zh/jiangsu/diagnosis")
    page.wait_for_selector("html[data-ready]")
    figure = "#drivers"
    assert taken(page, figure, "png").startswith(PNG)
    drawing = ET.fromstring(taken(page, figure, "svg"))
    texts = list(drawing.iter("{http://www.w3.org/2000/svg}text"))
    assert any("2010" in "".join(one.itertext()) for one in texts)
    assert all("'Microsoft YaHei'" in one.get("style") and one.get("style").endswith("sans-serif;") for one in texts)  # fmt: skip
    assert not any("dominant-baseline" in one.attrib for one in texts)
    rows = list(csv.reader(io.StringIO(taken(page, figure, "csv").decode("utf-8-sig"))))
    assert len(rows) > 3
    assert len({len(row) for row in rows}) == 1
    button = page.locator(f"{figure} [data-table]")
    button.press("Enter")
    assert button.get_attribute("aria-expanded") == "true"
    assert page.locator(f"{figure} table").is_visible()


def test_a_number_is_followed_back_and_left_with_the_keyboard(served, look):
    page = look().page
    page.goto(f"{served.url}/en/jiangsu/inventory")
    page.wait_for_selector("html[data-ready]")
    number = page.locator("button.n[data-key='inventory.territorial_mt.2017']").first
    number.press("Enter")
    page.wait_for_selector("#derivation .how")
    step = page.locator("#derivation details summary").first
    step.press("Enter")
    page.locator("#derivation [data-key^='inventory.by_sector_mt']").first.press("Enter")
    page.wait_for_selector("#derivation-trail [data-back='0']")
    page.wait_for_selector(
        "#derivation a[href*='data?file=data%2Fenergy.csv&line=']", state="attached"
    )
    page.locator("#derivation-trail [data-back='0']").press("Enter")
    page.wait_for_selector("#derivation-trail:empty", state="attached")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.key") == "inventory.territorial_mt.2017"


@pytest.mark.parametrize(
    ("page_of", "input"), [("measures", ".lever [type=number]"), ("targets", "#amount-whole")]
)
def test_an_answer_that_is_refused_or_does_not_come_is_told(served, look, page_of, input):
    watched = look()
    page = watched.page
    page.goto(f"{served.url}/en/jiangsu/{page_of}")
    watched.ready()
    told, before = page.locator("[data-fault]"), page.url
    for way, words in (
        (lambda r: r.fulfill(status=422), "as it was before"),
        (lambda r: r.abort(), "still running"),
    ):
        page.route("**/answer**", way)
        page.locator(input).first.fill("40")
        told.filter(has_text=words).wait_for()
        assert page.url == before
        page.unroute("**/answer**")
        page.locator(input).first.fill("41")
        told.wait_for(state="hidden")
        page.goto(before)
        watched.ready()


def test_a_figure_that_was_narrow_is_drawn_as_before_when_it_is_wide_again(served, look):
    watched = look()
    page = watched.page
    page.goto(f"{served.url}/zh/jiangsu/inventory")
    watched.ready()
    chart = page.locator("#tornado .chart")
    chart.scroll_into_view_if_needed()
    drawn = "(e) => e.querySelector('canvas')?.toDataURL() ?? ''"
    watched.until(lambda: chart.evaluate(drawn))
    wide = chart.evaluate(drawn)
    page.set_viewport_size({"width": 500, "height": 900})
    watched.until(lambda: chart.evaluate("(e) => e.clientHeight === Number(e.dataset.tall)"))
    assert chart.evaluate(drawn) != wide
    page.set_viewport_size({"width": 1440, "height": 900})
    watched.until(lambda: chart.evaluate(drawn) == wide)


CHART = "echarts.getInstanceByDom(document.querySelector('#moving-path .chart'))"
ENDS = f"() => {CHART}.getOption().series.map((one) => one.data.at(-1))"


def test_a_moved_scenario_stays_moved_when_the_window_changes(served, look):
    watched = look()
    page = watched.page
    page.goto(f"{served.url}/en/jiangsu/scenarios?scenario=policy")
    watched.ready()
    watched.until(lambda: page.evaluate(f"() => !!{CHART}"))
    before = page.evaluate(ENDS)
    page.locator("[data-lever=gdp] input[type=number]").first.fill("5")
    page.wait_for_selector("html[data-shown='1']")
    moved = page.evaluate(ENDS)
    assert moved != before
    width = f"() => {CHART}.getWidth()"
    for wide in (500, 1440):
        page.set_viewport_size({"width": wide, "height": 900})
        watched.until(lambda wide=wide: (page.evaluate(width) > 560) == (wide > 560))
        assert page.evaluate(ENDS) == moved


def test_an_amount_is_typed_in_the_unit_of_the_page_and_kept_in_that_of_the_account(served, look):
    watched = look()
    page = watched.page
    page.goto(f"{served.url}/zh/jiangsu/targets")
    watched.ready()
    page.locator("#amount-whole").fill("80000")
    page.locator("#targets-lines", has_text="总量80,000 万吨CO2").wait_for()
    watched.until(lambda: "b.=800" in page.url)
    page.reload()
    watched.ready()
    assert page.locator("#amount-whole").input_value() == "80000"
    assert "总量80,000 万吨CO2" in page.locator("#targets-lines").inner_text()
