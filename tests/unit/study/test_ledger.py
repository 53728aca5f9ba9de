"""The ledger of a study as a whole: what one area tells, another leaves to it, and no carbon is lost between them."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from dualcarbon.errors import InputError
from dualcarbon.readers.csv import read_bytes
from dualcarbon.reference.numbers import Shelf, tiers, zones
from dualcarbon.study import account, energy_account, ledger
from dualcarbon.study.declared import StudyFile
from dualcarbon.yearbook import yearbook

ENERGY = """2020,industry,final,raw_coal,100,10^4 tce
2020,industry,feedstock,natural_gas,20,10^4 tce
2020,industry,feedstock,petroleum_coke,10,10^4 tce
"""
COKE = "2020,industry,final,coke,9,10^4 tce\n"
TO = [
    {"fuel": "natural_gas", "product": "methanol", "emitted": 0.4, "stored": 0.6},
    {"fuel": "petroleum_coke", "product": "anodes", "emitted": 1.0},
]
STUDY = {
    "schema": "dualcarbon/study/1", "name": "small", "title": {"en": "Small", "zh": "小"}, "region": "320000", "base_year": 2020,
    "horizon": 2060, "price_year": 2020, "gwp": "AR5", "seed": 1, "members": 32, "boundary": "territorial",
    "convention": "calorific", "language": "en", "scenarios": ["base"],
}  # fmt: skip


def read(rows, name):
    head = {
        "energy": "year,sector,flow,fuel,value,unit",
        "activity": "year,sector,indicator,kind,value,unit",
    }
    file = f"data/{name}.csv"
    reading = read_bytes(f"{head[name]}\n{rows}".encode(), name, file)
    assert reading.errors == []
    return SimpleNamespace(frame=reading.frame, file=file, lost=0)


def opened(activity, energy=ENERGY, processes=None):
    """Open the ledger of a region of a few rows of energy and products."""
    choices = {"energy": {"feedstock": TO}, "processes": processes or {}}
    study = StudyFile(**STUDY, account=choices)
    tables = {"energy": read(energy, "energy"), "activity": read(activity, "activity")}
    kept = account.keep(study, yearbook.compile(tables, study), None)
    shelf = Shelf(tiers(), zones("320000"))
    book = ledger.open_ledger(study, kept, None, shelf)
    rules = energy_account.examined(study, kept, shelf, book.lines)
    return book, {rule.id: rule for rule in rules}


def feedstock(book):
    return {line.item for line in book.lines if line.method == "feedstock_carbon" and line.counts}


def in_category(book, category):
    lines = [x for x in book.lines if x.category == category and x.gas == "CO2" and x.counts]
    return sum(float(line.amounts()[0]) for line in lines)


METHANOL = 20e4 * 0.0293076 * 15.32 * 0.4 * 44 / 12
"""Gas of 20 x 10^4 tce, four tenths of its carbon emitted. [t CO2]"""


def test_feedstock_goes_on_emitting_where_processes_give_no_line():
    """Methanol without its process is told (PRO011) and has no line: its gas must still emit."""
    book, rules = opened("2020,industry,methanol_output,,50,10^4 t\n")
    assert "PRO011" in [fault.code for fault in book.warnings]
    assert in_category(book, "2B8") == pytest.approx(METHANOL, rel=1e-3)
    assert rules["R4"].state == "holds"


def test_feedstock_is_left_to_a_line_that_processes_made():
    book, rules = opened("2020,industry,methanol_output,gas,50,10^4 t\n")
    assert feedstock(book) == {"anodes"}
    assert in_category(book, "2B8") == pytest.approx(50e4 * 0.67, rel=1e-9)
    assert rules["R4"].state == "holds"


def test_anodes_are_told_by_the_metal_or_by_their_coke():
    alone, _ = opened("2020,industry,methanol_output,,50,10^4 t\n")
    metal, rules = opened("2020,industry,aluminium_output,prebake_point_fed,10,10^4 t\n")
    assert in_category(alone, "2C3") == pytest.approx(10e4 * 0.0293076 * 27.5 * 44 / 12, rel=0.05)
    assert in_category(metal, "2C3") == pytest.approx(10e4 * 1.6)
    assert rules["R4"].state == "holds"


@pytest.mark.parametrize(
    ("rows", "chosen", "state"),
    [
        ("2020,industry,zinc_output,,1,10^4 t\n", "in_energy", "broken"),
        ("2020,industry,lead_output,,1,10^4 t\n", "in_energy", "broken"),
        ("2020,industry,ferroalloy_output,silicomanganese,1,10^4 t\n", "in_energy", "broken"),
        ("2020,industry,zinc_output,,1,10^4 t\n", "in_processes", "holds"),
        ("2020,industry,lime_output,high_calcium,1,10^4 t\n", "in_energy", "holds"),
    ],
)
def test_reductants_stand_where_the_study_says(rows, chosen, state):
    book, rules = opened(rows, ENERGY + COKE, {"reductants": chosen})
    assert rules["R5"].state == state
    if state == "broken":
        (metal,) = [x for x in book.lines if x.category in ("2C2", "2C5", "2C6")]
        assert metal.id in rules["R5"].sentence["en"]


def test_a_year_that_is_counted_elsewhere_is_left_to_its_feedstock():
    """Methanol told in 2019, IE in 2020: the gas of 2020 must go on emitting, and R4 sees each tonne once."""
    energy = ENERGY + ENERGY.replace("2020,", "2019,")
    rows = (
        "2019,industry,methanol_output,gas,50,10^4 t\n2020,industry,methanol_output,gas,IE,10^4 t\n"
    )
    book, rules = opened(rows, energy)
    lines = [x for x in book.lines if x.category == "2B8" and x.gas == "CO2" and x.counts]
    by_method = {x.method: x for x in lines}
    assert by_method["feedstock_carbon"].amounts() == pytest.approx([0.0, METHANOL], rel=1e-3)
    total = book.where(lambda x: x.category == "2B8" and x.counts).total("AR5")
    assert total == pytest.approx([50e4 * 0.67, METHANOL], rel=1e-3)
    assert rules["R4"].state == "holds"


def test_energy_stands_first_in_the_ledger():
    book, _ = opened("2020,industry,lime_output,high_calcium,1,10^4 t\n")
    assert book.lines[0].method == "combustion"
    assert book.lines[-1].item == "lime_output"


def test_faults_of_all_areas_are_told_at_once():
    rows = "2020,industry,lime_output,hard,1,10^4 t\n2020,agriculture,fertiliser_nitrogen,floded_rice,1,10^4 t\n"
    with pytest.raises(InputError) as refused:
        opened(rows)
    assert [fault.code for fault in refused.value.faults] == ["PRO002", "REF042"]
