"""What an address asks for: where levers are put, and what amounts are given; what cannot be asked is left out and told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar
from urllib.parse import urlencode

from fastapi import Request

from dualcarbon.errors import InputError
from dualcarbon.server.api import problems
from dualcarbon.server.here import Here
from dualcarbon.study.levers import LEVELS
from dualcarbon.vocabulary.faults import Fault, Place, cut, note

PREFIX = "m."
"""Before the id of a lever in the address."""
Given = TypeVar("Given")


@dataclass(frozen=True, slots=True)
class Answered(Generic[Given]):
    """An answer to what of an address can be asked; ``put`` are the texts that stand, by name, ``faults`` tell of those left out."""

    answer: Given
    put: Mapping[str, str]
    faults: tuple[Fault, ...]


def answered(
    asked: Mapping[str, str], answer: Callable[[Mapping[str, str]], Given]
) -> Answered[Given]:
    """Answer what of an address can be asked: a page opens whatever an address that was sent around has in it.

    Parameters
    ----------
    asked : mapping of str
        Texts of the address, by name.
    answer : callable
        Gives the answer to some of them, or raises what cannot be.

    Raises
    ------
    InputError
        There is no answer even to nothing.
    """
    left, faults = dict(asked), list[Fault]()
    while True:
        try:
            return Answered(answer(left), left, tuple(faults))
        except InputError as error:
            if not left:
                raise
            out = _blamed(error, left)
            faults += problems.raised(error)
            left = {name: text for name, text in left.items() if name not in out}


def _blamed(error: InputError, names: Iterable[str]) -> set[str]:
    """Give the names that faults are about; all where they are about none of them."""
    every = set(names)
    keys = [fault.place.key for fault in error.faults]
    found = {one for one in every if any(_within(one, key) or _within(key, one) for key in keys)}
    return found or every


def _within(key: str, other: str) -> bool:
    """Tell whether a dotted key is another or a part of what that one names: a share of its group, a number of its path."""
    return key == other or key.startswith(f"{other}.")


def put(request: Request, prefix: str = PREFIX) -> dict[str, str]:
    """Give where the address puts levers, or whatever else has a prefix, as it is written, by id."""
    given = request.query_params.items()
    return {key.removeprefix(prefix): text for key, text in given if key.startswith(prefix)}


def numbers(given: Mapping[str, str]) -> dict[str, float]:
    """Read where levers are put.

    Raises
    ------
    InputError
        A value is no number (NUM004), or no level (MEA034).
    """
    found: dict[str, float] = {}
    faults: list[Fault] = []
    for id, text in given.items():
        try:
            found[id] = float(text)
        except ValueError:
            code = "MEA034" if id.startswith(LEVELS) else "NUM004"
            faults.append(note(code, Place(key=id), text=cut(text)))
    if faults:
        raise InputError(faults=faults)
    return found


def named(faults: Iterable[Fault], names: Mapping[str, str]) -> list[Fault]:
    """Give faults that call what they are about as the page does; a key that it has no name for stays."""
    return [
        replace(one, place=Place(key=names[one.place.key])) if one.place.key in names else one
        for one in faults
    ]


def renamed(error: InputError, names: Mapping[str, str]) -> InputError:
    """Give an error whose faults call what they are about as the page does."""
    return InputError(faults=named(error.faults, names)) if error.faults else error


def above(
    at: Here, found: Answered[Any], names: Mapping[str, str], prefix: str = PREFIX
) -> dict[str, Any]:
    """Give what a page tells above of what was left out, and the query that its address has without it."""
    kept = [
        (key, text)
        for key, text in at.request.query_params.multi_items()
        if not key.startswith(prefix) or key.removeprefix(prefix) in found.put
    ]
    faults = [fault.sentence(at.lang) for fault in named(found.faults, names)]
    return {"left_out": faults, "stands": urlencode(kept)}
