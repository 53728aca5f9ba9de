"""The regression beside the tree as plain values of the summary. Mt CO2; elasticities and shares are fractions."""

from __future__ import annotations

from typing import Any

import xarray as xr

from dualcarbon.diagnosis.stirpat import TRACED, Stirpat
from dualcarbon.diagnosis.stirpat_backtest import Backtest
from dualcarbon.diagnosis.unit_roots import Root
from dualcarbon.scenarios.engines.stirpat import Projected
from dualcarbon.study.judged import odds, verdict
from dualcarbon.study.statistical import Regressed, Statistical, why
from dualcarbon.study.viewed import by_year
from dualcarbon.vocabulary.faults import Fault

MT = 1e-6


def plain(found: Statistical) -> dict[str, Any]:
    """Give the block ``stirpat`` of the summary; one that is refused says why and nothing else."""
    if found.refused is not None or found.found is None:
        return {"refused": None if found.refused is None else refusal(found.refused)}
    return {
        **_regression(found.found),
        "backtest": None if found.backtest is None else _backtest(found.backtest),
        "scenarios": {name: _path(one) for name, one in found.by_name.items()},
        "refused": None,
    }


def refusal(told: Fault) -> dict[str, str]:
    """Give why there is no regression: its code, and the sentence in both languages."""
    return {"code": told.code, **why(told)}


def _regression(found: Stirpat) -> dict[str, Any]:
    sample, middle = found.sample, found.estimate
    low, high = middle.memory.bounds(0.9)
    values = zip(
        sample.names, middle.coefficients, found.low, found.high, found.inflation, strict=True
    )
    return {
        "years": [sample.years[0], sample.years[-1]],
        "regressors": list(sample.names),
        "form": middle.form,
        "k": middle.k,
        "coefficients": {
            name: {"value": float(v), "low": float(a), "high": float(b), "vif": float(vif)}
            for name, v, a, b, vif in values
        },
        "trace": [
            {"k": k, "coefficients": dict(zip(sample.names, row, strict=True))}
            for k, row in zip(TRACED.tolist(), found.trace.tolist(), strict=True)
        ],
        "r2": found.r2,
        "condition": found.condition,
        "durbin_watson": found.durbin_watson,
        "memory": {"value": middle.memory.mean, "low": low, "high": high},
        "stationarity": {
            "series": {name: _root(root) for name, root in found.roots.items()},
            "residuals": _root(middle.together),
        },
    }


def _root(root: Root) -> dict[str, float]:
    return {"statistic": root.statistic, "p": root.p}


def _backtest(tested: Backtest) -> dict[str, Any]:
    return {
        "regression": tested.regression,
        "naive": tested.naive,
        "trend": tested.trend,
        "covered": tested.covered,
        "origins": [
            {
                "to": origin.to,
                "years": origin.regression.size,
                "regression": float(origin.regression[-1]),
                "naive": float(origin.naive[-1]),
                "trend": float(origin.trend[-1]),
            }
            for origin in tested.origins
        ],
    }


def _path(one: Regressed) -> dict[str, Any]:
    shown: Projected = one.projected
    return {
        "co2_mt": _by_year(shown.central),
        "low_mt": _by_year(shown.low),
        "high_mt": _by_year(shown.high),
        "beyond": {
            name: {"since": b.since, "ranges": b.ranges, "year": b.year}
            for name, b in shown.beyond.items()
        },
        "outside": shown.outside,
        "peak": {**verdict(one.peak), **odds(one.odds)},
    }


def _by_year(series: xr.DataArray) -> dict[str, float | None]:
    return by_year(series.year.values.tolist(), series.values, MT)
