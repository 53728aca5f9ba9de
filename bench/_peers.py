"""The job of the ensemble in other tools: the same numbers from the same draws, written as their own guides would have it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

import numpy as np
import xarray as xr
from _region import PERIODS, Region
from numpy.typing import NDArray

from dualcarbon.peak.rule import Rule
from dualcarbon.scenarios import assumptions
from dualcarbon.scenarios.statistics import past

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Job:
    """One scenario as plain arrays: draws (key, member), means and deviations of rates, what is the same for all members."""

    uniform: Floats
    """Of GDP and each use by period, then of each scale: (period x (1 + use) + fuel, member). [1]"""
    mean: Floats
    sd: Floats
    period: NDArray[np.int_]
    """Period of each year."""
    start: Floats
    """Energy of each use in the base year (use). [tce]"""
    shares: Floats
    """(year, fuel, use). [1]"""
    carbon: Floats
    """Factor of each fuel (fuel). [t CO2/tce]"""


def jobs(region: Region) -> list[Job]:
    """Give every scenario of a region whose shares are certain as plain arrays."""
    seen, tree, span = region.planted
    base = past(seen, tree).base
    uses = list(tree.uses.values())
    fuels = tree.groups[uses[0].mix]
    carbon = np.array([seen.factor[uses[0].sector, uses[0].flow, f][-1] for f in fuels])
    start = np.array([base[u.intensity] * base["gdp"] for u in uses])
    found = []
    for scenario in region.scenarios:
        middle = assumptions.evaluate(scenario, tree, base, span)
        grown = ["gdp", *(u.intensity for u in uses)]
        keys = [
            (f"{k}.growth.{y}", scenario.paths[k].form.growth[i].rate)
            for i, y in enumerate(PERIODS)
            for k in grown
        ]
        keys += [
            (f"factor_scale.{f}.constant", scenario.paths[f"factor_scale.{f}"].form.constant)
            for f in fuels
        ]
        uniform = np.array([region.draws.uniform(key) for key, _ in keys])
        shares = np.array([[middle[f"{u.mix}.{f}"][0] for u in uses] for f in fuels])
        found.append(
            Job(
                uniform,
                np.array([[n.mean] for _, n in keys]),
                np.array([[n.sd] for _, n in keys]),
                np.searchsorted(PERIODS, span.years),
                start,
                shares.transpose(2, 0, 1).copy(),
                carbon,
            )
        )
    return found


def yardstick(members: int, works: list[Job]) -> None:
    """Multiply factors (draw, fuel) by shares (fuel, use), for every year and scenario."""
    factors, out = np.random.default_rng(1).random((members, len(works[0].carbon))), None
    for work in works:
        for shares in work.shares:
            out = np.matmul(factors, shares, out=out)


def with_jax(works: list[Job], rule: Rule, chunk: int = 0) -> Callable[[], list[Any]]:
    """Give the job compiled by JAX: as the formula reads, or in chunks of members in the order of sums that we take."""
    import jax
    import jax.numpy as jnp
    from jax.scipy.special import ndtri

    jax.config.update("jax_enable_x64", True)
    periods, uses = len(PERIODS), works[0].start.size

    def drawn(uniform: Floats, mean: Floats, sd: Floats, carbon: Floats) -> tuple[Floats, Floats]:
        rates = mean + sd * ndtri(uniform)
        grows = 1 + rates[: periods * (1 + uses)].reshape(periods, 1 + uses, -1)
        return grows[:, :1] * grows[:, 1:], carbon[:, None] * rates[periods * (1 + uses) :]

    def plain(uniform: Floats, job: tuple[Any, ...]) -> tuple[Any, ...]:
        mean, sd, period, start, shares, carbon = job
        steps, factors = drawn(uniform, mean, sd, carbon)
        energy = start[:, None] * jnp.cumprod(steps[period].at[0].set(1.0), axis=0)
        weights = jnp.einsum("yfu,fm->yum", shares, factors)
        return _shape((energy * weights).sum(axis=1), rule, jnp)

    def block(uniform: Floats, job: tuple[Any, ...]) -> tuple[Any, ...]:
        mean, sd, period, start, shares, carbon = job
        steps, factors = drawn(uniform, mean, sd, carbon)

        def year(size: Floats, now: tuple[Any, Any]) -> tuple[Any, Any]:
            grown = size * steps[now[0]]
            return grown, ((now[1] @ grown) * factors).sum(axis=0)

        first = jnp.broadcast_to(start[:, None], steps.shape[1:])
        base = ((shares[0] @ first) * factors).sum(axis=0)
        _, later = jax.lax.scan(year, first, (period[1:], shares[1:]))
        return _shape(jnp.concatenate([base[None], later]), rule, jnp)

    def blocks(uniform: Floats, job: tuple[Any, ...]) -> tuple[Any, ...]:
        parts = uniform.reshape(uniform.shape[0], -1, chunk).transpose(1, 0, 2)
        return jax.lax.map(lambda part: block(part, job), parts)

    compiled = jax.jit(blocks if chunk else plain)
    names = ("mean", "sd", "period", "start", "shares", "carbon")
    given = [
        (jnp.asarray(w.uniform), tuple(jnp.asarray(getattr(w, name)) for name in names))
        for w in works
    ]
    return lambda: [jax.block_until_ready(compiled(*one)) for one in given]


def _shape(total: Floats, rule: Rule, np_: ModuleType) -> tuple[Any, ...]:
    """Give the largest value, its year and the plateau around it, of totals (year, member)."""
    place = np_.arange(total.shape[0])[:, None]
    top = total.max(axis=0)
    at = np_.argmax(total >= top - 1e-9 * np_.abs(top), axis=0)
    outside = total < top - rule.plateau * np_.abs(top)
    begin = np_.where(outside & (place < at), place + 1, 0).max(axis=0)
    end = np_.where(outside & (place > at), place - 1, total.shape[0] - 1).min(axis=0)
    return top, at, begin, end


def with_xarray(work: Job, members: int) -> xr.DataArray:
    """Compute the total of some members of a scenario by broadcasting labelled arrays."""
    from scipy.special import ndtri

    periods, uses = len(PERIODS), work.start.size
    rates = work.mean + work.sd * ndtri(work.uniform[:, :members])
    grows = 1 + rates[: periods * (1 + uses)].reshape(periods, 1 + uses, -1)
    of_year = grows[work.period]
    of_year[0] = 1.0
    gdp = xr.DataArray(of_year[:, 0], dims=("year", "member")).cumprod("year")
    own = xr.DataArray(of_year[:, 1:], dims=("year", "use", "member")).cumprod("year")
    energy = xr.DataArray(work.start, dims="use") * gdp * own
    factor = xr.DataArray(
        work.carbon[:, None] * rates[periods * (1 + uses) :], dims=("fuel", "member")
    )
    return (energy * xr.DataArray(work.shares, dims=("year", "fuel", "use")) * factor).sum(
        ("use", "fuel")
    )
