"""What an explanation shows is enough to work its number out by hand."""

from __future__ import annotations

import re

import pytest


@pytest.fixture(scope="module")
def told(ask):
    def of(key):
        book = ask(key).book
        return {inner: {i.name: i.value for i in one.inputs} for inner, one in book.items()}, book

    return of


def test_the_share_of_members_that_meet_a_goal(told, finished):
    for place, goal in enumerate(finished.summary["scenarios"]["policy"]["targets"]):
        if goal["probability"] is not None:
            key = f"scenarios.policy.targets.{place}.probability"
            inputs, _ = told(key)
            assert (
                inputs[key]["members that meet it"] == goal["probability"] * inputs[key]["members"]
            )


def test_a_share_at_the_coal_rate_with_the_rate(told, finished):
    key = "diagnosis.nonfossil_share.coal_equivalent.2017"
    inputs, _ = told(key)
    given = inputs[key]
    k, total = given["coal rate"] / 0.1229, given["total energy"] * 1e6
    named = {re.sub(r"^energy ", "", n): v for n, v in given.items()}
    primary = named["energy_supply power nonfossil 2017"]
    bought = named["energy_supply import electricity 2017"]
    other = sum(v for n, v in named.items() if "other_energy" in n)
    share = (k * primary + other) / (total + (k - 1) * (primary + bought))
    assert share == pytest.approx(
        finished.summary["diagnosis"]["nonfossil_share"]["coal_equivalent"]["2017"], rel=1e-9
    )


def test_a_measure_with_its_line_and_how_much_of_it_is_in_place(told, finished):
    _, book = told("scenarios.enhanced.energy_mtce.2030")
    one = book["enhanced mix.industry.electricity 2030"]
    placed = {i.name: i for i in one.inputs if "in place" in i.name}
    assert list(placed) == [
        f"{id} in place in 2030" for id in ("motors", "eaf_steel", "heat_pumps")
    ]
    motors = placed["motors in place in 2030"]
    assert motors.value == pytest.approx((2030 - 2019) / (2035 - 2019))
    assert placed["heat_pumps in place in 2030"].value == pytest.approx(0.2)
    file, line = motors.ref.split(":")
    lines = (finished.folder / "inputs" / file).read_text(encoding="utf-8").splitlines()
    assert lines[int(line) - 1 : int(line) + 1] == ["[[measures]]", 'id = "motors"']
    assert "save mix.industry.electricity 0.42 MWh per unit" in one.formula_en
    assert "再计入措施 motors" in one.formula_zh
