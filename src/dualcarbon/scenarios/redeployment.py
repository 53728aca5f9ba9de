"""Measures deployed again after a small change: what reads nothing new gives what it gave before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from dualcarbon.quantities.arrays import Array
from dualcarbon.scenarios.deployment import (
    VARIABLE,
    Deployed,
    Setting,
    Turn,
    acted,
    moves_demand,
    ordered,
)

if TYPE_CHECKING:
    from dualcarbon.quantities.draws import Draws

Read: TypeAlias = Mapping[str, Array | None]
"""What was read under each key, nothing where there was nothing."""


class Watched(MutableMapping[str, Array]):
    """Numbers by key that note what is read of them, and what is written.

    Examples
    --------
    >>> import numpy as np
    >>> seen = Watched({"gdp": np.ones((1, 1))})
    >>> "population" in seen, seen["gdp"].tolist(), list(seen.read)
    (False, [[1.0]], ['population', 'gdp'])
    """

    def __init__(self, numbers: Mapping[str, Array]) -> None:
        self.numbers = numbers
        self.read: dict[str, Array | None] = {}
        self.written: dict[str, Array] = {}

    def __getitem__(self, key: str) -> Array:
        if key in self.written:
            return self.written[key]
        found = self.numbers.get(key)
        self.read[key] = found
        if found is None:
            raise KeyError(key)
        return found

    def __setitem__(self, key: str, value: Array) -> None:
        self.written[key] = value

    def __delitem__(self, key: str) -> None:
        raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        return iter({**self.numbers, **self.written})

    def __len__(self) -> int:
        return len({**self.numbers, **self.written})


@dataclass(frozen=True, slots=True)
class Turned:
    """What one change of a measure read of the paths and of demand, and what it gave of both."""

    deployed: Deployed
    turn: Turn
    read: Read
    read_of_demand: Read
    gave: Mapping[str, Array]
    gave_of_demand: Mapping[str, Array]

    def stands(
        self, one: Deployed, values: Mapping[str, Array], wanted: Mapping[str, Array]
    ) -> bool:
        """Tell whether a measure is as it was and nothing that its change read is another array."""
        return (
            one is self.deployed
            and all(values.get(key) is array for key, array in self.read.items())
            and all(wanted.get(key) is array for key, array in self.read_of_demand.items())
        )


@dataclass(frozen=True, slots=True)
class Deployment:
    """Paths as measures made them, and how: ``turns`` by measure and position of the change."""

    given: Mapping[str, Array]
    setting: Setting
    turns: Mapping[tuple[str, int], Turned]


def deployment(
    deployed: Iterable[Deployed],
    values: Mapping[str, Array],
    setting: Setting,
    draws: Draws | None = None,
    before: Deployment | None = None,
) -> Deployment:
    """Give all paths as measures make them, as :func:`dualcarbon.scenarios.deployment.deploy` does, and keep what each read.

    Parameters
    ----------
    deployed : iterable of Deployed
        Measures and their levels, in declared order.
    values : mapping of ndarray (member, year)
        The paths by key. [unit of each path]
    setting : Setting
        Tree, years of the values with the base year first, residual parts.
    draws : Draws, optional
        Draws of uncertain values; without them every value is central.
    before : Deployment, optional
        The same for a scenario that differs little: where a change reads the very arrays that it read then, it gives what it
        gave then.

    Raises
    ------
    InputError
        As :func:`dualcarbon.scenarios.deployment.deploy`.
    """
    result, wanted, turns = dict(values), dict[str, Array](), dict[tuple[str, int], Turned]()
    alike = before is not None and before.setting.residuals == setting.residuals
    known = before.turns if before is not None and alike else {}
    for one in ordered(deployed):
        for position, change in enumerate(one.measure.changes):
            if change.path.startswith(VARIABLE):  # those were changed before others followed them
                continue
            key = one.measure.id, position
            then = known.get(key)
            if then is None or not then.stands(one, result, wanted):
                then = _turned(one, _turn(one, position, setting, draws, then), result, wanted)
            turns[key] = then
            result |= then.gave
            wanted = {} if moves_demand(change) else {**wanted, **then.gave_of_demand}
    return Deployment(result, setting, turns)


def _turn(
    one: Deployed, position: int, setting: Setting, draws: Draws | None, then: Turned | None
) -> Turn:
    """Give one change its turn; its value is as it was where only the level is another."""
    if then is None or not _but_for_level(one, then.deployed):
        return Turn.of(one, position, setting, draws)
    return then.turn if then.deployed is one else replace(then.turn, done=one.done)


def _but_for_level(one: Deployed, other: Deployed) -> bool:
    """Tell whether two are the same measure in the same place, at whatever level."""
    return one.measure is other.measure and one.placed is other.placed


def _turned(
    one: Deployed, turn: Turn, values: Mapping[str, Array], wanted: Mapping[str, Array]
) -> Turned:
    """Let one change act, and note what it reads."""
    paths, demand = Watched(values), Watched(wanted)
    gave = acted(turn, paths, demand)
    return Turned(one, turn, paths.read, demand.read, gave, demand.written)
