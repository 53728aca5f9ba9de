"""Rows of tables and values of files: as they are written, and as they are to be."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from dualcarbon.server.api.models.records import Name, Record, Told

LONGEST = 1_000_000
"""Characters of a cell that is taken; what may stand in it the reader of its table says. [characters]"""


class Row(Record):
    """A row of a table of a study."""

    line: int
    """Line in the file. [1]"""
    cells: dict[str, str]
    """Texts by column, as they are written. [unit column of the row]"""


class Cell(Record):
    """A cell to write, by the line of its row and the name of its column."""

    line: Annotated[int, Field(ge=2, le=100_000_000)]
    """Line of the row in the file, the heading is line 1. [1]"""
    column: Name
    """Name of the column, such as value."""
    value: Annotated[str, Field(max_length=LONGEST)]
    """Text of the cell; a number stands in the unit that its row names. [unit column of the row]"""


class RowsChange(Record):
    """What to change in the rows of a table; nothing is stored where a fault comes of it."""

    cells: list[Cell] = Field(default=[], max_length=100_000)
    """Cells to write."""
    added: list[dict[str, str]] = Field(default=[], max_length=100_000)
    """Rows to add at the end, each text by column."""
    removed: list[Annotated[int, Field(ge=2, le=100_000_000)]] = Field(
        default=[], max_length=100_000
    )
    """Lines of rows to take out. [1]"""
    note: Annotated[str, Field(max_length=500)] = ""
    """Why; it stands with the version."""
    preview: bool = False
    """Only show what would come of it; nothing is stored."""


class Value(Record):
    """A value of a TOML file."""

    key: Annotated[list[Name], Field(min_length=1, max_length=20)]
    """Steps to it, such as gdp, growth."""
    value: Any
    """What stands there: number, text, truth, list or object. [unit that the key documents]"""


class ValuesChange(Record):
    """What to change in a TOML file; its comments and layout stay."""

    values: list[Value] = Field(default=[], max_length=10_000)
    """Values to put."""
    removed: list[Annotated[list[Name], Field(min_length=1, max_length=20)]] = Field(
        default=[], max_length=10_000
    )
    """Keys to take out, each by its steps."""
    note: Annotated[str, Field(max_length=500)] = ""
    """Why; it stands with the version."""
    preview: bool = False
    """Only show what would come of it; nothing is stored."""


class Change(Record):
    """What a change is, or would be."""

    version: str | None
    """Id of the version that was stored; null for a preview."""
    diff: str
    """The change of the files as a unified diff."""
    faults: list[Told]
    """What the study would be told, or is; errors refuse a change that is not a preview."""
