"""What the catalogue adds to a measure, and what it does not; names held to their books."""

from __future__ import annotations

import pytest

from dualcarbon.errors import InputError
from dualcarbon.measures.catalogue import all_typical, typical
from dualcarbon.measures.declared import Measure
from dualcarbon.measures.filling import completed
from dualcarbon.measures.money import Money
from dualcarbon.measures.reading import Listed
from dualcarbon.quantities.declared import declare
from dualcarbon.quantities.distributions import Fixed, Triangular
from dualcarbon.vocabulary.faults import Place
from dualcarbon.vocabulary.names import ACTIONS, CLAUSES

CHANGES = [{"path": "gdp", "op": "scale", "value": 0.9}]


def listed(*measures, **money):
    valued = {"price_year": 2022, "financial_rate": {"value": 0.07}} | money
    made = [
        declare(Measure, {"id": f"m{n}", "changes": CHANGES} | m, Place())
        for n, m in enumerate(measures)
    ]
    return Listed(tuple(made), declare(Money, valued, Place()) if money else None)


def filled(*measures, **money):
    return completed(listed(*measures, **money))


def faults(*measures, **money):
    with pytest.raises(InputError) as caught:
        filled(*measures, **money)
    return [(f.code, f.place.key, f.sentence(), f.sentence("zh")) for f in caught.value.faults]


def test_a_measure_without_catalogue_stays_as_it_is():
    whole = listed(
        {"title": {"en": "a", "zh": "a"}, "action": "energy", "clauses": ["opinions:12"]}
    )
    assert completed(whole) == whole


def test_what_is_not_given_comes_from_the_typical_measure():
    (wind,) = filled({"catalogue": "E07", "potential": 60e6}).measures
    like = typical("E07")
    assert (wind.title.en, wind.title.zh, wind.unit) == (like.en, like.zh, "kW")
    assert (wind.action, wind.clauses) == ("energy", ("opinions:12",))
    assert wind.cost.investment == Triangular(8600, 10500, 13800)
    assert wind.cost.life == like.life.number
    assert wind.cost.lead == like.lead.number
    assert wind.cost.price_year == like.numbers["investment"].price_year
    assert wind.cost.source.startswith("catalogue E07 (investment, o_and_m, life, lead): ")
    assert wind.reach == {2030: like.reach[2030].mid, 2060: like.reach[2060].mid}


def test_what_is_given_stays():
    own = {
        "catalogue": "E07", "title": {"en": "Sea wind", "zh": "海风"}, "action": "industry", "clauses": ["opinions:7"],
        "unit": "MW", "potential": 6e4, "reach": {"2040": 0.5}, "mark": "A",
        "cost": {"investment": 1e7, "o_and_m": 3e5, "life": 20, "lead": 2, "price_year": 2024, "mark": "", "source": "ours"},
    }  # fmt: skip
    whole = listed(own)
    found = completed(whole)
    assert found == whole
    assert found.warnings == ()


def test_a_bare_potential_is_needed_for_the_reach_of_the_catalogue():
    assert filled({"catalogue": "E07"}).measures[0].reach == {}


def test_what_a_typical_measure_requires_is_not_taken():
    needing = next(t for t in all_typical().values() if t.requires)
    assert filled({"catalogue": needing.id}).measures[0].requires == ()


def test_the_typical_measure_without_other_cost_leaves_it_open():
    assert "other" not in typical("E07").numbers
    assert filled({"catalogue": "E07"}).measures[0].cost.other is None


def test_own_numbers_and_those_of_the_catalogue_stand_side_by_side_the_weaker_mark_on_both():
    cost = {"investment": 9000, "price_year": 2022, "mark": "", "source": "tender of 2022"}
    (wind,) = filled({"catalogue": "E07", "cost": cost}).measures
    like = typical("E07")
    assert wind.cost.investment == Fixed(9000)
    assert wind.cost.o_and_m.central == like.numbers["o_and_m"].mid
    assert like.numbers["o_and_m"].price_year == 2022
    assert wind.cost.price_year == 2022
    assert wind.cost.source.startswith("tender of 2022; catalogue E07 (o_and_m, life, lead): ")
    marks = {like.numbers[n].mark for n in ("o_and_m", "life", "lead")}
    assert wind.cost.mark == next(m for m in ("M", "A", "C", "") if m in marks | {""})


def test_money_of_the_catalogue_is_brought_to_one_price_year_where_price_levels_are_known():
    like = typical("E07").numbers
    assert (like["investment"].price_year, like["o_and_m"].price_year) == (2025, 2022)
    found = filled({"catalogue": "E07"}, deflator={"2022": 0.8, "2025": 1.0})
    cost = found.measures[0].cost
    assert cost.price_year == 2025
    assert cost.investment.central == like["investment"].mid
    assert cost.o_and_m.central == pytest.approx(1.25 * like["o_and_m"].mid)
    assert cost.o_and_m.interval(0.5)[0] == pytest.approx(
        1.25 * like["o_and_m"].number.interval(0.5)[0]
    )
    assert cost.life == like["life"].number
    assert found.warnings == ()


def test_without_price_levels_it_is_taken_as_it_is_and_told():
    found = filled({}, {"catalogue": "E07"})
    (fault,) = found.warnings
    assert (fault.code, fault.level, fault.place.key) == ("MEA047", "warn", "measures.1")
    assert "prices of other years (o_and_m 2022) and are taken as those of 2025" in fault.message()
    assert "按 2025 年价格采用" in fault.message("zh")
    assert "[money.deflator]" in fault.advice()
    assert found.measures[1].cost.o_and_m.central == typical("E07").numbers["o_and_m"].mid


def test_own_money_without_a_price_year_is_that_of_the_appraisal():
    cost = {"investment": 9000}
    (wind,) = filled({"catalogue": "E07", "cost": cost}, price_year=2022).measures
    assert wind.cost.price_year == 2022
    assert filled({"catalogue": "E07", "cost": cost}).measures[0].cost.price_year is None


@pytest.mark.parametrize(
    ("id", "unit"),
    [("E07", "kW"), ("E01", "kW"), ("E01", "kW coal capacity"), ("E01", "千瓦煤电装机"), ("X01", "t CO2"), ("X01", "t"), ("T05", "10^6 t km"), ("T05", "million t-km")],
)  # fmt: skip
def test_a_unit_may_be_the_catalogues_or_its_first_words(id, unit):
    assert filled({"catalogue": id, "unit": unit}).measures[0].unit == unit


@pytest.mark.parametrize(
    ("id", "unit"), [("E07", "MW"), ("E07", "k"), ("E07", "kWh"), ("S01", "t")]
)
def test_costs_a_unit_are_not_taken_for_another_unit(id, unit):
    ((code, key, said, zh),) = faults({"catalogue": id, "unit": unit})
    assert (code, key) == ("MEA036", "measures.0")
    wanted = typical(id).unit("en")
    assert f'where {id} is counted by "{wanted}"; here it is "{unit}"' in said
    assert "Count in that unit, leave unit out, or give all costs yourself." in said
    assert f"目录中 {id} 以“{wanted}”计，此处为“{unit}”" in zh


@pytest.mark.parametrize(
    ("given", "code", "key", "said", "chinese"),
    [
        ({"catalogue": "E99"}, "CAT001", "measures.0.catalogue", 'no measure "E99"; did you mean', "没有“E99”"),
        ({"action": "enrgy"}, "MEA037", "measures.0.action", '"enrgy" is none of the ten actions; did you mean "energy"?', "不属于十大行动"),
        ({"clauses": ["opinions:12", "opinion:7"]}, "MEA038", "measures.0.clauses.1", 'did you mean "opinions:7"?', "没有条款“opinion:7”"),
        ({"prices": {"coal": "cola"}}, "MEA039", "measures.0.prices.coal", 'no price "cola"; did you mean "coal"?', "没有价格“cola”"),
        ({"prices": {"coal": "discount_social"}}, "MEA039", "measures.0.prices.coal", 'no price "discount_social"', "没有价格"),
        ({"prices": {"colal": "coal"}}, "MEA048", "measures.0.prices.colal", '"colal" is no fuel that has a price; did you mean "coal"?', "没有能源品种“colal”的价格"),
    ],
)  # fmt: skip
def test_each_unknown_name_is_told_with_the_nearest(given, code, key, said, chinese):
    ((found, where, message, zh),) = faults(given)
    assert (found, where) == (code, key)
    assert said in message
    assert chinese in zh


@pytest.mark.parametrize("fuel", ["coal", "raw_coal", "import", "recovered", "nonfossil"])
def test_a_price_may_be_of_a_group_of_one_fuel_or_of_what_is_brought_in(fuel):
    assert filled({"prices": {fuel: "coal"}}).measures[0].prices == {fuel: "coal"}


def test_a_number_without_range_is_fixed():
    found = [
        (t.id, n) for t in all_typical().values() for n in ("investment", "o_and_m", "life", "lead")
        if n in t.numbers and t.numbers[n].low == t.numbers[n].high
    ]  # fmt: skip
    assert found
    for id, name in found[:3]:
        cost = filled({"catalogue": id}).measures[0].cost
        assert getattr(cost, name) == Fixed(typical(id).numbers[name].mid)


def test_own_prices_are_of_known_ids_and_in_money_per_energy():
    price = {"value": 30.0, "unit": "CNY/GJ"}
    assert filled({"prices": {"coal": "pithead"}}, prices={"pithead": price, "diesel": price})
    ((code, key, said, _),) = faults({}, prices={"disel": price})
    assert (code, key, 'did you mean "diesel"?' in said) == ("MEA039", "money.prices.disel", True)
    ((code, key, said, zh),) = faults({}, prices={"coal": price | {"unit": "CNY/t"}})
    assert (code, key) == ("MEA049", "money.prices.coal")
    assert 'cannot be in "CNY/t"; write it in a unit such as CNY/GJ' in said
    assert "价格单位不能是“CNY/t”" in zh


@pytest.mark.parametrize(
    ("unit", "fits"), [("CNY/t CO2", True), ("", True), ("CNY/kg CO2", False), ("CNY/GJ", False)]
)
def test_the_carbon_price_is_in_money_per_tonne(unit, fits):
    carbon = {"points": {"2030": 100}, "unit": unit}
    if fits:
        assert filled({}, carbon_price=carbon)
    else:
        ((code, key, *_),) = faults({}, carbon_price=carbon)
        assert (code, key) == ("MEA049", "money.carbon_price")


def test_names_are_understood_in_any_spelling():
    zh = next(iter(ACTIONS)), ACTIONS[next(iter(ACTIONS))].zh
    (one,) = filled({"action": zh[1], "clauses": ["意见第12条"]}).measures
    assert (one.action, one.clauses) == (zh[0], ("opinions:12",))


def test_all_faults_of_all_measures_are_told_together():
    told = faults(
        {"catalogue": "E99"}, {"action": "x"}, {"catalogue": "E07", "unit": "MW", "clauses": ["y"]}
    )
    assert [(code, key) for code, key, *_ in told] == [
        ("CAT001", "measures.0.catalogue"),
        ("MEA037", "measures.1.action"),
        ("MEA038", "measures.2.clauses.0"),
        ("MEA036", "measures.2"),
    ]


@pytest.mark.parametrize("id", list(all_typical()))
def test_every_typical_measure_can_be_picked(id):
    (one,) = filled({"catalogue": id, "potential": 1.0}).measures
    assert one.action in ACTIONS
    assert set(one.clauses) <= set(CLAUSES)
    assert one.clauses
    assert one.cost.investment is not None
    assert one.cost.life.interval(0.999)[0] > 0
    assert one.cost.lead.interval(0.999)[0] >= 0
    assert all(0 <= share <= 1 for share in one.reach.values())
