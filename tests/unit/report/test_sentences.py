"""The catalogue of sentences: both languages say the same things."""

import re

import pytest

from dualcarbon.errors import UnknownName
from dualcarbon.report import sentences
from dualcarbon.report.numbers import Number, Scale
from dualcarbon.report.pieces import say

SCALE = Scale(686.3, 306.7)


@pytest.mark.parametrize("id", sentences.ids())
def test_both_languages_have_the_same_places(id):
    english, chinese = (
        sorted(m[1] for m in sentences.PLACE.finditer(sentences.catalogue(id, lang)))
        for lang in ("en", "zh")
    )
    assert english == chinese  # each as often, so that both print the same numbers


@pytest.mark.parametrize("id", sentences.ids())
def test_no_place_is_misspelt_and_english_is_plain(id):
    english = sentences.catalogue(id, "en")
    assert not re.search(r"[{}]", sentences.PLACE.sub("", english))
    assert all(ord(c) < 0x2E80 and c not in "“”‘’₂−" for c in english)
    assert not re.search(r"[₂−]", sentences.catalogue(id, "zh"))


def test_values_of_every_kind_fill_their_places():
    total = Number(value=686.34, kind="co2", key="k")
    told = say("past.adjusted", total=total)
    assert sentences.text(told, "zh", SCALE) == "计入电力、热力净调入后为6.863亿吨CO2。"
    named = say("past.sectors_caption", scenario={"en": "Baseline", "zh": "基准情景"})
    assert (
        sentences.text(named, "en", SCALE)
        == 'Territorial CO2 by sector: statistics, then "Baseline"'
    )


def test_numbers_can_stand_without_their_unit():
    low, high = (Number(value=v, kind="co2", key="k") for v in (1.0, 2.0))
    assert sentences.text(say("outlook.range", low=low, high=high), "en", SCALE) == "1.0–2.0"


def test_a_sentence_can_stand_inside_another():
    year = say("past.adjusted", total=Number(value=1.0, kind="co2", key="k"))
    told = say("method.scenario", title={"en": "A", "zh": "甲"}, description=year)
    assert sentences.text(told, "zh", SCALE) == "甲：计入电力、热力净调入后为100万吨CO2。"


def test_an_empty_place_is_refused():
    with pytest.raises(UnknownName, match=r'"past.adjusted" has no value for \{total\}'):
        sentences.text(say("past.adjusted"), "en", SCALE)


def test_an_unknown_sentence_is_refused():
    with pytest.raises(UnknownName, match=r'no sentence "past\.nothing"'):
        sentences.catalogue("past.nothing", "en")
