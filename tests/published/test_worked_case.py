"""The small region of the docs, computed by hand there, against the program."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from dualcarbon.scenarios.chains import Chain, Process
from dualcarbon.scenarios.end_uses import EndUse
from dualcarbon.scenarios.projection import project, totals
from dualcarbon.scenarios.tree import IMPORT, Tree

PAGE = Path(__file__).parents[2] / "docs/explanation/worked-case.md"
CARS = "branches.transport.cars"


def table(head):
    text = PAGE.read_text(encoding="utf-8")
    rows = text.split(f"| {head} | value |\n|---|---|\n")[1].split("\n\n")[0]
    return {k: float(v) for k, v in re.findall(r"\| (\S+) \| (\S+) \|", rows)}


def groups(given):
    """Give the share groups that the keys of the page belong to."""
    found: dict[str, list[str]] = {}
    for key in given:
        group, _, part = key.rpartition(".")
        if group.endswith((".mix", ".supply")) or group.startswith("mix."):
            found.setdefault(group, []).append(part)
    return {group: tuple(parts) for group, parts in found.items()}


def test_the_hand_and_the_program_agree():
    given, wanted = table("key"), table("what")
    text = PAGE.read_text(encoding="utf-8")
    said = re.search(r"coal ([\d.]+), oil ([\d.]+), natural gas ([\d.]+) t CO2/tce", text)
    factors = dict(zip(("coal", "oil", "natural_gas"), map(float, said.groups()), strict=True))
    cars = EndUse("transport", "final", (f"{CARS}.activity",), f"{CARS}.intensity", f"{CARS}.mix")
    chain = Chain("hydrogen", "hydrogen", {"electrolysis": Process(("electricity",))})
    tree = Tree(
        {"industry": ("final", "gdp")},
        groups(given),
        (),
        power=True,
        branches={"transport.cars": cars},
        chains=(chain,),
    )
    numbers = {key: np.array([[value]]) for key, value in given.items()}
    cells = project(numbers, tree)
    factor = {c: np.array([factors[c[2]]]) for c in cells if c[2] in factors and c[1] != "import"}
    sums = totals(cells, factor, numbers, None)
    for fuel in factors:
        assert sums.fuels[fuel][0, 0] == pytest.approx(wanted[fuel], rel=1e-12)
    assert cells[IMPORT][0, 0] == pytest.approx(wanted["import"], rel=1e-12)
    assert sums.territorial[0, 0] == pytest.approx(wanted["territorial"], rel=1e-12)
    assert sums.adjusted[0, 0] == pytest.approx(wanted["adjusted"], rel=1e-12)
