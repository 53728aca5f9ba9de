"""Units of formulas, told before anything is computed: what adds up, what may be a power, what comes out."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from dualcarbon.errors import UnitMismatch
from dualcarbon.quantities.declared import faults_of, hint
from dualcarbon.quantities.formula import Parsed, Step, parse
from dualcarbon.quantities.formula_tokens import MOST_SLIPS, Slip, too_large
from dualcarbon.vocabulary.units import dimension, scale

CALENDAR = ("year", "base_year")
"""Names that every formula knows; both are bare numbers."""
SAME = 1e-9
"""Two scales of units this near are one. [1]"""
Powers = tuple[tuple[str, float], ...]
PLAIN = {"en": "a bare number", "zh": "纯数"}
VERBS = {
    "+": {"en": "add", "zh": "相加"}, "-": {"en": "subtract", "zh": "相减"},
    "min": {"en": "compare", "zh": "比较"}, "max": {"en": "compare", "zh": "比较"},
}  # fmt: skip
ODD_POWER = {
    "en": "a power that is not constant",
    "zh": "非常数的乘方",
}
EXPONENT = {"en": "an exponent", "zh": "指数"}


class Kind(NamedTuple):
    """What a part of a formula is in: a scale and powers of base units, as people call it, from which column on."""

    scale: float = 1.0
    powers: Powers = ()
    text: str = ""
    column: int = 1
    number: float | None = None
    """Its value, where it is constant; a 0 has whatever unit is wanted."""

    @property
    def bare(self) -> bool:
        """Whether it is a number and nothing else."""
        return not self.powers and abs(self.scale - 1) <= SAME

    @property
    def told(self) -> object:
        """What a message calls the unit."""
        return PLAIN if self.bare else self.text

    def like(self, other: Kind) -> bool:
        """Tell whether two kinds may be added, which takes the same scale too."""
        near = abs(self.scale - other.scale) <= SAME * self.scale
        return near and self.alike(other)

    def alike(self, other: Kind) -> bool:
        """Tell whether one kind can be converted to the other."""
        mine, theirs = dict(self.powers), dict(other.powers)
        names = {*mine, *theirs}
        return all(abs(mine.get(n, 0.0) - theirs.get(n, 0.0)) <= SAME for n in names)


@dataclass(frozen=True, slots=True)
class Settled:
    """What a formula needs besides its steps: how names enter, what its result is multiplied with, what is wrong."""

    enters: Mapping[str, float] = field(default_factory=dict)
    factor: float = 1.0
    slips: tuple[Slip, ...] = ()


def settle(
    text: str, *, units: Mapping[str, str], unit: str, enter: Mapping[str, str] | None = None
) -> Settled:
    """Judge the units of a formula.

    Parameters
    ----------
    text : str
        The formula.
    units : mapping of str
        Unit of every path that it may name.
    unit : str
        Unit of the path that it gives.
    enter : mapping of str, optional
        Names that enter as bare numbers, each with the unit that the number is in.

    Returns
    -------
    Settled
        What names are multiplied with on entry, and the result at the end [unit of the path per unit of the formula]; every slip, those
        of the text among them.

    Examples
    --------
    >>> settle("gdp * use", units={"gdp": "10^8 CNY2010", "use": "kgce/CNY2010"}, unit="10^4 tce").factor
    10.0
    >>> [slip.code for slip in settle("a + b", units={"a": "tce", "b": "TJ"}, unit="tce").slips]
    ['F021']
    """
    parsed = parse(text)
    if slips := (*parsed.slips, *strangers(parsed, units)):
        ordered = sorted(slips, key=lambda slip: slip.column)
        return Settled(slips=tuple(ordered[:MOST_SLIPS]))
    named = tuple((name, units[name]) for name in parsed.names if name not in CALENDAR)
    return _settle(text, named, unit, tuple((enter or {}).items()))


def strangers(parsed: Parsed, known: Iterable[str]) -> list[Slip]:
    """Give the slips of names that are no paths; what the first may have meant is looked for, which takes its time."""
    others = dict.fromkeys((*known, *CALENDAR))
    odd = [name for name in parsed.names if name not in others]
    if not odd:
        return []
    near, listed = {odd[0]: hint(odd[0], others)}, hint("", others)
    return [
        Slip("F008", parsed.names[name], {"name": name[:40], "hint": near.get(name, listed)})
        for name in odd
    ]


@functools.lru_cache(maxsize=512)
def _settle(
    text: str, named: tuple[tuple[str, str], ...], unit: str, enter: tuple[tuple[str, str], ...]
) -> Settled:
    parsed, entry, slips = parse(text), dict(enter), list[Slip]()
    enters = _entering(parsed, dict(named), entry, slips)
    kinds = {name: Kind() for name in (*CALENDAR, *entry)}
    for name, given in named:
        if name not in entry:
            kinds[name] = _read(given, slips)
    wanted = _read(unit, slips)
    if slips:
        return Settled(slips=tuple(slips))
    result = _Judge(kinds, slips).judged(parsed.steps)
    factor = 1.0 if slips else _factor(result, wanted, bool(entry), slips)
    return Settled(enters, factor, tuple(slips))


def _read(text: str, slips: list[Slip]) -> Kind:
    """Read a unit; what is wrong with it is told without a column."""
    try:
        found = dimension(text)
    except UnitMismatch as error:
        slips += (Slip(fault.code, 0, dict(fault.params)) for fault in faults_of(error))
        return Kind()
    return Kind(found.scale, found.powers, text)


def _entering(
    parsed: Parsed, units: Mapping[str, str], entry: Mapping[str, str], slips: list[Slip]
) -> dict[str, float]:
    """Give what a name that enters as a bare number is multiplied with."""
    found = {}
    for name, wanted in entry.items():
        given = units.get(name)
        if given is None:
            slips.append(Slip("F026", 0, {"name": name[:40], "hint": hint(name, units)}))
            continue
        told = len(slips)
        kinds = [_read(unit, slips) for unit in (given, wanted)]
        if len(slips) == told and not kinds[0].alike(kinds[1]):
            slips.append(Slip("F027", 0, {"name": name, "given": given, "wanted": wanted}))
        elif len(slips) == told:
            found[name] = scale(given, wanted)
    return found


def _factor(result: Kind, wanted: Kind, fitted: bool, slips: list[Slip]) -> float:
    if result.number == 0 or (fitted and result.bare):
        return 1.0
    if not result.alike(wanted):
        slips.append(Slip("F024", 0, {"given": result.told, "wanted": wanted.told}))
        return 1.0
    factor = result.scale / wanted.scale
    if not 0 < factor < math.inf:
        slips.append(too_large(result.column))
    return _plain(factor)


def _plain(factor: float) -> float:
    """Give a factor that is a power of ten but for its last digits as that power."""
    near = float(f"{factor:.12g}")
    return near if abs(factor - near) <= 1e-14 * factor else factor


class _Judge:
    """Goes through the steps with kinds instead of numbers."""

    def __init__(self, names: Mapping[str, Kind], slips: list[Slip]) -> None:
        self.names, self.slips = names, slips
        self._stack: list[Kind] = []

    def judged(self, steps: Iterable[Step]) -> Kind:
        """Give the kind of what comes out."""
        for step in steps:
            if step.op == "number":
                self._stack.append(Kind(column=step.column, number=step.value))
            elif step.op == "name":
                self._stack.append(self.names[step.name]._replace(column=step.column))
            else:
                taken = self._stack[-step.takes :]
                del self._stack[-step.takes :]
                found = JUDGED[step.op](self, step, taken)
                self._stack.append(found._replace(number=self._constant(step, taken)))
        return self._stack[-1]

    def _constant(self, step: Step, taken: list[Kind]) -> float | None:
        """Give the number of constants put together; where that cannot be, the year will be told in the run."""
        numbers = [kind.number for kind in taken if kind.number is not None]
        if len(numbers) < len(taken):
            return None
        try:
            found = CONSTANT[step.op](*numbers)
        except (ZeroDivisionError, ValueError):
            return None
        except OverflowError:
            found = math.inf
        if isinstance(found, complex):
            return None
        if not math.isfinite(found):
            self.slips.append(too_large(step.column))
            return None
        return float(found)

    def _same(self, step: Step, taken: list[Kind]) -> Kind:
        first = next((kind for kind in taken if kind.number != 0), taken[0])
        for kind in taken:
            if kind.number != 0 and not first.like(kind):
                params = {"verb": VERBS[step.op], "left": first.told, "right": kind.told}
                self.slips.append(Slip("F021", taken[0].column, params))
                break
        return first._replace(column=taken[0].column)

    def _product(self, step: Step, taken: list[Kind]) -> Kind:
        left, right = taken
        sign = 1 if step.op == "*" else -1
        powers = dict(left.powers)
        for name, power in right.powers:
            powers[name] = powers.get(name, 0.0) + sign * power
        size = left.scale * right.scale if sign > 0 else left.scale / right.scale
        return self._sized(size, powers, _joined(left, step.op, right), left.column)

    def _power(self, step: Step, taken: list[Kind]) -> Kind:
        base, exponent = taken
        if not exponent.bare:
            self._needs(exponent, EXPONENT)
            return base
        if exponent.number is not None:
            return self._raised(base, exponent.number)
        if not base.bare:
            self._needs(base, ODD_POWER)
        return Kind(column=base.column)

    def _raised(self, base: Kind, number: float) -> Kind:
        if base.bare:
            return Kind(column=base.column)
        powers = {name: power * number for name, power in base.powers}
        try:
            size = base.scale**number
        except OverflowError:
            size = math.inf
        return self._sized(size, powers, f"({base.text})^{number:.6g}", base.column)

    def _root(self, step: Step, taken: list[Kind]) -> Kind:
        return self._raised(taken[0]._replace(column=step.column), 0.5)

    def _kept(self, step: Step, taken: list[Kind]) -> Kind:
        return taken[0]._replace(column=step.column)

    def _plain(self, step: Step, taken: list[Kind]) -> Kind:
        if not taken[0].bare:
            self._needs(taken[0], dict.fromkeys(PLAIN, step.op))
        return Kind(column=step.column)

    def _needs(self, kind: Kind, what: Mapping[str, str]) -> None:
        self.slips.append(Slip("F023", kind.column, {"what": what, "unit": kind.told}))

    def _sized(self, size: float, powers: dict[str, float], text: str, column: int) -> Kind:
        if not 0 < size < math.inf or not all(map(math.isfinite, powers.values())):
            self.slips.append(too_large(column))
            size, powers = 1.0, {}
        kept = tuple((name, power) for name, power in powers.items() if abs(power) > SAME)
        return Kind(size, kept, text[:80], column)


def _joined(left: Kind, op: str, right: Kind) -> str:
    """Call a product of units by its parts, bare ones left out."""
    if right.bare:
        return left.text
    divisor = f"({right.text})" if op == "/" and set(" /") & set(right.text) else right.text
    if left.bare:
        return right.text if op == "*" else f"1/{divisor}"
    return f"{left.text} {op} {divisor}"


JUDGED: dict[str, Callable[[_Judge, Step, list[Kind]], Kind]] = {
    **dict.fromkeys(("+", "-", "min", "max"), _Judge._same),
    **dict.fromkeys(("*", "/"), _Judge._product),
    **dict.fromkeys(("exp", "ln", "log10"), _Judge._plain),
    **dict.fromkeys(("neg", "abs"), _Judge._kept),
    "**": _Judge._power,
    "sqrt": _Judge._root,
}
CONSTANT: dict[str, Callable[..., float]] = {
    "+": lambda a, b: a + b, "-": lambda a, b: a - b, "*": lambda a, b: a * b, "/": lambda a, b: a / b, "**": lambda a, b: a**b,
    "neg": lambda a: -a, "min": min, "max": max, "abs": abs, "sqrt": math.sqrt, "exp": math.exp, "ln": math.log, "log10": math.log10,
}  # fmt: skip
