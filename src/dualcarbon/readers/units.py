"""Values of a column in the unit that their table keeps them in."""

from __future__ import annotations

import dataclasses
import functools
import re
from typing import NamedTuple

from dualcarbon.errors import UnitMismatch
from dualcarbon.vocabulary.faults import Fault, Place, cut, note
from dualcarbon.vocabulary.spellings import hint, suggested
from dualcarbon.vocabulary.tables import Table
from dualcarbon.vocabulary.units import known, scale, spelled
from dualcarbon.vocabulary.usual_units import listed

POWER = re.compile(r"10\^([0-9]+) ")
TERM = r"(?:10\^[0-9]{1,3} )?[A-Za-z][A-Za-z0-9]*(?: [A-Za-z][A-Za-z0-9]*)*"
SHAPE = re.compile(f"(?:1|{TERM})(?:/{TERM})?")
"""What a unit looks like: words, perhaps a power of ten before them, or 1; at most one stroke."""
INDEX = re.compile(r"([0-9]{4})\s*=\s*100(?:\.0*)?")
MONEY = re.compile(r"CNY(?:[0-9]{4})?")


class Kept(NamedTuple):
    """The unit that values are kept in, what to multiply with, and the fault of the unit given."""

    unit: str = ""
    factor: float = 1.0
    fault: Fault | None = None


@functools.lru_cache(maxsize=4096)
def kept(given: str, wanted: str, own: str = "") -> Kept:
    """Give the unit that values in ``given`` are kept in where the table asks for ``wanted``.

    ``own`` is what may stand in place of it, which only tells what to suggest where the unit is not known.

    Examples
    --------
    >>> kept("10^4 tce", "tce").factor, kept("10^8 CNY2010", "CNY").unit, kept("万吨", "").unit
    (10000.0, 'CNY2010', 't')
    >>> kept("1978=100", "index").unit
    '1978=100'
    """
    if not given:
        return Kept(wanted)
    match = INDEX.fullmatch(given.strip())
    if match:
        index = f"{match[1]}=100"
        return Kept(index) if wanted in ("index", "") else _other_kind(given, wanted)
    if wanted == "index":
        return Kept(fault=note("SER010", text=cut(given)))
    try:
        plain = spelled(given)
        if not SHAPE.fullmatch(plain):
            return Kept(fault=_unknown(given, wanted, own))
        plain = POWER.sub("", plain, count=1)
        target = _target(plain, given, wanted)
        return Kept(target, scale(given, target))
    except UnitMismatch as error:
        return _refused(error, given, wanted, own)
    except (OverflowError, ValueError):  # a power of ten beyond all numbers, or "nan"
        return Kept(fault=_unknown(given, wanted, own))


def _target(plain: str, given: str, wanted: str) -> str:
    """Give the unit to convert to; money keeps the price year it was given with."""
    if wanted == "CNY" and MONEY.fullmatch(plain):
        return plain
    if not wanted and not known(given):
        scale(given, plain + "?")
    return wanted or plain


def _refused(error: UnitMismatch, given: str, wanted: str, own: str) -> Kept:
    told = [fault for fault in error.faults if isinstance(fault, Fault)]
    if not told:
        return _other_kind(given, wanted)
    return Kept(fault=_unknown(given, wanted, own) if told[0].code == "UNIT005" else told[0])


def _unknown(given: str, wanted: str, own: str) -> Fault:
    """Name the unit as it was written, and the nearest one that would be accepted, or all that are."""
    near = suggested(cut(given), lambda unit: _accepted(unit, wanted, own))
    return note("UNIT005", text=cut(given), hint=hint(near, listed(wanted, own)))


def _accepted(unit: str, *wanted: str) -> bool:
    """Tell whether a unit can be converted to one of those wanted, or to any where none is."""
    return not any(wanted) or any(one and kept(unit, one).fault is None for one in wanted)


def _other_kind(given: str, wanted: str) -> Kept:
    text = {"en": "the value", "zh": "数值"}
    return Kept(fault=note("UNIT001", text=text, given=f'"{cut(given)}"', wanted=f'"{wanted}"'))


def wanted_unit(table: Table, indicator: str) -> str:
    """Give the unit that a table keeps an indicator in; empty where any unit will do."""
    return table.units.get(indicator, table.unit)


def placed(fault: Fault, place: Place) -> Fault:
    """Give a fault the place where it was found."""
    return dataclasses.replace(fault, place=place)


def multiplied(unit: str, power: int) -> str:
    """Give a unit with a further power of ten in front.

    Examples
    --------
    >>> multiplied("t", 4), multiplied("10^4 tce", 4)
    ('10^4 t', '10^8 tce')
    """
    match = POWER.match(unit)
    return (
        f"10^{power + int(match[1])} {unit[match.end() :]}"
        if match
        else f"10^{power} {unit}".strip()
    )
