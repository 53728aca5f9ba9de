import string

import pytest

from dualcarbon.peak import sentences


@pytest.mark.parametrize("why", sentences.REASONS)
def test_both_languages_ask_for_particulars_that_exist(why):
    asked = {
        lang: {name for _, name, _, _ in string.Formatter().parse(text) if name}
        for lang, text in sentences.REASONS[why].items()
    }
    assert asked["en"] == asked["zh"]


@pytest.mark.parametrize(
    ("value", "unit", "en", "zh"),
    [
        (704.5e6, "t CO2", "704.5 Mt CO2", "7.045 亿吨CO2"),
        (5e7, "t CO2", "50 Mt CO2", "5,000 万吨CO2"),
        (10347.6e6, "t CO2", "10,350 Mt CO2", "103.5 亿吨CO2"),
        (99.999e6, "t CO2", "100 Mt CO2", "10,000 万吨CO2"),
        (12345678.0, "tce", "12,350,000 tce", "12,350,000 tce"),
        (1.5e4, "t CO2", "0.015 Mt CO2", "1.5 万吨CO2"),
        (12, "t CO2", "12 t CO2", "12 t CO2"),
        (12.345678, "Mt CO2", "12.35 Mt CO2", "12.35 Mt CO2"),
        (3, "", "3", "3"),
    ],
)
def test_amounts(value, unit, en, zh):
    assert sentences.amount(value, unit) == en
    assert sentences.amount(value, unit, "zh") == zh


def test_years_are_listed_as_ranges():
    assert sentences.listed([]) == ""
    assert sentences.listed([2001]) == "2001"
    assert sentences.listed([2001, 2003, 2004, 2006]) == "2001, 2003-2004, 2006"
