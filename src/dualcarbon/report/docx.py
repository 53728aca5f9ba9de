"""The report as a Word document, in the report's own form or in a bureau's template."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import count, groupby
from pathlib import Path
from typing import Any

from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.shared import Mm

from dualcarbon.charts import render as drawing
from dualcarbon.charts.words import Lang
from dualcarbon.report import docx_package, docx_page, fonts, typesetting, widths
from dualcarbon.report.docx_fields import FIRST, Marks
from dualcarbon.report.docx_styles import ACCENT, QUIET, Styles
from dualcarbon.report.docx_xml import (
    Element,
    cell,
    element,
    field,
    page_break,
    paragraph,
    row,
    run,
    tab,
    table,
)
from dualcarbon.report.numbers import Number
from dualcarbon.report.outline import outline
from dualcarbon.report.phrases import LANGUAGES, Phrases, Spans, lowered, numeric, plain
from dualcarbon.report.pieces import (
    Block,
    Bullets,
    Document,
    Figure,
    Heading,
    Paragraph,
    Ref,
    Section,
    Table,
    Tile,
    Works,
)
from dualcarbon.report.reading import Results
from dualcarbon.report.sentences import Span

WIDE, PPI = 760, 200  # px of a figure, as on a page; dots an inch of its picture
WHOLE = 75.0  # mm; the rows of a table that comes out lower stay together
LOOSE = 1.05  # the fonts of Word run wider than that of the report
SPLIT = re.compile(r"^(.*?)(\d+)$")
BULLET = "•"


def render(results: Results, lang: Lang, template: Path | None = None) -> bytes:
    """Write the report of a run.

    Parameters
    ----------
    results : Results
        Summary, tables, study, warnings and manifest of one run.
    lang : {"en", "zh"}
        Language of the report; the numbers are the same in both.
    template : Path, optional
        A bureau's own document, whose styles, pages, heads and feet are kept.

    Raises
    ------
    InputError
        The template cannot be used; the chart library or the font is not installed, or the font
        lacks a character.
    """
    return pages(outline(results), lang, template)


def pages(document: Document, lang: Lang, template: Path | None = None) -> bytes:
    """Write a document as a Word file in a language."""
    phrases = Phrases(document, lang)
    word = docx_package.blank() if template is None else docx_package.opened(template)
    if template is None:
        docx_page.lay_out(word, phrases, document)
    written = Writer(word, phrases, document, own=template is None).elements()
    fonts.must_hold("".join(t.text or "" for one in written for t in one.iter(qn("w:t"))))
    _place(word, written)
    docx_page.finish(word, phrases.words(document.title), LANGUAGES[lang])
    return docx_package.packed(word)


def _place(word: Word, written: Sequence[Element]) -> None:
    """Put the report where the template wants it, else at the end."""
    body = word.element.body
    mark = docx_package.anchor(word)
    before = body.sectPr if mark is None else mark
    for one in written:
        before.addprevious(one)
    if mark is None:
        return
    if mark.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is None:
        body.remove(mark)
    else:
        mark[:] = [mark.pPr]  # it ends a section of the template


class Writer:
    """Puts the pieces of a document into the markup of Word."""

    def __init__(self, word: Word, phrases: Phrases, document: Document, *, own: bool) -> None:
        self._word = word
        self._phrases = phrases
        self._document = document
        self._own = own
        self._width = docx_page.width(word, docx_package.anchor(word))
        self._styles = Styles(word, phrases.lang, own=own, width=self._width)
        self._marks = Marks(document, phrases, word)
        drawn = (int(one.get("id")) for one in word.element.body.iter(qn("wp:docPr")))
        self._numbers = count(max(drawn, default=FIRST) + 1)
        self._pictures = pictures(document, phrases.lang)

    def elements(self) -> list[Element]:
        """Give the whole report: title, contents, sections."""
        written = [*self._title(), *self._contents()]
        for place, section in enumerate(self._document.sections):
            written += self._section(section, tiles=place == 0)
        return written

    def _title(self) -> Iterator[Element]:
        document, phrases = self._document, self._phrases
        yield self._plain("title", phrases.words(document.title))
        yield self._plain("subtitle", phrases.part("report"))
        if document.headline:
            yield self._plain("subtitle", phrases.words(document.headline))
        yield self._said("note", phrases.say(document.facts))
        yield self._plain("note", phrases.part("made"))

    def _contents(self) -> Iterator[Element]:
        """Give the contents: Word fills in the pages when the file is opened."""
        if self._own:
            yield paragraph(self._styles.of("note"), [page_break()])
        yield from self._listed("contents", self._marks.contents(self._styles))
        yield from self._listed("figures", self._marks.listed(Figure, self._styles))
        yield from self._listed("tables", self._marks.listed(Table, self._styles))

    def _listed(self, id: str, entries: Sequence[Element]) -> Iterator[Element]:
        if entries:
            yield self._plain("contents", self._phrases.part(id))
            yield from entries

    def _section(self, section: Section, *, tiles: bool) -> Iterator[Element]:
        yield self._heading(section, "h1")
        if tiles and self._document.tiles:
            yield self._tiles(self._document.tiles)
            yield paragraph(self._styles.of("text"), [])
        for block in section.blocks:
            yield from self._kind(block)(block)

    def _kind(self, block: Block) -> Callable[[Any], Iterator[Element]]:
        kinds: dict[type[Block], Callable[[Any], Iterator[Element]]] = {
            Paragraph: self._paragraph,
            Bullets: self._bullets,
            Table: self._table,
            Figure: self._figure,
            Heading: self._subheading,
            Works: self._works,
        }
        return kinds[type(block)]

    def _paragraph(self, block: Paragraph) -> Iterator[Element]:
        yield self._said("text", self._phrases.paragraph(block.sentences))

    def _bullets(self, block: Bullets) -> Iterator[Element]:
        numbered = self._styles.numbered("bullet")
        for sentence, evidence in block.items:
            before = [] if numbered else [run(BULLET), tab()]
            inside = [*before, *self._runs(self._phrases.say(sentence))]
            yield paragraph(self._styles.of("bullet"), inside, next=evidence is not None)
            if evidence:
                told = [Span(self._phrases.part("evidence")), *self._phrases.say(evidence)]
                yield self._said("evidence", told)

    def _subheading(self, block: Heading) -> Iterator[Element]:
        yield self._heading(block, "h2")

    def _works(self, block: Works) -> Iterator[Element]:
        for work in block.items:
            called = self._marks.around(work.id, [run(self._phrases.called(work.id))])
            inside = [*called, tab(), *self._runs(self._phrases.say(work.citation))]
            yield paragraph(self._styles.of("work"), inside)

    def _figure(self, block: Figure) -> Iterator[Element]:
        yield paragraph(self._styles.of("figure"), [self._picture(block)])
        yield self._caption(block, next=bool(block.notes))
        for note in block.notes:
            yield self._said("note", self._phrases.say(note))

    def _picture(self, block: Figure) -> Element:
        picture, wide = io.BytesIO(self._pictures[block.id]), Mm(self._width)
        inline = self._word.part.new_pic_inline(picture, wide, round(wide * block.height / WIDE))
        inline.docPr.set("id", str(next(self._numbers)))
        inline.docPr.set("descr", self._phrases.text(block.caption))
        return element("w:r", element("w:drawing", inline))

    def _table(self, block: Table) -> Iterator[Element]:
        laid = Laid(block, self._phrases, self._width)
        yield self._caption(block, next=True)
        yield table(self._styles.table, laid.widths, self._rows(laid))
        yield paragraph(self._styles.of("note"), [])

    def _rows(self, laid: Laid) -> Iterator[Element]:
        place = partial(self._cell, laid)
        yield row((place(x, head, head=True) for x, head in enumerate(laid.heads)), head=True)
        last = len(laid.rows) - 1
        for y, cells in enumerate(laid.rows):
            total, stays = laid.total and y == last, laid.whole and y < last
            yield row(place(x, one, total=total, next=stays) for x, one in enumerate(cells))

    def _cell(
        self,
        laid: Laid,
        x: int,
        spans: Spans,
        *,
        head: bool = False,
        total: bool = False,
        next: bool = True,
    ) -> Element:
        inside = self._runs(spans, bold=head or total, size=laid.size)
        shown = paragraph(self._styles.of("cell"), inside, next=next, right=laid.right[x])
        return cell(laid.widths[x], [shown], over=QUIET if total else None, low=head)

    def _caption(self, block: Figure | Table, *, next: bool) -> Element:
        """Write a caption whose number Word counts."""
        name, number = _split(self._phrases.called(block.id))
        bold = self._own
        counted = field(f"SEQ {name.strip()} \\* ARABIC", [run(number, bold=bold)])
        called = self._marks.around(block.id, [run(name, bold=bold), *counted])
        told = [run("  "), *self._runs(self._phrases.caption(block))]
        return paragraph(self._styles.of("caption"), [*called, *told], next=next)

    def _heading(self, piece: Section | Heading, role: str) -> Element:
        title = self._phrases.title(piece, numbered=not self._styles.numbered(role))
        return paragraph(self._styles.of(role), self._marks.around(piece.id, self._runs(title)))

    def _tiles(self, tiles: Sequence[Tile]) -> Element:
        wide = self._width / len(tiles)
        return table(
            self._styles.table, [wide] * len(tiles), [row(self._tile(one, wide) for one in tiles)]
        )

    def _tile(self, tile: Tile, wide: float) -> Element:
        say, style = self._phrases.say, self._styles.of("cell")
        colour = docx_page.ALARM if tile.alarm else ACCENT
        told = [
            self._runs(say(tile.label), size=8, colour=QUIET),
            self._runs(say(tile.value), size=14, bold=True, colour=colour),
            self._runs(say(tile.under), size=8, colour=QUIET),
        ]
        return cell(wide, [paragraph(style, one) for one in told])

    def _plain(self, role: str, text: str) -> Element:
        return self._said(role, [Span(text)])

    def _said(self, role: str, spans: Spans) -> Element:
        return paragraph(self._styles.of(role), self._runs(spans))

    def _runs(self, spans: Spans, **how: Any) -> list[Element]:  # noqa: ANN401
        """Write stretches of text, those that nothing sets apart as one run."""
        written: list[Element] = []
        for ref, together in groupby(spans, key=lambda s: s.of if isinstance(s.of, Ref) else None):
            text = "".join(_unbroken(span) for span in together)
            runs = [run(part, low=low, **how) for part, low in lowered(text)]
            written += self._marks.pointing(ref.id, runs) if ref else runs
        return written


def pictures(document: Document, lang: Lang) -> dict[str, bytes]:
    """Draw the figures of a document as pictures, by their ids."""
    found = [b for section in document.sections for b in section.blocks if isinstance(b, Figure)]
    drawn = [drawing.svg(b.draw(lang), WIDE, b.height, id=b.id) for b in found]
    fonts.must_hold("".join(drawn))
    sizes = [typesetting.Drawing(svg, WIDE, b.height) for svg, b in zip(drawn, found, strict=True)]
    return dict(zip((b.id for b in found), typesetting.png(sizes, PPI), strict=True))


class Laid:
    """A table in words, and how its columns stand."""

    def __init__(self, block: Table, phrases: Phrases, page: float) -> None:
        places = range(len(block.heads))
        self.heads = [phrases.head(block, place) for place in places]
        self.rows = [[phrases.say(cell) for cell in row] for row in block.rows]
        self.right = [bool(x and block.rows and numeric(block.rows[0][x])) for x in places]
        self.total = block.total
        laid = widths.layout(
            [
                widths.Column([plain(r[x]) for r in (self.heads, *self.rows)], self.right[x])
                for x in places
            ],
            page / LOOSE,
        )
        self.widths, self.size = tuple(LOOSE * w for w in laid.widths), laid.size
        self.whole = laid.height < WHOLE


def _unbroken(span: Span) -> str:
    """Keep a number and its unit in one line."""
    return span.text.replace(" ", "\u00a0") if isinstance(span.of, Number) else span.text


def _split(called: str) -> tuple[str, str]:
    """Split what a piece is called into its name and its number.

    Examples
    --------
    >>> _split("Figure 12"), _split("图3")
    (('Figure ', '12'), ('图', '3'))
    """
    name, number = SPLIT.findall(called)[0]
    return name, number
