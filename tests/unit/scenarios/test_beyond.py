"""The account beside the carbon dioxide of energy by hand: activity along its path, what is abated, gases of burning."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from dualcarbon.inventory.ledger import Activity, Ledger, Line, Use
from dualcarbon.reference.numbers import Number
from dualcarbon.scenarios.beyond import (
    RECOVERY,
    Beyond,
    Part,
    abated_key,
    abated_keys,
    emitted,
    key_of,
    of_cells,
    sources,
)

YEARS = (2016, 2017, 2018, 2019)
HALF = Number(id="f", item="clinker_output", quantity="CO2", value=0.5, unit="t/t")
COAL = ("industry", "final", "coal")


def line(name, *values, gas="CO2", category="2A1"):
    series = Activity(
        name=name,
        unit="t",
        years=YEARS,
        values=np.array(values, dtype=float),
        refs=tuple(map(str, YEARS)),
    )
    uses = (series, Use((HALF,)))
    return Line(
        id=f"{name}:{gas}",
        category=category,
        gas=gas,
        years=YEARS,
        inputs=uses,
        method="activity_times_factor",
    )


def beyond(*lines, gases=None):
    return Beyond(Ledger(YEARS, lines), (2017, 2018, 2019), gases or {}, "AR5")


def row(*values):
    return np.array([values], dtype=float)


def test_keys_name_indicator_and_kind_and_people_are_those_of_the_tree():
    assert key_of("waste_landfilled/managed") == "activity.waste_landfilled.managed"
    assert key_of("population") == "population"
    people = line("population", 1, 1, 1, 1)
    assert key_of(people.activities[0]) == "population"
    assert abated_key(people) == "abated.population"


def test_activity_takes_its_path_after_the_base_year_and_what_is_abated_is_not_emitted():
    """100 t of clinker in 2017, 120 and 80 later: half of each is carbon dioxide, a quarter of the last is kept."""
    given = {
        "activity.clinker_output": row(100.0, 120.0, 80.0),
        "abated.clinker_output": row(0.0, 0.0, 0.25),
    }
    found = emitted(beyond(line("clinker_output", 90, 100, 100, 100)), given, {})
    assert found[Part("2A1", "CO2")].tolist() == [[50.0, 60.0, 30.0]]


def test_the_base_year_is_that_of_the_statistics():
    given = {"activity.clinker_output": row(7.0, 8.0, 9.0), "abated.clinker_output": row(0, 0, 0)}
    found = emitted(beyond(line("clinker_output", 90, 100, 100, 100)), given, {})
    assert found[Part("2A1", "CO2")].tolist() == [[50.0, 4.0, 4.5]]


def test_gases_are_weighed_and_lines_of_a_category_and_gas_added():
    """Methane counts 28 times in the fifth assessment report: (10 + 20) / 2 x 28 = 420."""
    lines = [
        line(n, 0, v, v, v, gas="CH4", category="3A1") for n, v in (("pigs", 10), ("sheep", 20))
    ]
    given = {f"{head}.{n}": row(v, v, v) for n, v in (("pigs", 10.0), ("sheep", 20.0)) for head in ("activity",)}  # fmt: skip
    given |= {"abated.pigs": row(0, 0, 0), "abated.sheep": row(0, 0, 0)}
    found = emitted(beyond(*lines), given, {})
    assert found == {Part("3A1", "CH4"): pytest.approx(row(420.0, 420.0, 420.0))}


def test_what_is_kept_of_one_category_leaves_the_others():
    """Half of the manure's methane is kept, and a fifth of all: 10 x 0.8 and 10 x 0.8 x 0.5, halved by the factor."""
    pigs = [line("pig", 0, 10, 10, 10, gas="CH4", category=c) for c in ("3A1", "3A2")]
    keys = abated_keys([*pigs, line("sheep", 0, 1, 1, 1, gas="CH4", category="3A1")])
    assert keys == ["abated.pig", "abated.sheep", "abated.3A1.pig", "abated.3A2.pig"]
    zero = row(0.0, 0.0, 0.0)
    given = {"abated.pig": row(0, 0.2, 0.2), "abated.3A1.pig": zero, "abated.3A2.pig": row(0, 0.5, 0.5)}  # fmt: skip
    found = emitted(beyond(*pigs), given | {"activity.pig": row(10.0, 10.0, 10.0)}, {})
    assert found[Part("3A1", "CH4")][0] / 28 == pytest.approx([5.0, 4.0, 4.0])
    assert found[Part("3A2", "CH4")][0] / 28 == pytest.approx([5.0, 2.0, 2.0])


def test_members_have_paths_of_their_own():
    paths = np.array([[100.0, 120.0, 80.0], [100.0, 60.0, 40.0]])
    given = {"activity.clinker_output": paths, "abated.clinker_output": row(0.0, 0.0, 0.0)}
    found = emitted(beyond(line("clinker_output", 90, 100, 100, 100)), given, {})
    assert found[Part("2A1", "CO2")].tolist() == [[50.0, 60.0, 40.0], [50.0, 30.0, 20.0]]


def test_gases_of_burning_follow_the_energy_of_their_cell():
    """3 t of methane of 60 tce of coal: 0.05 t/tce; 90 tce are 4.5 t, 126 t CO2e."""
    burnt = line("coal", 0, 0, 0, 0, gas="CH4", category="1A2")
    gases = of_cells([(burnt, 3.0)], lambda _: COAL, {COAL: 60.0})
    assert gases == {Part("1A2", "CH4"): {COAL: 0.05}}
    found = emitted(beyond(gases=gases), {}, {COAL: row(60.0, 90.0, 0.0)})
    assert found[Part("1A2", "CH4")] == pytest.approx(row(84.0, 126.0, 0.0))


def test_a_line_of_no_energy_has_no_factor():
    burnt = line("coal", 0, 0, 0, 0, gas="CH4", category="1A2")
    assert of_cells([(burnt, 3.0)], lambda _: COAL, {COAL: 0.0}) == {}
    assert of_cells([(burnt, 0.0)], lambda _: COAL, {COAL: 60.0}) == {}


def site(name, *values, of="", kind="", recovered=False):
    """Give a line of methane of waste, half a tonne for each of its activity, or one that takes methane off others."""
    made = line(name, *values, gas="CH4", category="4A")
    if not recovered:
        return replace(made, id=f"waste.landfill.CH4.{of}/{kind}", kind=f"{of}/{kind}")
    own = {"method": RECOVERY, "formula": lambda x: -x, "inputs": made.inputs[:1]}
    return replace(made, id=f"waste.landfill.recovered.{of}", **own)


def methane(lines, given):
    """Give what lines emit with paths, held where none is given. [t CH4]."""
    return emitted(beyond(*lines), given, {})[Part("4A", "CH4")][0] / 28


def test_what_is_abated_is_a_share_of_what_recovery_leaves():
    """A landfill makes 10 t and 6 are recovered: half of the 4 that are left is kept, not half of the 10."""
    lines = [site("waste", 0, 20, 20, 20, of="managed", kind="bulk"), site("gas", 0, 6, 6, 6, of="managed", recovered=True)]  # fmt: skip
    assert abated_keys(lines) == ["abated.waste"]
    assert methane(lines, {"abated.waste": row(0, 0.5, 1)}) == pytest.approx([4.0, 2.0, 0.0])


def test_recovery_is_of_all_that_a_site_makes():
    """Food makes 8 t and paper 2; of both half is recovered, and half of what food then emits is kept: 5 - 4 / 2 = 3."""
    food, paper = (site(n, 0, v, v, v, of="managed", kind=n) for n, v in (("food", 16), ("paper", 4)))  # fmt: skip
    gas = site("gas", 0, 5, 5, 5, of="managed", recovered=True)
    given = {"abated.food": row(0, 0.5, 0.5), "abated.paper": row(0, 0, 1)}
    assert methane([food, paper, gas], given) == pytest.approx([5.0, 3.0, 2.0])


def test_other_sites_are_not_what_is_recovered_of():
    """Of the managed site 10 - 4 t, of the open one 3 t, half of which is kept."""
    lines = [
        site("good", 0, 20, 20, 20, of="managed", kind="bulk"),
        site("bad", 0, 6, 6, 6, of="open", kind="bulk"),
        site("gas", 0, 4, 4, 4, of="managed", recovered=True),
    ]
    assert [x.kind for x in sources(lines[2], lines)] == ["managed/bulk"]
    given = {"abated.good": row(0, 0, 0), "abated.bad": row(0, 0.5, 0.5)}
    assert methane(lines, given) == pytest.approx([9.0, 7.5, 7.5])


def test_recovery_that_names_no_site_is_of_all_where_none_is_managed():
    lines = [
        site("deep", 0, 20, 20, 20, of="unmanaged_deep", kind="bulk"),
        site("other", 0, 6, 6, 6, of="uncategorised", kind="bulk"),
        site("gas", 0, 4, 4, 4, of="uncategorised", recovered=True),
    ]
    assert list(sources(lines[2], lines)) == lines[:2]


def test_recovery_of_nothing_stays_what_it_is():
    lines = [site("waste", 0, 0, 0, 0, of="managed", kind=n) for n in ("food", "paper")]
    lines += [site("more", 0, 0, 0, 0, of="managed", kind="wood"), site("gas", 0, 1, 1, 1, of="managed", recovered=True)]  # fmt: skip
    given = dict.fromkeys(("abated.waste", "abated.more"), row(0, 0.5, 0.5))
    assert methane(lines, given) == pytest.approx([-1.0, -1.0, -1.0])
