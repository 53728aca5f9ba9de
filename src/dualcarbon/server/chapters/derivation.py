"""How a number came: the explanation of a key, as the command line gives it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from fastapi import Depends, Response

from dualcarbon.errors import DualCarbonError, UnknownName
from dualcarbon.report.explained import REPORT
from dualcarbon.server.chapter import Chapter
from dualcarbon.server.here import Here, here
from dualcarbon.server.refusals import status
from dualcarbon.server.worked import HERE
from dualcarbon.study.explain.tabled import TABLES

CELL = re.compile(r"(?P<file>[\w./-]+\.(?:csv|toml))(?::| line )(?P<line>\d+)(?: \[.*\])?")
DEEP = 3
"""Levels of inputs that are told at once; a number below them is followed by itself."""
MANY = 12
"""Inputs that stand open; more of them are folded."""
chapter = Chapter("derivation", 900, rail=False)


@chapter.page()
def show(key: str, at: Here = Depends(here)) -> Response:  # noqa: B008
    """Show a number's formula and what went in, down to the cells; where that is not known, say why."""
    try:
        how = _how(at, key)
    except DualCarbonError as error:
        said = [f.sentence(at.lang) for f in getattr(error, "faults", ())] or [str(error)]
        return at.page("underived.html", status(error), said=said)
    tops = frozenset((*HERE, TABLES)) | frozenset(at.shelf.summary(at.run) if at.run else ())
    return at.page(
        "derivation.html", how=how, cell=cell(at), walks=walks(tops), deep=DEEP, many=MANY
    )


def _how(at: Here, key: str) -> dict[str, Any]:
    """Give how a number came: one of the run as it tells it, one that a page works out as the page would now."""
    head, _, rest = key.partition(".")
    if head in HERE:
        return HERE[head](at, rest)
    if at.run is None:
        raise UnknownName(at.say("frame.no_run"))
    return at.shelf.ask(at.run)(key).as_dict(at.lang)


def cell(at: Here) -> Callable[[str], str]:
    """Give what leads from a reference to the line of the file that it names; nothing for another one."""

    def led(ref: str) -> str:
        found = CELL.fullmatch(ref)
        if not found or not (at.shelf.path(at.study) / found["file"]).is_file():
            return ""
        return f"{at.link('data')}?{urlencode({'file': found['file'], 'line': found['line']})}"

    return led


def walks(tops: frozenset[str]) -> Callable[[str], bool]:
    """Give what tells whether a key stands in the summary or the report, so that it can be followed by itself."""
    return lambda key: " " not in key and "." in key and key.partition(".")[0] in {REPORT, *tops}
