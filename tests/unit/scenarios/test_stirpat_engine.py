"""The regression as an engine: history first, judged by the same rule, and how far it is drawn on."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from dualcarbon.diagnosis import stirpat
from dualcarbon.errors import InputError
from dualcarbon.peak import odds, verdict
from dualcarbon.peak.rule import Kind
from dualcarbon.scenarios.engines import stirpat as engine

PAST, AHEAD = 20, 15


def series(values):
    years = list(range(2002, 2002 + len(values)))
    return xr.DataArray(values, dims="year", coords={"year": years}, attrs={"units": "t CO2"})


@pytest.fixture(scope="module")
def history():
    random = np.random.default_rng(1)
    affluence = np.exp(np.linspace(0, 1, PAST))
    intensity = np.exp(np.linspace(0, -0.4, PAST) + 0.02 * random.standard_normal(PAST))
    co2 = 5e6 * affluence * intensity * np.exp(0.01 * random.standard_normal(PAST))
    return series(co2), {"affluence": series(affluence), "energy_intensity": series(intensity)}


@pytest.fixture(scope="module")
def found(history):
    return stirpat.fit(*history, seed=1, draws=1024)


def drivers(history, growth, decline):
    """Affluence that grows and intensity that falls by stated rates after the last year."""
    last = {name: float(one[-1]) for name, one in history[1].items()}
    years = np.arange(1, AHEAD + 1)
    return {
        "affluence": last["affluence"] * (1 + growth) ** years,
        "energy_intensity": last["energy_intensity"] * (1 - decline) ** years,
    }


def projected(found, history, growth=0.03, decline=0.02, members=64, seed=1):
    central = drivers(history, growth, decline)
    many = {name: np.broadcast_to(v, (members, AHEAD)) for name, v in central.items()}
    return engine.project(found, history[0], central, many, seed=seed)


def test_history_is_that_of_the_statistics(found, history):
    one = projected(found, history)
    assert one.central.dims == ("year",)
    assert one.members.dims == ("member", "year")
    assert one.central.year.values.tolist() == list(range(2002, 2002 + PAST + AHEAD))
    assert one.central[:PAST].values.tolist() == history[0].values.tolist()
    assert (one.members[:, :PAST] == history[0].values).all()
    assert one.central.attrs["units"] == one.members.attrs["units"] == "t CO2"
    assert one.low.year.values.tolist() == list(range(2002 + PAST, 2002 + PAST + AHEAD))


def test_drivers_that_stand_still_leave_emissions_near_the_last_statistic(found, history):
    one = projected(found, history, growth=0.0, decline=0.0)
    last = float(history[0][-1])
    assert one.central[PAST:].values == pytest.approx(last, rel=0.03)


def test_the_interval_holds_the_members_and_widens(found, history):
    one = projected(found, history, members=1024)
    inside = (one.members[:, PAST:] >= one.low) & (one.members[:, PAST:] <= one.high)
    assert float(inside.mean()) >= 0.9
    width = (one.high / one.low).values
    assert width[-1] > width[0] > 1.0


def test_members_follow_their_own_drivers(found, history):
    central = drivers(history, 0.03, 0.02)
    fast = drivers(history, 0.06, 0.02)
    many = {name: np.stack([central[name], fast[name]]) for name in central}
    one = engine.project(found, history[0], central, many, seed=1)
    assert float(one.members[1, -1]) > 1.2 * float(one.members[0, -1])


def test_a_seed_gives_the_same_interval(found, history):
    one, same, other = (projected(found, history, seed=s) for s in (1, 1, 2))
    assert one.low.values.tolist() == same.low.values.tolist()
    assert one.low.values.tolist() != other.low.values.tolist()
    assert one.members.values.tolist() == other.members.values.tolist()


def test_the_same_rule_judges_its_paths(found, history):
    rising = projected(found, history, growth=0.05, decline=0.0)
    falling = projected(found, history, growth=0.0, decline=0.05)
    assert verdict.judge(rising.central, noise=False).kind is Kind.RISING
    judged = verdict.judge(falling.central, noise=False)
    assert judged.year is not None
    assert judged.year <= 2002 + PAST
    assert odds.odds(rising.members, by=[2030]).no_peak > 0.95
    assert odds.odds(falling.members, by=[2030]).no_peak < 0.05


def test_distance_beyond_the_past_is_counted_in_ranges_of_the_past(found, history):
    """Affluence grew by one in logarithms; half of that again is half a range, worked out by hand."""
    last = {name: float(one[-1]) for name, one in history[1].items()}
    central = {
        "affluence": last["affluence"] * np.exp(np.linspace(0.1, 0.5, AHEAD)),
        "energy_intensity": np.full(AHEAD, last["energy_intensity"]),
    }
    many = {name: v[None] for name, v in central.items()}
    one = engine.project(found, history[0], central, many, seed=1)
    far, still = one.beyond["affluence"], one.beyond["energy_intensity"]
    assert far.ranges == pytest.approx(0.5)
    assert (far.since, far.year) == (2002 + PAST, 2001 + PAST + AHEAD)
    assert (still.since, still.ranges, still.year) == (None, 0.0, None)
    assert one.outside == pytest.approx(0.5)


def test_the_square_of_affluence_is_no_driver_of_its_own(history):
    squared = stirpat.fit(history[0], history[1], seed=1, squared=True)
    one = projected(squared, history)
    assert set(one.beyond) == {"affluence", "energy_intensity"}


def refused(*given):
    with pytest.raises(InputError) as caught:
        engine.project(*given, seed=1)
    return caught.value.faults


def test_a_driver_that_falls_to_zero_is_refused_with_its_year(found, history):
    central = drivers(history, 0.03, 0.02)
    many = {name: np.stack([v, v]) for name, v in central.items()}
    many["energy_intensity"][1, 4] = 0.0
    (fault,) = refused(found, history[0], central, many)
    assert (fault.code, dict(fault.params)["year"]) == ("STP018", 2002 + PAST + 4)


def test_draws_that_leave_all_measure_are_refused(found, history):
    central = drivers(history, 30.0, 0.02)
    many = {name: v[None] for name, v in central.items()}
    (fault,) = refused(found, history[0], central, many)
    assert fault.code == "STP019"
