"""The annexes: sources and quality, factors, assumptions, compliance, clauses, warnings, references."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

from dualcarbon.report import assumed, clauses, compliance, drawn, works
from dualcarbon.report.advised import Advice
from dualcarbon.report.derived import count, year
from dualcarbon.report.numbers import Number
from dualcarbon.report.pieces import Block, Cell, Paragraph, Ref, Section, Sentence, Table, say
from dualcarbon.report.reading import Reading, both
from dualcarbon.vocabulary.faults import Fault

SHOWN = 12  # characters of a hash that tell inputs apart
DATA = ("BAL", "CSV", "ECO", "INV", "NUM", "QTY", "SER", "UNIT", "YBK")
"""Areas of warnings that speak of the data."""
Builder = Callable[[Reading], Iterator[Block]]


def section(reading: Reading, advice: Sequence[Advice], left_out: tuple[Fault, ...]) -> Section:
    """Give what a reader needs to check the report."""
    chapters: tuple[tuple[str, tuple[Builder, ...]], ...] = (
        ("sources", (quality, sources)),
        ("factors", (factors,)),
        ("assumptions", (assumptions,)),
        ("compliance", (compliance.national, compliance.own)),
        ("clauses", (lambda reading: clauses.served(reading, advice),)),
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
    counted = {
        "energy": count("rows.energy", len(list(reading.rows("energy")))),
        "emissions": count("rows.emissions", len(list(reading.rows("emissions")))),
        "factors": count("rows.factors", len(list(reading.rows("factors")))),
    }
    rows: list[tuple[Cell, ...]] = [
        (say(f"annex.rows_{name}"), number) for name, number in counted.items() if number.value
    ]
    codes = [str(one["code"]) for one in reading.raw("warnings") or ()]
    odd = sum(code.startswith(DATA) for code in codes)
    rows.append((say("annex.rows_odd"), count("rows.odd", odd)))
    told = say(
        "annex.quality",
        first=year(years[0]),
        last=year(years[-1]),
        table=Ref("quality"),
        annex=Ref("annex-warnings"),
    )
    yield Paragraph((told,))
    heads = (say("heads.data"), say("heads.rows"))
    yield Table("quality", say("annex.quality_caption"), heads, tuple(rows))


def sources(reading: Reading) -> Iterator[Block]:
    """List the files that the run read, with their hashes, and the sources that they name."""
    inputs = reading.results.manifest.get("inputs") or {}
    rows = tuple((name, str(digest)[:SHOWN]) for name, digest in sorted(inputs.items()))
    if rows:
        heads = (say("heads.file"), say("heads.hash"))
        yield Paragraph((say("annex.sources", table=Ref("sources")),))
        yield Table("sources", say("annex.sources_caption"), heads, rows)
    yield from _cited(reading)


def factors(reading: Reading) -> Iterator[Block]:
    """List the emission factors of the base year and the record that each came from."""
    rows: list[tuple[Cell, ...]] = []
    marks = {row["id"]: str(row.get("mark") or "") for row in reading.rows("factors")}
    for place, row in enumerate(reading.rows("emissions", year=reading.study.base_year)):
        if not row["factor_tco2_per_tce"]:
            continue
        factor = Number(
            value=row["factor_tco2_per_tce"],
            kind="factor",
            key=f"tables.emissions.{place}.factor_tco2_per_tce",
        )
        rows.append(
            (
                drawn.sector(row["sector"]),
                drawn.flow(row["flow"]),
                drawn.fuel(row["fuel"]),
                factor,
                marks.get(row["factor_record"], ""),
                str(row["factor_record"]),
            )
        )
    if rows:
        heads = tuple(
            say(f"heads.{h}") for h in ("sector", "flow", "fuel", "factor", "mark", "record")
        )
        yield Paragraph((say("annex.factors", table=Ref("factors")),))
        caption = say("annex.factors_caption", year=str(reading.study.base_year))
        yield Table("factors", caption, heads, tuple(rows))


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
            assumed.name(key, priced=priced),
            *(assumed.number(found, leading.name, key, y, priced=priced) for y in years),
            told[key].mark if key in told else "",
            (told[key].source or "–") if key in told else say("annex.follows"),
        )
        for key in found
    ]
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
    yield Paragraph((lead,))
    caption = say("annex.assumptions_caption", scenario=leading.title)
    yield Table("paths-all", caption, heads, tuple(rows))


def warnings(reading: Reading, left_out: tuple[Fault, ...]) -> Iterator[Block]:
    """List every warning by its code; the same sentence is said once."""
    told = [(one["code"], both(one["message"])) for one in reading.raw("warnings") or ()]
    told += [(f.code, {"en": f.sentence("en"), "zh": f.sentence("zh")}) for f in left_out]
    if not told:
        yield Paragraph((say("annex.no_warnings"),))
        return
    said = Counter((code, message["en"], message["zh"]) for code, message in told)
    rows = tuple(
        (code, {"en": en, "zh": zh}, Number(value=n, kind="count", key=f"report.warnings.{code}"))
        for (code, en, zh), n in sorted(said.items())
    )
    yield Paragraph((say("annex.warnings", table=Ref("warnings")),))
    heads = (say("heads.code"), say("heads.message"), say("heads.times"))
    yield Table("warnings", say("annex.warnings_caption"), heads, rows)


def _cited(reading: Reading) -> Iterator[Block]:
    cited = reading.sources()
    if cited:
        said: list[Sentence] = [
            say("annex.cited", source=text, count=Number(value=n, kind="count", key="report.cited"))
            for text, n in cited.items()
        ]
        yield Paragraph((say("annex.cited_lead"),))
        yield drawn.bullets(said)
