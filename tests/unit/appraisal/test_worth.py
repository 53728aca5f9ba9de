from itertools import pairwise

import numpy as np
import pytest
import xarray as xr

from dualcarbon.appraisal.discounting import GRID, over
from dualcarbon.appraisal.streams import stream
from dualcarbon.appraisal.worth import back_by_rest, keyed, net_value, views, worths
from dualcarbon.errors import InputError
from dualcarbon.finance.cash_flow import npv

YEARS = range(2025, 2029)
GIVEN = {
    "investment": [1000, 0, 0, 0],
    "salvage": [0, 0, 0, 100],
    "running": [0, 20, 20, 20],
    "social": [0, 300, 300, 300],
    "social_ex_tax": [0, 250, 250, 250],
    "financial": [0, 500, 500, 500],
    "financial_ex_tax": [0, 400, 400, 400],
}


def labelled(values, unit="CNY2022"):
    dims = ("member", "year")[-np.ndim(values) :]
    coords = {"year": list(YEARS)}
    coords |= {"member": range(len(values))} if len(dims) == 2 else {}
    return xr.DataArray(
        np.array(values, dtype=float), dims=dims, coords=coords, attrs={"units": unit}
    )


def make(abatement=(0, 4, 4, 4), **changed):
    return stream(
        "kiln",
        price_year=2022,
        abatement=labelled(abatement, "t CO2"),
        carbon_price=labelled([50, 60, 70, 80], "CNY2022/t CO2"),
        **{name: labelled(values) for name, values in (GIVEN | changed).items()},
    )


FOUND = worths(make(), 0.10)


def test_there_are_twelve_in_a_fixed_order():
    keys = [(w.view, w.rate, w.carbon, w.taxes) for w in FOUND]
    assert keys == [
        (view, rate, carbon, taxes)
        for view, rate in (("social_8", 0.08), ("social_6", 0.06), ("financial", 0.10))
        for carbon in (False, True)
        for taxes in (False, True)
    ]
    assert list(keyed(FOUND)) == [(view, carbon, taxes) for view, _, carbon, taxes in keys]


@pytest.mark.parametrize("worth", FOUND, ids=lambda w: f"{w.view}-{w.carbon}-{w.taxes}")
def test_each_is_its_own_flows_discounted(worth):
    prices = ("social" if worth.view != "financial" else "financial") + "_ex_tax" * (
        not worth.taxes
    )
    energy, carbon = np.array(GIVEN[prices]), np.array([0, 240, 280, 320]) * worth.carbon
    flows = energy + carbon + GIVEN["salvage"] - np.array(GIVEN["investment"]) - GIVEN["running"]
    assert worth.npv_cny == pytest.approx(float(npv(worth.rate, flows)))
    assert len(worth.irr) == 1
    assert float(npv(worth.irr[0], flows)) == pytest.approx(0, abs=1e-9)
    assert worth.invested_cny == 1000


def test_a_carbon_price_raises_the_worth_and_leaves_the_marginal_cost():
    for worth in FOUND:
        twin = keyed(FOUND)[worth.view, not worth.carbon, worth.taxes]
        assert worth.mac_cny_per_t == twin.mac_cny_per_t
        assert (worth.npv_cny > twin.npv_cny) == worth.carbon


def test_the_marginal_cost_is_the_price_that_just_pays():
    worth = keyed(FOUND)["social_6", False, False]
    assert worth.mac_cny_per_t == pytest.approx(-worth.npv_cny / worth.abated_t)
    assert worth.abated_t == pytest.approx(float(npv(0.06, [0, 4, 4, 4])))


def test_payback_of_the_owner():
    worth = keyed(FOUND)["financial", False, True]
    assert worth.payback_years == pytest.approx(2 + 40 / 580)
    assert worth.discounted_payback_years > worth.payback_years
    assert keyed(FOUND)["social_8", False, False].payback_years is None


def test_a_measure_that_avoids_nothing_has_a_worth_but_no_marginal_cost():
    found = worths(make(abatement=[0, 0, 0, 0]), 0.1)
    assert {w.mac_cny_per_t for w in found} == {None}
    assert {fault.code for w in found for fault in w.warnings} == {"FIN008"}
    assert found[0].warnings[0].message().startswith("kiln: no marginal cost")


def test_rates_that_do_not_decide_are_told_with_the_worth():
    plain = {"running": [0] * 4, "salvage": [0] * 4}
    found = keyed(worths(make(financial=[900, 230, -132, 0], **plain), 0.1))
    worth = found["financial", False, True]  # -100, 230, -132
    assert worth.irr == pytest.approx([0.1, 0.2])
    assert [fault.code for fault in worth.warnings] == ["FIN003"]


def test_the_rounding_of_differences_makes_no_rate():
    late = {"investment": [0, 0, 1000, 0], "salvage": [0] * 4, "running": [0] * 4}
    found = keyed(worths(make(financial=[1e-8, -2e-8, 0, 1100], **late), 0.1))
    assert found["financial", False, True].irr == pytest.approx([0.1])


def test_a_rate_in_percent_is_refused():
    with pytest.raises(InputError, match=r"money.financial_rate: discount rate 7 = 700 %"):
        worths(make(), 7)


def many():
    return make(financial=[[0, 500, 500, 500], [0, 100, 100, 100]], running=[[0, 1, 2, 3]] * 2)


def test_members_have_net_values_but_no_single_worth():
    social, _, owner = views(0.10)
    found = net_value(many(), owner, carbon=False, taxes=True)
    alone = [make(financial=[0, x, x, x], running=[0, 1, 2, 3]) for x in (500, 100)]
    each = [float(net_value(one, owner, carbon=False, taxes=True)) for one in alone]
    assert found == pytest.approx(each)
    assert net_value(many(), social).shape == (2,)
    for refused in (lambda: worths(many(), 0.1), lambda: over(many())):
        with pytest.raises(InputError) as caught:
            refused()
        assert str(caught.value).startswith("kiln: 2 members; an answer for one case")


def test_the_net_value_of_the_central_run_is_that_of_its_worth():
    social = views(0.10)[0]
    assert net_value(make(), social) == keyed(FOUND)["social_8", True, False].npv_cny


def test_over_the_rates_of_discount():
    found = over(make())
    assert [point.rate for point in found] == list(GRID)
    social = keyed(FOUND)["social_8", False, False]
    same = next(point for point in found if point.rate == 0.08)
    assert (same.npv_cny, same.mac_cny_per_t) == (social.npv_cny, social.mac_cny_per_t)
    assert all(a.npv_cny > b.npv_cny for a, b in pairwise(found))
    owner = over(make(), [0.1], perspective="financial", carbon=True, taxes=True)[0]
    assert owner.npv_cny == keyed(FOUND)["financial", True, True].npv_cny
    with pytest.raises(InputError, match="discount rate 8 = 800 %"):
        over(make(), [8])


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({}, False),  # 1440 come back of 1000
        ({"financial": [0, 300, 300, 300]}, False),  # 840 and a rest of 100: never back
        ({"financial": [0, 300, 300, 300], "salvage": [0, 0, 0, 160]}, True),  # 840 and 160
        ({"financial": [0, 300, 300, 300], "salvage": [0, 0, 0, 159]}, False),
        ({"financial": [0, 600, 600, 40], "investment": [1000, 0, 0, 900], "salvage": [0, 0, 0, 800]}, False),  # back in 2027
        ({"financial": [0, 0, 0, 0], "running": [0, 0, 0, 0], "investment": [0, 0, 0, 0], "salvage": [0, 0, 0, 0]}, False),
        ({"financial": [500, 0, 0, 0], "running": [0, 0, 0, 600], "investment": [0, 0, 0, 0]}, False),  # money comes first
    ],
)  # fmt: skip
def test_money_that_comes_back_by_the_rest_value_only_is_seen(changed, told):
    assert back_by_rest(make(**changed), taxes=True) is told


def test_money_back_by_the_rest_value_depends_on_taxes_in_the_prices():
    near = make(financial=[0, 360, 360, 360], financial_ex_tax=[0, 340, 340, 340])
    # 1020 come in with taxes; without them 960 and a rest of 100
    assert [back_by_rest(near, taxes=taxes) for taxes in (True, False)] == [False, True]
