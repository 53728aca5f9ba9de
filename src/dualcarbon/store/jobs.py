"""Jobs kept in the database: asked for once, in one state at a time, each change one transaction.

A job is taken by one worker at a time. Every taking has the next number of ``attempt``, and what a worker says counts only
while the job is running at that number: one that was cancelled, or given to another, can say nothing any more.
"""

from __future__ import annotations

import datetime
import enum
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    Engine,
    Float,
    ForeignKey,
    Integer,
    RowMapping,
    String,
    Table,
    UniqueConstraint,
    and_,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from dualcarbon.errors import InputError, UnknownName
from dualcarbon.store.database import SCHEMA, writing
from dualcarbon.vocabulary.faults import Fault, Place, cut, note

SHOWN = 200
"""Jobs that a list gives at most, the newest."""


class State(enum.StrEnum):
    """Where a job stands; the last three are for good."""

    queued = "queued"
    running = "running"
    done = "done"
    failed = "failed"
    cancelled = "cancelled"

    @property
    def over(self) -> bool:
        """Tell whether nothing will happen to the job any more."""
        return self not in (State.queued, State.running)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Work that was asked for.

    ``share`` tells how much of it is done [1], ``step`` what is being done, ``at`` and ``ended`` when it was asked for and when it
    was over (UTC); ``result`` names what it gave. ``attempt`` counts the workers that took it, ``pid`` is the last one's process.
    """

    id: str
    study: str
    kind: str
    state: State
    step: str
    share: float
    who: str
    at: str
    ended: str
    options: Mapping[str, Any]
    result: Mapping[str, Any]
    faults: tuple[Fault, ...]
    attempt: int
    pid: int


JOBS = Table(
    "jobs",
    SCHEMA,
    Column("no", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("study", String, nullable=False, index=True),
    Column("kind", String, nullable=False),
    Column("state", String, nullable=False, index=True),
    Column("step", String, nullable=False, default=""),
    Column("share", Float, nullable=False, default=0.0),
    Column("who", String, nullable=False),
    Column("at", String, nullable=False),
    Column("ended", String, nullable=False, default=""),
    Column("options", JSON, nullable=False),
    Column("result", JSON, nullable=False, default=dict),
    Column("faults", JSON, nullable=False, default=list),
    Column("attempt", Integer, nullable=False, default=0),
    Column("pid", Integer, nullable=False, default=0),
    Column("key", String),
    UniqueConstraint("study", "who", "key"),
)
KEPT = Table(
    "job_runs",
    SCHEMA,
    Column("job", String, ForeignKey("jobs.id"), primary_key=True),
    Column("run", String, primary_key=True),
)
"""Runs that a job has put in their place, or may have: a job that was lost there, begun again and cancelled has no result that tells."""


class Records:
    """The jobs of a database."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def add(
        self, study: str, kind: str, options: Mapping[str, Any], who: str, key: str = ""
    ) -> Job:
        """Queue a job; where the person asked with the same key before, give that job.

        Raises
        ------
        InputError
            The key stands for another job.
        """
        made: dict[str, Any] = {
            "id": secrets.token_hex(8), "study": study, "kind": kind, "state": State.queued.value, "who": who,
            "at": _now(), "options": dict(options), "key": key or None,
        }  # fmt: skip
        try:
            with writing(self.engine) as connection:
                there = select(JOBS).where(_same(made)) if key else None
                found = connection.execute(there).mappings().first() if there is not None else None
                if found is None:
                    connection.execute(insert(JOBS).values(made))
        except IntegrityError:  # asked twice at the same moment
            pass
        job = self._by_key(made) if key else self.get(made["id"])
        if (job.kind, dict(job.options)) != (kind, dict(options)):
            raise InputError(faults=[note("JOB001", Place(key="Idempotency-Key"), text=cut(key))])
        return job

    def get(self, id: str) -> Job:
        """Give a job.

        Raises
        ------
        UnknownName
            There is none of this id.
        """
        with self.engine.connect() as connection:
            found = connection.execute(select(JOBS).where(JOBS.c.id == id)).mappings().first()
        if found is None:
            msg = f'there is no job "{cut(id)}"'
            raise UnknownName(msg)
        return _job(found)

    def of(self, study: str, most: int = SHOWN) -> list[Job]:
        """List the last jobs of a study, the newest first."""
        return self._listed(JOBS.c.study == study, most)

    def asked(self, study: str, run: str) -> frozenset[str]:
        """Give the persons who asked for a run that their job put in its place, whatever became of the job, or that was there already."""
        kept = JOBS.c.id.in_(select(KEPT.c.job).where(KEPT.c.run == run))
        given = JOBS.c.result["run"].as_string() == run
        wanted = (JOBS.c.study == study) & (JOBS.c.kind == "run") & (kept | given)
        with self.engine.connect() as connection:
            return frozenset(connection.scalars(select(JOBS.c.who).where(wanted)))

    def running(self) -> list[Job]:
        """List the jobs that a worker has taken."""
        return self._listed(JOBS.c.state == State.running.value)

    def take(self) -> Job | None:
        """Take the job that has waited longest, if one waits."""
        waiting = select(JOBS).where(JOBS.c.state == State.queued.value).order_by(JOBS.c.no)
        with writing(self.engine) as connection:
            one = waiting.limit(1).with_for_update(skip_locked=True)
            found = connection.execute(one).mappings().first()
            if found is None:
                return None
            change = {"state": State.running.value, "attempt": found["attempt"] + 1, "pid": 0, "step": "", "share": 0.0}  # fmt: skip
            connection.execute(update(JOBS).where(JOBS.c.no == found["no"]).values(change))
        return _job({**found, **change})

    def begun(self, id: str, attempt: int, pid: int) -> bool:
        """Say which process works at a job; tell whether it still may."""
        return self._said(id, attempt, pid=pid)

    def step(self, id: str, attempt: int, step: str, share: float) -> bool:
        """Say how far a worker has come; tell whether it may go on."""
        return self._said(id, attempt, step=step, share=share)

    def keeps(self, id: str, attempt: int, run: str) -> bool:
        """Say which run a worker is about to put in its place, so that this is known if the worker is lost; tell whether it may."""
        there = select(KEPT).where(KEPT.c.job == id, KEPT.c.run == run)
        with writing(self.engine) as connection:
            held = select(JOBS.c.id).where(_turn(id, attempt)).with_for_update()
            mine = connection.execute(held).first() is not None
            if mine and connection.execute(there).first() is None:
                connection.execute(insert(KEPT).values(job=id, run=run))
        return mine

    def done(self, id: str, attempt: int, result: Mapping[str, Any]) -> bool:
        """Say that a job is done; tell whether that counted."""
        return self._over(id, attempt, State.done, result=dict(result), share=1.0)

    def failed(self, id: str, attempt: int, faults: Iterable[Fault]) -> bool:
        """Say why a job cannot be done; tell whether that counted."""
        return self._over(id, attempt, State.failed, faults=[_plain(one) for one in faults])

    def again(self, id: str, attempt: int) -> bool:
        """Queue a job again whose worker is gone; tell whether it was still its turn."""
        return self._said(id, attempt, state=State.queued.value, step="", share=0.0)

    def cancel(self, id: str, last: str) -> bool:
        """Cancel a job unless it is over or in its last step; tell whether that was in time."""
        going = (State.queued.value, State.running.value)
        where = and_(JOBS.c.id == id, JOBS.c.state.in_(going), JOBS.c.step != last)
        return self._changed(where, state=State.cancelled.value, ended=_now())

    def _over(self, id: str, attempt: int, state: State, **values: object) -> bool:
        return self._said(id, attempt, state=state.value, ended=_now(), **values)

    def _said(self, id: str, attempt: int, **values: object) -> bool:
        return self._changed(_turn(id, attempt), **values)

    def _changed(self, where: Any, **values: object) -> bool:  # noqa: ANN401
        with writing(self.engine) as connection:
            return connection.execute(update(JOBS).where(where).values(values)).rowcount == 1

    def _listed(self, where: Any, most: int = SHOWN) -> list[Job]:  # noqa: ANN401
        wanted = select(JOBS).where(where).order_by(JOBS.c.no.desc()).limit(most)
        with self.engine.connect() as connection:
            return [_job(row) for row in connection.execute(wanted).mappings()]

    def _by_key(self, made: Mapping[str, Any]) -> Job:
        with self.engine.connect() as connection:
            return _job(connection.execute(select(JOBS).where(_same(made))).mappings().one())


def _turn(id: str, attempt: int) -> Any:  # noqa: ANN401
    """Tell the job that a worker works at, while it is the worker's turn."""
    return and_(JOBS.c.id == id, JOBS.c.attempt == attempt, JOBS.c.state == State.running.value)


def _same(made: Mapping[str, Any]) -> Any:  # noqa: ANN401
    """Tell the job that a person asked for with a key."""
    return and_(*(JOBS.c[name] == made[name] for name in ("study", "who", "key")))


def _job(row: RowMapping | Mapping[str, Any]) -> Job:
    plain = {name: row[name] for name in Job.__slots__}
    told = tuple(
        Fault(one["code"], Place(**one["place"]), tuple(one["params"].items()))
        for one in plain["faults"]
    )
    return Job(**(plain | {"state": State(plain["state"]), "faults": told}))


def _plain(fault: Fault) -> dict[str, Any]:
    return {"code": fault.code, "place": asdict(fault.place), "params": dict(fault.params)}


def _now() -> str:
    return datetime.datetime.now(tz=datetime.UTC).isoformat(timespec="seconds")
