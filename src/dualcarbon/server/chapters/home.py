"""Home: how the study stands, its first numbers, its last runs."""

from __future__ import annotations

from fastapi import Depends, Response

from dualcarbon.server.chapter import Chapter
from dualcarbon.server.here import Here, here
from dualcarbon.server.printed import Writer

chapter = Chapter("home", 10)


@chapter.page()
def show(at: Here = Depends(here)) -> Response:  # noqa: B008
    """Show the tiles of the newest run, its warnings, and the runs there are."""
    run = at.run
    if run is None:
        return at.page("unrun.html")
    document = at.shelf.document(run)
    return at.page("home.html", write=Writer(document, at.lang), document=document)
