"""What an explanation shows is enough to work its number out by hand."""

from __future__ import annotations

import re

import pytest

from dualcarbon.study.explain import explain


@pytest.fixture
def told(finished):
    def of(key):
        book = explain(finished.folder, key).book
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


def test_a_measure_with_its_size_and_how_far_it_is(told):
    _, book = told("scenarios.enhanced.territorial_mt.2030")
    one = book["enhanced mix.industry.coal 2030"]
    size, done = re.search(r"\(add (\S+), (\S+) of it in 2030\)", one.formula_en).groups()
    assert 0.38 + float(size) * float(done) == pytest.approx(one.value, rel=1e-6)
    assert size in one.formula_zh
