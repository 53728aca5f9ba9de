"""Units at the door: what values are kept in, and what to multiply with."""

from __future__ import annotations

import pytest

from dualcarbon.readers.units import kept, multiplied, wanted_unit
from dualcarbon.vocabulary.tables import TABLES


@pytest.mark.parametrize(
    ("given", "wanted", "unit", "factor"),
    [
        ("10^4 tce", "tce", "tce", 1e4),
        ("万吨标准煤", "tce", "tce", 1e4),
        ("GJ", "tce", "tce", 1 / 29.3076),
        ("10^8 kWh", "tce", "tce", 1e8 * 3.6e-3 / 29.3076),
        ("10^8 CNY2010", "CNY", "CNY2010", 1e8),
        ("亿元", "CNY", "CNY", 1e8),
        ("万人", "person", "person", 1e4),
        ("Mt CO2", "t CO2", "t CO2", 1e6),
        ("kg CO2/GJ", "t CO2/tce", "t CO2/tce", 0.0293076),
        ("10^8 m3", "", "m3", 1e8),
        ("2010 = 100", "index", "2010=100", 1.0),
        ("1978=100", "", "1978=100", 1.0),
        ("", "tce", "tce", 1.0),
    ],
)
def test_a_unit_is_converted_once(given, wanted, unit, factor):
    found = kept(given, wanted)
    assert (found.unit, found.fault) == (unit, None)
    assert found.factor == pytest.approx(factor, rel=1e-12)


@pytest.mark.parametrize(
    ("given", "wanted", "code"),
    [
        ("tcx", "tce", "UNIT005"),
        ("吨标煤x", "tce", "UNIT005"),
        ("zzz", "", "UNIT005"),
        ("10^999 tce", "tce", "UNIT005"),
        ("nan", "", "UNIT005"),
        ("t()", "", "UNIT005"),
        ("t/t/t", "", "UNIT005"),
        ("10^4 ton", "t", "UNIT006"),
        ("person", "tce", "UNIT001"),
        ("tce", "CNY", "UNIT001"),
        ("1978=100", "CNY", "UNIT001"),
        ("10^8 CNY2010", "index", "SER010"),
    ],
)
def test_a_unit_of_another_kind_is_refused(given, wanted, code):
    fault = kept(given, wanted).fault
    assert fault is not None
    assert fault.code == code


@pytest.mark.parametrize(
    ("given", "wanted", "en", "zh"),
    [
        ("万人人", "person", 'did you mean "万人" (10^4 person)?', "是否应为 "),
        ("10^4 persn", "person", 'did you mean "10^4 person"?', "是否应为 "),
        ("tcx", "tce", 'did you mean "tce"?', "是否应为 "),
        ("tcx", "person", "; accepted here: 10^4 person, person", "；此处可用：万人、人"),
        ("萬人", "person", "; accepted here: 10^4 person, person", "；此处可用：万人、人"),
        ("zzz", "t CO2/tce", "; accepted here: t CO2/tce, kg CO2/GJ", "；此处可用："),
        ("zzz", "", '"zzz" is not known', "“zzz”"),
        ("万吨k", "", 'did you mean "万吨" (10^4 t)?', "是否应为 "),
    ],
)
def test_only_a_unit_that_is_accepted_there_is_suggested(given, wanted, en, zh):
    fault = kept(given, wanted).fault
    assert en in fault.message("en")
    assert zh in fault.message("zh")
    assert ("did you mean" in fault.message("en")) == ("did you mean" in en)


def test_the_table_says_what_it_keeps():
    economy = TABLES["economy"]
    assert wanted_unit(economy, "value_added") == "CNY"
    assert wanted_unit(economy, "gdp_index") == "index"
    assert wanted_unit(TABLES["activity"], "cement_output") == ""
    assert wanted_unit(TABLES["factors"], "") == "t CO2/tce"


@pytest.mark.parametrize(
    ("unit", "power", "result"),
    [("t", 4, "10^4 t"), ("10^4 t", 4, "10^8 t"), ("", 8, "10^8"), ("CNY2010", 8, "10^8 CNY2010")],
)
def test_a_multiplier_joins_the_unit(unit, power, result):
    assert multiplied(unit, power) == result
