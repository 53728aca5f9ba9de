"""Sums, differences and shares of numbers of the results, each naming what it came from."""

from __future__ import annotations

from collections.abc import Sequence

from dualcarbon.report.numbers import Kind, Number, plain


def share_of(part: Number, whole: Number) -> Number:
    """Give a part as a fraction of its whole; unknown where either is, or where the whole is nothing.

    Examples
    --------
    >>> half = share_of(Number(value=2.0, kind="co2", key="a"), Number(value=4.0, kind="co2", key="b"))
    >>> half.value, half.key, half.of
    (0.5, 'report.share.a', ('a', 'b'))
    """
    key = f"report.share.{part.key}"
    if not (part.known and whole.known and whole.value):
        return Number(value=None, kind="share", key=key)
    value = plain(part) / plain(whole)
    return Number(value=value, kind="share", key=key, of=(part.key, whole.key))


def sum_of(key: str, parts: Sequence[Number], kind: Kind | None = None) -> Number:
    """Add up the numbers that are known; unknown where none is."""
    there = [p for p in parts if p.known]
    value = sum(plain(p) for p in there) if there else None
    shown: Kind = kind or (parts[0].kind if parts else "amount")
    return Number(value=value, kind=shown, key=key, of=tuple(p.key for p in there))


def difference(key: str, one: Number, other: Number, kind: Kind | None = None) -> Number:
    """Take another number from one; unknown where either is."""
    known = one.known and other.known
    value = plain(one) - plain(other) if known else None
    of = (one.key, other.key) if known else ()
    return Number(value=value, kind=kind or one.kind, key=key, of=of)


def per(key: str, part: Number, whole: Number, kind: Kind, factor: float = 1.0) -> Number:
    """Divide a number by another, in the unit that ``factor`` makes of it; unknown where either is."""
    known = part.known and whole.known and bool(whole.value)
    value = factor * plain(part) / plain(whole) if known else None
    return Number(value=value, kind=kind, key=key, of=(part.key, whole.key) if known else ())


def moved(key: str, first: Number, last: Number) -> Number:
    """Give by how much a number moved, to be told in words; unknown where either is."""
    known = first.known and last.known and bool(first.value)
    value = plain(last) / plain(first) - 1 if known else None
    return Number(value=value, kind="moved", key=key, of=(first.key, last.key) if known else ())


def count(key: str, value: int) -> Number:
    """Give how many there are of something."""
    return Number(value=value, kind="count", key=f"report.{key}")


def year(value: int) -> Number:
    """Give a year to be named in a sentence."""
    return Number(value=value, kind="year", key=f"report.year.{value}")
