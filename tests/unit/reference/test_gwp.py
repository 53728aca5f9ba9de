import pytest

from dualcarbon.errors import InputError, UnknownName
from dualcarbon.reference.gwp import SETS, gwp, one_set, potentials
from dualcarbon.vocabulary.faults import Place


@pytest.mark.parametrize("name", SETS)
def test_carbon_dioxide_is_the_measure_of_all(name):
    assert gwp("CO2", name) == 1
    assert all(value > 1 for gas, value in potentials(name).items() if gas != "CO2")


def test_gases_are_understood_by_alias():
    assert gwp("甲烷", "AR5") == gwp("methane", "AR5") == 28
    assert gwp("HFC134a", "AR4") == 1430


def test_an_unknown_gas_is_refused():
    with pytest.raises(UnknownName, match="is not a gas"):
        gwp("CH5", "AR5")


def test_a_set_must_be_named_and_known():
    with pytest.raises(TypeError):
        gwp("CH4")
    with pytest.raises(InputError, match=r'"AR7" is not a set of .*; known: SAR, AR4, AR5, AR6'):
        gwp("CH4", "AR7")


def test_a_gas_that_a_report_lacks_is_refused_with_advice():
    with pytest.raises(InputError) as caught:
        gwp("NF3", "SAR")
    (fault,) = caught.value.faults
    assert (fault.code, fault.message()) == ("REF011", "SAR has no warming potential of NF3")
    assert fault.advice("zh")


def test_two_sets_never_mix():
    with pytest.raises(InputError) as caught:
        one_set({"CH4": "AR4", "N2O": "AR6"}, Place(file="data/activity.csv"))
    assert [f.code for f in caught.value.faults] == ["UNIT009"]
    assert "data/activity.csv: CH4 uses AR4, N2O uses AR6" in str(caught.value)


def test_no_set_at_all_is_refused_too():
    with pytest.raises(InputError, match="no set is named"):
        one_set({})
