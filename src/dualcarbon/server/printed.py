"""Pieces of the report on a page: the same sentences, tables and figures, each number a button that opens how it came."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from html import escape

from markupsafe import Markup

from dualcarbon.charts.words import Lang
from dualcarbon.report import html, unrounded
from dualcarbon.report.explained import REPORT
from dualcarbon.report.numbers import Number
from dualcarbon.report.pieces import Block, Cell, Document, Figure, Heading, Ref, Table
from dualcarbon.report.sentences import Span


class Writer(html.Writer):
    """Puts the pieces of a document into the marks of a page; ``leads`` are the addresses to which its references lead."""

    def __init__(
        self, document: Document, lang: Lang, leads: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(document, lang)
        self.leads = leads or {}

    def text(self, cell: Cell) -> str:
        """Write a sentence without marks."""
        return self.phrases.text(cell)

    def numbered(self, id: str) -> bool:
        """Tell whether the report numbers a piece; a page may show others."""
        return self.phrases.labels.holds(id)

    def option(self, figure: Figure) -> Markup:
        """Give what a figure is drawn from, safe inside a page."""
        return data(figure.draw(self.phrases.lang))

    def measured(self, table: Table, place: int) -> Markup:
        """Give a mark with the unit of a column, which goes into its head where the table is taken from the page."""
        unit = self.phrases.column(table, place)
        return Markup(f' data-unit="{escape(unit)}"') if unit else Markup("")

    def words_of(self, heading: Heading) -> Markup:
        """Write a heading without its number."""
        return self.say(heading.title)

    def span(self, span: Span) -> str:
        """Write a part of a sentence; a number opens its derivation."""
        if isinstance(span.of, Number) and span.of.known:
            raw = unrounded.value(span.of, self.phrases.lang, self.phrases.scale)
            return _button(span.of, repr(raw) if isinstance(raw, float) else str(raw), span.text)
        if isinstance(span.of, Ref):
            return self._reference(span.of.id, span.text)
        return super().span(span)

    def _reference(self, id: str, shown: str) -> str:
        """Write a reference: to the page where the piece stands, plain where it stands on none."""
        if id not in self.leads:
            return f'<span class="ref">{html.plain(shown)}</span>'
        return f'<a class="ref" href="{escape(self.leads[id])}">{html.plain(shown)}</a>'


def data(value: object) -> Markup:
    """Write plain data so that nothing in it can end the element that holds it."""
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


def groups(document: Document, headings: Collection[str]) -> list[list[Block]]:
    """Give the blocks under some headings, each heading before its own, in the order of the report."""
    found: list[list[Block]] = []
    for section in document.sections:
        taken = False
        for block in section.blocks:
            if isinstance(block, Heading):
                taken = block.id in headings
                found += [[]] if taken else []
            if taken:
                found[-1].append(block)
    return found


def _button(number: Number, raw: str, shown: str) -> str:
    """Write a number as what opens its derivation; a year that a sentence names has none and is plain text."""
    if number.key.startswith(f"{REPORT}.") and number.how is None:
        if number.kind == "year":
            return html.plain(shown)
        return f'<span class="n" data-value="{escape(raw)}">{html.plain(shown)}</span>'
    return f'<button type="button" class="n" data-key="{escape(number.key)}" data-value="{escape(raw)}">{html.plain(shown)}</button>'
