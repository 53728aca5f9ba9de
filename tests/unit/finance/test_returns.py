import math

import numpy as np
import pytest

from dualcarbon.errors import InputError
from dualcarbon.finance.returns import State, listed, rates
from dualcarbon.vocabulary.faults import Place

KILN = Place(key="kiln")


def codes(found):
    return [fault.code for fault in found.warnings]


def test_two_rates_are_both_told():
    found = rates([-100, 230, -132], place=KILN)
    assert found.values == pytest.approx([0.1, 0.2], abs=1e-14)
    assert (found.state, found.changes, found.touching) == (State.SEVERAL, 2, ())
    assert codes(found) == ["FIN003"]
    assert found.warnings[0].message() == "kiln: two rates, 10.0 % and 20.0 %; use NPV"
    zh = "kiln：有两个内部收益率：10.0 % 和 20.0 %；请以净现值判断"
    assert found.warnings[0].message("zh") == zh
    assert found.warnings[0].level == "warn"
    assert str(found) == "rate of return 10.0 % and 20.0 %"


@pytest.mark.parametrize("flows", [[100, -200, 150], [-100, -5], [5, 6], [0, 0], [7]])
def test_no_rate_is_told(flows):
    found = rates(flows, place=KILN)
    assert (found.values, found.state) == ((), State.NONE)
    assert found.warnings[0].message() == "kiln: no real rate of return"
    assert codes(found) == ["FIN002"]
    assert str(found) == "no real rate of return"


def test_one_rate_has_nothing_to_tell():
    found = rates([-100, 110])
    assert found.values == pytest.approx([0.1], abs=1e-15)
    assert (found.state, found.warnings) == (State.ONE, ())


def test_a_net_present_value_that_only_touches_nothing():
    found = rates([-100, 220, -121], place=KILN)
    assert found.values == found.touching == pytest.approx([0.1], abs=1e-12)
    assert codes(found) == ["FIN005"]
    assert (
        found.warnings[0].message() == "kiln: NPV touches 0 at 10.0 % and keeps its sign; use NPV"
    )


def test_a_touch_is_seen_through_the_rounding_of_the_flows():
    flows = [-100.0, 2 * 100 * 1.07, -100 * 1.07**2]
    assert rates(flows).touching == pytest.approx([0.07], abs=1e-7)
    flows[1] *= 1 + 1e-12
    assert len(rates(flows).values) == 2
    flows[1] *= 1 - 1e-11
    assert rates(flows).values == ()


def test_a_threefold_rate_is_one_that_crosses():
    found = rates([-1000, 3300, -3630, 1331])
    assert found.values == pytest.approx([0.1], abs=1e-9)
    assert (found.touching, found.changes) == ((), 3)


def test_a_loan_is_told_apart_from_an_investment():
    found = rates([100, -110], place=KILN)
    assert found.values == pytest.approx([0.1])
    assert codes(found) == ["FIN006"]


def test_rates_below_nothing_and_near_a_total_loss():
    assert rates([-100, 1]).values == pytest.approx([-0.99])
    assert rates([-100, 0, 0, 74]).values == pytest.approx([0.74 ** (1 / 3) - 1])
    assert rates([-1, 1e-12]).values == pytest.approx([-1 + 1e-12], abs=1e-16)
    assert rates([-1, 1e-18]).values == ()  # a float cannot tell it from -100 %


def test_rates_far_above_a_hundred_per_cent():
    assert rates([-1e-6, 1]).values == pytest.approx([1e6 - 1])
    assert rates([-1e-300, 1.0, 0.5]).values == pytest.approx([1e300], rel=1e-9)


def test_many_rates_close_together():
    flows = np.array([1.0])
    for k in (4, 8, 12, 16):
        flows = np.convolve(flows, [-100, 100 + k])
    found = rates(flows)
    assert found.values == pytest.approx([0.04, 0.08, 0.12, 0.16], abs=1e-9)
    assert found.warnings[0].message().startswith("flows: four rates, 4.0 %, 8.0 %, 12.0 % and")


def test_more_than_eight_rates_are_counted_in_digits():
    flows = np.array([1.0])
    for k in range(9):
        flows = np.convolve(flows, [-1, 1.5**k])
    found = rates(flows)
    assert found.values == pytest.approx([1.5**k - 1 for k in range(9)], abs=1e-6)
    assert found.warnings[0].message().startswith("flows: 9 rates, ")


def test_the_rounding_of_larger_sums_is_no_flow():
    noisy = [1e-7, -1e-7, -1e6, 1.1e6, -1e-8]
    assert len(rates(noisy).values) > 1
    assert rates(noisy, least=1e-6).values == pytest.approx([0.1])


@pytest.mark.parametrize("flows", [[1, math.nan], [[-1, 2], [-1, 3]], []])
def test_what_is_no_series_is_refused(flows):
    with pytest.raises(InputError) as caught:
        rates(flows)
    assert [fault.code for fault in caught.value.faults] == ["FIN009"]


def test_percentages_show_the_digits_that_tell_them_apart():
    assert listed((0.1,), "en") == "10.0 %"
    assert listed((0.10001, 0.10002), "zh") == "10.001 % 和 10.002 %"
    assert listed((0.1, 0.2, 0.3), "zh") == "10.0 %、20.0 % 和 30.0 %"


def test_forty_four_years_with_replacements():
    flows = [-100.0] * 5 + [12.0] * 15 + [-80.0] + [12.0] * 15 + [-80.0] + [12.0] * 7
    found = rates(flows)
    assert found.changes == 5
    assert abs(sum(f / (1 + found.values[0]) ** t for t, f in enumerate(flows))) < 1e-9
