import pytest

from dualcarbon.reference.formula import per_physical_unit, per_tce


def test_carbon_becomes_carbon_dioxide_by_44_over_12():
    assert per_physical_unit(1000, 12, 1) == pytest.approx(44)


def test_unburnt_carbon_is_not_emitted():
    assert per_physical_unit(20, 25, 0) == 0


def test_a_tonne_of_standard_coal_holds_29_3076_gigajoules():
    assert per_tce(1000, 1) == pytest.approx(29.3076 * 44 / 12)


def test_per_tce_follows_from_the_physical_factor_and_standard_coal():
    heat, carbon, oxidation = 20.908, 26.37, 0.94
    kgce = heat / 29.3076
    physical = per_physical_unit(heat, carbon, oxidation)
    assert physical / kgce == pytest.approx(per_tce(carbon, oxidation), rel=1e-12)
