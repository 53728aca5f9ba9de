from dataclasses import replace

import pytest

from dualcarbon.reference.own import chosen, plausible, remarks, shelf
from dualcarbon.reference.records import FactorRecord

BASE = FactorRecord(id="factors.csv:2", fuel="coal", value=2.7, unit="t CO2/tce", first_year=2015,
                    last_year=2015, sector="industry", flow="final")  # fmt: skip
CELL = {"year": 2015, "sector": "industry", "flow": "final", "region": "320000"}


def test_a_shelf_holds_each_record_once_in_its_order():
    other = replace(BASE, id="3", purpose="user")
    again = replace(BASE, id="4")
    assert shelf([BASE, other, again]) == {
        ("coal", "direct"): (BASE, again),
        ("coal", "user"): (other,),
    }


def test_the_cell_of_the_year_comes_first():
    broad = replace(BASE, sector="", flow="")
    assert chosen([broad, BASE], **CELL) is BASE


def test_the_same_cell_of_another_year_comes_before_a_broader_record_of_the_year():
    earlier = replace(BASE, first_year=2013, last_year=2013)
    broad = replace(BASE, sector="total", flow="")
    assert chosen([broad, earlier], **CELL) is earlier


@pytest.mark.parametrize(
    ("sector", "flow"),
    [("industry", ""), ("", "final"), ("total", "final"), ("", ""), ("total", "")],
)
def test_broader_records_serve_where_there_is_none_of_the_cell(sector, flow):
    broad = replace(BASE, sector=sector, flow=flow)
    assert chosen([broad], **CELL) is broad


def test_sector_comes_before_flow_before_all():
    sector, flow, every = (
        replace(BASE, flow=""),
        replace(BASE, sector=""),
        replace(BASE, sector="", flow=""),
    )
    assert chosen([every, flow, sector], **CELL) is sector
    assert chosen([every, flow], **CELL) is flow


def test_other_cells_and_regions_do_not_serve():
    assert chosen([replace(BASE, sector="transport")], **CELL) is None
    assert chosen([replace(BASE, flow="power")], **CELL) is None
    assert chosen([replace(BASE, region="330000")], **CELL) is None
    assert chosen([replace(BASE, region="320000")], **CELL) is not None


def test_a_record_of_its_year_needs_no_remark():
    assert remarks(BASE, 2.7, 2015) == ()


def test_a_carried_record_says_from_which_year():
    (fault,) = remarks(BASE, 2.7, 2018)
    assert str(fault) == (
        "REF001 Coal and coal products, Industry, Final use: the study's factor of 2015 is used for 2018, "
        "for which it states none"
    )
    assert "2018年没有本地因子，沿用2015年的因子" in fault.message("zh")


def test_a_balancing_factor_is_never_carried_unremarked_and_is_held_to_no_range():
    balancing = replace(BASE, flow="other_transformation", value=-4.6, sector="energy_supply")
    assert remarks(balancing, -4.6, 2015) == ()
    assert [f.code for f in remarks(balancing, -4.6, 2016)] == ["REF003"]


@pytest.mark.parametrize(
    "value", [2.7 * 12 / 44, 2.7 * 44 / 12, 2.7 / 29.3076, 2.7 * 29.3076, 2.7e4, -2.7]
)
def test_slips_of_the_unit_are_asked_about(value):
    """Carbon for carbon dioxide and back, TJ for tce, 10^4 t for t, the sign."""
    (fault,) = remarks(replace(BASE, value=value), value, 2015)
    assert fault.code == "REF005"
    assert fault.level == "warn"
    assert "factors.csv:2" in fault.message()


def test_zero_is_a_statement_and_users_factors_have_no_range():
    assert remarks(replace(BASE, value=0.0), 0.0, 2015) == ()
    charged = replace(BASE, fuel="electricity", purpose="user", value=6.3)
    assert remarks(charged, 6.3, 2015) == ()


def test_the_trap_of_blast_furnace_gas_is_named():
    """12.2 t C/TJ x 0.99 x 44/12 x 29.3076 / 1000 = 1.298: the factor of other gas."""
    trapped = replace(BASE, fuel="blast_furnace_gas", value=1.298)
    assert [f.code for f in remarks(trapped, 1.298, 2015)] == ["REF025"]


def test_a_group_spans_its_solids_and_liquids():
    """Coal from tar (68.2) to coke (119), oil from refinery gas (48.2); its gases would reach 308 kg CO2/GJ."""
    low, high = plausible("coal")
    assert low == pytest.approx(0.8 * 68.2 * 0.0293076)
    assert high == pytest.approx(1.2 * 119 * 0.0293076)
    assert plausible("oil")[0] == pytest.approx(0.8 * 48.2 * 0.0293076)
    assert plausible("nonfossil") is None
    assert plausible("electricity") is None
