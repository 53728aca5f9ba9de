"""Pages that show what the report says: the blocks under some of its headings."""

from __future__ import annotations

from collections.abc import Collection

from fastapi import Response

from dualcarbon.server.here import Here
from dualcarbon.server.printed import Writer, groups


def shown(at: Here, headings: Collection[str]) -> Response:
    """Show the blocks under some headings of the report of the run."""
    run = at.run
    if run is None:
        return at.page("unrun.html")
    document = at.shelf.document(run)
    return at.page(
        "section.html",
        write=Writer(document, at.lang),
        groups=groups(document, headings),
        kind=lambda block: type(block).__name__,
    )
