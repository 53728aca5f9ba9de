import pytest

from dualcarbon.errors import UnknownName
from dualcarbon.peak.confirmation import confirm


@pytest.mark.parametrize(
    ("effects", "said"),
    [
        ({"activity": 1, "structure": -2, "intensity": -3, "mix": -0.1}, "supported"),
        (
            {"activity": 1, "structure": -2, "intensity": -3},
            "slump",
        ),  # exactly half is not more than half
        ({"activity": -1, "intensity": -9}, "slump"),  # the economy shrank
        ({"activity": 0, "intensity": -9}, "slump"),  # it did not grow
        ({"population": -1, "affluence": 2, "intensity": -9}, "supported"),
        ({"activity": 1, "factor": -9, "use_per_head": -9}, "slump"),
        ({}, "slump"),
    ],
)
def test_structure_must_explain_more_than_half_while_the_economy_grows(effects, said):
    assert confirm(effects, fall=10) == said


def test_unknown_effects_are_all_named():
    with pytest.raises(UnknownName) as caught:
        confirm({"technology": -3, "weather": 1, "mix": -1}, fall=10)
    first, second = caught.value.faults
    assert first.message().startswith(
        "peak.confirmation: effect technology is not known; known are activity"
    )
    assert second.message("zh").startswith(
        "peak.confirmation：不认识因素“weather”；可用的有 activity"
    )
