"""The whole account in other orders: the provincial guideline, the sectors of a city, the key categories."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dualcarbon.report import whole
from dualcarbon.report.derived import count, sum_of, year
from dualcarbon.report.numbers import Number
from dualcarbon.report.pieces import Block, Cell, Paragraph, Ref, Table, say
from dualcarbon.report.reading import Reading
from dualcarbon.report.whole import CONFIDENTIAL, Entry
from dualcarbon.vocabulary.names import GPC

PROVINCE = "0000"
"""What the code of a province ends with in GB/T 2260."""
SCOPES = ("1", "2", "3")
SECTORS = ("I", "II", "III", "IV", "V")
"""Sectors of the protocol for cities."""
BESIDE = 3  # rows of the guideline that stand beside each other
MOST = 16  # key categories that the table names
Record = Mapping[str, Any]


def guideline(reading: Reading) -> Iterator[Block]:
    """Show the account in the order of the provincial guideline."""
    rows = [one for one in whole.entries(reading, "guideline") if _shown(reading, one)]
    if not whole.there(reading) or len(rows) < 2:
        return
    base = year(reading.study.base_year)
    yield Paragraph((say("orders.guideline", table=Ref("guideline")),))
    cells = [(_name(one), one.shown(reading, reading.base)) for one in rows]
    long = -(-len(cells) // BESIDE)
    cells += [("", "")] * (BESIDE * long - len(cells))
    heads = (say("heads.category"), say("heads.co2e")) * BESIDE
    table = tuple(tuple(c for pair in cells[n::long] for c in pair) for n in range(long))
    yield Table("guideline", say("orders.guideline_caption", year=base), heads, table)


def city(reading: Reading) -> Iterator[Block]:
    """Show the account of a city by sector and scope of the protocol for cities."""
    rows = whole.entries(reading, "gpc")
    if not rows or not _is_city(reading):
        return
    sums = {n: reading.number(f"account.views.gpc.{n}_mt.{reading.base}", "co2e") for n in ("basic", "basic_plus")}  # fmt: skip
    yield Paragraph((say("orders.city", table=Ref("city"), **sums),))
    there = [s for s in SECTORS if any(_sector(one) == s for one in rows)]
    table = tuple((say(f"orders.city_{s}"), *_scopes(reading, rows, s)) for s in there)
    heads = (say("heads.sector"), *(say("heads.scope", n=n) for n in SCOPES), say("heads.basic_plus"))  # fmt: skip
    base = year(reading.study.base_year)
    yield Table("city", say("orders.city_caption", year=base), heads, table)


def key(reading: Reading) -> Iterator[Block]:
    """Show the categories that make up nearly all of the total, or of its change."""
    found = reading.raw("account.key_categories") or {}
    chosen = _keys(found)
    if not whole.there(reading) or not chosen:
        return
    count_of = count(
        "key",
        [
            reading.number(f"account.key_categories.level.{p}.category", "amount").part
            for p in chosen
        ],
    )
    shares = say("orders.key", count=count_of, table=Ref("key"))
    yield Paragraph((shares, *([] if found["trend"] else [say("orders.no_trend")])))
    closed = _closed(reading, found, chosen)
    names = ["category", "gas", "co2e", "share"]
    names += [] if closed else ["cumulative_share"]  # a hidden amount could be read off the next
    names += ["by_trend"] if found["trend"] else []
    rows = tuple(_key_row(reading, found, place, closed) for place in chosen[:MOST])
    base = year(reading.study.base_year)
    heads = tuple(say(f"heads.{h}") for h in names)
    yield Table("key", say("orders.key_caption", year=base), heads, rows)


def _is_city(reading: Reading) -> bool:
    """Tell whether the region is no province, or the study speaks of references of the protocol for cities."""
    stated = getattr(
        getattr(getattr(reading.study, "account", None), "views", None), "notation", {}
    )
    code = str(reading.raw("region") or PROVINCE)
    return not code.endswith(PROVINCE) or any(id in GPC for id in stated)


def _shown(reading: Reading, one: Entry) -> bool:
    """Tell whether a row has an amount, or one that may not be shown."""
    cell = one.shown(reading, reading.base)
    return cell == CONFIDENTIAL or (isinstance(cell, Number) and cell.known)


def _name(one: Entry) -> Cell:
    return say("orders.sub", name=one.name) if "." in one.id else one.name


def _sector(one: Entry) -> str:
    return one.id.partition(".")[0]


def _scopes(reading: Reading, rows: Sequence[Entry], sector: str) -> Iterator[Cell]:
    """Give what counts of a sector by scope, and together; a hidden row hides its sums."""
    counted = [o for o in rows if _sector(o) == sector and "1" in (o.told["basic"], o.told["basic_plus"])]  # fmt: skip
    for n in (*SCOPES, ""):
        of = [one for one in counted if not n or one.told["scope"] == n]
        cells = [one.shown(reading, reading.base) for one in of]
        if CONFIDENTIAL in cells:
            yield CONFIDENTIAL
            continue
        numbers = [c for c in cells if isinstance(c, Number)]
        yield sum_of(f"report.city.{sector}.{n or 'all'}", numbers, "co2e")


def _keys(found: Record) -> list[int]:
    """Give the places in the list by level of the categories that are key by level or by trend."""
    trend = {(o["category"], o["gas"]) for o in found.get("trend") or () if o["key"]}
    level = found.get("level") or ()
    return [p for p, o in enumerate(level) if o["key"] or (o["category"], o["gas"]) in trend]


def _closed(reading: Reading, found: Record, chosen: Sequence[int]) -> frozenset[int]:
    """Give the places whose category may not be shown."""
    rows = whole.entries(reading, "ipcc")
    hidden = {o.id for o in rows if o.shown(reading, reading.base) == CONFIDENTIAL}
    return frozenset(p for p in chosen if found["level"][p]["category"] in hidden)


def _key_row(
    reading: Reading, found: Record, place: int, closed: frozenset[int]
) -> tuple[Cell, ...]:
    at = f"account.key_categories.level.{place}"
    one = found["level"][place]
    amounts: list[Cell] = [
        reading.number(f"{at}.mt", "co2e"),
        reading.number(f"{at}.share", "share"),
    ]
    if place in closed:
        amounts = [CONFIDENTIAL, CONFIDENTIAL]
    if not closed:
        amounts.append(reading.number(f"{at}.cumulative", "share"))
    trend = [(o["category"], o["gas"]) for o in found["trend"] if o["key"]]
    pair = (one["category"], one["gas"])
    placed = [str(trend.index(pair) + 1) if pair in trend else "–"] if found["trend"] else []
    return (one["name"], one["gas"], *amounts, *placed)
