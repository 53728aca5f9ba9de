"""What no path may leave, each told with its worst year."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.scenarios.limits import outside

YEARS = range(2018, 2023)


@pytest.mark.parametrize(
    ("key", "row", "code", "value", "year"),
    [
        ("abated.clinker_output", [0, 1.2, 1.2, 1.2, 1.05], "TRE013", 1.2, 2019),
        ("abated.clinker_output", [0, 1.6, 1.7, 1.8, 1.1], "TRE013", 1.8, 2021),
        ("chains.hydrogen.loss", [0, 1, 1, 1, 1], "TRE013", 1, 2019),
        ("branches.transport.cars.activity", [1, -4, -4, -0.5, -4.5], "TRE031", -4.5, 2022),
        ("branches.households.warmth.efficiency.coal", [1, -2, -2, 0, -2], "TRE032", -2, 2019),
    ],
)
def test_the_year_told_is_the_worst(key, row, code, value, year):
    (fault,) = outside({key: np.array([row], float)}, YEARS, {})
    told = dict(fault.params)
    assert (fault.code, told["value"], told["year"]) == (code, value, year)


def test_what_is_within_is_not_told():
    found = {"abated.clinker_output": np.array([[0.0, 1.0]]), "activity.land_flux.forest": np.array([[-3.0, 2.0]])}  # fmt: skip
    assert outside(found, [2018, 2019], {}) == []
