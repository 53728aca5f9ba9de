"""Waste of others that is treated here, and waste of the region that is treated elsewhere."""

from __future__ import annotations

import pytest

from dualcarbon.inventory import waste
from dualcarbon.inventory.declared import Waste
from dualcarbon.inventory.ledger import Ledger
from dualcarbon.inventory.views import entries, gpc, ipcc

YEARS = (2016, 2017)


def compost(*kinds):
    """Twice as much of every further kind, in 10^4 t."""
    return [("waste_composted", kind, "10^4 t", {2016: 2.0**n, 2017: 2.0**n}) for n, kind in enumerate(kinds)]  # fmt: skip


def seen(given, shelf, settings=None):
    """Give lines by id, and the views of the city and of the IPCC."""
    lines, faults = waste.lines(given, settings or Waste(), shelf)
    assert [f.code for f in faults if f.level == "error"] == []
    found = entries.of(Ledger(YEARS, lines))
    views = (gpc.view(found, YEARS, "AR5"), ipcc.view(found, YEARS, "AR5"))
    return {line.id: line for line in lines}, *views


def test_compost_of_three_origins_stands_in_three_rows(statistics_of, in_east):
    """Wet waste gives 4 kg CH4 and 0.24 kg N2O a tonne: 1.756 kt CO2e for 10^4 t (28, 265)."""
    rows = compost("", "brought_in", "sent_out")
    lines, city, _ = seen(statistics_of(rows), in_east)
    one = 1e4 * (4e-3 * 28 + 0.24e-3 * 265)
    told = {id: city.row(id).co2e[0] for id in ("III.2.1", "III.2.2", "III.2.3")}
    assert told == pytest.approx({"III.2.1": one, "III.2.2": 4 * one, "III.2.3": 2 * one})
    assert {(x.scope, x.flow) for x in lines.values()} == {(1, ""), (1, "import"), (3, "export")}


def test_what_is_treated_counts_on_the_territory_what_is_made_in_the_city(statistics_of, in_east):
    _, city, territory = seen(statistics_of(compost("", "brought_in", "sent_out")), in_east)
    one = 1e4 * (4e-3 * 28 + 0.24e-3 * 265)
    totals = {name: values[0] for name, values in city.totals.items()}
    assert totals == pytest.approx({"basic": 5 * one, "basic_plus": 5 * one, "territorial": 3 * one})  # fmt: skip
    assert territory.totals["total"][0] == pytest.approx(3 * one)


def test_landfilled_waste_names_its_origin_behind_site_and_kind(statistics_of, in_east):
    years = dict.fromkeys(range(1950, 2018), 1e4)
    rows = [("waste_landfilled", kind, "t", years) for kind in ("managed/food", "managed/food/sent_out", "managed/food/brought_in")]  # fmt: skip
    lines, city, _ = seen(statistics_of(rows), in_east, Waste(composition={"food": 1.0}))
    assert sorted(lines) == [f"waste.landfill.CH4.managed/food{end}" for end in ("", ".brought_in", ".sent_out")]  # fmt: skip
    own = city.row("III.1.1").co2e[0]
    assert own > 0
    assert [city.row(id).co2e[0] for id in ("III.1.2", "III.1.3")] == pytest.approx([own, own])


def test_what_others_burn_is_told_as_waste_whatever_becomes_of_its_heat(statistics_of, in_east):
    rows = [("waste_incinerated", f"municipal{of}", "t", {2016: 1e4, 2017: 1e4}) for of in ("", "/brought_in", "/sent_out")]  # fmt: skip
    _, city, _ = seen(statistics_of(rows), in_east, Waste(burnt_for_power=1.0))
    assert city.row("I.4.4").gases["CO2"][0] == pytest.approx(2 * city.row("III.3.2").gases["CO2"][0])  # fmt: skip
    assert city.row("I.4.3").empty
    assert city.row("III.3.1").empty


def test_own_waste_and_that_of_others_are_not_a_whole_and_its_part(statistics_of, in_east):
    lines, _, _ = seen(statistics_of(compost("", "brought_in")), in_east)
    assert len(lines) == 4
