"""Levers as the pages show them: what each is, in the unit that people read, and where its parent has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dualcarbon.charts.words import Lang, Title
from dualcarbon.sensitivity import naming
from dualcarbon.server.words import say
from dualcarbon.vocabulary.figures import plain

if TYPE_CHECKING:
    from dualcarbon.scenarios.inheritance import Resolved
    from dualcarbon.study.levers import Lever

DIGITS = 6
"""Figures that a value is shown with; of per cents two decimals."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A lever on a page; ``value``, ``parent``, ``low`` and ``high`` are texts in ``unit``."""

    lever: Lever
    title: str
    what: str
    unit: str
    put: float

    @property
    def id(self) -> str:
        """Its id."""
        return self.lever.id

    @property
    def own(self) -> str:
        """Where the scenario has it."""
        return self.text(self.lever.value)

    @property
    def now(self) -> str:
        """Where it is put."""
        return self.text(self.put)

    @property
    def parent(self) -> str:
        """Where the parent has it, or an empty text."""
        return "" if self.lever.parent is None else self.text(self.lever.parent)

    @property
    def low(self) -> str:
        """The lower end of its track."""
        return self.text(min(self.lever.low, self.put))

    @property
    def high(self) -> str:
        """The upper end of its track."""
        return self.text(max(self.lever.high, self.put))

    @property
    def moved(self) -> bool:
        """Whether it is put elsewhere than the scenario has it."""
        return self.put != self.lever.value

    def text(self, value: float) -> str:
        """Write a value in the unit that people read."""
        if not self.lever.percent:
            return plain(value, DIGITS)
        text = f"{self.lever.factor * value:.2f}".rstrip("0").rstrip(".")
        return "0" if text == "-0" else text

    def at(self, value: float) -> str:
        """Tell where a value lies on the track, in per cent of its length."""
        low, high = min(self.lever.low, self.put), max(self.lever.high, self.put)
        return f"{100 * (value - low) / (high - low):.3f}%"


def shown(
    there: Mapping[str, Lever],
    scenario: Resolved,
    called: Mapping[str, Title],
    put: Mapping[str, float],
    lang: Lang,
) -> dict[str, Shown]:
    """Give levers as a page shows them, by id.

    Parameters
    ----------
    there : mapping of Lever
        The levers.
    scenario : Resolved
        Their scenario, for the names of its measures.
    called : mapping of titles
        Titles of what the study declares, by the beginning of their keys.
    put : mapping of float
        Where some are put. [unit of each]
    lang : {"en", "zh"}
        Language of the page.
    """
    names = titled(there, scenario, called, lang)
    return {
        id: Shown(one, names[id], _what(one, lang), _unit(one), put.get(id, one.value))
        for id, one in there.items()
    }


def titled(
    there: Mapping[str, Lever], scenario: Resolved, called: Mapping[str, Title], lang: Lang
) -> dict[str, str]:
    """Give what levers are called, by id, and the groups of shares that some are parts of."""
    from dualcarbon.study.levers import LEVELS

    paths = {key: key for key in scenario.paths} | {id: one.path for id, one in there.items()}
    names = {id: naming.title(path, called)[lang] for id, path in paths.items()}
    return names | {f"{LEVELS}{one.id}": one.name(lang) for one in scenario.measures}


def _what(one: Lever, lang: Lang) -> str:
    """Say what of a path the number is."""
    if one.kind == "number":
        if one.place == "constant":
            return say("scenarios.constant", lang)
        return naming.place(one.place)[lang]
    return say(f"scenarios.{one.kind}", lang, year=one.year)


def _unit(one: Lever) -> str:
    if one.percent:
        return "%"
    return "" if one.unit == "1" else one.unit
