"""A number that follows the levers opens how it came: in the run while nothing is moved, as the page worked it out while something is."""

from __future__ import annotations

import pytest

TILE = "[data-told=peak_amount]"


def opened(page, tile):
    """Open how a number came, and give what the drawer tells."""
    tile.click()
    text = page.locator("#derivation-text")
    text.locator(".how").wait_for()
    told = text.inner_text()
    page.locator("#derivation form button").click()
    text.evaluate("(e) => e.replaceChildren()")
    return told


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_tile_claims_the_run_only_while_nothing_is_moved(served, look, lang):
    seen = look()
    page = seen.page
    page.goto(f"{served.url}/{lang}/jiangsu/scenarios?scenario=policy")
    seen.ready()
    tile = page.locator(TILE)
    of_run, first = tile.get_attribute("data-key"), tile.inner_text()
    assert of_run == "scenarios.policy.peak.amount_mt"
    assert opened(page, tile).startswith(of_run)
    number = page.locator(".lever[data-lever=gdp] [type=number]")
    number.fill("4.5")
    number.press("Tab")
    seen.until(lambda: tile.inner_text() != first)
    assert tile.get_attribute("data-key") == "live.policy.peak_amount"
    assert tile.get_attribute("data-value") is None
    told = opened(page, tile)
    assert told.startswith("live.policy.peak_amount")
    assert "4.5 %" in told
    seen.until(lambda: page.locator("[data-told=residual]").get_attribute("data-key").startswith("live."))  # fmt: skip
    page.locator("[data-reset-all]").click()
    seen.until(lambda: tile.inner_text() == first)
    assert tile.get_attribute("data-key") == of_run
    assert opened(page, tile).startswith(of_run)
    seen.until(lambda: page.locator("[data-told=residual]").get_attribute("data-key").startswith("scenarios."))  # fmt: skip
    assert seen.faults(served.url) == []


def test_the_line_of_what_differs_stands_in_sight(served, look):
    seen = look()
    page = seen.page
    page.goto(f"{served.url}/en/jiangsu/scenarios?scenario=enhanced")
    seen.ready()
    lead = page.locator("#differing td a").last
    line = int(lead.inner_text().split(" line ")[1].split()[0])
    lead.click()
    area = page.locator("#document")
    area.wait_for()
    start = "(e) => e.value.slice(0, e.selectionStart).split('\\n').length"
    seen.until(lambda: area.evaluate(start) == line)
    assert seen.wrong == []


@pytest.mark.parametrize("path", ["briefing", "compare?a=policy&b=enhanced", "measures"])
def test_pages_with_numbers_that_open_stay_within_the_rules(served, look, path):
    seen = look()
    seen.page.goto(f"{served.url}/zh/jiangsu/{path}")
    seen.ready()
    if path.startswith("compare"):
        seen.page.locator("#shares table").first.wait_for()
    first = seen.page.locator("main button.n[data-key]").first
    assert opened(seen.page, first)
    assert seen.faults(served.url) == []
