"""Names of the energy block of a study: one that is not known is refused, with the nearest, and changes no total."""

from __future__ import annotations

import pytest

from dualcarbon.errors import InputError
from dualcarbon.inventory import carbon_balance
from dualcarbon.inventory.declared import EnergyRules
from dualcarbon.quantities.declared import declare
from dualcarbon.vocabulary.faults import Place

KEY = Place(file="study.toml", key="account.energy")
WRONG = [
    ({"residuals": ["refinery", "gas_works"]}, "residuals.0", "refining"),
    ({"residuals": ["refining", "gasworks"]}, "residuals.1", "gas_works"),
    ({"modes": {"diesel": {"raod": 1.0}}}, "modes.diesel.raod", "road"),
    ({"modes": {"disel": {"road": 1.0}}}, "modes.disel", "diesel"),
    ({"road_share": {"houshold": {"gasoline": 0.5}}}, "road_share.houshold", "households"),
    ({"road_share": {"households": {"gasolin": 0.5}}}, "road_share.households.gasolin", "gasoline"),
    ({"feedstock": [{"fuel": "naptha", "product": "x"}]}, "feedstock.0.fuel", "naphtha"),
]


@pytest.mark.parametrize(("table", "key", "near"), WRONG)
def test_a_name_that_is_not_known_is_refused_with_the_nearest(table, key, near):
    with pytest.raises(InputError) as refused:
        declare(EnergyRules, table, KEY)
    (fault,) = refused.value.faults
    assert (fault.code, fault.place.key) == ("KEY002", f"account.energy.{key}")
    assert f'did you mean "{near}"?' in fault.message()
    assert f"是否应为“{near}”？" in fault.message("zh")


@pytest.mark.parametrize("row", carbon_balance.ROWS)
def test_every_row_of_transformation_is_known(row):
    assert declare(EnergyRules, {"residuals": [row]}, KEY).residuals == (row,)


def test_electricity_drives_nothing_that_burns_and_is_no_feedstock():
    for table in ({"modes": {"electricity": {"rail": 1.0}}}, {"feedstock": [{"fuel": "heat", "product": "x"}]}):  # fmt: skip
        with pytest.raises(InputError, match="is not known here"):
            declare(EnergyRules, table, KEY)


def test_the_transport_sector_is_split_by_modes_and_not_by_shares_of_road():
    with pytest.raises(InputError, match='"transport" is not known here'):
        declare(EnergyRules, {"road_share": {"transport": {"diesel": 0.5}}}, KEY)
