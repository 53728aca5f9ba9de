"""Part one: how the study was made."""

from __future__ import annotations

from collections.abc import Iterator

from dualcarbon.report.numbers import Number
from dualcarbon.report.pieces import Block, Bullets, Paragraph, Section, Sentence, say
from dualcarbon.report.reading import Reading, both


def section(reading: Reading) -> Section:
    """Say what was counted, with which rules, and how the futures were made."""
    blocks: list[Block] = [Paragraph((scope(reading), say("method.account")))]
    blocks.append(Bullets(tuple((s, None) for s in boundaries(reading))))
    blocks.append(Paragraph((say("method.diagnosis"),)))
    if reading.scenarios():
        blocks.append(Paragraph((futures(reading), say("method.verdict"))))
        blocks.append(Bullets(tuple((s, None) for s in scenarios(reading))))
    blocks += [Paragraph((s,)) for s in breaks(reading)]
    return Section("method", tuple(blocks))


def scope(reading: Reading) -> Sentence:
    """Say which years, which region, which prices."""
    years = reading.years()
    price = getattr(reading.study, "price_year", None) or reading.raw("price_year")
    return say(
        "method.scope",
        region=both(reading.study.title),
        first=_year(years[0], "report.first_year"),
        last=_year(reading.study.base_year, "base_year"),
        horizon=_year(reading.study.horizon, "report.horizon"),
        price=_year(int(price), "price_year"),
    )


def boundaries(reading: Reading) -> Iterator[Sentence]:
    """Say what each total holds."""
    yield say("method.territorial")
    if reading.trades():
        yield say("method.adjusted")
    for one in reading.raw("inventory.replications") or ():
        yield say(
            "method.published",
            title=reading.replication_title(one["id"]),
            boundary=reading.replication_boundary(one["id"]),
        )


def futures(reading: Reading) -> Sentence:
    """Say how many scenarios and members the study has, and from which seed."""
    return say(
        "method.futures",
        count=Number(value=len(reading.scenarios()), kind="count", key="report.scenarios"),
        members=Number(value=reading.members(), kind="count", key="report.members"),
        seed=str(reading.raw("seed")),
    )


def scenarios(reading: Reading) -> Iterator[Sentence]:
    """Say what each scenario assumes."""
    for one in reading.scenarios():
        described = reading.description(one.name)
        if described:
            yield say("method.scenario", title=one.title, description=described)


def breaks(reading: Reading) -> Iterator[Sentence]:
    """Say which years are suspected breaks, from which no verdict is read."""
    for one in getattr(reading.study, "breaks", None) or ():
        years = "–".join(str(y) for y in (min(one.years), max(one.years)))
        yield say("method.break", years=years, why=both(one.why))


def _year(value: int, key: str) -> Number:
    return Number(value=value, kind="year", key=key)
