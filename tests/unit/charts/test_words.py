"""Words and units of figures."""

import pytest

from dualcarbon.charts import units, words
from dualcarbon.errors import UnknownName


def test_every_word_stands_in_both_languages():
    assert all(entry["en"] and entry["zh"] for entry in words._words().values())


def test_words_avoid_characters_that_the_font_lacks():
    assert not any("₂" in text for entry in words._words().values() for text in entry.values())


def test_an_unknown_word_is_refused():
    with pytest.raises(UnknownName, match='"nought" is not a word'):
        words.word("nought", "en")


@pytest.mark.parametrize(
    ("top", "lang", "label", "shown"),
    [
        (686.34, "en", "Mt CO2", 686.3),
        (686.34, "zh", "万吨CO2", 68630.0),
        (10090.0, "en", "Mt CO2", 10090.0),
        (10090.0, "zh", "亿吨CO2", 100.9),
        (0.5634, "en", "kt CO2", 563.4),
        (0.5634, "zh", "万吨CO2", 56.34),
        (0.0, "en", "kt CO2", 0.0),
    ],
)
def test_units_print_the_same_four_figures_in_both_languages(top, lang, label, shown):
    unit = units.carbon(lang, top)
    assert unit.label == label
    assert round(unit.of(top), unit.digits) == pytest.approx(shown)


def test_energy_has_its_own_unit():
    assert units.energy("zh", 306.7).label == "万吨标准煤"
    assert units.energy("en", 306.7).step == pytest.approx(0.1)
