"""What the statistics show of branches and chains: values of the base year, what they take off the account, what is wrong."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from dualcarbon.errors import InputError
from dualcarbon.scenarios import declared_history, fitting, projection, structure
from dualcarbon.scenarios.extension import extended
from dualcarbon.scenarios.tree import SUPPLY, grow

TITLE = {"en": "made up", "zh": "虚构"}
KILN = "branches.industry.kiln"
KILNS = {"title": TITLE, "unit": "vehicle", "fuels": ["coal", "electricity"]}
ROWS = {
    f"{KILN}.activity": {2016: 4.0, 2017: 5.0},
    f"{KILN}.intensity": {2016: 3.0, 2017: 4.0},
    f"{KILN}.mix.coal": {2016: 0.75, 2017: 0.8},
    f"{KILN}.mix.electricity": {2016: 0.25, 2017: 0.2},
}
ELECTROLYSIS = {
    "title": TITLE,
    "output": "hydrogen",
    "processes": {"electrolysis": {"inputs": ["electricity"]}},
    "electrolysis": {"rate": {"electricity": {"constant": 1.5}}},
}
HYDROGEN = "chains.hydrogen"


@pytest.fixture
def declared(seen):
    """Give statistics and tree with a table of tree.toml and rows of data/variables.csv."""

    def made(table, rows, seen=seen):
        return extended(seen, grow(seen), structure.read([(table, "tree.toml")]), rows)

    return made


@pytest.fixture
def kilns(declared):
    """Declare kilns, with other rows than those that fit, or another table."""

    def made(changed=(), useful=False, **more):
        table = {"branches": {"industry": {"kiln": {**KILNS, "useful": useful, **more}}}}
        return declared(table, {**ROWS, **dict(changed)})

    return made


def refused(study):
    with pytest.raises(InputError) as caught:
        projection.observed(*study)
    return [(f.code, f.place.key or dict(f.params).get("key", "")) for f in caught.value.faults]


def test_a_branch_is_taken_off_its_sector(kilns):
    """Kilns use 5 x 4 = 20 in 2017, 16 of the 50 of coal and 4 of the 40 of electricity of industry."""
    seen, tree = kilns()
    found = projection.observed(seen, tree)
    assert found["intensity.industry"][1] * 400 == pytest.approx(50 + 40 + 10 - 20)
    assert found["mix.industry.coal"][1] == pytest.approx(34 / 80)
    cells = projection.project(found, tree)
    assert cells["industry", "final", "coal"].tolist() == pytest.approx([60.0, 50.0])
    assert projection.gap(seen, tree) <= 1e-12
    assert projection.hidden(seen, tree) == []


def test_useful_energy_is_made_of_final_energy_at_an_efficiency(kilns):
    """Useful 16 of coal at one half and 4 of electricity at 0.8 are 32 and 5 of final energy."""
    rows = {f"{KILN}.efficiency.coal": {2017: 0.5}, f"{KILN}.efficiency.electricity": {2017: 0.8}}
    seen, tree = kilns(rows, useful=True)
    found = projection.observed(seen, tree)
    assert found["intensity.industry"][1] * 400 == pytest.approx(100 - 32 - 5)
    assert all(np.isfinite(values).all() for values in found.values())
    assert projection.gap(seen, tree) <= 1e-12
    (told,) = projection.hidden(seen, tree)  # no efficiency of 2016: the sector is shown whole
    assert told.code == "TRE016"
    assert "2017" in told.sentence("en")


@pytest.mark.parametrize(
    "rows",
    [
        {f"{KILN}.activity": {2017: 5.0}},
        {f"{KILN}.activity": {2016: 1e6, 2017: 5.0}},
        {f"{KILN}.activity": {2016: -4.0, 2017: 5.0}},
    ],
)
def test_years_that_lack_or_do_not_fit_show_the_sector_whole(kilns, rows):
    seen, tree = kilns(rows)
    found = projection.observed(seen, tree)
    assert found["intensity.industry"][0] * 500 == pytest.approx(100.0)
    assert found[f"{KILN}.activity"].tolist() == [0.0, 5.0]
    assert projection.gap(seen, tree) <= 1e-12
    assert [f.code for f in projection.hidden(seen, tree)] == ["TRE016"]


def test_what_is_shown_late_is_fitted_to_the_years_in_which_it_is_one_thing(kilns):
    """The sector is whole in 2016 and without its kilns in 2017: neither may be fitted through that step."""
    seen, tree = kilns({f"{KILN}.activity": {2017: 5.0}})
    late = projection.since(seen, tree)
    assert {k: late[k] for k in ("intensity.industry", f"{KILN}.activity", f"{KILN}.intensity")} == dict.fromkeys(
        ("intensity.industry", f"{KILN}.activity", f"{KILN}.intensity"), 2017
    )  # fmt: skip
    assert "intensity.agriculture" not in late
    history = projection.observed(seen, tree)
    known, years = fitting.known("intensity.industry", history, seen.years, late)
    assert (years, known["intensity.industry"].tolist()) == (
        [2017],
        history["intensity.industry"][1:].tolist(),
    )
    assert fitting.known("gdp", history, seen.years, late)[1] == list(seen.years)
    assert projection.since(*kilns()) == {}


@pytest.mark.parametrize(
    ("rows", "useful", "code", "key"),
    [
        ({f"{KILN}.activity": {}}, False, "TRE004", f"{KILN}.activity"),
        ({f"{KILN}.mix.coal": {}, f"{KILN}.mix.electricity": {}}, False, "TRE004", f"{KILN}.mix.coal"),
        ({f"{KILN}.activity": {2017: 100.0}}, False, "TRE005", "branches.industry"),
        ({f"{KILN}.mix.electricity": {}}, False, "TRE030", f"{KILN}.mix"),
        ({f"{KILN}.mix.coal": {2017: 80.0}, f"{KILN}.mix.electricity": {2017: 20.0}}, False, "TRE030", f"{KILN}.mix"),
        ({f"{KILN}.activity": {2017: -5.0}}, False, "TRE031", f"{KILN}.activity"),
        ({f"{KILN}.efficiency.coal": {2017: 0.0}, f"{KILN}.efficiency.electricity": {2017: 0.8}}, True, "TRE032", f"{KILN}.efficiency.coal"),
    ],
)  # fmt: skip
def test_a_base_year_that_cannot_be_is_refused(kilns, rows, useful, code, key):
    assert (code, key) in refused(kilns(rows, useful=useful))


def test_a_branch_without_anything_yet_needs_no_shares_but_zeros(kilns):
    """Nothing is used in the base year, and no share says of what."""
    zeros = {key: {2017: 0.0} for key in ROWS}
    assert projection.gap(*kilns(zeros)) <= 1e-12
    assert ("TRE030", f"{KILN}.mix") in refused(kilns({**zeros, **{k: {2017: 1.0} for k in list(ROWS)[:2]}}))  # fmt: skip


def test_a_variable_that_is_not_known_of_the_past_is_none_there(declared):
    things = {"title": TITLE, "unit": "vehicle"}
    table = {"variables": {"things": things, "all": {**things, "formula": "2 * variables.things"}}}
    found = projection.observed(*declared(table, {"things": {2017: 3.0}}))
    np.testing.assert_array_equal(found["variables.all"], [np.nan, 6.0])
    assert refused(declared(table, {})) == [("TRE004", "variables.things"), ("TRE004", "variables.all")]  # fmt: skip


def test_variables_in_a_circle_are_refused(declared):
    one, other = ({"title": TITLE, "unit": "1", "formula": f"variables.{n}"} for n in "ba")
    assert refused(declared({"variables": {"a": one, "b": other}}, {}))[0][0] == "TRE015"


def test_a_chain_that_makes_nothing_yet_needs_no_shares(declared):
    study = declared({"chains": {"hydrogen": ELECTROLYSIS}}, {})
    found = projection.observed(*study)
    assert found[f"{HYDROGEN}.supply.electrolysis"].tolist() == [0.0, 0.0]
    assert projection.gap(*study) <= 1e-12


@pytest.fixture
def burning(seen):
    """The region with 2 of hydrogen in its industry, which the account does not make."""
    cells = {("industry", "final", "hydrogen"): np.array([0.0, 2.0])}
    return dataclasses.replace(seen, energy=seen.energy | cells)


@pytest.mark.parametrize(
    ("rows", "codes"),
    [
        ({}, {"TRE004"}),
        ({f"{HYDROGEN}.supply.import": {2017: 0.5}}, {"TRE030"}),
        ({f"{HYDROGEN}.supply.electrolysis": {2017: 1.0}}, {"TRE007"}),
        ({f"{HYDROGEN}.supply.import": {2017: 1.0}}, set()),
    ],
)
def test_hydrogen_that_is_used_comes_from_somewhere(declared, burning, rows, codes):
    study = declared({"chains": {"hydrogen": ELECTROLYSIS}}, rows, burning)
    if codes:
        assert {code for code, _ in refused(study)} == codes
    else:
        assert projection.gap(*study) <= 1e-12


def refining(within=f"{SUPPLY}/other_transformation"):
    return {
        "title": TITLE,
        "output": "oil",
        "within": within,
        "processes": {"still": {"inputs": ["oil"]}},
        "supply": {"share": {"still": 1.0, "import": 0.0}},
    }


def test_a_refinery_is_taken_off_the_cell_that_holds_it(declared, seen):
    """10 + 0.5 of oil are wanted in 2017 and made of 1.2 times as much: 2.1 of the 3 that other transformation takes."""
    cells = {(SUPPLY, "other_transformation", "oil"): np.array([3.0, 3.0])}
    seen = dataclasses.replace(seen, energy=seen.energy | cells)
    rate = {"chains.refining.still.rate.oil": {2016: 1.2, 2017: 1.2}}
    study = declared({"chains": {"refining": refining()}}, rate, seen)
    found = projection.observed(*study)
    assert found["other_transformation.oil"][1] * 400 == pytest.approx(3 - 0.2 * 10.5)
    assert projection.gap(*study) <= 1e-12
    assert projection.hidden(*study) == []


def test_losses_of_a_refinery_are_among_those_of_the_account(declared, seen):
    """10 + 0.5 leave the refinery, a fiftieth of which is lost: 0.21 of the 0.5."""
    cells = {(SUPPLY, "other_transformation", "oil"): np.array([3.0, 3.0])}
    seen = dataclasses.replace(seen, energy=seen.energy | cells)
    rows = {"chains.refining.still.rate.oil": {2017: 1.0}, "chains.refining.loss": {2017: 0.02}}
    study = declared({"chains": {"refining": refining()}}, rows, seen)
    cells = projection.project(projection.observed(*study), study[1])
    assert projection.gap(*study) <= 1e-12
    assert cells[SUPPLY, "losses", "oil"][1] == pytest.approx(0.5)
    assert projection.observed(*study)["losses.oil"][1] * 10 == pytest.approx(0.5 - 0.21)
    assert [f.code for f in projection.hidden(*study)] == ["TRE033"]


@pytest.mark.parametrize(
    ("loss", "codes"),
    [({2017: 1.0}, ["TRE013"]), ({2017: -0.1}, ["TRE013"]), ({2016: 1.0, 2017: 0.02}, [])],
)
def test_not_all_can_be_lost_of_what_is_made(declared, seen, loss, codes):
    """In the base year it is refused; a year before it is taken as not known, and the sector is shown whole."""
    cells = {(SUPPLY, "other_transformation", "oil"): np.array([3.0, 3.0])}
    seen = dataclasses.replace(seen, energy=seen.energy | cells)
    rate = {"chains.refining.still.rate.oil": {2016: 1.0, 2017: 1.0}, "chains.refining.loss": loss}
    study = declared({"chains": {"refining": refining()}}, rate, seen)
    if codes:
        assert refused(study) == [(code, "chains.refining.loss") for code in codes]
        return
    assert projection.gap(*study) <= 1e-12
    assert [f.code for f in projection.hidden(*study)] == ["TRE033"]


@pytest.mark.parametrize("rate", [1.5, 0.9])
def test_a_chain_cannot_take_or_give_more_than_the_account_holds(declared, seen, rate):
    """Neither 5.25 of 3, nor give back 1.05 where the account gives nothing back."""
    cells = {(SUPPLY, "other_transformation", "oil"): np.array([3.0, 3.0 if rate > 1 else 0.0])}
    seen = dataclasses.replace(seen, energy=seen.energy | cells)
    rows = {"chains.refining.still.rate.oil": {2017: rate}}
    study = declared({"chains": {"refining": refining()}}, rows, seen)
    assert refused(study) == [("TRE008", "chains.refining")]


OVENS = {"title": TITLE, "unit": "vehicle"}
STOCK = {"additions": "variables.built", "survival": {"lifetime": 12}, "ages": "steady"}


@pytest.mark.parametrize(
    ("ovens", "follows", "codes"),
    [
        ({}, "variables.ovens.additions", []),  # a scenario may say that it is a stock
        ({"stock": STOCK}, "variables.ovens.additions", []),
        ({"stock": STOCK}, "variables.ovens.addition", ["F008"]),
        ({}, "variables.oven", ["F008"]),
    ],
)
def test_formulas_may_follow_what_a_scenario_makes_of_a_variable(declared, ovens, follows, codes):
    table = {
        "variables": {
            "built": OVENS,
            "ovens": {**OVENS, **ovens},
            "twice": {**OVENS, "formula": f"2 * {follows}"},
        }
    }
    rows = {f"variables.{name}": {2017: 3.0} for name in ("built", "ovens", "twice")}
    _, tree = declared(table, rows)
    assert [fault.code for fault in declared_history.misfits(tree, 2017)] == codes
