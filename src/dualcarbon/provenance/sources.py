"""Where a number was published, and how it was seen."""

from __future__ import annotations

from dataclasses import dataclass

MARKS = {
    "": ("seen in the source", "已见于来源"),
    "C": ("computed from numbers of the source", "由来源数据计算"),
    "M": ("from memory, not official", "凭记忆，非官方"),
    "A": ("assumption of the study", "研究假设"),
}
"""The marks a number may carry, in English and in Chinese."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A publication that numbers are taken from.

    Examples
    --------
    >>> str(Source(id="ipcc-2006", title="2006 Guidelines", year=2006, publisher="IPCC"))
    'IPCC, 2006 Guidelines, 2006'
    """

    id: str
    title: str
    year: int
    publisher: str
    note: str = ""

    def __str__(self) -> str:
        """Give the citation in one line."""
        who = "" if self.publisher in ("", "-") else f"{self.publisher}, "
        return f"{who}{self.title}, {self.year}"


def marked(mark: str, lang: str = "en") -> str:
    """Give what a mark says, in words.

    Raises
    ------
    KeyError
        There is no such mark.

    Examples
    --------
    >>> marked("M")
    'from memory, not official'
    """
    return MARKS[mark][lang == "zh"]
