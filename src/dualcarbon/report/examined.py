"""Annex on the whole account: checks and rules, completeness, filled cells, supply against burning."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dualcarbon.charts.words import Title
from dualcarbon.report import completeness, drawn
from dualcarbon.report.derived import count
from dualcarbon.report.numbers import Number
from dualcarbon.report.pieces import Block, Cell, Paragraph, Ref, Sentence, Table, say
from dualcarbon.report.reading import Reading

STATES = ("broken", "not_testable", "holds")
"""What became of a check, the worst first."""
FRONT = re.compile(
    r"^[\w./-]+ \d{4}(?: 年)?[:：] ?"
    r"|^V\d (?:not testable|broken|holds): |^V\d (?:不可检验|不成立|成立)："
    r"|^(?:not testable|nothing to test): |^(?:无法检验|无可检验)："
)
"""What a sentence begins with that its row says already: file, year, state."""
Record = Mapping[str, Any]


def checks(reading: Reading) -> Iterator[Block]:
    """Show what became of the checks of the balance and of the rules against counting twice."""
    rows = [
        *_checks(reading.raw("account.checks") or ()),
        *_rules(reading.raw("account.rules") or ()),
    ]
    if not rows:
        return
    broken = [str(row[0]) for row in rows if row[1] == say("checks.broken")]
    told = say("checks.lead", table=Ref("checks"), count=count("checks.broken", broken))
    yield Paragraph((told,))
    heads = tuple(say(f"heads.{h}") for h in ("check", "became", "which_years", "why"))
    yield Table("checks", say("checks.caption"), heads, tuple(rows), numeric=False)


def supply(reading: Reading) -> Iterator[Block]:
    """Say how far carbon by supply lies from carbon by burning; a table where there is a balance."""
    years = sorted(reading.path("account.reference_approach.mt"))
    if not years:
        return
    rows = tuple(
        (
            str(y),
            reading.number(f"account.reference_approach.mt.{y}", "co2"),
            reading.number(f"inventory.territorial_mt.{y}", "co2"),
            reading.number(f"account.reference_approach.gap.{y}", "change"),
        )
        for y in years
    )
    yield Paragraph((say("checks.supply", table=Ref("supply")),))
    heads = tuple(say(f"heads.{h}") for h in ("year", "by_supply", "by_burning", "gap"))
    yield Table("supply", say("checks.supply_caption"), heads, rows)


def complete(reading: Reading) -> Iterator[Block]:
    """List the categories without a value, by their key and its years."""
    found = completeness.gaps(reading)
    if not found:
        return
    yield Paragraph((say("checks.complete", table=Ref("completeness")),))
    rows = tuple(
        (g.key, say("checks.every") if g.whole else completeness.years(g.years), completeness.joined(g.names))
        for g in found
    )  # fmt: skip
    heads = tuple(say(f"heads.{h}") for h in ("notation", "which_years", "categories"))
    yield Table("completeness", say("checks.complete_caption"), heads, rows, numeric=False)


def filled(reading: Reading) -> Iterator[Block]:
    """List the cells that a method filled, with how far they may be off."""
    found: Sequence[Record] = reading.raw("account.filled") or ()
    if not found:
        return
    yield Paragraph((say("checks.filled", table=Ref("filled")),))
    rows = tuple(_filled(one, place) for place, one in enumerate(found))
    heads = tuple(say(f"heads.{h}") for h in ("series", "which_years", "off_by", "method_used"))
    yield Table("filled", say("checks.filled_caption"), heads, rows)


def hidden(reading: Reading) -> Iterator[Block]:
    """Say how many cells are kept out."""
    n = reading.number("account.hidden", "count")
    if n.known and n.value:
        yield Paragraph((say("checks.hidden", count=n),))


def _checks(found: Sequence[Record]) -> Iterator[tuple[Cell, ...]]:
    """Give a row for checks that came to the same for the same reason, with their years."""
    groups: dict[tuple[str, str, str], list[Record]] = {}
    for one in found:
        why = {lang: _bare(text) for lang, text in one["sentence"].items()}
        reason = _last(why) if one["state"] == "not_testable" else why
        groups.setdefault((one["state"], *_shared(one, reason)), []).append({**one, "why": reason})
    ordered = sorted(groups.items(), key=lambda g: (STATES.index(g[0][0]), g[1][0]["id"]))
    for (state, *_), members in ordered:
        ids = sorted({str(m["id"]) for m in members})
        years = completeness.years([int(m["year"]) for m in members])
        yield (_ids(ids), say(f"checks.{state}"), years, _why(members))


def _shared(one: Record, reason: Title) -> tuple[str, ...]:
    """Tell what puts a check in a group: its reason where it was not tested, else the check itself."""
    return (reason["en"], "") if one["state"] == "not_testable" else (str(one["id"]), "")


def _why(members: Sequence[Record]) -> Cell:
    """Give the reason, of a check that is broken or holds that of its last year."""
    return members[-1]["why"]


def _rules(found: Sequence[Record]) -> Iterator[tuple[Cell, ...]]:
    for one in sorted(found, key=lambda o: (STATES.index(o["state"]), o["id"])):
        why = {lang: _bare(text) for lang, text in one["sentence"].items()}
        yield (str(one["id"]), say(f"checks.{one['state']}"), say("checks.every"), why)


def _bare(text: str) -> str:
    """Take off what a sentence begins with that stands beside it.

    Examples
    --------
    >>> _bare("data/energy.csv 2010: V1 not testable: the sum: no table"), _bare("not testable: groups")
    ('the sum: no table', 'groups')
    """
    return FRONT.sub("", FRONT.sub("", text))


def _last(why: Title) -> Title:
    """Give what stands after what a check asks for: the reason alone."""
    return {lang: re.split(r": |：", text)[-1] for lang, text in why.items()}


def _ids(ids: Sequence[str]) -> str:
    """Write ids that follow each other as a span.

    Examples
    --------
    >>> _ids(["V1", "V2", "V3"]), _ids(["V2", "V5"])
    ('V1–V3', 'V2, V5')
    """
    numbers = [int(id[1:]) for id in ids]
    if len(ids) > 2 and numbers == list(range(numbers[0], numbers[0] + len(ids))):
        return f"{ids[0]}–{ids[-1]}"
    return ", ".join(ids)


def _filled(one: Record, place: int) -> tuple[Cell, ...]:
    years = [int(y) for y in one["years"]]
    return (
        one["name"],
        completeness.years(years),
        Number(value=_half(one), kind="share", key=f"report.filled.{place}.half"),
        drawn.reason(one["sentence"]),
    )


def _half(one: Record) -> float | None:
    """Give half the widest range of the filled values, as a share of its value."""
    spans = [
        abs((v["hi95"] - v["lo95"]) / 2 / v["value"])
        for v in one["years"].values()
        if v["value"] and v["lo95"] is not None and v["hi95"] is not None
    ]
    return max(spans, default=None)


def marks(reading: Reading) -> set[tuple[str, int]]:
    """Give the tables and years in which a method filled a cell."""
    found: Sequence[Record] = reading.raw("account.filled") or ()
    return {(str(one["table"]), int(y)) for one in found for y in one["years"]}


def starred(number: Number, *, filled: bool) -> Cell:
    """Mark a number of a table that rests on filled cells."""
    return say("cells.filled", value=number) if filled and number.known else number


def note(reading: Reading, tables: Sequence[str]) -> Iterator[Sentence]:
    """Say what the mark means, where a table of these has any."""
    if any(table in tables for table, _ in marks(reading)):
        yield say("cells.filled_note", table=Ref("filled"))
