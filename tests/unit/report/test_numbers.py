"""Printed numbers: units, rounding, the same digits in both languages."""

import pytest

from dualcarbon.errors import DataError
from dualcarbon.report.numbers import Number, Scale, added_up, adding_up, show

SCALE = Scale(686.3, 306.7)


def number(value, kind):
    return Number(value=value, kind=kind, key="k")


@pytest.mark.parametrize(
    ("value", "kind", "english", "chinese"),
    [
        (686.34, "co2", "686.3 Mt CO2", "6.863亿吨CO2"),
        (7.84, "co2", "7.8 Mt CO2", "780万吨CO2"),
        (-33.7, "co2_change", "-33.7 Mt CO2", "-3,370万吨CO2"),
        (372.5, "co2_change", "+372.5 Mt CO2", "+3.725亿吨CO2"),
        (768.1, "co2e", "768.1 Mt CO2e", "7.681亿吨CO2e"),
        (33.2, "co2e", "33.2 Mt CO2e", "3,320万吨CO2e"),
        (-29.83, "co2e_change", "-29.8 Mt CO2e", "-2,980万吨CO2e"),
        (626400.0, "gas", "626.4 kt", "62.64万吨"),
        (306.7, "energy", "306.7 Mtce", "3.067亿吨标准煤"),
        (0.432, "share", "43.2%", "43.2%"),
        (-0.221, "change", "-22.1%", "-22.1%"),
        (-0.221, "moved", "down 22.1%", "下降22.1%"),
        (0.237, "moved", "up 23.7%", "上升23.7%"),
        (0.578, "odds", "58%", "58%"),
        (0.003, "odds", "<1%", "<1%"),
        (0.999, "odds", ">99%", ">99%"),
        (0.0, "odds", "0%", "0%"),
        (1.0, "odds", "100%", "100%"),
        (2028, "year", "2028", "2028"),
        ("> 2060", "year", "after 2060", "2060年后"),
        (1024, "count", "1,024", "1,024"),
        (2.6636, "factor", "2.664", "2.664"),
        (0.334, "elasticity", "0.33", "0.33"),
        (1234567.0, "amount", "1,234,570", "1,234,570"),
        (1.234e10, "money", "CNY 12.34 bn", "123.4亿元"),
        (-3.2e9, "money", "-CNY 3.20 bn", "-32.0亿元"),
        (4.5e7, "money", "CNY 45.00 m", "4,500万元"),
        (1.234e8, "outlay", "CNY 123.40 m", "12,340万元"),
        (312.4, "cny_per_t", "CNY 312/t", "312元/吨"),
        (-85.0, "cny_per_t", "-CNY 85/t", "-85元/吨"),
        (8.42, "years", "8.4 years", "8.4年"),
        (8.029e7, "people", "80.29 million", "8,029万人"),
        (8.553, "per_head", "8.55 t", "8.55吨"),
        (0.385, "level", "0.385", "0.385"),
        (0.0, "level", "0", "0"),
        (0.0573, "project_co2", "57.3 kt CO2", "5.73万吨CO2"),
        (3.6456e-05, "intensity", "0.365", "0.365"),
        (0.0001, "chance", "<0.001", "<0.001"),
        (0.063, "chance", "0.063", "0.063"),
        (15732012624649.8, "level", "15,730,000,000,000", "15,730,000,000,000"),
        (3.645596e-05, "level", "3.646e-05", "3.646e-05"),
        (None, "co2", "–", "–"),
        (float("nan"), "co2", "–", "–"),
    ],
)
def test_numbers_are_printed_by_kind(value, kind, english, chinese):
    assert show(number(value, kind), "en", SCALE) == english
    assert show(number(value, kind), "zh", SCALE) == chinese


def test_bare_numbers_stand_in_the_unit_of_the_table():
    assert show(number(686.34, "co2"), "en", SCALE, bare=True) == "686.3"
    assert show(number(686.34, "co2"), "zh", SCALE, bare=True) == "68,630"
    assert show(number(-0.04, "co2_change"), "en", SCALE, bare=True) == "0.0"


def test_money_in_tables_keeps_one_unit_however_small():
    assert show(number(4.5e7, "money"), "zh", SCALE, bare=True) == "0.5"
    assert show(number(4.5e7, "money"), "en", SCALE, bare=True) == "0.04"
    assert show(number(-85.0, "cny_per_t"), "en", SCALE, bare=True) == "-85"
    assert show(number(8.4, "years"), "zh", SCALE, bare=True) == "8.4"
    assert show(number(8.029e7, "people"), "en", SCALE, bare=True) == "80.29"


def test_printed_money_adds_up():
    parts = [number(v, "money") for v in (1.4e8, 1.4e8, 1.24e8)]
    shown = adding_up(parts, number(4.04e8, "money"), SCALE)
    assert [show(n, "zh", SCALE, bare=True) for n in shown] == ["1.4", "1.4", "1.2"]
    assert sum(n.shown for n in shown) == 4.0e8


def test_small_and_large_regions_keep_four_figures():
    assert show(number(0.5634, "co2"), "en", Scale(0.5634, 1)) == "563.4 kt CO2"
    assert show(number(0.5634, "co2"), "zh", Scale(0.5634, 1)) == "56.34万吨CO2"
    assert show(number(10090.4, "co2"), "en", Scale(10090.4, 1)) == "10,090 Mt CO2"
    assert show(number(10090.4, "co2"), "zh", Scale(10090.4, 1)) == "100.9亿吨CO2"


def test_parts_that_do_not_add_up_are_refused():
    with pytest.raises(DataError, match="parts add up to 3, not to 4"):
        added_up([1.0, 2.0], 4.0, 1)


def test_printed_parts_add_up_to_the_printed_whole():
    parts = [number(v, "co2") for v in (1.04, 1.04, 1.04)]
    shown = adding_up(parts, number(3.12, "co2"), Scale(100, 1))
    assert [n.shown for n in shown] == [1.1, 1.0, 1.0]
    assert [n.value for n in shown] == [1.04, 1.04, 1.04]


def test_unknown_parts_are_left_as_they_are():
    parts = [number(1.0, "co2"), number(None, "co2")]
    assert adding_up(parts, number(1.0, "co2"), SCALE) == parts


@pytest.mark.parametrize("scale", [Scale(0.2, 0.1), SCALE])
def test_energy_and_shares_add_up_too(scale):
    energy = adding_up([number(0.04, "energy")] * 3, number(0.12, "energy"), scale)
    assert sum(n.shown for n in energy) == pytest.approx(round(0.12, 4 if scale.co2 < 1 else 1))
    shares = adding_up([number(1 / 3, "share")] * 3, number(1.0, "share"), scale)
    assert sum(round(1000 * n.shown) for n in shares) == 1000
