"""Every view sums to the ledger that it shows, whatever lines there are."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dualcarbon.inventory import key_categories
from dualcarbon.inventory.ledger import Activity, Ledger, Line
from dualcarbon.inventory.views import entries, gpc, guideline, hiding, ipcc, rows, variables
from dualcarbon.reference.gwp import gwp
from dualcarbon.vocabulary.names import CATEGORIES, GPC

YEARS = (2018, 2019, 2020)
SETS = st.sampled_from(["SAR", "AR4", "AR5", "AR6"])
MAPPED = [
    id for id in CATEGORIES if CATEGORIES[id].more["gpc"] and CATEGORIES[id].more["guideline"]
]
USERS = [
    id
    for id in MAPPED
    if GPC[CATEGORIES[id].more["gpc"]].more["sub"] in {f"I.{n}" for n in range(1, 7)}
]
AMOUNTS = st.lists(st.floats(-1e9, 1e9).map(lambda x: round(x, 3)), min_size=3, max_size=3)


def lines(amounts=AMOUNTS):
    """Ledgers of up to twelve lines: sources and sinks of the territory, energy used, credits, memo."""
    kinds = st.sampled_from(
        [(1, "inventory", "")] * 5 + [(2, "inventory", ""), (3, "inventory", ""), (1, "project", ""), (1, "inventory", "biomass")]
    )  # fmt: skip
    one = st.tuples(st.sampled_from(MAPPED), st.sampled_from(USERS), st.sampled_from(["CO2", "CH4", "N2O", "SF6", "CF4"]), kinds, amounts)  # fmt: skip
    return st.lists(one, max_size=12).map(ledger)


def ledger(given):
    return Ledger(YEARS, tuple(line(place, *one) for place, one in enumerate(given)))


def line(place, category, user, gas, kind, amounts):
    scope, which, memo = kind
    series = Activity(
        name="made", unit="t", years=YEARS, values=np.array(amounts),
        refs=tuple(f"data/activity.csv:{10 * place + n}" for n in range(3)),
    )  # fmt: skip
    return Line(
        id=f"line {place}", category=category if scope == 1 else user, gas=gas, years=YEARS, inputs=(series,),
        method="combustion", scope=scope, ledger=which, memo=memo,
    )  # fmt: skip


def close(one, other, book):
    """Agree to 1e-9 of what is summed, which removals may leave far above the sum."""
    size = np.abs(book.co2e("AR6")).sum() + 1.0
    return np.abs(one - other).max() <= 1e-9 * size


@settings(max_examples=30)
@given(lines(), SETS)
def test_every_view_sums_to_the_ledger(book, gases):
    found, whole = entries.of(book), book.territorial.total(gases) + np.zeros(3)
    assert close(ipcc.view(found, YEARS, gases).totals["total"], whole, book)
    assert close(guideline.view(found, YEARS, gases).totals["total"], whole, book)
    assert close(gpc.view(found, YEARS, gases).totals["territorial"], whole, book)
    assert close(variables.view(found, YEARS, gases).totals["total"], whole, book)


@settings(max_examples=20)
@given(lines(), SETS)
def test_the_rows_of_a_view_sum_to_its_totals(book, gases):
    view = gpc.view(entries.of(book), YEARS, gases)
    for total, values in view.totals.items():
        parts = [r.co2e for r in view.rows if GPC[r.id].more[total] == "1" and not r.empty]
        assert close(np.sum(parts, axis=0) + np.zeros(3), values, book)


@settings(max_examples=20)
@given(lines(), SETS)
def test_the_gases_of_a_row_make_its_equivalent(book, gases):
    for row in ipcc.view(entries.of(book), YEARS, gases).rows:
        if not row.empty:
            parts = [amounts * gwp(gas, gases) for gas, amounts in row.gases.items()]
            assert close(np.sum(parts, axis=0), row.co2e, book)


@settings(max_examples=20)
@given(lines(), SETS)
def test_land_is_told_apart_alike_in_both_views(book, gases):
    found = entries.of(book)
    bare = key_categories.without_land(book).territorial.total(gases) + np.zeros(3)
    assert close(ipcc.view(found, YEARS, gases).totals["without_land"], bare, book)
    assert close(guideline.view(found, YEARS, gases).totals["without_land"], bare, book)


@settings(max_examples=20)
@given(lines())
def test_a_ledger_that_was_written_down_gives_the_same_view(book):
    frame = book.frame("AR5")
    kept = entries.read(frame, YEARS)
    for standard in (ipcc, guideline, gpc, variables):
        now = standard.view(entries.of(book), YEARS, "AR5")
        then = standard.view(kept, YEARS, "AR5")
        assert now.frame().equals(then.frame())


@settings(max_examples=20)
@given(lines(), lines())
def test_views_of_two_regions_add_up_to_the_view_of_both(one, other):
    both = Ledger(YEARS, (*one.lines, *(named_anew(x) for x in other.lines)))
    parts = {n: gpc.view(entries.of(book), YEARS, "AR5") for n, book in (("a", one), ("b", other))}
    added, whole = rows.together(parts), gpc.view(entries.of(both), YEARS, "AR5")
    for a, b in zip(added.rows, whole.rows, strict=True):
        assert [key == "" for key in a.notation] == [key == "" for key in b.notation]
        assert close(np.nan_to_num(a.co2e), np.nan_to_num(b.co2e), both)


def named_anew(line):
    return Line(id=f"other {line.id}", category=line.category, gas=line.gas, years=line.years, inputs=line.inputs, method=line.method, scope=line.scope, ledger=line.ledger, memo=line.memo)  # fmt: skip


@settings(max_examples=20)
@given(lines(), st.data())
def test_hiding_keeps_totals_and_all_other_cells(book, data):
    cells = [ref for line in book.lines for ref in line.activities[0].refs]
    hide = data.draw(st.sets(st.sampled_from(cells), max_size=4)) if cells else set()
    view = gpc.view(entries.of(book), YEARS, "AR5")
    shown, _ = hiding.published(view, hide)
    for total, values in view.totals.items():
        assert np.array_equal(shown.totals[total], values, equal_nan=True)
    for before, after in zip(view.rows, shown.rows, strict=True):
        kept = np.array([key != "C" for key in after.notation])
        assert np.array_equal(before.co2e[kept], after.co2e[kept], equal_nan=True)
        assert np.isnan(after.co2e[~kept]).all()


@settings(max_examples=30)
@given(
    st.dictionaries(st.sampled_from([(c, "CO2") for c in MAPPED]), st.floats(-1e6, 1e6), min_size=1)
)
def test_key_categories_make_up_nearly_all_and_no_more_than_needed(amounts):
    found = key_categories.by_level(amounts)
    if not found:
        assert not any(amounts.values())
        return
    assert found[-1].cumulative == pytest.approx(1)
    chosen = [one for one in found if one.key]
    assert chosen[-1].cumulative >= 0.95 - 1e-9
    assert chosen[-1].cumulative - chosen[-1].share < 0.95
    assert [one.share for one in found] == sorted((one.share for one in found), reverse=True)


@settings(max_examples=30)
@given(st.dictionaries(st.sampled_from([(c, "CO2") for c in MAPPED]), st.integers(1, 10**6), min_size=1), st.integers(2, 9))  # fmt: skip
def test_what_grows_with_the_whole_is_no_key_category_by_trend(base, times):
    grown = {x: amount * times for x, amount in base.items()}
    assert all(one.score < 1e-9 for one in key_categories.by_trend(base, grown))
