"""How a number came: the explanation of a key, as the command line gives it."""

from __future__ import annotations

from fastapi import Depends, Response

from dualcarbon.errors import UnknownName
from dualcarbon.server.chapter import Chapter
from dualcarbon.server.here import Here, here

chapter = Chapter("derivation", 900, rail=False)


@chapter.page()
def show(key: str, at: Here = Depends(here)) -> Response:  # noqa: B008
    """Show a number's formula and what went in, down to the cells."""
    run = at.run
    if run is None:
        raise UnknownName(at.say("frame.no_run"))
    return at.page("derivation.html", how=at.shelf.ask(run)(key).as_dict(at.lang))
