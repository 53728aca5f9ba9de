"""How the adjusted total leads to each published one."""

from __future__ import annotations

from collections.abc import Iterator

from dualcarbon.report import drawn
from dualcarbon.report.derived import year
from dualcarbon.report.numbers import adding_up
from dualcarbon.report.pieces import Block, Cell, Paragraph, Ref, Table, say
from dualcarbon.report.reading import Reading, both


def bridge(reading: Reading) -> Iterator[Block]:
    """Show how the adjusted total leads to each published one in the base year."""
    for place, one in enumerate(reading.raw("inventory.replications") or ()):
        items = one.get("bridge_mt") or {}
        base = reading.base
        if not items or any(base not in path for path in items.values()):
            continue
        key = f"inventory.replications.{place}"
        title = reading.replication_title(one["id"])
        numbers = [reading.number(f"{key}.bridge_mt.{i}.{base}", "co2_change") for i in items]
        whole = reading.number(f"{key}.published_mt.{base}", "co2")
        start = reading.number(f"inventory.adjusted_mt.{base}", "co2")
        names: list[Cell] = [say("heads.adjusted"), *(drawn.item_name(i) for i in items)]
        shown = adding_up([start, *numbers], whole, reading.scale())
        rows = [*zip(names, shown, strict=True), (title, whole)]
        yield Paragraph((say("past.bridge", title=title, table=Ref(f"bridge-{one['id']}")),))
        caption = say("past.bridge_caption", title=title, year=year(int(base)))
        heads = (say("heads.item"), say("heads.co2"))
        yield Table(f"bridge-{one['id']}", caption, heads, tuple(rows), total=True)
        yield from _exceptions(reading, one["id"])


def _exceptions(reading: Reading, id: str) -> Iterator[Block]:
    declared = getattr(reading.study, "replications", None) or ()
    for one in declared:
        for odd in getattr(one, "exceptions", ()) if one.id == id else ():
            yield Paragraph(
                (
                    say(
                        "past.exception",
                        sector=drawn.sector(odd.sector),
                        year=str(odd.year),
                        why=both(odd.why),
                    ),
                )
            )
