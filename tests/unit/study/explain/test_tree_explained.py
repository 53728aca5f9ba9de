"""What a study declares beside its account, explained: every sum adds up, every product multiplies out, to the rows of the tables."""

from __future__ import annotations

import importlib.util
import math
from pathlib import Path

import pytest

from dualcarbon.provenance.derivation import Explanation
from dualcarbon.study import preparation, running
from dualcarbon.study.explain import question
from dualcarbon.study.explain.lookup import leaves
from dualcarbon.study.explain.notebook import Notebook

NEAR = {"rel": 1e-9, "abs": 1e-9}
SUMS = ("sum of the end uses", "sum of the uses of the carrier", "sum of the final uses")
PRODUCTS = (
    "activity x intensity",
    "energy x factor x scale",
    "energy of the cell x",
    "emissions of the gas x",
    "supply x",
    "demand x balance x share of plants x rate",
)
MEGA = ("sum of the parts of the account", "sum of cells of the tree", "sum of all uses, outputs")


def _declared():
    """Load what the study declares, which stands in a file beside this one."""
    where = importlib.util.spec_from_file_location("declared_tree", Path(__file__).with_name("declared_tree.py"))  # fmt: skip
    module = importlib.util.module_from_spec(where)
    where.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def note(small, tmp_path_factory):
    """All keys of the run of a study with branches, stocks, a chain and measures, explained in one notebook."""
    ids, own = ("kilns", "heat_pumps", "capture"), _declared()
    levels = {"plan": dict.fromkeys((*ids, "sharing", "gas"), 1.0)}
    folder = tmp_path_factory.mktemp("tree") / "small"
    text = small["declared"](ids) + own.SHARING
    prepared = preparation.prepare(own.put(small["write"](folder, measures=text, scenarios=levels)))
    found = Notebook(running.compute(prepared, "0" * 12, members=16, seed=1), prepared)
    for steps, value in leaves(found.summary):
        question._explainer(steps, found)(found, steps, value)
    return found


def amounts(made):
    return [float(i.value) for i in made.inputs if isinstance(i.value, int | float)]


def expected(made):
    """Give what the inputs of a derivation come to, by its formula; nothing for formulas of other kinds."""
    text = made.formula_en
    if text.startswith(SUMS):
        return sum(amounts(made))
    if text.startswith(MEGA):
        return sum(i.value * (1 if i.unit.startswith("Mt") else 1e-6) for i in made.inputs if isinstance(i.value, float))  # fmt: skip
    if text.startswith("activity x useful"):
        *some, efficiency = amounts(made)
        return math.prod(some) / efficiency
    if text.startswith(PRODUCTS):
        return math.prod(amounts(made))
    return -math.prod(amounts(made)) if text.startswith("- supply x") else None


def test_every_key_of_the_summary_is_answered(note):
    keys = {".".join(steps) for steps, _ in leaves(note.summary)}
    assert len(keys) > 5000
    assert keys <= set(note.book)


def test_the_explained_inputs_make_the_number(note):
    checked = dict.fromkeys((*SUMS, *PRODUCTS, *MEGA, "activity x useful", "- supply x"), 0)
    for made in note.book.values():
        value = expected(made)
        if value is not None:
            assert made.value == pytest.approx(value, **NEAR), made.key
            for start in checked:
                checked[start] += made.formula_en.startswith(start)
    assert all(count > 5 for count in checked.values()), checked


def test_a_cell_of_a_sector_with_branches_is_the_sum_of_its_end_uses(note):
    made = note.book["plan energy transport/final/oil 2030"]
    assert [i.name for i in made.inputs] == ["transport", "transport.cars", "transport.lorries"]
    names = [i.name.split()[1] for i in note.book[made.inputs[1].ref].inputs]
    head = "branches.transport.cars"
    assert names == [f"{head}.activity", f"{head}.intensity", f"{head}.mix.oil"]


def test_a_stock_is_what_was_and_is_added_less_what_retires(note):
    made = note.book["plan variables.cars 2030"]
    terms = {i.name: i.value for i in made.inputs}
    total = terms["stock 2029"] + terms["+ additions 2030"] - terms["- retired 2030"]
    assert made.value == pytest.approx(total, rel=1e-9)


def test_a_formula_is_followed_to_the_row_and_a_measure_stands_where_it_acts(note):
    wanted = note.book["plan variables.cars_wanted 2030"]
    people, heads = (note.book[f"plan {key} 2030"] for key in ("population", "variables.cars_per_head"))  # fmt: skip
    assert wanted.value == pytest.approx(people.value * heads.value, rel=1e-9)
    terms = {i.name: i.value for i in heads.inputs}
    assert heads.value == pytest.approx(terms["before measures"] + terms["sharing adds"], rel=1e-9)
    assert heads.value == pytest.approx(0.9 * terms["before measures"], rel=1e-9)
    assert "then measures sharing (scale variables.cars_per_head 0.9)" in heads.formula_en
    row = note.book["plan variables.cars_per_head 2018"].inputs[0]
    assert row.ref == "data/variables.csv:2"
    assert row.value == 0.1


def test_a_power_is_followed_at_both_ends_of_each_period(note):
    made = note.book["plan branches.transport.lorries.activity 2030"]
    gdp = {i.name.split()[-1]: i.value for i in made.inputs if " gdp " in i.name}
    assert list(gdp) == ["2018", "2025", "2030"]
    grown = (gdp["2025"] / gdp["2018"]) ** 0.8 * (gdp["2030"] / gdp["2025"]) ** 0.5
    assert made.value == pytest.approx(80e8 * grown, rel=1e-9)


def test_plans_are_told_with_their_rows(note):
    made = note.book["plan variables.use_of_new 2030"]
    rows = {i.name: (i.value, i.ref) for i in made.inputs if i.ref.startswith("data/")}
    assert rows["use_of_new 2025"] == (0.40, "data/variables.csv:5")
    assert rows["use_of_new 2035"] == (0.30, "data/variables.csv:6")
    assert made.value == pytest.approx(0.35, rel=1e-9)


def test_what_branches_leave_is_the_account_less_what_they_use(note):
    made = note.book["plan intensity.transport 2018"]
    energy = [i for i in made.inputs if i.unit == "tce"]
    left = sum(i.value * (-1 if i.name.startswith("- ") else 1) for i in energy)
    assert made.value == pytest.approx(left / note.book["plan gdp 2018"].value, rel=1e-9)


def test_the_supply_of_a_chain_meets_demand_and_loss(note):
    made = note.book["plan supply of hydrogen 2030"]
    demand, sent, loss = amounts(made)
    assert made.value == pytest.approx((demand + sent) / (1 - loss), rel=1e-9)
    assert loss == 0.05
    plants = note.book["plan demand for electricity 2030"]
    assert "energy energy_supply/chains.hydrogen/electricity" in {i.name for i in plants.inputs}


def test_what_is_stored_is_followed_to_the_demand_before_it(note):
    """A tenth of the electricity is stored before, a fiftieth of that is lost, and it takes a quarter more than it gives back."""
    supply = note.book["plan supply of storage 2030"]
    demand, part, loss = amounts(supply)
    assert (part, loss) == (0.1, 0.02)
    assert supply.value == pytest.approx(0.1 * demand / 0.98, rel=1e-12)
    made = note.book["plan energy energy_supply/chains.storage/electricity 2030"]
    assert made.value == pytest.approx(0.25 * supply.value, rel=1e-9)
    before = note.book[supply.inputs[0].ref]
    assert before.key == "plan demand for electricity before storage 2030"
    assert "energy energy_supply/chains.storage/electricity" not in {i.name for i in before.inputs}
    whole = note.book["plan demand for electricity 2030"]
    assert whole.value == pytest.approx(demand + 0.27 * supply.value, rel=1e-9)
    text = Explanation(whole.key, note.book, note.about).text("en")
    assert "supply of storage" in text


def test_a_fuel_that_a_chain_takes_up_has_the_mean_factor_of_its_cells(note):
    made = note.book["factor energy_supply/chains.hydrogen/coal 2018"]
    energy = sum(i.value for i in made.inputs if i.unit == "tce")
    carbon = sum(i.value for i in made.inputs if i.unit == "t CO2")
    assert made.value == pytest.approx(carbon / energy, rel=1e-9)
    assert len(made.inputs) == 6  # industry, power and heat burn coal


def test_a_line_ahead_is_activity_by_number_less_what_is_abated(note):
    made = note.book["plan line 2A1.clinker_output.CO2 2030"]
    activity, factor, abated = amounts(made)
    assert activity == 1e6
    assert abated == pytest.approx(0.3)
    assert made.value == pytest.approx(activity * factor * (1 - abated), rel=1e-9)
    past = note.book["plan activity.clinker_output 2018"].inputs[0]
    assert past.ref == "data/activity.csv:4"


def test_a_gas_of_burning_follows_the_energy_of_its_cell(note):
    found = [made for key, made in note.book.items() if " per energy " in key]
    assert {made.key.split()[0] for made in found} == {"CH4", "N2O"}
    for made in found:
        *lines, energy = amounts(made)
        if not made.formula_en.startswith("reference factor"):
            assert made.value == pytest.approx(sum(lines) / energy, rel=1e-9)


def test_what_is_burnt_anew_emits_by_the_reference_number(note):
    """Coal of plants gives off 1 kg of methane and 1.5 kg of nitrous oxide a TJ (IPCC 2006, vol. 2, table 2.2)."""
    for gas, kilograms in (("CH4", 1.0), ("N2O", 1.5)):
        made = note.book[f"{gas} 1A1bc per energy energy_supply/chains.hydrogen/coal"]
        number, heat = amounts(made)
        assert (number, heat) == pytest.approx((kilograms, 29.3076e-3))
        assert made.value == pytest.approx(number * heat / 1000, rel=1e-12)
        assert made.inputs[0].ref in note.about
    told = {w["code"]: w["message"]["en"] for w in note.summary["warnings"]}
    assert "plan: energy_supply/chains.hydrogen/coal, households/final/coal burn" in told["AHD007"]
    assert "CH4, N2O" in told["AHD007"]
    assert "AHD008" not in told


def test_sums_of_all_gases_are_told_to_the_horizon(note):
    key = "scenarios.plan.all_gases.cumulative_mt"
    assert note.book[key].value == pytest.approx(sum(amounts(note.book[key])), rel=1e-9)
    text = Explanation(key, note.book, note.about).text("zh")
    assert "账户各部分之和" in text
    assert "data/activity.csv" in text


def test_shares_in_all_gases_add_up_to_the_difference(note):
    made = note.book["attribution.0.players.0.co2e_mt.2030"]
    total, *shares = [i.value for i in made.inputs if i.unit == "Mt CO2e"]
    assert sum(shares) == pytest.approx(total, rel=1e-9)
    whole = note.book["attribution.0.total_co2e_mt.2030"]
    with_, without = amounts(whole)
    assert with_ - without == pytest.approx(total, rel=1e-9)
    own = note.book["measures.4.attributed_co2e_mt.2030"]
    assert own.inputs[0].value == pytest.approx(-own.value)


def terms(made):
    return {i.name: float(i.value) for i in made.inputs if isinstance(i.value, int | float)}


def test_a_bank_of_gas_is_followed_year_by_year(note):
    """40 t before 2016, 10 - 1, 11 - 1 and 12 - 2 more to 2018, 10 a year since: 15 % leak and what retires escapes."""
    kind = "fgas_new/HFC-134a/vehicle_air_conditioning"
    for head, year, size in (("", 2018, 69.0), ("plan ", 2018, 69.0), ("plan ", 2030, 189.0)):
        made = note.book[f"{head}line 2F.{kind}.HFC-134a {year}"]
        banked, leak, retired, recovered = amounts(made)
        assert banked == pytest.approx(size)
        assert made.value == pytest.approx(banked * leak + retired * (1 - recovered), rel=1e-12)
        while (below := note.book.get(made.inputs[0].ref)) and "bank" in below.key:
            before, added, gone = amounts(below)
            assert below.value == pytest.approx(before + added - gone, rel=1e-12)
            made = below
        assert made.inputs[0].ref == "data/activity.csv:20"  # the bank of 2015


def test_waste_that_decays_is_summed_over_the_years_of_deposit(note):
    key = "waste.landfill.CH4.managed.bulk"
    for head, year in (("", 2018), ("plan ", 2030)):
        made = note.book[f"{head}line {key} {year}"]
        whole, *numbers = made.inputs
        below = note.book[whole.ref]
        tonnes = [i for i in below.inputs if i.unit == "t"]
        assert sum(i.value for i in tonnes) == pytest.approx(below.value, rel=1e-12)
        for one in tonnes:
            given, share = one.name.partition(": ")[2].replace(" t", "").split(" x ")
            assert float(given) * float(share) == pytest.approx(one.value, rel=1e-8)
        found = {i.name.split()[0]: i.value for i in numbers}
        carbon = found["MCF"] * found["DOC"] * found["DOCf"] * found["CH4_share"] * 16 / 12
        left = 1 - found.get("plan", 0.0)
        assert made.value == pytest.approx(below.value * carbon * (1 - found["oxidised_share"]) * left, rel=1e-9)  # fmt: skip


def test_recovery_stands_before_what_is_abated(note):
    made = note.book["plan line waste.landfill.recovered.managed 2030"]
    collected, oxidised, kept = amounts(made)
    assert (collected, kept) == pytest.approx((2000.0, 0.2))
    assert made.value == pytest.approx(-collected * (1 - oxidised) * (1 - kept), rel=1e-12)


def test_nothing_is_told_that_is_no_number(note):
    """What was banked before the first filling is of the past: it has no path."""
    odd = [
        (made.key, name)
        for made in note.book.values()
        for name, value in ((made.key, made.value), *((i.name, i.value) for i in made.inputs))
        if isinstance(value, float) and not math.isfinite(value)
    ]
    assert odd == []
    assert (
        "activity.fgas_bank.HFC-134a.vehicle_air_conditioning" not in note.prepared.planted[1].units
    )
