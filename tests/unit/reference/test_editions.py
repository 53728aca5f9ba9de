"""Editions: dated, in a stated order, an older one serving where the newer holds nothing; other tables read in place of ours."""

import pytest

from dualcarbon.reference import editions, tables
from dualcarbon.reference.editions import Edition, Order, chain, order, packaged
from dualcarbon.reference.factors import resolve
from dualcarbon.reference.numbers import Number, Shelf
from dualcarbon.reference.records import FactorRecord

NEW = Edition(id="new", en="New", zh="新", issued="2026-06-30", replaces="provincial_2011")
COAL = FactorRecord(
    id="new:2", fuel="coal", value=2.7, unit="t CO2/tce", first_year=2010, tier="new"
)
CLINKER = {"item": "clinker_output", "quantity": "CO2", "unit": "t CO2/t"}


def take(shelf):
    return shelf.take(**CLINKER, year=2017)


def test_every_packaged_record_belongs_to_an_edition():
    named = [("fuels", "tier"), ("ipcc", "tier"), ("groups", "tier")]
    named += [(t, "edition") for t in tables.TABLES if t.startswith("numbers_")]
    for table, column in named:
        assert {row[column] for row in tables.rows(table)} <= set(packaged()), table


def test_every_edition_that_is_no_rolling_one_has_a_date():
    undated = {e.id for e in packaged().values() if not e.issued}
    assert undated == {"local", "definition", "national", "enterprise", "grid", "named"}


@pytest.mark.parametrize(
    ("until", "kept"),
    [
        ("", ["new", "provincial_2011"]),
        ("2026-06-30", ["new", "provincial_2011"]),
        ("2026-06-29", ["provincial_2011"]),
        ("2011-06-30", []),
    ],
)
def test_an_edition_issued_after_the_day_is_left_out(until, kept):
    found = order(first=["new"], own={"new": NEW}, until=until).numbers
    assert [id for id in found if id in ("new", "provincial_2011")] == kept


def test_the_order_is_the_one_that_is_stated_and_never_that_of_dates():
    old = Edition(id="old", en="", zh="", issued="1999-01-01")
    found = order(first=["old", "new"], own={"new": NEW, "old": old}).numbers
    assert found[:3] == ("local", "old", "new")


def test_a_guideline_is_followed_by_those_that_it_replaces():
    assert order(guideline="new", own={"new": NEW}).numbers[1:3] == ("new", "provincial_2011")
    one = Edition(id="a", en="", zh="", replaces="b")
    other = Edition(id="b", en="", zh="", replaces="a")
    assert chain("a", {"a": one, "b": other}) == ("a", "b")


def test_late_editions_are_given_to_be_told():
    ids = ["new", "provincial_2011", "unknown"]
    assert [e.id for e in editions.late(ids, {"new": NEW}, "2020-01-01")] == ["new"]


def test_a_fuel_is_taken_from_the_edition_of_the_study_before_the_guideline():
    tiers = order(first=["new"], own={"new": NEW}).fuels
    found = resolve("coal", year=2017, local=[COAL], tiers=tiers)
    assert (found.record.id, found.value) == ("new:2", 2.7)
    assert "new - taken: 2.7 t CO2/tce [new:2]" in found.text()
    assert "outranked" in {a.outcome for a in found.trace}
    assert resolve("coal", year=2017, local=[COAL]).value == 2.6637  # not named, so not looked at


def test_the_own_factor_of_a_study_goes_before_its_editions():
    own = FactorRecord(
        id="factors.csv:2", fuel="coal", value=2.5, unit="t CO2/tce", first_year=2017
    )
    tiers = order(first=["new"], own={"new": NEW}).fuels
    assert resolve("coal", year=2017, local=[COAL, own], tiers=tiers).value == 2.5


def test_an_edition_before_its_first_year_is_carried_and_told():
    tiers = order(first=["new"], own={"new": NEW}).fuels
    found = resolve("coal", year=2008, local=[COAL], tiers=tiers)
    assert found.value == 2.7
    assert "REF002" in [w.code for w in found.warnings]


def test_an_implausible_factor_of_an_edition_is_asked_about():
    odd = FactorRecord(
        id="new:3", fuel="coal", value=27.0, unit="t CO2/tce", first_year=2010, tier="new"
    )
    found = resolve("coal", year=2017, local=[odd], tiers=("new",))
    assert "REF005" in [w.code for w in found.warnings]


def test_one_key_can_be_looked_up_in_the_other_order():
    mine = Number(id="n:2", value=0.6, edition="new", **CLINKER)
    there = order(first=["new"], own={"new": NEW})
    here = order()
    mixed = Order(here.fuels, here.numbers, there, frozenset({("clinker_output", "CO2", "")}))
    assert take(Shelf(here, local=[mine])).value == 0.538
    assert take(Shelf(mixed, local=[mine])).value == 0.6
    other = Order(here.fuels, here.numbers, there, frozenset({("lime_output", "CO2", "")}))
    assert take(Shelf(other, local=[mine])).value == 0.538


def test_a_shelf_remembers_what_was_asked_for():
    shelf = Shelf(order())
    number = take(shelf)
    assert shelf.taken == {("clinker_output", "CO2", ""): {2017: number}}


def test_other_tables_are_read_within_the_block_and_forgotten_after_it():
    altered = tables.contents("groups").replace(b"2.6637", b"2.5000")
    with tables.instead({"groups": altered}):
        assert resolve("coal", year=2017).value == 2.5
        with tables.instead({"regions": tables.contents("regions")}):
            assert resolve("coal", year=2017).value == 2.5  # of the block around it
    assert resolve("coal", year=2017).value == 2.6637


def test_other_tables_are_forgotten_after_a_failure_too():
    altered = tables.contents("groups").replace(b"2.6637", b"2.5000")
    with pytest.raises(KeyError), tables.instead({"groups": altered}):
        tables.rows("nothing")
    assert resolve("coal", year=2017).value == 2.6637
