"""Which projects come first: by what they abate, and by what a tonne of it takes to invest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dualcarbon.charts import look, panels, tables
from dualcarbon.charts.units import carbon
from dualcarbon.charts.words import Lang, Title, number, word

SHOWN = 15  # projects in each ranking
FIRST = 8  # places that count as leading
TOP = 34  # px for the legend
BOTH, ONE = look.ACCENT, "#a8cbb5"


class Project(NamedTuple):
    """A project: abatement of a year [Mt CO2], investment for a tonne of it [CNY/(t CO2 a year)]."""

    name: Title
    abatement: float
    investment: float | None = None


def option(projects: Sequence[Project], lang: Lang) -> look.Option:
    """Draw the two rankings; projects that lead both are dark.

    Parameters
    ----------
    projects : sequence of Project
        In any order; those without an investment stand in the first ranking alone. [Mt CO2, CNY]
    lang : {"en", "zh"}
        Language of the labels.

    Examples
    --------
    >>> two = [Project({"en": "A"}, 1.0, 900.0), Project({"en": "B"}, 2.0, 1500.0)]
    >>> drawn = option(two, "en")
    >>> [[row["value"] for row in s["data"]] for s in drawn["baseOption"]["series"]]
    [[2.0, 1.0], [900.0, 1500.0]]
    """
    by_mass, by_money = rankings(projects)
    leading = [p for p in by_mass[:FIRST] if p in by_money[:FIRST]]
    unit = carbon(lang, max((p.abatement for p in projects), default=0.0))
    left = [_row(p, unit.of(p.abatement), unit.digits, leading, lang) for p in by_mass[:SHOWN]]
    right = [_row(p, p.investment or 0.0, 0, leading, lang) for p in by_money[:SHOWN]]
    drawn = panels.apart(
        panels.Panel(panels.head("abatement", unit.label, lang), left),
        panels.Panel(panels.head("economy", word("unit.annual", lang), lang), right),
        top=TOP,
        row=_rows(projects),
    )
    drawn["baseOption"]["legend"] = look.legend(_groups(lang), icon="roundRect")
    first = by_mass[:SHOWN]
    shown = [*first, *(p for p in by_money[:SHOWN] if p not in first)]
    heads = [
        word("project", lang),
        tables.head(word("abatement", lang), unit.label),
        tables.head(word("economy", lang), word("unit.annual", lang)),
        word("places", lang),
    ]
    rows = [
        (p.name[lang], unit.of(p.abatement), p.investment, _groups(lang)[0 if p in leading else 1])
        for p in shown
    ]
    return tables.whole(drawn, heads, rows)


def rankings(projects: Sequence[Project]) -> tuple[list[Project], list[Project]]:
    """Give projects by abatement, largest first, and by investment for a tonne, least first.

    Parameters
    ----------
    projects : sequence of Project
        In any order. [Mt CO2, CNY]
    """
    known = [(p.investment, p) for p in projects if p.investment is not None]
    return (
        sorted(projects, key=lambda p: -p.abatement),
        [p for _, p in sorted(known, key=lambda pair: pair[0])],
    )


def heights(projects: Sequence[Project]) -> tuple[int, int]:
    """Give how high the figure has to be on a page and on a telephone. [px]."""
    return panels.heights(min(len(projects), SHOWN), _rows(projects), top=TOP)


def _rows(projects: Sequence[Project]) -> tuple[int, int]:
    orders = [[p.name for p in order[:SHOWN]] for order in rankings(projects)]
    found = [panels.row_heights(names, wide=panels.NAMES_APART) for names in orders]
    return max(w for w, _ in found), max(s for _, s in found)


def _row(
    project: Project, value: float, digits: int, leading: list[Project], lang: Lang
) -> panels.Row:
    both = project in leading
    return panels.Row(
        project.name[lang],
        value,
        number(value, digits),
        BOTH if both else ONE,
        group=_groups(lang)[0 if both else 1],
    )


def _groups(lang: Lang) -> list[str]:
    return [word("in_both", lang, count=FIRST), word("in_one", lang)]
