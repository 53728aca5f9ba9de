"""Typical units: hand computations, cases, and what has no cost."""

import dataclasses

import pytest

from dualcarbon.appraisal.typical import (
    BOUGHT,
    CASES,
    abatement,
    cost,
    energy,
    marginal_cost,
    running,
)
from dualcarbon.errors import InputError
from dualcarbon.measures.catalogue import all_typical, typical
from dualcarbon.reference.prices import price


def test_offshore_wind_by_hand():
    """10,500 x 0.0936788 + 340 - 2.9 x 300 = 453.6 CNY for 2.9 x 0.8273 = 2.399 t: 189 CNY/t."""
    wind = typical("E07")
    assert running(wind) == pytest.approx(340 - 870)
    assert abatement(wind) == pytest.approx(2.39917)
    assert marginal_cost(wind, rate=0.08) == pytest.approx(453.63 / 2.39917, abs=0.01)


def test_a_heat_pump_uses_one_energy_to_save_another():
    pump = typical("I10")
    assert energy(pump) == {"coal": 24.0, "elec_i": -1.667}
    assert abatement(pump) == pytest.approx(24 * 0.0909 - 1.667 * 0.5306)
    assert abatement(pump, grid=0.2) == pytest.approx(24 * 0.0909 - 1.667 * 0.2)


def test_the_grid_of_another_year_touches_only_what_is_bought():
    assert abatement(typical("E06"), grid=0.2) == abatement(typical("E06"))
    assert {price(id).co2 for id in BOUGHT} == {0.5306}
    assert abatement(typical("S02"), grid=0.0) == 0


def test_taxes_move_costs_but_not_tonnes():
    truck = typical("T03")
    with_taxes, without = (marginal_cost(truck, rate=0.08, taxes=taxes) for taxes in (True, False))
    assert with_taxes < 0 < without
    assert running(truck) - running(truck, taxes=False) == pytest.approx(
        -1441.6 * (144 - 94.2) + 162 * (900 - 796)
    )


@pytest.mark.parametrize("id", all_typical())
def test_the_cases_stand_in_their_order(id):
    ours = cost(typical(id))
    known = [v for v in (ours.favourable, ours.social_8, ours.unfavourable) if v is not None]
    assert known == sorted(known)
    assert ours.abatement > 0
    tonnes = [abatement(typical(id), case=case) for case in CASES]
    assert tonnes[1] >= tonnes[0] >= tonnes[2]


def test_what_spends_nothing_has_no_cost():
    limits = cost(typical("R02"))
    assert limits.abatement == 1
    assert {limits.social_8, limits.social_6, limits.ex_tax, limits.favourable} == {None}


def test_what_avoids_nothing_has_no_cost():
    truck = typical("T03")
    assert abatement(truck, case="unfavourable") < 0
    assert cost(truck).unfavourable is None


def test_a_lower_rate_makes_what_is_built_first_cheaper():
    for one in all_typical().values():
        ours = cost(one)
        if ours.social_8 is not None and one.cost["investment"].mid > 0:
            assert ours.social_6 < ours.social_8


def test_other_yearly_costs_count():
    nuclear = typical("E08")
    assert nuclear.cost["other"].mid == 354
    numbers = {k: v for k, v in nuclear.numbers.items() if k != "other"}
    without = dataclasses.replace(nuclear, numbers=numbers)
    assert running(nuclear) - running(without) == 354


def test_a_rate_that_is_none_is_refused():
    with pytest.raises(InputError):
        marginal_cost(typical("E06"), rate=-2)
