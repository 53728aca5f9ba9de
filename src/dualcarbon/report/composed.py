"""How a report composes a number of others: by which formula, and of what."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dualcarbon.provenance.derivation import Value

MILLION = 1e6
"""Tonnes in a Mt."""


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that a number is composed of."""

    name: str
    value: Value = None
    unit: str = ""
    ref: str = ""
    """Key of a number, a line of a table of the study, or a cell that the number at ``within`` is derived of."""
    within: str = ""
    """Key of a number whose derivation tells of ``ref``, where that is no key itself."""
    how: How | None = None
    """How it is composed itself; nothing where it stands in the results."""


@dataclass(frozen=True, slots=True)
class Formula:
    """What is done with the parts, in words and in numbers."""

    en: str
    zh: str
    give: Callable[[Sequence[Part]], Value]


@dataclass(frozen=True, slots=True)
class How:
    """How a number is composed: of parts, or of what gives them when they are asked for.

    Examples
    --------
    >>> How(CHANGE, (Part("2010", 4.0), Part("2017", 5.0))).value
    0.25
    """

    formula: Formula
    given: tuple[Part, ...] | Callable[[], tuple[Part, ...]]

    @property
    def parts(self) -> tuple[Part, ...]:
        """What it is composed of."""
        return self.given() if callable(self.given) else self.given

    @property
    def value(self) -> Value:
        """What the formula makes of the parts."""
        return self.formula.give(self.parts)


def amounts(parts: Sequence[Part]) -> list[float]:
    """Give the values of parts that are numbers."""
    return [float(part.value or 0.0) for part in parts]


def _ratio(parts: Sequence[Part], factor: float = 1.0) -> float:
    one, other = amounts(parts)
    return factor * one / other


def _change(parts: Sequence[Part]) -> float:
    first, last = amounts(parts)
    return last / first - 1


def _difference(parts: Sequence[Part]) -> float:
    one, other = amounts(parts)
    return one - other


def _top(parts: Sequence[Part]) -> Part:
    return max(parts, key=lambda part: float(part.value or 0.0))


SAME = Formula("as it stands there", "取自下列数值", lambda parts: parts[0].value)
SUM = Formula("sum of these", "下列各项之和", lambda parts: sum(amounts(parts)))
SUM_MT = Formula(
    "sum of these x 10^-6", "下列各项之和 × 10^-6", lambda parts: sum(amounts(parts)) / MILLION
)
GIVEN_BACK = Formula(
    "- sum of these x 10^-6", "-下列各项之和 × 10^-6", lambda parts: -sum(amounts(parts)) / MILLION
)
NOT_BELOW = Formula(
    "sum of these x 10^-6, nothing where it is negative",
    "下列各项之和 × 10^-6，负值记为零",
    lambda parts: max(sum(amounts(parts)) / MILLION, 0.0),
)
DIFFERENCE = Formula("the first - the second", "前者 - 后者", _difference)
SHARE = Formula("the first / the second", "前者 / 后者", _ratio)
CHANGE = Formula("the second / the first - 1", "后者 / 前者 - 1", _change)
PER_HEAD = Formula(
    "10^6 x the first / the second", "10^6 × 前者 / 后者", lambda parts: _ratio(parts, MILLION)
)
COUNT = Formula("how many these are", "下列各项的个数", len)
KINDS = Formula(
    "how many different ones these are",
    "下列各项中不同值的个数",
    lambda parts: len({part.value for part in parts}),
)
HIGHEST = Formula("highest of these", "下列各项的最大值", lambda parts: _top(parts).value)
HIGHEST_YEAR = Formula(
    "year of the highest of these", "下列各项最大值所在年份", lambda parts: int(_top(parts).name)
)
HALF = Formula(
    "half the distance of these", "两者之差的一半", lambda parts: -_difference(parts) / 2
)
ROWS = Formula("rows of this table", "该表的行数", lambda parts: parts[0].value)
RULE = Formula("a rule of the report", "报告编制规则", lambda parts: parts[0].value)
