"""What the account is held against, as plain values: official totals, districts, requests, signatures, closed cells."""

from __future__ import annotations

from typing import Any

from dualcarbon.inventory import districts, official
from dualcarbon.inventory.districts import Compared
from dualcarbon.inventory.official import Bridge
from dualcarbon.inventory.reconciliation import Item
from dualcarbon.study.cells import REQUIRED
from dualcarbon.study.compared import Held
from dualcarbon.study.preparation import Prepared
from dualcarbon.study.requests import plain, requests
from dualcarbon.study.viewed import by_year
from dualcarbon.study.whole import Whole
from dualcarbon.vocabulary.names import BOUNDARIES, INDICATORS

MT = 1e-6


def stated(prepared: Prepared, whole: Whole) -> dict[str, Any]:
    """Give the keys of the block ``account`` that say what it is held against. Mt, Mtce; districts in their own unit."""
    held = prepared.held
    return {
        "official": [_bridge(one) for one in held.bridges],
        "districts": [_compared(one, prepared.study.region) for one in held.districts],
        "grid": _grid(held),
        "requests": [plain(one) for one in requests(prepared, whole)],
        "signed": _signed(prepared),
        "hidden": len(prepared.cells.closed),
        "closed": sorted(prepared.cells.closed),
    }


def _bridge(one: Bridge) -> dict[str, Any]:
    issued = one.issued
    return {
        "year": str(issued.year),
        "id": issued.boundary,
        "name": BOUNDARIES.both(issued.boundary),
        "unit": f"M{official.unit(issued.boundary)}",
        "official_mt": _mt(issued.value),
        "start_mt": None if one.ours is None else one.start * MT,
        "ours_mt": _mt(one.ours),
        "items": [_item(i, MT, "mt") | {"stated": False} for i in one.computed]
        + [_item(i, MT, "mt") | {"stated": True} for i in one.stated],
        "unexplained_mt": _mt(one.unexplained),
        "source": issued.source,
        "mark": issued.mark,
    }


def _compared(one: Compared, region: str) -> dict[str, Any]:
    told = None if one.gap is None else districts.sentence(one, region)
    return {
        "year": str(one.year),
        "item": one.indicator,
        "name": INDICATORS.both(one.indicator),
        "unit": one.unit,
        "districts": dict(one.parts),
        "missing": list(one.missing),
        "sum": one.sum,
        "whole": one.whole,
        "whole_source": one.source,
        "gap": one.gap,
        "items": [_item(i, 1.0, "value") for i in one.stated],
        "unexplained": one.unexplained,
        "scaled": None if one.scaled is None else {"method": "proportional", "districts": dict(one.scaled)},
        "sentence": None if told is None else {lang: told.message(lang).strip() for lang in ("en", "zh")},
    }  # fmt: skip


def _item(one: Item, factor: float, unit: str) -> dict[str, Any]:
    amount = None if one.amount != one.amount else one.amount * factor
    said = {"why": dict(one.why), "source": one.source, "mark": one.mark} if one.why else {}
    return {"id": one.id, "name": dict(one.name), unit: amount, **said}


def _grid(held: Held) -> dict[str, dict[str, float | None]] | None:
    """Give the factors of the regions of the study's grid; they enter no other number by themselves. [t CO2/MWh]."""
    factors = held.grid
    if factors is None:
        return None
    regions = [str(r) for r in factors.region.values]
    years = factors.year.values.tolist()
    return {region: by_year(years, factors.sel(region=region).values, 1.0) for region in regions}


def _signed(prepared: Prepared) -> dict[str, Any]:
    tables = {
        one.table: {"signed": one.signed, "unsigned": one.unsigned} for one in prepared.cells.tables
    }
    return {"required": prepared.study.account.signed == REQUIRED, "tables": tables}


def _mt(value: float | None) -> float | None:
    return None if value is None else value * MT
