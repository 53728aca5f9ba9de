"""What can be said of a path of emissions, and the numbers that decide it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dualcarbon.errors import InputError
from dualcarbon.vocabulary.faults import Place, note


class Kind(StrEnum):
    """What a path shows: exhaustive, and never two at once.

    Examples
    --------
    >>> Kind("peaked").en, Kind.PEAKED.zh
    ('peaked', '已达峰')
    """

    NO_DATA = "no_data"
    REVISION = "revision"
    RISING = "rising"
    TOO_EARLY = "too_early"
    PEAKED = "peaked"
    PLATEAU = "plateau"
    REBOUND = "rebound"
    DECLINING_UNPROVEN = "declining_unproven"
    SLUMP = "slump"
    UNDETERMINED = "undetermined"

    @property
    def en(self) -> str:
        """Name in English."""
        return NAMES[self][0]

    @property
    def zh(self) -> str:
        """Name in Chinese."""
        return NAMES[self][1]


NAMES = {
    Kind.NO_DATA: ("not enough data", "数据不足"),
    Kind.REVISION: ("break in the series", "序列断点"),
    Kind.RISING: ("rising", "仍在上升"),
    Kind.TOO_EARLY: ("too early to tell", "为时尚早"),
    Kind.PEAKED: ("peaked", "已达峰"),
    Kind.PLATEAU: ("plateau", "平台期"),
    Kind.REBOUND: ("rebound", "回升"),
    Kind.DECLINING_UNPROVEN: ("declining, not proven", "下降尚未证实"),
    Kind.SLUMP: ("fall by slump", "衰退性下降"),
    Kind.UNDETERMINED: ("undetermined", "无法判定"),
}

SHARES = ("ties", "boundary", "fall", "band", "plateau", "p", "step", "step_share")
LEAST = {"recent": 2, "least": 6, "later": 5, "scatter": 1, "step_fit": 1, "draws": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """The numbers of the verdict, each with why it is what it is.

    Raises
    ------
    InputError
        A share or probability is outside 0 to 1, or a count is not positive.

    Examples
    --------
    >>> Rule(band=5)
    Traceback (most recent call last):
    ...
    dualcarbon.errors.InputError: rule.band: 5 is not between 0 and 1; write shares as fractions
    """

    ties: float = 0.001
    """Years this close to the maximum share it: statistics are printed to three or four digits. [1]"""
    boundary: float = 0.005
    """A last year this close to the maximum and not falling is still rising: half a per cent is less
    than the next revision of the statistics. [1]"""
    recent: int = 5
    """Last years whose Sen slope says whether the path still falls. [years]"""
    least: int = 6
    """Fewer values say nothing: a maximum and five later years. [years]"""
    later: int = 5
    """Years needed after the maximum: of four the smallest one-sided p is 1/24 even without memory, and
    their memory cannot be estimated. [years]"""
    fall: float = 0.12
    """Share of the maximum that must be lost before a peak is claimed; chosen on the published
    curve of false alarms and hits. [1]"""
    band: float = 0.05
    """Width of a plateau of the past: what statistics scatter without a trend. [1]"""
    plateau: float = 0.02
    """Width of the plateau that is reported, and the only band of futures, which carry no noise. [1]"""
    p: float = 0.05
    """One-sided probability below which the years after the maximum are falling; chosen with
    ``fall``. [1]"""
    step: float = 0.08
    """Smallest step of level that is suspected of being a revision: smaller ones are lost in the
    ordinary scatter of annual growth. [1, natural log]"""
    scatter: float = 3.5
    """Robust standard deviations of growth that a step must stand out by: at most one ordinary
    series in a hundred is then suspected. [1]"""
    step_fit: float = 1.25
    """How much better one step must fit the years after the maximum than a line before it is said to
    explain their fall; chosen on the published curve. [1, ratio of sums of squares]"""
    step_share: float = 2 / 3
    """Share of the difference of the two levels that one year must take: a fall within two or three years
    is a real one. [1]"""
    seed: int = 20171231
    """Seed of the bootstrap of the trend test."""
    draws: int = 2000
    """Draws of the bootstrap: p is known to half a point where it is 0.05."""

    def __post_init__(self) -> None:
        bad = [
            note("PEAK010", Place(key=f"rule.{name}"), value=getattr(self, name))
            for name in SHARES
            if not 0 <= getattr(self, name) < 1
        ]
        bad += [
            note("PEAK011", Place(key=f"rule.{name}"), value=getattr(self, name), least=least)
            for name, least in LEAST.items()
            if getattr(self, name) < least
        ]
        if bad:
            raise InputError(faults=bad)
