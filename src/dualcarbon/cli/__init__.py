"""The command line: parse, call, show."""

from __future__ import annotations

import gc


def main() -> None:
    """Run the command line of the package."""
    gc.disable()  # what start-up makes stays: looking for garbage among it costs a tenth of the time
    from dualcarbon.cli.app import app

    gc.freeze()
    gc.enable()
    app()
