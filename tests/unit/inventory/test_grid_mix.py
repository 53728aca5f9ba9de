import numpy as np
import polars as pl
import pytest
import xarray as xr

from dualcarbon.errors import InputError, Misaligned, UnitMismatch
from dualcarbon.inventory import grid_mix
from dualcarbon.readers.csv import read_bytes


def by_region(values, unit, names="ABC"):
    return xr.DataArray(
        np.array(values, dtype=float),
        coords={"region": list(names)[: len(values)]},
        dims=["region"],
        attrs={"units": unit},
    )


def matrix(sent, names="ABC", unit="MWh"):
    labels = list(names)[: len(sent)]
    return xr.DataArray(
        np.array(sent, dtype=float),
        coords={"sender": labels, "region": labels},
        dims=["sender", "region"],
        attrs={"units": unit},
    )


def solve(made, burnt, sent, outside=None, carried=None):
    zero = [0.0] * len(made)
    return grid_mix.consistent(
        by_region(made, "MWh"),
        by_region(burnt, "t CO2"),
        matrix(sent),
        by_region(outside or zero, "MWh"),
        by_region(carried or zero, "t CO2"),
    )


def refusals(*args):
    with pytest.raises(InputError) as caught:
        solve(*args)
    return [fault.code for fault in caught.value.faults]


def test_two_regions_that_send_to_each_other():
    """A: 100 a + ... by hand. F_A (100+20) = 90 + 20 F_B; F_B (100+40) = 0 + 40 F_A.

    F_B = 40/140 F_A; F_A (120 - 20*40/140) = 90; F_A = 90/114.2857 = 0.7875; F_B = 0.225.
    """
    factors = solve([100, 100], [90, 0], [[0, 40], [20, 0]])
    assert factors.values == pytest.approx([0.7875, 0.225], rel=1e-12)
    assert factors.attrs["units"] == "t CO2/MWh"


def test_a_chain_hands_on_the_mix_of_its_middle():
    """A makes coal power at 0.8, B half of each, C makes nothing: it has the factor of B."""
    factors = solve([100, 50, 0], [80, 0, 0], [[0, 50, 0], [0, 0, 30], [0, 0, 0]])
    assert factors.values == pytest.approx([0.8, 0.4, 0.4], rel=1e-12)


def test_what_comes_from_outside_counts_at_its_given_emissions():
    """(50 + 30) / (100 + 60) = 0.5."""
    assert float(solve([100], [50], [[0]], [60], [30])[0]) == pytest.approx(0.5, rel=1e-12)


def test_units_are_converted_at_the_door():
    zero = by_region([0.0], "MWh")
    factors = grid_mix.consistent(
        by_region([1.0], "10^8 kWh"), by_region([5.0], "10^4 t CO2"), matrix([[0]]), zero, by_region([0.0], "t CO2")
    )  # fmt: skip
    assert float(factors[0]) == pytest.approx(0.5, rel=1e-12)
    with pytest.raises(UnitMismatch, match="generation"):
        grid_mix.consistent(
            by_region([1.0], "t"), by_region([5.0], "t CO2"), matrix([[0]]), zero, by_region([0.0], "t CO2")
        )  # fmt: skip


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (([1, -1], [1, 0], [[0, 0], [0, 0]]), ["GRD001"]),
        (([1, float("nan")], [1, 0], [[0, 0], [0, 0]]), ["GRD001"]),
        (([1, 1], [1, 0], [[0, -5], [0, 0]]), ["GRD001"]),
        (([1, 1], [1, 0], [[0, float("inf")], [0, 0]]), ["GRD001"]),
        (([1, 0], [1, 0], [[0, 0], [0, 0]]), ["GRD002"]),
        (([1, 0, 0], [1, 0, 0], [[0, 0, 0], [0, 0, 2], [0, 2, 0]]), ["GRD003"]),
        (([1, 0], [1, 3], [[0, 1], [0, 0]]), ["GRD004"]),
        (([1, 1], [1, 0], [[0, 2], [0, 0]]), ["GRD005"]),
        (([3, 1], [1, 0], [[1, 0], [0, 0]]), ["GRD007"]),
        (([1e-20, 0], [1e-20, 0], [[0, 2], [2, 0]]), ["GRD008"]),
        (([-1, 1, 1], [1, -2, 0], [[0, 0, 0], [0, 0, 0], [0, 0, 3]]), ["GRD001", "GRD001", "GRD007"]),
    ],
)  # fmt: skip
def test_what_has_no_answer_is_refused_with_all_its_faults(given, expected):
    assert refusals(*given) == expected


def test_a_refusal_names_the_regions():
    with pytest.raises(InputError, match=r"B, C: what they pass on to each other"):
        solve([1, 0, 0], [1, 0, 0], [[0, 0, 0], [0, 0, 2], [0, 2, 0]])
    with pytest.raises(InputError, match=r"A: it sends out 2 MWh and has 1 MWh"):
        solve([1, 1], [1, 0], [[0, 2], [0, 0]])


def test_senders_are_the_regions_in_their_order():
    zero, none = by_region([0.0, 0.0], "MWh"), by_region([0.0, 0.0], "t CO2")
    made = by_region([1.0, 1.0], "MWh")
    turned = matrix([[0, 0], [0, 0]]).assign_coords(sender=["B", "A"])
    with pytest.raises(InputError, match="senders of the trade matrix"):
        grid_mix.consistent(made, none, turned, zero, none)
    with pytest.raises(Misaligned, match="region"):
        grid_mix.consistent(made, none, matrix([[0, 0], [0, 0]], names="XY"), zero, none)


def test_contracts_count_as_zero_and_the_rest_at_the_residual_factor():
    used, bought = by_region([100.0], "MWh"), by_region([25.0], "MWh")
    residual = by_region([0.6096], "t CO2/MWh")
    assert float(grid_mix.market_based(used, bought, residual)[0]) == pytest.approx(45.72)
    with pytest.raises(InputError, match="in 1 cells"):
        grid_mix.market_based(bought, used, residual)


def deliveries(*rows):
    names = ("line", "year", "sender", "region", "value", "generation_tco2")
    schema = dict(zip(names, (pl.Int64, pl.Int64, pl.String, pl.String, pl.Float64, pl.Float64), strict=True))  # fmt: skip
    numbered = [(n + 2, *row) for n, row in enumerate(rows)]
    return pl.DataFrame(numbered, schema=schema, orient="row")


def test_a_table_of_deliveries_gives_each_year_its_factors():
    """2022: A 0.9, B (10*0.2 + 0)/20; 2023: B receives 30 from A at 0.8 and makes 10 without carbon: 0.6."""
    factors = grid_mix.from_deliveries(
        deliveries(
            (2023, "A", "A", 100.0, 80.0),
            (2023, "A", "B", 30.0, None),
            (2023, "B", "B", 10.0, 0.0),
            (2022, "A", "A", 100.0, 90.0),
            (2022, "B", "B", 10.0, 0.0),
            (2022, "east", "B", 10.0, 2.0),
        )
    )
    assert [int(y) for y in factors.year] == [2022, 2023]
    assert factors.sel(region="A").values == pytest.approx([0.9, 0.8], rel=1e-12)
    assert factors.sel(region="B").values == pytest.approx([0.1, 0.6], rel=1e-12)


def test_a_region_without_rows_in_a_year_has_no_factor_then():
    factors = grid_mix.from_deliveries(
        deliveries((2022, "A", "A", 1.0, 1.0), (2023, "A", "A", 1.0, 0.5), (2023, "B", "B", 1.0, 0.0))
    )  # fmt: skip
    assert np.isnan(float(factors.sel(year=2022, region="B")))
    assert float(factors.sel(year=2023, region="B")) == 0


@pytest.mark.parametrize(
    ("rows", "code", "line"),
    [
        ([(2022, "A", "A", 1.0, None)], "GRD009", 2),
        ([(2022, "A", "A", 1.0, 1.0), (2022, "north", "A", 1.0, None)], "GRD009", 3),
        ([(2022, "A", "A", 2.0, 1.0), (2022, "B", "B", 1.0, 0.0), (2022, "A", "B", 1.0, 0.5)], "GRD010", 4),
    ],
)  # fmt: skip
def test_emissions_are_told_where_they_are_known_and_only_there(rows, code, line):
    with pytest.raises(InputError) as caught:
        grid_mix.from_deliveries(deliveries(*rows))
    assert [(f.code, f.place.line) for f in caught.value.faults] == [(code, line)]


def test_a_table_without_rows_and_a_value_not_given_are_refused():
    with pytest.raises(InputError, match="nothing to solve"):
        grid_mix.from_deliveries(deliveries())
    with pytest.raises(InputError, match="A: generation is nan"):
        grid_mix.from_deliveries(deliveries((2022, "A", "A", None, 1.0)))


def test_the_table_of_a_study_is_read_in_either_language():
    """Units of its rows are the study's; 80,000 t of 10^5 MWh, half of it sent on beside 50,000 MWh without carbon."""
    text = (
        "年份,送端,地区,数值,单位,发电排放量\n"
        "2023,北,北,1,亿千瓦时,80000\n"
        "2023,南,南,50,10^6 kWh,0\n"
        "2023,北,南,50000,MWh,\n"
    )
    reading = read_bytes(text.encode(), "grid", "data/grid.csv")
    assert reading.faults == ()
    factors = grid_mix.from_deliveries(reading.frame)
    assert factors.sel(year=2023, region="北") == pytest.approx(0.8)
    assert factors.sel(year=2023, region="南") == pytest.approx(0.4)
