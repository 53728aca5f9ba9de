"""Texts that mean harm, through every parameter of every address and body: nothing fails, nothing is let out, nothing is computed."""

from __future__ import annotations

import ast
import itertools
import json
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.routing import iter_route_contexts

import dualcarbon

DATABASE = [
    "SELECT * FROM read_csv('/etc/passwd')", "SELECT * FROM '/etc/passwd'", "SELECT content FROM read_text('/etc/passwd')",
    "SELECT content FROM read_blob('/etc/passwd')", "SELECT * FROM sniff_csv('/etc/passwd')", "SELECT * FROM glob('/*')",
    "COPY (SELECT 1) TO 'outside.csv'", "ATTACH 'outside.db'", "EXPORT DATABASE 'outside'", "IMPORT DATABASE 'outside'",
    "SELECT * FROM read_json('/proc/self/status')", "SELECT * FROM parquet_metadata('outside.parquet')", "INSTALL httpfs", "LOAD httpfs",
    "SELECT * FROM read_csv('http://127.0.0.1:9/x')", "SELECT getenv('HOME')", "SET enable_external_access = true",
    "SET lock_configuration = false", "SET memory_limit = '1TB'", "SET temp_directory = '/tmp'", "PRAGMA database_list",
    "SELECT * FROM duckdb_settings()", "CREATE SECRET s (TYPE s3)", "CREATE PERSISTENT SECRET s (TYPE s3)",
    "SET log_query_path = 'outside.log'", "SET profiling_output = 'outside.json'", "town/../outside/secret.txt", "data/link.csv",
]  # fmt: skip
"""The attacks that are known on a database of files; the last two are a path that leads out, and a link."""
QUOTES = ["'", '"', "`", "';", '";', "')", "'))", "\\'", "''", "%27", "\u2019", "1"]
QUERIES = [" or 1=1 --", " OR ''='", "; drop table versions; --", " union select secret from persons --", "/**/or/**/1=1", "; attach 'x'"]  # fmt: skip
STEPS = ["../", "..\\", "%2e%2e/", "%2e%2e%2f", "..%2f", "..%5c", "%252e%252e%252f", "..%c0%af", "..%ef%bc%8f", "....//", "..;/", ".%00./", "．．/"]  # fmt: skip
TARGETS = ["outside/secret.txt", "etc/passwd", ".dualcarbon/workbench.sqlite", "study.toml"]
ROOTS = ["/etc/passwd", "file:///etc/passwd", "C:\\Windows\\win.ini", "\\\\host\\share\\x", "//host/x", "~/.ssh/id_rsa", "CON", "nul.csv", "a\x00.csv", "."]  # fmt: skip
SUM = "31337*31337"
MARKS = ["{{%s}}", "${%s}", "#{%s}", "<%%= %s %%>", "{%% print(%s) %%}", "%%{%s}", "{{''.__class__.__mro__}}%s", "$(expr %s)", "`%s`", "@(%s)", "[[%s]]", "{php}%s{/php}"]  # fmt: skip
HTML = [
    "<script>alert(1)</script>", "</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>",
    '"><script>alert(1)</script>', "'><b onmouseover=alert(1)>", "<iframe src=javascript:alert(1)>", "<!--<b>", "<a href='javascript:1'>",
    "</textarea><b>", "</title><b>", "</style><b>", "<base href=//host>", "<meta http-equiv=refresh>", "<x hx-get=/ hx-trigger=load>", "<!ENTITY x>",
]  # fmt: skip
STARTS = ["=", "+", "-", "@", "\t=", "\r=", "\n=", "＝", "%3d", " ="]
FORMULAS = ["1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://host","x")', "SUM(A1:A9)", "WEBSERVICE(\"http://host\")", "DDE('x')"]  # fmt: skip
CONTROLS = [chr(n) for n in (*range(32), 127, 0x200B, 0x200E, 0x2028, 0xFEFF, 0xFFFE, 0xFFFF, 0x1F9F5, *range(0x202A, 0x202F), *range(0x2066, 0x206A))]  # fmt: skip
HALVES = ["\ud800", "\udfff", "a\udc00b", "\ude00\ud83d"]
NUMBERS = [
    "NaN",
    "Infinity",
    "-1",
    "1e999",
    "9" * 400,
    "0x10",
    "１２",
    "1_0",
    "",
    " ",
    "null",
    "[]",
    "{}",
    "true",
]
LONG = ["a" * 12_000, "." * 12_000, "<" * 4000, "\u4e2d" * 1000, "[" * 5000, "a.b." * 3000]


def texts():
    """Every text, the known attacks first."""
    crossed = (
        (q + x for q, x in itertools.product(QUOTES, QUERIES)),
        (s * n + t for s, n, t in itertools.product(STEPS, (1, 3, 8), TARGETS)),
        (m % SUM for m in MARKS),
        (f"{a}{h}" for a, h in itertools.product(("", "base", "'"), HTML)),
        (a + f for a, f in itertools.product(STARTS, FORMULAS)),
        (a + c + b for c in CONTROLS for a, b in (("", ""), ("a", "b"))),
    )
    found = [*DATABASE, *ROOTS, *itertools.chain(*crossed), *HALVES, *NUMBERS, *LONG]
    return list(dict.fromkeys(found))


TEXTS = texts()


def slots(app, method):
    """List every parameter of every address of a method: the address with all else as it should be."""
    for route in iter_route_contexts(app.routes):
        if method not in route.methods:
            continue
        names = sorted(_names(route.dependant))
        for name in _placed(route.path):
            yield route.path, name, True
        for name in (*names, "run", "m.gdp", "f.year"):
            yield route.path, name, False


def _placed(path):
    return [part.strip("{}").partition(":")[0] for part in path.split("/") if part.startswith("{")]


def _names(dependant):
    own = {one.alias for one in dependant.query_params}
    return own.union(*(_names(below) for below in dependant.dependencies))


USUAL = {
    "lang": "en", "study": "town", "run": "newest", "scenario": "base", "table": "energy", "file": "study.toml",
    "key": "scenarios.base.peak.year", "name": "pathways", "id": "0", "one": "base", "other": "base", "a": "base", "b": "base", "line": "2",
}  # fmt: skip
NEEDED = ("scenario", "key", "file", "id", "one", "other", "a", "b", "line", "name")


def address(path, name, in_path, text):
    """Give an address with a text in the place of one parameter."""
    coded = quote(text, safe="", errors="surrogatepass")
    parts = []
    for part in path.split("/"):
        own = part.strip("{}").partition(":")[0]
        shown = coded if in_path and own == name else quote(USUAL.get(own, "x"))
        parts.append(shown if part.startswith("{") else part)
    query = {one: USUAL[one] for one in NEEDED if f"{{{one}" not in path}
    query = {one: quote(value) for one, value in query.items()} | ({} if in_path else {quote(name): coded})  # fmt: skip
    return "/".join(parts) + "?" + "&".join(f"{k}={v}" for k, v in query.items())


def test_the_texts_are_many_and_all_known_attacks_are_among_them():
    assert len(DATABASE) == 28
    assert set(DATABASE) < set(TEXTS)
    assert len(TEXTS) > 500


@pytest.mark.parametrize("text", DATABASE)
def test_an_attack_that_is_known_comes_to_nothing(besieged, text):
    """Each in every place where a name, a path, a condition or an order is taken, read or written."""
    before, client, rows = (
        besieged.outside(),
        besieged.client,
        "/api/v1/studies/town/tables/energy/rows",
    )
    for path, name, in_path in (
        ("/api/v1/studies/{study}", "study", True), ("/api/v1/studies/{study}/files/{file}", "file", True), (rows, "order", False),
        ("/api/v1/studies/{study}/runs/{run}/tables/{table}", "table", True), ("/api/v1/studies/{study}/versions/{id}", "id", True),
        ("/api/v1/studies/{study}/versions", "file", False), ("/api/v1/studies/{study}/runs/{run}", "run", True), (rows, "filter", False),
        ("/{lang}/{study}/data/rows", "file", False), ("/{lang}/{study}/data/rows", "f.sector", False), ("/{lang}/audit", "before", False),
    ):  # fmt: skip
        answer = besieged.harmless(client.get(address(path, name, in_path, text)), text)
        assert in_path is False or answer.status_code == 404
    for at, body in (
        (rows, {"json": changed(text)}),
        ("/api/v1/studies/town/jobs", {"json": {"kind": text}}),
    ):
        method = "PATCH" if at == rows else "POST"
        head = {"If-Match": "*", "Idempotency-Key": quote(text)[:200]}
        besieged.harmless(client.request(method, at, headers=head, **body), text)
    assert besieged.outside() == before


def spread(app, method, times):
    """Give every parameter its share of the texts, so that each text is used and each parameter meets several."""
    every = list(slots(app, method))
    endless = itertools.cycle(TEXTS)
    for path, name, in_path in every * times:
        yield path, name, in_path, next(endless)


def asked_all(besieged, times, step=1):
    before, client = besieged.outside(), besieged.client
    count = 0
    for path, name, in_path, text in [*spread(client.app, "GET", times)][::step]:
        at = address(path, name, in_path, text)
        if len(at) < 60_000:
            besieged.harmless(client.get(at), text)
            count += 1
    assert besieged.outside() == before
    return count


def test_no_parameter_of_any_address_lets_anything_through(besieged):
    assert asked_all(besieged, 1, step=3) > 100


@pytest.mark.slow
@pytest.mark.parametrize(("who", "times"), [("besieged", len(TEXTS)), ("crowd", 16)])
def test_no_text_comes_through_any_parameter(request, who, times):
    assert asked_all(request.getfixturevalue(who), times) > 100 * times


def bodies(text):
    """Give what a page and what a program may send, a text wherever one can stand."""
    names = ("note", "kind", "key", "back", "run", "form", "in_lang", "name", "drop", "password", "scenario", "title", "value")  # fmt: skip
    plain = dict.fromkeys(names, text)
    edits = {
        "file": text, "based": text[:60], "cells": [[2, text, text]], "added": [{text: text}], "note": text[:400],
        "levers": {text: 1.0}, "options": {text: text}, "kind": "run", "title": text[:90], "key": text,
    }  # fmt: skip
    yield "application/json", json.dumps(edits)
    for name, value in edits.items():
        yield "application/json", json.dumps({name: value})
    safe = {k: quote(v, safe="", errors="surrogatepass") for k, v in plain.items()}
    yield "application/x-www-form-urlencoded", "&".join(f"{k}={v}" for k, v in safe.items())


def sent_all(besieged, chosen):
    before, client = besieged.outside(), besieged.client
    endless = itertools.cycle(chosen)
    addresses = {path for path, _, _ in slots(client.app, "POST")}
    assert len(addresses) > 8
    for path in sorted(addresses):
        text = next(endless)
        for kind, body in bodies(text):
            at = address(path, "", True, "")
            besieged.harmless(client.post(at, content=body, headers={"Content-Type": kind}), text)
    assert besieged.outside() == before


def test_no_body_lets_anything_through(besieged):
    sent_all(besieged, ["<img src=x onerror=alert(1)>" + "\x00\u202e", "../../outside/secret.txt"])


@pytest.mark.slow
@pytest.mark.parametrize("who", ["besieged", "crowd"])
def test_no_text_comes_through_any_body(request, who):
    for start in range(0, len(TEXTS), 20):
        sent_all(request.getfixturevalue(who), TEXTS[start:] + TEXTS[:start])


def written_all(besieged, times):
    """Send texts with every other method: in each place of the address, as the key and the value of a change, in each header."""
    before, client = besieged.outside(), besieged.client
    count = 0
    for method in ("PATCH", "PUT", "DELETE"):
        for path, name, in_path, text in spread(client.app, method, times):
            for at, body in (
                (address(path, name, in_path, text), {}),
                (address(path, "", True, ""), changed(text)),
            ):
                answer = client.request(
                    method,
                    at,
                    content=json.dumps(body),
                    headers={"Content-Type": "application/json", "If-Match": "*"},
                )
                besieged.harmless(answer, text)
                count += 1
    assert besieged.outside() == before
    return count


def changed(text):
    """Give a change of rows or values with a text wherever one can stand; nothing of it is stored."""
    return {
        "cells": [{"line": 2, "column": "source", "value": text}, {"line": 2, "column": text[:200] or "x", "value": "1"}],
        "added": [{text: text}], "values": [{"key": [text[:200] or "x"], "value": {text: [text]}}],
        "removed": [], "note": text[:400], "preview": True,
    }  # fmt: skip


@pytest.mark.parametrize("who", ["besieged", "crowd"])
def test_no_other_method_lets_anything_through(request, who):
    assert written_all(request.getfixturevalue(who), 1) > 20


@pytest.mark.slow
@pytest.mark.parametrize("who", ["besieged", "crowd"])
def test_no_text_comes_through_any_other_method(request, who):
    assert written_all(request.getfixturevalue(who), 16) > 16 * 20


def stored_all(desk, chosen):
    """Store texts in a cell: each is refused in a sentence, or comes back as it was sent, on a page as a text."""
    at = "/api/v1/studies/town/tables/energy/rows"
    taken = 0
    for text in chosen:
        body = {"cells": [{"line": 2, "column": "source", "value": text}], "note": text[:400]}
        answer = desk.patch(at, content=json.dumps(body), headers={"Content-Type": "application/json", "If-Match": "*"})  # fmt: skip
        assert answer.status_code in (200, 422), answer.text[:1000]
        if answer.status_code == 200:
            taken += 1
            assert desk.get(at).json()["items"][0]["cells"]["source"] == text.replace("\r", "\n")
            page = desk.get("/en/town/data/versions")
            assert page.status_code == 200
            assert not (set("<>") <= set(text)) or text[:400] not in page.text
    return taken


def test_a_text_that_is_stored_is_what_it_was(desk):
    assert (
        stored_all(
            desk,
            [
                "'); drop table versions; --",
                "<script>alert(1)</script>",
                '=HYPERLINK("http://host","x")',
            ],
        )
        == 3
    )


@pytest.mark.slow
def test_every_text_that_is_stored_is_what_it_was(desk):
    assert stored_all(desk, TEXTS[::12]) > 20


HEADS = {
    "if-match": ("PATCH", "/api/v1/studies/town/tables/energy/rows"), "idempotency-key": ("POST", "/api/v1/studies/town/jobs"),
    "authorization": ("GET", "/api/v1/studies"), "accept-language": ("GET", "/"), "cookie": ("GET", "/en/town/home"), "host": ("GET", "/en"),
    "origin": ("POST", "/en/town/home"), "content-type": ("PUT", "/api/v1/studies/town/values/study.toml"), "accept": ("GET", "/en/none/home"),
    "sec-fetch-site": ("POST", "/api/v1/studies/town/jobs"), "hx-target": ("GET", "/en/town/jobs/strip"), "range": ("GET", "/assets/mark.svg"),
    "x-forwarded-host": ("GET", "/en"), "x-forwarded-for": ("GET", "/en"), "x-http-method-override": ("GET", "/en/town/data"),
    "content-length": ("POST", "/api/v1/studies/town/jobs"), "referer": ("GET", "/en"), "user-agent": ("GET", "/en"), "if-none-match": ("GET", "/assets/mark.svg"),
}  # fmt: skip
"""Where each header is read, or could be."""


def headed_all(besieged, chosen):
    before, client = besieged.outside(), besieged.client
    for text, (name, (method, at)) in zip(itertools.cycle(chosen), [*HEADS.items()] * (len(chosen) // len(HEADS) + 1), strict=False):  # fmt: skip
        raw = text.encode("utf-8", "surrogatepass")[:8000]
        forms = (raw, b"Bearer " + raw) if name == "authorization" else (raw, b"dualcarbon=" + raw)
        for value in forms:
            body = {"content": json.dumps(changed(text))} if method != "GET" else {}
            head = [(b"content-type", b"application/json"), (name.encode(), value)]
            answer = besieged.harmless(client.request(method, at, headers=head, **body), text)
            assert not {one for one in answer.headers.values() if "\n" in one or "\r" in one}
            assert "31337" not in answer.headers.get("set-cookie", "")
    assert besieged.outside() == before


@pytest.mark.parametrize("who", ["besieged", "crowd"])
def test_no_header_lets_anything_through(request, who):
    headed_all(request.getfixturevalue(who), TEXTS[::7])


@pytest.mark.slow
@pytest.mark.parametrize("who", ["besieged", "crowd"])
def test_no_text_comes_through_any_header(request, who):
    for start in range(0, len(HEADS), 4):
        headed_all(request.getfixturevalue(who), TEXTS[start:] + TEXTS[:start])


def test_a_megabyte_of_text_is_taken_or_refused_in_a_sentence(besieged):
    for text in ("x" * 1_000_000, "<" * 1_000_000, "a." * 500_000):
        for body in ({"levers": {text: 1}}, {text: 1}, {"levers": text}):
            at = "/api/v1/studies/town/scenarios/base/what-if"
            answer = besieged.client.post(at, json=body)
            assert answer.status_code == 422
            assert len(answer.content) < 10_000


def test_a_table_that_goes_out_holds_no_live_formula(besieged):
    address = "/api/v1/studies/town/runs/newest/tables/assumptions"
    text = besieged.client.get(address, params={"format": "csv"}).text
    assert "'=1+1" in text
    assert ",=1+1" not in text
    kept = besieged.client.get(address).json()["items"]
    assert "=1+1" in {row["source"] for row in kept}


def test_no_query_is_put_together_from_text_and_no_database_of_files_is_opened():
    for file in Path(dualcarbon.__file__).parent.rglob("*.py"):
        source = file.read_text(encoding="utf-8")
        assert "import duckdb" not in source, file
        if "sqlalchemy" not in source:
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and _called(node) in ("text", "exec_driver_sql"):
                assert isinstance(node.args[0], ast.Constant), (file, node.lineno)


def _called(node):
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
