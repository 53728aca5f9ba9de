"""The power fails in the middle of a job: the page that is open goes on by itself, the job is done once, another is cancelled."""

from __future__ import annotations

import os
import signal

from dualcarbon.server.settings import Settings
from dualcarbon.store import database
from dualcarbon.store.jobs import Records, State

GONE = "net::ERR_CONNECTION_REFUSED"
"""What a browser says while there is no server."""


def test_a_job_outlives_the_server_and_another_is_cancelled(served, look):
    seen = look()
    page, results = seen.page, served.folder / "town" / "results"
    engine = database.opened(Settings(served.folder).url)
    records = Records(engine)
    page.goto(f"{served.url}/en/town/home")
    page.locator("form:has([name=quick]) button").click()
    (job,) = records.of("town")
    seen.until(lambda: records.get(job.id).pid)
    os.killpg(
        records.get(job.id).pid, signal.SIGSTOP
    )  # it is in the middle, whatever the machine is busy with
    page.locator("#jobs progress").wait_for()
    assert records.get(job.id).state is State.running
    served.end(kill=True)
    os.killpg(records.get(job.id).pid, signal.SIGKILL)
    assert list(results.glob("[!.]*")) == []
    served.again()
    page.locator("#jobs a[href*='/home?run=']").wait_for()
    assert all(one.startswith("htmx:") or GONE in one for one in seen.wrong), seen.wrong
    seen.wrong.clear()
    done = records.get(job.id)
    assert (done.state, done.attempt, done.faults) == (State.done, 2, ())
    (run,) = results.iterdir()
    assert run.name == done.result["run"]
    page.locator("#jobs a[href*='/home?run=']").click()
    page.wait_for_url(f"**/home?run={run.name}")
    page.locator("form:has([name=kind]):not(:has([name=quick])) button").first.click()
    cancel = page.locator("#jobs button[id^=cancel-]")
    cancel.click()
    cancel.wait_for(state="detached")
    page.goto(f"{served.url}/en/town/jobs")
    assert "cancelled" in page.locator("#all-jobs tbody tr").first.inner_text()
    assert records.of("town")[0].state is State.cancelled
    assert list(results.iterdir()) == [run]
    engine.dispose()
    assert seen.wrong == []
