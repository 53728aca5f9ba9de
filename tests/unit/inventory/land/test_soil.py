"""Soils: the stock under two practices, and who may declare them."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.errors import InputError
from dualcarbon.inventory.declared import Land
from dualcarbon.inventory.land import soil
from dualcarbon.quantities.declared import declare
from dualcarbon.vocabulary.faults import Place

STRAW = {
    "id": "straw", "use": "cropland", "climate": "warm_temperate_moist", "soil": "HAC",
    "before": {"use": "long_cultivated", "management": "full"},
    "after": {"use": "long_cultivated", "management": "none", "input": "high"},
}  # fmt: skip
AREA = ("soil_changed_area", "straw", "10^3 ha", {2015: 1.0})


def test_a_stubble_field_by_hand(land):
    found, faults = land((2015,), [AREA], soils=[STRAW])
    before, after = 88 * 0.69, 88 * 0.69 * 1.15 * 1.11
    by_hand = -1000 * (after - before) / 20 * 44 / 12
    assert by_hand == pytest.approx(-3078.0, abs=0.05)
    assert found["land.soil.straw"].amounts() == pytest.approx([by_hand])
    assert found["land.soil.straw"].category == "3B2"
    assert faults == ()


def test_the_edition_is_a_switch(land):
    found, _ = land((2015,), [AREA], soils=[STRAW], ipcc="2019")
    by_hand = -1000 * 64 * 0.69 * (1.10 * 1.11 - 1) / 20 * 44 / 12
    assert found["land.soil.straw"].amounts() == pytest.approx([by_hand])


@pytest.mark.parametrize(
    ("ipcc", "climate", "tillage", "factor"),
    [
        ("2006", "tropical_dry", "reduced", 1.09),
        ("2006", "tropical_moist", "none", 1.22),
        ("2019", "tropical_dry", "reduced", 0.99),
        ("2019", "tropical_moist", "reduced", 1.04),
        ("2019", "tropical_dry", "none", 1.04),
        ("2019", "tropical_moist", "none", 1.10),
    ],
)
def test_tillage_in_the_tropics(land, ipcc, climate, tillage, factor):
    case = STRAW | {
        "climate": climate, "before": {"use": "paddy", "management": "full"},
        "after": {"use": "paddy", "management": tillage},
    }  # fmt: skip
    own = [("soil", f"{climate}/HAC", "SOCref", 60.0, "t C/ha")]
    found, _ = land((2015,), [AREA], own, soils=[case], ipcc=ipcc)
    paddy = {"2006": 1.10, "2019": 1.35}[ipcc]
    assert found["land.soil.straw"].amounts() == pytest.approx(
        [-1000 * 60 * paddy * (factor - 1) / 20 * 44 / 12]
    )


@pytest.mark.parametrize(("ipcc", "paddy", "dry"), [("2006", 1.10, 0.48), ("2019", 1.35, 0.83)])
def test_paddy_turned_to_dry_fields_loses_carbon(land, ipcc, paddy, dry):
    case = STRAW | {
        "climate": "tropical_moist", "before": {"use": "paddy", "management": "full"},
        "after": {"use": "long_cultivated", "management": "full"},
    }  # fmt: skip
    own = [("soil", "tropical_moist/HAC", "SOCref", 60.0, "t C/ha")]
    found, _ = land((2015,), [AREA], own, soils=[case], ipcc=ipcc)
    assert found["land.soil.straw"].amounts() == pytest.approx(
        [1000 * 60 * (paddy - dry) / 20 * 44 / 12]
    )


def test_a_pasture_that_recovers(land):
    case = {
        "id": "straw", "use": "grassland", "climate": "cool_temperate_dry", "soil": "HAC",
        "before": {"use": "permanent", "management": "severely_degraded"},
        "after": {"use": "permanent", "management": "nominal"},
    }  # fmt: skip
    line = land((2015,), [AREA], soils=[case])[0]["land.soil.straw"]
    assert line.amounts() == pytest.approx([-1000 * 50 * 0.3 / 20 * 44 / 12])
    assert line.category == "3B3"


def test_rows_of_a_change_that_is_not_declared_are_refused(land):
    found, faults = land((2015,), [AREA])
    assert found == {}
    assert [f.code for f in faults] == ["LND009"]
    assert "soil_changed_area of kind straw" in faults[0].message()


def test_an_unknown_level_has_no_number(land):
    case = STRAW | {"after": {"use": "long_cultivated", "management": "ploughed"}}
    found, faults = land((2015,), [AREA], soils=[case])
    assert found == {}
    assert [f.code for f in faults] == ["REF042"]
    assert "ploughed/warm_temperate_moist" in faults[0].message()


def test_a_climate_that_does_not_exist_is_told_with_its_place():
    with pytest.raises(InputError) as caught:
        declare(
            Land,
            {"soils": [STRAW | {"climate": "warm_temperate_wet"}]},
            Place(key="account.land"),
        )
    assert "soils.0.climate" in str(caught.value)
    assert 'did you mean "warm_temperate_moist"?' in str(caught.value)


def test_areas_leave_the_transition_after_twenty_years():
    changed = [0.0] * 25
    changed[2] = 7.0
    on_the_way = soil.in_transition(np.array(changed))
    assert on_the_way.tolist() == [0.0] * 2 + [7.0] * 20 + [0.0] * 3


def test_drained_soils_give_off_carbon(land):
    rows = [("drained_soil", kind, "ha", {2015: 10.0}) for kind in ("cropland", "mangrove")]
    found, _ = land((2015,), rows)
    assert [(x.category, float(x.amounts()[0])) for x in found.values()] == [
        ("3B2", pytest.approx(10 * 7.9 * 44 / 12)),
        ("3B4", pytest.approx(10 * 7.9 * 44 / 12)),
    ]
