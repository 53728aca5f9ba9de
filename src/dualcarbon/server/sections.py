"""Pages that show what the report says: the blocks under some of its headings."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from fastapi import Response

from dualcarbon.report.pieces import Block, Document, Figure, Heading, Table
from dualcarbon.server.here import Here
from dualcarbon.server.printed import Writer, groups


def shown(
    at: Here,
    headings: Collection[str],
    template: str = "section.html",
    **more: Any,  # noqa: ANN401
) -> Response:
    """Show the blocks under some headings of the report of the run, and what a template of its own adds."""
    if at.run is None:
        return at.page("unrun.html")
    return at.page(template, **printed(at, headings), **more)


def printed(at: Here, headings: Collection[str], left: Collection[str] = ()) -> dict[str, Any]:
    """Give what a page needs to print the blocks under some headings, some figures left out; no blocks before the first run."""
    run = at.run
    told = {"kind": lambda block: type(block).__name__}
    if run is None:
        return {**told, "groups": [], "write": None, "contents": []}
    document = at.shelf.document(run)
    found = [
        [block for block in group if getattr(block, "id", "") not in left]
        for group in groups(document, headings)
    ]
    there = {*pieces(block for group in found for block in group), *left}
    write = Writer(document, at.lang, leads(at, document, there))
    contents = [(g[0].id, write.words_of(g[0])) for g in found if isinstance(g[0], Heading)]
    return {**told, "groups": found, "write": write, "contents": contents}


def leads(at: Here, document: Document, there: Collection[str]) -> dict[str, str]:
    """Give the address of every piece of the report that some page prints; on this page it is only a mark."""
    found: dict[str, str] = {}
    for chapter in at.chapters:
        for group in groups(document, chapter.headings):
            page = f"{at.link(chapter.id)}{at.query_run}"
            found |= {id: f"{page}#{id}" for id in pieces(group)}
    return found | {id: f"#{id}" for id in there}


def pieces(blocks: Iterable[Block]) -> set[str]:
    """Give the ids of pieces to which sentences refer."""
    return {one.id for one in blocks if isinstance(one, Figure | Heading | Table)}
