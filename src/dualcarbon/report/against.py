"""Annex: what the account is held against - official figures, districts - and what is asked of whom."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dualcarbon.charts.words import Title
from dualcarbon.report import completeness, drawn
from dualcarbon.report.composed import SAME, SHARE, SUM_MT
from dualcarbon.report.derived import count, how
from dualcarbon.report.numbers import Kind, Number
from dualcarbon.report.pieces import Block, Cell, Paragraph, Ref, Sentence, Table, say
from dualcarbon.report.reading import Reading, both

Record = Mapping[str, Any]
ASKED = 4  # series that the table of requests names for a department
UNITS: dict[str, tuple[Kind, float]] = {"t CO2": ("co2", 1e-6), "tce": ("energy", 1e-6)}
"""Units that the report prints in its own."""
YEARS = 3  # of districts that the table shows
BRIDGED = 3  # official figures whose bridge is shown


def official(reading: Reading) -> Iterator[Block]:
    """Lead from our total to the official one, item by item; the latest years of each boundary."""
    found: Sequence[Record] = reading.raw("account.official") or ()
    known = [p for p, one in enumerate(found) if one["official_mt"] is not None]
    shown = _latest(found, known)
    asked = [str(one["name"]["en"]) for one in found if one["official_mt"] is None]
    told = [_lead(found[place]) for place in shown]
    if asked:
        told.append(say("against.unknown", count=count("official.unknown", asked)))
    if told:
        yield Paragraph(tuple(told))
    yield from (_bridge(reading, place) for place in shown)


def districts(reading: Reading) -> Iterator[Block]:
    """Set the sums of the districts beside the figure of the whole region."""
    found: Sequence[Record] = reading.raw("account.districts") or ()
    if not found:
        return
    last = [str(y) for y in reading.years()[-YEARS:]]
    shown = [place for place, one in enumerate(found) if one["year"] in last]
    yield Paragraph((say("against.districts", table=Ref("districts"), count=count("districts", (str(p) for p in range(len(found))))),))  # fmt: skip
    rows = tuple(_district(reading, place) for place in shown)
    heads = tuple(
        say(f"heads.{h}") for h in ("indicator_of", "year", "sum", "whole", "gap", "lacking")
    )
    yield Table("districts", say("against.districts_caption"), heads, rows)


def requests(reading: Reading) -> Iterator[Block]:
    """Count what is asked of each department; the list itself has a command of its own."""
    found: Sequence[Record] = reading.raw("account.requests") or ()
    if not found:
        return
    groups: dict[str, list[Record]] = {}
    for one in found:
        groups.setdefault(one["department"]["en"], []).append(one)
    whole = count("requests", _asked_for(found))
    yield Paragraph((say("against.requests", count=whole, table=Ref("requests")),))
    rows = tuple(_asked(some, n) for n, some in enumerate(groups.values()))
    heads = tuple(say(f"heads.{h}") for h in ("department", "requests", "series"))
    yield Table("requests", say("against.requests_caption"), heads, rows)


def editions(reading: Reading) -> Iterator[Block]:
    """Say which editions of factors the account rests on, with how many records each."""
    found: Sequence[Record] = reading.raw("account.editions") or ()
    said = [
        say(
            "against.edition",
            name=both(one["title"]),
            count=reading.number(f"account.editions.{place}.records", "count"),
        )
        for place, one in enumerate(found)
        if one["records"]
    ]
    if said:
        told = say("against.editions", told=drawn.run(said), gwp=str(reading.raw("account.gwp")))
        until = reading.raw("account.factors_until")
        yield Paragraph((told, *((say("against.until", day=str(until)),) if until else ())))


def _latest(found: Sequence[Record], known: Sequence[int]) -> list[int]:
    """Give the places of the last known year of each boundary."""
    last = {found[p]["id"]: p for p in sorted(known, key=lambda p: int(found[p]["year"]))}
    return list(last.values())[:BRIDGED]


def _lead(one: Record) -> Sentence:
    return say("against.official", table=Ref(_id(one)), name=one["name"], year=one["year"])


def _id(one: Record) -> str:
    return f"official-{one['id']}"


def _bridge(reading: Reading, place: int) -> Table:
    at = f"account.official.{place}"
    one = reading.raw(at)
    kind: Kind = "energy" if one["unit"] == "Mtce" else "co2e" if "CO2e" in one["unit"] else "co2"
    items = [
        (both(item["name"]), reading.number(f"{at}.items.{n}.mt", kind))
        for n, item in enumerate(one["items"])
    ]
    rows: list[tuple[Cell, ...]] = [
        (say("against.start"), reading.number(f"{at}.start_mt", kind)),
        *(pair for pair in items if pair[1].value),
        (say("items.unexplained"), reading.number(f"{at}.unexplained_mt", kind)),
        (say("against.issued"), reading.number(f"{at}.official_mt", kind)),
    ]
    caption = say("against.official_caption", name=one["name"], year=one["year"])
    return Table(_id(one), caption, (say("heads.item"), say(f"heads.{kind}")), tuple(rows))


def _district(reading: Reading, place: int) -> tuple[Cell, ...]:
    at = f"account.districts.{place}"
    one = reading.raw(at)
    kind, factor = UNITS.get(one["unit"], ("amount", 1.0))
    ends = [
        Number(
            value=None if one[n] is None else factor * one[n],
            kind=kind,
            key=f"report.districts.{place}.{n}",
            of=(f"{at}.{n}",),
            how=how(SAME if factor == 1 else SUM_MT, reading.number(f"{at}.{n}", "amount")),
        )
        for n in ("sum", "whole")
    ]
    share = one["gap"] / one["whole"] if one["gap"] is not None and one["whole"] else None
    gap = Number(value=share, kind="change", key=f"report.districts.{place}.gap", of=(f"{at}.gap", f"{at}.whole"), how=how(SHARE, *(reading.number(f"{at}.{n}", "amount") for n in ("gap", "whole"))))  # fmt: skip
    lacking = ", ".join(one["missing"])
    return (
        _figure(one, kind),
        one["year"],
        *ends,
        gap,
        lacking or "–",
    )


def _figure(one: Record, kind: Kind) -> Cell:
    """Name a figure of the districts, with its unit where it has one of its own."""
    if kind != "amount" or not one["unit"]:
        return one["name"]
    return say("against.in_unit", name=one["name"], unit=drawn.unit(one["unit"]))


def _asked_for(found: Sequence[Record]) -> list[str]:
    return [f"{one['department']['en']}: {one['series']['en']}" for one in found]


def _asked(some: Sequence[Record], n: int) -> tuple[Cell, ...]:
    names = {one["series"]["en"]: one["series"] for one in some}
    told: Title = completeness.joined(list(names.values()), ASKED)
    more = len(names) - ASKED
    series = (
        say("against.more", names=told, count=count(f"requests.{n}.more", list(names)[ASKED:]))
        if more > 0
        else told
    )
    return (some[0]["department"], count(f"requests.{n}", _asked_for(some)), series)
