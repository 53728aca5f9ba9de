"""Signing in to a shared workbench: a viewer looks, an analyst works, an administrator lets in and sees who did what; nobody else sees anything."""

from __future__ import annotations

GRID = "/en/town/data?file=data/population.csv"
NEWCOMER = "another long phrase 8"


def test_nobody_sees_anything_before_signing_in(shared, look, sign_in):
    seen = look()
    answer = seen.page.goto(f"{shared.url}/en/town/home")
    assert "invented" not in seen.page.content()
    assert seen.page.locator("#password").is_visible()
    assert answer.status in (200, 401)
    refused = sign_in("li", password="wrong password").page
    assert refused.locator("#password").is_visible()
    assert refused.locator(".faults li").count() == 1
    assert "invented" not in refused.content()


def test_roles_see_what_they_may(shared, sign_in):
    viewer = sign_in("zhao").page
    viewer.wait_for_url("**/town/home")
    assert viewer.locator("form[action$='/jobs/ask']").count() == 0
    assert viewer.goto(f"{shared.url}/en/audit").status == 403
    viewer.goto(f"{shared.url}{GRID}")
    viewer.locator("html[data-grid=ready]").wait_for(state="attached")
    viewer.locator("[tabulator-field=value][role=gridcell]").first.dblclick()
    assert viewer.locator("#grid [role=gridcell] input, [data-do=preview]").count() == 0
    analyst = sign_in("li").page
    analyst.wait_for_url("**/town/home")
    assert analyst.locator("form[action$='/jobs/ask']").count() > 0
    assert analyst.goto(f"{shared.url}/en/people").status == 403


def test_an_administrator_lets_somebody_in_and_out_again(shared, sign_in):
    wang = sign_in("wang", "/en/people").page
    adding = wang.locator("form[action='/en/people']")
    adding.locator("[name=name]").fill("chen")
    adding.locator("[name=password]").fill(NEWCOMER)
    adding.locator("button").click()
    giving = wang.locator("form[action$='/people/role']")
    giving.locator("[name=name]").select_option("chen")
    giving.locator("[name=study]").select_option("town")
    giving.locator("[name=role]").select_option("viewer")
    giving.locator("button").click()
    wang.locator("tr", has_text="chen").get_by_text("viewer").wait_for()
    chen = sign_in("chen", password=NEWCOMER).page
    chen.wait_for_url("**/town/home")
    wang.locator("tr", has_text="chen").locator("form[action$='/people/remove'] button").click()
    wang.locator("tr", has_text="chen").wait_for(state="detached")
    chen.goto(f"{shared.url}/en/town/home")
    assert chen.locator("#password").is_visible()
    wang.goto(f"{shared.url}/en/audit")
    told = wang.locator("tbody tr", has_text="chen")
    assert told.count() >= 3
    assert all("wang" in row or row.count("chen") for row in told.all_inner_texts())
