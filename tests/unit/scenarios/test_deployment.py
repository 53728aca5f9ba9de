"""Measures on a small region, by numbers a reader can check: industry uses 50 coal, 40 electricity, 10 oil [tce];
50 of electricity come 8 from outside, 8 from wind and sun, 34 from plants that burn 90 coal and 10 gas."""

from __future__ import annotations

import numpy as np
import pytest

from dualcarbon.errors import InputError
from dualcarbon.quantities.distributions import Normal
from dualcarbon.quantities.draws import Draws
from dualcarbon.scenarios import demands, projection
from dualcarbon.scenarios.deployment import Deployed, apply, ordered, touched
from dualcarbon.vocabulary.faults import Place

COAL, ELECTRICITY, OIL = (("industry", "final", f) for f in ("coal", "electricity", "oil"))
WIND = ("energy_supply", "power", "nonfossil")
MWH = 3.6 / 29.3076  # tce


def change(path, op, value, **more):
    return {"path": path, "op": op, "value": value, **more}


def fault_of(work):
    with pytest.raises(InputError) as caught:
        work()
    (fault,) = caught.value.faults
    return fault


# ---- each change ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("op", "value", "expected"),
    [
        ("add", 400.0, [1000, 1200, 1400, 1400]),
        ("scale", 0.5, [1000, 750, 500, 500]),
        ("set", 2000.0, [1000, 1500, 2000, 2000]),
    ],
)
def test_a_path_follows_the_ramp(at, after, op, value, expected):
    assert after(at(change("gdp", op, value)))["gdp"][0] == pytest.approx(expected)


def test_a_ramp_of_points(at, after):
    stepped = at(change("gdp", "scale", 0.0), ramp={"points": {2018: 0.2, 2020: 0.6}})
    assert after(stepped)["gdp"][0] == pytest.approx([1000, 800, 600, 400])


def test_the_residual_takes_up_what_is_added_to_a_share(at, after):
    found = after(at(change("mix.industry.coal", "add", -0.2)))
    assert found["mix.industry.coal"][0] == pytest.approx([0.5, 0.4, 0.3, 0.3])
    assert found["mix.industry.electricity"][0] == pytest.approx([0.4, 0.5, 0.6, 0.6])
    assert found["mix.industry.oil"][0].tolist() == [0.1] * 4


def test_an_amount_is_added_as_the_share_that_it_is_of_the_branch(at, after, energy):
    found = energy(after(at(change("power.supply.nonfossil", "add", 100.0, unit="MWh"))))
    assert found[WIND] == pytest.approx(8 + 100 * MWH)
    assert found["energy_supply", "import", "electricity"] == pytest.approx(8)
    less = energy(after(at(change("mix.industry.coal", "add", -20.0, unit="tce"))))
    assert (less[COAL], less[ELECTRICITY], less[OIL]) == pytest.approx((30, 60, 10))


def test_amounts_per_unit_are_those_of_all_units(at, after, energy):
    wind = change("power.supply.nonfossil", "add", 2.0, unit="MWh", per="unit")
    found = energy(after(at(wind, amount=50.0, unit="kW")))
    assert found[WIND] == pytest.approx(8 + 100 * MWH)
    half = energy(after(at(wind, amount=50.0, unit="kW", level=0.5)))
    assert half[WIND] == pytest.approx(8 + 50 * MWH)


def test_a_shift_does_the_same_work_with_another_fuel(at, after, energy):
    pumps = change("mix.industry.coal", "shift", 30.0, unit="tce", into="electricity", ratio=0.3)
    found = energy(after(at(pumps)))
    assert (found[COAL], found[ELECTRICITY], found[OIL]) == pytest.approx((20, 49, 10))
    shares = energy(
        after(at(change("mix.industry.coal", "shift", 0.3, into="electricity", ratio=0.3)))
    )
    assert shares == pytest.approx(found)  # 30 of 100


def test_plants_that_burn_another_fuel_better_have_another_rate(at, after, energy):
    gas = change("power.mix.coal", "shift", 50.0, unit="tce", into="natural_gas", ratio=0.7)
    found = energy(after(at(gas)))
    assert found["energy_supply", "power", "coal"] == pytest.approx(40)
    assert found["energy_supply", "power", "natural_gas"] == pytest.approx(10 + 35)
    assert found["energy_supply", "power", "electricity"] == pytest.approx(-42)


def test_a_supply_is_shifted_at_equal_energy(at, after, energy):
    found = energy(
        after(at(change("power.supply.thermal", "shift", 10.0, unit="tce", into="import")))
    )
    assert found["energy_supply", "import", "electricity"] == pytest.approx(18)
    assert found["energy_supply", "power", "coal"] == pytest.approx(90 * 24 / 34)


@pytest.mark.parametrize("table", [{"value": 0.2}, {"value": 10.0, "unit": "tce"}])
def test_what_is_saved_in_one_fuel_leaves_the_others(at, after, energy, table):
    found = energy(after(at({"path": "mix.industry.coal", "op": "save", **table})))
    assert (found[COAL], found[ELECTRICITY], found[OIL]) == pytest.approx((40, 40, 10))


@pytest.mark.parametrize("table", [{"value": 0.1}, {"value": 10.0, "unit": "tce"}])
def test_what_is_saved_in_an_intensity_is_saved_in_every_fuel(at, after, energy, table):
    found = energy(after(at({"path": "intensity.industry", "op": "save", **table})))
    assert (found[COAL], found[ELECTRICITY], found[OIL]) == pytest.approx((45, 36, 9))


@pytest.mark.parametrize("table", [{"value": 0.2}, {"value": 0.1, "unit": "tce"}])
def test_losses_are_saved_like_other_energy(at, after, energy, table):
    found = energy(after(at({"path": "losses.oil", "op": "save", **table})))
    assert found["energy_supply", "losses", "oil"] == pytest.approx(0.4)


def test_less_fuel_for_the_same_electricity(at, after, energy):
    found = energy(after(at(change("power.rate", "save", 20.0, unit="tce"))))
    assert found["energy_supply", "power", "coal"] == pytest.approx(72)
    assert found["energy_supply", "power", "electricity"] == pytest.approx(-42)


def test_saved_electricity_is_not_made(at, after, energy):
    found = energy(after(at(change("mix.industry.electricity", "save", 0.25))))
    assert found[ELECTRICITY] == pytest.approx(30)
    assert found["energy_supply", "power", "coal"] == pytest.approx(90 * 0.8)
    assert found["energy_supply", "import", "electricity"] == pytest.approx(8 * 0.8)


@pytest.fixture
def totals(seen, tree):
    def made(given):
        cells = projection.project(given, tree)
        factor = {cell: f[-1:] for cell, f in seen.factor.items()}
        return projection.totals(cells, factor, given, None)

    return made


def test_capture_takes_exactly_what_it_reports(at, after, values, totals):
    before, caught = totals(values), totals(after(at(change("capture.power", "capture", 0.5))))
    assert caught.captured[0] == pytest.approx([0, 62.5, 125, 125])  # half of 90 x 2.6 + 10 x 1.6
    assert before.territorial - caught.territorial == pytest.approx(caught.captured)
    assert before.captured.shape == before.territorial.shape == (1, 4)
    assert caught.energy == pytest.approx(before.energy)


def test_all_of_a_sector_can_be_captured(at, after, totals, values):
    whole = totals(after(at(change("capture.industry", "capture", 1.0))))
    assert whole.captured[0, -1] == pytest.approx(50 * 2.6 + 10 * 2.1)
    rest = totals(values).territorial[0, -1] - whole.captured[0, -1]
    assert whole.territorial[0, -1] == pytest.approx(rest)


def test_a_second_capture_takes_its_share_of_the_rest(at, after):
    both = after(
        at(change("capture.power", "capture", 0.5), id="a"),
        at(change("capture.power", "capture", 0.5), id="b"),
    )
    assert both["capture.power"][0, -1] == 0.75


@pytest.mark.parametrize(("value", "unit"), [(50.0, "t CO2"), (0.05, "kt CO2")])
def test_tonnes_captured_are_those_tonnes_whatever_was_captured_before(
    at, after, totals, value, unit
):
    tonnes = at(change("capture.power", "capture", value, unit=unit), id="tonnes")
    assert totals(after(tonnes)).captured[0] == pytest.approx([0, 25, 50, 50])
    half = at(change("capture.power", "capture", 0.5), id="half")
    assert totals(after(half, tonnes)).captured[0, -1] == pytest.approx(125 + 50)
    saving = at(change("power.rate", "scale", 0.5), id="saving")
    assert totals(after(tonnes, saving)).captured[0, -1] == pytest.approx(50)


def test_tonnes_per_unit_follow_the_units(at, after, totals):
    units = at(change("capture.industry", "capture", 0.5, unit="t CO2", per="unit"), amount=40.0)
    assert totals(after(units)).captured[0, -1] == pytest.approx(20)


def test_no_more_is_captured_than_there_is(at, after):
    half = at(change("capture.power", "capture", 0.5), id="half")
    tonnes = at(change("capture.power", "capture", 130.0, unit="t CO2"), id="tonnes")
    assert after(tonnes)["capture.power"][0, -1] == pytest.approx(130 / 250)
    fault = fault_of(lambda: after(half, tonnes))
    assert (fault.code, "capture.power would give up 0.04" in fault.message()) == ("MEA012", True)
    one = at(change("capture.households", "capture", 1.0, unit="t CO2"))
    assert after(one)["capture.households"][0, -1] == pytest.approx(1 / 16)
    bare = at(change("mix.households.natural_gas", "save", 1.0), id="bare", to=2018)
    late = at(change("capture.households", "capture", 1.0, unit="t CO2"), start=2018, to=2019)
    fault = fault_of(lambda: after(bare, late))
    assert fault.code == "MEA042"
    assert "the branch of capture.households uses or emits nothing in 2019" in fault.message()


def test_an_amount_is_added_to_losses_and_taken_off_a_credit(at, after, energy):
    more = energy(after(at(change("losses.oil", "add", 0.25, unit="tce"))))
    assert more["energy_supply", "losses", "oil"] == pytest.approx(0.75)
    less = energy(after(at(change("other_transformation.coal", "add", 1.0, unit="tce"))))
    assert less["energy_supply", "other_transformation", "coal"] == pytest.approx(-3)


def test_an_amount_needs_losses_to_be_added_to(at, after, values):
    none = values | {"losses.oil": np.zeros((1, 4))}
    added = at(change("losses.oil", "add", 0.25, unit="tce"))
    assert fault_of(lambda: after(added, given=none)).code == "MEA042"


def test_less_carbon_in_own_plants_makes_what_is_sold_cleaner(at, after, values, totals):
    selling = values | {
        "power.supply.import": np.full((1, 4), -0.2),
        "power.supply.thermal": np.full((1, 4), 1.04),
    }
    caught = totals(after(at(change("capture.power", "capture", 1.0)), given=selling))
    assert totals(selling).imports[0, -1] < 0
    assert caught.imports[0, -1] == pytest.approx(0)


# ---- residual baselines, levels, order -----------------------------------------------------------------------


def test_two_savings_of_one_fuel_multiply(at, after, energy):
    two = [at(change("mix.industry.coal", "save", s), id=id) for id, s in (("a", 0.2), ("b", 0.5))]
    assert energy(after(*two))[COAL] == pytest.approx(50 * 0.8 * 0.5)
    assert energy(after(*two[::-1]))[COAL] == pytest.approx(50 * 0.8 * 0.5)


def test_an_amount_after_a_saving_is_of_what_is_left(at, after, energy):
    saving = at(change("intensity.industry", "save", 0.5), id="saving")
    pumps = at(
        change("mix.industry.coal", "shift", 20.0, unit="tce", into="electricity", ratio=0.5),
        id="pumps",
    )
    found = energy(after(pumps, saving))
    assert (found[COAL], found[ELECTRICITY], found[OIL]) == pytest.approx((5, 30, 5))


def test_wind_of_a_stated_amount_makes_it_whatever_is_used(at, after, energy):
    wind = at(change("power.supply.nonfossil", "add", 50.0, unit="MWh"), id="wind")
    saving = at(change("mix.industry.electricity", "save", 0.25), id="saving")
    found = energy(after(wind, saving))  # in the stated order the saving comes first
    assert found[WIND] == pytest.approx(8 * 0.8 + 50 * MWH)


def test_the_stated_order_is_that_of_stages_and_then_as_declared(at):
    declared = [
        at(change("capture.power", "capture", 0.1), id="ccs"),
        at(change("power.supply.nonfossil", "add", 0.1), id="wind"),
        at(change("mix.industry.coal", "add", -0.1), id="pumps"),
        at(change("power.rate", "scale", 0.9), id="plants"),
        at(change("mix.industry.coal", "save", 0.1), id="kilns"),
        at(change("gdp", "scale", 0.9), id="less"),
    ]
    names = [d.measure.id for d in ordered(declared)]
    assert names == ["less", "plants", "kilns", "pumps", "wind", "ccs"]


def test_changes_of_a_measure_act_one_after_the_other(at, after):
    both = at(change("gdp", "add", 200.0), change("gdp", "scale", 0.5))
    assert after(both)["gdp"][0, -1] == 600
    assert after(at(change("gdp", "scale", 0.5), change("gdp", "add", 200.0)))["gdp"][0, -1] == 700


CHANGES = [
    change("gdp", "scale", 0.9),
    change("mix.industry.coal", "add", -0.1),
    change("mix.industry.coal", "save", 0.2),
    change("mix.industry.coal", "shift", 10.0, unit="tce", into="electricity", ratio=0.4),
    change("power.supply.nonfossil", "add", 30.0, unit="MWh"),
    change("capture.power", "capture", 0.5),
]


@pytest.mark.parametrize("given", CHANGES)
def test_level_nothing_changes_no_bit(at, after, values, given):
    found = after(at(given, level=0.0))
    assert all(np.array_equal(found[key], v) for key, v in values.items())


@pytest.mark.parametrize("given", CHANGES)
def test_half_deployed_is_half_in_place(at, after, given):
    half = after(at(given, level=0.5))
    ramp = after(at(given, ramp={"points": {2017: 0.0, 2019: 0.5}}))
    for key, found in half.items():
        np.testing.assert_allclose(found, ramp[key], rtol=1e-14, atol=0)


def test_levels_of_many_rows_are_single_runs(at, after):
    several = [(0.0, 1.0), (0.5, 0.3), (1.0, 0.0), (1.0, 1.0)]
    rows = [np.array([[levels[i]] for levels in several]) for i in (0, 1)]
    pair = [(at(CHANGES[2], id="a"), at(CHANGES[3], CHANGES[4], id="b"))][0]
    together = after(*(Deployed(d.measure, d.placed, r) for d, r in zip(pair, rows, strict=True)))
    for row, levels in enumerate(several):
        one = after(*(Deployed(d.measure, d.placed, x) for d, x in zip(pair, levels, strict=True)))
        for key, found in together.items():
            wide = np.broadcast_to(found, (4, 4))
            np.testing.assert_allclose(wide[row], one[key][0], rtol=1e-13, atol=1e-16)


def test_shares_sum_to_one_and_the_account_closes(at, after, tree):
    found = after(*(at(given, id=f"m{n}") for n, given in enumerate(CHANGES)))
    for group, parts in tree.groups.items():
        if group != "power.supply":
            assert sum(found[f"{group}.{p}"] for p in parts) == pytest.approx(1, abs=1e-12)
    cells = projection.project(found, tree)
    supply = (
        cells["energy_supply", "import", "electricity"]
        - cells["energy_supply", "power", "electricity"]
    )
    assert supply == pytest.approx(demands.demand(cells, "electricity"), rel=1e-12)


def test_an_uncertain_value_is_drawn_by_the_key_of_its_measure(at, after):
    kilns = at(change("gdp", "add", 1.0), change("gdp", "add", {"normal": [10.0, 1.0]}), id="kilns")
    draws = Draws(["measures.kilns.1.gdp"], 8, seed=1)
    found = after(kilns, draws=draws)["gdp"]
    drawn = Normal(10.0, 1.0).at(draws.uniform("measures.kilns.1.gdp"))
    assert found.shape == (8, 4)
    assert found[:, -1] == pytest.approx(1001 + drawn)
    assert after(kilns)["gdp"][0, -1] == 1011


def test_a_residual_used_up_to_the_last_is_zero_and_what_was_rounding_goes_back(at, after, values):
    shares = {"coal": 0.2, "oil": 0.7, "electricity": 0.1 - 2e-10}
    used = values | {f"mix.industry.{f}": np.full((1, 4), s) for f, s in shares.items()}
    found = after(at(change("mix.industry.coal", "add", 0.1)), given=used)
    assert found["mix.industry.electricity"][0, -1] == 0.0
    parts = sum(found[f"mix.industry.{fuel}"][0] for fuel in shares)
    assert parts == pytest.approx(1 - 2e-10, abs=1e-15)


def test_a_region_that_sends_out_electricity_may_build_wind(at, after, values):
    supply = {"import": -1.0, "nonfossil": 0.0, "thermal": 2.0}
    selling = values | {f"power.supply.{k}": np.full((1, 4), s) for k, s in supply.items()}
    found = after(at(change("power.supply.nonfossil", "add", 0.3)), given=selling)
    assert found["power.supply.thermal"][0] == pytest.approx([2.0, 1.85, 1.7, 1.7])
    late = at(change("power.supply.import", "shift", 0.1, into="thermal"), start=2019, to=2025)
    assert "from power.supply.import" not in fault_of(lambda: after(late, given=selling)).message()


def test_nothing_is_asked_of_a_part_before_the_ramp_begins(at, after, values):
    selling = values | {"power.supply.import": np.array([[-1.0, -1.0, -1.0, 0.5]])}
    late = at(change("power.supply.import", "shift", 0.2, into="thermal"), start=2019, to=2020)
    assert after(late, given=selling)["power.supply.import"][0].tolist() == [-1, -1, -1, 0.3]


def test_an_empty_branch_takes_no_amount_and_needs_none(at, after, values):
    without = values | {"intensity.industry": np.array([[0.0, 0.0, 0.0, 0.1]])}
    late = at(change("mix.industry.coal", "save", 1.0, unit="tce"), start=2019, to=2020)
    found = after(late, given=without)
    assert found["intensity.industry"][0, :3].tolist() == [0, 0, 0]
    early = at(change("mix.industry.coal", "save", 1.0, unit="tce"))
    fault = fault_of(lambda: after(early, given=without))
    assert fault.code == "MEA042"
    assert (
        "in scenario enhanced, the branch of mix.industry.coal uses or emits nothing in 2018"
        in fault.message()
    )
    assert (
        "情景 enhanced 中，mix.industry.coal 所在分支在 2018 年无能源消费或排放"
        in fault.message("zh")
    )


# ---- what is refused -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "code", "said", "zh"),
    [
        (change("mix.industry.electricity", "add", 0.1), "MEA004", "is the residual of mix.industry", "mix.industry 的余项"),
        (change("mix.households.electricity", "add", 0.1), "MEA005", "has no residual part", "没有可吸收变化的余项"),
        (change("mix.industry.coal", "add", 0.45), "MEA008", "in scenario enhanced, mix.industry.electricity would become -0.05 in 2019", "在 2019 年将变为 -0.05"),
        (change("mix.industry.coal", "set", 1.2), "MEA008", "mix.industry.coal would become 1.2 in 2019", "将变为 1.2"),
        (change("mix.industry.coal", "shift", 0.6, into="oil"), "MEA012", "mix.industry.coal would give up 0.1 of its branch more than there is in 2019", "占该分支的 0.1"),
        (change("mix.industry.coal", "save", 60.0, unit="tce"), "MEA012", "would give up 0.1 of its branch", "超出其现有量"),
        (change("intensity.industry", "save", 150.0, unit="tce"), "MEA012", "intensity.industry would give up 0.5", "从 intensity.industry 转出"),
        (change("intensity.industry", "add", -0.3), "MEA043", "intensity.industry would become -0.05 in 2019", "将变为 -0.05；不得为负"),
        (change("population", "add", -120.0), "MEA043", "population would become -10 in 2019; it cannot turn negative", "将变为 -10；不得为负"),
        (change("heat.rate", "scale", 0.9), "MEA001", '"heat.rate" is not a path here; the scenario gives it no values', "情景没有给出其数值"),
    ],
)  # fmt: skip
def test_each_refusal_by_code(at, after, given, code, said, zh):
    fault = fault_of(lambda: after(at(given, id="wind")))
    assert fault.code == code
    assert fault.place == Place(file="measures.toml", key="measures.wind.changes.0")
    assert said in fault.message()
    assert zh in fault.message("zh")


@pytest.mark.parametrize("start", [2010, 2017])
def test_a_measure_does_not_change_history(at, after, start):
    fault = fault_of(
        lambda: after(at(change("gdp", "scale", 0.9), start=start, to=max(2017, start)))
    )
    assert (fault.code, fault.place.key) == ("MEA007", "measures.m")
    assert "acts in 2017 already" in fault.message()
    assert "在 2017 年已起作用" in fault.message("zh")


@pytest.mark.parametrize(
    ("path", "op", "value", "code"),
    [
        ("mix.industry.coal", "save", {"uniform": [0.9, 1.2]}, "MEA025"),
        ("capture.power", "capture", {"uniform": [0.9, 1.2]}, "MEA025"),
        ("gdp", "scale", {"uniform": [-0.5, 1.5]}, "MEA003"),
    ],
)
def test_draws_out_of_range_are_refused_and_counted(at, after, path, op, value, code):
    wild = at(change(path, op, value))
    draws = Draws([f"measures.m.0.{path}"], 16, seed=1)
    fault = fault_of(lambda: after(wild, draws=draws))
    assert fault.code == code
    assert "of 16 members" in fault.message()
    assert "/16 个成员" in fault.message("zh")


@pytest.mark.parametrize(
    ("path", "op", "unit"),
    [("mix.industry.coal", "save", "tce"), ("capture.power", "capture", "t CO2")],
)
def test_drawn_amounts_below_nothing_are_refused(at, after, path, op, unit):
    wild = at(change(path, op, {"uniform": [-1.0, 3.0]}, unit=unit))
    fault = fault_of(lambda: after(wild, draws=Draws([f"measures.m.0.{path}"], 16, seed=1)))
    assert (fault.code, "members" in fault.message()) == ("MEA041", True)


def test_projects_that_do_more_than_usual_cannot_save_more_than_all(at, after, measure):
    usual = at(change("capture.power", "capture", 0.9))
    eager = Deployed(
        usual.measure, type(usual.placed)(1.0, usual.placed.units, 1.2 * usual.placed.effective)
    )
    assert fault_of(lambda: after(eager)).code == "MEA012"


def test_what_gives_back_energy_may_turn_its_sign(at, after):
    found = after(at(change("other_transformation.coal", "add", 0.05)))
    assert found["other_transformation.coal"][0, -1] == pytest.approx(-4 / 400 + 0.05)


def test_a_fault_stands_where_the_measure_is_declared(at, values, setting):
    one = at(change("gdp", "add", -5000.0))
    line = Place(file="measures.toml", line=12, key="measures.m")
    known = Deployed(
        one.measure, type(one.placed)(1.0, one.placed.units, one.placed.effective, line)
    )
    fault = fault_of(lambda: apply(known, values, setting))
    assert fault.place.text() == "measures.toml line 12 [measures.m.changes.0]"


@pytest.mark.parametrize(
    ("given", "keys"),
    [
        (change("gdp", "scale", 0.9), {"gdp"}),
        (change("mix.industry.coal", "add", -0.1), {"mix.industry.coal", "mix.industry.electricity"}),
        (change("mix.industry.coal", "shift", 0.1, into="oil"), {"mix.industry.coal", "mix.industry.oil"}),
        (change("mix.industry.coal", "save", 0.1), {"intensity.industry", "mix.industry.coal", "mix.industry.oil", "mix.industry.electricity"}),
        (change("power.mix.coal", "shift", 0.1, into="natural_gas", ratio=0.8), {"power.rate", "power.mix.coal", "power.mix.natural_gas"}),
        (change("capture.power", "capture", 0.1), {"capture.power"}),
    ],
)  # fmt: skip
def test_a_change_touches_what_it_says_and_nothing_else(at, after, values, setting, given, keys):
    one = at(given)
    assert touched(one.measure.changes[0], setting) == keys
    found = after(one)
    assert {key for key, v in values.items() if not np.array_equal(found[key], v)} == keys


@pytest.mark.parametrize(
    "given",
    [
        change("mix.industry.coal", "save", 0.0),
        change("mix.industry.coal", "save", 1.0),
        change("mix.industry.coal", "save", 0.0, unit="tce"),
        change("mix.industry.coal", "save", 50.0, unit="tce"),
        change("mix.industry.coal", "shift", 0.5, into="oil"),
        change("intensity.industry", "save", 100.0, unit="tce"),
        change("intensity.industry", "scale", 0.0),
        change("population", "add", -110.0),
        change("capture.power", "capture", 1.0),
        change("mix.industry.coal", "set", 0.0),
        change("mix.industry.coal", "add", 0.4),
    ],
)
def test_the_ends_of_every_range_are_allowed(at, after, tree, given):
    found = after(at(given))
    parts = [found[f"mix.industry.{fuel}"] for fuel in tree.groups["mix.industry"]]
    assert sum(parts) == pytest.approx(1, abs=1e-12)
    assert all((part >= 0).all() for part in parts)
    assert (found["population"] >= 0).all()


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (change("mix.industry.coal", "save", 50.0 * (1 + 1e-6), unit="tce"), "MEA012"),
        (change("mix.industry.coal", "shift", 0.5 + 1e-6, into="oil"), "MEA012"),
        (change("mix.industry.coal", "add", 0.4 + 1e-6), "MEA008"),
        (change("gdp", "scale", -1e-9), "MEA003"),
        (change("population", "add", -110.001), "MEA043"),
    ],
)
def test_a_little_more_than_all_is_refused(at, after, given, code):
    assert fault_of(lambda: after(at(given))).code == code
