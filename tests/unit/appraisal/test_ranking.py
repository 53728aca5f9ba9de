import numpy as np
import pytest

from dualcarbon.appraisal.ranking import Candidate, economy, first, rank, rankings


def candidate(id, profit, invested, net_value=1.0, abatement=1.0):
    return Candidate(
        id=id, net_value=net_value, abatement=abatement, profit=profit, invested=invested
    )


def test_the_largest_value_is_first():
    found = rank({"a": -5.0, "b": 7.0, "c": 0.0}, "abatement")
    assert found.order == ("b", "c", "a")
    assert [found.place(id) for id in "abc"] == [3, 1, 2]
    assert (found.ties, found.warnings, found.unranked) == ((), (), ())


def test_equals_stand_in_declared_order_and_are_told():
    found = rank({"a": 1.0, "b": 3.0, "c": 3.0 * (1 + 1e-12), "d": 1.0}, "net_value")
    assert found.order == ("b", "c", "a", "d")
    assert found.ties == (("b", "c"), ("a", "d"))
    assert [fault.message() for fault in found.warnings] == [
        "ranks.net_value: b, c are equal; they stand in declared order",
        "ranks.net_value: a, d are equal; they stand in declared order",
    ]
    assert "b、c" in found.warnings[0].message("zh")


def test_what_has_no_value_has_no_place_and_is_told():
    found = rank({"a": None, "b": 1.0}, "net_value")
    assert (found.order, found.unranked, found.place("a")) == (("b",), ("a",), None)
    assert [fault.code for fault in found.warnings] == ["FIN018"]
    assert rank({}, "net_value").order == ()


def test_economy_is_net_value_per_yuan_invested():
    small, large = candidate("small", 20, 50), candidate("large", 100, 1000)
    assert economy([large, small]).order == ("small", "large")


def test_without_investment_earners_come_first_and_losers_last():
    found = economy(
        [
            candidate("loses", -3, 0),
            candidate("paid", 10, 100),
            candidate("idle", 0, 0),
            candidate("earns", 2, 0),
            candidate("earns more", 5, 0),
            candidate("poor", -50, 100),
        ]
    )
    assert found.order == ("earns more", "earns", "paid", "idle", "poor", "loses")
    assert [fault.code for fault in found.warnings] == ["FIN014"]
    assert "loses, earns, earns more need no investment" in found.warnings[0].message()


def test_economy_of_what_could_not_be_valued():
    found = economy([candidate("a", None, None), candidate("b", 1, 2)])
    assert (found.order, found.unranked) == (("b",), ("a",))


def test_the_three_orders_differ():
    found = rankings(
        [
            candidate("a", profit=1, invested=1, net_value=5, abatement=2),
            candidate("b", profit=1, invested=2, net_value=9, abatement=1),
        ]
    )
    assert {by: one.order for by, one in found.items()} == {
        "net_value": ("b", "a"),
        "abatement": ("a", "b"),
        "economy": ("a", "b"),
    }


def test_the_share_of_members_in_which_a_measure_is_among_the_first():
    values = np.array([[9.0, 9, 1, 9], [5, 1, 5, 5], [1, 5, 9, 1]])
    assert first(values, n=1).tolist() == [0.75, 0, 0.25]
    assert first(values, n=2).tolist() == [0.75, 0.75, 0.5]
    assert first(values).tolist() == [1, 1, 1]


def test_equals_among_the_first_are_taken_in_declared_order():
    assert first([[2.0], [2.0], [2.0]], n=2).tolist() == [1, 1, 0]


@pytest.mark.parametrize("n", [1, 8, 30])
def test_the_shares_add_up_to_the_places(n):
    values = np.random.default_rng(5).normal(size=(12, 200))
    assert first(values, n=n).sum() == pytest.approx(min(n, 12))
