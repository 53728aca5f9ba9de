"""Which assumption moves neutrality: asked of a region with woods, where one assumption alone moves what they take up."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from dualcarbon.neutrality.assessment import State
from dualcarbon.neutrality.odds import odds
from dualcarbon.study import all_gases, futures, moved, preparation

ROWS = [
    ("industry", "final", "coal", 100.0),
    ("industry", "final", "electricity", 20.0),
    ("transport", "final", "oil", 30.0),
    ("energy_supply", "import", "electricity", 20.0),
]
HEAD = 'schema = "dualcarbon/scenario/1"\nname = "base"\n'
PEOPLE = "[population]\ngrowth = [{to = 2035, rate = {normal = [0.0, 0.01]}}]\n"
GDP = "[gdp]\ngrowth = [{to = 2035, rate = {normal = [-0.005, 0.003]}}]\n"
WOODS = "[activity.forest_stock]\ngrowth = [{to = 2035, rate = {uniform = [0.010, 0.030]}}]\n"
ACTIVITY = "year,sector,indicator,value,unit,source,vintage\n"
CLINKER = {2016: 90, 2017: 95, 2018: 100}
WOOD = {2016: 11700, 2017: 12000, 2018: 12300}
MEMBERS = 256


def rows(indicator, unit, values, sector):
    return "".join(f"{y},{sector},{indicator},{v},{unit},invented,v\n" for y, v in values.items())


@pytest.fixture(scope="module")
def region(small, tmp_path_factory):
    """Compute a region with cement and woods, and look at it: the scenario in all gases, and what moves it."""

    def made(text, *, woods=True):
        folder = small["write"](tmp_path_factory.mktemp("neutral") / "region", rows=ROWS)
        table = ACTIVITY + rows("clinker_output", "10^4 t", CLINKER, "industry")
        table += rows("forest_stock", "10^4 m3", WOOD, "total") if woods else ""
        (folder / "data/activity.csv").write_text(table, encoding="utf-8")
        (folder / "scenarios/base.toml").write_text(HEAD + text, encoding="utf-8")
        one = preparation.prepare(folder)
        ahead = futures.run(one.study, one.account, one.planted, one.scenarios, (), members=MEMBERS, seed=1)  # fmt: skip
        gases = all_gases.of_study(one, ahead)[0]["base"]
        return gases, moved.run(ahead, one.planted, gases=gases)

    return made


@pytest.fixture(scope="module")
def both(region):
    return region(PEOPLE + GDP + WOODS)


def total(found, name):
    ids = [one.id for one in found.groups]
    shares = found.outputs[name].indices.total
    return dict(zip(ids, (one.value for one in shares), strict=True))


def test_the_woods_move_what_is_left_and_nothing_of_energy(both):
    gases, found = both
    assert gases.neutrality.co2.state is not State.NOT_ASSESSABLE
    assert total(found, "co2_2035_mt")["activity.forest_stock"] == 0.0
    assert total(found, "co2_2035_mt")["gdp"] == pytest.approx(1.0, abs=0.05)
    for name in ("net_2035_mt", "net_co2_2035_mt", "neutral_by_2035"):
        shares = total(found, name)
        assert shares["population"] == 0.0
        assert shares["activity.forest_stock"] > shares["gdp"] > 0


def test_what_adds_up_shares_its_variance_by_its_parts(both):
    """Net = energy (of GDP alone) + cement (held) - woods (of the woods alone), so the shares are those of the variances."""
    gases, found = both
    net, name = gases.nets["ghg"].values[:, -1] / 1e6, "net_2035_mt"
    energy = gases.parts[all_gases.ENERGY][-1] / 1e6
    assert found.outputs[name].spread == pytest.approx(net.std(), rel=0.1)
    assert found.outputs[name].indices.alone.value == pytest.approx(1.0, abs=0.05)
    part = (found.outputs["co2_2035_mt"].spread / found.outputs[name].spread) ** 2
    assert total(found, name)["gdp"] == pytest.approx(part, abs=0.05)
    assert total(found, name)["activity.forest_stock"] == pytest.approx(1 - part, abs=0.05)
    assert abs(net.mean()) < energy  # woods take up about what is emitted: that is what is asked


def test_the_probability_is_that_of_the_ensemble(both):
    gases, found = both
    likely = odds(gases.members)
    assert 0.05 < likely.probability < 0.95
    error = 5 * 0.5 / np.sqrt(MEMBERS)
    assert found.outputs["neutral_by_2035"].mean == pytest.approx(likely.probability, abs=error)
    half = likely.year(0.5)
    asked = [n for n in found.outputs if n.startswith("neutral_by")]
    assert asked == ([f"neutral_by_{half}"] if half in range(2019, 2035) else []) + ["neutral_by_2035"]  # fmt: skip


def test_where_neutrality_can_be_judged_nothing_stands_for_it(both):
    _, found = both
    assert "SEN008" not in {fault.code for fault in found.told}
    level = found.ends["activity.forest_stock"]
    assert level["neutral_by_2035"].high > level["neutral_by_2035"].low
    assert level["net_2035_mt"].high < level["net_2035_mt"].low


def test_one_assumption_alone_moves_all_that_moves(region):
    _, found = region(PEOPLE + "[gdp]\ngrowth = [{to = 2035, rate = -0.005}]\n" + WOODS)
    shares = total(found, "net_2035_mt")
    assert shares["population"] == 0.0
    assert shares["activity.forest_stock"] == pytest.approx(1.0, abs=1e-3)
    assert found.outputs["co2_2035_mt"].indices is None
    assert found.outputs["co2_2035_mt"].spread == pytest.approx(0.0, abs=1e-12)


def test_without_sinks_the_emissions_stand_for_it_and_that_is_told(region):
    gases, found = region(PEOPLE + GDP, woods=False)
    assert gases.neutrality.ghg.state is State.NOT_ASSESSABLE
    assert not any("net" in name or "neutral" in name for name in found.outputs)
    (fault,) = [fault for fault in found.told if fault.code == "SEN008"]
    assert "the path holds no inventory sinks" in fault.sentence("en")
    assert "清单碳汇" in fault.sentence("zh")


def test_where_only_all_gases_cannot_be_judged_that_is_told(both):
    gases, _ = both
    judged = gases.neutrality
    ghg = dataclasses.replace(judged.ghg, state=State.NOT_ASSESSABLE, missing=("gases",))
    partly = dataclasses.replace(gases, neutrality=dataclasses.replace(judged, ghg=ghg))
    assert list(moved._judged(partly)) == ["co2"]
    (fault,) = moved._of_neutrality(None, partly)
    assert "in all gases" in fault.sentence("en")
    assert "gases other than CO2" in fault.sentence("en")
