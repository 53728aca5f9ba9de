"""The levers of a scenario: the axis rests while one is held, the parent's value comes back, the address is the whole state, the keys are enough."""

from __future__ import annotations

import pytest

AXIS = "echarts.getInstanceByDom(document.querySelector('#moving-path .chart')).getModel().getComponent('yAxis').axis.scale.getExtent()"
HELD = "input[type=range]:focus"


@pytest.fixture
def seen(served, look):
    """The page of a scenario that has a parent."""
    found = look()
    found.page.goto(f"{served.url}/en/jiangsu/scenarios?scenario=policy")
    found.ready()
    yield found
    assert found.wrong == []
    assert found.others(served.url) == []


def told(page):
    return page.locator("[data-told]").all_inner_texts()


def moved(seen, act):
    """Do something, and wait until the page has drawn its answer."""
    shown = seen.page.locator("html").get_attribute("data-shown")
    act()
    seen.until(lambda: seen.page.locator("html").get_attribute("data-shown") != shown)


def rested(seen):
    """Wait for what is asked once the hand rests; it ends with the verdict said aloud."""
    heard, verdict = (seen.page.locator(one) for one in ("[data-heard]", "[data-told=verdict]"))
    seen.until(lambda: heard.text_content() == verdict.text_content())


@pytest.mark.parametrize("end", [0.0, 1.0])
def test_the_axis_rests_while_a_lever_is_held(seen, end):
    page = seen.page
    slider = page.locator(".lever[data-lever=gdp]").first.get_by_role("slider")
    slider.scroll_into_view_if_needed()
    page.locator("#moving-path canvas").wait_for()
    before, verdict = page.evaluate(AXIS), told(page)
    box = slider.bounding_box()
    middle = box["y"] + box["height"] / 2
    value, low, high = (float(slider.evaluate(f"(e) => e.{name}")) for name in ("value", "min", "max"))  # fmt: skip
    share = (value - low) / (high - low)
    page.mouse.move(box["x"] + box["width"] * share, middle)
    page.mouse.down()
    seen_axes, answers = [], set()
    for step in range(1, 9):
        to = share + (end - share) * step / 8
        moved(seen, lambda to=to: page.mouse.move(box["x"] + box["width"] * to, middle))
        seen_axes.append(page.evaluate(AXIS))
        answers.add(tuple(told(page)))
    assert len(answers) > 4
    assert seen_axes == [seen_axes[0]] * 8
    assert seen_axes[0][1] > before[1]  # gdp at its highest stands above what was drawn
    page.mouse.up()
    assert told(page) != verdict


def test_the_parents_value_comes_back_and_the_address_is_the_state(seen):
    page = seen.page
    lever = page.locator(".lever[data-lever='structure.industry']")
    name, parent, own = (lever.get_attribute(f"data-{one}") for one in ("lever", "parent", "value"))
    assert parent != own
    number = lever.locator("[type=number]")
    first = told(page)
    moved(seen, lambda: (number.fill(str(float(number.input_value()) * 0.8)), number.press("Tab")))
    rested(seen)
    moved_to = told(page)
    assert moved_to != first
    seen.until(lambda: f"m.{name}=" in page.url)
    page.reload()
    seen.ready()
    assert told(page) == moved_to
    shown = number.input_value()
    moved(seen, lambda: lever.locator("[data-reset=parent]").click())
    factor = float(lever.get_attribute("data-factor"))
    seen.until(lambda: f"m.{name}={parent}" in page.url)
    assert float(number.input_value()) == pytest.approx(float(parent) * factor, abs=0.005)
    assert number.input_value() != shown
    moved(seen, lambda: lever.locator("[data-reset=value]").click())
    assert float(number.input_value()) == pytest.approx(float(own) * factor, abs=0.005)
    seen.until(lambda: told(page) == first)
    seen.until(lambda: "m." not in page.url)


def test_the_keys_are_enough(seen, served):
    page = seen.page
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.locator(HELD).count():
            break
        assert page.evaluate("document.activeElement.matches(':focus-visible')")
    slider = page.locator(HELD)
    name = slider.get_attribute("id")
    before, verdict = slider.input_value(), told(page)
    for _ in range(5):
        page.keyboard.press("ArrowLeft")
    seen.until(lambda: told(page) != verdict)
    assert float(page.locator(f"#{name}").input_value()) < float(before)
    seen.until(lambda: "m." in page.url)
    page.goto(f"{served.url}/en/jiangsu/diagnosis")
    seen.ready()
    reached(page, "button.n[data-key]:focus")
    key = page.evaluate("document.activeElement.dataset.key")
    page.keyboard.press("Enter")
    page.locator("#derivation .how").wait_for()
    for _ in range(30):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || document.getElementById('derivation').contains(document.activeElement)")  # fmt: skip
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.dataset.key") == key
    reached(page, "[data-table]:focus")
    page.keyboard.press("Enter")
    page.locator("figure .table:not([hidden]) table").first.wait_for()
    reached(page, "[data-save=csv]:focus")
    with page.expect_download() as kept:
        page.keyboard.press("Enter")
    assert kept.value.path().read_bytes().count(b"\r\n") > 3


def reached(page, wanted, most=400):
    """Press the key that goes on until something has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.locator(wanted).count():
            return
    raise AssertionError(wanted)


def test_no_number_of_a_tile_is_cut_off(seen):
    cut = "[...document.querySelectorAll('.tile p')].filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent)"
    assert seen.page.evaluate("document.querySelectorAll('.tile p').length") > 0
    for width in (1440, 1100, 800, 400):
        seen.page.set_viewport_size({"width": width, "height": 900})
        assert seen.page.evaluate(cut) == [], width


def test_a_preview_that_is_refused_is_told_where_it_would_stand(served, look):
    page = look().page
    refused = '<ul class="faults"><li>You may only look at this study.</li></ul>'
    page.route("**/scenarios/preview", lambda route: route.fulfill(status=403, body=refused))
    page.goto(f"{served.url}/en/draft/scenarios")
    page.locator("[data-save-as]").click()
    page.locator("#save-as [name=name]").fill("mine")
    page.locator("#save-as [name=source]").fill("assumed")
    page.locator("[data-save-form] button").click()
    page.locator("#save-preview").get_by_text("only look at this study").wait_for()
