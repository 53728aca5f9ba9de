"""How long ``dualcarbon --help`` takes beside bare Python, process included."""

from __future__ import annotations

import subprocess
import sys
import time

from _results import keep

ROUNDS = 11
BARE = [sys.executable, "-c", "pass"]
HELP = [sys.executable, "-m", "dualcarbon", "--help"]


def elapsed_ms(command: list[str]) -> float:
    """Give the wall time [ms] of one process."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return 1000 * (time.perf_counter() - start)


def main() -> None:
    """Alternate the two commands, so that a busy spell of the machine hits both; the best round of each counts."""
    elapsed_ms(BARE), elapsed_ms(HELP)  # the first of each fills the disk cache and is not counted
    rounds = [(elapsed_ms(BARE), elapsed_ms(HELP)) for _ in range(ROUNDS)]
    bare, shown = (min(column) for column in zip(*rounds, strict=True))
    keep(
        "startup",
        {
            "rounds": ROUNDS,
            "bare_ms": round(bare, 1),
            "help_ms": round(shown, 1),
            "more_ms": round(shown - bare, 1),
            "ratio": round(shown / bare, 2),
        },
        {"more_ms": "<= 150"},
    )


if __name__ == "__main__":
    main()
