"""Signing in and out, tokens, persons and roles, as browsers and programs see them."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import text

from dualcarbon.server.people import passwords
from dualcarbon.server.people.sessions import COOKIE, IDLE, LONGEST, SAFE

NEW = "nine loud windmills"


def signs_in(one, name, password, lang="en", **more):
    return one.post(f"/{lang}/sign-in", data={"name": name, "password": password, **more})


def rows(app, count=5):
    return [(row.who, row.what) for row in app.state.people.audit.entries(count)]


def bearer(app, name, **more):
    people = app.state.people
    person = type("P", (), {"name": name})
    return {"authorization": f"Bearer {people.issue(person, 'script', 30)}", "accept": "*/*", **more}  # fmt: skip


def test_a_page_leads_to_the_door_and_the_door_back_to_the_page(browser):
    one = browser()
    answer = one.get("/zh/one/home?run=a&x=b")
    assert answer.status_code == 303
    door = one.get(answer.headers["location"])
    assert door.status_code == 200
    assert 'value="/zh/one/home?run=a&amp;x=b"' in door.text
    answer = signs_in(one, "viewer", "seven quiet turbines", next="/zh/one/home?run=a&x=b")
    assert (answer.status_code, answer.headers["location"]) == (303, "/zh/one/home?run=a&x=b")


@pytest.mark.parametrize("next", ["https://evil.example", "//evil.example", "/\\evil.example", "", "/\t/evil.example"])  # fmt: skip
def test_the_door_leads_nowhere_else(browser, next):
    answer = signs_in(browser(), "viewer", "seven quiet turbines", next=next)
    assert answer.headers["location"] == "/en"


def test_scripts_and_programs_are_told_and_not_led(browser):
    one = browser()
    assert one.get("/en/one/home", headers={"accept": "*/*"}).status_code == 401
    answer = one.get("/en/one/home", headers={"hx-request": "true"})
    assert (answer.status_code, answer.headers["hx-redirect"]) == (401, "/en/sign-in")
    answer = one.get("/api/v1/studies")
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_cookie_of_a_session_is_closed_to_scripts_and_to_other_sites(browser):
    answer = signs_in(browser(), "viewer", "seven quiet turbines")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert {"HttpOnly", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert "Secure" not in cookie


@pytest.mark.parametrize("at", ["https://127.0.0.1", "http://carbon.example"])
def test_where_the_way_is_encrypted_the_cookie_is_of_this_host_and_this_way_alone(browser, at):
    one = browser(at)
    one.headers["origin"] = at.replace("http:", "https:")
    cookie = signs_in(one, "viewer", "seven quiet turbines").headers["set-cookie"]
    assert cookie.startswith(f"{SAFE}=")
    assert {"HttpOnly", "Secure", "Path=/", "SameSite=lax"} <= set(cookie.split("; "))
    assert "domain" not in cookie.lower()


@pytest.mark.parametrize(("name", "password"), [("viewer", "seven quiet turbine"), ("nobody", "seven quiet turbines"), ("a\0b", "x"), ("", "x")])  # fmt: skip
def test_it_is_not_told_whether_name_or_password_is_wrong(app, browser, name, password):
    answer = signs_in(browser(), name, password, lang="zh")
    assert answer.status_code in (401, 422)
    if answer.status_code == 401:
        assert "用户名或口令不正确" in answer.text
        assert rows(app, 1) == [("", "sign-in refused")]
    assert "set-cookie" not in answer.headers


def test_a_name_that_nobody_has_costs_a_hash_as_well(app, browser, monkeypatch):
    tried = []
    hasher = passwords._hasher(passwords.COST)
    monkeypatch.setattr(type(hasher), "verify", lambda _, secret, given: bool(tried.append(secret)) or given == "right")  # fmt: skip
    signs_in(browser(), "nobody", "wrong")
    signs_in(browser(), "viewer", "wrong")
    assert len(tried) == 2
    assert all(secret.startswith("$argon2id$") for secret in tried)


def test_a_session_has_a_new_id_with_every_sign_in_and_the_old_one_is_over(app, browser):
    one = browser()
    signs_in(one, "viewer", "seven quiet turbines")
    old = one.cookies[COOKIE]
    signs_in(one, "analyst", "seven quiet turbines")
    assert one.cookies[COOKIE] != old
    other = browser()
    other.cookies.set(COOKIE, old)
    assert other.get("/en/account").status_code == 303


def test_an_id_that_a_browser_brings_along_is_never_taken(browser):
    one = browser()
    one.cookies.set(COOKIE, "chosen-by-somebody-else")
    answer = signs_in(one, "viewer", "seven quiet turbines")
    assert "chosen-by-somebody-else" not in answer.headers["set-cookie"]


def test_a_session_ends_when_it_is_not_used_and_in_any_case_after_its_time(app, signed_in, clock):
    one = signed_in("viewer")
    clock.now += IDLE - 1
    assert one.get("/en/account").status_code == 200
    clock.now += IDLE + 1
    assert one.get("/en/account").status_code == 303
    one, begun = signed_in("viewer"), clock.now
    while clock.now < begun + LONGEST - IDLE:
        clock.now += IDLE - 60
        assert one.get("/en/account").status_code == 200
    clock.now = begun + LONGEST + 1
    assert one.get("/en/account").status_code == 303


def test_signing_out_ends_the_session_on_the_server(signed_in, browser):
    one = signed_in("viewer")
    id = one.cookies[COOKIE]
    assert one.post("/en/sign-out").headers["location"] == "/en/sign-in"
    other = browser()
    other.cookies.set(COOKIE, id)
    assert other.get("/en/account").status_code == 303


def test_signing_out_everywhere_ends_every_session_and_no_one_else_s(signed_in):
    here, there, other = signed_in("viewer"), signed_in("viewer"), signed_in("analyst")
    here.post("/en/account/everywhere")
    assert [one.get("/en/account").status_code for one in (here, there, other)] == [303, 303, 200]


def test_another_password_ends_the_other_sessions_and_this_one_goes_on(signed_in, browser):
    here, there = signed_in("viewer"), signed_in("viewer")
    wrong = here.post("/en/account/password", data={"old": "wrong", "new": NEW})
    assert wrong.status_code == 403
    weak = here.post("/zh/account/password", data={"old": "seven quiet turbines", "new": "short"})
    assert "应为 12 至 128 个" in weak.text
    before = here.cookies[COOKIE]
    here.post("/en/account/password", data={"old": "seven quiet turbines", "new": NEW})
    assert here.cookies[COOKIE] != before
    assert [one.get("/en/account").status_code for one in (here, there)] == [200, 303]
    assert signs_in(browser(), "viewer", NEW).status_code == 303
    assert signs_in(browser(), "viewer", "seven quiet turbines").status_code == 401


def test_a_role_that_is_taken_away_is_gone_at_once(app, signed_in):
    one = signed_in("viewer")
    assert "/en/one/home" in one.get("/en").headers["location"]
    app.state.people.persons.give("viewer", "", "one")
    assert one.get("/en/one/home", headers={"accept": "*/*"}).status_code == 404


def test_attempts_from_an_address_run_out_whatever_the_name(app, browser):
    one = browser()
    app.state.people.by_address.burst = 5
    codes = {signs_in(one, f"name{n}", "wrong").status_code for n in range(5)}
    assert codes == {401}
    assert signs_in(one, "another", "wrong").status_code == 429


def test_the_right_password_costs_no_attempt(browser):
    one = browser()
    assert {signs_in(one, "viewer", "seven quiet turbines").status_code for _ in range(12)} == {303}


def test_a_hash_of_yesterday_s_cost_is_renewed_at_the_next_sign_in(app, browser, monkeypatch):
    before = app.state.people.persons.secret("viewer")
    monkeypatch.setattr(passwords, "COST", passwords.Cost(passes=2, memory=8, lanes=1))
    assert signs_in(browser(), "viewer", "seven quiet turbines").status_code == 303
    after = app.state.people.persons.secret("viewer")
    assert before != after
    assert "t=2" in after


def test_a_token_acts_with_the_roles_of_its_owner_until_it_ends(app, browser, clock):
    one, headers = browser(), bearer(app, "viewer")
    answer = one.get("/api/v1/studies", headers=headers)
    assert answer.status_code == 200
    assert [item["id"] for item in answer.json()["items"]] == ["one"]
    assert one.get("/api/v1/studies/two", headers=headers).status_code == 404
    clock.now += 30 * 86400 + 1
    assert one.get("/api/v1/studies", headers=headers).status_code == 401


def test_tokens_that_are_none_run_out(app, browser):
    one, good = browser(), bearer(app, "viewer")
    app.state.people.by_address.burst = 3
    codes = [one.get("/api/v1/studies", headers={"authorization": f"Bearer dualcarbon_{n}"}).status_code for n in range(4)]  # fmt: skip
    assert codes == [401] * 3 + [429]
    assert one.get("/api/v1/studies", headers=good).status_code == 429


def test_a_token_is_shown_once_and_ended_by_its_owner_alone(app, signed_in, browser):
    one = signed_in("viewer")
    answer = one.post("/en/account/tokens", data={"title": "night job", "days": 7})
    token = re.search(r"dualcarbon_[\w-]{43}", answer.text)[0]
    page = one.get("/en/account").text
    assert "night job" in page
    assert token not in page
    headers = {"authorization": f"Bearer {token}", "accept": "*/*"}
    (kept,) = app.state.people.persons.tokens("viewer")
    signed_in("analyst").post("/en/account/revoke", data={"id": kept.id})
    assert browser().get("/api/v1/studies", headers=headers).status_code == 200
    one.post("/en/account/revoke", data={"id": kept.id})
    assert browser().get("/api/v1/studies", headers=headers).status_code == 401


@pytest.mark.parametrize("given", [{"title": "", "days": 7}, {"title": "x" * 81, "days": 7}, {"title": "x", "days": 0}, {"title": "x", "days": 366}, {"title": "a\0", "days": 7}])  # fmt: skip
def test_a_token_without_a_title_or_for_ever_is_refused(app, signed_in, given):
    assert signed_in("viewer").post("/en/account/tokens", data=given).status_code == 422
    assert app.state.people.persons.tokens("viewer") == []


def test_neither_passwords_nor_tokens_stand_in_database_or_log(app, signed_in):
    one = signed_in("viewer")
    answer = one.post("/en/account/tokens", data={"title": "night job", "days": 7})
    secrets = [re.search(r"dualcarbon_([\w-]{43})", answer.text)[1], one.cookies[COOKIE], "seven quiet"]  # fmt: skip
    with app.state.people.persons.engine.connect() as connection:
        tables = ("persons", "person_sessions", "person_tokens", "audit")
        kept = " ".join(str(row) for t in tables for row in connection.execute(text(f"SELECT * FROM {t}")))  # fmt: skip
    assert "night job" in kept
    assert [secret for secret in secrets if secret in kept] == []


def test_a_study_that_one_may_not_see_is_not_listed_and_answers_as_if_it_were_not_there(app, signed_in):  # fmt: skip
    app.state.people.persons.give("viewer", "viewer", "more")
    one = signed_in("viewer")
    one.headers["accept"] = "*/*"
    assert one.get("/en").headers["location"] == "/en/one/home"
    assert "two" not in one.get("/en", follow_redirects=True).text.replace("network", "")
    hidden, missing = one.get("/en/two/home"), one.get("/en/twx/home")
    assert hidden.status_code == missing.status_code == 404
    assert hidden.text.replace("two", "twx") == missing.text


def test_a_person_without_a_role_sees_an_empty_shelf_and_can_leave(signed_in):
    one = signed_in("newcomer")
    assert one.get("/zh").status_code == 200
    assert "尚未被授予" in one.get("/zh/account").text
    assert one.post("/zh/sign-out").status_code == 303


def test_an_administrator_adds_a_person_gives_a_role_and_removes_them(app, signed_in, browser):
    chief = signed_in("chief")
    assert chief.post("/en/people", data={"name": "李明", "password": NEW}).status_code == 303
    given = {"name": "李明", "role": "analyst", "study": "two"}
    assert chief.post("/en/people/role", data=given).status_code == 303
    page = chief.get("/zh/people").text
    assert "李明" in page
    assert "编制" in page
    assert signs_in(browser(), "李明", NEW).status_code == 303
    assert chief.post("/en/people/password", data={"name": "李明", "password": "ten slow barges"}).status_code == 303  # fmt: skip
    assert signs_in(browser(), "李明", NEW).status_code == 401
    assert chief.post("/en/people/remove", data={"name": "李明"}).status_code == 303
    assert signs_in(browser(), "李明", "ten slow barges").status_code == 401
    done = [what for who, what in rows(app, 10) if who == "chief"]
    assert done[:4] == ["person removed", "password changed", "role given", "person added"]


@pytest.mark.parametrize(
    ("path", "given", "said"),
    [
        ("", {"name": "viewer", "password": NEW}, "already"),
        ("", {"name": "a b", "password": NEW}, "cannot be the name"),
        ("", {"name": "zhang", "password": "zhang is the name"}, "easily guessed"),
        ("/role", {"name": "viewer", "role": "king", "study": "one"}, "is no role"),
        ("/role", {"name": "viewer", "role": "viewer", "study": "three"}, "no study"),
        ("/role", {"name": "chief", "role": "viewer", "study": "*"}, "nobody would be left"),
        ("/remove", {"name": "chief"}, "nobody would be left"),
        ("/remove", {"name": "nobody"}, "no person"),
    ],
)
def test_what_an_administrator_cannot_do_is_told_above_the_page(signed_in, path, given, said):
    answer = signed_in("chief").post(f"/en/people{path}", data=given)
    assert answer.status_code == 422
    assert said in answer.text
    assert "newcomer" in answer.text


def test_the_log_tells_who_did_what_and_whether_it_is_whole(app, signed_in):
    chief = signed_in("chief")
    page = chief.get("/zh/audit", params={"verify": "true"}).text
    assert "日志完整" in page
    assert "登录" in page
    with app.state.people.persons.engine.begin() as connection:
        connection.execute(text("UPDATE audit SET who = 'somebody' WHERE number = 2"))
    assert "第 2 行" in chief.get("/zh/audit", params={"verify": "true"}).text
    assert chief.get("/en/audit", params={"before": 2**40}).status_code == 422


@pytest.mark.parametrize("given", ["seven quiet turbines ", "ｓｅｖｅｎ quiet turbines"])
def test_a_password_is_what_it_looks_like_but_not_less(browser, given):
    expected = 303 if given.startswith("ｓ") else 401
    assert signs_in(browser(), "viewer", given).status_code == expected
