"""Emissions by sector add up to the totals, and the shares of a difference by sector to those of the whole."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from dualcarbon.measures.declared import Change, Measure, Ramp
from dualcarbon.measures.projects import placed
from dualcarbon.scenarios import attribution, beyond, ensemble, shapley
from dualcarbon.scenarios.attribution import attribute, attribute_by_sector
from dualcarbon.scenarios.deployment import Deployed
from dualcarbon.scenarios.projection import emitted, generated, project, totals
from dualcarbon.scenarios.sectors import by_sector, sectors_of
from dualcarbon.scenarios.tree import SUPPLY

ONE = {
    "gdp": {"growth": [{"to": 2020, "rate": 0.05}]},
    "power": {"supply": {"share": {"thermal": "residual", "nonfossil": 0.2}}},
}
OTHER = {
    "gdp": {"growth": [{"to": 2020, "rate": 0.02}]},
    "power": {"supply": {"share": {"thermal": "residual", "nonfossil": 0.3}}},
    "mix": {"industry": {"share": {"coal": 0.3, "electricity": "residual"}}},
}
TOTALS = ("territorial", "adjusted")


@pytest.fixture
def pair(resolved, span):
    """Two scenarios: growth, fuels, power and a measure differ."""
    change = Change(path="intensity.industry", op="save", value=0.2)
    saving = Measure(id="saving", ramp=Ramp(**{"from": 2018}, to=2020), changes=(change,))
    deployed = (Deployed(saving, placed(saving, [], span.years), 1.0),)
    one = dataclasses.replace(resolved(ONE), name="one")
    return one, dataclasses.replace(resolved(OTHER), name="other", deployed=deployed)


def test_sectors_add_up_to_the_totals(seen, tree, span, pair):
    middle = ensemble.central(pair[1], seen, tree, span)
    given = {key: np.atleast_2d(v)[:, -4:] for key, v in middle.parameters.items()}
    energy = project(given, tree)
    factor = {cell: f[-1:] for cell, f in seen.factor.items()}
    sums = totals(energy, factor, given, None)
    for name, split in zip(TOTALS, by_sector(energy, factor, given, tree), strict=True):
        assert set(split) <= set(sectors_of(tree, factor))
        np.testing.assert_allclose(sum(split.values()), getattr(sums, name), rtol=1e-12)
    home = by_sector(energy, factor, given, tree)[0]
    burnt = emitted(generated(energy, factor, given), given)
    of_industry = sum(v for (s, _, _), v in burnt.items() if s == "industry")
    np.testing.assert_array_equal(home["industry"], of_industry)


def test_the_trade_of_electricity_stands_in_the_energy_supply(seen, tree, span, pair):
    middle = ensemble.central(pair[0], seen, tree, span)
    given = {key: np.atleast_2d(v) for key, v in middle.parameters.items()}
    energy = project(given, tree)
    factor = {cell: f[-1:] for cell, f in seen.factor.items()}
    home, adjusted = by_sector(energy, factor, given, tree)
    trade = {s: adjusted[s] - home[s] for s in home}
    np.testing.assert_allclose(trade.pop(SUPPLY), middle.totals.imports, rtol=1e-9)
    assert not any(np.any(v) for v in trade.values())


def test_shares_by_sector_sum_over_sectors_and_over_players(seen, tree, span, pair):
    whole = attribute(*pair, seen, tree, span, seed=1)
    found = attribute_by_sector(*pair, seen, tree, span, seed=1)
    runs = [ensemble.central(s, seen, tree, span).totals for s in pair]
    for name in TOTALS:
        shares, total = getattr(found.shares, name), getattr(found.total, name)
        larger = max(np.abs(getattr(r, name)).max() for r in runs)
        assert shares.shape == (4, len(found.sectors), 4)
        np.testing.assert_allclose(shares.sum(axis=1), getattr(whole.shares, name), atol=1e-9 * larger)  # fmt: skip
        np.testing.assert_allclose(shares.sum(axis=0), total[0], atol=1e-9 * larger)
        apart = getattr(runs[1], name)[0, -4:] - getattr(runs[0], name)[0, -4:]
        np.testing.assert_allclose(total[0].sum(axis=0), apart, atol=1e-9 * larger)
        np.testing.assert_allclose(getattr(found.whole.total, name)[0], apart, atol=1e-9 * larger)
    assert found.error is None
    assert [p.id for p in found.whole.players] == [p.id for p in whole.players]


def test_sampled_shares_by_sector_are_of_the_same_orders(seen, tree, span, pair, monkeypatch):
    monkeypatch.setattr(shapley, "MOST_EXACT", 2)
    whole = attribute(*pair, seen, tree, span, seed=3, samples=8)
    found = attribute_by_sector(*pair, seen, tree, span, seed=3, samples=8)
    assert not whole.exact
    np.testing.assert_allclose(found.whole.shares.territorial, whole.shares.territorial, atol=1e-9)
    np.testing.assert_allclose(found.whole.error.territorial, whole.error.territorial, atol=1e-9)
    summed = found.error.territorial.sum(axis=1)
    assert (summed >= whole.error.territorial - 1e-9).all()  # errors of sectors do not just add up


def test_a_difference_in_one_sector_is_shared_there(seen, tree, span, resolved):
    """Less gas in homes: nothing happens to industry."""
    homes = {"intensity": {"households": 0.1}, "mix": {"households": {"share": {"natural_gas": 0.4, "electricity": "residual"}}}}  # fmt: skip
    one, other = dataclasses.replace(resolved({}), name="one"), dataclasses.replace(resolved(homes), name="two")  # fmt: skip
    found = attribute_by_sector(one, other, seen, tree, span, seed=1)
    industry = found.sectors.index("industry")
    np.testing.assert_allclose(found.shares.territorial[:, industry], 0.0, atol=1e-9)


@pytest.mark.parametrize(
    ("category", "sector", "stands"),
    [("2A1", "industry", "industry"), ("4A", "", "waste"), ("1B1", "", SUPPLY), ("3B1", "", "land")],
)  # fmt: skip
def test_lines_stand_in_their_sector_or_that_of_their_category(category, sector, stands):
    assert beyond.sector_of(category, sector) == stands


def test_worth_by_sector_sums_to_the_worth(seen, tree, span, pair):
    played = attribution.game(*pair, seen, tree, span)
    every = np.array([[False] * 4, [True, False, True, False], [True] * 4])
    split = played.worth_by_sector(every).reshape(3, 2, len(played.sectors), 4)
    np.testing.assert_allclose(split.sum(axis=2).reshape(3, -1), played.worth(every), rtol=1e-12)
