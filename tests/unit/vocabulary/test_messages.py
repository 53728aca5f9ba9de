"""Every sentence of the catalogue, in both languages, with its own particulars and no others."""

from __future__ import annotations

import re
import string
import tomllib
from importlib import resources

import pytest

from dualcarbon.vocabulary.faults import Place, codes, entry, note

FORMS = {"level", "en", "zh", "advice_en", "advice_zh"}
CHINESE = re.compile("[\u4e00-\u9fff\uff00-\uff1f]")
OF_THE_PLACE = {"where", "file"}
GRAMMAR = {"KAYA013": {"what"}, "LMDI002": {"what"}}
"""Particulars that only English grammar needs: is or are."""
FILES = {
    file.name.removesuffix(".toml"): tomllib.loads(file.read_text(encoding="utf-8"))
    for file in resources.files("dualcarbon.vocabulary").joinpath("messages").iterdir()
    if file.name.endswith(".toml")
}


def fields(template):
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def told(template):
    """Give the particulars of a sentence; a Chinese one may have its own spelling of a particular."""
    return {re.sub("_(zh|en)$", "", name) for name in fields(template)}


def test_every_file_holds_the_codes_of_its_area_once():
    listed = [code for area in FILES.values() for code in area]
    assert sorted(listed) == sorted(set(listed)) == sorted(codes())
    for area, catalogue in FILES.items():
        assert all(re.fullmatch(rf"{area.upper()}\d{{3}}", code) for code in catalogue), area


@pytest.mark.parametrize("code", codes())
def test_an_entry_is_whole_in_both_languages(code):
    given = entry(code)
    assert set(given) <= FORMS
    assert given["level"] in ("error", "warn")
    assert ("advice_en" in given) == ("advice_zh" in given)
    for form in set(given) - {"level"}:
        assert given[form].strip() == given[form] != ""
        assert ("zh" in form) == bool(CHINESE.search(given[form])), form


@pytest.mark.parametrize("code", codes())
def test_both_languages_tell_the_same_particulars(code):
    given = entry(code)
    for en, zh in (("en", "zh"), ("advice_en", "advice_zh")):
        english, chinese = (told(given.get(form, "")) for form in (en, zh))
        assert english - GRAMMAR.get(code, set()) == chinese


@pytest.mark.parametrize("code", codes())
def test_a_sentence_takes_plain_names_and_is_filled_by_them(code):
    names = {f for form, text in entry(code).items() if form != "level" for f in fields(text)}
    assert all(name.isidentifier() for name in names)
    values = {name: f"<{name}>" for name in sorted(names - OF_THE_PLACE)}
    fault = note(code, Place(file="f.csv", line=1, key="k"), **values)
    for lang in ("en", "zh"):
        sentence = fault.sentence(lang)
        assert not re.search(r"\{\w*\}", sentence)
        for name in fields(entry(code)[lang]) - OF_THE_PLACE:
            assert values[name] in sentence
