"""Any balance table built closed validates, its two totals are the sums of a hand, and its account is the same energy."""

from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dualcarbon.readers.csv import read_bytes
from dualcarbon.reference.tables import rows as packaged
from dualcarbon.vocabulary.names import BALANCE_ROWS, FUELS
from dualcarbon.yearbook import balance, validation, yearbook

PRINTED = {"t": 1e4, "m3": 1e8, "GJ": 1e4, "kWh": 1e8, "": 1e4}
"""Units in one that the table prints. [unit kept]"""
PER = {"t": 1.0, "GJ": 1.0, "m3": 1e-3, "kWh": 1e-3}
USES = (
    "agriculture",
    "industry",
    "construction",
    "transport",
    "trade",
    "other_services",
    "urban",
    "rural",
    "losses",
)
PLANTS = [id for id in BALANCE_ROWS if BALANCE_ROWS[id].more["parent"] == "transformation"]


@dataclass(frozen=True)
class Study:
    base_year: int = 2020
    convention: str = "calorific"
    price_year: int = 2015
    vintages: dict = field(default_factory=dict)
    fills: tuple = ()


def in_force(table, year, **wanted):
    """Give the packaged number that holds for a year, read off the table itself; the nearest beyond its ends."""
    known = [row for row in packaged(table) if all(row[k] == v for k, v in wanted.items())]

    def off(row):
        return max(int(row["first_year"]) - year, year - int(row["last_year"] or 9999), 0)

    return float(min(known, key=off)["value"])


def tce(fuel, year, convention):
    """Give the standard coal of what the table prints as 1. [tce]."""
    unit = FUELS[fuel].more["unit"]
    if unit == "":
        return 1e4
    if fuel == "electricity" and convention == "coal_equivalent":
        return 1e8 * 1e-3 * in_force("coal_rate", year, kind="generation")
    return PRINTED[unit] * PER[unit] * in_force("fuels", year, fuel=fuel, quantity="standard_coal")


@st.composite
def built(draw, closed_balance):
    """A closed table whose sectors, stocks and trade are anything, and whose plants differ in size."""
    years = tuple(range(2020 - draw(st.integers(0, 1)), 2021))
    size = {row: draw(st.floats(0.2, 5.0)) for row in (*USES, "production", "stock_draw")}
    plants = draw(st.floats(0.2, 5.0))
    fuels = {
        fuel: draw(st.floats(0.5, 2.0))
        for fuel in ("raw_coal", "diesel", "natural_gas", "electricity")
    }

    def scale(year, row, fuel):
        if row in PLANTS:
            return plants  # one size for all, so that efficiencies stay
        if row == "feedstock":
            return min(size["industry"], 1.0) * min(fuels.get(fuel, 1.0), 1.0)
        return size.get(row, 1.0) * fuels.get(fuel, 1.0)

    return closed_balance(years, scale)


def by_hand(cells, year, convention):
    """Sum final use and losses less the net output of plants and recovered heat, cell by cell. [tce]."""
    sign = dict.fromkeys(USES, 1.0) | dict.fromkeys((*PLANTS, "recovery"), -1.0)
    return sum(
        sign[row] * value * tce(fuel, year, convention)
        for (y, row, fuel), value in cells.items()
        if y == year and row in sign
    )


@settings(max_examples=12)
@given(st.data())
def test_a_closed_table_validates_and_sums_to_what_a_hand_sums(closed_balance, data):
    one = data.draw(built(closed_balance))
    table = one.table()
    assert [c.fault.message() for c in validation.validate(table) if c.state != "holds"] == []
    both = balance.totals(table)
    for year in one.years:
        for convention in ("calorific", "coal_equivalent"):
            ours = both.sel(convention=convention, year=year).item()
            assert ours == pytest.approx(by_hand(one.cells, year, convention), rel=1e-9)


@settings(max_examples=6)
@given(st.data())
def test_the_account_holds_the_energy_of_the_table(closed_balance, data):
    one = data.draw(built(closed_balance))
    reading = read_bytes(one.csv().encode(), "balance", "data/balance.csv")
    book = yearbook.compile({"balance": reading}, Study())
    inside = [w for w in book.energy.flow.values if w not in ("import", "export")]
    account = book.energy.sel(flow=inside).sum(["sector", "flow", "fuel"])
    for year in one.years:
        ours = by_hand(one.cells, year, "calorific")
        assert account.sel(year=year).item() == pytest.approx(ours, rel=1e-9)


@settings(max_examples=12)
@given(st.sampled_from(["available", "consumption", "residential", "final"]), st.data())
def test_a_cell_that_is_off_by_a_twentieth_breaks_its_check(closed_balance, row, data):
    one = closed_balance((2020,))
    known = [fuel for (_, r, fuel), value in one.cells.items() if r == row and abs(value) > 20.0]
    fuel = data.draw(st.sampled_from(sorted(known)))
    one.cells[2020, row, fuel] *= 1.05
    states = {c.id: c.state for c in validation.validate(one.table())}
    wanted = {
        "available": "V1",
        "consumption": "V2",
        "residential": "V4",
        "final": "V4",
    }
    assert states[wanted[row]] == "broken"
