import numpy as np
import pytest
import xarray as xr

from dualcarbon.appraisal.streams import stream
from dualcarbon.errors import InputError, Misaligned, UnitMismatch

YEARS = [2025, 2026, 2027]
MONEY = ("investment", "salvage", "running", "social", "social_ex_tax", "financial")
FIRST = {name: k + 1.0 for k, name in enumerate((*MONEY, "financial_ex_tax"))}


def series(value, unit="CNY2022", years=YEARS):
    values = np.full(len(years), float(value))
    return xr.DataArray(values, coords={"year": years}, attrs={"units": unit})


def given(**changed):
    money = {name: series(value) for name, value in FIRST.items()}
    rest = {"abatement": series(10, "t CO2"), "carbon_price": series(50, "CNY2022/t CO2")}
    return money | rest | changed


def make(**changed):
    return stream("kiln", price_year=2022, **given(**changed))


def test_each_amount_keeps_its_place():
    found = make()
    assert {name: getattr(found, name)[0] for name in FIRST} == FIRST
    assert (found.years, found.price_year, found.many, found.members) == (
        (2025, 2026, 2027),
        2022,
        False,
        1,
    )


@pytest.mark.parametrize(
    ("perspective", "taxes", "name"),
    [
        ("social", True, "social"),
        ("social", False, "social_ex_tax"),
        ("financial", True, "financial"),
        ("financial", False, "financial_ex_tax"),
    ],
)
def test_costs_and_flows(perspective, taxes, name):
    found = make()
    saved = FIRST[name]
    cost = FIRST["investment"] + FIRST["running"] - FIRST["salvage"] - saved
    assert found.energy(perspective, taxes=taxes)[0] == saved
    assert found.cost(perspective, taxes=taxes)[0] == cost
    assert found.flows(perspective, carbon=False, taxes=taxes)[0] == -cost
    assert found.flows(perspective, carbon=True, taxes=taxes)[0] == 500 - cost


def test_units_are_converted_at_the_door():
    found = make(abatement=series(1, "10^4 t CO2"), investment=series(3, "10^8 CNY2022"))
    assert found.abatement.tolist() == [1e4] * 3
    assert found.investment.tolist() == [3e8] * 3
    assert found.rounding() == pytest.approx(0.3)


@pytest.mark.parametrize(
    ("name", "array"),
    [
        ("investment", series(1, "CNY2010")),
        ("abatement", series(1, "tce")),
        ("carbon_price", series(1, "CNY2022")),
        ("running", series(1).drop_attrs()),
    ],
)
def test_another_price_year_or_kind_is_refused(name, array):
    with pytest.raises(UnitMismatch, match=name):
        make(**{name: array})


def test_other_years_are_refused():
    with pytest.raises(Misaligned, match="2028"):
        make(running=series(1, years=[2026, 2027, 2028]))


def test_years_with_gaps_and_foreign_dimensions_are_refused_all_at_once():
    gap = series(1, years=[2025, 2027, 2028])
    foreign = series(1).expand_dims(sector=["industry"])
    missing = series(1).where(series(1)["year"] != 2026)
    with pytest.raises(InputError) as caught:
        make(running=gap, social=foreign, financial=missing, salvage=series(1).drop_vars("year"))
    told = {fault.place.key: fault.code for fault in caught.value.faults}
    assert told == {
        "kiln.running": "FIN016",
        "kiln.social": "FIN016",
        "kiln.financial": "FIN009",
        "kiln.salvage": "FIN016",
    }
    assert "kiln.financial: 2026 is no series" in str(caught.value)


def test_members_stand_before_years_however_they_are_given():
    turned = xr.DataArray(
        np.arange(6.0).reshape(3, 2),
        coords={"year": YEARS, "member": [0, 1]},
        attrs={"units": "CNY2022"},
    )
    found = make(financial=turned)
    assert (found.many, found.members) == (True, 2)
    assert found.financial.tolist() == [[0, 2, 4], [1, 3, 5]]
    assert found.flows("financial", carbon=True, taxes=True).shape == (2, 3)
