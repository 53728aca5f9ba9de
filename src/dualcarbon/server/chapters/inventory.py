"""Inventory: what is emitted, by which energy, in which sector, and how sure it is."""

from __future__ import annotations

from fastapi import Depends, Response

from dualcarbon.server.chapter import Chapter
from dualcarbon.server.here import Here, here
from dualcarbon.server.sections import shown

HEADINGS = (
    "past-region", "past-totals", "past-energy", "past-by-sector", "past-account", "past-ranges", "past-orders", "annex-account",
)  # fmt: skip
chapter = Chapter("inventory", 30, headings=HEADINGS)


@chapter.page()
def show(at: Here = Depends(here)) -> Response:  # noqa: B008
    """Show the account of the statistics."""
    return shown(at, HEADINGS)
