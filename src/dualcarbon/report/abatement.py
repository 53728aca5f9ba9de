"""What the measures change, how much they abate, and how they interact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dualcarbon.charts import wedges as drawing
from dualcarbon.report import assumed, clauses, drawn, listed, method, peaks
from dualcarbon.report.derived import count, difference, kinds, share_of, sum_of, year
from dualcarbon.report.listed import Measure
from dualcarbon.report.numbers import Kind, Number, adding_up
from dualcarbon.report.pieces import Block, Cell, Figure, Paragraph, Ref, Sentence, Table, say
from dualcarbon.report.reading import Reading, Shown, both
from dualcarbon.vocabulary.names import ACTIONS

NAMED = 3  # measures that a sentence names


def overview(reading: Reading) -> Iterator[Block]:
    """Show which measures the planned scenario has, and what each changes."""
    chosen, there = listed.planned(reading), listed.measures(reading)
    if chosen is None:
        yield Paragraph((say("pathway.no_measures"),))
        return
    yield Paragraph(
        (
            say(
                "measures.chosen",
                scenario=chosen.title,
                count=count("measures", listed.parts(reading, there)),
            ),
            say("measures.table", table=Ref("measures")),
            say("measures.order"),
            *method.of_them("measures.marked", "measures", listed.parts(reading, there, "mark")),
        )
    )
    heads = tuple(
        say(f"heads.{h}") for h in ("measure", "action", "changes", "size", "years", "mark")
    )
    rows = tuple(_row(reading, m) for m in there)
    caption = say("measures.caption", scenario=chosen.title)
    yield Table("measures", caption, heads, rows, numeric=False)
    yield from _actions(reading, there)


def abatement(reading: Reading) -> Iterator[Block]:
    """Show what each measure takes off emissions, as wedges and as numbers."""
    chosen, there = listed.planned(reading), listed.effective(reading)
    if chosen is None or not there:
        return
    yield Paragraph(
        (
            *_told(reading, chosen, there),
            say("measures.wedges", figure=Ref("wedges"), table=Ref("abatement")),
        )
    )
    history, future = peaks.history_of(reading), peaks.future_of(reading, chosen)
    if history and future:
        yield _figure(chosen, there, history, future)
    yield _table(reading, there)
    yield Paragraph((say("measures.three"),))


def interaction(reading: Reading) -> Iterator[Block]:
    """Say how the measures stand in each other's way, need each other, and share what is scarce."""
    chosen, there = listed.planned(reading), listed.effective(reading)
    if chosen is None or not there:
        return
    said = [*_overlap(reading, there), *_bound(there)]
    if said:
        yield drawn.bullets(said)
    yield from _shared_paths(reading, chosen, there)
    yield from _resources(reading, chosen)


def total(reading: Reading, key: str, y: int) -> Number:
    """Give what all measures of the planned scenario abate in a year. [Mt CO2]."""
    parts = [m.number(reading, f"{key}.{y}", "co2") for m in listed.effective(reading)]
    return sum_of(f"report.{key}.{y}", parts, "co2")


def largest(reading: Reading, y: int) -> list[Measure]:
    """Give the measures that abate most in a year."""
    there = listed.effective(reading)
    return sorted(there, key=lambda m: -m.path("abatement_mt").get(y, 0.0))[:NAMED]


def named(reading: Reading, found: Sequence[Measure], key: str, kind: Kind) -> Sentence:
    """Name measures with a number of each, up to three."""
    each = [say("measures.with", name=m.title, amount=m.number(reading, key, kind)) for m in found]
    places = dict(zip(("a", "b", "c"), each, strict=False))
    return say(f"measures.list_{len(each)}", **places)


def _told(reading: Reading, chosen: Shown, there: Sequence[Measure]) -> Iterator[Sentence]:
    y = listed.middle(reading)
    together = total(reading, "abatement_mt", y)
    reached = reading.number(f"scenarios.{chosen.name}.territorial_mt.{y}", "co2")
    without = sum_of(f"report.without.{y}", [reached, together], "co2")
    yield say(
        "measures.together",
        year=year(y),
        amount=together,
        share=share_of(together, without),
        last=year(reading.study.horizon),
        later=total(reading, "abatement_mt", reading.study.horizon),
    )
    first = largest(reading, y)
    yield say(
        "measures.largest", year=year(y), measures=named(reading, first, f"abatement_mt.{y}", "co2")
    )


def _figure(
    chosen: Shown, there: Sequence[Measure], history: dict[int, float], future: dict[int, float]
) -> Figure:
    paths = {m.no: m.path("abatement_mt") for m in there}
    without = {y: v + sum(p.get(y, 0.0) for p in paths.values()) for y, v in future.items()}
    scenario = drawing.Line(chosen.title, future)
    shown = [drawing.Wedge(m.title, paths[m.no], str(m.no)) for m in there]
    return Figure(
        "wedges",
        say("measures.wedges_caption", scenario=chosen.title),
        lambda lang: drawing.option(history, without, scenario, shown, lang),
        *drawing.heights(shown),
    )


def _table(reading: Reading, there: Sequence[Measure]) -> Table:
    shown, mid = listed.years(reading), listed.middle(reading)
    keys = [*(f"abatement_mt.{y}" for y in shown), f"alone_mt.{mid}", f"attributed_mt.{mid}"]
    columns = [_column(reading, there, key) for key in keys]
    names: list[Cell] = [*(m.named for m in there), say("heads.total")]
    heads: tuple[Cell, ...] = (
        say("heads.measure"),
        *(year(y) for y in shown),
        say("heads.alone", year=year(mid)),
        say("heads.attributed", year=year(mid)),
    )
    rows = tuple(zip(names, *columns, strict=True))
    return Table("abatement", say("measures.abatement_caption"), heads, rows, total=True)


def _column(reading: Reading, there: Sequence[Measure], key: str) -> list[Cell]:
    """Give a column with its sum; what measures abate alone does not add up."""
    parts = [m.number(reading, key, "co2") for m in there]
    if key.startswith("alone"):
        return [*parts, "–"]
    whole = sum_of(f"report.{key}", parts, "co2")
    return [*adding_up(parts, whole, reading.scale()), whole]


def _row(reading: Reading, one: Measure) -> tuple[Cell, ...]:
    told = one.told
    paths = dict.fromkeys(str(c["path"]) for c in told.get("changes") or ())
    changes = [assumed.title(path, reading.raw("tree.titles")) for path in paths]
    ramp = told.get("ramp")
    when = (
        say("heads.plain_span", first=str(ramp["from"]), last=str(ramp["to"]))
        if ramp
        else say("measures.by_projects")
    )
    size = (
        say(
            "measures.size",
            amount=one.number(reading, "amount", "level"),
            unit=drawn.unit(str(told["unit"])),
        )
        if told.get("amount") is not None
        else "–"
    )
    action = clauses.action(str(told["action"])) if told.get("action") in ACTIONS else "–"
    return (one.named, action, clauses.names(changes), size, when, str(told.get("mark") or ""))


def _actions(reading: Reading, there: Sequence[Measure]) -> Iterator[Block]:
    """Show the measures by action: how many, what they abate, what is invested."""
    ids = [id for id in ACTIONS if any(m.told.get("action") == id for m in there)]
    if len(ids) < 2:
        return
    y = listed.middle(reading)
    groups = {id: [m for m in there if m.told.get("action") == id] for id in ids}
    columns = [
        [_sum(reading, groups[id], f"abatement_mt.{y}", "co2", id) for id in ids],
        [_sum(reading, groups[id], "investment_cny", "money", id) for id in ids],
    ]
    whole = [sum_of(f"report.actions.{k}", column) for k, column in zip("ab", columns, strict=True)]
    shown = [adding_up(c, w, reading.scale()) for c, w in zip(columns, whole, strict=True)]
    rows: list[tuple[Cell, ...]] = [
        (
            clauses.action(id),
            count(f"actions.{id}", listed.parts(reading, groups[id])),
            *(c[i] for c in shown),
        )
        for i, id in enumerate(ids)
    ]
    every = listed.parts(reading, [m for id in ids for m in groups[id]])
    rows.append((say("heads.total"), count("actions", every), *whole))
    served = listed.parts(reading, [m for id in ids for m in groups[id]], "action")
    heads = (
        say("heads.action"),
        say("heads.measures_count"),
        say("heads.abatement", year=year(y)),
        say("heads.investment"),
    )
    yield Paragraph(
        (say("measures.actions", table=Ref("actions"), count=kinds("actions.served", served)),)
    )
    yield Table("actions", say("measures.actions_caption"), heads, tuple(rows), total=True)


def _sum(reading: Reading, group: Sequence[Measure], key: str, kind: Kind, id: str) -> Number:
    parts = [m.number(reading, key, kind) for m in group]
    return sum_of(f"report.actions.{id}.{key}", parts, kind)


def _overlap(reading: Reading, there: Sequence[Measure]) -> Iterator[Sentence]:
    y = listed.middle(reading)
    together, alone = (total(reading, key, y) for key in ("abatement_mt", "alone_mt"))
    apart = difference(f"report.overlap.{y}", alone, together)
    if apart.known:
        told = {"year": year(y), "alone": alone, "together": together}
        yield say("measures.overlap", **told, twice=apart)
    traded = total(reading, "adjusted_mt", y)
    if traded.known and reading.trades():
        yield say("measures.adjusted", year=year(y), adjusted=traded)


def _bound(there: Sequence[Measure]) -> Iterator[Sentence]:
    names = {m.id: m.title for m in there}
    for one in there:
        needed = [names[id] for id in one.told.get("requires") or () if id in names]
        if needed:
            yield say("measures.requires", name=one.title, needed=clauses.joined(needed))
        barred = [names[id] for id in one.told.get("excludes") or () if id in names]
        if barred:
            yield say("measures.excludes", name=one.title, barred=clauses.joined(barred))


def _shared_paths(reading: Reading, chosen: Shown, there: Sequence[Measure]) -> Iterator[Block]:
    names = {m.id: m.title for m in there}
    found = [o for o in reading.raw("appraisal.overlaps") or () if o["scenario"] == chosen.name]
    rows = tuple(
        (
            assumed.called(reading, o["path"]),
            clauses.names([names[id] for id in o["measures"] if id in names]),
        )
        for o in found
    )
    if rows:
        heads = (say("heads.path"), say("heads.in_order"))
        yield Paragraph((say("measures.overlaps", table=Ref("overlaps")),))
        yield Table("overlaps", say("measures.overlaps_caption"), heads, rows, numeric=False)


def _resources(reading: Reading, chosen: Shown) -> Iterator[Block]:
    rows: list[tuple[Cell, ...]] = []
    y = listed.middle(reading)
    for place, one in enumerate(reading.raw("appraisal.resources") or ()):
        key = f"appraisal.resources.{place}"
        numbers = [
            reading.number(f"{key}.{part}.{when}", "level")
            for when in (y, reading.study.horizon)
            for part in ("available", f"used.{chosen.name}")
        ]
        name = say("measures.of_unit", name=both(one["title"]), unit=drawn.unit(str(one["unit"])))
        rows.append((name, *numbers, str(one.get("mark") or "")))
    if rows:
        heads: list[Cell] = [say("heads.resource")]
        for when in (y, reading.study.horizon):
            heads += [say("heads.available", year=year(when)), say("heads.used", year=year(when))]
        yield Paragraph((say("measures.resources", table=Ref("resources")),))
        caption = say("measures.resources_caption", scenario=chosen.title)
        yield Table("resources", caption, (*heads, say("heads.mark")), tuple(rows))
