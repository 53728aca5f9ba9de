"""Laws of the energy account: carbon is conserved, a re-allocation moves no total, lines sum to the account."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
import xarray as xr
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dualcarbon.errors import InputError
from dualcarbon.inventory import blast_furnace, carbon_balance, energy_lines, feedstock, transport
from dualcarbon.inventory.declared import Destination, EnergyRules
from dualcarbon.inventory.emission_factors import Factors
from dualcarbon.reference.numbers import Shelf, tiers

YEARS = [2019, 2020]
SECTORS = ["industry", "transport", "households", "services"]
FLOWS = ["final", "other_transformation", "feedstock"]
FUELS = ["coke", "blast_furnace_gas", "gasoline", "diesel", "natural_gas"]
LABELS = {"year": YEARS, "sector": SECTORS, "flow": FLOWS, "fuel": FUELS}
SHAPE = tuple(len(labels) for labels in LABELS.values())
EMPTY = pl.DataFrame(
    schema={"year": pl.Int64, "sector": pl.String, "flow": pl.String, "fuel": pl.String, "row": pl.String}
)  # fmt: skip
shares = st.floats(0, 1)
few = settings(max_examples=25)


def array(values, units):
    return xr.DataArray(np.reshape(values, SHAPE), coords=LABELS, dims=list(LABELS), attrs={"units": units})  # fmt: skip


def account(seed):
    """Make an account of a seed: amounts over eight powers of ten, a third of the cells empty. [tce]"""
    random = np.random.default_rng(seed)
    values = 10.0 ** random.uniform(0, 8, SHAPE) * (random.uniform(size=SHAPE) > 1 / 3)
    return array(values, "tce")


energies = st.integers(0, 2**32 - 1).map(account)
rates = st.lists(st.floats(0.5, 8.0), min_size=len(FUELS), max_size=len(FUELS))


def factor(values):
    return array(np.broadcast_to(np.array(values), SHAPE).copy(), "t CO2/tce")


def total(energy, direct):
    return (energy * direct).sum(["sector", "flow", "fuel"]).values


@few
@given(energies, st.dictionaries(st.tuples(st.sampled_from(SECTORS), st.sampled_from(["gasoline", "diesel"])), shares))  # fmt: skip
def test_a_reallocation_moves_no_total_of_a_fuel(energy, moved):
    found = transport.reallocated(energy, moved)
    before, after = (e.sum(["sector", "flow"]).values for e in (energy, found))
    assert after == pytest.approx(before, rel=1e-12, abs=1e-6)
    assert (found >= -1e-9).all()


@few
@given(energies, rates, shares)
def test_coke_moved_to_gas_keeps_every_total(energy, values, part):
    direct = factor(values)
    coke = part * energy.sel(sector="industry", flow="final", fuel="coke", drop=True)
    found = blast_furnace.moved(energy, direct, coke.assign_attrs(units="tce"))
    assert total(found, direct) == pytest.approx(total(energy, direct), rel=1e-9)


@few
@given(energies, rates, st.floats(0.1, 5), st.floats(0.1, 1))
def test_a_move_either_conserves_or_is_refused(energy, values, other, part):
    direct = factor(values)
    direct.loc[{"flow": "other_transformation", "fuel": "coke"}] = other
    coke = part * energy.sel(sector="industry", flow="final", fuel="coke", drop=True)
    uneven = abs(other - values[0]) > 1e-6 and float(coke.max()) > 0
    if uneven:
        with pytest.raises(InputError) as refused:
            blast_furnace.moved(energy, direct, coke.assign_attrs(units="tce"))
        assert {f.code for f in refused.value.faults} == {"RUL022"}
    else:
        found = blast_furnace.moved(energy, direct, coke.assign_attrs(units="tce"))
        assert total(found, direct) == pytest.approx(total(energy, direct), rel=1e-6)


@st.composite
def settled(draw):
    """Destinations whose shares sum to the whole, for gas."""
    cuts = sorted(draw(st.lists(shares, min_size=2, max_size=2)))
    parts = [cuts[0], cuts[1] - cuts[0], 1 - cuts[1]]
    found = []
    for product, share in zip(("ammonia", "methanol", "ethylene"), parts, strict=True):
        emitted = draw(shares)
        stored = draw(st.floats(0, 1 - emitted))
        found.append(
            Destination(
                fuel="natural_gas", product=product, share=share, emitted=emitted, stored=stored,
                exported=max(0.0, 1 - emitted - stored),
            )
        )  # fmt: skip
    return found


@few
@given(energies, settled())
def test_every_tonne_of_feedstock_goes_somewhere_once(energy, to):
    only = energy.sel(fuel=["natural_gas"])
    posting = feedstock.post(only, to)
    assume(posting is not None)
    assert posting.unsettled() == []
    parts = sum(posting.fate(fate) for fate in feedstock.FATES)
    assert parts.values == pytest.approx(posting.carbon.values, rel=1e-9)


@few
@given(energies, settled(), st.sampled_from(["emitted", "share"]), st.floats(1e-6, 1))
def test_a_tonne_that_is_lost_or_doubled_is_noticed(energy, to, name, by):
    only = energy.sel(fuel=["natural_gas"])
    changed = [to[0].model_copy(update={name: getattr(to[0], name) + by}), *to[1:]]
    moved = by * to[0].share if name == "emitted" else by
    posting = feedstock.post(only, changed)
    assume(posting is not None and moved > 1e-8)
    assert posting.unsettled()


@few
@given(energies, rates, st.dictionaries(st.sampled_from([x for x in SECTORS if x != "transport"]), st.fixed_dictionaries({"gasoline": shares, "diesel": shares})))  # fmt: skip
def test_lines_sum_to_the_account_whatever_is_reallocated(energy, values, stated):
    direct = factor(values)
    factors = Factors(direct, direct, direct.sum(["sector", "flow"]))
    choices = EnergyRules(road_share=stated)
    parts = energy_lines.parts(energy, choices, Shelf(tiers()))
    lines = energy_lines.carbon_dioxide(energy, EMPTY, factors, parts)
    made = sum((line.amounts() for line in lines), np.zeros(len(YEARS)))
    burnt = energy.sel(flow=["final", "other_transformation"])
    expected = total(burnt, direct.sel(flow=["final", "other_transformation"]))
    assert made == pytest.approx(expected, rel=1e-9, abs=1e-6)


ROWS = ["washing", "coking", "refining", "gas_works", "coke_reinput", "liquefaction", "briquetting"]


@few
@given(
    st.lists(st.floats(-1e6, 1e6), min_size=2 * 7 * 2, max_size=2 * 7 * 2),
    st.sets(st.sampled_from([r for r in ROWS if r != "coke_reinput"])),
)
def test_counted_rows_and_the_others_make_the_whole(values, rows):
    labels = {"year": YEARS, "row": ROWS, "fuel": ["coke", "diesel"]}
    table = xr.DataArray(np.reshape(values, (2, 7, 2)), coords=labels, dims=list(labels), attrs={"units": "tce"})  # fmt: skip
    whole = -table.sum("row").expand_dims({"sector": ["energy_supply"], "flow": ["other_transformation"]})  # fmt: skip
    energy = whole.transpose("year", "sector", "flow", "fuel").assign_attrs(units="tce")
    others = set(ROWS) - rows - {"coke_reinput"}
    parts = [carbon_balance.kept(energy, table, tuple(some)) for some in (rows, others)]
    assert (parts[0] + parts[1]).values == pytest.approx(energy.values, abs=1e-6)


@few
@given(st.lists(st.floats(0, 1e6), min_size=4, max_size=4), st.floats(0.1, 10))
def test_a_carbon_balance_scales_and_closes(values, by):
    coal, coke, gas, tar = values
    table = xr.DataArray(
        [[[-coal, coke, gas, tar]]],
        coords={"year": [2020], "row": ["coking"], "fuel": ["raw_coal", "coke", "coke_oven_gas", "other_coking"]},
        dims=["year", "row", "fuel"], attrs={"units": "tce"},
    )  # fmt: skip
    carbon = xr.DataArray([0.77, 0.86, 0.4, 0.64], coords={"fuel": table.fuel}, attrs={"units": "t C/tce"})  # fmt: skip
    one = float(carbon_balance.residuals(table, carbon)[0, 0])
    by_hand = (0.77 * coal - 0.86 * coke - 0.4 * gas - 0.64 * tar) * 44 / 12
    assert one == pytest.approx(by_hand, rel=1e-9, abs=1e-6)
    scaled = (table * by).assign_attrs(units="tce")
    assert float(carbon_balance.residuals(scaled, carbon)[0, 0]) == pytest.approx(by * one, rel=1e-9, abs=1e-6)  # fmt: skip
