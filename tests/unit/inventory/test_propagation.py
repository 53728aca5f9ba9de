"""Ranges of totals: shared factors, cells of statistics, trends, the tornado."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.inventory import monte_carlo, propagation, ranges
from dualcarbon.inventory.ledger import Activity, Ledger, Line, Use
from dualcarbon.quantities.draws import Draws
from dualcarbon.reference.numbers import AREAS, Number, packaged

YEARS = (2010, 2017)
EXACT = {"lo95": np.array([10.0, 10.0]), "hi95": np.array([10.0, 10.0])}


def factor(id="shared", half=0.1, value=2.0):
    return Number(
        id=id, item="coal", quantity="CO2", value=value, unit="t/t", lo95=value * (1 - half), hi95=value * (1 + half)
    )  # fmt: skip


def activity(n, values=(10.0, 10.0), **more):
    refs = tuple(f"cell:{n}:{y}" for y in YEARS)
    return Activity(
        name=f"sector{n}", unit="t", years=YEARS, values=np.array(values), refs=refs, **more
    )


def line(n, one, **more):
    return Line(
        id=f"line{n}", category="1A2", gas="CO2", years=YEARS, inputs=(activity(n, **more), Use((one,))), method="combustion"
    )  # fmt: skip


def shared(count=10):
    """Ten sectors that burn the same fuel, activity exact."""
    return Ledger(YEARS, tuple(line(n, factor(), **EXACT) for n in range(count)))


def own(count=10):
    return Ledger(YEARS, tuple(line(n, factor(f"own{n}"), **EXACT) for n in range(count)))


def simulated(ledger, members=4096):
    draws = Draws(ranges.data(ledger), members, seed=5)
    return monte_carlo.simulate(ledger, "AR5", draws)


def test_one_factor_in_ten_sectors_gives_a_hundred_times_the_variance_of_one():
    one, ten = (propagation.propagate(shared(n), "AR5") for n in (1, 10))
    assert ten.half[1] ** 2 == pytest.approx(100 * one.half[1] ** 2)
    apart = propagation.propagate(own(10), "AR5")
    assert apart.half[1] ** 2 == pytest.approx(10 * one.half[1] ** 2)


def test_drawing_shares_a_factor_as_propagation_does():
    one, ten = simulated(shared(1)).total[:, 1].var(), simulated(shared(10)).total[:, 1].var()
    assert ten == pytest.approx(100 * one)
    assert simulated(own(10)).total[:, 1].var() == pytest.approx(10 * one, rel=0.05)


def test_both_ways_agree_where_ranges_are_small():
    ledger = Ledger(
        YEARS, (line(0, factor("a", 0.05)), line(1, factor("b", 0.08), values=(4.0, 9.0)))
    )
    halves = propagation.propagate(ledger, "AR5").half
    low, high = simulated(ledger).bounds()
    assert (high - low) / 2 == pytest.approx(halves, rel=0.03)


def test_a_factor_cancels_in_a_trend_and_statistics_do_not():
    assert propagation.propagate(shared(), "AR5").trend_half(2010, 2017) == pytest.approx(0.0)
    assert np.ptp(simulated(shared()).trend(2010, 2017)) == pytest.approx(0.0, abs=1e-12)
    loose = Ledger(YEARS, (line(0, factor(half=1e-9)),))  # 10 % each year, not graded
    assert propagation.propagate(loose, "AR5").trend_half(2010, 2017) == pytest.approx(0.1 * 2**0.5)


def test_the_tornado_lists_the_largest_swing_first_with_its_ends():
    ledger = Ledger(
        YEARS, (line(0, factor("small", 0.01), **EXACT), line(1, factor("large", 0.3), **EXACT))
    )
    first, second = propagation.propagate(ledger, "AR5").tornado(2017)
    assert (first.datum.record, second.datum.record) == ("large", "small")
    assert (first.low[1], first.high[1]) == pytest.approx((-6.0, 6.0))


def test_a_cell_that_serves_two_gases_is_drawn_once():
    cell = activity(0)
    uses = [Use((factor(f"f{g}", half=1e-9),)) for g in ("CO2", "CH4")]
    lines = tuple(
        Line(id=g, category="1A2", gas=g, years=YEARS, inputs=(cell, u), method="combustion")
        for g, u in zip(("CO2", "CH4"), uses, strict=True)
    )
    both = propagation.propagate(Ledger(YEARS, lines), "AR5")
    assert both.half[1] == pytest.approx(0.1 * 20.0 * (1 + 28))


def test_what_has_no_range_is_named_and_taken_as_it_stands():
    bare = Number(id="bare", item="coal", quantity="CO2", value=2.0, unit="t/t")
    ledger = Ledger(YEARS, (line(0, bare, **EXACT),))
    assert ranges.unranged(ledger) == ("bare",)
    assert propagation.propagate(ledger, "AR5").half.tolist() == [0.0, 0.0]


@pytest.mark.parametrize(("grade", "half"), [("H", 0.05), ("M", 0.1), ("", 0.1), ("L", 0.2)])
def test_a_grade_widens_what_states_no_range(grade, half):
    found = ranges.data(Ledger(YEARS, (line(0, factor(half=1e-9), grades=(grade, grade)),)))
    cell = found["cell:0:2017"]
    assert (cell.lo95, cell.hi95) == pytest.approx((1 - half, 1 + half))


def test_the_parts_of_a_simulation_add_up_to_the_total_of_every_member():
    lines = (line(0, factor()), Line(id="w", category="4A", gas="CH4", years=YEARS, inputs=(activity(1), Use((factor("k"),))), method="combustion"))  # fmt: skip
    made = simulated(Ledger(YEARS, lines), 128)
    assert set(made.parts) == {"1", "4"}
    assert sum(made.parts.values()) == pytest.approx(made.total)


def test_a_year_that_is_not_known_has_no_range_and_spoils_no_other():
    gap = line(1, factor("b"), values=(np.nan, 5.0))
    halves = propagation.propagate(Ledger(YEARS, (line(0, factor()), gap)), "AR5").half
    assert np.isnan(halves[0])
    assert halves[1] > 0


def test_a_share_is_never_drawn_above_the_whole():
    share = Number(
        id="caught", item="coal", quantity="share", value=0.95, unit="1", lo95=0.6, hi95=1.0
    )
    ledger = Ledger(YEARS, (line(0, share, **EXACT),))
    drawn = simulated(ledger).total[:, 1]
    assert drawn.max() <= 10.0
    assert drawn.min() < 8.0
    loose = Number(id="growth", item="coal", quantity="F", value=0.95, unit="1", lo95=0.6, hi95=1.4)
    assert simulated(Ledger(YEARS, (line(0, loose, **EXACT),))).total[:, 1].max() > 12.0


def test_the_central_value_lies_within_the_draws_of_every_packaged_number():
    for area in AREAS:
        for number in packaged(area):
            datum = ranges.of_number(number)
            if datum is not None:
                low, high = np.quantile(datum.at((np.arange(2048) + 0.5) / 2048), [0.025, 0.975])
                assert low - 1e-9 <= 1.0 <= high + 1e-9, number.id


def test_a_filled_cell_without_width_takes_the_range_of_its_category():
    cell = activity(0, filled=("hold", "hold"), **EXACT)
    one = Line(
        id="x",
        category="1A2",
        gas="CO2",
        years=YEARS,
        inputs=(cell, Use((factor(half=1e-9),))),
        method="combustion",
    )
    found = ranges.data(Ledger(YEARS, (one,)))["cell:0:2017"]
    assert (found.lo95, found.hi95) == pytest.approx((0.9, 1.1))
