"""The one file that every benchmark writes its part of, and the table that each prints."""

from __future__ import annotations

import json
import operator
from collections.abc import Mapping
from pathlib import Path

FILE = Path(__file__).with_name("results.json")
SIGNS = {"<=": operator.le, ">=": operator.ge}
Figure = float | int | str


def keep(name: str, figures: Mapping[str, Figure], goals: Mapping[str, str] | None = None) -> None:
    """Put the figures of one benchmark beside those of the others, and print them.

    A goal is a sign and a bound under the name of its figure: ``{"ratio": "<= 1.5"}``.
    """
    judged = {figure: _judged(figures[figure], goal) for figure, goal in (goals or {}).items()}
    kept = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    kept[name] = {**figures, "goals": judged} if judged else dict(figures)
    FILE.write_text(json.dumps(kept, indent=2, sort_keys=True) + "\n", encoding="utf-8")
    _show(name, figures, judged)


def _judged(figure: Figure, goal: str) -> dict[str, str | bool]:
    sign, bound = goal.split()
    return {"goal": goal, "met": bool(SIGNS[sign](float(figure), float(bound)))}


def _show(
    name: str, figures: Mapping[str, Figure], judged: Mapping[str, dict[str, str | bool]]
) -> None:
    """Print a Markdown table: each figure, its goal if it has one, and whether it is met."""
    print(f"\n## {name}\n\n| figure | value | goal | met |\n|---|---|---|---|")
    for figure, value in figures.items():
        goal = judged.get(figure)
        told = f"{goal['goal']} | {'yes' if goal['met'] else 'NO'}" if goal else " | "
        line = f"| {figure} | {value} | {told} |"
        print(
            line.encode("utf-8", "backslashreplace").decode()
        )  # a formula may hold half a character
