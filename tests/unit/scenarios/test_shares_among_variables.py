"""Variables that are shares of a whole, stocks that begin at their target, and measures that change them before others follow.

Eleven cars for a hundred and ten people live two years each, so half of them are new in the base year.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dualcarbon.errors import InputError
from dualcarbon.measures import projects
from dualcarbon.quantities.draws import Draws
from dualcarbon.scenarios import assumptions, ensemble, inheritance, members, projection, structure
from dualcarbon.scenarios.attribution import attribute
from dualcarbon.scenarios.coalitions import every
from dualcarbon.scenarios.deployment import variables
from dualcarbon.scenarios.extension import extended
from dualcarbon.scenarios.game import game
from dualcarbon.scenarios.tree import SUPPLY, Observed, grow

TITLE = {"en": "made up", "zh": "虚构"}
STOCK = {"target": "variables.wanted", "survival": {"lifetime": 2}, "ages": "steady"}
TABLE = {
    "variables": {
        "per_head": {"title": TITLE, "unit": "vehicle/person"},
        "wanted": {
            "title": TITLE,
            "unit": "vehicle",
            "formula": "variables.per_head * population",
        },
        "cars": {"title": TITLE, "unit": "vehicle", "stock": STOCK},
        "electric_sold": {
            "title": TITLE,
            "unit": "vehicle",
            "formula": "variables.cars.additions * variables.drives.electric",
        },
        "drives": {"title": TITLE, "unit": "1", "parts": ["oil", "electric", "gas"]},
    },
    "branches": {
        "households": {
            "chargers": {
                "title": TITLE,
                "unit": "vehicle",
                "fuels": ["natural_gas"],
                "activity": {"formula": "variables.electric_sold"},
                "mix": {"share": {"natural_gas": "residual"}},
            }
        }
    },
}
ROWS = {
    "per_head": {2017: 0.1},
    "drives.oil": {2017: 0.8},
    "drives.electric": {2017: 0.2},
    "branches.households.chargers.intensity": {2017: 0.5},
}


@pytest.fixture
def planted(seen):
    def made(rows=ROWS, table=TABLE):
        return extended(seen, grow(seen), structure.read([(table, "tree.toml")]), rows)

    return made


@pytest.fixture
def tree(planted):
    return planted()[1]


@pytest.fixture
def base(planted):
    return {key: float(v[-1]) for key, v in projection.observed(*planted()).items()}


@pytest.fixture
def resolved(read, span, tree):
    """Resolve a scenario that inherits the paths of tree.toml."""

    def made(table, *measures):
        listed = {m.id: (m, projects.placed(m, [], span.years)) for m in measures}
        levels = {"measures": dict.fromkeys(listed, 1.0)} if listed else {}
        one = read({**table, **levels}, ids=tuple(listed))
        return inheritance.resolve([one], placed=listed, defaults=tree.defaults)["base"]

    return made


DRIVES = {"variables": {"drives": {"share": {"electric": {"points": {2020: 0.5}}, "oil": "residual"}}}}  # fmt: skip


def test_a_stock_without_statistics_begins_at_its_target(base):
    assert base["variables.cars"] == pytest.approx(0.1 * 110)


def test_what_is_added_to_it_in_the_base_year_is_known_to_those_that_follow(base):
    """Half of eleven cars are new, a fifth of them electric."""
    assert base["variables.electric_sold"] == pytest.approx(11 / 2 * 0.2)


def test_years_before_are_not_known(planted):
    found = projection.observed(*planted())
    assert np.isnan(found["variables.electric_sold"][0])
    assert not [key for key in found if key.startswith("variables.cars.")]


def test_a_part_that_no_row_names_is_nothing(base):
    parts = {part: base[f"variables.drives.{part}"] for part in ("oil", "electric", "gas")}
    assert parts == {"oil": 0.8, "electric": 0.2, "gas": 0.0}


def test_parts_without_any_row_are_asked_for(planted):
    with pytest.raises(InputError) as error:
        projection.observed(*planted({"per_head": {2017: 0.1}}))
    keys = {dict(f.params)["key"] for f in error.value.faults if f.code == "TRE004"}
    assert {f"variables.drives.{part}" for part in ("oil", "electric", "gas")} <= keys


def test_a_scenario_states_parts_like_any_other_share(resolved, tree, base, span):
    found = assumptions.evaluate(resolved(DRIVES), tree, base, span)
    electric, oil = (found[f"variables.drives.{part}"][0] for part in ("electric", "oil"))
    assert electric.tolist() == pytest.approx([0.2, 0.3, 0.4, 0.5])
    assert (electric + oil).tolist() == pytest.approx([1.0] * 4)
    sold = found["variables.cars.additions"] * found["variables.drives.electric"]
    assert np.array_equal(found["variables.electric_sold"], sold)


def test_what_a_measure_changes_of_a_part_is_followed(resolved, tree, base, span, measure):
    """Three tenths more of the sales, half of it in 2018, are taken from oil."""
    one = measure({"path": "variables.drives.electric", "op": "add", "value": 0.3})
    with_it = assumptions.evaluate(resolved(DRIVES, one), tree, base, span)
    without = assumptions.evaluate(resolved(DRIVES), tree, base, span)
    more = with_it["variables.drives.electric"] - without["variables.drives.electric"]
    assert more[0].tolist() == pytest.approx([0.0, 0.15, 0.3, 0.3])
    less = without["variables.drives.oil"] - with_it["variables.drives.oil"]
    assert less[0].tolist() == pytest.approx(more[0].tolist())
    sold = with_it["variables.electric_sold"] - without["variables.electric_sold"]
    assert sold[0].tolist() == pytest.approx((more * without["variables.cars.additions"])[0].tolist())  # fmt: skip


def test_a_group_of_shares_is_changed_as_one(measure, at):
    one = at({"path": "variables.drives.electric", "op": "add", "value": 0.3})
    assert variables([one]) == {"variables.drives.electric"}
    assert variables([one], {"variables.drives": ()}) == {"variables.drives"}


def test_members_are_what_they_are_alone(resolved, planted, base, span, measure):
    """In blocks, with an uncertain measure, every member is the evaluation of its own draws."""
    value = {"uniform": [0.1, 0.3]}
    one = measure({"path": "variables.drives.electric", "op": "add", "value": value})
    scenario, (seen, tree) = resolved(DRIVES, one), planted()
    draws = Draws(assumptions.keys_of_draws([scenario]), 16, 1)
    alone = assumptions.evaluate(scenario, tree, base, span, draws)
    assert len(np.unique(alone["variables.electric_sold"][:, -1])) == 16
    energy = projection.project(alone, tree)
    factor = {cell: np.array([held]) for cell, held in tree.factor.items()}
    territorial = projection.totals(energy, factor, alone, None).territorial
    found = members.prepared(scenario, (seen, tree, span), draws).run(draws)["territorial"]
    assert np.ptp(territorial[:, -1]) > 0
    assert found[:, -len(span.years) :] == pytest.approx(territorial, rel=1e-12)


def test_a_chain_within_a_cell_burns_at_the_factor_of_that_cell(seen):
    """Of other transformation 2 of coal are burnt, at 1.9 t CO2/tce where others burn it at 2.6."""
    cell = (SUPPLY, "other_transformation", "coal")
    whole = Observed(
        **{
            **{name: getattr(seen, name) for name in Observed.__dataclass_fields__},
            "energy": {**seen.energy, cell: np.array([2.0, 2.0])},
            "factor": {**seen.factor, cell: np.array([1.9, 1.9])},
        }
    )
    chain = {
        "title": TITLE,
        "output": "hydrogen",
        "within": "energy_supply/other_transformation",
        "processes": {"coal": {"inputs": ["coal"], "burnt": ["coal"]}},
    }
    found, _ = extended(whole, grow(whole), structure.read([({"chains": {"h": chain}}, "tree.toml")]), {})  # fmt: skip
    assert found.factor[SUPPLY, "chains.h", "coal"].tolist() == [1.9, 1.9]


def test_a_coalition_without_a_scale_of_factors_burns_at_those_of_the_base_year(
    resolved, planted, span, measure
):
    """Only the other scenario scales coal, and a measure changes a variable: what follows it is evaluated coalition by coalition."""
    one = measure({"path": "variables.drives.electric", "op": "add", "value": 0.3})
    plain = replace(resolved(DRIVES, one), name="plain")
    scaled = replace(resolved({**DRIVES, "factor_scale": {"coal": 1.1}}), name="scaled")
    seen, tree = planted()
    played = game(plain, scaled, seen, tree, span)
    assert sorted(p.kind for p in played.players) == ["group", "measure"]
    ends = [ensemble.central(s, seen, tree, span).totals.territorial[0, -len(span.years) :] for s in (plain, scaled)]  # fmt: skip
    nobody, everybody = played.worth(np.array([[False, False], [True, True]]))[:, : len(span.years)]
    assert nobody == pytest.approx(ends[0], rel=1e-12)
    assert everybody == pytest.approx(ends[1], rel=1e-12)
    assert np.isfinite(played.worth(every(2))).all()
    assert everybody[-1] > nobody[-1]


def test_a_player_who_changes_nothing_of_a_total_has_exactly_nothing_of_it(
    resolved, planted, span, measure
):
    """Sales of electric cars stand in no cell where nothing follows them: the measure abates 0, to the bit."""
    one = measure({"path": "variables.drives.gas", "op": "add", "value": 0.1})
    other = measure({"path": "intensity.industry", "op": "save", "value": 0.07}, id="saving")
    plain = replace(resolved(DRIVES), name="plain")
    both = replace(resolved(DRIVES, one, other), name="both")
    found = attribute(plain, both, *planted(), span, seed=1)
    shares = dict(zip((p.id for p in found.players), found.shares.territorial, strict=True))
    assert shares["m"].tolist() == [0.0] * len(span.years)
    assert shares["saving"][-1] < 0
