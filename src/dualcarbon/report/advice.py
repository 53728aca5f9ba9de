"""Part five: recommendations, each tied to the number that supports it, to an action and to clauses."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from dualcarbon.report import advice_measures, advice_past, advice_rules, clauses, drawn
from dualcarbon.report.advised import Advice
from dualcarbon.report.pieces import Block, Bullets, Paragraph, Section, Sentence, Value, say
from dualcarbon.report.reading import Reading

Rule = Callable[[Reading], Iterator[Advice]]

RULES: dict[str, tuple[Rule, ...]] = {
    "course": (advice_past.strengthen, advice_past.adopt, advice_past.close, advice_past.later_sectors),
    "fields": (advice_past.largest, advice_past.keep, advice_past.traded),
    "measures": (
        advice_measures.worth_most,
        advice_measures.abate_most,
        advice_measures.key_projects,
        advice_measures.scarce,
    ),
    "money": (advice_measures.fund, advice_measures.priced, advice_measures.support),
    "rule": (
        advice_measures.assess,
        advice_measures.owners,
        advice_measures.fill,
        advice_rules.agree,
        advice_rules.mend,
        advice_rules.replace_marked,
        advice_rules.widen,
    ),
}  # fmt: skip


def items(reading: Reading) -> dict[str, list[Advice]]:
    """Give the recommendations that the numbers of this run support, by chapter, and no other."""
    return {id: [a for rule in rules for a in rule(reading)] for id, rules in RULES.items()}


def listed(found: dict[str, list[Advice]]) -> list[Advice]:
    """Give the recommendations one after the other, as they are numbered."""
    return [advice for each in found.values() for advice in each]


def section(found: dict[str, list[Advice]], there: Collection[str]) -> Section:
    """Show the recommendations; ``there`` are the pieces that they may refer to."""
    if not listed(found):
        return Section("advice", (Paragraph((say("advice.none"),)),))
    blocks: list[Block] = [Paragraph((say("advice.lead"),))]
    number = 0
    for id, each in found.items():
        shown = [shown_as(advice, number + i, there) for i, advice in enumerate(each, 1)]
        blocks += drawn.chapter(f"advice-{id}", [Bullets(tuple(shown))] if shown else [])
        number += len(each)
    return Section("advice", tuple(blocks))


def shown_as(advice: Advice, number: int, there: Collection[str]) -> tuple[Sentence, Sentence]:
    """Give a recommendation with its number, and the evidence under it."""
    ask = say("advice.numbered", n=str(number), ask=advice.ask)
    serves: dict[str, Value] = {
        "action": clauses.action(advice.action),
        "clauses": clauses.cited(advice.clauses),
    }
    see = [id for id in advice.see if id in there]
    if not see:
        return ask, say("advice.evidence", why=advice.why, **serves)
    return ask, say("advice.evidence_see", why=advice.why, see=drawn.refs(see), **serves)
