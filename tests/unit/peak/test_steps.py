import numpy as np
import pytest

from dualcarbon.peak import steps
from dualcarbon.peak.rule import Rule

RULE = Rule()


def years(values, drivers=None):
    given = None if drivers is None else np.asarray(drivers, dtype=float)[None]
    return np.flatnonzero(
        steps.found(np.asarray(values, dtype=float)[None], RULE, given)[0]
    ).tolist()


def grown(count, rate=0.03):
    return 100 * np.exp(rate * np.arange(count))


@pytest.mark.parametrize("size", [-0.2, -0.1, 0.1, 0.2])
@pytest.mark.parametrize("place", [2, 7, 12])
def test_a_step_of_level_is_found_where_it_is(size, place):
    path = grown(14)
    path[place:] *= np.exp(size)
    assert years(path) == [place]


@pytest.mark.parametrize("place", [1, 13])
def test_a_level_of_one_year_is_an_outlier_not_a_level(place):
    path = grown(14)
    path[place:] *= 0.8
    assert years(path) == []


def test_a_dip_that_is_made_good_is_no_step():
    path = grown(14)
    path[6] *= 0.8
    assert years(path) == []


def test_a_kink_is_no_step():
    up = grown(8, 0.08)
    assert years([*up, *(up[-1] * np.exp(-0.06 * np.arange(1, 8)))]) == []


def test_two_steps_are_two():
    path = grown(20)
    path[6:] *= 0.85
    path[13:] *= 1.2
    assert years(path) == [6, 13]


def test_a_step_must_stand_out_of_the_scatter():
    path = grown(14) * np.exp(0.05 * np.array([1, -1, 1, 1, -1, -1, 1, -1, 1, -1, -1, 1, 1, -1]))
    path[7:] *= 0.9
    assert years(path) == []


def test_a_driver_explains_only_a_step_of_its_own_at_that_year():
    path = grown(14)
    path[7:] *= 0.85
    smooth, stepped = grown(14, 0.02), grown(14, 0.02)
    stepped[7:] *= 0.86
    elsewhere = grown(14, 0.02)
    elsewhere[3:] *= 0.86
    assert years(path, smooth) == [7]
    assert years(path, stepped) == []
    assert years(path, elsewhere) == [7]


def test_a_step_of_the_driver_alone_is_no_step():
    stepped = grown(14)
    stepped[7:] *= 0.8
    assert years(grown(14), stepped) == []


def test_many_paths_are_as_one_by_one():
    noise = np.random.default_rng(3).standard_t(2, (40, 12)) * 0.05
    paths = grown(12) * np.exp(np.cumsum(noise, axis=1))
    together = steps.found(paths, RULE)
    assert together.any()
    assert all(
        (steps.found(p[None], RULE)[0] == t).all() for p, t in zip(paths, together, strict=True)
    )
