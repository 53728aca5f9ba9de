"""Named methods that fill years: what they give, within which range, and what they refuse."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.stats import t as student

from dualcarbon.errors import InputError
from dualcarbon.yearbook.filling import hold, interpolate, peers, proxy, splice

NAMED = {"en": "people", "zh": "人口"}
LINE = {2010: 10.0, 2011: 12.0, 2013: 18.0, 2014: 19.0}


def code(work):
    with pytest.raises(InputError) as caught:
        work()
    (fault,) = caught.value.faults
    return fault.code, dict(fault.params)


def test_a_line_and_its_range_by_hand():
    filled = interpolate(LINE, [2012])
    # steps 2, 6 over two years, 1; mean 9/4; squares about it: .0625, 1.125, 1.5625; over two: 1.375
    half = student.ppf(0.975, 2) * math.sqrt(1.375) * math.sqrt(1 / 2)
    assert filled.values == (15.0,)
    assert filled.lo95[0] == pytest.approx(15 - half)
    assert filled.hi95[0] == pytest.approx(15 + half)
    assert filled.basis == {
        "en": "a straight line between 2011, 2013",
        "zh": "2011, 2013年之间的直线",
    }


def test_a_line_without_a_bend_has_no_range():
    filled = interpolate({2010: 1.0, 2011: 2.0, 2013: 4.0, 2014: 5.0}, [2012])
    assert (filled.lo95[0], filled.values[0], filled.hi95[0]) == pytest.approx((3.0, 3.0, 3.0))


def test_the_range_is_widest_in_the_middle_of_a_gap():
    known = {2010: 10.0, 2011: 13.0, 2012: 12.0, 2016: 20.0, 2017: 21.0}
    filled = interpolate(known, [2013, 2014, 2015])
    first, middle, last = np.subtract(filled.hi95, filled.lo95)
    assert middle > first == pytest.approx(last)
    assert middle == pytest.approx(first * math.sqrt((2 * 2) / (1 * 3)))


def test_what_is_never_negative_is_not_filled_below_zero():
    known = {2010: 0.0, 2011: 9.0, 2012: 0.0, 2014: 1.0, 2015: 8.0}
    assert interpolate(known, [2013]).lo95 == (0.0,)
    sinks = {2010: -9.0, 2011: 3.0, 2012: 0.0, 2014: 1.0, 2015: -8.0}
    assert interpolate(sinks, [2013]).lo95[0] < 0


def test_even_growth():
    known = {2010: 1.0, 2011: 2.1, 2012: 4.0, 2014: 16.0}
    filled = interpolate(known, [2013], along="geometric")
    assert filled.values[0] == pytest.approx(8.0)
    assert filled.hi95[0] / 8 == pytest.approx(8 / filled.lo95[0])


def test_outputs_are_negative_and_stay_so():
    known = {2010: -1.0, 2011: -2.1, 2012: -4.0, 2014: -16.0}
    filled = interpolate(known, [2013], along="geometric")
    assert filled.values[0] == pytest.approx(-8.0)
    assert filled.lo95[0] < filled.values[0] < filled.hi95[0] < 0


@pytest.mark.parametrize(
    ("work", "wanted"),
    [
        (lambda: interpolate(LINE, [2015]), ("FIL004", {"years": "2015", "first": 2010, "last": 2014})),
        (lambda: interpolate(LINE, [2009, 2012]), ("FIL004", {"years": "2009"})),
        (lambda: interpolate(LINE, [2011]), ("FIL003", {"years": "2011"})),
        (lambda: interpolate({2010: 1.0, 2011: 1.0, 2013: 2.0}, [2012]), ("FIL002", {"count": 3, "needed": 4})),
        (lambda: interpolate({**LINE, 2010: 0.0}, [2012], along="geometric"), ("FIL007", {"year": 2010, "value": "0"})),
        (lambda: hold({2015: 1.0, 2016: 2.0}, [2017]), ("FIL002", {"count": 2, "needed": 3})),
        (lambda: hold({2014: 1.0, 2015: 1.0, 2016: 2.0}, [2020]), ("FIL010", {"year": 2020, "near": 2016})),
        (lambda: hold({2014: 1.0, 2015: -1.0, 2016: 2.0}, [2017]), ("FIL007", {"year": 2015, "value": "-1"})),
        (lambda: proxy(LINE, {2012: 1.0}, [2012], NAMED), ("FIL002", {"count": 0, "needed": 3})),
        (lambda: proxy(LINE, dict.fromkeys(LINE, 1.0), [2012], NAMED), ("FIL006", {"years": "2012"})),
        (lambda: proxy(LINE, dict.fromkeys(range(2010, 2015), 0.0), [2012], NAMED), ("FIL007", {"year": 2010})),
        (lambda: proxy(LINE, dict.fromkeys(range(2010, 2015), 1.0), [2013], NAMED), ("FIL003", {"years": "2013"})),
        (lambda: splice(LINE, {2009: 1.0, 2010: 1.0, 2011: 1.0}, [2009], NAMED), ("FIL008", {"count": 2, "needed": 3})),
        (lambda: splice(LINE, dict.fromkeys(range(2009, 2015), 1.0), [2009], NAMED), ("FIL009", {"most": "10"})),
        (lambda: peers({2020: 1.0}, {"a": ({2020: 1.0}, {2020: 1.0})}, [2020], NAMED), ("FIL015", {"count": 1})),
        (lambda: peers({2020: 1.0}, {str(n): ({2020: 9.0**n}, {2020: 1.0}) for n in range(4)}, [2020], NAMED), ("FIL020", {"year": 2020, "most": 5.0})),
        (lambda: peers({2020: 1.0}, {}, [2021], NAMED), ("FIL006", {"years": "2021"})),
    ],
)  # fmt: skip
def test_refused_outside_its_validity(work, wanted):
    found, params = code(work)
    assert (found, {k: params[k] for k in wanted[1]}) == wanted


def test_the_nearest_is_carried_with_a_range_that_widens():
    filled = hold({2014: 8.0, 2015: 8.4, 2016: 8.0}, [2012, 2013, 2017, 2019])
    assert filled.values == (8.0, 8.0, 8.0, 8.0)
    spread = np.log(filled.hi95) - np.log(filled.values)
    assert spread / spread[1] == pytest.approx([math.sqrt(2), 1, 1, math.sqrt(3)])
    step = math.log(8.4 / 8)  # both steps are this large
    assert spread[1] == pytest.approx(student.ppf(0.975, 2) * step)
    assert filled.basis["en"] == "the value of 2014, 2016 carried"


PEOPLE = {2014: 98.0, 2015: 100.0, 2016: 102.0, 2017: 104.0, 2018: 106.0}


def test_a_steady_ratio_is_carried_without_a_range():
    filled = proxy({2014: 29.4, 2015: 30.0, 2016: 30.6}, PEOPLE, [2017, 2018], NAMED)
    assert filled.values == pytest.approx((31.2, 31.8))
    assert filled.hi95 == pytest.approx(filled.values)
    assert filled.basis == {
        "en": "the ratio to people (2014-2016)",
        "zh": "与人口之比（2014-2016）",
    }


def test_inside_the_ratio_goes_from_one_neighbour_to_the_other():
    waste = {2014: 98.0, 2015: 100.0, 2017: 4 * 104.0, 2018: 4 * 106.0}
    filled = proxy(waste, PEOPLE, [2016], NAMED)
    assert filled.values[0] == pytest.approx(2 * 102.0)
    assert filled.lo95[0] < 204 < filled.hi95[0]


def test_vintages_are_joined_by_the_mean_ratio_of_the_overlap():
    new = {2015: 110.0, 2016: 102.0, 2017: 114.4}
    filled = splice(new, PEOPLE, [2014], NAMED)
    ratios = np.array([1.1, 1.0, 1.1])
    step = math.sqrt((0.1**2 + 0.1**2) / 2)
    half = student.ppf(0.975, 2) * math.sqrt(ratios.var(ddof=1) * 4 / 3 + step**2)
    assert filled.values[0] == pytest.approx(98 * ratios.mean())
    assert filled.hi95[0] == pytest.approx(98 * (ratios.mean() + half))
    assert filled.basis["en"] == "people joined over 2015-2017 by the ratio 1.067"


def test_peers_lend_their_ratio():
    others = {name: ({2020: wanted}, {2020: size}) for name, wanted, size in (("a", 1.2, 1.0), ("b", 2.2, 2.0), ("c", 1.0, 1.0))}  # fmt: skip
    filled = peers({2020: 10.0}, others, [2020], NAMED)
    assert filled.values[0] == pytest.approx(10 * 4.4 / 4)
    spread = np.std(np.log([1.2, 1.1, 1.0]), ddof=1)
    times = math.exp(student.ppf(0.975, 2) * spread * math.sqrt(4 / 3))
    assert filled.hi95[0] == pytest.approx(filled.values[0] * times)


def test_a_series_that_never_moved_is_filled_within_its_own_range():
    for value in (5.0, 0.1, 1e7):
        made = hold({2015: value, 2016: value, 2017: value}, [2018])
        assert made.lo95[0] <= made.values[0] <= made.hi95[0]
