"""A measure at a level of deployment, where it acts, and one of its changes when its turn comes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dualcarbon.errors import InputError
from dualcarbon.measures.declared import Change, Measure, draw_key
from dualcarbon.measures.projects import Placed
from dualcarbon.quantities.arrays import Array, by_year, column, worst
from dualcarbon.quantities.declared import within
from dualcarbon.quantities.distributions import Fixed
from dualcarbon.scenarios.tree import Tree
from dualcarbon.vocabulary.faults import Place, note
from dualcarbon.vocabulary.units import scale

if TYPE_CHECKING:
    from dualcarbon.quantities.draws import Draws

ROOM = ("MEA008", "MEA012", "MEA042", "MEA043")
"""Faults of a measure that finds too little room for what it does."""


@dataclass(frozen=True, slots=True)
class Deployed:
    """A measure at a level of deployment.

    ``placed`` is how it comes into place over the years at level 1; ``level`` 0 to 1, one number or (member, 1).
    """

    measure: Measure
    placed: Placed
    level: float | Array = 1.0

    @property
    def done(self) -> Array:
        """Give the part of the full effect in place (member or 1, year). [1]."""
        return by_year(column(self.level), np.asarray(self.placed.effective)[None])

    @property
    def place(self) -> Place:
        """Give where the measure is declared."""
        return self.placed.place or Place(file="measures.toml", key=f"measures.{self.measure.id}")


@dataclass(frozen=True, slots=True)
class Setting:
    """Where measures act: the tree, the years of the values, the residual part of each share group, the scenario.

    ``capped`` is for coalitions, which nobody wrote: there a measure does what there is room for, and is not refused.
    """

    tree: Tree
    years: Sequence[int]
    residuals: Mapping[str, str] = field(default_factory=dict)
    scenario: str = ""
    capped: bool = False

    @property
    def named(self) -> dict[str, str]:
        """Give the scenario as the beginning of a sentence."""
        name = self.scenario
        return {
            "en": f"in scenario {name}, " if name else "",
            "zh": f"情景 {name} 中，" if name else "",
        }


@dataclass(frozen=True, slots=True)
class Turn:
    """A change when its turn comes: its value (member, 1), the part in place (member or 1, year), and where it acts."""

    change: Change
    value: Array
    done: Array
    setting: Setting
    place: Place
    drawn: bool = False
    """Whether it acts in the members of an ensemble, not in the central run."""
    size: Array = field(init=False, repr=False, compare=False)
    """Value times the part in place (member or 1, year); an amount in tce or t CO2."""

    def __post_init__(self) -> None:
        unit = "t CO2" if self.change.op == "capture" else "tce"
        size = by_year(self.value, self.done)
        whole = size * scale(self.change.unit, unit) if self.change.unit else size
        object.__setattr__(self, "size", whole)

    @classmethod
    def of(cls, one: Deployed, position: int, setting: Setting, draws: Draws | None) -> Turn:
        """Give one change of a measure its turn; none may act in the base year."""
        if one.placed.effective[0] > 0:
            year = setting.years[0]
            raise InputError(faults=[note("MEA007", one.place, year=year, base_year=year)])
        place, change = within(one.place, "changes", position), one.measure.changes[position]
        value = _value(one, position, draws)
        return cls(change, value, one.done, setting, place, draws is not None)

    @property
    def group(self) -> str:
        """Key of the share group that the path would be a part of."""
        return self.change.path.rpartition(".")[0]

    @property
    def catches(self) -> bool:
        """Whether a member captures: it catches what there is where it emits less than is to be captured."""
        return self.drawn and self.change.op == "capture"

    def deny(self, code: str, array: Array, wrong: NDArray[np.bool_], **told: object) -> None:
        """Refuse the change where something is wrong, telling the worst year; not for too little room that is allowed."""
        if wrong.any() and not ((self.setting.capped or self.catches) and code in ROOM):
            spot = worst(np.broadcast_to(array, wrong.shape), wrong, self.setting.years)
            told |= {"scenario": self.setting.named}
            raise InputError(faults=[note(code, self.place, **told, **spot)])


def _value(one: Deployed, position: int, draws: Draws | None) -> Array:
    """Give the value of a change as a column (member, 1), of the whole measure."""
    change = one.measure.changes[position]
    number, units = change.value, one.placed.amount if change.per == "unit" else 1.0
    if draws is None or isinstance(number, Fixed):
        return np.array([[number.central * units]])
    return units * number.at(draws.uniform(draw_key(one.measure, position)))[:, None]
