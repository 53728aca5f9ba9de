"""What another edition moves: by year, total, category, gas and record; the parts and what they do together are the whole."""

import numpy as np
import pytest

from dualcarbon.errors import InputError
from dualcarbon.study import comparing
from dualcarbon.study.comparing import TOTALS, compare

SHARE = np.array([0.94, 0.97, 1.0])
COAL_MTCE = (6.0 + 9.0 + 0.9) * SHARE
N2O = 1.0 * 44 / 28 * 265  # 1 Mt of nitrogen to N2O and to CO2e, a kilogram lost a kilogram
"""Mt CO2e of a million tonnes of nitrogen all of which is lost as N2O-N, AR5."""


def codes(folder, against):
    with pytest.raises(InputError) as caught:
        compare(folder, against)
    return [fault.code for fault in caught.value.faults]


@pytest.fixture
def found(dated, put):
    put(dated, "official")
    before = {f: f.read_bytes() for f in dated.rglob("*") if f.is_file()}
    made = compare(dated, "official")
    assert {f: f.read_bytes() for f in dated.rglob("*") if f.is_file()} == before
    return made


def effect(found, *key):
    return next(one for one in found.records if one.key == key)


def test_totals_move_by_what_a_hand_reckons(found):
    coal, clinker = COAL_MTCE * (2.7 - 2.6637), 1.0 * (0.55 - 0.538)
    leached = N2O * (0.4 * 0.01 - 0.2 * 0.0075)
    assert found.years == (2016, 2017, 2018)
    assert found.moved["territorial"] == pytest.approx(coal)
    assert found.moved["co2e"] == pytest.approx(coal + clinker + leached)
    assert found.by_gas["CO2"] == pytest.approx(coal + clinker)
    assert found.by_gas["N2O"] == pytest.approx([leached] * 3)
    assert found.by_category["2A1"] == pytest.approx([clinker] * 3)


def test_each_record_is_told_with_its_value_before_and_after(found):
    coal = effect(found, "coal", "direct")
    assert (coal.old.value, coal.new.value, coal.label) == (2.6637, 2.7, "coal direct")
    assert coal.ids == (("guideline:coal:direct",), ("editions/official/factors.csv:2",))
    assert coal.effect["co2e"] == pytest.approx(COAL_MTCE * (2.7 - 2.6637))
    clinker = effect(found, "clinker_output", "CO2", "")
    assert comparing.value(clinker.new) == "0.55 t CO2/t"
    assert clinker.effect["territorial"].tolist() == [0, 0, 0]
    sizes = [max(abs(v).max() for v in one.effect.values()) for one in found.records]
    assert sizes == sorted(sizes, reverse=True)


def test_two_factors_of_one_product_do_more_together_than_apart(found):
    share = N2O * (0.4 - 0.2) * 0.0075
    rate = N2O * 0.2 * (0.01 - 0.0075)
    assert effect(found, "managed_soil", "leached_share", "").effect["co2e"] == pytest.approx(
        [share] * 3
    )
    assert effect(found, "managed_soil", "N2O_leaching", "").effect["co2e"] == pytest.approx(
        [rate] * 3
    )
    assert found.together["co2e"] == pytest.approx([N2O * 0.2 * 0.0025] * 3)


def test_parts_and_what_they_do_together_are_the_whole(found):
    for total in TOTALS:
        parts = sum(one.effect[total] for one in found.records)
        assert parts + found.together[total] == pytest.approx(found.moved[total], abs=1e-12)
        assert found.new[total] - found.old[total] == pytest.approx(found.moved[total], abs=1e-9)
    assert sum(found.by_category.values()) == pytest.approx(found.moved["co2e"])
    assert sum(found.by_gas.values()) == pytest.approx(found.moved["co2e"])


def test_electricity_that_is_bought_moves_the_adjusted_total_alone(dated, put):
    row = "year,fuel,purpose,value,unit\n2005,electricity,import,1.0,t CO2/tce\n"
    put(dated, "official", factors=row, numbers="")
    found = compare(dated, "official")
    assert not found.moved["territorial"].any()
    assert not found.moved["co2e"].any()
    (one,) = found.records
    assert one.effect["adjusted"] == pytest.approx(0.35 * SHARE * (1.0 - one.old.value))


def test_editions_of_the_package_can_be_compared_with(dated):
    found = compare(dated, "none")
    clinker = effect(found, "clinker_output", "CO2", "")
    assert (clinker.old.edition, clinker.new.edition) == ("provincial_2011", "ipcc_2006")
    assert effect(found, "coal", "direct").new.value == 2.7725
    refined = compare(dated, "ipcc_2019")
    assert {one.new.edition for one in refined.records} == {"ipcc_2019"}
    assert refined.edition.issued == "2019"


def test_a_slot_that_holds_nothing_moves_nothing(dated):
    found = compare(dated, "provincial_2025")
    assert found.records == ()
    assert not any(values.any() for values in found.moved.values())


def test_a_folder_elsewhere_can_be_compared_with(dated, put, tmp_path):
    folder = put(tmp_path, "draft", numbers="")
    found = compare(dated, str(folder))
    assert found.edition.id == "draft"
    assert found.moved["territorial"] == pytest.approx(COAL_MTCE * (2.7 - 2.6637))


def test_another_text_of_the_edition_in_use_can_be_compared_with(dated, put, choose, tmp_path):
    put(dated, "official", numbers="")
    choose(dated, 'editions = ["official"]')
    row = "year,fuel,purpose,value,unit\n2005,coal,direct,2.8,t CO2/tce\n"
    found = compare(dated, str(put(tmp_path, "official", factors=row, numbers="")))
    assert found.moved["territorial"] == pytest.approx(COAL_MTCE * (2.8 - 2.7))


def test_the_edition_in_use_moves_nothing_and_says_so(dated, put, choose):
    put(dated, "official")
    choose(dated, 'editions = ["official"]')
    assert codes(dated, "official") == ["EDN010"]
    assert codes(dated, "provincial_2011") == ["EDN010"]


@pytest.mark.parametrize("name", ["offical", "national", "grid", "..", "../elsewhere"])
def test_what_is_no_edition_is_refused(dated, name):
    assert codes(dated, name) == ["EDN016"]


def test_faults_of_the_other_edition_are_told(dated, put):
    put(dated, "official", factors="year,fuel,purpose,value,unit\n2005,coal,direct,two,t CO2/tce\n")
    assert codes(dated, "official") == ["NUM004"]


def test_a_pinned_day_holds_the_other_edition_back(dated, put, choose):
    put(dated, "official")
    choose(dated, 'factors_until = "2020-01-01"')
    assert codes(dated, "official") == ["EDN010"]
