"""What holds of every formula: it gives what its tree gives, whatever the order of memory and the units of its names."""

from __future__ import annotations

import functools

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from dualcarbon.errors import InputError
from dualcarbon.quantities.evaluation import values
from dualcarbon.quantities.formula import parse
from dualcarbon.quantities.formula_values import Where, compute
from dualcarbon.quantities.lookups import tabulated
from dualcarbon.quantities.paths import read
from dualcarbon.vocabulary.faults import Place

YEARS = list(range(2020, 2026))
HERE = Where(path="x", place=Place(), years=YEARS)
NAMES = {
    name: np.random.default_rng(seed).uniform(0.2, 3.0, (members, len(YEARS)))
    for seed, (name, members) in enumerate({"gdp": 1, "pop": 4, "mix.coal": 4}.items())
}
BINDS = {"+": 1, "-": 1, "*": 2, "/": 2, "neg": 3, "**": 4}
BY_NUMPY = {
    "+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide, "**": lambda a, b: a**b, "neg": np.negative, "abs": np.abs, "sqrt": np.sqrt,
    "exp": np.exp, "ln": np.log, "log10": np.log10, "min": np.minimum, "max": np.maximum,
}  # fmt: skip
numbers = st.floats(0.01, 9.0).map(lambda x: round(x, 3))
leaves = st.one_of(st.sampled_from(sorted(NAMES)), numbers)


def grown(trees):
    two = st.tuples(st.sampled_from(["+", "-", "*", "/", "min", "max"]), trees, trees)
    one = st.tuples(st.sampled_from(["neg", "abs", "sqrt", "exp", "ln", "log10"]), trees)
    power = st.tuples(st.just("**"), trees, st.sampled_from([2.0, 3.0, 0.5, ("neg", 1.0)]))
    return st.one_of(two, one, power)


trees = st.recursive(leaves, grown, max_leaves=12)
spaces = st.sampled_from(["", " ", "\n  "])


def printed(tree, gap=""):
    """Write a tree with no more parentheses than it needs."""
    if not isinstance(tree, tuple):
        return repr(tree) if isinstance(tree, float) else tree
    op, *parts = tree
    if op not in BINDS:
        return f"{op}{gap}({gap}{f'{gap},{gap}'.join(printed(p, gap) for p in parts)}{gap})"
    if op == "neg":
        return "-" + gap + bracketed(parts[0], 3, gap)
    left, right = BINDS[op] + (op == "**"), BINDS[op] + (op != "**")
    right = 3 if op == "**" else right  # a sign may follow a power
    return f"{bracketed(parts[0], left, gap)}{gap}{op}{gap}{bracketed(parts[1], right, gap)}"


def bracketed(tree, binds, gap):
    loose = isinstance(tree, tuple) and BINDS.get(tree[0], 9) < binds
    return f"({printed(tree, gap)})" if loose else printed(tree, gap)


def straight(tree, names=NAMES):
    """Compute a tree without reading anything."""
    if isinstance(tree, tuple):
        return BY_NUMPY[tree[0]](*(straight(part, names) for part in tree[1:]))
    return names[tree] if isinstance(tree, str) else np.float64(tree)


@given(trees, spaces)
def test_a_formula_gives_what_its_tree_gives_or_is_refused_where_a_part_has_no_value(tree, gap):
    text = printed(tree, gap)
    assume(len(text) <= 2000)
    parsed = parse(text)
    assert parsed.slips == ()
    with np.errstate(all="ignore"):
        expected = np.broadcast_to(np.atleast_2d(straight(tree)), (4, len(YEARS)))
    if wrong_somewhere(tree):
        with pytest.raises(InputError) as caught:
            compute(parsed, NAMES, 1.0, HERE)
        assert caught.value.faults[0].code in ("F009", "F015", "F018")
        return
    found = compute(parsed, NAMES, 1.0, HERE)
    assert np.array_equal(np.broadcast_to(found, expected.shape), expected)


def wrong_somewhere(tree):
    """Tell whether a part of a tree has no finite value, though the whole may have one."""
    with np.errstate(all="ignore"):
        here = not np.isfinite(straight(tree)).all()
    return here or (isinstance(tree, tuple) and any(wrong_somewhere(part) for part in tree[1:]))


@given(trees)
def test_the_order_of_memory_and_chunks_of_members_change_nothing(tree):
    assume(not wrong_somewhere(tree))
    parsed = parse(printed(tree))
    found = compute(parsed, NAMES, 1.0, HERE)
    turned = compute(parsed, {n: np.asfortranarray(a) for n, a in NAMES.items()}, 1.0, HERE)
    assert np.array_equal(found, turned)
    if len(found) > 1:
        some = {n: a[-2:] for n, a in NAMES.items()}
        assert np.array_equal(compute(parsed, some, 1.0, HERE), found[-2:])


@given(trees)
def test_what_is_at_no_place_of_its_text_does_not_matter(tree):
    text = printed(tree)
    assume(len(text) < 1900)
    loose = f" ( {text}\n) "
    assert [s._replace(column=0) for s in parse(loose).steps] == [s._replace(column=0) for s in parse(text).steps]  # fmt: skip


ENERGY = {"tce": 1.0, "10^4 tce": 1e4, "kgce": 1e-3, "GJ": 1 / 29.3076, "10^4 t": None}
KINDS = [unit for unit, size in ENERGY.items() if size]
powers = st.lists(st.sampled_from([-2, -1, -0.5, 0.5, 1, 2]), min_size=1, max_size=4)


@given(powers, st.lists(st.sampled_from(KINDS), min_size=4, max_size=4), st.floats(0.1, 10))
def test_the_unit_of_a_name_does_not_matter_to_the_result(exponents, units, scale):
    """A product of powers, times what brings it back to one unit of energy."""
    names = [f"e{n}" for n in range(len(exponents))]
    rest = 1 - sum(exponents)
    text = "*".join(
        [*(f"{n}**({p})" for n, p in zip(names, exponents, strict=True)), f"unit**({rest})"]
    )
    given_in = dict(zip(names, units, strict=False)) | {"unit": "tce"}

    def found(units):
        other = {n: np.full((1, 2), scale / ENERGY[unit]) for n, unit in units.items()}
        other["unit"] = np.ones((1, 2))
        path = read("x", {"formula": text, "unit": "10^4 tce"}, Place())
        return values(path, years=[2020, 2021], base_year=2020, other=other, units=units)

    expected = 1e-4 * functools.reduce(lambda product, p: product * scale**p, exponents, 1.0)
    assert found(given_in) == pytest.approx(expected, rel=1e-9)
    assert found(dict.fromkeys(names, "tce") | {"unit": "tce"}) == pytest.approx(expected, rel=1e-9)


@given(st.sampled_from(KINDS), st.sampled_from(KINDS), st.floats(0.1, 10), st.floats(0.1, 10))
def test_a_sum_is_taken_in_one_unit_or_refused(one, other, a, b):
    path = read("x", {"formula": "a + b", "unit": "tce"}, Place())
    arrays = {"a": np.full((1, 1), a / ENERGY[one]), "b": np.full((1, 1), b / ENERGY[other])}
    units = {"a": one, "b": other}
    if one != other:
        with pytest.raises(InputError, match="cannot add"):
            values(path, years=[2020], base_year=2020, other=arrays, units=units)
        path = read("x", {"formula": "a + b", "unit": "tce", "in": {"a": "tce", "b": "tce"}}, Place())  # fmt: skip
    found = values(path, years=[2020], base_year=2020, other=arrays, units=units)
    assert found[0, 0] == pytest.approx(a + b, rel=1e-9)


knots = st.lists(st.floats(-100, 100), min_size=2, max_size=6, unique=True).map(sorted)


@given(knots, st.data(), st.sampled_from(["linear", "step", "smooth"]))
def test_a_table_is_met_at_its_points_and_never_left_between_them(marks, data, between):
    assume(min(np.diff(marks)) > 1e-3)
    floats = st.lists(st.floats(-1e3, 1e3), min_size=len(marks), max_size=len(marks))
    heights = np.array([data.draw(floats), data.draw(floats)])
    at_points = tabulated(np.array([marks]), marks, heights, between)
    assert at_points == pytest.approx(heights, abs=1e-9)
    places = np.linspace(marks[0], marks[-1], 41)[None, :]
    inside = tabulated(places, marks, heights, between)
    right = np.clip(np.searchsorted(marks, places[0], side="right"), 1, len(marks) - 1)
    low = np.minimum(heights[:, right - 1], heights[:, right])
    high = np.maximum(heights[:, right - 1], heights[:, right])
    assert (inside >= low - 1e-6).all()
    assert (inside <= high + 1e-6).all()
    alone = tabulated(places, marks, heights[1:], between)
    assert np.array_equal(alone[0], inside[1])
