"""How the workbench is run: on one's own machine, or for many persons who sign in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

STATE = ".dualcarbon"
"""Folder beside the studies that keeps what the workbench itself must remember: jobs, versions, persons."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the application is made with.

    ``folder`` holds the studies, or is one; ``shared`` says that persons sign in; ``database`` is a URL, a SQLite file in
    ``state`` where none is given; ``origins`` are the addresses that pages may come from beside those of this machine.
    """

    folder: Path
    shared: bool = False
    database: str = ""
    origins: tuple[str, ...] = ()

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names by which browsers know this machine, beside those of the machine itself."""
        return tuple(urlsplit(one).hostname or "" for one in self.origins)

    @property
    def state(self) -> Path:
        """Folder of what the workbench remembers."""
        return self.folder / STATE

    @property
    def url(self) -> str:
        """Where the database is."""
        return self.database or f"sqlite:///{self.state / 'workbench.sqlite'}"
