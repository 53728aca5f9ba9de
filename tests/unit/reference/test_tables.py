"""Every packaged number says where it is from, in which unit, for which years, and how it was seen."""

import pytest

from dualcarbon.measures.catalogue import all_typical
from dualcarbon.provenance.sources import MARKS
from dualcarbon.reference import tables
from dualcarbon.vocabulary.names import FLOWS, FUELS, INDICATORS, SECTORS
from dualcarbon.vocabulary.units import known

NUMBERS = ("fuels", "ipcc", "groups", "grid", "coal_rate")
EVERY = [(table, row) for table in NUMBERS for row in tables.rows(table)]


AREAS = tuple(table for table in tables.TABLES if table.startswith("numbers_"))


def named(entry):
    return entry["id"] if isinstance(entry, dict) else entry


@pytest.mark.parametrize("table", [*NUMBERS, "goals", "prices", "regions", "editions", "sources"])
def test_ids_are_unique_and_rows_are_whole(table):
    rows = tables.rows(table)
    assert len({row["id"] for row in rows}) == len(rows)
    assert not [row["id"] for row in rows if None in row or None in row.values()]


@pytest.mark.parametrize("table", [*NUMBERS, "goals", "prices", "conflicts"])
def test_every_row_names_a_source_that_is_listed(table):
    missing = {row["source"] for row in tables.rows(table)} - set(tables.sources())
    assert not missing


def test_every_listed_source_is_used():
    tabled = [table for table in tables.TABLES if table != "sources"]
    used = {row.get("source") for table in tabled for row in tables.rows(table)} | {"gwp-package"}
    used |= {p.source for one in all_typical().values() for p in one.numbers.values()}
    assert set(tables.sources()) <= used


@pytest.mark.parametrize(("table", "row"), EVERY, ids=named)
def test_every_number_has_unit_years_and_mark(table, row):
    assert float(row["value"]) >= 0
    assert row["unit"] == "1" or known(row["unit"].replace("CO2e", "CO2"))
    first, last = tables.whole(row["first_year"]), tables.whole(row["last_year"])
    assert first is not None
    assert 1990 <= first <= (last or first)
    assert row["mark"] in MARKS


@pytest.mark.parametrize(("table", "row"), EVERY, ids=named)
def test_ranges_enclose_their_value(table, row):
    low, high = (tables.number(row.get(b, "")) for b in ("lo95", "hi95"))
    assert (low is None) == (high is None)
    if low is not None:
        assert low <= float(row["value"]) <= high


def test_every_ipcc_row_has_a_range():
    rows = tables.rows("ipcc")
    assert rows
    assert all(row["lo95"] and row["hi95"] for row in rows)


def test_from_memory_and_marked_are_the_same_thing():
    """A number whose source is memory bears the mark; no marked number poses as an announcement."""
    for _, row in EVERY:
        if row["source"] == "memory":
            assert row["mark"] == "M", row["id"]


def test_names_are_those_of_the_vocabulary():
    assert {row["fuel"] for row in tables.rows("fuels")} <= set(FUELS)
    assert {row["fuel"] for row in tables.rows("groups")} <= set(FUELS)
    assert {row["sector"] for row in tables.rows("fuels")} - {""} <= set(SECTORS)
    assert {row["flow"] for row in tables.rows("fuels")} - {""} <= set(FLOWS)
    assert {row["indicator"] for row in tables.rows("goals")} <= set(INDICATORS)
    mapped = {fuel for row in tables.rows("ipcc") for fuel in row["fuels"].split("|")} - {""}
    assert mapped <= set(FUELS)


def test_all_thirty_fuels_have_standard_coal():
    thirty = {fuel for fuel in FUELS if FUELS[fuel].more["nbs_order"]}
    converted = {r["fuel"] for r in tables.rows("fuels") if r["quantity"] == "standard_coal"}
    assert len(thirty) == 30
    assert thirty == converted


def test_no_quantity_of_a_fuel_has_two_plain_records_for_one_year():
    plain = [r for r in tables.rows("fuels") if not (r["sector"] or r["flow"])]
    for row in plain:
        rivals = [
            r
            for r in plain
            if r is not row
            and (r["fuel"], r["quantity"], r["tier"]) == (row["fuel"], row["quantity"], row["tier"])
            and int(r["first_year"]) <= int(row["first_year"]) <= int(r["last_year"] or 9999)
        ]
        assert not rivals, (row["id"], [r["id"] for r in rivals])


def test_an_unknown_table_is_refused():
    with pytest.raises(KeyError, match="weather"):
        tables.rows("weather")


@pytest.mark.parametrize("table", AREAS)
def test_numbers_of_an_area_have_ids_of_their_own_and_listed_sources(table):
    rows = tables.rows(table)
    assert len({row["id"] for row in rows}) == len(rows) > 0
    assert not {row["source"] for row in rows} - set(tables.sources())
    assert {row["mark"] for row in rows} <= set(MARKS)


@pytest.mark.parametrize("table", AREAS)
def test_numbers_of_an_area_stand_in_known_units_within_their_ranges(table):
    rows = tables.rows(table)
    assert not {row["unit"] for row in rows if not known(row["unit"])}
    ranged = [[float(row[c]) for c in ("lo95", "value", "hi95")] for row in rows if row["lo95"]]
    assert [r for r in ranged if r != sorted(r)] == []
