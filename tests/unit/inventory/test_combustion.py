"""Emissions are activity times factor, in the units declared, over the same labels."""

from __future__ import annotations

import pytest

from dualcarbon.errors import Misaligned, UnitMismatch
from dualcarbon.inventory.combustion import from_energy


def test_emissions_are_energy_times_factor(energy, make):
    factor = make({("industry", "final", "coal"): 2.5}, [2015, 2016], "t CO2/tce").reindex_like(
        energy, fill_value=0.0
    )
    found = from_energy(energy, factor)
    assert found.attrs["units"] == "t CO2"
    assert float(found.sum()) == 2.5 * (100 + 90)
    assert found.dims == energy.dims


def test_units_are_converted_on_entry(make):
    tonnes = make({("industry", "final", "coal"): 1.0}, [2015], "10^4 tce")
    factor = make({("industry", "final", "coal"): 94.6}, [2015], "t CO2/TJ")
    assert float(from_energy(tonnes, factor).sum()) == pytest.approx(1e4 * 0.0293076 * 94.6)


def test_a_factor_may_have_fewer_dimensions(energy):
    one = energy.sel(fuel=["coal"])
    flat = (one.isel(year=0, sector=0, flow=0, drop=True) * 0 + 2.0).assign_attrs(units="t CO2/tce")
    assert float(from_energy(one, flat).sum()) == 2.0 * (100 + 90 + 75 + 70)


def test_missing_labels_are_refused_by_name(energy):
    factor = (energy.sel(fuel=["coal"]) * 0).assign_attrs(units="t CO2/tce")
    with pytest.raises(Misaligned) as caught:
        from_energy(energy, factor)
    assert str(caught.value).startswith(
        "from_energy: 'energy' and 'factor' differ on 'fuel': only one of them has electricity, natural_gas."
    )


@pytest.mark.parametrize(("unit", "code"), [("t CO2", "UNIT001"), (None, "UNIT004")])
def test_a_factor_of_another_kind_is_refused(energy, unit, code):
    with pytest.raises(UnitMismatch) as caught:
        from_energy(energy, energy.assign_attrs(units=unit))
    assert [f.code for f in caught.value.faults] == [code]
