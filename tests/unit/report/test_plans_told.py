"""Five-year plans and the differences of scenarios in the annex."""

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


def difference(key="gdp", kind="path", same=False):
    side = {"text": {"en": "", "zh": ""}, "value": {"2030": 0.5, "2060": 0.25}, "declared_by": "b"}
    ours = {**side, "where": f"scenarios/b.toml line 3 [{key}]"}
    return {"key": key, "kind": kind, "unit": "1", "same": same, "ours": ours, "parents": {**side, "where": ""}, "source": "", "mark": ""}  # fmt: skip


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


def test_differences_of_paths_are_rows_with_both_sides(read):
    apart = [difference(), difference("measures.wind", "measure"), difference("population", same=True)]  # fmt: skip
    reading = read(apart=apart)
    found = table(plans.differing(reading))
    assert len(found.rows) == len(reading.scenarios())
    assert found.rows[0][-1] == "scenarios/b.toml line 3"
    keys = [cell.key for cell in found.rows[0][2:-1]]
    assert all(".differences.0." in key for key in keys)
    assert [key.split(".")[4] for key in keys[:2]] == ["parents", "ours"]


def test_many_differences_are_counted(read):
    reading = read(apart=[difference(f"mix.industry.f{i}") for i in range(40)])
    blocks = list(plans.differing(reading))
    assert len(table(blocks).rows) == plans.MOST
    (said,) = [one for one in blocks if isinstance(one, Paragraph)]
    left = 40 * len(reading.scenarios()) - plans.MOST
    assert said.sentences[1].values["count"].value == left
