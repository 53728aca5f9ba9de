"""What a study declares about itself: study.toml, every fault of it told at once."""

from __future__ import annotations

import re
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, field_validator, model_validator

from dualcarbon.errors import InputError
from dualcarbon.inventory.declared import Accounting, Reconciliation
from dualcarbon.quantities.correlation import Correlation
from dualcarbon.quantities.declared import Declared, Text, Title, Whole
from dualcarbon.reference.gwp import one_set
from dualcarbon.study.allowed import DataPath, Flow, FolderPath, PlainName, Sector, refuse
from dualcarbon.vocabulary.faults import Fault, Place, cut, note
from dualcarbon.yearbook.declared import Fill

SCHEMA = "dualcarbon/study/1"
NEWEST = 1
MOST_RUNS = 1_000_000
SECONDS_A_RUN = 4e-4
"""What a member of a scenario takes: 10,000 of them over 50 years took 4 s on a core. [s]"""


def _both_languages(value: object) -> object:
    """Let one text stand for both languages."""
    return {"en": value, "zh": value} if isinstance(value, str) else value


def _one_set(value: object) -> object:
    """Let a set stand for each gas, as long as it is the same set."""
    given = value if isinstance(value, dict) and value else {}
    named = {str(gas): name for gas, name in given.items() if isinstance(name, str)}
    return one_set(named) if given and len(named) == len(given) else value


Label = Annotated[Title, BeforeValidator(_both_languages)]
Potentials = Annotated[Literal["SAR", "AR4", "AR5", "AR6"], BeforeValidator(_one_set)]
TableName = Literal[
    "economy", "population", "energy", "balance", "activity", "grid", "published", "official", "districts", "factors",
    "numbers", "variables",
]  # fmt: skip
Year = Annotated[Whole, Field(ge=1900, le=2200)]


class Break(Declared):
    """Years between which a series is suspected to change its definition."""

    series: TableName
    """Table whose series is suspected."""
    years: tuple[Year, ...] = Field(min_length=1)
    """Years concerned; no verdict is taken from a change between them."""
    why: Title
    """Reason of the suspicion."""


class Merge(Declared):
    """Sectors whose value added and energy join another sector in the diagnosis."""

    into: Sector
    """Sector that the others join."""
    from_: tuple[Sector, ...] = Field(alias="from", min_length=1)
    """Sectors that join it."""


class Period(Declared):
    """A stretch of years that the diagnosis tells of as one, such as a five-year plan."""

    from_: Year = Field(alias="from")
    """Year whose end is the beginning."""
    to: Year
    """Last year."""
    name: Label
    """Name of the period."""

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if self.from_ >= self.to:
            refuse("STU021", first=self.from_, last=self.to)
        return self


class Cell(Declared):
    """A sector and a flow of the energy table."""

    sector: Sector
    """Sector of the row."""
    flow: Flow
    """Flow of the row."""


class ReplicatedSector(Declared):
    """A sector of a published account and the cells of ours that it sums."""

    sector: Sector
    """Sector of the published account."""
    cells: tuple[Cell, ...] = Field(min_length=1)
    """Cells whose emissions add up to it."""


class KnownException(Declared):
    """A published number that cannot be replicated, and why."""

    sector: Sector
    """Sector of the published account."""
    year: Year
    """Year of the number."""
    why: Title
    """What is known of the difference."""


class Replication(Declared):
    """A published total on another boundary, rebuilt from our cells."""

    id: PlainName
    """Name by which published.csv refers to it."""
    title: Title
    """Title of the published account."""
    boundary: Title
    """What the published account counts, and to whom."""
    sectors: tuple[ReplicatedSector, ...] = Field(min_length=1)
    """Sectors of the account."""
    exceptions: tuple[KnownException, ...] = ()
    """Numbers known not to come out."""


class StudyFile(Declared):
    """What study.toml holds."""

    schema_: Text = Field(alias="schema")
    """Version of the file's form: `dualcarbon/study/1`."""
    name: PlainName
    """Short name: letters, digits, - and _ (1-64)."""
    title: Title
    """Name of the region as the report shows it."""
    headline: Title | None = None
    """Line under the title, such as "as of 2017"."""
    region: Text
    """Code of the region, six digits of GB/T 2260; 000000 is the whole country."""
    base_year: Year
    """Last year of statistics, from which the scenarios start."""
    horizon: Year
    """Last year of the scenarios."""
    price_year: Year
    """Year whose prices money is counted in; for an index, its base year."""
    gwp: Potentials
    """Set of warming potentials that sums over gases use; one for all gases."""
    seed: Whole = Field(ge=0, lt=2**63)
    """Beginning of the random draws."""
    members: Whole = Field(ge=1)
    """Draws of the ensemble, a power of two."""
    boundary: Literal["territorial", "adjusted"]
    """Total that leads: territorial emissions, or adjusted for trade of electricity and heat."""
    convention: Literal["calorific", "coal_equivalent"]
    """How energy.csv counts primary electricity: by its heat, or by the coal that would have made it."""
    language: Literal["zh", "en"]
    """Language of the report."""
    scenarios: tuple[PlainName, ...] = Field(min_length=1)
    """Scenarios in the order shown; the first is the root."""
    districts: tuple[FolderPath, ...] = ()
    """Folders inside the study's, each a study of a part of the region; their futures are run with the region's and added up."""
    data: dict[TableName, DataPath] = Field(default_factory=dict)
    """Files of tables that do not stand under their usual names, relative to the study folder."""
    vintages: dict[TableName, Text] = Field(default_factory=dict)
    """Vintage to use in a table that holds several."""
    account: Accounting = Field(default_factory=Accounting)
    """Editions and choices of the carbon account."""
    fills: tuple[Fill, ...] = ()
    """Gaps of the tables that are filled, each by a named method."""
    correlations: tuple[Correlation, ...] = ()
    """Uncertain numbers of the scenarios that go together."""
    breaks: tuple[Break, ...] = ()
    """Suspected breaks of series."""
    merge: tuple[Merge, ...] = ()
    """Sectors joined in the diagnosis."""
    periods: tuple[Period, ...] = ()
    """Periods that the diagnosis tells of."""
    replications: tuple[Replication, ...] = ()
    """Published totals that are rebuilt."""
    reconciliation: tuple[Reconciliation, ...] = ()
    """Known reasons why an official total or a sum of districts differs from ours."""

    @field_validator("schema_")
    @classmethod
    def _readable(cls, text: str) -> str:
        match = re.fullmatch(r"dualcarbon/study/([0-9]+)", text)
        if match is None:
            refuse("STU028", text=cut(text), wanted=SCHEMA)
        if int(match[1][:9]) > NEWEST:
            refuse("STU023", text=cut(match[1]), newest=NEWEST)
        return text

    @field_validator("region")
    @classmethod
    def _coded(cls, text: str) -> str:
        if not re.fullmatch(r"[0-9]{6}", text):
            refuse("STU029", text=cut(text))
        return text

    @field_validator("members")
    @classmethod
    def _power_of_two(cls, members: int) -> int:
        if members & (members - 1):
            upper = 1 << members.bit_length()
            refuse("STU024", text=members, lower=upper // 2, upper=upper)
        return members

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        faults = [*_order(self), *_effort(self), *_repeated(self)]
        if faults:
            raise InputError(faults=faults)
        return self


def _order(study: StudyFile) -> list[Fault]:
    """Tell whether the years run forward."""
    base, horizon = study.base_year, study.horizon
    if base < horizon:
        return []
    after = {"en": "after", "zh": "晚于"}
    same = {"en": "not before", "zh": "不早于"}
    relation = after if base > horizon else same
    return [note("STU020", Place(), base=base, relation=relation, horizon=horizon)]


def _effort(study: StudyFile) -> list[Fault]:
    """Tell whether the ensemble is larger than a run may be."""
    runs = study.members * len(study.scenarios)
    if runs <= MOST_RUNS:
        return []
    counts = {"members": f"{study.members:,}", "scenarios": len(study.scenarios)}
    hours = f"{runs * SECONDS_A_RUN / 3600:,.1f}"
    return [
        note("STU022", Place(), runs=f"{runs:,}", limit=f"{MOST_RUNS:,}", hours=hours, **counts)
    ]


def _repeated(study: StudyFile) -> list[Fault]:
    """Tell of names that are given twice."""
    groups = {
        "scenarios": list(study.scenarios),
        "replications": [r.id for r in study.replications],
        "merge": [sector for merge in study.merge for sector in merge.from_],
    }
    return [
        note("STU025", Place(), key=key, text=cut(name))
        for key, names in groups.items()
        for name in dict.fromkeys(n for n in names if names.count(n) > 1)
    ]
