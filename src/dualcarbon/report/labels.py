"""What the numbered pieces of a document are called: Figure 3, 表2, Section 4.1, [5]."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from dualcarbon.charts.words import Title
from dualcarbon.errors import DataError, UnknownName
from dualcarbon.report.pieces import (
    Document,
    Figure,
    Heading,
    Section,
    Sentence,
    Table,
    Works,
    say,
)

DIGITS = "〇一二三四五六七八九"
Named = tuple[str, Sentence, Sentence | None]  # id, what it is called, what stands before its title


class Labels:
    """The numbers of sections, headings, figures, tables and cited works, in the order of the text.

    Raises
    ------
    DataError
        Two pieces have one id.
    """

    def __init__(self, document: Document) -> None:
        found = [*_titled(document), *_counted(document)]
        twice = [id for id, times in Counter(id for id, *_ in found).items() if times > 1]
        if twice:
            msg = f"report: two pieces have the same id: {', '.join(twice)}"
            raise DataError(msg)
        self._called = {id: called for id, called, _ in found}
        self._before = {id: before for id, _, before in found}

    def of(self, id: str) -> Sentence:
        """Say what a piece is called, "Figure 3".

        Raises
        ------
        UnknownName
            The document holds no numbered piece of this id.
        """
        if id not in self._called:
            msg = f'report: a sentence refers to "{id}", which the document does not hold'
            raise UnknownName(msg)
        return self._called[id]

    def holds(self, id: str) -> bool:
        """Tell whether the document holds a numbered piece of an id."""
        return id in self._called

    def before(self, id: str) -> Sentence | None:
        """Give the number that stands before the title of a section or heading, if it has one."""
        return self._before[id]


def numeral(n: int) -> Title:
    """Write a number below a hundred as titles do.

    Examples
    --------
    >>> numeral(4)["zh"], numeral(12)["zh"], numeral(20)["zh"]
    ('四', '十二', '二十')
    """
    tens, ones = divmod(n, 10)
    ten = "" if not tens else "十" if tens == 1 else f"{DIGITS[tens]}十"
    return {"en": str(n), "zh": ten + (DIGITS[ones] if ones or not tens else "")}


def _titled(document: Document) -> Iterator[Named]:
    """Give the numbers of the sections, and of the headings inside each."""
    part = 0
    for section in document.sections:
        part += section.rank == "part"
        number = numeral(part)
        if section.rank == "part":
            called = say("parts.section", part=number)
            yield section.id, called, say("parts.number_part", part=number)
        else:
            yield section.id, say(f"parts.{section.id}"), None
        yield from _headings(section, number)


def _headings(section: Section, part: Title) -> Iterator[Named]:
    for n, one in enumerate((b for b in section.blocks if isinstance(b, Heading)), 1):
        if section.rank == "part":
            place, own = f"{part['en']}.{n}", numeral(n)["zh"]
            called = {"en": place, "zh": f"第{part['zh']}部分（{own}）"}
            before = say("parts.number_heading", n={"en": place, "zh": f"（{own}）"})
            yield one.id, say("parts.heading", n=called), before
        elif section.rank == "annex":
            letter = chr(ord("A") + n - 1)
            yield one.id, say("parts.annex_heading", n=letter), say("parts.number_annex", n=letter)
        else:
            yield one.id, one.title, None


def _counted(document: Document) -> Iterator[Named]:
    """Give the numbers of figures, tables and works from first to last."""
    blocks = [block for section in document.sections for block in section.blocks]
    works = [work for block in blocks if isinstance(block, Works) for work in block.items]
    for what, ids in (
        ("figure", [b.id for b in blocks if isinstance(b, Figure)]),
        ("table", [b.id for b in blocks if isinstance(b, Table)]),
        ("work", [work.id for work in works]),
    ):
        for n, id in enumerate(ids, 1):
            yield id, say(f"parts.{what}", n=str(n)), None
