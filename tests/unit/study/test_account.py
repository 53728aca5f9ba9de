"""The account of a study: own factors by their line, what the scenarios start from, checks that are told."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from dualcarbon.errors import BalanceNotClosed, InputError
from dualcarbon.scenarios.projection import IMPORT
from dualcarbon.study import account as accounts
from dualcarbon.study.preparation import prepare


@pytest.fixture
def account(prepared):
    return prepared["jiangsu"].account


def given(study, table):
    return pl.read_csv(study / table, schema_overrides={"value": pl.Float64})


def refused(study):
    with pytest.raises(InputError) as caught:
        prepare(study)
    return [(f.code, f.message()) for f in caught.value.faults]


def add(study, *lines):
    with (study / "data/energy.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{line},10^4 tce,made up,contest 2023\n" for line in lines)


def every_year(text):
    return [f"{year},{text}" for year in range(2010, 2018)]


def test_territory_is_fuel_times_factor(account, examples):
    factors = given(examples / "jiangsu", "factors.csv").rename({"value": "factor"})
    used = given(examples / "jiangsu", "data/energy.csv").join(
        factors.filter(pl.col("purpose") == "direct"), on=["year", "sector", "flow", "fuel"]
    )
    sums = used.group_by("year").agg((pl.col("value") * pl.col("factor")).sum() * 1e4).sort("year")
    np.testing.assert_allclose(account.territorial.values, sums["value"], rtol=1e-12)
    assert account.by_sector.sum("sector").values.tolist() == pytest.approx(sums["value"].to_list())


def test_own_records_name_their_line_and_their_year(prepared, examples):
    rows = prepared["jiangsu"].read.factors.frame
    records = accounts.own_records(rows, "320000")
    lines = (examples / "jiangsu/factors.csv").read_text(encoding="utf-8").splitlines()
    first = records[0]
    assert (first.id, first.first_year, first.last_year, first.region) == (
        "factors.csv:2",
        2010,
        2010,
        "320000",
    )
    assert lines[1].startswith(
        f"2010,{first.sector},{first.flow},{first.fuel},{first.purpose},{first.value}"
    )
    assert len(records) == len(lines) - 1
    assert accounts.own_records(None, "320000") == []


def test_the_scenarios_start_from_the_account(account):
    seen = accounts.observed(account)
    assert seen.years == tuple(range(2010, 2018))
    assert (seen.money, seen.value_added.keys() >= {"industry", "energy_supply"}) == (
        "CNY2010",
        True,
    )
    assert "total" not in seen.value_added
    assert seen.import_factor[-1] == pytest.approx(3.0688, abs=1e-4)
    assert IMPORT in seen.energy
    assert IMPORT not in seen.factor
    assert {cell[2] for cell in seen.factor} == {"coal", "oil", "natural_gas", "other_energy"}
    assert sum(v.sum() for c, v in seen.energy.items() if c != IMPORT) == pytest.approx(
        float(account.energy_total.sum())
    )


def test_electricity_sent_out_is_netted(selling, account):
    seen = accounts.observed(prepare(selling.folder / "inputs").account)
    before = accounts.observed(account)
    assert (seen.energy[IMPORT] - before.energy[IMPORT]).tolist() == pytest.approx([-1e6] * 8)
    assert not any(cell[1] == "export" for cell in seen.energy)


def test_a_carrier_that_does_not_close_is_told_by_year(selling, account):
    told = [w for w in selling.warnings if w.code == "BAL001"]
    assert [dict(w.params)["year"] for w in told] == list(range(2010, 2018))
    assert not [w for w in account.warnings if w.code == "BAL001"]


def test_traded_heat_is_in_history_only_and_told(copied, account):
    add(copied, *every_year("energy_supply,import,heat,10"))
    with (copied / "factors.csv").open("a", encoding="utf-8") as file:
        rows = every_year("energy_supply,import,heat,import,4.0,t CO2/tce,,,made up,A")
        file.writelines(f"{row}\n" for row in rows)
    one = prepare(copied)
    (fault,) = [w for w in one.warnings if w.code == "SCN013"]
    assert "trade of heat in import rows is outside the scenario tree" in fault.message()
    off = one.account.trade - account.trade
    assert off.values.tolist() == pytest.approx([10e4 * 4.0] * 8)
    assert ("energy_supply", "import", "heat") not in one.planted[0].energy


def test_feedstock_is_energy_but_not_burnt(copied, account):
    add(copied, *every_year("industry,feedstock,oil,100"))
    one = prepare(copied).account
    assert one.territorial.values.tolist() == account.territorial.values.tolist()
    assert (one.energy_total - account.energy_total).values.tolist() == pytest.approx([1e6] * 8)


def test_consumption_beside_a_balance_is_refused(copied):
    add(copied, *every_year("total,consumption,coal,20000"))
    assert [code for code, _ in refused(copied)] == ["INV010"]


def test_a_publication_needs_rows_and_cells(copied, edit):
    edit(
        copied / "study.toml",
        'cells = [{sector = "transport", flow = "final"}]',
        'cells = [{sector = "transport", flow = "feedstock"}]',
    )
    ((code, said),) = refused(copied)
    assert code == "INV012"
    assert "user_charged" in said
    (copied / "data/published.csv").unlink()
    edit(
        copied / "study.toml",
        'cells = [{sector = "transport", flow = "feedstock"}]',
        'cells = [{sector = "transport", flow = "final"}]',
    )
    assert (
        "INV009",
        "study.toml: replication user_charged has no rows in data/published.csv",
    ) in refused(copied)


def test_a_cell_counted_twice_breaks_the_bridge(copied, edit):
    edit(
        copied / "study.toml",
        'cells = [{sector = "transport", flow = "final"}]',
        'cells = [{sector = "transport", flow = "final"}, {sector = "industry", flow = "final"}]',
    )
    with pytest.raises(
        BalanceNotClosed, match="user_charged: the bridge misses the published total"
    ):
        prepare(copied)


def test_a_gap_nobody_declared_is_told_as_not_explained(copied, edit):
    text = (copied / "study.toml").read_text(encoding="utf-8")
    before, _, rest = text.partition("[[replications.exceptions]]")
    after = rest[rest.index("[[fills]]") :]
    (copied / "study.toml").write_text(before + after, encoding="utf-8")
    (fault,) = [w for w in prepare(copied).warnings if w.code == "INV004"]
    assert fault.message().endswith("; not explained")
    assert fault.message("zh").endswith("；未能解释")


def test_a_publication_of_fewer_years_is_held_to_those(copied):
    published = copied / "data/published.csv"
    rows = published.read_text(encoding="utf-8").splitlines()
    published.write_text(
        "\n".join(r for r in rows if not r.startswith("user_charged,2010")) + "\n", encoding="utf-8"
    )
    one = prepare(copied).account.replications["user_charged"]
    assert one.total.year.values.tolist() == list(range(2011, 2018))
