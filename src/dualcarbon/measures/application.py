"""The arithmetic of a change: what becomes of a path, or of a branch and the shares of its parts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dualcarbon.quantities.arrays import Array


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch of the tree: how much energy per activity, and the share of each part.

    ``intensity`` (member, year) [any unit]; ``shares`` part -> (member, year) [1].
    """

    intensity: Array
    shares: dict[str, Array]


def changed(values: Array, op: str, value: Array, done: Array) -> Array:
    """Give the values of a path under one change.

    With the path x, the value v and the part in place r: ``set`` gives x + r (v - x), ``scale`` and ``save``
    multiply by 1 + r (v - 1) and 1 - r v, ``add`` gives x + r v.

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
        return np.asarray(values + done * (value - values))
    if op == "scale":
        return np.asarray(values * (1 + done * (value - 1)))
    if op == "save":
        return np.asarray(values * (1 - done * value))
    if op == "capture":  # what is left of what is left
        return np.asarray(1 - (1 - values) * (1 - done * value))
    return np.asarray(values + done * value)


def shifted(branch: Branch, part: str, into: str, moved: Array, ratio: float) -> Branch:
    r"""Move a share of a branch's energy from one part to another that does the same work with less or more.

    .. math:: T = 1 - d + d\,\rho, \qquad e' = e\,T, \qquad
        s_a' = (s_a - d) / T, \qquad s_b' = (s_b + d\,\rho) / T

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
        Shares sum to what they summed to.

    Examples
    --------
    Ten parts of coal, half of it by heat pumps with a third of the energy:

    >>> coal = Branch(np.array([[3.0]]), {"coal": np.array([[1.0]]), "electricity": np.array([[0.0]])})
    >>> new = shifted(coal, "coal", "electricity", np.array([[0.5]]), 1 / 3)
    >>> round(float(new.intensity[0, 0]), 9), round(float(new.shares["electricity"][0, 0]), 9)
    (2.0, 0.25)
    """
    left = 1 - moved + moved * ratio
    shares = {name: share / left for name, share in branch.shares.items()}
    shares[part] = (branch.shares[part] - moved) / left
    shares[into] = (branch.shares[into] + moved * ratio) / left
    return Branch(branch.intensity * left, shares)


def saved(branch: Branch, part: str, moved: Array) -> Branch:
    r"""Take a share of a branch's energy away from one part.

    .. math:: T = 1 - d, \qquad e' = e\,T, \qquad s_a' = (s_a - d) / T

    Parameters
    ----------
    branch : Branch
        The branch.
    part : str
        What is saved.
    moved : ndarray (member, year)
        Share of the branch's energy that is saved, d. [1]

    Returns
    -------
    Branch
        Shares sum to what they summed to.
    """
    left = 1 - moved
    safe = np.where(left > 0, left, 1.0)
    shares = {name: share / safe for name, share in branch.shares.items()}
    shares[part] = (branch.shares[part] - moved) / safe
    return Branch(branch.intensity * left, shares)
