"""Editions in a study's folder: used when named, in the order named, never because they are newer; every slip is told."""

import pytest

from dualcarbon.errors import InputError
from dualcarbon.reference import tables
from dualcarbon.study import edition_use
from dualcarbon.study.preparation import prepare


def coal(folder):
    account = prepare(folder).account
    record = account.factors.records["direct", 2018, "industry", "final", "coal"]
    return record.value, record.tier


def codes(folder):
    with pytest.raises(InputError) as caught:
        prepare(folder)
    return [fault.code for fault in caught.value.faults]


def told(folder):
    return [w.code for w in prepare(folder).warnings if w.code.startswith("EDN")]


def test_an_edition_that_is_not_named_changes_nothing_and_is_told(dated, put):
    put(dated, "official")
    assert coal(dated) == (2.6637, "provincial_2011")
    assert told(dated) == ["EDN002"]
    assert not [name for name in prepare(dated).read.inputs if name.startswith("editions")]


@pytest.mark.parametrize("text", ['editions = ["official"]', 'guideline = "official"'])
def test_a_named_edition_serves_before_the_guideline(dated, put, choose, text):
    put(dated, "official")
    choose(dated, text)
    assert coal(dated) == (2.7, "official")
    ledger = {n.id: n.value for line in prepare(dated).ledger.lines for n in line.numbers}
    assert ledger["editions/official/numbers.csv:2"] == 0.55
    inputs = prepare(dated).read.inputs
    assert {n for n in inputs if n.startswith("editions")} == {
        f"editions/official/{name}" for name in ("edition.toml", "factors.csv", "numbers.csv")
    }
    assert told(dated) == []


def test_the_empty_slot_of_the_package_is_filled_without_a_line_of_code(dated, put, choose):
    put(dated, "provincial_2025", issued="2026-01-04")
    choose(dated, 'guideline = "provincial_2025"')
    assert coal(dated) == (2.7, "provincial_2025")
    record = prepare(dated).account.factors.records["direct", 2018, "industry", "final", "oil"]
    assert (record.value, record.tier) == (2.1147, "provincial_2011")  # it holds no oil


def test_of_two_editions_the_one_named_first_serves(dated, put, choose):
    put(
        dated,
        "older",
        issued="2020-01-01",
        factors="year,fuel,purpose,value,unit\n2005,coal,direct,2.6,t CO2/tce\n",
    )
    put(dated, "newer")
    choose(dated, 'editions = ["older", "newer"]')
    assert coal(dated) == (2.6, "older")
    choose(dated, 'editions = ["newer", "older"]')
    assert coal(dated) == (2.7, "newer")


def test_an_edition_issued_after_the_pinned_day_is_not_used_and_told(dated, put, choose):
    put(dated, "official")
    choose(dated, 'editions = ["official"]\nfactors_until = "2026-06-29"')
    assert coal(dated) == (2.6637, "provincial_2011")
    assert told(dated) == ["EDN007", "EDN008"]
    choose(dated, 'editions = ["official"]\nfactors_until = 2026-06-30')
    assert coal(dated) == (2.7, "official")


def test_a_factor_holds_from_its_year_until_a_later_row(dated, put, choose):
    rows = "2005,coal,direct,2.6,t CO2/tce\n2017,coal,direct,2.7,t CO2/tce\n"
    put(dated, "official", factors=f"year,fuel,purpose,value,unit\n{rows}")
    choose(dated, 'editions = ["official"]')
    records = prepare(dated).account.factors.records
    values = [records["direct", y, "industry", "final", "coal"].value for y in (2016, 2017, 2018)]
    assert values == [2.6, 2.7, 2.7]


def test_a_number_of_another_zone_does_not_serve(dated, put, choose):
    rows = "clinker_output,CO2,0.6,t CO2/t,livestock:North\nclinker_output,CO2,0.5,t CO2/t,livestock:East\n"
    put(dated, "official", numbers=f"item,quantity,value,unit,zone\n{rows}")
    choose(dated, 'editions = ["official"]')
    ledger = prepare(dated).ledger
    used = {n.value for line in ledger.lines if line.category == "2A1" for n in line.numbers}
    assert used == {0.5}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('editions = ["offical"]', "EDN001"),
        ('guideline = "provincial_2012"', "EDN001"),
        ('editions = ["../official"]', "EDN001"),
        ('editions = ["official", "official"]', "EDN006"),
        ('factors_until = "26-11-2026"', "KEY001"),
        ("factors_until = 2026", "KEY001"),
    ],
)
def test_a_slip_in_study_toml_is_told(dated, put, choose, text, code):
    put(dated, "official")
    choose(dated, text)
    assert codes(dated) == [code]


@pytest.mark.parametrize(
    ("id", "change", "code"),
    [
        ("official", ('id = "official"', 'id = "unofficial"'), "EDN003"),
        ("provincial_2011", ("invented", "made up"), "EDN004"),
        ("official", ('replaces = "provincial_2011"', 'replaces = "provincial_2012"'), "EDN001"),
        ("official", ("issued = 2026-06-30", 'issued = "June"'), "KEY001"),
        ("official", ("issued = 2026-06-30\n", ""), "STU007"),
    ],
)
def test_a_slip_in_edition_toml_is_told(dated, put, choose, id, change, code):
    file = put(dated, id) / "edition.toml"
    text = file.read_text(encoding="utf-8")
    assert change[0] in text
    file.write_text(text.replace(*change), encoding="utf-8")
    choose(dated, f'editions = ["{id}"]')
    assert code in codes(dated)


def test_a_row_of_another_edition_is_told_by_its_line(dated, put, choose):
    rows = "clinker_output,CO2,0.6,t CO2/t,provincial_2011\n"
    put(dated, "official", numbers=f"item,quantity,value,unit,edition\n{rows}")
    choose(dated, 'editions = ["official"]')
    with pytest.raises(InputError, match=r"editions/official/numbers\.csv line 2.*provincial_2011"):
        prepare(dated)


def test_faults_of_its_tables_are_those_of_the_study(dated, put, choose):
    put(dated, "official", factors="year,fuel,purpose,value,unit\n2005,coal,direct,two,t CO2/tce\n")
    choose(dated, 'editions = ["official"]')
    with pytest.raises(InputError, match=r"editions/official/factors\.csv line 2"):
        prepare(dated)


def test_an_edition_without_tables_is_told(dated, put, choose):
    put(dated, "official", factors="", numbers="")
    choose(dated, 'editions = ["official"]')
    assert told(dated) == ["EDN009"]


def test_a_link_out_of_the_folder_is_refused(dated, put, choose, tmp_path):
    elsewhere = put(tmp_path / "elsewhere", "official")
    (dated / "editions").mkdir()
    (dated / "editions/official").symlink_to(elsewhere)
    choose(dated, 'editions = ["official"]')
    assert "PATH002" in codes(dated)


def test_the_account_says_how_many_records_are_of_which_edition(dated, put, choose):
    put(dated, "official")
    choose(dated, 'editions = ["official"]\nfactors_until = "2026-12-31"')
    prepared = prepare(dated)
    found = edition_use.told(prepared.study, prepared.account, prepared.ledger)
    assert found["factors_until"] == "2026-12-31"
    mine = next(e for e in found["editions"] if e["id"] == "official")
    assert (mine["records"], mine["issued"], mine["kind"]) == (4, "2026-06-30", "study")
    assert [e["id"] for e in found["editions"]][:2] == ["local", "official"]


def test_what_an_edition_serves_is_listed_by_category(dated, put, choose):
    put(dated, "official")
    choose(dated, 'editions = ["official"]')
    prepared = prepare(dated)
    one = next(
        e for e in edition_use.listed(prepared.account, prepared.ledger) if e.id == "official"
    )
    assert one.records["editions/official/numbers.csv:2"] == ("2A1",)
    assert one.records["editions/official/factors.csv:2"] == ("1A2", "1A1a")
    assert one.as_dict()["serves"] == list(one.serves)


def test_every_kind_of_a_packaged_edition_is_known():
    kinds = {row["kind"] for row in tables.rows("editions")}
    assert kinds == {"study", "definition", "guideline", "nation", "ipcc", "grid", "set"}
