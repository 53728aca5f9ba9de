"""Units that a fuel may stand in: standard coal, energy, or its own; whatever else is refused with the right one."""

from __future__ import annotations

import pytest

from dualcarbon.readers.physical import kept
from dualcarbon.vocabulary.faults import Place
from dualcarbon.vocabulary.names import FUELS


@pytest.mark.parametrize(
    ("fuel", "given", "unit", "factor"),
    [
        ("raw_coal", "10^4 t", "t", 1e4),
        ("coke", "万吨", "t", 1e4),
        ("diesel", "kg", "t", 1e-3),
        ("lng", "Mt", "t", 1e6),
        ("natural_gas", "亿立方米", "m3", 1e8),
        ("coke_oven_gas", "10^8 m^3", "m3", 1e8),
        ("heat", "10^10 kJ", "GJ", 1e4),
        ("heat", "百亿千焦", "GJ", 1e4),
        ("heat", "万百万千焦", "GJ", 1e4),
        ("heat", "MWh", "GJ", 3.6),
        ("electricity", "10^8 kWh", "kWh", 1e8),
        ("electricity", "亿千瓦小时", "kWh", 1e8),
        ("electricity", "GJ", "kWh", 1 / 3.6e-3),
        ("nonfossil", "TWh", "kWh", 1e9),
    ],
)
def test_a_single_fuel_keeps_its_own_unit(fuel, given, unit, factor):
    found = kept(given, "tce", fuel)
    assert (found.unit, found.fault) == (unit, None)
    assert found.factor == pytest.approx(factor, rel=1e-12)


@pytest.mark.parametrize(
    ("fuel", "given", "said"),
    [
        ("coal", "万吨标媒", 'did you mean "万吨标煤" (10^4 tce)?'),
        ("raw_coal", "万吨标媒", 'did you mean "万吨标煤" (10^4 tce)?'),
        ("raw_coal", "万吨吨", 'did you mean "万吨" (10^4 t)?'),
        ("natural_gas", "亿立方未", 'did you mean "亿立方米" (10^8 m3)?'),
        ("electricity", "亿千瓦是", 'did you mean "亿千瓦时" (10^8 kWh)?'),
        ("coal", "人人", "; accepted here: 10^4 tce, tce, TJ"),
        ("natural_gas", "zzz", "; accepted here: 10^8 m3, 10^4 m3, m3, 10^4 tce"),
        ("heat", "zzz", "; accepted here: 10^10 kJ, GJ, TJ, 10^4 tce"),
    ],
)
def test_what_is_suggested_is_a_unit_of_the_fuel(fuel, given, said):
    assert said in kept(given, "tce", fuel).fault.message()


@pytest.mark.parametrize("fuel", FUELS)
def test_every_fuel_may_stand_in_standard_coal(fuel):
    assert kept("10^4 tce", "tce", fuel)[:2] == ("tce", 1e4)
    assert kept("万吨标煤", "tce", fuel)[:2] == ("tce", 1e4)
    assert kept("kgce", "tce", fuel).factor == pytest.approx(1e-3, rel=1e-12)


@pytest.mark.parametrize("fuel", ["raw_coal", "natural_gas", "coal", "other_energy", "total"])
def test_energy_of_a_fuel_becomes_standard_coal_by_its_heat(fuel):
    found = kept("TJ", "tce", fuel)
    assert found.unit == "tce"
    assert found.factor == pytest.approx(1000 / 29.3076, rel=1e-12)


def test_all_thirty_fuels_but_other_energy_have_a_unit_of_their_own():
    units = {id: FUELS[id].more["unit"] for id in FUELS if FUELS[id].more["nbs_order"]}
    assert len(units) == 30
    assert [id for id, unit in units.items() if not unit] == ["other_energy"]
    assert {FUELS[id].more["unit"] for id in ("coal", "oil", "total")} == {""}


@pytest.mark.parametrize(
    ("fuel", "given", "code", "words", "chinese"),
    [
        ("coal", "10^4 t", "UNIT010", "or give its single fuels: raw_coal, cleaned_coal", "或分品种给出：原煤、洗精煤"),
        ("oil", "万吨", "UNIT010", "crude_oil, gasoline", "原油、汽油"),
        ("coal", "10^8 m3", "UNIT010", "10^8 m3 of it have no one calorific value", "没有统一的热值"),
        ("other_energy", "t", "UNIT010", "no one calorific value. Give it in tce.", "请以 tce（吨标准煤）给出。"),
        ("total", "t", "UNIT010", "All energy holds energy of unlike kinds", "能源合计包含性质不同的能源"),
        ("raw_coal", "10^8 m3", "UNIT011", "its unit is t (10^4 t), or tce", "应为 t (10^4 t)，或 tce"),
        ("natural_gas", "10^4 t", "UNIT011", "its unit is m3 (10^8 m3), or tce", "应为 m3 (10^8 m3)，或 tce"),
        ("lng", "10^8 m3", "UNIT011", "its unit is t (10^4 t), or tce", "液化天然气的单位是“10^8 m3”"),
        ("gasoline", "L", "UNIT011", "Gasoline is given in L", "汽油的单位是“L”"),
        ("heat", "t", "UNIT011", "its unit is GJ (10^10 kJ), or tce", "应为 GJ (10^10 kJ)，或 tce"),
        ("electricity", "t", "UNIT011", "its unit is kWh (10^8 kWh), or tce", "应为 kWh (10^8 kWh)，或 tce"),
        ("electricity", "kW", "UNIT011", "Electricity is given in kW", "电力的单位是“kW”"),
        ("nonfossil", "GJ", "UNIT012", "Give kWh (10^8 kWh), or tce counted as the study says", "请以 kWh（如 亿千瓦时）给出"),
        ("coal", "person", "UNIT001", 'cannot be converted to "tce"', "不能换算为"),
        ("raw_coal", "10^4 ton", "UNIT006", "write t", "请写 t"),
        ("electricity", "ton", "UNIT006", "write t", "请写 t"),
        ("raw_coal", "吨煤x", "UNIT005", "is not known", "不认识单位"),
        ("heat", "zzz", "UNIT005", "is not known", "不认识单位"),
    ],
)  # fmt: skip
def test_what_cannot_be_converted_is_told_with_the_right_unit(fuel, given, code, words, chinese):
    fault = kept(given, "tce", fuel).fault
    assert fault is not None
    assert (fault.code, fault.level) == (code, "error")
    assert words in fault.sentence("en")
    assert chinese in fault.sentence("zh")
    assert fault.place == Place()


@pytest.mark.parametrize(
    ("fuel", "given", "unit", "factor"),
    [
        ("electricity", "kg CO2/kWh", "t CO2/kWh", 1e-3),
        ("electricity", "t CO2/MWh", "t CO2/kWh", 1e-3),
        ("electricity", "t CO2/tce", "t CO2/tce", 1.0),
        ("heat", "t CO2/GJ", "t CO2/tce", 29.3076),
        ("raw_coal", "kg CO2/GJ", "t CO2/tce", 0.0293076),
    ],
)
def test_a_factor_per_kilowatt_hour_waits_for_the_convention_of_the_study(
    fuel, given, unit, factor
):
    found = kept(given, "t CO2/tce", fuel)
    assert (found.unit, found.fault) == (unit, None)
    assert found.factor == pytest.approx(factor, rel=1e-12)


def test_a_factor_per_tonne_is_refused():
    assert kept("t CO2/t", "t CO2/tce", "raw_coal").fault.code == "UNIT001"
