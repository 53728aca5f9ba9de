"""No key of the summary of an example is left without an answer: a sample in every run of the tests, all of them in the long one."""

from __future__ import annotations

import re

import pytest

from dualcarbon.study import preparation, running
from dualcarbon.study.explain import question
from dualcarbon.study.explain.lookup import leaves
from dualcarbon.study.explain.notebook import Notebook

EXAMPLES = ("jiangsu", "china", "wangjin")


def sampled(summary):
    """Give one key of every kind, scenarios apart: keys that differ in numbers alone are one kind."""
    kinds = {}
    for steps, value in leaves(summary):
        kinds.setdefault(re.sub(r"\d+", "", ".".join(steps)), (steps, value))
    return list(kinds.values())


def answer(note, keys):
    for steps, value in keys:
        question._explainer(steps, note)(note, steps, value)
        made = note.book[".".join(steps)]
        assert made.formula_en
        assert made.formula_zh
        assert made.value == value or not isinstance(value, int | float | str)


def test_every_kind_of_number_of_china_is_answered(computed, prepared):
    results = computed["china"]
    keys = sampled(results.summary)
    assert len(keys) > 200
    answer(Notebook(results, prepared["china"]), keys)


@pytest.mark.slow
@pytest.mark.parametrize("name", EXAMPLES)
def test_every_number_of_every_example_is_answered(examples, name):
    study = preparation.prepare(examples / name)
    results = running.compute(study, "0" * 12, members=16, seed=1)
    answer(Notebook(results, study), leaves(results.summary))
