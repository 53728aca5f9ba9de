"""Formulas over other paths: read into steps of a stack, with every slip and its column.

The language has numbers, names, ``+ - * / **``, parentheses and seven functions. Nothing that is written is ever run as code;
``-2**2`` is -4 and ``2**3**2`` is 2**9, as mathematics writes them.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from dualcarbon.quantities.formula_tokens import (
    FUNCTIONS,
    MOST_SIGNS,
    MOST_SLIPS,
    Slip,
    Token,
    not_allowed,
    runs_on,
    scan,
    too_many_signs,
)

MOST_TERMS = 500  # numbers and names
DEEPEST = 50  # parentheses in each other
BINDS = {"+": 1, "-": 1, "*": 2, "/": 2, "neg": 3, "**": 4}
OPENERS = {"(": ")", "[": "]", "{": "}"}
MANY = ("min", "max")  # functions of two or more; the others take one
MISSING = {
    "operand": {
        "en": "a number or a name is missing before {before}",
        "zh": "{before} 之前缺少数或名称",
    },
    "operator": {
        "en": "an operator is missing before {before}",
        "zh": "{before} 之前缺少运算符",
    },
    "opened": {"en": 'the ")" closes nothing', "zh": "“)”没有对应的“(”"},
    "closed": {"en": 'the "(" is not closed', "zh": "“(”没有闭合"},
    "call": {"en": "write {before}(...)", "zh": "请写成 {before}(...)"},
}
END = {"en": "the end", "zh": "末尾"}


class Step(NamedTuple):
    """One step of a stack: put a number or a name on it, or put the result of the last ``takes`` there."""

    op: str
    column: int
    takes: int = 0
    value: float = 0.0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A formula as steps, the names in it each with its first column, and what is wrong with it."""

    text: str
    steps: tuple[Step, ...] = ()
    names: dict[str, int] = field(default_factory=dict)
    slips: tuple[Slip, ...] = ()


@functools.lru_cache(maxsize=512)
def parse(text: str) -> Parsed:
    """Read a formula.

    Parameters
    ----------
    text : str
        What people wrote.

    Returns
    -------
    Parsed
        Its steps; none where it has a slip.

    Examples
    --------
    >>> [step.op for step in parse("2*gdp + 1").steps]
    ['number', 'name', '*', 'number', '+']
    >>> [(slip.code, slip.column) for slip in parse("2^gdp + max(1)").slips]
    [('F010', 2), ('F014', 9)]
    """
    if slip := runs_on(text):
        return Parsed(text, slips=(slip,))
    reader = _Reader(scan(text))
    reader.read()
    steps = () if reader.slips else tuple(reader.steps)
    slips = sorted(reader.slips, key=lambda slip: slip.column)
    return Parsed(text, steps, reader.names, tuple(slips))


@dataclass(frozen=True, slots=True)
class _Open:
    """A parenthesis that waits to be closed; that of a function counts its arguments."""

    column: int
    function: str = ""
    arguments: int = 1


class _Reader:
    """Sorts words into steps: operators wait until one comes that binds less."""

    __slots__ = ("_depth", "_signs", "_spoilt", "_started", "_stopped", "_terms", "_waiting", "_wants", "at", "names", "slips", "steps", "tokens")  # fmt: skip

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens, self.at = tokens, 0
        self.steps: list[Step] = []
        self.slips: list[Slip] = []
        self.names: dict[str, int] = {}
        self._waiting: list[Step | _Open] = []
        self._wants = True  # an operand, else an operator
        self._started = 1  # column of the last operand
        self._spoilt = False  # the word before was wrong: what follows from that is not told
        self._terms = self._signs = self._depth = 0
        self._stopped = False

    def read(self) -> None:
        while not self._stopped and self._here.kind != "end":
            token = self._here
            self.at += 1
            told = len(self.slips)
            self._take(token)
            self._spoilt = len(self.slips) > told
            self._stopped |= len(self.slips) >= MOST_SLIPS
        if not self._stopped:
            self._finish()

    @property
    def _here(self) -> Token:
        return self.tokens[self.at]

    def _take(self, token: Token) -> None:
        if token.slip:
            self.slips.append(token.slip)
        if token.kind in ("comment", "space"):
            return
        self._signs = self._signs + 1 if token.text in ("+", "-") else 0
        if self._signs > MOST_SIGNS:
            self._stop(too_many_signs(token.column))
        elif self._wants:
            self._operand(token)
        else:
            self._operator(token)

    def _stop(self, slip: Slip) -> None:
        self.slips.append(slip)
        self._stopped = True

    def _operand(self, token: Token) -> None:
        if token.kind == "name" and self._here.text == "(":
            self._call(token)
        elif token.kind in ("number", "name", "text"):
            self._term(token)
        elif token.text == "(":
            self._opened(_Open(token.column))
        elif token.text == "-":
            self._waiting.append(Step("neg", token.column, 1))
        elif token.text in ("[", "{"):
            self.slips.append(Slip("F006", token.column, {"text": token.text}))
            self._skip(token.text)
            self._wants = False
        elif token.text == ")":
            self._closed_early(token)
        elif token.text != "+":
            self._missing("operand", token)

    def _term(self, token: Token) -> None:
        self._terms += 1
        self._started, self._wants = token.column, False
        if self._terms > MOST_TERMS:
            self._stop(Slip("F005", token.column, {"most": MOST_TERMS}))
        if token.kind == "name" and not token.slip:
            if token.text in FUNCTIONS:
                self._missing("call", token)
            else:
                self.names.setdefault(token.text, token.column)
        self.steps.append(Step(token.kind, token.column, 0, token.value, token.text))

    def _call(self, token: Token) -> None:
        """Open a function; what another is called with is not looked at."""
        self.at += 1
        if token.text in FUNCTIONS:
            self._opened(_Open(token.column, token.text))
            return
        if not token.slip:
            self.slips.append(not_allowed(token.column, f"{token.text}()"))
        self._skip("(")
        self._started, self._wants = token.column, False

    def _opened(self, opened: _Open) -> None:
        self._waiting.append(opened)
        self._depth += 1
        if self._depth > DEEPEST:
            what = {"en": f"more than {DEEPEST} parentheses in each other", "zh": f"括号嵌套超过 {DEEPEST} 层"}  # fmt: skip
            self._stop(Slip("F003", opened.column, {"what": what}))

    def _closed_early(self, token: Token) -> None:
        """Close where an operand is wanted: a call of nothing, or of ``()`` an attribute, is told as such."""
        last = self._waiting[-1] if self._waiting else None
        empty = self.tokens[self.at - 2].text == "("
        if isinstance(last, _Open) and last.function and empty:
            self._waiting[-1] = replace(last, arguments=0)
        elif self._depth and not (empty and self._here.text in (".", "[")):
            self._missing("operand", token)
        self._close(token)

    def _operator(self, token: Token) -> None:
        if token.text in BINDS:
            self._binary(token)
        elif token.text == ")":
            self._close(token)
        elif token.text == ",":
            self._next_argument(token)
        elif token.text in (".", "["):
            self._attribute(token)
        elif token.kind in ("number", "name", "text") or token.text in OPENERS:
            self._missing("operator", token)
            self._wants = True
            self._operand(token)
        else:
            self._foreign(token)

    def _foreign(self, token: Token) -> None:
        """Take a sign that is none of ours for an operator; what stands left of ``=`` is not looked at."""
        if token.text == "=":
            self.names.clear()
        self._wants = True

    def _binary(self, token: Token) -> None:
        binds = BINDS[token.text]
        self._release(binds + 1 if token.text == "**" else binds)
        self._waiting.append(Step(token.text, token.column, 2))
        self._wants = True

    def _release(self, binds: int) -> None:
        """Move to the steps what waits and binds as much, back to the last parenthesis."""
        while self._waiting:
            last = self._waiting[-1]
            if isinstance(last, _Open) or BINDS[last.op] < binds:
                return
            self.steps.append(last)
            self._waiting.pop()

    def _close(self, token: Token) -> None:
        self._release(0)
        self._wants = False
        opened = self._waiting.pop() if self._waiting else None
        if not isinstance(opened, _Open):
            self._missing("opened", token)
            return
        self._depth -= 1
        self._started = opened.column
        if opened.function:
            self._called(opened)

    def _called(self, opened: _Open) -> None:
        many, count = opened.function in MANY, opened.arguments
        if count < 2 if many else count != 1:
            wanted = {"en": "two or more arguments", "zh": "两个或更多"} if many else {"en": "one argument", "zh": "一个"}  # fmt: skip
            params = {"function": opened.function, "wanted": wanted, "given": count}
            self.slips.append(Slip("F014", opened.column, params))
        self.steps.append(Step(opened.function, opened.column, count))

    def _next_argument(self, token: Token) -> None:
        self._release(0)
        last = self._waiting[-1] if self._waiting else None
        if isinstance(last, _Open) and last.function:
            self._waiting[-1] = replace(last, arguments=last.arguments + 1)
        elif not token.slip:
            self.slips.append(Slip("F011", token.column))
        self._wants = True

    def _attribute(self, token: Token) -> None:
        self.slips.append(not_allowed(self._started, token.text))
        if token.text == "[":
            self._skip("[")
        elif self._here.kind == "name":
            self.at += 1

    def _skip(self, opener: str) -> None:
        """Go on behind what closes an opener that was just read; all that stands inside is left alone."""
        closers = [OPENERS[opener]]
        while closers and self._here.kind != "end":
            text = self._here.text
            self.at += 1
            if text in OPENERS:
                closers.append(OPENERS[text])
            elif text == closers[-1]:
                closers.pop()

    def _missing(self, what: str, token: Token) -> None:
        """Tell what is not there, unless it follows from a word that was wrong."""
        if self._spoilt or token.slip:
            return
        self._spoilt = True
        before = {lang: f'"{token.text}"' if token.text else end for lang, end in END.items()}
        if what == "call":
            before = dict.fromkeys(END, token.text)
        texts = {
            lang: text.format(before=before[lang][:40]) for lang, text in MISSING[what].items()
        }
        self.slips.append(Slip("F004", token.column, {"what": texts}))

    def _finish(self) -> None:
        end = self._here
        if self._wants:
            self._missing("operand", end)
        self._release(0)
        while self._waiting:
            last = self._waiting.pop()
            if isinstance(last, _Open):
                self._spoilt = False
                self._missing("closed", Token("sign", "(", last.column))
            self._release(0)
