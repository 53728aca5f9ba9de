"""Which datum to improve first."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.inventory import monte_carlo, propagation, ranges
from dualcarbon.inventory.ledger import Activity, Ledger, Line, Use
from dualcarbon.quantities.draws import Draws
from dualcarbon.reference.numbers import Number
from dualcarbon.sensitivity import improvement

YEARS = tuple(range(2000, 2018))


def line(id, values, half):
    refs = tuple(f"{id}:{y}" for y in YEARS)
    exact = np.array(values)
    series = Activity(
        name=id, unit="t", years=YEARS, values=exact, refs=refs, lo95=exact, hi95=exact
    )
    number = Number(
        id=f"factor of {id}",
        item=id,
        quantity="CO2",
        value=1.0,
        unit="t/t",
        lo95=1 - half,
        hi95=1 + half,
    )
    return Line(
        id=id,
        category="1A2",
        gas="CO2",
        years=YEARS,
        inputs=(series, Use((number,))),
        method="combustion",
    )


def ranked(*lines, members=512):
    ledger = Ledger(YEARS, lines)
    draws = Draws(ranges.data(ledger), members, seed=3)
    spread = monte_carlo.simulate(ledger, "AR5", draws)
    kinds = improvement.verdicts_of(spread.total, YEARS)
    usual = max(set(kinds), key=kinds.count)
    agree = [kind == usual for kind in kinds]
    return improvement.rank(
        propagation.propagate(ledger, "AR5"), 2017, verdicts=agree, draws=draws
    ), kinds


def test_shares_of_the_variance_add_up_and_the_largest_comes_first():
    flat = np.full(len(YEARS), 100.0)
    found, _ = ranked(line("a", flat, 0.1), line("b", flat, 0.2))
    assert [i.datum.record for i in found] == ["factor of b", "factor of a"]
    assert [i.variance_share for i in found] == pytest.approx([0.8, 0.2])
    assert (found[0].low, found[0].high) == pytest.approx((-20.0, 20.0))
    assert [i.rank for i in found] == [1, 2]


def test_a_factor_that_decides_the_verdict_is_told():
    years = np.arange(len(YEARS))
    growing = 50.0 + 1.0 * years
    falling = np.where(years < 8, 100.0, 100.0 - 1.6 * (years - 8))  # which of the two wins decides
    found, kinds = ranked(line("growing", growing, 0.5), line("falling", falling, 0.02))
    assert len(set(kinds)) > 1
    decides = next(i for i in found if i.datum.record == "factor of growing")
    assert decides.verdict_effect > 0.2


def test_a_verdict_that_never_changes_is_decided_by_nothing():
    found, kinds = ranked(line("a", 100.0 + 5.0 * np.arange(len(YEARS)), 0.1), members=128)
    assert len(set(kinds)) == 1
    assert found[0].verdict_effect == 0.0


def test_of_a_total_that_is_not_known_nothing_is_ranked():
    known, gap = np.full(len(YEARS), 100.0), np.full(len(YEARS), 5.0)
    gap[-1] = np.nan
    both = Ledger(YEARS, (line("a", known, 0.1), line("b", gap, 0.1)))
    assert improvement.rank(propagation.propagate(both, "AR5"), 2017) == ()
