"""Whole series in a wrong unit: held against the nation's people and against what they go with."""

from __future__ import annotations

import pytest

from dualcarbon.readers.csv import read_bytes
from dualcarbon.reference.tables import rows as packaged
from dualcarbon.yearbook.amounts import amounts
from dualcarbon.yearbook.levels import told

FILES = {
    name: f"data/{name}.csv"
    for name in ("population", "economy", "energy", "activity", "published")
}
HEADS = {
    "population": "year,indicator,value,unit",
    "economy": "year,sector,indicator,value,unit",
    "energy": "year,sector,flow,fuel,value,unit",
    "activity": "year,sector,indicator,value,unit",
    "published": "id,year,sector,value,unit",
}


def frame(table, *lines):
    return read_bytes(
        (HEADS[table] + "\n" + "\n".join(lines) + "\n").encode(), table, FILES[table]
    ).frame


def region(*, people=1e7, coal=2e7, power=3e10, steel=5e6, money=4e11, carbon=8e7, table="person"):
    return {
        "population": frame("population", f"2015,population,{people},person", f"2015,population_urban,{people * 0.6},{table}"),
        "economy": frame("economy", f"2015,total,value_added,{money},CNY2010"),
        "energy": frame("energy", f"2015,industry,final,coal,{coal},tce", f"2015,households,final,oil,{coal / 4},tce"),
        "activity": frame(
            "activity",
            f"2015,total,electricity_consumption,{power},kWh",
            f"2015,industry,crude_steel_output,{steel},t",
            "2015,industry,pig_iron_output,4e6,t",
        ),
        "published": frame("published", f"all,2015,total,{carbon},t CO2"),
    }  # fmt: skip


def said(**changed):
    return [(f.code, f.message()) for f in told(region(**changed), FILES)]


def test_a_usual_region_is_left_alone():
    assert said() == []


def test_power_per_person_against_the_nation():
    ((code, message),) = said(power=3e14)
    assert code == "UNIT003"
    assert message == (
        "data/activity.csv: Electricity consumption per person is 7140 times the national mean "
        "(30000000 against 4200 kWh/person); perhaps 10^4: the multiplier of the unit"
    )


@pytest.mark.parametrize(
    ("changed", "code", "file"),
    [
        ({"power": 3e6}, "UNIT003", "data/activity.csv"),
        ({"money": 4e15}, "UNIT003", "data/economy.csv"),
        ({"steel": 5e10}, "UNIT003", "data/activity.csv"),
        ({"carbon": 8e7 * 12 / 44}, "UNIT014", "data/published.csv"),
        ({"carbon": 8e7 * 44 / 12}, "UNIT014", "data/published.csv"),
    ],
)
def test_an_amount_in_another_unit_is_told_in_its_file(changed, code, file):
    found = told(region(**changed), FILES)
    assert (code, file) in [(f.code, f.place.file) for f in found]


def test_energy_that_is_off_as_a_whole_is_told_as_a_whole():
    found = told(region(coal=2e7 * 29.3076), FILES)
    assert [(f.code, dict(f.params).get("what")) for f in found if f.code == "UNIT003"] == [
        ("UNIT003", {"en": "energy", "zh": "能源消费"})
    ]
    assert "29.3: GJ written as tce" in found[0].message()


@pytest.mark.parametrize("people", [1e11, 1e3])
def test_when_everything_is_off_it_is_the_people(people):
    found = told(region(people=people), FILES)
    assert [f.code for f in found] == ["UNIT015"]
    assert found[0].place.file == "data/population.csv"
    assert "10^4: the multiplier of the unit" in found[0].message()


def test_carbon_against_energy_names_the_factor():
    ((code, message),) = said(carbon=8e7 * 12 / 44)
    assert code == "UNIT014"
    assert "usually 0.9 to 3.6; perhaps 44/12: carbon dioxide against carbon" in message


def test_without_people_or_energy_nothing_is_held_against_them():
    alone = region(power=3e14)
    del alone["population"]
    assert told(alone, FILES) == []
    assert told({}, FILES) == []


def test_what_a_region_has_in_all():
    found = amounts(region())
    assert found["energy:total"] == ({2015: 2.5e7}, "tce")
    assert found["energy:sector:households"] == ({2015: 5e6}, "tce")
    assert found["activity:crude_steel_output"] == ({2015: 5e6}, "t")
    assert found["population"] == ({2015: 1e7}, "person")
    assert "electricity:made" not in found


def test_a_carrier_is_balanced_where_plants_and_users_are_given():
    rows = ("2015,energy_supply,power,electricity,-90,tce", "2015,total,import,electricity,30,tce",
            "2015,total,export,electricity,10,tce", "2015,industry,final,electricity,100,tce", "2015,total,losses,electricity,10,tce")  # fmt: skip
    found = amounts({"energy": frame("energy", *rows)})
    assert found["electricity:made"][0] == {2015: 110.0}
    assert found["electricity:used"][0] == {2015: 110.0}


@pytest.mark.parametrize("table", ["national_means", "related_amounts"])
def test_ranges_are_ranges_and_have_a_source(table):
    for row in packaged(table):
        assert float(row["low"]) < float(row["high"]), row["id"]
        assert row["source"]
        assert row["mark"] in ("", "C", "M", "A")
