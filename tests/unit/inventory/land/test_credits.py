"""Credits: what may earn them and how many; rice fields whose water is managed otherwise."""

from __future__ import annotations

import pytest

from dualcarbon.errors import InputError
from dualcarbon.inventory.declared import CreditProject
from dualcarbon.inventory.land import credits, farmland

HILL = {
    "id": "hill", "methodology": "CCER-14-001-V01", "province": "35", "begun": 2020, "land": "barren", "plants": "trees",
    "smallest_plot": 400.0, "years": 20,
}  # fmt: skip
COAST = {
    "id": "coast", "methodology": "CCER-14-002-V01", "province": "45", "begun": 2021, "land": "bare_flat",
    "plants": "mangrove", "years": 40,
}  # fmt: skip


def project(base=HILL, **more):
    return CreditProject(**(base | more))


@pytest.mark.parametrize(
    ("base", "more", "codes"),
    [
        (HILL, {}, []),
        (HILL, {"smallest_plot": 399.9}, ["LND013"]),
        (HILL, {"begun": 2019}, ["LND013"]),
        (HILL, {"begun": 2019, "smallest_plot": 667.0}, []),
        (HILL, {"smallest_plot": None}, ["LND017"]),
        (HILL, {"land": "wetland"}, ["LND014"]),
        (HILL, {"plants": "economic_forest"}, ["LND014"]),
        (HILL, {"plants": "bamboo"}, []),
        (HILL, {"years": 19}, ["LND015"]),
        (HILL, {"years": 41, "plants": "mangrove"}, ["LND014", "LND015"]),
        (HILL, {"methodology": "CCER-14-001"}, ["LND012"]),
        (COAST, {}, []),
        (COAST, {"land": "retired_pond"}, []),
        (COAST, {"land": "salt_marsh"}, ["LND014"]),
        (COAST, {"plants": "seagrass"}, ["LND014"]),
    ],
)
def test_what_keeps_a_project_from_credits(base, more, codes):
    assert [f.code for f in credits.checked(project(base, **more))] == codes


def test_an_unknown_methodology_is_told_with_the_nearest():
    (told,) = credits.checked(project(methodology="CCER-14-001"))
    assert 'did you mean "CCER-14-00' in told.message()


def test_every_methodology_is_in_both_languages_with_a_source_and_a_category():
    for rule in credits.methodologies().values():
        assert set(rule["title"]) == {"en", "zh"}
        assert rule["source"]
        assert rule["category"] in ("3B1", "3B4")


@pytest.mark.parametrize(
    ("projects", "codes"),
    [
        ([COAST, COAST | {"id": "b", "province": "450500"}], []),
        ([COAST, COAST | {"id": "b", "province": "44"}], ["LND016"]),
        ([COAST, COAST | {"id": "b", "methodology": "CCER-14-003-V01"}], ["LND016"]),
        ([HILL, HILL | {"id": "b"}], ["LND016"]),
    ],
)
def test_only_coastal_projects_of_a_province_are_handed_in_as_one(projects, codes):
    assert [f.code for f in credits.merged([project(one) for one in projects])] == codes


ROWS = [
    ("credit_project", "hill", "t C", {2021: 150.0}),
    ("credit_baseline", "hill", "t CO2", {2021: 20.0 * 44 / 12}),
    ("credit_leakage", "hill", "t C", {2021: 10.0}),
]


def test_credits_by_hand(land):
    found, faults = land((2021,), ROWS, projects=[HILL])
    (line,) = found.values()
    assert line.amounts() == pytest.approx([-(150 - 20 - 10) * 0.9 * 44 / 12])
    assert (line.ledger, line.counts, line.category) == ("project", False, "3B1")
    assert faults == ()


def test_a_project_that_may_not_be_credited_has_no_line(land):
    found, faults = land((2021,), ROWS, projects=[HILL | {"land": "wetland"}])
    assert found == {}
    assert [f.code for f in faults] == ["LND014"]


def test_leakage_must_be_stated_though_it_be_nothing(land):
    found, faults = land((2021,), ROWS[:2], projects=[HILL])
    assert found == {}
    assert [f.code for f in faults] == ["LND023"]
    assert "project hill: credit_leakage not stated; write 0" in faults[0].message()


def test_a_share_held_back_that_is_not_known_is_asked_for(land):
    marsh = COAST | {"id": "hill", "methodology": "CCER-14-003-V01", "plants": "salt_marsh"}
    found, faults = land((2021,), ROWS, projects=[marsh])
    assert found == {}
    assert [f.code for f in faults] == ["REF040"]
    own = [("credit_project", "CCER-14-003-V01", "risk", 0.05, "1")]
    assert land((2021,), ROWS, own, projects=[marsh])[1] == ()


def test_rows_of_an_undeclared_project_are_told(land):
    found, faults = land((2021,), ROWS[:1])
    assert found == {}
    assert [f.code for f in faults] == ["LND009"]


FIELDS = ("rice_water_area", "fields", "10^3 ha", {2021: 1.0})
WATER = {"id": "fields"}
NITROGEN = ("rice_water_area", "fields", "nitrogen", 180.0, "kg N/ha")


@pytest.mark.parametrize(
    ("ipcc", "methane", "nitrous"),
    [("2006", 1.30 * 112 * 0.48, 180 * 0.0015), ("2019", 1.19 * 112 * 0.45, 180 * 0.002)],
)
def test_rice_fields_by_hand(land, ipcc, methane, nitrous):
    found, faults = land((2021,), [FIELDS], [NITROGEN], ipcc=ipcc, water_projects=[WATER])
    assert {x.gas: float(x.amounts()[0]) for x in found.values()} == pytest.approx(
        {"CH4": -methane, "N2O": nitrous * 44 / 28}
    )
    assert {x.ledger for x in found.values()} == {"project"}
    assert faults == ()


def test_without_nitrogen_the_amount_is_told_to_be_an_upper_bound(land):
    found, faults = land((2021,), [FIELDS], water_projects=[WATER])
    assert [x.gas for x in found.values()] == ["CH4"]
    assert [(f.code, f.level) for f in faults] == [("LND024", "warn")]


def test_fields_of_an_undeclared_project_are_told(land):
    found, faults = land((2021,), [FIELDS])
    assert found == {}
    assert [f.code for f in faults] == ["LND009"]


@pytest.mark.parametrize("per_hectare", [0.0, -0.1])
def test_an_area_is_implied_only_where_a_hectare_avoids_something(per_hectare):
    with pytest.raises(InputError, match="no area can be implied"):
        farmland.implied_area(2300.0, per_hectare)


def test_nothing_is_credited_before_a_project_begins(land):
    years = (2010, 2019, 2020, 2021)
    rows = [(part, "hill", "t C", dict.fromkeys(years[1:], 10.0)) for part in credits.PARTS[:1]]
    rows += [(part, "hill", "t C", dict.fromkeys(years, 0.0)) for part in credits.PARTS[1:]]
    found, faults = land(years, rows, projects=[HILL])
    earned = 10 * 0.9 * 44 / 12
    assert found["land.credit.hill"].amounts() == pytest.approx([0, 0, -earned, -earned])
    (told,) = faults
    assert (told.code, told.level) == ("LND027", "warn")
    assert "project hill began in 2020; its carbon of 2019 earns no credits" in told.message()
