"""Driving moves between sectors; the total of no fuel does."""

from __future__ import annotations

import pytest

from dualcarbon.errors import InputError
from dualcarbon.inventory import transport

YEARS = (2019,)
CELLS = {
    ("transport", "final", "gasoline"): 50.0,
    ("transport", "final", "diesel"): 80.0,
    ("households", "final", "gasoline"): 40.0,
    ("services", "final", "diesel"): 20.0,
    ("energy_supply", "power", "diesel"): 5.0,
}
SHARES = {("households", "gasoline"): 0.95, ("services", "diesel"): 0.35}


def test_shares_move_and_totals_stay(make):
    energy = make(CELLS, YEARS)
    found = transport.reallocated(energy, SHARES)
    at = {"year": 2019, "flow": "final"}
    assert float(found.sel(sector="transport", fuel="gasoline", **at)) == pytest.approx(88.0)
    assert float(found.sel(sector="households", fuel="gasoline", **at)) == pytest.approx(2.0)
    assert float(found.sel(sector="services", fuel="diesel", **at)) == pytest.approx(13.0)
    assert abs(transport.changed(energy, found)).max() < 1e-12


def test_plants_and_the_carriers_themselves_stay(make):
    energy = make(CELLS, YEARS)
    found = transport.reallocated(
        energy, {("transport", "diesel"): 0.5, ("households", "lpg"): 0.5}
    )
    assert (found == energy).all()


def test_what_is_given_stays_as_it_was(make):
    energy = make(CELLS, YEARS)
    before = energy.copy(deep=True)
    transport.reallocated(energy, SHARES)
    assert (energy == before).all()


def test_energy_without_its_unit_is_refused(make):
    energy = make(CELLS, YEARS)
    with pytest.raises(InputError):
        transport.reallocated(energy.assign_attrs(units="t"), SHARES)


def test_an_account_without_transport_gets_it(make):
    energy = make({("households", "final", "gasoline"): 40.0}, YEARS)
    found = transport.reallocated(energy, SHARES)
    assert float(found.sel(sector="transport").sum()) == pytest.approx(38.0)
    assert float(found.sum()) == pytest.approx(40.0)
