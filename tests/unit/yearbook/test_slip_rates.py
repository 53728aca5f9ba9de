"""Rates of the bench on a small part of the real series: slips noticed, and series doubted that are right."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[3] / "bench" / "unit_slips.py"


@pytest.fixture(scope="module")
def bench():
    monkey = pytest.MonkeyPatch()
    spec = importlib.util.spec_from_file_location("unit_slips", BENCH)
    module = importlib.util.module_from_spec(spec)
    monkey.syspath_prepend(BENCH.parent)
    monkey.setitem(sys.modules, spec.name, module)  # dataclasses look their module up
    spec.loader.exec_module(module)
    yield module
    monkey.undo()


@pytest.fixture(scope="module")
def measured(bench):
    found, false = {}, []
    for name in ("jiangsu", "china"):
        some, wrong = bench.partly(bench.Region.of(name), stride=3)
        false += wrong
        for key, told in some.items():
            found[key] = found.get(key, []) + told
    return found, false


def test_slips_are_noticed(bench, measured):
    found, _ = measured
    told = [t for (scope, kind), ts in found.items() for t in ts if kind in bench.ASKED and "small" not in scope]  # fmt: skip
    assert len(told) > 800
    assert sum(told) / len(told) >= 0.95


@pytest.mark.parametrize("kind", ["10^4 times", "tce, GJ and TJ", "carbon dioxide and carbon"])
def test_each_kind_that_is_asked_for_is_noticed(measured, kind):
    found, _ = measured
    told = [t for (scope, k), ts in found.items() for t in ts if k == kind and "small" not in scope]
    assert sum(told) / len(told) >= 0.93


def test_few_series_are_doubted_that_are_right(measured):
    _, false = measured
    assert len(false) >= 80
    assert sum(false) / len(false) <= 0.02


@pytest.mark.parametrize("name", ["jiangsu", "china"])
@pytest.mark.parametrize("by", [1e4, 1e-4, 29.3076, 1 / 29.3076])
def test_a_whole_table_of_energy_in_another_unit_is_noticed(bench, name, by):
    region = bench.Region.of(name)
    before = bench.of_whole(region.frames)
    frame = region.frames["energy"]
    wrong = frame.with_columns(value=frame["value"] * by, given=frame["given"] * by)
    assert before == set()
    assert any(t.startswith("UNIT") for t in bench.of_whole({**region.frames, "energy": wrong}))
