"""How far the whole account may be off, and which datum to improve first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dualcarbon.charts import tornado
from dualcarbon.report import datum, drawn, whole
from dualcarbon.report.composed import SAME
from dualcarbon.report.derived import how, year
from dualcarbon.report.numbers import Number
from dualcarbon.report.pieces import Block, Cell, Figure, Paragraph, Ref, Sentence, Table, say
from dualcarbon.report.reading import Reading
from dualcarbon.vocabulary.names import CATEGORIES

DRAWN = 8  # data that the figure shows
LISTED = 6  # data that the table names
AT = "account.uncertainty"


def ranges(reading: Reading) -> Iterator[Block]:
    """Show the range of the total and of its change, and the data that it comes from."""
    if not _there(reading):
        return
    yield Paragraph((told(reading), *_trend(reading), *_parts(reading), say("ranges.shared")))
    found = improvements(reading)
    if found:
        yield Paragraph((*_first(reading, found),))
        yield _table(reading, found)
    yield from _figure(reading)


def told(reading: Reading) -> Sentence:
    """Say the range of the total from draws, and beside it the one by propagation."""
    low, high = bounds(reading)
    return say(
        "ranges.total",
        year=year(reading.study.base_year),
        low=low,
        high=high,
        members=reading.number(f"{AT}.members", "count"),
        half=reading.number(f"{AT}.half_share.{reading.base}", "share"),
    )


def bounds(reading: Reading) -> tuple[Number, Number]:
    """Give the ends of the 95 % range of the total of the base year. [Mt CO2e]."""
    low, high = (
        reading.number(f"{AT}.co2e_mt.{e}.{reading.base}", "co2e") for e in ("low", "high")
    )
    return low, high


def _there(reading: Reading) -> bool:
    low, high = bounds(reading)
    return whole.there(reading) and low.known and high.known


def improvements(reading: Reading) -> list[int]:
    """Give the places of the data to improve first; those of closed cells were left out before."""
    return list(range(len(reading.raw("account.improve") or ())))[:LISTED]


def _trend(reading: Reading) -> Iterator[Sentence]:
    if reading.raw(f"{AT}.trend"):
        share = {n: reading.number(f"{AT}.trend.{n}", "change") for n in ("change", "low", "high")}
        half = reading.number(f"{AT}.trend.half", "share")
        first, last = (str(reading.raw(f"{AT}.trend.{end}")) for end in ("from", "to"))
        yield say("ranges.trend", first=first, last=last, half=half, **share)


def _parts(reading: Reading) -> Iterator[Sentence]:
    """Say the range of each sector that may be shown."""
    shown = {
        one.id for one in whole.entries(reading, "ipcc") if one.number(reading, reading.base).known
    }
    parts = [id for id in reading.raw(f"{AT}.by_part") or {} if id in shown]
    said = [
        say(
            "ranges.part",
            name=CATEGORIES.both(id),
            low=reading.number(f"{AT}.by_part.{id}.low_mt", "co2e"),
            high=reading.number(f"{AT}.by_part.{id}.high_mt", "co2e"),
        )
        for id in parts
    ]
    if len(said) > 1:
        yield say("ranges.parts", parts=drawn.run(said))


def _first(reading: Reading, found: list[int]) -> Iterator[Sentence]:
    place = found[0]
    share = reading.number(f"account.improve.{place}.variance_share", "share")
    name = datum.title(reading.raw(f"account.improve.{place}"), categories(reading))
    yield say("ranges.first", name=name, share=share)
    effects = [reading.raw(f"account.improve.{p}.verdict_effect") for p in found]
    yield say("ranges.decides" if any(effects) else "ranges.decides_none", table=Ref("improve"))
    if tornado_rows(reading):
        yield say("ranges.see", figure=Ref("tornado"))


def _table(reading: Reading, found: list[int]) -> Table:
    rows = tuple(_row(reading, place) for place in found)
    heads = tuple(
        say(f"heads.{h}")
        for h in ("datum", "cell", "change_low", "change_high", "variance", "decides")
    )
    return Table("improve", say("ranges.improve_caption"), heads, rows)


def _row(reading: Reading, place: int) -> tuple[Cell, ...]:
    key = f"account.improve.{place}"
    one = reading.raw(key)
    return (
        datum.title(one, categories(reading)),
        datum.place(one),
        reading.number(f"{key}.low_mt", "co2e_change"),
        reading.number(f"{key}.high_mt", "co2e_change"),
        reading.number(f"{key}.variance_share", "share"),
        reading.number(f"{key}.verdict_effect", "share"),
    )


def tornado_rows(reading: Reading) -> list[tornado.Row]:
    """Give the data that move the total most. [Mt CO2e]."""
    listed = (reading.raw("account.tornado") or ())[:DRAWN]
    of = categories(reading)
    return [tornado.Row(datum.title(one, of), one["low_mt"], one["high_mt"]) for one in listed]


def categories(reading: Reading) -> dict[str, str]:
    """Give the category that each record of a factor serves in the base year, the first where there are several."""
    found: dict[str, str] = {}
    for row in reading.rows("ledger", year=reading.study.base_year):
        for record in str(row["factor_records"] or "").split("|"):
            found.setdefault(record, str(row["category"]))
    return found


def _figure(reading: Reading) -> Iterator[Figure]:
    rows = tornado_rows(reading)
    if not rows:
        return
    wide, tall = tornado.heights(rows)
    base = year(reading.study.base_year)
    yield Figure(
        "tornado",
        say("ranges.figure", year=base),
        lambda lang: tornado.option(rows, lang),
        wide,
        tall,
        _data(reading, rows, base),
    )


def _data(reading: Reading, rows: list[tornado.Row], base: Number) -> Table:
    told: tuple[tuple[Cell, ...], ...] = tuple(
        (r.name, _end(reading, p, "low"), _end(reading, p, "high")) for p, r in enumerate(rows)
    )
    heads = (say("heads.datum"), say("heads.lowest"), say("heads.highest_change"))
    return Table("tornado-data", say("ranges.figure", year=base), heads, told)


def _end(reading: Reading, place: int, end: str) -> Number:
    given = reading.number(f"account.tornado.{place}.{end}_mt", "co2e_change")
    return replace(given, key=f"report.tornado.{place}.{end}", how=how(SAME, given))
