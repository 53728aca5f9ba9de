"""Lines behind the numbers of the account: a view leads to its lines, a landfill to all of its deposits."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from dualcarbon.inventory.ledger import Activity, Line, Use
from dualcarbon.inventory.waste.deposits import backcast
from dualcarbon.inventory.waste.landfill import first_order
from dualcarbon.reference.gwp import gwp
from dualcarbon.reference.numbers import Number
from dualcarbon.study.explain import ledgered, opened
from dualcarbon.study.explain.notebook import Notebook

YEARS = (2019, 2020)
FACTORS = {"MCF": 1.0, "DOC": 0.15, "DOCf": 0.5, "k": 0.185, "CH4_share": 0.5, "oxidised_share": 0.1, "delay": 6.0}  # fmt: skip


@pytest.fixture
def blank():
    """A notebook of a study without tables."""
    book = Notebook(None, SimpleNamespace(read=SimpleNamespace(tables={})))
    book.__dict__["_editions"] = {}
    return book


def landfill():
    """Deposits of 1990 to 2020, those before 2018 filled at 10 kt a year."""
    stated = Activity(name="waste_landfilled/managed", unit="t", years=(2018, 2019, 2020), values=np.array([1e4, 2e4, 3e4]), refs=("a.csv:2", "a.csv:3", "a.csv:4"))  # fmt: skip
    deposits = backcast(stated, 1990)
    uses = tuple(
        Use((Number(id=f"x.{q}", item="waste_landfilled", kind="food", quantity=q, value=v, unit="1", source="x"),))
        for q, v in FACTORS.items()
    )  # fmt: skip
    return Line(id="waste.landfill.CH4.managed.food", category="4A", gas="CH4", years=YEARS, inputs=(deposits, *uses), formula=first_order(deposits.years, YEARS), method="landfill_first_order_decay")  # fmt: skip


def test_a_landfill_tells_the_series_that_it_rests_on_and_its_numbers(blank):
    part = ledgered.line_input(blank, landfill(), 2020)
    inputs = {one.name: one for one in blank.book[part.ref].inputs}
    whole = inputs[
        "waste_landfilled/managed 1990-2020 together (31 years, of them 28 filled to 2017)"
    ]
    assert whole.value == pytest.approx(28 * 1e4 + 6e4)
    assert inputs["waste_landfilled/managed 2020"].ref == "a.csv:4"
    assert {f"{name} food": value for name, value in FACTORS.items()}.items() <= {n: i.value for n, i in inputs.items()}.items()  # fmt: skip


def test_a_line_of_its_own_years_tells_its_cell_alone(blank):
    series = Activity(name="waste_composted", unit="t", years=YEARS, values=np.array([1.0, 2.0]), refs=("a.csv:2", "a.csv:3"))  # fmt: skip
    line = Line(
        id="x",
        category="4B",
        gas="CH4",
        years=YEARS,
        inputs=(series,),
        method="activity_times_factor",
    )
    part = ledgered.line_input(blank, line, 2020)
    assert [one.name for one in blank.book[part.ref].inputs] == ["waste_composted 2020"]


@pytest.fixture(scope="module")
def ask(finished):
    """Ask about keys of the run, which is read once."""
    return opened(finished.folder)


def rows(finished, view):
    """Give the places of the rows that hold a value of the base year."""
    listed = finished.summary["account"]["views"][view]["rows"]
    return [(n, one) for n, one in enumerate(listed) if one["co2e_mt"].get("2017")]


def equivalents(finished, inputs):
    """Sum lines in tonnes of their gas. [Mt CO2e]"""
    lines = [one for one in inputs if one.unit.startswith("t ")]
    return sum(one.value * gwp(one.unit[2:], finished.summary["gwp"]) for one in lines) / 1e6


@pytest.mark.parametrize("view", ["guideline", "ipcc", "gpc"])
def test_a_row_of_a_view_leads_to_the_lines_that_make_it(finished, ask, view):
    n, row = rows(finished, view)[0]
    key = f"account.views.{view}.rows.{n}.co2e_mt.2017"
    made = ask(key).book
    lines = [one for one in made[key].inputs if one.unit.startswith("t ")]
    assert lines
    assert equivalents(finished, lines) == pytest.approx(row["co2e_mt"]["2017"], rel=1e-9)
    assert all(one.ref in made for one in lines)


@pytest.mark.parametrize("total", ["ipcc.total_mt", "guideline.without_land_mt", "gpc.basic_mt", "gpc.territorial_mt"])  # fmt: skip
def test_a_total_of_a_view_is_the_sum_of_its_lines(finished, ask, total):
    key = f"account.views.{total}.2017"
    made = ask(key).book[key]
    assert equivalents(finished, made.inputs) == pytest.approx(made.value, rel=1e-9)


def test_a_gas_of_a_row_is_told_in_tonnes(finished, ask):
    n, row = rows(finished, "ipcc")[0]
    key = f"account.views.ipcc.rows.{n}.gases_t.CO2.2017"
    made = ask(key).book[key]
    assert made.unit == "t CO2"
    assert sum(one.value for one in made.inputs) == pytest.approx(row["gases_t"]["CO2"]["2017"], rel=1e-9)  # fmt: skip
