"""What was filled in a series, and within which range it may lie."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.figures import plain
from dualcarbon.yearbook.ranges import NOWHERE, Texts


@dataclass(frozen=True, slots=True)
class Filled:
    """What a method filled: years, values and their 95 % range, all in the unit of the series.

    ``basis`` says from what; ``name`` is the series; ``row`` is the place of the declaration. ``table``, ``key``
    and ``unit`` tell which rows of which table, and are empty where a method was called by itself.
    """

    years: tuple[int, ...]
    values: tuple[float, ...]
    lo95: tuple[float, ...]
    hi95: tuple[float, ...]
    method: str
    basis: Texts
    name: Texts = field(default_factory=lambda: NOWHERE)
    table: str = ""
    key: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    row: str = ""
    why: Texts = field(default_factory=lambda: NOWHERE)

    @property
    def fault(self) -> Fault:
        """The record that travels with the results: FIL001."""
        file, _, key = self.row.partition(":")
        told = {
            "series": self.name,
            "basis": self.basis,
            "unit": self.unit,
            "why": stated(self.why),
        }
        return note("FIL001", Place(file=file, key=key), values=self._listed(), **told)

    def sentence(self, lang: str = "en") -> str:
        """Say in a sentence what was filled, how and within which range."""
        return self.fault.sentence(lang)

    def _listed(self) -> str:
        cells = zip(self.years, self.values, self.lo95, self.hi95, strict=True)
        return "; ".join(
            f"{year} {plain(v, 4)} ({plain(lo, 4)}-{plain(hi, 4)})" for year, v, lo, hi in cells
        )


def stated(why: Texts) -> dict[str, str]:
    """Give the reason as the end of a sentence, or nothing."""
    return {
        "en": f"; {why['en']}" if why["en"] else "",
        "zh": f"；{why['zh']}" if why["zh"] else "",
    }
