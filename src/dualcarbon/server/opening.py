"""Numbers that open how they came: that of a run where it is the very number of one, else how it was worked out here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from markupsafe import Markup

SAME = 1e-9
"""A number nearer than this, relative, to that of a run is that of the run."""
LIVE = "live"
"""Beginning of the keys of numbers that are worked out for a page."""
Value = float | int | str | None
Steps = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Lead:
    """Where a number that follows the levers leads: to the run while nothing is moved and the run holds it, else to how it came here."""

    live: str
    of_run: str = ""
    raw: Value = None
    moved: bool = False

    @property
    def key(self) -> str:
        """What it opens now."""
        return self.of_run if self.of_run and not self.moved else self.live


def held(summary: Mapping[str, Any], steps: Steps) -> Any:  # noqa: ANN401 - whatever stands there
    """Give what a summary holds under the steps of a key; nothing where it has no such key.

    Examples
    --------
    >>> held({"a": [{"b": 3}]}, ("a", "0", "b")), held({"a": 1}, ("b", "c"))
    (3, None)
    """
    found: Any = summary
    for step in steps:
        if isinstance(found, Mapping):
            found = found.get(step)
        elif isinstance(found, list) and step.isdigit() and int(step) < len(found):
            found = found[int(step)]
        else:
            return None
    return found


def same(value: Value, known: object) -> bool:
    """Tell whether a number is that of a run.

    Examples
    --------
    >>> same(1.0, 1.0 + 1e-12), same(1.0, 1.001), same(0.0, 0), same(None, 0.0)
    (True, False, True, False)
    """
    if isinstance(value, str) or isinstance(known, str):
        return value == known
    if not isinstance(value, int | float) or not isinstance(known, int | float):
        return False
    return abs(known - value) <= SAME * abs(value)


def key(summary: Mapping[str, Any], value: Value, *steps: str) -> str:
    """Give the key under which a summary holds a very number, or an empty text."""
    return ".".join(steps) if same(value, held(summary, steps)) else ""


def first(summary: Mapping[str, Any], value: Value, every: Sequence[Steps]) -> str:
    """Give the first of some keys under which a summary holds a very number, or an empty text."""
    return next((k for steps in every if (k := key(summary, value, *steps))), "")


def number(text: str, key: str, value: Value = None) -> Markup:
    """Write a number that opens what stands under a key; without one it is plain."""
    from dualcarbon.report.html import plain

    shown = plain(text)
    mark = "" if value is None else f' data-value="{escape(_raw(value))}"'
    if not key:
        return Markup(f'<span class="n"{mark}>{shown}</span>')
    return Markup(
        f'<button type="button" class="n" data-key="{escape(key)}"{mark}>{shown}</button>'
    )


def _raw(value: Value) -> str:
    return repr(value) if isinstance(value, float) else str(value)
