"""A small region whose tree has every kind of branch, and scenarios written as in a file."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.scenarios import declared, inheritance, projection
from dualcarbon.scenarios.assumptions import Span
from dualcarbon.scenarios.tree import Observed, grow

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
def read(tree):
    """Read a scenario from the table of its file."""

    def made(table, name="base", **more):
        return declared.read({"name": name, **table, **more}, tree, f"scenarios/{name}.toml")

    return made


@pytest.fixture
def resolved(read):
    """Read one scenario that extends nothing, and resolve it."""

    def made(table, **more):
        return inheritance.resolve([read(table, **more)])["base"]

    return made
