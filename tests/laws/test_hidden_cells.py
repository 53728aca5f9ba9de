"""Whoever reads a published view and solves the sums in it for what is hidden learns no cell, unless it is said."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dualcarbon.inventory.ledger import Activity, Ledger, Line
from dualcarbon.inventory.views import entries, gpc, guideline, hiding, ipcc, variables
from dualcarbon.reference.gwp import gwp
from dualcarbon.vocabulary.names import CATEGORIES, GPC

YEARS = (2020,)
MAPPED = [
    id for id in CATEGORIES if CATEGORIES[id].more["gpc"] and CATEGORIES[id].more["guideline"]
]
LAND = [id for id in MAPPED if id.startswith(("3B", "3D"))]
STANDARDS = {"guideline": guideline, "ipcc": ipcc, "gpc": gpc, "variables": variables}
TOPS = {"guideline": ["energy", "processes", "agriculture", "land", "waste"], "ipcc": list("12345")}
AWAY = {"guideline": ["land"], "ipcc": ["3B", "3D"]}
"""Rows that the total without land leaves out."""


def line(place, category, gas, amount):
    series = Activity(name="made", unit="t", years=YEARS, values=np.array([amount]), refs=(f"data/activity.csv:{place}",))  # fmt: skip
    return Line(id=f"line {place}", category=category, gas=gas, years=YEARS, inputs=(series,), method="combustion")  # fmt: skip


@st.composite
def studies(draw):
    """Ledgers of up to 25 lines, some of land and some removals, and one to three of their cells."""
    gases = st.sampled_from(["CO2", "CH4", "N2O", "HFC-134a"])
    amounts = st.integers(1, 10**6).map(float) | st.integers(-(10**6), -1).map(float)
    one = st.tuples(st.sampled_from(MAPPED) | st.sampled_from(LAND), gases, amounts)
    given_lines = draw(st.lists(one, min_size=1, max_size=25))
    book = Ledger(YEARS, tuple(line(n, *x) for n, x in enumerate(given_lines)))
    count = len(given_lines)
    hide = draw(st.sets(st.integers(0, count - 1), min_size=1, max_size=3))
    return book, {f"data/activity.csv:{n}" for n in hide}


def parents(view):
    """Give the rows below each row that sums others, as the ids themselves say."""
    above = {
        "guideline": lambda id: id.partition(".")[0] if "." in id else "",
        "ipcc": ipcc.parent,
        "variables": lambda id: id.rpartition("|")[0],
        "gpc": lambda id: "",
    }[view.name]
    found = {}
    for row in view.rows:
        found.setdefault(above(row.id), []).append(row.id)
    return {whole: parts for whole, parts in found.items() if whole}


def sums(view, shown):
    """Give what a reader can write down: parts, what they add up to, and the gas, or nothing for equivalents."""
    gases = {gas for row in view.rows for gas in row.gases}
    for whole, parts in parents(view).items():
        for gas in (None, *sorted(gases)):
            yield parts, [whole], gas
    if view.name == "gpc":
        for total in gpc.SUMS:
            yield [id for id in GPC if GPC[id].more[total] == "1"], [], None
        return
    tops = TOPS.get(view.name) or [row.id for row in view.rows if "|" not in row.id]
    yield tops, [], None
    if np.isfinite(shown.totals.get("without_land", np.array([np.nan]))[0]):
        yield AWAY[view.name], [], None


def cells_of(row):
    """Give the gases of a row that are not zero."""
    return [] if row.empty else [(row.id, gas) for gas, a in row.gases.items() if a[0]]


def learnt(view, shown):
    """Give the rows of which a gas, or all of them together, is the same in every account that fits what is shown."""
    hidden = {row.id for row in shown.rows if row.notation[0] == "C"}
    cells = [cell for id in sorted(hidden) for cell in cells_of(view.row(id))]
    at = {cell: n for n, cell in enumerate(cells)}
    lines = []
    for parts, whole, gas in sums(view, shown):
        coefficients = np.zeros(len(cells))
        for sign, id in itertools.chain(((1, p) for p in parts), ((-1, w) for w in whole)):
            for cell in cells_of(view.row(id)) if id in hidden else []:
                if gas in (None, cell[1]):
                    coefficients[at[cell]] += sign * (gwp(cell[1], "AR5") if gas is None else 1.0)
        if coefficients.any():
            lines.append(coefficients)
    return {
        id for id in hidden if any(follows(lines, wanted) for wanted in asked(view.row(id), at))
    }


def asked(row, at):
    own = [(at[cell], gwp(cell[1], "AR5")) for cell in cells_of(row)]
    for place, potential in own:
        yield np.eye(len(at))[place] * potential
    yield sum((np.eye(len(at))[place] * potential for place, potential in own), np.zeros(len(at)))


def follows(lines, wanted):
    """Tell whether the sum of cells is a combination of the equations: it then adds nothing to their rank."""
    if not lines or not wanted.any():
        return False
    scaled = [x / np.abs(x).max() for x in (*lines, wanted)]
    return rank(scaled) == rank(scaled[:-1])


def rank(lines):
    return np.linalg.matrix_rank(np.array(lines), tol=1e-7)


@pytest.mark.parametrize("name", STANDARDS)
@settings(max_examples=40)
@given(studies())
def test_no_hidden_cell_follows_from_the_published_sums(name, study):
    book, hide = study
    view = STANDARDS[name].view(entries.of(book), YEARS, "AR5")
    shown, faults = hiding.published(view, hide)
    first = {row.id for row in view.rows if row.refs[0] & hide and row.co2e[0]}
    assert first <= {row.id for row in shown.rows if row.notation[0] == "C"}
    told = {dict(fault.params)["row"] for fault in faults}
    assert learnt(view, shown) & first <= told


@pytest.mark.parametrize("name", STANDARDS)
@settings(max_examples=15)
@given(studies())
def test_only_what_follows_however_much_is_hidden_is_said_to(name, study):
    """A row is told only where it follows though all other rows, and the total without land, are hidden too."""
    book, hide = study
    view = STANDARDS[name].view(entries.of(book), YEARS, "AR5")
    told = {dict(fault.params)["row"] for fault in hiding.published(view, hide)[1]}
    every = frozenset(cell for row in view.rows for cell in row.refs[0])
    most, _ = hiding.published(view, every)
    assert told <= {row.id for row in most.rows if row.notation[0] == "C"}
    if told:
        assert learnt(view, all_hidden(view)) >= told


def all_hidden(view):
    import dataclasses

    rows = tuple(dataclasses.replace(row, notation=("C",)) if not row.empty else row for row in view.rows)  # fmt: skip
    totals = {n: np.array([np.nan]) if n == "without_land" else v for n, v in view.totals.items()}
    return dataclasses.replace(view, rows=rows, totals=totals)
