"""What persons do is written down after it was done; where that cannot be, it is told so, and not that nothing was done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from dualcarbon.server.refused import Refused
from dualcarbon.store.audit import Audit
from dualcarbon.vocabulary.faults import note


def written(
    audit: Audit, who: str, what: str, study: str = "", detail: Mapping[str, Any] | None = None
) -> None:
    """Write down what somebody did.

    Raises
    ------
    Refused
        The log cannot be written (SYS003, 507).
    """
    try:
        audit.record(who, what, study, detail)
    except (SQLAlchemyError, OSError):
        raise Refused(507, note("SYS003")) from None
