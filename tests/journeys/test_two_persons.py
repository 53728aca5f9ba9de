"""Two persons at one cell: the second is told who changed it, when and what, and chooses; nothing is overwritten unseen."""

from __future__ import annotations

import pytest

FILE = "data/population.csv"
GRID = f"/en/town/data?file={FILE}"


@pytest.fixture
def both(shared, sign_in):
    """Two persons who look at the same table, and its file."""
    seen = [sign_in(name, GRID) for name in ("li", "wang")]
    for one in seen:
        one.page.locator("html[data-grid=ready]").wait_for(state="attached")
    return (*seen, shared.folder / "town" / FILE)


def values(file):
    return [line.split(",")[2] for line in file.read_text(encoding="utf-8").splitlines()[1:]]


def typed(page, text):
    page.locator("[role=gridcell][tabulator-field=value]").first.click()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def saved(page, note=""):
    page.keyboard.press("Control+s")
    page.locator("#saving-diff .in").first.wait_for()
    page.locator("#note").fill(note)
    page.locator("#save button:not([data-close])").click()
    page.locator("#saving").wait_for(state="hidden")


def at_odds(both, mine, theirs):
    """Let both change one cell and the first save; give the second's page, which was told, and what was there before."""
    li, wang, file = both
    before = values(file)
    typed(wang.page, mine)
    typed(li.page, theirs)
    saved(li.page, "as revised")
    assert values(file) == [theirs, *before[1:]]
    saved(wang.page)
    page = wang.page
    page.locator("#conflict[open]").wait_for()
    assert values(file) == [theirs, *before[1:]]
    said = page.locator("#conflict-by").inner_text()
    assert "li saved it on 20" in said
    assert "as revised" in said
    shown = page.locator("#conflict-cells tr.both")
    assert shown.locator("td").all_inner_texts() == [before[0], theirs, mine]
    assert theirs in page.locator("#conflict-diff .in").inner_text()
    return page, before


def test_the_second_puts_his_over_when_he_has_seen_what_he_replaces(both, shared):
    page, before = at_odds(both, "311", "312")
    file = both[2]
    page.locator("[data-keep=mine]").click()
    page.locator("#saving-diff .in", has_text="311").wait_for()
    assert "312" in page.locator("#saving-diff .out").inner_text()
    assert values(file) == ["312", *before[1:]]
    with page.expect_navigation():  # what is stored is shown anew
        page.locator("#save button:not([data-close])").click()
    assert values(file) == ["311", *before[1:]]
    page.goto(f"{shared.url}/en/town/data/versions?file={FILE}")
    who = page.locator("main tbody tr td:nth-child(2)").all_inner_texts()
    assert who[:2] == ["wang", "li"]
    (only,) = [
        one for one in both[1].wrong if "409" in one
    ]  # the browser's own word for the answer
    assert both[1].wrong == [only]


def test_the_second_takes_what_is_stored_and_drops_his(both):
    page, before = at_odds(both, "321", "322")
    page.locator("[data-keep=theirs]").click()
    page.locator("html[data-grid=ready]").wait_for(state="attached")
    page.locator("[role=gridcell][tabulator-field=value]", has_text="322").wait_for()
    assert values(both[2]) == ["322", *before[1:]]
    assert page.locator("[data-do=preview]").is_disabled()
