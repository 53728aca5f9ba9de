"""Units of formulas: what may be added, raised and given, and names that enter as bare numbers."""

from __future__ import annotations

import pytest

from dualcarbon.quantities.formula_units import Kind, settle

UNITS = {
    "gdp": "10^8 CNY2010", "pop": "10^4 person", "coal": "tce", "gas": "TJ", "ratio": "1", "use": "tce/10^4 CNY2010", "cars": "10^4 vehicle",
    "way": "km", "load": "t", "area": "10^4 m2", "homes": "10^4 household", "clinker": "kg/t", "hot": "degC", "odd": "furlongs2",
}  # fmt: skip


def settled(text, unit="1", **enter):
    return settle(text, units=UNITS, unit=unit, enter=enter)


def slips(text, unit="1", **enter):
    return [(s.code, s.column) for s in settled(text, unit, **enter).slips]


@pytest.mark.parametrize(
    ("text", "unit", "factor"),
    [
        ("gdp / pop", "10^4 CNY2010/person", 1.0),
        ("gdp / pop", "CNY2010/person", 1e4),
        ("gdp * use", "10^4 tce", 1.0),
        ("gdp * use", "tce", 1e4),
        ("coal", "TJ", 0.0293076),
        ("coal", "10^4 tce", 1e-4),
        ("cars * way", "10^8 vehicle km", 1e-4),
        ("load * way", "万吨公里", 1e-4),
        ("pop * way", "亿人公里", 1e-4),
        ("area / pop", "m2/person", 1.0),
        ("cars / homes", "vehicle/household", 1.0),
        ("gdp ** 0.5 * gdp ** 0.5", "CNY2010", 1e8),
        ("sqrt(area * area)", "m2", 1e4),
        ("area ** 2 / area", "m2", 1e4),
        ("1 / (1 / gdp)", "CNY2010", 1e8),
        ("-abs(coal)", "tce", 1.0),
        ("coal + gas / gas * coal", "tce", 1.0),
        ("gdp * use + 2 * (gdp * use)", "10^4 tce", 1.0),
        ("max(0, coal - min(coal, 0))", "tce", 1.0),
        ("coal * 1.02 ** (year - base_year)", "tce", 1.0),
        ("exp(ln(ratio) + 1) + coal / coal", "1", 1.0),
        ("clinker", "1", 1e-3),
        ("coal ** (1 + 1) / coal", "tce", 1.0),
        ("0", "tce", 1.0),
        ("3 - 3", "tce", 1.0),
        ("ratio ** ratio", "1", 1.0),
    ],
)
def test_what_comes_out_is_converted_once(text, unit, factor):
    found = settled(text, unit)
    assert found.slips == ()
    assert found.factor == pytest.approx(factor, rel=1e-12)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("coal + gas", [("F021", 1)]),
        ("2 * gdp - pop", [("F021", 1)]),
        ("max(coal, gas)", [("F021", 5)]),
        ("min(coal, coal, gdp)", [("F021", 5)]),
        ("coal + 1", [("F021", 1)]),
        ("gdp * use + coal", [("F021", 1)]),
        ("clinker + 1", [("F021", 1)]),
        ("exp(gdp)", [("F023", 5)]),
        ("ln(gdp / pop)", [("F023", 4)]),
        ("log10(clinker)", [("F023", 7)]),
        ("2 ** coal", [("F023", 6)]),
        ("coal ** ratio", [("F023", 1)]),
        ("ratio ** clinker", [("F023", 10)]),
        ("9 ** 9 ** 9", [("F007", 3)]),
        ("exp(1000)", [("F007", 1)]),
        ("1e300 * 1e300", [("F007", 7)]),
        ("coal ** 1e300", [("F007", 1)]),
        ("gdp ** 40 * gdp", [("F007", 1)]),
        ("exp(gdp) + ln(pop)", [("F023", 5), ("F023", 15)]),
        ("nope + nil", [("F008", 1), ("F008", 8)]),
        ("nope + 2^3 + '1'", [("F008", 1), ("F010", 9), ("F006", 14)]),
    ],
)
def test_what_units_forbid_is_told_with_the_column_of_its_part(text, found):
    assert slips(text) == found


def test_the_words_of_units_are_told():
    (slip,) = settled("gdp / pop + coal").slips
    assert slip.params["left"] == "10^8 CNY2010 / (10^4 person)"
    assert (slip.params["right"], slip.params["verb"]["en"]) == ("tce", "add")
    (slip,) = settled("min(1, coal)").slips
    assert slip.params["left"]["zh"] == "纯数"
    assert slip.params["verb"] == {"en": "compare", "zh": "比较"}
    assert settled("coal + secert", "tce").slips[0].params["hint"]["en"].startswith("known: gdp")
    assert settled("coal + gpd", "tce").slips[0].params["hint"]["en"] == 'did you mean "gdp"?'


def test_a_result_of_another_unit_is_refused():
    (slip,) = settled("gdp * pop", "tce").slips
    assert (slip.code, slip.params["given"]) == ("F024", "10^8 CNY2010 * 10^4 person")
    assert slips("5", "tce") == [("F024", 0)]
    assert slips("coal", "1") == [("F024", 0)]


def test_names_may_enter_as_bare_numbers_of_a_unit():
    found = settled("0.7 * ln(gdp) + pop ** ratio", "tce", gdp="10^12 CNY2010", pop="person")
    assert found.slips == ()
    assert found.enters == {"gdp": 1e-4, "pop": 1e4}
    assert found.factor == 1.0
    assert settled("gdp * coal", "10^4 tce", gdp="10^8 CNY2010").factor == 1e-4
    assert slips("coal + gas", "tce", coal="tce", gas="tce") == []
    assert slips("gdp * pop", "tce", gdp="CNY2010") == [("F024", 0)]


@pytest.mark.parametrize(
    ("enter", "code"),
    [
        ({"pop": "person"}, "F026"),
        ({"nope": "person"}, "F026"),
        ({"gdp": "CNY2015"}, "F027"),
        ({"gdp": "tce"}, "F027"),
        ({"gdp": "furlongs2"}, "UNIT005"),
        ({"gdp": "ton"}, "UNIT006"),
        ({"gdp": "CNY2010 " * 50}, "UNIT005"),
    ],
)
def test_entries_that_cannot_be_are_refused(enter, code):
    assert [s.code for s in settled("ln(gdp)", **enter).slips] == [code]


def test_units_that_cannot_be_read_are_told_as_such():
    assert slips("hot + odd") == [("UNIT005", 0), ("UNIT005", 0)]
    assert slips("ratio", "furlongs2") == [("UNIT005", 0)]


def test_a_kind_knows_what_it_is_like():
    tonne, kilogram = Kind(1e3, (("kilogram", 1.0),), "t"), Kind(1.0, (("kilogram", 1.0),), "kg")
    assert tonne.alike(kilogram)
    assert not tonne.like(kilogram)
    assert tonne.like(Kind(1e3 * (1 + 1e-12), (("kilogram", 1.0),), "t"))
    assert Kind().bare
    assert not Kind(1e-3).bare
