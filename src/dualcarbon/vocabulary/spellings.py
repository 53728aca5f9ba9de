"""How units are spelled, in the words and multipliers of statistics, and which one was meant by a word that is none."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable

from dualcarbon.vocabulary.names import UNITS

SPELLINGS = sorted(
    ((spelling, id) for id in UNITS for spelling in (UNITS[id].zh, *UNITS[id].aliases)),
    key=lambda pair: -len(pair[0]),
)
"""Other ways to write a unit, the longest first, so that none is taken for the beginning of another."""
CHINESE = {spelling: id for spelling, id in SPELLINGS if not spelling.isascii()}
WORDS = {spelling: id for spelling, id in SPELLINGS if spelling.isascii()}
KNOWN = (*UNITS, *CHINESE)
MULTIPLIERS = {
    "万百万": "10^10 ", "百万": "10^6 ", "千万": "10^7 ", "百亿": "10^10 ", "亿": "10^8 ", "万": "10^4 ",
}  # fmt: skip
MANY = re.compile(rf"((?:10\^?\d+|1e\d+)\s+|{'|'.join(MULTIPLIERS)})?\s*(.*)", re.DOTALL)
LIKE = 0.6


def suggested(text: str, fits: Callable[[str], bool] = lambda _: True) -> str:
    """Give the unit that was probably meant, quoted and explained, or an empty text.

    The power of ten stays the one that was written, and the unit begins as that word does: what is one sign off may be offered,
    what is some powers of ten off never.

    Parameters
    ----------
    text : str
        A unit that is not known.
    fits : callable
        Tells whether a known unit would be accepted.

    Examples
    --------
    >>> suggested("万吨标媒"), suggested("tcee"), suggested("萬人")
    ('"万吨标煤" (10^4 tce)', '"tce"', '')
    >>> suggested("tcee", lambda unit: unit == "person")
    ''
    """
    match = MANY.fullmatch(text.strip())
    many, bare = (match[1] or "", match[2]) if match else ("", text)
    near = difflib.get_close_matches(bare, KNOWN, n=len(KNOWN), cutoff=LIKE)
    found = next((one for one in near if one[0] == bare[0] and one != bare and fits(one)), "")
    if not found:
        return ""
    means = f" ({MULTIPLIERS.get(many, many)}{CHINESE[found]})" if found in CHINESE else ""
    return f'"{many}{found}"{means}'


def hint(near: str, accepted: dict[str, str] | None = None) -> dict[str, str]:
    """Give the end of a sentence: which unit was meant, else those that are accepted, else nothing.

    Examples
    --------
    >>> hint('"tce"')["en"], hint("", {"en": "tce, TJ", "zh": ""})["en"], hint("")["en"]
    ('; did you mean "tce"?', '; accepted here: tce, TJ', '')
    """
    if near:
        return {"en": f"; did you mean {near}?", "zh": f"；是否应为 {near}？"}
    if accepted:
        return {"en": f"; accepted here: {accepted['en']}", "zh": f"；此处可用：{accepted['zh']}"}
    return {"en": "", "zh": ""}
