"""Shapley values: what each player of a game contributes, year by year, nothing left over."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from dualcarbon.errors import InputError, Misaligned
from dualcarbon.scenarios.coalitions import Coalitions, every
from dualcarbon.vocabulary.faults import note

Values: TypeAlias = NDArray[np.float64]
Worth: TypeAlias = Callable[[Coalitions], Values]  # (coalition, player) -> (coalition, year)

MOST_EXACT = 12
"""Most players for whom all coalitions are valued. [players]"""
BATCH = 4096
"""Most coalitions valued at once. [coalitions]"""
SAMPLES = 1024
"""Orders of joining drawn where there are more players. [orders]"""


@dataclass(frozen=True, slots=True)
class Shares:
    """What each player contributes to the worth of all together, less that of nobody.

    ``values`` (player, year) in the unit of the worth; ``error`` (player, year) is their standard error, none
    where they are exact; ``samples`` is the number of orders of joining drawn, 0 where they are exact.
    """

    values: Values
    error: Values | None
    exact: bool
    samples: int

    def __str__(self) -> str:
        """Say how the shares were found."""
        players = f"shares of {len(self.values)} players"
        return f"{players}, exact" if self.exact else f"{players}, {self.samples} orders sampled"


def shapley(worth: Worth, players: int, *, seed: int, samples: int = SAMPLES) -> Shares:
    """Share the worth of all players among them: exactly up to 12 players, from sampled orders beyond.

    Parameters
    ----------
    worth : callable
        Gives the worth (coalition, year) of coalitions (coalition, player), any number of them at once.
    players : int
        How many.
    seed : int
        Of the sampled orders; same seed, same bytes.
    samples : int
        Orders of joining drawn beyond 12 players, an even number.

    Returns
    -------
    Shares
        They sum to the worth of all less that of nobody, in every year.

    Raises
    ------
    InputError
        The number of samples is odd or below 4.
    Misaligned
        ``worth`` gives another number of rows than it was asked for.

    Examples
    --------
    Two players are worth 1 and 2 alone, and 5 together:

    >>> def worth(coalitions):
    ...     first, second = coalitions.T
    ...     return (1.0 * first + 2.0 * second + 2.0 * (first & second))[:, None]
    >>> shapley(worth, 2, seed=1).values.tolist()
    [[2.0], [3.0]]
    """
    if players <= MOST_EXACT:
        return exact(worth, players)
    return sampled(worth, players, seed=seed, samples=samples)


def exact(worth: Worth, players: int) -> Shares:
    r"""Give the Shapley values from the worth of all coalitions.

    .. math::
        \phi_i = \sum_{S \not\ni i} \frac{|S|! \, (n - |S| - 1)!}{n!}
            \left( v(S \cup \{i\}) - v(S) \right)

    Parameters
    ----------
    worth, players
        As in ``shapley``.

    References
    ----------
    .. [1] L. S. Shapley, "A value for n-person games", Contributions to the Theory of Games II, Annals of
       Mathematics Studies 28 (1953) 307-317.
    """
    coalitions = every(players)
    value = valued(worth, coalitions)
    weights = _weights(coalitions)
    shares = [w @ _joining(value, player) for player, w in enumerate(weights)]
    found = np.array(shares).reshape(players, value.shape[1])
    return Shares(found, None, exact=True, samples=0)


def sampled(worth: Worth, players: int, *, seed: int, samples: int = SAMPLES) -> Shares:
    r"""Estimate the Shapley values from random orders in which players join, each with its reverse.

    In every order what players add when they join sums to the worth of all, so the estimate does too. An order
    and its reverse together give a game of pairs exactly; pairs of orders are independent, and their spread is the
    standard error:

    .. math::
        \hat\phi_i = \frac{1}{K} \sum_{k=1}^{K} m_{ik} \qquad
        s_i^2 = \frac{1}{K (K - 1)} \sum_{k=1}^{K} (m_{ik} - \hat\phi_i)^2

    with :math:`m_{ik}` the mean of what player i adds in order k and in its reverse. Coalitions that several
    orders pass are valued once.

    Parameters
    ----------
    worth, players, seed, samples
        As in ``shapley``.

    Raises
    ------
    InputError
        The number of samples is odd or below 4.

    References
    ----------
    .. [1] J. Castro, D. Gómez, J. Tejada, "Polynomial calculation of the Shapley value based on sampling",
       Computers & Operations Research 36 (2009) 1726-1730.
    .. [2] R. Mitchell, J. Cooper, E. Frank, G. Holmes, "Sampling permutations for Shapley value estimation",
       Journal of Machine Learning Research 23 (2022), on orders and their reverses.
    """
    if samples < 4 or samples % 2:
        raise InputError(faults=[note("ATT002", samples=samples)])
    orders = _orders(players, samples // 2, seed)
    added = _added(worth, orders)
    pairs = (added[0::2] + added[1::2]) / 2
    error = pairs.std(axis=0, ddof=1) / math.sqrt(len(pairs))
    return Shares(pairs.mean(axis=0), error, exact=False, samples=samples)


def valued(worth: Worth, coalitions: Coalitions) -> Values:
    """Give the worth of coalitions, at most 4096 at once so that memory stays flat.

    Parameters
    ----------
    worth : callable
        As in ``shapley``.
    coalitions : ndarray of bool (coalition, player)
        Who is in. [1]

    Returns
    -------
    ndarray (coalition, year)
        Their worth. [unit of the worth]

    Raises
    ------
    Misaligned
        ``worth`` gives another number of rows than it was asked for.
    """
    return np.concatenate([_batch(worth, part) for part in _parts(coalitions)])


def _parts(coalitions: Coalitions) -> Iterable[Coalitions]:
    return (coalitions[i : i + BATCH] for i in range(0, len(coalitions), BATCH))


def _batch(worth: Worth, coalitions: Coalitions) -> Values:
    value = np.asarray(worth(coalitions), float)
    if value.ndim != 2 or len(value) != len(coalitions):
        msg = f"worth of {len(coalitions)} coalitions: one row each, but the answer has shape {value.shape}"
        raise Misaligned(msg)
    return value


def _joining(value: Values, player: int) -> Values:
    """Give what a player adds to each coalition without it (coalition, year), in the order of ``every``: nothing is exactly 0."""
    apart = value.reshape(-1, 2, 2**player, value.shape[1])
    return np.asarray(apart[:, 1] - apart[:, 0]).reshape(-1, value.shape[1])


def _weights(coalitions: Coalitions) -> list[Values]:
    """Give the weight of every coalition that a player can join in the value of that player, player by player."""
    players = coalitions.shape[1]
    size = coalitions.sum(axis=1)
    joined = np.array([1 / (players * math.comb(players - 1, s)) for s in range(players)])
    return [joined[size[~there]] for there in coalitions.T]


def _orders(players: int, pairs: int, seed: int) -> NDArray[np.int64]:
    """Draw orders (order, position) of players, each followed by its reverse."""
    rng = np.random.default_rng(seed)
    drawn = rng.permuted(np.tile(np.arange(players), (pairs, 1)), axis=1)
    return np.stack([drawn, drawn[:, ::-1]], axis=1).reshape(2 * pairs, players)


def _added(worth: Worth, orders: NDArray[np.int64]) -> Values:
    """Give what each player adds on joining, in each order (order, player, year)."""
    samples, players = orders.shape
    position = np.argsort(orders, axis=1)
    met = position[:, None, :] < np.arange(players + 1)[None, :, None]
    value = _once(worth, met.reshape(-1, players)).reshape(samples, players + 1, -1)
    return np.take_along_axis(np.diff(value, axis=1), position[:, :, None], axis=1)


def _once(worth: Worth, coalitions: Coalitions) -> Values:
    """Value coalitions, those that come again only once."""
    _, first, again = np.unique(
        np.packbits(coalitions, axis=1), axis=0, return_index=True, return_inverse=True
    )
    return valued(worth, coalitions[first])[again.reshape(-1)]
