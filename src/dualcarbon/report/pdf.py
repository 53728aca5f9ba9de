"""The report as PDF: the document as data, set in type by a template of Typst."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from importlib import resources
from typing import Any

from dualcarbon.charts import render as drawing
from dualcarbon.charts.words import Lang
from dualcarbon.report import fonts, typesetting, widths
from dualcarbon.report.numbers import Number
from dualcarbon.report.outline import outline
from dualcarbon.report.phrases import Phrases, Spans, lowered, numeric, plain
from dualcarbon.report.pieces import (
    Block,
    Bullets,
    Document,
    Figure,
    Heading,
    Paragraph,
    Ref,
    Section,
    Sentence,
    Table,
    Tile,
    Works,
)
from dualcarbon.report.reading import Results
from dualcarbon.report.sentences import Span

WIDE = 760  # px, as on the page of a browser
TEXT = 170.0  # mm, A4 less its margins
WHOLE = 75.0  # mm; a table that comes out lower stays on one page
CLOSE = 7.0  # pt, type of the tables of the annexes
TEMPLATE = "report.typ"
LISTS: dict[str, type[Figure] | type[Table]] = {"figure_ids": Figure, "table_ids": Table}
Data = dict[str, Any]


def render(results: Results, lang: Lang) -> bytes:
    """Write the report of a run.

    Parameters
    ----------
    results : Results
        Summary, tables, study, warnings and manifest of one run.
    lang : {"en", "zh"}
        Language of the report; the numbers are the same in both.

    Raises
    ------
    InputError
        The chart library or the font is not installed, or the font lacks a character.
    """
    return pages(outline(results), lang)


def pages(document: Document, lang: Lang) -> bytes:
    """Write a document as PDF in a language."""
    return typesetting.pdf(files(document, lang))


def files(document: Document, lang: Lang) -> dict[str, bytes]:
    """Give what the typesetter reads: the template, the words as data, the figures as drawings."""
    phrases = Phrases(document, lang)
    data = json.dumps(_document(document, phrases), ensure_ascii=False, allow_nan=False)
    drawn = {_file(figure): _drawn(figure, lang) for figure in _blocks(document, Figure)}
    fonts.must_hold("".join([data, *drawn.values()]))
    template = resources.files(__package__).joinpath("templates", TEMPLATE)
    read = {"report.json": data, **drawn}
    return {"main.typ": template.read_bytes(), **{n: text.encode() for n, text in read.items()}}


def _document(document: Document, phrases: Phrases) -> Data:
    title = phrases.words(document.title)
    kind = phrases.part("report")
    headline = phrases.words(document.headline) if document.headline else ""
    return {
        "lang": phrases.lang,
        "font": typesetting.FONT,
        "name": f"{title} · {kind}",
        "title": title,
        "kind": kind,
        "headline": headline,
        "run": document.run,
        "facts": said(phrases.say(document.facts)),
        **{id: phrases.part(id) for id in ("made", "contents", "figures", "tables", "page")},
        "tiles": [_tile(one, phrases) for one in document.tiles],
        **{id: [b.id for b in _blocks(document, kind)] for id, kind in LISTS.items()},
        "sections": [_section(one, phrases) for one in document.sections],
    }


def _tile(tile: Tile, phrases: Phrases) -> Data:
    told = {"label": tile.label, "value": tile.value, "under": tile.under}
    return {**{id: said(phrases.say(one)) for id, one in told.items()}, "alarm": tile.alarm}


def _section(section: Section, phrases: Phrases) -> Data:
    blocks = [_block(block, phrases, close=section.rank == "annex") for block in section.blocks]
    return {"id": section.id, "title": said(phrases.title(section)), "blocks": blocks}


def _block(block: Block, phrases: Phrases, *, close: bool) -> Data:
    """Give a block as data; the tables of the annexes are set ``close``, their figures stand where they are named."""
    if isinstance(block, Table):
        told = _table(block, phrases, close=close)
    elif isinstance(block, Figure):
        told = _figure(block, phrases, floats=not close)
    else:
        told = KINDS[type(block)](block, phrases)
    return {"kind": type(block).__name__, **told}


def _paragraph(block: Paragraph, phrases: Phrases) -> Data:
    return {"said": said(phrases.paragraph(block.sentences))}


def _bullets(block: Bullets, phrases: Phrases) -> Data:
    lead = phrases.part("evidence")

    def item(sentence: Sentence, evidence: Sentence | None) -> Data:
        under = said(phrases.say(evidence)) if evidence else []
        return {"said": said(phrases.say(sentence)), "evidence": under, "lead": lead}

    return {"items": [item(*one) for one in block.items]}


def _heading(block: Heading, phrases: Phrases) -> Data:
    return {"id": block.id, "title": said(phrases.title(block))}


def _works(block: Works, phrases: Phrases) -> Data:
    items = [
        {"id": w.id, "name": phrases.called(w.id), "citation": _cell(phrases.say(w.citation))}
        for w in block.items
    ]
    return {"items": items}


def _figure(block: Figure, phrases: Phrases, *, floats: bool) -> Data:
    return {
        **_called(block, phrases),
        "file": _file(block),
        "alt": phrases.text(block.caption),
        "notes": [said(phrases.say(note)) for note in block.notes],
        "floats": floats,
    }


def _table(block: Table, phrases: Phrases, *, close: bool) -> Data:
    places = range(len(block.heads))
    heads = [phrases.head(block, place) for place in places]
    rows = [[phrases.say(cell) for cell in row] for row in block.rows]
    right = [bool(place and block.rows and numeric(block.rows[0][place])) for place in places]
    columns = [
        widths.Column([plain(heads[x]), *(plain(row[x]) for row in rows)], right[x]) for x in places
    ]
    laid = widths.layout(columns, TEXT, largest=CLOSE if close else widths.SIZES[0])
    return {
        **_called(block, phrases),
        "again": phrases.again(block.id),
        "heads": [_cell(head) for head in heads],
        "rows": [[_cell(cell) for cell in row] for row in rows],
        "right": right,
        "widths": laid.widths,
        "size": laid.size,
        "close": close,
        "whole": laid.height < WHOLE,
        "total": block.total,
    }


def _called(block: Figure | Table, phrases: Phrases) -> Data:
    caption = said(phrases.caption(block))
    return {"id": block.id, "name": phrases.called(block.id), "caption": caption}


KINDS: dict[type[Block], Callable[[Any, Phrases], Data]] = {
    Paragraph: _paragraph,
    Bullets: _bullets,
    Heading: _heading,
    Works: _works,
}


def said(spans: Spans) -> list[Any]:
    """Give stretches of text as data: strings, low figures, links.

    Examples
    --------
    >>> said([Span("1.2 Mt CO2"), Span("Table 3", Ref("totals"))])
    ['1.2 Mt CO', {'low': '2'}, {'to': 'totals', 'said': ['Table 3']}]
    """
    return [part for span in spans for part in _span(span)]


def _span(span: Span) -> Iterator[Any]:
    text = span.text.replace(" ", "\u00a0") if isinstance(span.of, Number) else span.text
    parts = [{"low": part} if low else part for part, low in lowered(text)]
    if isinstance(span.of, Ref):
        yield {"to": span.of.id, "said": parts}
    else:
        yield from parts


def _cell(spans: Spans) -> list[Any]:
    """Give a cell as data, with places where its long names may be broken."""
    return [
        piece
        for part in said(spans)
        for piece in (_broken(part) if isinstance(part, str) else [part])
    ]


def _broken(text: str) -> Iterator[Any]:
    for place, part in enumerate(widths.breakable(text)):
        if place:
            yield {"break": True}
        yield part


def _blocks(document: Document, kind: type[Figure] | type[Table]) -> Iterator[Any]:
    return (b for section in document.sections for b in section.blocks if isinstance(b, kind))


def _file(figure: Figure) -> str:
    return f"{figure.id}.svg"


def _drawn(figure: Figure, lang: Lang) -> str:
    return drawing.svg(figure.draw(lang), WIDE, figure.height, id=figure.id)
