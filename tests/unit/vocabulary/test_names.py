"""Books of names: every spelling resolves to one id, strangers are refused with the nearest name."""

from __future__ import annotations

import pytest

from dualcarbon.errors import UnknownName
from dualcarbon.vocabulary.names import FLOWS, FUELS, SECTORS, Book, nearest


@pytest.mark.parametrize(
    "text", ["coal", "Coal and coal products", "煤炭", " COAL ", "ｃｏａｌ", "coal group"]
)
def test_every_spelling_finds_the_same_entry(text):
    assert FUELS.find(text) is FUELS["coal"]
    assert FUELS.resolve(text) == "coal"


def test_an_entry_speaks_two_languages():
    name = SECTORS["households"]
    assert (name.text("en"), name.text("zh")) == ("Households", "居民生活")
    assert (SECTORS.text("households", "zh"), SECTORS.text("moon", "zh")) == ("居民生活", "moon")


def test_a_book_is_a_closed_list_in_its_order():
    assert list(FLOWS)[:3] == ["final", "power", "heat"]
    assert [FLOWS.rank(flow) for flow in FLOWS] == list(range(len(FLOWS)))
    assert FLOWS.rank("moon") == len(FLOWS)
    assert "final" in FLOWS
    assert "final use" not in FLOWS  # only ids are members; spellings are resolved
    assert FLOWS.resolve("final use") == "final"


def test_a_stranger_is_refused_with_the_nearest_spelling():
    with pytest.raises(UnknownName) as caught:
        FUELS.find("natural gass")
    assert str(caught.value) == '"natural gass" is not a fuel; did you mean "natural_gas"?'
    assert FUELS.resolve("natural gass") is None


def test_a_stranger_like_nothing_is_refused_with_the_whole_list():
    with pytest.raises(UnknownName) as caught:
        FLOWS.find("zzzzzzzz")
    assert str(caught.value) == f'"zzzzzzzz" is not a flow; known: {", ".join(FLOWS)}'
    assert FLOWS.nearest("zzzzzzzz") == ""


def test_an_id_that_is_not_there_is_a_key_error():
    with pytest.raises(KeyError):
        FUELS["煤炭"]


def test_a_book_reads_its_file_when_first_asked():
    assert Book("thing", "no_such_file.csv").what == "thing"
    with pytest.raises(FileNotFoundError):
        len(Book("thing", "no_such_file.csv"))


@pytest.mark.parametrize(
    ("text", "known", "found"),
    [("growht", ["growth", "points"], "growth"), ("", ["a"], ""), ("growth", [], "")],
)
def test_the_nearest_is_near_or_nothing(text, known, found):
    assert nearest(text, known) == found
