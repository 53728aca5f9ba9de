"""A bureau's own Word template: its styles, pages, heads and feet stay; what cannot be used is refused."""

import io
import zipfile

import docx as library
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from dualcarbon.errors import InputError
from dualcarbon.report import docx
from dualcarbon.report.docx_package import PLACE
from dualcarbon.report.numbers import Scale
from dualcarbon.report.pieces import Bullets, Document, Heading, Paragraph, Section, Table, say

SCALE = Scale(686.3, 306.7)


def told(text):
    return say("annex.cited", source=text, count="1")


TABLE = Table("t", told("caption"), ("a", "b"), (("x", "1"),))
DOCUMENT = Document(
    {"en": "T", "zh": "题"},
    None,
    "0123456789ab",
    told("f"),
    (),
    (Section("method", (Heading("h", told("h")), Paragraph((told("p"),)),
                        Bullets(((told("b1"), None), (told("b2"), None))), TABLE)),),
    SCALE,
)  # fmt: skip


@pytest.fixture
def bureau():
    """A template with its own styles, narrow pages, a head and a foot."""
    word = library.Document()
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(40)
    section.header.paragraphs[0].text = "发展和改革委员会"
    section.footer.paragraphs[0].text = "内部资料"
    word.styles["Heading 1"].font.size = Pt(22)
    for name in ("Caption", "List Bullet", "Body Text"):
        old = word.styles[name].element
        old.getparent().remove(old)
    word.styles.add_style("题注", 1)
    word.add_paragraph("before")
    return word


def saved(word, path):
    word.save(path)
    return path


def written(word, tmp_path, lang="zh"):
    made = docx.pages(DOCUMENT, lang, saved(word, tmp_path / "bureau.docx"))
    return library.Document(io.BytesIO(made))


def test_its_pages_heads_and_feet_stay(bureau, tmp_path):
    section = written(bureau, tmp_path).sections[0]
    assert section.left_margin.mm == pytest.approx(40, abs=0.1)
    assert section.header.paragraphs[0].text == "发展和改革委员会"
    assert section.footer.paragraphs[0].text == "内部资料"


def test_styles_are_found_by_their_names_in_either_language(bureau, tmp_path):
    word = written(bureau, tmp_path)
    assert word.styles["Heading 1"].font.size == Pt(22)
    by_style = {p.style.name: p.text for p in word.paragraphs}
    assert by_style["Heading 1"] == "一、研究方法"
    assert by_style["题注"].startswith("表1")
    assert word.tables[0].style.name == "Table Grid"


def test_styles_that_it_lacks_are_added_and_follow_its_text(bureau, tmp_path):
    word = written(bureau, tmp_path)
    text = word.styles["Report Text"]
    assert text.base_style.name == "Normal"
    assert text.element.find(f"{qn('w:rPr')}/{qn('w:rFonts')}") is None
    assert [p.text[:1] for p in word.paragraphs if p.style.name == "Report Bullet"] == ["•", "•"]


def test_tables_fill_its_text_not_ours(bureau, tmp_path):
    columns = [int(c.get(qn("w:w"))) for c in written(bureau, tmp_path).tables[0]._tbl.tblGrid]
    assert sum(columns) == pytest.approx(130 / 25.4 * 1440, abs=20)


def test_the_report_stands_where_the_mark_stands(bureau, tmp_path):
    bureau.add_paragraph(PLACE)
    bureau.add_paragraph("after")
    shown = [p.text for p in written(bureau, tmp_path).paragraphs]
    assert (shown[0], shown[1], shown[-1]) == ("before", "题", "after")
    assert not any(PLACE in text for text in shown)


def test_without_a_mark_it_stands_at_the_end(bureau, tmp_path):
    shown = [p.text for p in written(bureau, tmp_path).paragraphs]
    assert shown[:2] == ["before", "题"]


def test_a_mark_that_ends_a_section_leaves_the_section(bureau, tmp_path):
    bureau.add_paragraph(PLACE)
    bureau.add_section()
    bureau.sections[1].left_margin = Mm(10)
    word = written(bureau, tmp_path)
    assert [round(s.left_margin.mm) for s in word.sections] == [40, 10]
    columns = [int(c.get(qn("w:w"))) for c in word.tables[0]._tbl.tblGrid]
    assert sum(columns) == pytest.approx(130 / 25.4 * 1440, abs=20)


def test_headings_that_number_themselves_are_not_numbered_twice(bureau, tmp_path):
    style = bureau.styles["Heading 1"].element
    number = style.get_or_add_pPr()._add_numPr()
    number._add_numId().val = 1
    by_style = {p.style.name: p.text for p in written(bureau, tmp_path).paragraphs}
    assert by_style["Heading 1"] == "研究方法"


def test_bookmarks_of_the_template_keep_their_numbers(bureau, tmp_path):
    start = bureau.paragraphs[0]._p.makeelement(qn("w:bookmarkStart"), {})
    start.set(qn("w:id"), "4711")
    start.set(qn("w:name"), "own")
    bureau.paragraphs[0]._p.append(start)
    found = written(bureau, tmp_path).element.body.iter(qn("w:bookmarkStart"))
    ids = [int(one.get(qn("w:id"))) for one in found]
    assert len(ids) == len(set(ids))
    assert min(ids) == 4711


def repacked(source, target, change):
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return target


def test_a_dotx_is_a_template_too(bureau, tmp_path):
    def as_template(name, content):
        return content.replace(b"document.main+xml", b"template.main+xml")

    plain = saved(bureau, tmp_path / "a.docx")
    made = docx.pages(DOCUMENT, "en", repacked(plain, tmp_path / "a.dotx", as_template))
    assert library.Document(io.BytesIO(made)).paragraphs[0].text == "before"


def code(path):
    with pytest.raises(InputError) as caught:
        docx.pages(DOCUMENT, "en", path)
    return caught.value.faults[0].code


@pytest.mark.parametrize("content", [b"", b"not a package", b"PK\x03\x04 and then nothing"])
def test_a_file_that_is_no_word_document_is_refused(tmp_path, content):
    path = tmp_path / "a.docx"
    path.write_bytes(content)
    assert code(path) == "REP005"


def test_a_package_of_another_kind_is_refused(tmp_path):
    path = tmp_path / "a.docx"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
    assert code(path) == "REP005"


def test_a_damaged_document_is_refused(bureau, tmp_path):
    plain = saved(bureau, tmp_path / "a.docx")
    cut = repacked(plain, tmp_path / "b.docx", lambda n, c: c[:-30] if "document.xml" in n else c)
    assert code(cut) == "REP005"


def test_macros_are_refused(bureau, tmp_path):
    plain = saved(bureau, tmp_path / "a.docx")
    macro = tmp_path / "b.docm"
    macro.write_bytes(plain.read_bytes())
    with zipfile.ZipFile(macro, "a") as package:
        package.writestr("word/vbaProject.bin", b"x")
    assert code(macro) == "REP007"


def test_content_from_elsewhere_is_refused_but_not_links(bureau, tmp_path):
    types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    bureau.part.relate_to("https://example.org/", f"{types}hyperlink", is_external=True)
    assert written(bureau, tmp_path).paragraphs
    bureau.part.relate_to("https://example.org/a.png", f"{types}image", is_external=True)
    assert code(saved(bureau, tmp_path / "a.docx")) == "REP006"


@pytest.mark.parametrize("where", ["beside text", "twice", "in a table"])
def test_a_mark_must_stand_once_and_alone(bureau, tmp_path, where):
    if where == "in a table":
        bureau.add_table(1, 1).cell(0, 0).text = PLACE
    else:
        bureau.add_paragraph(f"here: {PLACE}" if where == "beside text" else PLACE)
        bureau.add_paragraph(PLACE if where == "twice" else "")
    assert code(saved(bureau, tmp_path / "a.docx")) == "REP008"
