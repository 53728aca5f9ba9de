"""How one number came: its formula and what went in, down to cells and factor records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dualcarbon.errors import UnknownName
from dualcarbon.vocabulary.figures import plain
from dualcarbon.vocabulary.names import nearest

ABOVE = {"en": "explained above", "zh": "见上"}
MORE = {"en": "more below", "zh": "下有明细"}
Value = float | int | str | None


@dataclass(frozen=True, slots=True)
class Input:
    """One thing that went into a number.

    ``ref`` says where it stands: the cell of a table (``data/energy.csv:12``), the id of a factor
    record, or the key of another derivation.
    """

    name: str
    value: Value = None
    unit: str = ""
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Derivation:
    """How the number of a key came.

    Examples
    --------
    >>> made = Derivation("co2", "energy x factor", "能源 × 因子", 26.6, "t CO2",
    ...                   (Input("energy", 10.0, "tce", "data/energy.csv:12"),))
    >>> print(made)
    co2 = 26.6 t CO2
      : energy x factor
      energy = 10 tce  <- data/energy.csv:12
    """

    key: str
    formula_en: str
    formula_zh: str
    value: Value
    unit: str = ""
    inputs: tuple[Input, ...] = ()

    def formula(self, lang: str = "en") -> str:
        """Give the formula in a language."""
        return self.formula_zh if lang == "zh" else self.formula_en

    def text(self, lang: str = "en") -> str:
        """Give the derivation without what lies below its inputs."""
        return tree(self.key, {self.key: self}, lang=lang)

    def as_dict(self, lang: str = "en") -> dict[str, Any]:
        """Give the derivation as plain values, without what lies below its inputs."""
        return nested(self.key, {self.key: self}, lang=lang)

    def __str__(self) -> str:
        """Give the derivation in English."""
        return self.text()


@dataclass(frozen=True, slots=True)
class Explanation:
    """The derivation of a key with everything that lies below it.

    Examples
    --------
    >>> made = Derivation("co2", "given", "给定", 3, "t")
    >>> print(Explanation("co2", {"co2": made}).text("zh"))
    co2 = 3 t
      : 给定
    """

    key: str
    book: Mapping[str, Derivation]
    about: Mapping[str, str] = field(default_factory=dict)

    def text(self, lang: str = "en", depth: int = 0) -> str:
        """Give the explanation as an indented tree, down to a depth if one is given. [levels]."""
        return tree(self.key, self.book, lang=lang, about=self.about, depth=depth)

    def as_dict(self, lang: str = "en") -> dict[str, Any]:
        """Give the explanation as nested plain values."""
        return nested(self.key, self.book, lang=lang, about=self.about)

    def __str__(self) -> str:
        """Give the explanation in English."""
        return self.text()


def below(
    key: str, book: Mapping[str, Derivation], about: Mapping[str, str] | None = None
) -> Explanation:
    """Give the explanation of a key: of all that is known, what its inputs lead to.

    Parameters and errors as in :func:`tree`.

    Examples
    --------
    >>> total = Derivation("total", "given", "给定", 3, "t", (Input("a", 1, "t", "a"),))
    >>> one, other = (Derivation(key, "given", "给定", 1, "t") for key in "ab")
    >>> list(below("total", {"total": total, "a": one, "b": other}).book)
    ['total', 'a']
    """
    found = {key: _found(key, book)}
    waiting = [found[key]]
    while waiting:
        refs = [part.ref for part in waiting.pop().inputs if part.ref in book]
        waiting += [book[ref] for ref in refs if ref not in found]
        found |= {ref: book[ref] for ref in refs}
    return Explanation(key, found, about or {})


def tree(
    key: str,
    book: Mapping[str, Derivation],
    *,
    lang: str = "en",
    about: Mapping[str, str] | None = None,
    depth: int = 0,
) -> str:
    """Give the derivation of a key as an indented tree of text.

    Inputs that refer to another key of the book are followed; one met a second time is not told twice.

    Parameters
    ----------
    key : str
        Key of the number, for example ``inventory.territorial_mt.2017``.
    book : mapping of derivations
        All that is known, by key.
    lang : {"en", "zh"}
        Language of formulas.
    about : mapping of texts, optional
        What to say of a reference, by its text: the source of a factor record, the row of a table.
    depth : int
        Levels of inputs shown; 0 for all. [levels]

    Raises
    ------
    UnknownName
        The book holds no such key; the nearest one is suggested.

    Examples
    --------
    >>> total = Derivation("total", "sum", "求和", 3, "t", (Input("a", 1, "t", "a"), Input("b", 2, "t")))
    >>> print(tree("total", {"total": total, "a": Derivation("a", "given", "给定", 1, "t")}))
    total = 3 t
      : sum
      a = 1 t
        : given
      b = 2 t
    """
    first = _found(key, book)
    told: set[str] = set()
    head = _stated(first.key, first.value, first.unit)
    return "\n".join([head, *_below(first, book, lang, about or {}, told, "  ", depth)])


def nested(
    key: str,
    book: Mapping[str, Derivation],
    *,
    lang: str = "en",
    about: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """Give the derivation of a key as nested plain values, for JSON.

    Parameters and errors as in :func:`tree`; an input met a second time stands with its reference only.

    Examples
    --------
    >>> nested("a", {"a": Derivation("a", "given", "给定", 1, "t")})
    {'key': 'a', 'value': 1, 'unit': 't', 'formula': 'given', 'inputs': []}
    """
    return _plain(_found(key, book), book, lang, about or {}, set())


def _found(key: str, book: Mapping[str, Derivation]) -> Derivation:
    if key in book:
        return book[key]
    near = nearest(key, book)
    hint = f'; did you mean "{near}"?' if near else ""
    msg = f'nothing is known of how "{key}" came{hint}'
    raise UnknownName(msg)


def _plain(
    made: Derivation,
    book: Mapping[str, Derivation],
    lang: str,
    about: Mapping[str, str],
    told: set[str],
) -> dict[str, Any]:
    told.add(made.key)
    inputs = []
    for part in made.inputs:
        entry: dict[str, Any] = {
            "name": part.name,
            "value": part.value,
            "unit": part.unit,
            "ref": part.ref,
        }
        entry |= {"about": about[part.ref]} if about.get(part.ref) else {}
        how = book.get(part.ref)
        if how is not None and how.key not in told:
            entry["how"] = _plain(how, book, lang, about, told)
        inputs.append(entry)
    return {
        "key": made.key,
        "value": made.value,
        "unit": made.unit,
        "formula": made.formula(lang),
        "inputs": inputs,
    }


def _below(
    made: Derivation,
    book: Mapping[str, Derivation],
    lang: str,
    about: Mapping[str, str],
    told: set[str],
    pad: str,
    depth: int,
) -> Iterator[str]:
    """Give the lines under a number: its formula, then its inputs with what lies below them, as far as the depth goes."""
    told.add(made.key)
    yield f"{pad}: {made.formula(lang)}"
    for part in made.inputs:
        line = pad + _stated(part.name, part.value, part.unit)
        how = book.get(part.ref)
        if how is None:
            yield line + _pointed(part.ref, about)
        elif how.key in told:
            yield f"{line}  ({ABOVE[lang]})"
        elif depth and len(pad) >= 2 * depth:
            yield f"{line}  ({MORE[lang]})"
        else:
            yield line
            yield from _below(how, book, lang, about, told, pad + "  ", depth)


def _stated(name: str, value: Value, unit: str) -> str:
    if value is None:
        return name
    shown = plain(value, 10) if isinstance(value, float) else str(value)
    return f"{name} = {shown} {unit}".rstrip()


def _pointed(ref: str, about: Mapping[str, str]) -> str:
    if not ref:
        return ""
    return f"  <- {ref}" + (f" ({about[ref]})" if about.get(ref) else "")
