"""Energy saved in a branch: kilns use 5 x 4 = 20 tce in 2017, 16 of coal and 4 of electricity; warmth is useful energy."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.scenarios import projection, structure
from dualcarbon.scenarios.branch_sizes import branch_energy
from dualcarbon.scenarios.deployment import Setting, deploy
from dualcarbon.scenarios.extension import extended
from dualcarbon.scenarios.tree import grow

TITLE = {"en": "made up", "zh": "虚构"}
KILN, WARMTH = "branches.industry.kiln", "branches.households.warmth"
TABLE = {
    "branches": {
        "industry": {"kiln": {"title": TITLE, "unit": "t", "fuels": ["coal", "electricity"]}},
        "households": {
            "warmth": {
                "title": TITLE,
                "unit": "m2",
                "fuels": ["natural_gas", "electricity"],
                "useful": True,
                "efficiency": {"natural_gas": {"constant": 0.5}, "electricity": {"constant": 2.0}},
            }
        },
    }
}
ROWS = {
    f"{KILN}.activity": {2017: 5.0},
    f"{KILN}.intensity": {2017: 4.0},
    f"{KILN}.mix.coal": {2017: 0.8},
    f"{KILN}.mix.electricity": {2017: 0.2},
    f"{WARMTH}.activity": {2017: 2.0},
    f"{WARMTH}.intensity": {2017: 2.0},  # 4 of useful energy: 2 / 0.5 of gas, 2 / 2 of electricity
    f"{WARMTH}.mix.natural_gas": {2017: 0.5},
    f"{WARMTH}.mix.electricity": {2017: 0.5},
    f"{WARMTH}.efficiency.natural_gas": {2017: 0.5},
    f"{WARMTH}.efficiency.electricity": {2017: 2.0},
}


@pytest.fixture
def planted(seen):
    return extended(seen, grow(seen), structure.read([(TABLE, "tree.toml")]), ROWS)


@pytest.fixture
def used(planted, span, at):
    """Give what a measure saves in the last year, by cell. [tce]."""
    base = {key: v[-1] for key, v in projection.observed(*planted).items()}
    held = {key: np.full((1, len(span.years)), value) for key, value in base.items()}
    tree = planted[1]

    def made(**change):
        given = deploy([at(change)], held, Setting(tree, span.years))
        before, after = (projection.used_of(v, tree) for v in (held, given))
        gone = {cell: float(before[cell][0, -1] - after[cell][0, -1]) for cell in before}
        return {cell[::2]: saved for cell, saved in gone.items() if abs(saved) > 1e-12}

    return made


def test_a_share_of_an_intensity_is_saved_of_every_fuel_of_the_branch(used):
    saved = used(path=f"{KILN}.intensity", op="save", value=0.25)
    assert saved == pytest.approx({("industry", "coal"): 4.0, ("industry", "electricity"): 1.0})


def test_an_amount_is_saved_of_what_the_branch_uses(used):
    saved = used(path=f"{KILN}.intensity", op="save", value=5, unit="tce")
    assert saved == pytest.approx({("industry", "coal"): 4.0, ("industry", "electricity"): 1.0})


def test_one_fuel_of_a_branch_is_saved(used):
    assert used(path=f"{KILN}.mix.coal", op="save", value=0.25) == pytest.approx({("industry", "coal"): 4.0})  # fmt: skip
    assert used(path=f"{KILN}.mix.coal", op="save", value=3, unit="tce") == pytest.approx({("industry", "coal"): 3.0})  # fmt: skip


def test_an_amount_of_a_branch_of_useful_energy_is_what_it_takes(used):
    """Warmth takes 4 of gas and 1 of electricity: an amount of 2.5 is half of it, one of gas a quarter of the gas."""
    saved = used(path=f"{WARMTH}.intensity", op="save", value=2.5, unit="tce")
    assert saved == pytest.approx({("households", "natural_gas"): 2.0, ("households", "electricity"): 0.5})  # fmt: skip
    saved = used(path=f"{WARMTH}.mix.natural_gas", op="save", value=1, unit="tce")
    assert saved == pytest.approx({("households", "natural_gas"): 1.0})


def test_the_size_of_a_branch_is_its_final_energy(planted):
    given = projection.observed(*planted)
    size = {path: float(branch_energy(path, given, planted[1])[-1]) for path in (f"{KILN}.mix.coal", f"{WARMTH}.intensity")}  # fmt: skip
    assert size == pytest.approx({f"{KILN}.mix.coal": 20.0, f"{WARMTH}.intensity": 5.0})
