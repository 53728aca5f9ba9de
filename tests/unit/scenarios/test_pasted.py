"""What is pasted into a scenario is read as the path that was fitted."""

from __future__ import annotations

import tomllib

import numpy as np
import pytest

from dualcarbon.quantities.paths import read
from dualcarbon.scenarios import fitting, pasted
from dualcarbon.scenarios.calibration import elasticity, growth
from dualcarbon.scenarios.estimates import Fit, around
from dualcarbon.scenarios.saturation import logistic
from dualcarbon.scenarios.tree import Tree
from dualcarbon.vocabulary.faults import Place

YEARS = range(2004, 2020)
RNG = np.random.default_rng(5)
WALK = np.exp(np.cumsum(0.04 + 0.02 * RNG.standard_normal((2, 16)), axis=1))
CURVE = 80 / (1 + np.exp(-0.4 * (np.array(YEARS) - 2010))) * np.exp(0.01 * RNG.standard_normal(16))


def table(fit):
    whole = tomllib.loads(pasted.path(fit, 2060))
    for part in fit.key.split("."):
        whole = whole[part]
    return whole


@pytest.mark.parametrize(
    ("fit", "number", "name"),
    [
        (growth(WALK[0], YEARS, "gdp"), "growth.2060", "rate"),
        (elasticity(WALK[0], WALK[1], YEARS, "intensity.industry"), "elasticity.value", "value"),
        (logistic(CURVE, YEARS, "intensity.households"), "logistic.saturation", "saturation"),
    ],
)
def test_a_fit_is_read_back_as_its_path(fit, number, name):
    path = read(fit.key, table(fit), Place())
    found, told = path.form.numbers()[number], fit.numbers[name]
    assert found.central == pytest.approx(told.value, rel=1e-4)
    assert found.sd == pytest.approx(told.sd, rel=1e-4)
    assert path.form.mark == "C"
    assert path.form.source.startswith("fitted to 2004-2019: ")


def test_the_source_says_how_and_what_it_follows():
    assert "on that of gdp" in table(elasticity(WALK[0], WALK[1], YEARS, "x"))["source"]


def test_survival_stands_in_the_table_of_the_stock():
    numbers = {"shape": around(2.0, 0.1, 9), "scale": around(12.0, 0.0, 9)}
    fit = Fit(key="variables.cars", model="survival", numbers=numbers, years=(2004, 2019), memory=0, noise=0)  # fmt: skip
    told = table(fit)
    assert told["stock"]["survival"]["weibull"][1] == 12.0
    assert told["stock"]["survival"]["weibull"][0]["normal"][0] == 2.0
    assert told["mark"] == "C"


def test_every_parameter_that_moves_is_tried_and_shares_are_not():
    tree = Tree({"total": ("consumption", "gdp")}, {"mix.total": ("coal", "gas")}, ())
    history = {
        "gdp": WALK[0], "intensity.total": WALK[1], "still": np.ones(16),
        "mix.total.coal": np.linspace(0.6, 0.5, 16), "mix.total.gas": np.linspace(0.4, 0.5, 16),
    }  # fmt: skip
    tried = fitting.fits(history, YEARS, tree)
    assert {(one.key, one.model) for one in tried} == {
        ("gdp", "growth"),
        ("gdp", "logistic"),
        ("intensity.total", "growth"),
        ("intensity.total", "elasticity"),
        ("intensity.total", "logistic"),
    }
    assert all((one.fit is None) == bool(one.refused) for one in tried)
    assert [one.key for one in fitting.fits(history, YEARS, tree, "gdp")] == ["gdp", "gdp"]


def test_a_stock_with_its_additions_gets_a_survival():
    years = list(range(2005, 2017))
    added = np.linspace(10, 30, 12)
    from dualcarbon.scenarios.survival import modelled

    stocks = modelled(2.0, 9.0, 60.0, added)
    series = {
        "cars": dict(zip(years, stocks, strict=True)),
        "cars.additions": dict(zip(years[1:], added[1:], strict=True)),
    }
    tree = Tree({}, {}, (), series=series)
    (one,) = fitting.fits({}, years, tree)
    assert (one.key, one.model) == ("variables.cars", "survival")
    assert one.fit.numbers["scale"].value == pytest.approx(9.0, rel=1e-3)
