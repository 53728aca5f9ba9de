"""Records and what every operation gives: texts in both languages, faults, problems, parts of lists."""

from __future__ import annotations

from typing import Annotated, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Item = TypeVar("Item")
Name = Annotated[str, Field(min_length=1, max_length=200)]


class Record(BaseModel):
    """A record: it does not change, and has no field but those named here."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", use_attribute_docstrings=True, protected_namespaces=()
    )


class Text(Record):
    """A text in both languages."""

    en: str
    """In English."""
    zh: str
    """In Chinese."""


class Where(Record):
    """Where a fault stands; parts that do not apply are left out."""

    file: str | None = None
    """File of the study."""
    line: int | None = None
    """Line of the file, its first line is 1. [1]"""
    column: str | None = None
    """Column of the table."""
    cell: str | None = None
    """Cell of the workbook."""
    key: str | None = None
    """Field of the request, or dotted key of the file."""
    sheet: str | None = None
    """Sheet of the workbook."""


class Told(Record):
    """A fault or a warning."""

    code: str
    """Code, as docs/reference/messages.md lists it."""
    level: Literal["error", "warn"]
    """An error refuses, a warning wants to be known."""
    place: Where
    """Where it stands."""
    message_en: str
    """What is wrong, in English."""
    message_zh: str
    """What is wrong, in Chinese."""
    advice_en: str
    """What to do, in English; may be empty."""
    advice_zh: str
    """What to do, in Chinese; may be empty."""


class Problem(Record):
    """Why a request was not answered (RFC 9457), with every fault found."""

    type: str
    """Always about:blank: the codes of the faults say more."""
    title: str
    """Name of the status."""
    status: int
    """HTTP status. [1]"""
    detail: str
    """The first fault in one sentence."""
    instance: str
    """Path that was asked for."""
    faults: list[Told]
    """Every fault, at most 100."""


class Page(Record, Generic[Item]):
    """A part of a list."""

    items: list[Item]
    """Entries of this part."""
    total: int
    """Entries of the whole list, filters applied. [1]"""
    next: str | None
    """Cursor of the next part; null where this is the last."""
