"""What a path is evaluated on, and what every kind reads off it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from dualcarbon.errors import InputError
from dualcarbon.quantities.arrays import Array
from dualcarbon.quantities.distributions import Distribution, Fixed
from dualcarbon.quantities.paths import Path
from dualcarbon.vocabulary.faults import note

if TYPE_CHECKING:
    from dualcarbon.quantities.draws import Draws


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """What a path is evaluated on: years, base year and its value, draws, other paths, statistics by name, the unit of each."""

    years: NDArray[np.int64]
    base_year: int
    base: Array | None
    draws: Draws | None
    other: Mapping[str, Array]
    series: Mapping[str, Mapping[int, float]] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)


def beginning(path: Path, span: Span) -> Array:
    """Give the base-year value as a column (member, 1).

    Parameters
    ----------
    path : Path
        Whose value.
    span : Span
        Where it is evaluated.

    Returns
    -------
    ndarray (member, 1)
        The value. [unit of the path]

    Raises
    ------
    InputError
        There is none.
    """
    if span.base is None:
        raise InputError(
            faults=[note("QTY011", path.place, path=path.key, base_year=span.base_year)]
        )
    return span.base


def drawn(path: Path, position: str, number: Distribution, span: Span) -> Array:
    """Give a number of a path as a column (member, 1): its draws, or its central value.

    Parameters
    ----------
    path : Path
        Whose number.
    position : str
        Draw key of the number, the path's own key left out.
    number : Distribution
        The number.
    span : Span
        Where the path is evaluated; without draws every number is central.

    Returns
    -------
    ndarray (member, 1)
        The number; one member where it is certain. [its own unit]
    """
    if span.draws is None or isinstance(number, Fixed):
        return np.array([[number.central]])
    return span.draws.draw(f"{path.key}.{position}", number)[:, None]
