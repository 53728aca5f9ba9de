"""The account of a region as factors, what drops out, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from dualcarbon.diagnosis.account import Account, merge, set_apart
from dualcarbon.diagnosis.drivers import decompose, factors
from dualcarbon.errors import InputError, Misaligned

YEARS = {"year": [2010, 2011, 2012]}
CELLS = {**YEARS, "sector": ["industry", "households"], "fuel": ["coal", "oil"]}


def of(values, unit, coords=YEARS):
    return xr.DataArray(np.array(values, dtype=float), coords=coords, attrs={"units": unit})


ENERGY = of([[[6, 2], [1, 0]], [[7, 3], [1, 1]], [[6, 6], [0, 2]]], "10^4 tce", CELLS)
EMISSIONS = (ENERGY * of([2.6, 2.1], "1", {"fuel": CELLS["fuel"]})).assign_attrs(units="10^4 t CO2")
PEOPLE = of([100, 110, 105], "10^4 person")
ADDED = of([[8, 10], [9, 12], [10, 13]], "10^8 CNY2010", {**YEARS, "sector": ["industry", "total"]})
FULL = {"energy": ENERGY, "emissions": EMISSIONS, "population": PEOPLE, "value_added": ADDED}


def account(**other):
    return Account(**{**FULL, **other})


def codes(found):
    return [fault.code for fault in found]


def test_sectors_and_households_have_factors_of_their_own():
    (firms, homes), notes = factors(account())
    assert list(firms) == ["population", "affluence", "structure", "intensity", "mix", "factor"]
    assert list(homes) == ["population", "use_per_head", "mix", "factor"]
    assert notes == ()
    first = {name: float(f.isel(dict.fromkeys(f.dims, 0))) for name, f in firms.items()}
    assert first == pytest.approx(
        {
            "population": 1e6,
            "affluence": 1e9 / 1e6,
            "structure": 0.8,
            "intensity": 8e4 / 8e8,
            "mix": 0.75,
            "factor": 2.6,
        }
    )
    assert float(homes["use_per_head"][0, 0]) == pytest.approx(1e4 / 1e6)


def test_effects_add_up_by_factor_by_sector_and_by_year():
    result = decompose(account(), [(2010, 2012)])
    totals = EMISSIONS.sum(["sector", "fuel"]).values * 1e4
    by_year = [sum(step.totals.values()) for step in result.yearly]
    assert by_year == pytest.approx(np.diff(totals))
    period = result.periods[0]
    for form in (period.ends, period.chained):
        assert sum(form.totals.values()) == pytest.approx(totals[-1] - totals[0])
        homes = sum(float(e.sel(sector="households")) for e in form.by("sector").values())
        before, after = EMISSIONS.sel(sector="households").sum("fuel").values[[0, -1]] * 1e4
        assert homes == pytest.approx(after - before)
        assert np.prod(list(form.ratios.values())) == pytest.approx(totals[-1] / totals[0])
    assert period.ends.totals["mix"] != pytest.approx(period.chained.totals["mix"])
    assert "from 224000 in 2010 to 324000 in 2012 t CO2 (+100000): population" in str(result)


def test_units_do_not_matter():
    other = account(
        energy=(ENERGY * 1e4).assign_attrs(units="tce"),
        emissions=(EMISSIONS / 100).assign_attrs(units="Mt CO2"),
        population=(PEOPLE * 1e4).assign_attrs(units="person"),
    )
    ours, theirs = (decompose(a).yearly[0].totals for a in (account(), other))
    assert ours == pytest.approx(theirs, abs=1e-6)


def test_cells_that_appear_or_vanish_or_never_burn_are_told_once():
    energy = ENERGY.copy()
    energy[:, 0, 1] = 0
    emissions = (energy * 2.5).assign_attrs(units="10^4 t CO2")
    told = [str(w) for w in decompose(account(energy=energy, emissions=emissions)).warnings]
    assert told == [
        "LMDI001 diagnosis.lmdi 2010-2011: households/oil appears; the analytical limit is used",
        "LMDI001 diagnosis.lmdi 2011-2012: households/coal goes to 0; the analytical limit is used",
        "LMDI002 diagnosis.lmdi 2010-2012: industry/oil is 0 throughout; the contribution is 0",
    ]


def test_without_population_activity_is_one_factor():
    (firms, homes), notes = factors(account(population=None))
    assert next(iter(firms)) == "activity"
    assert list(homes) == ["use", "mix", "factor"]
    assert codes(notes) == ["KAYA010"]
    assert sum(decompose(account(population=None)).yearly[0].totals.values()) == pytest.approx(
        68000
    )


@pytest.mark.parametrize(
    "added", [None, ADDED.sel(sector=["total"]), ADDED.sel(sector="total", drop=True)]
)
def test_without_value_added_by_sector_intensity_is_of_the_total(added):
    gdp = None if added is not None else ADDED.sel(sector="total", drop=True)
    (whole,), notes = factors(account(value_added=added, gdp=gdp))
    assert list(whole) == ["population", "affluence", "intensity", "mix", "factor"]
    assert float(whole["intensity"][0, 0]) == pytest.approx(9e4 / 10e8)
    assert codes(notes) == ["KAYA011"]
    assert "no value added of industry; economic structure drops out" in notes[0].message()


def test_an_index_serves_as_gdp():
    index = of([100, 120, 130], "2010=100")
    by_index = decompose(account(value_added=None, gdp=index)).yearly[0].totals
    by_money = decompose(account(value_added=ADDED.sel(sector=["total"]))).yearly[0].totals
    assert by_index == pytest.approx(by_money)


def test_gdp_is_the_sum_of_the_sectors_where_there_is_no_total():
    added = of(
        [[8, 2], [9, 3], [10, 3]], "10^8 CNY2010", {**YEARS, "sector": ["industry", "services"]}
    )
    (ours, _), _ = factors(account(value_added=added))
    (theirs, _), _ = factors(account())
    assert ours["affluence"].values == pytest.approx(theirs["affluence"].values)


def test_without_any_gdp_energy_is_taken_per_head():
    (whole,), notes = factors(account(value_added=None))
    assert list(whole) == ["population", "use_per_head", "mix", "factor"]
    assert codes(notes) == ["KAYA011", "KAYA015"]


def test_without_fuels_the_mix_drops_out():
    energy = ENERGY.sum("fuel").assign_attrs(ENERGY.attrs)
    (firms, homes), notes = factors(account(energy=energy))
    assert "mix" not in firms
    assert "mix" not in homes
    assert codes(notes) == ["KAYA012"]
    assert sum(decompose(account(energy=energy)).yearly[1].totals.values()) == pytest.approx(32000)


def test_without_sectors_the_region_is_one():
    energy, emissions = (a.sum("sector").assign_attrs(a.attrs) for a in (ENERGY, EMISSIONS))
    groups, notes = factors(account(energy=energy, emissions=emissions))
    assert [list(g) for g in groups] == [["population", "affluence", "intensity", "mix", "factor"]]
    assert notes == ()


def test_periods_outside_the_data_are_left_out_with_a_sentence():
    result = decompose(account(), [(2005, 2010), (2010, 2011)])
    assert [(p.start, p.end) for p in result.periods] == [(2010, 2011)]
    assert result.warnings[0].message() == (
        "diagnosis.lmdi: period 2005-2010 is left out: the data cover 2010-2012"
    )


def test_one_year_has_no_change():
    alone = {name: a.isel(year=[0]) for name, a in FULL.items()}
    result = decompose(Account(**alone))
    assert (result.yearly, result.periods) == ((), ())
    assert codes(result.warnings) == ["KAYA014"]


@pytest.mark.parametrize(("name", "what"), [("population", "population"), ("value_added", "GDP")])
def test_zero_gdp_or_population_is_refused(name, what):
    bad = FULL[name].copy()
    bad[1] = 0
    with pytest.raises(InputError) as caught:
        decompose(account(**{name: bad}))
    first = caught.value.faults[0]
    assert (first.code, first.message()) == (
        "KAYA001",
        f"diagnosis.lmdi 2011: {what} is 0; intensity undefined",
    )


def test_sector_without_value_added_in_one_year_is_refused():
    bad = ADDED.copy()
    bad[2, 0] = 0
    with pytest.raises(InputError, match="2012: industry uses energy but its value added is 0"):
        decompose(account(value_added=bad))


def test_emissions_without_energy_are_refused():
    energy = ENERGY.copy()
    energy[0, 0, 1] = 0
    with pytest.raises(
        InputError, match="2010: industry/oil emits 42000 t CO2 without using energy"
    ) as caught:
        decompose(account(energy=energy))
    assert codes(caught.value.faults) == ["KAYA003"]


def test_every_missing_value_is_named():
    energy, people = ENERGY.copy(), PEOPLE.copy()
    energy[0, 0, 1] = people[2] = np.nan
    with pytest.raises(InputError) as caught:
        decompose(account(energy=energy, population=people))
    assert [f.message() for f in caught.value.faults] == [
        "diagnosis.lmdi: energy of 2010/industry/oil is missing",
        "diagnosis.lmdi: population of 2012 is missing",
    ]
    assert set(codes(caught.value.faults)) == {"KAYA004"}


def test_current_prices_are_refused():
    with pytest.raises(InputError, match='value_added: "10\\^8 CNY" is money at current prices'):
        decompose(account(value_added=ADDED.assign_attrs(units="10^8 CNY")))


@pytest.mark.parametrize("name", ["emissions", "population", "value_added"])
def test_other_years_are_refused(name):
    with pytest.raises(Misaligned):
        decompose(account(**{name: FULL[name].isel(year=[0, 1])}))


def test_negative_cells_are_refused_until_they_are_set_apart():
    energy, emissions = ENERGY.copy(), EMISSIONS.copy()
    energy[1, 0, 1], emissions[1, 0, 1] = -3, -6
    with pytest.raises(InputError, match="Report this cell apart"):
        decompose(account(energy=energy, emissions=emissions))
    rest = set_apart(energy, emissions)
    assert rest.apart.values.tolist() == pytest.approx([4.2, -6, 12.6])
    assert rest.emissions.sel(sector="industry", fuel="oil").values.tolist() == [0, 0, 0]
    assert [c["zh"] for c in rest.cells] == ["工业/石油"]
    assert codes(rest.warnings) == ["KAYA013"]
    step = decompose(account(energy=rest.energy, emissions=rest.emissions)).yearly[0]
    whole = emissions.sum(["sector", "fuel"])
    assert step.change + 1e4 * float(rest.apart[1] - rest.apart[0]) == pytest.approx(
        1e4 * float(whole[1] - whole[0])
    )


def test_nothing_is_set_apart_where_nothing_is_negative():
    rest = set_apart(ENERGY, EMISSIONS)
    assert rest.emissions.equals(EMISSIONS)
    assert (rest.cells, rest.warnings) == ((), ())
    assert not rest.apart.any()


def test_merged_sectors_keep_order_and_sum():
    coords = {"year": [2010], "sector": ["agriculture", "energy_supply", "industry"]}
    use = of([[1, 2, 4]], "tce", coords)
    merged = merge(use, "industry", ["energy_supply", "construction"])
    assert merged["sector"].values.tolist() == ["agriculture", "industry"]
    assert merged.values.tolist() == [[1, 6]]
    assert merged.attrs == use.attrs


def test_households_alone_are_an_account_too():
    homes = {name: FULL[name].sel(sector=["households"]) for name in ("energy", "emissions")}
    groups, notes = factors(account(**homes))
    assert [list(g) for g in groups] == [["population", "use_per_head", "mix", "factor"]]
    assert notes == ()
