"""The annexes: sources and quality, factors, assumptions, compliance, clauses, warnings, references."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from dualcarbon.charts.words import Title
from dualcarbon.report import (
    against,
    assumed,
    clauses,
    compliance,
    drawn,
    examined,
    hindcast,
    method,
    plans,
    uses,
    works,
)
from dualcarbon.report.advised import Advice
from dualcarbon.report.composed import ROWS, How, Part
from dualcarbon.report.derived import count, year
from dualcarbon.report.numbers import Number
from dualcarbon.report.pieces import Block, Cell, Paragraph, Ref, Section, Sentence, Table, say
from dualcarbon.report.reading import Reading, both
from dualcarbon.vocabulary.faults import Fault
from dualcarbon.vocabulary.names import FUELS

SHOWN = 12  # characters of a hash that tell inputs apart
DATA = ("BAL", "CSV", "ECO", "INV", "NUM", "QTY", "SER", "UNIT", "YBK")
"""Areas of warnings that speak of the data."""
SAID = 3  # warnings of one code that stand in full
MORE = {
    "en": " and {} more of this code in summary.json of the run",
    "zh": "等，另有{}条见本次运行的 summary.json",
}
"""What stands after them."""
USED = {"en": (": ", "; "), "zh": ("", "、")}
"""What stands between sector and flow, and between two of them."""
Record = Mapping[str, Any]
Builder = Callable[[Reading], Iterator[Block]]


def section(
    reading: Reading,
    advice: Sequence[Advice],
    left_out: tuple[Fault, ...],
    chosen: Sequence[Block] = (),
) -> Section:
    """Give what a reader needs to check the report, figures that were chosen for it before its warnings."""
    chapters: tuple[tuple[str, tuple[Builder, ...]], ...] = (
        ("sources", (method.trust, quality, sources)),
        ("factors", (factors,)),
        (
            "account",
            (examined.checks, examined.supply, examined.complete, examined.filled, examined.hidden),
        ),
        ("against", (against.editions, against.official, against.districts, against.requests)),
        ("assumptions", (assumptions,)),
        ("plans", (plans.listed,)),
        ("uses", (uses.listed,)),
        ("hindcast", (hindcast.hindcast,)),
        ("compliance", (compliance.national, compliance.own)),
        ("clauses", (lambda reading: clauses.served(reading, advice),)),
        ("chosen", (lambda _: iter(chosen),)),
        ("warnings", (lambda reading: warnings(reading, left_out),)),
        ("references", (works.listed,)),
    )
    blocks = [
        block
        for id, builders in chapters
        for block in drawn.chapter(f"annex-{id}", *(build(reading) for build in builders))
    ]
    return Section("annex", tuple(blocks), "annex")


def quality(reading: Reading) -> Iterator[Block]:
    """Say how much the run read, over which years, and what it found odd."""
    years = reading.years()
    codes = [str(one["code"]) for one in reading.raw("warnings") or ()]
    odd = [f"warnings.{n}" for n, code in enumerate(codes) if code.startswith(DATA)]
    counted = {
        name: Number(
            value=n,
            kind="count",
            key=f"report.rows.{name}",
            how=How(ROWS, (Part(f"tables/{name}.csv", n),)),
        )
        for name in ("energy", "emissions", "factors")
        for n in (len(list(reading.rows(name))),)
    }
    told = say(
        "annex.quality",
        first=year(years[0]),
        last=year(years[-1]),
        odd=count("rows.odd", odd),
        annex=Ref("annex-warnings"),
        **counted,
    )
    yield Paragraph((told,))


def sources(reading: Reading) -> Iterator[Block]:
    """List the files that the run read, with their hashes, two in a row, and the sources that they name."""
    inputs = reading.results.manifest.get("inputs") or {}
    closed = {ref.rpartition(":")[0] for ref in reading.raw("account.closed") or ()}
    files = [  # a guess at a closed cell could be tried against the hash of its file
        (name, "" if name in closed else str(digest)[:SHOWN])
        for name, digest in sorted(inputs.items())
    ]
    if files:
        half = (len(files) + 1) // 2
        pairs = zip(files[:half], [*files[half:], ("", "")][:half], strict=True)
        heads = (say("heads.file"), say("heads.hash"), say("heads.file"), say("heads.hash"))
        yield Paragraph((say("annex.sources", table=Ref("sources")),))
        rows = tuple((*left, *right) for left, right in pairs)
        yield Table("sources", say("annex.sources_caption"), heads, rows)
    yield from _cited(reading)


def factors(reading: Reading) -> Iterator[Block]:
    """List the emission factors of the base year, each once, with its records and where it is used."""
    marks = {row["id"]: str(row.get("mark") or "") for row in reading.rows("factors")}
    groups: dict[tuple[str, float, str], list[tuple[int, Record]]] = {}
    for place, row in enumerate(reading.rows("emissions", year=reading.study.base_year)):
        if row["factor_tco2_per_tce"]:
            key = (row["fuel"], row["factor_tco2_per_tce"], marks.get(row["factor_record"], ""))
            groups.setdefault(key, []).append((place, row))
    if not groups:
        return
    heads = tuple(say(f"heads.{h}") for h in ("fuel", "factor", "mark", "used_by", "record"))
    ordered = sorted(groups.items(), key=lambda item: (FUELS.rank(item[0][0]), item[0][1]))
    rows = tuple(_factor(mark, members) for (_, _, mark), members in ordered)
    yield Paragraph((say("annex.factors", table=Ref("factors")),))
    caption = say("annex.factors_caption", year=str(reading.study.base_year))
    yield Table("factors", caption, heads, rows)


def _factor(mark: str, members: Sequence[tuple[int, Record]]) -> tuple[Cell, ...]:
    place, row = members[0]
    key = f"tables.emissions.{place}.factor_tco2_per_tce"
    used = [(drawn.sector(one["sector"]), drawn.flow(one["flow"])) for _, one in members]
    where = {
        lang: between.join(s[lang] + middle + w[lang] for s, w in used)
        for lang, (middle, between) in USED.items()
    }
    records = list(dict.fromkeys(str(one["factor_record"]) for _, one in members))
    number = Number(value=row["factor_tco2_per_tce"], kind="factor", key=key)
    return (drawn.fuel(row["fuel"]), number, mark, where, _records(records))


def _records(records: Sequence[str]) -> str:
    """Write records, the lines of one file together.

    Examples
    --------
    >>> _records(["factors.csv:304", "factors.csv:338", "ipcc:coal"])
    'factors.csv:304, 338; ipcc:coal'
    """
    found: dict[str, list[str]] = {}
    for record in records:
        file, _, line = record.rpartition(":")
        found.setdefault(file if line.isdigit() else record, []).append(
            line if line.isdigit() else ""
        )
    return "; ".join(f"{f}:{', '.join(n)}" if n[0] else f for f, n in found.items())


def assumptions(reading: Reading) -> Iterator[Block]:
    """List every path of the leading scenario with its values, its mark and where it is declared."""
    leading = reading.leading()
    found = assumed.parameters(reading, leading.name) if leading else {}
    if leading is None or not found:
        return
    years, priced = assumed.shown_years(reading), reading.priced()
    told = assumed.declared(reading, leading.name)
    rows: list[tuple[Cell, ...]] = [
        (
            assumed.called(reading, key),
            *(assumed.number(found, leading.name, key, y, priced=priced) for y in years),
            told[key].mark,
            told[key].source or "–",
        )
        for key in found
        if key in told
    ]
    follow = [key for key in found if key not in told]
    heads: tuple[Cell, ...] = (
        say("heads.path"),
        *(year(y) for y in years),
        say("heads.mark"),
        say("heads.source"),
    )
    lead = say(
        "annex.assumptions",
        table=Ref("paths-all"),
        scenario=leading.title,
        outlook=Ref("outlook-scenarios"),
    )
    more = (say("annex.follow", count=count("paths.follow", follow)),) if follow else ()
    yield Paragraph((lead, *more))
    caption = say("annex.assumptions_caption", scenario=leading.title)
    yield Table("paths-all", caption, heads, tuple(rows))


def warnings(reading: Reading, left_out: tuple[Fault, ...]) -> Iterator[Block]:
    """List every warning, those of a code in one row; the same sentence is said once."""
    told = [(one["code"], both(one["message"])) for one in reading.raw("warnings") or ()]
    told += [(f.code, {"en": f.sentence("en"), "zh": f.sentence("zh")}) for f in left_out]
    if not told:
        yield Paragraph((say("annex.no_warnings"),))
        return
    kept = {code for code, _ in told[: len(told) - len(left_out)]}  # those that the run holds
    groups: dict[str, list[Title]] = {}
    for code, message in sorted(told, key=lambda one: (one[0], one[1]["en"])):
        if message not in groups.setdefault(code, []):
            groups[code].append(message)
    rows = tuple(
        (code, _numbered(said, SAID if code in kept else len(said)), count(f"warnings.{code}", (text["en"] for other, text in told if other == code)))
        for code, said in groups.items()
    )  # fmt: skip
    yield Paragraph((say("annex.warnings", table=Ref("warnings")),))
    heads = (say("heads.code"), say("heads.message"), say("heads.times"))
    yield Table("warnings", say("annex.warnings_caption"), heads, rows)


def _numbered(said: Sequence[Title], most: int = SAID) -> Title:
    """Write sentences after each other, numbered where there are several; those beyond ``most`` are counted.

    Examples
    --------
    >>> _numbered([{"en": "one", "zh": "一"}, {"en": "two", "zh": "二"}])["en"]
    '(1) one (2) two'
    """
    if len(said) == 1:
        return said[0]
    shown = said if len(said) <= most + 1 else said[:most]
    left = len(said) - len(shown)
    rest = {lang: text.format(left) if left else "" for lang, text in MORE.items()}
    return {
        "en": " ".join(f"({n}) {one['en']}" for n, one in enumerate(shown, 1)) + rest["en"],
        "zh": "".join(f"（{n}）{one['zh']}" for n, one in enumerate(shown, 1)) + rest["zh"],
    }


def _cited(reading: Reading) -> Iterator[Block]:
    cited = reading.sources()
    if cited:
        said: list[Sentence] = [
            say("annex.cited", source=text, count=count(f"cited.{n}", ids))
            for n, (text, ids) in enumerate(cited.items())
        ]
        yield Paragraph((say("annex.cited_lead"),))
        yield drawn.bullets(said)
