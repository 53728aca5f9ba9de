"""A number that is moved in a scenario held ready gives what a full run of the changed scenario gives: whatever it is, and whatever acts."""

from __future__ import annotations

import functools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dualcarbon.errors import InputError
from dualcarbon.measures import projects
from dualcarbon.measures.declared import Measure
from dualcarbon.peak.odds import count, odds
from dualcarbon.quantities.declared import declare
from dualcarbon.quantities.distributions import Fixed, Normal, Triangular
from dualcarbon.quantities.draws import Draws
from dualcarbon.quantities.paths import read
from dualcarbon.scenarios import declared, ensemble, inheritance, structure, what_if
from dualcarbon.scenarios.assumptions import Span, keys_of_draws
from dualcarbon.scenarios.extension import extended
from dualcarbon.scenarios.tree import SUPPLY, Observed, grow
from dualcarbon.vocabulary.faults import Place

SPAN, MEMBERS = Span(2017, 2026), 8
TITLE = {"en": "made up", "zh": "虚构"}
CELLS = {
    ("industry", "final", "coal"): [60.0, 50.0],
    ("industry", "final", "electricity"): [30.0, 40.0],
    ("industry", "final", "oil"): [10.0, 10.0],
    ("households", "final", "natural_gas"): [8.0, 10.0],
    ("households", "final", "electricity"): [12.0, 10.0],
    ("industry", "final", "heat"): [9.0, 9.0],
    (SUPPLY, "heat", "coal"): [12.0, 12.0],
    (SUPPLY, "heat", "heat"): [-9.0, -9.0],
    (SUPPLY, "power", "coal"): [80.0, 90.0],
    (SUPPLY, "power", "natural_gas"): [0.0, 10.0],
    (SUPPLY, "power", "nonfossil"): [4.0, 8.0],
    (SUPPLY, "power", "electricity"): [-36.0, -42.0],
    (SUPPLY, "import", "electricity"): [6.0, 8.0],
    (SUPPLY, "other_transformation", "coal"): [-5.0, -4.0],
    (SUPPLY, "losses", "oil"): [1.0, 0.5],
}
FACTORS = {"coal": 2.6, "oil": 2.1, "natural_gas": 1.6}
TREE = {
    "variables": {
        "per_head": {"title": TITLE, "unit": "vehicle/person"},
        "wanted": {"title": TITLE, "unit": "vehicle", "formula": "variables.per_head * population"},
        "cars": {
            "title": TITLE,
            "unit": "vehicle",
            "stock": {"target": "variables.wanted", "survival": {"weibull": [2.0, 6.0]}, "ages": "steady"},
        },
        "sold": {"title": TITLE, "unit": "vehicle", "formula": "variables.cars.additions * variables.drives.electric"},
        "drives": {"title": TITLE, "unit": "1", "parts": ["oil", "electric", "gas"]},
    },
    "branches": {
        "households": {
            "chargers": {
                "title": TITLE,
                "unit": "vehicle",
                "fuels": ["natural_gas"],
                "activity": {"formula": "variables.sold"},
                "mix": {"share": {"natural_gas": "residual"}},
            }
        }
    },
}  # fmt: skip
ROWS = {
    "per_head": {2017: 0.1},
    "drives.oil": {2017: 0.8},
    "drives.electric": {2017: 0.2},
    "branches.households.chargers.intensity": {2017: 0.5},
}
GROWTH = [{"to": 2020, "rate": {"normal": [0.05, 0.01]}}, {"to": 2026, "rate": 0.03}]
TABLE = {
    "gdp": {"growth": GROWTH},
    "population": {"growth": [{"to": 2026, "rate": {"normal": [0.001, 0.001]}}]},
    "structure": {"share": {"industry": {"points": {"2026": {"uniform": [0.3, 0.35]}}}, "services": "residual"}},
    "intensity": {
        "industry": {"growth": [{"to": 2026, "rate": {"normal": [-0.02, 0.005]}}]},
        "households": {"elasticity": {"to": "gdp", "value": 0.2}},
    },
    "variables": {
        "per_head": {"logistic": {"saturation": {"uniform": [0.3, 0.4]}, "midpoint": 2024, "rate": 0.5}},
        "drives": {"share": {"electric": {"points": {"2026": 0.6}}, "oil": "residual"}},
    },
    "branches": {"households": {"chargers": {"intensity": {"points": {"2020": 0.45, "2026": 0.4}, "between": "smooth"}}}},
    "mix": {"industry": {"share": {"coal": {"points": {"2020": 0.4, "2026": {"triangular": [0.3, 0.35, 0.4]}}},
                                   "oil": 0.08, "heat": {"points": {"2026": 0.09}, "between": "step"}, "electricity": "residual"}}},
    "power": {
        "supply": {"share": {"import": 0.15, "nonfossil": {"points": {"2026": 0.3}}, "thermal": "residual"}},
        "rate": {"constant": {"normal": [2.3, 0.01]}},
    },
    "losses": {"oil": {"points": {"2026": 0.02}}},
    "factor": {"import": {"points": {"2026": 3.0}}},
    "factor_scale": {"coal": {"constant": {"normal": [1.0, 0.03]}}},
}  # fmt: skip
CHANGES = {
    "cars": [{"path": "variables.drives.electric", "op": "add", "value": 0.1}],
    "motors": [{"path": "mix.industry.electricity", "op": "save", "value": {"triangular": [1.0, 2.0, 3.0]}, "unit": "tce"}],
    "furnaces": [
        {"path": "mix.industry.coal", "op": "shift", "into": "electricity", "ratio": 0.5, "value": 0.05},
        {"path": "other_transformation.coal", "op": "add", "value": 0.3, "unit": "tce"},
    ],
    "boilers": [{"path": "intensity.households", "op": "save", "value": 0.1}],
    "wind": [{"path": "power.supply.nonfossil", "op": "add", "value": 4.0, "unit": "tce"},
             {"path": "power.rate", "op": "scale", "value": 0.98}],
    "capture": [{"path": "capture.power", "op": "capture", "value": 12.0, "unit": "t CO2"},
                {"path": "capture.heat", "op": "capture", "value": 0.2},
                {"path": "capture.industry", "op": "capture", "value": 6.0, "unit": "t CO2"}],
}  # fmt: skip


@functools.cache
def region():
    """Give statistics, tree and years of a region with a stock of cars."""
    energy = {cell: np.array(values) for cell, values in CELLS.items()}
    seen = Observed(
        years=(2016, 2017),
        population=np.array([100.0, 110.0]),
        gdp=np.array([900.0, 1000.0]),
        value_added={"industry": np.array([500.0, 400.0]), "services": np.array([400.0, 600.0])},
        energy=energy,
        factor={c: np.full(2, FACTORS[c[2]]) for c in energy if c[2] in FACTORS},
        import_factor=np.array([5.0, 4.0]),
        money="CNY2010",
    )
    seen, tree = extended(seen, grow(seen), structure.read([(TREE, "tree.toml")]), ROWS)
    return seen, tree, SPAN


@functools.cache
def held():
    """Hold a scenario with paths of all kinds and measures of all kinds ready."""
    _, tree, _ = region()
    ramp = {"from": 2017, "to": 2022}
    made = [declare(Measure, {"id": id, "changes": c, "ramp": ramp}, Place()) for id, c in CHANGES.items()]  # fmt: skip
    placed = {m.id: (m, projects.placed(m, [], SPAN.years)) for m in made}
    table = {"name": "base", **TABLE, "measures": dict.fromkeys(placed, 0.8)}
    one = declared.read(table, tree, "scenarios/base.toml", tuple(placed))
    scenario = inheritance.resolve([one], placed=placed, defaults=tree.defaults)["base"]
    draws = Draws(keys_of_draws([scenario]), MEMBERS, 1)
    return what_if.ready(scenario, region(), draws)


def numbers():
    paths = held().scenario.paths.items()
    return {f"{key}.{place}": n for key, path in paths for place, n in path.form.numbers().items()}


def moved(number, by):
    """Move a number by a part of itself, as uncertain as it is."""
    if isinstance(number, Fixed):  # a year is moved by a few
        return Fixed(number.value + 10 * (by - 1) if number.value > 1900 else number.value * by)
    if isinstance(number, Normal):
        return Normal(number.mean * by, number.sd)
    if isinstance(number, Triangular):
        return Triangular(number.low * by, number.mode * by, number.high * by)
    return type(number)(number.low * by, number.high * by)


def agree(found, expected):
    np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-12 * np.abs(expected).max())


def same(changed):
    """Hold an answer to a full run, refusals too."""
    ready = held()
    try:
        middle = ensemble.central(changed, *region())
        many = ensemble.ensemble(changed, *region(), ready.draws)
    except InputError as error:
        with pytest.raises(InputError) as caught:
            ready.answer(changed)
        np.testing.assert_array_equal(*(sorted({f.code for f in one.faults}) for one in (error, caught.value)))  # fmt: skip
        return
    found = ready.answer(changed)
    agree(found.territorial, many.territorial.values)
    agree(found.adjusted, many.adjusted.values)
    agree(found.central_territorial, middle.totals.territorial[0])
    agree(found.central_adjusted, middle.totals.adjusted[0])
    assert found.years == tuple(many.territorial.year.values)


moves = st.dictionaries(st.sampled_from(sorted(numbers())), st.floats(0.9, 1.1), max_size=3)
levels = st.dictionaries(st.sampled_from(sorted(CHANGES)), st.floats(0.0, 1.0), max_size=2)


@given(moves, levels)
@settings(max_examples=25)
def test_what_is_moved_gives_what_a_full_run_gives(some, at):
    known = numbers()
    same(what_if.moved(held().scenario, {k: moved(known[k], by) for k, by in some.items()}, at))


@pytest.mark.parametrize("key", sorted(numbers()))
def test_every_number_can_be_moved(key):
    ready, known = held(), numbers()
    changed = what_if.moved(ready.scenario, {key: moved(known[key], 1.01)})
    same(changed)
    if (
        ".stock." not in key
    ):  # a stock that lives longer had other additions in the base year, and is refused
        before, after = ready.answer(ready.scenario), ready.answer(changed)
        assert not np.array_equal(before.adjusted, after.adjusted)


OTHERS = {
    "gdp": {"points": {"2026": 1500.0}},
    "intensity.households": {"growth": [{"to": 2026, "rate": 0.01}]},
    "intensity.industry": {"elasticity": {"to": "gdp", "value": -0.4}},
    "variables.wanted": {"formula": "variables.per_head * population * 2"},
    "variables.cars": {"formula": "variables.wanted"},
    "mix.households": {"share": {"natural_gas": 0.4, "electricity": "residual"}},
    "mix.industry": {"share": {"coal": 0.4, "oil": "residual", "heat": 0.09, "electricity": 0.4}},
}


@given(st.sets(st.sampled_from(sorted(OTHERS)), min_size=1), st.sets(st.sampled_from(("gdp", "losses.oil", "variables.per_head", "factor_scale.coal")), max_size=1))  # fmt: skip
@settings(max_examples=12)
def test_paths_of_another_kind_and_paths_left_out_are_followed_too(keys, gone):
    scenario = held().scenario
    new = {key: read(key, OTHERS[key], Place()) for key in keys}
    paths = {k: v for k, v in {**scenario.paths, **new}.items() if k not in gone}
    same(replace(scenario, paths=paths))


def test_without_a_scale_of_factors_the_years_of_statistics_have_none_either():
    paths = {k: v for k, v in held().scenario.paths.items() if k != "factor_scale.coal"}
    same(replace(held().scenario, paths=paths))


def test_nothing_new_is_nothing_computed_again():
    ready = held()
    run = ready._anew(ready.members, ready.scenario, set(), ())
    assert run.measured.turns == ready.members.measured.turns
    assert all(run.given[key] is array for key, array in ready.members.given.items())


def test_counts_are_the_odds_without_their_labels():
    many = ensemble.ensemble(held().scenario, *region(), held().draws).territorial
    by = (2020, 2024)
    plain, labelled = count(many.values, many.year.values, by=by), odds(many, by=by)
    seen = count(many.values, many.year.values, by=by, compiled=True)
    assert (plain.no_peak, plain.years, plain.amounts) == (labelled.no_peak, labelled.years, labelled.amounts)  # fmt: skip
    assert (seen.no_peak, seen.years, seen.amounts) == (plain.no_peak, plain.years, plain.amounts)
    assert list(plain.by_year.values()) == labelled.by_year.values.tolist()
    assert [k.value for k in plain.kinds] == labelled.kinds.verdict.values.tolist()
