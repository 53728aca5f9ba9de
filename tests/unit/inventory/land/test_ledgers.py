"""Three ledgers of sinks, fluxes of nature, and what someone else reported."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.errors import InputError
from dualcarbon.inventory.land import ledgers, reported
from dualcarbon.inventory.ledger import Activity, Ledger

ROWS = [
    ("land_flux", "forest", "10^4 t CO2", {2015: -12.0, 2016: -11.0}),
    ("wetland_area", "temperate", "ha", {2015: 1000.0, 2016: 1000.0}),
    ("karst_area", "hills", "ha", {2015: 1000.0, 2016: 1000.0}),
    ("credit_project", "hill", "t C", {2015: 150.0, 2016: 150.0}),
    ("credit_baseline", "hill", "t C", {2015: 20.0, 2016: 20.0}),
    ("credit_leakage", "hill", "t C", {2015: 10.0, 2016: 10.0}),
]
OWN = [("karst_area", "hills", "loss", 0.5, "t/ha yr"), ("karst_area", "hills", "purity", 1.0, "1")]
HILL = {
    "id": "hill", "methodology": "CCER-14-001-V01", "province": "35", "begun": 2012, "land": "barren", "plants": "trees",
    "smallest_plot": 700.0, "years": 30,
}  # fmt: skip


@pytest.fixture
def whole(land):
    found, faults = land((2015, 2016), ROWS, OWN, projects=[HILL])
    assert faults == ()
    return Ledger((2015, 2016), tuple(found.values()))


def test_each_ledger_stands_by_itself(whole):
    sinks = ledgers.sinks(whole, "AR5")
    assert sinks.inventory == pytest.approx([-120_000 + 235 * 28, -110_000 + 235 * 28])
    assert sinks.project == pytest.approx([-396.0, -396.0])
    assert sinks.natural == pytest.approx([-220.0, -220.0])


def test_credits_and_nature_are_in_no_total_of_the_territory(whole):
    assert [x.id for x in whole.territorial.lines] == [
        "land.wetland.temperate.CH4", "land.land_flux.forest",
    ]  # fmt: skip


def test_a_sum_over_ledgers_must_be_asked_for_and_says_so(whole):
    sinks = ledgers.sinks(whole, "AR5")
    with pytest.raises(InputError, match="inventory, project are kept apart"):
        ledgers.total(sinks, ["inventory", "project"])
    amount, (told,) = ledgers.total(sinks, ["inventory", "project"], together=True)
    assert amount == pytest.approx(sinks.inventory + sinks.project)
    assert told.code == "LND011"
    assert "spans the ledgers inventory, project" in told.message()


def test_one_ledger_named_twice_is_counted_once(whole):
    sinks = ledgers.sinks(whole, "AR5")
    amount, told = ledgers.total(sinks, ["project", "project"])
    assert (amount.tolist(), told) == (sinks.project.tolist(), ())


def test_an_unknown_ledger_is_refused(whole):
    with pytest.raises(InputError, match='no ledger of sinks "geology"'):
        ledgers.total(ledgers.sinks(whole, "AR5"), ["geology"])


def test_neutrality_counts_the_carbon_dioxide_of_the_inventory_alone(whole):
    counted = ledgers.for_neutrality(whole)
    assert counted.values == pytest.approx([-120_000, -110_000])
    assert counted.attrs["units"] == "t CO2"
    assert counted["year"].values.tolist() == [2015, 2016]


def test_without_land_nothing_is_known_rather_than_zero():
    empty = Ledger((2015,), ())
    assert ledgers.for_neutrality(empty) is None
    sinks = ledgers.sinks(empty, "AR5")
    assert sinks.inventory is None
    assert np.isnan(ledgers.total(sinks)[0]).all()


def test_a_year_that_is_not_known_is_left_out_of_neutrality(land):
    found, _ = land((2015, 2016), [("land_flux", "forest", "t CO2", {2016: -5.0})])
    counted = ledgers.for_neutrality(Ledger((2015, 2016), tuple(found.values())))
    assert counted["year"].values.tolist() == [2016]


def test_a_removal_written_positive_is_told(land):
    found, (told,) = land((2015,), [("land_flux", "forest", "t CO2", {2015: 100.0})])
    assert (told.code, told.level) == ("MOD005", "warn")
    assert told.message() == (
        "data/activity.csv line 2: sinks are written as negative emissions; +100 t CO2 raises the total"
    )
    assert found["land.land_flux.forest"].amounts().tolist() == [100.0]


def test_negative_and_missing_years_are_not_told():
    one = Activity(
        name="x", unit="t CO2", years=(1, 2, 3), values=np.array([-1.0, np.nan, 0.0]), refs=("", "", "")
    )  # fmt: skip
    assert reported.raising(one) == ()


def test_what_the_account_computes_itself_is_not_taken_from_others_too(land):
    rows = [("drained_soil", "cropland", "ha", {2015: 1.0}), ("land_flux", "cropland", "t CO2", {2015: -1.0})]  # fmt: skip
    found, (told,) = land((2015,), rows)
    assert list(found) == ["land.drained.cropland"]
    assert told.code == "LND008"


def test_a_class_of_land_that_does_not_exist_is_refused(land):
    found, (told,) = land((2015,), [("land_flux", "tundra", "t CO2", {2015: -1.0})])
    assert found == {}
    assert told.code == "LND019"


def test_karst_water_counts_carbonic_acid_only(land):
    rows = [("karst_discharge", kind, "10^6 m3", {2015: 1.0}) for kind in ("pure", "acid")]
    own = [
        ("karst_discharge", "pure", "cations", 2.0, "mol/m3"), ("karst_discharge", "pure", "bicarbonate", 4.0, "mmol/L"),
        ("karst_discharge", "acid", "cations", 3.0, "mol/m3"), ("karst_discharge", "acid", "bicarbonate", 2.9, "mol/m3"),
    ]  # fmt: skip
    found, _ = land((2015,), rows, own)
    assert [float(x.amounts()[0]) for x in found.values()] == [pytest.approx(-88.0), 0.0]
    assert {(x.ledger, x.memo, x.category) for x in found.values()} == {
        ("natural", "natural", "M3")
    }


def test_permafrost_needs_a_rate_of_the_study(land):
    rows = [("permafrost_area", "plateau", "km2", {2015: 1.0})]
    assert [f.code for f in land((2015,), rows)[1]] == ["REF040"]
    own = [("permafrost_area", "plateau", "flux", -0.2, "t CO2/ha yr")]
    (line,) = land((2015,), rows, own)[0].values()
    assert line.amounts() == pytest.approx([-20.0])
