"""The unit that an amount is written in changes no number of the account."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dualcarbon.inventory import combustion, emission_factors, totals
from dualcarbon.readers.csv import read_bytes
from dualcarbon.reference.tables import rows as packaged
from dualcarbon.vocabulary.names import FLOWS, FUELS, SECTORS
from dualcarbon.yearbook import yearbook

HEAD = "year,sector,flow,fuel,value,unit\n"
WRITTEN = {
    "t": {"t": 1.0, "10^4 t": 1e4, "kg": 1e-3, "万吨": 1e4},
    "m3": {"m3": 1.0, "10^4 m3": 1e4, "亿立方米": 1e8},
    "GJ": {"GJ": 1.0, "10^10 kJ": 1e4, "TJ": 1e3, "百亿千焦": 1e4, "MWh": 3.6},
    "kWh": {"kWh": 1.0, "10^8 kWh": 1e8, "亿千瓦时": 1e8, "MWh": 1e3},
}
"""Ways to write the unit that a fuel is kept in, and how many of it they are."""
PER_TONNE = {"t": 1.0, "GJ": 1.0, "m3": 1e-3, "kWh": 1e-3}
OWN = {id: FUELS[id].more["unit"] for id in FUELS if FUELS[id].more["unit"]}
BURNT = [id for id in OWN if id not in ("lubricants", "paraffin", "white_spirit", "bitumen")]


@dataclass(frozen=True)
class Study:
    base_year: int
    convention: str
    price_year: int = 2010
    vintages: dict = field(default_factory=dict)
    fills: tuple = ()


def in_force(table, year, **wanted):
    """Give the packaged number that holds for a year, read off the table itself; the nearest beyond its ends."""
    known = [row for row in packaged(table) if all(row[k] == v for k, v in wanted.items())]

    def off(row):
        last = int(row["last_year"] or 9999)
        return max(int(row["first_year"]) - year, year - last, 0)

    return float(min(known, key=off)["value"])


def tce(fuel, year, convention, amount):
    """Give the standard coal of an amount in the fuel's own unit. [tce]."""
    if fuel in ("electricity", "nonfossil"):
        if convention == "coal_equivalent":
            return amount * in_force("coal_rate", year, kind="generation") * 1e-3
        fuel = "electricity"
    unit = OWN[fuel]
    return amount * in_force("fuels", year, fuel=fuel, quantity="standard_coal") * PER_TONNE[unit]


def compiled(lines, study):
    text = HEAD + "\n".join(lines) + "\n"
    reading = read_bytes(text.encode(), "energy", "data/energy.csv")
    assert reading.errors == []
    return yearbook.compile({"energy": reading}, study)


MADE = {("power", "electricity"), ("heat", "heat")}
"""What plants make is written negative."""
amounts = st.floats(1e-3, 1e6, allow_nan=False)
cells = st.tuples(
    st.sampled_from([s for s in SECTORS if s != "total"]),
    st.sampled_from([f for f in FLOWS if f != "consumption"]),
    st.sampled_from(list(OWN)),
)


@st.composite
def balances(draw, fuels=cells):
    """A year, a convention, and amounts by cell, each with a way to write its unit."""
    year = draw(st.integers(1995, 2030))
    table = draw(st.dictionaries(fuels, amounts, min_size=1, max_size=12))
    table = {cell: -v if cell[1:] in MADE else v for cell, v in table.items()}
    ways = {cell: draw(st.sampled_from(list(WRITTEN[OWN[cell[2]]]))) for cell in table}
    return year, draw(st.sampled_from(["calorific", "coal_equivalent"])), table, ways


@settings(max_examples=40)
@given(balances())
def test_the_account_is_the_same_in_physical_units_and_in_standard_coal(balance):
    year, convention, table, ways = balance
    study = Study(year, convention)
    physical, plain = [], []
    for cell, amount in table.items():
        kept = amount * WRITTEN[OWN[cell[2]]][ways[cell]]
        start = f"{year},{','.join(cell)}"
        physical.append(f"{start},{amount!r},{ways[cell]}")
        plain.append(f"{start},{tce(cell[2], year, convention, kept)!r},tce")
    one, other = compiled(physical, study), compiled(plain, study)
    assert one.energy.coords.equals(other.energy.coords)
    assert one.energy.values == pytest.approx(other.energy.values, rel=1e-12)
    assert set(one.energy_rows["unit"]) == {"tce"}


def bought(lines, study):
    """Give emissions at home and of net purchases. [t CO2]."""
    energy = compiled(lines, study).energy
    factors = emission_factors.assign(energy, [], region="320000", convention=study.convention)
    emissions = combustion.from_energy(energy, factors.direct)
    return (
        float(totals.territorial(emissions).sum()),
        float(totals.net_trade(energy, factors.trade).sum()),
    )


@settings(max_examples=40)
@given(st.integers(2005, 2025), amounts, amounts, st.sampled_from(BURNT))
def test_emissions_do_not_depend_on_how_electricity_is_counted(year, kwh, amount, fuel):
    """Tonnes burnt and kilowatt-hours bought are what they are under either convention."""
    unit = OWN[fuel]
    lines = [
        f"{year},energy_supply,import,electricity,{kwh!r},10^8 kWh",
        f"{year},industry,final,{fuel},{amount!r},{unit}",
    ]
    by_heat = bought(lines, Study(year, "calorific"))
    by_coal = bought(lines, Study(year, "coal_equivalent"))
    assert by_heat == pytest.approx(by_coal, rel=1e-12)


@settings(max_examples=40)
@given(balances(), st.integers(1, 8))
def test_a_power_of_ten_may_stand_in_the_unit_or_in_the_value(balance, power):
    year, convention, table, _ = balance
    study = Study(year, convention)
    lines = [(f"{year},{','.join(cell)}", amount, OWN[cell[2]]) for cell, amount in table.items()]
    in_unit = compiled([f"{start},{amount!r},10^{power} {u}" for start, amount, u in lines], study)
    in_value = compiled(
        [f"{start},{amount * 10**power!r},{u}" for start, amount, u in lines], study
    )
    assert in_unit.energy.values == pytest.approx(in_value.energy.values, rel=1e-12)
