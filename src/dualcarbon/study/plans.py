"""The five-year plans of every scenario, as the summary and the table tell them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from dualcarbon.scenarios.ensemble import Central
from dualcarbon.scenarios.plans import Plan, periods, plan
from dualcarbon.scenarios.tree import Series
from dualcarbon.study.declared import StudyFile
from dualcarbon.study.nonfossil import of_fuels


def of_run(study: StudyFile, middle: Central) -> tuple[Plan, ...]:
    """Give the plans of a scenario: the study's periods, then those to the horizon.

    Parameters
    ----------
    study : StudyFile
        Periods, years, and the boundary that leads.
    middle : Central
        The central run of the scenario.
    """
    declared = [(p.from_, p.to, {"en": p.name.en, "zh": p.name.zh}) for p in study.periods]
    found = periods(declared, middle.years, study.base_year, study.horizon)
    share = nonfossil(study, middle)
    return tuple(plan(middle, one, study.boundary, share) for one in found)


def nonfossil(study: StudyFile, middle: Central) -> Series | None:
    """Give the share of non-fossil energy (year) as the study counts electricity, if it is known. [1]."""
    if "nonfossil" not in middle.totals.fuels:
        return None
    fuels = {fuel: values[0] for fuel, values in middle.totals.fuels.items()}
    share = of_fuels(fuels, middle.totals.energy[0], middle.years, study.convention)
    ours = share.calorific if study.convention == "calorific" else share.coal_equivalent
    return None if ours is None else np.asarray(ours.values, dtype=float)


def plain(found: Sequence[Plan]) -> list[dict[str, Any]]:
    """Give the block of a scenario. Fractions."""
    return [
        {
            "from": one.start,
            "to": one.end,
            "name": dict(one.title),
            **{name: value for name, value in one.items().items() if "." not in name},
            "structure": dict(one.structure),
        }
        for one in found
    ]


def rows(found: Mapping[str, Sequence[Plan]]) -> Iterator[dict[str, Any]]:
    """Give the rows of the table: a number of a period of a scenario. [1]."""
    for name, plans in found.items():
        for one in plans:
            for item, value in one.items().items():
                here = {"scenario": name, "start": one.start, "end": one.end}
                yield {**here, "item": item, "value": value}
