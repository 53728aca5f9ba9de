"""Draws that go together: margins kept, ranks as stated, the impossible refused."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import kstest, norm, spearmanr

from dualcarbon.errors import InputError
from dualcarbon.quantities.correlation import Correlation, correlated
from dualcarbon.quantities.draws import Draws
from dualcarbon.vocabulary.faults import Place

KEYS = ("gdp.growth.2025", "gdp.growth.2030", "gdp.growth.2060", "people.points.2030", "zeal")


def tie(value, *between):
    return Correlation(between=between, value=value)


def told(*ties, keys=KEYS):
    with pytest.raises(InputError) as caught:
        correlated(ties, keys, Place(key="correlations"))
    return caught.value.faults


@pytest.mark.parametrize("rho", [-0.95, -0.3, 0.2, 0.6, 0.99])
def test_ranks_go_together_as_stated_and_margins_stay(rho):
    draws = Draws(KEYS, 8192, seed=7, correlations=[tie(rho, KEYS[0], KEYS[3])])
    one, other = draws.uniform(KEYS[0]), draws.uniform(KEYS[3])
    expected = 6 / np.pi * np.arcsin(rho / 2)  # of two normals, Pearson 1907
    assert spearmanr(one, other).statistic == pytest.approx(expected, abs=0.01)
    for margin in (one, other):
        assert kstest(margin, "uniform").statistic < 0.005
        assert 0 < margin.min() < margin.max() < 1


def test_keys_that_are_not_named_keep_their_draws_to_the_last_bit():
    plain = Draws(KEYS, 64, seed=7)
    tied = Draws(KEYS, 64, seed=7, correlations=[tie(0.6, KEYS[1], KEYS[3])])
    for key in (KEYS[0], KEYS[1], KEYS[2], KEYS[4]):  # the first of a pair leads
        assert np.array_equal(plain.uniform(key), tied.uniform(key))
    assert not np.array_equal(plain.uniform(KEYS[3]), tied.uniform(KEYS[3]))
    again = Draws(KEYS, 64, seed=7, correlations=[tie(0.6, KEYS[3], KEYS[1])])
    assert np.array_equal(tied.uniform(KEYS[3]), again.uniform(KEYS[3]))


def test_without_correlations_nothing_changes():
    plain, none = Draws(KEYS, 16, seed=7), Draws(KEYS, 16, seed=7, correlations=())
    zero = Draws(KEYS, 16, seed=7, correlations=[tie(0.0, "*")])
    for key in KEYS:
        assert np.array_equal(plain.uniform(key), none.uniform(key))
        assert np.array_equal(plain.uniform(key), zero.uniform(key))


def test_chunks_hold_the_same_members():
    whole = Draws(KEYS, 16, seed=3, correlations=[tie(0.5, "*")])
    part = whole.part(4, 12)
    for key in KEYS:
        assert np.array_equal(part.uniform(key), whole.uniform(key)[4:12])
    with pytest.raises(ValueError, match="read-only"):
        whole.uniform("zeal")[0] = 0.5


def test_two_draws_become_what_the_formula_says():
    plain = Draws(("a", "b"), 8, seed=1)
    tied = Draws(("a", "b"), 8, seed=1, correlations=[tie(-0.6, "a", "b")])
    scores = -0.6 * norm.ppf(plain.uniform("a")) + 0.8 * norm.ppf(plain.uniform("b"))
    assert tied.uniform("b") == pytest.approx(norm.cdf(scores), abs=1e-12)


def test_a_star_names_all_that_begin_so():
    found = correlated([tie(0.5, "gdp.growth.*"), tie(-0.2, KEYS[2], "zeal")], KEYS)
    assert found.keys == (*KEYS[:3], "zeal")
    expected = [
        [1.0, 0.5, 0.5, 0.0],
        [0.5, 1.0, 0.5, 0.0],
        [0.5, 0.5, 1.0, -0.2],
        [0.0, 0.0, -0.2, 1.0],
    ]
    assert found.matrix.tolist() == expected


def test_a_pair_may_be_stated_twice_alike():
    same = correlated([tie(0.5, "gdp.growth.*"), tie(0.5, KEYS[1], KEYS[0])], KEYS)
    assert same.matrix[0, 1] == 0.5
    (fault,) = told(tie(0.5, "gdp.growth.*"), tie(0.4, KEYS[1], KEYS[0]))
    assert (fault.code, fault.place.key) == ("DRW007", "correlations.1")
    assert fault.message() == (
        "correlations.1: gdp.growth.2025 and gdp.growth.2030 are correlated by 0.4 here and by 0.5 above"
    )


def test_all_that_is_wrong_with_the_entries_is_told_together():
    found = told(
        tie(1.0, KEYS[0], KEYS[1]), tie(0.5, "gdp.growth.2031", "zeal"), tie(0.5, "zeal", "ze*")
    )
    assert [(fault.code, fault.place.key) for fault in found] == [
        ("DRW005", "correlations.0.value"),
        ("DRW004", "correlations.1.between.0"),
        ("DRW006", "correlations.2.between"),
    ]
    assert 'did you mean "gdp.growth.2030"?' in found[1].message()
    assert found[2].message("zh").startswith("correlations.2.between：zeal, ze* 只对应一个不确定数")


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        (KEYS, "known: gdp.growth.2025, gdp.growth.2030"),
        ([f"k{i}" for i in range(40)], "known: k0, k1, k2, k3, k4, k5, ..."),
        ((), "every number of the scenarios is certain"),
    ],
)
def test_a_key_far_from_all_is_told_with_some_that_are_known(keys, said):
    fault = told(tie(0.5, "qqqqqqqqq", "zzzzzzzz"), keys=keys)[0]
    assert (fault.code, said in fault.message()) == ("DRW004", True)


def test_correlations_that_cannot_hold_together_are_refused_by_their_keys():
    (fault,) = told(tie(0.9, "zeal", KEYS[0]), tie(0.9, "zeal", KEYS[3]), tie(0.1, *KEYS[1:3]))
    assert fault.code == "DRW008"
    assert "gdp.growth.2025, people.points.2030, zeal cannot hold together" in fault.message()
    # eigenvalues of that block are 1 and 1 ± 0.9 √2
    assert dict(fault.params)["value"] == pytest.approx(1 - 0.9 * 2**0.5)
    assert "State every pair" in fault.advice()


def test_draws_say_where_the_correlations_stand():
    with pytest.raises(InputError, match=r"study.toml \[correlations.0.between.0\]: no uncertain"):
        Draws(KEYS, 8, seed=1, correlations=[tie(0.5, "nothing", "zeal")])
