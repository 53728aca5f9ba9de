"""Finished runs and their tables."""

from __future__ import annotations

from dualcarbon.server.api.models.records import Record, Told


class Run(Record):
    """A finished run."""

    id: str
    """Id: the hash of its inputs."""
    at: str
    """When it was made, in UTC (ISO 8601)."""
    members: int
    """Members of its ensemble. [1]"""
    seed: int
    """Seed of its draws. [1]"""
    scenarios: list[str]
    """Scenarios that it holds."""
    documents: list[str]
    """Files of its reports."""
    warnings: list[Told]
    """What is worth knowing about its numbers."""


class TableOf(Record):
    """A table of a run."""

    name: str
    """Name."""
    rows: int
    """Rows. [1]"""
    columns: list[str]
    """Columns; each unit stands in the name, or docs/reference/tables.md gives it."""
