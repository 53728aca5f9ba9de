"""What Word counts and looks up itself: contents, numbers of captions, references to them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import count

from docx.document import Document as Word
from docx.oxml.ns import qn

from dualcarbon.report.docx_styles import Styles
from dualcarbon.report.docx_xml import (
    Element,
    bookmark,
    field,
    field_end,
    field_start,
    link,
    paragraph,
    run,
    tab,
)
from dualcarbon.report.phrases import Phrases, plain
from dualcarbon.report.pieces import Document, Figure, Heading, Section, Table, Works

FIRST = 1000  # number of the first bookmark or picture where the document has none


class Marks:
    """The bookmarks of a document: one around every piece that can be referred to."""

    def __init__(self, document: Document, phrases: Phrases, word: Word) -> None:
        self._document = document
        self._phrases = phrases
        self._names = {id: f"_Report{n}" for n, id in enumerate(_ids(document), 1)}
        there = [int(one.get(qn("w:id"))) for one in word.element.body.iter(qn("w:bookmarkStart"))]
        self._next = count(max(there, default=FIRST) + 1)
        self._counted = {b.id for b in _blocks(document) if isinstance(b, Figure | Table)}

    def around(self, id: str, inside: Iterable[Element]) -> list[Element]:
        """Put the bookmark of a piece around what it is called."""
        return bookmark(self._names[id], next(self._next), inside)

    def pointing(self, id: str, shown: Sequence[Element]) -> list[Element]:
        """Refer to a piece: Word looks up the number of a figure or a table itself."""
        if id in self._counted:
            return field(f"REF {self._names[id]} \\h", shown)
        return [link(self._names[id], shown)]

    def contents(self, styles: Styles) -> list[Element]:
        """Give the contents, sections and headings."""
        entries = [
            (styles.of("toc1" if isinstance(piece, Section) else "toc2"), piece.id,
             plain(self._phrases.title(piece)))
            for piece in _titled(self._document)
        ]  # fmt: skip
        other = ",".join(
            f"{styles.name(role)},{level}"
            for level, role in enumerate(("h1", "h2"), 1)
            if styles.name(role) != f"heading {level}"
        )
        return self._entries(
            'TOC \\o "1-2" \\h \\z' + (f' \\t "{other}"' if other else ""), entries
        )

    def listed(self, kind: type[Figure] | type[Table], styles: Styles) -> list[Element]:
        """Give the list of figures or of tables."""
        found = [b for b in _blocks(self._document) if isinstance(b, kind)]
        entries = [
            (styles.of("listed"), b.id,
             f"{self._phrases.called(b.id)}  {plain(self._phrases.caption(b))}")
            for b in found
        ]  # fmt: skip
        name = self._phrases.called(found[0].id).rstrip("0123456789 ") if found else ""
        return self._entries(f'TOC \\h \\z \\c "{name}"', entries)

    def _entries(self, code: str, entries: Sequence[tuple[str, str, str]]) -> list[Element]:
        written = []
        for place, (style, id, text) in enumerate(entries):
            page = field(f"PAGEREF {self._names[id]} \\h", [])
            inside = [link(self._names[id], [run(text), tab(), *page])]
            if place == 0:
                inside = [*field_start(code), *inside]
            if place == len(entries) - 1:
                inside.append(field_end())
            written.append(paragraph(style, inside))
        return written


def _blocks(document: Document) -> Iterator[object]:
    return (block for section in document.sections for block in section.blocks)


def _titled(document: Document) -> Iterator[Section | Heading]:
    for section in document.sections:
        yield section
        yield from (block for block in section.blocks if isinstance(block, Heading))


def _ids(document: Document) -> Iterator[str]:
    """Give the id of everything that can be referred to."""
    yield from (piece.id for piece in _titled(document))
    for block in _blocks(document):
        if isinstance(block, Figure | Table):
            yield block.id
        elif isinstance(block, Works):
            yield from (work.id for work in block.items)
