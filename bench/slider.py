"""A number of a scenario moved and the study asked again: totals, verdict and odds, beside a full run of the changed scenario."""

from __future__ import annotations

import dataclasses
import random
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import xarray as xr
from _results import keep

from dualcarbon.peak import odds, verdict
from dualcarbon.quantities.distributions import Distribution, Fixed, Normal, Triangular
from dualcarbon.scenarios import ensemble, what_if
from dualcarbon.study.preparation import prepare
from dualcarbon.study.what_if import Held, hold

STUDY = Path(__file__).parents[1] / "examples" / "jiangsu"
SCENARIOS = {"policy": "current policy", "enhanced": "current policy and twelve measures"}
DRAWS, ROUNDS, SAMPLE = 512, 3, 12
BY = (0.97, 1.03)
"""What a number is multiplied by, its spread kept. [1]"""
Move = tuple[dict[str, Distribution], dict[str, float]]


def moved(number: Distribution, by: float) -> Distribution:
    """Move a number, as uncertain as it is."""
    step = number.central * (by - 1)
    if isinstance(number, Fixed):
        return Fixed(number.value + step)
    if isinstance(number, Normal):
        return dataclasses.replace(number, mean=number.mean + step)
    if isinstance(number, Triangular):
        return Triangular(number.low + step, number.mode + step, number.high + step)
    msg = f"no slider for {number}"
    raise TypeError(msg)


def moves(held: Held) -> Iterator[Move]:
    """Give two moves of every number of every path, and of the level of every measure."""
    scenario = held.ready.scenario
    for key, path in scenario.paths.items():
        for place, number in path.form.numbers().items():
            if number.central:
                yield from (({f"{key}.{place}": moved(number, by)}, {}) for by in BY)
    for one in scenario.deployed:
        yield from (({}, {one.measure.id: level}) for level in (0.5, 0.9))


def full(held: Held, move: Move) -> np.ndarray:
    """Run the changed scenario as a study runs it, central run, members, verdict and odds; give the members' totals."""
    planted, draws = held.ready.planted, held.ready.draws
    changed = what_if.moved(held.ready.scenario, *move)
    middle = ensemble.central(changed, *planted)
    many = ensemble.ensemble(changed, *planted, draws, held.ready.past)
    path = xr.DataArray(middle.totals.territorial[0], coords={"year": list(middle.years)})
    verdict.judge(path, noise=False)
    odds.odds(many.territorial)
    return many.territorial.values


def took_ms(work: Callable[[], object]) -> float:
    """Give the processor time of some work. [ms]."""
    start = time.process_time()
    work()
    return 1000 * (time.process_time() - start)


def scenario(name: str) -> None:
    """Move every number of a scenario, in an order of chance, and print how long answers take."""
    prepared = prepare(STUDY)
    held = hold(prepared, name, DRAWS)
    every = list(moves(held))
    some = random.Random(1).sample(every, SAMPLE)
    for move in some:
        np.testing.assert_allclose(held.answer(*move).totals.territorial, full(held, move), rtol=1e-12)  # fmt: skip
    rounds = np.empty((ROUNDS, len(every)))
    for one in rounds:
        for i in random.Random(2).sample(range(len(every)), len(every)):
            one[i] = took_ms(partial(held.answer, *every[i]))
    whole = np.min([[took_ms(partial(full, held, move)) for move in some] for _ in range(ROUNDS)], axis=0)  # fmt: skip
    least = rounds.min(axis=0)
    figures: dict[str, float | int | str] = {
        "draws": DRAWS,
        "measures": len(held.ready.scenario.deployed),
        "moves": len(every),
        "p50_cpu_ms": round(float(np.quantile(least, 0.5)), 1),
        "p95_cpu_ms": round(float(np.quantile(least, 0.95)), 1),
        "p95_of_all_rounds_cpu_ms": round(float(np.quantile(rounds, 0.95)), 1),
        "full_run_p50_cpu_ms": round(float(np.median(whole)), 1),
        "times_faster": round(float(np.median(whole) / np.quantile(least, 0.5)), 1),
    }
    keep(f"slider_{name}", figures, {"p95_cpu_ms": "<= 20"})


if __name__ == "__main__":
    for which in SCENARIOS:
        scenario(which)
