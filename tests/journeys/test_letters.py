"""Letters of the pages where the machine has none of its own: they come from the server, nobody waits for them long, and English pages ask for no Chinese."""

from __future__ import annotations

import pytest

CHARTED = ("diagnosis", "scenarios", "measures", "briefing", "compare")
DRAWN = "(e) => e.querySelector('canvas')?.toDataURL() ?? ''"


@pytest.mark.parametrize("name", CHARTED)
def test_english_pages_ask_for_no_chinese_letters(served, look, name):
    watched = look()
    watched.page.goto(f"{served.url}/en/jiangsu/{name}")
    watched.ready()
    watched.until(lambda: watched.page.locator("canvas").count())
    watched.page.evaluate("document.fonts.ready")
    assert [one for one in watched.asked if "/han" in one] == []
    assert watched.wrong == []


def test_a_page_does_not_wait_for_letters_that_do_not_come(served, look):
    watched = look()
    page, held = watched.page, []
    page.route("**/*.woff*", lambda route: held.append(route))
    page.goto(f"{served.url}/zh/jiangsu/scenarios?scenario=policy", wait_until="commit")
    watched.ready()
    page.locator("[data-lever=gdp] input[type=number]").first.fill("3")
    page.wait_for_selector("html[data-shown='1']")
    for route in held:
        route.abort()


def test_letters_that_come_late_are_drawn(served, look):
    def trend(watched):
        chart = watched.page.locator("#trend .chart")
        chart.scroll_into_view_if_needed()
        watched.until(lambda: chart.evaluate(DRAWN))
        return chart.evaluate(DRAWN)

    address, first, late, held = f"{served.url}/zh/jiangsu/diagnosis", look(), look(), []
    first.page.goto(address)
    first.ready()
    as_it_should_be = trend(first)
    late.page.route("**/*-bold.woff*", lambda route: held.append(route))
    late.page.goto(address, wait_until="commit")
    late.ready()
    before = trend(late)
    assert (before == as_it_should_be) == (
        not held
    )  # a machine with letters of its own asks for none
    for route in held:
        route.continue_()
    late.until(lambda: trend(late) == as_it_should_be)
