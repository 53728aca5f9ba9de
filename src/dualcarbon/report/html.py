"""The report as one HTML file: styles, figures and glyphs inside, nothing fetched from anywhere."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from html import escape
from importlib import resources
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dualcarbon.charts import look
from dualcarbon.charts import render as drawing
from dualcarbon.charts.words import Lang
from dualcarbon.report import fonts, glyphs, sentences
from dualcarbon.report.labels import Labels
from dualcarbon.report.numbers import Number, Scale, show
from dualcarbon.report.outline import outline
from dualcarbon.report.pieces import Cell, Document, Figure, Ref, Sentence, Table
from dualcarbon.report.reading import Results

FAMILY = look.FONT.split(",")[0]
WIDE, SLIM = 760, 344  # px; a figure is drawn for the page and for a telephone
LANGUAGES: dict[Lang, str] = {"en": "en", "zh": "zh-CN"}
SHORT = 10  # columns of a cell that is kept in one line
FONT_HERE = "/* the glyphs of this page */"
OXIDE = re.compile(r"\bCO2\b|(?<=[^\x00-\x7f])CO2")


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
        option = one.draw(lang)
        drawn = drawing.svg(option, WIDE, one.height, id=one.id)
        (folder / f"{one.id}.{lang}.svg").write_text(drawn, encoding="utf-8", newline="\n")
        plain = json.dumps(option, ensure_ascii=False, indent=1) + "\n"
        (folder / f"{one.id}.{lang}.json").write_text(plain, encoding="utf-8", newline="\n")


def page(document: Document, lang: Lang) -> str:
    """Write a document as a page in a language."""
    labels = Labels(document)
    writer = Writer(lang, document.scale, labels)
    text = (
        _environment()
        .get_template("report.html.j2")
        .render(
            document=document,
            lang=LANGUAGES[lang],
            css=Markup(_style()),
            font_here=Markup(FONT_HERE),
            say=writer.say,
            cell=writer.cell,
            words=writer.words,
            figure=writer.figure,
            kind=lambda block: type(block).__name__,
            part=lambda id: writer.say(Sentence(f"parts.{id}")),
            called=lambda id: writer.say(labels.of(id)),
            before=writer.before,
            gap="" if lang == "zh" else " ",
            label=writer.label,
            align=align,
            layout=writer.layout,
        )
    )
    cut = fonts.faces(glyphs.of_page(text))
    return text.replace(FONT_HERE, fonts.css(cut, FAMILY), 1)


class Writer:
    """Puts pieces of a document into words and marks of one language."""

    def __init__(self, lang: Lang, scale: Scale, labels: Labels) -> None:
        self.lang = lang
        self.scale = scale
        self.labels = labels

    def say(self, sentence: Sentence) -> Markup:
        """Write a sentence, each number marked with its key and raw value."""
        return Markup(
            sentences.written(
                sentence,
                self.lang,
                self.scale,
                plain=_plain,
                number=self._number,
                point=self._link,
            )
        )

    def text(self, sentence: Sentence) -> str:
        """Write a sentence as plain text."""
        return sentences.text(
            sentence, self.lang, self.scale, point=lambda ref: self.text(self.labels.of(ref.id))
        )

    def words(self, title: dict[str, str]) -> Markup:
        """Write a name that stands in both languages."""
        return Markup(_plain(title[self.lang]))

    def cell(self, cell: Cell) -> Markup:
        """Write a cell of a table; amounts stand without their unit, which the caption names."""
        if isinstance(cell, Number):
            return Markup(self._number(cell, show(cell, self.lang, self.scale, bare=True)))
        if isinstance(cell, Sentence):
            return self.say(cell)
        if isinstance(cell, Ref):
            return Markup(self._link(cell))
        return Markup(_plain(cell if isinstance(cell, str) else cell[self.lang]))

    def before(self, id: str) -> Markup:
        """Write the number before the title of a section or heading."""
        number = self.labels.before(id)
        return self.say(number) if number else Markup("")

    def label(self, table: Table) -> str:
        """Give the unit of the amounts in a table, if it holds amounts."""
        kinds = {c.kind for row in table.rows for c in row if isinstance(c, Number)}
        kinds |= {
            v.kind
            for row in table.rows
            for c in row
            if isinstance(c, Sentence)
            for v in c.values.values()
            if isinstance(v, Number)
        }
        told = []
        if kinds & {"co2", "co2_change"}:
            told.append(self.scale.carbon(self.lang).label)
        if "energy" in kinds:
            told.append(self.scale.fuel(self.lang).label)
        return Markup(_plain(("、" if self.lang == "zh" else ", ").join(told)))

    def layout(self, cell: Cell) -> str:
        """Give the class of a cell: numbers to the right, short texts in one line."""
        if align(cell):
            return align(cell)
        shown = (
            self.text(cell)
            if isinstance(cell, Sentence)
            else self.text(self.labels.of(cell.id))
            if isinstance(cell, Ref)
            else str(cell[self.lang] if isinstance(cell, Mapping) else cell)
        )
        return "short" if look.columns(shown) <= SHORT else ""

    def figure(self, figure: Figure) -> Markup:
        """Draw a figure for the page and for a telephone; the style shows one of them."""
        option = figure.draw(self.lang)
        name = self.text(figure.caption)
        drawn = [
            _svg(option, width, height, f"{figure.id}-{size}", name)
            for size, width, height in (("wide", WIDE, figure.height), ("slim", SLIM, figure.tall))
        ]
        return Markup("".join(drawn))

    def _link(self, ref: Ref) -> str:
        called = self.say(self.labels.of(ref.id))
        return f'<a class="ref" href="#{escape(ref.id)}">{called}</a>'

    def _number(self, number: Number, shown: str) -> str:
        if not number.known:
            return f'<span class="none">{escape(shown)}</span>'
        origin = f' data-of="{escape(" ".join(number.of))}"' if number.of else ""
        raw = repr(number.value) if isinstance(number.value, float) else str(number.value)
        return f'<span class="n" data-key="{escape(number.key)}" data-value="{escape(raw)}"{origin}>{_plain(shown)}</span>'


def align(cell: Cell) -> str:
    """Give the class of a cell: numbers and ranges stand to the right."""
    if isinstance(cell, Sentence) and len(cell.values) > 1:
        return "num" if all(isinstance(v, Number) for v in cell.values.values()) else ""
    return "num" if isinstance(cell, Number) else ""


def _svg(option: look.Option, width: int, height: int, id: str, name: str) -> str:
    drawn = drawing.svg(option, width, height, id=id)
    size = id.rsplit("-", 1)[1]
    head = f'<svg class="{size}" role="img" aria-label="{escape(name)}"'
    return drawn.replace("<svg", head, 1)


def _plain(text: str) -> str:
    """Escape a text and set the index of CO2 low; the font has no character for it."""
    return OXIDE.sub("CO<sub>2</sub>", escape(text))


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader(__package__ or "", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _style() -> str:
    return (
        resources.files(__package__).joinpath("templates", "report.css").read_text(encoding="utf-8")
    )
