"""What a study says that is probably not meant: a slip of the unit, a path that leaps, plants without fuel."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from dualcarbon.quantities.distributions import Fixed
from dualcarbon.quantities.kinds import Elasticity
from dualcarbon.scenarios.assumptions import Span, given
from dualcarbon.scenarios.chains import PLANTS as PLANTS_OF
from dualcarbon.scenarios.deployment import Deployed
from dualcarbon.scenarios.ensemble import Central, Ensemble
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.scenarios.tree import Cell, Observed, Series, Tree
from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.names import FUELS

PLANTS = {
    "power": ("electricity", 0.2, 0.65, {"en": "power plants", "zh": "火电厂"}),
    "heat": ("heat", 0.4, 1.1, {"en": "heat plants", "zh": "供热"}),
}
"""What plants make, and the share of their fuel that they may make of it. [tce/tce]"""
LEAST = 0.15
"""Share of their fuel below which no plants are run in any year. [tce/tce]"""
LEAP = (0.2, 2.0)
"""From one year to the next a path stays within these times its value, or is asked about. [1]"""
NOTHING = 1e-9
"""Share of what plants make that rounding may leave. [1]"""


def of_statistics(seen: Observed) -> list[Fault]:
    """Hold what plants make of their fuel to what they can; amounts per head are held by the yearbook.

    Parameters
    ----------
    seen : Observed
        The statistics; the last year is looked at.

    Returns
    -------
    list of Fault
        BAL004 for each kind of plants.
    """
    return list(_of_plants(seen))


def of_scenario(scenario: Resolved, middle: Central, tree: Tree, span: Span) -> list[Fault]:
    """Tell of paths that leap, SCN022, of plants that cannot be, SCN027, and of measures without effect, MEA011.

    Parameters
    ----------
    scenario : Resolved
        What is assumed.
    middle : Central
        Its central run.
    tree : Tree
        The region's tree; shares are not looked at, they are held to one.
    span : Span
        Base year and horizon.
    """
    first = middle.years.index(span.base_year)
    told: list[Fault] = []
    for key, unit in tree.units.items():
        values = middle.parameters.get(key, np.zeros(1))[first:]
        if _declares(key, scenario) and (place := _leap(values)):
            here = Place(file=scenario.origin.get(key, ""), key=key)
            pair = {"before": float(values[place - 1]), "after": float(values[place])}
            told.append(note("SCN022", here, year=span.base_year + place, unit=unit, **pair))
    told += _of_rates(scenario, middle, span)
    late = [d.measure.id for d in scenario.deployed if _does_nothing(d)]
    return told + [note("MEA011", id=id, horizon=span.horizon, name=scenario.name) for id in late]


def of_capture(name: str, middle: Central, many: Ensemble) -> list[Fault]:
    """Tell in how many members all that a branch emits is captured, because they emit less than is to be captured.

    Parameters
    ----------
    name : str
        Name of the scenario.
    middle : Central
        Its central run.
    many : Ensemble
        Its members.

    Returns
    -------
    list of Fault
        MEA052 for each such branch, with the first year.
    """
    found: list[Fault] = []
    for path, share in many.captured.items():
        full = share >= 1
        if full.any() and not (middle.parameters[path] >= 1).any():
            year = middle.years[int(np.flatnonzero(full.any(axis=0))[0])]
            count, place = int(full.any(axis=1).sum()), Place(key=f"scenarios.{name}")
            told = {"name": name, "path": path, "year": year}
            found.append(note("MEA052", place, **told, count=count, members=len(share)))
    return found


def without_fuel(name: str, middle: Central) -> list[Fault]:
    """Tell of plants that a scenario builds where the statistics have none: they would burn nothing.

    Parameters
    ----------
    name : str
        Name of the scenario.
    middle : Central
        Its central run.

    Returns
    -------
    list of Fault
        SCN021 with the first year, for power and for heat.
    """
    found: list[Fault] = []
    for flow, (carrier, _, _, title) in PLANTS.items():
        made, burnt = _made_and_burnt(middle.energy, flow, carrier)
        idle = np.flatnonzero((made > NOTHING * np.abs(made).max()) & (burnt <= 0))
        if len(idle):
            year = middle.years[int(idle[0])]
            found.append(note("SCN021", name=name, plants=title, year=year))
    return found


def of_surplus(name: str, middle: Central) -> list[Fault]:
    """Tell of plants that would make less than nothing, because what chains give beside is more than anybody uses.

    Parameters
    ----------
    name : str
        Name of the scenario.
    middle : Central
        Its central run.

    Returns
    -------
    list of Fault
        TRE043 with the first year, for electricity and for heat.
    """
    found: list[Fault] = []
    for carrier, cell in PLANTS_OF.items():
        made = middle.energy.get(cell, np.zeros(1))
        back = np.flatnonzero(made > NOTHING * np.abs(made).max())
        if len(back):
            year = middle.years[int(back[0])]
            found.append(note("TRE043", name=name, carrier=FUELS.both(carrier), year=year))
    return found


def _of_plants(seen: Observed) -> Iterator[Fault]:
    for flow, (carrier, low, high, title) in PLANTS.items():
        made, burnt = (float(v[-1]) for v in _made_and_burnt(seen.energy, flow, carrier))
        if made > 0 and burnt > 0 and not low <= made / burnt <= high:
            yield note(
                "BAL004", year=seen.years[-1], plants=title, value=made / burnt, low=low, high=high
            )


def _of_rates(scenario: Resolved, middle: Central, span: Span) -> Iterator[Fault]:
    """Tell of plants that a scenario lets make more than their fuel, or next to nothing of it; the statistics are told apart."""
    first = middle.years.index(span.base_year)
    for flow, (_, _, high, title) in PLANTS.items():
        key, most = f"{flow}.rate", max(high, 1.0)
        rates = middle.parameters.get(key, np.zeros(len(middle.years)))[first:]
        odd = (rates > 0) & (rates != rates[0]) & ((rates * most < 1) | (rates * LEAST > 1))
        for place in np.flatnonzero(odd)[:1]:
            here = Place(file=scenario.origin.get(key, ""), key=key)
            said = {"value": 1 / float(rates[place]), "low": LEAST, "high": most, "plants": title}
            yield note("SCN027", here, year=span.base_year + int(place), **said)


def _declares(key: str, scenario: Resolved) -> bool:
    """Tell whether the numbers of a path are its own; what follows others begins where these let it begin."""
    path, owners = scenario.paths.get(key), given(scenario)
    while path is not None and isinstance(path.form, Elasticity):
        to = path.form.elasticity.to
        path = scenario.paths.get(owners.get(to, to))
    return path is None or not path.form.follows()


def _made_and_burnt(
    energy: Mapping[Cell, Series], flow: str, carrier: str
) -> tuple[Series, Series]:
    """Give what plants made of fuel, primary electricity left out, and the fuel. [tce]."""
    out = (carrier, "nonfossil")
    cells = {fuel: v for (_, w, fuel), v in energy.items() if w == flow}
    nothing = np.zeros_like(next(iter(energy.values())))
    made = sum((-v for f, v in cells.items() if f in out), nothing)
    return made, sum((v for f, v in cells.items() if f not in out), nothing)


def _leap(values: Series) -> int:
    """Give the first position at which a path is far from what it was the year before; 0 if none."""
    before, after = values[:-1], values[1:]
    both = (before != 0) & (after != 0)
    times = np.divide(after, before, out=np.ones_like(before), where=both)
    far = np.flatnonzero((times < LEAP[0]) | (times > LEAP[1]))
    return int(far[0]) + 1 if len(far) else 0


def _does_nothing(deployed: Deployed) -> bool:
    """Tell whether a measure starts too late, or changes nothing at all."""
    neutral = {"scale": 1.0, "set": None}
    idle = not np.any(deployed.done)
    return idle or all(
        isinstance(c.value, Fixed) and neutral.get(c.op, 0.0) == c.value.central
        for c in deployed.measure.changes
    )
