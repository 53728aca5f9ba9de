"""The works that the report cites: methods, and the documents that set the nation's goals."""

from __future__ import annotations

from collections.abc import Iterator

from dualcarbon.reference import tables
from dualcarbon.report import compliance
from dualcarbon.report.pieces import Block, Paragraph, Work, Works, say
from dualcarbon.report.reading import Reading

METHODS = ("ipcc", "ang", "tapio", "mann", "sen", "sobol", "quantiles", "shapley")


def listed(reading: Reading) -> Iterator[Block]:
    """List the works that the text refers to, and the documents of the goals."""
    found = [Work(f"work-{id}", say(f"works.{id}")) for id in METHODS]
    held = tables.sources()
    for id in compliance.documents(reading):
        one = held[id]
        cited = say("works.document", title=one.title, publisher=one.publisher, year=str(one.year))
        found.append(Work(f"work-{id}", cited))
    yield Paragraph((say("works.lead"),))
    yield Works(tuple(found))
