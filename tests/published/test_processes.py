"""Process emissions against printed defaults."""

import json
from pathlib import Path

import numpy as np
import pytest

from dualcarbon.inventory.processes import chemicals, metals
from dualcarbon.reference.numbers import Shelf, tiers

CASE = json.loads((Path(__file__).parent / "cases/ippu_defaults.json").read_text(encoding="utf-8"))
GIVEN, PRINTED = CASE["inputs"], CASE["expected"]
WITHIN = CASE["tolerance"]


def taken(item, kind, ipcc="2006"):
    return Shelf(tiers(ipcc, "none")).take(item, "CO2", "t CO2/t", year=2015, kind=kind).value


@pytest.mark.parametrize(
    ("plant", "printed"), list(zip(GIVEN["ammonia"], PRINTED["ammonia"], strict=True))
)
def test_ammonia_is_the_carbon_of_its_heat(plant, printed):
    carbon = np.array([plant["gj_per_t"] * plant["kg_c_per_gj"] / 1000])
    nothing = np.zeros(1)
    assert chemicals.of_feedstock(carbon, nothing, nothing)[0] == pytest.approx(printed, abs=1e-3)
    assert taken("ammonia_output", plant["kind"]) == pytest.approx(printed, abs=WITHIN)


@pytest.mark.parametrize(("mineral", "printed"), list(PRINTED["carbonates"].items()))
def test_carbonates_have_the_printed_factors(mineral, printed):
    assert taken("carbonate_use", mineral) == printed


def test_anodes_of_a_tonne_of_aluminium():
    parts = (np.array([GIVEN[name]]) for name in ("anodes_t_per_t", "sulphur", "ash"))
    assert metals.of_anodes(*parts)[0] == pytest.approx(PRINTED["anodes_tco2_per_t"], abs=WITHIN)


@pytest.mark.parametrize("edition", ["2006", "2019"])
def test_steel_has_the_factor_of_the_edition(edition):
    for kind, printed in PRINTED["steel"][edition].items():
        assert taken("crude_steel_output", kind, edition) == printed
