"""Pieces in words: units of tables, references, the low figure of CO2."""

import pytest

from dualcarbon.report.numbers import Number, Scale
from dualcarbon.report.phrases import Phrases, lowered, numbers, numeric
from dualcarbon.report.pieces import Document, Paragraph, Ref, Section, Table, say

SCALE = Scale(686.3, 306.7)


def number(kind, value=12.0):
    return Number(value=value, kind=kind, key=f"k.{kind}")


def table(*rows, id="t"):
    return Table(id, say("heads.total"), tuple(say("heads.item") for _ in rows[0]), rows)


def phrases(*blocks, lang="en"):
    section = Section("brief", blocks, "front")
    both = {"en": "T", "zh": "题"}
    return Phrases(Document(both, None, "r", say("heads.total"), (), (section,), SCALE), lang)


def joined(spans):
    return "".join(span.text for span in spans)


@pytest.mark.parametrize(
    ("kinds", "caption", "heads"),
    [
        (("co2", "share"), "Total (Mt CO2)", ["Step", "Step"]),
        (("energy",), "Total (Mtce)", ["Step"]),
        (("co2", "energy"), "Total", ["Step (Mt CO2)", "Step (Mtce)"]),
        (("co2_change", "money"), "Total", ["Step (Mt CO2)", "Step"]),
        (("money", "count"), "Total", ["Step", "Step"]),
        (("share",), "Total", ["Step"]),
    ],
)
def test_a_unit_stands_once_in_the_caption_or_over_each_column(kinds, caption, heads):
    shown = table(tuple(number(kind) for kind in kinds))
    words = phrases(shown)
    assert joined(words.caption(shown)) == caption
    assert [joined(words.head(shown, n)) for n in range(len(kinds))] == heads


def test_a_column_of_two_units_leaves_both_to_the_caption():
    shown = table((number("co2"),), (number("energy"),))
    words = phrases(shown, lang="zh")
    assert joined(words.caption(shown)) == "合计 (万吨CO2、万吨标准煤)"
    assert joined(words.head(shown, 0)) == "项目"


def test_numbers_inside_sentences_of_cells_count():
    nested = say("annex.cited", source=say("past.adjusted", total=number("co2")), count="1")
    assert [n.kind for n in numbers(nested)] == ["co2"]
    assert list(numbers(Ref("x"))) == []


def test_cells_of_numbers_alone_stand_to_the_right():
    assert numeric(number("co2"))
    assert numeric(say("outlook.range", low=number("co2"), high=number("co2")))
    assert not numeric(say("past.adjusted", total=number("co2")))
    assert not numeric("12")


def test_sentences_of_a_paragraph_are_apart_in_english_alone():
    told = (say("heads.total"), say("heads.item"))
    assert joined(phrases(Paragraph(told)).paragraph(told)) == "Total Step"
    assert joined(phrases(Paragraph(told), lang="zh").paragraph(told)) == "合计项目"


def test_a_cell_may_be_a_reference():
    shown = table((number("co2"),), id="t")
    assert phrases(shown).text(Ref("t")) == "Table 1"


@pytest.mark.parametrize(
    ("text", "low"),
    [
        ("CO2", 1),
        ("t CO2/tce", 1),
        ("吨CO2，CO2", 2),
        ("SCO2X", 0),
        ("CO2e", 1),
        ("N20", 0),
        ("CH4，N2O", 2),
    ],
)
def test_the_index_of_a_gas_is_low(text, low):
    parts = list(lowered(text))
    assert "".join(part for part, _ in parts) == text
    found = [part for part, is_low in parts if is_low]
    assert len(found) == low
    assert set(found) <= {"2", "4"}
