"""What a study says of money: refused with its key, or told that it was taken as it stands."""

from __future__ import annotations

import pytest

from dualcarbon.appraisal.checks import faults, warnings
from dualcarbon.appraisal.terms import terms
from dualcarbon.measures.declared import Change, Cost, Measure
from dualcarbon.measures.money import Money
from dualcarbon.measures.reading import Listed
from dualcarbon.quantities.declared import declare
from dualcarbon.vocabulary.faults import Place

PLACE = Place(file="measures.toml", key="money")
LEVELS = dict.fromkeys(range(2015, 2026), 1.0)


def money(**more):
    table = {"price_year": 2020, "financial_rate": {"value": 0.07}, **more}
    return declare(Money, table, Place(key="money"))


def kiln(change="mix.industry.coal", **cost):
    changes = (Change(path=change, op="add", value=0.1),)
    return Measure(id="kiln", cost=declare(Cost, cost, Place()) if cost else None, changes=changes)


@pytest.mark.parametrize(
    ("told", "cost", "code", "key"),
    [
        ({"financial_rate": {"value": 7}}, {}, "FIN004", "money.financial_rate"),
        ({"carbon_price": {"points": {}}}, {}, "QTY006", "money.carbon_price"),
        ({}, {"life": 0}, "FIN010", "measures.0.cost.life"),
        ({}, {"lead": -1}, "FIN011", "measures.0.cost.lead"),
    ],
)
def test_what_cannot_be_is_refused_at_its_key(told, cost, code, key):
    (found,) = faults(Listed((kiln(**cost),), money(**told)))
    assert (found.code, found.place.key, found.level) == (code, key, "error")


def test_all_faults_are_told_at_once():
    listed = Listed((kiln(life=-5, lead=-1),), money(financial_rate={"value": 8}))
    assert sorted(f.code for f in faults(listed)) == ["FIN004", "FIN010", "FIN011"]


def test_a_sound_study_without_money_has_no_fault():
    assert faults(Listed((kiln(life=10), Measure(id="bare")))) == []
    assert faults(Listed((kiln(life=10, lead=0),), money())) == []


def told(measure, **more):
    found = warnings([measure], terms(money(**more), [2018, 2019]), PLACE)
    return {f.code: dict(f.params) for f in found}


def test_costs_of_other_years_are_told_where_no_level_is_known():
    assert told(kiln(investment=1, price_year=2015))["FIN020"] == {"listed": "2015: kiln", "year": 2020}  # fmt: skip
    assert "FIN020" not in told(kiln(investment=1, price_year=2015), deflator=LEVELS)
    assert "FIN020" not in told(kiln(investment=1, price_year=2020))


def test_costs_without_a_price_year_are_told():
    assert told(kiln(investment=1))["FIN023"]["ids"] == "kiln"
    assert "FIN023" not in told(kiln(investment=1, price_year=2020))
    assert "FIN023" not in told(kiln())


def test_prices_of_other_years_are_told_by_year():
    listed = told(kiln())["FIN024"]["listed"]
    assert "2021: heat_n, heat_xw" in listed
    assert "coal" not in listed  # of 2020 already
    assert "FIN024" not in told(kiln(), deflator=LEVELS)


def test_own_prices_that_tell_no_tax_are_told():
    prices = {"coal": {"value": 20, "unit": "CNY/GJ"}, "diesel": {"value": 9, "ex_tax": 8, "unit": "CNY/GJ"}}  # fmt: skip
    assert told(kiln(), prices=prices)["FIN025"]["ids"] == "coal"


def test_electricity_brought_in_for_nothing_is_told():
    assert told(kiln("power.supply.import", investment=1))["FIN026"]["ids"] == "kiln"
    assert "FIN026" not in told(kiln("power.supply.import", investment=1, other=300))
    assert "FIN026" not in told(kiln(investment=1))


def test_every_sentence_is_said_in_both_languages():
    line = kiln("power.supply.import", investment=1)
    found = warnings([line], terms(money(prices={"coal": {"value": 20, "unit": "CNY/GJ"}}), [2018]), PLACE)  # fmt: skip
    assert {f.code for f in found} == {"FIN023", "FIN024", "FIN025", "FIN026"}
    for fault in found:
        assert fault.message("en").startswith("measures.toml [money]: ")
        assert fault.message("zh") != fault.message("en")
        assert fault.advice("en")
