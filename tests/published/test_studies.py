"""Published intensities of the example regions, from the account that a run makes of their tables."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dualcarbon.diagnosis.intensity import per_gdp
from dualcarbon.study.characteristics import boundaries

CASES = Path(__file__).parent / "cases"
JIANGSU = json.loads((CASES / "jiangsu_intensity.json").read_text(encoding="utf-8"))
CHINA = json.loads((CASES / "china_intensity_2012_2021.json").read_text(encoding="utf-8"))
COAL_OIL_GAS = "2.66/1.73/1.56"


def change(account, what, start, end):
    """Give the relative change of an amount per GDP between two years."""
    amount = account.energy_total if what == "energy" else boundaries(account)[what]
    ratio = per_gdp(amount, account.yearbook.gdp)
    return float(ratio.sel(year=end) / ratio.sel(year=start)) - 1


@pytest.mark.parametrize("what", JIANGSU["expected"])
def test_jiangsu_per_gdp_by_boundary(jiangsu, what):
    for period, told in zip(JIANGSU["inputs"]["periods"], JIANGSU["expected"][what], strict=True):
        if told is not None:
            ours = change(jiangsu.account, what, *period)
            assert ours == pytest.approx(told, abs=JIANGSU["tolerance"])


def test_the_verdict_on_jiangsu_depends_on_the_boundary(jiangsu):
    falls = {
        what: change(jiangsu.account, what, 2015, 2017) for what in boundaries(jiangsu.account)
    }
    assert sorted(falls, key=falls.get) == ["territorial", "adjusted", "user_charged"]
    pace = (
        -((1 - 0.205) ** (2 / 5)) + 1
    )  # two of five years of the goal of -20.5 %, at an even pace
    assert [what for what, fall in falls.items() if -fall >= pace] == ["territorial"]


def test_china_per_gdp_with_the_quick_factors(china):
    expected, tolerance = CHINA["expected"], CHINA["tolerance"]
    assert change(china.account, "energy", 2012, 2021) == pytest.approx(
        expected["energy"], abs=tolerance
    )
    co2 = change(china.account, "territorial", 2012, 2021)
    assert co2 == pytest.approx(expected["co2"][COAL_OIL_GAS], abs=tolerance)


def test_china_is_counted_with_the_factors_that_the_case_names(china):
    direct = china.account.factors.direct.sel(year=2021, sector="total", flow="consumption")
    told = dict(
        zip(("coal", "oil", "natural_gas"), map(float, COAL_OIL_GAS.split("/")), strict=True)
    )
    assert {fuel: float(direct.sel(fuel=fuel)) for fuel in told} == told
