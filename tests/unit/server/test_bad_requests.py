"""Requests as they should not be: each is told what is wrong, in both languages, and nothing of it is stored."""

from __future__ import annotations

import ast
import errno
import json
import re
import secrets
import socket
from pathlib import Path

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError

from dualcarbon.server import shelf
from dualcarbon.store import saving
from dualcarbon.store.audit import Audit
from dualcarbon.vocabulary.faults import codes

API = "/api/v1"
TOWN = f"{API}/studies/town"
ASK = f"{TOWN}/scenarios/base/what-if"
JSON = {"Content-Type": "application/json"}
FOREIGN = re.compile(r"Traceback|pydantic|sqlalchemy|sqlite|SELECT |/tmp|/home|File \"")
TABLE = f"{TOWN}/tables/energy/rows"
UPLOAD = "/en/town/data/workbook/upload"
CASES = {
    1: "API001", 2: "API002", 4: "API004", 5: "API005", 7: "API007", 8: "API008", 10: "API010", 11: "AUTH001", 13: "AUTH003",
    14: "AUTH004", 16: "AUTH006", 17: "AUTH007", 19: "PATH001", 20: "PATH001", 22: "SSRF001", 23: "SQL001", 25: "SQL002",
    26: "API011", 28: "IDEM002", 29: "API012", 31: "SYS001", 32: "SYS002",
}  # fmt: skip
"""The catalogue of bad requests: each has a test here or beside the persons that sends it to the application."""


def case(number, code):
    """Name a test of a case of the catalogue by its number, and give it the code of the case."""
    return pytest.mark.parametrize("code", [pytest.param(code, id=f"api-{number:03}")])


def bad(number, body, status, code, message):
    """Give a body of a case of the catalogue."""
    return pytest.param(body, status, code, message, id=f"api-{number:03} {body[:20]}")


BODIES = [
    bad(1, "{a:1", 400, "API001", "body is not JSON (line 1 col 2)"),
    ("", 400, "API001", "body is not JSON (line 1 col 1)"),
    bad(2, '{"levers":{"v":NaN}}', 422, "API002", "levers.v: not a finite number"),
    ('{"levers":{"v":-Infinity}}', 422, "API002", "levers.v: not a finite number"),
    ('{"levers":{"v":1e999}}', 422, "API004", "levers.v: too large"),
    bad(4, '{"levers":{"v":%s}}' % ("1" * 5000), 422, "API004", "levers.v: too large"),
    ('{"levers":{"v":1,"v":2}}', 422, "API003", "levers.v: named twice in one object"),
    bad(5, "[" * 100_000, 400, "API005", "nested deeper than 50"),
    ("[" * 60 + "]" * 60, 400, "API005", "nested deeper than 50"),
    ('{"levers":{"v":"\\ud800"}}', 422, "API006", "levers.v: holds half of a character"),
    ('{"levers":{"v":"x"}}', 422, "API006", "levers.v: a number is expected"),
    bad(7, '{"role":"admin"}', 422, "API007", "role: not accepted here"),
    ("[]", 422, "API006", "body: an object is expected"),
    ('{"levers":{"v":1}}', 422, "API017", 'lever: there is no "v"'),
]


def test_every_case_of_the_catalogue_has_a_test():
    found = {}
    for file in (Path(__file__), Path(__file__).with_name("people") / "test_cases.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("case", "bad"):
                given = [one.value for one in node.args if isinstance(one, ast.Constant)]
                found[given[0]] = next(one for one in given[1:] if str(one) in CASES.values())
    assert found == CASES
    assert {code for code in CASES.values() if code not in codes()} == {"AUTH003", "SSRF001"}


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


@case(10, "API010")
def test_another_kind_of_body_is_not_taken(desk, code):
    text = {"Content-Type": "text/plain"}
    told(desk.post(ASK, content="{}", headers=text), 415, code, "send application/json")


@case(8, "API008")
def test_a_body_over_the_limit_is_not_read(desk, code):
    def parts():
        for _ in range(60):
            yield b" " * 1_000_000

    message = "body over 50 MB"
    told(desk.post(ASK, content=parts(), headers=JSON), 413, code, message)
    long = {**JSON, "Content-Length": "300000000"}
    told(desk.post(ASK, content=b"{}", headers=long), 413, code, message)
    page = desk.post("/en/town/home", content=b"{}", headers=long)
    assert (page.status_code, message in page.text) == (413, True)


def test_an_address_over_the_limit_is_not_read(desk):
    told(desk.get(f"{TOWN}/check", params={"x": "a" * 60_000}), 414, "API020")


@case(26, "API011")
def test_a_part_of_a_list_has_a_bound(desk, code):
    told(desk.get(TABLE, params={"limit": 10**9}), 422, code, "limit: at most 10000")
    told(desk.get(TABLE, params={"limit": 0}), 422, "API006")
    told(desk.get(TABLE, params={"cursor": "x"}), 422, "API006")


@pytest.mark.parametrize("text", ["1; drop table x", "' or 1=1 --", "sector"])
@case(23, "SQL001")
def test_a_filter_is_no_query(desk, text, code):
    told(desk.get(TABLE, params={"filter": text}), 422, code)


@case(25, "SQL002")
def test_a_column_is_one_of_the_table(desk, code):
    message = 'order: unknown column "value;--"'
    told(desk.get(TABLE, params={"order": "value;--"}), 422, code, message)
    told(desk.get(TABLE, params={"filter": "value;--:1"}), 422, code)
    kept = desk.get(TABLE, params={"filter": "year:2017", "order": "-value"}).json()
    assert [row["cells"]["year"] for row in kept["items"]] == ["2017"]


def test_what_is_not_there_and_what_cannot_be_done_is_told(desk):
    told(desk.get(f"{API}/nothing"), 404, "API014")
    told(desk.get(f"{API}/studies/17"), 404, "AUTH004", 'there is no study "17"')
    answer = desk.put(ASK, json={})
    told(answer, 405, "API015", "PUT is not possible here")
    assert answer.headers["allow"] == "POST"
    told(desk.get(f"{TOWN}/runs/newest"), 404, "API017")


@case(28, "IDEM002")
def test_a_key_stands_for_one_request(desk, code):
    address, key = f"{TOWN}/jobs", {"Idempotency-Key": "one"}
    assert desk.post(address, json={"kind": "run"}, headers=key).status_code == 202
    other = {"kind": "run", "options": {"quick": True}}
    message = "key already used with another body"
    told(desk.post(address, json=other, headers=key), 409, code, message)
    odd = {"Idempotency-Key": "a b"}
    told(desk.post(address, json=other, headers=odd), 422, "IDEM001")
    assert desk.get(address).json()["total"] == 1


def test_a_refused_request_leaves_its_key_free(desk):
    address, key = f"{TOWN}/jobs", {"Idempotency-Key": "one"}
    told(desk.post(address, json={"kind": "run", "options": {"x": 1}}, headers=key), 422, "JOB002")
    assert desk.post(address, json={"kind": "run"}, headers=key).status_code == 202


@case(29, "API012")
def test_a_change_of_other_content_is_refused(desk, town, code):
    change = {"cells": [{"line": 2, "column": "value", "value": "501"}]}
    told(desk.patch(TABLE, json=change), 428, "API013")
    mark = {"If-Match": desk.get(TABLE).headers["etag"]}
    assert desk.patch(TABLE, json=change, headers=mark).status_code == 200
    file = (town / "data/energy.csv").read_bytes()
    same = {"cells": [{"line": 2, "column": "value", "value": "502"}]}
    body = told(desk.patch(TABLE, json=same, headers=mark), 412, code)
    kept = desk.get(f"{TOWN}/versions").json()["items"][0]
    at = f"{kept['at'][:10]} {kept['at'][11:16]} UTC"
    assert f"changed by {kept['who']} at {at} since it was read; reload" in body["detail"]
    assert (town / "data/energy.csv").read_bytes() == file
    (town / "data/energy.csv").write_bytes(file + b"\n")
    body = told(desk.patch(TABLE, json=same, headers=mark), 412, code)
    assert "changed by something outside of the workbench since" in body["detail"]


FULL = {
    "file": OSError(errno.ENOSPC, "No space left on device"),
    "quota": OSError(errno.EDQUOT, "Disk quota exceeded"),
    "sqlite": OperationalError("x", {}, Exception("database or disk is full")),
    "postgresql": OperationalError("x", {}, Exception("could not extend file: No space left on device")),
}  # fmt: skip


@pytest.mark.parametrize("error", FULL.values(), ids=FULL)
@case(31, "SYS001")
def test_a_full_disk_is_told_whoever_meets_it(desk, monkeypatch, error, code):
    def full(*_):
        raise error

    monkeypatch.setattr(shelf.Shelf, "runs", full)
    told(desk.get(f"{TOWN}/runs"), 507, code, "storage full; nothing was saved")


@case(31, "SYS001")
def test_nothing_is_saved_in_a_folder_without_room_and_all_goes_on_once_there_is(desk, town, monkeypatch, code):  # fmt: skip
    change = {"cells": [{"line": 2, "column": "value", "value": "501"}]}
    mark = {"If-Match": desk.get(TABLE).headers["etag"], "Idempotency-Key": "once"}
    before = held(town)
    with monkeypatch.context() as patch:
        patch.setattr(saving, "_durable", refused)
        for _ in range(2):
            answer = desk.patch(TABLE, json=change, headers=mark)
            told(answer, 507, code, "storage full; nothing was saved")
        assert desk.get(TABLE).headers["etag"] == mark["If-Match"]
    assert held(town) == before
    assert desk.patch(TABLE, json=change, headers=mark).status_code == 200
    assert desk.get(f"{TOWN}/versions").json()["total"] == 1


def refused(*_):
    raise FULL["file"]


@case(31, "SYS001")
def test_nothing_is_saved_with_a_database_that_may_not_grow_any_more(desk, town, code):
    """The bound of SQLite on its pages is met for true: what the file was and is takes more of them than are left."""
    file = town / "data/energy.csv"
    file.write_text(
        file.read_text("utf-8").replace("invented", secrets.token_hex(9000), 1), "utf-8"
    )
    change = {"cells": [{"line": 2, "column": "value", "value": "501"}]}
    head = {"If-Match": desk.get(TABLE).headers["etag"], "Idempotency-Key": "once"}
    engine, before = desk.app.state.engine, held(town)
    bound = lambda plain, _: plain.execute("PRAGMA max_page_count = 1")  # noqa: E731
    event.listen(engine, "connect", bound)
    engine.dispose()
    told(desk.patch(TABLE, json=change, headers=head), 507, code)
    assert held(town) == before
    assert desk.get(TABLE).headers["etag"] == head["If-Match"]
    event.remove(engine, "connect", bound)
    engine.dispose()
    assert desk.patch(TABLE, json=change, headers=head).status_code == 200
    assert desk.get(f"{TOWN}/versions").json()["total"] == 1


def test_what_was_saved_before_the_log_ran_out_of_room_is_not_told_as_nothing(
    desk, town, monkeypatch
):
    change = {"cells": [{"line": 2, "column": "value", "value": "501"}]}
    monkeypatch.setattr(Audit, "record", lambda *_: (_ for _ in ()).throw(FULL["sqlite"]))
    told(desk.patch(TABLE, json=change, headers={"If-Match": "*"}), 507, "SYS003")
    assert ",501," in (town / "data/energy.csv").read_text(encoding="utf-8")


def held(folder):
    """Give every file of a study, what the workbench keeps for itself left out."""
    return {
        str(one): one.read_bytes()
        for one in folder.rglob("*")
        if one.is_file() and ".dualcarbon" not in one.parts
    }


@case(32, "SYS002")
def test_what_nobody_foresaw_has_a_reference_and_tells_nothing(desk, monkeypatch, caplog, code):
    def odd(*_):
        msg = "SELECT secret FROM drawer"
        raise ZeroDivisionError(msg)

    monkeypatch.setattr(shelf.Shelf, "runs", odd)
    body = told(desk.get(f"{TOWN}/runs"), 500, code)
    (reference,) = re.findall(r"reference ([0-9a-f]{8})", body["detail"])
    assert reference in caplog.text
    page = desk.get("/en/town/home")
    assert page.status_code == 500
    assert not FOREIGN.search(page.text)


def test_a_request_from_a_page_of_another_site_is_refused(desk):
    message = "request did not come from this site"
    for origin in ("http://evil.example", "null", "http://[", ""):
        told(desk.post(ASK, json={}, headers={"Origin": origin}), 403, "AUTH007", message)
    for host in ("evil.example", "[::1", "127.0.0.1.evil.example"):
        told(desk.get(f"{TOWN}/check", headers={"Host": host}), 403, "API022")


@case(19, "PATH001")
@pytest.mark.parametrize("name", ["..\\..\\evil.xlsx", "/etc/../evil.xlsx"])
def test_a_file_s_name_is_a_label_and_leads_nowhere(desk, town, tmp_path, name, code):
    assert code in codes()
    book = desk.get("/en/town/data/workbook").content
    answer = desk.post(UPLOAD, params={"name": name}, content=book)
    assert answer.status_code == 200, answer.text
    made = [one for one in tmp_path.rglob("*") if "evil" in one.name]
    assert made == []
    (folder,) = (Path(desk.app.state.settings.state) / "uploads/town").iterdir()
    assert re.fullmatch("[0-9a-f]{32}", folder.name)
    assert folder.name == answer.json()["id"]
    assert (folder / "book.xlsx").read_bytes() == book
    assert (folder / "name.txt").read_text(encoding="utf-8") == "evil.xlsx"
    back = desk.get("/en/town/data/workbook/annotated", params={"id": folder.name})
    assert not re.search(r"[/\\:]|%2f|%5c", back.headers["content-disposition"], re.IGNORECASE)


@case(20, "PATH001")
@pytest.mark.parametrize(
    "name", ["a\x00.xlsx", "a\r\nb.xlsx", "a\x1b[2J.xlsx", "\u202excod.xlsx", "a" * 4096 + ".xlsx"]
)
def test_a_file_s_name_of_control_characters_or_of_pages_is_not_accepted(desk, name, code):
    answer = desk.post(UPLOAD, params={"name": name}, content=b"x")
    assert (answer.status_code, "file name not accepted" in answer.text) == (422, True)
    assert "不接受该文件名" in desk.post(UPLOAD.replace("en", "zh", 1), params={"name": name}).text
    assert not (Path(desk.app.state.settings.state) / "uploads").exists()
    assert code in codes()


@case(22, "SSRF001")
@pytest.mark.parametrize(
    "address", ["http://169.254.169.254/x.csv", "https://127.0.0.1:8765/x.csv", "file:///etc/x.csv", "//inner/x.csv"]
)  # fmt: skip
def test_an_address_in_a_study_is_never_asked(desk, town, monkeypatch, address, code):
    """There is no list of addresses that may be asked, because nothing asks any: no module has what it takes."""
    assert code not in codes()
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("asks another machine"))
    put = {"values": [{"key": ["data", "energy"], "value": address}]}
    mark = {"If-Match": desk.get(f"{TOWN}/files/study.toml").headers["etag"]}
    before = (town / "study.toml").read_bytes()
    told(desk.put(f"{TOWN}/values/study.toml", json=put, headers=mark), 422, "PATH003")
    assert (town / "study.toml").read_bytes() == before


def test_a_number_that_is_not_finite_is_never_written():
    from dualcarbon.server.api import problems

    with pytest.raises(ValueError, match="Out of range float"):
        problems.dumped({"v": float("nan")})
    assert json.loads(problems.dumped({"v": "</script>&"})) == {"v": "</script>&"}
    assert b"<" not in problems.dumped({"v": "</script>&"})
