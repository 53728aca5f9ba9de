"""The report as PDF: whole, reproducible, words as data, every glyph from the one font."""

import json
import re

import numpy as np
import pypdfium2
import pytest

from dualcarbon.errors import InputError
from dualcarbon.report import fonts, pdf, typesetting
from dualcarbon.report.numbers import Number, Scale
from dualcarbon.report.outline import outline
from dualcarbon.report.pieces import (
    Bullets,
    Document,
    Heading,
    Paragraph,
    Ref,
    Section,
    Table,
    Tile,
    Work,
    Works,
    say,
)

SCALE = Scale(686.3, 306.7)
HOSTILE = '#strong[x] $y$ \\ <l> "q" *b* _i_ @ref `c` // --- ]#eval("1")[ {'


def both(text):
    return {"en": text, "zh": text}


def told(text):
    return say("method.scenario", title=both(text), description=both(text))


def document(*blocks, title="T", tiles=()):
    section = Section("brief", blocks, "front")
    return Document(both(title), None, "0123456789ab", told("f"), tiles, (section,), SCALE)


def table(rows, *, id="t", heads=("a", "b")):
    return Table(id, told("caption"), heads, rows)


def texts(made):
    pages = pypdfium2.PdfDocument(made)
    return [page.get_textpage().get_text_range() for page in pages]


def squeezed(text):
    return re.sub(r"\s", "", text)


@pytest.fixture(scope="module")
def read(pdfs):
    return {lang: texts(one) for lang, one in pdfs.items()}


def test_it_is_a_report_of_many_pages(read):
    assert all(len(pages) >= 12 for pages in read.values())


def test_pages_say_which_of_how_many_they_are(read):
    count = len(read["en"])
    assert f"Page {count} of {count}" in read["en"][-1]
    assert squeezed(f"第{len(read['zh'])}页共{len(read['zh'])}页") in squeezed(read["zh"][-1])
    assert "Page 1" not in read["en"][0]


def test_the_contents_name_the_page_of_each_section(read):
    contents = next(page for page in read["en"] if page.lstrip().startswith("Testland"))
    for title in ("1 Method", "5 Policy recommendations", "Annexes"):
        shown = int(re.search(rf"{title}[ .]*(\d+)", contents)[1])
        assert title in read["en"][shown - 1]


def test_figures_and_tables_are_listed_and_numbered(read, results):
    blocks = [b for s in outline(results).sections for b in s.blocks]
    for kind, en, zh in (("Figure", "Figure", "图"), ("Table", "Table", "表")):
        count = sum(type(b).__name__ == kind for b in blocks)
        for lang, name in (("en", en), ("zh", zh)):
            text = squeezed("".join(read[lang]))
            assert squeezed(f"{name}{count}") in text
            assert not re.search(rf"{name}{count + 1}(?!\d)", text)


def test_figures_are_drawn_as_text_not_as_pictures(pdfs, read):
    assert b"/Subtype/Image" not in pdfs["en"].replace(b" ", b"")
    assert "Current policy" in " ".join(read["en"])


def test_the_same_results_give_the_same_bytes(results, pdfs):
    assert pdf.render(results, "en") == pdfs["en"]


def test_no_time_stands_in_it(pdfs):
    assert b"/CreationDate" not in pdfs["en"]
    assert b"CreateDate" not in pdfs["en"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_character_is_in_the_font(read, lang):
    fonts.must_hold("".join(read[lang]).replace("\ufffe", "").replace("\xad", ""))
    assert "\ufffd" not in "".join(read[lang])


def test_all_text_is_set_in_the_one_font(pdfs):
    names = set(re.findall(rb"/BaseFont ?/[A-Z]{6}\+([\w-]+)", pdfs["zh"]))
    assert names
    assert all(name.startswith(b"NotoSansCJKsc") for name in names)


def test_words_cannot_become_markup():
    shown = document(
        Paragraph((told(HOSTILE),)),
        Bullets(((told(HOSTILE), told(HOSTILE)),)),
        Heading("h", told(HOSTILE)),
        table(((HOSTILE, both(HOSTILE)),), heads=(HOSTILE, "b")),
        Works((Work("w", told(HOSTILE)),)),
        title=HOSTILE,
        tiles=(Tile(told(HOSTILE), told("1"), told("2")),),
    )
    text = squeezed("".join(texts(pdf.pages(shown, "en"))))
    assert text.count(squeezed(HOSTILE)) >= 10


def test_a_character_outside_the_font_is_refused_by_name():
    with pytest.raises(InputError, match="🌍"):
        pdf.pages(document(Paragraph((told("🌍"),))), "en")


def test_the_head_of_a_long_table_stands_on_every_page_and_says_that_it_goes_on():
    rows = tuple((f"row {n}", f"value {n}") for n in range(150))
    pages = texts(pdf.pages(document(table(rows, heads=("first head", "second head"))), "en"))
    with_rows = [page for page in pages if "value" in page]
    assert len(with_rows) >= 3
    assert all("second head" in page for page in with_rows)
    assert all("Table 1 (continued)" in page for page in with_rows[1:])
    assert "(continued)" not in with_rows[0]
    assert all(squeezed(f"value{n}") in squeezed("".join(pages)) for n in range(150))


def rows_by_page(count):
    rows = tuple((f"row {n}", f"value {n}") for n in range(count))
    pages = texts(pdf.pages(document(table(rows)), "en"))
    return [n for n in (page.count("value") for page in pages) if n]


def test_no_page_begins_with_the_last_row_alone():
    fitting = rows_by_page(150)[0]
    assert rows_by_page(fitting) == [fitting]
    assert rows_by_page(fitting + 1) == [fitting - 2, 3]


def test_short_tables_stay_on_one_page():
    data = json.loads(pdf.files(document(table((("a", "b"),))), "en")["report.json"])
    long = json.loads(pdf.files(document(table((("a", "b"),) * 90)), "en")["report.json"])
    assert data["sections"][0]["blocks"][0]["whole"]
    assert not long["sections"][0]["blocks"][0]["whole"]


def test_a_reference_leads_to_its_piece():
    shown = document(
        Paragraph((say("annex.cited", source=Ref("t"), count=Ref("w")),)),
        table((("a", "b"),)),
        Works((Work("w", told("work")),)),
    )
    page = pypdfium2.PdfDocument(pdf.pages(shown, "zh"))[2]
    assert "表1" in squeezed(page.get_textpage().get_text_range())
    stretches = pdf.said([pdf.Span("表1", Ref("t"))])
    assert stretches == [{"to": "t", "said": ["表1"]}]


def test_numbers_are_not_broken_from_their_units():
    number = Number(value=686.34, kind="co2", key="k")
    assert pdf.said([pdf.Span("686.3 Mt CO2", number)]) == ["686.3\u00a0Mt\u00a0CO", {"low": "2"}]


def test_long_names_in_cells_can_be_broken():
    data = json.loads(pdf.files(document(table((("data/energy.csv", "b"),))), "en")["report.json"])
    cell = data["sections"][0]["blocks"][0]["rows"][0][0]
    assert [part for part in cell if isinstance(part, str)] == ["data/", "energy.", "csv"]
    assert {"break": True} in cell


def test_a_drawing_becomes_a_picture_of_its_size():
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="48"><text y="20">峰</text></svg>'
    drawing = typesetting.Drawing(svg, 96, 48)
    (picture,) = typesetting.png([drawing], 192)
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(picture[16:20], "big") == 192
    assert int.from_bytes(picture[20:24], "big") == 96
    assert typesetting.png([drawing, drawing], 192) == [picture, picture]
    assert typesetting.png([], 192) == []


EDGE = 20 / 25.4 * 72  # pt


def boxes(page):
    """Give the box of every piece of text of a page, in figures none; dots and spaces are no text."""
    found = page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT], max_depth=1)
    every = np.array([one.get_bounds() for one in found])
    return every[(every[:, 2:] - every[:, :2]).min(axis=1) > 3]


def covered(found):
    """Give for every two boxes which share of the smaller the other covers."""
    low, high = found[:, :2], found[:, 2:]
    sides = np.minimum(high[:, None], high) - np.maximum(low[:, None], low)
    area = np.prod(high - low, axis=1)
    shared = np.prod(np.maximum(sides, 0), axis=2) / np.minimum(area[:, None], area)
    return np.triu(shared, 1)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_text_leaves_the_page_or_runs_into_another(pdfs, lang):
    for number, page in enumerate(pypdfium2.PdfDocument(pdfs[lang]), 1):
        found = boxes(page)
        assert found[:, 0].min() >= EDGE - 3, number
        assert found[:, 2].max() <= page.get_width() - EDGE + 6, number  # a space may hang over
        assert covered(found).max() < 0.3, number
