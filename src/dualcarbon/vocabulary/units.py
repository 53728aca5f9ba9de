"""Units of the field, and the one place where numbers and arrays are held to them.

Inside the package numbers are plain floats in the unit their field declares. Units are checked when
numbers enter a public function and stamped when they leave; they are never trusted through arithmetic,
because xarray keeps ``units`` on ``x / x`` and on ``log(x)``.

What statistics write (``10^4 tce``, ``万吨标准煤``, ``10^8 CNY2010``) passes a small parser first, then pint
on a copy of the registry of openscm-units. Money of two price years are two kinds of quantity.
"""

from __future__ import annotations

import copy
import functools
import inspect
import math
import re
import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, ParamSpec

from dualcarbon.errors import InputError, Misaligned, UnitMismatch
from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.spellings import CHINESE, KNOWN, MULTIPLIERS, WORDS, hint, suggested

if TYPE_CHECKING:
    import pint
    import xarray as xr

P = ParamSpec("P")

KGCE_MJ = 29.3076
"""Heat of one kilogram of standard coal: 7,000 kcal at 4.1868 J/cal. [MJ/kgce]"""

ENERGY_MJ = {
    "kJ": 1e-3, "MJ": 1.0, "GJ": 1e3, "TJ": 1e6, "kWh": 3.6, "MWh": 3.6e3, "GWh": 3.6e6, "TWh": 3.6e9,
    "kgce": KGCE_MJ, "tce": 1e3 * KGCE_MJ,
}  # fmt: skip
"""Units of energy that statistics use, which need not wait for the registry: it takes seconds to load. [MJ]"""

COUNTED = ("person", "vehicle", "appliance", "household", "head")
"""What is counted rather than measured; none of them is any of the others."""

PREFIXES = {"k": 1e3, "h": 1e2, "d": 1e-1, "c": 1e-2, "m": 1e-3}
"""Prefixes of the metre, which are raised with it: a square kilometre is 10^6 square metres. [m]"""

BASES: dict[str, tuple[float, dict[str, float]]] = {
    "1": (1.0, {}), "t": (1e3, {"kilogram": 1}), "kg": (1.0, {"kilogram": 1}), "m": (1.0, {"meter": 1}), "km": (1e3, {"meter": 1}),
    "m2": (1.0, {"meter": 2}), "km2": (1e6, {"meter": 2}), "m3": (1.0, {"meter": 3}), "CO2": (12 / 44, {"C": 1}), "CO2e": (12 / 44, {"C": 1}),
    **{unit: (1e6 * megajoules, {"kilogram": 1, "meter": 2, "second": -2}) for unit, megajoules in ENERGY_MJ.items()},
    **{counted: (1.0, {f"{counted}_counted": 1}) for counted in COUNTED},
}  # fmt: skip
"""The commonest words of units in the registry's base units, so that formulas of these need not wait for it either."""
LONGEST = 100  # characters of a unit
LARGEST_POWER = 308  # of ten, that a float holds


@functools.cache
def registry() -> pint.UnitRegistry[Any]:
    """Give the registry of the field: openscm's, with standard coal, square and cubic metres, what is counted, and money."""
    from openscm_units import unit_registry  # a second of import that checking a study can spare

    ours = copy.deepcopy(unit_registry)
    ours.define(f"tonne_of_coal_equivalent = {KGCE_MJ} * GJ = tce")
    ours.define(f"kilogram_of_coal_equivalent = {KGCE_MJ} * MJ = kgce")
    ours.define("CO2e = CO2")
    ours.define("cubic_metre = meter ** 3 = m3")
    ours.define("square_metre = meter ** 2 = m2")
    for prefix, metres in PREFIXES.items():  # else km2 were a thousand square metres
        ours.define(f"{prefix}m_squared = {metres**2!r} * m2 = {prefix}m2")
        ours.define(f"{prefix}m_cubed = {metres**3!r} * m3 = {prefix}m3")
    ours.define("weight_case = 50 * kilogram = case")
    ours.define("mu_of_land = 10000 / 15 * m2 = mu")
    for counted in COUNTED:
        ours.define(f"{counted}_counted = [{counted}_counted] = {counted}")
    return ours


def spelled(text: str) -> str:
    """Give a unit as the package writes it: multiplier, unit, denominator.

    Raises
    ------
    UnitMismatch
        The unit is ambiguous.

    Examples
    --------
    >>> spelled("万吨标准煤"), spelled("亿元"), spelled("10⁴ tce"), spelled("1e4 t")
    ('10^4 tce', '10^8 CNY', '10^4 tce', '10^4 t')
    """
    plain = unicodedata.normalize(
        "NFKC", re.sub(r"10⁴", "10^4", re.sub(r"10⁸", "10^8", text))
    ).strip()
    plain = (
        re.sub(r"\b1e(\d+)\b", r"10^\1", plain)
        .replace("**", "^")
        .replace("m^3", "m3")
        .replace("m³", "m3")
    )
    for chinese, ours in {**CHINESE, **MULTIPLIERS}.items():
        plain = plain.replace(chinese, ours)
    plain = re.sub(r"[A-Za-z]+", lambda m: WORDS.get(m[0].lower(), m[0]), plain)
    if re.search(r"\btons?\b", plain):
        raise UnitMismatch(faults=[note("UNIT006", text=text)])
    return re.sub(r"\s*/\s*", "/", re.sub(r"\s+", " ", plain)).strip()


@functools.cache
def scale(given: str, wanted: str) -> float:
    """Give the number that a value in ``given`` is multiplied with to be in ``wanted``.

    Returns
    -------
    float
        The factor. [``wanted`` per ``given``]

    Raises
    ------
    UnitMismatch
        A unit is unknown or ambiguous, or the two are of different kinds.

    Examples
    --------
    >>> scale("10^4 tce", "tce"), scale("10^8 kWh", "kWh"), round(scale("tce", "GJ"), 4)
    (10000.0, 100000000.0, 29.3076)
    >>> scale("10^8 CNY2010", "CNY2015")
    Traceback (most recent call last):
    ...
    dualcarbon.errors.UnitMismatch: "10^8 CNY2010" cannot be converted to "CNY2015": they are of different kinds
    """
    given, wanted = spelled(given), spelled(wanted)
    if given == wanted:
        return 1.0
    ours, theirs = _quantity(given), _quantity(wanted)
    if ours[0] == theirs[0]:
        return ours[1] / theirs[1]
    factor = _converted(ours[0], theirs[0])
    if factor is None:
        msg = f'"{given}" cannot be converted to "{wanted}": they are of different kinds'
        raise UnitMismatch(msg)
    return ours[1] / theirs[1] * factor


def known(text: str) -> bool:
    """Tell whether a unit can be read.

    Examples
    --------
    >>> known("10^4 tce"), known("1"), known("1/yr"), known("吨标煤x")
    (True, True, True, False)
    """
    try:
        plain = spelled(text)
        if all(
            _power(part)[0] in KNOWN or re.fullmatch(r"CNY\d{4}", _power(part)[0])
            for part in plain.split("/")
        ):
            return True
        _units(_quantity(plain)[0])
    except InputError:
        return False
    return True


class Dimension(NamedTuple):
    """A unit in the units that all others are made of: how many of them, and to which powers."""

    scale: float
    powers: tuple[tuple[str, float], ...]


@functools.cache
def dimension(text: str) -> Dimension:
    """Give a unit in base units, so that products and powers of units can be told apart.

    Returns
    -------
    Dimension
        Scale [base units] and the power of each of these [1].

    Raises
    ------
    UnitMismatch
        The unit is unknown or ambiguous, or counts from another zero, as degrees Celsius do.

    Examples
    --------
    >>> dimension("10^4 person km")
    Dimension(scale=10000000.0, powers=(('meter', 1.0), ('person_counted', 1.0)))
    """
    if len(text) > LONGEST:
        raise UnitMismatch(faults=[_unknown(text)])
    bare, factor = _quantity(spelled(text))
    over, _, under = bare.removesuffix(")").partition("/(")
    above, below = over.split(), under.split()
    simple = above and all(word in BASES or _is_money(word) for word in (*above, *below))
    scale, powers = _product(above, below) if simple else _registered(bare)
    if not 0 < factor * scale < math.inf:
        raise UnitMismatch(faults=[_unknown(text)])
    kept = {name: float(power) for name, power in powers.items() if power}
    return Dimension(factor * scale, tuple(sorted(kept.items())))


def _product(above: list[str], below: list[str]) -> tuple[float, dict[str, float]]:
    scale, powers = 1.0, dict[str, float]()
    for word, sign in (*((w, 1) for w in above), *((w, -1) for w in below)):
        size, made_of = BASES.get(word, (1.0, {word: 1.0}))
        scale *= size**sign
        for name, power in made_of.items():
            powers[name] = powers.get(name, 0.0) + sign * power
    return scale, powers


def _registered(bare: str) -> tuple[float, dict[str, float]]:
    import pint

    unit = _units(bare)
    try:
        zero, one = (registry().Quantity(n, unit).to_base_units() for n in (0.0, 1.0))
    except pint.PintError:  # a unit with another zero, in a product
        raise UnitMismatch(faults=[_unknown(bare)]) from None
    if zero.magnitude != 0:
        raise UnitMismatch(faults=[_unknown(bare)])
    return float(one.magnitude), {str(name): float(p.real) for name, p in one.unit_items()}


def _is_money(word: str) -> bool:
    return re.fullmatch(r"CNY(\d{4})?", word) is not None


def _quantity(text: str) -> tuple[str, float]:
    """Split a spelled unit into its bare unit and the powers of ten before its parts."""
    top, slash, bottom = text.partition("/")
    if (slash and not bottom) or "/" in bottom or re.search(r"[()]|\b(nan|inf)\b", text):
        raise UnitMismatch(faults=[_unknown(text)])
    over, above = _power(top)
    under, below = _power(bottom)
    return f"{over}/({under})" if under else over, above / below


def _power(text: str) -> tuple[str, float]:
    match = re.fullmatch(r"(?:10\^?(\d+)\s+)?(.*)", text.strip())
    if match is None or not match[1]:
        return text.strip(), 1.0
    if int(match[1]) > LARGEST_POWER:
        raise UnitMismatch(faults=[_unknown(text)])
    return match[2], 10.0 ** int(match[1])


def _converted(given: str, wanted: str) -> float | None:
    if given in ENERGY_MJ and wanted in ENERGY_MJ:
        return ENERGY_MJ[given] / ENERGY_MJ[wanted]
    if (per := _per_energy(given)) and (other := _per_energy(wanted)) and per[0] == other[0]:
        return ENERGY_MJ[other[1]] / ENERGY_MJ[per[1]]
    import pint

    try:
        return float((1 * _units(given)).to(_units(wanted)).magnitude)
    except pint.DimensionalityError:
        return None


def _per_energy(text: str) -> tuple[str, str] | None:
    """Split money per energy, which need not wait for the registry either: CNY and the unit of energy."""
    match = re.fullmatch(r"(CNY(?:\d{4})?)/\((\w+)\)", text)
    return (match[1], match[2]) if match and match[2] in ENERGY_MJ else None


def _units(text: str) -> pint.Unit:
    """Read a bare unit on our registry; money of a price year is defined when it is met."""
    ours = registry()
    for money in re.findall(r"\bCNY(?:\d{4})?\b", text):
        if money not in ours:
            ours.define(f"{money} = [currency_{money.lower()}]")
    if text == "1":
        return ours.Unit("dimensionless")
    words = re.findall(r"[^\s*/()]+", text.removeprefix("1/"))
    if not words or not all(
        re.fullmatch(r"[A-Za-z][A-Za-z0-9]*", word) and word in ours for word in words
    ):
        raise UnitMismatch(faults=[_unknown(text)])
    return ours.Unit(text)


def _unknown(text: str) -> Fault:
    """Tell that a unit is not known, and which one may have been meant."""
    return note("UNIT005", text=text, hint=hint(suggested(text)))


def convert(values: xr.DataArray, unit: str, *, name: str = "values") -> xr.DataArray:
    """Give ``values`` in ``unit``, reading the unit they carry.

    Parameters
    ----------
    values : DataArray
        Numbers with their unit in ``attrs``. [any unit of the kind]
    unit : str
        Unit wanted.
    name : str
        Name of the array in messages.

    Returns
    -------
    DataArray
        The same numbers. [``unit``]

    Raises
    ------
    UnitMismatch
        The array carries no unit, or one of another kind.

    Examples
    --------
    >>> import xarray as xr
    >>> coal = xr.DataArray([1.0], dims="year", attrs={"units": "tce"})
    >>> float(convert(coal, "GJ")[0])
    29.3076
    """
    given = values.attrs.get("units")
    if given is None:
        place = Place(key=name)
        raise UnitMismatch(faults=[note("UNIT004", place, text=f"{name!r}", wanted=repr(unit))])
    if given == unit:
        return values
    try:
        factor = scale(given, unit)
    except UnitMismatch:
        place = Place(key=name)
        fault = note("UNIT001", place, text=f"{name!r}", given=repr(given), wanted=repr(unit))
        raise UnitMismatch(faults=[fault]) from None
    return (values * factor).assign_attrs(values.attrs, units=unit)


def dimensional(
    *, returns: str, **expected: str
) -> Callable[[Callable[P, xr.DataArray]], Callable[P, xr.DataArray]]:
    """Hold the arrays of a function to declared units and to the same labels.

    Each argument named in ``expected`` is converted to its unit, all of them must carry the same
    labels on the dimensions they share, and the result is stamped with ``returns``.
    """

    def decorate(function: Callable[P, xr.DataArray]) -> Callable[P, xr.DataArray]:
        signature = inspect.signature(function)

        @functools.wraps(function)
        def wrapper(*args: P.args, **kwargs: P.kwargs) -> xr.DataArray:
            call = signature.bind(*args, **kwargs)
            given = {n: u for n, u in expected.items() if call.arguments.get(n) is not None}
            for name, unit in given.items():
                call.arguments[name] = convert(call.arguments[name], unit, name=name)
            align({n: call.arguments[n] for n in given}, function.__name__)
            return function(*call.args, **call.kwargs).assign_attrs(units=returns)

        return wrapper

    return decorate


def align(arrays: dict[str, xr.DataArray], caller: str) -> None:
    """Refuse arrays that disagree on the labels of a dimension they share.

    Parameters
    ----------
    arrays : dict of DataArray
        Arrays by their name in the caller; their values do not matter. [any unit]
    caller : str
        Name of the function that needs them aligned.

    Raises
    ------
    Misaligned
        Two arrays carry different labels, or the same in another order.
    """
    seen: dict[str, tuple[str, list[object]]] = {}
    for name, array in arrays.items():
        for dim in array.indexes:
            labels = list(array.indexes[dim])
            first, wanted = seen.setdefault(str(dim), (name, labels))
            if labels != wanted:
                odd = sorted(set(map(str, labels)) ^ set(map(str, wanted)))
                msg = (
                    f"{caller}: {first!r} and {name!r} differ on {dim!r}: only one of them has "
                    f"{', '.join(odd) or 'this order'}. Select or reindex one of them; nothing was computed."
                )
                raise Misaligned(msg)
