"""End uses: the branches of demand, each activity x intensity x share by fuel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Series = NDArray[np.float64]  # (year,) in history, (member, year) in a projection
Cell = tuple[str, str, str]  # sector, flow, fuel
Parameters = Mapping[str, Series]


@dataclass(frozen=True, slots=True)
class EndUse:
    """A branch of demand: activity x intensity x share by fuel.

    ``activity`` are the keys whose product is the activity, none where the intensity is the energy itself; ``mix`` is the
    key of the share group. With an ``efficiency`` the intensity and the shares are of useful energy, and a fuel's final
    energy is its useful energy divided by ``<efficiency>.<fuel>``.
    """

    sector: str
    flow: str
    activity: tuple[str, ...]
    intensity: str
    mix: str
    efficiency: str = ""


def sized(given: Parameters, use: EndUse) -> Series:
    r"""Compute the energy of an end use, or its useful energy: activity x intensity (member, year). [tce].

    Parameters
    ----------
    given : mapping of ndarray (member, year)
        All parameters of the tree. [unit of each key]
    use : EndUse
        The branch.
    """
    amount = given[use.intensity]
    for key in use.activity:
        amount = amount * given[key]
    return amount


def final_share(given: Parameters, use: EndUse, fuel: str) -> Series:
    """Give what a fuel takes for each unit of what :func:`sized` gives (member, year). [1].

    Parameters
    ----------
    given : mapping of ndarray (member, year)
        All parameters of the tree. [unit of each key]
    use, fuel
        The branch, and one of its fuels.
    """
    share = given[f"{use.mix}.{fuel}"]
    return share / given[f"{use.efficiency}.{fuel}"] if use.efficiency else share
