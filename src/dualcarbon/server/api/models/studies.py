"""Studies, their files, what is wrong with them, and their versions."""

from __future__ import annotations

from dualcarbon.server.api.models.records import Record, Text, Told


class Study(Record):
    """A study of the folder."""

    id: str
    """Name of its folder."""
    title: Text
    """Name of its region."""
    runs: int
    """Finished runs. [1]"""
    newest: str | None
    """Id of the newest run; null before the first."""


class File(Record):
    """A file of a study."""

    path: str
    """Path inside the study folder."""
    table: str | None
    """Table that it holds; null for other files."""
    size: int
    """Size. [bytes]"""
    sha256: str
    """Hash of its bytes; in quotes it is the ETag."""


class FileChange(Record):
    """A file of a version."""

    path: str
    """Path inside the study folder."""
    before: str | None
    """Hash before; null where the file was not there."""
    after: str | None
    """Hash after; null where the file is gone."""


class Version(Record):
    """A change that was stored."""

    id: str
    """Id of the version."""
    at: str
    """When, in UTC (ISO 8601)."""
    who: str
    """Who stored it."""
    note: str
    """Why."""
    files: list[FileChange]
    """Files that it changed."""


class Checked(Record):
    """Whether a study can be run."""

    runnable: bool
    """True where no fault is an error."""
    faults: list[Told]
    """Every fault and warning of all its files."""
