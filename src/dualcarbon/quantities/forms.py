"""What every path says of itself, whatever its kind; the numbers and years that people write in it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, PlainValidator, WithJsonSchema

from dualcarbon.errors import InputError
from dualcarbon.quantities import distributions
from dualcarbon.quantities.declared import Declared, Text
from dualcarbon.quantities.distributions import Distribution
from dualcarbon.vocabulary.faults import Fault, Place, cut, note

HERE = Place()

FIRST, LAST = 1900, 2200
"""Years that a path may name. [year]"""


DIGITS = 9
"""Digits of a whole number that is read; more are none that a year or an age has."""


def whole(value: object) -> int | None:
    """Read a whole number, also from the key of a TOML table, which is a text; nothing where it is none.

    Examples
    --------
    >>> whole("2030"), whole(12), whole(True), whole("-3"), whole(2.0)
    (2030, 12, None, None, None)
    """
    if isinstance(value, str) and value.isdecimal() and value.isascii() and len(value) <= DIGITS:
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _year(value: object) -> int:
    """Read a year."""
    year = whole(value)
    if year is None or not FIRST <= year <= LAST:
        raise InputError(faults=[note("QTY007", HERE, year=cut(value))])
    return year


def _quantity(value: object) -> Distribution:
    if isinstance(value, Distribution):
        return value
    return distributions.read(value, HERE)


_READ = PlainValidator(lambda value: _quantity(value))
_TOLD = WithJsonSchema({"description": "a number, or a table of one key: normal, triangular, uniform, lognormal"})  # fmt: skip
Quantity = Annotated[Distribution, _READ, _TOLD]
QuantityIfAny = Annotated[Distribution | None, _READ, _TOLD]
"""A quantity that need not be there; its default is ``None``."""
Year = Annotated[int, BeforeValidator(_year)]


class Form(Declared):
    """What every path may say of itself besides its numbers."""

    relative: ClassVar[bool] = False
    """Whether the path needs a value of the base year to start from."""

    unit: Text = ""
    """Unit of the values, for example `10^8 CNY2010`; empty for the unit that the key implies."""
    source: Text = ""
    """Where the numbers come from."""
    note: Text = ""
    """Why these numbers."""
    mark: Literal["", "C", "M", "A"] = ""
    """How sure the source is: "" seen, C computed, M from memory, A an assumption."""

    def numbers(self) -> dict[str, Distribution]:
        """Give every number of the path by its draw key, the path's own key left out."""
        return {}

    def follows(self) -> tuple[str, ...]:
        """Give the keys of the other paths that this one is computed from."""
        return ()

    def gives(self) -> tuple[str, ...]:
        """Give the names of what comes out beside the path itself, each known as ``<key>.<name>``."""
        return ()

    def gives_in(self, unit: str, units: Mapping[str, str]) -> dict[str, str]:
        """Give the unit of each thing that comes out beside the path: that of the path, unless the kind knows better.

        Parameters
        ----------
        unit : str
            Unit of the path.
        units : mapping of str
            Units of the paths that it may follow, by key.
        """
        return dict.fromkeys(self.gives(), unit)

    def faults(self, place: Place) -> Iterator[Fault]:
        """Give what the fields allow one by one but the path does not."""
        yield from ()
