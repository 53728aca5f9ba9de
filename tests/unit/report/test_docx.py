"""The report as a Word document: real styles, fields that Word counts, tables with heads, the same bytes."""

import io
import re
import zipfile

import docx as library
import pytest
from docx.oxml.ns import qn

from dualcarbon.errors import InputError
from dualcarbon.report import docx, fonts
from dualcarbon.report.docx_xml import element, field, run
from dualcarbon.report.numbers import Scale
from dualcarbon.report.outline import outline
from dualcarbon.report.pieces import (
    Bullets,
    Document,
    Figure,
    Heading,
    Paragraph,
    Ref,
    Section,
    Table,
    Work,
    Works,
    say,
)

SCALE = Scale(686.3, 306.7)


def told(text):
    return say("annex.cited", source=text, count="1")


def document(*blocks):
    section = Section("brief", blocks, "front")
    both = {"en": "T", "zh": "题"}
    return Document(both, None, "0123456789ab", told("f"), (), (section,), SCALE)


def opened(content):
    return library.Document(io.BytesIO(content))


def instructions(word):
    return [one.text.strip() for one in word.element.body.iter(qn("w:instrText"))]


def texts(word, style):
    return [p.text for p in word.paragraphs if p.style.name == style]


@pytest.fixture(scope="module")
def word(docxs):
    return {lang: opened(one) for lang, one in docxs.items()}


@pytest.fixture(scope="module")
def blocks(results):
    return [b for s in outline(results).sections for b in s.blocks]


def test_sections_and_headings_have_the_styles_of_headings(word, blocks):
    assert "1 Method" in texts(word["en"], "Heading 1")
    assert "一、研究方法" in texts(word["zh"], "Heading 1")
    headings = [b for b in blocks if isinstance(b, Heading)]
    assert len(texts(word["zh"], "Heading 2")) == len(headings)


def test_contents_are_a_field_that_word_fills_when_it_opens_the_file(word):
    asked = instructions(word["zh"])
    assert 'TOC \\o "1-2" \\h \\z' in asked
    assert {'TOC \\h \\z \\c "图"', 'TOC \\h \\z \\c "表"'} <= set(asked)
    update = word["zh"].settings.element.find(qn("w:updateFields"))
    assert update.get(qn("w:val")) == "true"
    assert any("研究方法" in text for text in texts(word["zh"], "toc 1"))


def test_captions_are_counted_by_word_and_lead_back_to_our_numbers(word, blocks):
    for kind, names in ((Figure, ("Figure", "图")), (Table, ("Table", "表"))):
        count = sum(isinstance(b, kind) for b in blocks)
        for lang, name in zip(("en", "zh"), names, strict=True):
            assert instructions(word[lang]).count(f"SEQ {name} \\* ARABIC") == count
            found = [t for t in texts(word[lang], "Caption") if re.match(rf"{name} ?\d", t)]
            shown = [int(re.match(rf"{name} ?(\d+)", t)[1]) for t in found]
            assert shown == list(range(1, count + 1))


def test_references_look_up_bookmarks_that_exist(word):
    for one in word.values():
        names = [b.get(qn("w:name")) for b in one.element.body.iter(qn("w:bookmarkStart"))]
        assert len(names) == len(set(names))
        asked = [re.match(r"(?:REF|PAGEREF) (\S+)", text) for text in instructions(one)]
        anchors = [a.get(qn("w:anchor")) for a in one.element.body.iter(qn("w:hyperlink"))]
        wanted = {match[1] for match in asked if match} | set(anchors)
        assert wanted
        assert wanted <= set(names)
        assert any(text.startswith("REF ") for text in instructions(one))


def test_fields_are_opened_and_closed(word):
    kinds = [f.get(qn("w:fldCharType")) for f in word["en"].element.body.iter(qn("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end")
    depth = 0
    for kind in kinds:
        depth += (kind == "begin") - (kind == "end")
        assert depth >= 0


def test_heads_of_tables_stand_again_and_rows_are_not_divided(word, blocks):
    counted = [b for b in blocks if isinstance(b, Table)]
    tables = [
        t for t in word["zh"].tables if t.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    ]
    assert [len(t.rows) for t in tables] == [1 + len(b.rows) for b in counted]
    for row in (row for t in word["zh"].tables for row in t.rows):
        assert row._tr.trPr.find(qn("w:cantSplit")) is not None


def test_tables_are_as_wide_as_the_text(word):
    section = word["en"].sections[0]
    text = (section.page_width - section.left_margin - section.right_margin) / 635
    for one in word["en"].tables:
        columns = [int(c.get(qn("w:w"))) for c in one._tbl.tblGrid]
        assert sum(columns) == pytest.approx(text, abs=40)


def test_every_style_has_a_font_for_chinese(word):
    for style in word["zh"].styles.element.iter(qn("w:style")):
        if style.get(qn("w:type")) in ("paragraph", "character"):
            faces = style.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
            assert faces.get(qn("w:eastAsia")) == "Microsoft YaHei"
            assert faces.get(qn("w:eastAsiaTheme")) is None
    language = next(word["zh"].styles.element.iter(qn("w:lang")))
    assert language.get(qn("w:eastAsia")) == "zh-CN"
    assert word["zh"].core_properties.language == "zh-CN"
    assert word["en"].core_properties.language == "en"


def test_figures_are_sharp_pictures_that_say_what_they_show(word, docxs, blocks):
    figures = [b for b in blocks if isinstance(b, Figure)]
    said = [p.get("descr") for p in word["en"].element.body.iter(qn("wp:docPr"))]
    assert len(said) == len(figures)
    assert all(said)
    ids = [p.get("id") for p in word["en"].element.body.iter(qn("wp:docPr"))]
    assert len(set(ids)) == len(ids)
    names = zipfile.ZipFile(io.BytesIO(docxs["en"])).namelist()
    assert sum(name.startswith("word/media/") for name in names) == len(figures)
    for shape in word["en"].inline_shapes:
        part = word["en"].part.related_parts[
            shape._inline.graphic.graphicData.pic.blipFill.blip.embed
        ]
        assert part.image.px_width / (shape.width / 914400) > 150


def test_the_foot_counts_pages_and_the_first_has_none(word):
    section = word["zh"].sections[0]
    foot = section.footer.paragraphs[0]
    asked = [one.text.strip() for one in foot._p.iter(qn("w:instrText"))]
    assert asked == ["PAGE", "NUMPAGES"]
    assert foot.text.startswith("第")
    assert section.different_first_page_header_footer
    assert not section.first_page_footer.paragraphs[0].text


def test_the_same_document_gives_the_same_bytes(blocks):
    shown = document(
        next(b for b in blocks if isinstance(b, Figure)),
        next(b for b in blocks if isinstance(b, Table)),
    )
    assert docx.pages(shown, "zh") == docx.pages(shown, "zh")


def test_no_time_stands_in_the_package(docxs):
    for info in zipfile.ZipFile(io.BytesIO(docxs["en"])).infolist():
        assert info.date_time == (1980, 1, 1, 0, 0, 0)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_character_is_in_the_font(word, lang):
    fonts.must_hold("".join(t.text for t in word[lang].element.body.iter(qn("w:t"))))


def test_the_english_document_is_english(word):
    text = "".join(t.text for t in word["en"].element.body.iter(qn("w:t")))
    assert not re.search(r"[\u2e80-\uffef]", text)


def test_the_index_of_co2_is_low(word):
    low = [r.text for p in word["en"].paragraphs for r in p.runs if r.font.subscript]
    assert set(low) == {"2"}
    assert len(low) > 10


def test_a_character_outside_the_font_is_refused_by_name():
    with pytest.raises(InputError, match="🌍"):
        docx.pages(document(Paragraph((told("🌍"),))), "en")


def test_every_item_has_its_bullet_evidence_stands_under_it():
    items = ((told("one"), told("why")), (told("two"), None), (told("three"), None))
    word = opened(docx.pages(document(Bullets(items)), "en"))
    assert len(texts(word, "List Bullet")) == 3
    assert texts(word, "Report Evidence") == ["Evidence: why (1 rows)"]


def test_works_and_sections_are_linked_not_counted():
    shown = document(
        Heading("h", told("heading")),
        Paragraph((say("annex.cited", source=Ref("h"), count=Ref("w")),)),
        Works((Work("w", told("work")),)),
    )
    word = opened(docx.pages(shown, "en"))
    links = [a for p in word.paragraphs for a in p._p.iter(qn("w:hyperlink"))]
    assert "[1]" in ["".join(t.text for t in a.iter(qn("w:t"))) for a in links]
    assert not any(text.startswith("REF ") for text in instructions(word))


def test_the_last_row_of_sums_is_bold():
    table = Table("t", told("c"), ("a", "b"), (("x", "1"), ("sum", "2")), total=True)
    word = opened(docx.pages(document(table), "en"))
    bold = [[bool(c.paragraphs[0].runs[0].bold) for c in row.cells] for row in word.tables[0].rows]
    assert bold == [[True, True], [False, False], [True, True]]


def test_a_field_looks_like_what_it_shows():
    made = field("PAGE", [run("1", bold=True)])
    assert all(one.find(f"{qn('w:rPr')}/{qn('w:b')}") is not None for one in made)
    assert field("PAGE", [])[0].find(qn("w:rPr")) is None
    assert element("w:b").tag == qn("w:b")
