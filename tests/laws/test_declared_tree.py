"""Branches and chains that a study declares divide its account, whatever they are: the sum of all stays what it was."""

from __future__ import annotations

import dataclasses

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dualcarbon.measures import projects
from dualcarbon.measures.declared import Measure
from dualcarbon.quantities.declared import declare
from dualcarbon.quantities.draws import Draws
from dualcarbon.quantities.paths import read_tree
from dualcarbon.scenarios import assumptions, contrast, ensemble, projection, structure
from dualcarbon.scenarios.assumptions import Span, keys_of_draws
from dualcarbon.scenarios.attribution import attribute
from dualcarbon.scenarios.deployment import Deployed
from dualcarbon.scenarios.extension import extended
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.scenarios.plants import POWER_OUT
from dualcarbon.scenarios.tree import SUPPLY, Observed, grow
from dualcarbon.vocabulary.faults import Place

YEARS, SPAN = (2016, 2017), Span(2017, 2022)
SECTORS, FUELS = ("industry", "transport", "households"), ("coal", "oil", "electricity", "heat")
TITLE = {"en": "made up", "zh": "虚构"}
HYDROGEN, CHP, REFINING = "chains.hydrogen", "chains.chp", "chains.refining"
amounts = st.lists(st.floats(1.0, 1e3), min_size=2, max_size=2).map(np.array)
parts = st.floats(0.0, 0.9)
positive = st.floats(0.1, 10.0)
Maybe = st.booleans()


@st.composite
def regions(draw):
    """Draw a region whose refineries lose something of the oil that they take."""
    cells = {(s, "final", f): draw(amounts) for s in SECTORS for f in FUELS}
    for flow in ("power", "heat"):
        cells |= {(SUPPLY, flow, f): draw(amounts) for f in ("coal", "oil")}
    clean = draw(amounts)
    cells[SUPPLY, "power", "nonfossil"] = clean
    cells[SUPPLY, "power", "electricity"] = -(clean + draw(amounts))
    cells[SUPPLY, "heat", "heat"] = -draw(amounts)
    cells[SUPPLY, "other_transformation", "oil"] = 1e3 + draw(amounts)
    cells[SUPPLY, "losses", "oil"], cells[SUPPLY, "losses", "electricity"] = draw(amounts), draw(amounts)  # fmt: skip
    cells[SUPPLY, "import", "electricity"] = draw(amounts) * draw(st.sampled_from([1.0, -1.0]))
    money = {s: draw(amounts) for s in SECTORS[:2]}
    total = np.sum(list(money.values()), axis=0)
    factor = {c: np.full(2, 2.0 + len(c[0]) / 10) for c in cells if c[2] in ("coal", "oil") and c[1] != "losses"}  # fmt: skip
    return Observed(YEARS, draw(amounts), total, money, cells, factor, draw(amounts) / 100)


def rows(key, values):
    return {key: dict(zip(YEARS, np.broadcast_to(values, (2,)).tolist(), strict=True))}


def branch(draw, seen, sector, name, fuels):
    """Draw an end use that takes a part of each fuel of its sector; what the account does not have it does not use yet."""
    key, useful, nothing = f"branches.{sector}.{name}", draw(Maybe), np.zeros(2)
    used = {f: draw(parts) * seen.energy.get((sector, "final", f), nothing) for f in fuels}
    used[fuels[0]] = used[fuels[0]] + 0.01 * seen.energy[sector, "final", fuels[0]]
    good = {f: draw(st.floats(0.2, 1.5)) if useful else 1.0 for f in fuels}
    whole = sum(used[f] * good[f] for f in fuels)
    activity = np.array([draw(positive), draw(positive)])
    table = {"title": TITLE, "unit": "thing", "fuels": list(fuels), "useful": useful}
    series = rows(f"{key}.activity", activity) | rows(f"{key}.intensity", whole / activity)
    for fuel in fuels:
        series |= rows(f"{key}.mix.{fuel}", used[fuel] * good[fuel] / whole)
        series |= rows(f"{key}.efficiency.{fuel}", good[fuel]) if useful else {}
    return table, series


def hydrogen(draw):
    """Draw a chain that makes nothing yet."""
    ways = {
        "electrolysis": {"inputs": ["electricity"]},
        "coal": {"inputs": ["coal"], "burnt": ["coal"], "gives": ["heat"]},
    }
    rates = {"electrolysis": {"rate": {"electricity": draw(st.floats(1.2, 2.0))}}}
    rates["coal"] = {"rate": {"coal": draw(st.floats(1.3, 2.0))}, "yield": {"heat": draw(st.floats(0.0, 0.1))}}  # fmt: skip
    supply = {"share": {"electrolysis": 0.6, "coal": "residual", "import": 0.1}}
    return {"title": TITLE, "output": "hydrogen", "processes": ways, "supply": supply, "loss": draw(st.floats(0.0, 0.2)), **rates}, {}  # fmt: skip


def combined(draw, seen):
    """Draw plants of heat and power that the account holds among its power and heat plants."""
    cells, taken = seen.energy, draw(st.floats(0.01, 0.5))
    wanted = sum(v for (_, w, f), v in cells.items() if f == "electricity" and w not in ("power", "import"))  # fmt: skip
    made = taken * np.minimum(-cells[SUPPLY, "power", "electricity"], wanted)
    coal, heat = taken * cells[SUPPLY, "power", "coal"], -taken * cells[SUPPLY, "heat", "heat"]
    table = {
        "title": TITLE,
        "output": "electricity",
        "within": f"{SUPPLY}/power",
        "processes": {"boiler": {"inputs": ["coal"], "burnt": ["coal"], "gives": ["heat"]}},
        "supply": {"share": {"boiler": 1.0}},
    }
    series = rows(f"{CHP}.part", made / wanted) | rows(f"{CHP}.boiler.rate.coal", coal / made)
    return table, series | rows(f"{CHP}.boiler.yield.heat", heat / made)


def refining(draw, seen):
    """Draw a refinery, which takes of what it makes, loses oil that the account tells of, and sends some out."""
    cells = seen.energy
    wanted = sum(v for (_, w, f), v in cells.items() if f == "oil" and w in ("final", "losses"))
    sent = draw(parts) * wanted
    supply = wanted + sent  # what is lost of it is among the losses
    loss = draw(parts) * cells[SUPPLY, "losses", "oil"] / supply
    own = draw(parts) * cells[SUPPLY, "other_transformation", "oil"] / supply
    table = {
        "title": TITLE,
        "output": "oil",
        "within": f"{SUPPLY}/other_transformation",
        "processes": {"still": {"inputs": ["oil"], "burnt": ["oil"]}},
        "supply": {"share": {"still": 1.0, "import": 0.0}},
    }
    series = rows(f"{REFINING}.loss", loss) | rows(f"{REFINING}.export", sent)
    return table, series | rows(f"{REFINING}.still.rate.oil", 1 + own)


@st.composite
def studies(draw):
    """Draw a region with branches and chains: statistics and tree, with what is declared and without."""
    seen = draw(regions())
    kiln, series = branch(draw, seen, "industry", "kiln", ("coal", "electricity"))
    oven, more = branch(draw, seen, "industry", "oven", ("electricity", "natural_gas"))
    cars, of_cars = branch(draw, seen, "transport", "cars", ("oil", "electricity", "hydrogen"))
    tables = {"industry": {"kiln": kiln}, "transport": {"cars": cars}}
    series |= of_cars
    if draw(Maybe):  # gas is burnt somewhere, or nobody knows its factor
        cells = {("households", "final", "natural_gas"): np.array([3.0, 4.0])}
        known = {cell: np.full(2, 1.6) for cell in cells}
        seen = dataclasses.replace(seen, energy=seen.energy | cells, factor={**seen.factor, **known})  # fmt: skip
        tables["industry"]["oven"], series = oven, series | more
        if over := more["branches.industry.oven.mix.electricity"]:
            series = _halved(series, over)
    chains = {"hydrogen": hydrogen(draw), "chp": combined(draw, seen), "refining": refining(draw, seen)}  # fmt: skip
    for _, own in chains.values():
        series |= own
    table = {"branches": tables, "chains": {name: one for name, (one, _) in chains.items()}}
    declared = structure.read([(table, "tree.toml")])
    return seen, extended(seen, grow(seen), declared, series), series


def _halved(series, _):
    """Let two branches of one sector take half of what each could of the fuel that both use."""
    halves = {}
    for key, years in series.items():
        half = key.startswith("branches.industry.") and key.endswith(".intensity")
        halves[key] = {y: v / 2 for y, v in years.items()} if half else years
    return halves


def carriers(cells, carrier):
    """Sum the uses of a carrier and what is made of it, trade apart."""
    return sum(v for (_, w, f), v in cells.items() if f == carrier and w not in ("import", "export"))  # fmt: skip


@given(studies())
@settings(max_examples=12)
def test_the_account_comes_back_from_what_is_declared(study):
    _, (seen, tree), series = study
    assert projection.gap(seen, tree) <= 1e-12
    assert projection.hidden(seen, tree) == []
    found = projection.observed(seen, tree)
    for key, values in series.items():
        np.testing.assert_allclose(found[key], list(values.values()), rtol=1e-12)
    assert all(np.isfinite(v).all() for v in found.values())
    burnt = sum(seen.energy[c] * f for c, f in seen.factor.items() if c in seen.energy)
    again = projection.totals(projection.project(found, tree), seen.factor, found, None)
    np.testing.assert_allclose(again.territorial, burnt, rtol=1e-11)


@given(studies(), st.floats(0.0, 5.0))
@settings(max_examples=8)
def test_nothing_is_made_or_lost_between_a_chain_and_those_who_use_it(study, used):
    """Hydrogen that cars take is made, brought in or lost; what processes take is what they make times their rates."""
    _, (seen, tree), _ = study
    given_ = {key: v[None, -1:] for key, v in projection.observed(seen, tree).items()}
    start = {"electrolysis": 0.6, "coal": 0.3, "import": 0.1}
    given_ |= {f"{HYDROGEN}.supply.{part}": np.array([[v]]) for part, v in start.items()}
    given_["branches.transport.cars.mix.hydrogen"] = np.array([[used]])
    cells = projection.project(given_, tree)
    supply, flow = -cells[SUPPLY, HYDROGEN, "hydrogen"] / 0.9, HYDROGEN
    size = max(float(np.abs(v).max()) for v in cells.values())
    np.testing.assert_allclose(carriers(cells, "hydrogen"), cells[SUPPLY, "import", "hydrogen"], atol=1e-12 * size)  # fmt: skip
    wanted = cells["transport", "final", "hydrogen"]
    np.testing.assert_allclose(supply * (1 - given_[f"{flow}.loss"]), wanted, rtol=1e-9, atol=1e-12 * size)  # fmt: skip
    for part, way, fuel in ((0.6, "electrolysis", "electricity"), (0.3, "coal", "coal")):
        taken = part * supply * given_[f"{flow}.{way}.rate.{fuel}"]
        np.testing.assert_allclose(cells[SUPPLY, flow, fuel], taken, rtol=1e-9, atol=1e-12 * size)
    made = -(cells[POWER_OUT] + cells[SUPPLY, CHP, "electricity"])
    bought = cells[projection.IMPORT]
    whole = sum(v for (_, w, f), v in cells.items() if f == "electricity" and v.min() > 0 and w != "import")  # fmt: skip
    plants = (made + bought + cells[SUPPLY, CHP, "electricity"]) / given_["power.balance"]
    np.testing.assert_allclose(plants - cells[SUPPLY, CHP, "electricity"], whole, rtol=1e-9, atol=1e-12 * size)  # fmt: skip


def scenario(paths, tree, name="made", deployed=()):
    own = read_tree(paths, Place(file="made.toml"))
    every = {**tree.defaults, **own}
    return Resolved(name, {}, {}, "", every, dict.fromkeys(every, name), deployed=tuple(deployed))


def central(one, seen, tree):
    return ensemble.central(one, seen, tree, SPAN).totals


@given(studies(), st.floats(-0.05, 0.08))
@settings(max_examples=8)
def test_the_total_does_not_depend_on_how_a_sector_is_divided(study, rate):
    """Where branches have the growth of their sector, it grows as it would undivided; chains need no division here."""
    plain, (seen, tree), _ = study
    grows = {"growth": [{"to": SPAN.horizon, "rate": rate}]}
    alone = dataclasses.replace(tree, branches={}, chains=(), defaults={}, units=grow(plain).units, groups=grow(plain).groups)  # fmt: skip
    apart = dataclasses.replace(tree, chains=(), defaults={})
    apart = dataclasses.replace(
        apart,
        units={k: u for k, u in tree.units.items() if not k.startswith("chains.")},
        groups={k: g for k, g in tree.groups.items() if not k.startswith("chains.")},
    )
    uses = {key: grows for use in apart.branches.values() for key in use.activity}
    sectors = {f"intensity.{s}": grows for s in SECTORS}
    one = central(scenario(sectors, alone), plain, alone)
    other = central(scenario(sectors | uses, apart), seen, apart)
    size = np.abs(one.territorial).max()
    np.testing.assert_allclose(other.territorial, one.territorial, rtol=1e-9, atol=1e-12 * size)
    np.testing.assert_allclose(other.energy, one.energy, rtol=1e-9)


@st.composite
def futures(draw):
    """Draw what a scenario says of branches and chains, some of it uncertain."""

    def number(low, high):
        return {"uniform": [low, high]} if draw(Maybe) else draw(st.floats(low, high))

    cars = "branches.transport.cars"
    return {
        "gdp": {"growth": [{"to": 2022, "rate": number(-0.02, 0.06)}]},
        f"{cars}.activity": {"elasticity": {"to": "gdp", "value": number(0.2, 1.2)}},
        f"{cars}.intensity": {"growth": [{"to": 2022, "rate": number(-0.05, 0.0)}]},
        f"{cars}.mix": {"share": {"hydrogen": {"points": {"2022": number(0.0, 0.4)}}, "electricity": 0.0, "oil": "residual"}},
        f"{HYDROGEN}.supply": {"share": {"electrolysis": {"points": {"2022": number(0.5, 0.9)}}}},
        f"{HYDROGEN}.electrolysis.rate.electricity": {"constant": number(1.2, 1.6)},
        f"{CHP}.boiler.rate.coal": {"growth": [{"to": 2022, "rate": number(-0.02, 0.0)}]},
        "factor_scale.coal": {"constant": {"normal": [1.0, 0.02]}},
    }  # fmt: skip


def overlaid(paths, tree):
    """A scenario's supply of hydrogen says only what differs from the tree's own path."""
    own = {"share": {**{"coal": "residual", "import": 0.1}, **paths[f"{HYDROGEN}.supply"]["share"]}}
    return scenario({**paths, f"{HYDROGEN}.supply": own}, tree)


@given(studies(), futures())
@settings(max_examples=8)
def test_members_in_totals_are_the_tree_run_cell_by_cell(study, paths):
    _, (seen, tree), _ = study
    one = overlaid(paths, tree)
    draws = Draws(keys_of_draws([one]), 8, 1)
    many = ensemble.ensemble(one, seen, tree, SPAN, draws)
    history = projection.observed(seen, tree)
    base = {key: float(v[-1]) for key, v in history.items()}
    whole = assumptions.with_history(history, assumptions.evaluate(one, tree, base, SPAN, draws))
    sums = projection.totals(projection.project(whole, tree), ensemble.factors(seen, SPAN), whole, None)  # fmt: skip
    emitted, used = np.abs(sums.territorial).max(), max(np.abs(v).max() for v in sums.fuels.values())  # fmt: skip
    agree(many.territorial.values, sums.territorial, emitted)
    agree(many.adjusted.values, sums.adjusted, emitted)
    agree(many.energy, sums.energy, used)
    for fuel, energy in sums.fuels.items():
        agree(many.fuels[fuel], energy, used)


def agree(found, expected, size):
    np.testing.assert_allclose(found, np.broadcast_to(expected, found.shape), rtol=1e-12, atol=1e-11 * size)  # fmt: skip


FLEET = {
    "variables": {"cars": {"title": TITLE, "unit": "vehicle"}, "wanted": {"title": TITLE, "unit": "vehicle"}},
    "branches": {
        "transport": {
            "cars": {
                "title": TITLE,
                "unit": "vehicle",
                "fuels": ["oil", "electricity"],
                "activity": {"formula": "variables.cars"},
            }
        }
    },
}  # fmt: skip
WANTED = {
    "variables.wanted": {"growth": [{"to": 2022, "rate": 0.02}]},
    "variables.cars": {
        "stock": {
            "target": "variables.wanted",
            "survival": {"lifetime": 4},
            "ages": "steady",
            "scrap": True,
        }
    },
}


def fleet(draw_seen):
    """A stock of cars that follows a variable, and a branch that follows the stock."""
    key, used = "branches.transport.cars", 0.5 * draw_seen.energy["transport", "final", "oil"]
    series = rows("cars", 10.0) | rows("wanted", 10.0) | rows(f"{key}.intensity", used / 10.0)
    series |= rows(f"{key}.mix.oil", 1.0) | rows(f"{key}.mix.electricity", 0.0)
    return extended(draw_seen, grow(draw_seen), structure.read([(FLEET, "tree.toml")]), series)


def deployed(id, level=1.0, **change):
    table = {"id": id, "changes": [change], "ramp": {"from": 2017, "to": 2020}}
    one = declare(Measure, table, Place())
    return Deployed(one, projects.placed(one, [], SPAN.years), level)


@given(regions(), st.floats(0.3, 0.9), st.floats(0.0, 0.5), st.floats(0.1, 1.0))
@settings(max_examples=5)
def test_a_measure_on_a_variable_is_felt_by_all_that_follows_wherever_it_is_computed(
    plain, fewer, saved, level
):
    seen, tree = fleet(plain)
    less = deployed("less", level, path="variables.wanted", op="scale", value=fewer)
    save = deployed("save", path="intensity.households", op="save", value=saved)
    bare = scenario(WANTED, tree, "bare")
    full = scenario(WANTED, tree, "full", (less, save))
    ahead = slice(-len(SPAN.years), None)
    whole = ensemble.central(full, seen, tree, SPAN)
    expected = 10 * 1.02 ** np.arange(6) * (1 + level * (fewer - 1) * np.clip(np.arange(6) / 3, 0, 1))  # fmt: skip
    for key in ("variables.cars", "branches.transport.cars.activity"):
        np.testing.assert_allclose(whole.parameters[key][ahead], expected, rtol=1e-9)
    run = contrast.run(full.without(), (seen, tree, SPAN), (less, save)).totals
    np.testing.assert_allclose(run.territorial[0], whole.totals.territorial[0, ahead], rtol=1e-12)
    draws = Draws(("none",), 4, 1)
    many = ensemble.ensemble(full, seen, tree, SPAN, draws).territorial.values
    np.testing.assert_allclose(many[0, ahead], whole.totals.territorial[0, ahead], rtol=1e-12)
    more = {**WANTED, "variables.wanted": {"growth": [{"to": 2022, "rate": 0.05}]}}
    other = scenario(more, tree, "other", (less, save))
    found = attribute(bare, other, seen, tree, SPAN, seed=1)
    assert {p.id for p in found.players} == {"variables", "less", "save"}
    apart = central(other, seen, tree).territorial - central(bare, seen, tree).territorial
    size = np.abs(central(other, seen, tree).territorial).max()
    np.testing.assert_allclose(found.shares.territorial.sum(axis=0), apart[0, ahead], rtol=0, atol=1e-9 * size)  # fmt: skip
