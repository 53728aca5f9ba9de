"""What decompositions must have in common before they are put together; labels that differ would drop out unseen."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from dualcarbon.errors import InputError
from dualcarbon.vocabulary.units import align

if TYPE_CHECKING:
    from dualcarbon.diagnosis.decomposition import Decomposition

ROUNDING = 1e-9
"""Totals this near to each other, as a fraction, are the same. [1]"""


def consecutive(steps: Sequence[Decomposition]) -> None:
    """Refuse steps that do not follow each other, or are of different things.

    Parameters
    ----------
    steps : sequence of Decomposition
        Steps of a chain.

    Raises
    ------
    InputError
        There is a gap in the years, another unit, another factor, or a total that jumps between two steps.
    Misaligned
        The steps cover different cells.
    """
    pairs = list(pairwise(steps))
    if not steps or any(a.period[1] != b.period[0] for a, b in pairs):
        msg = f"add: steps must follow each other without a gap, not: {_listed(steps)}"
        raise InputError(msg)
    _same_unit("add", steps)
    if odd := {name for a, b in pairs for name in set(a.totals) ^ set(b.totals)}:
        msg = f"add: not all steps have the factors {', '.join(sorted(odd))}"
        raise InputError(msg)
    for a, b in pairs:
        if abs(a.end - b.start) > ROUNDING * max(abs(a.end), abs(b.start)):
            msg = f"add: the total of {a.period[1]} is {a.end:.6g} in one step and {b.start:.6g} in the next"
            raise InputError(msg)
    align({f"{n}, {s.period[0]}": e for s in steps for n, e in s.effects.items()}, "add")


def side_by_side(parts: Sequence[Decomposition], dim: str) -> None:
    """Refuse parts of different periods or units, or that hold the same cells.

    Parameters
    ----------
    parts : sequence of Decomposition
        Parts of a whole.
    dim : str
        Dimension along which they are put together.

    Raises
    ------
    InputError
        Another period, another unit, a label in two parts, or no part at all.
    Misaligned
        The parts differ on another dimension.
    """
    if len({part.period for part in parts}) != 1:
        msg = f"join: parts must share their period, not: {_listed(parts)}"
        raise InputError(msg)
    _same_unit("join", parts)
    first = [next(iter(part.effects.values())) for part in parts]
    labels = [str(x) for effect in first if dim in effect.dims for x in effect[dim].to_numpy()]
    if twice := sorted({x for x in labels if labels.count(x) > 1}):
        msg = f"join: {', '.join(twice)} in more than one part along {dim!r}"
        raise InputError(msg)
    align({f"part {i}": e.isel({dim: 0}, drop=True) for i, e in enumerate(first, 1)}, "join")


def having(whole: Decomposition, dim: str) -> None:
    """Refuse a dimension that the effects do not have.

    Parameters
    ----------
    whole : Decomposition
        What is to be summed over all dimensions but one.
    dim : str
        That dimension.

    Raises
    ------
    InputError
        The effects do not have it.
    """
    dims = next(iter(whole.effects.values())).dims
    if dim not in dims:
        msg = (
            f"by: the effects have no dimension {dim!r}, only {', '.join(map(str, dims)) or 'none'}"
        )
        raise InputError(msg)


def _same_unit(caller: str, parts: Sequence[Decomposition]) -> None:
    if len(units := dict.fromkeys(part.unit for part in parts)) > 1:
        msg = f"{caller}: parts must share their unit, not: {', '.join(map(repr, units))}"
        raise InputError(msg)


def _listed(steps: Sequence[Decomposition]) -> str:
    return ", ".join("-".join(map(str, step.period)) for step in steps) or "none"
