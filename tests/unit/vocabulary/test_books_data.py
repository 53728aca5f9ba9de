"""The lists of names: whole, without two meanings of one spelling, and true to their standards."""

import unicodedata

import pytest

from dualcarbon.vocabulary.names import FLOWS, FUELS, GASES, INDICATORS, SECTORS

BOOKS = {
    "fuels": FUELS,
    "sectors": SECTORS,
    "flows": FLOWS,
    "gases": GASES,
    "indicators": INDICATORS,
}
GROUPS = {"coal", "oil", "natural_gas", "heat", "electricity", "other_energy", "nonfossil", "total"}


def folded(text):
    return unicodedata.normalize("NFKC", text).strip().casefold().replace(" ", "_")


@pytest.mark.parametrize("book", BOOKS.values(), ids=BOOKS)
def test_every_name_is_whole_in_both_languages(book):
    for id in book:
        name = book[id]
        assert name.en
        assert name.meaning
        assert name.source
        assert any("\u4e00" <= letter <= "\u9fff" for letter in name.zh), id


@pytest.mark.parametrize("book", BOOKS.values(), ids=BOOKS)
def test_no_spelling_has_two_meanings(book):
    owners = {}
    for id in book:
        name = book[id]
        for spelling in (id, name.en, name.zh, *name.aliases):
            assert owners.setdefault(folded(spelling), id) == id, spelling
            assert book.find(spelling).id == id


def test_the_thirty_fuels_of_the_balance_come_in_its_order():
    orders = [FUELS[f].more["nbs_order"] for f in FUELS]
    assert [o for o in orders if o] == [str(n) for n in range(1, 31)]


def test_every_fuel_belongs_to_a_group():
    assert {FUELS[f].more["group"] for f in FUELS} == GROUPS
    assert {FUELS[f].more["kind"] for f in FUELS} == {"fuel", "carrier", "group"}
    assert all(FUELS[g].more["group"] == g for g in GROUPS)


@pytest.mark.parametrize(
    ("book", "text", "id"),
    [
        (FUELS, "洗精煤", "cleaned_coal"),
        (FUELS, "LPG", "lpg"),
        (FUELS, "油品合计", "oil"),
        (SECTORS, "农、林、牧、渔业", "agriculture"),
        (SECTORS, "批发、零售业和住宿、餐饮业", "services"),
        (SECTORS, "居民生活", "households"),
        (FLOWS, "火力发电", "power"),
        (FLOWS, "外省（区、市）调入量", "import"),
        (GASES, "六氟化硫", "SF6"),
        (INDICATORS, "地区生产总值", "gdp_current"),
        (INDICATORS, "单位GDP能耗", "energy_intensity"),
    ],
)
def test_spellings_of_the_yearbook_are_understood(book, text, id):
    assert book.find(text).id == id
