"""What a run was made of: hashes of its inputs, versions, seed, warnings."""

from __future__ import annotations

import json
import platform
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from importlib import metadata
from typing import Any

from dualcarbon.provenance import hashes
from dualcarbon.vocabulary.faults import Fault

SCHEMA = "dualcarbon/manifest/1"
LENGTH = 12  # hexadecimal digits of a run's id
PACKAGES = ("dualcarbon", "numpy", "scipy", "xarray", "polars", "pint", "openscm-units",
            "globalwarmingpotentials")  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The record of one run; times stand here only, never in a table."""

    run: str
    inputs: Mapping[str, str]
    options: Mapping[str, Any] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    seed: int
    members: int
    warnings: tuple[Fault, ...] = ()
    started: str = ""
    finished: str = ""
    schema: str = SCHEMA

    def as_dict(self) -> dict[str, Any]:
        """Give the manifest as plain values, warnings in both languages."""
        plain = {n: getattr(self, n) for n in self.__slots__ if n != "warnings"}
        plain = {n: dict(v) if isinstance(v, Mapping) else v for n, v in plain.items()}
        return plain | {"warnings": [_told(fault) for fault in self.warnings]}

    def as_json(self) -> str:
        """Give the manifest as JSON with its keys sorted, ending in a line feed."""
        return json.dumps(self.as_dict(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def made(
    inputs: Mapping[str, str],
    *,
    seed: int,
    members: int,
    options: Mapping[str, Any] | None = None,
    warnings: Iterable[Fault] = (),
    started: str = "",
    finished: str = "",
) -> Manifest:
    """Make the manifest of a run: the id follows from inputs and options, the versions are read.

    Parameters
    ----------
    inputs : mapping of str
        SHA-256 of every input by its name, as :func:`hashes.of_files` gives it.
    seed, members : int
        Of the ensemble; both are part of the id. [1]
    options : mapping, optional
        Whatever else changes the results.
    warnings : faults
        Those that the run's stages returned.
    started, finished : str
        Times, written down but never part of the id.
    """
    chosen = {**(options or {}), "seed": seed, "members": members}
    return Manifest(
        run=run_id(inputs, chosen),
        inputs=dict(sorted(inputs.items())),
        options=dict(options or {}),
        versions=versions(),
        seed=seed,
        members=members,
        warnings=tuple(warnings),
        started=started,
        finished=finished,
    )


def run_id(inputs: Mapping[str, str], options: Mapping[str, Any] | None = None) -> str:
    """Give the id of a run: the first twelve digits of the hash of its inputs and options.

    The order in which inputs and options are given does not matter; any byte of an input does.

    Raises
    ------
    TypeError
        An option cannot be written as JSON.

    Examples
    --------
    >>> run_id({"a.csv": "01", "b.csv": "02"}) == run_id({"b.csv": "02", "a.csv": "01"})
    True
    >>> run_id({"a.csv": "01"}, {"seed": 1}) == run_id({"a.csv": "01"}, {"seed": 2})
    False
    """
    plain = json.dumps([dict(inputs), dict(options or {})], ensure_ascii=False, sort_keys=True)
    return hashes.of_bytes(plain.encode())[:LENGTH]


def versions(packages: Iterable[str] = PACKAGES) -> dict[str, str]:
    """Give the versions of Python and of the packages that numbers depend on.

    Raises
    ------
    importlib.metadata.PackageNotFoundError
        A package is not installed.
    """
    return {"python": platform.python_version()} | {p: metadata.version(p) for p in packages}


def _told(fault: Fault) -> dict[str, Any]:
    place = {n: v for n, v in asdict(fault.place).items() if v not in ("", None)}
    return {
        "code": fault.code,
        "level": fault.level,
        "where": place,
        "params": dict(fault.params),
        "message": {lang: fault.sentence(lang) for lang in ("en", "zh")},
    }
