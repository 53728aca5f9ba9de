"""Columns of tables: nothing leaves the page, short texts stay in a line, long ones share the rest."""

import math

import pytest

from dualcarbon.report import widths
from dualcarbon.report.widths import Column, layout

PAGE = 164.0


def columns(*texts, numbers=()):
    return [Column(column, place in numbers) for place, column in enumerate(texts)]


def test_columns_fill_the_page_exactly():
    for count in (1, 2, 7, 16):
        laid = layout([Column([f"head {n}", "12.3"], n > 0) for n in range(count)], PAGE)
        assert math.isclose(sum(laid.widths), PAGE, abs_tol=0.1)


def test_short_tables_stand_in_the_largest_type():
    laid = layout(columns(["Year", "2010"], ["CO2", "1,234.5"], numbers={1}), PAGE)
    assert laid.size == widths.SIZES[0]


def test_many_columns_of_numbers_take_smaller_type():
    many = [Column(["GDP", "+1,234,567.8"], True) for _ in range(11)]
    laid = layout(many, PAGE)
    assert widths.SIZES[-1] <= laid.size < widths.SIZES[0]
    assert min(laid.widths) >= widths.width("+1,234,567.8", laid.size)


def test_numbers_are_not_broken_beside_a_long_text():
    text = "energy " * 60
    laid = layout(columns(["Warning", text], ["Value", "+12,345.6"], numbers={1}), PAGE)
    assert laid.widths[1] >= widths.width("+12,345.6", laid.size) + widths.PADDING - 0.01
    assert laid.widths[0] > 3 * laid.widths[1]


def test_short_chinese_words_are_not_set_downwards():
    text = "全面准确贯彻新发展理念" * 12
    laid = layout(columns(["来源", text], ["状态", "不予判定"], ["标记", "M"]), PAGE)
    assert laid.widths[1] >= widths.width("不予判定", laid.size) + widths.PADDING - 0.01


def test_more_than_the_page_can_hold_is_shared_out():
    laid = layout([Column(["x" * 40], True) for _ in range(9)], PAGE)
    assert laid.size == widths.SIZES[-1]
    assert sum(laid.widths) == pytest.approx(PAGE, abs=0.1)


def test_the_height_counts_lines():
    one = layout(columns(["a", "b"], ["c", "d"]), PAGE)
    long = layout(columns(["a", "b"], ["c", "word " * 200]), PAGE)
    assert long.height > 4 * one.height


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("local:energy_supply.coal", ["local:", "energy_", "supply.", "coal"]),
        ("2.664", ["2.664"]),
        ("data/energy.csv:12", ["data/", "energy.", "csv:12"]),
    ],
)
def test_long_names_may_be_broken_and_numbers_not(text, parts):
    assert widths.breakable(text) == parts
