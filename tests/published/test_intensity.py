"""Published intensities, and the traps that would give others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import xarray as xr

from dualcarbon.diagnosis.intensity import (
    check_vintages,
    cumulative,
    growth,
    per_gdp,
    reduction,
)
from dualcarbon.diagnosis.nonfossil import nonfossil_share
from dualcarbon.errors import InputError

CASES = Path(__file__).parent / "cases"


def load(name):
    return json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))


ARITHMETIC = load("intensity_arithmetic")


@pytest.mark.parametrize("case", ARITHMETIC["cases"])
def test_yearly_reductions_chain_to_the_goal_of_the_plan(case):
    yearly = xr.DataArray(case["inputs"], coords={"year": list(range(2021, 2026))})
    assert float(cumulative(yearly)[-1]) == pytest.approx(
        case["expected"], abs=ARITHMETIC["tolerance"]
    )


CHINA = load("china_intensity_2012_2021")


def china(name, unit):
    coords = {"year": CHINA["inputs"]["year"]}
    return xr.DataArray(
        [float(x) for x in CHINA["inputs"][name]], coords=coords, attrs={"units": unit}
    )


def china_co2(factors):
    energy = china("energy_1e4_tce", "10^4 tce")
    fuels = zip(("coal", "oil", "natural_gas"), map(float, factors.split("/")), strict=True)
    total = sum(energy * china(f"{fuel}_percent", "1") / 100 * factor for fuel, factor in fuels)
    return total.assign_attrs(units="10^4 t CO2")


def change(amount):
    falls = reduction(amount, growth(china("gdp_index_1978", "1978=100")))
    return -float(cumulative(falls)[-1])


def test_energy_per_gdp_of_china_as_the_headline_says():
    ours = change(china("energy_1e4_tce", "10^4 tce"))
    assert ours == pytest.approx(CHINA["expected"]["energy"], abs=CHINA["tolerance"])
    official = CHINA["expected"]["official"]
    assert ours == pytest.approx(official["energy"], abs=official["tolerance"]["energy"])


@pytest.mark.parametrize(("factors", "expected"), CHINA["expected"]["co2"].items())
def test_co2_per_gdp_of_china_by_each_set_of_factors(factors, expected):
    ours = change(china_co2(factors))
    assert ours == pytest.approx(expected, abs=CHINA["tolerance"])
    official = CHINA["expected"]["official"]
    assert ours == pytest.approx(official["co2"], abs=official["tolerance"]["co2"])


def test_chained_and_direct_form_agree():
    direct = per_gdp(china("energy_1e4_tce", "10^4 tce"), china("gdp_index_1978", "1978=100"))
    assert float(direct[-1] / direct[0]) - 1 == pytest.approx(
        change(china("energy_1e4_tce", "10^4 tce"))
    )


def test_current_prices_would_exaggerate_and_are_refused():
    inputs, traps = CHINA["inputs"], CHINA["expected"]["traps"]
    money = inputs["gdp_current_1e8_cny"]
    price = money["2012"] / money["2021"]
    energy = inputs["energy_1e4_tce"]
    assert energy[-1] / energy[0] * price - 1 == pytest.approx(
        traps["current_prices"]["energy"], abs=5e-4
    )
    gdp = xr.DataArray(
        list(money.values()), coords={"year": [2012, 2021]}, attrs={"units": "10^8 CNY"}
    )
    ends = china("energy_1e4_tce", "10^4 tce").isel(year=[0, -1])
    with pytest.raises(InputError, match="current prices"):
        per_gdp(ends, gdp)


def test_mixed_vintages_would_belittle_and_are_refused():
    energy = china("energy_1e4_tce", "10^4 tce")
    energy[0] = CHINA["inputs"]["energy_2012_first_print_1e4_tce"]
    assert change(energy) == pytest.approx(CHINA["expected"]["traps"]["mixed_vintages"], abs=5e-4)
    with pytest.raises(InputError, match="vintages"):
        check_vintages(["first print", *["after the census of 2013"] * 9])


def test_nonfossil_share_of_jiangsu_in_2017():
    case = load("jiangsu_nonfossil_2017")
    given = {
        name: xr.DataArray([value], coords={"year": [2017]}, attrs={"units": "10^4 tce"})
        for name, value in case["inputs"]["energy_1e4_tce"].items()
    }
    shares = nonfossil_share(**given, coal_rate=case["inputs"]["coal_rate_kgce_per_kwh"])
    for name, told in case["expected"].items():
        assert float(getattr(shares, name)[0]) == pytest.approx(told, abs=case["tolerance"])
