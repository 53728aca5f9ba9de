"""Fits to history: they find what is known to be true, within their own intervals, and refuse what they cannot tell."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.errors import InputError
from dualcarbon.scenarios import saturation, survival
from dualcarbon.scenarios.calibration import elasticity, follows, growth
from dualcarbon.scenarios.estimates import around, residual_memory, widening

YEARS = range(2004, 2020)
COUNT = len(YEARS)


def codes(refused):
    return [fault.code for fault in refused.value.faults]


def held(estimates, truth):
    """Give the share of estimates whose interval holds the truth."""
    return np.mean([one.low <= truth <= one.high for one in estimates])


def test_intervals_of_growth_hold_the_truth_as_often_as_they_say():
    rng = np.random.default_rng(11)
    walks = np.cumsum(np.log(1.04) + 0.02 * rng.standard_normal((800, COUNT)), axis=1)
    fits = [growth(np.exp(walk), YEARS).numbers["rate"] for walk in walks]
    assert held(fits, 0.04) == pytest.approx(
        0.92, abs=0.03
    )  # a little wide: memory is held to 0 or more
    assert np.mean([one.value for one in fits]) == pytest.approx(0.04, abs=0.001)


def test_growth_that_remembers_has_a_wider_interval_that_still_holds():
    rng = np.random.default_rng(12)
    shocks = rng.standard_normal((600, COUNT))
    for year in range(1, COUNT):
        shocks[:, year] += 0.5 * shocks[:, year - 1]
    walks = np.cumsum(0.04 + 0.02 * shocks, axis=1)
    fits = [growth(np.exp(walk), YEARS) for walk in walks]
    assert np.mean([one.memory for one in fits]) > 0.3
    assert held([one.numbers["rate"] for one in fits], np.expm1(0.04)) > 0.84


def test_the_growth_of_a_series_by_hand():
    fit = growth(np.array([100.0, 110, 99, 108.9, 119.79, 107.811]), range(2012, 2018), "gdp")
    rates = np.log([1.1, 0.9, 1.1, 1.1, 0.9])
    assert fit.numbers["rate"].value == pytest.approx(np.expm1(rates.mean()))
    assert fit.noise == pytest.approx(rates.std(ddof=1))
    assert (fit.years, fit.count, fit.numbers["rate"].freedom) == ((2012, 2017), 6, 4)


def test_an_elasticity_is_found_in_walks_that_are_tied():
    rng = np.random.default_rng(13)
    fits = []
    for _ in range(600):
        dx = 0.05 + 0.03 * rng.standard_normal(COUNT)
        dy = 0.6 * dx + 0.01 * rng.standard_normal(COUNT)
        fits.append(elasticity(np.exp(dy.cumsum()), np.exp(dx.cumsum()), YEARS))
    assert held([one.numbers["value"] for one in fits], 0.6) == pytest.approx(0.92, abs=0.03)
    assert np.mean([one.numbers["value"].value for one in fits]) == pytest.approx(0.6, abs=0.01)
    assert np.mean([len(one.notes) for one in fits]) < 0.09  # a false alarm in twenty


def test_walks_that_know_nothing_of_each_other_have_no_elasticity():
    rng = np.random.default_rng(14)
    fits = []
    for _ in range(400):
        x, y = rng.standard_normal((2, COUNT)).cumsum(axis=1)
        fits.append(elasticity(np.exp(0.02 * y), np.exp(0.02 * x), YEARS).numbers["value"])
    assert held(fits, 0.0) == pytest.approx(0.91, abs=0.04)


def test_growth_that_the_other_does_not_explain_is_told():
    rng = np.random.default_rng(15)
    dx = 0.05 + 0.03 * rng.standard_normal(COUNT)
    dy = 0.04 + 0.5 * dx + 0.002 * rng.standard_normal(COUNT)
    (told,) = elasticity(np.exp(dy.cumsum()), np.exp(dx.cumsum()), YEARS, "intensity.x").notes
    assert told.code == "CAL006"
    assert "+4.1% a year" in told.sentence()


def test_a_constant_that_cannot_be_told_from_growth_is_not_told():
    steady = 1.05 ** np.arange(COUNT)
    assert elasticity(steady**0.5, steady, YEARS).notes == ()


@pytest.mark.parametrize(
    ("values", "years", "code"),
    [
        (np.ones(5), range(2010, 2015), "CAL001"),
        (np.array([1.0, 2, 0, 1, 1, 1]), range(2010, 2016), "CAL003"),
        (np.ones(6), [2010, 2011, 2012, 2014, 2015, 2016], "CAL007"),
    ],
)
def test_what_cannot_be_fitted_is_refused(values, years, code):
    with pytest.raises(InputError) as refused:
        growth(values, years, "gdp")
    assert codes(refused) == [code]
    assert "gdp" in str(refused.value)


def test_nothing_follows_what_never_changes():
    with pytest.raises(InputError) as refused:
        elasticity(np.arange(1.0, 9), np.full(8, 2.0), range(2010, 2018))
    assert codes(refused) == ["CAL002"]


def test_households_follow_people_and_all_else_the_economy():
    history = {"gdp": np.ones(2), "population": np.ones(2)}
    drivers = {"intensity.households": "population", "intensity.industry": "structure.industry"}
    assert follows("intensity.households", history, drivers) == "population"
    assert follows("intensity.industry", history, drivers) == "gdp"
    assert follows("gdp", history, drivers) == ""
    assert follows("intensity.total", {"population": np.ones(2)}, {}) == "population"


def curve(saturation=100.0, middle=2008.0, rate=0.4, years=YEARS):
    return saturation / (1 + np.exp(-rate * (np.array(years) - middle)))


def test_a_saturation_is_found_within_its_interval():
    rng = np.random.default_rng(16)
    fits = []
    for _ in range(50):
        noisy = curve() * np.exp(0.01 * rng.standard_normal(COUNT))
        fits.append(saturation.logistic(noisy, YEARS).numbers)
    for name, truth in (("saturation", 100.0), ("midpoint", 2008.0), ("rate", 0.4)):
        assert held([one[name] for one in fits], truth) > 0.8, name
        values = [one[name].value for one in fits]
        assert np.mean(values) == pytest.approx(truth, rel=0.02), name


def refusal(values):
    """Give the code of the refusal, or nothing."""
    try:
        saturation.logistic(values, YEARS)
    except InputError as error:
        return error.faults[0].code
    return ""


def test_steady_growth_has_no_saturation():
    rng = np.random.default_rng(17)
    walks = np.exp(np.cumsum(0.05 + 0.02 * rng.standard_normal((20, COUNT)), axis=1))
    told = [refusal(walk) for walk in walks]
    assert set(told) <= {"", "CAL004", "CAL005"}
    assert told.count("") <= 6  # a walk may bend by chance


def test_the_foot_of_a_curve_does_not_show_its_head():
    noisy = curve(middle=2030.0) * np.exp(0.02 * np.random.default_rng(1).standard_normal(COUNT))
    with pytest.raises(InputError) as refused:
        saturation.logistic(noisy, YEARS)
    assert codes(refused)[0] in ("CAL004", "CAL005")


def test_nine_years_are_too_few_for_a_saturation():
    with pytest.raises(InputError) as refused:
        saturation.logistic(curve()[:9], range(2004, 2013), "x")
    assert codes(refused) == ["CAL001"]


def test_survival_is_found_from_stocks_and_additions_with_noise():
    rng = np.random.default_rng(18)
    added = 10 * 1.08 ** np.arange(18.0)
    exact = survival.modelled(2.2, 12.0, 80.0, added)
    years = range(2003, 2021)
    scales = []
    for _ in range(25):
        noisy = exact * np.exp(0.002 * rng.standard_normal(18))
        scales.append(survival.weibull(noisy, added, years, "cars").numbers["scale"])
    assert held(scales, 12.0) >= 0.75
    assert np.mean([one.value for one in scales]) == pytest.approx(12.0, rel=0.05)


def test_stocks_made_by_hand_lose_what_survival_takes():
    """Two vintages of ten; of age 1 e^-0.5 is left where scale is 2 and shape 1."""
    found = survival.modelled(1.0, 2.0, 0.0, np.array([0.0, 10.0, 10.0]))
    assert found == pytest.approx([0.0, 10.0, 10.0 + 10 * np.exp(-0.5)])


def test_stocks_that_do_not_show_survival_are_refused():
    added = np.full(10, 10.0)
    wild = 100 * np.exp(np.random.default_rng(2).standard_normal(10))
    with pytest.raises(InputError) as refused:
        survival.weibull(wild, added, range(2010, 2020), "cars")
    assert codes(refused) == ["CAL005"]
    with pytest.raises(InputError) as refused:
        survival.weibull(wild[:7], added[:7], range(2010, 2017), "cars")
    assert codes(refused) == ["CAL001"]
    with pytest.raises(InputError) as refused:
        survival.weibull(np.r_[wild[:9], 0.0], added, range(2010, 2020), "cars")
    assert codes(refused) == ["CAL003"]


def test_memory_is_that_of_the_residuals_and_never_negative():
    rng = np.random.default_rng(19)
    shocks = rng.standard_normal(5000)
    remembered = shocks[1:] + 0.0
    for year in range(1, len(remembered)):
        remembered[year] += 0.7 * remembered[year - 1]
    assert residual_memory(remembered) == pytest.approx(0.7, abs=0.03)
    assert residual_memory(np.tile([1.0, -1.0], 20)) == 0.0
    assert residual_memory(np.zeros(9)) == 0.0
    assert widening(0.0) == 1.0


def test_the_sd_of_an_estimate_is_that_of_students_t():
    assert around(1.0, 0.1, 6).sd == pytest.approx(0.1 * np.sqrt(6 / 4))
    assert around(1.0, 0.1, 2).sd == pytest.approx(0.1 * np.sqrt(3))
