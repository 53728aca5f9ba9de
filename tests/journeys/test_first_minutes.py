"""The first five minutes: open the study, move a slider and see the peak walk, follow a number to its cell, change the language."""

from __future__ import annotations

import re


def test_first_five_minutes(served, look):
    seen = look()
    page = seen.page
    page.goto(f"{served.url}/en")
    page.locator("a[href='/en/jiangsu/home']").click()
    seen.ready()
    page.get_by_role("link", name="Scenarios", exact=True).first.click()
    seen.ready()
    told = page.locator("[data-told=verdict]").first
    before = told.inner_text()
    slider = page.get_by_role("slider").first
    drag(page, slider, 0.85)
    seen.until(lambda: told.inner_text() != before)
    seen.until(lambda: "m." in page.url)
    page.get_by_role("button", name=re.compile("^Reset|parent", re.I)).first.click()
    seen.until(lambda: told.inner_text() == before)
    page.get_by_role("link", name="Inventory", exact=True).first.click()
    seen.ready()
    page.locator("button.n[data-key^='inventory.']").first.click()
    page.get_by_role("dialog").wait_for()
    opened = page.get_by_role("dialog")
    opened.get_by_text(re.compile(r"data/energy\.csv")).first.wait_for(state="attached")
    page.keyboard.press("Escape")
    page.locator("header a.lang").first.click()
    seen.ready()
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    assert page.url.startswith(f"{served.url}/zh/jiangsu/inventory")
    assert seen.wrong == []
    assert seen.others(served.url) == []


def drag(page, slider, share):
    """Drag the knob of a slider to a share of its way."""
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    middle = box["y"] + box["height"] / 2
    value, low, high = (float(slider.evaluate(f"(e) => e.{name}")) for name in ("value", "min", "max"))  # fmt: skip
    page.mouse.move(box["x"] + box["width"] * (value - low) / (high - low), middle)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * share, middle, steps=8)
    page.mouse.up()
