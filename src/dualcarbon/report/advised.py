"""What a recommendation is made of."""

from __future__ import annotations

from dataclasses import dataclass

from dualcarbon.report.pieces import Sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """A recommendation."""

    ask: Sentence
    """What is to be done."""
    why: Sentence
    """The number that supports it."""
    action: str
    """Id of the one of the ten actions that it serves."""
    clauses: tuple[str, ...]
    """Ids of the clauses that it serves."""
    see: tuple[str, ...] = ()
    """Ids of figures, tables and headings that show the number; those that the report lacks are not named."""
