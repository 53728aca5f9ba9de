"""Lines of landfills: what a study must state, what is refused, numbers by edition and climate."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.inventory import waste
from dualcarbon.inventory.declared import Waste
from dualcarbon.inventory.waste.sites import placed
from dualcarbon.reference.numbers import Shelf, tiers, zones

FOOD = {"food": 1.0}
PEOPLE = dict.fromkeys(range(1960, 2018), 1e6)


def rows(kind="managed", value=1000.0, first=2010):
    return ("waste_landfilled", kind, "t", dict.fromkeys(range(first, 2018), value))


def of(parts):
    return {line.id: line for line in parts[0]}, [fault.code for fault in parts[1]]


def test_fifty_years_of_constant_deposits_by_hand(statistics_of, in_east):
    """1,000 t a year since 1966: of each, 75 t C decompose; what goes in 2016 is 75 t x (1 - e^-50k)."""
    parts = waste.lines(statistics_of([rows()], PEOPLE), Waste(composition=FOOD), in_east)
    found, codes = of(parts)
    line = found["waste.landfill.CH4.managed.food"]
    carbon = 1000 * 1.0 * 0.15 * 0.5
    expected = carbon * (1 - np.exp(-0.185 * np.array([50, 51]))) * 0.5 * 16 / 12 * 0.9
    assert line.amounts() == pytest.approx(expected, rel=1e-12)
    assert codes == ["WST001"]
    assert (line.category, line.gas, line.method) == ("4A", "CH4", "landfill_first_order_decay")


def test_waste_is_parted_by_its_composition(statistics_of, in_east):
    settings = Waste(composition={"food": 0.4, "paper": 0.1, "plastics": 0.5})
    found, _ = of(waste.lines(statistics_of([rows()], PEOPLE), settings, in_east))
    assert set(found) == {"waste.landfill.CH4.managed.food", "waste.landfill.CH4.managed.paper"}
    whole, _ = of(waste.lines(statistics_of([rows()], PEOPLE), Waste(composition=FOOD), in_east))
    part = found["waste.landfill.CH4.managed.food"].amounts()
    assert part == pytest.approx(0.4 * whole["waste.landfill.CH4.managed.food"].amounts())


def test_waste_parted_by_the_table_needs_no_composition(statistics_of, in_east):
    given = statistics_of([rows("managed/food", 400), rows("managed/plastics", 600)], PEOPLE)
    found, codes = of(waste.lines(given, Waste(), in_east))
    parted = statistics_of([rows()], PEOPLE)
    settings = Waste(composition={"food": 0.4, "other": 0.6})
    other, _ = of(waste.lines(parted, settings, in_east))
    assert set(found) == {"waste.landfill.CH4.managed/food"}
    assert codes == ["WST001", "WST001"]
    assert found["waste.landfill.CH4.managed/food"].amounts() == pytest.approx(
        other["waste.landfill.CH4.managed.food"].amounts()
    )


def test_sites_correct_and_oxidise_in_their_own_way(statistics_of, in_east):
    settings = Waste(composition=FOOD, sites={"managed": 0.5, "unmanaged_shallow": 0.5})
    found, _ = of(waste.lines(statistics_of([rows("")], PEOPLE), settings, in_east))
    managed, shallow = (
        found[f"waste.landfill.CH4.unplaced.{site}.food"].amounts()
        for site in ("managed", "unmanaged_shallow")
    )
    assert shallow / managed == pytest.approx([0.4 / 0.9] * 2)


def test_bulk_waste_decays_as_one(statistics_of, in_east):
    found, _ = of(waste.lines(statistics_of([rows()], PEOPLE), Waste(bulk_doc=0.1), in_east))
    line = found["waste.landfill.CH4.managed.bulk"]
    expected = 1000 * 0.1 * 0.5 * (1 - np.exp(-0.09 * 50)) * 0.5 * 16 / 12 * 0.9
    assert line.amounts()[0] == pytest.approx(expected, rel=1e-12)


def test_the_mass_balance_needs_no_past(statistics_of, in_east):
    settings = Waste(composition=FOOD, landfill="mass_balance")
    found, codes = of(waste.lines(statistics_of([rows(first=2017)]), settings, in_east))
    amounts = found["waste.landfill.CH4.managed.food"].amounts()
    assert np.isnan(amounts[0])
    assert amounts[1] == pytest.approx(1000 * 0.15 * 0.5 * 0.5 * 16 / 12 * 0.9)
    assert codes == []


def test_editions_differ_in_what_decomposes(statistics_of, in_east, refined):
    settings = Waste(composition={"food": 0.5, "wood": 0.5})
    given = statistics_of([rows()], PEOPLE)
    before, after = (of(waste.lines(given, settings, shelf))[0] for shelf in (in_east, refined))
    for kind, ratio in (("food", 0.7 / 0.5), ("wood", 0.1 / 0.5)):
        id = f"waste.landfill.CH4.managed.{kind}"
        assert after[id].amounts() == pytest.approx(ratio * before[id].amounts())


def test_the_climate_may_be_stated(statistics_of, in_east):
    given = statistics_of([rows()], PEOPLE)
    found, _ = of(waste.lines(given, Waste(composition=FOOD, climate="dry_temperate"), in_east))
    rates = [n.value for n in found["waste.landfill.CH4.managed.food"].numbers if n.quantity == "k"]
    assert rates == [0.06]
    assert "climate:wet_temperate" in in_east.zones
    assert placed(in_east, "") is in_east


@pytest.mark.parametrize(
    ("region", "food", "nappies"),
    [("320000", 0.185, 0.10), ("110000", 0.06, 0.05), ("440000", 0.4, 0.17), ("450000", 0.4, 0.17)],
)
def test_waste_decays_by_the_climate_of_the_province(statistics_of, region, food, nappies):
    shelf = Shelf(tiers(), zones(region))
    settings = Waste(composition={"food": 0.5, "nappies": 0.5})
    found, _ = of(waste.lines(statistics_of([rows()], PEOPLE), settings, shelf))
    for kind, rate in (("food", food), ("nappies", nappies)):
        numbers = found[f"waste.landfill.CH4.managed.{kind}"].numbers
        assert [n.value for n in numbers if n.quantity == "k"] == [rate]


def test_a_region_without_climate_must_state_one_for_decay_alone(statistics_of):
    nation = Shelf(tiers(), ())
    given = statistics_of([rows()], PEOPLE)
    assert of(waste.lines(given, Waste(composition=FOOD), nation)) == ({}, ["WST015"])
    stated = Waste(composition=FOOD, climate="wet_tropical")
    assert of(waste.lines(given, stated, nation))[1] == ["WST001"]
    at_once = Waste(composition=FOOD, landfill="mass_balance")
    assert of(waste.lines(given, at_once, nation))[1] == []


def test_recovery_is_taken_off(statistics_of, in_east):
    given = [rows(), ("landfill_methane_recovered", "", "t", {2016: 10, 2017: 20})]
    found, _ = of(waste.lines(statistics_of(given, PEOPLE), Waste(composition=FOOD), in_east))
    assert found["waste.landfill.recovered.managed"].amounts() == pytest.approx([-9, -18])


@pytest.mark.parametrize(
    ("sites", "share", "codes"),
    [
        ({"unmanaged_deep": 1.0}, 1.0, []),
        ({"unmanaged_deep": 0.5, "unmanaged_shallow": 0.5, "managed": 0.0}, 1.0, []),
        ({"unmanaged_deep": 0.5, "managed": 0.5}, 0.9, []),
    ],
)
def test_the_cover_over_recovered_gas_is_that_of_the_sites(
    statistics_of, in_east, sites, share, codes
):
    """Nothing is oxidised over unmanaged sites; where some are managed, they are what gas is drawn from."""
    given = [rows(kind=""), ("landfill_methane_recovered", "", "t", {2016: 1, 2017: 2})]
    found, told = of(waste.lines(statistics_of(given, PEOPLE), Waste(composition=FOOD, sites=sites), in_east))  # fmt: skip
    (line,) = [line for id, line in found.items() if "recovered" in id]
    assert line.amounts() == pytest.approx([-share, -2 * share])
    assert [code for code in told if code == "WST016"] == codes


def test_sites_of_unlike_covers_want_the_site_of_recovered_gas(statistics_of, refined):
    sites = {"managed_semi_aerobic": 0.5, "unmanaged_deep": 0.5}
    given = [rows(kind=""), ("landfill_methane_recovered", "", "t", {2016: 1, 2017: 2})]
    _, told = of(waste.lines(statistics_of(given, PEOPLE), Waste(composition=FOOD, sites=sites), refined))  # fmt: skip
    assert "WST016" in told


def test_more_recovered_than_made_is_refused(statistics_of, in_east):
    given = [rows(), ("landfill_methane_recovered", "", "t", {2016: 10, 2017: 2000})]
    parts = waste.lines(statistics_of(given, PEOPLE), Waste(composition=FOOD), in_east)
    told = [f for f in parts[1] if f.code == "WST010"]
    assert [dict(f.params)["year"] for f in told] == [2017]


def test_a_young_site_is_told(statistics_of, in_east):
    settings = Waste(composition=FOOD, landfill_begin=2000)
    parts = waste.lines(statistics_of([rows()], PEOPLE), settings, in_east)
    told = [dict(f.params) for f in parts[1] if f.code == "WST002"]
    assert [(one["first"], one["years"], one["wanted"]) for one in told] == [(2000, 16, 50)]


def test_a_constant_amount_needs_no_residents(statistics_of, in_east):
    parts = waste.lines(
        statistics_of([rows()]), Waste(composition=FOOD, backcast="amount"), in_east
    )
    assert [f.code for f in parts[1]] == ["WST001"]


@pytest.mark.parametrize(
    ("settings", "kind", "code"),
    [
        (Waste(), "managed", "WST005"),
        (Waste(composition=FOOD, bulk_doc=0.1), "managed", "WST005"),
        (Waste(composition={"food": 0.5}), "managed", "WST006"),
        (Waste(composition={"food": 1.5, "other": -0.5}), "managed", "WST006"),
        (Waste(composition={"fod": 1.0}), "managed", "WST007"),
        (Waste(composition=FOOD, sites={"manged": 1.0}), "", "WST007"),
        (Waste(composition=FOOD, sites={"managed": 0.9}), "", "WST006"),
        (Waste(composition=FOOD), "", "WST008"),
        (Waste(composition=FOOD), "hill", "REF042"),
        (Waste(), "managed/fod", "WST007"),
    ],
)
def test_what_is_not_stated_or_not_known_is_refused(statistics_of, in_east, settings, kind, code):
    found, codes = of(waste.lines(statistics_of([rows(kind)], PEOPLE), settings, in_east))
    assert found == {}
    assert codes == [code]


def test_residents_that_lack_are_asked_for(statistics_of, in_east):
    for people in (None, {2010: 1e6}):
        _, codes = of(
            waste.lines(statistics_of([rows()], people), Waste(composition=FOOD), in_east)
        )
        assert codes == ["WST004"]


def test_a_site_given_whole_and_by_waste_is_refused(statistics_of, in_east):
    given = statistics_of([rows(), rows("managed/food")], PEOPLE)
    _, codes = of(waste.lines(given, Waste(composition=FOOD), in_east))
    assert "LED020" in codes


def test_shares_of_the_study_are_marked_as_assumed_unless_a_source_is_named(statistics_of, in_east):
    for source, mark in (("", "A"), ("Survey of 2016", "")):
        settings = Waste(composition=FOOD, composition_source=source)
        found, _ = of(waste.lines(statistics_of([rows()], PEOPLE), settings, in_east))
        marks = [
            n.mark
            for n in found["waste.landfill.CH4.managed.food"].numbers
            if n.quantity == "share"
        ]
        assert marks == [mark]
