"""Laws of the search for a factor, over random shelves of records."""

from hypothesis import given
from hypothesis import strategies as st

from dualcarbon.reference.factors import resolve
from dualcarbon.reference.records import FactorRecord, gap

SECTORS = ("", "total", "industry", "transport")
FLOWS = ("", "final", "power", "other_transformation")
YEARS = st.integers(2010, 2020)


@st.composite
def records(draw):
    first = draw(YEARS)
    return FactorRecord(
        id=f"factors.csv:{draw(st.integers(2, 10**6))}",
        fuel=draw(st.sampled_from(["coal", "oil"])),
        value=draw(st.floats(1.9, 3.2)),
        unit="t CO2/tce",
        first_year=first,
        last_year=draw(st.none() | st.integers(first, 2020)),
        sector=draw(st.sampled_from(SECTORS)),
        flow=draw(st.sampled_from(FLOWS)),
        region=draw(st.sampled_from(["", "320000", "330000"])),
    )


shelves = st.lists(records(), max_size=12)
cells = st.fixed_dictionaries(
    {
        "year": YEARS,
        "sector": st.sampled_from(SECTORS),
        "flow": st.sampled_from(FLOWS),
        "region": st.sampled_from(["", "320000"]),
    }
)


def folded(sector):
    return "" if sector == "total" else sector


def fits(record, cell):
    return (
        record.fuel == "coal"
        and record.region in ("", cell["region"])
        and folded(record.sector) in ("", folded(cell["sector"]))
        and record.flow in ("", cell["flow"])
    )


@given(shelves, cells)
def test_the_study_is_used_exactly_where_one_of_its_records_fits(shelf, cell):
    found = resolve("coal", **cell, local=shelf)
    assert (found.record.tier == "local") == any(fits(r, cell) for r in shelf)


@given(shelves, cells)
def test_the_record_taken_fits_its_cell_and_none_fits_more_closely(shelf, cell):
    found = resolve("coal", **cell, local=shelf).record
    if found.tier != "local":
        return
    assert fits(found, cell)

    def closeness(record):
        return bool(folded(record.sector)), bool(record.flow)

    assert closeness(found) == max(closeness(r) for r in shelf if fits(r, cell))


@given(shelves, cells)
def test_nothing_is_carried_over_unremarked(shelf, cell):
    found = resolve("coal", **cell, local=shelf)
    codes = {w.code for w in found.warnings}
    off = gap(found.record, cell["year"])
    carried = codes & {"REF001", "REF002", "REF003"}
    assert bool(off) == bool(carried)
    if off and found.record.tier == "local":
        assert carried == ({"REF003"} if found.record.balancing else {"REF001"})


@given(shelves, cells)
def test_of_records_that_fit_as_closely_none_is_nearer_in_time(shelf, cell):
    found = resolve("coal", **cell, local=shelf).record
    if found.tier != "local":
        return
    rivals = [
        r
        for r in shelf
        if fits(r, cell) and (folded(r.sector), r.flow) == (folded(found.sector), found.flow)
    ]
    assert abs(gap(found, cell["year"])) == min(abs(gap(r, cell["year"])) for r in rivals)


@given(shelves, cells)
def test_each_tier_stands_once_in_the_trace_and_one_is_taken(shelf, cell):
    trace = resolve("coal", **cell, local=shelf).trace
    assert len({attempt.tier for attempt in trace}) == len(trace)
    taken = [a for a in trace if a.outcome in ("taken", "carried")]
    assert len(taken) == 1
    before = trace[: trace.index(taken[0])]
    assert all(a.outcome == "empty" for a in before)


@given(
    st.lists(records(), max_size=12, unique_by=lambda r: (r.sector, r.flow, r.region, r.fuel)),
    cells,
)
def test_the_order_of_records_does_not_matter(shelf, cell):
    forwards = resolve("coal", **cell, local=shelf)
    backwards = resolve("coal", **cell, local=shelf[::-1])
    if len({(folded(r.sector), r.flow) for r in shelf}) == len(shelf):
        assert forwards == backwards
