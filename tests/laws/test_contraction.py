"""The members in totals are the tree run cell by cell: the sums that are made faster stay the sums of the reference."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dualcarbon.inventory.ledger import Activity, Ledger, Line, Use
from dualcarbon.inventory.totals import TRADE
from dualcarbon.quantities.draws import Draws
from dualcarbon.quantities.paths import read, read_tree
from dualcarbon.reference.numbers import Number
from dualcarbon.scenarios import assumptions, beyond, ensemble, members, projection
from dualcarbon.scenarios.assumptions import Span, keys_of_draws
from dualcarbon.scenarios.beyond import Beyond, Part
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.scenarios.rates import steps
from dualcarbon.scenarios.tree import SUPPLY, EndUse, Observed, Tree, grow
from dualcarbon.vocabulary.faults import Place

SECTORS, FUELS = (
    ("agriculture", "industry", "transport", "households"),
    ("coal", "oil", "electricity", "heat"),
)
SPAN = Span(2017, 2026)
amounts = st.lists(st.floats(1.0, 1e3), min_size=2, max_size=2).map(np.array)
finals = st.lists(st.floats(300.0, 1e3), min_size=2, max_size=2).map(np.array)
"""Alike enough that no share leaves too little for the residual on its way from the base year."""
rates = st.floats(-0.05, 0.08)
Uncertain = st.booleans()


@st.composite
def regions(draw):
    """Draw a region with plants, losses, trade and own cells, factors of fuels alike or each its own."""
    cells = {(s, "final", f): draw(finals) for s in SECTORS for f in FUELS}
    for flow in ("power", "heat"):
        cells |= {(SUPPLY, flow, f): draw(amounts) for f in ("coal", "oil")}
    clean, burnt = draw(amounts), draw(amounts)
    cells[SUPPLY, "power", "nonfossil"], cells[SUPPLY, "power", "electricity"] = (
        clean,
        -(clean + burnt),
    )
    cells[SUPPLY, "heat", "heat"] = -draw(amounts)
    cells[SUPPLY, "other_transformation", "coal"] = draw(amounts) - 500
    cells[SUPPLY, "losses", "oil"] = draw(amounts)
    cells[SUPPLY, "import", "electricity"] = draw(amounts) * draw(st.sampled_from([1.0, -1.0]))
    alike = draw(st.booleans())
    factor = {
        c: np.full(2, 2.6 if alike else 2.0 + len(c[0]) / 10)
        for c in cells
        if c[2] in ("coal", "oil")
    }
    money = {s: draw(amounts) for s in SECTORS[:3]}
    total = np.sum(list(money.values()), axis=0)
    return Observed((2016, 2017), draw(amounts), total, money, cells, factor, draw(amounts) / 100)


def number(draw, low, high):
    """Write a number, uncertain or not."""
    value = draw(st.floats(low, high))
    return {"uniform": [value, value + (high - low) / 100]} if draw(Uncertain) else value


def grows(draw):
    """Write growth in one or two periods, any of its rates uncertain."""
    ends = draw(st.sampled_from([(2026,), (2020, 2026), (2022, 2030)]))
    return {"growth": [{"to": y, "rate": {"normal": [draw(rates), 0.01]} if draw(Uncertain) else draw(rates)} for y in ends]}  # fmt: skip


@st.composite
def scenarios(draw):
    """Draw a scenario whose paths are of several kinds, some uncertain and some not."""
    table = {
        "gdp": grows(draw),
        "population": grows(draw),
        "power": {"rate": {"constant": number(draw, 1.5, 3.0)}},
    }
    table["intensity"] = {s: grows(draw) for s in draw(st.sets(st.sampled_from(SECTORS)))}
    some = draw(st.sets(st.sampled_from(SECTORS)))
    points = {s: {"points": {"2022": number(draw, 0.1, 0.3)}} for s in some}
    table["mix"] = {s: {"share": {"coal": p, "oil": 0.1, "heat": 0.1, "electricity": "residual"}} for s, p in points.items()}  # fmt: skip
    table["factor_scale"] = {f: {"constant": {"normal": [1.0, 0.02]}} for f in draw(st.sets(st.sampled_from(("coal", "oil"))))}  # fmt: skip
    if draw(Uncertain):
        table["intensity"]["transport"] = {"elasticity": {"to": "gdp", "value": number(draw, -0.5, 0.5)}}  # fmt: skip
    paths = read_tree({k: v for k, v in table.items() if v}, Place(file="made.toml"))
    return Resolved("made", {}, {}, "", paths, dict.fromkeys(paths, "made"))


def reference(scenario, seen, tree, draws):
    """Run all members at once through the account of every cell."""
    history = projection.observed(seen, tree)
    base = {key: float(series[-1]) for key, series in history.items()}
    future = assumptions.evaluate(scenario, tree, base, SPAN, draws)
    whole = assumptions.with_history(history, future)
    cells = projection.project(whole, tree)
    return projection.totals(cells, ensemble.factors(seen, SPAN), whole, None), whole


def agree(found, expected, size):
    np.testing.assert_allclose(
        found, np.broadcast_to(expected, found.shape), rtol=1e-12, atol=1e-12 * size
    )


def same(scenario, seen, tree, count=8):
    draws = Draws(keys_of_draws([scenario]), count, 1)
    many = ensemble.ensemble(scenario, seen, tree, SPAN, draws)
    sums, whole = reference(scenario, seen, tree, draws)
    emitted, used = (
        np.abs(sums.territorial).max(),
        max(np.abs(v).max() for v in sums.fuels.values()),
    )
    assert many.fuels.keys() == sums.fuels.keys()
    agree(many.territorial.values, sums.territorial, emitted)
    agree(many.adjusted.values, sums.adjusted, np.abs(sums.adjusted).max() + emitted)
    agree(many.energy, sums.energy, used)
    agree(many.gdp, whole["gdp"], 0)
    for fuel, energy in sums.fuels.items():
        agree(many.fuels[fuel], energy, used)
    alone = ensemble.territorial(scenario, seen, tree, SPAN, draws)
    np.testing.assert_array_equal(alone, many.territorial)


@given(regions(), scenarios())
@settings(max_examples=25)
def test_the_totals_are_those_of_every_cell(seen, scenario):
    same(scenario, seen, grow(seen))


@given(regions(), scenarios(), st.sampled_from([2, 3, 7]))
@settings(max_examples=8)
def test_members_do_not_depend_on_the_block_they_are_in(seen, scenario, block):
    tree = grow(seen)
    draws = Draws(keys_of_draws([scenario]), 8, 1)
    ready = members.prepared(scenario, (seen, tree, SPAN), draws)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(members, "BLOCK", block)
        parts = ready.run(draws)
    for name, values in ready.run(draws).items():
        np.testing.assert_allclose(parts[name], values, rtol=1e-12, atol=1e-9)


@given(regions(), scenarios(), amounts)
@settings(max_examples=8)
def test_useful_energy_and_uses_of_one_sector_are_summed_too(seen, scenario, efficiency):
    """A use of its own beside the sector's rest, of useful energy, its efficiency changing with time."""
    bare = grow(seen)
    use = EndUse("industry", "final", ("gdp",), "intensity.industry", "mix.industry", "good")
    units = {**bare.units, **{f"good.{fuel}": "1" for fuel in FUELS}}
    tree = Tree(bare.demand, bare.groups, bare.own, True, True, units, bare.factor, branches={"industry.kiln": use})  # fmt: skip
    values = {key: np.repeat(v[None, -1:], 10, axis=1) for key, v in projection.observed(seen, bare).items()}  # fmt: skip
    moving = np.linspace(efficiency, efficiency * 2, 10).T
    values |= {f"good.{fuel}": moving[:1] if fuel == "coal" else moving for fuel in FUELS}
    factor = {cell: float(v[-1]) for cell, v in seen.factor.items()}
    plan = members.contraction.plan(tree, values, factor, ())
    still = steps(plan.stepped, {}, range(10))
    sums = members.contraction.contracted(plan, values, still, still.grown(Draws([], 2, 1)))
    cells = projection.project(values, tree)
    for (_, flow, fuel), energy in plan.energy(sums).items():
        expected = sum(v for (_, w, f), v in cells.items() if (w, f) == (flow, fuel))
        np.testing.assert_allclose(energy, np.broadcast_to(expected, (2, 10)), rtol=1e-12)
    uses = {c: v for c, v in cells.items() if c[0] in SECTORS}
    burnt = sum(projection.generated(uses, seen.factor and {c: v[-1:] for c, v in seen.factor.items()}, {}).values())  # fmt: skip
    np.testing.assert_allclose(plan.carbon(sums, values), np.broadcast_to(burnt, (2, 10)), rtol=1e-12)  # fmt: skip


ALL_YEARS = (2016, *SPAN.years)
CLINKER = "activity.clinker_output"
CELLS = (
    ("industry", "final", "coal"),
    ("transport", "final", "oil"),
    (SUPPLY, "power", "coal"),
    (SUPPLY, "losses", "oil"),
)
HALF = Number(id="f", item="clinker_output", quantity="CO2", value=0.5, unit="t/t")


@st.composite
def carried(draw):
    """Draw what stands beside energy: clinker, and methane of burning in some cells, one of it under the clinker's category."""
    amounts = np.array([100.0, *[110.0] * (len(ALL_YEARS) - 1)])
    refs = tuple(map(str, ALL_YEARS))
    clinker = Activity(name="clinker_output", unit="t", years=ALL_YEARS, values=amounts, refs=refs)
    line = Line(id="c", category="2A1", gas="CO2", years=ALL_YEARS, inputs=(clinker, Use((HALF,))), method="m", sector="industry")  # fmt: skip
    some = draw(st.sets(st.sampled_from(CELLS)))
    factors = {cell: draw(st.floats(0.0, 0.01)) for cell in sorted(some)}
    units = {CLINKER: "t", "abated.clinker_output": "1"}
    past = {CLINKER: amounts[:2], "abated.clinker_output": np.zeros(2)}
    gases = {Part("1A2", "CH4"): factors, Part("2A1", "CO2"): dict(list(factors.items())[:1])}
    return Beyond(Ledger(ALL_YEARS, (line,)), tuple(SPAN.years), gases, "AR5", units, past)


def speaking(scenario, rate):
    """Let a scenario speak of clinker too."""
    path = read(CLINKER, {"growth": [{"to": 2026, "rate": rate}]}, Place())
    paths = {**scenario.paths, CLINKER: path}
    return replace(scenario, paths=paths, origin=dict.fromkeys(paths, "made"))


def by_cells(scenario, seen, tree, draws):
    """Run all members at once through the account of every cell: sums by sector, and what stands beside."""
    history = projection.observed(seen, tree)
    base = {key: float(series[-1]) for key, series in history.items()}
    ahead = assumptions.evaluate(scenario, tree, base, SPAN, draws)
    whole = assumptions.with_history(history, ahead)
    burnt = projection.generated(projection.project(whole, tree), ensemble.factors(seen, SPAN), whole)  # fmt: skip
    sectors = {}
    for (sector, flow, _), amount in projection.emitted(burnt, whole).items():
        if flow not in TRADE:
            sectors[sector] = sectors.get(sector, 0.0) + amount
    return sectors, beyond.emitted(tree.beyond, ahead, projection.project(ahead, tree))


@given(regions(), scenarios(), carried(), st.sampled_from([0.01, {"normal": [0.0, 0.02]}]))
@settings(max_examples=15)
def test_sectors_and_what_stands_beside_are_those_of_every_cell(seen, paths, extra, rate):
    bare = grow(seen)
    tree = replace(bare, beyond=extra, units={**bare.units, **extra.units})
    scenario = speaking(paths, rate)
    draws = Draws(keys_of_draws([scenario]), 8, 1)
    many, found = ensemble.whole(scenario, seen, tree, SPAN, draws)
    sectors, parts = by_cells(scenario, seen, tree, draws)
    size = np.abs(many.territorial.values).max()
    assert set(found.sector.values) == {name for name, v in sectors.items() if np.any(v)}
    for name in found.sector.values:
        agree(found.sel(sector=name).transpose("member", "year").values, sectors[name], size)
    agree(found.sum("sector").transpose("member", "year").values, many.territorial.values, size)  # fmt: skip
    carbon = sum(v for part, v in parts.items() if part.gas == "CO2")
    agree(many.beside["ghg"], sum(parts.values()), size)
    agree(many.beside["co2"], carbon, size)
    alone, beside = ensemble.beside(scenario, seen, tree, SPAN, draws)
    np.testing.assert_array_equal(alone, many.territorial)
    for scope, values in many.beside.items():
        np.testing.assert_allclose(beside[scope], values, rtol=1e-13)
