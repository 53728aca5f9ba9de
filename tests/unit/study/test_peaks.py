"""Peaks of sectors and districts, who moves the total, and what a fall ahead is made of."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
import xarray as xr

from dualcarbon.diagnosis.decomposition import chain, join
from dualcarbon.inventory.districts import Compared
from dualcarbon.inventory.totals import TRADE
from dualcarbon.peak.verdict import judge
from dualcarbon.quantities.draws import Draws
from dualcarbon.scenarios import ensemble, members, projection
from dualcarbon.scenarios.assumptions import evaluate, keys_of_draws, with_history
from dualcarbon.scenarios.beyond import emitted
from dualcarbon.study import judged, peaks, preparation, running, template
from dualcarbon.vocabulary.faults import Fault

YEARS = range(2006, 2021)
RISING_COAL = [100.0 * 1.02**k for k in range(15)]


def study(folder, gdp, coal=RISING_COAL, *, ahead="", intensity=""):
    """Make a study of one sector, coal and GDP, whose baseline is written anew where asked."""
    template.make(folder)
    rows = {
        "data/population.csv": [f"{y},population,500,10^4 person,made up,v" for y in YEARS],
        "data/energy.csv": [f"{y},total,consumption,coal,{v!r},10^4 tce,made up,v" for y, v in zip(YEARS, coal, strict=True)],
    }  # fmt: skip
    if gdp:
        rows["data/economy.csv"] = [f"{y},total,value_added,{v!r},10^8 CNY2020,made up,v" for y, v in zip(YEARS, gdp, strict=True)]  # fmt: skip
    else:
        (folder / "data/economy.csv").unlink()
    for file, lines in rows.items():
        with (folder / file).open("a", encoding="utf-8") as whole:
            whole.write("\n".join(lines) + "\n")
    if ahead:
        head = 'schema = "dualcarbon/scenario/1"\nname = "baseline"\ntitle = {en = "B", zh = "B"}\n'
        (folder / "scenarios/baseline.toml").write_text(head + ahead + intensity, encoding="utf-8")
        (folder / "scenarios/policy.toml").write_text(
            head.replace("baseline", "policy") + 'extends = "baseline"\n', encoding="utf-8"
        )
    return running.compute(preparation.prepare(folder), "0" * 12, members=8, seed=1)


GROWN = [500.0 * 1.06**k for k in range(15)]
SHRINKS = '[gdp]\ngrowth = [{to = 2060, rate = -0.03}]\nmark = "A"\n'
GROWS = '[gdp]\ngrowth = [{to = 2060, rate = 0.03}]\nmark = "A"\n'
STILL = '[population]\ngrowth = [{to = 2060, rate = 0.0}]\nmark = "A"\n'
BETTER = '[intensity.total]\ngrowth = [{to = 2060, rate = -0.06}]\nmark = "A"\n'


class TestRuns:
    @pytest.fixture
    def summary(self, computed):
        return computed["jiangsu"].summary

    def test_each_sector_of_a_scenario_is_judged_on_its_own_cells(self, computed, summary):
        cells = computed["jiangsu"].tables["pathway_cells"]
        for name, one in summary["scenarios"].items():
            own = cells.filter(
                (pl.col("scenario") == name) & ~pl.col("flow").is_in(["import", "export"])
            )
            sums = own.group_by("sector", "year").agg(pl.col("emissions_tco2").sum()).sort("year")
            for sector, told in one["peak_by_sector"].items():
                rows = sums.filter(pl.col("sector") == sector)
                path = xr.DataArray(
                    rows["emissions_tco2"].to_numpy(), coords={"year": rows["year"].to_list()}
                )
                verdict = judge(path, noise=False)
                assert told["verdict"] == verdict.kind.value
                assert told["highest_year"] == verdict.year
                assert told["amount_mt"] == pytest.approx(verdict.amount / 1e6, rel=1e-9)  # fmt: skip

    def test_what_the_sectors_moved_adds_up_to_the_total(self, summary):
        for one in summary["scenarios"].values():
            told = one["peak_movers"]
            start, end = (one["territorial_mt"][str(y)] for y in told["window"])
            assert sum(told["change_mt"].values()) == pytest.approx(end - start, abs=1e-6)
            assert told["total_mt"] == pytest.approx(end - start, abs=1e-6)
            assert told["window"] == [one["peak"]["year"], summary["horizon"]]
            signs = {np.sign(told["change_mt"][s]) for s in told["movers"]}
            assert signs == {np.sign(told["total_mt"])}

    def test_the_effects_of_a_fall_ahead_add_up(self, summary):
        for one in summary["scenarios"].values():
            told = one["peak_confirmation"]
            path = one["territorial_mt"]
            change = path[str(told["to"])] - path[str(told["from"])]
            assert told["change_mt"] == pytest.approx(change, abs=1e-6)
            assert sum(told["effects_mt"].values()) == pytest.approx(change, abs=1e-6)
            assert told["state"] == "supported"
        assert "capture" in summary["scenarios"]["enhanced"]["peak_confirmation"]["effects_mt"]
        assert "capture" not in summary["scenarios"]["baseline"]["peak_confirmation"]["effects_mt"]

    def test_the_past_is_judged_by_sector_and_never_across_its_break(self, summary):
        past = summary["diagnosis"]
        sectors = summary["inventory"]["by_sector_mt"]
        assert list(past["peak_by_sector"]) == list(sectors)
        assert {one["verdict"] for one in past["peak_by_sector"].values()} == {"revision"}
        start, end = past["peak_movers"]["window"]
        assert (start, end) == (2012, 2017)
        for sector, change in past["peak_movers"]["change_mt"].items():
            own = sectors[sector]
            assert change == pytest.approx(own["2017"] - own["2012"], abs=1e-9)


def test_a_fall_ahead_by_a_smaller_economy_is_a_slump_and_told(tmp_path):
    found = study(tmp_path / "smaller", GROWN, ahead=SHRINKS)
    told = found.summary["scenarios"]["baseline"]["peak_confirmation"]
    assert (told["from"], told["to"], told["state"]) == (2020, 2060, "slump")
    assert told["effects_mt"]["affluence"] == pytest.approx(told["change_mt"])
    warned = [w for w in found.warnings if w.code == "PEAK021"]
    assert [w.place.key for w in warned] == [
        f"scenarios.{name}.peak_confirmation" for name in ("baseline", "policy")
    ]
    assert "a fall by slump comes back" in warned[0].message()
    assert "经济衰退" in warned[0].message("zh")


def test_a_fall_ahead_by_less_energy_per_value_is_supported(tmp_path):
    found = study(tmp_path / "better", GROWN, ahead=GROWS, intensity=BETTER)
    told = found.summary["scenarios"]["baseline"]["peak_confirmation"]
    assert told["state"] == "supported"
    assert told["effects_mt"]["affluence"] > 0 > told["effects_mt"]["intensity"]
    assert not [w for w in found.warnings if w.code == "PEAK021"]


def test_where_one_sector_is_all_its_odds_are_those_of_the_total(tmp_path):
    found = study(tmp_path / "one", GROWN).summary
    for one in found["scenarios"].values():
        assert list(one["peak_by_sector"]) == ["total"]
        sector = one["peak_by_sector"]["total"]
        for key in ("no_peak", "probability_by", "verdicts", "year_p50"):
            assert sector[key] == one["peak"][key]
        assert sector["amount_p90_mt"] == pytest.approx(one["peak"]["amount_p90_mt"], rel=1e-12)


@pytest.fixture(params=["policy", "enhanced"])
def of_all(request, prepared):
    """A scenario of Jiangsu with measures, its members by sector and beside energy, and all of them cell by cell."""
    one = prepared["jiangsu"]
    (seen, tree, span), scenario = one.planted, one.scenarios[request.param]
    draws = Draws(keys_of_draws(list(one.scenarios.values())), 16, 1)
    history = projection.observed(seen, tree)
    base = {key: float(series[-1]) for key, series in history.items()}
    given = evaluate(scenario, tree, base, span, draws)
    whole = with_history(history, given)
    made = projection.generated(projection.project(whole, tree), ensemble.factors(seen, span), whole)  # fmt: skip
    parts = emitted(tree.beyond, given, projection.project(given, tree))
    return (scenario, *one.planted, draws), projection.emitted(made, whole), parts


def test_members_by_sector_and_beside_energy_are_those_of_every_cell(of_all):
    asked, burnt, parts = of_all
    many, sectors = ensemble.whole(*asked)
    size = many.territorial.values.max()
    for name in sectors.sector.values:
        cells = sum(v for (sector, flow, _), v in burnt.items() if sector == name and flow not in TRADE)  # fmt: skip
        found = sectors.sel(sector=name).values.T
        np.testing.assert_allclose(found, cells, rtol=1e-12, atol=1e-12 * size)
    carbon = [v for part, v in parts.items() if part.gas == "CO2"]
    for scope, some in (("ghg", parts.values()), ("co2", carbon)):
        np.testing.assert_allclose(many.beside[scope], np.broadcast_to(sum(some), many.beside[scope].shape), rtol=1e-12)  # fmt: skip


def test_members_may_be_taken_in_blocks(of_all, monkeypatch):
    whole, all_sectors = ensemble.whole(*of_all[0])
    monkeypatch.setattr(members, "BLOCK", 8)
    parts, sectors = ensemble.whole(*of_all[0])
    np.testing.assert_array_equal(sectors, all_sectors)
    for scope, values in whole.beside.items():
        np.testing.assert_array_equal(parts.beside[scope], values)


def test_without_gdp_a_fall_is_no_slump_for_want_of_knowledge(tmp_path):
    coal = [100.0, 106.0, 112.0, 119.0, *(119.0 * 0.95**k for k in range(1, 12))]
    found = study(tmp_path / "unknown", [], coal, ahead=STILL).summary
    assert found["diagnosis"]["peak"]["verdict"] == "peaked"
    assert found["diagnosis"]["peak"]["confirmation"] is None
    assert found["scenarios"]["baseline"]["peak_confirmation"] is None


class TestDistricts:
    def rows(self, years, missing=(), unit="Mt CO2"):
        return [
            Compared(
                year=y,
                indicator="co2_total",
                unit=unit,
                parts={"North": 10.0 - 0.5 * (y - 2010), "South": 5.0 + 0.1 * (y - 2010)},
                missing=("East",) if y in missing else (),
                whole=None,
            )
            for y in years
        ]

    def test_each_is_judged_and_the_movers_of_their_sum_are_told(self):
        told = judged.districts(self.rows(range(2010, 2018)))
        assert told["peak_by_district"]["South"]["verdict"] == "rising"
        assert told["peak_by_district"]["North"]["highest_year"] == 2010
        assert told["peak_by_district"]["North"]["amount_mt"] == pytest.approx(10)
        movers = told["peak_movers_by_district"]
        assert (movers["window"], movers["movers"]) == ([2010, 2017], ["North"])
        assert movers["change_mt"] == pytest.approx({"North": -3.5, "South": 0.7})

    def test_units_do_not_matter(self):
        one = judged.districts(self.rows(range(2010, 2018)))
        other = judged.districts(self.rows(range(2010, 2018), unit="10^4 t CO2"))
        north = [d["peak_by_district"]["North"]["amount_mt"] for d in (one, other)]
        assert north == pytest.approx([10, 0.1])

    @pytest.mark.parametrize(
        ("years", "missing", "said"),
        [
            (range(2010, 2015), (), "carbon dioxide of 5 years"),
            ([*range(2010, 2014), *range(2015, 2020)], (), "without a district or a year: 2014"),
            (range(2010, 2018), (2012, 2016), "without a district or a year: 2012, 2016"),
        ],
    )
    def test_a_short_or_broken_history_is_told_not_judged(self, years, missing, said):
        found = peaks.of_districts(self.rows(years, missing))
        assert isinstance(found, Fault)
        assert said in found.message()
        refused = judged.districts(self.rows(years, missing))["peak_by_district"]["refused"]
        assert (refused["code"], refused["zh"]) == ("PEAK022", found.sentence("zh"))

    def test_no_table_is_no_verdict(self):
        assert judged.districts([]) == {"peak_by_district": {}}


def decomposed(names=("activity", "intensity")):
    """Decompose two sectors by two factors in three years: 8 x 1, 8 x 0.5; and 2 x 1 throughout."""
    years = {"year": [2018, 2019, 2020]}

    def of(sector, *factors):
        coords = {**years, "sector": [sector]}
        made = {
            n: xr.DataArray(np.array([v]).T, dims=("year", "sector"), coords=coords)
            for n, v in zip(names, factors, strict=True)
        }
        return chain(made)

    both = zip(of("industry", [8, 8, 8], [1, 0.5, 0.25]), of("transport", [2, 2, 2], [1, 1, 1]), strict=True)  # fmt: skip
    return [join(pair, "sector") for pair in both]


def test_effects_on_a_sector_are_its_own_and_what_they_leave_is_other():
    effects = peaks.of_sector(decomposed(), "industry", 2018, 2020, -6.5)
    assert effects == pytest.approx({"activity": 0, "intensity": -6, "other": -0.5})
    later = peaks.of_sector(decomposed(), "industry", 2019, 2020, -2)
    assert later == pytest.approx({"activity": 0, "intensity": -2, "other": 0})


def test_effects_are_unknown_without_the_sector_the_years_or_the_economy():
    assert peaks.of_sector(decomposed(), "services", 2018, 2020, 0.0) is None
    assert peaks.of_sector(decomposed(), "industry", 2020, 2020, 0.0) is None
    assert peaks.of_sector(decomposed(("use", "mix")), "industry", 2018, 2020, 0.0) is None
