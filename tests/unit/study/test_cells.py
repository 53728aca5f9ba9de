"""Countersigned and closed cells: counted, told, and carried to the ledger."""

from __future__ import annotations

import csv

import pytest

from dualcarbon.study import cells, preparation


def columns(file, **rules):
    """Give the rows of a table more columns; a rule tells the text of a row."""
    with file.open(encoding="utf-8", newline="") as read:
        rows = list(csv.DictReader(read))
    for row in rows:
        row |= {name: rule(row) for name, rule in rules.items()}
    with file.open("w", encoding="utf-8", newline="") as write:
        writer = csv.DictWriter(write, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return rows


def closed(row):
    return "confidential" if (row["indicator"], row["year"]) == ("cement_output", "2017") else ""


def signed(row):
    return "Wu 2018-03-01" if row["indicator"] in ("cement_output", "energy_total") else ""


@pytest.fixture
def study(copied):
    columns(copied / "data/activity.csv", access=closed, signed=signed)
    return copied


def test_cells_are_counted_by_table(study):
    one = preparation.prepare(study)
    counts = {t.table: (t.signed, t.unsigned) for t in one.cells.tables}
    frame = one.read.tables["activity"].frame
    wanted = frame.filter(frame["indicator"].is_in(["cement_output", "energy_total"]))
    assert counts["activity"] == (len(wanted), frame["value"].count() - len(wanted))
    assert counts["energy"][0] == 0
    assert len(one.cells.closed) == 1


def test_unsigned_cells_are_told_only_where_the_study_demands_signatures(study):
    assert "CEL001" not in {w.code for w in preparation.prepare(study).warnings}
    with (study / "study.toml").open("a", encoding="utf-8") as file:
        file.write('\n[account]\nsigned = "required"\n')
    told = [w for w in preparation.prepare(study).warnings if w.code == "CEL001"]
    assert {w.place.file for w in told} == {"data/activity.csv", "data/energy.csv"}
    energy = next(w for w in told if w.place.file == "data/energy.csv")
    assert "384 of 384 cells are not countersigned" in energy.message()
    assert "lines 2, 3, 4, 5, 6, 7, 8, 9 ..." in energy.message()


def test_the_ledger_carries_the_class_and_the_signatures_of_its_cells(study):
    one = preparation.prepare(study)
    plain = one.ledger.frame(one.study.gwp)
    frame = cells.beside(plain, one.ledger, one.cells)
    closed = frame.filter(frame["access"] == "confidential")
    assert set(closed["year"]) == {2017}
    assert set(closed["category"]) == {"2A1"}
    assert frame.height == plain.height
    cement = frame.filter((frame["category"] == "2A1") & (frame["year"] == 2017))
    assert cement["access"].to_list() == ["confidential"] * cement.height


def test_a_line_is_signed_only_if_all_its_cells_are(study):
    one = preparation.prepare(study)
    frame = cells.beside(one.ledger.frame("AR5"), one.ledger, one.cells)
    assert set(frame["signed"]) == {""}  # cement needs the ratio of clinker too
    columns(study / "data/activity.csv", signed=lambda row: signed(row) or "Li 2018-04-02" * (row["indicator"] == "clinker_ratio"))  # fmt: skip
    one = preparation.prepare(study)
    frame = cells.beside(one.ledger.frame("AR5"), one.ledger, one.cells)
    cement = frame.filter((frame["category"] == "2A1") & (frame["year"] == 2017))
    assert set(cement["signed"]) == {"Li 2018-04-02; Wu 2018-03-01"}


def test_closed_cells_are_told_in_a_sentence(study):
    (told,) = [w for w in preparation.prepare(study).warnings if w.code == "CEL002"]
    assert "1 cells are confidential or internal" in told.message()
    assert "17" not in told.message()
