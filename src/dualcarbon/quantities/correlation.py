"""Correlations between uncertain numbers: which go together, and draws that do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np
from scipy.special import ndtr, ndtri

from dualcarbon.errors import InputError
from dualcarbon.quantities.arrays import Array
from dualcarbon.quantities.declared import Declared, Number, Text, hint, within
from dualcarbon.vocabulary.faults import Fault, Place, cut, note
from dualcarbon.vocabulary.names import nearest

ANY = "*"
SINGULAR = 1e-9
"""An eigenvalue of a matrix of correlations so small that some number would follow from the others. [1]"""
NAMED = 6
"""Keys that a message names at most."""


class Correlation(Declared):
    """Uncertain numbers that go together, or against each other."""

    between: tuple[Text, ...]
    """Draw keys of two or more uncertain numbers, such as `gdp.growth.2025`; `gdp.growth.*` stands for all that begin so."""
    value: Number
    """Correlation of the normal scores of every pair of them: above -1, below 1. [1]"""
    source: Text = ""
    """Where the number comes from."""
    note: Text = ""
    """Why this number."""
    mark: Literal["", "C", "M", "A"] = ""
    """How sure the source is: "" seen, C computed, M from memory, A an assumption."""


@dataclass(frozen=True, slots=True)
class Correlated:
    """The keys that correlations name, sorted, and the matrix (key, key) between them. [1]."""

    keys: tuple[str, ...]
    matrix: Array

    def draws(self, uniform: Array) -> Array:
        r"""Turn independent draws into correlated ones: a Gaussian copula.

        .. math:: u' = \Phi(L\, \Phi^{-1}(u)), \qquad L L^T = R

        A key that is correlated with none before it keeps its draws to the last bit.

        Parameters
        ----------
        uniform : ndarray (key, member)
            Independent draws, above 0 and below 1. [1]

        Returns
        -------
        ndarray (key, member)
            Draws of the same margins whose normal scores have the correlations. [1]

        References
        ----------
        .. [1] R. B. Nelsen, "An Introduction to Copulas", 2nd ed. (2006), ch. 2.

        Examples
        --------
        >>> pair = Correlated(("a", "b"), np.array([[1.0, 0.6], [0.6, 1.0]]))
        >>> pair.draws(np.array([[0.5, 0.9], [0.8, 0.5]])).round(4).tolist()
        [[0.5, 0.9], [0.7496, 0.779]]
        """
        factor = np.linalg.cholesky(self.matrix)
        edge = np.finfo(float).eps
        mixed = np.clip(ndtr(factor @ ndtri(uniform)), edge, 1 - edge)
        return np.where(np.diag(factor)[:, None] == 1.0, uniform, mixed)


def correlated(
    correlations: Sequence[Correlation], keys: Sequence[str], place: Place | None = None
) -> Correlated:
    """Give the matrix of all correlations of a study; pairs that none of them states have 0.

    Parameters
    ----------
    correlations : sequence of Correlation
        As written.
    keys : sequence of str
        Draw keys of all uncertain numbers.
    place : Place, optional
        Where the list stands.

    Returns
    -------
    Correlated
        The keys named, sorted, and their matrix. [1]

    Raises
    ------
    InputError
        With every fault: a key that no uncertain number has, a value beyond 1, a pair with two values, correlations
        that cannot hold together.

    References
    ----------
    .. [1] R. B. Nelsen, "An Introduction to Copulas", 2nd ed. (2006).

    Examples
    --------
    >>> both = Correlation(between=["gdp.growth.*"], value=0.5)
    >>> correlated([both], ["gdp.growth.2025", "gdp.growth.2030", "population.growth.2030"]).matrix.tolist()
    [[1.0, 0.5], [0.5, 1.0]]
    """
    where = place or Place()
    spots = [within(where, position) for position in range(len(correlations))]
    faults = [f for c, spot in zip(correlations, spots, strict=True) for f in _faults(c, keys, spot)]  # fmt: skip
    if faults:
        raise InputError(faults=faults)
    pairs: dict[tuple[str, str], float] = {}
    for one, spot in zip(correlations, spots, strict=True):
        for pair in combinations(_named(one, keys), 2):
            if pairs.setdefault(pair, one.value) != one.value:
                told = {"one": pair[0], "other": pair[1], "value": one.value, "before": pairs[pair]}
                faults.append(note("DRW007", spot, **told))
    found = _matrix(pairs)
    if faults := faults or _impossible(found, where):
        raise InputError(faults=faults)
    return found


def _matrix(pairs: dict[tuple[str, str], float]) -> Correlated:
    keys = sorted({key for pair in pairs for key in pair})
    row = {key: i for i, key in enumerate(keys)}
    matrix = np.eye(len(keys))
    for (one, other), value in pairs.items():
        matrix[row[one], row[other]] = matrix[row[other], row[one]] = value
    return Correlated(tuple(keys), matrix)


def _faults(one: Correlation, keys: Sequence[str], place: Place) -> Iterator[Fault]:
    """Tell what is wrong with one correlation by itself."""
    if not abs(one.value) < 1:
        yield note("DRW005", within(place, "value"), value=one.value)
    unknown = [(i, key) for i, key in enumerate(one.between) if not _matching(key, keys)]
    for position, key in unknown:
        where = within(place, "between", position)
        yield note("DRW004", where, key=cut(key), hint=_hint(key, keys))
    if not unknown and len(_named(one, keys)) < 2:
        yield note("DRW006", within(place, "between"), keys=", ".join(map(cut, one.between)))


def _hint(key: str, keys: Sequence[str]) -> dict[str, str]:
    """Name the nearest key, or the first of them; of a study without uncertain numbers say that."""
    if not keys:
        return {"en": "every number of the scenarios is certain", "zh": "各情景中的数均为确定值"}
    if nearest(key, keys) or len(keys) <= NAMED:
        return hint(key, keys)
    return hint(key, [*keys[:NAMED], "..."])


def _named(one: Correlation, keys: Sequence[str]) -> list[str]:
    return sorted({match for key in one.between for match in _matching(key, keys)})


def _matching(key: str, keys: Sequence[str]) -> list[str]:
    if key.endswith(ANY):
        return [known for known in keys if known.startswith(key.removesuffix(ANY))]
    return [key] if key in keys else []


def _impossible(found: Correlated, place: Place) -> list[Fault]:
    """Tell of correlations that no numbers can have together, by the keys that the contradiction is between."""
    if not found.keys:
        return []
    values, vectors = np.linalg.eigh(found.matrix)
    if values[0] > SINGULAR:
        return []
    order = np.argsort(-np.abs(vectors[:, 0]))[:NAMED]
    worst = [found.keys[i] for i in sorted(order) if abs(vectors[i, 0]) > 1e-6]
    return [note("DRW008", place, keys=", ".join(worst), value=float(values[0]))]
