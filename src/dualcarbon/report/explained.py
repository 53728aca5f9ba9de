"""How numbers of the report came: those that it composes by their formula, the others as the study explains them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path

from dualcarbon.errors import UnknownName
from dualcarbon.provenance.derivation import Derivation, Explanation, Input, Value, below
from dualcarbon.report import structure
from dualcarbon.report.composed import Part
from dualcarbon.report.numbers import Number
from dualcarbon.report.outline import outline
from dualcarbon.report.phrases import numbers
from dualcarbon.report.pieces import Block, Bullets, Document, Figure, Heading, Paragraph, Table
from dualcarbon.report.reading import SAME, Reading, Results
from dualcarbon.study import results as finished
from dualcarbon.study.explain import opened as of_study
from dualcarbon.vocabulary.names import nearest

REPORT = "report"
"""Beginning of the keys of numbers that the report composes."""
WIDE = 24
"""Parts of a number that are explained with it; where it has more, each leads on by itself."""
Ask = Callable[[str], Explanation]


def explain(run: Path, key: str) -> Explanation:
    """Explain a number of a finished run or one that its report composes.

    Parameters
    ----------
    run : Path
        Folder of the run.
    key : str
        As :func:`dualcarbon.study.explain.explain` takes it; or one that begins with ``report.``, as the report names it.

    Raises
    ------
    InputError
        The folder holds no finished run, or one that was changed since.
    UnknownName
        The run and its report hold no such key.
    """
    ask = of_study(run)
    if not key.startswith(f"{REPORT}."):
        return ask(key)
    results = replace(finished.load(run), chosen=())
    return asked(ask, lambda: composed(outline(results), results))(key)


def asked(ask: Ask, composed: Callable[[], Mapping[str, Part]]) -> Ask:
    """Put numbers that the report composes to those that the study explains; they are composed when one is asked for."""

    def answer(key: str) -> Explanation:
        return _answer(composed(), ask, key) if key.startswith(f"{REPORT}.") else ask(key)

    return answer


def composed(document: Document, results: Results) -> dict[str, Part]:
    """Give by key all numbers that a report composes, and those that pages show of other years than the base year."""
    reading = Reading(results)
    beside = (
        block
        for y in reading.years()
        for block in chain(structure.energy_flow(reading, y), structure.sectors_of(reading, y))
    )
    blocks = chain((b for section in document.sections for b in section.blocks), beside)
    tiles = ((tile.label, tile.value, tile.under) for tile in document.tiles)
    there = chain((n for tile in tiles for cell in tile for n in numbers(cell)), printed(blocks))
    found: dict[str, Part] = {}
    for number in there:
        if number.known:
            found |= {part.ref: part for part in _all(number.part) if part.ref not in found}
    return found


def printed(blocks: Iterable[Block]) -> Iterator[Number]:
    """Give the numbers in blocks, those of the data of figures too."""
    for block in blocks:
        if isinstance(block, Paragraph):
            cells = list(block.sentences)
        elif isinstance(block, Bullets):
            cells = [one for pair in block.items for one in pair if one]
        elif isinstance(block, Heading):
            cells = [block.title]
        elif isinstance(block, Figure):
            cells = [block.caption, *block.notes]
            yield from printed([block.data] if block.data else [])
        elif isinstance(block, Table):
            yield from (n for row in (block.heads, *block.rows) for c in row for n in numbers(c))
            cells = [block.caption, *([block.note] if block.note else [])]
        else:
            cells = [work.citation for work in block.items]
        yield from (n for cell in cells for n in numbers(cell))


def _all(part: Part) -> Iterator[Part]:
    """Give a composed number and the composed numbers below it."""
    if part.how:
        yield part
        for one in part.how.parts:
            yield from _all(one)


def _answer(there: Mapping[str, Part], ask: Ask, key: str) -> Explanation:
    if key not in there:
        near = nearest(key, there)
        hint = f'; did you mean "{near}"?' if near else ""
        msg = f'the report of the run composes no "{key[:80]}"{hint}'
        raise UnknownName(msg)
    book: dict[str, Derivation] = {}
    about: dict[str, str] = {}
    for place in _asked(there[key]):
        if place not in book:
            told = ask(place)
            book |= told.book
            about |= told.about
    for part in _all(there[key]):
        book[part.ref] = _derived(part, book)
    return below(key, book, about)


def _asked(part: Part) -> Iterator[str]:
    """Give the keys that the study is asked for: of the parts of a number, or of what tells of them."""
    for number in _all(part):
        parts = number.how.parts if number.how else ()
        for one in parts:
            if one.within:
                yield one.within
            elif _of_run(one) and len(parts) <= WIDE:
                yield one.ref


def _of_run(part: Part) -> bool:
    """Tell whether a part is a number of the run: neither composed nor a cell."""
    return bool(part.ref) and not (part.how or part.within or "/" in part.ref)


def _led(part: Part, book: Mapping[str, Derivation]) -> str:
    """Give where a part leads; a cell that no derivation tells of, or not of this amount, stands by its value alone."""
    told = book.get(part.ref)
    cell = told is not None and _near(part.value, told.value)
    return part.ref if part.how or _of_run(part) or cell or "/" in part.ref else ""


def _near(one: Value, other: Value) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=SAME)
    return one == other


def _derived(part: Part, book: Mapping[str, Derivation]) -> Derivation:
    """Write down how a number is composed."""
    how = part.how
    if how is None:
        msg = f'the report composes no "{part.ref}"'
        raise UnknownName(msg)
    inputs = tuple(Input(one.name, one.value, one.unit, _led(one, book)) for one in how.parts)
    return Derivation(part.ref, how.formula.en, how.formula.zh, part.value, part.unit, inputs)
