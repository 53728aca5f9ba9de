"""Units as statistics write them, and arrays held to them; figures by hand from 1 kgce = 29.3076 MJ."""

from __future__ import annotations

import pytest
import xarray as xr

from dualcarbon.errors import InputError, Misaligned, UnitMismatch
from dualcarbon.vocabulary.spellings import suggested
from dualcarbon.vocabulary.units import (
    BASES,
    ENERGY_MJ,
    align,
    convert,
    dimension,
    dimensional,
    known,
    registry,
    scale,
    spelled,
)


def array(values, unit, **coords):
    dims = list(coords) or ["year"]
    labels = coords or {"year": list(range(2010, 2010 + len(values)))}
    return xr.DataArray(values, coords=labels, dims=dims, attrs={"units": unit} if unit else {})


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("万吨标准煤", "10^4 tce"),
        ("吨标煤", "tce"),
        ("亿千瓦时", "10^8 kWh"),
        ("亿千瓦小时", "10^8 kWh"),
        ("百亿千焦", "10^10 kJ"),
        ("万百万千焦", "10^10 kJ"),
        ("万吨二氧化碳", "10^4 t CO2"),
        ("百万吨", "10^6 t"),
        ("亿立方米", "10^8 m3"),
        ("万人", "10^4 person"),
        ("亿元", "10^8 CNY"),
        ("元/人", "CNY/person"),
        ("10⁴ tce", "10^4 tce"),
        ("1e8 kWh", "10^8 kWh"),
        ("10**4 t", "10^4 t"),
        ("１０^４  ｔｃｅ", "10^4 tce"),
        ("m³", "m3"),
        ("t CO2 / tce", "t CO2/tce"),
        ("10^8 yuan", "10^8 CNY"),
        ("10^4 persons", "10^4 person"),
        ("万辆", "10^4 vehicle"),
        ("亿平方米", "10^8 m2"),
        ("亿吨公里", "10^8 t km"),
        ("10^8 tkm", "10^8 t km"),
        ("亿人公里", "10^8 person km"),
        ("10^8 pkm", "10^8 person km"),
        ("万车公里", "10^4 vehicle km"),
        ("公里", "km"),
        ("平方公里", "km2"),
        ("万蒸吨", "10^4 t/h"),
    ],
)
def test_spellings_of_statistics_become_one(text, plain):
    assert spelled(text) == plain


@pytest.mark.parametrize(
    ("given", "wanted", "factor"),
    [
        ("tce", "tce", 1.0),
        ("10^4 tce", "tce", 1e4),
        ("tce", "10^4 tce", 1e-4),
        ("tce", "GJ", 29.3076),
        ("kgce", "MJ", 29.3076),
        ("10^8 kWh", "10^4 tce", 1e8 * 3.6 / 29307.6 / 1e4),  # 1.2283 x 10^4 tce
        ("kgce/kWh", "tce/MWh", 1.0),
        ("t CO2/TJ", "t CO2/tce", 0.0293076),
        ("kg CO2/TJ", "t CO2/tce", 2.93076e-5),
        ("万吨二氧化碳", "Mt CO2", 0.01),
        ("10^8 CNY2010", "CNY2010", 1e8),
        ("万人", "person", 1e4),
        ("万辆", "vehicle", 1e4),
        ("ha", "m2", 1e4),
        ("km2", "ha", 100.0),
        ("10^3 hm²", "ha", 1e3),
        ("万亩", "ha", 1e4 / 15),
        ("km3", "m3", 1e9),
        ("g/cm3", "t/m3", 1.0),
        ("GJ/10^4 m2", "GJ/ha", 1.0),
        ("tce/10^4 CNY2010", "tce/CNY2010", 1e-4),
    ],
)
def test_scales_by_hand(given, wanted, factor):
    assert scale(given, wanted) == pytest.approx(factor, rel=1e-12)
    assert scale(wanted, given) == pytest.approx(1 / factor, rel=1e-12)


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("tce", "t"),
        ("10^8 CNY2010", "CNY2015"),
        ("CNY", "CNY2010"),
        ("person", "t"),
        ("vehicle", "appliance"),
        ("m2", "m3"),
        ("t CO2", "t CH4"),
        ("kWh", "kW"),
    ],
)
def test_two_kinds_are_not_converted(given, wanted):
    with pytest.raises(UnitMismatch, match="different kinds"):
        scale(given, wanted)


@pytest.mark.parametrize("text", ["ton", "tons", "10^4 ton", "万ton"])
def test_a_ton_is_ambiguous(text):
    with pytest.raises(UnitMismatch) as caught:
        spelled(text)
    assert [f.code for f in caught.value.faults] == ["UNIT006"]
    assert not known(text)


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("tcee", "tce"),
        ("t/", "t/h"),
        ("kWhh", "kWh"),
    ],
)
def test_a_strange_unit_is_refused_with_the_nearest(text, nearest):
    assert not known(text)
    with pytest.raises(UnitMismatch) as caught:
        scale(text, "t")
    (fault,) = caught.value.faults
    assert fault.code == "UNIT005"
    assert f'"{nearest}"' in fault.message()


@pytest.mark.parametrize("text", ["__import__('os')", "2 tce", "zzz", "萬吨", "10^999 tce"])
def test_nothing_is_suggested_where_nothing_is_near_or_powers_of_ten_would_be_lost(text):
    assert suggested(text) == ""


@pytest.mark.parametrize(
    "text", ["t", "tce/10^4 CNY", "亿元", "CNY1978", "kg CO2/TJ", "PJ", "t CH4"]
)
def test_units_of_the_field_are_known(text):
    assert known(text)


def test_the_registry_is_ours_alone():
    from openscm_units import unit_registry

    assert "tce" in registry()
    assert "tce" not in unit_registry
    assert registry() is registry()


def test_an_array_is_converted_by_the_unit_it_carries():
    coal = array([1.0, 2.0], "tce")
    heat = convert(coal, "GJ")
    assert heat.values.tolist() == pytest.approx([29.3076, 58.6152])
    assert (heat.attrs["units"], coal.attrs["units"]) == ("GJ", "tce")
    assert convert(coal, "tce") is coal


@pytest.mark.parametrize(("unit", "code"), [("", "UNIT004"), ("person", "UNIT001")])
def test_an_array_without_a_fitting_unit_is_refused_by_name(unit, code):
    with pytest.raises(UnitMismatch) as caught:
        convert(array([1.0], unit), "tce", name="energy")
    (fault,) = caught.value.faults
    assert (fault.code, fault.place.key) == (code, "energy")
    assert "'energy'" in fault.message()


@dimensional(left="t", right="t", returns="t")
def summed(left, right=None):
    """Add two masses."""
    return left if right is None else left + right


def test_a_function_gets_and_gives_its_declared_units():
    total = summed(array([1.0], "kg"), right=array([2.0], "10^4 t"))
    assert float(total[0]) == pytest.approx(20000.001)
    assert total.attrs["units"] == "t"
    assert float(summed(array([5.0], "kg"))[0]) == pytest.approx(0.005)
    assert summed.__name__ == "summed"


def test_labels_are_never_joined_in_silence():
    with pytest.raises(Misaligned) as caught:
        summed(array([1.0, 2.0], "t"), array([1.0], "t"))
    assert str(caught.value) == (
        "summed: 'left' and 'right' differ on 'year': only one of them has 2011. "
        "Select or reindex one of them; nothing was computed."
    )
    assert isinstance(caught.value, InputError)


def test_the_same_labels_in_another_order_are_refused_too():
    first, second = (
        array([1.0, 2.0], "t", fuel=order) for order in (["coal", "oil"], ["oil", "coal"])
    )
    with pytest.raises(Misaligned, match="only one of them has this order"):
        align({"a": first, "b": second}, "caller")
    align({"a": first, "b": array([1.0], "t", year=[2010])}, "caller")


def test_the_registry_agrees_with_the_units_of_energy_that_need_not_load_it():
    ours = registry()
    for unit, megajoules in ENERGY_MJ.items():
        assert (1 * ours.Unit(unit)).to("MJ").magnitude == pytest.approx(megajoules, rel=1e-12)


def test_a_cubic_metre_is_a_volume_and_no_energy():
    assert scale("10^4 m3", "m3") == 1e4
    assert scale("m3", "L") == pytest.approx(1000)
    with pytest.raises(UnitMismatch, match="of different kinds"):
        scale("m3", "tce")


def test_shares_and_rates_have_units_too():
    assert known("1")
    assert known("1/year")
    assert scale("kg/t", "1") == pytest.approx(0.001)
    assert scale("1/year", "1/month") == pytest.approx(1 / 12)
    for text in ("1/", "t/1", "1 t", "2"):
        assert not known(text)
    with pytest.raises(UnitMismatch):
        scale("1", "tce")


@pytest.mark.parametrize(
    ("text", "scale", "powers"),
    [
        ("1", 1.0, {}),
        ("10^4 vehicle", 1e4, {"vehicle_counted": 1}),
        ("10^8 t km", 1e14, {"kilogram": 1, "meter": 1}),
        ("万人公里", 1e7, {"person_counted": 1, "meter": 1}),
        ("km/vehicle", 1e3, {"meter": 1, "vehicle_counted": -1}),
        ("MJ/km2", 1.0, {"kilogram": 1, "second": -2}),
        ("t/10^8 CNY2010", 1e-5, {"kilogram": 1, "CNY2010": -1}),
        ("t CO2/t", 12 / 44, {"C": 1}),
        ("L", 1e-3, {"meter": 3}),
        ("t/h", 1 / 3.6, {"kilogram": 1, "second": -1}),
    ],
)
def test_a_unit_in_base_units(text, scale, powers):
    found = dimension(text)
    assert found.scale == pytest.approx(scale, rel=1e-12)
    assert dict(found.powers) == powers


def test_the_registry_agrees_with_the_words_that_need_not_load_it():
    ours = registry()
    for word, (size, powers) in BASES.items():
        one = (1 * ours.Unit("dimensionless" if word == "1" else word)).to_base_units()
        assert one.magnitude == pytest.approx(size, rel=1e-12), word
        assert {str(n): float(p) for n, p in one.unit_items()} == powers, word


@pytest.mark.parametrize("text", ["", "furlongs2", "degC", "dB", "10^9999 t", "dBm m", "t " * 200])
def test_what_is_no_multiple_of_base_units_is_refused(text):
    with pytest.raises(UnitMismatch, match="is not known"):
        dimension(text)
