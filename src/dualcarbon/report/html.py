"""The report as one HTML file: styles, figures and glyphs inside, nothing fetched from anywhere."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from html import escape
from importlib import resources
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dualcarbon.charts import look, tables
from dualcarbon.charts import render as drawing
from dualcarbon.charts.words import Lang, Title
from dualcarbon.report import fonts, glyphs
from dualcarbon.report.numbers import Number
from dualcarbon.report.outline import outline
from dualcarbon.report.phrases import LANGUAGES, Phrases, Spans, lowered, numeric
from dualcarbon.report.pieces import Cell, Document, Figure, Heading, Ref, Section, Sentence, Table
from dualcarbon.report.reading import Results
from dualcarbon.report.sentences import Span

FAMILY = look.FONT.split(",")[0]
WIDE, SLIM = 760, 344  # px; a figure is drawn for the page and for a telephone
SHORT = 10  # columns of a cell that is kept in one line
FONT_HERE = "/* the glyphs of this page */"


def render(results: Results, lang: Lang) -> str:
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
        The chart library or the font is not installed.
    """
    return page(outline(results), lang)


def write(results: Results, lang: Lang, path: Path) -> Path:
    """Write the report of a run into a file, and give the file."""
    path.write_text(render(results, lang), encoding="utf-8", newline="\n")
    return path


def documents(results: Results, folder: Path) -> None:
    """Write the report and its figures into the folder of a run, in both languages."""
    document = outline(results)
    for lang in LANGUAGES:
        file = folder / f"report.{lang}.html"
        file.write_text(page(document, lang), encoding="utf-8", newline="\n")
        _figures(document, lang, folder / "figures")


def _figures(document: Document, lang: Lang, folder: Path) -> None:
    """Write every figure as a drawing, and as the ECharts option that it was drawn from."""
    folder.mkdir(exist_ok=True)
    found = (b for section in document.sections for b in section.blocks if isinstance(b, Figure))
    for one in found:
        option = tables.without(one.draw(lang))
        drawn = drawing.svg(option, WIDE, one.height, id=one.id)
        (folder / f"{one.id}.{lang}.svg").write_text(drawn, encoding="utf-8", newline="\n")
        plain = json.dumps(option, ensure_ascii=False, indent=1) + "\n"
        (folder / f"{one.id}.{lang}.json").write_text(plain, encoding="utf-8", newline="\n")


def page(document: Document, lang: Lang) -> str:
    """Write a document as a page in a language."""
    writer = Writer(document, lang)
    text = (
        environment()
        .get_template("report.html.j2")
        .render(
            document=document,
            lang=LANGUAGES[lang],
            css=Markup(style()),
            font_here=Markup(FONT_HERE),
            write=writer,
            kind=lambda block: type(block).__name__,
        )
    )
    cut = fonts.faces(glyphs.of_page(text))
    return text.replace(FONT_HERE, fonts.css(cut, FAMILY), 1)


class Writer:
    """Puts the pieces of a document into the marks of a page; numbers carry their key and raw value."""

    def __init__(self, document: Document, lang: Lang) -> None:
        self.phrases = Phrases(document, lang)

    def say(self, cell: Cell) -> Markup:
        """Write a sentence or a cell of a table."""
        return self._marked(self.phrases.say(cell))

    def paragraph(self, said: Sequence[Sentence]) -> Markup:
        """Write sentences one after the other."""
        return self._marked(self.phrases.paragraph(said))

    def words(self, title: Title) -> Markup:
        """Write a name that stands in both languages."""
        return Markup(plain(self.phrases.words(title)))

    def part(self, id: str) -> Markup:
        """Write a fixed text of the report."""
        return Markup(plain(self.phrases.part(id)))

    def title(self, piece: Section | Heading) -> Markup:
        """Write the title of a section or heading, its number before it."""
        return self._marked(self.phrases.title(piece))

    def called(self, id: str) -> Markup:
        """Write what a numbered piece is called."""
        return Markup(plain(self.phrases.called(id)))

    def unit(self, table: Table) -> Markup:
        """Write the unit that the amounts of a table share."""
        return Markup(plain(self.phrases.unit(table)))

    def head(self, table: Table, place: int) -> Markup:
        """Write the head of a column."""
        return self._marked(self.phrases.head(table, place))

    def heads(self, table: Table, place: int) -> str:
        """Give the class of the head of a column, that of the numbers under it."""
        right = place and table.rows and numeric(table.rows[0][place])
        return (
            f"{self.layout(table.heads[place])} num" if right else self.layout(table.heads[place])
        )

    def measured(self, _table: Table, _place: int) -> Markup:
        """Give a mark with the unit of a column; a document says it in its caption alone."""
        return Markup("")

    def anchor(self, id: str) -> str:
        """Give the id of a piece in the page, where it stands in it once."""
        return id

    def layout(self, cell: Cell) -> str:
        """Give the class of a cell: numbers to the right, short texts in one line."""
        if numeric(cell):
            return "num"
        return "short" if look.columns(self.phrases.text(cell)) <= SHORT else ""

    def figure(self, figure: Figure) -> Markup:
        """Draw a figure for the page and for a telephone; the style shows one of them."""
        option = figure.draw(self.phrases.lang)
        name = self.phrases.text(figure.caption)
        drawn = [
            _svg(option, width, height, f"{figure.id}-{size}", name)
            for size, width, height in (("wide", WIDE, figure.height), ("slim", SLIM, figure.tall))
        ]
        return Markup("".join(drawn))

    def span(self, span: Span) -> str:
        """Write a part of a sentence: a number, a reference, or text."""
        if isinstance(span.of, Number):
            return _number(span.of, span.text)
        if isinstance(span.of, Ref):
            return (
                f'<a class="ref" href="#{escape(self.anchor(span.of.id))}">{plain(span.text)}</a>'
            )
        return plain(span.text)

    def _marked(self, spans: Spans) -> Markup:
        return Markup("".join(self.span(span) for span in spans))


def _number(number: Number, shown: str) -> str:
    if not number.known:
        return f'<span class="none">{escape(shown)}</span>'
    origin = f' data-of="{escape(" ".join(number.of))}"' if number.of else ""
    raw = repr(number.value) if isinstance(number.value, float) else str(number.value)
    return f'<span class="n" data-key="{escape(number.key)}" data-value="{escape(raw)}"{origin}>{plain(shown)}</span>'


def _svg(option: look.Option, width: int, height: int, id: str, name: str) -> str:
    drawn = drawing.svg(option, width, height, id=id)
    size = id.rsplit("-", 1)[1]
    head = f'<svg class="{size}" role="img" aria-label="{escape(name)}"'
    return drawn.replace("<svg", head, 1)


def plain(text: str) -> str:
    """Escape a text and set the index of CO2 low."""
    return "".join(f"<sub>{part}</sub>" if low else escape(part) for part, low in lowered(text))


@cache
def environment() -> Environment:
    """Give what writes the pages."""
    return Environment(
        loader=PackageLoader(__package__ or "", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def style() -> str:
    """Give the style of the report."""
    return (
        resources.files(__package__).joinpath("templates", "report.css").read_text(encoding="utf-8")
    )
