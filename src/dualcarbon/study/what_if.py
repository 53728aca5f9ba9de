"""A scenario of a study held ready for questions: a number is moved, and the verdict and its probabilities are given anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import xarray as xr

from dualcarbon.errors import UnknownName
from dualcarbon.neutrality import assessment
from dualcarbon.neutrality.assessment import Neutrality
from dualcarbon.peak import odds, verdict
from dualcarbon.peak.odds import Count
from dualcarbon.peak.verdict import Verdict
from dualcarbon.quantities.declared import hint
from dualcarbon.quantities.distributions import Distribution
from dualcarbon.scenarios import ensemble, what_if
from dualcarbon.scenarios.beyond import Part
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.scenarios.what_if import Ready
from dualcarbon.study import all_gases
from dualcarbon.study.futures import BY, shared_draws
from dualcarbon.study.preparation import Prepared

MEMBERS = 512
"""Members that a question is answered with. [members]"""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a scenario gives once some of its numbers are others.

    ``totals`` are those of the members and of the central run, history included [t CO2]; ``verdict`` is that on the
    territorial total of the central run, ``odds`` count those on the members.
    """

    totals: what_if.Answer
    verdict: Verdict
    odds: Count


@dataclass(frozen=True, slots=True)
class Held:
    """A scenario of a study held ready; ``by`` are the years by which the peak is asked for, ``blank`` is a path (year) [t CO2]."""

    ready: Ready
    by: tuple[int, ...]
    blank: xr.DataArray

    def answer(
        self,
        numbers: Mapping[str, Distribution] | None = None,
        levels: Mapping[str, float] | None = None,
    ) -> Answer:
        """Answer what happens if some numbers of the scenario are others, all else as it is written.

        Parameters
        ----------
        numbers : mapping of Distribution, optional
            Numbers by draw key, such as ``gdp.growth.2030``. [unit of each]
        levels : mapping of float, optional
            Levels of deployment of measures, 0 to 1, by id. [1]

        Raises
        ------
        UnknownName
            The scenario has no such number, or no such measure acts in it.
        InputError
            A number is out of its range.
        """
        totals = self.ready.answer(self.moved(numbers, levels))
        path = self.blank.copy(data=totals.central_territorial)
        counted = odds.count(
            totals.territorial, np.array(totals.years), by=self.by, compiled=True
        )  # fmt: skip
        return Answer(totals, verdict.judge(path, noise=False), counted)

    def moved(
        self,
        numbers: Mapping[str, Distribution] | None = None,
        levels: Mapping[str, float] | None = None,
    ) -> Resolved:
        """Give the scenario with some numbers in place of its own, as :meth:`answer` asks about it."""
        return what_if.moved(self.ready.scenario, numbers, levels)


def hold(prepared: Prepared, name: str, members: int = MEMBERS) -> Held:
    """Hold a scenario of a study ready, with the draws that a run with as many members has.

    Parameters
    ----------
    prepared : Prepared
        The study.
    name : str
        Name of the scenario.
    members : int
        Members, a power of two; a few hundred, as all are held at once. [members]

    Raises
    ------
    UnknownName
        The study has no such scenario.
    InputError
        With every fault of the scenario's numbers.
    """
    scenarios, study = prepared.scenarios, prepared.study
    if name not in scenarios:
        msg = f'the study has no scenario "{name}"; {hint(name, scenarios)["en"]}'
        raise UnknownName(msg)
    draws = shared_draws(study, scenarios, members, study.seed)
    by = tuple(year for year in BY if year <= study.horizon)
    seen, _, span = prepared.planted
    years = [*seen.years[:-1], *span.years]
    blank = xr.DataArray(np.zeros(len(years)), coords={"year": years}, attrs={"units": "t CO2"})
    return Held(what_if.ready(scenarios[name], prepared.planted, draws), by, blank)


def neutral(prepared: Prepared, scenario: Resolved) -> Neutrality:
    """Judge whether a scenario is neutral in all gases, and what remains at the horizon if not; by its central run.

    Parameters
    ----------
    prepared : Prepared
        The study.
    scenario : Resolved
        A scenario of it, or what has been moved of one.

    Returns
    -------
    Neutrality
        In carbon dioxide of energy alone where the account beside energy is not carried ahead. [t CO2e, t CO2]

    Raises
    ------
    InputError
        With every fault of the scenario's numbers.
    """
    middle = ensemble.central(scenario, *prepared.planted)
    beyond = prepared.planted[1].beyond
    if beyond is not None:
        parts = all_gases.parts_of(scenario.name, middle, beyond)
        return all_gases.assessed(parts, beyond, prepared.ledger).ghg
    path = xr.DataArray(
        middle.totals.territorial[0], coords={"year": list(middle.years)}, attrs={"units": "t CO2"}
    )  # fmt: skip
    return assessment.assess(path, processes=False).co2


def remaining(prepared: Prepared, scenario: Resolved) -> dict[Part, float]:
    """Give what remains at the horizon by category and gas, sinks negative, as :func:`neutral` judges it. [t CO2e].

    Empty where the account beside energy is not carried ahead; parameters and errors as there.
    """
    beyond = prepared.planted[1].beyond
    if beyond is None:
        return {}
    middle = ensemble.central(scenario, *prepared.planted)
    parts = all_gases.parts_of(scenario.name, middle, beyond)
    return {part: float(path[-1]) for part, path in parts.items()}
