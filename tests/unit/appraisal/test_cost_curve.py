import pytest

from dualcarbon.appraisal.cost_curve import Tonnes, compare, curve


def tonnes(id, abatement, mac):
    return Tonnes(id=id, abatement=abatement, mac=mac)


GIVEN = [
    tonnes("ccs", 5, 600.0),
    tonnes("lamps", 2, -90.0),
    tonnes("wind", 7, 100.0),
    tonnes("grid", 4, None),
    tonnes("motors", 1, -300.0),
    tonnes("backfires", -1, None),
]


def test_bars_stand_side_by_side_from_the_cheapest():
    bars = curve(GIVEN).bars
    assert [bar.id for bar in bars] == ["motors", "lamps", "wind", "ccs"]
    assert [bar.start for bar in bars] == [0, 1, 3, 10]
    assert [bar.end for bar in bars] == [1, 3, 10, 15]


def test_totals_are_kept():
    found = curve(GIVEN)
    assert found.abatement == 18
    assert found.abatement == found.bars[-1].end + sum(one.abatement for one in found.left_out)
    assert found.cost == 5 * 600 - 2 * 90 + 7 * 100 - 300


def test_what_has_no_bar_is_named():
    found = curve(GIVEN, "cost_curve.alone")
    assert [one.id for one in found.left_out] == ["grid", "backfires"]
    told = "cost_curve.alone: grid, backfires have no bar: no abatement, or no marginal cost"
    assert found.warnings[1].message() == told


def test_bars_below_nothing_are_drawn_but_their_order_means_nothing():
    found = curve(GIVEN)
    assert [bar.ordered for bar in found.bars] == [False, False, True, True]
    assert found.warnings[0].code == "FIN015"
    assert "motors, lamps cost less than nothing" in found.warnings[0].message()


def test_one_bar_below_nothing_has_no_order_to_warn_of():
    found = curve([tonnes("lamps", 2, -90.0), tonnes("ccs", 5, 600.0)])
    assert found.warnings == ()
    assert not found.bars[0].ordered


def test_equal_costs_stand_in_declared_order():
    found = curve([tonnes("b", 1, 10.0), tonnes("a", 1, 10.0)])
    assert [bar.id for bar in found.bars] == ["b", "a"]


def test_no_measures_no_bars():
    found = curve([])
    assert (found.bars, found.abatement, found.cost, found.warnings) == ((), 0, 0, ())


def test_before_and_after_interaction():
    alone = [tonnes("wind", 7, 100.0), tonnes("lamps", 3, 20.0)]
    in_order = [tonnes("wind", 7, 100.0), tonnes("lamps", 1, 60.0)]
    both = compare(alone, in_order)
    assert (both.alone.abatement, both.in_order.abatement, both.overlap) == (10, 8, 2)
    assert compare(in_order, alone).overlap == pytest.approx(-2)
