"""What is refused while something is moved: told in the server's words, kept out of the address, and the page opens whatever that holds."""

from __future__ import annotations

import pytest

HELD = "scenario=policy&m.intensity.industry=-0.03"
SHOWN = ".moving .fault:not([hidden])"
PAGES = {
    "scenarios": "[data-lever=gdp] input[type=number]",
    "measures": ".lever [type=number]",
    "targets": "#amount-whole",
}
PUT = 'const put = (value) => { input.value = value; input.dispatchEvent(new Event("input", { bubbles: true })); };'
TYPED = f"""(input) => {{
  {PUT}
  const again = new MutationObserver(() => {{ again.disconnect(); put("99"); }});
  again.observe(document.documentElement, {{ attributeFilter: ["data-shown"] }});
  put("9");
}}"""
"""A second key as soon as the first is answered."""
PRESSED = f"""(input) => {{
  {PUT}
  put("99");
  document.querySelector("h1").click();
  return location.search;
}}"""
UNANSWERED = {"en": "as it was before", "zh": "仍为此前状态"}


@pytest.fixture
def opened(served, look):
    """Open a page of the study."""

    def at(address, lang="en"):
        watched = look()
        watched.page.goto(f"{served.url}/{lang}/jiangsu/{address}")
        watched.ready()
        return watched, watched.page

    return at


def test_a_refused_lever_never_gets_into_the_address(opened):
    watched, page = opened(f"scenarios?{HELD}")
    number = page.locator(PAGES["scenarios"]).first
    number.evaluate(TYPED)
    page.locator(SHOWN).first.filter(has_text="GDP: 99 % is far outside").wait_for()
    watched.until(lambda: "m.gdp=0.09" in page.url)
    page.locator("h1").click()
    number.press("Tab")
    page.locator("#differing", has_text="moved by hand").wait_for()
    assert "m.gdp=0.99" not in page.url
    page.reload()
    watched.ready()
    assert number.input_value() == "9"
    assert page.locator(".left-out").count() == 0
    assert watched.wrong == []


def test_a_lever_that_is_refused_after_a_press_leaves_the_address_again(opened):
    watched, page = opened(f"scenarios?{HELD}")
    ahead = page.locator(PAGES["scenarios"]).first.evaluate(PRESSED)
    assert "m.gdp=0.99" in ahead
    page.locator(SHOWN).first.wait_for()
    watched.until(lambda: "m.gdp" not in page.url)


@pytest.mark.parametrize(
    ("address", "refused", "stands"),
    [
        (f"scenarios?{HELD}&m.gdp=0.99", "m.gdp", "m.intensity.industry=-0.03"),
        ("measures?m.measures.motors=0.35&m.gdp=99&m.measures.heat_pumps=5", "m.gdp", "m.measures.motors=0.35"),
        ("targets?scenario=policy&b.=700&b.industry=nan", "b.industry", "b.=700"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_address_with_what_is_refused_opens_and_tells_it(opened, served, address, refused, stands, lang):  # fmt: skip
    watched, page = opened(address, lang)
    assert page.locator(".left-out li").count() >= 1
    assert refused not in page.url
    assert stands in page.url
    assert refused not in page.locator("header a.lang").get_attribute("href")
    assert watched.faults(served.url) == []
    before = page.url
    page.locator(PAGES[address.partition("?")[0]]).first.fill("4")
    watched.until(lambda: page.url != before)
    assert refused not in page.url or refused == "m.gdp"
    assert page.locator(SHOWN).count() == 0


@pytest.mark.parametrize("page_of", PAGES)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_failure_is_told_in_the_words_of_the_page(opened, page_of, lang):
    _, page = opened(page_of, lang)
    html = {"content_type": "text/html", "body": "<p>Internal Server Error</p>"}
    empty = {"content_type": "application/json", "body": '{"faults": []}'}
    own = {"content_type": "text/html", "body": '<ul class="faults"><li>No room.</li><li>Ask.</li></ul>'}  # fmt: skip
    said = UNANSWERED[lang]
    for given, words in (
        ({"status": 500, **html}, said),
        ({"status": 200, **html}, said),
        ({"status": 200, **empty}, said),
        ({"status": 507, **own}, "No room. Ask."),
    ):
        page.route("**/answer?*", answering(given))
        page.locator(PAGES[page_of]).first.fill("5")
        told = page.locator(SHOWN)
        told.first.filter(has_text=words).wait_for()
        assert told.first.text_content().count(words) == 1
        assert page.locator("[aria-invalid]").count() == 0
        page.unroute("**/answer?*")
        page.locator(PAGES[page_of]).first.fill("6")
        told.first.wait_for(state="hidden")


def answering(given):
    return lambda route: route.fulfill(**given)


def test_what_the_server_says_of_measures_is_told(opened):
    _, page = opened("measures")
    page.evaluate("history.replaceState(null, '', '?m.gdp=99')")
    page.locator(PAGES["measures"]).first.fill("40")
    page.locator(SHOWN).filter(has_text="GDP: 9900 % is far outside").wait_for()


@pytest.mark.parametrize(
    ("way", "words"),
    [
        (lambda route: route.abort(), "still running"),
        (lambda route: route.fulfill(status=500, body=""), "as it was before"),
    ],
)
def test_nothing_waits_for_an_answer_that_did_not_come(opened, way, words):
    watched, page = opened("scenarios?scenario=policy")
    page.route("**/rest?*", way)
    number = page.locator(PAGES["scenarios"]).first
    number.fill("4")
    number.press("Tab")
    page.locator(SHOWN).first.filter(has_text=words).wait_for()
    watched.until(lambda: page.locator("[data-waiting]").count() == 0)
