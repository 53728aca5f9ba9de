"""How much of the variance of an output each group of inputs makes, alone and with the others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dualcarbon.sensitivity.sample import Outcomes

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

RESAMPLES = 999
CONFIDENCE = 0.95
SAME = 1e-12
"""Outputs that differ by less, relative to the largest, are one number computed in two ways. [1]"""
RARE = 10
"""A thing that happens in fewer members than this, or fails to, is too rare for its variance to be shared out."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A share of variance and the ends of its 95 % interval. [1]."""

    value: float
    low: float
    high: float

    @property
    def told(self) -> bool:
        """Whether it is told from nothing: its interval does not reach down to 0."""
        return self.low > 0


ALL = Estimate(1.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Indices:
    """Indices of one output; ``first`` and ``total`` are by group, ``alone`` is the sum of the first-order ones.

    What is left of 1 beside ``alone`` is made by interactions of groups.
    """

    first: tuple[Estimate, ...]
    total: tuple[Estimate, ...]
    alone: Estimate

    @property
    def interact(self) -> bool:
        """Whether interactions are told from nothing: the interval of the sum lies below 1."""
        return self.alone.high < 1


def indices(
    outcomes: Outcomes, *, seed: int, resamples: int = RESAMPLES, confidence: float = CONFIDENCE
) -> tuple[Indices | None, ...]:
    r"""Share out the variance of each output among groups of independent inputs.

    .. math:: S_g = \frac{1}{N V} \sum_j f(B)_j \, (f(A_B^{(g)})_j - f(A)_j), \qquad
        T_g = \frac{1}{2 N V} \sum_j (f(A)_j - f(A_B^{(g)})_j)^2

    with :math:`V` the variance of both tables together and outputs counted from their mean. :math:`A_B^{(g)}` is table
    :math:`A` with all columns of the group from :math:`B`. Intervals are percentiles of a bootstrap of members, which takes them
    for drawn at random: those of a balanced sample are rather too wide.

    Parameters
    ----------
    outcomes : Outcomes
        Outputs on the sample, see :func:`~dualcarbon.sensitivity.sample.run`. [any unit]
    seed : int
        Of the resamples.
    resamples : int
        How many.
    confidence : float
        Of the intervals. [1]

    Returns
    -------
    tuple of Indices
        One an output, or none for an output that is the same in all members. [1]

    References
    ----------
    .. [1] I. M. Sobol', "Global sensitivity indices for nonlinear mathematical models and their Monte Carlo estimates",
       Mathematics and Computers in Simulation 55 (2001) 271-280.
    .. [2] A. Saltelli et al., "Variance based sensitivity analysis of model output. Design and estimator for the total
       sensitivity index", Computer Physics Communications 181 (2010) 259-270, table 2, (b) and (f).

    Examples
    --------
    y = 2 a + b with a and b alike: a makes four fifths of the variance, b one fifth.

    >>> from dualcarbon.sensitivity.sample import drawn, run
    >>> sample = drawn([["a"], ["b"]], 1024, seed=1)
    >>> done = run(lambda d: (2 * d.uniform("a") + d.uniform("b"))[None], sample)
    >>> [round(one.value, 1) for one in indices(done, seed=1)[0].total]
    [0.8, 0.2]
    """
    varying = ~constant(outcomes)
    if not varying.any():
        return (None,) * len(varying)
    if len(outcomes.mixed) == 1:  # one group of all numbers makes all there is, by definition
        return tuple(Indices((ALL,), (ALL,), ALL) if one else None for one in varying)
    some = _settled(_only(outcomes, varying))
    points = _estimated(some)
    spread = _resampled(some, resamples, np.random.default_rng(seed))
    first, total = (_named(*both, confidence) for both in zip(points, spread, strict=True))
    sums = points[0].sum(axis=1, keepdims=True), spread[0].sum(axis=2, keepdims=True)
    alone = [estimates[0] for estimates in _named(*sums, confidence)]
    made = iter(Indices(*one) for one in zip(first, total, alone, strict=True))
    return tuple(next(made) if one else None for one in varying)


def constant(outcomes: Outcomes) -> Bools:
    """Tell which outputs are the same in all members.

    Parameters
    ----------
    outcomes : Outcomes
        Outputs on the sample. [any unit]

    Returns
    -------
    ndarray of bool (output)
        Whether there is nothing to share out. [1]
    """
    both = np.concatenate([outcomes.one, outcomes.other], axis=1)
    return np.ptp(both, axis=1) <= SAME * np.abs(both).max(axis=1)


def rare(outcomes: Outcomes) -> Bools:
    """Tell which outputs, being 0 or 1, are nearly always the one or nearly always the other.

    Parameters
    ----------
    outcomes : Outcomes
        Outputs on the sample. [any unit]

    Returns
    -------
    ndarray of bool (output)
        Whether fewer than ``RARE`` members of both tables differ from the others. [1]
    """
    both = np.concatenate([outcomes.one, outcomes.other], axis=1)
    binary = np.isin(both, (0.0, 1.0)).all(axis=1)
    count = both.sum(axis=1)
    few = np.minimum(count, both.shape[1] - count) < RARE
    return np.asarray(binary & few & ~constant(outcomes))


def _only(outcomes: Outcomes, some: Bools) -> Outcomes:
    return Outcomes(outcomes.one[some], outcomes.other[some], outcomes.mixed[:, some])


def _settled(outcomes: Outcomes) -> Outcomes:
    """Take away what rounding adds, so that a group without effect has none to the last digit."""
    size = np.abs(outcomes.one).max(axis=1, keepdims=True)
    same = np.abs(outcomes.mixed - outcomes.one) <= SAME * size
    return Outcomes(outcomes.one, outcomes.other, np.where(same, outcomes.one, outcomes.mixed))


def _estimated(outcomes: Outcomes) -> tuple[Floats, Floats]:
    """Give first-order and total indices (output, group); the library drops the dimension of a single output."""
    from scipy.stats import sobol_indices  # half a second that most commands can spare

    told = {"f_A": outcomes.one, "f_B": outcomes.other, "f_AB": outcomes.mixed}
    found = sobol_indices(func=told, n=outcomes.one.shape[1])
    shape = len(outcomes.one), len(outcomes.mixed)
    return np.reshape(found.first_order, shape), np.reshape(found.total_order, shape)


def _resampled(
    outcomes: Outcomes, resamples: int, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Give both indices of each resample of members (resample, output, group): both are ratios of means over members."""
    members = outcomes.one.shape[1]
    middle = np.concatenate([outcomes.one, outcomes.other], axis=1).mean(axis=1, keepdims=True)
    one, other, mixed = outcomes.one - middle, outcomes.other - middle, outcomes.mixed - middle
    weights = rng.multinomial(members, np.full(members, 1 / members), size=resamples) / members
    variance = weights @ ((one**2 + other**2) / 2).T - (weights @ ((one + other) / 2).T) ** 2
    found = []
    for part in (other * (mixed - one), (one - mixed) ** 2 / 2):
        mean = np.einsum("rm,gom->rog", weights, part, optimize=True)
        safe = np.broadcast_to(variance[..., None], mean.shape)
        found.append(np.divide(mean, safe, out=np.zeros_like(mean), where=safe > 0))
    return found[0], found[1]


def _named(values: Floats, spread: Floats, confidence: float) -> list[tuple[Estimate, ...]]:
    """Give each value (output, group) with the percentiles of its resamples (resample, output, group)."""
    low, high = np.quantile(spread, [(1 - confidence) / 2, (1 + confidence) / 2], axis=0)
    rows = zip(values.tolist(), low.tolist(), high.tolist(), strict=True)
    return [tuple(map(Estimate, *row)) for row in rows]
