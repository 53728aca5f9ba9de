"""Who does what by when: the schedule of the measures with owners, indicators and evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dualcarbon.charts import schedule as drawing
from dualcarbon.charts.words import Title
from dualcarbon.report import clauses, listed
from dualcarbon.report.composed import Part
from dualcarbon.report.derived import kinds
from dualcarbon.report.listed import Measure
from dualcarbon.report.pieces import Block, Cell, Figure, Paragraph, Ref, Sentence, Table, say
from dualcarbon.report.reading import Reading, both
from dualcarbon.vocabulary.names import ACTIONS

TOLD = ("owner", "indicator", "evidence")
AND = re.compile(r"\s*[,;、，；]\s*")
"""What stands between owners that are named together."""
FULL = 0.9999  # share of the largest size from which a measure counts as in place


def schedule(reading: Reading) -> Iterator[Block]:
    """Show when each measure begins and is in place, who owns it and what shows it."""
    there = [m for m in _ordered(listed.measures(reading)) if span(m)]
    if not there:
        return
    tasks = [drawing.Task(m.title, _action(m), *(span(m) or (0, 0))) for m in there]
    first, last = reading.study.base_year, reading.study.horizon
    yield Paragraph(
        (
            say("schedule.lead", figure=Ref("schedule"), table=Ref("schedule-table")),
            *_owners(reading, there),
        )
    )
    told = [k for k in TOLD if any(m.told.get(k) for m in there)]
    heads = (say("heads.measure"), say("heads.years"), *(say(f"heads.{k}") for k in told))
    rows = tuple(_row(m, told) for m in there)
    yield Table("schedule-table", say("schedule.table_caption"), heads, rows, numeric=False)
    yield Figure(
        "schedule",
        say("schedule.caption"),
        lambda lang: drawing.option(tasks, first, last, lang),
        *drawing.heights(tasks),
    )


def span(one: Measure) -> tuple[int, int] | None:
    """Give the last year without a measure and the first of its full size, as its ramp or its units say."""
    ramp = one.told.get("ramp")
    if ramp:
        return int(ramp["from"]), int(ramp["to"])
    units = one.path("units") or one.path("abatement_mt")
    top = max(units.values(), default=0.0)
    if top <= 0:
        return None
    full = min(y for y, v in units.items() if v >= FULL * top)
    before = [y for y, v in units.items() if y < full and v <= 0]
    return max(before, default=min(units)), full


def owners(named: object) -> list[Title]:
    """Give each of several owners that are named together; one where the languages do not name as many.

    Examples
    --------
    >>> [one["zh"] for one in owners({"en": "Energy Bureau, Grid", "zh": "能源局、电网"})]
    ['能源局', '电网']
    >>> len(owners({"en": "Department of Housing, Transport", "zh": "住建厅"}))
    1
    """
    whole = both(named)
    en, zh = (AND.split(whole[lang]) for lang in ("en", "zh"))
    if len(en) != len(zh):
        return [whole]
    return [{"en": one, "zh": other} for one, other in zip(en, zh, strict=True)]


def without_owner(there: Sequence[Measure]) -> list[Measure]:
    """Give the measures that name no owner."""
    return [m for m in there if not m.told.get("owner")]


def _ordered(there: Sequence[Measure]) -> list[Measure]:
    return sorted(there, key=lambda m: ACTIONS.rank(str(m.told.get("action"))))


def _owners(reading: Reading, there: Sequence[Measure]) -> Iterator[Sentence]:
    owned = [m for m in there if m.told.get("owner")]
    found = [(m.part(reading, "owner.en"), one) for m in owned for one in owners(m.told["owner"])]
    if found:
        of = [
            part if part.value == one["en"] else Part(one["en"], one["en"]) for part, one in found
        ]
        names = clauses.joined(list({one["en"]: one for _, one in found}.values()))
        yield say("schedule.owners", count=kinds("owners", of), owners=names)
    open_ = without_owner(there)
    if open_:
        yield say("schedule.open", names=clauses.joined([m.title for m in open_]))


def _row(one: Measure, told: Sequence[str]) -> tuple[Cell, ...]:
    start, full = span(one) or (0, 0)
    when = say("heads.plain_span", first=str(start), last=str(full))
    return (one.named, when, *(both(one.told[k]) if one.told.get(k) else "–" for k in told))


def _action(one: Measure) -> Title:
    id = str(one.told.get("action") or "")
    return clauses.action(id) if id in ACTIONS else {"en": "other", "zh": "其他"}
