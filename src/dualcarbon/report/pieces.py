"""What a report is made of, in no language yet: sections, sentences, tables, figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from dualcarbon.charts.look import Option
from dualcarbon.charts.words import Lang, Title
from dualcarbon.report.numbers import Number, Scale
from dualcarbon.vocabulary.faults import Fault


@dataclass(frozen=True, slots=True)
class Ref:
    """Points to a figure, a table, a section, a heading or a cited work; printed as "Figure 3", "图3", "[2]"."""

    id: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the catalogue and what fills its places."""

    id: str
    values: Mapping[str, Value] = field(default_factory=dict)


def say(id: str, **values: Value) -> Sentence:
    """Give a sentence of the catalogue with its values."""
    return Sentence(id, values)


Value = Number | Title | str | Ref | Sentence
"""What fills a place in a sentence or a cell: a number, a name in both languages, a plain text, a reference, or a sentence of its own."""

Cell = Value


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences that belong together."""

    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list; each item is a sentence and, where there is one, the evidence under it."""

    items: tuple[tuple[Sentence, Sentence | None], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: caption, heads of the columns, rows that begin with their head."""

    id: str
    caption: Sentence
    heads: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: Sentence | None = None
    numeric: bool = True
    total: bool = False
    """Whether the last row is the sum of the others."""
    units: Mapping[int, Title] = field(default_factory=dict)
    """Units of columns by their places, where the caption tells them and the numbers do not."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure: its option in a language, its height on a wide and a narrow page, its data."""

    id: str
    caption: Sentence
    draw: Callable[[Lang], Option]
    height: int
    tall: int
    data: Table | None = None
    notes: tuple[Sentence, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """Begins a part of a section; numbered 2.1 or（一）in a part, Annex A among the annexes."""

    id: str
    title: Sentence


@dataclass(frozen=True, slots=True)
class Work:
    """A work that the report cites."""

    id: str
    citation: Sentence


@dataclass(frozen=True, slots=True)
class Works:
    """The list of works cited, numbered [1], [2] ... in their order."""

    items: tuple[Work, ...]


Block = Paragraph | Bullets | Table | Figure | Heading | Works
Rank = Literal["front", "part", "annex"]


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the report; parts are numbered, what stands before and after them is not."""

    id: str
    blocks: tuple[Block, ...]
    rank: Rank = "part"


@dataclass(frozen=True, slots=True)
class Tile:
    """A number to see first: what it is, the number, what stands under it."""

    label: Sentence
    value: Sentence
    under: Sentence
    alarm: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """The whole report."""

    title: Title
    headline: Title | None
    run: str
    facts: Sentence
    tiles: tuple[Tile, ...]
    sections: tuple[Section, ...]
    scale: Scale
    left_out: tuple[Fault, ...] = ()
