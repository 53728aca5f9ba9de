"""Official totals beside ours: what each boundary holds, what stays unexplained, what is not known."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.errors import UnitMismatch
from dualcarbon.inventory import official
from dualcarbon.inventory.declared import Reconciliation
from dualcarbon.inventory.official import Issued, Ours
from dualcarbon.vocabulary.names import BOUNDARIES

MT = 1e6
YEARS = (2019, 2020)
PARTS = {"trade": 20.0, "processes": 60.0, "other_co2": 4.0, "methane": 30.0, "nitrous_oxide": 15.0, "fluorinated": 6.0, "land": -10.0, "bunkers": 3.0}  # fmt: skip


def ours(lead="territorial", start=700.0, **more):
    parts = {id: np.array([v, v]) * MT for id, v in {**PARTS, **more}.items()}
    energy = {"calorific": np.array([300.0, 310.0]) * MT, "coal_equivalent": np.array([320.0, 333.0]) * MT}  # fmt: skip
    first = np.array([start, start]) * MT
    return Ours(years=YEARS, lead=lead, start=first, convention="calorific", energy=energy, parts=parts)  # fmt: skip


def issued(boundary, value, year=2020, **more):
    return Issued(year=year, boundary=boundary, value=None if value is None else value * MT, file="data/official.csv", **more)  # fmt: skip


def stated(**more):
    texts = {"item": {"en": "plants outside", "zh": "域外电厂"}, "why": {"en": "counted there", "zh": "计入该处"}}  # fmt: skip
    return Reconciliation(**{"boundary": "co2_energy", **texts, **more})


@pytest.mark.parametrize(
    ("boundary", "total"),
    [
        ("co2_energy", 700),
        ("co2_energy_adjusted", 720),
        ("co2_with_processes", 760),
        ("ghg_without_land", 700 + 60 + 4 + 30 + 15 + 6),
        ("ghg", 700 + 60 + 4 + 30 + 15 + 6 - 10),
        ("energy_total_calorific", 310),
        ("energy_total_coal_equivalent", 333),
    ],
)
def test_each_boundary_holds_what_it_says(boundary, total):
    (bridge,) = official.reconcile([issued(boundary, 800)], ours())
    assert bridge.ours == pytest.approx(total * MT)
    assert bridge.unexplained == pytest.approx((800 - total) * MT)


def test_every_boundary_of_the_vocabulary_is_known():
    assert set(official.HOLDS) | set(official.ENERGY) == set(BOUNDARIES)


def test_a_leading_total_with_trade_leads_to_the_same():
    wanted = [issued(b, 800) for b in ("co2_energy", "co2_energy_adjusted", "ghg")]
    one = official.reconcile(wanted, ours())
    other = official.reconcile(wanted, ours("adjusted", 720.0))
    assert [b.ours for b in one] == pytest.approx([b.ours for b in other])
    assert [i.id for i in other[0].computed] == ["trade"]
    assert other[0].computed[0].amount == -20 * MT


def test_statements_explain_and_are_no_part_of_ours():
    said = [
        stated(value=5.0, unit="Mt CO2", source="letter"),
        stated(computed="bunkers", times=-1.0),
        stated(value=900.0, unit="10^4 t CO2", years=(2019,)),
    ]
    (bridge,) = official.reconcile([issued("co2_energy", 710)], ours(), said)
    assert [i.amount for i in bridge.stated] == pytest.approx([5 * MT, -3 * MT])
    assert bridge.ours == pytest.approx(700 * MT)
    assert bridge.unexplained == pytest.approx(8 * MT)
    assert bridge.stated[0].source == "letter"


def test_a_statement_in_another_kind_of_unit_is_refused():
    with pytest.raises(UnitMismatch):
        official.reconcile([issued("co2_energy", 710)], ours(), [stated(value=5.0, unit="tce")])


def test_an_empty_slot_stays_empty():
    (bridge,) = official.reconcile([issued("co2_energy", None)], ours())
    assert (bridge.issued.value, bridge.unexplained) == (None, None)
    assert bridge.ours == pytest.approx(700 * MT)
    (told,) = official.faults([bridge])
    assert told.code == "OFF004"
    assert "no official total is known for 2020" in told.sentence()


def test_what_is_not_known_is_not_reconciled():
    (bridge,) = official.reconcile([issued("ghg", 800)], ours(methane=np.nan))
    assert (bridge.ours, bridge.unexplained) == (None, None)
    (told,) = official.faults([bridge])
    assert told.code == "OFF005"
    assert "for want of methane without land" in told.sentence()
    (other,) = official.reconcile([issued("co2_energy", 700)], ours(methane=np.nan))
    assert other.unexplained == pytest.approx(0)


def test_years_outside_the_account_are_left_out_and_order_is_that_of_the_book():
    wanted = [issued("ghg", 1), issued("co2_energy", 1), issued("co2_energy", 1, 2019), issued("co2_energy", 1, 2030)]  # fmt: skip
    found = official.reconcile(wanted, ours())
    assert [(b.issued.boundary, b.issued.year) for b in found] == [("co2_energy", 2019), ("co2_energy", 2020), ("ghg", 2020)]  # fmt: skip


def test_only_what_is_above_the_tolerance_is_told_with_its_worst_year():
    wanted = [issued("co2_energy", 730, 2019), issued("co2_energy", 770), issued("co2_energy_adjusted", 725)]  # fmt: skip
    (told,) = official.faults(official.reconcile(wanted, ours()))
    assert told.code == "OFF001"
    assert told.place.file == "data/official.csv"
    said = told.message()
    assert "2020: Carbon dioxide of energy: the official total is 770 Mt CO2, ours with all items 700 Mt CO2; 70 Mt CO2 (+9.1 %) stay unexplained; 1 more years differ" in said  # fmt: skip
    assert "70 Mt CO2（+9.1 %）未能解释" in told.message("zh")


def test_a_gap_that_a_statement_explains_is_not_told():
    found = official.reconcile([issued("co2_energy", 770)], ours(), [stated(value=69.0, unit="Mt CO2")])  # fmt: skip
    assert official.faults(found) == []
