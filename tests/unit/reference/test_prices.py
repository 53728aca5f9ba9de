"""Reference prices: whole rows, ranges in order, taxes, standard coal, strangers."""

import pytest

from dualcarbon.errors import InputError, UnknownName
from dualcarbon.provenance.sources import MARKS
from dualcarbon.reference.grid import grid_factor
from dualcarbon.reference.packaged import parts
from dualcarbon.reference.prices import (
    DEFAULTS,
    OF_CHAINS,
    all_prices,
    emission_factor,
    in_tce,
    per_tce,
    price,
)
from dualcarbon.reference.tables import sources
from dualcarbon.vocabulary.faults import Place
from dualcarbon.vocabulary.names import FUELS
from dualcarbon.vocabulary.units import scale

EVERY = list(all_prices().values())
ENERGY = [one for one in EVERY if one.kind == "energy"]


@pytest.mark.parametrize("one", EVERY, ids=lambda p: p.id)
def test_every_price_has_source_year_unit_and_mark(one):
    assert one.source in sources()
    assert one.mark in MARKS
    assert (one.source == "memory") <= (one.mark == "M")
    assert 2006 <= one.price_year <= 2030
    assert one.unit
    assert one.en
    assert any("\u4e00" <= letter <= "\u9fff" for letter in one.title("zh"))
    assert one.low <= one.mid <= one.high
    assert one.kind in {"energy", "carbon", "discount", "currency"}


@pytest.mark.parametrize("one", ENERGY, ids=lambda p: p.id)
def test_every_price_of_energy_has_taxes_and_a_factor_with_its_source(one):
    assert 0 < one.value(taxes=False) < one.value()
    assert one.co2 is not None
    assert one.co2 >= 0
    assert one.co2_source in sources()
    assert one.co2_mark in MARKS
    assert (one.co2_source == "memory") <= (one.co2_mark == "M")


def test_electricity_is_priced_with_the_announced_grid_factors_of_2023():
    average, fossil = (grid_factor("000000", 2023, kind)[0].value for kind in ("average", "fossil"))
    bought = ["elec_i", "elec_al", "elec_c", "elec_r", "elec_ev", "elec_sc"]
    assert {price(id).co2 for id in bought} == {average}
    assert {price(id).co2 for id in ("elec_gen", "elec_disp")} == {fossil}


@pytest.mark.parametrize(
    ("id", "fuel"),
    [
        ("coal", "raw_coal"),
        ("diesel", "diesel"),
        ("gasoline", "gasoline"),
        ("gas_i", "natural_gas"),
    ],
)
def test_factors_of_fuels_are_those_of_the_guideline(id, fuel):
    """Carbon content [t C/TJ] x oxidation x 44/12, rounded to four digits as the table has it."""
    carbon, oxidation = (datum.value for datum in parts(fuel, "provincial_2011"))
    assert price(id).co2 == pytest.approx(carbon * oxidation * 44 / 12 / 1000, abs=1e-4)


def test_taxes_are_taken_off_as_the_notes_say():
    assert price("coal").ex_tax == pytest.approx(30.4 / 1.13, abs=0.05)
    per_litre = 42.65 * 0.845 / 1000  # GJ in a litre of diesel
    assert price("diesel").ex_tax == pytest.approx(144 / 1.13 - 1.2 / per_litre, abs=0.1)


def test_means_are_those_of_the_years():
    assert price("coal").mid == pytest.approx((573 + 568 + 960) / 3 / 23.03, abs=0.05)
    assert price("diesel").mid == pytest.approx((6518 + 5401 + 6516) / 3 / 42.65, abs=0.2)


def test_prices_per_standard_coal():
    """29.3076 GJ and, at 0.1229 kgce/kWh, 8.1367 MWh are a tonne of standard coal."""
    assert in_tce("coal") == pytest.approx(30.4 * 29.3076)
    assert in_tce("elec_i") == pytest.approx(650 / 0.1229)
    assert in_tce("elec_i", kgce_per_kwh=0.3) == pytest.approx(650 / 0.3)
    assert in_tce("elec_i", taxes=False) == pytest.approx(575 / 0.1229)
    assert in_tce("coal") == pytest.approx(30.4 * scale("tce", "GJ"))
    assert in_tce("h2") == pytest.approx(20 / 0.120 * 29.3076)


def test_every_group_of_fuels_has_a_price_of_energy():
    groups = {FUELS[fuel].more["group"] for fuel in FUELS} - {"total"}
    assert {*DEFAULTS, *OF_CHAINS} == groups | {"import", "recovered"}
    assert all(per_tce(price(id)) > 0 for id in (*DEFAULTS.values(), *OF_CHAINS.values()))


def test_social_discount_rates():
    rates = [price(f"discount_{of}") for of in ("social", "benefit")]
    assert [(rate.mid, rate.price_year, rate.mark) for rate in rates] == [(0.08, 2006, ""), (0.06, 2006, "")]  # fmt: skip


def test_a_price_without_tax_set_is_the_same_both_ways():
    assert price("carbon_price").value(taxes=False) == price("carbon_price").value() == 62.98


def test_a_stranger_is_refused_with_the_nearest():
    with pytest.raises(UnknownName) as caught:
        price("deisel", place=Place(file="measures.toml", key="prices.oil"))
    told = 'measures.toml [prices.oil]: "deisel" is no price; did you mean "diesel"?'
    assert str(caught.value) == told
    with pytest.raises(UnknownName, match="known: coal, metcoal"):
        price("zzzzzzzz")


@pytest.mark.parametrize("asked", [in_tce, emission_factor])
def test_only_energy_has_standard_coal_and_a_factor(asked):
    with pytest.raises(InputError) as caught:
        asked("carbon_price")
    told = "prices.carbon_price: allowance of the national carbon market, in CNY/t CO2, is no price of energy"
    assert str(caught.value) == told


def test_green_hydrogen_and_straw_emit_nothing():
    assert [emission_factor(id) for id in ("h2", "straw", "coal")] == [0, 0, 0.0909]
