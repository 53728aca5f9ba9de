"""Shared draws: balanced, repeatable, refused where they cannot be balanced."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import qmc

from dualcarbon.errors import InputError, UnknownName
from dualcarbon.quantities import draws as module
from dualcarbon.quantities.draws import Draws


def test_a_key_is_drawn_once_however_often_it_is_named():
    once = Draws(["a", "b"], 8, seed=1)
    often = Draws(["b", "a", "b", "a"], 8, seed=1)
    assert once.keys == often.keys == ("a", "b")
    assert np.array_equal(once.uniform("b"), often.uniform("b"))


def test_draws_cannot_be_written_to():
    with pytest.raises(ValueError, match="read-only"):
        Draws(["a"], 4, seed=1).uniform("a")[0] = 0.5


def test_no_key_needs_no_draw():
    assert Draws([], 4, seed=1).keys == ()


def test_a_part_holds_the_same_members():
    whole = Draws(["a", "b"], 16, seed=3)
    part = whole.part(4, 12)
    assert part.members == 8
    assert np.array_equal(part.uniform("b"), whole.uniform("b")[4:12])


def test_shuffled_draws_are_the_same_members_in_another_order():
    whole = Draws(["a", "b"], 16, seed=3)
    other = whole.shuffled(5)
    pairs = [sorted(zip(d.uniform("a"), d.uniform("b"), strict=True)) for d in (whole, other)]
    assert pairs[0] == pairs[1]
    assert not np.array_equal(other.uniform("a"), whole.uniform("a"))
    assert np.array_equal(other.uniform("a"), whole.shuffled(5).uniform("a"))
    with pytest.raises(ValueError, match="read-only"):
        other.uniform("a")[0] = 0.5


@pytest.mark.parametrize(
    ("members", "nearest"), [(1000, 1024), (0, 2), (1, 2), (-4, 2), (3, 4), (2**21, 2**20)]
)
def test_members_must_be_a_power_of_two(members, nearest):
    with pytest.raises(InputError) as caught:
        Draws(["a"], members, seed=1)
    (fault,) = caught.value.faults
    assert fault.code == "DRW001"
    assert fault.advice() == f"Write {nearest}."


def test_all_faults_are_told_together(monkeypatch):
    monkeypatch.setattr(module, "MOST_KEYS", 2)
    with pytest.raises(InputError) as caught:
        Draws(["a", "b", "c"], 100, seed=-1)
    assert [fault.code for fault in caught.value.faults] == ["DRW001", "DRW002", "DRW003"]
    assert "draws are balanced up to 2" in caught.value.faults[1].message()


def test_a_key_that_was_not_drawn_is_refused_with_the_nearest():
    with pytest.raises(UnknownName, match=r'did you mean "gdp.growth.2025"\?'):
        Draws(["gdp.growth.2025"], 4, seed=1).uniform("gdp.growth.2052")
    with pytest.raises(UnknownName, match=r'no draws were made for "zzz"$'):
        Draws(["gdp.growth.2025"], 4, seed=1).uniform("zzz")


def test_draws_made_elsewhere_are_taken_as_they_are():
    whole = Draws(["a", "b"], 8, seed=1)
    given = Draws.of({"b": whole.uniform("b"), "a": whole.uniform("a")[::-1]}, seed=4)
    assert (given.keys, given.members, given.seed) == (("a", "b"), 8, 4)
    assert np.array_equal(given.uniform("a"), whole.uniform("a")[::-1])
    assert np.array_equal(given.part(2, 4).uniform("b"), whole.uniform("b")[2:4])
    with pytest.raises(ValueError, match="read-only"):
        given.uniform("a")[0] = 0.5


def test_as_many_keys_as_the_sequence_has_coordinates():
    assert module.MOST_KEYS == qmc.Sobol.MAXDIM
