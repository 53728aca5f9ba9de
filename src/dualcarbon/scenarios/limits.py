"""What no path may leave: shares of a whole lie between nothing and all of it, and nobody uses, makes or takes less than nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dualcarbon.quantities.arrays import worst
from dualcarbon.quantities.paths import Path
from dualcarbon.scenarios.end_uses import Series
from dualcarbon.vocabulary.faults import Fault, Place, note

PHYSICAL = ("branches.", "chains.", "activity.")
"""Beginnings of keys of what is used, made, taken or done: it is never less than nothing."""
ACCOUNTED = (
    "gdp",
    "population",
    "intensity.",
    "power.rate",
    "heat.rate",
    "losses.",
    "factor.import",
)
"""Beginnings of those that are read off the account: what begins at nothing or above never falls below nothing."""
SIGNED = ("activity.land_flux",)
"""Beginnings of those of either sign: what land gives off or takes up, as reported."""
SHARES = (".loss", ".part")
"""Those of them that are shares of what a chain makes and of what is wanted."""


def outside(
    found: Mapping[str, Series], years: Sequence[int], paths: Mapping[str, Path]
) -> list[Fault]:
    """Tell of what must be a share of a whole and is none, and of what cannot be used, made or taken.

    Parameters
    ----------
    found : mapping of ndarray (member, year)
        Parameters by key. [unit of the key]
    years : sequence of int
        Years of the columns.
    paths : mapping of Path
        Where they are declared.

    Returns
    -------
    list of Fault
        TRE013, TRE031 and TRE032, each with the worst year and member.
    """
    faults = []
    for key, values in found.items():
        if key.startswith(SIGNED):
            continue
        if key.startswith((*PHYSICAL, *ACCOUNTED)) and (code := _impossible(key, values)):
            told = worst(values, values <= 0 if code == "TRE032" else values < 0, years)
            faults.append(note(code, _place(key, paths), **told))
        if key.endswith(SHARES) or key.startswith("abated."):
            wrong = no_share(key, values)
            if wrong.any():
                told = worst(values, wrong, years)
                faults.append(note("TRE013", _place(key, paths), **told))
    return faults


def no_share(key: str, values: Series) -> NDArray[np.bool_]:
    """Tell where a parameter is no share of a whole; not all can be lost of what is made.

    Parameters
    ----------
    key : str
        Its name.
    values : ndarray (..., year)
        What it is said to be. [1]

    Returns
    -------
    ndarray of bool, of the same shape
        Where it cannot be. [1]

    Examples
    --------
    >>> no_share("chains.hydrogen.loss", np.array([-0.1, 0.0, 1.0])).tolist()
    [True, False, True]
    """
    return np.asarray((values < 0) | (values > 1) | ((values == 1) & key.endswith(".loss")))


def _place(key: str, paths: Mapping[str, Path]) -> Place:
    """Give where a key, or the group that it is a part of, is declared; the key itself where it is held."""
    own = paths.get(key) or paths.get(key.rpartition(".")[0])
    return Place(key=key) if own is None else Place(file=own.place.file, key=key)


def _impossible(key: str, values: Series) -> str:
    """Give the code of what is wrong with what is used, made or taken: below nothing, or an efficiency of nothing."""
    least = float(values.min())
    if key.startswith(ACCOUNTED) and values[:, 0].min() < 0:
        return ""
    if ".efficiency." in key:
        return "TRE032" if least <= 0 else ""
    return "TRE031" if least < 0 else ""
