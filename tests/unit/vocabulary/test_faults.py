"""Faults say where, what and what to do, in both languages; warnings and errors are told apart."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from dualcarbon.errors import BalanceNotClosed, DataError, DualCarbonError, InputError, UnknownName
from dualcarbon.vocabulary.faults import Fault, Place, codes, cut, errors, note, warnings

ERROR = note("UNIT006", Place(file="a.csv", line=3), text="ton")
WARNING = note("SCN005", name="policy", keys="gdp", year=2017)


@pytest.mark.parametrize(
    ("place", "en", "zh"),
    [
        (Place(), "", ""),
        (Place(file="a.csv"), "a.csv", "a.csv"),
        (Place(file="a.csv", line=0), "a.csv line 0", "a.csv 第0行"),
        (Place(file="a.csv", line=7, column="value"), 'a.csv line 7, column "value"', "a.csv 第7行，“value”列"),
        (Place(file="b.xlsx", cell="Energy!C4"), "b.xlsx cell Energy!C4", "b.xlsx 单元格 Energy!C4"),
        (Place(file="s.toml", line=2, key="gdp.growth"), "s.toml line 2 [gdp.growth]", "s.toml 第2行 [gdp.growth]"),
        (Place(key="diagnosis.lmdi"), "diagnosis.lmdi", "diagnosis.lmdi"),
    ],
)  # fmt: skip
def test_a_place_is_the_beginning_of_a_sentence(place, en, zh):
    assert (str(place), place.text("en"), place.text("zh")) == (en, en, zh)


def test_a_fault_tells_its_sentence_in_both_languages():
    assert ERROR.message() == 'a.csv line 3: "ton" is ambiguous; write t'
    assert ERROR.message("zh").startswith("a.csv 第3行：")
    assert str(ERROR) == f"UNIT006 {ERROR.sentence()}"


def test_advice_follows_the_message_as_a_sentence_of_its_own():
    fault = note("STU001", Place(file="study.toml"), number=4, byte="0xFF")
    assert fault.sentence() == "study.toml: not UTF-8 (byte 4 is 0xFF). Save it again as UTF-8."
    assert fault.sentence("zh").endswith("（第 4 字节为 0xFF）。请另存为 UTF-8。")
    assert (ERROR.advice("en"), ERROR.advice("zh")) == ("", "")


def test_a_message_that_ends_itself_gets_no_second_stop():
    fault = note("STU003", Place(file="s.toml"), why={"en": "why?", "zh": "为何？"}, text="a = ")
    assert fault.sentence() == "s.toml: why? It reads: a = "
    assert fault.sentence("zh") == "s.toml：为何？该行为：a = "


def test_numbers_are_short_and_texts_by_language():
    shown = note("SCN005", name={"en": "one", "zh": "甲"}, keys=1 / 3, year=np.int64(2017))
    assert shown.message() == "scenario one: 0.333333 not declared; held at the value of 2017"
    assert "情景 甲" in shown.message("zh")
    assert note("SCN005", name={"en": "one"}, keys="", year=1).message("zh").startswith("情景 one")


def test_particulars_of_arrays_are_plain_numbers():
    params = dict(note("SCN005", name="a", keys=np.float64(0.5), year=np.int64(2017)).params)
    assert params == {"name": "a", "keys": 0.5, "year": 2017}
    assert {type(v) for v in params.values()} == {str, float, int}


def test_an_endless_particular_is_cut():
    assert len(note("SCN005", name="x" * 5000, keys="", year=1).message()) < 400
    assert cut("y" * 40) == "y" * 40
    assert (len(cut("y" * 41)), cut("y" * 41)[-1]) == (40, "…")
    assert cut(12.5) == "12.5"


def test_levels_tell_what_refuses_its_scope():
    assert (ERROR.level, WARNING.level) == ("error", "warn")
    assert errors([ERROR, WARNING]) == [ERROR]
    assert warnings((ERROR, WARNING)) == [WARNING]


def test_a_fault_cannot_be_changed_and_equal_ones_are_one():
    with pytest.raises(dataclasses.FrozenInstanceError):
        ERROR.code = "UNIT001"
    assert note("UNIT006", Place(file="a.csv", line=3), text="ton") == ERROR
    assert note("SCN001", key="a", hint="").place == Place()
    assert isinstance(ERROR, Fault)


@pytest.mark.parametrize("code", ["SCN999", "NOSUCH001", "scn001", "", "../faults001"])
def test_a_code_outside_the_catalogue_cannot_be_noted(code):
    with pytest.raises(KeyError):
        note(code)
    assert code not in codes()


def test_an_error_lists_every_fault_that_it_carries():
    error = InputError(faults=[ERROR, WARNING])
    assert str(error).splitlines() == [ERROR.sentence(), WARNING.sentence()]
    assert error.faults == (ERROR, WARNING)
    assert InputError("no such study").faults == ()
    assert str(InputError("first", faults=[ERROR])) == "first"


def test_errors_are_caught_by_what_they_mean():
    assert issubclass(UnknownName, InputError)
    assert issubclass(InputError, ValueError)
    assert issubclass(BalanceNotClosed, DataError)
    assert not issubclass(DataError, InputError)
    assert issubclass(DataError, DualCarbonError)


def test_a_place_cuts_what_people_wrote():
    place = Place(file="s.toml", key="gdp." + "9" * 5000)
    assert str(place) == f"s.toml [gdp.{'9' * 39}…]"
    assert len(str(Place(file="s.toml", key=".".join(["k" * 30] * 60)))) < 180
