"""The bad requests of the catalogue that are about who asks."""

from __future__ import annotations

import re

import pytest

from dualcarbon.server.people.sessions import COOKIE
from dualcarbon.vocabulary.faults import codes

PASSWORD = "seven quiet turbines"
STUDY = "/api/v1/studies/one"
ASK = f"{STUDY}/scenarios/base/what-if"


def case(number, code):
    """Name a test of a case of the catalogue by its number, and give it the code of the case."""
    return pytest.mark.parametrize("code", [pytest.param(code, id=f"api-{number:03}")])


def told(answer, status, code, said):
    """Hold a refusal against what it should be, in both languages."""
    first = answer.json()["faults"][0]
    assert (answer.status_code, first["code"]) == (status, code)
    assert said in first["message_en"]
    assert first["message_zh"] != first["message_en"]


@case(11, "AUTH001")
def test_who_has_not_signed_in_is_told_so(browser, code):
    one = browser()
    answers = (
        one.get(f"{STUDY}/runs"), one.post(ASK, json={}), one.post(ASK, content="{a:1"), one.get("/api/v1/tokens"),
        one.get(STUDY, headers={"authorization": "Bearer dualcarbon_none"}),
    )  # fmt: skip
    for answer in answers:
        told(answer, 401, code, "sign in")
        assert answer.headers["www-authenticate"] == "Bearer"


@case(13, "AUTH003")
def test_a_session_that_was_fixed_before_signing_in_is_worth_nothing(browser, code):
    assert code not in codes()  # nobody is told: it does not happen
    victim, thief = browser(), browser()
    for one in (victim, thief):
        one.cookies.set(COOKIE, "chosen-by-the-thief")
    answer = victim.post("/en/sign-in", data={"name": "viewer", "password": PASSWORD})
    own = answer.headers["set-cookie"].partition("=")[2].partition(";")[0]
    assert len(own) >= 43
    assert own != "chosen-by-the-thief"
    thief.headers["accept"] = "*/*"
    assert thief.get("/api/v1/studies").status_code == 401
    victim.cookies.clear()
    victim.cookies.set(COOKIE, own)
    assert victim.get("/api/v1/studies").status_code == 200


@case(14, "AUTH004")
@pytest.mark.parametrize("method", ["GET", "PATCH", "PUT", "POST", "DELETE"])
@pytest.mark.parametrize(
    "below", ["", "/runs", "/tables/energy/rows", "/values/study.toml", "/jobs", "/jobs/1"]
)
def test_a_study_of_another_region_answers_as_one_that_is_not_there(signed_in, method, below, code):
    one = signed_in("elsewhere")
    one.headers["accept"] = "*/*"
    hidden, missing = (
        one.request(method, f"/api/v1/studies/{name}{below}", json={}) for name in ("one", "onx")
    )
    assert hidden.status_code == missing.status_code
    assert re.sub(r"\bone\b", "onx", hidden.text) == missing.text
    if hidden.status_code != 405:
        told(hidden, 404, code, "there is no study")


@case(16, "AUTH006")
def test_after_ten_wrong_passwords_one_waits_for_a_quarter_of_an_hour(browser, clock, code):
    one = browser()
    give = lambda password: one.post("/en/sign-in", data={"name": "viewer", "password": password})  # noqa: E731
    assert [give("wrong").status_code for _ in range(10)] == [401] * 10
    answer = give(PASSWORD)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "900")
    assert "try again in 15 minutes" in answer.text
    assert (
        one.post("/en/sign-in", data={"name": "analyst", "password": PASSWORD}).status_code == 303
    )
    clock.now += 899
    assert give(PASSWORD).status_code == 429
    clock.now += 1
    assert give(PASSWORD).status_code == 303
    assert code in codes()


@case(16, "AUTH006")
def test_tokens_that_are_none_are_counted_too(app, browser, code):
    app.state.people.by_address.burst = 3
    guess = lambda n: browser().get(STUDY, headers={"authorization": f"Bearer dualcarbon_{n}"})  # noqa: E731
    assert [guess(n).status_code for n in range(3)] == [401] * 3
    told(guess(3), 429, code, "try again in 20 s")


@case(17, "AUTH007")
def test_a_form_of_another_site_is_not_taken(app, signed_in, code):
    one = signed_in("chief")
    foreign = {"origin": "https://evil.example"}
    before = app.state.people.persons.listed()
    given = {"name": "thief", "password": "nine loud windmills"}
    for path in (
        "people",
        "people/role",
        "account/password",
        "account/tokens",
        "one/home",
        "sign-out",
    ):
        answer = one.post(f"/en/{path}", data=given, headers=foreign)
        assert (answer.status_code, "did not come from this site" in answer.text) == (403, True)
    for method, path in (
        ("POST", "/api/v1/tokens"),
        ("PATCH", f"{STUDY}/tables/energy/rows"),
        ("DELETE", "/api/v1/tokens/1"),
    ):
        told(
            one.request(method, path, json={}, headers=foreign),
            403,
            code,
            "did not come from this site",
        )
    assert app.state.people.persons.listed() == before
    assert one.get("/en/account").status_code == 200
