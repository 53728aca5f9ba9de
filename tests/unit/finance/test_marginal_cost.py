import math

import pytest

from dualcarbon.errors import InputError, Misaligned
from dualcarbon.finance.cash_flow import npv
from dualcarbon.finance.marginal_cost import over_life, yearly
from dualcarbon.vocabulary.faults import Place


def test_cost_and_tonnes_are_both_discounted():
    found = over_life(0.25, [100, 50, -25], [0, 10, 10])
    assert found.cost == pytest.approx(100 + 40 - 16)
    assert found.abatement == pytest.approx(8 + 6.4)
    assert found.value == pytest.approx(124 / 14.4)
    assert found.warnings == ()


def test_a_carbon_price_of_this_height_just_pays():
    cost, tonnes = [1000, -50, 30, -80], [0, 3, 5, 8]
    price = over_life(0.08, cost, tonnes).value
    flows = [price * t - c for t, c in zip(tonnes, cost, strict=True)]
    assert npv(0.08, flows) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("tonnes", [[0, 0], [1, -2], [-5, 0]])
def test_without_abatement_there_is_none(tonnes):
    found = over_life(0.08, [100, 10], tonnes, place=Place(key="kiln"))
    assert found.value is None
    assert [fault.code for fault in found.warnings] == ["FIN008"]
    assert found.warnings[0].message().startswith("kiln: no marginal cost; the abatement")
    assert str(found) == "no marginal cost"


def test_an_abatement_too_small_to_divide_by_gives_none():
    assert over_life(0.08, [1e300], [1e-300]).value is None


def test_arrays_of_unlike_length_are_refused():
    with pytest.raises(Misaligned, match="differ in length; nothing was computed"):
        over_life(0.08, [1, 2], [1, 2, 3])


def test_one_unit_in_one_year():
    found = yearly(rate=0.1, investment=2100, life=2, running=-210, abatement=10)
    assert found.cost == pytest.approx(2100 * 0.121 / 0.21 - 210)
    assert found.value == pytest.approx(100)
    assert str(found) == "100.0 CNY/t CO2"


def test_one_unit_without_abatement():
    found = yearly(rate=0.1, investment=1, life=2, running=0, abatement=0, place=Place(key="E07"))
    assert (found.value, [fault.code for fault in found.warnings]) == (None, ["FIN008"])


@pytest.mark.parametrize("given", [{"rate": 8}, {"life": 0}, {"investment": math.nan}])
def test_one_unit_with_numbers_that_cannot_be(given):
    whole = {"rate": 0.1, "investment": 1, "life": 2, "running": 0, "abatement": 1}
    with pytest.raises(InputError):
        yearly(**(whole | given))


def test_the_yearly_form_is_that_of_a_life_with_payments_at_the_ends_of_years():
    once = yearly(rate=0.08, investment=500, life=4, running=20, abatement=3)
    whole = over_life(0.08, [500, 20, 20, 20, 20], [0, 3, 3, 3, 3])
    assert once.value == pytest.approx(whole.value)
