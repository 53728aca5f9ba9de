"""The page of the audit log: who did what, and whether anybody has changed the log since."""

from __future__ import annotations

import json
import re
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from dualcarbon.server import words
from dualcarbon.server.people.pages import page
from dualcarbon.server.people.rules import Role, needs
from dualcarbon.server.words import Lang
from dualcarbon.store import times
from dualcarbon.store.audit import Audit, Entry

router = APIRouter(include_in_schema=False)
ROWS = 100
LARGEST = 2**31 - 1


@router.get("/{lang}/audit", dependencies=[needs(Role.administrator)])
def show(
    request: Request,
    lang: Lang,
    before: Annotated[int | None, Query(ge=1, le=LARGEST)] = None,
    verify: bool = False,
) -> Response:
    """Show rows of the log, the newest first; where it is asked for, hold every row against the one before it."""
    audit: Audit = request.app.state.people.audit
    rows = audit.entries(ROWS, before)
    values = {
        "rows": [_shown(row, lang) for row in rows],
        "older": rows[-1].number if len(rows) == ROWS and rows[-1].number > 1 else None,
        "found": [f.sentence(lang) for f in audit.verify()] if verify else None,
    }
    return page(request, lang, "audit.html", values=values)


def _shown(row: Entry, lang: Lang) -> dict[str, str | int]:
    known = words.catalogue().get(f"audit.{re.sub('[ .-]', '_', row.what)}")
    return {
        "number": row.number,
        "at": times.second(row.at),
        "who": row.who,
        "what": known[lang] if known else row.what,
        "study": row.study,
        "detail": json.dumps(row.detail, ensure_ascii=False) if row.detail else "",
    }
