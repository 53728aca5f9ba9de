"""The annexes: sources, factors used, warnings, compliance with quantified goals."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import cache

from dualcarbon.reference import tables
from dualcarbon.report import drawn, pathway, sentences
from dualcarbon.report.numbers import Number
from dualcarbon.report.pieces import Block, Cell, Paragraph, Section, Sentence, Table, say
from dualcarbon.report.reading import Reading, both
from dualcarbon.vocabulary.faults import Fault

SHOWN = 12  # characters of a hash that tell inputs apart
MARKED = ("M", "A")


def section(reading: Reading, left_out: tuple[Fault, ...]) -> Section:
    """Give what a reader needs to check the report."""
    builders = (sources, marks, factors, compliance)
    blocks = [block for build in builders for block in build(reading)]
    return Section("annex", (*blocks, *warnings(reading, left_out)), "annex")


def sources(reading: Reading) -> Iterator[Block]:
    """List the files that the run read, with their hashes, and the sources that they name."""
    inputs = reading.results.manifest.get("inputs") or {}
    rows = tuple((name, str(digest)[:SHOWN]) for name, digest in sorted(inputs.items()))
    if rows:
        yield Table(
            "sources", say("annex.sources_caption"), (say("heads.file"), say("heads.hash")), rows
        )
    yield from _cited(reading)


def marks(reading: Reading) -> Iterator[Block]:
    """Say how many numbers of the study are remembered or assumed."""
    found = reading.marks()
    if not any(found.get(m) for m in MARKED):
        yield Paragraph((say("method.marks_none"),))
        return
    memory, assumed = (
        Number(value=found.get(m, 0), kind="count", key=f"report.marks.{m}") for m in MARKED
    )
    yield Paragraph((say("method.marks", memory=memory, assumed=assumed),))


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
        heads = (
            say("heads.sector"),
            say("heads.flow"),
            say("heads.fuel"),
            say("heads.factor"),
            say("heads.mark"),
            say("heads.record"),
        )
        caption = say("annex.factors_caption", year=str(reading.study.base_year))
        yield Table("factors", caption, heads, tuple(rows))
        yield Paragraph((say("annex.factors_order"),))


def compliance(reading: Reading) -> Iterator[Block]:
    """Compare the quantified goals with the leading scenario, their sources named."""
    leading = reading.leading()
    if leading is None:
        return
    rows: list[tuple[Cell, ...]] = []
    for place, one in pathway.judged(reading, leading):
        kind = pathway.kind_of(one)
        key = f"scenarios.{leading.name}.targets.{place}"
        goal, value = (reading.number(f"{key}.{n}", kind) for n in ("goal", "value"))
        who = say("annex.nation") if one.get("national") else say("annex.study")
        mark, source = str(one.get("mark") or ""), _document(str(one.get("source") or ""))
        rows.append(
            (pathway.goal_title(one), who, goal, value, _state(str(one["state"])), mark, source)
        )
    if rows:
        heads = (
            say("heads.goal_name"),
            say("heads.of"),
            say("heads.goal"),
            say("heads.reached", scenario=leading.title),
            say("heads.state"),
            say("heads.mark"),
            say("heads.source"),
        )
        yield Table(
            "compliance",
            say("annex.compliance_caption", scenario=leading.title),
            heads,
            tuple(rows),
        )


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
    heads = (say("heads.code"), say("heads.message"), say("heads.times"))
    yield Table("warnings", say("annex.warnings_caption"), heads, rows)


def _document(source: str) -> str:
    """Give the full citation of a source that the reference holds; another stands as it is."""
    return _documents().get(source, source)


@cache
def _documents() -> dict[str, str]:
    listed = tables.rows("sources")
    return {
        row["id"]: ", ".join(filter(None, (row["title"], row["publisher"], row["year"])))
        for row in listed
    }


def _state(id: str) -> Cell:
    return say(f"goal_states.{id}_bare") if sentences.known(f"goal_states.{id}_bare") else id


def _cited(reading: Reading) -> Iterator[Block]:
    cited = reading.sources()
    if cited:
        said: list[Sentence] = [
            say("annex.cited", source=text, count=Number(value=n, kind="count", key="report.cited"))
            for text, n in cited.items()
        ]
        yield Paragraph((say("annex.cited_lead"),))
        yield drawn.bullets(said)
