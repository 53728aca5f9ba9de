"""What a datum is called: as people read it, its record and the key of its draw beside."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from dualcarbon.inventory import ranges
from dualcarbon.inventory.ledger import Activity, Ledger, Line, Use
from dualcarbon.inventory.waste.deposits import backcast
from dualcarbon.reference.numbers import Number
from dualcarbon.reference.records import FactorRecord

DOC = Number(id="ipcc_2006.waste_landfilled.DOC.food", item="waste_landfilled", kind="food", quantity="DOC", value=0.15, unit="t/t", lo95=0.08, hi95=0.2, edition="ipcc_2006")  # fmt: skip
COAL = FactorRecord(id="factors.csv:40", fuel="coal", value=2.6, unit="t CO2/tce", lo95=2.5, hi95=2.7, first_year=2010, tier="local")  # fmt: skip


def test_a_number_says_what_it_is_of_and_who_says_so():
    one = ranges.of_number(DOC)
    assert one.name == "DOC of Waste put into landfills (food), ipcc 2006"
    assert (one.record, one.key) == (DOC.id, DOC.draw)


def test_a_factor_record_says_its_fuel():
    one = ranges.of_number(COAL)
    assert one.name == "factor of Coal and coal products (direct), local"
    assert (one.record, one.key) == ("factors.csv:40", "factor.coal")


def test_a_number_of_an_unknown_item_keeps_its_word():
    assert ranges.named(dataclasses.replace(DOC, item="odd_thing", kind="")) == "DOC of odd thing, ipcc 2006"  # fmt: skip


@pytest.fixture
def deposits():
    stated = Activity(name="waste_landfilled/managed", unit="t", years=(2018, 2019), values=np.array([1e4, 2e4]), refs=("a.csv:2", "a.csv:3"))  # fmt: skip
    return backcast(stated, 1967)


def test_filled_years_are_one_datum_named_by_their_span(deposits):
    line = Line(id="x", category="4A", gas="CH4", years=(2018, 2019), inputs=(deposits, Use((DOC,))), formula=lambda d, f: d[..., -2:] * f, method="landfill_first_order_decay")  # fmt: skip
    found = ranges.data(Ledger((2018, 2019), (line,)))
    names = {key: one.name for key, one in found.items() if one.kind == "activity"}
    assert names == {
        "a.csv:2 amount": "waste_landfilled/managed 1967-2017",
        "a.csv:2": "waste_landfilled/managed 2018",
        "a.csv:3": "waste_landfilled/managed 2019",
    }
