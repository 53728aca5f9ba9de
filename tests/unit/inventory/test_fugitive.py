"""Methane of coal, oil and gas, by hand."""

import polars as pl
import pytest

from dualcarbon.inventory import fugitive
from dualcarbon.inventory.activities import Activities
from dualcarbon.inventory.declared import Processes
from dualcarbon.reference.numbers import Number, Shelf, tiers

MEASURED = Number(
    id="ours", item="raw_coal_output", kind="high_gas", quantity="mining", value=20.0, unit="m3/t", source="mines"
)  # fmt: skip


def emitted(*rows, guideline="provincial_2011", local=()):
    table = [
        {"year": 2016, "indicator": i, "kind": k, "value": v, "unit": u, "row": f"data/activity.csv:{n}", "lo95": None, "hi95": None}
        for n, (i, k, v, u) in enumerate(rows, start=2)
    ]  # fmt: skip
    activities = Activities((2016,), pl.DataFrame(table))
    shelf = Shelf(tiers("2006", guideline), local=local)
    lines, faults = fugitive.lines(activities, Processes(), shelf)
    return {line.id: float(line.amounts()[0]) for line in lines}, [f.code for f in faults]


def test_coal_by_depth_and_its_handling():
    """10^6 t x 18 m3/t x 0.67 kg/m3 = 12,060 t; handling 2.5 m3/t: 1,675 t."""
    amounts, codes = emitted(("raw_coal_output", "medium_depth", 100.0, "10^4 t"))
    assert amounts == pytest.approx(
        {
            "1B1.raw_coal_output/medium_depth.mining.CH4": 12_060,
            "1B1.raw_coal_output/medium_depth.post_mining.CH4": 1_675,
        }
    )
    assert codes == []


@pytest.mark.parametrize(
    ("guideline", "mining", "handling"), [("none", 804, 67), ("provincial_2011", 1_340, 335)]
)
def test_surface_mines_by_edition(guideline, mining, handling):
    amounts, _ = emitted(("raw_coal_output", "surface", 1e6, "t"), guideline=guideline)
    assert list(amounts.values()) == pytest.approx([mining, handling])


def test_methane_that_is_used_does_not_escape():
    """(18 - 8) m3/t x 10^6 t x 0.67 kg/m3 = 6,700 t, whether its class is named or is the only one underground."""
    coal = ("raw_coal_output", "medium_depth", 1e6, "t")
    pit = ("raw_coal_output", "surface", 1e6, "t")
    for kind in ("medium_depth", ""):
        amounts, codes = emitted(coal, pit, ("mine_methane_used", kind, 800.0, "10^4 m3"))
        assert amounts["1B1.raw_coal_output/medium_depth.mining.CH4"] == pytest.approx(6_700)
        assert amounts["1B1.raw_coal_output/surface.mining.CH4"] == pytest.approx(1_340)
        assert codes == []


def test_more_methane_used_than_set_free_is_refused():
    _, codes = emitted(
        ("raw_coal_output", "shallow", 1e6, "t"), ("mine_methane_used", "", 11e6, "m3")
    )
    assert codes == ["PRO010"]


@pytest.mark.parametrize("kind", ["deep", ""])
def test_used_methane_belongs_to_a_class_that_mines(kind):
    _, codes = emitted(
        ("raw_coal_output", "shallow", 1e6, "t"),
        ("raw_coal_output", "medium_depth", 1e6, "t"),
        ("mine_methane_used", kind, 1e6, "m3"),
    )
    assert codes == ["FUG002"]


def test_coal_without_a_class_is_not_estimated():
    assert emitted(("raw_coal_output", "", 1e6, "t")) == ({}, ["FUG001"])


def test_gassy_mines_need_what_was_measured():
    coal = ("raw_coal_output", "high_gas", 1e6, "t")
    assert emitted(coal) == ({}, ["PRO002"])
    amounts, codes = emitted(coal, local=[MEASURED])
    assert amounts["1B1.raw_coal_output/high_gas.mining.CH4"] == pytest.approx(13_400)
    assert amounts["1B1.raw_coal_output/high_gas.post_mining.CH4"] == pytest.approx(2_010)
    assert codes == []


def test_coal_with_and_without_classes_counts_twice():
    _, codes = emitted(("raw_coal_output", "", 2e6, "t"), ("raw_coal_output", "deep", 1e6, "t"))
    assert codes == ["PRO006"]


@pytest.mark.parametrize(
    ("indicator", "amount", "unit", "guideline", "expected"),
    [
        ("natural_gas_distributed", 1.0, "10^8 m3", "provincial_2011", 133.52),
        ("crude_oil_refined", 1.0, "10^4 t", "provincial_2011", 0.5),
        ("crude_oil_transported", 1.0, "10^8 t", "provincial_2011", 753.29),
        ("natural_gas_output", 1.0, "10^6 m3", "none", 3.02),
        ("crude_oil_output", 1.0, "10^4 t", "none", 3.49),
    ],
)
def test_oil_and_gas_by_throughput(indicator, amount, unit, guideline, expected):
    amounts, codes = emitted((indicator, "", amount, unit), guideline=guideline)
    assert amounts == pytest.approx({f"1B2.{indicator}.CH4": expected})
    assert codes == []


def test_the_ranges_of_gas_are_wide_and_hold_the_value():
    """The middle of a printed range is its geometric mean: 0.38 to 24 t a million m3 is 3.02."""
    number = Shelf(tiers("2006", "none")).take("natural_gas_output", "CH4", "t CH4/10^6 m3", year=2016)  # fmt: skip
    assert number.lo95 * number.hi95 == pytest.approx(number.value**2, rel=0.01)
    assert number.mark == "M"
