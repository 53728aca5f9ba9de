"""The seven checks of the balance table: a closed one holds, a planted case of each is caught with its sentence."""

import math

import pytest

from dualcarbon.readers.csv import read_bytes
from dualcarbon.yearbook import balance, plants, validation

IDS = ("V1", "V2", "V3", "V4", "V5", "V6", "V7")


def checked(built, year=2020):
    return {c.id: c for c in validation.validate(built.table()) if c.year == year}


def spoilt(closed_balance, *, times=None, more=(), **cells):
    """Give the checks of a closed table in which cells of 2020 are multiplied, and lines added."""
    built = closed_balance()
    for (row, fuel), factor in (times or {}).items():
        built.cells[2020, row, fuel] *= factor
    built.more += more
    return checked(built)


def broken(found):
    return sorted(id for id, check in found.items() if check.state == "broken")


def test_a_closed_table_holds_in_every_year(closed_balance):
    found = validation.validate(closed_balance().table())
    assert [(c.year, c.id) for c in found] == [(y, id) for y in (2018, 2019, 2020) for id in IDS]
    assert {c.state for c in found} == {"holds"}
    assert {c.severity for c in found} == {""}
    assert validation.told(found) == []
    assert found[0].sentence["en"].startswith("data/balance.csv 2018: V1 holds")
    assert "成立" in found[0].sentence["zh"]


def test_v1_a_supply_that_does_not_add_up(closed_balance):
    found = spoilt(closed_balance, times={("inflow", "raw_coal"): 1.02})
    assert broken(found) == ["V1"]
    one = found["V1"]
    assert one.unit == "t"
    assert one.residual == pytest.approx(
        0.02 * closed_balance().cells[2020, "inflow", "raw_coal"] * 1e4
    )
    assert abs(one.residual) > one.tolerance > 0
    assert one.severity == "minor"
    assert "V1 broken: Raw coal available" in one.sentence["en"]
    assert "V1 不成立：原煤可供消费量" in one.sentence["zh"]


def test_v2_a_total_consumption_that_holds_something_else(closed_balance):
    found = spoilt(closed_balance, times={("consumption", "diesel"): 1.1})
    assert broken(found) == ["V2"]
    assert found["V2"].severity == "grave"
    assert "total consumption of Diesel" in found["V2"].sentence["en"]
    assert "柴油消费量合计" in found["V2"].sentence["zh"]


def test_v2_takes_products_of_plants_not_off():
    """Coke: 40 used, 5 lost, 3 put into gas works, 60 made: 48 are consumed."""
    lines = [
        "industry,coke,40",
        "losses,coke,5",
        "gas_works,coke,-3",
        "coking,coke,60",
        "consumption,coke,48",
    ]
    text = "year,row,fuel,value,unit\n" + "".join(f"2020,{line},10^4 t\n" for line in lines)
    table = balance.table(read_bytes(text.encode(), "balance", "b.csv").frame, "b.csv")
    assert {c.id: c.state for c in validation.validate(table)}["V2"] == "holds"


def test_v3_a_difference_that_is_not_the_difference(closed_balance):
    found = spoilt(closed_balance, times={("difference", "raw_coal"): -20})
    assert "V3" in broken(found)
    assert set(broken(found)) <= {
        "V3",
        "V5",
    }  # without a printed total the supply side is held to the uses
    assert "statistical difference of Raw coal" in found["V3"].sentence["en"]
    assert "原煤平衡差额" in found["V3"].sentence["zh"]


def test_v4_households_that_are_not_town_and_country(closed_balance):
    found = spoilt(closed_balance, times={("rural", "raw_coal"): 1.5})
    assert broken(found) == ["V4"]
    assert "Residential of Raw coal is printed" in found["V4"].sentence["en"]
    assert "“居民生活”" in found["V4"].sentence["zh"]


def test_v4_branches_that_do_not_add_up_to_industry(closed_balance):
    def lines(coke):
        each = [("Smelting of ferrous metals", 0.9), ("Chemicals", 0.1)]
        return [
            f"2020,industry,coke,{name},,{coke * share!r},10^4 t,invented" for name, share in each
        ]

    whole = closed_balance().cells[2020, "industry", "coke"]
    assert broken(spoilt(closed_balance, more=lines(whole))) == []
    found = spoilt(closed_balance, more=lines(0.9 * whole))
    assert broken(found) == ["V4"]
    assert found["V4"].residual == pytest.approx(-0.1 * whole * 1e4)
    assert "Industry of Coke" in found["V4"].sentence["en"]


def test_v4_a_sector_that_is_missing_in_final_use(closed_balance):
    found = spoilt(closed_balance, times={("transport", "kerosene"): 0.5})
    assert "V4" in broken(found)
    assert "Final consumption of Kerosene" in found["V4"].sentence["en"]


def total_line(value, convention=""):
    return f"2020,consumption,total,,{convention},{value / 1e4!r},10^4 tce,invented"


@pytest.mark.parametrize("convention", ["calorific", "coal_equivalent"])
@pytest.mark.parametrize("stated", [True, False])
def test_v5_a_printed_total_agrees_by_one_of_both_ways(closed_balance, convention, stated):
    ours = balance.total(closed_balance().table(), convention).sel(year=2020).item()
    line = total_line(ours, convention if stated else "")
    assert broken(spoilt(closed_balance, more=[line])) == []


def test_v5_a_printed_total_that_no_way_of_counting_gives(closed_balance):
    ours = balance.total(closed_balance().table(), "calorific").sel(year=2020).item()
    found = spoilt(closed_balance, more=[total_line(1.3 * ours)])
    assert broken(found) == ["V5"]
    assert found["V5"].unit == "tce"
    assert "V5 broken: total energy is" in found["V5"].sentence["en"]
    assert "发电煤耗" in found["V5"].sentence["zh"]  # the nearer of both ways


def test_v5_a_total_that_says_the_wrong_way(closed_balance):
    ours = balance.total(closed_balance().table(), "coal_equivalent").sel(year=2020).item()
    assert broken(spoilt(closed_balance, more=[total_line(ours, "calorific")])) == ["V5"]


def test_v6_plants_that_make_more_than_there_is(closed_balance):
    found = spoilt(closed_balance, times={("power", "electricity"): 1.7})
    assert "V6" in broken(found)
    assert found["V6"].residual > 0
    assert "V6 broken: Thermal power gives 0.7" in found["V6"].sentence["en"]
    assert "0.25" in found["V6"].sentence["zh"]
    assert "0.62" in found["V6"].sentence["zh"]


def test_v6_plants_that_make_nothing(closed_balance):
    found = spoilt(
        closed_balance,
        times={("coking", f): 0.0 for f in ("coke", "coke_oven_gas", "other_coking")},
    )
    assert "Coking gives 0 of the energy" in found["V6"].sentence["en"]
    assert found["V6"].severity == "grave"


def test_v7_carbon_that_is_not_in_the_products(closed_balance):
    found = spoilt(
        closed_balance, times={("refining", "diesel"): 0.3, ("refining", "gasoline"): 0.8}
    )
    assert "V7" in broken(found)
    assert "V7 broken: Refining and coal to liquids takes in" in found["V7"].sentence["en"]
    assert "投入含碳" in found["V7"].sentence["zh"]


def test_v7_more_carbon_than_went_in(closed_balance):
    found = spoilt(closed_balance, times={("coking", "coke"): 1.08})
    assert "V7" in broken(found)
    assert "Coking" in found["V7"].sentence["en"]


def test_v7_coal_made_liquid_may_leave_most_of_its_carbon():
    """100 of coal and no crude: 18.8 t C in a tonne of coal by 20.9 MJ, half of it in the oil."""
    text = "year,row,fuel,value,unit\n2020,refining,raw_coal,-400,10^4 t\n2020,refining,diesel,100,10^4 t\n"
    table = balance.table(read_bytes(text.encode(), "balance", "b.csv").frame, "b.csv")
    (one,) = plants.carbon(table, 2020)
    carbon_in = 400e4 * 0.7143 * 29.3076 * 26.37 / 1000
    carbon_out = 100e4 * 1.4571 * 29.3076 * 20.2 / 1000
    assert one.taken == pytest.approx(carbon_in)
    assert one.given == pytest.approx(carbon_out)
    assert one.value == pytest.approx(1 - carbon_out / carbon_in)
    assert one.high == pytest.approx(0.8)
    assert one.outside == 0.0


def test_efficiency_by_hand():
    text = "year,row,fuel,value,unit\n2020,power,raw_coal,-100,10^4 t\n2020,power,electricity,23.2,10^8 kWh\n2020,coking,coke,1,10^4 t\n"
    table = balance.table(read_bytes(text.encode(), "balance", "b.csv").frame, "b.csv")
    power, coking = plants.efficiency(table, 2020)
    assert power.value == pytest.approx(23.2 * 1.229 / 71.43)
    assert coking.value == math.inf  # products of nothing
    assert coking.outside == math.inf


HEADS = ("available", "transformation", "final", "consumption", "difference")


def headless(closed_balance, spoil=()):
    """Give the checks of a closed table of which no sum is printed; cells of 2020 may be multiplied."""
    built = closed_balance()
    for (row, fuel), factor in dict(spoil).items():
        built.cells[2020, row, fuel] *= factor
    built.cells = {key: value for key, value in built.cells.items() if key[1] not in HEADS}
    return checked(built)


def test_without_printed_sums_supply_is_held_to_use(closed_balance):
    found = headless(closed_balance)
    assert found["V3"].state == "holds"
    assert {found[id].state for id in ("V1", "V2")} == {"not_testable"}


def test_without_printed_sums_a_supply_of_the_wrong_sign_or_size_is_told(closed_balance):
    inflow = closed_balance().cells[2020, "inflow", "raw_coal"]
    one = headless(closed_balance, {("inflow", "raw_coal"): 1.1})["V3"]
    assert (one.state, one.unit, one.fault.code) == ("broken", "t", "BAL027")
    assert one.residual == pytest.approx(0.1 * inflow * 1e4, rel=0.05)
    assert "of Raw coal" in one.sentence["en"]
    assert "stocks drawn down are positive" in one.sentence["en"]
    assert "表中未列平衡差额，而原煤供应比使用多" in one.sentence["zh"]
    built = closed_balance()
    built.cells[2020, "stock_draw", "crude_oil"] = -500.0
    closed = {key: value for key, value in built.cells.items() if key[1] not in HEADS}
    closed[2020, "inflow", "crude_oil"] = closed.get((2020, "inflow", "crude_oil"), 0.0) + 1000.0
    built.cells = closed
    assert checked(built)["V3"].state == "broken"


def test_what_the_table_does_not_print_is_not_testable():
    text = "year,row,fuel,value,unit\n2020,industry,coke,40,10^4 t\n"
    table = balance.table(read_bytes(text.encode(), "balance", "b.csv").frame, "b.csv")
    found = validation.validate(table)
    assert {c.state for c in found} == {"not_testable"}
    assert all(math.isnan(c.residual) for c in found)
    assert "not testable" in found[0].sentence["en"]
    assert "不可检验" in found[0].sentence["zh"]


def test_a_study_in_groups_says_why_nothing_is_tested():
    found = validation.untestable([2019, 2020])
    assert [(c.year, c.id) for c in found] == [(y, id) for y in (2019, 2020) for id in IDS]
    assert {c.state for c in found} == {"not_testable"}
    assert "not the balance table" in found[0].sentence["en"]
    assert "没有能源平衡表" in found[0].sentence["zh"]


def test_one_spoilt_year_leaves_the_others_alone(closed_balance):
    built = closed_balance()
    built.cells[2019, "available", "coke"] *= 1.5
    assert broken(checked(built, 2018)) == broken(checked(built, 2020)) == []
    assert "V1" in broken(checked(built, 2019))
