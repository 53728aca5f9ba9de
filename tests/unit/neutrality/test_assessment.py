import numpy as np
import pytest
import xarray as xr

from dualcarbon.errors import InputError, Misaligned, UnitMismatch
from dualcarbon.neutrality.assessment import State, assess, net_zero_year

YEARS = [2056, 2057, 2058, 2059, 2060]


def path(*values, years=YEARS, unit="t CO2"):
    return xr.DataArray(
        np.array(values, dtype=float), coords={"year": list(years)}, attrs={"units": unit}
    )


CO2 = path(50e6, 40e6, 30e6, 20e6, 12e6)
SINKS = path(-25e6, -25e6, -25e6, -25e6, -25e6)
GASES = path(9e6, 9e6, 9e6, 9e6, 9e6)


def test_neutral_in_carbon_dioxide_but_later_or_not_in_all_gases():
    found = assess(CO2, processes=True, sinks=SINKS, gases=GASES * 1.5, gwp="AR5")
    assert (found.co2.state, found.co2.year, found.co2.residual) == (State.NEUTRAL, 2059, -13e6)
    assert (found.ghg.state, found.ghg.year, found.ghg.residual) == (State.NOT_NEUTRAL, None, 0.5e6)
    assert (found.gwp, found.sinks, found.credits, found.warnings) == ("AR5", -25e6, None, ())
    assert str(found.co2) == "CO2-neutral from 2059: net emissions stay at or below zero until 2060"
    assert str(found.ghg) == "not GHG-neutral by 2060: 0.5 Mt CO2e remain"
    assert found.co2.reason("zh") == "自 2059 年起实现二氧化碳中和：净排放至 2060 年始终不大于零"
    assert found.ghg.reason("zh") == "2060 年未实现温室气体中和：剩余 50 万吨CO2e"


def test_exactly_zero_is_neutral():
    found = assess(
        CO2, processes=True, sinks=-CO2.assign_attrs(CO2.attrs), gases=GASES * 0, gwp="AR5"
    )
    assert found.co2.year == found.ghg.year == 2056


@pytest.mark.parametrize(
    ("processes", "sinks", "missing", "residual", "named"),
    [
        (False, None, ("processes", "sinks"), 12e6, "industrial processes, no inventory sinks"),
        (False, SINKS, ("processes",), -13e6, "industrial processes"),
        (True, None, ("sinks",), 12e6, "inventory sinks"),
    ],
)
def test_without_processes_or_sinks_only_the_residual_is_shown(
    processes, sinks, missing, residual, named
):
    found = assess(CO2, processes=processes, sinks=sinks, gases=GASES, gwp="AR5")
    assert (found.co2.state, found.co2.year) == (State.NOT_ASSESSABLE, None)
    assert (found.co2.missing, found.co2.residual) == (missing, residual)
    assert found.ghg.year is None
    assert found.ghg.residual == residual + 9e6
    assert str(found.co2) == f"CO2-neutral cannot be assessed: the path holds no {named}"
    assert [w.code for w in found.warnings] == ["NEUT001"]
    assert found.warnings[0].message() == (
        f"neutrality cannot be assessed: the path holds no {named}; "
        "only the residual of what it holds is shown"
    )


def test_the_sentences_are_in_chinese_too():
    found = assess(CO2, processes=False)
    assert found.co2.reason("zh") == "二氧化碳中和无法判定：该路径不含工业过程排放、清单碳汇"
    assert found.warnings[0].message("zh") == (
        "无法判定中和：该路径不含工业过程排放、清单碳汇；仅给出其所含部分的剩余排放"
    )


def test_without_the_other_gases_there_is_no_residual_of_all_gases():
    found = assess(CO2, processes=True, sinks=SINKS)
    assert found.co2.state is State.NEUTRAL
    assert (found.ghg.state, found.ghg.residual, found.ghg.missing) == (
        State.NOT_ASSESSABLE,
        None,
        ("gases",),
    )
    assert (
        str(found.ghg) == "GHG-neutral cannot be assessed: the path holds no gases other than CO2"
    )
    assert found.warnings == ()


def test_purchased_credits_stand_apart_and_lower_nothing():
    bought = path(0, 0, 0, 0, 12e6)
    found = assess(CO2, processes=True, sinks=SINKS * 0, credits=bought)
    assert (found.co2.residual, found.co2.state, found.credits) == (12e6, State.NOT_NEUTRAL, 12e6)
    assert found.warnings[0].message() == (
        "purchased credits of 12 Mt CO2 in 2060 stand apart; they do not lower the residual"
    )
    assert found.warnings[0].message("zh") == "2060 年购买的减排量 12 Mt CO2 单列；不抵减剩余排放"
    assert assess(CO2, processes=True, sinks=SINKS, credits=bought * 0).warnings == ()


def test_a_sink_of_the_wrong_sign_is_noticed():
    found = assess(CO2, processes=True, sinks=-SINKS.assign_attrs(SINKS.attrs))
    assert found.co2.residual == 37e6
    assert [w.code for w in found.warnings] == ["NEUT003"]
    assert found.warnings[0].message() == (
        "sinks are written as negative emissions; +25 Mt CO2 in 2056, 2057, 2058, 2059, 2060 raises the total"
    )
    assert found.warnings[0].message("zh").startswith("碳汇应写为负排放；2056, 2057")


def test_units_are_converted_at_the_door():
    found = assess(path(1, 1, 1, 1, 2, unit="Mt CO2"), processes=False)
    assert found.co2.residual == 2e6
    with pytest.raises(UnitMismatch):
        assess(path(1, 1, 1, 1, 1, unit="tce"), processes=False)


def test_an_earlier_horizon_looks_no_further():
    found = assess(CO2, processes=True, sinks=SINKS, horizon=2058)
    assert (found.co2.state, found.co2.residual, found.co2.horizon) == (
        State.NOT_NEUTRAL,
        5e6,
        2058,
    )


def test_what_cannot_be_used_is_refused_by_name():
    with pytest.raises(InputError) as caught:
        assess(CO2, processes=True, gases=GASES)
    assert str(caught.value).startswith("gases: gases other than CO2 need the name of their set")
    assert (
        caught.value.faults[0].message("zh") == "gases：其他温室气体须写明增温潜势的版本，例如 AR5"
    )
    with pytest.raises(Misaligned, match="assess: 'co2' and 'sinks' differ on 'year'"):
        assess(CO2, processes=True, sinks=SINKS[:4])
    with pytest.raises(InputError, match="co2: 2056-2070 is no span within 2056-2060"):
        assess(CO2, processes=True, horizon=2070)


@pytest.mark.parametrize(
    ("net", "year"),
    [
        ([1, 0, 0, 0, 0], 2057),
        ([-1, -1, -1, -1, -1], 2056),
        ([-1, -1, 1, -1, -1], 2059),
        ([-1, -1, -1, -1, 1], None),
        ([5, 4, 3, 2, 1e-9], None),
    ],
)
def test_the_year_is_the_first_from_which_it_stays(net, year):
    assert net_zero_year(path(*net)) == year
