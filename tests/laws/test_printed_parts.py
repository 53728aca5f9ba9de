"""Rounding for print: parts add up to the printed whole and none moves by more than a step."""

import itertools

from hypothesis import given
from hypothesis import strategies as st

from dualcarbon.report.numbers import added_up

amounts = st.lists(st.floats(-1e5, 1e5), min_size=1, max_size=12)


@given(parts=amounts, digits=st.integers(-2, 3))
def test_printed_parts_add_up(parts, digits):
    printed = added_up(parts, sum(parts), digits)
    step = 10.0**-digits
    assert round(sum(printed) / step) == round(sum(parts) / step)


@given(parts=amounts, digits=st.integers(-2, 3))
def test_no_part_moves_by_more_than_a_step(parts, digits):
    step = 10.0**-digits
    moved = (abs(a - b) for a, b in zip(parts, added_up(parts, sum(parts), digits), strict=True))
    assert all(m <= step * (1 + 1e-6) + 1e-6 for m in moved)


@given(parts=amounts, digits=st.integers(-2, 3))
def test_order_of_size_is_kept(parts, digits):
    printed = added_up(parts, sum(parts), digits)
    ranked = sorted(zip(parts, printed, strict=True))
    assert all(a[1] <= b[1] + 1e-9 or a[0] == b[0] for a, b in itertools.pairwise(ranked))
