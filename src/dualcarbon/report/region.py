"""The region at a glance: people, economy, energy and emissions, year by year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dualcarbon.report import examined
from dualcarbon.report.derived import moved, year
from dualcarbon.report.derived import per_head as divided
from dualcarbon.report.numbers import Kind, Number
from dualcarbon.report.pieces import Block, Cell, Paragraph, Ref, Sentence, Table, say
from dualcarbon.report.reading import Reading, both

PERSONS, MONEY = "population_person", "gdp"
KINDS: dict[str, Kind] = {PERSONS: "people", MONEY: "money"}
TABLES = {PERSONS: "population", MONEY: "economy"}
BURNT: tuple[tuple[str, Kind], ...] = (("energy_mtce", "energy"), ("territorial_mt", "co2"))
SHOWN = ("population", "economy", "energy")
"""Tables of statistics whose numbers the region's table shows."""


def glance(reading: Reading) -> Iterator[Block]:
    """Show people and economy beside energy and emissions, and both per head."""
    rows = _rows(reading)
    columns = [c for c in (PERSONS, MONEY) if any(row.get(c) for row in rows.values())]
    if not columns or not rows:
        return
    stars = examined.note(reading, SHOWN)
    told = _told(reading, rows, columns)
    yield Paragraph((*told, say("region.table", table=Ref("glance")), *stars))
    heads: list[Cell] = [say("heads.year"), *(_head(reading, c) for c in columns)]
    heads += [say("heads.energy"), say("heads.co2_territorial")]
    if PERSONS in columns:
        heads += [say("heads.co2_per_head")]
    table = tuple(_row(reading, y, row, columns) for y, row in rows.items())
    price = Number(value=int(reading.raw("price_year")), kind="year", key="price_year")
    yield Table("glance", say("region.caption", price=price), tuple(heads), table)


def amount(reading: Reading, y: int, row: Mapping[str, Any], column: str) -> Number:
    """Give people or gross domestic product of a year. [person], [CNY at constant prices, or an index]."""
    kind: Kind = KINDS[column] if column == PERSONS or reading.priced() else "level"
    return Number(value=row.get(column), kind=kind, key=f"tables.totals.{y}.{column}")


def per_head(reading: Reading, y: int, row: Mapping[str, Any]) -> Number:
    """Give territorial emissions per head. [t CO2]."""
    co2 = reading.number(f"inventory.territorial_mt.{y}", "co2")
    key = f"report.co2_per_head.{y}"
    return divided(key, co2, amount(reading, y, row, PERSONS))


def _head(reading: Reading, column: str) -> Sentence:
    index = column == MONEY and not reading.priced()
    return say("heads.index_gdp" if index else f"heads.{KINDS[column]}_{column}")


def _rows(reading: Reading) -> dict[int, dict[str, Any]]:
    return {int(row["year"]): row for row in reading.rows("totals")}


def _row(reading: Reading, y: int, row: Mapping[str, Any], columns: list[str]) -> tuple[Cell, ...]:
    filled = examined.marks(reading)
    given = {table: (table, y) in filled for table in SHOWN}
    cells: list[Cell] = [year(y)]
    cells += [
        examined.starred(amount(reading, y, row, c), filled=given[TABLES[c]]) for c in columns
    ]
    cells += [
        examined.starred(reading.number(f"inventory.{key}.{y}", kind), filled=given["energy"])
        for key, kind in BURNT
    ]
    if PERSONS in columns:
        cells.append(per_head(reading, y, row))
    return tuple(cells)


def _told(
    reading: Reading, rows: Mapping[int, Mapping[str, Any]], columns: list[str]
) -> Iterator[Sentence]:
    first, last = min(rows), max(rows)
    name = both(reading.study.title)
    if PERSONS in columns:
        now = amount(reading, last, rows[last], PERSONS)
        head = per_head(reading, last, rows[last])
        yield say("region.people", region=name, year=year(last), people=now, head=head)
    if MONEY in columns:
        ends = [amount(reading, y, rows[y], MONEY) for y in (first, last)]
        grown = moved(f"report.moved.gdp.{first}.{last}", *ends)
        told = {"first": year(first), "last": year(last), "moved": grown}
        if reading.priced():
            yield say("region.economy", gdp=ends[1], **told)
        else:
            yield say("region.economy_index", **told)
    energy = [reading.number(f"inventory.energy_mtce.{y}", "energy") for y in (first, last)]
    used = moved(f"report.moved.energy.{first}.{last}", *energy)
    if used.known:
        yield say("region.energy", last=year(last), energy=energy[1], moved=used)
