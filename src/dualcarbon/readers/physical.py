"""Units of energy: standard coal, or the unit that statistics give a single fuel in."""

from __future__ import annotations

import functools
from typing import Any

from dualcarbon.errors import UnitMismatch
from dualcarbon.readers.units import POWER, Kept
from dualcarbon.readers.units import kept as converted
from dualcarbon.vocabulary.faults import Fault, cut, note
from dualcarbon.vocabulary.names import FUELS
from dualcarbon.vocabulary.units import spelled

USUAL = {"t": "t (10^4 t)", "m3": "m3 (10^8 m3)", "GJ": "GJ (10^10 kJ)", "kWh": "kWh (10^8 kWh)"}
"""Units that single fuels are kept in, each with how the energy balance writes it."""
CARRIED = ("GJ", "kWh")
"""Units of energy itself: what statistics count in them has a conversion of its own, not that of a fuel's heat."""


@functools.lru_cache(maxsize=4096)
def kept(given: str, wanted: str, fuel: str) -> Kept:
    """Give the unit that a value of a fuel is kept in: that of the table, or the fuel's own.

    Tonnes of a fuel stay tonnes, since this door knows no calorific value; energy of a fuel becomes standard
    coal by its heat. Heat and electricity stay what they are in all units of energy but standard coal, because
    statistics convert them with numbers of their own.

    Parameters
    ----------
    given : str
        Unit as written.
    wanted : {"tce", "t CO2/tce"}
        Unit of the table.
    fuel : str
        A fuel of the vocabulary.

    Examples
    --------
    >>> kept("10^4 t", "tce", "raw_coal")[:2], kept("TJ", "tce", "raw_coal").unit
    (('t', 10000.0), 'tce')
    >>> kept("亿千瓦时", "tce", "electricity").unit, kept("10^4 t", "tce", "coal").fault.code
    ('kWh', 'UNIT010')
    """
    own = FUELS[fuel].more["unit"]
    if wanted != "tce":
        of_power = own == "kWh" and not _standard_coal(given)
        return converted(given, wanted.replace("tce", own) if of_power else wanted)
    if own and _plain(given) == own:
        return converted(given, own)
    if own in CARRIED and not _standard_coal(given):
        return _of_carrier(given, fuel, own)
    first = converted(given, wanted, own)
    return first if _settled(first) else _of_fuel(given, fuel, own, first)


def _plain(given: str) -> str:
    """Give a unit without its power of ten; nothing where it is ambiguous, which is left to others to say."""
    try:
        return POWER.sub("", spelled(given), count=1)
    except UnitMismatch:
        return ""


def _standard_coal(given: str) -> bool:
    """Tell whether a unit, or what it is counted per, is standard coal, or cannot be read."""
    plain = _plain(given)
    return plain.endswith("ce") or not plain


def _settled(found: Kept) -> bool:
    """Tell whether a unit was converted, or is wrong whatever the fuel."""
    return found.fault is None or found.fault.code != "UNIT001"


def _of_carrier(given: str, fuel: str, own: str) -> Kept:
    found = converted(given, own, own)
    if not _settled(found):
        return Kept(fault=_mismatch(given, fuel, own))
    if fuel == "nonfossil" and found.fault is None and "Wh" not in spelled(given):
        return Kept(fault=note("UNIT012", **_named(given, fuel)))
    return found


def _of_fuel(given: str, fuel: str, own: str, first: Kept) -> Kept:
    """Give what a unit that is no energy says of a fuel."""
    found = [converted(given, unit) for unit in ([own] if own else ["t", "m3"])]
    if not own:
        measured = any(f.fault is None for f in found)
        return Kept(fault=_of_unlike_kinds(given, fuel)) if measured else first
    return found[0] if _settled(found[0]) else Kept(fault=_mismatch(given, fuel, own))


def _of_unlike_kinds(given: str, fuel: str) -> Fault:
    """Say that tonnes of a group, or of other energy, cannot be converted, and what can."""
    kinds = [f for f in FUELS if FUELS[f].more["group"] == fuel and f != fuel]
    more = {
        "en": f", or give its single fuels: {', '.join(kinds)}" if kinds else "",
        "zh": f"，或分品种给出：{'、'.join(FUELS.text(f, 'zh') for f in kinds)}" if kinds else "",
    }
    return note("UNIT010", **_named(given, fuel), more=more)


def _mismatch(given: str, fuel: str, own: str) -> Fault:
    return note("UNIT011", **_named(given, fuel), wanted=USUAL[own])


def _named(given: str, fuel: str) -> dict[str, Any]:
    names = {"en": FUELS.text(fuel, "en"), "zh": FUELS.text(fuel, "zh")}
    return {"fuel": names, "given": cut(given)}
