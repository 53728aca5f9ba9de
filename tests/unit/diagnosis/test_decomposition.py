"""Behaviour of the decomposition, and each of its sentences."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from dualcarbon.diagnosis.decomposition import add, chain, join, lmdi, log_mean
from dualcarbon.errors import InputError, Misaligned

FUELS = {"fuel": ["coal", "oil"]}


def of(*values, coords=FUELS):
    return xr.DataArray(np.array(values, dtype=float), coords=coords)


def test_logarithmic_mean_lies_between_geometric_and_arithmetic_mean():
    a, b = np.array([1.0, 3.0, 1e-5]), np.array([4.0, 3.0001, 7e4])
    mean = log_mean(a, b)
    assert np.all(np.sqrt(a * b) <= mean)
    assert np.all(mean <= (a + b) / 2)


def test_logarithmic_mean_of_nearly_equal_numbers_keeps_its_digits():
    # The mean of 1 and 1 + e begins 1 + e/2 - e^2/12.
    for e in (1e-3, 1e-6, 1e-9, 1e-13):
        gap = 1 + e - 1  # what a double can hold of e
        assert log_mean(1.0, 1 + e) == pytest.approx(1 + gap / 2 - gap**2 / 12, rel=3e-15, abs=e**3)


def test_logarithmic_mean_of_far_numbers_does_not_overflow():
    assert log_mean(1e-300, 1e300) == pytest.approx(1e300 / (600 * np.log(10)))


def test_cell_that_appears_goes_to_its_zero_factor_alone():
    first = {"use": of(10, 10), "mix": of(1, 0), "factor": of(2, np.nan)}
    last = {"use": of(10, 10), "mix": of(0.5, 0.5), "factor": of(2, 3)}
    parts = lmdi(first, last, period=(2019, 2020))
    oil = {name: float(effect.sel(fuel="oil")) for name, effect in parts.effects.items()}
    assert oil == {"use": 0, "mix": 15, "factor": 0}
    assert [str(w) for w in parts.warnings] == [
        "LMDI001 diagnosis.lmdi 2019-2020: oil appears; the analytical limit is used"
    ]


def test_cell_that_vanishes_is_split_equally_among_its_zero_factors():
    first = {"use": of(10, 4), "mix": of(0.5, 0.5), "factor": of(2, 3)}
    last = {"use": of(10, 0), "mix": of(0.5, 0), "factor": of(2, 3)}
    parts = lmdi(first, last, period=(2019, 2020))
    oil = {name: float(effect.sel(fuel="oil")) for name, effect in parts.effects.items()}
    assert oil == {"use": -3, "mix": -3, "factor": 0}
    assert parts.warnings[0].message("zh") == "diagnosis.lmdi 2019-2020：石油降为 0，采用解析极限"


def test_cell_that_is_zero_in_both_years_contributes_nothing():
    first = {"use": of(10, 0), "factor": of(2, np.nan)}
    last = {"use": of(12, 0), "factor": of(2, np.nan)}
    parts = lmdi(first, last)
    assert parts.totals["use"] == pytest.approx(4)
    assert all(effect.sel(fuel="oil") == 0 for effect in parts.effects.values())
    assert "oil is 0 throughout; the contribution is 0" in str(parts.warnings[0])


def test_equal_totals_give_ratios_whose_product_is_one():
    first = {"use": of(10, 5), "factor": of(2, 4)}
    last = {"use": of(20, 5), "factor": of(1, 4)}
    parts = lmdi(first, last)
    assert parts.change == 0
    assert parts.ratios["use"] == pytest.approx(np.exp(20 * np.log(2) / 40))
    assert parts.ratios["use"] * parts.ratios["factor"] == pytest.approx(1)


def test_total_of_zero_gives_additive_effects_only():
    parts = lmdi({"use": of(0, 0)}, {"use": of(1, 2)}, period=(2019, 2020))
    assert parts.totals == {"use": 3}
    assert parts.ratios == {}
    assert parts.warnings[-1].code == "LMDI008"


def test_factors_may_have_fewer_dimensions_than_the_cells():
    people, use = xr.DataArray(3.0), of(2, 4)
    parts = lmdi({"population": people, "use": use}, {"population": 2 * people, "use": use})
    assert parts.totals["population"] == pytest.approx(18)
    assert parts.by("fuel")["population"].values == pytest.approx([6, 12])


def test_every_negative_cell_is_named_before_anything_is_computed():
    first = {"use": of(-1, 5), "factor": of(2, 4)}
    last = {"use": of(3, 5), "factor": of(1, -4)}
    with pytest.raises(InputError) as caught:
        lmdi(first, last, period=(2010, 2011))
    assert [f.code for f in caught.value.faults] == ["LMDI003", "LMDI003"]
    assert str(caught.value).splitlines()[0] == (
        "diagnosis.lmdi 2010: energy use of coal is -1, and a negative or sign-changing cell has no "
        "logarithmic mean. Report this cell apart and decompose the rest."
    )
    assert "2011: factor of oil is -4" not in str(caught.value)
    assert "2011: emission factor of oil is -4" in str(caught.value)


def test_missing_factor_of_a_cell_in_use_is_refused_not_filled():
    first = {"use": of(1, 5), "factor": of(2, np.nan)}
    with pytest.raises(InputError, match="emission factor of oil is missing") as caught:
        lmdi(first, {"use": of(1, 5), "factor": of(2, 4)})
    assert caught.value.faults[0].code == "LMDI005"


@pytest.mark.parametrize("value", [np.inf, 1e-200, 1e200])
def test_numbers_that_cannot_be_multiplied_are_refused(value):
    factors = {"use": of(1, value), "factor": of(2, value)}
    with pytest.raises(InputError) as caught:
        lmdi(factors, factors)
    assert {f.code for f in caught.value.faults} == {"LMDI006"}


def test_effects_that_do_not_reach_the_known_totals_are_refused():
    with pytest.raises(InputError, match=r"effects sum to 4, change is 5 \(residual -1 > 1e-09\)"):
        lmdi({"use": of(1, 1)}, {"use": of(3, 3)}, totals=(2, 7))


def test_known_totals_take_the_place_of_the_sums():
    assert lmdi({"use": of(1, 1)}, {"use": of(3, 3)}, totals=(2, 6)).end == 6


def test_other_labels_are_refused():
    with pytest.raises(Misaligned, match="only one of them has oil"):
        lmdi({"use": of(1, 5)}, {"use": of(1, coords={"fuel": ["coal"]})})


@pytest.mark.parametrize(("first", "last"), [(("use", "mix"), ("use",)), ((), ())])
def test_other_factors_are_refused(first, last):
    with pytest.raises(InputError, match="factors of the two years differ"):
        lmdi({n: of(1, 1) for n in first}, {n: of(1, 1) for n in last})


YEARS = {"year": [2010, 2011, 2013], **FUELS}
USE = of([1, 2], [2, 3], [4, 3], coords=YEARS)
FACTOR = of(2, 3)


def test_chain_goes_from_each_year_to_the_next_and_takes_constants():
    steps = chain({"use": USE, "factor": FACTOR}, unit="t CO2")
    assert [step.period for step in steps] == [(2010, 2011), (2011, 2013)]
    assert [step.totals["use"] for step in steps] == pytest.approx([5, 4])
    assert steps[0].effects["use"].attrs["units"] == "t CO2"


def test_chained_effects_add_up_to_the_change_and_differ_from_the_end_points():
    factors = {"use": USE, "factor": of([2, 3], [5, 1], [2, 2], coords=YEARS)}
    whole = add(chain(factors))
    ends = chain(factors, [2010, 2013])[0]
    assert sum(whole.totals.values()) == pytest.approx(whole.change) == pytest.approx(ends.change)
    assert np.prod(list(whole.ratios.values())) == pytest.approx(whole.end / whole.start)
    assert whole.totals["use"] != pytest.approx(ends.totals["use"])


def test_chain_names_the_years_it_lacks():
    with pytest.raises(InputError, match=r"2009, 2014 not among the years of the factors \(2010, "):
        chain({"use": USE}, [2009, 2010, 2014])


def test_steps_with_a_gap_are_not_added():
    first, second = chain({"use": USE})
    with pytest.raises(InputError, match="without a gap, not: 2011-2013, 2010-2011"):
        add([second, first])
    with pytest.raises(InputError, match="not: none"):
        add([])


def test_chain_that_passes_through_a_total_of_zero_has_no_ratios():
    use = xr.DataArray([1.0, 0.0, 2.0], coords={"year": [2010, 2011, 2012]})
    assert add(chain({"use": use})).ratios == {}


def test_joined_parts_have_no_effect_of_a_factor_they_lack():
    firms = lmdi(
        {"gdp": of(1, coords={"sector": ["industry"]})},
        {"gdp": of(2, coords={"sector": ["industry"]})},
    )
    homes = lmdi(
        {"people": of(3, coords={"sector": ["households"]})},
        {"people": of(5, coords={"sector": ["households"]})},
    )
    whole = join([firms, homes], "sector")
    assert whole.effects["gdp"].values == pytest.approx([1, 0])
    assert whole.effects["people"].values == pytest.approx([0, 2])
    assert whole.ratios["gdp"] * whole.ratios["people"] == pytest.approx(7 / 4)


def test_result_says_itself():
    parts = lmdi({"use": of(1, 4)}, {"use": of(2, 8)}, period=(2010, 2015), unit="t CO2")
    assert str(parts) == "from 5 in 2010 to 10 in 2015 t CO2 (+5): use +5"
