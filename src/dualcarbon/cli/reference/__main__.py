"""Write the reference pages: ``python -m dualcarbon.cli.reference DIR``."""

from __future__ import annotations

import sys
from pathlib import Path

from dualcarbon.cli.reference import write

WRONG_USE = 2


def main(arguments: list[str]) -> int:
    """Write the pages into the one folder named, and give the exit status."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m dualcarbon.cli.reference DIR\n")
        return WRONG_USE
    write(Path(arguments[0]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
