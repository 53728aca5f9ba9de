"""The page for the public, opened from the disk with the network off."""

from __future__ import annotations

import csv
import io

import pytest

from dualcarbon.report import public


@pytest.fixture(scope="module")
def page(ran, tmp_path_factory):
    (run,) = (ran / "jiangsu" / "results").glob("[!.]*")
    return public.publish(run, out=tmp_path_factory.mktemp("public") / "jiangsu.html").file


def test_a_published_study_asks_nobody(page, look):
    seen = look("slim", offline=True, locale="zh-CN")
    seen.page.goto(page.as_uri())
    seen.ready()
    shown = seen.page.locator(".edition:not([hidden])")
    assert shown.get_attribute("lang") == "zh-CN"
    shown.locator("figure .chart").first.scroll_into_view_if_needed()
    shown.locator("figure canvas").first.wait_for()
    assert seen.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    seen.page.get_by_role("button", name="English").first.click()
    assert seen.page.locator("html").get_attribute("lang") == "en"
    with seen.page.expect_download() as kept:
        seen.page.locator(".edition:not([hidden]) [data-table=totals]").click()
    text = kept.value.path().read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["year"] for row in rows][-1] == "2017"
    for form in ("svg", "png", "csv"):
        with seen.page.expect_download() as kept:
            seen.page.locator(f".edition:not([hidden]) figure [data-save={form}]").first.click()
        assert kept.value.path().stat().st_size > 100
    assert seen.wrong == []
    assert [one for one in seen.others("file://") if not one.startswith("blob:")] == []
    assert len([one for one in seen.asked if one.startswith("file:")]) == 1
