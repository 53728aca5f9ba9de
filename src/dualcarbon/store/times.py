"""Times as pages and documents show them: those of China."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

CHINA = timezone(timedelta(hours=8))


def day(at: str | datetime) -> str:
    """Give the day of a time, which has a zone.

    Examples
    --------
    >>> day("2026-03-01T16:05:09+00:00")
    '2026-03-02'
    """
    return f"{_here(at):%Y-%m-%d}"


def minute(at: str | datetime) -> str:
    """Give a time, which has a zone, to the minute; an empty text stays empty.

    Examples
    --------
    >>> minute("2026-03-01T16:05:09+00:00")
    '2026-03-02 00:05'
    """
    return f"{_here(at):%Y-%m-%d %H:%M}" if at else ""


def second(at: str | datetime) -> str:
    """Give a time, which has a zone, to the second.

    Examples
    --------
    >>> second("2026-03-01T16:05:09+00:00")
    '2026-03-02 00:05:09'
    """
    return f"{_here(at):%Y-%m-%d %H:%M:%S}"


def _here(at: str | datetime) -> datetime:
    return (datetime.fromisoformat(at) if isinstance(at, str) else at).astimezone(CHINA)
