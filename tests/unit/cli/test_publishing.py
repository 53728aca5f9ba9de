"""`dualcarbon publish`: the page and the terminal tell of the approval that the workbench keeps, where it speaks for the run."""

from __future__ import annotations

import pytest

from dualcarbon.provenance import hashes
from dualcarbon.report import public
from dualcarbon.server.settings import Settings
from dualcarbon.store import database
from dualcarbon.store.approvals import Approvals
from dualcarbon.study import freshness


@pytest.fixture
def run(tmp_path, monkeypatch):
    """A run whose page is only the name of who approved it."""
    made = tmp_path / "studies" / "small" / "results" / "abc"
    made.mkdir(parents=True)
    (made / "manifest.json").write_text("{}")
    monkeypatch.setattr(freshness, "held", lambda _, *, stale: None)
    monkeypatch.setattr(public, "render", lambda _results, _lang, by: by.who if by else "nobody")
    monkeypatch.setattr(freshness, "warnings", lambda _: ())
    return made


@pytest.fixture
def approvals():
    """Open the approvals of a database."""
    engines = []

    def opened(url):
        engines.append(database.opened(url))
        return Approvals(engines[-1])

    yield opened
    for engine in engines:
        engine.dispose()


def digest(run):
    return hashes.of_file(run / "manifest.json")


def test_without_a_workbench_nothing_is_approved_and_no_database_is_made(call, told, run, tmp_path):
    out = tmp_path / "page.html"
    status, said, _ = call("publish", run, "--out", out)
    assert (status, said.split("\n")[1], out.read_text()) == (0, "not approved", "nobody")
    assert told("publish", run, "--out", out)[1]["approval"] is None
    assert not list(tmp_path.rglob("*.sqlite"))


@pytest.mark.parametrize("above", [1, 2])
def test_the_workbench_of_the_study_or_around_it_is_asked(call, told, run, tmp_path, approvals, above):  # fmt: skip
    kept = approvals(Settings(run.parents[above]).url)
    given = kept.give("small", "abc", digest(run), "王", "inside")
    out = tmp_path / "page.html"
    status, said, _ = call("publish", run, "--out", out, "--lang", "zh")
    assert (status, f"已批准：王，{given.day}" in said, out.read_text()) == (0, True, "王")
    answer = told("publish", run, "--out", out)[1]
    assert answer["approval"] == {"who": "王", "at": given.at, "digest": digest(run)}
    kept.revoke("small", "abc", "li", "wrong")
    assert told("publish", run, "--out", out)[1]["approval"] is None


def test_an_approval_of_other_bytes_is_told_and_not_printed(told, run, tmp_path, approvals):
    url = f"sqlite:///{tmp_path / 'elsewhere.sqlite'}"
    approvals(url).give("small", "abc", "0" * 64, "wang")
    out = tmp_path / "page.html"
    answer = told("publish", run, "--out", out, "--database", url)[1]
    assert (answer["approval"], [one["code"] for one in answer["warnings"]]) == (None, ["APV007"])
    assert out.read_text() == "nobody"
