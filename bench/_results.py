"""The one file that every benchmark writes its part of."""

from __future__ import annotations

import json
from pathlib import Path

FILE = Path(__file__).with_name("results.json")


def keep(name: str, figures: dict[str, float | int | str]) -> None:
    """Put the figures of one benchmark beside those of the others, and print them."""
    kept = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    kept[name] = figures
    FILE.write_text(json.dumps(kept, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    print(name, *(f"  {key} = {value}" for key, value in figures.items()), sep="\n")
