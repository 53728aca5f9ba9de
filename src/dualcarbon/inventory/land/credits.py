"""Credits of projects that bind carbon: what may earn them, and how many."""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

import numpy as np

from dualcarbon.inventory.activities import Activities, use
from dualcarbon.inventory.declared import CreditProject, Land
from dualcarbon.inventory.land.forest import CO2_PER_C
from dualcarbon.inventory.ledger import Activity, Floats, Formula, Line
from dualcarbon.quantities.declared import gathering, hint
from dualcarbon.reference.numbers import Shelf
from dualcarbon.vocabulary.faults import Fault, Place, note

PARTS = ("credit_project", "credit_baseline", "credit_leakage")
"""Statistics of a project: change of carbon with it, change without it, carbon lost elsewhere because of it."""
Rule = Mapping[str, Any]


def certified(project: Floats, baseline: Floats, leakage: Floats, risk: Floats) -> Floats:
    r"""Compute the removals that a project may be credited with.

    .. math:: CER_t = (\Delta C_{project} - \Delta C_{baseline} - L)(1 - K) \, \frac{44}{12}

    Parameters
    ----------
    project, baseline : ndarray (..., year)
        Carbon bound in the year with and without the project. [t C]
    leakage : ndarray (..., year)
        Carbon lost elsewhere because of the project. [t C]
    risk : ndarray
        Share held back because the carbon may come off again. [1]

    Returns
    -------
    ndarray (..., year)
        Credits, positive. [t CO2]

    References
    ----------
    .. [1] Ministry of Ecology and Environment, methodology CCER-14-001-V01, afforestation carbon sink, 2023.

    Examples
    --------
    150 t C bound, 20 of it would have been anyway, 10 lost elsewhere, a tenth held back:

    >>> round(float(certified(150.0, 20.0, 10.0, 0.1)), 6)
    396.0
    """
    return (project - baseline - leakage) * (1 - risk) * CO2_PER_C


@functools.cache
def methodologies() -> dict[str, Rule]:
    """Give the methodologies by their code.

    Examples
    --------
    >>> methodologies()["CCER-14-002-V01"]["title"]["zh"]
    '红树林营造'
    """
    file = resources.files(__package__).joinpath("methodologies.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def checked(project: CreditProject) -> tuple[Fault, ...]:
    """Tell what keeps a project from being credited: method, plants, land, plots, years.

    Examples
    --------
    >>> one = CreditProject(id="hill", methodology="CCER-14-001-V01", province="35", begun=2019, land="barren",
    ...               plants="trees", smallest_plot=500.0, years=30)
    >>> [fault.message() for fault in checked(one)]
    ['study.toml [account.land.projects.hill]: the smallest plot is 500 m2; at least 667 m2 are asked of a project begun in 2019']
    """
    place = Place(file="study.toml", key=f"account.land.projects.{project.id}")
    rule = methodologies().get(project.methodology)
    if rule is None:
        told = hint(project.methodology, methodologies())
        return (note("LND012", place, text=project.methodology, hint=told),)
    return (*_grown(project, rule, place), *_plot(project, rule, place), *_term(project, rule, place))  # fmt: skip


def merged(projects: Sequence[CreditProject]) -> tuple[Fault, ...]:
    """Tell what keeps projects from being handed in as one: they must be coastal, of one methodology and one province."""
    place = Place(file="study.toml", key="account.land.projects")
    names = ", ".join(project.id for project in projects)
    methods = {project.methodology for project in projects}
    rules = [methodologies().get(method, {}) for method in methods]
    apart = len(methods) > 1 or len({project.province[:2] for project in projects}) > 1
    if apart or not all(rule.get("merged", False) for rule in rules):
        return (note("LND016", place, projects=names),)
    return ()


def lines(
    activities: Activities, settings: Land, shelf: Shelf
) -> tuple[tuple[Line, ...], tuple[Fault, ...]]:
    """Give the credits of the projects that may have them: ledger ``project``, in no total of the territory."""
    found: list[Line] = []
    faults: list[Fault] = []
    for project in settings.projects:
        told = checked(project)
        faults += told
        for part in PARTS if told else ():
            activities.told.add((part, project.id))
        with gathering(faults):
            found += [] if told else _credited(activities, shelf, project, faults)
    return tuple(found), (*faults, *_strangers(activities, settings))


def _credited(
    activities: Activities, shelf: Shelf, project: CreditProject, faults: list[Fault]
) -> list[Line]:
    given = [activities.over(part, "t C", project.id) for part in PARTS]
    inputs = tuple(series for series in given if series is not None)
    if len(inputs) < len(PARTS):
        place = Place(file="data/activity.csv")
        lacking = ", ".join(p for p, s in zip(PARTS, given, strict=True) if s is None)
        faults.append(note("LND023", place, project=project.id, lacking=lacking))
        return []
    risk = use(shelf, PARTS[0], "risk", "1", activities.years, kind=project.methodology, label=True)
    faults += _early(inputs, project)
    return [
        Line(
            id=f"land.credit.{project.id}", category=methodologies()[project.methodology]["category"], gas="CO2",
            years=activities.years, inputs=(*inputs, risk), formula=_since(project.begun, activities.years), method="project_credit", item=PARTS[0],
            kind=project.id, ledger="project",
        )
    ]  # fmt: skip


def _since(begun: int, years: Sequence[int]) -> Formula:
    """Give the formula of credits with the sign of the ledger, removals negative; none before the project began."""
    there = np.array([year >= begun for year in years])

    def removed(*given: Floats) -> Floats:
        return np.where(there, -certified(*given), 0.0)

    return removed


def _early(inputs: Sequence[Activity], project: CreditProject) -> list[Fault]:
    """Tell of carbon stated for years before the project began, which earns nothing."""
    early = {
        year
        for series in inputs
        for year, value in zip(series.years, series.values, strict=True)
        if year < project.begun and not np.isnan(value) and value
    }
    if not early:
        return []
    years = ", ".join(str(year) for year in sorted(early))
    place = Place(file="data/activity.csv")
    return [note("LND027", place, project=project.id, begun=project.begun, years=years)]


def _grown(project: CreditProject, rule: Rule, place: Place) -> list[Fault]:
    """Tell plants and land that the methodology does not take."""
    method, found = project.methodology, []
    if project.plants not in rule["plants"]:
        takes = ", ".join(rule["plants"])
        found.append(note("LND014", place, text=project.plants, methodology=method, takes=takes))
    if project.land in rule.get("excluded_land", ()):
        takes = f"not {', '.join(rule['excluded_land'])}"
        found.append(note("LND014", place, text=project.land, methodology=method, takes=takes))
    if "land" in rule and project.land not in rule["land"]:
        takes = ", ".join(rule["land"])
        found.append(note("LND014", place, text=project.land, methodology=method, takes=takes))
    return found


def _plot(project: CreditProject, rule: Rule, place: Place) -> list[Fault]:
    """Tell plots that are too small, or of which nothing is said."""
    if not (bounds := rule.get("plots", ())):
        return []
    least = next(b["least"] for b in bounds if project.begun <= b["begun_by"])
    if project.smallest_plot is None:
        return [note("LND017", place, least=f"{least:g}")]
    if project.smallest_plot >= least:
        return []
    size = f"{project.smallest_plot:g}"
    return [note("LND013", place, size=size, least=f"{least:g}", begun=project.begun)]


def _term(project: CreditProject, rule: Rule, place: Place) -> list[Fault]:
    """Tell years of crediting outside of what is allowed."""
    term = rule["years"]
    if term["least"] <= project.years <= term["most"]:
        return []
    return [note("LND015", place, years=project.years, least=term["least"], most=term["most"])]


def _strangers(activities: Activities, settings: Land) -> list[Fault]:
    """Tell rows of projects that study.toml does not declare."""
    known = [project.id for project in settings.projects]
    return [
        note("LND009", Place(file="data/activity.csv"), indicator=part, kind=kind or "-", block="projects", known=", ".join(known) or "-")
        for part in PARTS
        for kind in activities.kinds(part)
        if kind not in known
    ]  # fmt: skip
