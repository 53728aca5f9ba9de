"""What the programming interface takes and gives; every number says its unit in [ ], 1 for fractions, counts and years by name."""

from __future__ import annotations

from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat

Item = TypeVar("Item")
Name = Annotated[str, Field(min_length=1, max_length=200)]
LONGEST = 1_000_000
"""Characters of a cell that is taken; what may stand in it the reader of its table says. [characters]"""


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

    cells: Annotated[list[Cell], Field(max_length=100_000)] = []
    """Cells to write."""
    added: Annotated[list[dict[str, str]], Field(max_length=100_000)] = []
    """Rows to add at the end, each text by column."""
    removed: Annotated[list[Annotated[int, Field(ge=2, le=100_000_000)]], Field(max_length=100_000)] = []  # fmt: skip
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

    values: Annotated[list[Value], Field(max_length=10_000)] = []
    """Values to put."""
    removed: Annotated[list[Annotated[list[Name], Field(min_length=1, max_length=20)]], Field(max_length=10_000)] = []  # fmt: skip
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


class Row(Record):
    """A row of a table of a study."""

    line: int
    """Line in the file. [1]"""
    cells: dict[str, str]
    """Texts by column, as they are written. [unit column of the row]"""


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


class Scenario(Record):
    """A scenario of a study."""

    id: str
    """Name of its file."""
    title: Text
    """Title."""
    description: Text
    """What it stands for."""
    parent: str | None
    """Scenario that it extends; null for a root."""


class Lever(Record):
    """Something of a scenario that can be moved."""

    id: str
    """Id."""
    title: Text
    """What it is."""
    kind: str
    """rate, points, number, or level of a measure."""
    unit: str
    """Unit of its numbers; 1 for fractions and levels."""
    value: float
    """Where the scenario has it. [unit]"""
    parent: float | None
    """Where its parent has it; null where it has none. [unit]"""
    low: float
    """Least that makes sense. [unit]"""
    high: float
    """Most that makes sense. [unit]"""
    step: float
    """Least move. [unit]"""
    year: int | None
    """Year of the value, where it is of one. [year]"""


class Question(Record):
    """Where levers are put; all else is as the scenario has it."""

    levers: Annotated[dict[Name, FiniteFloat], Field(max_length=200)] = Field(
        default={}, examples=[{"gdp": 0.05}]
    )
    """Values by id of a lever. [unit of each lever]"""
    quantiles: Annotated[
        list[Annotated[FiniteFloat, Field(ge=0, le=1)]], Field(min_length=1, max_length=20)
    ] = [0.1, 0.5, 0.9]
    """Shares of the members at or below each path that is asked for. [1]"""


class Quantile(Record):
    """A quantile of the members, year by year."""

    level: float
    """Share of the members at or below it. [1]"""
    territorial_tco2: list[float]
    """Carbon dioxide of the region in each of the years. [t CO2]"""


class Verdict(Record):
    """What the central path shows."""

    kind: str
    """peaked, rising, plateau ..., as docs/explanation/peak.md lists them."""
    year: int | None
    """Year of the maximum; null where it cannot be told. [year]"""
    amount_tco2: float | None
    """The maximum; null where it cannot be told. [t CO2]"""
    sentence: Text
    """The verdict in a sentence."""


class Odds(Record):
    """What the members show."""

    members: int
    """Members. [1]"""
    no_peak: float
    """Share of the members without a peak within the horizon. [1]"""
    by_year: dict[str, float]
    """Share of the members whose peak is in or before a year. [1]"""
    peak_years: dict[str, int]
    """Members by the year of their peak. [1]"""


class Answer(Record):
    """What a scenario gives once levers are put elsewhere."""

    scenario: str
    """The scenario."""
    years: list[int]
    """Years of the paths. [year]"""
    territorial_tco2: list[float]
    """Central carbon dioxide of the region in each of the years. [t CO2]"""
    by_sector_tco2: dict[str, list[float]]
    """Its parts by sector in each of the years. [t CO2]"""
    quantiles: list[Quantile]
    """Quantiles of the members in each of the years."""
    verdict: Verdict
    """Verdict on the central path."""
    odds: Odds
    """Odds of the members."""


class SideOf(Record):
    """What one of two scenarios says."""

    text: Text
    """In words."""
    value: dict[str, float | None]
    """Values by year; null where it has none. [unit of the difference]"""
    declared_by: str
    """Scenario or file that says it."""
    where: str
    """File, key and line."""


class Difference(Record):
    """One thing that two scenarios say differently."""

    key: str
    """Key of the path, part or measure."""
    kind: str
    """path, part or measure."""
    unit: str
    """Unit of the values."""
    same: bool
    """True where a scenario says that it is as in its parent."""
    one: SideOf
    """What the first says."""
    other: SideOf
    """What the second says."""
    source: str
    """Source that the first names."""
    mark: str
    """How the first knows it: empty seen, C computed, M from memory, A assumed."""


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


class Issue(Record):
    """A token to make."""

    title: Annotated[str, Field(min_length=1, max_length=100, examples=["nightly run"])]
    """What it is for."""
    days: Annotated[int, Field(ge=1, le=366)] = 90
    """How long it holds. [day]"""


class Token(Record):
    """A token of one's own, never itself."""

    id: str
    """Id, to revoke it."""
    title: str
    """What it is for."""
    begun: str
    """When it was made, in UTC (ISO 8601)."""
    ends: str
    """When it ends, in UTC (ISO 8601)."""


class NewToken(Token):
    """A token that was made; its secret is shown this once."""

    secret: str
    """Send it as Authorization: Bearer SECRET."""
