"""Twelve measures shared out: all 4096 coalitions at once, beside 4096 members of an ensemble and beside single runs."""

from __future__ import annotations

import dataclasses
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from _results import keep

from dualcarbon.measures.declared import Change, Measure, Ramp
from dualcarbon.measures.projects import placed
from dualcarbon.quantities.draws import Draws
from dualcarbon.scenarios import ensemble
from dualcarbon.scenarios.assumptions import keys_of_draws
from dualcarbon.scenarios.attribution import attribute
from dualcarbon.scenarios.deployment import Deployed
from dualcarbon.study.preparation import prepare

STUDY = Path(__file__).parents[1] / "examples" / "jiangsu"
ROUNDS, COALITIONS, SINGLE = 5, 2**12, 64
CHANGES = [
    {"path": "structure.industry", "op": "add", "value": -0.01},
    {"path": "intensity.industry", "op": "save", "value": 0.06},
    {"path": "intensity.transport", "op": "save", "value": 0.05},
    {"path": "intensity.households", "op": "save", "value": 0.05},
    {"path": "power.rate", "op": "save", "value": 0.04},
    {"path": "mix.industry.coal", "op": "shift", "into": "electricity", "ratio": 0.8, "value": 0.04},
    {"path": "mix.transport.oil", "op": "shift", "into": "electricity", "ratio": 0.4, "value": 0.1},
    {"path": "mix.households.oil", "op": "save", "value": 0.1},
    {"path": "power.mix.coal", "op": "shift", "into": "natural_gas", "value": 0.04},
    {"path": "heat.supply.recovered", "op": "add", "value": 0.04},
    {"path": "power.supply.nonfossil", "op": "add", "value": 20.0, "unit": "TWh"},
    {"path": "capture.power", "op": "capture", "value": 0.1},
]  # fmt: skip


def deployed(years: list[int]) -> tuple[Deployed, ...]:
    """Give twelve measures of every kind, all at full level."""
    ramp = Ramp(**{"from": 2020}, to=2035)
    measures = [
        Measure(id=f"m{i}", ramp=ramp, changes=(Change(**change),))
        for i, change in enumerate(CHANGES)
    ]
    return tuple(Deployed(m, placed(m, [], years)) for m in measures)


def elapsed_s(work: Callable[[], object]) -> float:
    """Give the wall time of some work [s]."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Take turns between the three, so that a busy spell of the machine hits all."""
    prepared = prepare(STUDY)
    planted = prepared.planted
    bare = next(iter(prepared.scenarios.values())).without()
    full = dataclasses.replace(bare, name="full", deployed=deployed(planted[2].years))
    draws = Draws(keys_of_draws([full]), COALITIONS, 1)

    def shared() -> None:
        attribute(bare, full, *planted, seed=1)

    def members() -> None:
        ensemble.ensemble(full, *planted, draws)

    def single() -> None:
        for _ in range(SINGLE):
            ensemble.central(full, *planted)

    works = (shared, members, single)
    rounds = [[elapsed_s(work) for work in works] for _ in range(ROUNDS + 1)][1:]
    batch, many, some = (statistics.median(column) for column in zip(*rounds, strict=True))
    loop = some * COALITIONS / SINGLE
    keep(
        "attribution",
        {
            "rounds": ROUNDS,
            "coalitions": COALITIONS,
            "years": len(planted[2].years),
            "batch_s": round(batch, 2),
            "members_s": round(many, 2),
            "loop_s": round(loop, 1),
            "ratio_members": round(batch / many, 2),
            "ratio_loop": round(batch / loop, 3),
        },
        {"ratio_members": "<= 1", "ratio_loop": "<= 1"},
    )


if __name__ == "__main__":
    main()
