"""How often the rule is wrong and how often it is right, counted on series whose truth is known."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dualcarbon.diagnosis.trend import calibrated_p
from dualcarbon.peak import shape, steps
from dualcarbon.peak.rule import Kind, Rule
from dualcarbon.peak.verdict import RULE

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Claim = Callable[[Floats], Bools]

START = 100.0
PLAIN_Z = 1.6448536269514722
"""Normal quantile of the one-sided 5 % that common practice tests at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What is known of the simulated series."""

    length: int
    """Years up to the true peak; all years where there is none. [years]"""
    growth: float
    """Growth before it, of the logarithm. [1/year]"""
    since: int = 0
    """Years after the true peak; 0 where the series never peaks. [years]"""
    decline: float = 0.0
    """Fall after it, of the logarithm. [1/year]"""
    noise: float = 0.04
    """Marginal standard deviation of the noise: that of the noise itself, not of its innovations. [1]"""
    memory: float = 0.6
    """First autocorrelation of the noise. [1]"""
    step: float = 0.0
    """Change of level from the middle year on, as a revision makes it, of the logarithm. [1]"""


def simulate(setting: Setting, count: int, *, seed: int) -> Floats:
    r"""Draw series of a known truth.

    .. math:: x_t = 100 \exp(\mu_t + \sigma u_t), \qquad u_t = \rho u_{t-1} + \sqrt{1 - \rho^2}\, \epsilon_t

    with :math:`\mu` rising for ``length`` years and falling for ``since``, and :math:`u` stationary from
    the first year, so that :math:`\sigma` is its marginal standard deviation.

    Parameters
    ----------
    setting : Setting
        Truth and noise.
    count : int
        Number of series.
    seed : int
        Seed of the noise.

    Returns
    -------
    array (member, year)
        Series. [any unit]

    References
    ----------
    .. [1] G. E. P. Box, G. M. Jenkins, G. C. Reinsel, "Time Series Analysis: Forecasting and Control",
       3rd ed., Prentice Hall, 1994, sec. 3.2 (autoregressive processes).

    Examples
    --------
    >>> quiet = Setting(length=3, growth=0.02, since=1, decline=0.05, noise=0.0)
    >>> np.log(simulate(quiet, 1, seed=0) / 100).round(3).tolist()
    [[0.0, 0.02, 0.04, -0.01]]
    """
    years = setting.length + setting.since
    time = np.arange(years)
    past = np.maximum(time - (setting.length - 1), 0)
    path = (
        setting.growth * (time - past)
        - setting.decline * past
        + setting.step * (time >= years // 2)
    )
    shocks = np.random.default_rng(seed).standard_normal((count, years))
    noise = np.empty_like(shocks)
    noise[:, 0] = shocks[:, 0]
    for t in range(1, years):
        noise[:, t] = (
            setting.memory * noise[:, t - 1] + np.sqrt(1 - setting.memory**2) * shocks[:, t]
        )
    return START * np.exp(path + setting.noise * noise)


def claims(values: Floats, rule: Rule = RULE) -> Bools:
    """Tell which series the rule says have peaked; no causes are given, no drivers.

    The test is the slow part: it is asked only of series that meet all other conditions.

    Parameters
    ----------
    values : array (member, year)
        Series without gaps, all positive. [any unit]
    rule : Rule, optional
        The numbers that decide.

    Returns
    -------
    array (member)
        Whether ``judge`` says ``peaked``.

    References
    ----------
    .. [1] The rule is that of ``judge``.

    Examples
    --------
    >>> claims(simulate(Setting(length=10, growth=0.03, since=12, decline=0.03, noise=0.005), 2, seed=1)).tolist()
    [True, True]
    """
    return _claims_at(values, [rule])[0]


def curve(values: Floats, rules: Iterable[Rule]) -> list[float]:
    """Give the share of series that each of several rules says have peaked.

    Parameters
    ----------
    values : array (member, year)
        Series without gaps, all positive. [any unit]
    rules : iterable of Rule
        They may differ in ``fall`` and ``p`` only.

    Returns
    -------
    list of float
        Shares, in the order of the rules. [1]

    References
    ----------
    .. [1] The rule is that of ``judge``.
    """
    return [float(claim.mean()) for claim in _claims_at(values, list(rules))]


def efficient(alarms: Sequence[float], hits: Sequence[float]) -> list[bool]:
    """Tell which rules no other beats: none has as many hits at fewer false alarms, or more at as few.

    Parameters
    ----------
    alarms, hits : sequence of float
        Shares of each rule. [1]

    Returns
    -------
    list of bool
        Whether each rule stands on the best reachable curve.

    References
    ----------
    .. [1] T. Fawcett, "An introduction to ROC analysis", Pattern Recognition Letters 27 (2006) 861-874.

    Examples
    --------
    >>> efficient([0.01, 0.01, 0.02, 0.03], [0.5, 0.6, 0.55, 0.7])
    [False, True, False, True]
    """
    points = list(zip(alarms, hits, strict=True))
    return [not any(a <= x and h >= y and (a, h) != (x, y) for a, h in points) for x, y in points]


def oldest_high(values: Floats) -> Bools:
    """Tell which series have their highest value at least five years before the last, a common rule.

    Parameters
    ----------
    values : array (member, year)
        Series. [any unit]

    References
    ----------
    .. [1] K. Levin, D. Rich, "Turning Points: Trends in Countries' Reaching Peak Greenhouse Gas Emissions
       over Time", World Resources Institute, 2017 (a maximum at least five years in the past, and a
       commitment to stay below it).

    Examples
    --------
    >>> oldest_high(np.array([[1.0, 9.0, 8.0, 8.0, 8.0, 8.0, 8.0], [1.0, 8.0, 9.0, 8.0, 8.0, 8.0, 8.0]])).tolist()
    [True, False]
    """
    return values.shape[1] - 1 - np.argmax(values, axis=1) >= 5


def plain_trend(values: Floats) -> Bools:
    r"""Tell which series fall from their maximum on by the plain Mann-Kendall test at 5 %, one-sided.

    The maximum is among the tested years and the years are taken as independent: both are wrong, and both
    are common.

    .. math:: z = \frac{S + 1}{\sqrt{n (n - 1) (2 n + 5) / 18}} \le -1.645

    Parameters
    ----------
    values : array (member, year)
        Series. [any unit]

    References
    ----------
    .. [1] H. B. Mann, "Nonparametric tests against trend", Econometrica 13 (1945) 245-259.
    .. [2] M. G. Kendall, "Rank Correlation Methods", Griffin, London, 1948.

    Examples
    --------
    >>> plain_trend(np.array([[1.0, 9.0, 8.0, 7.0, 6.0, 5.0], [1.0, 2.0, 3.0, 4.0, 6.0, 5.0]])).tolist()
    [True, False]
    """
    years = values.shape[1]
    inside = np.arange(years) >= np.argmax(values, axis=1)[:, None]
    first, second = np.triu_indices(years, k=1)
    signs = np.sign(values[:, second] - values[:, first]) * (inside[:, first] & inside[:, second])
    n = inside.sum(axis=1)
    deviation = np.sqrt(n * (n - 1) * (2 * n + 5) / 18)
    return signs.sum(axis=1) + 1 <= -PLAIN_Z * np.where(n > 1, deviation, np.inf)


RULES: Mapping[str, Claim] = {
    "rule": claims,
    "oldest_high": oldest_high,
    "plain_trend": plain_trend,
}
"""What is compared."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How often each rule says peaked under one setting: a hit where there is a peak, a false alarm elsewhere."""

    setting: Setting
    """Truth and noise."""
    peaked: Mapping[str, float]
    """Share of the series that each rule says have peaked. [1]"""
    revised: float
    """Share of the series in which a step of level is found. [1]"""
    count: int
    """Number of series."""

    def error(self, rule: str = "rule") -> float:
        """Give the standard error of a share, by the number of series. [1].

        Examples
        --------
        >>> Rate(setting=Setting(length=9, growth=0), peaked={"rule": 0.5}, revised=0.0, count=2500).error()
        0.01
        """
        share = self.peaked[rule]
        return float(np.sqrt(share * (1 - share) / self.count))


def rates(settings: Iterable[Setting], *, count: int = 500, seed: int = 1) -> list[Rate]:
    """Count how often each rule says peaked.

    Parameters
    ----------
    settings : iterable of Setting
        Truths and noises.
    count : int, optional
        Series of each.
    seed : int, optional
        Seed of the noise.

    Returns
    -------
    list of Rate
        Shares [1]; their standard error is at most ``0.5 / sqrt(count)``.

    References
    ----------
    .. [1] The rules are those of ``RULES``.

    Examples
    --------
    >>> rate = rates([Setting(length=20, growth=0.02, noise=0.005)], count=50)[0]
    >>> rate.peaked["rule"], rate.peaked["oldest_high"]
    (0.0, 0.0)
    """
    told = []
    for setting in settings:
        values = simulate(setting, count, seed=seed)
        peaked = {name: float(claim(values).mean()) for name, claim in RULES.items()}
        revised = float(steps.found(values, RULE).any(axis=1).mean())
        told.append(Rate(setting=setting, peaked=peaked, revised=revised, count=count))
    return told


def _claims_at(values: Floats, rules: list[Rule]) -> list[Bools]:
    """Tell the claims of rules that differ in ``fall`` and ``p`` only; each series is tested once."""
    first = rules[0]
    facts = shape.of(values, first)
    whole = ~steps.found(values, first).any(axis=1)
    least = min(rule.fall for rule in rules)
    every = np.ones(len(values), dtype=np.bool_)
    sure = shape.kinds(facts, first, band=first.band, fall=least, falling=every, trending=every)
    asked = np.flatnonzero(whole & (sure == shape.KINDS.index(Kind.PEAKED)))
    p = np.ones(len(values))
    steady = np.ones(len(values), dtype=np.bool_)
    for after in np.unique(facts.after[asked]):
        those = asked[facts.after[asked] == after]
        later = values[those, -int(after) :] / facts.top[those, None]
        p[those] = calibrated_p(later, seed=first.seed, draws=first.draws, side="falling")
        steady[those] = steps.only(later, first) == 0
    below = (facts.top - facts.end) / facts.top
    return [steady & (p < rule.p) & (below > rule.fall) for rule in rules]
