"""The same small energy system as technologies with input and output ratios, solved as one linear balance of commodities.

That is the form of OSeMOSYS (M. Howells et al., Energy Policy 39 (2011) 5850-5870) without anything to optimise: every
commodity has a balance, every technology takes and gives in fixed ratios, and shares of technologies are stated.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dualcarbon.scenarios.chains import Chain, Process
from dualcarbon.scenarios.end_uses import EndUse
from dualcarbon.scenarios.plants import POWER_OUT
from dualcarbon.scenarios.projection import Totals, project, totals
from dualcarbon.scenarios.tree import IMPORT, SUPPLY, Tree

FUELS = ("coal", "natural_gas", "oil")
COMMODITIES = (*FUELS, "electricity", "hydrogen", "heat")
FACTOR = {"coal": 2.66, "natural_gas": 1.63, "oil": 2.1}  # t CO2/tce
MIXES = {
    "mix.industry": ("coal", "electricity", "heat", "natural_gas"),
    "mix.transport": ("electricity", "hydrogen", "oil"),
    "power.supply": ("import", "nonfossil", "thermal"),
    "power.mix": ("coal", "natural_gas"),
    "heat.supply": ("plants", "recovered"),
    "heat.mix": ("coal", "natural_gas"),
    "chains.hydrogen.supply": ("electrolysis", "gas", "import"),
}
CHAIN = Chain(
    "hydrogen",
    "hydrogen",
    {
        "electrolysis": Process(("electricity",)),
        "gas": Process(("natural_gas", "electricity"), ("natural_gas",), ("heat",)),
    },
)
TREE = Tree(
    {"industry": ("final", "gdp")},
    MIXES,
    (),
    power=True,
    heat=True,
    branches={
        "transport.vehicles": EndUse(
            "transport", "final", ("variables.vehicles",), "intensity.transport", "mix.transport"
        )
    },
    chains=(CHAIN,),
)
part = st.floats(0.05, 1.0)
size = st.floats(1.0, 1e3)


@st.composite
def systems(draw):
    """Draw all numbers of the system, shares from positive weights."""
    given_ = {}
    for group, parts in MIXES.items():
        weights = np.array([draw(part) for _ in parts])
        given_ |= {f"{group}.{p}": w for p, w in zip(parts, weights / weights.sum(), strict=True)}
    sizes = ("gdp", "intensity.industry", "variables.vehicles", "intensity.transport")
    given_ |= {key: draw(size) for key in sizes}
    rates = {
        "power.rate": 2.4,
        "power.balance": 1.05,
        "heat.rate": 1.2,
        "heat.balance": 1.1,
        "chains.hydrogen.electrolysis.rate.electricity": 1.5,
        "chains.hydrogen.gas.rate.natural_gas": 1.3,
        "chains.hydrogen.gas.rate.electricity": 0.1,
        "chains.hydrogen.gas.yield.heat": 0.05,
        "chains.hydrogen.loss": 0.12,
        "chains.hydrogen.export": 0.0,
        "factor.import": 1.9,
    }
    given_ |= {key: value * draw(st.floats(0.8, 1.1)) for key, value in rates.items()}
    return {key: np.array([[value]]) for key, value in given_.items()}


def technologies(p):
    """Give every technology: what it takes and gives of each commodity for one unit of its activity."""
    hydrogen = 1 - p["chains.hydrogen.loss"]
    burnt = {f: p[f"power.mix.{f}"] * p["power.rate"] for f in MIXES["power.mix"]}
    heated = {f: p[f"heat.mix.{f}"] * p["heat.rate"] for f in MIXES["heat.mix"]}
    ways = {
        "electrolysis": {"electricity": -p["chains.hydrogen.electrolysis.rate.electricity"]},
        "gas": {
            "natural_gas": -p["chains.hydrogen.gas.rate.natural_gas"],
            "electricity": -p["chains.hydrogen.gas.rate.electricity"],
            "heat": p["chains.hydrogen.gas.yield.heat"],
        },
        "import": {},
    }
    found = {("hydrogen", way): {"hydrogen": hydrogen, **ratios} for way, ratios in ways.items()}
    out = 1 / p["power.balance"]
    found |= {
        ("electricity", "thermal"): {"electricity": out, **{f: -v for f, v in burnt.items()}},
        ("electricity", "nonfossil"): {"electricity": out},
        ("electricity", "import"): {"electricity": out},
    }
    given_off = 1 / p["heat.balance"]
    return found | {
        ("heat", "plants"): {"heat": given_off, **{f: -v for f, v in heated.items()}},
        ("heat", "recovered"): {"heat": given_off},
        **{("mine", f): {f: 1.0} for f in FUELS},
    }


def balanced(p):
    """Solve for the activity of every technology: all commodities in balance, shares of supply as stated."""
    ways, share = technologies(p), {"hydrogen": "chains.hydrogen.supply", "electricity": "power.supply", "heat": "heat.supply"}  # fmt: skip
    industry = p["gdp"] * p["intensity.industry"]
    transport = p["variables.vehicles"] * p["intensity.transport"]
    wanted = dict.fromkeys(COMMODITIES, 0.0)
    for amount, group in ((industry, "mix.industry"), (transport, "mix.transport")):
        for fuel in MIXES[group]:
            wanted[fuel] += amount * p[f"{group}.{fuel}"]
    names = list(ways)
    rows, right = [], []
    for commodity in COMMODITIES:
        rows.append([ways[name].get(commodity, 0.0) for name in names])
        right.append(wanted[commodity])
    for made, group in share.items():
        for way in MIXES[group][:-1]:  # share of this way of all that is made
            row = [0.0] * len(names)
            for other in MIXES[group]:
                row[names.index((made, other))] = -p[f"{group}.{way}"]
            row[names.index((made, way))] += 1.0
            rows.append(row)
            right.append(0.0)
    return dict(zip(names, np.linalg.solve(np.array(rows), np.array(right)), strict=True))


@given(systems())
@settings(max_examples=100)
def test_the_tree_gives_the_fuels_and_emissions_of_a_linear_balance(numbers):
    p = {key: float(value[0, 0]) for key, value in numbers.items()}
    activity = balanced(p)
    cells = project(numbers, TREE)
    factor = {cell: np.array([FACTOR[cell[2]]]) for cell in cells if cell[2] in FACTOR and cell[1] != "import"}  # fmt: skip
    sums: Totals = totals(cells, factor, numbers, None)
    scale = sum(abs(v) for v in activity.values())
    for fuel in FUELS:
        assert sums.fuels[fuel][0, 0] == pytest.approx(activity["mine", fuel], abs=1e-9 * scale)
    assert -cells[POWER_OUT][0, 0] == pytest.approx(
        activity["electricity", "thermal"] + activity["electricity", "nonfossil"], abs=1e-9 * scale
    )
    assert cells[IMPORT][0, 0] == pytest.approx(activity["electricity", "import"], abs=1e-9 * scale)
    assert cells[SUPPLY, "import", "hydrogen"][0, 0] == pytest.approx(activity["hydrogen", "import"], abs=1e-9 * scale)  # fmt: skip
    carbon = sum(activity["mine", fuel] * FACTOR[fuel] for fuel in FUELS)
    assert sums.territorial[0, 0] == pytest.approx(carbon, rel=1e-9)
