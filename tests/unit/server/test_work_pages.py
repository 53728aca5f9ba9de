"""Home, report and jobs as pages: what they say of a study that was run, changed since, or never run; what they let one do."""

from __future__ import annotations

import io
import os
import re
import shutil

import docx
import polars as pl
import pytest
from starlette.testclient import TestClient

from dualcarbon.server.app import made
from dualcarbon.server.people.rules import Person, Role
from dualcarbon.server.settings import Settings
from dualcarbon.server.words import say
from dualcarbon.store.jobs import State

HOST = "http://127.0.0.1"


@pytest.fixture(scope="module")
def folder(studies, tmp_path_factory):
    """The study with its run, a page of the report beside it, and one that was never run."""
    made_ = tmp_path_factory.mktemp("work")
    shutil.copytree(studies / "jiangsu", made_ / "jiangsu")
    shutil.copytree(studies / "jiangsu", made_ / "fresh", ignore=shutil.ignore_patterns("results"))
    (run,) = (made_ / "jiangsu/results").iterdir()
    (run / "documents").mkdir()
    (run / "documents/report.en.html").write_text("<!DOCTYPE html><script>bad()</script>")
    return made_


@pytest.fixture(scope="module")
def app(folder):
    return made(Settings(folder))


@pytest.fixture(scope="module")
def page(app):
    """A browser; jobs are only queued, as nothing works at them."""
    return TestClient(app, base_url=HOST, raise_server_exceptions=False)


@pytest.fixture
def run(folder):
    (found,) = (folder / "jiangsu/results").iterdir()
    return found.name


def asked(page, study="jiangsu", **form):
    return page.post(f"/en/{study}/jobs/ask", data=form, follow_redirects=False)


def test_home_tells_of_the_run_and_of_what_is_doubtful(page, run):
    text = page.get("/en/jiangsu/home").text
    assert f"Run {run} of " in text
    assert "64 members" in text
    assert "It is of the files as they are now" in text
    assert "Warnings of the run" in text
    assert "SER005" in text
    assert 'name="quick" value="true"' in text


@pytest.mark.parametrize(("lang", "said"), [("en", "older than the files"), ("zh", "早于")])
def test_a_run_that_is_older_than_the_files_says_so_on_every_page(page, folder, lang, said):
    file = folder / "jiangsu/targets.toml"
    before = file.read_bytes()
    file.write_bytes(before + b"\n# another line\n")
    try:
        for path in ("home", "jobs/strip"):
            text = page.get(f"/{lang}/jiangsu/{path}").text
            assert said in text
            assert "targets.toml" in text
    finally:
        file.write_bytes(before)
    assert said not in page.get(f"/{lang}/jiangsu/jobs/strip").text


def test_where_a_newer_run_is_there_only_that_is_said_of_one_that_is_older_than_the_files(
    page, folder, run
):
    file, other = folder / "jiangsu/targets.toml", folder / "jiangsu/results/0123456789ab"
    before = file.read_bytes()
    shutil.copytree(folder / "jiangsu/results" / run, other)
    os.utime(other / "manifest.json", (1, 1))
    file.write_bytes(before + b"\n# another line\n")
    try:
        text = page.get("/en/jiangsu/jobs/strip", params={"run": other.name}).text
        assert f"The run shown ({other.name}) is not the newest" in text
        assert "older than the files" not in text
        newest = page.get("/en/jiangsu/jobs/strip", params={"run": run}).text
        assert "not the newest" not in newest
        assert "older than the files" in newest
    finally:
        file.write_bytes(before)
        shutil.rmtree(other)


def test_a_file_that_was_added_makes_a_run_old(page, folder):
    added = folder / "jiangsu/numbers.csv"
    assert not added.exists()
    shutil.copy(folder / "jiangsu/factors.csv", added)
    try:
        assert "numbers.csv" in page.get("/en/jiangsu/jobs/strip").text
    finally:
        added.unlink()


def test_a_study_that_was_never_run_is_told_what_to_do(page):
    text = page.get("/en/fresh/home").text
    assert "has not been run yet" in text
    assert "Look through the data" in text
    assert "Run the study" in text
    assert page.get("/en/fresh/report").status_code == 200


def test_a_job_is_asked_for_once_and_shown_and_cancelled(page, app):
    answer = asked(page, "fresh", kind="run", quick="true", key="k", back="home")
    assert (answer.status_code, answer.headers["location"]) == (303, "/en/fresh/home")
    assert asked(page, "fresh", kind="run", quick="true", key="k").status_code == 303
    (job,) = app.state.jobs.of("fresh")
    assert (job.options, job.state) == (
        {"quick": True, "members": None, "seed": None},
        State.queued,
    )
    assert "快速运行研究" in page.get("/zh/fresh/jobs").text
    assert f"cancel-{job.id}" in page.get("/en/fresh/jobs/strip").text
    other = page.post(f"/en/jiangsu/jobs/{job.id}/cancel")
    assert other.status_code == 404
    page.post(f"/en/fresh/jobs/{job.id}/cancel", headers={"hx-request": "true"})
    assert app.state.jobs.get(job.id).state is State.cancelled
    assert "cancelled" in page.get("/en/fresh/jobs/list").text


def test_a_report_that_is_asked_for_is_named_in_every_list(page, app, run):
    asked(page, kind="report", run=run, in_lang="zh", form="pdf", key="r")
    (job,) = [one for one in app.state.jobs.of("jiangsu") if one.kind == "report"]
    assert "Report as PDF, Chinese" in page.get("/en/jiangsu/jobs/strip").text
    assert "报告（PDF，中文）" in page.get("/zh/jiangsu/jobs").text
    app.state.jobs.cancel(job.id)


@pytest.mark.parametrize("form", [{"kind": "report", "run": "nothing"}, {"kind": "report", "run": "../.."}, {"kind": "dance"}, {}])  # fmt: skip
def test_a_job_that_cannot_be_is_refused_in_sentences(page, app, form):
    before = len(app.state.jobs.of("jiangsu"))
    answer = asked(page, **form)
    assert answer.status_code in (404, 422)
    assert "Traceback" not in answer.text
    assert len(app.state.jobs.of("jiangsu")) == before


def test_a_viewer_looks_and_asks_for_nothing(page, app, monkeypatch):
    viewer = Person("li", (("jiangsu", Role.viewer),))
    monkeypatch.setattr(app.state.people, "who", lambda _: viewer)
    for path in ("home", "report", "jobs"):
        text = page.get(f"/en/jiangsu/{path}")
        assert text.status_code == 200
        assert 'method="post"' not in text.text
    assert asked(page, kind="run").status_code == 403
    assert page.post("/en/jiangsu/report/template/remove").status_code == 403


def test_a_report_is_seen_inside_the_page_and_can_do_nothing_there(page, run):
    answer = page.get("/en/jiangsu/report")
    assert answer.headers["content-security-policy"].endswith("frame-src 'self'")
    assert f'src="/en/jiangsu/report/preview/{run}" sandbox' in answer.text
    inside = page.get(f"/en/jiangsu/report/preview/{run}").headers["content-security-policy"]
    assert "sandbox" in inside
    assert "script-src" not in inside
    assert "default-src 'none'" in inside
    assert page.get(f"/zh/jiangsu/report/preview/{run}").status_code == 404


def test_a_document_is_given_to_be_kept_under_a_safe_name(page, run):
    answer = page.get(f"/zh/jiangsu/report/document/{run}/report.en.html")
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.content.startswith(b"<!DOCTYPE")


@pytest.mark.parametrize("name", ["report.en.pdf", "manifest.json", "..%2Fmanifest.json", "report.en.html.exe", "%00", "report.fr.html"])  # fmt: skip
def test_a_document_that_is_not_there_is_not_found(page, run, name):
    assert page.get(f"/en/jiangsu/report/document/{run}/{name}").status_code == 404
    assert (
        page.get(f"/en/jiangsu/report/document/..%2F..%2F{run}/report.en.html").status_code == 404
    )


def test_a_table_is_taken_along_in_both_forms(page, folder, run):
    kept = pl.read_parquet(folder / "jiangsu/results" / run / "tables/totals.parquet")
    for form, read in (("csv", pl.read_csv), ("parquet", pl.read_parquet)):
        answer = page.get(f"/en/jiangsu/report/table/{run}/totals.{form}")
        taken = read(io.BytesIO(answer.content))
        assert taken["year"].to_list() == kept["year"].to_list()
        assert answer.headers["content-disposition"].endswith(f"totals.{form}")
    assert page.get(f"/en/jiangsu/report/table/{run}/totals.exe").status_code == 404
    assert page.get(f"/en/jiangsu/report/table/{run}/nothing.csv").status_code == 404


def test_a_bureaus_template_is_kept_if_it_can_be_filled(page, folder):
    kept, word = folder / "fresh/template.docx", io.BytesIO()
    docx.Document().save(word)

    def sent(content):
        files = {"file": ("../../evil.docx", content)}
        return page.post("/en/fresh/report/template", files=files, follow_redirects=False)

    refused = sent(b"no Word document")
    assert (refused.status_code, kept.exists()) == (422, False)
    assert "template.docx" in refused.text
    assert "/tmp" not in refused.text
    assert sent(word.getvalue()).status_code == 303
    assert kept.read_bytes() == word.getvalue()
    page.post("/en/fresh/report/template/remove")
    assert not kept.exists()


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_home_says_what_it_counts_and_a_file_is_chosen_by_words_of_the_page(client, lang):
    assert say("home.faults", lang) in client.get(f"/{lang}/jiangsu/home").text
    report = client.get(f"/{lang}/jiangsu/report").text
    chosen = re.search(
        r'<label for="template"[^>]*>([^<]+)</label> <span data-named="template">', report
    )
    assert chosen[1] == say("report.template_file", lang)
    assert 'type="file" id="template" class="unseen"' in report
