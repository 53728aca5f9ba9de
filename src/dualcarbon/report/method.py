"""Part one: how the study was made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence

from dualcarbon.peak.rule import Kind as Verdict
from dualcarbon.peak.rule import Rule
from dualcarbon.reference import tables
from dualcarbon.report import drawn, whole
from dualcarbon.report.composed import RULE as BY_RULE
from dualcarbon.report.composed import How, Part
from dualcarbon.report.derived import count
from dualcarbon.report.numbers import Kind, Number
from dualcarbon.report.pieces import Block, Cell, Paragraph, Ref, Section, Sentence, Table, say
from dualcarbon.report.reading import Reading, both

RULE = Rule()
BROKEN = (Verdict.NO_DATA, Verdict.REVISION, Verdict.RISING, Verdict.TOO_EARLY, Verdict.REBOUND,
          Verdict.PEAKED, Verdict.SLUMP, Verdict.PLATEAU, Verdict.DECLINING_UNPROVEN)  # fmt: skip
Builder = Callable[[Reading], Iterator[Block]]


def section(reading: Reading) -> Section:
    """Say what was counted, with which rules, and how the futures were made."""
    chapters: tuple[tuple[str, Builder], ...] = (
        ("scope", scope),
        ("boundaries", boundaries),
        ("factors", factors),
        ("past", past),
        ("tree", tree),
        ("verdict", verdict),
        ("neutrality", neutrality),
        ("measures", measures),
        ("money", money),
    )
    blocks = [
        block for id, build in chapters for block in drawn.chapter(f"method-{id}", build(reading))
    ]
    return Section("method", tuple(blocks))


def scope(reading: Reading) -> Iterator[Block]:
    """Say which years, which region, which gas, which prices."""
    years = reading.years()
    price = getattr(reading.study, "price_year", None) or reading.raw("price_year")
    yield Paragraph(
        (
            say(
                "method.scope",
                region=both(reading.study.title),
                first=_year(years[0], "report.first_year"),
                last=_year(reading.study.base_year, "base_year"),
                horizon=_year(reading.study.horizon, "report.horizon"),
                price=_year(int(price), "price_year"),
            ),
            *((say("method.whole", section=Ref("past-account")),) if whole.there(reading) else ()),
            say("method.parts"),
        )
    )
    yield from (Paragraph((s,)) for s in breaks(reading))


def boundaries(reading: Reading) -> Iterator[Block]:
    """Say how emissions are counted and what each total holds."""
    yield Paragraph((say("method.account", guide=Ref("work-ipcc")), say("method.carbon_once")))
    said = [say("method.territorial")]
    if reading.trades():
        said.append(say("method.adjusted"))
    said += [
        say(
            "method.published",
            title=reading.replication_title(one["id"]),
            boundary=reading.replication_boundary(one["id"]),
        )
        for one in reading.raw("inventory.replications") or ()
    ]
    yield drawn.bullets(said)
    convention = str(reading.raw("convention") or "")
    if convention in ("calorific", "coal_equivalent"):
        yield Paragraph((say(f"method.{convention}"),))


def factors(reading: Reading) -> Iterator[Block]:
    """Say in which order factors are taken, and how many came from where."""
    yield Paragraph((say("method.factors_order"),))
    tiers: dict[str, list[str]] = defaultdict(list)
    for row in reading.rows("factors"):
        if row.get("tier"):
            tiers[str(row["tier"])].append(str(row["id"]))
    names = {row["id"]: {"en": row["en"], "zh": row["zh"]} for row in tables.rows("editions")}
    said = [
        say("method.tier", tier=names[tier], count=count(f"tiers.{tier}", tiers[tier]))
        for tier in names
        if tier in tiers
    ]
    if said:
        whole = count("factors", [id for ids in tiers.values() for id in ids])
        yield Paragraph((say("method.tiers", count=whole, annex=Ref("annex-factors")),))
        yield drawn.bullets(said)


def past(reading: Reading) -> Iterator[Block]:
    """Say how the past is taken apart: drivers, decoupling, trend."""
    yield Paragraph((say("method.lmdi", work=Ref("work-ang")), say("method.lmdi_formula")))
    yield Paragraph((say("method.decoupling", work=Ref("work-tapio")),))
    years = count("years", map(str, reading.years()))
    yield Paragraph(
        (
            say("method.trend", mann=Ref("work-mann"), sen=Ref("work-sen")),
            say("method.trend_short", years=years, draws=_rule("draws", "count")),
        )
    )


def tree(reading: Reading) -> Iterator[Block]:
    """Say how the futures were made and how uncertain numbers are drawn."""
    if not reading.scenarios():
        return
    keys = {row["key"] for row in reading.rows("parameters")}
    draws = {row["key"] for row in reading.rows("draws")}
    said = [say("method.futures", count=count("scenarios", [s.name for s in reading.scenarios()]))]
    said.append(say("method.tree"))
    if keys:
        said.append(say("method.paths", paths=count("paths", sorted(keys))))
    yield Paragraph(tuple(said))
    if reading.members():
        members = Number(value=reading.members(), kind="count", key="members")
        drawn_keys = (say("method.draws", keys=count("draws", sorted(draws))),) if draws else ()
        yield Paragraph(
            (
                say(
                    "method.sampling",
                    members=members,
                    seed=str(reading.raw("seed")),
                    work=Ref("work-sobol"),
                ),
                *drawn_keys,
                say("method.quantiles", work=Ref("work-quantiles")),
            )
        )


def verdict(reading: Reading) -> Iterator[Block]:
    """State the rule of the peak, its nine classes in the order asked."""
    yield Paragraph((say("method.verdict"), say("method.verdict_table", table=Ref("rule"))))
    rows: list[tuple[Cell, ...]] = [
        (str(place), {"en": kind.en, "zh": kind.zh}, _condition(kind))
        for place, kind in enumerate(BROKEN, 1)
    ]
    rows.append(
        (
            "–",
            {"en": Verdict.UNDETERMINED.en, "zh": Verdict.UNDETERMINED.zh},
            _condition(Verdict.UNDETERMINED),
        )
    )
    heads = (say("heads.order"), say("heads.verdict"), say("heads.condition"))
    yield Table("rule", say("method.rule_caption"), heads, tuple(rows), numeric=False)
    future = say("method.verdict_future", band=_rule("plateau", "share"))
    neutral = say("method.neutrality_gases", gases=Ref("outlook-gases"))
    yield Paragraph((future, neutral) if whole.ahead(reading) else (future,))


def neutrality(reading: Reading) -> Iterator[Block]:
    """Say what neutral means and when it may be judged; in all gases it stands with the verdicts."""
    if reading.scenarios() and not whole.ahead(reading):
        yield Paragraph((say("method.neutrality"),))


def measures(reading: Reading) -> Iterator[Block]:
    """Say how measures act on the tree and how their part is told."""
    if reading.raw("measures"):
        yield Paragraph((say("method.measures"), say("method.residual")))
        yield Paragraph((say("method.three"), say("method.shapley", work=Ref("work-shapley"))))


def money(reading: Reading) -> Iterator[Block]:
    """State the formulas of worth and the rates of this run."""
    if not reading.has("appraisal.price_year"):
        return
    rates = {
        view: reading.number(f"appraisal.rates.{view}", "share")
        for view in ("social_8", "social_6", "financial")
    }
    price = reading.number("appraisal.price_year", "year")
    yield Paragraph((say("method.money", price=price), say("method.npv"), say("method.mac")))
    yield Paragraph((say("method.irr"), say("method.payback"), say("method.ranked")))
    yield Paragraph((say("method.views", **rates), *_carbon(reading)))


def trust(reading: Reading) -> Iterator[Block]:
    """Say how each number can be followed."""
    yield Paragraph((say("method.trust", run=str(reading.raw("run") or "")),))


def marked(reading: Reading) -> Sentence:
    """Give the sentence about numbers that are remembered or assumed."""
    found = reading.marks()
    if not any(found.get(m) for m in ("M", "A")):
        return say("method.marks_none")
    told = {
        name: Number(value=found.get(m, 0), kind="count", key=f"marks.{m}")
        for name, m in (("memory", "M"), ("assumed", "A"))
    }
    return say("method.marks", **told)


def of_them(id: str, what: str, marks: Sequence[Part]) -> Iterator[Sentence]:
    """Say how many of some numbers are assumed or remembered, where any is."""
    assumed, memory = ([one for one in marks if one.value == m] for m in ("A", "M"))
    if assumed or memory:
        told = {
            "assumed": count(f"{what}.assumed", assumed),
            "memory": count(f"{what}.memory", memory),
        }
        yield say(id, all=count(f"{what}.all", marks), **told)


def breaks(reading: Reading) -> Iterator[Sentence]:
    """Say which years are suspected breaks, from which no verdict is read."""
    for one in getattr(reading.study, "breaks", None) or ():
        years = "–".join(str(y) for y in (min(one.years), max(one.years)))
        yield say("method.break", years=years, why=both(one.why))


def _carbon(reading: Reading) -> Iterator[Sentence]:
    path = reading.path("appraisal.carbon_price")
    if path:
        ends = [
            reading.number(f"appraisal.carbon_price.{y}", "cny_per_t")
            for y in (min(path), max(path))
        ]
        years = {
            n: _year(y, f"report.year.{y}") for n, y in (("first", min(path)), ("last", max(path)))
        }
        yield say("method.carbon_price", low=ends[0], high=ends[1], **years)


def _condition(kind: Verdict) -> Sentence:
    """State the condition of a verdict with the numbers of the rule."""
    told: dict[Verdict, dict[str, Number]] = {
        Verdict.NO_DATA: {"least": _rule("least", "count")},
        Verdict.REVISION: {"step": _rule("step", "share")},
        Verdict.RISING: {"boundary": _rule("boundary", "share")},
        Verdict.TOO_EARLY: {"later": _rule("later", "count")},
        Verdict.REBOUND: {"band": _rule("band", "share")},
        Verdict.PEAKED: {"p": _rule("p", "elasticity"), "fall": _rule("fall", "share")},
        Verdict.PLATEAU: {"band": _rule("band", "share")},
        Verdict.DECLINING_UNPROVEN: {"band": _rule("band", "share")},
    }
    return say(f"rule.{kind.value}", **told.get(kind, {}))


def _rule(name: str, kind: Kind) -> Number:
    value = getattr(RULE, name)
    how = How(BY_RULE, (Part(name, value),))
    return Number(value=value, kind=kind, key=f"report.rule.{name}", how=how)


def _year(value: int, key: str) -> Number:
    return Number(value=value, kind="year", key=key)
