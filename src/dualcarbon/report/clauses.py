"""The ten actions and the clauses that measures, goals and recommendations serve."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from dualcarbon.charts.words import Title
from dualcarbon.report import listed
from dualcarbon.report.advised import Advice
from dualcarbon.report.derived import count
from dualcarbon.report.labels import numeral
from dualcarbon.report.pieces import Block, Cell, Paragraph, Ref, Sentence, Table, say
from dualcarbon.report.reading import Reading
from dualcarbon.vocabulary.names import ACTIONS, CLAUSES

OBJECTIVES = "opinions:objectives"
"""The part of the Opinions that states the main objectives; it has no number of its own."""
OPINIONS = "opinions"


def served(reading: Reading, advice: Sequence[Advice]) -> Iterator[Block]:
    """Show which clauses the measures and the recommendations serve, and which neither does."""
    by = _serving(reading)
    told = {id: [str(n) for n, a in enumerate(advice, 1) if id in a.clauses] for id in CLAUSES}
    there = [id for id in CLAUSES if id in by or told[id]]
    if not there:
        return
    rows: list[tuple[Cell, ...]] = [
        (clause(id), names(by[id]) if id in by else "–", ", ".join(told[id]) or "–") for id in there
    ]
    counted = {"measures": count("clauses.measures", by), "all": count("clauses", there)}
    yield Paragraph((say("annex.clauses", table=Ref("clauses"), **counted),))
    heads = (say("heads.clause"), say("heads.measures"), say("heads.advice"))
    yield Table("clauses", say("annex.clauses_caption"), heads, tuple(rows), numeric=False)
    yield from _idle(there)


def _idle(there: Sequence[str]) -> Iterator[Block]:
    idle = [id for id in CLAUSES if id.startswith(OPINIONS) and id not in there]
    if idle:
        told = joined([short(id) for id in idle])
        number = count("clauses.unserved", idle)
        yield Paragraph((say("annex.unserved", count=number, clauses=told),))


def action(id: str) -> Title:
    """Give the name of one of the ten actions.

    Examples
    --------
    >>> action("energy")["zh"]
    '能源绿色低碳转型行动'
    """
    return {"en": ACTIONS[id].en, "zh": ACTIONS[id].zh}


def clause(id: str) -> Sentence:
    """Name a clause with its document and number.

    Examples
    --------
    >>> clause("opinions:11").id, clause("code:1032").id, clause(OBJECTIVES).id
    ('clauses.opinions', 'clauses.code', 'clauses.objectives')
    """
    if id == OBJECTIVES:
        return say("clauses.objectives")
    one = CLAUSES[id]
    return say(f"clauses.{one.more['document']}", n=_number(id), name={"en": one.en, "zh": one.zh})


def short(id: str) -> Title:
    """Give the number of a clause as it is cited.

    Examples
    --------
    >>> short("opinions:11")["zh"], short("code:1032")["en"]
    ('（十一）', '1032')
    """
    number = _number(id)
    opinions = CLAUSES[id].more["document"] == OPINIONS
    return {"en": number["en"], "zh": f"（{number['zh']}）" if opinions else number["zh"]}


def cited(ids: Sequence[str]) -> Sentence:
    """Cite clauses of the Opinions, and of the Code beside them."""
    found = [short(id) for id in ids if id.startswith(OPINIONS)]
    code = [short(id) for id in ids if not id.startswith(OPINIONS)]
    if not code:
        return say("clauses.cited", clauses=joined(found))
    if not found:
        return say("clauses.cited_code", articles=joined(code))
    return say("clauses.cited_both", clauses=joined(found), articles=joined(code))


def names(titles: Sequence[Title]) -> Title:
    """Give names as one text, the same name once."""
    return joined(list({t["en"]: t for t in titles}.values()))


def joined(titles: Sequence[Title]) -> Title:
    """Give a list of names as one text in each language.

    Examples
    --------
    >>> joined([{"en": "a", "zh": "甲"}, {"en": "b", "zh": "乙"}, {"en": "c", "zh": "丙"}])
    {'en': 'a, b and c', 'zh': '甲、乙、丙'}
    """
    english = [t["en"] for t in titles]
    last = f"{', '.join(english[:-1])} and {english[-1]}" if len(english) > 1 else "".join(english)
    return {"en": last, "zh": "、".join(t["zh"] for t in titles)}


def _serving(reading: Reading) -> dict[str, list[Title]]:
    found: dict[str, list[Title]] = defaultdict(list)
    for one in listed.every(reading):
        for id in one.get("clauses") or ():
            if id in CLAUSES:
                found[id].append(listed.title(one))
    return found


def _number(id: str) -> Title:
    one = CLAUSES[id]
    n = int(one.more["number"])
    return numeral(n) if one.more["document"] == OPINIONS else {"en": str(n), "zh": str(n)}
