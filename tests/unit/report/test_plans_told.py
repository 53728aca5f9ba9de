"""Five-year plans in the annex, and the differences of scenarios."""

from __future__ import annotations

import copy
import dataclasses

import pytest

from dualcarbon.report import plans
from dualcarbon.report.pieces import Paragraph, Table
from dualcarbon.report.reading import Reading


def plan(start, end, **more):
    told = dict.fromkeys((*plans.COLUMNS, "nonfossil_share"))
    told = {name: value for name, value in told.items() if "." not in name}
    name = {"en": "14th FYP", "zh": "“十四五”"}
    return {"from": start, "to": end, "name": name, "structure": {}, **told, **more}


def difference(key="gdp", kind="path", same=False, unit="1", parent=0.5, own=0.75):
    def side(value, where):
        return {"text": {"en": "", "zh": ""}, "value": {"2030": value, "2060": value}, "declared_by": "b", "where": where}  # fmt: skip

    ours = side(own, f"scenarios/b.toml line 3 [{key}]")
    return {"key": key, "kind": kind, "unit": unit, "same": same, "ours": ours, "parents": side(parent, ""), "source": "", "mark": ""}  # fmt: skip


@pytest.fixture
def read(results):
    """Read results whose every scenario has these plans and differences."""

    def reading(listed=(), apart=()):
        summary = copy.deepcopy(results.summary)
        for one in summary["scenarios"].values():
            one |= {"plans": list(listed), "differences": list(apart)}
        return Reading(dataclasses.replace(results, summary=summary))

    return reading


def table(blocks):
    (found,) = [one for one in blocks if isinstance(one, Table)]
    return found


def test_a_plan_is_a_row_of_what_is_known(read):
    listed = [plan(2020, 2025, gdp_growth_yearly=0.05, energy_elasticity=0.4), plan(2025, 2030, gdp_growth_yearly=0.04)]  # fmt: skip
    found = table(plans.listed(read(listed)))
    assert len(found.rows) == 2
    assert [head.id for head in found.heads] == ["heads.period", "heads.gdp_a_year", "heads.energy_elasticity"]  # fmt: skip
    assert (found.rows[0][1].value, found.rows[0][2].value) == (0.05, 0.4)
    assert found.rows[1][2].value is None
    assert found.rows[0][1].key.endswith("plans.0.gdp_growth_yearly")


def test_far_plans_are_left_to_the_table_of_the_run(read):
    listed = [plan(2030, 2035, gdp_growth_yearly=0.05), plan(2035, 2040, gdp_growth_yearly=0.04)]
    assert len(table(plans.listed(read(listed))).rows) == 1


def test_industry_stands_where_there_is_a_structure(read):
    listed = [plan(2020, 2025, structure={"industry": 0.4})]
    found = table(plans.listed(read(listed)))
    assert found.rows[0][-1].value == 0.4


def test_without_plans_nothing_is_said(read):
    assert list(plans.listed(read())) == []
    assert list(plans.differing(read())) == []


def test_differences_of_paths_are_rows_from_the_parent_to_the_own_value(read):
    apart = [difference(), difference("measures.wind", "measure"), difference("population", same=True)]  # fmt: skip
    reading = read(apart=apart)
    found = table(plans.differing(reading))
    assert len(found.rows) == len(reading.scenarios())
    for cell in found.rows[0][2:]:
        keys = {side: cell.values[side].key for side in ("parent", "own")}
        assert ".differences.0.parents.value." in keys["parent"]
        assert ".differences.0.ours.value." in keys["own"]
    assert len(found.heads) == len(found.rows[0])


def test_of_many_differences_those_that_differ_most_stay_in_their_order(read):
    """Each share differs by a hundredth of its place: the last ones most."""
    apart = [difference(f"mix.industry.f{i}", own=0.5 + i / 100) for i in range(40)]
    reading = read(apart=apart)
    blocks = list(plans.differing(reading))
    rows = table(blocks).rows
    assert len(rows) == plans.MOST
    places = [int(row[2].values["own"].key.split(".")[3]) for row in rows]
    assert min(places) >= 40 + -plans.MOST // len(reading.scenarios())
    first = [p for row, p in zip(rows, places, strict=True) if row[0] == rows[0][0]]
    assert first == sorted(first)
    (said,) = [one for one in blocks if isinstance(one, Paragraph)]
    left = 40 * len(reading.scenarios()) - plans.MOST
    assert said.sentences[1].values["count"].value == left


def test_what_has_a_unit_is_held_against_its_size_and_the_unknown_counts_in_full(read):
    """A tenth of a large path is less than two tenths of a small one, whatever their units."""
    large = difference("gdp", unit="CNY", own=1.1e12, parent=1.0e12)
    small = difference("population", unit="person", own=1.25, parent=1.0)
    odd = difference("variables.odd", unit="t", own=None)
    reading = read(apart=[large, small, odd])
    sizes = [one.size for one in plans._apart(reading, reading.scenarios()[0])]
    assert sizes == pytest.approx([1 - 1 / 1.1, 0.2, 1.0])


def test_a_path_of_the_study_is_called_as_the_study_calls_it(read):
    apart = [difference("variables.cars.electric", "part"), difference("mix.industry.coal", "part")]
    reading = read(apart=apart)
    titles = {"variables.cars": {"en": "Drives of cars", "zh": "乘用车动力构成"}}
    reading = Reading(dataclasses.replace(reading.results, summary={**reading.results.summary, "tree": {"titles": titles}}))  # fmt: skip
    own, known = [row[1] for row in table(plans.differing(reading)).rows[:2]]
    assert own == {"en": "Drives of cars: electric", "zh": "乘用车动力构成electric"}
    assert known.id == "paths.mix"
