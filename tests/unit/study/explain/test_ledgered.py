"""Lines behind the numbers of the account: a view leads to its lines, a landfill to all of its deposits."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from dualcarbon.inventory.activities import on_years
from dualcarbon.inventory.ledger import Activity, Line, Use
from dualcarbon.inventory.processes.fgases import _formula
from dualcarbon.inventory.waste.deposits import backcast
from dualcarbon.inventory.waste.landfill import first_order, mass_balance, recovered
from dualcarbon.reference.gwp import gwp
from dualcarbon.reference.numbers import Number
from dualcarbon.study.explain import ledgered
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


def test_a_landfill_is_summed_over_the_deposits_that_it_rests_on(blank):
    part = ledgered.line_input(blank, landfill(), 2020)
    whole, *numbers = blank.book[part.ref].inputs
    *terms, k, delay = blank.book[whole.ref].inputs
    assert [i.name.partition(":")[0].split()[-1] for i in terms] == [*map(str, range(1990, 2020))]
    assert terms[-1].ref == "a.csv:3"  # the deposits of 2020 do not decay yet
    assert sum(i.value for i in terms) == pytest.approx(whole.value, rel=1e-12)
    found = {i.name.split()[0]: i.value for i in (*numbers, k, delay)}
    assert found == FACTORS
    product = whole.value * 0.15 * 0.5 * 0.5 * 16 / 12 * (1 - 0.1)
    assert part.value == pytest.approx(product, rel=1e-12)


@pytest.mark.parametrize(
    ("method", "text", "value"),
    [("landfill_mass_balance", "waste x correction", 1e4 * 0.15 * 0.5 * 0.5 * 16 / 12 * 0.9), ("methane_recovery", "- methane recovered x (1", -1e4 * 0.9)],
)  # fmt: skip
def test_other_lines_of_landfills_say_what_they_multiply(blank, method, text, value):
    deposits, *uses = landfill().inputs
    every = dict(zip(FACTORS, uses, strict=True))
    names = ("oxidised_share",) if method == "methane_recovery" else ("MCF", "DOC", "DOCf", "CH4_share", "oxidised_share")  # fmt: skip
    formula = recovered if method == "methane_recovery" else mass_balance
    series = on_years(deposits, YEARS)
    series = replace(series, values=np.array([1e4, 1e4]))
    line = replace(landfill(), inputs=(series, *(every[n] for n in names)), formula=formula, method=method)  # fmt: skip
    part = ledgered.line_input(blank, line, 2020)
    assert part.value == pytest.approx(value)
    assert blank.book[part.ref].formula_en.startswith(text)
    assert len(blank.book[part.ref].inputs) == 1 + len(names)


def test_a_bank_that_nothing_retires_from_begins_with_nothing(blank):
    """10 t and 20 t are put to use and a tenth leaks: 3 t in the second year."""
    new = Activity(name="fgas_new/HFC-134a/x", unit="t", years=YEARS, values=np.array([10.0, 20.0]), refs=("a.csv:2", "a.csv:3"))  # fmt: skip
    leak, back = (
        Use((Number(id=f"x.{q}", item="fgas_new", kind="x", quantity=q, value=v, unit="t/t", source="x"),))
        for q, v in (("leak", 0.1), ("recovered", 0.5))
    )  # fmt: skip
    line = Line(id="2F.bank", category="2F", gas="HFC-134a", years=YEARS, inputs=(new, leak, back), formula=_formula(YEARS, YEARS, retires=False, begins=False), method="gas_bank")  # fmt: skip
    part = ledgered.line_input(blank, line, 2020)
    made = blank.book[part.ref]
    assert part.value == pytest.approx(3.0)
    assert [i.value for i in made.inputs] == [30.0, 0.1]
    opening, added = blank.book[made.inputs[0].ref].inputs
    assert (opening.value, added.value, added.ref) == (10.0, 20.0, "a.csv:3")
    assert [i.value for i in blank.book[opening.ref].inputs] == [0.0, 10.0]


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


def test_a_key_category_is_led_to_its_lines_and_its_share_to_all_categories(ask):
    share = ask("account.key_categories.level.1.share")
    values = [part.value for part in share.book[share.key].inputs]
    assert share.book[share.key].value == pytest.approx(abs(values[0]) / sum(map(abs, values)))
    cumulative = ask("account.key_categories.level.2.cumulative")
    parts = cumulative.book[cumulative.key].inputs
    assert sum(part.value for part in parts) == pytest.approx(cumulative.book[cumulative.key].value)
    amount = cumulative.book["account.key_categories.level.0.mt"]
    lines = [part.value for part in amount.inputs if part.unit == "t CO2"]
    assert sum(lines) * 1e-6 == pytest.approx(amount.value)
    assert any(p.ref.startswith("data/energy.csv:") for m in cumulative.book.values() for p in m.inputs)  # fmt: skip
