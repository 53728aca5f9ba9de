"""Published indices of variance: the Ishigami function and the g function, through the sample that assumptions use."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from dualcarbon.sensitivity.indices import indices
from dualcarbon.sensitivity.sample import drawn, run

CASES = Path(__file__).parent / "cases"
MEMBERS = 4096
ISHIGAMI, G = (json.loads((CASES / f"sobol_{n}.json").read_text()) for n in ("ishigami", "g"))


def keys(count):
    return [f"x{place}" for place in range(count)]


def ishigami(draws):
    x = [np.pi * (2 * draws.uniform(key) - 1) for key in keys(3)]
    a, b = ISHIGAMI["inputs"]["a"], ISHIGAMI["inputs"]["b"]
    return (np.sin(x[0]) + a * np.sin(x[1]) ** 2 + b * x[2] ** 4 * np.sin(x[0]))[None]


def g(draws):
    terms = zip(keys(8), G["inputs"]["a"], strict=True)
    return np.prod([(np.abs(4 * draws.uniform(k) - 2) + a) / (1 + a) for k, a in terms], axis=0)[
        None
    ]


def found(model, groups, seed=1):
    (one,) = indices(run(model, drawn(groups, MEMBERS, seed)), seed=seed, resamples=199)
    return [e.value for e in one.first], [e.value for e in one.total], one


@pytest.mark.parametrize("seed", [1, 2])
def test_the_ishigami_function(seed):
    first, total, one = found(ishigami, [[key] for key in keys(3)], seed)
    assert first == pytest.approx(ISHIGAMI["expected"]["first"], abs=ISHIGAMI["tolerance"])
    assert total == pytest.approx(ISHIGAMI["expected"]["total"], abs=ISHIGAMI["tolerance"])
    assert one.interact
    assert [e.told for e in one.first] == [True, True, False]


def test_the_g_function():
    first, total, _ = found(g, [[key] for key in keys(8)])
    assert first == pytest.approx(G["expected"]["first"], abs=G["tolerance"])
    assert total == pytest.approx(G["expected"]["total"], abs=G["tolerance"])


def test_the_g_function_in_groups():
    names = keys(8)
    groups = [[names[i] for i in group] for group in G["inputs"]["groups"]]
    first, total, _ = found(g, groups)
    assert first == pytest.approx(G["expected"]["first_of_groups"], abs=G["tolerance"])
    assert total == pytest.approx(G["expected"]["total_of_groups"], abs=G["tolerance"])
