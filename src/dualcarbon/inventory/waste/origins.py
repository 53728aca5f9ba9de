"""Waste by where it came from and where it goes: of the region itself, brought in from others, sent out to others."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from dualcarbon.inventory.activities import Activities
from dualcarbon.inventory.declared import Waste
from dualcarbon.inventory.ledger import Line
from dualcarbon.inventory.multiplied import Found

BROUGHT_IN, SENT_OUT = "brought_in", "sent_out"
FLOWS = {BROUGHT_IN: ("import", 1), SENT_OUT: ("export", 3)}
"""Flow and scope of the lines by the last part of the kind of a row: ``managed/brought_in``, ``sent_out``."""


def parted(kind: str) -> tuple[str, str]:
    """Part a kind from the word that says whose the waste is.

    Examples
    --------
    >>> parted("managed/food/sent_out"), parted("brought_in"), parted("municipal")
    (('managed/food', 'sent_out'), ('', 'brought_in'), ('municipal', ''))
    """
    before, _, last = kind.rpartition("/")
    return (before, last) if last in FLOWS else (kind, "")


class Share(Activities):
    """The statistics of waste of one origin, under kinds that no longer name it.

    Parameters
    ----------
    activities : Activities
        Statistics of the region.
    origin : {"", "brought_in", "sent_out"}
        Whose waste is wanted.
    """

    def __init__(self, activities: Activities, origin: str) -> None:
        self.__dict__.update(activities.__dict__)
        named = {(*parted(kind), indicator): rows for (indicator, kind), rows in activities._rows.items()}  # fmt: skip
        self._rows = {(i, kind): rows for (kind, of, i), rows in named.items() if of == origin}


def settings_of(settings: Waste, origin: str) -> Waste:
    """Give the choices that hold for an origin: what others burn is all told as waste, whatever they do with its heat.

    Parameters
    ----------
    settings : Waste
        Choices of the study.
    origin : {"", "brought_in", "sent_out"}
        Whose waste it is.
    """
    return settings.model_copy(update={"burnt_for_power": 0.0}) if origin == SENT_OUT else settings


def named(found: Iterator[Found], origin: str) -> Iterator[Found]:
    """Give the lines of an origin their flow and scope, and ids of their own; faults stay as they are.

    Parameters
    ----------
    found : iterator of Line or Fault
        What the methods make of the waste.
    origin : {"", "brought_in", "sent_out"}
        Whose waste it is.
    """
    for one in found:
        if isinstance(one, Line) and origin:
            flow, scope = FLOWS[origin]
            one = dataclasses.replace(one, id=f"{one.id}.{origin}", flow=flow, scope=scope)
        yield one
