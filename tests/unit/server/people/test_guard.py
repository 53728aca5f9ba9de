"""What stands before every request of a shared workbench: names of the machine, pages that may write, how often."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from dualcarbon.server import guard
from dualcarbon.server.app import made
from dualcarbon.server.people.limits import Limit
from dualcarbon.server.settings import Settings

OUT = "/en/sign-out"


@pytest.mark.parametrize(
    ("host", "status"),
    [("127.0.0.1", 200), ("localhost:8765", 200), ("[::1]:8765", 200), ("carbon.example", 200),
     ("carbon.example.evil.example", 403), ("evil.example", 403)],
)  # fmt: skip
def test_only_names_of_this_machine_are_answered(browser, host, status):
    assert browser().get("/en/sign-in", headers={"host": host}).status_code == status


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "http://127.0.0.1"}, 303),
        ({"origin": "https://carbon.example"}, 303),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "http://127.0.0.1:99"}, 403),
        ({"origin": "https://127.0.0.1"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "https://carbon.example.evil.example"}, 403),
        ({"sec-fetch-site": "same-origin"}, 303),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"sec-fetch-site": "same-site"}, 403),
        ({}, 403),
    ],
)
def test_a_write_with_a_cookie_comes_from_our_own_pages_or_not_at_all(signed_in, headers, status):
    one = signed_in("viewer")
    del one.headers["origin"]
    assert one.post(OUT, headers=headers).status_code == status
    assert one.get("/en/account").status_code == (303 if status == 303 else 200)


def test_no_page_stays_on_a_machine_that_many_use(signed_in, own):
    one = signed_in("viewer")
    paths = ("/en/account", "/en/sign-in", "/en/one/nothing", "/api/v1/studies")
    assert {one.get(path).headers["cache-control"] for path in paths} == {"no-store"}
    assert "immutable" in one.get("/assets/mark.svg").headers["cache-control"]


def test_a_program_with_a_token_needs_no_origin(browser):
    one = browser()
    del one.headers["origin"]
    assert one.post("/api/v1/tokens", json={}).status_code == 401


def test_requests_of_an_address_run_out(tmp_path, monkeypatch):
    monkeypatch.setattr(guard, "BURST", 3)
    monkeypatch.setattr(guard, "RATE", 0.001)
    one = TestClient(made(Settings(tmp_path, shared=True)), base_url="http://127.0.0.1")
    answers = [one.get("/en/sign-in") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert int(answers[-1].headers["retry-after"]) > 900
    assert answers[-1].headers["content-security-policy"] == guard.POLICY


@pytest.fixture
def own(tmp_path):
    """A browser on a workbench of one's own."""
    return TestClient(made(Settings(tmp_path)), base_url="http://127.0.0.1")


def test_on_one_s_own_machine_nothing_runs_out(own, monkeypatch):
    monkeypatch.setattr(Limit, "take", lambda *_: 60.0)
    assert own.get("/assets/mark.svg").status_code == 200


def test_on_one_s_own_machine_nobody_signs_in_and_the_log_is_there(own):
    paths = ("/en/sign-in", "/en/people", "/en/audit", "/en")
    assert [own.get(path).status_code for path in paths] == [404, 404, 200, 200]
