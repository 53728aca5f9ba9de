"""Which editions the numbers of an account come from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dualcarbon.inventory.ledger import Ledger, Ranged
from dualcarbon.reference.editions import Edition, packaged
from dualcarbon.reference.numbers import Number
from dualcarbon.reference.records import FactorRecord
from dualcarbon.study.account import Account
from dualcarbon.study.declared import StudyFile
from dualcarbon.study.editions import Standing


def edition_of(record: Ranged) -> str:
    """Give the edition of a record; nothing where it was computed by the account itself."""
    if isinstance(record, FactorRecord):
        return record.tier
    return record.edition if isinstance(record, Number) else ""


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
