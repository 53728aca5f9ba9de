"""The ledger of feedstock: posted once, told where it is not, and its lines."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from dualcarbon.inventory import feedstock, processes
from dualcarbon.inventory.declared import Destination, EnergyRules, Processes

CELLS = {
    ("industry", "feedstock", "natural_gas"): [100.0, 120.0],
    ("industry", "feedstock", "bitumen"): [50.0, 0.0],
    ("industry", "final", "natural_gas"): [10.0, 10.0],
}
YEARS = (2019, 2020)
ROWS = pl.DataFrame(
    {"year": [2019, 2020], "sector": ["industry"] * 2, "flow": ["feedstock"] * 2, "fuel": ["natural_gas"] * 2,
     "row": ["data/energy.csv:7", "data/energy.csv:8"]}
)  # fmt: skip
AMMONIA = Destination(fuel="natural_gas", product="ammonia", share=0.8, emitted=0.75, exported=0.25)
METHANOL = Destination(fuel="natural_gas", product="methanol", share=0.2, emitted=0.3, stored=0.5, exported=0.2)  # fmt: skip
PER_TCE = 15.32 * 0.0293076


def to(shelf, *stated):
    return feedstock.destinations(EnergyRules(feedstock=stated), shelf, 2020)


def test_each_tonne_goes_to_one_place(make, in_east):
    posting = feedstock.post(make(CELLS, YEARS), to(in_east, AMMONIA, METHANOL))
    assert posting.unsettled() == []
    gas = posting.posted.sel(fuel="natural_gas", year=2019)
    assert float(gas.sel(product="ammonia", fate="emitted")) == pytest.approx(60 * PER_TCE)
    assert float(gas.sel(product="ammonia", fate="exported")) == pytest.approx(20 * PER_TCE)
    assert float(gas.sel(product="methanol", fate="stored")) == pytest.approx(10 * PER_TCE)
    assert float(posting.fate("stored").sel(fuel="bitumen", year=2019)) == pytest.approx(
        float(posting.carbon.sel(fuel="bitumen", year=2019))
    )


def test_what_has_no_destination_is_left(make, in_east):
    posting = feedstock.post(make(CELLS, YEARS), to(in_east, AMMONIA))
    assert [(y, f) for y, f, _ in posting.unsettled()] == [(2019, "natural_gas"), (2020, "natural_gas")]  # fmt: skip
    assert posting.unsettled()[0][2] == pytest.approx(20 * PER_TCE)


def test_what_is_posted_twice_is_left_negative(make, in_east):
    twice = METHANOL.model_copy(update={"share": 0.5})
    posting = feedstock.post(make(CELLS, YEARS), to(in_east, AMMONIA, twice))
    assert posting.unsettled()[0][2] == pytest.approx(-30 * PER_TCE)


def test_an_account_without_feedstock_has_no_ledger(make, in_east):
    assert feedstock.post(make({("industry", "final", "coke"): 1.0}, YEARS), to(in_east)) is None
    only = {("industry", "feedstock", "electricity"): 1.0}
    assert feedstock.post(make(only, YEARS), to(in_east)) is None


def test_lubricants_are_oxidised_by_a_fifth(in_east):
    known = {d.fuel: d for d in to(in_east)}
    assert sorted(known) == ["bitumen", "lubricants", "paraffin"]
    assert (known["bitumen"].stored, known["lubricants"].emitted, known["paraffin"].stored) == (1.0, 0.2, 0.8)  # fmt: skip


def test_what_the_study_states_goes_before_what_is_known(in_east):
    own = Destination(fuel="lubricants", product="lubricants", emitted=1.0)
    assert [d.emitted for d in to(in_east, own) if d.fuel == "lubricants"] == [1.0]


def test_lines_hold_the_whole_carbon(make, in_east):
    energy = make(CELLS, YEARS)
    lines = feedstock.lines(energy, ROWS, to(in_east, AMMONIA, METHANOL))
    total = sum(line.amounts() for line in lines)
    posting = feedstock.post(energy, to(in_east, AMMONIA, METHANOL))
    assert total == pytest.approx(posting.carbon.sum("fuel").values * 44 / 12, rel=1e-12)


def test_only_what_is_emitted_counts(make, in_east):
    lines = feedstock.lines(make(CELLS, YEARS), ROWS, to(in_east, AMMONIA))
    told = {line.id: (line.category, line.memo, line.counts) for line in lines}
    assert told == {
        "feedstock:industry:natural_gas:ammonia:emitted:CO2": ("2B1", "", True),
        "feedstock:industry:natural_gas:ammonia:exported:CO2": ("2B1", "stored", False),
        "feedstock:industry:bitumen:bitumen:stored:CO2": ("2D", "stored", False),
    }
    assert lines[0].activities[0].refs == ("data/energy.csv:7", "data/energy.csv:8")


def told_by(given, shelf):
    return feedstock.claimed(processes.lines(given, Processes(), shelf)[0])


def test_what_processes_tell_is_left_to_them(make, in_east, statistics_of):
    rows = [("ammonia_output", "gas", "t", {2019: 5.0})]
    claimed = told_by(statistics_of(rows, years=YEARS), in_east)
    assert {product: years.tolist() for product, years in claimed.items()} == {"ammonia": [True, False]}  # fmt: skip
    lines = feedstock.lines(make(CELLS, YEARS), ROWS, to(in_east, AMMONIA), claimed)
    by_fate = {line.kind: line for line in lines if line.item == "ammonia"}
    assert by_fate["emitted"].amounts() == pytest.approx([0.0, 120 * 0.8 * 0.75 * PER_TCE * 44 / 12])  # fmt: skip
    assert (by_fate["exported"].amounts() > 0).all()
    both = {"ammonia": np.ones(2, bool)}
    lines = feedstock.lines(make(CELLS, YEARS), ROWS, to(in_east, AMMONIA), both)
    assert [line.kind for line in lines if line.item == "ammonia"] == ["exported"]


def test_members_of_a_year_left_to_processes_are_nothing(make, in_east):
    claimed = {"ammonia": np.array([True, False])}
    lines = feedstock.lines(make(CELLS, YEARS), ROWS, to(in_east, AMMONIA), claimed)
    (line,) = [one for one in lines if one.kind == "emitted"]

    def doubled(one):
        return np.stack([one.values, 2 * one.values]) if hasattr(one, "refs") else one.values

    assert line.amounts(doubled) == pytest.approx(np.stack([line.amounts(), 2 * line.amounts()]))


@pytest.mark.parametrize(
    ("indicator", "kind", "products"),
    [
        ("methanol_output", "", set()),
        ("ammonia_output", "", {"ammonia"}),
        ("aluminium_output", "prebake_point_fed", {"anodes"}),
        ("aluminium_output", "", set()),
        ("anode_use", "", {"anodes"}),
        ("electrode_use", "", {"electrodes"}),
        ("calcium_carbide_output", "", {"calcium_carbide"}),
        ("lead_output", "", {"lead"}),
        ("lubricant_use", "", {"lubricants"}),
        ("clinker_output", "", set()),
    ],
)
def test_only_a_line_of_carbon_dioxide_claims_its_product(
    in_east, statistics_of, indicator, kind, products
):
    """A statistic whose kind is missing gives no line (PRO011), and its feedstock must go on emitting."""
    given = statistics_of([(indicator, kind, "t", {2019: 5.0, 2020: 6.0})], years=YEARS)
    assert set(told_by(given, in_east)) == products


def test_a_line_without_any_amount_claims_nothing(in_east, statistics_of):
    for years in ({2015: 5.0}, {2019: 0.0, 2020: 0.0}):
        given = statistics_of([("lead_output", "", "t", years)], years=YEARS)
        assert told_by(given, in_east) == {}


@pytest.mark.parametrize("stated", ["anodes", "aluminium"])
def test_petroleum_coke_of_anodes_is_told_once(make, in_east, statistics_of, stated):
    energy = make({("industry", "feedstock", "petroleum_coke"): 10.0}, YEARS)
    destination = Destination(fuel="petroleum_coke", product=stated, emitted=1.0)
    rows = [("aluminium_output", "prebake_point_fed", "t", dict.fromkeys(YEARS, 9.0))]
    claimed = told_by(statistics_of(rows, years=YEARS), in_east)
    assert feedstock.lines(energy, ROWS, to(in_east, destination), claimed) == ()
    (alone,) = feedstock.lines(energy, ROWS, to(in_east, destination))
    assert alone.category == "2C3"


def test_a_share_keeps_its_range(make, in_east):
    energy = make({("industry", "feedstock", "lubricants"): 10.0}, YEARS)
    (emitted, _) = feedstock.lines(energy, ROWS.clear(), to(in_east))
    share = emitted.numbers[0]
    assert (share.value, share.lo95, share.hi95, share.mark) == (0.2, 0.1, 0.3, "M")
