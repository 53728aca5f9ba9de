"""Texts that mean harm, through every parameter of every address and body: nothing fails, nothing is let out, nothing is computed."""

from __future__ import annotations

import ast
import itertools
import json
from pathlib import Path
from urllib.parse import quote

import pytest
from fastapi.routing import iter_route_contexts
from starlette.testclient import TestClient

import dualcarbon
from dualcarbon.server.app import made
from dualcarbon.server.settings import Settings
from dualcarbon.study import running

HOST = "http://127.0.0.1"
SECRET = "kept-out-7f3a91"
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


@pytest.fixture(scope="module")
def place(made_town, tmp_path_factory):
    """A folder with the study, a run of it, and a secret beside it that a link leads to."""
    home = tmp_path_factory.mktemp("hostile")
    town = made_town(home / "studies/town")
    (home / "outside").mkdir()
    (home / "outside/secret.txt").write_text(SECRET, encoding="utf-8")
    (town / "data/link.csv").symlink_to(home / "outside/secret.txt")
    text = (town / "data/energy.csv").read_text(encoding="utf-8")
    (town / "data/energy.csv").write_text(text.replace("invented", "=cmd|'/C calc'!A0"), "utf-8")
    file = town / "scenarios/base.toml"
    file.write_text(file.read_text("utf-8") + 'source = "=1+1"\nnote = "<img src=x onerror=1>"\n', "utf-8")  # fmt: skip
    running.run(town, quick=True, members=16)
    return home


@pytest.fixture(scope="module")
def asked(place):
    return TestClient(
        made(Settings(place / "studies")), base_url=HOST, raise_server_exceptions=False, follow_redirects=False
    )  # fmt: skip


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


def harmless(answer, text):
    """Hold an answer against all that must not be in it."""
    assert answer.status_code < 500, answer.text[:2000]
    kind, body = answer.headers.get("content-type", ""), answer.text
    assert SECRET not in body
    assert "root:x:" not in body
    assert str(31337 * 31337) not in body
    assert "Traceback" not in body
    if kind.startswith("text/html") and ("<" in text or '"' in text) and len(text) > 2:
        assert text not in body
    if "json" in kind and "/api/" in str(answer.request.url):
        assert "<" not in body
    to = answer.headers.get("location", "/")
    assert to.startswith("/")
    assert not to.startswith(("//", "/\\"))


def outside(place):
    """Tell what lies beside the study and beside what the workbench keeps."""
    kept = (place / "studies/.dualcarbon", place / "studies/town/results")
    every = (one for one in place.rglob("*") if not any(one.is_relative_to(k) for k in kept))
    return {str(one): one.read_bytes() for one in every if one.is_file()}


def test_the_texts_are_many_and_all_known_attacks_are_among_them():
    assert len(DATABASE) == 28
    assert set(DATABASE) < set(TEXTS)
    assert len(TEXTS) > 500


def spread(app, method, times):
    """Give every parameter its share of the texts, so that each text is used and each parameter meets several."""
    every = list(slots(app, method))
    endless = itertools.cycle(TEXTS)
    for path, name, in_path in every * times:
        yield path, name, in_path, next(endless)


def asked_all(asked, place, times):
    before = outside(place)
    count = 0
    for path, name, in_path, text in spread(asked.app, "GET", times):
        at = address(path, name, in_path, text)
        if len(at) < 60_000:
            harmless(asked.get(at), text)
            count += 1
    assert outside(place) == before
    return count


def test_no_parameter_of_any_address_lets_anything_through(asked, place):
    assert asked_all(asked, place, 1) > 300


@pytest.mark.slow
def test_no_text_comes_through_any_parameter(asked, place):
    assert asked_all(asked, place, len(TEXTS)) > 100 * len(TEXTS)


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


def sent_all(asked, place, chosen):
    before = outside(place)
    endless = itertools.cycle(chosen)
    addresses = {path for path, _, _ in slots(asked.app, "POST")}
    assert len(addresses) > 8
    for path in sorted(addresses):
        text = next(endless)
        for kind, body in bodies(text):
            at = address(path, "", True, "")
            harmless(asked.post(at, content=body, headers={"Content-Type": kind}), text)
    assert outside(place) == before


def test_no_body_lets_anything_through(asked, place):
    sent_all(asked, place, ["<img src=x onerror=alert(1)>" + "\x00\u202e", "../../outside/secret.txt"])  # fmt: skip


@pytest.mark.slow
def test_no_text_comes_through_any_body(asked, place):
    for start in range(0, len(TEXTS), 20):
        sent_all(asked, place, TEXTS[start:] + TEXTS[:start])


def test_a_megabyte_of_text_is_taken_or_refused_in_a_sentence(asked):
    for text in ("x" * 1_000_000, "<" * 1_000_000, "a." * 500_000):
        for body in ({"levers": {text: 1}}, {text: 1}, {"levers": text}):
            at = "/api/v1/studies/town/scenarios/base/what-if"
            answer = asked.post(at, json=body)
            assert answer.status_code == 422
            assert len(answer.content) < 10_000


def test_a_table_that_goes_out_holds_no_live_formula(asked):
    address = "/api/v1/studies/town/runs/newest/tables/assumptions"
    text = asked.get(address, params={"format": "csv"}).text
    assert "'=1+1" in text
    assert ",=1+1" not in text
    kept = asked.get(address).json()["items"]
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
