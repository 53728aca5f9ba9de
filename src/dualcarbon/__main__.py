"""Let ``python -m dualcarbon`` do what ``dualcarbon`` does."""

from __future__ import annotations


def main() -> None:
    """Hand over to the command line, imported only now to start quickly."""
    from dualcarbon.cli import main as run

    run()


if __name__ == "__main__":
    main()
