"""Glyphs: every character of a page is in the font that comes with it, and only those."""

import io

import pytest
from fontTools.ttLib import TTFont

from dualcarbon.errors import InputError
from dualcarbon.report import fonts, glyphs


def cmap(face):
    return set(TTFont(io.BytesIO(face)).getBestCmap())


def test_the_cut_font_holds_the_characters_asked_for_and_no_other():
    faces = fonts.faces({400: ["江苏 CO2", "江\n"]})
    assert cmap(faces[400]) == {ord(c) for c in "江苏 CO2"}


def test_the_same_characters_give_the_same_bytes():
    assert fonts.faces({700: ["峰值"]}) == fonts.faces({700: ["值峰"]})


def test_a_character_outside_the_font_is_named():
    with pytest.raises(InputError, match=r"the font lacks the characters ₂ 🌍"):
        fonts.faces({400: ["CO₂ 🌍"]})


def test_a_missing_font_is_one_sentence(monkeypatch):
    monkeypatch.setattr(fonts, "PACKAGE", "no_such_font_package")
    with pytest.raises(InputError, match="make setup"):
        fonts.faces({400: ["a"]})


def test_faces_become_rules_with_the_font_inside():
    rule = fonts.css({400: b"abc"}, "F")
    assert rule.startswith("@font-face{font-family:F;font-weight:400;")
    assert "url(data:font/woff;base64,YWJj)" in rule


def test_bold_and_hidden_characters_are_told_apart():
    page = '<style>q</style><h1>A</h1><p>b<br>c<img alt="">d</p><th scope="col">E</th><th scope="row">f</th></p>'
    found = glyphs.of_page(page)
    assert found[700] == set("AE")
    assert found[400] == set("bcdf")


def test_bold_text_of_figures_counts_as_bold():
    page = '<svg><path d="M0 0"/><text style="font-size:12px;font-weight:bold;">峰</text><text>谷</text></svg>'
    assert glyphs.of_page(page) == {400: {"谷"}, 700: {"峰"}}
