"""Files that nobody trusts, handed to a process of their own: whatever they do to a library ends that process alone."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

LATE = (-24, -9, 152, 137)
"""How a process ends whose processor time is used up, or that was killed."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a process answered; ``late`` where it took too long, ``broken`` says how it ended otherwise, empty where it ended well."""

    data: bytes = b""
    late: bool = False
    broken: str = ""


def command(module: str) -> list[str]:
    """Give what a module is run by; files of the folder that this process stands in are no part of the program."""
    return [sys.executable, "-P", "-m", module]


def asked(child: Sequence[str], data: bytes, seconds: float) -> Answer:
    """Let a process answer some bytes, for a time at most.

    Parameters
    ----------
    child : sequence of str
        What it is started by; it caps itself before it looks at the bytes on its standard input.
    data : bytes
        What it is sent.
    seconds : float
        How long it is waited for. [s]
    """
    try:
        done = subprocess.run(child, input=data, capture_output=True, timeout=seconds, check=False)  # fmt: skip
    except subprocess.TimeoutExpired:
        return Answer(late=True)
    except OSError:
        return Answer(broken="-")
    if done.returncode in LATE:
        return Answer(late=True)
    return Answer(done.stdout, broken=str(done.returncode or ""))
