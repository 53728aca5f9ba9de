"""The same numbers in every form and language, read back from what was written."""

import io
import re
from html.parser import HTMLParser

import docx as library
import pypdfium2
import pytest
from docx.oxml.ns import qn

from dualcarbon.report.outline import outline
from dualcarbon.report.phrases import Phrases, numbers, plain
from dualcarbon.report.pieces import Bullets, Figure, Heading, Paragraph, Table

LANGS = ("en", "zh")


def squeezed(text):
    """Take out what only sets a text: spaces, and the breaks of lines and words."""
    return re.sub(r"[\s\ufffe\xad]", "", text)


class Page(HTMLParser):
    """The text of a page in order, and every number with its key and raw value; data of figures left out.

    ``running`` are the numbers outside figures, which move to the head or foot of a page of the PDF.
    """

    def __init__(self, page):
        super().__init__()
        self.text, self.numbers, self._aside, self._hidden, self._number = [], [], 0, 0, None
        self.running, self._figure = [], 0
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        self._aside += tag == "details"
        self._figure += tag == "figure"
        self._hidden += tag in ("style", "svg")
        if tag == "span" and "data-key" in told and not self._aside:
            self._number = [told["data-key"], told["data-value"], ""]
            self.numbers.append(self._number)
            if not self._figure:
                self.running.append(self._number)

    def handle_endtag(self, tag):
        self._aside -= tag == "details"
        self._figure -= tag == "figure"
        self._hidden -= tag in ("style", "svg")
        if tag == "span":
            self._number = None

    def handle_data(self, data):
        if self._aside or self._hidden:
            return
        self.text.append(data)
        if self._number is not None:
            self._number[2] += data


@pytest.fixture(scope="module")
def document(results):
    return outline(results)


@pytest.fixture(scope="module")
def read(pages):
    return {lang: Page(page) for lang, page in pages.items()}


@pytest.fixture(scope="module")
def paper(pdfs):
    """The text of the PDF as it runs, without heads, feet and spaces."""
    texts = {}
    for lang, made in pdfs.items():
        found = (p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(made))
        texts[lang] = "".join(squeezed(page) for page in found)
    return texts


@pytest.fixture(scope="module")
def word(docxs):
    return {lang: library.Document(io.BytesIO(made)) for lang, made in docxs.items()}


def shown(block, phrases):
    """Give the words of a block as every form prints them."""
    say = phrases.say
    if isinstance(block, Paragraph):
        return [plain(phrases.paragraph(block.sentences))]
    if isinstance(block, Bullets):
        told = [(say(one), say(why) if why else []) for one, why in block.items]
        return [plain(spans) for pair in told for spans in pair if spans]
    if isinstance(block, Table):
        cells = [plain(say(cell)) for row in block.rows for cell in row]
        heads = [plain(phrases.head(block, x)) for x in range(len(block.heads))]
        return [plain(phrases.caption(block)), *heads, *cells]
    if isinstance(block, Figure):
        return [plain(phrases.caption(block)), *(plain(say(note)) for note in block.notes)]
    return [plain(phrases.title(block))] if isinstance(block, Heading) else []


def words(document, lang):
    phrases = Phrases(document, lang)
    return [
        squeezed(text)
        for section in document.sections
        for block in section.blocks
        for text in shown(block, phrases)
        if squeezed(text)
    ]


def in_order(parts, text):
    """Tell which parts a text lacks, each looked for after the one before."""
    missing, at = [], 0
    for part in parts:
        found = text.find(part, at)
        if found < 0:
            missing.append(part)
        else:
            at = found + len(part)
    return missing


def test_every_number_of_the_document_stands_on_the_page(read, document):
    for lang in LANGS:
        said = [n for s in document.sections for b in s.blocks for n in _numbers(b) if n.known]
        there = {(key, value) for key, value, _ in read[lang].numbers}
        assert len(said) > 300
        assert {(n.key, str(n.value)) for n in said} <= there


def test_raw_values_are_the_same_in_both_languages(read):
    told = {lang: sorted((k, v) for k, v, _ in read[lang].numbers) for lang in LANGS}
    assert told["en"] == told["zh"]


@pytest.mark.parametrize("lang", LANGS)
def test_all_words_of_the_document_stand_on_the_page_in_order(read, document, lang):
    assert in_order(words(document, lang), squeezed("".join(read[lang].text))) == []


@pytest.mark.parametrize("lang", LANGS)
def test_all_words_of_the_document_stand_in_the_word_file_in_order(word, document, lang):
    text = squeezed("".join(t.text for t in word[lang].element.body.iter(qn("w:t"))))
    assert in_order(words(document, lang), text) == []


@pytest.mark.parametrize("lang", LANGS)
def test_cells_of_tables_are_the_same_in_word_and_on_the_page(word, document, lang):
    phrases = Phrases(document, lang)
    tables = [b for s in document.sections for b in s.blocks if isinstance(b, Table)]
    counted = [t for t in word[lang].tables if t._tbl.find(f".//{qn('w:tblHeader')}") is not None]
    assert len(counted) == len(tables)
    for told, there in zip(tables, counted, strict=True):
        cells = [[squeezed(plain(phrases.say(cell))) for cell in row] for row in told.rows]
        found = [
            [squeezed("".join(t.text for t in tc.iter(qn("w:t")))) for tc in tr.iter(qn("w:tc"))]
            for tr in there._tbl.iter(qn("w:tr"))
        ]
        assert found[1:] == cells, told.id


@pytest.mark.parametrize("lang", LANGS)
def test_every_printed_number_stands_in_the_pdf_in_order(read, paper, document, lang):
    printed = [squeezed(text) for _, _, text in read[lang].running]
    assert len(printed) > 0.9 * len(read[lang].numbers)
    assert in_order(printed, paper[lang]) == []
    assert all(squeezed(text) in paper[lang] for _, _, text in read[lang].numbers)
    rows = [w for b in _tables(document) for w in _rows(b, Phrases(document, lang))]
    assert len(rows) > 60
    assert [row for row in rows if row not in paper[lang]] == []


def _numbers(block):
    if isinstance(block, Table):
        return [n for row in block.rows for cell in row for n in numbers(cell)]
    if isinstance(block, Paragraph):
        return [n for sentence in block.sentences for n in numbers(sentence)]
    if isinstance(block, Bullets):
        return [n for pair in block.items for s in pair if s for n in numbers(s)]
    return []


def _tables(document):
    return (b for s in document.sections for b in s.blocks if isinstance(b, Table))


def _rows(table, phrases):
    """Give what stands beside the head of each row of numbers, where each fits in a line."""
    texts = [[squeezed(plain(phrases.say(cell))) for cell in row[1:]] for row in table.rows]
    if all(re.fullmatch(r"[-+\d.,%–]{1,10}", text) for row in texts for text in row):
        yield from ("".join(row) for row in texts if len(row) > 1)
