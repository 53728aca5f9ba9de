"""An analyst's day: a cell is mended and saved, the study run, two scenarios compared, a measure taken out, the report written."""

from __future__ import annotations

import pypdfium2

FILE = "data/economy.csv"


def test_from_a_cell_to_the_report(served, look):
    study = served.folder / "draft"
    seen = look()
    page, home = seen.page, f"{served.url}/en/draft"
    page.goto(f"{home}/data?file={FILE}")
    page.locator("html[data-grid=ready]").wait_for(state="attached")
    a_cell_is_mended(page, study)
    run = the_study_is_run(page, home, study)
    two_scenarios_are_compared(page, home)
    a_measure_is_taken_out(page, home)
    the_report_is_written(page, home, run)
    assert seen.wrong == []
    assert seen.others(served.url) == []


def typed(page, place, text):
    place.click()
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def a_cell_is_mended(page, study):
    """Type another number, see what that changes, and save it."""
    value = page.locator("[role=gridcell][tabulator-field=value]").first
    after = f"{float(value.inner_text()) + 1:.2f}"
    value.click()
    page.keyboard.type(after)
    page.keyboard.press("Enter")
    stored = (study / FILE).read_bytes()
    page.keyboard.press("Control+s")
    page.locator("#saving-diff .in", has_text=after).wait_for()
    assert (study / FILE).read_bytes() == stored
    with page.expect_navigation():  # what is stored is shown anew
        page.locator("#save button:not([data-close])").click()
    old, new = (text.decode().splitlines() for text in (stored, (study / FILE).read_bytes()))
    assert [two for one, two in zip(old, new, strict=True) if one != two] == [new[1]]
    assert after in new[1]


def the_study_is_run(page, home, study):
    """Ask for a run, see how far it is on any page, and go to it."""
    there = {one.name for one in (study / "results").iterdir()}
    page.goto(f"{home}/home")
    page.locator("#jobs .job.old").wait_for()
    page.locator("form:has([name=quick]) button").click()
    page.locator("#jobs progress").wait_for()
    page.goto(f"{home}/jobs")
    page.locator("#all-jobs td progress").wait_for()
    page.locator("#jobs a[href*='/home?run=']").click()
    (made,) = {one.name for one in (study / "results").glob("[!.]*")} - there
    page.wait_for_url(f"**/home?run={made}")
    assert page.locator("main .standing.old").count() == 0
    return made


def two_scenarios_are_compared(page, home):
    """See who makes the difference, and that the parts add up to it."""
    page.goto(f"{home}/compare?a=baseline&b=policy")
    table = page.locator("#shares table").first
    table.wait_for()
    last = [float(one.replace(",", "").replace("−", "-")) for one in table.locator("tbody td:last-child").all_inner_texts()]  # fmt: skip
    *parts, whole = last
    assert len(parts) > 3
    assert abs(sum(parts) - whole) <= 0.05 * len(last)
    assert whole != 0


def a_measure_is_taken_out(page, home):
    page.goto(f"{home}/measures")
    page.locator("html[data-ready=yes]").wait_for(state="attached")
    told = page.locator("[data-told=sum]")
    before = told.inner_text()
    page.locator("[data-lever=motors] [type=checkbox]").click()
    page.wait_for_selector("html[data-shown='1']")
    assert told.inner_text() != before


def the_report_is_written(page, home, run):
    """Ask for the report as PDF, wait on the page, and open what was downloaded."""
    page.goto(f"{home}/report")
    page.locator("form:has([name=form][value=pdf]):has([name=in_lang][value=en]) button").click()
    page.locator("#jobs progress").wait_for()
    page.locator("#jobs a[href*='/report?run=']").click()
    with page.expect_download() as kept:
        page.locator(f"a[href$='/document/{run}/report.en.pdf']").click()
    file = kept.value.path()
    assert file.read_bytes().startswith(b"%PDF-")
    pages = pypdfium2.PdfDocument(file)
    assert len(pages) > 20
    assert "Jiangsu" in pages[0].get_textpage().get_text_bounded()
    pages.close()
