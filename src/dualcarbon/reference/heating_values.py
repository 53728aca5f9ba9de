"""Heating values that people give: of standard coal instead of the fuel, or gross instead of net."""

from __future__ import annotations

import math

from dualcarbon.reference import fuels
from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.names import FUELS
from dualcarbon.vocabulary.units import KGCE_MJ

GROSS = {"oil": 1.06, "natural_gas": 1.11}
"""Gross over net heating value, by group of fuels whose own heating value hardly varies. [1]"""
NEAR = 0.015
"""How near a heating value must come to be taken for one of standard coal, or for a gross one. [1]"""
WORDS = ("gross", "hhv", "gcv", "higher heating", "superior", "高位", "高热值", "总热值")


def doubts(fuel: str, value: float, year: int, place: Place, words: str = "") -> tuple[Fault, ...]:
    """Tell of a heating value that is that of standard coal, or a gross one.

    Parameters
    ----------
    fuel : str
        A single fuel of the vocabulary.
    value : float
        Heating value as given. [MJ/kg, or MJ/m3 of a gas]
    year : int
        Year that it is given for.
    place : Place
        Where it stands.
    words : str
        What stands beside it: the unit as written, a note, a source.

    Returns
    -------
    tuple of Fault
        UNIT002 where it is the 29.3 MJ/kg of standard coal and the fuel has another, UNIT008 where words say that it
        is gross, or where it lies above the net one by the heat of the water of that fuel.

    Raises
    ------
    InputError
        The reference has no heating value of the fuel.

    Examples
    --------
    >>> [f.code for f in doubts("raw_coal", 29.31, 2017, Place())], doubts("raw_coal", 23.0, 2017, Place())
    (['UNIT002'], ())
    >>> [f.code for f in doubts("raw_coal", 22.0, 2017, Place(), "高位发热量")]
    ['UNIT008']
    """
    if value <= 0:
        return ()
    net, _ = fuels.find(fuel, "calorific_value", year)
    named = {"en": fuel.replace("_", " "), "zh": FUELS.text(fuel, "zh")}
    told = {"fuel": named, "value": f"{value:.4g}", "expected": f"{net.value:.4g}"}
    is_standard_coal = abs(math.log(value / KGCE_MJ)) < NEAR < abs(math.log(net.value / KGCE_MJ))
    if is_standard_coal and net.unit == "MJ/kg":
        return (note("UNIT002", place, per="t", unit="GJ", **told),)
    if is_said(words) or _is_gross(FUELS[fuel].more["group"], value / net.value):
        return (note("UNIT008", place, unit=net.unit, **told),)
    return ()


def is_said(words: str) -> bool:
    """Tell whether words beside a heating value say that it is gross."""
    plain = words.lower()
    return any(word in plain for word in WORDS)


def _is_gross(group: str, times: float) -> bool:
    ratio = GROSS.get(group)
    return ratio is not None and times > 0 and abs(math.log(times / ratio)) < NEAR
