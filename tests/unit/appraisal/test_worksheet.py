"""The worksheet on the page about money: every number printed there is computed again."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from dualcarbon.appraisal.cost_curve import Tonnes, compare
from dualcarbon.appraisal.discounting import over
from dualcarbon.appraisal.ranking import Candidate, first, rankings
from dualcarbon.appraisal.streams import stream
from dualcarbon.appraisal.worth import keyed, worths
from dualcarbon.finance.cash_flow import factors
from dualcarbon.finance.marginal_cost import yearly
from dualcarbon.finance.spending import schedule

PAGE = Path(__file__).parents[3] / "docs" / "explanation" / "money.md"
ENERGY = ("social_ex_tax", "social", "financial_ex_tax", "financial")


def tables():
    """Read the tables of the worksheet: a list of rows, each a dict from the head of the column."""
    sheet = PAGE.read_text(encoding="utf-8").split("## Worksheet")[1].split("## Checks")[0]
    for block in re.findall(r"(?:^\|.*\n)+", sheet, re.MULTILINE):
        head, _, *rows = [
            [c.strip() for c in line.strip("|").split("|")] for line in block.splitlines()
        ]
        yield [dict(zip(head, row, strict=True)) for row in rows]


UNIT, YEARLY, SPENT, FLOWS, WORTH, RATES, ORDERS, BARS, MEMBERS = tables()
YEARS = [int(head) for head in YEARLY[0] if head != "item"]
NAMES = [row["measure"] for row in UNIT]


def series(table):
    """Give item -> its numbers by year."""
    return {row["item"]: [float(row[str(year)]) for year in YEARS] for row in table}


def printed(text):
    """Give the number of a cell within half a unit of its last digit."""
    if text == "none":
        return None
    return pytest.approx(float(text), abs=0.5001 * 10 ** -len(text.partition(".")[2]), rel=0)


GIVEN = {row["measure"]: {k: float(v) for k, v in row.items() if k != "measure"} for row in UNIT}
PLACED = {name: np.array(series(YEARLY)[f"{name} in place"]) for name in NAMES}


def labelled(values, unit):
    return xr.DataArray(values, coords={"year": YEARS}, attrs={"units": unit})


def plan(name):
    unit = GIVEN[name]
    return schedule(PLACED[name], life=unit["life"], lead=unit["lead"], cost=unit["cost"])


def made(name, tonnes="in_order"):
    """Make the stream of a measure from what the page gives."""
    unit, placed, spent = GIVEN[name], PLACED[name], plan(name)
    money = {key: placed * unit[key] for key in (*ENERGY, "running")}
    money |= {"investment": spent.investment, "salvage": spent.salvage}
    return stream(
        name,
        price_year=2022,
        abatement=labelled(placed * unit[tonnes], "t CO2"),
        carbon_price=labelled(series(YEARLY)["carbon price"], "CNY2022/t CO2"),
        **{key: labelled(values, "CNY2022") for key, values in money.items()},
    )


ALL = {name: keyed(worths(made(name), 0.07)) for name in NAMES}
SOCIAL, OWNER = ("social_8", False, False), ("financial", False, True)


def test_the_factors():
    for rate in (8, 7):
        told = series(YEARLY)[f"factor {rate} %"]
        assert factors(rate / 100, 5) == pytest.approx(told, abs=5e-7)


@pytest.mark.parametrize("item", series(SPENT))
def test_the_spending(item):
    name, what = item.split()
    assert getattr(plan(name), what) == pytest.approx(series(SPENT)[item], abs=0.005)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_printed_of_the_spending_is_nothing(name):
    parts = ("bought", "removed", "investment", "salvage", "used", "lost")
    silent = [part for part in parts if f"{name} {part}" not in series(SPENT)]
    assert [getattr(plan(name), part).any() for part in silent] == [False] * len(silent)


@pytest.mark.parametrize("item", series(FLOWS))
def test_the_flows(item):
    name, what = item.split(" ", 1)
    found = {
        "abatement": made(name).abatement,
        "social cost": made(name).cost("social", taxes=False),
        "social flow with carbon": made(name).flows("social", carbon=True, taxes=False),
        "financial flow": made(name).flows("financial", carbon=False, taxes=True),
    }
    assert found[what] == pytest.approx(series(FLOWS)[item], abs=0.005)


@pytest.mark.parametrize("row", WORTH, ids=NAMES)
def test_the_worth(row):
    name = row["measure"]
    unit, social, owner = GIVEN[name], ALL[name][SOCIAL], ALL[name][OWNER]
    alone = keyed(worths(made(name, "alone"), 0.07))[SOCIAL]
    once = yearly(
        rate=0.08,
        investment=unit["cost"],
        life=unit["life"],
        running=unit["running"] - unit["social_ex_tax"],
        abatement=unit["in_order"],
    )
    ours = {
        "pv cost": -social.npv_cny,
        "pv tonnes": social.abated_t,
        "mac": social.mac_cny_per_t,
        "mac alone": alone.mac_cny_per_t,
        "npv": social.npv_cny,
        "npv with carbon": ALL[name]["social_8", True, False].npv_cny,
        "financial npv": owner.npv_cny,
        "pv invested": owner.invested_cny,
        "ratio": owner.npv_cny / owner.invested_cny,
        "irr": owner.irr[0] if owner.irr else None,
        "payback": owner.payback_years,
        "with interest": owner.discounted_payback_years,
        "yearly cost": once.cost,
        "yearly mac": once.value,
    }
    assert ours == {head: printed(text) for head, text in row.items() if head != "measure"}


def test_the_rates_of_discount():
    found = over(made("boilers"), [float(row["rate"]) for row in RATES])
    for point, row in zip(found, RATES, strict=True):
        assert (point.npv_cny, point.mac_cny_per_t) == (printed(row["npv"]), printed(row["mac"]))


def test_the_orders():
    candidates = [
        Candidate(
            id=name,
            net_value=ALL[name]["social_8", True, False].npv_cny,
            abatement=float(made(name).abatement.sum()),
            profit=ALL[name][OWNER].npv_cny,
            invested=ALL[name][OWNER].invested_cny,
        )
        for name in NAMES
    ]
    found = rankings(candidates)
    told = {row["order"]: (row["first"], row["second"], row["third"]) for row in ORDERS}
    assert {by: ranking.order for by, ranking in found.items()} == told


def test_the_bars():
    def tonnes(form):
        each = {name: keyed(worths(made(name, form), 0.07))[SOCIAL] for name in NAMES}
        return [
            Tonnes(id=n, abatement=float(made(n, form).abatement.sum()), mac=w.mac_cny_per_t)
            for n, w in each.items()
        ]

    both = compare(tonnes("alone"), tonnes("in_order"))
    for row, bar, alone in zip(BARS, both.in_order.bars, both.alone.bars, strict=True):
        assert (bar.id, bar.mac, bar.start, bar.end, alone.start, alone.end) == (
            row["bar"],
            *(printed(row[head]) for head in ("mac", "from", "to", "from alone", "to alone")),
        )
    assert both.alone.abatement == pytest.approx(142)
    assert both.in_order.abatement == pytest.approx(127)
    assert both.overlap == pytest.approx(15)


def test_the_members():
    heads = [head for head in MEMBERS[0] if head.startswith("member")]
    values = [[float(row[head]) for head in heads] for row in MEMBERS]
    assert first(values, n=2).tolist() == [float(row["among the first two"]) for row in MEMBERS]


def test_the_claim_that_the_lower_of_two_negative_costs_is_the_worse_measure():
    small, large = (
        Tonnes(id=i, abatement=t, mac=-100 / t) for i, t in (("small", 1), ("large", 10))
    )
    found = compare([large, small], [large, small]).in_order
    assert [(bar.id, bar.mac, bar.ordered) for bar in found.bars] == [
        ("small", -100, False),
        ("large", -10, False),
    ]
    assert [fault.code for fault in found.warnings] == ["FIN015"]
