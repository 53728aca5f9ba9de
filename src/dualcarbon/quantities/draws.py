"""Shared draws: one random number for each uncertain number and member, the same wherever it is used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtri

from dualcarbon.errors import InputError, UnknownName
from dualcarbon.quantities.correlation import Correlation, correlated
from dualcarbon.quantities.distributions import Distribution
from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.names import nearest

MOST_MEMBERS = 2**20
BLOCK = 1024
"""Members whose paths are held at once where not all are needed together. [members]"""
MOST_KEYS = 21_201
"""Coordinates that scipy's Sobol sequence has. [1]"""
BITS = 30  # points lie on a grid of 2**-30; half a step keeps them off 0 and 1


class Draws:
    """Balanced draws of every uncertain number of a study.

    A scrambled Sobol sequence: member m of key k is coordinate k of point m, keys sorted. Every key is
    drawn once; all its uses share the draw. Adding a key changes the draws of the keys after it.

    Parameters
    ----------
    keys : iterable of str
        Draw keys of all scenarios together; repeats count once.
    members : int
        Number of draws, a power of two between 2 and 2**20.
    seed : int
        Same keys, members, seed and correlations give the same bytes.
    place : Place, optional
        Where the study says so.
    correlations : sequence of Correlation, optional
        Which numbers go together; the draws of keys that they do not name stay as they are.

    Raises
    ------
    InputError
        With every fault: members no power of two, too many keys, seed negative, correlations of unknown keys or that
        cannot hold together.

    References
    ----------
    .. [1] A. B. Owen, "Scrambling Sobol' and Niederreiter-Xing points", Journal of Complexity 14 (1998).

    Examples
    --------
    >>> draws = Draws(["gdp.growth.2025", "gdp.growth.2030"], members=4, seed=1)
    >>> sorted(int(4 * u) for u in draws.uniform("gdp.growth.2025"))
    [0, 1, 2, 3]
    """

    __slots__ = ("_deviates", "_rows", "_table", "members", "seed")

    def __init__(
        self,
        keys: Iterable[str],
        members: int,
        seed: int,
        *,
        place: Place | None = None,
        correlations: Sequence[Correlation] = (),
    ) -> None:
        ordered = sorted(set(keys))
        if faults := _faults(len(ordered), members, seed, place):
            raise InputError(faults=faults)
        self.members = members
        self.seed = seed
        self._deviates: NDArray[np.float64] | None = None
        self._rows = {key: row for row, key in enumerate(ordered)}
        self._table = _balanced(len(ordered), members, seed)
        if correlations:
            self._correlate(correlations, place)

    @classmethod
    def of(cls, table: Mapping[str, NDArray[np.float64]], *, seed: int = 0) -> Draws:
        """Give draws that were made elsewhere, so that an ensemble can run on them.

        Parameters
        ----------
        table : mapping of array (member)
            Draws by key, all of the same members, above 0 and below 1. [1]
        seed : int, optional
            What they were made from.

        Returns
        -------
        Draws
            The same numbers. [1]

        Examples
        --------
        >>> Draws.of({"gdp.growth.2030": np.array([0.25, 0.5, 0.75])}).members
        3
        """
        given = object.__new__(cls)
        ordered = sorted(table)
        given._deviates = None
        given.seed, given._rows = seed, {key: row for row, key in enumerate(ordered)}
        given._table = np.array([table[key] for key in ordered], dtype=np.float64)
        given._table.flags.writeable = False
        given.members = given._table.shape[1]
        return given

    @property
    def keys(self) -> tuple[str, ...]:
        """Draw keys, sorted."""
        return tuple(self._rows)

    def _correlate(self, correlations: Sequence[Correlation], place: Place | None) -> None:
        """Let the draws of the keys named go together; the other rows are not touched."""
        where = place or Place(file="study.toml", key="correlations")
        found = correlated(correlations, self.keys, where)
        rows = [self._rows[key] for key in found.keys]
        table = self._table.copy()
        table[rows] = found.draws(table[rows])
        table.flags.writeable = False
        self._table = table

    def part(self, start: int, stop: int) -> Draws:
        """Give the members from ``start`` to before ``stop``, so that an ensemble can run in chunks."""
        some = object.__new__(Draws)
        some.seed, some._rows, some._table = self.seed, self._rows, self._table[:, start:stop]
        some.members = some._table.shape[1]
        some._deviates = None if self._deviates is None else self._deviates[:, start:stop]
        return some

    def blocks(self) -> Iterator[Draws]:
        """Give all members block by block, so that the paths of some alone are held at once.

        Examples
        --------
        >>> [some.members for some in Draws(["gdp.growth.2030"], members=4096, seed=1).blocks()]
        [1024, 1024, 1024, 1024]
        """
        for start in range(0, self.members, BLOCK):
            yield self.part(start, start + BLOCK)

    def shuffled(self, seed: int) -> Draws:
        """Give the same members in another order, so that they can stand beside draws that they know nothing of."""
        other = object.__new__(Draws)
        order = np.random.default_rng(seed).permutation(self.members)
        other.seed, other._rows, other._table = self.seed, self._rows, self._table[:, order]
        other.members, other._deviates = self.members, None
        other._table.flags.writeable = False
        return other

    def uniform(self, key: str) -> NDArray[np.float64]:
        """Give the draws of a key (member), in units of 1: above 0, below 1.

        Raises
        ------
        UnknownName
            The key was not among those drawn.
        """
        return self._table[self._row(key)]

    def deviates(self) -> NDArray[np.float64]:
        """Give the draws of all keys as standard normal deviates (key, member), made once and kept. [1]."""
        if self._deviates is None:
            self._deviates = ndtri(self._table)
            self._deviates.flags.writeable = False
        return self._deviates

    def draw(self, key: str, number: Distribution) -> NDArray[np.float64]:
        """Give an uncertain number as it was drawn (member).

        Parameters
        ----------
        key : str
            Its draw key.
        number : Distribution
            The number.

        Returns
        -------
        ndarray (member)
            Its draws. [unit of the number]

        Raises
        ------
        UnknownName
            The key was not among those drawn.
        """
        row = self._row(key)
        found = None if self._deviates is None else number.standard(self._deviates[row])
        return number.at(self._table[row]) if found is None else found

    def _row(self, key: str) -> int:
        if key not in self._rows:
            near = nearest(key, self._rows)
            msg = f'no draws were made for "{key}"' + (f'; did you mean "{near}"?' if near else "")
            raise UnknownName(msg)
        return self._rows[key]


def _balanced(count: int, members: int, seed: int) -> NDArray[np.float64]:
    """Give points of a scrambled Sobol sequence, one row a key, not to be written to."""
    if count == 0:
        return np.empty((0, members))
    from scipy.stats import qmc  # half a second that reading a study can spare

    engine = qmc.Sobol(count, scramble=True, bits=BITS, rng=np.random.default_rng(seed))
    table = np.ascontiguousarray(engine.random(members).T)
    table += 0.5 ** (BITS + 1)
    table.flags.writeable = False
    return table


def _faults(keys: int, members: int, seed: int, place: Place | None) -> list[Fault]:
    faults = []
    if not (2 <= members <= MOST_MEMBERS and members & (members - 1) == 0):
        near = min(max(2 ** max(members - 1, 1).bit_length(), 2), MOST_MEMBERS)
        faults.append(note("DRW001", place, members=members, most=MOST_MEMBERS, nearest=near))
    if keys > MOST_KEYS:
        faults.append(note("DRW002", place, count=keys, most=MOST_KEYS))
    if seed < 0:
        faults.append(note("DRW003", place, seed=seed))
    return faults
