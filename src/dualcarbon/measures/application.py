"""The arithmetic of a change: what becomes of a path, or of a branch and the shares of its parts."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np

from dualcarbon.quantities.arrays import Array, by_year


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch of the tree: how much energy per activity, and the share of each part.

    ``intensity`` (member, year) [any unit]; ``shares`` part -> (member, year) [1].
    """

    intensity: Array
    shares: dict[str, Array]


def changed(values: Array, op: str, value: Array, done: Array) -> Array:
    """Give the values of a path under one change.

    With the path x, the value v and the part in place r: ``set`` gives x + r (v - x), ``scale`` x (1 + r (v - 1)),
    ``save`` x (1 - r v), ``capture`` x + r v (1 - x), ``add`` x + r v. With r = 0 the path stays as it is, to the bit.

    Parameters
    ----------
    values : ndarray (member, year)
        The path. [unit of the path]
    op : {"set", "scale", "add", "save", "capture"}
        What happens to it.
    value : ndarray (member, 1)
        The value when fully in place. [unit of the path; scale, save, capture: 1]
    done : ndarray (member, year)
        Level of deployment times ramp. [1]

    Returns
    -------
    ndarray (member, year)
        The path as it becomes. [unit of the path]

    Examples
    --------
    >>> changed(np.array([[10.0, 10.0]]), "set", np.array([[4.0]]), np.array([[0.0, 0.5]])).tolist()
    [[10.0, 7.0]]
    """
    if op == "set":
        return values + by_year((value.T - values.T).T, done)
    if op == "scale":
        return values * (1 + by_year(value - 1, done))
    if op == "save":
        return values * (1 - by_year(value, done))
    if op == "capture":  # a share of what those before it left
        return values + (1 - values) * by_year(value, done)
    return values + by_year(value, done)


def shifted(branch: Branch, part: str, into: str, moved: Array, ratio: float) -> Branch:
    """Move a share of a branch's energy from one part to another that does the same work with less or more.

    Of the energy e with shares s, d leaves part a and d rho reaches part b; all other energy stays:
    e' = e T, s' = (s - d in a, + d rho in b) / T, where T is what the new amounts sum to, relative to the old.

    Parameters
    ----------
    branch : Branch
        The branch.
    part, into : str
        Where the energy leaves and where it goes.
    moved : ndarray (member, year)
        Share of the branch's energy before the change, d. [1]
    ratio : float
        Energy of the new part per energy of the old, rho. [tce/tce]

    Returns
    -------
    Branch
        Shares sum to what they summed to. [1]

    Examples
    --------
    Ten parts of coal, half of it by heat pumps with a third of the energy:

    >>> coal = Branch(np.array([[3.0]]), {"coal": np.array([[1.0]]), "electricity": np.array([[0.0]])})
    >>> new = shifted(coal, "coal", "electricity", np.array([[0.5]]), 1 / 3)
    >>> round(float(new.intensity[0, 0]), 9), round(float(new.shares["electricity"][0, 0]), 9)
    (2.0, 0.25)
    """
    parts = dict(branch.shares)
    parts[part] = parts[part] - moved
    parts[into] = parts[into] + moved * ratio
    return Branch(branch.intensity, parts) if ratio == 1.0 else _whole(branch, parts)


def saved(branch: Branch, part: str, moved: Array) -> Branch:
    """Take a share of a branch's energy away from one part; all other energy stays.

    Parameters
    ----------
    branch : Branch
        The branch.
    part : str
        What is saved.
    moved : ndarray (member, year)
        Share of the branch's energy that is saved. [1]

    Returns
    -------
    Branch
        Shares sum to what they summed to. [1]

    Examples
    --------
    Six parts of coal and four of oil, half of the coal saved:

    >>> mix = {"coal": np.array([[0.6]]), "oil": np.array([[0.4]])}
    >>> new = saved(Branch(np.array([[10.0]]), mix), "coal", np.array([[0.3]]))
    >>> float(new.intensity[0, 0]), round(float(new.shares["oil"][0, 0]), 9)
    (7.0, 0.571428571)
    """
    return _whole(branch, {**branch.shares, part: branch.shares[part] - moved})


def _whole(branch: Branch, parts: dict[str, Array]) -> Branch:
    """Give a branch whose parts became these amounts, relative to its energy before; an emptied one keeps its shares."""
    before, after = (functools.reduce(np.add, one.values()) for one in (branch.shares, parts))
    if before.min() > 0:
        left = after / before
    else:
        left = np.divide(after, before, out=np.ones_like(before + after), where=before != 0)
    if left.min() > 0:
        return Branch(branch.intensity * left, {name: part / left for name, part in parts.items()})
    empty = left == 0
    safe = np.where(empty, 1.0, left)
    shares = {n: np.where(empty, branch.shares[n], part / safe) for n, part in parts.items()}
    return Branch(branch.intensity * left, shares)
