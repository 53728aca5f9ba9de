"""Each of the eight rules: a planted case is caught with its sentence, a sound account passes, groups cannot be tested."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import xarray as xr

from dualcarbon.inventory import feedstock, rules
from dualcarbon.inventory.declared import Destination, EnergyRules
from dualcarbon.inventory.energy_lines import Part
from dualcarbon.inventory.ledger import Activity, Line, Use
from dualcarbon.inventory.rules import Evidence
from dualcarbon.reference.numbers import Number
from dualcarbon.reference.records import FactorRecord

YEARS = (2019, 2020)
SOUND = {
    ("industry", "final", "coke"): 100.0,
    ("industry", "final", "raw_coal"): 200.0,
    ("industry", "final", "natural_gas"): 20.0,
    ("industry", "final", "electricity"): 50.0,
    ("transport", "final", "diesel"): 30.0,
    ("energy_supply", "other_transformation", "raw_coal"): 120.0,
    ("energy_supply", "other_transformation", "coke"): -100.0,
}
GROUPS = {
    ("industry", "final", "coal"): 100.0,
    ("transport", "final", "oil"): 50.0,
    ("energy_supply", "other_transformation", "coal"): 10.0,
    ("energy_supply", "other_transformation", "oil"): 10.0,
}


def factors(energy, **own):
    values = {"electricity": 0.0, "heat": 0.0, "nonfossil": 0.0} | own
    per = [values.get(f, 2.0) for f in energy.fuel.values.tolist()]
    found = xr.DataArray(per, coords={"fuel": energy.fuel}) * xr.ones_like(energy)
    return found.assign_attrs(units="t CO2/tce")


def evidence(energy, direct=None, **more):
    direct = factors(energy) if direct is None else direct
    return Evidence(energy=energy, emissions=energy * direct, direct=direct, **more)


def line(
    id,
    category,
    gas="CO2",
    *,
    item="",
    kind="",
    fuel="",
    memo="",
    method="combustion",
    ref="",
    numbers=(),
):
    values = np.array([1.0, 1.0])
    activity = Activity(name=id, unit="t", years=YEARS, values=values, refs=(ref, ref))
    return Line(
        id=id, category=category, gas=gas, years=YEARS, inputs=(activity, *(Use((n,)) for n in numbers)), method=method,
        item=item, kind=kind, fuel=fuel, memo=memo,
    )  # fmt: skip


def number(item, quantity, value=1.0, kind=""):
    return Number(
        id=f"{item}:{quantity}",
        item=item,
        kind=kind,
        quantity=quantity,
        value=value,
        unit="t CO2/t",
    )


def caught(rule, given, code, *words):
    found = rule(given)
    assert (found.state, found.fault.code, found.fault.level) == ("broken", code, "error")
    for word in words:
        assert word in found.sentence["en"]
    assert any("一" <= c <= "鿿" for c in found.sentence["zh"])
    return found


def passes(rule, given):
    found = rule(given)
    assert (found.state, found.fault) == ("holds", None)
    return found


def cannot(rule, given, *words):
    found = rule(given)
    assert (found.state, found.fault) == ("not_testable", None)
    for word in words:
        assert word in found.sentence["en"]
    return found


def test_a_sound_account_holds_all(make):
    energy = make(SOUND, YEARS)
    parts = [Part(s, w, f, "") for s, w, f in SOUND if f != "electricity"]
    found = rules.examine(evidence(energy, parts=parts))
    assert [rule.id for rule in found] == [f"R{n}" for n in range(1, 9)]
    assert {rule.state for rule in found} == {"holds"}
    assert rules.faults(found) == []
    assert str(found[0]).startswith("R1 holds: electricity and heat")


def test_an_account_in_groups_says_what_cannot_be_tested(make):
    found = {r.id: r for r in rules.examine(evidence(make(GROUPS, YEARS)))}
    assert {id for id, r in found.items() if r.state == "not_testable"} == {"R2", "R3", "R6"}
    assert "Coal and coal products" in found["R2"].sentence["en"]
    assert "煤炭" in found["R3"].sentence["zh"]
    assert "credit" in found["R3"].sentence["en"]


# R1


def test_r1_a_direct_factor_of_electricity_is_caught(make):
    energy = make(SOUND, YEARS)
    given = evidence(energy, factors(energy, electricity=5.0))
    caught(rules.secondary, given, "RUL001", "Electricity", "5 t CO2/tce", "2019")


def test_r1_a_stated_direct_factor_of_heat_is_caught_at_its_line(make):
    own = FactorRecord(
        id="factors.csv:7", fuel="heat", value=3.2, unit="t CO2/tce", first_year=2019
    )
    given = evidence(make(SOUND, YEARS), own=[own])
    caught(rules.secondary, given, "RUL001", "factors.csv line 7", "Heat")


def test_r1_factors_of_users_are_no_direct_factors(make):
    own = FactorRecord(id="factors.csv:7", fuel="heat", value=3.2, unit="t CO2/tce", first_year=2019, purpose="user")  # fmt: skip
    passes(rules.secondary, evidence(make(SOUND, YEARS), own=[own]))


# R2


def test_r2_coking_without_coke_is_caught(make):
    cells = {k: v for k, v in SOUND.items() if v != -100.0}
    caught(rules.transformation, evidence(make(cells, YEARS)), "RUL002", "Raw coal", "Coke", "2019")


def test_r2_a_single_year_without_products_is_caught(make):
    cells = SOUND | {("energy_supply", "other_transformation", "coke"): [-100.0, 0.0]}
    caught(rules.transformation, evidence(make(cells, YEARS)), "RUL002", "2020")


def test_r2_what_floating_point_leaves_of_a_cell_is_no_input(make):
    """A row counted nowhere leaves 4e-9 t of ten million: no transformation, and no error."""
    cells = {
        ("energy_supply", "other_transformation", "raw_coal"): 2e-9,
        ("industry", "final", "raw_coal"): 5e6,
        ("industry", "final", "coke"): 100.0,
    }
    passes(rules.transformation, evidence(make(cells, YEARS)))
    grown = cells | {("energy_supply", "other_transformation", "raw_coal"): 1.0}
    caught(rules.transformation, evidence(make(grown, YEARS)), "RUL002", "Raw coal")


def test_r2_products_that_nobody_burns_are_no_matter(make):
    cells = {
        ("energy_supply", "other_transformation", "raw_coal"): 5.0,
        ("industry", "final", "raw_coal"): 9.0,
    }
    passes(rules.transformation, evidence(make(cells, YEARS)))


def test_r2_consumption_in_groups_cannot_be_tested(make):
    cannot(rules.transformation, evidence(make({("total", "consumption", "coal"): 5.0}, YEARS)), "groups")  # fmt: skip


# R3


def test_r3_coke_and_its_gas_are_caught(make):
    cells = SOUND | {("industry", "final", "blast_furnace_gas"): [0.0, 30.0]}
    caught(rules.furnace, evidence(make(cells, YEARS)), "RUL003", "2020", "60 t CO2")


def test_r3_holds_says_which_way(make):
    held = passes(rules.furnace, evidence(make(SOUND, YEARS)))
    assert "coke is counted where it is used" in held.sentence["en"]
    gas = EnergyRules(blast_furnace="gas")
    assert "加工转换" in passes(rules.furnace, evidence(make(SOUND, YEARS), settings=gas)).sentence["zh"]  # fmt: skip


def test_r3_gases_without_factor_do_not_mix(make):
    energy = make(SOUND | {("industry", "final", "blast_furnace_gas"): 30.0}, YEARS)
    passes(rules.furnace, evidence(energy, factors(energy, blast_furnace_gas=0.0)))


GAS_WAY = EnergyRules(blast_furnace="gas")
BLAST = {
    ("industry", "final", "coke"): 100.0,
    ("industry", "final", "blast_furnace_gas"): 30.0,
    ("energy_supply", "other_transformation", "blast_furnace_gas"): -30.0,
}


@pytest.mark.parametrize("declared", ["gas", "auto"])
def test_r3_gas_of_no_coke_is_caught(make, declared):
    """60 t CO2 of gas are taken off, no coke goes in: what burnt in the furnace is counted nowhere."""
    final = 0.0 if declared == "auto" else 100.0
    cells = BLAST | {("industry", "final", "coke"): final}
    given = evidence(make(cells, YEARS), settings=EnergyRules(blast_furnace=declared))
    caught(rules.furnace, given, "RUL015", "2019", "60 t CO2", f"{2 * final:.6g} t CO2")


def test_r3_gas_of_coke_that_goes_in_holds(make):
    cells = BLAST | {
        ("industry", "final", "coke"): 0.0,
        ("industry", "other_transformation", "coke"): 30.0,
    }
    passes(rules.furnace, evidence(make(cells, YEARS), settings=GAS_WAY))
    less = cells | {("industry", "other_transformation", "coke"): [30.0, 20.0]}
    caught(rules.furnace, evidence(make(less, YEARS), settings=GAS_WAY), "RUL015", "2020", "40 t CO2")  # fmt: skip


def test_r3_coke_that_coking_makes_is_no_input_of_the_furnace(make, balance):
    """Coking gives out 200, 30 go in again as a balance tells by row: 30 x 0.8 t C hold 28 t CO2 of gas and not 280."""
    cells = BLAST | {("energy_supply", "other_transformation", "coke"): -170.0}
    rows = {("coking", "coke"): 200.0, ("coke_reinput", "coke"): -30.0}
    table = balance(rows, YEARS)
    passes(rules.furnace, evidence(make(cells, YEARS), settings=GAS_WAY, balance=table))
    none = balance({("coking", "coke"): 170.0, ("coke_reinput", "coke"): 0.0}, YEARS)
    caught(rules.furnace, evidence(make(cells, YEARS), settings=GAS_WAY, balance=none), "RUL015", "the coke that goes in is 0 t CO2")  # fmt: skip


CREDIT = EnergyRules(blast_furnace="credit")


def test_r3_a_credit_that_reconciles_holds(make):
    energy = make(SOUND, YEARS)
    direct = factors(energy, raw_coal=2.6637, coke=2.9402)
    held = passes(rules.furnace, evidence(energy, direct, settings=CREDIT))
    assert "credit" in held.sentence["en"]


def test_r3_a_credit_that_does_not_reconcile_is_caught(make):
    energy = make(SOUND, YEARS)
    direct = factors(energy, raw_coal=8.9, coke=2.9402)
    caught(rules.furnace, evidence(energy, direct, settings=CREDIT), "RUL013", "2019", "773.98")


def test_r3_a_credit_without_transformation_is_no_matter(make):
    energy = make({("industry", "final", "coke"): 5.0}, YEARS)
    passes(rules.furnace, evidence(energy, settings=CREDIT))


# R4


GAS = {("industry", "feedstock", "natural_gas"): 100.0, ("industry", "final", "coke"): 1.0}
AMMONIA = Destination(fuel="natural_gas", product="ammonia", emitted=0.75, exported=0.25)


def posted(make, *to):
    energy = make(GAS, YEARS)
    return evidence(energy, posting=feedstock.post(energy, to))


def test_r4_feedstock_that_is_settled_holds(make):
    passes(rules.raw_material, posted(make, AMMONIA))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"emitted": 0.5}, "natural gas"),
        ({"emitted": 1.0}, "negative"),
        ({"share": 0.9}, "Natural gas"),
    ],
)
def test_r4_a_tonne_left_or_posted_twice_is_caught(make, change, words):
    given = posted(make, AMMONIA.model_copy(update=change))
    found = caught(rules.raw_material, given, "RUL004", "2019")
    assert words.lower() in found.sentence["en"].lower()


def test_r4_without_destinations_cannot_be_tested(make):
    cannot(rules.raw_material, posted(make), "Natural gas")


def test_r4_an_emission_told_by_processes_too_is_caught(make):
    energy = make(GAS, YEARS)
    both = [
        line("feedstock:ammonia", "2B1", item="ammonia", method="feedstock_carbon"),
        line("processes:ammonia", "2B1", item="ammonia_output", method="product"),
    ]
    given = evidence(energy, posting=feedstock.post(energy, [AMMONIA]), lines=both)
    caught(rules.raw_material, given, "RUL009", "ammonia", "processes:ammonia")
    one = evidence(energy, posting=feedstock.post(energy, [AMMONIA]), lines=both[1:])
    passes(rules.raw_material, one)


@pytest.mark.parametrize(
    ("product", "item"),
    [
        ("lubricants", "lubricant_use"),
        ("ammonia", "ammonia_feedstock"),
        ("anodes", "anode_use"),
        ("anodes", "aluminium_output"),
        ("aluminium", "anode_use"),
        ("electrodes", "electrode_use"),
        ("zinc", "zinc_output"),
    ],
)
def test_r4_knows_a_product_by_what_processes_read(make, product, item):
    both = [
        line("feedstock", "2D", item=product, method="feedstock_carbon"),
        line("processes", "2D", item=item, method="product"),
    ]
    posting = feedstock.post(make(GAS, YEARS), [AMMONIA])
    given = evidence(make(GAS, YEARS), posting=posting, lines=both)
    caught(rules.raw_material, given, "RUL009", "processes")


@pytest.mark.parametrize(("amounts", "state"), [([0.0, 1.0], "holds"), ([1.0, 1.0], "broken")])
def test_r4_is_examined_year_by_year(make, amounts, state):
    """What feedstock tells in the one year and processes in the other is told once."""
    ours = line("feedstock:ammonia", "2B1", item="ammonia", method="feedstock_carbon")
    other = line("processes:ammonia", "2B1", item="ammonia_output", method="product")
    values = {"feedstock:ammonia": [1.0, 0.0], "processes:ammonia": amounts}
    both = [
        dataclasses.replace(x, formula=lambda _, x=x: np.array(values[x.id])) for x in (ours, other)
    ]
    posting = feedstock.post(make(GAS, YEARS), [AMMONIA])
    found = rules.raw_material(evidence(make(GAS, YEARS), posting=posting, lines=both))
    assert found.state == state


def test_r4_products_of_fuel_without_feedstock_are_caught(make):
    made = [line("processes:ammonia", "2B1", item="ammonia_output", method="product")]
    caught(rules.raw_material, evidence(make(SOUND, YEARS), lines=made), "RUL010", "processes:ammonia")  # fmt: skip
    cannot(rules.raw_material, evidence(make(GROUPS, YEARS), lines=made), "groups")


def test_r4_a_product_that_no_feedstock_goes_to_cannot_be_tested(make):
    """Coal of carbide is burnt in the account, its product told by processes, and only gas stands apart."""
    made = [line("processes:carbide", "2B5", item="calcium_carbide_output", method="product")]
    posting = feedstock.post(make(GAS, YEARS), [AMMONIA])
    given = evidence(make(GAS, YEARS), posting=posting, lines=made)
    cannot(rules.raw_material, given, "no feedstock", "carbide")
    resins = AMMONIA.model_copy(update={"product": "resins"})
    other = feedstock.post(make(GAS, YEARS), [resins])
    passes(rules.raw_material, evidence(make(GAS, YEARS), posting=other, lines=made))


# R5


METALS = [("2C2", "ferroalloy_output"), ("2C5", "lead_output"), ("2C6", "zinc_output")]


@pytest.mark.parametrize(("category", "item"), METALS)
@pytest.mark.parametrize("cells", [SOUND, GROUPS, {("total", "consumption", "coal"): 5.0}])
def test_r5_reductants_of_other_metals_beside_burnt_coal_are_caught(make, category, item, cells):
    metal = line(f"processes:{item}", category, item=item, method="product")
    found = caught(rules.reductant, evidence(make(cells, YEARS), lines=[metal]), "RUL014", f"processes:{item}")  # fmt: skip
    assert 'reductants = "in_processes"' in found.fault.advice("en")


@pytest.mark.parametrize(("category", "item"), METALS)
def test_r5_reductants_that_the_study_keeps_out_of_energy_hold(make, category, item):
    metal = line(f"processes:{item}", category, item=item, method="product")
    given = evidence(make(SOUND, YEARS), lines=[metal], reductants="in_processes")
    assert "stand in processes" in passes(rules.reductant, given).sentence["en"]
    gas = make({("industry", "final", "natural_gas"): 1.0}, YEARS)
    passes(rules.reductant, evidence(gas, lines=[metal]))


def test_r5_steel_is_caught_whatever_is_said_of_other_metals(make):
    whole = number("crude_steel_output", "CO2", 1.46, "converter")
    steel = line("processes:steel", "2C1", item="crude_steel_output", numbers=[whole])
    given = evidence(make(SOUND, YEARS), lines=[steel], reductants="in_processes")
    caught(rules.reductant, given, "RUL005", "processes:steel")


def test_r5_a_factor_per_tonne_of_steel_is_caught(make):
    whole = number("crude_steel_output", "CO2", 1.46, "converter")
    steel = line("processes:steel", "2C1", item="crude_steel_output", numbers=[whole])
    caught(rules.reductant, evidence(make(SOUND, YEARS), lines=[steel]), "RUL005", "processes:steel", "crude steel")  # fmt: skip


def test_r5_coke_in_the_process_is_caught(make):
    coke = line("processes:coke", "2C1", fuel="coke", method="product")
    caught(rules.reductant, evidence(make(GROUPS, YEARS), lines=[coke]), "RUL005", "Coke")


def test_r5_flux_electrodes_and_carbon_of_iron_hold(make):
    told = [
        line("flux", "2C1", numbers=[number("flux_use", "CO2", 0.43)]),
        line("electrodes", "2C1", numbers=[number("electrode_use", "CO2", 3.66)]),
        line("iron", "2C1", numbers=[number("crude_steel_output", "carbon", 0.0025)]),
        line("arc", "2C1", numbers=[number("crude_steel_output", "CO2", 0.08, "electric_arc")]),
    ]
    passes(rules.reductant, evidence(make(SOUND, YEARS), lines=told))


def test_r5_without_coal_in_industry_the_process_may_hold_it(make):
    whole = number("crude_steel_output", "CO2", 1.46, "converter")
    steel = line("processes:steel", "2C1", item="crude_steel_output", numbers=[whole])
    gas = make({("industry", "final", "natural_gas"): 1.0}, YEARS)
    passes(rules.reductant, evidence(gas, lines=[steel]))


# R6


def share(value):
    return Number(id="s", item="diesel", quantity="share", value=value, unit="1")


@pytest.mark.parametrize(("road", "rail"), [(0.7, 0.2), (0.7, 0.4)])
def test_r6_modes_that_do_not_sum_to_the_whole_are_caught(make, road, rail):
    parts = [
        Part("transport", "final", "diesel", "1A3b", "road", share(road)),
        Part("transport", "final", "diesel", "1A3c", "rail", share(rail)),
    ]
    given = evidence(make(SOUND, YEARS), parts=parts)
    caught(rules.driving, given, "RUL006", "Diesel", "Transport", f"{road + rail:.6g}")


def test_r6_a_share_beyond_the_whole_is_caught(make):
    parts = [
        Part("households", "final", "gasoline", "1A3b", "road", share(1.2)),
        Part("households", "final", "gasoline", "1A4b", "", share(1.2), rest=True),
    ]
    caught(rules.driving, evidence(make(SOUND, YEARS), parts=parts), "RUL006", "1.2")


def test_r6_says_how_much_is_told_elsewhere(make):
    energy = make(SOUND | {("households", "final", "gasoline"): 40.0}, YEARS)
    road = Number(id="s", item="gasoline", quantity="share", value=0.95, unit="1")
    parts = [
        Part("households", "final", "gasoline", "1A3b", "road", road),
        Part("households", "final", "gasoline", "1A4b", "", road, rest=True),
    ]
    held = passes(rules.driving, evidence(energy, parts=parts))
    assert "(38 tce in 2020)" in held.sentence["en"]
    assert "2020 年 38 tce" in held.sentence["zh"]


def test_r6_says_where_driving_stays_booked(make):
    booked = EnergyRules(reallocate=False)
    cannot(rules.driving, evidence(make(SOUND, YEARS), settings=booked), "booked")


# R7


def biomass(gas, memo=""):
    return line(f"biomass:wood:{gas}", "M2", gas, item="biomass", memo=memo)


def test_r7_carbon_dioxide_of_biomass_in_the_total_is_caught(make):
    lines = [biomass("CO2"), biomass("CH4"), biomass("N2O")]
    caught(rules.biomass, evidence(make(SOUND, YEARS), lines=lines), "RUL007", "biomass:wood:CO2")


def test_r7_a_gas_that_should_count_is_missed(make):
    lines = [biomass("CO2", "biomass"), biomass("CH4")]
    caught(rules.biomass, evidence(make(SOUND, YEARS), lines=lines), "RUL012", "biomass:wood")


def test_r7_memo_and_gases_hold(make):
    lines = [biomass("CO2", "biomass"), biomass("CH4"), biomass("N2O")]
    passes(rules.biomass, evidence(make(SOUND, YEARS), lines=lines))


def test_r7_other_energy_of_unknown_kind_cannot_be_tested(make):
    energy = make(SOUND | {("industry", "final", "other_energy"): 5.0}, YEARS)
    cannot(rules.biomass, evidence(energy), "biomass")
    passes(rules.biomass, evidence(energy, settings=EnergyRules(biomass_share=0.0)))


# R8


def test_r8_bunkers_in_the_total_are_caught(make):
    lines = [line("bunkers:kerosene:CO2", "M1")]
    caught(rules.international, evidence(make(SOUND, YEARS), lines=lines), "RUL011", "bunkers:kerosene")  # fmt: skip


def test_r8_a_cell_told_as_domestic_and_international_is_caught(make):
    lines = [
        line("bunkers:kerosene:CO2", "M1", memo="bunkers", ref="data/energy.csv:9"),
        line("energy:transport:final:kerosene:CO2", "1A3a", ref="data/energy.csv:9"),
    ]
    caught(rules.international, evidence(make(SOUND, YEARS), lines=lines), "RUL008", "data/energy.csv:9")  # fmt: skip


def test_r8_bunkers_apart_hold(make):
    lines = [
        line("bunkers:kerosene:CO2", "M1", memo="bunkers", ref="data/activity.csv:3"),
        line("energy:transport:final:kerosene:CO2", "1A3a", ref="data/energy.csv:9"),
    ]
    held = passes(rules.international, evidence(make(SOUND, YEARS), lines=lines))
    assert "told apart" in held.sentence["en"]
