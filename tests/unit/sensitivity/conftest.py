"""Scenarios of a region with industry and people, read as from a file."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.measures import projects
from dualcarbon.measures.declared import Measure
from dualcarbon.quantities.correlation import Correlation, correlated
from dualcarbon.quantities.declared import declare
from dualcarbon.quantities.paths import read_tree
from dualcarbon.scenarios.assumptions import Span, keys_of_draws
from dualcarbon.scenarios.deployment import Deployed
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.scenarios.tree import Observed, grow
from dualcarbon.vocabulary.faults import Place

SPAN = Span(2017, 2030)
UNCERTAIN = {
    "gdp": {"growth": [{"to": 2025, "rate": {"normal": [0.05, 0.01]}}, {"to": 2030, "rate": {"normal": [0.04, 0.01]}}]},
    "population": {"constant": 100.0},
    "intensity": {"industry": {"growth": [{"to": 2030, "rate": {"normal": [-0.03, 0.01]}}]}},
    "mix": {"industry": {"share": {"coal": {"points": {2030: {"uniform": [0.3, 0.5]}}}, "oil": "residual"}}},
}  # fmt: skip


@pytest.fixture(scope="session")
def planted():
    """Statistics of 2016 and 2017, the tree, the years."""
    energy = {
        ("industry", "final", "coal"): np.array([50.0, 60.0]),
        ("industry", "final", "oil"): np.array([30.0, 40.0]),
        ("households", "final", "oil"): np.array([8.0, 10.0]),
    }
    seen = Observed(
        years=(2016, 2017),
        population=np.array([100.0, 110.0]),
        gdp=np.array([900.0, 1000.0]),
        value_added={"industry": np.array([500.0, 400.0]), "services": np.array([400.0, 600.0])},
        energy=energy,
        factor={cell: np.full(2, 2.6 if cell[2] == "coal" else 2.1) for cell in energy},
        money="CNY2010",
    )
    return seen, grow(seen), SPAN


@pytest.fixture(scope="session")
def scenario():
    """Read a scenario from the table of its file, with measures in full."""

    def made(table=None, *measures):
        paths = read_tree(UNCERTAIN if table is None else table, Place(file="scenarios/one.toml"))
        listed = [declare(Measure, one, Place()) for one in measures]
        deployed = tuple(Deployed(m, projects.placed(m, [], SPAN.years), 1.0) for m in listed)
        title = {"en": "One", "zh": "甲"}
        origin = dict.fromkeys(paths, "scenarios/one.toml")
        return Resolved("one", title, title, "", paths, origin, {}, deployed)

    return made


@pytest.fixture(scope="session")
def tied():
    """Let uncertain numbers of a scenario go together."""

    def made(one, *between, value=0.6):
        return correlated([Correlation(between=between, value=value)], keys_of_draws([one]))

    return made
