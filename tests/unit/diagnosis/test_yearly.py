"""Sums of effects by year and region."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from dualcarbon.diagnosis import blocks
from dualcarbon.diagnosis.decomposition import chain
from dualcarbon.diagnosis.yearly import yearly
from dualcarbon.errors import InputError

DIMS = ("year", "region", "fuel")
CELLS = {"year": [2010, 2011, 2012], "region": ["north", "south"], "fuel": ["coal", "oil"]}


def factors():
    use = np.array([[[4.0, 1], [0, 3]], [[2, 2], [5, 0]], [[1, 8], [6, 6]]])
    return {
        "use": xr.DataArray(use, CELLS, DIMS),
        "factor": xr.DataArray([3.0, 2.0], {"fuel": ["coal", "oil"]}),
    }


@pytest.fixture(params=[1, 10**9], ids=["compiled", "numpy"])
def either(request, monkeypatch):
    monkeypatch.setattr(blocks, "MANY", request.param)


@pytest.mark.usefixtures("either")
@pytest.mark.parametrize("keep", [(), ("region",), ("fuel",), ("fuel", "region")])
def test_sums_are_those_of_the_chain(keep):
    found = yearly(factors(), keep=keep, unit="t")
    away = [d for d in ("region", "fuel") if d not in keep]
    for name, effects in found.effects.items():
        assert effects.dims == ("year", *keep)
        assert effects.attrs == {"units": "t"}
        for step in chain(factors()):
            wanted = step.effects[name].sum(away).transpose(*keep)
            assert np.allclose(effects.sel(year=step.period[1]), wanted, rtol=1e-12, atol=1e-12)
    product = factors()["use"] * factors()["factor"]
    assert np.allclose(found.totals, product.sum(away).transpose("year", *keep))
    assert np.abs(found.residual).max() <= 1e-12 * found.totals.max()


@pytest.mark.usefixtures("either")
def test_labels_of_the_groups_are_kept():
    found = yearly(factors(), [2010, 2012], keep=["fuel"])
    assert found.totals["fuel"].values.tolist() == ["coal", "oil"]
    assert found.totals["year"].values.tolist() == [2010, 2012]
    assert found.effects["use"]["year"].values.tolist() == [2012]
    assert found.effects["use"].sel(fuel="oil").values == pytest.approx((8 + 6 - 1 - 3) * 2)


@pytest.mark.usefixtures("either")
def test_ratios_multiply_to_the_growth():
    found = yearly(factors(), keep=["region"])
    growth = found.ratios()["use"] * found.ratios()["factor"]
    assert np.allclose(growth, found.totals.values[1:] / found.totals.values[:-1], rtol=1e-12)


@pytest.mark.usefixtures("either")
def test_growth_from_nothing_has_no_ratios_and_zeros_are_counted():
    found = yearly(factors(), keep=["region", "fuel"])
    assert found.ratios() == {}
    told = [dict(w.params) for w in found.warnings]
    assert [(t["start"], t["gone"], t["come"], t["none"]) for t in told] == [(2010, 1, 1, 0), (2011, 0, 1, 0)]  # fmt: skip


@pytest.mark.usefixtures("either")
def test_a_factor_without_cells():
    use = xr.DataArray([1.0, 2.0], {"year": [2010, 2011]})
    assert yearly({"use": use}).effects["use"].values == pytest.approx([1.0])


def test_what_cannot_be_answered_is_refused():
    with pytest.raises(InputError, match="no factor has the dimension 'county', only region, fuel"):
        yearly(factors(), keep=["county"])
    with pytest.raises(InputError, match="needs two years and a cell, not years 2010 and 4 cells"):
        yearly(factors(), [2010])
    with pytest.raises(InputError, match="and 0 cells"):
        yearly({"use": factors()["use"].isel(fuel=[])})
    with pytest.raises(InputError, match="1999"):
        yearly(factors(), [1999, 2010])
