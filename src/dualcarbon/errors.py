"""Everything the package raises on purpose, in one place.

* DualCarbonError
  - InputError          what the user gave cannot be used; lists every fault found
    + UnknownName       a name outside the vocabulary
    + UnitMismatch      a quantity in a unit of another kind
    + Misaligned        arrays that do not cover the same years, sectors, ...
  - DataError           the statistics contradict themselves
    + BalanceNotClosed  supply, transformation and use do not add up
  - NoSolution          the question has no answer under these inputs
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dualcarbon.vocabulary.faults import Fault


class DualCarbonError(Exception):
    """Base of every error raised on purpose by this package."""


class InputError(DualCarbonError, ValueError):
    """What the user gave cannot be used; carries every fault found.

    Examples
    --------
    >>> str(InputError("no such study"))
    'no such study'
    """

    def __init__(self, message: str = "", *, faults: Iterable[Fault] = ()) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults)
        super().__init__(message or "\n".join(f.sentence() for f in self.faults))


class UnknownName(InputError):
    """A name outside the vocabulary."""


class UnitMismatch(InputError):
    """A quantity in a unit of another kind."""


class Misaligned(InputError):
    """Arrays that do not cover the same labels."""


class DataError(DualCarbonError):
    """The statistics contradict themselves."""


class BalanceNotClosed(DataError):
    """Supply, transformation and use do not add up."""


class NoSolution(DualCarbonError):
    """The question has no answer under these inputs."""
