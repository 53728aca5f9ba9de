"""Every scenario in all gases: the carbon dioxide of energy and all that stands beside it, judged as one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import xarray as xr

from dualcarbon.inventory.key_categories import LAND
from dualcarbon.inventory.ledger import Ledger
from dualcarbon.neutrality import assessment, budget
from dualcarbon.neutrality.assessment import Assessment
from dualcarbon.peak import odds as peak_odds
from dualcarbon.peak import verdict
from dualcarbon.peak.odds import Odds
from dualcarbon.peak.verdict import Verdict
from dualcarbon.scenarios.assumptions import Span
from dualcarbon.scenarios.beyond import Beyond, Part, emitted, hold
from dualcarbon.scenarios.ensemble import Central, Ensemble
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.scenarios.tree import Series
from dualcarbon.study import burnt_anew
from dualcarbon.study.futures import BY, Futures
from dualcarbon.study.preparation import Prepared
from dualcarbon.study.whole import complete_since
from dualcarbon.vocabulary.faults import Fault, Place, note

PROCESSES = "2"
ENERGY = Part("1A", "CO2")
SHOWN = 5
"""Keys that a message lists."""
UNIT = "t CO2"


@dataclass(frozen=True, slots=True)
class AllGases:
    """One scenario in all gases.

    ``co2e`` (year) holds the years of the account in which it is whole, then those to the horizon [t CO2e]; ``parts`` (year)
    are those from the base year on, by category and gas, the carbon dioxide of energy under ``1A`` [t CO2e]; ``members``
    (member, year) the ensemble of ``co2e``; ``nets`` what neutrality is judged by in every member, see :func:`nets`;
    ``cumulative`` runs from the year after the base year [t CO2e].
    """

    years: tuple[int, ...]
    co2e: xr.DataArray
    parts: Mapping[Part, Series]
    members: xr.DataArray
    nets: Mapping[str, xr.DataArray]
    peak: Verdict
    odds: Odds
    neutrality: Assessment
    cumulative: float

    def interval(self, level: float) -> Series:
        """Give a quantile of the members in every year, (year). [t CO2e]."""
        return np.asarray(np.quantile(self.members.values, level, axis=0))


def of_study(prepared: Prepared, ahead: Futures) -> tuple[dict[str, AllGases], list[Fault]]:
    """Carry the account of every scenario ahead in all gases; nothing where the account beside energy cannot be."""
    carried, told = prepared.planted[1].beyond, list[Fault]()
    if carried is None:
        return {}, told
    by = [y for y in BY if y <= prepared.study.horizon]
    found: dict[str, AllGases] = {}
    quieted: list[Fault] = []
    for name, future in ahead.by_name.items():
        runs = future.central, future.ensemble
        span = prepared.planted[2]
        found[name] = run(future.scenario, span, carried, prepared.ledger, runs, by=by)
        quieted += quiet(future.scenario, carried)
        quieted += burnt_anew.told(name, future.central.energy, carried)
        place = Place(key=f"scenarios.{name}.all_gases")
        told += [Fault(w.code, place, w.params) for w in found[name].neutrality.warnings]
    return found, [*together(quieted), *told]


def run(
    scenario: Resolved,
    span: Span,
    beyond: Beyond,
    ledger: Ledger,
    runs: tuple[Central, Ensemble],
    *,
    by: Sequence[int],
) -> AllGases:
    """Carry a scenario's account ahead in all gases, and judge it.

    Parameters
    ----------
    scenario : Resolved
        Its paths, those of activity and abatement among them.
    span : Span
        Base year and horizon.
    beyond : Beyond
        The account beside the carbon dioxide of energy.
    ledger : Ledger
        The account, for the years before the base year.
    runs : tuple
        The scenario's central run, and its members with what stands beside them.
    by : sequence of int
        Years of the probabilities.
    """
    middle, many = runs
    parts = parts_of(scenario.name, middle, beyond)
    home = ledger.territorial
    past = _past(home, beyond.set_name)
    whole = _labelled(np.concatenate([past[:-1], sum(parts.values())]), beyond.years, len(past))
    net = nets(many.territorial, many.beside, beyond.years)
    rows = net["ghg"].values
    history = np.broadcast_to(past[:-1], (len(rows), len(past) - 1))
    members = _labelled(np.concatenate([history, rows], axis=1), beyond.years, len(past))
    judged = assessed(parts, beyond, home)
    spent = budget.cumulative(whole, start=span.base_year + 1, end=span.horizon)
    return AllGases(
        tuple(int(y) for y in whole.year.values),
        whole,
        parts,
        members,
        net,
        verdict.judge(whole, noise=False),
        peak_odds.odds(members, by=by),
        judged,
        float(spent),
    )


def parts_of(name: str, middle: Central, beyond: Beyond) -> dict[Part, Series]:
    """Give what the central run of a scenario emits, base year to horizon, by category and gas (year). [t CO2e].

    Raises
    ------
    InputError
        What it says of the account beside energy cannot be.
    """
    count = len(beyond.years)
    ahead = {k: v[None, -count:] for k, v in middle.parameters.items()}
    cells = {c: v[None, -count:] for c, v in middle.energy.items()}
    beside = emitted(beyond, ahead, cells)
    hold(name, beside, beyond.years)
    parts = {p: v[0] for p, v in beside.items()}
    parts[ENERGY] = parts.get(ENERGY, 0.0) + middle.totals.territorial[0, -count:]
    return parts


def quiet(scenario: Resolved, beyond: Beyond) -> list[Fault]:
    """Tell which activities beside energy a scenario leaves at their value of the base year."""
    on = sorted(unsaid(scenario, beyond))
    changed = {change.path for measure in scenario.measures for change in measure.changes}
    said = {*scenario.paths, *beyond.onward, *changed}
    held = [key for key in beyond.keys if key not in said]
    first, last = beyond.years[0], beyond.years[-1]
    told = [note("AHD001", name=scenario.name, count=len(held), year=first, keys=_listed(held))] if held else []  # fmt: skip
    return told + ([note("AHD005", name=scenario.name, keys=_listed(on), horizon=last)] if on else [])  # fmt: skip


def together(told: Iterable[Fault]) -> list[Fault]:
    """Tell once what several scenarios leave alike, with the names of all of them."""
    names: dict[Fault, list[str]] = {}
    for one in told:
        rest = tuple((key, value) for key, value in one.params if key != "name")
        name = str(dict(one.params)["name"])
        names.setdefault(Fault(one.code, one.place, rest), []).append(name)
    return [
        Fault(one.code, one.place, (("name", ", ".join(who)), *one.params))
        for one, who in names.items()
    ]


def _listed(keys: Sequence[str]) -> str:
    return ", ".join(keys[:SHOWN]) + (", ..." if len(keys) > SHOWN else "")


def unsaid(scenario: Resolved, beyond: Beyond) -> frozenset[str]:
    """Give the stocks of which a scenario says nothing, neither by a path nor by a measure: they go on by themselves."""
    changed = {change.path for measure in scenario.measures for change in measure.changes}
    return frozenset(beyond.onward) - {*scenario.paths, *changed}


def _past(home: Ledger, gases: str) -> Series:
    """Give the account of the years up to the base year that are whole alike (year). [t CO2e]."""
    since = complete_since(home)
    first = home.years.index(since) if since is not None else len(home.years) - 1
    return np.asarray(home.total(gases))[first:]


def nets(
    territorial: xr.DataArray, beside: Mapping[str, Series], years: Sequence[int]
) -> dict[str, xr.DataArray]:
    """Give what members emit less what the region's own sinks take up, in all gases and in carbon dioxide.

    Parameters
    ----------
    territorial : DataArray (member, year)
        Carbon dioxide of energy of the members, history included. [t CO2]
    beside : mapping of ndarray (member, year)
        What stands beside it, ``ghg`` and ``co2``. [t CO2e, t CO2]
    years : sequence of int
        Base year to horizon.

    Returns
    -------
    dict of DataArray (member, year)
        ``ghg`` and ``co2``, base year to horizon. [t CO2e, t CO2]
    """
    burnt = territorial.values[:, -len(years) :]
    return {scope: _labelled(burnt + beside[scope], years, 1) for scope in ("ghg", "co2")}


def assessed(parts: Mapping[Part, Series], beyond: Beyond, home: Ledger) -> Assessment:
    """Assess neutrality by the inventory's own sinks, both of carbon dioxide and of all gases."""
    categories = {line.category for line in home.lines}
    co2 = _sum(parts, lambda p: p.gas == "CO2" and not p.category.startswith(LAND))
    sinks = _sum(parts, lambda p: p.gas == "CO2" and p.category.startswith(LAND))
    gases = _sum(parts, lambda p: p.gas != "CO2")
    said = {name: _labelled(v, beyond.years, 1) for name, v in (("co2", co2), ("sinks", sinks), ("gases", gases))}  # fmt: skip
    return assessment.assess(
        said["co2"],
        processes=any(c.startswith(PROCESSES) for c in categories),
        sinks=said["sinks"] if any(c.startswith(LAND) for c in categories) else None,
        gases=said["gases"] if any(part.gas != "CO2" for part in parts) else None,
        gwp=beyond.set_name,
    )


def _sum(parts: Mapping[Part, Series], keep: Callable[[Part], bool]) -> Series:
    kept: Iterable[Series] = (v for part, v in parts.items() if keep(part))
    return np.asarray(sum(kept, np.zeros(len(next(iter(parts.values()))))))


def _labelled(values: Series, ahead: Sequence[int], past: int) -> xr.DataArray:
    """Label an array whose last years are those ahead, behind ``past`` years that end with the base year."""
    years = list(range(ahead[0] - past + 1, ahead[-1] + 1))
    dims = ("year",) if values.ndim == 1 else ("member", "year")
    coords = {"year": years} | ({"member": range(len(values))} if values.ndim > 1 else {})
    return xr.DataArray(values, dims=dims, coords=coords, attrs={"units": UNIT})
