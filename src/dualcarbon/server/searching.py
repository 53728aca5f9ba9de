"""Looking for a text among the things of a study: what holds every word of it, the most alike first, no more than a page of them.

Width, case and space never tell two texts apart, and whatever has two names is found by either.
"""

from __future__ import annotations

import itertools
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dualcarbon.charts.words import Title

if TYPE_CHECKING:
    import polars as pl

MOST = 50
"""Things that are shown."""
FIRST_ROWS = 20
"""Rows of tables among them."""
LONGEST = 100
"""Characters that are looked for."""
GROUPS = ("chapters", "levers", "measures", "targets", "sectors", "files", "rows", "keys")
"""Kinds of things in the order in which they are shown."""


def plain(text: str) -> str:
    """Fold width, case and space.

    Examples
    --------
    >>> plain(" ＣＯ₂  强度 ")
    'co2 强度'
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


@dataclass(frozen=True, slots=True)
class Item:
    """A thing that can be found: its name, what stands beside it, and the address within the study that it leads to.

    ``key`` is set for a number, whose derivation it opens; ``words`` are other texts that it is found by.
    """

    group: str
    title: Title
    note: Title
    to: str = ""
    key: str = ""
    words: str = ""
    names: tuple[str, ...] = field(init=False)
    held: str = field(init=False)

    def __post_init__(self) -> None:
        """Fold its texts once."""
        names = tuple(dict.fromkeys(plain(one) for one in self.title.values()))
        every = (*names, *map(plain, dict.fromkeys((*self.note.values(), self.words))))
        object.__setattr__(self, "names", names)
        object.__setattr__(self, "held", "\n".join(every))

    def rank(self, text: str) -> tuple[int, int]:
        """Tell how like a folded text its name is: the same, begun by it, holding it, not; the shorter name first."""
        likes = (one == text for one in self.names), (one.startswith(text) for one in self.names), (text in one for one in self.names)  # fmt: skip
        return next((n for n, like in enumerate(likes) if any(like)), 3), len(self.names[0])


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table that can be found: by column, what stands there, with all that it is found by."""

    file: str
    table: str
    frame: pl.DataFrame
    texts: Mapping[str, Mapping[str | int, str]]

    def matching(self, words: Sequence[str]) -> pl.DataFrame:
        """Give the rows that hold every word, each in some column."""
        import polars as pl

        found = self.frame
        for word in words:
            hits = {
                name: [one for one, text in known.items() if word in text]
                for name, known in self.texts.items()
            }
            some = [pl.col(name).is_in(ones) for name, ones in hits.items() if ones]
            found = found.filter(pl.any_horizontal(some)) if some else found.clear()
        return found


@dataclass(frozen=True, slots=True)
class Group:
    """Things of a kind that were found; ``count`` is how many there are, shown or not."""

    name: str
    items: tuple[Item, ...]
    count: int


def words(text: str) -> list[str]:
    """Give the words that are looked for."""
    return plain(text[:LONGEST]).split()


def found(items: Iterable[Item], text: str) -> list[Item]:
    """Give the things that hold every word of a text, the most alike first; of numbers that are called the same, one."""
    wanted, whole = words(text), " ".join(words(text))
    hits = [one for one in items if all(word in one.held for word in wanted)] if wanted else []
    once: dict[object, Item] = {}
    for one in sorted(hits, key=lambda one: one.rank(whole)):
        once.setdefault(one.names if one.key else id(one), one)
    return [*once.values()]


def grouped(items: Iterable[Item], rows: Sequence[Item], count: int) -> list[Group]:
    """Give things by their kind, so many of each that all fit on a page; of ``count`` rows only the first are given."""
    kinds: dict[str, list[Item]] = {name: [] for name in GROUPS}
    for one in items:
        kinds[one.group].append(one)
    kinds["rows"] = [*rows[:FIRST_ROWS]]
    shown = Counter(_in_turn(kinds))
    every = {name: count if name == "rows" else len(ones) for name, ones in kinds.items()}
    return [
        Group(name, tuple(ones[: shown[name]]), every[name]) for name, ones in kinds.items() if ones
    ]


def _in_turn(kinds: Mapping[str, Sequence[Item]]) -> Iterator[str]:
    """Choose one of each kind after the other until a page is full, so that no kind crowds out another."""
    longest = max(map(len, kinds.values()))
    turns = (name for at in range(longest) for name, ones in kinds.items() if at < len(ones))
    return itertools.islice(turns, MOST)
