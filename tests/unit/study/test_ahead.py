"""The whole account ahead: what is carried, what goes on by itself, and why nothing is where it cannot be."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from dualcarbon.errors import InputError
from dualcarbon.quantities.paths import read as read_path
from dualcarbon.scenarios import beyond, ensemble
from dualcarbon.scenarios.attribution import attribute
from dualcarbon.scenarios.beyond import Part, emitted
from dualcarbon.study import ahead, all_gases, preparation, running
from dualcarbon.study.ahead import in_two_units, of_chains
from dualcarbon.vocabulary.faults import Place

ROWS = [
    ("industry", "final", "coal", 100.0),
    ("industry", "final", "electricity", 20.0),
    ("transport", "final", "oil", 30.0),
    ("energy_supply", "import", "electricity", 20.0),
]
BASE = """schema = "dualcarbon/scenario/1"
name = "base"
[population]
growth = [{to = 2035, rate = 0.0}]
[gdp]
growth = [{to = 2035, rate = {normal = [0.02, 0.01]}}]
"""
ACTIVITY = "year,sector,indicator,value,unit,source,vintage\n"
CLINKER = {2016: 90, 2017: 95, 2018: 100}
WOOD = {2016: 500, 2017: 509, 2018: 520}


def rows(indicator, unit, values, sector="industry"):
    return "".join(f"{y},{sector},{indicator},{v},{unit},invented,v\n" for y, v in values.items())


@pytest.fixture
def region(small, tmp_path):
    """Write a region that makes cement and has woods; ``more`` stands at the end of its scenario."""

    def written(clinker=CLINKER, wood=WOOD, more=""):
        folder = small["write"](tmp_path / "region", rows=ROWS)
        table = ACTIVITY + rows("clinker_output", "10^4 t", clinker)
        table += rows("forest_stock", "10^4 m3", wood, "total")
        (folder / "data/activity.csv").write_text(table, encoding="utf-8")
        (folder / "scenarios/base.toml").write_text(BASE + more, encoding="utf-8")
        return folder

    return written


def told(prepared, code):
    return [f for f in prepared.warnings if f.code == code]


def computed(folder, members=4):
    """Run a study, and give its block of all gases and the codes of its warnings."""
    found = running.compute(preparation.prepare(folder), "0" * 12, members=members, seed=1)
    return found.summary["scenarios"]["base"]["all_gases"], found


def test_the_base_year_is_the_account_and_parts_sum_to_the_whole(region):
    """Whatever follows, 2018 is the year of the statistics: the ledger's total, to the last digits."""
    prepared = preparation.prepare(region())
    block, found = computed(prepared.folder)
    home = prepared.ledger.territorial
    assert block["co2e_mt"]["2018"] == pytest.approx(home.total("AR5")[-1] / 1e6, rel=1e-12)
    assert next(iter(block["co2e_mt"])) == "2017"  # woods are compared with the year before
    for year in ("2018", "2025", "2035"):
        for parts in ("by_category_mt", "by_gas_mt"):
            whole = sum(of[year] for of in block[parts].values())
            assert whole == pytest.approx(block["co2e_mt"][year], rel=1e-12)
        energy = found.summary["scenarios"]["base"]["territorial_mt"][year]
        assert block["by_category_mt"]["1A"][year] == pytest.approx(energy, rel=1e-12)


def test_activity_that_nobody_speaks_of_is_held_and_told_once(region):
    block, found = computed(region())
    clinker = block["by_category_mt"]["2A1"]
    assert clinker["2035"] == pytest.approx(clinker["2018"], rel=1e-12)
    held = [w for w in found.summary["warnings"] if w["code"] == "AHD001"]
    assert len(held) == len(found.study.scenarios) == 1
    assert "activity.clinker_output" in held[0]["message"]["en"]


def test_a_stock_of_wood_goes_on_by_its_last_change_and_takes_up_what_it_took(region):
    """The woods grew by 110 000 m3 from 2017 to 2018; held, they would take up nothing from 2019 on."""
    block, found = computed(region())
    woods = next(of for name, of in block["by_category_mt"].items() if name.startswith("3B"))
    assert woods["2018"] < 0
    assert [woods[str(y)] for y in range(2018, 2036)] == pytest.approx([woods["2018"]] * 18)
    assert [w["code"] for w in found.summary["warnings"]].count("AHD005") == 1


def test_a_scenario_says_how_activity_goes_and_what_is_abated(region):
    """Clinker halves to 2035 and a fifth of its carbon dioxide is kept from then on: 0.4 of what it was."""
    more = """[activity.clinker_output]
points = {2035 = 5e5}
[abated.clinker_output]
points = {2035 = 0.2}
[activity.forest_stock]
growth = [{to = 2035, rate = 0.0}]
"""
    block, found = computed(region(more=more))
    clinker = block["by_category_mt"]["2A1"]
    assert clinker["2035"] == pytest.approx(0.4 * clinker["2018"], rel=1e-12)
    woods = next(of for name, of in block["by_category_mt"].items() if name.startswith("3B"))
    assert woods["2035"] == pytest.approx(0.0, abs=1e-12)
    codes = {w["code"] for w in found.summary["warnings"]}
    assert not codes & {"AHD001", "AHD005"}


def test_members_differ_by_their_energy_and_share_the_rest(region):
    block, _ = computed(region(), members=16)
    low, middle, high = (block[f"co2e{end}_mt"]["2035"] for end in ("_low", "", "_high"))
    assert low < middle < high
    assert block["co2e_low_mt"]["2018"] == pytest.approx(block["co2e_mt"]["2018"], rel=1e-12)


def test_who_makes_the_difference_shares_that_of_all_gases(region):
    """Less clinker and less growth: what both make is the difference, year by year, in all gases."""
    prepared = preparation.prepare(
        region(more="[activity.clinker_output]\npoints = {2035 = 5e5}\n")
    )
    full = prepared.scenarios["base"]
    paths = {key: path for key, path in full.paths.items() if not key.startswith("activity.")}
    paths["gdp"] = read_path("gdp", {"growth": [{"to": 2035, "rate": 0.05}]}, Place())
    one = dataclasses.replace(full, name="one", paths=paths)
    seen, tree, span = prepared.planted
    found = attribute(one, full, seen, tree, span, seed=1)
    assert {p.id for p in found.players} == {"growth", "activities"}
    runs = [ensemble.central(s, seen, tree, span) for s in (one, full)]
    whole = []
    for run in runs:
        ahead = {k: v[None, -len(span.years) :] for k, v in run.parameters.items()}
        cells = {c: v[None, -len(span.years) :] for c, v in run.energy.items()}
        beside = sum(emitted(tree.beyond, ahead, cells).values())
        whole.append(run.totals.territorial[0, -len(span.years) :] + beside[0])
    apart = whole[1] - whole[0]
    assert abs(apart[-1]) > 1e5
    np.testing.assert_allclose(
        found.shares.all_gases.sum(axis=0), apart, rtol=0, atol=1e-9 * whole[0].max()
    )


def test_more_than_everything_cannot_be_abated(region):
    folder = region(more="[abated.clinker_output]\npoints = {2035 = 1.2}\n")
    with pytest.raises(Exception, match="between 0 and 1"):
        computed(folder)


@pytest.mark.parametrize("patched", [(all_gases, "emitted"), (beyond, "emitted")])
def test_a_source_that_falls_below_nothing_is_refused(region, monkeypatch, patched):
    """More is recovered than is made, centrally or in members: no scenario may count that as a sink."""

    def less(beyond, given, energy):
        found = emitted(beyond, given, energy)
        cement = Part("2A1", "CO2")
        return found | {cement: found[cement] - 2 * found[cement].max() * (np.arange(18) >= 12)}

    monkeypatch.setattr(*patched, less)
    with pytest.raises(InputError) as caught:
        computed(region())
    (fault,) = {f.sentence(): f for f in caught.value.faults}.values()
    assert fault.code == "AHD006"
    assert "2A1" in fault.message("en") or "ement" in fault.message("en")
    assert "2030" in fault.message("zh")


CARS = "HFC-134a/vehicle_air_conditioning"


@pytest.fixture
def cooled(region):
    """Write a region whose cars hold 60 t of gas in 2018; what retires of it to 2035 is stated."""

    def written(retired):
        key = f"activity.fgas_retired.{CARS.replace('/', '.')}"
        folder = region(more=f"[{key}]\npoints = {{2035 = {retired}}}\n")
        table = "year,sector,indicator,kind,value,unit,source,vintage\n"
        counted = {"fgas_new": {2016: 20, 2017: 20, 2018: 20}, "fgas_retired": dict.fromkeys((2016, 2017, 2018), 0)}  # fmt: skip
        table += "".join(
            f"{year},total,{name},{CARS},{value},t,invented,v\n"
            for name, values in counted.items()
            for year, value in values.items()
        )
        (folder / "data/activity.csv").write_text(table, encoding="utf-8")
        return folder

    return written


def test_of_a_bank_no_more_retires_than_is_in_it(cooled):
    """At 20 t a year more and up to 150 t that retire the bank is empty before 2035, and would be less than empty."""
    block, _ = computed(cooled(10))
    assert block["by_gas_mt"]["HFC-134a"]["2035"] > 0
    with pytest.raises(InputError) as caught:
        computed(cooled(150))
    (fault,) = {f.sentence(): f for f in caught.value.faults}.values()
    told = dict(fault.params)
    assert (fault.code, told["gas"], told["year"]) == ("AHD006", "HFC-134a", 2035)
    assert told["value"] < 0
    assert "activity.*_recovered" in fault.advice("en")


def test_less_than_nothing_cannot_be_done(region):
    folder = region(more="[activity.clinker_output]\npoints = {2035 = -500}\n")
    with pytest.raises(InputError) as caught:
        computed(folder)
    assert "TRE031" in {fault.code for fault in caught.value.faults}


def test_wood_that_lacks_the_base_year_goes_on_to_it_and_is_told(region):
    """The last inventory is of 2017; the account holds what it took up, and so do the years to come."""
    folder = region(wood={2015: 490, 2016: 500, 2017: 510})
    assert len(told(preparation.prepare(folder), "AHD003")) == 1
    study = folder / "study.toml"
    hold = '\n[account.land]\nafter_last_inventory = "hold"\n'
    study.write_text(study.read_text(encoding="utf-8") + hold, encoding="utf-8")
    prepared = preparation.prepare(folder)
    (fault,) = told(prepared, "AHD004")
    assert "activity.forest_stock" in fault.sentence("en")
    block, _ = computed(folder)
    woods = next(of for name, of in block["by_category_mt"].items() if name.startswith("3B"))
    assert woods["2035"] == pytest.approx(woods["2018"])


def test_without_a_figure_of_the_base_year_nothing_is_carried_and_why_is_told(region):
    prepared = preparation.prepare(region(clinker={2016: 90, 2017: 95}))
    assert prepared.planted[1].beyond is None
    (fault,) = told(prepared, "AHD003")
    assert "2018" in fault.sentence("en")
    assert "2018" in fault.sentence("zh")


def test_a_region_without_anything_beside_energy_carries_energy_alone(small, tmp_path):
    folder = small["write"](tmp_path / "bare", rows=ROWS)
    (folder / "scenarios/base.toml").write_text(BASE, encoding="utf-8")
    block, found = computed(folder)
    territorial = found.summary["scenarios"]["base"]["territorial_mt"]
    beside = {n: of for n, of in block["by_category_mt"].items() if n != "1A"}
    gases = sum(of["2035"] for of in beside.values())
    assert block["co2e_mt"]["2035"] == pytest.approx(territorial["2035"] + gases, rel=1e-12)


def test_an_account_that_does_not_come_back_is_not_carried(region, monkeypatch):
    monkeypatch.setattr(ahead, "emitted", lambda *_: {Part("2A1", "CO2"): np.zeros((1, 1))})
    prepared = preparation.prepare(region())
    assert prepared.planted[1].beyond is None
    assert len(told(prepared, "AHD002")) == 1


def test_rows_after_the_base_year_do_not_stand_in_the_way(region):
    """The account ends in 2018; a later row of activity is none of its years."""
    prepared = preparation.prepare(region(clinker={**CLINKER, 2019: 70}))
    assert prepared.planted[1].beyond is not None


def test_one_path_cannot_serve_two_units(region):
    lines = preparation.prepare(region()).planted[1].beyond.ledger.lines
    clinker = next(x for x in lines if x.item == "clinker_output")
    series = clinker.activities[0]
    other = dataclasses.replace(clinker, inputs=(series.times(1e-3, "kt"), *clinker.inputs[1:]))
    assert in_two_units(lines) == []
    assert in_two_units([*lines, other]) == ["activity.clinker_output"]


class Chain:
    """A chain that took its coal of industry."""

    def cells(self):
        return [("energy_supply", "chains.x", "coal"), ("energy_supply", "chains.x", "hydrogen")]

    def home(self, cell, _):
        return ("industry", "final", "coal") if cell[2] == "coal" else None


def test_what_a_chain_took_of_a_cell_burns_as_it_did(region):
    tree = dataclasses.replace(preparation.prepare(region()).planted[1], chains=(Chain(),))
    factors = {("industry", "final", "coal"): 0.05}
    assert of_chains(factors, tree, []) == {**factors, ("energy_supply", "chains.x", "coal"): 0.05}


def test_the_table_of_gases_holds_every_part(region):
    prepared = preparation.prepare(region())
    found = running.compute(prepared, "0" * 12, members=2, seed=1)
    table = found.tables["gases"]
    block = found.summary["scenarios"]["base"]["all_gases"]
    year = table.filter((table["year"] == 2035) & (table["scenario"] == "base"))
    assert year["amount_tco2e"].sum() / 1e6 == pytest.approx(block["co2e_mt"]["2035"], rel=1e-12)
    assert set(year["category"]) == set(block["by_category_mt"])


def test_what_is_recovered_at_a_landfill_is_not_abated_again(region):
    """Half of what leaves after recovery is kept: the net methane of 4A is halved, whatever is recovered."""
    study = '\n[account.waste]\nbackcast = "amount"\nbulk_doc = 0.15\n'
    table = "year,sector,indicator,kind,value,unit,source,vintage\n"
    for name, kind, value in (("waste_landfilled", "managed", 400000), ("landfill_methane_recovered", "", 3000)):  # fmt: skip
        table += "".join(f"{y},total,{name},{kind},{value},t,invented,v\n" for y in (2016, 2017, 2018))  # fmt: skip
    net = {}
    for share in (0.0, 0.5):
        folder = region(more=f"[abated.waste_landfilled.managed]\npoints = {{2030 = {share}}}\n")
        (folder / "data/activity.csv").write_text(table, encoding="utf-8")
        text = (folder / "study.toml").read_text(encoding="utf-8")
        (folder / "study.toml").write_text(text.replace(study, "") + study, encoding="utf-8")
        net[share] = computed(folder)[0]["by_category_mt"]["4A"]["2030"]
    assert net[0.0] > 0
    assert net[0.5] == pytest.approx(net[0.0] / 2, rel=1e-12)
    prepared = preparation.prepare(folder)
    assert "abated.landfill_methane_recovered" not in prepared.planted[1].units
