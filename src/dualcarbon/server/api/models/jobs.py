"""Work that is asked for."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from dualcarbon.server.api.models.records import Record, Told


class Work(Record):
    """Work to do."""

    kind: Literal["run", "report"] = Field(examples=["run"])
    """A run of the study, or a report of one of its runs."""
    options: dict[str, Any] = Field(default={}, examples=[{"quick": True}])
    """Of a run: quick, members [1], seed [1]; of a report: run, lang, form, template."""


class Job(Record):
    """Work that was asked for."""

    id: str
    """Id."""
    study: str
    """Study."""
    kind: str
    """run or report."""
    state: Literal["queued", "running", "done", "failed", "cancelled"]
    """Where it stands; the last three are for good."""
    step: str
    """What is being done."""
    share: float
    """Part of it that is done. [1]"""
    who: str
    """Who asked."""
    at: str
    """When it was asked for, in UTC (ISO 8601)."""
    options: dict[str, Any]
    """What it was asked with."""
    result: dict[str, Any]
    """What it gave, such as the id of the run."""
    faults: list[Told]
    """Why it failed, where it did."""
