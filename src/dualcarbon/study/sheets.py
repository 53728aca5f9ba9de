"""The tables of measures and attributions that a run writes, long form, in t CO2 and CNY."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import polars as pl

from dualcarbon.appraisal.valuation import units
from dualcarbon.study.appraisal import Appraisal, Appraised
from dualcarbon.study.frames import table
from dualcarbon.study.valued import worth as told

Rows = Iterable[dict[str, Any]]


def build(appraisal: Appraisal, years: Sequence[int]) -> dict[str, pl.DataFrame]:
    """Give the tables by name, from base year to horizon."""
    return {
        "wedges": table("wedges", (r for a in appraisal.measures for r in _wedge(a, years))),
        "cash_flows": table("cash_flows", (r for a in appraisal.measures for r in _flows(a))),
        "worth": table("worth", (r for a in appraisal.measures for r in _worth(a))),
        "attribution": table("attribution", _attribution(appraisal)),
        "projects_worth": table("projects_worth", _projects(appraisal, years)),
    }


def _wedge(one: Appraised, years: Sequence[int]) -> Rows:
    for i, year in enumerate(years):
        yield {
            "scenario": one.scenario,
            "measure": one.deployed.measure.id,
            "year": year,
            "abatement_tco2": _at(one.residual.territorial, i),
            "alone_tco2": _at(one.alone.territorial, i),
            "attributed_tco2": None if one.attributed is None else float(one.attributed[i]),
            "adjusted_abatement_tco2": _at(one.residual.adjusted, i),
        }


def _flows(one: Appraised) -> Rows:
    """Give the money of a measure on its residual baseline and alone, year by year."""
    for baseline, money in (("residual", one.money), ("alone", one.money_alone)):
        if money is None:
            continue
        stream, placed = money.stream, units(one.deployed)
        for i, year in enumerate(stream.years):
            yield {
                "scenario": one.scenario,
                "measure": one.deployed.measure.id,
                "baseline": baseline,
                "year": year,
                "units": float(placed[i]),
                "investment_cny": float(stream.investment[i]),
                "salvage_cny": float(stream.salvage[i]),
                "running_cny": float(stream.running[i]),
                "energy_social_cny": float(stream.social_ex_tax[i]),
                "energy_social_taxed_cny": float(stream.social[i]),
                "energy_financial_cny": float(stream.financial[i]),
                "energy_financial_untaxed_cny": float(stream.financial_ex_tax[i]),
                "abatement_tco2": float(stream.abatement[i]),
                "carbon_price": float(stream.carbon_price[i]),
            }


def _worth(one: Appraised) -> Rows:
    for baseline, money in (("residual", one.money), ("alone", one.money_alone)):
        for each in money.worths if money else ():
            plain = told(each)
            plain["irr"] = "; ".join(f"{rate:.10g}" for rate in each.irr)
            flags = {key: "yes" if plain[key] else "no" for key in ("carbon", "taxes")}
            here = {"scenario": one.scenario, "measure": one.deployed.measure.id}
            yield {**here, "baseline": baseline, **plain, **flags}


def _attribution(appraisal: Appraisal) -> Rows:
    for one in appraisal.attributions:
        for p, player in enumerate(one.players):
            for i, year in enumerate(one.years):
                error = None if one.error is None else float(one.error.territorial[p, i])
                yield {
                    "scenario": one.scenario,
                    "against": one.against,
                    "player": player.id,
                    "kind": player.kind,
                    "year": year,
                    "share_tco2": float(one.shares.territorial[p, i]),
                    "error_tco2": error,
                }


def _projects(appraisal: Appraisal, years: Sequence[int]) -> Rows:
    for one in appraisal.projects:
        for i, year in enumerate(years):
            yield {
                "scenario": one.scenario,
                "project": one.project.id,
                "measure": one.project.measure,
                "year": year,
                "abatement_tco2": _at(one.effect.territorial, i),
                "investment_cny": float(one.money.stream.investment[i]) if one.money else None,
            }


def _at(values: np.ndarray, place: int) -> float:
    """Give the value of a year from an array (1, year)."""
    return float(np.broadcast_to(values, (1, values.shape[-1]))[0, place])
