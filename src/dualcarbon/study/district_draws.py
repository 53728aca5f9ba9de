"""Draws of districts: what they take from their region is drawn once for all, what each states itself apart."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from dualcarbon.measures.declared import draw_keys as measure_keys
from dualcarbon.quantities.correlation import Correlation
from dualcarbon.quantities.draws import Draws
from dualcarbon.quantities.paths import draw_keys
from dualcarbon.scenarios.assumptions import keys_of_draws
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.study.districts import DECLARATION, Scenarios
from dualcarbon.vocabulary.faults import Fault, Place, note


def stated(scenario: Resolved, own: Collection[str]) -> frozenset[str]:
    """Give the draw keys of the numbers that a district states itself, in a scenario; ``own`` are names of its files."""
    found = {
        key
        for path in scenario.paths.values()
        for one in path.parts.values() or (path,)
        if scenario.declared_at.get(one.key, one.place).file in own
        for key in draw_keys(one)
    }
    return frozenset(found | {key for m in scenario.measures for key in measure_keys(m)})


def named(district: str, key: str) -> str:
    """Give the draw key of a number that a district states itself, beside those of the region.

    Examples
    --------
    >>> named("north", "gdp.growth.2030")
    'districts.north.gdp.growth.2030'
    """
    return f"districts.{district}.{key}"


@dataclass(frozen=True, slots=True)
class Drawn:
    """Draws of the districts beside those of their region.

    ``apart`` holds the numbers that districts state themselves, each under a key with the name of its district, and those
    that only districts have from a template; ``own`` says which are which, by district and scenario.
    """

    region: Draws
    apart: Draws
    own: Mapping[tuple[str, str], frozenset[str]]

    def of(self, district: str, scenario: Resolved) -> Draws:
        """Give the draws that a scenario of a district runs on: what it states itself is its own, all else is shared."""
        own = self.own[district, scenario.name]
        table = {}
        for key in keys_of_draws([scenario]):
            asked = named(district, key) if key in own else key
            source = self.region if asked in self.region.keys else self.apart
            table[key] = source.uniform(asked)
        return Draws.of(table, seed=self.region.seed) if table else self.region


def drawn(
    region: Draws,
    scenarios: Mapping[str, Scenarios],
    own: Mapping[str, Collection[str]],
    correlations: Sequence[Correlation] = (),
) -> Drawn:
    """Draw the numbers that districts state themselves, so that those of the region stay as they are.

    Parameters
    ----------
    region : Draws
        The region's.
    scenarios : mapping
        Of each district by name, laid over those of the region.
    own : mapping
        Names of the files of each district that state paths.
    correlations : sequence of Correlation, optional
        Between numbers of districts, by their named keys; see :func:`tied`.

    Returns
    -------
    Drawn
        In another order than the region's, so that neither knows of the other. [1]
    """
    mine = {
        (district, name): stated(one, own[district])
        for district, every in scenarios.items()
        for name, one in every.items()
    }
    keys = {
        named(district, key) if key in mine[district, name] else key
        for district, every in scenarios.items()
        for name, one in every.items()
        for key in keys_of_draws([one])
    }
    beside = sorted(keys - {*region.keys})
    apart = Draws(beside, region.members, region.seed, correlations=correlations)
    return Drawn(region, apart.shuffled(region.seed), mine)


def tied(
    district: str, given: Sequence[Correlation], scenarios: Scenarios, own: Collection[str]
) -> tuple[list[Correlation], list[Fault]]:
    """Give the correlations between numbers that a district states itself, by their named keys; tell of those left out."""
    mine = {k for one in scenarios.values() for k in stated(one, own)}
    every = {*keys_of_draws(list(scenarios.values()))}
    shared = every - mine
    kept: list[Correlation] = []
    told: list[Fault] = []
    for one in given:
        heads = [k.removesuffix("*") if k.endswith("*") else k for k in one.between]
        if any(k.startswith(head) for head in heads for k in shared):
            place = Place(file=DECLARATION, key="correlations")
            told.append(note("DIS015", place, keys=", ".join(one.between)))
            continue
        keys = tuple(named(district, key) for key in one.between)
        kept.append(one.model_copy(update={"between": keys}))
    return kept, told
