"""The pieces of a document in the words of one language, before a form sets them in type."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dualcarbon.charts.words import Lang, Title
from dualcarbon.report import sentences
from dualcarbon.report.labels import Labels
from dualcarbon.report.numbers import AMOUNTS, Number
from dualcarbon.report.pieces import (
    Cell,
    Document,
    Figure,
    Heading,
    Ref,
    Section,
    Sentence,
    Table,
    Value,
    say,
)
from dualcarbon.report.sentences import Span
from dualcarbon.report.unrounded import PERCENT

LANGUAGES: dict[Lang, str] = {"en": "en", "zh": "zh-CN"}
LOW = re.compile(
    r"(?<![A-Za-z0-9_])(?:(?:CO(?=2)|CH(?=4)|[SN]F(?=[36]))\d(?=e?(?![A-Za-z0-9_]))|N2(?=O(?![A-Za-z0-9_])))"
)
"""A gas up to its index, which is set low."""
ELSE = (
    "gas",
    "money",
    "outlay",
    "cny_per_t",
    "people",
    "per_head",
    "years",
)  # their heads tell the unit
ALONE = ("cells.filled",)  # sentences of one number that are a number still
Spans = list[Span]


class Phrases:
    """Writes the pieces of a document in a language."""

    def __init__(self, document: Document, lang: Lang) -> None:
        self.lang = lang
        self.scale = document.scale
        self.labels = Labels(document)
        self.gap = "" if lang == "zh" else " "

    def say(self, cell: Cell) -> Spans:
        """Write a sentence or a cell; a number alone stands without its unit, which the table names."""
        written = sentences.value_spans(cell, self.lang, self.scale, bare=True)
        return [self._named(span) for span in written]

    def text(self, cell: Cell) -> str:
        """Write a sentence or a cell as plain text."""
        return plain(self.say(cell))

    def words(self, title: Title) -> str:
        """Write a name that stands in both languages."""
        return title[self.lang]

    def part(self, id: str) -> str:
        """Write a fixed text of the report."""
        return self.text(say(f"parts.{id}"))

    def paragraph(self, said: Sequence[Sentence]) -> Spans:
        """Write sentences one after the other."""
        written: Spans = []
        for place, sentence in enumerate(said):
            written += [Span(self.gap)] if place and self.gap else []
            written += self.say(sentence)
        return written

    def title(self, piece: Section | Heading, *, numbered: bool = True) -> Spans:
        """Write the title of a section or a heading, with its number."""
        before = self.labels.before(piece.id) if numbered else None
        title = say(f"parts.{piece.id}") if isinstance(piece, Section) else piece.title
        return [*(self.say(before) if before else ()), *self.say(title)]

    def called(self, id: str) -> str:
        """Write what a numbered piece is called, "Figure 3"."""
        return self.text(self.labels.of(id))

    def again(self, id: str) -> str:
        """Write what a table is called on the pages that it goes on to."""
        return self.text(say("parts.again", table=self.labels.of(id)))

    def caption(self, block: Figure | Table) -> Spans:
        """Write a caption, with the unit of a table whose amounts share one."""
        unit = self.unit(block) if isinstance(block, Table) else ""
        return [*self.say(block.caption), *([Span(f" ({unit})")] if unit else [])]

    def unit(self, table: Table) -> str:
        """Give the unit that a caption names: the one that all amounts of a table have."""
        shared = self._units(table)
        return "" if self._each(table) else shared[0] if len(shared) == 1 else self._joined(shared)

    def head(self, table: Table, place: int) -> Spans:
        """Write the head of a column, with its unit where the columns of the table have several."""
        written = self.say(table.heads[place])
        unit = self._column_unit(table, place) if self._each(table) else ""
        return [*written, Span(f" ({unit})")] if unit else written

    def column(self, table: Table, place: int) -> str:
        """Give the unit of a column that its head does not tell."""
        if place in table.units:
            return table.units[place][self.lang]
        kinds = {n.kind for row in table.rows for n in numbers(row[place])}
        if kinds and kinds <= set(PERCENT):
            return "%"
        return "" if self._each(table) else self._column_unit(table, place)

    def _named(self, span: Span) -> Span:
        return Span(self.called(span.of.id), span.of) if isinstance(span.of, Ref) else span

    def _units(self, table: Table) -> list[str]:
        """Give the units of the amounts of emissions and energy in a table."""
        kinds = {n.kind for row in table.rows for cell in row for n in numbers(cell)}
        there = [self.scale.unit(kind, self.lang).label for kind in AMOUNTS if kind in kinds]
        return list(dict.fromkeys(there))

    def _column_unit(self, table: Table, place: int) -> str:
        column = Table("", table.caption, (), tuple((row[place],) for row in table.rows))
        return self._joined(self._units(column))

    def _each(self, table: Table) -> bool:
        """Tell whether every column names its own unit: there are several, and none has two."""
        kinds = {n.kind for row in table.rows for cell in row for n in numbers(cell)}
        columns = [self._column_unit(table, place) for place in range(len(table.heads))]
        shared = self._units(table)
        alone = all(unit in ("", *shared) for unit in columns)
        return alone and bool(shared) and (len(shared) > 1 or bool(kinds & set(ELSE)))

    def _joined(self, units: list[str]) -> str:
        return ("、" if self.lang == "zh" else ", ").join(units)


def plain(spans: Spans) -> str:
    """Join stretches of text."""
    return "".join(span.text for span in spans)


def numbers(cell: Cell) -> Iterator[Number]:
    """Give the numbers in a cell, those in its sentences too."""
    if isinstance(cell, Number):
        yield cell
    elif isinstance(cell, Sentence):
        for value in cell.values.values():
            yield from numbers(value)


def numeric(cell: Value) -> bool:
    """Tell whether a cell stands to the right: a number, or a sentence of numbers alone."""
    if isinstance(cell, Sentence) and (len(cell.values) > 1 or cell.id in ALONE):
        return all(isinstance(v, Number) for v in cell.values.values())
    return isinstance(cell, Number)


def lowered(text: str) -> Iterator[tuple[str, bool]]:
    """Split a text where the index of a gas is set low; the font has no character for it.

    Examples
    --------
    >>> list(lowered("Mt CO2 a year"))
    [('Mt CO', False), ('2', True), (' a year', False)]
    >>> [part for part, low in lowered("CO2e of CH4 and N2O") if low]
    ['2', '4', '2']
    """
    end = 0
    for match in LOW.finditer(text):
        yield text[end : match.end() - 1], False
        yield match[0][-1], True
        end = match.end()
    if text[end:]:
        yield text[end:], False
