"""The parameters of a region fitted to its history, and how well the method would have predicted the past."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dualcarbon.errors import InputError
from dualcarbon.scenarios import calibration, fitting, hindcast, projection
from dualcarbon.scenarios.estimates import Fit
from dualcarbon.scenarios.extrapolation import LEAST
from dualcarbon.scenarios.hindcast import LEAST_ERRORS, LEVEL, METHODS, Hindcast
from dualcarbon.scenarios.tree import Observed, Series, Tree, grow
from dualcarbon.vocabulary.faults import Fault, Place, note

WHERE = Place(key="calibration.hindcast")
NAMES = {
    "co2": {"en": "carbon dioxide", "zh": "二氧化碳排放"},
    "energy": {"en": "energy", "zh": "能源消费"},
    "co2_intensity": {"en": "carbon dioxide per GDP", "zh": "单位GDP二氧化碳排放"},
}
UNITS = {"co2": "t CO2", "energy": "tce", "co2_intensity": "t CO2/{money}"}


@dataclass(frozen=True, slots=True)
class Calibrated:
    """What the history of a region says of its parameters and of the method; ``refused`` says why nothing was predicted."""

    found: Hindcast | None
    fits: tuple[Fit, ...]
    money: str
    warnings: tuple[Fault, ...]
    refused: Fault | None = None


def run(seen: Observed, tree: Tree, *, seed: int) -> Calibrated:
    """Fit growth and elasticities of the parameters, and predict the past from every year that allows it.

    Where branches or chains are not shown in all years, the past is predicted by the tree that is: that of the account.
    """
    history = projection.observed(seen, tree)
    fits = tuple(_fits(history, seen, tree))
    whole = grow(seen) if projection.since(seen, tree) else tree
    found = hindcast.hindcast(seen, whole, seed=seed)
    if found is None:
        told = note("CAL008", WHERE, n=len(seen.years), least=LEAST)
        return Calibrated(None, fits, seen.money, (told,), told)
    return Calibrated(found, fits, seen.money, tuple(_told(found)))


def plain(made: Calibrated) -> dict[str, Any]:
    """Give the block ``calibration`` of the summary. Scores are fractions."""
    parameters: dict[str, dict[str, Any]] = {}
    for fit in made.fits:
        parameters.setdefault(fit.key, {})[fit.model] = _fit(fit)
    return {"hindcast": _hindcast(made), "parameters": parameters}


def rows(made: Calibrated) -> Iterator[dict[str, Any]]:
    """Give every prediction beside what came. [unit of the row]."""
    for one in made.found.foreseen if made.found else ():
        for at, year in enumerate(one.years):
            yield {
                "item": one.indicator,
                "unit": UNITS[one.indicator].format(money=made.money),
                "origin": one.origin,
                "year": year,
                "actual": float(one.actual[at]),
                "model_low": float(one.low["model"][at]),
                "model_middle": float(one.middle["model"][at]),
                "model_high": float(one.high["model"][at]),
                **{f"{way}_middle": float(one.middle[way][at]) for way in METHODS[1:]},
            }


def _fits(history: Mapping[str, Series], seen: Observed, tree: Tree) -> Iterator[Fit]:
    """Give the fits that need no search; the others are for the command line."""
    drivers, since = fitting.drivers(tree), projection.since(seen, tree)
    for key in fitting.parameters(history, tree):
        to = calibration.follows(key, history, drivers)
        known, years = fitting.known(key, history, seen.years, since)
        try:
            yield calibration.growth(known[key], years, key)
            if to:
                yield calibration.elasticity(known[key], known[to], years, key, to)
        except InputError:
            continue  # the command line says why a parameter has no fit


def _hindcast(made: Calibrated) -> dict[str, Any]:
    found = made.found
    if found is None:
        why = made.refused
        return {"refused": None if why is None else {"code": why.code, **_both(why)}}
    return {
        "refused": None,
        "least": found.least,
        "level": LEVEL,
        "origins": list(found.origins),
        "scores": {
            name: {
                **{way: _score(found, name, way) for way in METHODS},
                "skill": found.skill(name),
            }
            for name in found.indicators
        },
    }


def _score(found: Hindcast, name: str, way: str) -> dict[str, Any]:
    one = found.score(name, way)
    told = ("errors", "mape", "bias", "coverage", "interval")
    return {key: getattr(one, key) for key in told}


def _fit(fit: Fit) -> dict[str, Any]:
    name, number = next(iter(fit.numbers.items()))
    return {
        "number": name,
        "to": fit.to,
        "value": number.value,
        "error": number.error,
        "low": number.low,
        "high": number.high,
        "memory": fit.memory,
        "from": fit.years[0],
        "until": fit.years[1],
    }


def _told(found: Hindcast) -> Iterator[Fault]:
    """Say that there are too few errors, and for which series a simple way was better."""
    errors = min(found.score(name).errors for name in found.indicators)
    if errors < LEAST_ERRORS:
        yield note("CAL009", WHERE, errors=errors, origins=len(found.origins))
    beaten = [name for name in found.indicators if _beaten(found, name)]
    if beaten:
        names = {
            lang: comma.join(NAMES[n][lang] for n in beaten)
            for lang, comma in (("en", ", "), ("zh", "、"))
        }
        yield note("CAL010", WHERE, names=names)


def _beaten(found: Hindcast, name: str) -> bool:
    skill = found.skill(name)
    return skill is not None and skill <= 0


def _both(fault: Fault) -> dict[str, str]:
    return {lang: fault.sentence(lang) for lang in ("en", "zh")}
