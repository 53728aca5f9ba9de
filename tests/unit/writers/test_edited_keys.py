"""Keys and values are changed, and nothing else of a file is: comments, layout, quotes and decimals stay."""

from __future__ import annotations

import pytest

from dualcarbon.writers.edited_keys import Unkept, edited

PATHS = """# head
[gdp]  # growth
growth = [
  {to = 2025, rate = {normal = [0.050, 0.01]}},  # plan
  {to = 2060, rate = 0.030},
]
mark = "A"

[structure.share]
services = "residual"

[structure.share.industry]
points = {2020 = 0.41, 2030 = {triangular = [0.3, 0.4, 0.5]}}
"""


@pytest.mark.parametrize(
    ("path", "value", "old", "new"),
    [
        (("gdp", "growth", 0, "rate", "normal", 0), 0.06, "[0.050, 0.01]", "[0.060, 0.01]"),
        (("gdp", "growth", 1, "rate"), 0.0251, "rate = 0.030", "rate = 0.0251"),
        (("gdp", "growth", 1), {"to": 2050, "rate": 0.03}, "2060, rate = 0.030", "2050, rate = 0.030"),
        (("gdp", "mark"), "M", 'mark = "A"', 'mark = "M"'),
        (("structure", "share", "industry", "points", "2020"), 0.5, "2020 = 0.41", "2020 = 0.50"),
        (("structure", "share", "industry", "points", 2025), 0.4, "2030 =", "2025 = 0.4, 2030 ="),
        (("gdp", "growth", 2), {"to": 2070, "rate": 0.01}, "0.030},\n", "0.030},\n  {to = 2070, rate = 0.01},\n"),
        (("gdp", "unit"), "1", 'mark = "A"\n', 'mark = "A"\nunit = "1"\n'),
        (("structure", "share", "industry"), {"points": {2020: 0.41}}, ", 2030 = {triangular = [0.3, 0.4, 0.5]}", ""),
    ],
)  # fmt: skip
def test_only_what_is_named_changes(path, value, old, new):
    assert PATHS.count(old) == 1
    assert edited(PATHS, {path: value}, []) == PATHS.replace(old, new)


@pytest.mark.parametrize(
    ("text", "values", "removed", "wanted"),
    [
        ('a = """\none\n"""\n', {("a",): "x\ny\n"}, [], 'a = """\nx\ny\n"""\n'),
        ("a = 'C:\\p' # c\n", {("a",): "D:\\x"}, [], "a = 'D:\\x' # c\n"),
        ("a = 'x'\n", {("a",): "it's"}, [], 'a = "it\'s"\n'),
        ('a = "中"\n', {("a",): '“文” "q"\t'}, [], 'a = "“文” \\"q\\"\\t"\n'),
        ('[t]\nwhy.en = "a"\n', {("t", "why", "zh"): "b"}, [], '[t]\nwhy.en = "a"\nwhy.zh = "b"\n'),
        ("[[p]]\na = 1\n\n[[p]]\na = 2 # two\n", {("p", 1, "a"): 3}, [], "[[p]]\na = 1\n\n[[p]]\na = 3 # two\n"),
        ("[[p]]\na = 1\n\n[q]\nb = 1\n", {("p", 1): {"a": 3}}, [], "[[p]]\na = 1\n\n[[p]]\na = 3\n\n[q]\nb = 1\n"),
        ("[a.b]\nx = 1\n[c]\ny = 2\n[a.d]\nz = 3\n", {("a", "d", "z"): 4}, [], "[a.b]\nx = 1\n[c]\ny = 2\n[a.d]\nz = 4\n"),
        ("[a]\nx = 1 # gone\ny = 2\n", {}, [("a", "x")], "[a]\ny = 2\n"),
        ("a = {x = 1, y = 2}\n", {}, [("a", "x")], "a = {y = 2}\n"),
        ("a = {x = {y = 1, z = 2}, b = true}\n", {}, [("a", "x", "y")], "a = {x = {z = 2}, b = true}\n"),
        ("a = { x = 1 }\n", {("a", "y"): True}, [], "a = { x = 1, y = true }\n"),
        ("[a]\nx = 1\n", {("b",): 2}, [], "b = 2\n\n[a]\nx = 1\n"),
        ("[a.b]\nx = 1\n\n[c]\ny = 2\n", {("a", "e", "z"): 4, ("a", "e", "w"): 5}, [], "[a.b]\nx = 1\n\n[a.e]\nz = 4\nw = 5\n\n[c]\ny = 2\n"),
        ("", {("measures", "m"): 0.5}, [], "[measures]\nm = 0.5\n"),
        ("a = 1\nb = 2", {("b",): 3}, [], "a = 1\nb = 3"),
        ("a = 1\n", {("a",): 1.5}, [], "a = 1.5\n"),
        ("a = 1.50\n", {("a",): 2}, [], "a = 2\n"),
        ("a = [1, 2, 3]\n", {}, [("a", 1)], "a = [1, 3]\n"),
        ('"a.b" = 1\n', {("a.b",): 2}, [], '"a.b" = 2\n'),
    ],
)  # fmt: skip
def test_values_are_written_in_the_style_of_the_file(text, values, removed, wanted):
    assert edited(text, values, removed) == wanted


def test_a_computed_number_is_written_without_the_noise_of_its_last_digits():
    assert edited("a = 0.1\n", {("a",): 0.1 + 0.2}, []) == "a = 0.3\n"


def test_what_is_equal_already_is_not_touched():
    same = {("gdp", "growth"): [{"to": 2025, "rate": {"normal": [0.05, 0.01]}}, {"to": 2060, "rate": 0.03}]}  # fmt: skip
    assert edited(PATHS, same, []) == PATHS


@pytest.mark.parametrize(
    ("values", "removed"),
    [
        ({("gdp", "mark", "x"): 1}, []),
        ({("gdp", "growth", 7): 1}, []),
        ({("gdp", "growth", "x"): 1}, []),
        ({}, [("gdp", "note")]),
        ({}, [("gdp", "growth", 9)]),
        ({}, [("nothing", "at", "all")]),
    ],
)
def test_a_place_that_is_not_there_is_named(values, removed):
    with pytest.raises((KeyError, Unkept)):
        edited(PATHS, values, removed)


@pytest.mark.parametrize("path", [("gdp",), ("structure", "share", "industry")])
def test_a_table_is_not_made_a_value(path):
    with pytest.raises(Unkept):
        edited(PATHS, {path: 5}, [])
