"""The cells of the account that amounts of the report are sums of: a sector, a flow and a fuel each, in one year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from dualcarbon.charts import sankey
from dualcarbon.report.composed import GIVEN_BACK, NOT_BELOW, SUM_MT, How, Part
from dualcarbon.report.reading import TONNES, Reading
from dualcarbon.vocabulary.names import FUELS

SPLIT = ("power", "heat")  # transformation that the stack by sector shows on its own
TRADE = ("import", "export")
REST = "energy_rest"
Row = Mapping[str, Any]
Hows = Callable[[str, int], How]
"""Gives how the amount of a part of a figure in a year is composed."""


def group(fuel: str) -> str:
    """Give the group of fuels that a fuel is shown with: thirty of them are no picture.

    Examples
    --------
    >>> group("raw_coal"), group("lng"), group("electricity")
    ('coal', 'natural_gas', 'electricity')
    """
    return FUELS[fuel].more["group"]


def part_of(row: Row) -> str:
    """Give the part of the stack by sector that a cell belongs to: its sector, power and heat apart."""
    if row["flow"] in SPLIT:
        return str(row["flow"])
    return REST if row["sector"] == "energy_supply" else str(row["sector"])


def rows(reading: Reading, scenario: str | None) -> Iterator[dict[str, Any]]:
    """Give the cells of a scenario, or of the statistics, in all years."""
    if scenario:
        return reading.rows("pathway_cells", scenario=scenario)
    return reading.rows("emissions")


def used(reading: Reading, y: int) -> dict[str, How]:
    """Say what primary energy of a year is made of by group of fuels: uses less outputs."""
    found: dict[str, list[Part]] = defaultdict(list)
    for row in reading.rows("energy", year=y):
        if row["flow"] not in TRADE and row["fuel"] != "total":
            found[group(row["fuel"])].append(_energy(row))
    return {fuel: How(SUM_MT, tuple(parts)) for fuel, parts in found.items()}


def flows(reading: Reading, y: int) -> dict[tuple[sankey.Node, sankey.Node], How]:
    """Say what the links of the flow of energy of a year are made of."""
    found: dict[tuple[sankey.Node, sankey.Node], How] = {}
    plants: dict[str, tuple[Part, ...]] = defaultdict(tuple)
    for cell, parts in _grouped(reading, y):
        pair = next(iter(sankey.arrange([cell])), None)
        if pair:
            before = found[pair].parts if pair in found else ()
            found[pair] = How(SUM_MT if cell.value > 0 else GIVEN_BACK, (*before, *parts))
            if cell.flow in sankey.PLANTS:
                plants[cell.flow] += parts
    lost = {sankey.loss_of(plant): How(SUM_MT, parts) for plant, parts in plants.items()}
    return found | lost


def returned(reading: Reading, y: int) -> dict[str, How]:
    """Say what transformation gives back is made of, by fuel."""
    found: dict[str, tuple[Part, ...]] = defaultdict(tuple)
    for cell, parts in _grouped(reading, y):
        if sankey.returned([cell]):
            found[cell.fuel] += parts
    return {fuel: How(GIVEN_BACK, parts) for fuel, parts in found.items()}


def stacked(reading: Reading, scenario: str | None, shown: Collection[str]) -> Hows:
    """Give what says how emissions of a part of the stack by sector come about; the rest of supply is part of power where it is not shown."""

    def how(id: str, y: int) -> How:
        ids = (id, REST) if id == "power" and REST not in shown else (id,)
        return _emitted(reading, scenario, y, lambda row: part_of(row) in ids)

    return how


def sector(reading: Reading, scenario: str, id: str, y: int) -> How:
    """Say what the emissions of a sector of a scenario are made of."""
    return _emitted(reading, scenario, y, lambda row: bool(row["sector"] == id))


def fuel(reading: Reading, scenario: str, id: str, y: int) -> How:
    """Say what the use of a group of fuels in a scenario is made of."""

    def parts() -> tuple[Part, ...]:
        return tuple(
            Part(_named(r), r["energy_tce"], "tce", "tables/pathway_cells.csv")
            for r in reading.rows("pathway_cells", scenario=scenario, year=y)
            if r["flow"] not in TRADE and group(r["fuel"]) == id
        )

    return How(NOT_BELOW, parts)


def _grouped(reading: Reading, y: int) -> Iterator[tuple[sankey.Cell, tuple[Part, ...]]]:
    """Give the energy account of a year in groups of fuels, each with the cells that it is the sum of."""
    found: dict[tuple[str, str, str], list[Part]] = defaultdict(list)
    for row in reading.rows("energy", year=y):
        if row["energy_tce"] and row["fuel"] != "total":
            found[row["sector"], row["flow"], group(row["fuel"])].append(_energy(row))
    for key, parts in found.items():
        amount = sum(float(p.value or 0.0) for p in parts) / TONNES
        yield sankey.Cell(*key, amount), tuple(parts)


def _energy(row: Row) -> Part:
    within = f"inventory.energy_mtce.{row['year']}"
    return Part(_named(row), row["energy_tce"], "tce", str(row["source"] or ""), within)


def _emitted(reading: Reading, scenario: str | None, y: int, wanted: Callable[[Row], bool]) -> How:
    """Say which cells emissions of a year are the sum of; they are looked up when somebody asks."""
    return How(SUM_MT, lambda: tuple(_cells(reading, scenario, y, wanted)))


def _cells(
    reading: Reading, scenario: str | None, y: int, wanted: Callable[[Row], bool]
) -> Iterator[Part]:
    """Give the cells that emissions of a year are the sum of; the past of a scenario is that of the statistics."""
    ahead = scenario and y > reading.study.base_year
    found = (
        reading.rows("pathway_cells", scenario=scenario, year=y)
        if ahead
        else reading.rows("emissions", year=y)
    )
    for row in found:
        direct = row["flow"] not in TRADE and row.get("purpose", "direct") == "direct"
        if direct and wanted(row):
            place = f"{row['sector']}/{row['flow']}/{row['fuel']}"
            ref, within = (
                (f"{scenario} {place} {y}", f"scenarios.{scenario}.territorial_mt.{y}")
                if ahead
                else (f"cell direct {place}/{y}", f"inventory.by_sector_mt.{row['sector']}.{y}")
            )
            yield Part(_named(row), row["emissions_tco2"], "t CO2", ref, within)


def _named(row: Row) -> str:
    return f"{row['sector']}/{row['flow']}/{row['fuel']} {row['year']}"
