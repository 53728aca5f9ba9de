"""What holds of measures on every tree: nothing at level 0, nothing saved twice, work and carbon conserved, shares whole."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dualcarbon.errors import InputError
from dualcarbon.measures import projects
from dualcarbon.measures.application import changed
from dualcarbon.measures.declared import Measure, Ramp
from dualcarbon.quantities.declared import declare
from dualcarbon.scenarios import demands, plants, projection
from dualcarbon.scenarios.deployment import Deployed, Setting, apply, deploy, ordered
from dualcarbon.scenarios.tree import SUPPLY, Observed, grow
from dualcarbon.vocabulary.faults import Place

YEARS = list(range(2020, 2031))
SECTORS, FUELS = ("industry", "transport", "households"), ("coal", "oil", "electricity", "heat")
FACTOR = {"coal": 2.66, "oil": 2.12, "natural_gas": 1.64}
amount = st.floats(0.5, 1e4)
share = st.floats(0.0, 1.0)
levels = st.floats(0.01, 1.0)
ratios = st.floats(0.1, 3.0)
starts = st.tuples(st.integers(2020, 2027), st.integers(1, 6)).map(lambda t: (t[0], sum(t)))


@st.composite
def trees(draw):
    """Draw a region with plants, its tree, and paths that grow and fall at random."""
    cells = {(s, "final", f): draw(amount) for s in SECTORS for f in FUELS}
    wanted = {f: sum(v for c, v in cells.items() if c[2] == f) for f in ("electricity", "heat")}
    wind = draw(share) * 0.5 * wanted["electricity"]
    bought = draw(st.floats(-0.3, 0.4)) * wanted["electricity"]
    cells[SUPPLY, "import", "electricity"] = bought
    cells[SUPPLY, "power", "nonfossil"] = wind
    cells[SUPPLY, "power", "electricity"] = bought - wanted["electricity"]
    cells[SUPPLY, "heat", "heat"] = -0.9 * wanted["heat"]
    cells[SUPPLY, "other_transformation", "heat"] = -0.1 * wanted["heat"]
    for flow in ("power", "heat"):
        cells |= {(SUPPLY, flow, f): draw(amount) for f in ("coal", "natural_gas")}
    cells[SUPPLY, "losses", "oil"] = draw(amount)
    energy = {cell: np.array([value]) for cell, value in cells.items()}
    money = {s: np.array([draw(amount)]) for s in SECTORS[:2]}
    gdp = np.sum(list(money.values()), axis=0)
    factor = {c: np.array([FACTOR[c[2]]]) for c in energy if c[2] in FACTOR}
    seen = Observed((2020,), np.array([draw(amount)]), gdp, money, energy, factor, np.array([4.0]))
    tree = grow(seen)
    values = {}
    for key, series in projection.observed(seen, tree).items():
        moving = key.split(".")[0] in ("gdp", "population", "intensity", "losses", "factor")
        rate = draw(st.floats(-0.1, 0.1)) if moving else 0.0
        values[key] = series[0] * (1 + rate) ** np.arange(len(YEARS))[None, :]
    caught = dict.fromkeys(("capture.industry", "capture.power"), np.zeros((1, len(YEARS))))
    residuals = {"mix.industry": "oil", "power.supply": "thermal"}
    return seen, values | caught, Setting(tree, YEARS, residuals)


FORMS = (
    lambda v: {"path": "gdp", "op": "scale", "value": v},
    lambda v: {"path": "structure.industry", "op": "shift", "value": 0.1 * v, "into": "transport"},
    lambda v: {"path": "intensity.industry", "op": "save", "value": v},
    lambda v: {"path": "mix.industry.coal", "op": "save", "value": v},
    lambda v: {"path": "mix.transport.oil", "op": "save", "value": v / 10, "unit": "tce"},
    lambda v: {"path": "mix.industry.heat", "op": "shift", "value": v / 10, "unit": "tce", "into": "electricity", "ratio": 0.4},
    lambda v: {"path": "power.rate", "op": "scale", "value": 1 - 0.5 * v},
    lambda v: {"path": "power.mix.coal", "op": "shift", "value": 1e-6 * v, "into": "natural_gas", "ratio": 0.8},
    lambda v: {"path": "power.supply.nonfossil", "op": "add", "value": v / 10, "unit": "MWh"},
    lambda v: {"path": "losses.oil", "op": "save", "value": v},
    lambda v: {"path": "capture.industry", "op": "capture", "value": v},
    lambda v: {"path": "capture.power", "op": "capture", "value": v},
)  # fmt: skip


def made(change, id="m", level=1.0, ramp=(2021, 2026)):
    table = {"id": id, "changes": [change], "ramp": {"from": ramp[0], "to": ramp[1]}}
    measure = declare(Measure, table, Place())
    return Deployed(measure, projects.placed(measure, [], YEARS), level)


@st.composite
def several(draw, least=1, most=5):
    """Draw measures of any kind, at any level, with any ramp."""
    forms = draw(st.lists(st.sampled_from(FORMS), min_size=least, max_size=most))
    return [
        made(form(draw(share)), f"m{n}", draw(levels), draw(starts)) for n, form in enumerate(forms)
    ]


def run(measures, values, setting):
    """Apply measures; examples that ask for more than there is are left out."""
    try:
        return deploy(measures, values, setting)
    except InputError as error:
        assume({f.code for f in error.faults} - {"MEA008", "MEA012"})
        raise


def energy(values, setting):
    return projection.project(values, setting.tree)


def emitted(values, setting, seen):
    factor = {cell: f[-1:] for cell, f in seen.factor.items()}
    return projection.totals(energy(values, setting), factor, values, None)


def at(level, one):
    return Deployed(one.measure, one.placed, level)


@given(trees(), several())
@settings(max_examples=60)
def test_level_nothing_changes_no_bit(region, measures):
    _, values, setting = region
    found = deploy([at(0.0, one) for one in measures], values, setting)
    assert all(np.array_equal(found[key], v) for key, v in values.items())
    assert found.keys() == values.keys()


@given(trees(), several())
@settings(max_examples=60)
def test_history_and_the_years_before_the_ramp_stay(region, measures):
    _, values, setting = region
    found = run(measures, values, setting)
    first = min(one.measure.ramp.start for one in measures) - YEARS[0]
    for key, v in values.items():
        np.testing.assert_allclose(
            found[key][:, : first + 1], v[:, : first + 1], rtol=1e-14, atol=0
        )


@given(trees(), several())
@settings(max_examples=60)
def test_shares_stay_whole_and_the_account_closes(region, measures):
    _, values, setting = region
    found = run(measures, values, setting)
    for group, parts in setting.tree.groups.items():
        before, after = (sum(v[f"{group}.{p}"] for p in parts) for v in (values, found))
        np.testing.assert_allclose(after, before, rtol=0, atol=1e-12)
    cells = energy(found, setting)
    supply = cells[projection.IMPORT] - cells[plants.POWER_OUT]
    wanted = demands.demand(cells, "electricity")
    np.testing.assert_allclose(supply, wanted, rtol=1e-9)


@given(trees(), several(least=2))
@settings(max_examples=60)
def test_abatement_along_the_stated_order_adds_up(region, measures):
    seen, values, setting = region
    totals, found = [emitted(values, setting, seen).territorial], values
    for one in ordered(measures):
        try:
            found = apply(one, found, setting)
        except InputError:
            assume(False)
        totals.append(emitted(found, setting, seen).territorial)
    together = emitted(deploy(measures, values, setting), setting, seen).territorial
    falls = -np.diff(np.array(totals), axis=0)
    np.testing.assert_allclose(falls.sum(axis=0), totals[0] - together, rtol=1e-9, atol=1e-6)


@given(trees(), several(least=2), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_what_is_not_declared_changes_nothing(region, measures, chance):
    _, values, setting = region
    found = run(measures, values, setting)
    keys = list(values)
    chance.shuffle(keys)
    idle = at(0.0, made(FORMS[2](0.5), "idle"))
    by_stage = sorted(
        measures, key=lambda one: one.measure.stage
    )  # declared in another order of stages
    again = deploy([*by_stage, idle], {key: values[key] for key in keys}, setting)
    assert all(np.array_equal(found[key], again[key]) for key in keys)


@given(trees(), st.lists(share, min_size=2, max_size=5), st.data())
@settings(max_examples=60)
def test_savings_of_one_fuel_multiply_in_any_order_and_never_save_more_than_all(
    region, given_, data
):
    _, values, setting = region
    cell = ("industry", "final", "coal")
    measures = [made({"path": "mix.industry.coal", "op": "save", "value": s}, f"m{n}") for n, s in enumerate(given_)]  # fmt: skip
    before, after = (energy(v, setting) for v in (values, deploy(measures, values, setting)))
    done = measures[0].done
    left = np.prod([1 - s * done for s in given_], axis=0)
    np.testing.assert_allclose(after[cell], before[cell] * left, rtol=1e-9, atol=1e-9)
    assert (after[cell] >= 0).all()
    for other in ("oil", "electricity", "heat"):
        name = ("industry", "final", other)
        np.testing.assert_allclose(after[name], before[name], rtol=1e-9, atol=1e-9)
    shuffled = energy(deploy(data.draw(st.permutations(measures)), values, setting), setting)
    np.testing.assert_allclose(shuffled[cell], after[cell], rtol=1e-9, atol=1e-9)


@given(trees(), st.lists(st.floats(0.01, 2.0), min_size=1, max_size=4))
@settings(max_examples=60)
def test_amounts_saved_one_after_the_other_are_all_there_or_refused(region, parts):
    _, values, setting = region
    cell = ("industry", "final", "coal")
    there = energy(values, setting)[cell]
    each = [float(there.min()) * p for p in parts]
    measures = [made({"path": "mix.industry.coal", "op": "save", "value": v, "unit": "tce"}, f"m{n}") for n, v in enumerate(each)]  # fmt: skip
    wanted = sum(each) * measures[0].done
    if (wanted > there * (1 + 1e-6)).any():
        with pytest.raises(InputError) as caught:
            deploy(measures, values, setting)
        assert caught.value.faults[0].code == "MEA012"
    else:
        assume((wanted < there * (1 - 1e-6)).all())
        left = energy(deploy(measures, values, setting), setting)[cell]
        np.testing.assert_allclose(there - left, wanted, rtol=1e-9, atol=1e-6)


@given(trees(), share, ratios)
@settings(max_examples=60)
def test_a_shift_conserves_the_work_done(region, part, ratio):
    _, values, setting = region
    moved = part * float(values["mix.industry.coal"].min())
    change = {"path": "mix.industry.coal", "op": "shift", "value": moved, "into": "electricity", "ratio": ratio}  # fmt: skip
    before, after = (energy(v, setting) for v in (values, deploy([made(change)], values, setting)))
    coal, electricity = (("industry", "final", f) for f in ("coal", "electricity"))
    work = [cells[coal] + cells[electricity] / ratio for cells in (before, after)]
    np.testing.assert_allclose(work[1], work[0], rtol=1e-9)
    oil = ("industry", "final", "oil")
    np.testing.assert_allclose(after[oil], before[oil], rtol=1e-9, atol=1e-9)


@given(trees(), st.lists(share, min_size=1, max_size=3))
@settings(max_examples=60)
def test_what_is_captured_is_what_is_not_emitted(region, given_):
    seen, values, setting = region
    measures = [made({"path": "capture.power", "op": "capture", "value": s}, f"m{n}") for n, s in enumerate(given_)]  # fmt: skip
    bare, caught = (emitted(v, setting, seen) for v in (values, deploy(measures, values, setting)))
    np.testing.assert_allclose(
        bare.territorial - caught.territorial, caught.captured, rtol=1e-9, atol=1e-6
    )
    made_there = sum(
        v * FACTOR[c[2]]
        for c, v in energy(values, setting).items()
        if c[1] == "power" and c[2] in FACTOR
    )
    assert (caught.captured <= made_there * (1 + 1e-12)).all()
    left = np.prod([1 - s * measures[0].done for s in given_], axis=0)
    np.testing.assert_allclose(caught.captured, made_there * (1 - left), rtol=1e-9, atol=1e-6)


@given(trees(), share, share)
@settings(max_examples=60)
def test_tonnes_captured_are_those_tonnes(region, before, part):
    seen, values, setting = region
    half = made({"path": "capture.industry", "op": "capture", "value": before}, "half")
    first = emitted(deploy([half], values, setting), setting, seen)
    left = sum(
        v * FACTOR[c[2]] * (1 - before * half.done)
        for c, v in energy(values, setting).items()
        if c[:2] == ("industry", "final") and c[2] in FACTOR
    )
    size = part * float(left.min())
    tonnes = made(
        {"path": "capture.industry", "op": "capture", "value": size, "unit": "t CO2"}, "t"
    )
    both = emitted(run([half, tonnes], values, setting), setting, seen)
    more = both.captured - first.captured
    np.testing.assert_allclose(more, size * tonnes.done, rtol=1e-6, atol=1e-6)


@given(trees(), st.floats(0.01, 1.0))
@settings(max_examples=60)
def test_an_amount_of_wind_is_that_amount_on_every_baseline(region, part):
    _, values, setting = region
    room = min(float(values["power.supply.thermal"].min()), 1.0)
    size = part * room * float(energy(values, setting)[plants.POWER_OUT].max()) * -0.5
    wind = made(
        {"path": "power.supply.nonfossil", "op": "add", "value": size, "unit": "tce"}, "wind"
    )
    saving = made({"path": "mix.industry.electricity", "op": "save", "value": 0.2}, "saving")
    for beside in ([], [saving]):
        without, found = deploy(beside, values, setting), run([wind, *beside], values, setting)
        more = energy(found, setting)[plants.NONFOSSIL] - energy(without, setting)[plants.NONFOSSIL]  # fmt: skip
        np.testing.assert_allclose(more, size * wind.done, rtol=1e-6, atol=1e-6)


@given(trees(), several(least=2, most=3), st.data())
@settings(max_examples=40)
def test_rows_of_levels_are_single_runs(region, measures, data):
    _, values, setting = region
    table = np.array(
        data.draw(st.lists(st.tuples(*[share] * len(measures)), min_size=2, max_size=4))
    )
    rows = [at(table[:, [i]], one) for i, one in enumerate(measures)]
    together = run(rows, values, setting)
    for row, one in enumerate(table):
        alone = deploy([at(x, m) for x, m in zip(one, measures, strict=True)], values, setting)
        for key, found in together.items():
            wide = np.broadcast_to(found, (len(table), len(YEARS)))[row]
            np.testing.assert_allclose(wide, alone[key][0], rtol=1e-9, atol=1e-12)


@given(trees(), several(most=3), share)
@settings(max_examples=40)
def test_half_a_level_is_half_a_ramp(region, measures, level):
    _, values, setting = region
    low = [at(level, one) for one in measures]
    slow = []
    for one in measures:
        done = one.placed.effective * level
        ramp = Ramp(points={y: float(d) for y, d in zip(YEARS, done, strict=True)})
        measure = one.measure.model_copy(update={"ramp": ramp})
        slow.append(Deployed(measure, projects.placed(measure, [], YEARS)))
    first, second = (run(some, values, setting) for some in (low, slow))
    for key, found in first.items():
        np.testing.assert_allclose(found, second[key], rtol=1e-9, atol=1e-12)


# ---- single paths --------------------------------------------------------------------------------------------

numbers = st.floats(-5, 5)


def path(op, value, ramp=(2021, 2025), start=2.0):
    done = Ramp(**{"from": ramp[0]}, to=ramp[1]).share(YEARS)[None, :]
    return changed(np.broadcast_to(start, (1, len(YEARS))), op, np.array([[value]]), done)[0]


@given(st.sampled_from(["set", "add"]), numbers, starts)
def test_nothing_before_all_after_and_evenly_between(op, value, ramp):
    found = path(op, value, ramp)
    full = value if op == "set" else 2.0 + value
    before, after = (np.array(YEARS) <= ramp[0], np.array(YEARS) >= ramp[1])
    assert (found[before] == 2.0).all()
    assert found[after] == pytest.approx(full)
    steps = np.diff(found)[~before[1:] & ~after[:-1]]
    assert steps == pytest.approx((full - 2.0) / (ramp[1] - ramp[0]))


@given(numbers, numbers)
def test_additions_may_change_places_but_setting_may_not(one, other):
    twice = (path("add", other, start=path("add", one)), path("add", one, start=path("add", other)))
    assert twice[0] == pytest.approx(twice[1])
    assert path("set", 7.0, start=path("add", one))[-1] == pytest.approx(7.0)
    assert path("add", one, start=path("set", 7.0))[-1] == pytest.approx(7.0 + one)


@given(st.floats(0, 3), st.floats(0, 3))
def test_scales_multiply_where_both_are_in_place(one, other):
    assert path("scale", other, start=path("scale", one))[-1] == pytest.approx(2.0 * one * other)


@given(share, share)
def test_saving_is_scaling_by_what_is_left_and_capture_is_saving_what_is_emitted(one, other):
    assert path("save", one) == pytest.approx(path("scale", 1 - one))
    caught = path("capture", other, start=path("capture", one, start=0.0))
    assert 1 - caught == pytest.approx(path("save", other, start=path("save", one, start=1.0)))
