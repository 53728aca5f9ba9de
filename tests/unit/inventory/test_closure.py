"""Balances that close and balances that do not."""

from __future__ import annotations

import pytest

from dualcarbon.inventory import closure


def test_a_balance_that_closes_says_nothing(energy):
    checked = closure.carrier(energy, "electricity")
    assert checked.residual.values.tolist() == [0.0, 0.0]  # 40 used + 2 sold = 30 made + 12 bought
    assert checked.scale.values.tolist() == [40.0, 44.0]
    assert checked.closes
    assert checked.faults() == []


@pytest.mark.parametrize(("extra", "closes"), [(0.03, True), (0.05, False), (-0.05, False)])
def test_a_gap_is_held_to_a_share_of_the_uses(energy, extra, closes):
    off = energy.copy()
    off.loc[{"year": 2015, "sector": "industry", "flow": "final", "fuel": "electricity"}] += extra
    checked = closure.carrier(off, "electricity")  # a thousandth of 40 tce may be left over
    assert checked.closes is closes
    assert [dict(f.params)["year"] for f in checked.faults()] == ([] if closes else [2015])


def test_a_gap_is_told_with_year_amount_and_share(energy):
    off = energy.copy()
    off.loc[{"year": 2016, "flow": "import", "sector": "energy_supply", "fuel": "electricity"}] += (
        11.0
    )
    (fault,) = closure.carrier(off, "electricity").faults()
    assert (fault.code, fault.level) == ("BAL001", "warn")
    assert fault.message() == (
        "data/energy.csv 2016: electricity does not close: -11 tce (-25 % of its uses) are used beyond "
        "what is supplied (negative: supplied beyond what is used)"
    )
    assert "2016 年：electricity不平衡" in fault.message("zh")
