"""Two scenarios beside each other, as their figures show them: both paths, and who makes the difference in a year."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from dualcarbon.charts import fan
from dualcarbon.charts.attribution import Player, Total
from dualcarbon.charts.fan import Peak, Scenario
from dualcarbon.charts.look import Option
from dualcarbon.charts.words import Lang
from dualcarbon.report.answered import MT

if TYPE_CHECKING:
    from dualcarbon.scenarios.inheritance import Resolved
    from dualcarbon.study.pairs import Pair
    from dualcarbon.study.preparation import Prepared

HEIGHT, TALL = 420, 400  # px


def paths(prepared: Prepared, a: Resolved, b: Resolved, lang: Lang) -> Option:
    """Draw both central paths, each with its peak."""
    base = prepared.study.base_year
    found = [central(prepared, one) for one in (a, b)]
    history = {y: v for y, v in found[0].items() if y <= base}
    both = [
        Scenario(one.title, {y: v for y, v in path.items() if y >= base}, _peak(path))
        for one, path in zip((a, b), found, strict=True)
    ]
    return fan.compare(history, both, lang)


def players(pair: Pair, year: int) -> list[Player]:
    """Give who makes the difference in a year, and how much of it. [Mt CO2]."""
    shared = pair.attribution
    found = shared.shares.territorial[:, shared.years.index(year)] * MT
    return [Player(p.title, float(v)) for p, v in zip(shared.players, found, strict=True)]


def ends(prepared: Prepared, a: Resolved, b: Resolved, year: int) -> tuple[Total, Total]:
    """Give the emissions of both in a year. [Mt CO2]."""
    start, end = (Total(one.title, central(prepared, one)[year]) for one in (a, b))
    return start, end


def central(prepared: Prepared, one: Resolved) -> Mapping[int, float]:
    """Give the central path of a scenario, history included. [Mt CO2]."""
    from dualcarbon.scenarios import ensemble

    middle = ensemble.central(one, *prepared.planted)
    return dict(zip(middle.years, (middle.totals.territorial[0] * MT).tolist(), strict=True))


def _peak(path: Mapping[int, float]) -> Peak | None:
    import xarray as xr

    from dualcarbon.peak import verdict

    found = verdict.judge(
        xr.DataArray(list(path.values()), coords={"year": list(path)}, attrs={"units": "Mt CO2"}),
        noise=False,
    )
    if not found.interior or found.year is None or found.amount is None:
        return None
    return Peak(int(found.year), path[int(found.year)])
