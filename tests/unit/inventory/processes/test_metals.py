"""Steel beside its energy, aluminium, and the other metals, by hand."""

import pytest

STEEL = (
    ("pig_iron_to_steel", "", 1000.0, "t"),
    ("crude_steel_output", "", 1100.0, "t"),
    ("flux_use", "limestone", 100.0, "t"),
    ("electrode_use", "", 2.0, "t"),
)


def test_steel_beyond_energy_is_flux_electrodes_and_lost_carbon(emitted):
    """(1000 x 0.041 - 1100 x 0.00248) 44/12 = 140.3307."""
    account = emitted(*STEEL)
    assert account.amounts("2C1.flux_use/limestone.CO2") == pytest.approx([43, 43])
    assert account.amounts("2C1.electrode_use.CO2") == pytest.approx([7.326, 7.326])
    assert account.amounts("2C1.pig_iron_to_steel.CO2") == pytest.approx([140.330667] * 2, rel=1e-7)
    assert account.codes == ["PRO014"]


def test_no_line_of_steel_by_default_holds_the_coke_of_iron_making(emitted):
    """A tonne of steel has 0.14 t here; the whole of it, 1.46 t, is for accounts that keep no coke."""
    account = emitted(*STEEL, ("sinter_output", "", 1500.0, "t"), ("pig_iron_output", "", 1000.0, "t"))  # fmt: skip
    total = sum(line.amounts()[0] for line in account.lines)
    assert total / 1100 < 0.2
    assert not [line.id for line in account.lines if "sinter" in line.id or "crude" in line.id]


def test_carbon_of_pig_iron_is_left_out_where_the_energy_account_holds_it(emitted):
    account = emitted(*STEEL, pig_iron_carbon="in_energy")
    assert set(account.by_id) == {"2C1.flux_use/limestone.CO2", "2C1.electrode_use.CO2"}
    assert account.codes == []


def test_steel_of_several_kinds_is_one_balance(emitted):
    account = emitted(
        ("pig_iron_to_steel", "", 1000.0, "t"),
        ("crude_steel_output", "converter", 900.0, "t"),
        ("crude_steel_output", "electric_arc", 200.0, "t"),
    )
    assert account.amounts("2C1.pig_iron_to_steel.CO2") == pytest.approx([140.330667] * 2, rel=1e-7)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([("pig_iron_output", "", 1.0, "t")], "PRO009"),
        ([("pig_iron_to_steel", "", 1.0, "t")], "PRO013"),
    ],
)
def test_lost_carbon_that_cannot_be_known_is_told(emitted, rows, code):
    account = emitted(*rows)
    assert (account.lines, account.codes) == ((), [code])


@pytest.mark.parametrize(("ipcc", "converter"), [("2006", 1460), ("2019", 1580)])
def test_the_edition_decides_what_whole_steel_emits(emitted, ipcc, converter):
    account = emitted(
        ("crude_steel_output", "converter", 1000.0, "t"),
        ("crude_steel_output", "electric_arc", 1000.0, "t"),
        ("pellet_output", "", 1000.0, "t"),
        ipcc=ipcc,
        steel="whole",
    )
    assert account.amounts("2C1.crude_steel_output/converter.CO2") == pytest.approx([converter] * 2)
    arc, pellets = {"2006": (80, 30), "2019": (180, 190)}[ipcc]
    assert account.amounts("2C1.crude_steel_output/electric_arc.CO2") == pytest.approx([arc] * 2)
    assert account.amounts("2C1.pellet_output.CO2") == pytest.approx([pellets] * 2)
    assert account.codes == ["PRO007"]


def test_whole_steel_needs_its_furnace(emitted):
    account = emitted(("crude_steel_output", "", 1000.0, "t"), steel="whole")
    assert (account.lines, account.codes) == ((), ["PRO011"])


def test_aluminium_has_three_gases_by_technology(emitted):
    account = emitted(("aluminium_output", "prebake_point_fed", 1000.0, "t"), guideline="none")
    of = {line.gas: line.amounts()[0] for line in account.lines}
    assert of == pytest.approx({"CO2": 1600, "CF4": 0.4, "C2F6": 0.04})


def test_anodes_used_up_go_before_the_default_of_the_metal(emitted):
    """420 (1 - 0.02 - 0.004) 44/12 = 1503.04."""
    account = emitted(
        ("aluminium_output", "prebake_point_fed", 1000.0, "t"), ("anode_use", "", 420.0, "t", 2016)
    )
    amounts = account.amounts("2C3.anode_use.CO2")
    assert amounts[1] == pytest.approx(1503.04)
    assert [line.id for line in account.lines if line.gas == "CO2"] == ["2C3.anode_use.CO2"]
    assert account.codes == ["PRO015"]
    assert "2015" in account.said("PRO015").message()


def test_aluminium_without_a_technology_is_not_estimated(emitted):
    account = emitted(("aluminium_output", "", 1000.0, "t"), guideline="none")
    assert (account.lines, set(account.codes)) == ((), {"PRO011"})


@pytest.mark.parametrize(
    ("indicator", "kind", "id", "expected"),
    [
        ("ferroalloy_output", "ferrosilicon_75", "2C2.ferroalloy_output/ferrosilicon_75.CO2", 400),
        ("zinc_output", "", "2C6.zinc_output.CO2", 172),
        ("lead_output", "", "2C5.lead_output.CO2", 52),
        ("magnesium_output", "", "2C4.magnesium_output.SF6", 0.049),
        ("magnesium_output", "dolomite", "2C4.magnesium_output/dolomite.CO2", 513),
        ("magnesium_output", "dolomite", "2C4.magnesium_output/dolomite.SF6", 0.049),
        ("magnesium_cast_output", "", "2C4.magnesium_cast_output.SF6", 0.0114),
    ],
)
def test_a_hundred_tonnes_of_other_metals(emitted, indicator, kind, id, expected):
    account = emitted((indicator, kind, 100.0, "t"))
    assert account.amounts(id) == pytest.approx([expected] * 2)
    assert account.codes == []


def test_smelting_of_magnesium_has_no_cover_gas_where_no_edition_has_a_number(emitted):
    account = emitted(("magnesium_output", "dolomite", 100.0, "t"), guideline="none")
    assert list(account.by_id) == ["2C4.magnesium_output/dolomite.CO2"]
