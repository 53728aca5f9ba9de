"""Scenarios, their levers, questions and answers, and what two of them say differently."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, FiniteFloat

from dualcarbon.server.api.models.records import Name, Record, Text


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
    quantiles: list[Annotated[FiniteFloat, Field(ge=0, le=1)]] = Field(
        default=[0.1, 0.5, 0.9], min_length=1, max_length=20
    )
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
