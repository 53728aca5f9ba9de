"""A finished run is approved by a second person, for the very bytes that were seen; everybody who sees the run is told."""

from __future__ import annotations

import re
import secrets
import shutil

import pytest
from starlette.testclient import TestClient

from dualcarbon.provenance import hashes
from dualcarbon.server import approving, tasks
from dualcarbon.server.app import made
from dualcarbon.server.people.rules import Person
from dualcarbon.server.settings import Settings
from dualcarbon.store import database, runs
from dualcarbon.store.approvals import Approvals
from dualcarbon.store.audit import Audit
from dualcarbon.store.jobs import Records
from dualcarbon.study import running

HOST = "http://127.0.0.1"
PERSONS = {
    "asks": "approver", "checks": "approver", "counts": "analyst", "looks": "viewer", "elsewhere": "", "chief": "administrator",
}  # fmt: skip


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    """A shared workbench with the persons."""
    folder = tmp_path_factory.mktemp("approving")
    (folder / "jiangsu").mkdir()
    (folder / "jiangsu" / "study.toml").write_text('title = "Jiangsu"\n')
    app = made(Settings(folder, shared=True))
    for name, role in PERSONS.items():
        app.state.people.add(Person("maker"), name, "seven quiet turbines")
        if role:
            app.state.people.give(Person("maker"), name, role, "jiangsu")
    yield app
    app.state.engine.dispose()


@pytest.fixture
def run(app):
    """A run of one table, whose files may be spoilt."""
    run = app.state.settings.folder / "jiangsu" / "results" / "abc"
    shutil.rmtree(run, ignore_errors=True)
    (run / "tables").mkdir(parents=True)
    (run / "tables" / "totals.csv").write_text("year\n2017\n")
    runs.write_json(run / runs.DONE, {"run": "abc", "outputs": running.outputs(run)})
    return run


@pytest.fixture
def shared(app, run, database_url, tmp_path):
    """The workbench with another database of approvals, jobs and log, in which ``asks`` has asked for the run."""
    engine = database.opened(database_url)
    app.state.approvals, app.state.jobs.records = Approvals(engine), Records(engine)
    app.state.people.audit = Audit(engine, tmp_path)
    asked(app.state.jobs.records, "asks", run.name)
    yield app
    engine.dispose()


def asked(records: Records, who, run):
    records.add("jiangsu", "run", {}, who)
    job = records.take()
    records.done(job.id, job.attempt, {"run": run})


@pytest.fixture
def person(shared):
    """Give what a person asks by."""
    return lambda name: client_of(shared, name)


def client_of(app, name):
    token = app.state.people.issue(Person(name), "test", 1)
    head = {"authorization": f"Bearer {token}", "origin": HOST}
    return TestClient(app, base_url=HOST, follow_redirects=False, raise_server_exceptions=False, headers=head)  # fmt: skip


def digest(run):
    return hashes.of_file(run / "manifest.json")


def gives(one, run, **more):
    return one.post("/en/jiangsu/approval/give", data={"run": run.name, "digest": digest(run), **more})  # fmt: skip


def revokes(one, run, reason):
    return one.post("/en/jiangsu/approval/revoke", data={"run": run.name, "reason": reason})


def says(one, page="approval", lang="en"):
    """What a page says of the approval of the run."""
    text = one.get(f"/{lang}/jiangsu/{page}").text
    found = re.search(r'id="approved">(.*?)</p>', text)
    return re.sub(r"<[^>]+>", "", found[1]) if found else text


def test_a_run_is_approved_and_all_are_told_by_whom(shared, person, run):
    assert says(person("looks")).startswith("Not approved.")
    answer = gives(person("checks"), run, note="agreed <b>")
    assert (answer.status_code, answer.headers["location"]) == (303, "/en/jiangsu/approval?run=abc")
    assert re.match(r"Approved by checks, \d{4}-\d\d-\d\d \d\d:\d\d\. &#34;agreed &lt;b&gt;&#34;", says(person("looks")))  # fmt: skip
    (row,) = [one for one in shared.state.people.audit.entries() if one.what == "run approved"]
    assert (row.who, row.study, row.detail["digest"]) == ("checks", "jiangsu", digest(run))
    assert shared.state.people.audit.verify() == []


def test_home_and_report_say_whether_the_run_is_approved(client, studies, tmp_path, monkeypatch):
    approvals = Approvals(database.opened(f"sqlite:///{tmp_path / 'approvals.sqlite'}"))
    monkeypatch.setitem(client.app.state._state, "approvals", approvals)
    assert all("nobody approves" in says(client, page) for page in ("home", "report"))
    (run,) = (studies / "jiangsu" / "results").glob("[!.]*")
    approvals.give("jiangsu", run.name, digest(run), "checks")
    assert says(client, "home").startswith("Approved by checks")
    assert says(client, "report", "zh").startswith("已批准：checks")
    approvals.engine.dispose()


@pytest.mark.parametrize(("name", "status"), [("counts", 403), ("looks", 403), ("elsewhere", 404)])
def test_whoever_has_not_the_role_neither_approves_nor_takes_back(person, run, name, status):
    one = person(name)
    assert gives(one, run).status_code == revokes(one, run, "no").status_code == status
    api = f"/api/v1/studies/jiangsu/runs/{run.name}/approval"
    body = {"digest": digest(run)}
    assert one.post(api, json=body).status_code == status
    assert one.post(f"{api}/revocation", json={"reason": "no"}).status_code == status
    assert one.get(api).status_code == (404 if status == 404 else 200)


def test_nobody_approves_what_they_asked_for(shared, person, run):
    one = person("asks")
    answer = gives(one, run)
    assert (answer.status_code, "APV001" in answer.text, "asks asked for this run" in answer.text) == (403, False, True)  # fmt: skip
    assert "Approve this run" not in one.get("/en/jiangsu/approval").text
    api = "/api/v1/studies/jiangsu/runs/newest/approval"
    told = one.post(api, json={"digest": digest(run)})
    assert (told.status_code, told.json()["faults"][0]["code"]) == (403, "APV001")
    asked(shared.state.jobs.records, "chief", run.name)  # who asks for what is there has asked too
    assert gives(person("chief"), run).status_code == 403
    assert says(person("looks")).startswith("Not approved.")
    assert gives(person("checks"), run).status_code == 303


def test_nobody_approves_what_their_job_put_in_its_place_though_it_was_lost_there(shared, person, run):  # fmt: skip
    records = shared.state.jobs.records
    records.add("jiangsu", "run", {}, "checks")
    job = records.take()
    records.step(job.id, job.attempt, tasks.LAST, 0.99)
    records.keeps(job.id, job.attempt, run.name)
    assert gives(person("checks"), run).status_code == 403
    records.again(job.id, job.attempt)
    assert gives(person("checks"), run).status_code == 403
    records.cancel(job.id, tasks.LAST)
    assert gives(person("checks"), run).status_code == 403
    assert gives(person("chief"), run).status_code == 303


def test_whose_job_gave_another_run_may_approve_this_one(shared, person, run):
    records = shared.state.jobs.records
    records.add("jiangsu", "run", {}, "checks")
    job = records.take()
    records.keeps(job.id, job.attempt, "other")
    records.done(job.id, job.attempt, {"run": "other"})
    assert gives(person("checks"), run).status_code == 303


def test_what_takes_the_place_of_a_run_while_it_is_approved_is_not_taken_for_what_was_seen(shared, person, run, monkeypatch):  # fmt: skip
    records, looked = shared.state.jobs.records, approving.seen
    records.add("jiangsu", "run", {}, "checks")
    job = records.take()

    def seen(state, study, run):
        records.keeps(job.id, job.attempt, run.name)
        return looked(state, study, run)

    monkeypatch.setattr(approving, "seen", seen)
    assert gives(person("checks"), run).status_code == 403


def test_an_approval_is_taken_back_with_a_reason(shared, person, run):
    gives(person("checks"), run)
    assert revokes(person("asks"), run, " ").status_code == 422
    assert says(person("looks")).startswith("Approved by")
    assert revokes(person("asks"), run, "a table was wrong").status_code == 303
    assert "Not approved. An approval was taken back by asks" in says(person("looks"))
    assert "a table was wrong" in says(person("looks"))
    assert revokes(person("asks"), run, "again").status_code == 422
    assert gives(person("chief"), run).status_code == 303
    assert [one.who for one in shared.state.people.audit.entries() if "appro" in one.what] == ["chief", "asks", "checks"]  # fmt: skip


def test_an_approval_speaks_for_the_bytes_that_were_seen(person, run):
    gives(person("checks"), run)
    table = next((run / "tables").glob("*.csv"))
    whole = table.read_bytes()
    table.write_bytes(whole.replace(b"1", b"2", 1))
    said = says(person("looks"))
    assert said.startswith("Not approved.")
    assert "does not speak for them" in said
    assert "批准对现有文件无效" in says(person("looks"), lang="zh")
    revokes(person("checks"), run, "changed")
    answer = gives(person("checks"), run)
    assert (answer.status_code, "not those that were seen" in answer.text) == (409, True)
    table.write_bytes(whole)
    assert gives(person("checks"), run).status_code == 303
    assert says(person("looks")).startswith("Approved by")
    manifest = run / "manifest.json"
    manifest.write_text(manifest.read_text() + "\n")
    assert says(person("looks")).startswith("Not approved.")
    assert gives(person("chief"), run).status_code == 303


def test_a_run_that_is_another_by_now_is_not_approved(person, run):
    one = person("checks")
    assert one.post("/en/jiangsu/approval/give", data={"run": run.name, "digest": "0" * 64}).status_code == 409  # fmt: skip
    assert one.post("/en/jiangsu/approval/give", data={"run": "other", "digest": "0" * 64}).status_code == 404  # fmt: skip
    assert gives(one, run, note="a\0b").status_code == gives(one, run, note="x" * 501).status_code == 422  # fmt: skip
    assert says(one).startswith("Not approved.")


def test_programs_approve_and_take_back_once_for_a_key(person, run):
    one, api = person("checks"), f"/api/v1/studies/jiangsu/runs/{run.name}/approval"
    before = one.get(api).json()
    assert (before["approved"], before["who"], before["whole"]) == (False, None, True)
    body, head = (
        {"digest": before["digest"], "note": "好"},
        {"Idempotency-Key": secrets.token_hex(8)},
    )
    first = one.post(api, json=body, headers=head)
    assert (first.status_code, first.json()["approved"], first.json()["note"]) == (201, True, "好")
    assert one.post(api, json=body, headers=head).json() == first.json() == one.get(api).json()
    assert one.post(api, json=body).json()["faults"][0]["code"] == "APV002"
    taken = one.post(f"{api}/revocation", json={"reason": "late"}).json()
    assert (taken["approved"], taken["revoked_by"], taken["reason"]) == (False, "checks", "late")


def test_on_one_s_own_machine_nobody_approves(desk, town):
    run, one = town / "results" / "abc", desk
    run.mkdir(parents=True)
    runs.write_json(run / runs.DONE, {"run": "abc", "outputs": {}})
    answer = one.post("/en/town/approval/give", data={"run": "abc", "digest": digest(run)})
    assert (answer.status_code, "second person" in answer.text) == (403, True)
    taken = one.post("/en/town/approval/revoke", data={"run": "abc", "reason": "x"})
    assert taken.status_code == 403
    told = one.post("/api/v1/studies/town/runs/newest/approval", json={"digest": digest(run)})
    assert (told.status_code, told.json()["faults"][0]["code"]) == (403, "APV003")


def test_the_command_line_finds_what_the_workbench_keeps(person, run, database_url):
    assert approving.recorded(run, database_url) is None
    gives(person("checks"), run)
    found = approving.recorded(run, database_url)
    assert (found.who, found.digest) == ("checks", digest(run))
    assert approving.recorded(run) is None  # the file beside the study keeps none
    assert approving.recorded(run / "tables", database_url) is None
