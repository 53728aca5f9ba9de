"""Waste burnt: fossil carbon in one place, energy or waste; the rest told apart."""

from __future__ import annotations

import pytest

from dualcarbon.inventory import waste
from dualcarbon.inventory.declared import Waste
from dualcarbon.reference.numbers import Shelf, tiers, zones

BURNT = ("waste_incinerated", "municipal", "10^4 t", {2016: 1, 2017: 2})


def lines(given, settings, shelf):
    parts = waste.lines(given, settings, shelf)
    return {line.id: line for line in parts[0]}, [fault.code for fault in parts[1]]


def carbon_dioxide(found, category):
    return found[f"waste.incineration.CO2.municipal.{category}"].amounts()


def test_fossil_carbon_by_hand(statistics_of, in_east):
    found, codes = lines(statistics_of([BURNT]), Waste(burnt_for_power=0.0), in_east)
    fossil = 1e4 * 0.20 * 0.39 * 0.95 * 44 / 12
    assert carbon_dioxide(found, "4C1") == pytest.approx([fossil, 2 * fossil])
    assert fossil / 1e4 == pytest.approx(0.272, abs=5e-4)
    assert codes == []


def test_waste_that_makes_power_stands_under_energy_and_no_tonne_in_both(statistics_of, in_east):
    apart, _ = lines(statistics_of([BURNT]), Waste(burnt_for_power=0.75), in_east)
    waste_only, _ = lines(statistics_of([BURNT]), Waste(burnt_for_power=0.0), in_east)
    power_only, _ = lines(statistics_of([BURNT]), Waste(burnt_for_power=1.0), in_east)
    whole = carbon_dioxide(waste_only, "4C1")
    assert carbon_dioxide(apart, "1A1a") == pytest.approx(0.75 * whole)
    assert carbon_dioxide(apart, "1A1a") + carbon_dioxide(apart, "4C1") == pytest.approx(whole)
    assert {line.category for line in power_only.values()} == {"1A1a"}
    assert {line.category for line in waste_only.values()} == {"4C1"}


def test_carbon_that_grew_lately_is_in_no_total(statistics_of, in_east):
    found, _ = lines(statistics_of([BURNT]), Waste(burnt_for_power=0.0), in_east)
    memo = found["waste.incineration.CO2.municipal.4C1.biogenic"]
    assert not memo.counts
    both = memo.amounts() + carbon_dioxide(found, "4C1")
    assert both[0] == pytest.approx(1e4 * 0.20 * 0.95 * 44 / 12)


def test_how_much_makes_power_must_be_said(statistics_of, in_east):
    found, codes = lines(statistics_of([BURNT]), Waste(), in_east)
    assert found == {}
    assert codes == ["WST009"]


def test_sludge_holds_no_fossil_carbon_and_hazardous_waste_is_burnt_to_be_rid_of_it(
    statistics_of, in_east
):
    given = [
        ("waste_incinerated", kind, "t", {2016: 100, 2017: 100}) for kind in ("sludge", "hazardous")
    ]
    found, codes = lines(statistics_of(given), Waste(), in_east)
    assert found["waste.incineration.CO2.sludge.4C1"].amounts().tolist() == [0, 0]
    hazardous = found["waste.incineration.CO2.hazardous.4C1"]
    assert hazardous.amounts()[0] == pytest.approx(100 * 0.01 * 0.9 * 0.97 * 44 / 12)
    assert any("suspicious" in number.note for number in hazardous.numbers)
    assert codes == []


def test_a_kind_without_numbers_is_refused(statistics_of, in_east):
    found, codes = lines(
        statistics_of([("waste_incinerated", "", "t", {2017: 1})]), Waste(), in_east
    )
    assert found == {}
    assert codes == ["REF040"]


def test_open_burning_by_hand_and_by_edition(statistics_of, in_east):
    newer = Shelf(tiers("2019"), zones("320000"))
    given = statistics_of([("waste_open_burned", "", "t", {2016: 1000, 2017: 1000})])
    old, new = (lines(given, Waste(), shelf)[0] for shelf in (in_east, newer))
    for found, oxidised in ((old, 0.58), (new, 0.71)):
        amount = found["waste.open_burning.CO2.waste_open_burned"].amounts()[0]
        assert amount == pytest.approx(1000 * 0.20 * 0.39 * oxidised * 44 / 12)
    assert old["waste.open_burning.CH4.waste_open_burned"].amounts()[0] == pytest.approx(6.5)
    assert old["waste.open_burning.N2O.waste_open_burned"].amounts()[0] == pytest.approx(
        0.15 * 0.62
    )
