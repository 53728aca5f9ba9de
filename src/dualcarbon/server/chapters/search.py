"""Search: what of the study a text names, in either language, each leading to where it stands."""

from __future__ import annotations

from fastapi import Depends, Response
from markupsafe import Markup

from dualcarbon.report import html
from dualcarbon.server import findable, searching
from dualcarbon.server.chapter import Chapter
from dualcarbon.server.findable import Findable
from dualcarbon.server.here import Here, here
from dualcarbon.server.searching import Group, Item
from dualcarbon.study.explain.lookup import holds

chapter = Chapter("search", 920, rail=False)


@chapter.page()
def show(q: str = "", at: Here = Depends(here)) -> Response:  # noqa: B008
    """Show what is found; of a long text its beginning is looked for."""
    wanted = q.strip()[: searching.LONGEST]
    groups = looked(findable.findable(at), wanted) if searching.words(wanted) else []
    return at.page(
        "search.html",
        wanted=wanted,
        cut=len(q.strip()) > searching.LONGEST,
        groups=groups,
        shown=sum(len(one.items) for one in groups),
        count=sum(one.count for one in groups),
        address=lambda one: address(at, one),
        said=lambda text: Markup(html.plain(text)),
    )


def looked(there: Findable, text: str) -> list[Group]:
    """Look for a text; a key of the results that is written in full is found even where others stand for it."""
    items = searching.found(there.items, text)
    if not any(one.key == text for one in items) and holds(there.summary, text):
        items.insert(0, findable.written(text))
    matching = [(one, one.matching(searching.words(text))) for one in there.rows]
    rows = [
        findable.row(one, cells)
        for one, frame in matching
        for cells in frame.head(searching.FIRST_ROWS).iter_rows(named=True)
    ]
    return searching.grouped(items, rows, sum(frame.height for _, frame in matching))


def address(at: Here, one: Item) -> str:
    """Give the address that a thing leads to; the run that is shown goes along where the page is of a run."""
    path, mark, anchor = one.to.partition("#")
    carried = "" if "?" in path else at.query_run
    return f"{at.link(path)}{carried}{mark}{anchor}"
