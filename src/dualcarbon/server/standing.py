"""How a finished run stands to the files of its study as they are now."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dualcarbon.server.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Standing:
    """What has changed since a run: files of the study, those added and taken away among them, and the program.

    What is chosen for the report is none of them: no number depends on it.
    """

    changed: tuple[str, ...]
    program: bool

    @property
    def old(self) -> bool:
        """Tell whether the study as it is now would give another run."""
        return bool(self.changed)


def standing(shelf: Shelf, study: str, run: Path) -> Standing:
    """Compare what a run was made of with what the study holds.

    Raises
    ------
    InputError
        The study cannot be read at all.
    """
    from dualcarbon.study.folder import REPORT

    made = shelf.manifest(run)
    was, now = made["inputs"], shelf.read(study).inputs
    every = {*was, *now} - {REPORT}
    changed = tuple(sorted(name for name in every if was.get(name) != now.get(name)))
    return Standing(changed, made.get("options", {}).get("program") != _program())


@functools.cache
def _program() -> str:
    from dualcarbon.study import running

    return running.program()
