"""What holds of every path and every ensemble, whatever the numbers."""

from __future__ import annotations

import numpy as np
import xarray as xr
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from dualcarbon.peak.odds import odds
from dualcarbon.peak.verdict import Kind, Rule, judge

FIRST = 2010
few = settings(max_examples=50)
LEVELS = (0.1, 0.25, 0.5, 0.75, 0.9)
amounts = st.integers(-5, 1200).map(float) | st.floats(1, 1000)
paths = st.integers(6, 25).flatmap(lambda n: hnp.arrays(float, n, elements=amounts))
positive = st.integers(6, 25).flatmap(lambda n: hnp.arrays(float, n, elements=st.floats(1, 1000)))
ensembles = st.tuples(st.integers(1, 12), st.integers(6, 20)).flatmap(
    lambda shape: hnp.arrays(float, shape, elements=amounts)
)


def path(values, first=FIRST):
    return xr.DataArray(values, coords={"year": np.arange(first, first + len(values))})


def ensemble(values, first=FIRST):
    members, years = values.shape
    coords = {"member": np.arange(members), "year": np.arange(first, first + years)}
    return xr.DataArray(values, dims=("member", "year"), coords=coords)


def by_the_book(values):
    """Judge a path without noise in the plainest words, as a second opinion."""
    top = max(values)
    if top <= 0:
        return Kind.UNDETERMINED
    last_tie = max(i for i, x in enumerate(values) if x >= top - 0.001 * top)
    after, end = values[last_tie + 1 :], values[-1]
    recent = values[-5:]
    slopes = [(recent[j] - recent[i]) / (j - i) for i in range(5) for j in range(i + 1, 5)]
    near = end >= top - 0.005 * top and np.median(slopes) >= -1e-9 * top
    if not len(after) or near:
        return Kind.RISING
    if len(after) < 5:
        return Kind.TOO_EARLY
    if min(after) < 0.98 * top and end - min(after) > (top - min(after)) / 2:
        return Kind.REBOUND
    if end < 0.98 * top:
        return Kind.PEAKED
    return Kind.PLATEAU if min(after) >= 0.98 * top else Kind.UNDETERMINED


@settings(max_examples=300)
@given(paths)
def test_a_future_is_judged_by_the_book(values):
    assert judge(path(values), noise=False).kind is by_the_book(list(values))


@few
@given(ensembles)
def test_the_odds_agree_with_the_verdict_member_by_member(values):
    result = odds(ensemble(values), by=())
    verdicts = [judge(path(v), noise=False) for v in values]
    assert result.verdict.values.tolist() == [v.kind.value for v in verdicts]
    assert result.has_peak.values.tolist() == [v.interior for v in verdicts]
    assert result.year.values.tolist() == [v.year for v in verdicts]
    assert result.amount.values.tolist() == [v.amount for v in verdicts]


@few
@given(ensembles)
def test_probabilities_add_up(values):
    last = FIRST + values.shape[1] - 1
    result = odds(ensemble(values), by=range(FIRST, last + 1))
    assert np.isclose(float(result.kinds.sum()), 1)
    assert np.isclose(result.no_peak + float(result.by_year.sel(year=last)), 1)
    assert (np.diff(result.by_year.values) >= 0).all()


@few
@given(ensembles)
def test_a_quantile_of_the_year_is_the_first_year_with_that_probability(values):
    result = odds(ensemble(values), by=(), levels=LEVELS)
    years = [y for y in result.peak_years() if y is not None]
    for quantile in result.years:
        enough = [
            y for y in years if sum(z <= y for z in years) >= quantile.level * len(values) - 1e-9
        ]
        assert quantile.value == min(enough, default=None)


@few
@given(ensembles, st.integers(1, 12))
def test_members_without_a_peak_never_lower_a_quantile(values, more):
    rising = np.tile(np.linspace(1, 2, values.shape[1]), (more, 1))
    before = odds(ensemble(values), by=(), levels=LEVELS)
    after = odds(ensemble(np.concatenate([values, rising])), by=(), levels=LEVELS)
    assert after.no_peak >= before.no_peak
    for old, new in zip(before.years, after.years, strict=True):
        assert (new.value or np.inf) >= (old.value or np.inf)


@few
@given(ensembles, st.randoms())
def test_the_order_of_members_does_not_matter(values, random):
    order = list(range(len(values)))
    random.shuffle(order)
    one, other = odds(ensemble(values), by=()), odds(ensemble(values[order]), by=())
    assert one.no_peak == other.no_peak
    assert (one.kinds == other.kinds).all()
    assert [q.value for q in one.years] == [q.value for q in other.years]
    assert np.allclose([q.value for q in one.amounts], [q.value for q in other.amounts])


@few
@given(ensembles)
def test_quantiles_lie_between_the_members_beside_them(values):
    result = odds(ensemble(values), by=(), levels=LEVELS)
    for quantile in result.amounts:
        low, high = (float(result.amount.sel(member=m)) for m in quantile.members)
        assert low - 1e-9 <= quantile.value <= high + 1e-9
    for quantile in result.years:
        found = result.peak_years()[quantile.members[0]]
        assert found == quantile.value


@few
@given(positive, st.integers(-12, 12), st.integers(-300, 300), st.booleans())
def test_scale_and_calendar_do_not_matter(values, power, shift, noise):
    one = judge(path(values), noise=noise)
    other = judge(path(values * 2.0**power, FIRST + shift), noise=noise)
    assert (other.kind, other.p, other.years_after) == (one.kind, one.p, one.years_after)
    assert other.year == (None if one.year is None else one.year + shift)
    assert [w.code for w in other.warnings] == [w.code for w in one.warnings]


@few
@given(positive)
def test_the_past_has_one_verdict_that_its_numbers_bear_out(values):
    verdict, rule = judge(path(values)), Rule()
    if verdict.kind is Kind.PEAKED:
        assert verdict.years_after >= 5
        assert verdict.p < rule.p
        assert verdict.fall > rule.fall
    if verdict.kind is Kind.PLATEAU:
        assert verdict.deepest <= rule.band
    if verdict.kind is Kind.REBOUND:
        assert verdict.fall < verdict.deepest / 2
    if verdict.kind is Kind.REVISION:
        assert len(verdict.parts) >= 2
        assert sum(p.last - p.first + 1 for p in verdict.parts) == len(values)
    else:
        assert verdict.year < verdict.last or verdict.kind is Kind.RISING


@few
@given(positive, st.floats(0.01, 0.5))
def test_a_higher_last_year_is_always_rising(values, more):
    higher = np.append(values, values.max() * (1 + more))
    assert judge(path(higher), noise=False).kind is Kind.RISING
