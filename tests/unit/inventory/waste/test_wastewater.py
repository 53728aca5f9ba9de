"""Sewage and industrial wastewater by hand, by treatment, by edition."""

from __future__ import annotations

import pytest

from dualcarbon.inventory import waste
from dualcarbon.inventory.declared import Waste
from dualcarbon.inventory.waste.wastewater import COLLECTED

PEOPLE = {2016: 1e6, 2017: 2e6}


def lines(given, shelf):
    parts = waste.lines(given, Waste(), shelf)
    return {line.id: line for line in parts[0]}, [fault.code for fault in parts[1]]


def test_sewage_by_its_oxygen_demand(statistics_of, in_east):
    given = statistics_of([("waste_water_bod", "", "t", {2016: 1000, 2017: 2000})])
    found, codes = lines(given, in_east)
    assert found["waste.wastewater.CH4.waste_water_bod"].amounts() == pytest.approx([99, 198])
    assert codes == []


def test_chemical_demand_counts_as_biological_where_the_guideline_says_how_much(
    statistics_of, in_east, refined
):
    given = statistics_of([("waste_water_cod", "septic", "t", {2016: 1000, 2017: 0})])
    ours, theirs = (
        lines(given, shelf)[0]["waste.wastewater.CH4.waste_water_cod.septic"].amounts()
        for shelf in (in_east, refined)
    )
    assert ours == pytest.approx([1000 * 0.46 * 0.6 * 0.5, 0])
    assert theirs == pytest.approx([1000 * 0.25 * 0.5, 0])


def test_sewage_given_twice_is_refused(statistics_of, in_east):
    rows = [(indicator, "", "t", {2017: 1}) for indicator in ("waste_water_bod", "waste_water_cod")]
    assert "WST011" in lines(statistics_of(rows), in_east)[1]


def test_editions_differ_for_plants_that_run_well(statistics_of, in_east, refined):
    given = statistics_of([("waste_water_bod", "aerobic", "t", {2016: 1000, 2017: 1000})])
    for shelf, mcf in ((in_east, 0.0), (refined, 0.03)):
        found, _ = lines(given, shelf)
        amounts = found["waste.wastewater.CH4.waste_water_bod.aerobic"].amounts()
        assert amounts == pytest.approx([600 * mcf] * 2)


def test_the_nations_mix_is_not_known_to_the_ipcc(statistics_of, refined):
    found, codes = lines(statistics_of([("waste_water_bod", "", "t", {2017: 1})]), refined)
    assert (found, codes) == ({}, ["REF040"])


def test_industrial_wastewater_names_its_treatment(statistics_of, in_east):
    rows = [
        ("industrial_waste_water_cod", kind, "t", {2016: 1000, 2017: 0})
        for kind in ("anaerobic_reactor", "")
    ]
    found, codes = lines(statistics_of(rows[:1]), in_east)
    line = found["waste.wastewater.CH4.industrial_waste_water_cod.anaerobic_reactor"]
    assert line.amounts() == pytest.approx([200, 0])
    assert line.category == "4D2"
    assert codes == []
    assert "REF040" in lines(statistics_of(rows[1:]), in_east)[1]


@pytest.mark.parametrize(
    ("indicator", "category"), [("waste_water_bod", "4D1"), ("industrial_waste_water_cod", "4D2")]
)
def test_recovery_is_taken_off_and_never_more_than_made(
    statistics_of, in_east, indicator, category
):
    demand = (indicator, "anaerobic_reactor", "t", {2016: 1000, 2017: 1000})
    little, much = (
        lines(
            statistics_of([demand, (COLLECTED[category], "", "t", {2016: 10, 2017: gas})]), in_east
        )
        for gas in (10, 1000)
    )
    assert little[0][f"waste.wastewater.recovered.{category}"].amounts().tolist() == [-10, -10]
    assert little[1] == []
    assert much[1] == ["WST012"]


def test_nitrogen_of_protein_by_hand(statistics_of, in_east, refined):
    given = statistics_of([("protein_supply", "", "kg/person", {2016: 30, 2017: 30})], PEOPLE)
    for shelf, uneaten in ((in_east, 1.5), (refined, 1.08)):
        found, _ = lines(given, shelf)
        nitrogen = 30e-3 * 1e6 * 0.16 * uneaten * 1.25
        amounts = found["waste.wastewater.N2O.effluent"].amounts()
        assert amounts == pytest.approx(
            [nitrogen * 0.005 * 44 / 28, 2 * nitrogen * 0.005 * 44 / 28]
        )


def test_nitrogen_taken_out_does_not_reach_the_river(statistics_of, in_east):
    rows = [
        ("protein_supply", "", "kg/person", {2016: 30, 2017: 30}),
        ("waste_water_nitrogen_removed", "", "t", {2016: 1000, 2017: 0}),
    ]
    found, _ = lines(statistics_of(rows, PEOPLE), in_east)
    first, second = found["waste.wastewater.N2O.effluent"].amounts()
    assert first == pytest.approx(second / 2 - 1000 * 0.005 * 44 / 28)


def test_protein_without_residents_is_told(statistics_of, in_east):
    given = statistics_of([("protein_supply", "", "kg/person", {2017: 30})])
    assert lines(given, in_east) == ({}, ["WST013"])


def test_plants_have_a_number_in_the_edition_of_2019_only(statistics_of, in_east, refined):
    given = statistics_of([("waste_water_nitrogen_treated", "", "t", {2016: 700, 2017: 1400})])
    assert lines(given, in_east) == ({}, ["WST014"])
    found, codes = lines(given, refined)
    line = found["waste.wastewater.plants.N2O.waste_water_nitrogen_treated"]
    assert line.amounts() == pytest.approx([700 * 0.016 * 44 / 28, 1400 * 0.016 * 44 / 28])
    assert codes == []
