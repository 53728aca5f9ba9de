"""Factors of stored manure, against the national standard's tables."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dualcarbon.reference.numbers import Shelf, tiers

CASE = json.loads(
    (Path(__file__).parent / "cases" / "manure_factors.json").read_text(encoding="utf-8")
)
CELLS = [
    (quantity, region, animal, value)
    for quantity in ("CH4_manure", "N2O_manure")
    for region, values in CASE[quantity].items()
    for animal, value in zip(CASE["animals"], values, strict=True)
]


@pytest.mark.parametrize(("quantity", "region", "animal", "value"), CELLS)
def test_every_cell_of_the_standard(quantity, region, animal, value):
    shelf = Shelf(tiers(), [f"livestock:{region}"])
    assert shelf.has(animal, quantity) == (value is not None)
    if value is not None:
        taken = shelf.take(animal, quantity, CASE["unit"], year=2017)
        assert taken.value == value
        assert (taken.mark, taken.source) == ("", "gbt-32151-22-2024")
