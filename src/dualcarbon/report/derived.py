"""Sums, differences and shares of numbers of the results, each naming what it came from and how."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dualcarbon.report.composed import (
    CHANGE,
    COUNT,
    DIFFERENCE,
    KINDS,
    PER_HEAD,
    SHARE,
    SUM,
    Formula,
    How,
    Part,
)
from dualcarbon.report.numbers import Kind, Number, plain


def share_of(part: Number, whole: Number, key: str = "") -> Number:
    """Give a part as a fraction of its whole; unknown where either is, or where the whole is nothing.

    Examples
    --------
    >>> half = share_of(Number(value=2.0, kind="co2", key="a"), Number(value=4.0, kind="co2", key="b"))
    >>> half.value, half.key, half.of
    (0.5, 'report.share.a', ('a', 'b'))
    """
    key = key or f"report.share.{part.key}"
    if not (part.known and whole.known and whole.value):
        return Number(value=None, kind="share", key=key)
    value = plain(part) / plain(whole)
    return Number(
        value=value, kind="share", key=key, of=(part.key, whole.key), how=how(SHARE, part, whole)
    )


def sum_of(key: str, parts: Sequence[Number], kind: Kind | None = None) -> Number:
    """Add up the numbers that are known; unknown where none is."""
    there = [p for p in parts if p.known]
    value = sum(plain(p) for p in there) if there else None
    shown: Kind = kind or (parts[0].kind if parts else "amount")
    return Number(
        value=value, kind=shown, key=key, of=tuple(p.key for p in there), how=how(SUM, *there)
    )


def difference(key: str, one: Number, other: Number, kind: Kind | None = None) -> Number:
    """Take another number from one; unknown where either is."""
    known = one.known and other.known
    value = plain(one) - plain(other) if known else None
    of = (one.key, other.key) if known else ()
    return Number(
        value=value, kind=kind or one.kind, key=key, of=of, how=how(DIFFERENCE, one, other)
    )


def per_head(key: str, amount: Number, people: Number) -> Number:
    """Divide an amount by people; unknown where either is. [Mt CO2], [person] -> [t CO2]."""
    composed = how(PER_HEAD, amount, people)
    known = amount.known and people.known and bool(people.value)
    of = (amount.key, people.key) if known else ()
    value = composed.value if known else None
    return Number(value=value, kind="per_head", key=key, of=of, how=composed)


def moved(key: str, first: Number, last: Number) -> Number:
    """Give by how much a number moved, to be told in words; unknown where either is."""
    known = first.known and last.known and bool(first.value)
    value = plain(last) / plain(first) - 1 if known else None
    of = (first.key, last.key) if known else ()
    return Number(value=value, kind="moved", key=key, of=of, how=how(CHANGE, first, last))


def count(key: str, things: Iterable[Part | str]) -> Number:
    """Give how many there are of something; things without a key of their own stand by their names."""
    there = tuple(one if isinstance(one, Part) else Part(one) for one in things)
    return Number(value=len(there), kind="count", key=f"report.{key}", how=How(COUNT, there))


def kinds(key: str, things: Sequence[Part]) -> Number:
    """Give how many different ones there are of something."""
    composed = How(KINDS, tuple(things))
    return Number(value=composed.value, kind="count", key=f"report.{key}", how=composed)


def how(formula: Formula, *parts: Number) -> How:
    """Say by which formula numbers make another."""
    return How(formula, tuple(part.part for part in parts))


def year(value: int) -> Number:
    """Give a year to be named in a sentence."""
    return Number(value=value, kind="year", key=f"report.year.{value}")
