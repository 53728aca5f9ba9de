"""Statements on a difference: which lines an item is made of, what is refused, what serves nothing."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.inventory import reconciliation
from dualcarbon.inventory.declared import Reconciliation
from dualcarbon.inventory.ledger import Activity, Ledger, Line

YEARS = (2020,)


def line(id, category, gas, amount, **more):
    made = Activity(name="made", unit="t", years=YEARS, values=np.array([amount]), refs=(f"t:{id}",))  # fmt: skip
    return Line(id=id, category=category, gas=gas, years=YEARS, inputs=(made,), method="combustion", **more)  # fmt: skip


def stated(**more):
    texts = {"item": {"en": "plants outside", "zh": "域外电厂"}, "why": {"en": "counted there", "zh": "计入该处"}}  # fmt: skip
    return Reconciliation(**{"boundary": "co2_energy", **texts, **more})


LEDGER = Ledger(
    YEARS,
    (
        line("a", "1A1a", "CO2", 100.0), line("b", "1A1a", "CO2", 7.0, item="waste_incinerated"), line("c", "1A2", "CH4", 1.0),
        line("d", "2A1", "CO2", 30.0), line("e", "2B9", "HFC-23", 0.001), line("f", "3B1", "CO2", -12.0),
        line("g", "3B4", "CH4", 0.5), line("h", "3C3", "CO2", 2.0), line("i", "4A", "CH4", 3.0), line("j", "3C4", "N2O", 0.1),
        line("k", "M1", "CO2", 9.0, memo="bunkers"), line("l", "1A2", "CO2", 50.0, scope=2),
        line("m", "3B1", "CO2", -5.0, ledger="project"), line("n", "2B1", "CO2", 4.0, memo="stored"),
    ),
)  # fmt: skip


def test_every_line_belongs_to_one_item():
    found = reconciliation.parts(LEDGER, "AR5")
    assert {k: v.tolist() for k, v in found.items()} == {
        "other_co2": [9.0], "methane": [4.0 * 28], "processes": [30.0], "fluorinated": [pytest.approx(12.4)],
        "land": [-12.0 + 0.5 * 28], "nitrous_oxide": [pytest.approx(26.5)], "bunkers": [9.0], "stored": [4.0],
    }  # fmt: skip
    assert set(found) <= set(reconciliation.ITEMS)


def test_items_and_energy_make_the_whole_account():
    counted = [v for k, v in reconciliation.parts(LEDGER, "AR5").items() if k not in ("bunkers", "stored")]  # fmt: skip
    assert 100.0 + sum(counted)[0] == pytest.approx(LEDGER.territorial.total("AR5")[0])


def test_a_year_without_a_line_is_not_known():
    ledger = Ledger(YEARS, (line("a", "4A", "CH4", np.nan), line("b", "4B", "CH4", 1.0)))
    assert np.isnan(reconciliation.parts(ledger, "AR5")["methane"][0])


def test_a_computed_item_is_taken_times():
    (item,) = reconciliation.items([stated(computed="bunkers", times=-0.5)], "official", "co2_energy", 2020, "Mt CO2", {"bunkers": 4e6}.get)  # fmt: skip
    assert (item.id, item.amount) == ("bunkers", -2.0)


@pytest.mark.parametrize(
    ("said", "code", "words"),
    [
        ({"boundary": "co2_enrgy", "value": 1.0, "unit": "t CO2"}, "OFF006", 'did you mean "co2_energy"'),
        ({"boundary": "co2_energy"}, "OFF007", "not neither"),
        ({"value": 1.0, "unit": "t CO2", "computed": "trade"}, "OFF007", "not both"),
        ({"value": 1.0, "unit": "tce"}, "OFF003", "stands in tce; it is wanted in t CO2"),
        ({"value": 1.0}, "OFF003", "stands in -"),
        ({"against": "districts", "boundary": "co2_energy", "value": 1.0}, "OFF006", "is no indicator"),
    ],
)  # fmt: skip
def test_statements_that_cannot_be_used_are_refused(said, code, words):
    (told,) = reconciliation.wrong([stated(**said)], {("official", "co2_energy"): "t CO2"})
    assert (told.code, told.level) == (code, "error")
    assert words in told.sentence()
    assert told.place.key == "reconciliation[0]"


def test_good_statements_are_not_refused():
    good = [stated(value=1.0, unit="10^4 t CO2"), stated(computed="trade"), stated(boundary="ghg", value=1.0, unit="x")]  # fmt: skip
    assert reconciliation.wrong(good, {("official", "co2_energy"): "t CO2"}) == []


def test_a_statement_without_a_figure_is_told():
    served = {("official", "co2_energy", 2020)}
    said = [stated(value=1.0, years=(2019,)), stated(value=1.0), stated(value=1.0, years=(2020,))]
    (told,) = reconciliation.idle(said, served)
    assert (told.code, told.place.key) == ("OFF002", "reconciliation[0]")
    assert "plants outside" in told.message()
    assert "域外电厂" in told.message("zh")
