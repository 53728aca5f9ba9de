"""Tonnes, cubic metres, kilowatt-hours and gigajoules turned into standard coal, and what is said of it."""

from __future__ import annotations

import polars as pl
import pytest

from dualcarbon.errors import InputError
from dualcarbon.readers.csv import read_bytes
from dualcarbon.reference.tables import rows as packaged
from dualcarbon.vocabulary.names import FUELS
from dualcarbon.yearbook.conversion import PER_KGCE, datum, in_standard_coal

FILE = "data/energy.csv"
SOURCE = (
    "China Energy Statistical Yearbook, appendix: conversion of physical units to coal equivalent"
)


def read(*lines):
    text = "year,sector,flow,fuel,value,unit\n" + "\n".join(lines) + "\n"
    reading = read_bytes(text.encode(), "energy", FILE)
    assert reading.errors == []
    return reading.frame


def converted(*lines, convention="calorific"):
    return in_standard_coal(read(*lines), FILE, convention)


def told(faults, code, lang="en"):
    return [fault.message(lang) for fault in faults if fault.code == code]


@pytest.mark.parametrize(
    ("line", "tce", "id"),
    [
        ("raw_coal,100,10^4 t", 714300, "yearbook:raw_coal:standard_coal"),
        ("coke,1,t", 0.9714, "yearbook:coke:standard_coal"),
        ("natural_gas,1,10^8 m3", 121500, "yearbook:natural_gas:standard_coal"),
        ("lng,1,10^4 t", 17572, "yearbook:lng:standard_coal"),
        ("heat,1,10^10 kJ", 341.2, "yearbook:heat:standard_coal"),
        ("electricity,1,10^8 kWh", 12290, "yearbook:electricity:standard_coal"),
        ("electricity,3.6,10^5 GJ", 12290, "yearbook:electricity:standard_coal"),
        ("nonfossil,1,10^8 kWh", 12290, "yearbook:electricity:standard_coal"),
        ("raw_coal,29.3076,TJ", 1000, ""),
        ("coal,5,10^4 tce", 50000, ""),
        ("electricity,5,10^4 tce", 50000, ""),
    ],
)
def test_an_amount_is_standard_coal_by_the_yearbook(line, tce, id):
    frame, _ = converted(f"2017,industry,final,{line}")
    row = frame.row(0, named=True)
    assert row["value"] == pytest.approx(tce, rel=1e-12)
    assert (row["unit"], row["datum"]) == ("tce", id)


def test_kilowatt_hours_are_not_converted_by_their_heat():
    """3.6 / 29.3076 = 0.12284 kgce, statistics have 0.1229."""
    frame, _ = converted("2017,industry,final,electricity,1,kWh")
    assert frame["value"].to_list() == [1 * 0.1229e-3]


def test_the_generation_of_the_year_is_used():
    frame, faults = converted(
        "2009,industry,final,other_petroleum,10,t", "2010,industry,final,other_petroleum,10,t",
        "2011,industry,final,other_petroleum,10,t",
    )  # fmt: skip
    assert frame["value"].to_list() == pytest.approx([12, 14, 14])
    assert told(faults, "YBK010") == [
        "data/energy.csv line 2: Other petroleum products in t is converted at 1.2 kgce/kg (2009), "
        "1.4 kgce/kg (2010-2011) (China Energy Statistical Yearbook, appendix of older issues: conversion of "
        f"physical units to coal equivalent; {SOURCE})"
    ]
    assert told(faults, "YBK012") == [
        "data/energy.csv line 2: the yearbook converts Other petroleum products with 1.2 kgce/kg up to 2009 and "
        "with 1.4 from 2010 (+16.7 %): so much of a change between them is no change in what was used; the year "
        "of the step is from memory"
    ]
    assert "自 2010 年为 1.4（+16.7 %）" in told(faults, "YBK012", "zh")[0]
    assert "REF022" in {fault.code for fault in faults}


def test_each_fuel_is_told_once_with_its_number_and_source():
    frame, faults = converted(
        "2016,industry,final,raw_coal,1,10^4 t", "2017,industry,final,raw_coal,1,10^4 t",
        "2017,transport,final,raw_coal,1,t", "2017,industry,final,coal,1,tce",
    )  # fmt: skip
    assert len(frame) == 4
    assert [fault.code for fault in faults] == ["YBK010"]
    assert told(faults, "YBK010") == [
        f"data/energy.csv line 2: Raw coal in 10^4 t, t is converted at 0.7143 kgce/kg ({SOURCE})"
    ]
    assert told(faults, "YBK010", "zh") == [
        f"data/energy.csv 第2行：原煤（10^4 t, t）按 0.7143 kgce/kg 折算为标准煤（{SOURCE}）"
    ]


def test_known_disagreements_come_along_once():
    _, faults = converted(
        "2016,industry,final,natural_gas,1,m3", "2017,industry,final,natural_gas,1,m3",
        "2016,industry,final,other_gas,1,m3", "2016,industry,final,other_washed_coal,1,t",
    )  # fmt: skip
    codes = [fault.code for fault in faults if fault.code.startswith("REF")]
    assert sorted(codes) == ["REF021", "REF022", "REF024"]


def test_primary_electricity_at_the_coal_rate_says_that_the_rate_is_from_memory():
    lines = [f"{year},energy_supply,power,nonfossil,1,10^8 kWh" for year in range(2015, 2019)]
    frame, faults = converted(*lines, convention="coal_equivalent")
    assert frame["value"].to_list() == pytest.approx([29700, 29400, 29200, 29000])
    assert frame["datum"][0] == "coal_rate:generation:2015"
    (said,) = told(faults, "YBK010")
    assert "0.297 to 0.29 kgce/kWh, year by year (2015-2018)" in said
    assert said.endswith("; from memory, not official (mark M))")
    (chinese,) = told(faults, "YBK010", "zh")
    assert "0.297 至 0.29 kgce/kWh，逐年取值（2015-2018）" in chinese
    assert "凭记忆，非官方（标记 M）" in chinese
    assert len(told(faults, "YBK011")) == 1
    assert told(faults, "YBK012") == []  # a rate is new every year


@pytest.mark.parametrize("flow", ["final", "power", "losses", "import", "export"])
def test_the_convention_holds_for_electricity_in_every_flow(flow):
    line = f"2017,total,{flow},electricity,1,10^8 kWh"
    by_heat, heat = converted(line)
    by_coal, coal = converted(line, convention="coal_equivalent")
    assert by_heat["value"][0] == pytest.approx(12290)
    assert by_coal["value"][0] == pytest.approx(29200)
    assert told(heat, "YBK011") == []
    (said,) = told(coal, "YBK011")
    assert "in every row, final use and trade too" in said
    assert "按当年发电煤耗折算" in told(coal, "YBK011", "zh")[0]


def test_the_convention_touches_no_fuel():
    line = "2017,industry,final,raw_coal,1,t"
    by_heat, _ = converted(line)
    by_coal, faults = converted(line, convention="coal_equivalent")
    assert by_heat.equals(by_coal)
    assert told(faults, "YBK011") == []


def test_a_coal_rate_of_another_year_is_flagged():
    _, faults = converted("2023,total,import,electricity,1,kWh", convention="coal_equivalent")
    assert "REF009" in {fault.code for fault in faults}


def test_rows_without_a_value_stay_so_and_are_not_told():
    frame, faults = converted(
        "2016,industry,final,raw_coal,NE,10^4 t", "2017,industry,final,raw_coal,,10^4 t"
    )
    assert frame["value"].to_list() == [None, None]
    assert frame["unit"].to_list() == ["tce", "tce"]
    assert faults == []


def test_rows_keep_their_order_and_what_was_given():
    lines = [
        f"{y},industry,final,{f},{y},{u}"
        for y in (2018, 2016, 2017)
        for f, u in (("raw_coal", "t"), ("oil", "tce"))
    ]
    frame, _ = converted(*lines)
    assert frame.drop("value", "unit", "datum").equals(read(*lines).drop("value", "unit"))


def test_a_table_in_standard_coal_is_left_alone():
    before = read("2017,industry,final,coal,1,10^4 tce")
    frame, faults = in_standard_coal(before, FILE, "calorific")
    assert faults == []
    assert frame.drop("datum").equals(before)
    assert in_standard_coal(before.clear(), FILE, "calorific")[0].is_empty()


def test_a_group_that_came_in_by_another_door_is_refused():
    frame = read("2017,industry,final,coal,1,tce").with_columns(unit=pl.lit("t"))
    with pytest.raises(InputError, match='no standard_coal is known for "coal"'):
        in_standard_coal(frame, FILE, "calorific")


def test_units_of_the_vocabulary_are_those_that_the_reference_converts():
    printed = {"t": "kgce/kg", "m3": "kgce/m3", "GJ": "kgce/MJ", "kWh": "kgce/kWh"}
    units = {id: FUELS[id].more["unit"] for id in FUELS if FUELS[id].more["unit"]}
    assert set(units.values()) == set(PER_KGCE) == set(printed)
    for fuel, unit in units.items():
        for year in (1995, 2017):
            assert datum(fuel, year, "calorific")[0].unit == printed[unit]
    known = {row["fuel"] for row in packaged("fuels") if row["quantity"] == "standard_coal"}
    assert known - set(units) == {"other_energy"}
