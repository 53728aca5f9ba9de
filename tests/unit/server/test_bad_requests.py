"""Requests as they should not be: each is told what is wrong, in both languages, and nothing of it is stored."""

from __future__ import annotations

import errno
import json
import re

import pytest
from sqlalchemy.exc import OperationalError
from starlette.testclient import TestClient

from dualcarbon.server import shelf
from dualcarbon.server.app import made
from dualcarbon.server.settings import Settings

API = "/api/v1"
TOWN = f"{API}/studies/town"
ASK = f"{TOWN}/scenarios/base/what-if"
JSON = {"Content-Type": "application/json"}
FOREIGN = re.compile(r"Traceback|pydantic|sqlalchemy|sqlite|SELECT |/tmp|/home|File \"")
TABLE = f"{TOWN}/tables/energy/rows"
BODIES = [
    ("{a:1", 400, "API001", "body is not JSON (line 1 col 2)"),
    ("", 400, "API001", "body is not JSON (line 1 col 1)"),
    ('{"levers":{"v":NaN}}', 422, "API002", "levers.v: not a finite number"),
    ('{"levers":{"v":-Infinity}}', 422, "API002", "levers.v: not a finite number"),
    ('{"levers":{"v":1e999}}', 422, "API004", "levers.v: too large"),
    ('{"levers":{"v":%s}}' % ("1" * 5000), 422, "API004", "levers.v: too large"),
    ('{"levers":{"v":1,"v":2}}', 422, "API003", "levers.v: named twice in one object"),
    ("[" * 100_000, 400, "API005", "nested deeper than 50"),
    ("[" * 60 + "]" * 60, 400, "API005", "nested deeper than 50"),
    ('{"levers":{"v":"\\ud800"}}', 422, "API006", "levers.v: holds half of a character"),
    ('{"levers":{"v":"x"}}', 422, "API006", "levers.v: a number is expected"),
    ('{"role":"admin"}', 422, "API007", "role: not accepted here"),
    ("[]", 422, "API006", "body: an object is expected"),
    ('{"levers":{"v":1}}', 422, "API017", 'lever: there is no "v"'),
]


def told(answer, status, code, message=None):
    """Hold a refusal against what it should be."""
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    first = body["faults"][0]
    assert (body["status"], first["code"]) == (status, code)
    assert message in (None, first["message_en"])
    assert first["message_zh"] != first["message_en"]
    assert not FOREIGN.search(answer.text)
    return body


@pytest.mark.parametrize(("body", "status", "code", "message"), BODIES)
def test_a_body_that_cannot_be_taken_is_told_why(desk, body, status, code, message):
    told(desk.post(ASK, content=body, headers=JSON), status, code, message)


def test_all_faults_of_a_body_are_told_at_once(desk):
    body = told(
        desk.post(ASK, content='{"levers":{"a":NaN,"b":1e999},"c":NaN}', headers=JSON),
        422,
        "API002",
    )
    assert [one["place"]["key"] for one in body["faults"]] == ["levers.a", "levers.b", "c"]


def test_another_kind_of_body_is_not_taken(desk):
    text = {"Content-Type": "text/plain"}
    told(desk.post(ASK, content="{}", headers=text), 415, "API010", "send application/json")


def test_a_body_over_the_limit_is_not_read(desk):
    def parts():
        for _ in range(60):
            yield b" " * 1_000_000

    message = "body over 50 MB"
    told(desk.post(ASK, content=parts(), headers=JSON), 413, "API008", message)
    long = {**JSON, "Content-Length": "300000000"}
    told(desk.post(ASK, content=b"{}", headers=long), 413, "API008", message)
    page = desk.post("/en/town/home", content=b"{}", headers=long)
    assert (page.status_code, message in page.text) == (413, True)


def test_an_address_over_the_limit_is_not_read(desk):
    told(desk.get(f"{TOWN}/check", params={"x": "a" * 60_000}), 414, "API020")


def test_a_part_of_a_list_has_a_bound(desk):
    told(desk.get(TABLE, params={"limit": 10**9}), 422, "API011", "limit: at most 10000")
    told(desk.get(TABLE, params={"limit": 0}), 422, "API006")
    told(desk.get(TABLE, params={"cursor": "x"}), 422, "API006")


@pytest.mark.parametrize("text", ["1; drop table x", "' or 1=1 --", "sector"])
def test_a_filter_is_no_query(desk, text):
    told(desk.get(TABLE, params={"filter": text}), 422, "SQL001")


def test_a_column_is_one_of_the_table(desk):
    message = 'order: unknown column "value;--"'
    told(desk.get(TABLE, params={"order": "value;--"}), 422, "SQL002", message)
    told(desk.get(TABLE, params={"filter": "value;--:1"}), 422, "SQL002")
    kept = desk.get(TABLE, params={"filter": "year:2017", "order": "-value"}).json()
    assert [row["cells"]["year"] for row in kept["items"]] == ["2017"]


def test_what_is_not_there_and_what_cannot_be_done_is_told(desk):
    told(desk.get(f"{API}/nothing"), 404, "API014")
    told(desk.get(f"{API}/studies/17"), 404, "API016", 'there is no study "17"')
    answer = desk.put(ASK, json={})
    told(answer, 405, "API015", "PUT is not possible here")
    assert answer.headers["allow"] == "POST"
    told(desk.get(f"{TOWN}/runs/newest"), 404, "API017")


def test_a_key_stands_for_one_request(desk):
    address, key = f"{TOWN}/jobs", {"Idempotency-Key": "one"}
    assert desk.post(address, json={"kind": "run"}, headers=key).status_code == 202
    other = {"kind": "run", "options": {"quick": True}}
    message = "key already used with another body"
    told(desk.post(address, json=other, headers=key), 409, "IDEM002", message)
    odd = {"Idempotency-Key": "a b"}
    told(desk.post(address, json=other, headers=odd), 422, "IDEM001")
    assert desk.get(address).json()["total"] == 1


def test_a_refused_request_leaves_its_key_free(desk):
    address, key = f"{TOWN}/jobs", {"Idempotency-Key": "one"}
    told(desk.post(address, json={"kind": "run", "options": {"x": 1}}, headers=key), 422, "JOB002")
    assert desk.post(address, json={"kind": "run"}, headers=key).status_code == 202


def test_a_change_of_other_content_is_refused(desk, town):
    change = {"cells": [{"line": 2, "column": "value", "value": "501"}]}
    told(desk.patch(TABLE, json=change), 428, "API013")
    mark = {"If-Match": desk.get(TABLE).headers["etag"]}
    assert desk.patch(TABLE, json=change, headers=mark).status_code == 200
    file = (town / "data/energy.csv").read_bytes()
    same = {"cells": [{"line": 2, "column": "value", "value": "502"}]}
    body = told(desk.patch(TABLE, json=same, headers=mark), 412, "EDT001")
    who = desk.get(f"{TOWN}/versions").json()["items"][0]["who"]
    assert who in body["detail"]
    assert (town / "data/energy.csv").read_bytes() == file


@pytest.mark.parametrize(
    "error",
    [OSError(errno.ENOSPC, "No space left"), OperationalError("x", {}, Exception("database or disk is full"))],
)  # fmt: skip
def test_a_full_disk_is_told(desk, monkeypatch, error):
    def full(*_):
        raise error

    monkeypatch.setattr(shelf.Shelf, "runs", full)
    told(desk.get(f"{TOWN}/runs"), 507, "SYS001", "storage full; nothing was saved")


def test_what_nobody_foresaw_has_a_reference_and_tells_nothing(desk, monkeypatch, caplog):
    def odd(*_):
        msg = "SELECT secret FROM drawer"
        raise ZeroDivisionError(msg)

    monkeypatch.setattr(shelf.Shelf, "runs", odd)
    body = told(desk.get(f"{TOWN}/runs"), 500, "SYS002")
    (reference,) = re.findall(r"reference ([0-9a-f]{8})", body["detail"])
    assert reference in caplog.text
    page = desk.get("/en/town/home")
    assert page.status_code == 500
    assert not FOREIGN.search(page.text)


def test_a_request_from_a_page_of_another_site_is_refused(desk):
    message = "request did not come from this site"
    for origin in ("http://evil.example", "null", "http://[", ""):
        told(desk.post(ASK, json={}, headers={"Origin": origin}), 403, "API021", message)
    for host in ("evil.example", "[::1", "127.0.0.1.evil.example"):
        told(desk.get(f"{TOWN}/check", headers={"Host": host}), 403, "API022")


def test_who_has_not_signed_in_is_told_so(town):
    app = made(Settings(town, shared=True))
    asked = TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)
    answer = asked.get(f"{TOWN}/runs")
    told(answer, 401, "PER011")
    assert answer.headers["www-authenticate"] == "Bearer"
    told(asked.post(ASK, content="{a:1", headers=JSON), 401, "PER011")


def test_a_number_that_is_not_finite_is_never_written():
    from dualcarbon.server.api import problems

    with pytest.raises(ValueError, match="Out of range float"):
        problems.dumped({"v": float("nan")})
    assert json.loads(problems.dumped({"v": "</script>&"})) == {"v": "</script>&"}
    assert b"<" not in problems.dumped({"v": "</script>&"})
