"""Numbers of everything but fuels: which one serves."""

from __future__ import annotations

import pytest

from dualcarbon.errors import InputError, UnitMismatch
from dualcarbon.reference.numbers import AREAS, Number, Shelf, packaged, tiers, zones
from dualcarbon.reference.tables import sources

TIERS = tiers()


def number(value, **more):
    given = {"item": "thing", "quantity": "CO2", "unit": "t/t", "edition": "ipcc_2006"} | more
    return Number(id=f"n{value}", value=value, **given)


def taken(*known, zones=(), year=2017, kind="", tiers=TIERS, unit="t/t"):
    shelf = Shelf(tiers, zones, known)
    return shelf.take("thing", "CO2", unit, year=year, kind=kind), shelf


def test_the_study_goes_before_the_guideline_and_the_guideline_before_the_ipcc():
    three = [number(i, edition=e) for i, e in enumerate(("ipcc_2006", "provincial_2011", "local"))]
    assert taken(*three)[0].value == 2
    assert taken(*three[:2])[0].value == 1


def test_an_edition_that_is_not_chosen_serves_nothing():
    old, new = number(1.0), number(2.0, edition="ipcc_2019")
    assert taken(old, new)[0].value == 1.0
    assert taken(old, new, tiers=tiers("2019"))[0].value == 2.0
    with pytest.raises(InputError, match="no edition in use has a number CO2 of thing"):
        taken(new)


def test_the_newer_guideline_falls_back_on_the_older_one():
    assert tiers("2006", "provincial_2025")[1:3] == ("provincial_2025", "provincial_2011")
    assert "provincial_2025" not in tiers("2006", "provincial_2011")


def test_a_zone_goes_before_everywhere_and_another_zone_never_serves():
    here, there, all_over = (
        number(1.0, zone="soil:IV"), number(2.0, zone="soil:V"), number(3.0),
    )  # fmt: skip
    assert taken(here, there, all_over, zones=["soil:IV"])[0].value == 1.0
    assert taken(there, all_over, zones=["soil:IV"])[0].value == 3.0


def test_a_kind_goes_before_none_and_one_that_nobody_has_is_refused():
    some, any_ = number(1.0, kind="pasture"), number(2.0)
    assert taken(some, any_, kind="pasture")[0].value == 1.0
    with pytest.raises(InputError, match="no kind pastur; did you mean pasture"):
        taken(some, any_, kind="pastur")
    with pytest.raises(InputError, match="household"):
        taken(some, kind="household")


def test_a_kind_known_of_another_number_takes_the_general_one_and_so_does_a_label_of_the_study():
    other = number(3.0, kind="household", quantity="CH4")
    some, any_ = number(1.0, kind="pasture"), number(2.0)
    assert taken(other, some, any_, kind="household")[0].value == 2.0
    shelf = Shelf(TIERS, (), [some, any_])
    assert shelf.take("thing", "CO2", "t/t", year=2017, kind="plant 7", label=True).value == 2.0


def test_a_general_number_of_a_better_edition_is_told_beside_that_of_the_kind():
    general = number(0.683, edition="provincial_2011")
    one, shelf = taken(general, number(0.77, kind="dolomitic"), kind="dolomitic")
    assert one.value == 0.683
    assert [(w.code, dict(w.params)["own"]) for w in shelf.warnings] == [("REF043", 0.77)]


def test_another_year_serves_with_a_remark():
    early = number(1.0, first_year=2000, last_year=2010)
    late = number(2.0, first_year=2011, last_year=2012)
    one, shelf = taken(early, late, year=2012)
    assert (one.value, shelf.warnings) == (2.0, ())
    one, shelf = taken(early, late, year=2017)
    assert one.value == 2.0
    assert [(w.code, dict(w.params)["given"]) for w in shelf.warnings] == [("REF041", 2012)]


def test_a_number_is_given_in_the_unit_wanted_with_its_range():
    one, _ = taken(number(1.5, unit="kg/t", lo95=1.0, hi95=2.0))
    assert (one.value, one.lo95, one.hi95) == pytest.approx((0.0015, 0.001, 0.002))
    with pytest.raises(UnitMismatch):
        taken(number(1.0), unit="t/ha")


def test_what_is_missing_is_named_with_the_nearest_item():
    with pytest.raises(InputError, match="nearest name: thing"):
        Shelf(TIERS, (), [number(1.0)]).take("thign", "CO2", "t/t", year=2017)


def test_a_province_lies_in_its_zones():
    assert {"livestock:East", "rice:East", "soil:IV", "climate:wet_temperate"} <= zones("320000")
    assert zones("320100") == zones("320000")
    assert zones("000000") == frozenset()


@pytest.mark.parametrize("area", AREAS)
def test_every_packaged_number_has_a_source_and_a_range_that_holds_it(area):
    known = packaged(area)
    assert known
    assert [n.id for n in known if n.source not in sources()] == []
    assert len({n.id for n in known}) == len(known)
    ranged = [n for n in known if n.lo95 is not None and n.hi95 is not None]
    assert [n.id for n in ranged if not n.lo95 <= n.value <= n.hi95] == []
    assert [n.id for n in known if n.mark not in ("", "C", "M", "A")] == []
    assert [n.id for n in known if n.edition not in (*tiers("2019", "provincial_2025"), "enterprise")] == []  # fmt: skip


def test_packaged_editions_are_known():
    assert {"local", "national"} <= set(tiers())
    assert tiers(guideline="provincial_2025")[1:3] == ("provincial_2025", "provincial_2011")
