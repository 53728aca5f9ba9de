"""What the numbered pieces are called, and where a reference leads."""

import re

import pytest

from dualcarbon.errors import DataError, UnknownName
from dualcarbon.report import html, sentences
from dualcarbon.report.labels import Labels, numeral
from dualcarbon.report.numbers import Scale
from dualcarbon.report.pieces import (
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


def words(en, zh):
    return say("annex.cited", source={"en": en, "zh": zh}, count="1")


def table(id):
    return Table(id, words("a", "甲"), ("x",), (("y",),))


def figure(id):
    return Figure(id, words("b", "乙"), lambda lang: {"series": []}, 100, 100)


def document(*sections):
    return Document({"en": "T", "zh": "题"}, None, "r", words("f", "实"), (), sections, SCALE)


WHOLE = document(
    Section("brief", (table("t1"), Heading("h0", words("c", "丙"))), "front"),
    Section("method", (figure("f1"), Heading("h1", words("d", "丁")), table("t2"))),
    Section("outlook", (Heading("h2", words("e", "戊")), Heading("h3", words("e", "戊")))),
    Section(
        "annex",
        (Heading("h4", words("f", "己")), figure("f2"), Works((Work("w1", words("g", "庚")),))),
        "annex",
    ),
)


@pytest.mark.parametrize(
    ("id", "en", "zh"),
    [
        ("f1", "Figure 1", "图1"),
        ("f2", "Figure 2", "图2"),
        ("t2", "Table 2", "表2"),
        ("method", "Section 1", "第一部分"),
        ("h1", "Section 1.1", "第一部分（一）"),
        ("h3", "Section 2.2", "第二部分（二）"),
        ("h4", "Annex A", "附录A"),
        ("w1", "[1]", "[1]"),
        ("annex", "Annexes", "附录"),
    ],
)
def test_pieces_are_called_by_kind_and_number(id, en, zh):
    called = Labels(WHOLE).of(id)
    assert sentences.text(called, "en", SCALE) == en
    assert sentences.text(called, "zh", SCALE) == zh


@pytest.mark.parametrize(
    ("id", "en", "zh"),
    [("outlook", "2 ", "二、"), ("h2", "2.1 ", "（一）"), ("h4", "Annex A: ", "附录A：")],
)
def test_numbers_stand_before_titles(id, en, zh):
    before = Labels(WHOLE).before(id)
    assert sentences.text(before, "en", SCALE) == en
    assert sentences.text(before, "zh", SCALE) == zh


def test_sections_around_the_parts_have_no_number():
    assert Labels(WHOLE).before("brief") is None
    assert Labels(WHOLE).before("h0") is None
    assert Labels(WHOLE).before("annex") is None


def test_chinese_numerals():
    shown = [numeral(n)["zh"] for n in (1, 9, 10, 11, 20, 35)]
    assert shown == ["一", "九", "十", "十一", "二十", "三十五"]


def test_one_id_for_two_pieces_is_refused():
    with pytest.raises(DataError, match="same id: t1"):
        Labels(document(Section("brief", (table("t1"), figure("t1")))))


def test_a_reference_to_nothing_is_refused():
    with pytest.raises(UnknownName, match='refers to "t9"'):
        Labels(WHOLE).of("t9")


def test_a_reference_needs_a_document():
    with pytest.raises(UnknownName, match=r'"annex\.cited" refers to "t1"'):
        sentences.text(say("annex.cited", source=Ref("t1"), count="1"), "en", SCALE)


def test_a_reference_on_the_page_is_a_link():
    told = Paragraph((say("annex.cited", source=Ref("t1"), count=Ref("w1")),))
    pointing = document(
        Section("brief", (told, table("t1"), Works((Work("w1", words("a", "甲")),))))
    )
    page = html.page(pointing, "zh")
    assert '<a class="ref" href="#t1">表1</a>' in page
    assert '<a class="ref" href="#w1">[1]</a>' in page
    assert {"t1", "w1"} <= set(re.findall(r' id="([^"]+)"', page))
