"""Which editions the numbers of an account come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dualcarbon.inventory.ledger import Ledger, Ranged
from dualcarbon.reference.editions import Edition, packaged
from dualcarbon.reference.numbers import Number
from dualcarbon.reference.records import FactorRecord
from dualcarbon.study.account import Account
from dualcarbon.study.declared import StudyFile
from dualcarbon.study.editions import Standing
from dualcarbon.vocabulary.names import CATEGORIES


def edition_of(record: Ranged) -> str:
    """Give the edition of a record; nothing where it was computed by the account itself."""
    if isinstance(record, FactorRecord):
        return record.tier
    return record.edition if isinstance(record, Number) else ""


@dataclass(frozen=True, slots=True)
class Listed:
    """An edition with the records that an account takes from it, and the categories that they serve."""

    id: str
    title: Mapping[str, str]
    issued: str
    replaces: str
    records: Mapping[str, tuple[str, ...]]

    @property
    def serves(self) -> tuple[str, ...]:
        """Categories of the ledger that its records serve, in official order."""
        found = {category for categories in self.records.values() for category in categories}
        return tuple(sorted(found, key=CATEGORIES.rank))

    def as_dict(self) -> dict[str, Any]:
        """Give it as plain values."""
        plain = {name: getattr(self, name) for name in ("id", "title", "issued", "replaces")}
        records = [{"id": id, "serves": list(where)} for id, where in self.records.items()]
        return {**plain, "records": records, "serves": list(self.serves)}


def listed(account: Account, ledger: Ledger) -> list[Listed]:
    """Give the editions of an account in order of preference, those last that stand in no order: grid, definition."""
    where: dict[str, dict[str, dict[str, None]]] = {}
    for line in ledger.lines:
        for record in line.numbers:
            held = where.setdefault(edition_of(record), {}).setdefault(record.id, {})
            held[line.category] = None
    for edition, ids in used(account, ledger).items():
        for id in sorted(ids):
            where.setdefault(edition, {}).setdefault(id, {})
    all_ = known(account.standing)
    order = [*account.standing.order.numbers, *sorted(where)]
    return [
        Listed(
            id, {"en": all_[id].en, "zh": all_[id].zh}, all_[id].issued, all_[id].replaces,
            {record: tuple(categories) for record, categories in where.get(id, {}).items()},
        )
        for id in dict.fromkeys(order) if id in all_
    ]  # fmt: skip


def used(account: Account, ledger: Ledger) -> dict[str, set[str]]:
    """Give the ids of the records that the account and its ledger multiply with, by edition."""
    found: dict[str, set[str]] = {}
    records: list[Ranged] = [*account.factors.records.values()]
    records += [number for line in ledger.lines for number in line.numbers]
    for record in records:
        if edition := edition_of(record):
            found.setdefault(edition, set()).add(record.id)
    return found


def known(standing: Standing) -> dict[str, Edition]:
    """Give every edition of the package and of the study by id, the study's own before those that they stand for."""
    return {**packaged(), **standing.own}


def told(study: StudyFile, account: Account, ledger: Ledger) -> dict[str, Any]:
    """Give the editions of an account as plain values, in order of preference, and the day that none may be issued after."""
    records, all_ = used(account, ledger), known(account.standing)
    order = [*account.standing.order.numbers, *sorted(records)]
    listed = [_plain(all_[id], records) for id in dict.fromkeys(order) if id in all_]
    return {"editions": listed, "factors_until": study.account.factors_until}


def _plain(edition: Edition, records: Mapping[str, set[str]]) -> dict[str, Any]:
    return {
        "id": edition.id,
        "title": {"en": edition.en, "zh": edition.zh},
        "kind": edition.kind,
        "issued": edition.issued,
        "replaces": edition.replaces,
        "records": len(records.get(edition.id, ())),
    }
