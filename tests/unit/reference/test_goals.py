import pytest

from dualcarbon.reference.goals import national
from dualcarbon.reference.tables import rows, sources
from dualcarbon.vocabulary.names import INDICATORS
from dualcarbon.vocabulary.units import known

GOALS = {goal.id: goal for goal in national()}
KINDS = {"change", "level", "addition", "rate", "state"}


def test_every_row_is_a_goal_in_its_order():
    assert list(GOALS) == [row["id"] for row in rows("goals")]


@pytest.mark.parametrize("goal", national(), ids=lambda g: g.id)
def test_every_goal_is_whole(goal):
    assert goal.indicator in INDICATORS
    assert goal.source in sources()
    assert goal.kind in KINDS
    assert 2024 <= goal.year <= 2060
    if goal.kind == "state":
        assert goal.value is None
        assert goal.state
        assert goal.state_zh
    else:
        assert goal.value is not None
        assert goal.comparator in {"at_least", "at_most"}
        assert goal.unit == "1" or known(goal.unit)


@pytest.mark.parametrize("goal", national(), ids=lambda g: g.id)
def test_shares_and_changes_are_fractions(goal):
    if goal.unit == "1":
        assert -1 < goal.value <= 1
    if goal.kind in {"change", "addition"}:
        assert goal.base_year or goal.basis


@pytest.mark.parametrize(
    ("id", "value", "base"),
    [
        ("opinions:energy_intensity:2025", -0.135, 2020),
        ("opinions:co2_intensity:2025", -0.18, 2020),
        ("opinions:co2_intensity:2030", -0.65, 2005),
        ("opinions:nonfossil_share:2030", 0.25, None),
        ("opinions:nonfossil_share:2060", 0.80, None),
        ("opinions:forest_cover:2025", 0.241, None),
        ("opinions:wind_solar_capacity:2030", 1200, None),
        ("work_report:co2_intensity:2030", -0.17, 2025),
        ("ndc:wind_solar_capacity:2035", 3600, None),
    ],
)
def test_goals_are_those_of_the_documents(id, value, base):
    assert (GOALS[id].value, GOALS[id].base_year) == (value, base)


def test_a_fall_is_met_from_below_and_a_share_from_above():
    fall, share = GOALS["opinions:co2_intensity:2025"], GOALS["opinions:nonfossil_share:2030"]
    assert [fall.met(v) for v in (-0.19, -0.18, -0.17)] == [True, True, False]
    assert [share.met(v) for v in (0.26, 0.25, 0.24)] == [True, True, False]


def test_the_cap_on_refining_is_met_from_below():
    cap = GOALS["action_plan:refining_capacity:2025"]
    assert [cap.met(v) for v in (0.95, 1.05)] == [True, False]


def test_a_state_is_not_met_by_a_number():
    assert GOALS["opinions:carbon_neutral:2060"].met(0.0) is None


def test_a_goal_from_the_peak_says_so():
    assert (GOALS["ndc:ghg_net:2035"].basis, GOALS["ndc:ghg_net:2035"].base_year) == ("peak", None)
