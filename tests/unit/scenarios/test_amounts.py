"""Amounts at levels, in a row, drawn, and in coalitions: power plants emit 250 t, industry 151 t; other conversion gives
back 4 tce of coal, losses take 0.5 tce of oil."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dualcarbon.errors import InputError
from dualcarbon.quantities.distributions import Normal
from dualcarbon.quantities.draws import Draws
from dualcarbon.scenarios import projection
from dualcarbon.scenarios.deployment import deploy

COAL = ("energy_supply", "other_transformation", "coal")
OIL = ("energy_supply", "losses", "oil")


def capture(value, path="capture.power", **more):
    return {"path": path, "op": "capture", "value": value, "unit": "t CO2", **more}


def add(path, value, **more):
    return {"path": path, "op": "add", "value": value, "unit": "tce", **more}


@pytest.fixture
def caught(seen, tree):
    """Give what is captured in the last year. [t CO2]."""

    def made(given):
        factor = {cell: f[-1:] for cell, f in seen.factor.items()}
        cells = projection.project(given, tree)
        return projection.totals(cells, factor, given, None).captured[:, -1]

    return made


def codes(work):
    with pytest.raises(InputError) as found:
        work()
    return [fault.code for fault in found.value.faults]


# ---- tonnes captured -----------------------------------------------------------------------------------------


def test_at_half_level_half_is_captured(at, after, caught):
    found = after(at(capture(100.0), level=0.5))
    assert found["capture.power"][0] == pytest.approx([0, 0.1, 0.2, 0.2])
    assert caught(found) == pytest.approx(50)
    units = at(capture(2.5, per="unit"), amount=40.0, unit="t CO2", level=0.5)
    assert caught(after(units)) == pytest.approx(50)


def test_two_amounts_add_up_until_nothing_is_left(at, after, caught):
    both = [at(capture(x), id=id) for id, x in (("a", 100.0), ("b", 150.0))]
    assert after(both[0])["capture.power"][0, -1] == pytest.approx(0.4)
    found = after(*both)
    assert found["capture.power"][0, -1] == pytest.approx(1.0, abs=1e-15)
    assert caught(found) == pytest.approx(250)
    assert codes(lambda: after(*both, at(capture(1.0), id="c"))) == ["MEA042"]
    assert codes(lambda: after(at(capture(275.0)))) == ["MEA012"]  # 1.1 of all


def test_a_share_after_an_amount_is_of_what_is_left(at, after, caught):
    part = at({"path": "capture.power", "op": "capture", "value": 0.5}, id="share")
    assert caught(after(at(capture(100.0), id="a"), part)) == pytest.approx(100 + 75)
    assert caught(after(part, at(capture(100.0), id="a"))) == pytest.approx(125 + 100)


def test_tonnes_stay_tonnes_where_coal_holds_more_carbon(at, after, values, caught):
    """With a tenth more in coal plants emit 1.1 x 234 + 16 = 273.4 t."""
    rich = values | {"factor_scale.coal": np.array([[1.1]])}
    found = after(at(capture(100.0)), given=rich)
    assert found["capture.power"][0, -1] == pytest.approx(100 / 273.4)
    assert caught(found) == pytest.approx(100)


def test_uncertain_tonnes_are_drawn(at, after, caught):
    draws = Draws(["measures.m.0.capture.power"], 8, seed=1)
    found = after(at(capture({"normal": [100.0, 5.0]})), draws=draws)
    drawn = Normal(100.0, 5.0).at(draws.uniform("measures.m.0.capture.power"))
    assert np.ptp(drawn) > 5
    assert caught(found) == pytest.approx(drawn)
    assert caught(after(at(capture({"normal": [100.0, 5.0]})))) == pytest.approx(100)


def test_a_coalition_captures_what_there_is(at, values, setting, caught):
    wild = replace(setting, capped=True)
    found = deploy([at(capture(300.0), id="a"), at(capture(10.0), id="b")], values, wild)
    assert found["capture.power"][0, -1] == 1.0
    assert caught(found) == pytest.approx(250)


# ---- amounts at conversion and losses ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "expected"),
    [(1.0, -3.0), (6.0, 2.0), (-2.0, -6.0), (4.0, 0.0)],
)
def test_a_credit_is_taken_off_turned_round_or_enlarged(at, after, energy, value, expected):
    found = after(at(add("other_transformation.coal", value)))
    assert energy(found)[COAL] == pytest.approx(expected)
    half = after(at(add("other_transformation.coal", value), level=0.5))
    assert energy(half)[COAL] == pytest.approx((expected - 4) / 2)


def test_an_amount_of_losses_follows_no_use_and_no_other_unit(at, after, energy):
    less = at({"path": "mix.industry.oil", "op": "save", "value": 1.0}, id="less")
    grown = at({"path": "gdp", "op": "scale", "value": 2.0}, id="grown")
    more = at(add("losses.oil", 0.01, per="unit"), id="more", amount=50.0, unit="tank")
    assert energy(after(grown, more))[OIL] == pytest.approx(2 * 0.5 + 0.5)
    gj = at({**add("losses.oil", 29.3076), "unit": "GJ"})
    assert energy(after(gj))[OIL] == pytest.approx(0.5 + 1.0)
    assert codes(lambda: after(less, more)) == ["MEA042"]  # no oil is used, none is lost


def test_a_member_that_emits_less_catches_what_there_is_and_the_central_run_is_refused(
    at, after, caught
):
    """Plants emit 250 t: of 240 with a standard deviation of 20 some draws are more, and 260 are too many at once."""
    draws = Draws(["measures.m.0.capture.power"], 64, seed=1)
    wanted = Normal(240.0, 20.0).at(draws.uniform("measures.m.0.capture.power"))
    found = after(at(capture({"normal": [240.0, 20.0]})), draws=draws)
    assert 0 < (wanted > 250).sum() < 64
    assert caught(found) == pytest.approx(np.minimum(wanted, 250.0))
    assert codes(lambda: after(at(capture(260.0)))) == ["MEA012"]


def test_an_uncertain_amount_of_a_credit_is_drawn(at, after, energy):
    draws = Draws(["measures.m.0.other_transformation.coal"], 8, seed=1)
    found = after(at(add("other_transformation.coal", {"normal": [1.0, 0.1]})), draws=draws)
    drawn = Normal(1.0, 0.1).at(draws.uniform("measures.m.0.other_transformation.coal"))
    assert [energy(found, m)[COAL] for m in range(8)] == pytest.approx(list(drawn - 4))


def test_a_coalition_without_the_branch_adds_nothing(at, values, setting, energy):
    empty = values | {"losses.oil": np.zeros((1, 4))}
    one = at(add("losses.oil", 1.0))
    found = deploy([one], empty, replace(setting, capped=True))
    assert energy(found)[OIL] == 0.0
    assert codes(lambda: deploy([one], empty, setting)) == ["MEA042"]
