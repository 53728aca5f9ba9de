"""What holds of every difference of two scenarios: it is shared without a rest, and the other way round with the other sign."""

from __future__ import annotations

import dataclasses

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dualcarbon.measures.declared import Change, Measure, Ramp
from dualcarbon.measures.projects import placed
from dualcarbon.scenarios import declared, ensemble, inheritance
from dualcarbon.scenarios.assumptions import Span
from dualcarbon.scenarios.attribution import attribute, attribute_by_sector, wedges
from dualcarbon.scenarios.deployment import Deployed
from dualcarbon.scenarios.tree import SUPPLY, Observed, grow

SPAN = Span(2017, 2022)
CELLS = {
    ("industry", "final", "coal"): 60.0,
    ("industry", "final", "electricity"): 30.0,
    ("households", "final", "electricity"): 10.0,
    ("households", "final", "natural_gas"): 9.0,
    (SUPPLY, "power", "coal"): 85.0,
    (SUPPLY, "power", "natural_gas"): 5.0,
    (SUPPLY, "power", "nonfossil"): 6.0,
    (SUPPLY, "power", "electricity"): -38.0,
    (SUPPLY, "import", "electricity"): 5.0,
    (SUPPLY, "losses", "coal"): 1.0,
}
FACTORS = {"coal": 2.6, "natural_gas": 1.6}
SEEN = Observed(
    years=(2017,),
    population=np.array([110.0]),
    gdp=np.array([1000.0]),
    value_added={"industry": np.array([400.0]), "services": np.array([600.0])},
    energy={cell: np.array([value]) for cell, value in CELLS.items()},
    factor={cell: np.array([FACTORS[cell[2]]]) for cell in CELLS if cell[2] in FACTORS},
    import_factor=np.array([4.0]),
)
TREE = grow(SEEN)
CHANGES = {
    "saving": {"path": "intensity.industry", "op": "save"},
    "shift": {"path": "mix.industry.coal", "op": "shift", "into": "electricity", "ratio": 0.6},
    "wind": {"path": "power.supply.nonfossil", "op": "add"},
    "gas": {"path": "power.mix.coal", "op": "shift", "into": "natural_gas"},
    "capture": {"path": "capture.power", "op": "capture"},
}
RULES = {"wind": {"requires": ("saving",)}, "gas": {"excludes": ("shift",)}}


@st.composite
def tables(draw):
    """Draw a scenario file that says something of every group of assumptions."""
    number = lambda low, high: draw(st.floats(low, high))  # noqa: E731
    growth = lambda low, high: {"growth": [{"to": 2022, "rate": number(low, high)}]}  # noqa: E731
    return {
        "population": growth(-0.01, 0.01),
        "gdp": growth(-0.02, 0.08),
        "structure": {"share": {"industry": number(0.2, 0.6), "services": "residual"}},
        "intensity": {
            "industry": growth(-0.05, 0.02),
            "households": {"elasticity": {"to": "gdp", "value": number(-0.5, 0.5)}},
        },
        "mix": {"industry": {"share": {"coal": number(0.3, 0.8), "electricity": "residual"}}},
        "losses": {"coal": number(0.0, 0.05)},
        "power": {
            "rate": number(1.5, 3.0),
            "supply": {"share": {"nonfossil": number(0.1, 0.3), "import": 0.1, "thermal": "residual"}},
            "mix": {"share": {"coal": number(0.5, 1.0), "natural_gas": "residual"}},
        },
        "factor": {"import": number(1.0, 4.0)},
    }  # fmt: skip


def scenario(table, name, levels=()):
    deployed = []
    for id, level in levels:
        change = Change(value=0.1, **CHANGES[id])
        measure = Measure(id=id, ramp=Ramp(**{"from": 2018}, to=2021), changes=(change,), **RULES.get(id, {}))  # fmt: skip
        deployed.append(Deployed(measure, placed(measure, [], SPAN.years), level))
    read = declared.read({"name": name, **table}, TREE, f"scenarios/{name}.toml")
    return dataclasses.replace(inheritance.resolve([read])[name], deployed=tuple(deployed))


def of_run(one):
    sums = ensemble.central(one, SEEN, TREE, SPAN).totals
    return {"territorial": sums.territorial[0], "adjusted": sums.adjusted[0]}


levels = st.lists(
    st.tuples(st.sampled_from(list(CHANGES)), st.floats(0.1, 1)),
    max_size=5,
    unique_by=lambda one: one[0],
)


@given(tables(), tables(), levels)
@settings(max_examples=25)
def test_shares_sum_to_the_difference_of_the_two_runs(before, after, deployed):
    """The rule of coalitions holds for scenarios too: they deploy no pair that excludes, none that lacks what it needs."""
    kept = allowed(deployed)
    one, other = scenario(before, "one"), scenario(after, "other", kept)
    found = attribute(one, other, SEEN, TREE, SPAN, seed=1)
    first, last = of_run(one), of_run(other)
    for name in ("territorial", "adjusted"):
        larger = np.maximum(np.abs(first[name]), np.abs(last[name]))
        off = getattr(found.shares, name).sum(axis=0) - (last[name] - first[name])
        assert (np.abs(off) <= 1e-9 * larger).all()
        assert (np.abs(getattr(found.total, name)[0] - (last[name] - first[name])) <= 1e-9 * larger).all()  # fmt: skip
        assert (getattr(found.shares, name)[:, 0] == 0).all()


def allowed(deployed):
    """Leave out measures that a scenario would be refused for."""
    ids = [id for id, _ in deployed]
    lacking = {"wind"} if "saving" not in ids else set()
    rival = {"gas"} if "shift" in ids else set()
    return [(id, level) for id, level in deployed if id not in lacking | rival]


@given(tables(), tables(), levels)
@settings(max_examples=15)
def test_the_other_way_round_every_share_turns_its_sign(before, after, deployed):
    one, other = scenario(before, "one"), scenario(after, "other", allowed(deployed[:2]))
    there = attribute(one, other, SEEN, TREE, SPAN, seed=1)
    back = attribute(other, one, SEEN, TREE, SPAN, seed=1)
    assert there.exact
    assert [p.id for p in there.players] == [p.id for p in back.players]
    np.testing.assert_allclose(there.shares.territorial, -back.shares.territorial, atol=1e-9)
    np.testing.assert_allclose(there.shares.adjusted, -back.shares.adjusted, atol=1e-9)


@given(tables(), levels)
@settings(max_examples=25)
def test_wedges_sum_to_what_all_measures_abate_however_they_are_cut(table, deployed):
    whole = scenario(table, "one", deployed)
    found = wedges(whole, SEEN, TREE, SPAN, seed=1)
    for name in ("territorial", "adjusted"):
        total = -getattr(found.attribution.total, name)[0]
        for cut in (found.residual, found.attributed):
            np.testing.assert_allclose(getattr(cut, name).sum(axis=0), total, rtol=1e-9, atol=1e-9)


@given(tables(), st.sampled_from(["saving", "shift", "capture"]), st.floats(0.1, 1))
@settings(max_examples=25)
def test_of_a_single_measure_all_cuts_are_its_effect(table, id, level):
    found = wedges(scenario(table, "one", [(id, level)]), SEEN, TREE, SPAN, seed=1)
    effect = of_run(scenario(table, "one"))["territorial"] - of_run(scenario(table, "one", [(id, level)]))["territorial"]  # fmt: skip
    for cut in (found.residual, found.alone, found.attributed):
        np.testing.assert_allclose(cut.territorial[0], effect, rtol=1e-9, atol=1e-9)


@given(tables(), tables(), levels)
@settings(max_examples=15)
def test_shares_by_sector_sum_to_the_shares_and_to_the_difference_of_every_sector(before, after, deployed):  # fmt: skip
    one, other = scenario(before, "one"), scenario(after, "other", allowed(deployed[:2]))
    whole = attribute(one, other, SEEN, TREE, SPAN, seed=1)
    found = attribute_by_sector(one, other, SEEN, TREE, SPAN, seed=1)
    runs = [ensemble.central(s, SEEN, TREE, SPAN) for s in (one, other)]
    for name in ("territorial", "adjusted"):
        larger = max(float(np.abs(of_run(s)[name]).max()) for s in (one, other))
        shares, total = getattr(found.shares, name), getattr(found.total, name)
        off = shares.sum(axis=1) - getattr(whole.shares, name)
        assert (np.abs(off) <= 1e-9 * larger).all()
        assert (np.abs(shares.sum(axis=0) - total[0]) <= 1e-9 * larger).all()
    for place, sector in enumerate(found.sectors):
        of = [sum((v for c, v in r.emissions.items() if c[0] == sector), np.zeros(6)) for r in runs]
        np.testing.assert_allclose(found.total.territorial[0, place], of[1] - of[0], atol=1e-9 * 1e3)  # fmt: skip
