"""Banks of fluorinated gases, and products that oxidise in use, by hand."""

import numpy as np
import pytest

CAR = "HFC-134a/vehicle_air_conditioning"
OWN = (2013, 2014, 2015, 2016)


def test_a_bank_begins_before_the_account(emitted):
    """Bank 100, +10 a year, -5 in 2016: 130 in 2015, 135 in 2016; 15 % leak, a quarter of the retired is recovered."""
    account = emitted(
        ("fgas_new", CAR, 10.0, "t", *OWN),
        ("fgas_retired", CAR, [0.0, 0.0, 0.0, 5.0], "t", *OWN),
        ("fgas_bank", CAR, 100.0, "t", 2012),
    )
    id = f"2F.fgas_new/{CAR}.HFC-134a"
    assert account.amounts(id) == pytest.approx([130 * 0.15, 135 * 0.15 + 0.75 * 5])
    assert account.codes == []


def test_a_bank_that_begins_with_nothing_says_so(emitted):
    account = emitted(("fgas_new", CAR, 10.0, "t", *OWN))
    assert account.amounts(f"2F.fgas_new/{CAR}.HFC-134a") == pytest.approx([4.5, 6.0])
    assert account.codes == ["PRO019"]
    assert "fgas_retired, fgas_bank" in account.said("PRO019").message()


def test_switchgear_is_other_product_use(emitted):
    account = emitted(("fgas_new", "SF6/switchgear", 100.0, "t"))
    assert account.amounts("2G.fgas_new/SF6/switchgear.SF6") == pytest.approx([2.6, 5.2])


def test_a_year_of_the_account_after_the_statistics_is_not_estimated(emitted):
    account = emitted(("fgas_new", CAR, 10.0, "t", 2014, 2015))
    amounts = account.amounts(f"2F.fgas_new/{CAR}.HFC-134a")
    assert amounts[0] == pytest.approx(20 * 0.15)
    assert np.isnan(amounts[1])


@pytest.mark.parametrize(
    ("rows", "code", "words"),
    [
        ([("fgas_new", "HFC134/vehicle", 1.0, "t")], "PRO017", "HFC-134a/vehicle_air_conditioning"),
        ([("fgas_new", "", 1.0, "t")], "PRO017", "vehicle_air_conditioning"),
        ([("fgas_new", CAR, 1.0, "t", 2013, 2016)], "PRO018", "do not follow"),
        ([("fgas_new", CAR, 1.0, "t"), ("fgas_retired", CAR, 2.0, "t")], "PRO020", "2015, 2016"),
    ],
)
def test_what_cannot_be_a_bank_is_told(emitted, rows, code, words):
    told = emitted(*rows).said(code)
    assert told.level == "error"
    assert words in told.message()


def test_a_bank_broadcasts_over_members(emitted):
    line = emitted(("fgas_new", CAR, 10.0, "t"), ("fgas_retired", CAR, 1.0, "t")).lines[0]
    many = line.amounts(lambda one: np.multiply.outer([1.0, 2.0, 3.0], one.values))
    assert many.shape == (3, 2)
    assert many[0] == pytest.approx(line.amounts())


@pytest.mark.parametrize(
    ("indicator", "expected"), [("lubricant_use", 58.96), ("paraffin_use", 58.96)]
)
def test_lubricants_and_wax_oxidise_a_part(emitted, indicator, expected):
    """100 t x 40.2 GJ/t x 20 kg C/GJ x 0.2 x 44/12."""
    account = emitted((indicator, "", 100.0, "t"))
    assert account.amounts(f"2D.{indicator}.CO2") == pytest.approx([expected] * 2)


def test_a_region_without_industry_has_no_lines(emitted):
    account = emitted(("forest_area", "", 100.0, "ha"))
    assert (account.lines, account.codes) == ((), [])
