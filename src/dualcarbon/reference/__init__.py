"""Numbers with a citation: calorific values, factors, warming potentials, grid factors, goals, prices."""

from __future__ import annotations

from dualcarbon.reference.factors import derivation, named_set, resolve
from dualcarbon.reference.goals import Goal, national
from dualcarbon.reference.grid import grid_factor
from dualcarbon.reference.own import shelf
from dualcarbon.reference.prices import Price, all_prices, price
from dualcarbon.reference.records import Attempt, Datum, FactorRecord, Resolution
from dualcarbon.reference.tables import sources

__all__ = [
    "Attempt",
    "Datum",
    "FactorRecord",
    "Goal",
    "Price",
    "Resolution",
    "all_prices",
    "derivation",
    "grid_factor",
    "named_set",
    "national",
    "price",
    "resolve",
    "shelf",
    "sources",
]
