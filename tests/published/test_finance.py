"""Published present values and rates of return."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dualcarbon.finance.cash_flow import npv
from dualcarbon.finance.returns import rates

CASE = json.loads((Path(__file__).parent / "cases" / "npv_irr.json").read_text(encoding="utf-8"))


def test_net_present_value():
    told = CASE["expected"]["npv"]
    assert npv(**CASE["inputs"]["npv"]) == pytest.approx(told, abs=CASE["tolerance"]["npv"])


@pytest.mark.parametrize(
    ("flows", "told"),
    list(zip(CASE["inputs"]["rates"], CASE["expected"]["rates"], strict=True)),
)
def test_every_rate_of_return(flows, told):
    found = rates(flows)
    assert found.values == pytest.approx(told, abs=CASE["tolerance"]["rates"])
    assert found.touching == ()
