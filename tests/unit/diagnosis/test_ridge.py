"""The ridge: what a penalty does, and how it is chosen."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.diagnosis import ridge

SQUARE = np.array([[1.0, 1.0], [1.0, -1.0], [-1.0, 1.0], [-1.0, -1.0]])
"""Two regressors that have nothing in common."""


def twins(apart, years=16):
    random = np.random.default_rng(2)
    one = np.linspace(0, 1, years)
    return np.column_stack([one, one + apart * random.standard_normal(years)])


def test_a_penalty_of_one_halves_what_has_nothing_in_common():
    response = SQUARE @ np.array([3.0, -2.0])
    standard = ridge.standardise(SQUARE)
    assert ridge.coefficients(standard, response, 0.0) == pytest.approx([3.0, -2.0])
    assert ridge.coefficients(standard, response, 1.0) == pytest.approx([1.5, -1.0])


def test_many_responses_are_fitted_at_once():
    standard = ridge.standardise(SQUARE)
    both = np.stack([SQUARE[:, 0], SQUARE @ np.array([1.0, 4.0])])
    assert ridge.coefficients(standard, both, 0.0) == pytest.approx(np.array([[1, 0], [1, 4]]))


def test_a_constant_is_taken_out_only_where_asked():
    line = np.array([[1.0], [2.0], [3.0]])
    response = np.array([12.0, 14.0, 16.0])
    assert ridge.coefficients(ridge.standardise(line), response, 0.0) == pytest.approx([2.0])
    through_zero = ridge.coefficients(ridge.standardise(line, centred=False), response, 0.0)
    assert through_zero == pytest.approx([(12 + 28 + 48) / 14])


def test_coefficients_do_not_depend_on_the_unit():
    x = twins(0.1)
    y = x @ np.array([1.0, 0.5])
    plain = ridge.coefficients(ridge.standardise(x), y, 0.01)
    scaled = ridge.coefficients(ridge.standardise(x * [10.0, 0.1]), y, 0.01)
    assert scaled * [10.0, 0.1] == pytest.approx(plain)


def test_the_nearer_the_twins_the_higher_inflation_and_condition():
    far, near = twins(0.3), twins(0.01)
    assert ridge.inflation(far).max() < 20 < 1000 < ridge.inflation(near).min()
    assert ridge.standardise(near).condition > 10 * ridge.standardise(far).condition


def test_inflation_is_that_of_the_correlation():
    x = twins(0.3)
    r = np.corrcoef(x.T)[0, 1]
    assert ridge.inflation(x) == pytest.approx([1 / (1 - r**2)] * 2)


def test_noise_is_answered_with_a_penalty_and_an_exact_line_is_not():
    x = twins(0.02)
    random = np.random.default_rng(5)
    exact = x @ np.array([1.0, 1.0])
    standard = ridge.standardise(x)
    assert ridge.chosen(standard, exact) == 0.0
    noisy = [ridge.chosen(standard, exact + 0.2 * random.standard_normal(16)) for _ in range(20)]
    assert np.median(noisy) > 1e-3


def test_freedom_falls_from_all_regressors_to_the_constant():
    standard = ridge.standardise(twins(0.1))
    spent = ridge.freedom(standard, np.array([0.0, 1e-3, 1.0, 1e9]))
    assert spent[0] == pytest.approx(3.0)
    assert spent[-1] == pytest.approx(1.0, abs=1e-6)
    assert (np.diff(spent) < 0).all()


def test_of_strong_twins_the_ridge_errs_less_than_least_squares():
    """Hoerl and Kennard: there is a penalty at which the squared error of coefficients is smaller."""
    x, truth = twins(0.02), np.array([1.0, 1.0])
    standard = ridge.standardise(x)
    random = np.random.default_rng(9)
    errors = {"plain": 0.0, "ridge": 0.0}
    for _ in range(200):
        y = x @ truth + 0.1 * random.standard_normal(16)
        k = ridge.chosen(standard, y)
        errors["plain"] += ((ridge.coefficients(standard, y, 0.0) - truth) ** 2).sum()
        errors["ridge"] += ((ridge.coefficients(standard, y, k) - truth) ** 2).sum()
    assert errors["ridge"] < 0.7 * errors["plain"]
