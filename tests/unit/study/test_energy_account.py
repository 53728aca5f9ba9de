"""A region from its balance table to the ledger: lines, rules, and supply against use, all from the same rows."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace

import numpy as np
import pytest

from dualcarbon.inventory import carbon_balance, reference_approach
from dualcarbon.inventory.activities import Activities
from dualcarbon.inventory.ledger import Ledger
from dualcarbon.readers.csv import read_bytes
from dualcarbon.reference.numbers import Shelf, tiers, zones
from dualcarbon.study import account, energy_account
from dualcarbon.study.declared import StudyFile
from dualcarbon.yearbook import yearbook
from dualcarbon.yearbook.balance import in_standard_coal

ROWS = """2020,production,raw_coal,100,10^4 t
2020,inflow,raw_coal,2000,10^4 t
2020,inflow,crude_oil,300,10^4 t
2020,inflow,natural_gas,20,10^8 m3
2020,inflow,coke,20,10^4 t
2020,inflow,kerosene,15,10^4 t
2020,bunkers_here,kerosene,-5,10^4 t
2020,washing,raw_coal,-300,10^4 t
2020,washing,cleaned_coal,250,10^4 t
2020,coking,cleaned_coal,-250,10^4 t
2020,coking,coke,180,10^4 t
2020,coking,coke_oven_gas,7,10^8 m3
2020,refining,crude_oil,-300,10^4 t
2020,refining,gasoline,80,10^4 t
2020,refining,diesel,120,10^4 t
2020,refining,naphtha,60,10^4 t
2020,refining,bitumen,30,10^4 t
2020,energy_recovery,blast_furnace_gas,300,10^8 m3
2020,power,raw_coal,-1200,10^4 t
2020,power,blast_furnace_gas,-100,10^8 m3
2020,power,electricity,300,10^8 kWh
2020,heat_supply,raw_coal,-100,10^4 t
2020,heat_supply,heat,2000,10^10 kJ
2020,industry,raw_coal,500,10^4 t
2020,industry,coke,200,10^4 t
2020,industry,coke_oven_gas,7,10^8 m3
2020,industry,blast_furnace_gas,200,10^8 m3
2020,industry,naphtha,60,10^4 t
2020,industry,natural_gas,15,10^8 m3
2020,industry,bitumen,30,10^4 t
2020,industry,electricity,250,10^8 kWh
2020,industry,heat,2000,10^10 kJ
2020,feedstock,naphtha,60,10^4 t
2020,feedstock,natural_gas,5,10^8 m3
2020,feedstock,bitumen,30,10^4 t
2020,transport,diesel,100,10^4 t
2020,transport,gasoline,20,10^4 t
2020,transport,kerosene,10,10^4 t
2020,residential,gasoline,60,10^4 t
2020,residential,diesel,20,10^4 t
2020,residential,natural_gas,5,10^8 m3
2020,residential,electricity,50,10^8 kWh
"""
"""An invented region whose supply is used up to the last tonne."""
TO = [
    {"fuel": "naphtha", "product": "ethylene", "emitted": 0.2, "stored": 0.8},
    {"fuel": "natural_gas", "product": "ammonia", "emitted": 0.8, "exported": 0.2},
]
STUDY = {
    "schema": "dualcarbon/study/1", "name": "small", "title": {"en": "Small", "zh": "小"}, "region": "320000", "base_year": 2020,
    "horizon": 2060, "price_year": 2020, "gwp": "AR5", "seed": 1, "members": 32, "boundary": "territorial",
    "convention": "calorific", "language": "en", "scenarios": ["base"],
}  # fmt: skip


@pytest.fixture(scope="module")
def book():
    return compiled_book(ROWS)


def compiled_book(rows):
    reading = read_bytes(("year,row,fuel,value,unit\n" + rows).encode(), "balance", "data/balance.csv")  # fmt: skip
    assert reading.errors == []
    table = SimpleNamespace(frame=reading.frame, file="data/balance.csv", lost=0)
    return yearbook.compile({"balance": table}, StudyFile(**STUDY))


def compiled(book, **choices):
    choices = {"feedstock": TO, "residuals": carbon_balance.ROWS} | choices
    study = StudyFile(**STUDY, account={"energy": choices})
    kept = account.keep(study, book, None)
    shelf = Shelf(tiers(), zones("320000"))
    lines, _ = energy_account.lines(study, kept, Activities((2020,), book.activity), shelf)
    rules = energy_account.examined(study, kept, shelf, lines)
    return SimpleNamespace(study=study, account=kept, territorial=kept.territorial, lines=lines, rules={r.id: r for r in rules})  # fmt: skip


def burning(part):
    ledger = Ledger((2020,), part.lines).territorial
    return ledger.where(lambda x: x.gas == "CO2" and x.method == "combustion").amounts().sum(axis=0)


def test_the_ledger_holds_the_territorial_total(book):
    part = compiled(book)
    assert burning(part) == pytest.approx(part.territorial.values, rel=1e-9)


def gap(part):
    table = in_standard_coal(part.account.yearbook.balance)
    reference = reference_approach.approach(table, table.sel(row="feedstock", drop=True))
    return reference_approach.gap(reference, part.territorial)


def test_both_approaches_agree_where_supply_is_used_up_but_for_what_boilers_leave(book):
    """All missing carbon is counted whole, the supply as it burns: 44/12 x carbon x (1 - oxidation) of inputs less products."""
    part = compiled(book)
    table = in_standard_coal(part.account.yearbook.balance)
    plants = table.sel(row=["washing", "coking", "refining"]).sum("row")
    names = [
        f for f in plants.fuel.values.tolist() if f not in ("electricity", "heat", "other_energy")
    ]
    carbon, oxidation = reference_approach.content(names, 2020)
    unburnt = float((-plants.sel(fuel=names) * carbon * (1 - oxidation)).sum()) * 44 / 12
    reference = part.territorial * (1 + gap(part))
    assert float((part.territorial - reference)[0]) == pytest.approx(unburnt, rel=1e-6)
    assert abs(unburnt) < 0.001 * float(part.territorial[0])


def test_supply_that_nobody_used_is_told():
    more = ROWS.replace("inflow,raw_coal,2000", "inflow,raw_coal,2200")
    (fault,) = reference_approach.faults(gap(compiled(compiled_book(more))))
    assert fault.code == "BAL002"
    assert "above sectoral" in fault.message()


def test_carbon_missing_in_rows_that_are_not_counted_opens_a_gap(book):
    chosen = [compiled(book, residuals=r).territorial for r in (carbon_balance.ROWS, carbon_balance.COUNTED, ())]  # fmt: skip
    assert len({round(float(x[0])) for x in chosen}) == 3


@pytest.mark.parametrize("variant", ["auto", "coke"])
def test_coke_where_it_is_used_is_what_the_table_shows(book, variant):
    part = compiled(book, blast_furnace=variant)
    assert part.territorial.values == pytest.approx(compiled(book).territorial.values, rel=1e-9)
    assert part.rules["R3"].state == "holds"
    assert burning(part) == pytest.approx(part.territorial.values, rel=1e-9)


def test_gas_that_is_made_while_all_coke_stays_in_final_use_is_caught(book):
    told = compiled(book, blast_furnace="gas").rules["R3"]
    assert (told.state, told.fault.code) == ("broken", "RUL015")


def test_gas_of_coke_that_the_table_puts_in_holds():
    """The coke of the furnaces as an input, the gases as outputs, and no coke in final use."""
    rows = ROWS.replace("2020,industry,coke,200,10^4 t\n", "2020,coke_reinput,coke,-1000,10^4 t\n")
    part = compiled(compiled_book(rows), blast_furnace="auto")
    assert part.rules["R3"].state == "holds"


def test_losses_of_a_balance_leak_unless_the_study_says_that_they_burn(book):
    rows = ROWS + "2020,losses,natural_gas,1,10^8 m3\n"
    lost = compiled_book(rows)
    assert compiled(lost).territorial.values == pytest.approx(compiled(book).territorial.values, rel=1e-12)  # fmt: skip
    more = compiled(lost, losses="burnt").territorial - compiled(lost).territorial
    assert float(more[0]) == pytest.approx(1e8 * 1.215e-3 * 15.32 * 0.99 * 44 / 12 * 0.0293076)
    assert "INV019" in {w.code for w in compiled(lost).account.warnings}


def test_all_rules_can_be_tested_and_hold(book):
    rules = compiled(book).rules
    assert {id: r.state for id, r in rules.items()} == dict.fromkeys(rules, "holds")
    assert "told apart" in rules["R8"].sentence["en"]


def test_feedstock_without_destination_is_told(book):
    rules = compiled(book, feedstock=[]).rules
    assert rules["R4"].state == "not_testable"
    assert "Naphtha" in rules["R4"].sentence["en"]
    assert "天然气" in rules["R4"].sentence["zh"]


def test_feedstock_is_emitted_or_memo(book):
    part = compiled(book)
    emitted = [x for x in part.lines if x.method == "feedstock_carbon" and x.counts]
    assert {x.category for x in emitted} == {"2B1", "2B8"}
    stored = [x for x in part.lines if x.memo == "stored"]
    assert {x.item for x in stored} == {"ethylene", "ammonia", "bitumen"}


def test_bunkers_of_the_balance_are_memo(book):
    part = compiled(book)
    sold = [x for x in part.lines if x.memo == "bunkers"]
    assert {x.gas for x in sold} == {"CO2", "CH4", "N2O"}
    assert float(sold[0].amounts()[0]) == pytest.approx(5e4 * 1.4714 * 19.6 * 0.98 * 0.0293076 * 44 / 12, rel=1e-3)  # fmt: skip


def test_bunkers_name_the_cell_that_they_are_of(book):
    """A line that counts the same cell as domestic is seen, which needs both to name file and line."""
    part = compiled(book)
    sold = next(x for x in part.lines if x.memo == "bunkers")
    assert sold.activities[0].refs == ("data/balance.csv:8",)
    flown = next(x for x in part.lines if x.fuel == "kerosene" and x.counts)
    twice = dataclasses.replace(flown, inputs=(sold.activities[0], *flown.inputs[1:]))
    shelf = Shelf(tiers(), zones("320000"))
    found = energy_account.examined(part.study, part.account, shelf, [*part.lines, twice])
    told = next(r for r in found if r.id == "R8")
    assert (told.state, told.fault.code) == ("broken", "RUL008")
    assert "data/balance.csv:8" in told.sentence["en"]


def test_all_that_is_to_be_known_of_the_grid_is_told_with_its_years():
    rows = "".join(ROWS.replace("2020,", f"{year},") for year in (2016, 2017))
    study = StudyFile(**STUDY | {"base_year": 2017}, account={"energy": {"feedstock": TO}})
    reading = read_bytes(("year,row,fuel,value,unit\n" + rows).encode(), "balance", "data/balance.csv")  # fmt: skip
    table = SimpleNamespace(frame=reading.frame, file="data/balance.csv", lost=0)
    kept = account.keep(study, yearbook.compile({"balance": table}, study), None)
    shelf = Shelf(tiers(), zones("320000"))
    _, told = energy_account.lines(study, kept, Activities((2016, 2017), kept.yearbook.activity), shelf)  # fmt: skip
    assert [f.code for f in told] == ["REF031", "REF015", "REF015", "REF032"]
    assert "0.7035 kg CO2/kWh (East China grid) to 0.6451 (Jiangsu) between 2016 and 2017, -8.3 %" in told[-1].message()  # fmt: skip


def test_years_of_the_same_remark_are_told_together():
    rows = "".join(ROWS.replace("2020,", f"{year},") for year in (2018, 2019, 2020))
    told = energy_account.lines(*told_of(rows))[1]
    assert [f.message() for f in told] == [
        "Jiangsu: the average grid factor of 2021 is used for 2018-2020, for which there is none"
    ]


def told_of(rows, **choices):
    study = StudyFile(**STUDY, account={"energy": {"feedstock": TO} | choices})
    kept = account.keep(study, compiled_book(rows), None)
    return study, kept, Activities(tuple(kept.energy.year.values.tolist()), kept.yearbook.activity), Shelf(tiers(), zones("320000"))  # fmt: skip


def test_a_product_that_no_process_tells_of_is_told_and_allowed():
    to = [*TO[1:], TO[0] | {"product": "ethylen"}]
    told = [f for f in energy_account.lines(*told_of(ROWS, feedstock=to))[1] if f.code == "RUL032"]
    assert [f.level for f in told] == ["warn"]
    assert 'feedstock to "ethylen"' in told[0].message()
    assert 'did you mean "ethylene"?' in told[0].message()
    assert "RUL032" not in [f.code for f in energy_account.lines(*told_of(ROWS))[1]]


def test_electricity_and_heat_are_scope_two(book):
    part = compiled(book)
    used = {(x.sector, x.fuel): x.amounts()[0] for x in part.lines if x.scope == 2}
    assert set(used) == {("industry", "electricity"), ("industry", "heat"), ("households", "electricity")}  # fmt: skip
    assert used["industry", "heat"] == pytest.approx(2000e10 / 1e6 * 0.11, rel=1e-3)


def test_every_line_is_drawn_without_branching(book):
    part = compiled(book)

    def doubled(one):
        return np.stack([one.values, 2 * one.values]) if hasattr(one, "refs") else one.values

    for line in part.lines:
        assert line.amounts(doubled)[1] == pytest.approx(2 * line.amounts(), rel=1e-12)
