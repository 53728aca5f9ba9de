"""What a number format does to a number that is shown: a date, a percentage, or a hidden power of ten."""

from __future__ import annotations

import re

DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
PERCENT = {9: "0%", 10: "0.00%"}
QUOTED = re.compile(r'"[^"]*"|\\.|[!_*].|\[[^\]]*\]')
LITERAL_POINT = re.compile(r'(?:!\.|\\\.|"\.")([0#?]+)')
SCALING = re.compile(r"[0#?](,+)(?![0#?,])")
ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)


def meaning(id: int, code: str) -> str:
    """Give what a format does: ``d`` shows a date, ``%`` a percentage, ``/1000`` hides a factor; else nothing.

    Examples
    --------
    >>> meaning(14, ""), meaning(9, ""), meaning(0, "General")
    ('d', '%', '')
    >>> meaning(170, "#,##0!.0000"), meaning(171, "0.0,,"), meaning(172, 'yyyy"年"')
    ('/10000', '/1000000', 'd')
    """
    if id in DATES:
        return "d"
    if id in PERCENT:
        return "%"
    first = _first(code)
    bare = QUOTED.sub("", first)
    if ELAPSED.search(first) or re.search(r"[ymdhs]", bare.lower().replace("general", "")):
        return "d"
    if "%" in bare:
        return "%"
    return _hidden(first)


def _first(code: str) -> str:
    """Give the section of a format for positive numbers."""
    return re.split(r";(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", code, maxsplit=1)[0]


def _hidden(code: str) -> str:
    """Tell by how much a format divides what it shows: commas at the end, or a point that is only painted."""
    painted = LITERAL_POINT.search(code)
    power = len(painted[1]) if painted else 0
    commas = SCALING.search(QUOTED.sub("", code))
    power += 3 * len(commas[1]) if commas else 0
    return f"/{10**power}" if power else ""


def shown(value: float, kind: str) -> str:
    """Give a number roughly as a format shows it.

    Examples
    --------
    >>> shown(0.05, "%"), shown(12340000.0, "/10000")
    ('5%', '1,234')
    """
    if kind == "%":
        return f"{value * 100:.10g}%"
    return f"{value / int(kind[1:]):,.10g}"
