"""Files of a study changed on its pages: told what is wrong as it is typed, undone, saved with a note as a small change, brought back."""

from __future__ import annotations

import subprocess

import pytest

ENERGY, DECLARED = "data/energy.csv", "study.toml"


@pytest.fixture
def study(served):
    """A study that may be changed, kept with git as a bureau would."""
    folder = served.folder / "town"
    git(folder, "init", "-q")
    git(folder, "add", "data", "scenarios", DECLARED)
    git(
        folder,
        "-c",
        "user.name=a",
        "-c",
        "user.email=a@b",
        "commit",
        "--allow-empty",
        "-qm",
        "as it was",
    )
    return folder


def git(folder, *words):
    return subprocess.run(["git", *words], cwd=folder, check=True, capture_output=True, text=True).stdout  # fmt: skip


def opened(page, home, file):
    page.goto(f"{home}/data?file={file}")
    page.locator("html[data-grid=ready]").wait_for(state="attached")


def first(page, column):
    return page.locator(f"[role=gridcell][tabulator-field={column}]").first


def typed(page, place, text):
    place.click()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def saved(page, note=""):
    page.locator("#saving-diff .in").first.wait_for()
    page.locator("#note").fill(note)
    with page.expect_navigation():  # what is stored is shown anew
        page.locator("#save button:not([data-close])").click()


def test_what_is_typed_is_told_undone_and_saved(served, study, look):
    seen = look()
    page, home, file = seen.page, f"{served.url}/en/town", study / ENERGY
    opened(page, home, ENERGY)
    value, unit = first(page, "value"), first(page, "unit")
    before, stored = value.inner_text(), file.read_bytes()
    typed(page, value, "about 9")
    page.locator("[tabulator-field=value].bad[aria-invalid=true]").wait_for()
    assert "about 9" in page.locator("#faults li.error").first.inner_text()
    page.locator("[data-do=undo]").click()
    typed(page, unit, "10^4 tonnes of hay")
    page.locator("[tabulator-field=unit].bad[aria-invalid=true]").wait_for()
    assert "10^4 tonnes of hay" in page.locator("#faults li.error").first.inner_text()
    page.keyboard.press("Control+z")
    page.locator(".bad[aria-invalid=true]").wait_for(state="detached")
    typed(page, value, "501.5")
    page.keyboard.press("Control+z")
    assert value.inner_text() == before
    page.keyboard.press("Control+y")
    assert value.inner_text() == "501.5"
    page.locator("[data-do=details]").click()
    page.locator("#row dl.facts", has_text="invented").wait_for()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+s")
    page.locator("#saving-diff .in", has_text="501.5").wait_for()
    assert file.read_bytes() == stored
    saved(page, "as revised in the yearbook")
    assert git(study, "diff", "--numstat") == f"1\t1\t{ENERGY}\n"
    opened(page, home, ENERGY)
    first(page, "value").click()
    page.locator("[data-do=details]").click()
    page.locator("#row dl.facts", has_text="as revised in the yearbook").wait_for()
    assert seen.wrong == []
    assert seen.others(served.url) == []


def test_a_document_keeps_its_comments(served, study, look):
    page = look().page
    page.goto(f"{served.url}/en/town/data?file={DECLARED}")
    text = page.locator("#document").input_value()
    assert "members = 32  # a power of two" in text
    page.locator("#document").fill(text.replace("members = 32 ", "members = 64 "))
    page.locator("[data-do=preview]").click()
    saved(page)
    changed = git(study, "diff", "-U0", DECLARED).splitlines()[-2:]
    assert changed == ["-members = 32  # a power of two", "+members = 64  # a power of two"]


def test_a_version_is_seen_and_brought_back(served, study, look):
    page, home = look().page, f"{served.url}/zh/town"
    contents = []
    for number in ("541", "542"):
        opened(page, home, ENERGY)
        typed(page, first(page, "value"), number)
        page.keyboard.press("Control+s")
        saved(page, f"改为 {number}")
        contents.append((study / ENERGY).read_bytes())
    page.goto(f"{home}/data/versions?file={ENERGY}")
    rows = page.locator("main tbody tr")
    newest, older = rows.nth(0), rows.nth(1)
    assert "改为 542" in newest.inner_text()
    assert "改为 541" in older.inner_text()
    when, who = older.locator("a").inner_text(), older.locator("td").first.inner_text()
    assert when.startswith("20")
    assert who
    older.locator("a").click()
    page.locator(".diff .in", has_text="541").wait_for()
    page.locator("form[action*='/restore'] button").first.click()
    page.wait_for_url("**/data/versions")
    assert (study / ENERGY).read_bytes() == contents[0] != contents[1]
    assert when in page.locator("main tbody tr").first.inner_text()
