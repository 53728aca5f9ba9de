"""Models of what people write: every kind of slip becomes a coded, placed sentence in two languages."""

from __future__ import annotations

from typing import Annotated

import pytest
from pydantic import Field

from dualcarbon.errors import InputError
from dualcarbon.quantities.declared import (
    Declared,
    Number,
    Text,
    Title,
    Whole,
    declare,
    gathering,
    hint,
)
from dualcarbon.vocabulary.faults import Place


class Inner(Declared):
    width: Number
    start: Annotated[Whole, Field(alias="from", ge=1990)] = 2000


class Outer(Declared):
    name: Annotated[Text, Field(pattern="^[a-z]+$")]
    title: Title
    parts: tuple[Inner, ...] = ()


PLAIN = "plain"
GOOD = {"name": "a", "title": {"en": "A", "zh": "甲"}, "parts": [{"width": 1, "from": 1995}]}


def faults(**changes):
    with pytest.raises(InputError) as caught:
        declare(Outer, GOOD | changes, Place(file="f.toml"))
    return caught.value.faults


def test_a_good_table_becomes_a_frozen_model():
    made = declare(Outer, GOOD, Place())
    assert (made.parts[0].width, made.parts[0].start) == (1.0, 1995)
    with pytest.raises(ValueError, match="frozen"):
        made.name = "b"


@pytest.mark.parametrize(
    ("changes", "said", "zh"),
    [
        ({"name": 3}, '[name]: "3" is not a text', "[name]：“3”不是文本"),
        ({"name": "A-1"}, '"A-1" is not of the form ^[a-z]+$', "不是符合"),
        ({"parts": [{"width": "1"}]}, '[parts.0.width]: "1" is not a number', "“1”不是数"),
        ({"parts": [{"width": True}]}, '"True" is not a number', "不是数"),
        ({"parts": [{"width": float("nan")}]}, '"nan" is not a finite number', "不是有限的数"),
        ({"parts": [{"width": 1, "from": 1.5}]}, '[parts.0.from]: "1.5" is not a whole number', "不是整数"),
        ({"parts": [{"width": 1, "from": 1900}]}, '"1900" is not 1990 or more', "不是不小于 1990 的数"),
        ({"parts": "x"}, '[parts]: "x" is not a list', "不是列表"),
        ({"title": "A"}, '[title]: "A" is not a table', "不是表"),
        ({"title": {"en": "A"}}, '[title]: "zh" is missing', "缺少“zh”"),
        ({"parts": [{"width": 1, "form": 2000}]}, '[parts.0]: "form" is not known here; did you mean "from"?', "是否应为“from”"),
        ({"nmae": "b"}, 'f.toml: "nmae" is not known here; did you mean "name"?', "没有“nmae”这一项"),
    ],
)  # fmt: skip
def test_each_slip_is_told_with_its_key(changes, said, zh):
    (fault,) = faults(**changes)
    assert said in fault.message()
    assert zh in fault.message("zh")


def test_all_slips_are_told_together():
    assert [f.code for f in faults(name=1, title=2, parts=[{}, {"width": "x"}])] == [
        "KEY001",
        "KEY001",
        "STU007",
        "KEY001",
    ]


def test_a_hint_names_the_nearest_or_all():
    assert hint("nmae", ["name", "size"])["zh"] == "是否应为“name”？"
    assert hint("qqq", ["name", "size"]) == {"en": "known: name, size", "zh": "可用：name、size"}


def test_gathering_keeps_what_has_no_code_an_error():
    found = []
    with pytest.raises(InputError, match="plain"), gathering(found):
        raise InputError(PLAIN)
    with gathering(found):
        declare(Outer, {}, Place())
    assert [f.code for f in found] == ["STU007", "STU007"]


def test_a_fault_below_a_key_that_is_a_word_of_the_language_is_told():
    from dualcarbon.yearbook.declared import Fill

    table = {"table": "activity", "method": "proxy", "years": [2018], "from": {"en": "x"}, "why": {"en": "x", "zh": "x"}}  # fmt: skip
    with pytest.raises(InputError) as caught:
        declare(Fill, table, Place(file="study.toml"))
    assert {f.code for f in caught.value.faults} >= {"STU006", "STU007"}
