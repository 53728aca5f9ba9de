"""A made-up region of many end uses and fuels, as the tree has it, and scenarios of it with an uncertain number everywhere."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from dualcarbon.quantities.draws import Draws
from dualcarbon.quantities.paths import Path, read_tree
from dualcarbon.scenarios.assumptions import Span, keys_of_draws
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.scenarios.tree import Observed, Tree, grow
from dualcarbon.vocabulary.faults import Place
from dualcarbon.vocabulary.names import FUELS

FIRST, LAST = 2020, 2060
PERIODS = (2030, 2045, LAST)
BURNT = 8
"""How many of the fuels emit; electricity, heat and the like come after them."""


@dataclass(frozen=True, slots=True)
class Size:
    """How large a region is, and whether the shares of its fuels are uncertain too."""

    uses: int = 60
    fuels: int = 12
    scenarios: int = 8
    members: int = 8192
    drawn_shares: bool = False


@dataclass(frozen=True, slots=True)
class Region:
    """Statistics, tree and span; scenarios; draws that they share."""

    planted: tuple[Observed, Tree, Span]
    scenarios: tuple[Resolved, ...]
    draws: Draws


def region(size: Size) -> Region:
    """Make a region up: every use grows with GDP and an intensity of its own, and shifts from fuel to fuel."""
    rng = np.random.default_rng(size.uses)
    fuels = [f for f in FUELS if f not in ("electricity", "heat", "total")][: size.fuels]
    uses = [f"use{i:03}" for i in range(size.uses)]
    one = np.ones(2)
    energy = {(u, "final", f): one * rng.uniform(1e5, 1e7) for u in uses for f in fuels}
    carbon = dict(zip(fuels, rng.uniform(1.5, 3.0, len(fuels)), strict=True))
    factor = {cell: one * carbon[cell[2]] for cell in energy}
    seen = Observed((FIRST - 1, FIRST), None, one * 1e12, {}, energy, factor, money="CNY2020")
    tree = grow(seen)
    scenarios = tuple(scenario(f"s{i}", uses, fuels, size, rng) for i in range(size.scenarios))
    planted = seen, tree, Span(FIRST, LAST)
    return Region(planted, scenarios, Draws(keys_of_draws(scenarios), size.members, 1))


def scenario(
    name: str, uses: list[str], fuels: list[str], size: Size, rng: np.random.Generator
) -> Resolved:
    """Write a scenario: each number of growth a distribution, shares on straight lines to two years ahead."""
    table: dict[str, object] = {"gdp": growth(0.04, rng)}
    table["intensity"] = {use: growth(-0.02, rng) for use in uses}
    table["mix"] = {use: {"share": mix(fuels, size, rng)} for use in uses}
    table["factor_scale"] = {f: {"constant": {"normal": [1.0, 0.02]}} for f in fuels}
    paths: dict[str, Path] = read_tree(table, Place(file=f"{name}.toml"))
    return Resolved(name, {}, {}, "", paths, dict.fromkeys(paths, name))


def growth(rate: float, rng: np.random.Generator) -> dict[str, object]:
    """Write growth by periods, each rate uncertain. [1/year]."""
    rates = [float(rate + rng.normal(0, 0.005)) for _ in PERIODS]
    return {
        "growth": [
            {"to": y, "rate": {"normal": [r, 0.005]}} for y, r in zip(PERIODS, rates, strict=True)
        ]
    }


def mix(fuels: list[str], size: Size, rng: np.random.Generator) -> dict[str, object]:
    """Write shares that sum to 1 in two years ahead; the last fuel takes what the others leave. [1]."""
    ahead = {year: rng.dirichlet(np.full(len(fuels), 5.0)) for year in (2040, LAST)}

    def number(share: float) -> object:
        return {"uniform": [0.95 * share, share]} if size.drawn_shares else share

    points = {
        f: {"points": {str(y): number(float(s[i])) for y, s in ahead.items()}}
        for i, f in enumerate(fuels)
    }
    return {**points, fuels[-1]: "residual"}
