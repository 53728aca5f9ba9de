"""Jobs in the database: one state at a time, one worker at a time, whatever is asked twice or said too late."""

from __future__ import annotations

import threading

import pytest

from dualcarbon.errors import InputError, UnknownName
from dualcarbon.store import database
from dualcarbon.store.jobs import KEPT, Records, State
from dualcarbon.vocabulary.faults import Place, note

RUN = {"quick": True}
LAST = "keep"


@pytest.fixture
def records(engine):
    return Records(engine)


def asked(records, key="", study="jiangsu", options=None):
    return records.add(study, "run", RUN if options is None else options, "wang", key)


def test_a_job_waits_until_it_is_taken_the_first_first(records):
    first, second = asked(records), asked(records)
    assert (first.state, first.attempt) == (State.queued, 0)
    taken = records.take()
    assert (taken.id, taken.state, taken.attempt) == (first.id, State.running, 1)
    assert records.take().id == second.id
    assert records.take() is None
    assert [one.id for one in records.of("jiangsu")] == [second.id, first.id]
    assert records.of("foshan") == []


def test_a_key_stands_for_one_job_of_a_person_and_a_study(records):
    first = asked(records, "k")
    assert asked(records, "k").id == first.id
    assert asked(records, "k", study="foshan").id != first.id
    assert records.add("jiangsu", "run", RUN, "li", "k").id != first.id
    assert len(records.of("jiangsu")) == 2


def test_a_key_of_another_job_is_refused(records):
    asked(records, "k")
    with pytest.raises(InputError) as caught:
        asked(records, "k", options={"quick": False})
    assert [fault.code for fault in caught.value.faults] == ["JOB001"]


def test_the_same_key_from_many_hands_at_once_is_one_job(records):
    found, start = [], threading.Barrier(6)

    def ask():
        start.wait()
        found.append(asked(records, "k").id)

    hands = [threading.Thread(target=ask) for _ in range(6)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert len(found) == 6
    assert len(set(found)) == len(records.of("jiangsu")) == 1


def test_many_takers_take_each_job_once(records):
    wanted = {asked(records).id for _ in range(8)}
    found, start = [], threading.Barrier(4)

    def take():
        start.wait()
        while one := records.take():
            found.append(one.id)

    takers = [threading.Thread(target=take) for _ in range(4)]
    for taker in takers:
        taker.start()
    for taker in takers:
        taker.join()
    assert sorted(found) == sorted(wanted)


def test_what_a_worker_says_is_kept(records):
    asked(records)
    job = records.take()
    assert records.begun(job.id, 1, 77)
    assert records.step(job.id, 1, "districts", 0.5)
    now = records.get(job.id)
    assert (now.pid, now.step, now.share) == (77, "districts", 0.5)
    assert records.done(job.id, 1, {"run": "abc"})
    over = records.get(job.id)
    assert (over.state, over.share, over.result, over.ended > "") == (State.done, 1.0, {"run": "abc"}, True)  # fmt: skip


def test_faults_come_back_as_they_were(records):
    asked(records)
    faults = [
        note("RUN003", Place(file="a.csv", line=3), why="no space"),
        note("JOB004", minutes=3),
    ]
    assert records.failed(records.take().id, 1, faults)
    job = records.of("jiangsu")[0]
    assert (job.state, job.faults) == (State.failed, tuple(faults))


def test_a_worker_whose_job_was_given_to_another_can_say_nothing(records):
    job = asked(records)
    records.take()
    assert records.again(job.id, 1)
    assert records.take().attempt == 2
    said = (records.step(job.id, 1, "x", 0.9), records.done(job.id, 1, {}), records.failed(job.id, 1, []), records.again(job.id, 1))  # fmt: skip
    assert said == (False, False, False, False)
    assert records.step(job.id, 2, "y", 0.1)
    assert records.get(job.id).step == "y"


@pytest.mark.parametrize("taken", [False, True])
def test_a_cancelled_job_stays_cancelled(records, taken):
    job = asked(records)
    if taken:
        records.take()
    assert records.cancel(job.id, LAST)
    assert records.get(job.id).state is State.cancelled
    assert records.take() is None
    assert not records.step(job.id, 1, "x", 0.5)
    assert not records.done(job.id, 1, {})
    assert not records.cancel(job.id, LAST)


def test_a_job_in_its_last_step_is_not_cancelled(records):
    job = asked(records)
    records.take()
    records.step(job.id, 1, LAST, 0.99)
    assert not records.cancel(job.id, LAST)
    assert records.done(job.id, 1, {})


def test_of_a_cancel_and_a_last_step_at_once_one_wins(records):
    for _ in range(6):
        job = asked(records)
        records.take()
        start, said = threading.Barrier(2), {}

        def cancel(id=job.id, start=start, said=said):
            start.wait()
            said["cancelled"] = records.cancel(id, LAST)

        def keep(id=job.id, start=start, said=said):
            start.wait()
            said["kept"] = records.step(id, 1, LAST, 0.99)

        both = [threading.Thread(target=cancel), threading.Thread(target=keep)]
        for one in both:
            one.start()
        for one in both:
            one.join()
        assert said["cancelled"] is not said["kept"]
        records.done(job.id, 1, {})


def again(records, job):
    records.again(job.id, job.attempt)


def taken_again(records, job):
    again(records, job)
    return records.take()


AFTER = {
    "nothing": lambda _records, _job: None,
    "the worker is lost": again,
    "it is lost and another began": taken_again,
    "it is lost and cancelled": lambda r, j: (again(r, j), r.cancel(j.id, LAST)),
    "it is lost and cancelled at the next try": lambda r, j: (taken_again(r, j), r.cancel(j.id, LAST)),
    "it fails": lambda r, j: r.failed(j.id, j.attempt, []),
    "it is done": lambda r, j: r.done(j.id, j.attempt, {"run": "abc"}),
    "the next try keeps the same": lambda r, j: (n := taken_again(r, j), r.keeps(n.id, n.attempt, "abc")),
    "the study is changed and the next try gives another": lambda r, j: (
        n := taken_again(r, j), r.keeps(n.id, n.attempt, "other"), r.done(n.id, n.attempt, {"run": "other"})),
}  # fmt: skip
"""What may happen after a worker has said which run it puts in its place."""


@pytest.mark.parametrize("after", AFTER.values(), ids=AFTER)
def test_whoever_asked_for_a_run_that_took_its_place_is_known_whatever_comes_after(records, after):
    asked(records)
    job = records.take()
    records.step(job.id, 1, LAST, 0.99)
    assert records.asked("jiangsu", "abc") == set()
    assert records.keeps(job.id, 1, "abc")
    after(records, job)
    assert records.asked("jiangsu", "abc") == {"wang"}
    assert records.asked("foshan", "abc") == records.asked("jiangsu", "abcd") == set()


def test_whoever_asked_for_what_was_there_is_known_and_nobody_who_was_too_late(records):
    first, second = asked(records), records.add("jiangsu", "run", RUN, "li")
    for one in (records.take(), records.take()):
        if one.id == first.id:
            records.done(one.id, 1, {"run": "abc"})
    records.again(second.id, 1)
    assert not records.keeps(second.id, 1, "abc")
    assert records.asked("jiangsu", "abc") == {"wang"}


def test_jobs_of_a_database_of_an_earlier_version_are_read_and_gone_on_with(database_url):
    before = database.opened(database_url)
    asked(Records(before))
    Records(before).done(Records(before).take().id, 1, {"run": "abc"})
    KEPT.drop(before)
    before.dispose()
    engine = database.opened(database_url)
    records = Records(engine)
    assert records.asked("jiangsu", "abc") == {"wang"}
    asked(records)
    job = records.take()
    assert records.keeps(job.id, 1, "other")
    assert records.asked("jiangsu", "other") == {"wang"}
    engine.dispose()


def test_a_job_that_is_not_there_is_told(records):
    with pytest.raises(UnknownName, match="there is no job"):
        records.get("nothing")


@pytest.mark.parametrize(
    ("state", "over"), [(s, s in ("done", "failed", "cancelled")) for s in State]
)
def test_three_states_are_for_good(state, over):
    assert state.over is over
