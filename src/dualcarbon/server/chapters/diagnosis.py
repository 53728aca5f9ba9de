"""Characteristics: what moved emissions, how far growth has left them behind, and which way they go."""

from __future__ import annotations

from fastapi import Depends, Response

from dualcarbon.server.chapter import Chapter
from dualcarbon.server.here import Here, here
from dualcarbon.server.sections import shown

HEADINGS = (
    "past-intensities", "past-causes", "past-trend", "annex-hindcast",
)  # fmt: skip
chapter = Chapter("diagnosis", 40, headings=HEADINGS)


@chapter.page()
def show(at: Here = Depends(here)) -> Response:  # noqa: B008
    """Show what the past tells."""
    return shown(at, HEADINGS)
