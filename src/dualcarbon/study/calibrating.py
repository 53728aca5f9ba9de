"""The parameters of a study's tree fitted to its history, for the command line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dualcarbon.errors import InputError
from dualcarbon.quantities.declared import hint
from dualcarbon.scenarios import fitting, pasted, projection
from dualcarbon.scenarios.fitting import Tried
from dualcarbon.study import preparation
from dualcarbon.vocabulary.faults import Fault, Place, note


@dataclass(frozen=True, slots=True)
class Calibrated:
    """What was tried on the parameters of a study."""

    tried: tuple[Tried, ...]
    horizon: int
    told: tuple[Fault, ...] = ()

    def toml(self, model: str) -> str:
        """Give the paths of one model as text that a scenario file takes."""
        fits = [one.fit for one in self.tried if one.fit is not None and one.model == model]
        return "\n\n".join(pasted.path(fit, self.horizon) for fit in fits)


def calibrate(folder: Path, parameter: str = "") -> Calibrated:
    """Fit the parameters of a study to its history.

    Raises
    ------
    InputError
        With every fault of the study, or because the tree has no such parameter.
    """
    prepared = preparation.prepare(folder)
    seen, tree, span = prepared.planted
    history = projection.observed(seen, tree)
    since = projection.since(seen, tree)
    tried = fitting.fits(history, seen.years, tree, parameter, since)
    if parameter and not tried:
        known = fitting.parameters(history, tree)
        place = Place(key=f"calibration.{parameter}")
        raise InputError(faults=[note("CAL011", place, hint=hint(parameter, known))])
    told = () if tried else (note("CAL012", n=len(seen.years)),)
    return Calibrated(tried, span.years[-1], told)
