"""Ensembles of many end uses and fuels: beside a bare matrix product of the same shapes, JAX and xarray; memory, growth."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from _peers import jobs, with_jax, with_xarray, yardstick
from _region import Region, Size, region
from _results import keep

from dualcarbon.peak import shape
from dualcarbon.peak.rule import Rule
from dualcarbon.scenarios import ensemble
from dualcarbon.scenarios.members import THREADS, Members, prepared
from dualcarbon.scenarios.statistics import past

ROUNDS, DOUBLINGS, SAMPLE = 7, 4, 64
RULE = Rule()


def ready(made: Region) -> list[Members]:
    """Prepare every scenario: what no draw touches, and the matrices of the sums, as the peers are given theirs."""
    before = past(*made.planted[:2])
    return [prepared(s, made.planted, made.draws, before) for s in made.scenarios]


def run(made: Region, scenarios: list[Members]) -> list[shape.Shape]:
    """Run every member of every scenario, and find the maximum and the plateau of each."""
    with ThreadPoolExecutor(THREADS) as pool:
        begun = [one.begun(made.draws, pool, alone=True) for one in scenarios]
        return [shape.of(one()["territorial"], RULE) for one in begun]


def whole(made: Region) -> list[shape.Shape]:
    """Do the same from the scenarios as they are written on."""
    before = past(*made.planted[:2])
    every = ensemble.territorials(made.scenarios, *made.planted, made.draws, before)
    return [shape.of(one.values, RULE) for one in every]


def least(
    works: Mapping[str, Callable[[], object]], rounds: int = ROUNDS
) -> dict[str, tuple[float, float]]:
    """Give the least wall time and the least processor time of each work, taking turns. [s]."""
    found = dict.fromkeys(works, (np.inf, np.inf))
    for _ in range(rounds):
        for name, work in works.items():
            wall, cpu = time.perf_counter(), time.process_time()
            work()
            took = time.perf_counter() - wall, time.process_time() - cpu
            found[name] = min(found[name][0], took[0]), min(found[name][1], took[1])
    return found


def beside_peers() -> None:
    """Time the whole job beside the matrix product, JAX and a sample in xarray; all must agree first."""
    size = Size()
    made = region(size)
    made.draws.deviates()
    works = jobs(made)
    scenarios = ready(made)
    ours = run(made, scenarios)
    peers = {"jax": with_jax(works, RULE), "jax_in_blocks": with_jax(works, RULE, 1024)}
    for peer in peers.values():
        for mine, theirs in zip(ours, peer(), strict=True):
            np.testing.assert_allclose(np.ravel(theirs[0]), mine.top, rtol=1e-9)
    np.testing.assert_allclose(
        with_xarray(works[0], SAMPLE).max("year"), ours[0].top[:SAMPLE], rtol=1e-9
    )
    took = least(
        {
            "product": lambda: run(made, scenarios),
            "with_preparation": lambda: whole(made),
            "yardstick": lambda: yardstick(size.members, works),
            **peers,
            "sample": lambda: with_xarray(works[0], SAMPLE),
        }
    )
    labelled = took["sample"][0] * size.scenarios * size.members / SAMPLE
    figures = {
        **{name: getattr(size, name) for name in ("uses", "fuels", "scenarios", "members")},
        "product_s": round(took["product"][0], 3),
        "with_preparation_s": round(took["with_preparation"][0], 3),
        "matrix_product_s": round(took["yardstick"][0], 3),
        "jax_s": round(took["jax"][0], 3),
        "jax_in_our_blocks_s": round(took["jax_in_blocks"][0], 3),
        "xarray_s_from_a_sample": round(labelled, 1),
        "ratio_to_matrix_product": round(took["product"][0] / took["yardstick"][0], 2),
        "ratio_of_processor_time": round(took["product"][1] / took["yardstick"][1], 2),
        "times_faster_than_jax": round(took["jax"][0] / took["product"][0], 2),
        "times_faster_than_jax_in_our_blocks": round(
            took["jax_in_blocks"][0] / took["product"][0], 2
        ),
        "times_faster_than_xarray": round(labelled / took["product"][0]),
        "peak_mb": measured_mb("--alone"),
        "peak_all_totals_mb": measured_mb("--all-totals"),
    }
    goals = {
        "ratio_to_matrix_product": "<= 4",
        "times_faster_than_jax": ">= 4",
        "peak_mb": "<= 1000",
        "peak_all_totals_mb": "<= 1000",
    }
    keep("ensemble", figures, goals)


def measured_mb(what: str) -> int:
    """Give the peak memory of a process that runs all members of all scenarios and keeps what it asks for. [MB]."""
    command = [sys.executable, __file__, what]
    return int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def peak(run: Callable[..., object]) -> None:
    """Run all members of all scenarios, keep all that comes out, and print the peak memory. [MB]."""
    made = region(Size())
    before = past(*made.planted[:2])
    kept = [run(s, *made.planted, made.draws, before) for s in made.scenarios]
    status = Path("/proc/self/status").read_text(
        encoding="ascii"
    )  # getrusage counts what the parent held too
    most = int(status.partition("VmHWM:")[2].split()[0]) / 1024
    print(round(most) if kept else 0)


def drawn_shares() -> None:
    """Time one scenario whose shares are uncertain too, so that no matrix is the same for all members."""
    sizes = {
        name: Size(scenarios=1, drawn_shares=drawn)
        for name, drawn in (("certain", False), ("drawn", True))
    }
    made = {name: region(size) for name, size in sizes.items()}
    for one in made.values():
        one.draws.deviates()
    took = least({name: lambda one=one: whole(one) for name, one in made.items()}, rounds=3)
    keep(
        "ensemble_drawn_shares",
        {
            "scenarios": 1,
            "members": sizes["drawn"].members,
            "draw_keys": len(made["drawn"].draws.keys),
            "product_s": round(took["drawn"][0], 2),
            "certain_shares_s": round(took["certain"][0], 3),
            "ratio_to_certain_shares": round(took["drawn"][0] / took["certain"][0], 1),
        },
    )


def growth() -> None:
    """Double members, end uses and scenarios four times each; give the slope of the time in logarithms."""
    small = Size(uses=15, members=1024, scenarios=1)
    ways = {"members": 1024, "uses": 15, "scenarios": 1}
    figures: dict[str, float | int | str] = {"doublings": DOUBLINGS}
    for name, start in ways.items():
        sizes = [start * 2**i for i in range(DOUBLINGS + 1)]
        made = {str(n): region(dataclasses.replace(small, **{name: n})) for n in sizes}
        took = least({n: lambda one=one: whole(one) for n, one in made.items()})
        slope = np.polyfit(np.log(sizes), np.log([took[str(n)][1] for n in sizes]), 1)[0]
        figures[f"slope_{name}"] = round(float(slope), 2)
    keep("ensemble_growth", figures, {f"slope_{name}": "<= 1.05" for name in ways})


if __name__ == "__main__":
    if sys.argv[1:]:
        peak({"--alone": ensemble.territorial, "--all-totals": ensemble.ensemble}[sys.argv[1]])
    else:
        beside_peers()
        drawn_shares()
        growth()
