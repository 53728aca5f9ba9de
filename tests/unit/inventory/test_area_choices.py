"""What a study may say of agriculture and waste: slips are told with their key."""

from __future__ import annotations

import pytest

from dualcarbon.errors import InputError
from dualcarbon.inventory.declared import Accounting
from dualcarbon.quantities.declared import declare
from dualcarbon.vocabulary.faults import Place


@pytest.mark.parametrize(
    ("area", "key", "value"),
    [
        ("waste", "landfill", "decay"),
        ("waste", "bulk_doc", 1.5),
        ("waste", "burnt_for_power", 90.0),
        ("waste", "climate", "wet"),
        ("waste", "population_growth", 5.0),
        ("waste", "composition", {"food": "half"}),
        ("waste", "landfill_begin", "long ago"),
        ("agriculture", "rice", "daily"),
        ("agriculture", "rice_days", {"single": 400.0}),
        ("agriculture", "rice_organic", {"compost": -1.0}),
        ("agriculture", "manure_kept", 80.0),
    ],
)
def test_a_slip_is_told_with_its_key(area, key, value):
    with pytest.raises(InputError) as caught:
        declare(Accounting, {area: {key: value}}, Place(key="account"))
    assert len(caught.value.faults) == 1
    assert f"account.{area}.{key}" in caught.value.faults[0].message("en")


def test_an_unknown_key_is_told_with_the_nearest():
    with pytest.raises(InputError, match='did you mean "landfill"'):
        declare(Accounting, {"waste": {"landfil": "mass_balance"}}, Place(key="account"))


def test_choices_are_read_as_written():
    table = {
        "agriculture": {
            "rice": "days",
            "rice_days": {"single": 110},
            "rice_water": "multiple_aeration",
        },
        "waste": {
            "composition": {"food": 0.6, "plastics": 0.4},
            "landfill_begin": 1985,
            "burnt_for_power": 1,
        },
    }
    found = declare(Accounting, table, Place(key="account"))
    assert found.agriculture.rice_days == {"single": 110.0}
    assert found.waste.composition == {"food": 0.6, "plastics": 0.4}
    assert (found.waste.landfill_begin, found.waste.burnt_for_power) == (1985, 1.0)
