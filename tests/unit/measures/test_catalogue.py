"""The catalogue: whole, in the field's own names, every number with source, year, unit and mark."""

import pytest

from dualcarbon.errors import UnknownName
from dualcarbon.measures.catalogue import (
    FLOWS,
    LEVERS,
    MONEY,
    REACH,
    Parameter,
    all_typical,
    typical,
)
from dualcarbon.provenance.sources import MARKS
from dualcarbon.quantities.distributions import Fixed, Triangular
from dualcarbon.reference.prices import all_prices
from dualcarbon.reference.tables import sources
from dualcarbon.vocabulary.faults import Place
from dualcarbon.vocabulary.names import ACTIONS, CLAUSES, SECTORS

EVERY = list(all_typical().values())
NUMBERS = [(one.id, number) for one in EVERY for number in one.numbers.values()]
UNITS = {
    "investment": "CNY/unit",
    "o_and_m": "CNY/unit/year",
    "other": "CNY/unit/year",
    "direct": "t CO2e/unit/year",
    "life": "year",
    "lead": "year",
    "reach_2030": "1",
    "reach_2060": "1",
    "published": "CNY/t CO2e",
}


def by_id(one):
    return getattr(one, "id", None) or getattr(one, "key", one)


def chinese(text):
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


@pytest.mark.parametrize("one", EVERY, ids=by_id)
def test_every_measure_is_whole_and_speaks_the_names_of_the_field(one):
    assert one.action in ACTIONS
    assert one.clauses
    assert set(one.clauses) <= set(CLAUSES)
    assert one.sectors
    assert set(one.sectors) <= set(SECTORS)
    assert one.lever in LEVERS
    assert one.check in {"agrees", "overlaps", "disagrees", "none"}
    assert set(one.pollutants.values()) <= {"++", "+", "0", "-"}
    assert one.title("en")
    assert chinese(one.title("zh"))
    for english, other in (one.branch, one.barriers, one.base):
        assert english
        assert chinese(other)
    assert bool(one.needs[0]) == bool(one.needs[1])
    assert one.unit("en")
    assert one.unit("zh")


@pytest.mark.parametrize("one", EVERY, ids=by_id)
def test_every_measure_has_the_numbers_that_a_study_takes(one):
    assert {"investment", "o_and_m"} <= set(one.cost) <= set(MONEY)
    assert one.life.low > 0
    assert one.lead.low >= 0
    assert list(one.reach) == list(REACH)
    assert all(0 <= share.low <= share.high <= 1 for share in one.reach.values())
    assert one.saved or one.direct
    assert one.price_year is not None


@pytest.mark.parametrize(("id", "number"), NUMBERS, ids=by_id)
def test_every_number_has_source_unit_and_mark_and_money_a_year(id, number):
    assert number.source in sources()
    assert number.mark in MARKS
    assert number.low <= number.mid <= number.high
    if number.name in FLOWS:
        assert number.price in all_prices()
        measure = all_prices()[number.price].unit.removeprefix("CNY/")
        assert number.unit == f"{measure}/unit/year"
    else:
        assert number.price == ""
        assert number.unit == UNITS[number.name]
    if "CNY" in number.unit:
        assert number.price_year is not None
        assert 2008 <= number.price_year <= 2025
    else:
        assert number.price_year is None


@pytest.mark.parametrize(("id", "number"), NUMBERS, ids=by_id)
def test_from_memory_and_marked_are_the_same_thing(id, number):
    assert (number.source == "memory") <= (number.mark == "M")


def test_the_catalogue_has_543_numbers_of_which_41_were_seen():
    """41 central values were read or follow from what was read by plain conversion; all else is marked."""
    assert len(NUMBERS) == 543
    assert sum(number.mark in ("", "C") for _, number in NUMBERS) == 41
    assert {number.mark for _, number in NUMBERS} == {"", "C", "M"}


def test_lives_leads_and_reaches_are_all_from_memory():
    kinds = {"life", "lead", *REACH.values()}
    assert {number.mark for _, number in NUMBERS if number.name in kinds} == {"M"}
    assert {one.mark for one in EVERY} == {"M"}


def test_the_ten_actions_all_have_measures_in_their_order():
    actions = [one.action for one in EVERY]
    assert len(EVERY) >= 50
    assert list(dict.fromkeys(actions)) == list(ACTIONS)
    assert actions == sorted(actions, key=ACTIONS.rank)


def test_what_excludes_or_overlaps_does_so_both_ways():
    for one in EVERY:
        assert not set(one.excludes) & set(one.overlaps)
        for other in one.excludes:
            assert one.id in typical(other).excludes
        for other in one.overlaps:
            assert one.id in typical(other).overlaps


def test_what_is_required_is_in_the_catalogue_and_not_excluded():
    for one in EVERY:
        needed = {id for any_of in one.requires for id in any_of}
        assert needed <= set(all_typical())
        assert not needed & set(one.excludes)
    assert typical("I03").requires == (("X06",), ("E04", "E06"))


def test_a_pair_that_excludes_and_a_bundle_with_its_parts():
    assert typical("B05").excludes == ("B04",)
    assert typical("R01").excludes == ("E05", "E10", "S03")


def test_numbers_are_those_of_the_table():
    """Offshore wind: 10,500 (8,600-13,800) CNY/kW, 340 a year, 25 years, 2.9 MWh a year, 20 % of the potential by 2030."""
    wind = typical("E07")
    assert wind.cost["investment"].number == Triangular(8600, 10500, 13800)
    assert wind.cost["o_and_m"].mid == 340
    assert (wind.life.mid, wind.lead.mid) == (25, 3)
    assert wind.saved["elec_gen"].mid == 2.9
    assert wind.used == {}
    assert (wind.reach[2030].mid, wind.reach[2060].mid) == (0.2, 0.9)
    assert wind.published == (100, 500)
    assert wind.seen == (2, 3)


def test_years_of_prices_are_whole_and_their_text_is_kept():
    spread = typical("E07").cost["investment"]
    assert (spread.price_year, spread.years) == (2025, "2020-2030")
    assert (typical("E04").price_year, typical("B04").price_year) == (2023, 2016)


def test_a_number_without_width_is_fixed_and_a_range_triangular():
    assert typical("I06").saved["coal"].number == Fixed(1.0)
    ends = [one for one in EVERY if isinstance(one.cost["investment"].number, Triangular)]
    assert len(ends) == len(EVERY) - 1  # limits on projects spend nothing
    assert typical("R02").cost["investment"].number == Fixed(0.0)


def test_a_measure_without_published_range_says_so():
    assert [one.id for one in EVERY if one.published is None] == [
        one.id for one in EVERY if one.check == "none"
    ]


@pytest.fixture
def number():
    return Parameter(
        name="used", price="coal", low=1, mid=2, high=4, better="low", unit="GJ/unit/year",
        price_year=None, years="", source="memory", mark="M", note="",
    )  # fmt: skip


def test_the_better_end_is_the_one_that_the_table_names(number):
    assert number.key == "used.coal"
    assert [number.at(case) for case in ("favourable", "central", "unfavourable")] == [1, 2, 4]
    straw = typical("E11").used["straw"]
    assert straw.at("favourable") == straw.high  # a plant that runs longer burns more
    life = typical("E11").life
    assert {life.at(case) for case in ("favourable", "central", "unfavourable")} == {25}


def test_a_stranger_is_refused_with_the_nearest():
    with pytest.raises(UnknownName) as caught:
        typical("E7", place=Place(file="measures.toml", key="measures.0.catalogue"))
    assert str(caught.value).startswith('measures.toml [measures.0.catalogue]: the catalogue holds no measure "E7"')  # fmt: skip
    assert "did you mean" in str(caught.value)
    assert "措施目录中没有“E7”" in caught.value.faults[0].sentence("zh")
