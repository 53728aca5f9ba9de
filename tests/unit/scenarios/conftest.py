"""A small region whose tree has every kind of branch, and scenarios written as in a file."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.measures import projects
from dualcarbon.measures.declared import Measure
from dualcarbon.quantities.declared import declare
from dualcarbon.scenarios import declared, inheritance, projection
from dualcarbon.scenarios.assumptions import Span
from dualcarbon.scenarios.deployment import Deployed, Setting, deploy
from dualcarbon.scenarios.tree import Observed, grow
from dualcarbon.vocabulary.faults import Place

SUPPLY = "energy_supply"
CELLS = {
    ("industry", "final", "coal"): [60.0, 50.0],
    ("industry", "final", "electricity"): [30.0, 40.0],
    ("industry", "final", "oil"): [10.0, 10.0],
    ("households", "final", "natural_gas"): [8.0, 10.0],
    ("households", "final", "electricity"): [12.0, 10.0],
    (SUPPLY, "power", "coal"): [80.0, 90.0],
    (SUPPLY, "power", "natural_gas"): [0.0, 10.0],
    (SUPPLY, "power", "nonfossil"): [4.0, 8.0],
    (SUPPLY, "power", "electricity"): [-36.0, -42.0],
    (SUPPLY, "import", "electricity"): [6.0, 8.0],
    (SUPPLY, "other_transformation", "coal"): [-5.0, -4.0],
    (SUPPLY, "losses", "oil"): [1.0, 0.5],
}
FACTORS = {"coal": 2.6, "oil": 2.1, "natural_gas": 1.6}
FILE = "scenarios/base.toml"


@pytest.fixture
def seen():
    """Statistics of 2016 and 2017; money in CNY of 2010."""
    energy = {cell: np.array(values) for cell, values in CELLS.items()}
    return Observed(
        years=(2016, 2017),
        population=np.array([100.0, 110.0]),
        gdp=np.array([900.0, 1000.0]),
        value_added={"industry": np.array([500.0, 400.0]), "services": np.array([400.0, 600.0])},
        energy=energy,
        factor={c: np.full(2, FACTORS[c[2]]) for c in energy if c[2] in FACTORS},
        import_factor=np.array([5.0, 4.0]),
        money="CNY2010",
    )


@pytest.fixture
def tree(seen):
    return grow(seen)


@pytest.fixture
def span():
    return Span(2017, 2020)


@pytest.fixture
def base(seen, tree):
    """Parameters of the base year."""
    return {key: float(series[-1]) for key, series in projection.observed(seen, tree).items()}


@pytest.fixture
def measure():
    """Make a measure of its changes, in place between two years."""

    def made(*changes, id="m", start=2017, to=2019, **more):
        table = {"id": id, "changes": list(changes), "ramp": {"from": start, "to": to}, **more}
        return declare(Measure, table, Place())

    return made


@pytest.fixture
def at(measure, span):
    """Deploy a measure of these changes at a level."""

    def made(*changes, level=1.0, **more):
        one = measure(*changes, **more)
        return Deployed(one, projects.placed(one, [], span.years), level)

    return made


@pytest.fixture
def values(base, span):
    """All parameters of the tree held at the base year, and nothing captured, each (1, year)."""
    caught = dict.fromkeys(("capture.industry", "capture.power", "capture.households"), 0.0)
    return {key: np.full((1, len(span.years)), value) for key, value in (base | caught).items()}


@pytest.fixture
def setting(tree, span):
    residuals = {"mix.industry": "electricity", "power.supply": "thermal"}
    return Setting(tree, span.years, residuals, "enhanced")


@pytest.fixture
def after(values, setting):
    """Give the parameters as measures make them."""

    def made(*deployed, draws=None, given=None):
        return deploy(deployed, given or values, setting, draws)

    return made


@pytest.fixture
def energy(tree):
    """Give the energy of every cell of parameters in the last year. [tce]."""

    def made(given, member=0):
        cells = projection.project(given, tree)
        return {cell: float(v[min(member, len(v) - 1), -1]) for cell, v in cells.items()}

    return made


@pytest.fixture
def read(tree):
    """Read a scenario from the table of its file; ``ids`` are the measures of the study."""

    def made(table, name="base", ids=(), **more):
        return declared.read({"name": name, **table, **more}, tree, f"scenarios/{name}.toml", ids)

    return made


@pytest.fixture
def resolved(read, span):
    """Read one scenario that extends nothing and deploys measures in full, and resolve it."""

    def made(table, *measures, **more):
        listed = {m.id: (m, projects.placed(m, [], span.years)) for m in measures}
        levels = {"measures": dict.fromkeys(listed, 1.0)} if listed else {}
        one = read({**table, **levels}, ids=tuple(listed), **more)
        return inheritance.resolve([one], placed=listed)["base"]

    return made
