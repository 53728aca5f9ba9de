"""The command line: parse, call, show."""

from __future__ import annotations


def main() -> None:
    """Run the command line of the package."""
    from dualcarbon.cli.app import app

    app()
