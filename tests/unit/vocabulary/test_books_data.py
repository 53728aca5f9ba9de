"""The lists of names: whole, without two meanings of one spelling, and true to their standards."""

import unicodedata

import pytest

from dualcarbon.vocabulary.names import (
    ACTIONS,
    BALANCE_ROWS,
    CATEGORIES,
    CLAUSES,
    FLOWS,
    FUELS,
    GASES,
    GPC,
    GUIDELINE,
    INDICATORS,
    SECTORS,
)

BOOKS = {
    "fuels": FUELS,
    "sectors": SECTORS,
    "flows": FLOWS,
    "gases": GASES,
    "indicators": INDICATORS,
    "actions": ACTIONS,
    "categories": CATEGORIES,
    "guideline": GUIDELINE,
    "gpc": GPC,
    "clauses": CLAUSES,
    "balance_rows": BALANCE_ROWS,
}
GROUPS = {
    "coal",
    "oil",
    "natural_gas",
    "heat",
    "electricity",
    "hydrogen",
    "other_energy",
    "nonfossil",
    "total",
}


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
        (ACTIONS, "工业领域碳达峰", "industry"),
        (CLAUSES, "意见第12条", "opinions:12"),
        (CLAUSES, "意见(三十七)", "opinions:37"),
        (CLAUSES, "法典第1037条", "code:1037"),
    ],
)
def test_spellings_of_the_yearbook_are_understood(book, text, id):
    assert book.find(text).id == id


def test_the_action_plan_has_ten_actions_in_its_order():
    assert [ACTIONS[a].more["number"] for a in ACTIONS] == [str(n) for n in range(1, 11)]
    assert list(ACTIONS) == [
        "energy", "saving", "industry", "construction", "transport",
        "circular", "technology", "sinks", "people", "regions",
    ]  # fmt: skip


def test_the_opinions_have_37_clauses_in_their_order():
    opinions = [c for c in CLAUSES if CLAUSES[c].more["document"] == "opinions"]
    assert opinions == [f"opinions:{n}" for n in range(1, 38)]


def test_of_the_code_stand_the_articles_on_carbon():
    code = [int(CLAUSES[c].more["number"]) for c in CLAUSES if c.startswith("code:")]
    assert code == [1009, *range(1032, 1041), 1226]


def test_the_id_of_a_clause_is_its_document_and_number():
    for id in CLAUSES:
        more = CLAUSES[id].more
        assert id == f"{more['document']}:{more['number']}"
        assert more["part_en"]
        assert more["part_zh"]
