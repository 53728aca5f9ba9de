"""How often the peak rule is wrong and how often it is right, beside two common rules; printed as Markdown.

The noise is first-order autoregressive; its standard deviation is the marginal one, not that of the innovations.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from itertools import product

from dualcarbon.peak.rates import RULES, Rate, Setting, curve, rates, simulate
from dualcarbon.peak.rule import Rule

NOISES = [(0.02, 0.6), (0.04, 0.0), (0.04, 0.6)]
NEVER = [
    Setting(length=length, growth=growth, noise=noise, memory=memory)
    for length, growth, (noise, memory) in product((10, 20, 30), (0.0, 0.005, 0.02), NOISES)
]
PEAKED = [
    Setting(length=20, growth=0.03, since=since, decline=decline, noise=noise, memory=memory)
    for since, decline, (noise, memory) in product((6, 8, 12), (0.01, 0.02, 0.03), NOISES)
]
STEPPED = [
    Setting(length=length, growth=0.02, step=step, noise=noise)
    for length, step, noise in product((12, 24), (0.0, -0.12, 0.12), (0.01, 0.02, 0.04))
]
CURVE = {
    "false: flat, 20 years": Setting(length=20, growth=0.0),
    "false: +0.5 %/yr, 10 years": Setting(length=10, growth=0.005),
    "false: +0.5 %/yr, 30 years": Setting(length=30, growth=0.005),
    "hit: -1 %/yr, 8 years": Setting(length=20, growth=0.03, since=8, decline=0.01),
    "hit: -2 %/yr, 8 years": Setting(length=20, growth=0.03, since=8, decline=0.02),
    "hit: -2 %/yr, 12 years": Setting(length=20, growth=0.03, since=12, decline=0.02),
    "hit: -3 %/yr, 8 years": Setting(length=20, growth=0.03, since=8, decline=0.03),
}
GRID = [Rule(p=p, fall=fall) for p in (0.01, 0.05, 0.1) for fall in (0.08, 0.10, 0.12, 0.15)]


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Print a Markdown table."""
    head = list(head)
    print(f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", sep="\n")
    for row in rows:
        print(f"| {' | '.join(row)} |")
    print()


def percent(share: float) -> str:
    """Show a share with one digit."""
    return f"{100 * share:.1f}"


def row(rate: Rate, *columns: str) -> list[str]:
    """Show what is known of the series, and what each rule says."""
    noise = f"{100 * rate.setting.noise:g} %, {rate.setting.memory:g}"
    return [*columns, noise, *(percent(rate.peaked[name]) for name in RULES)]


def main() -> None:
    """Print false alarms, hits, steps and the curve from which the default rule was chosen."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="series of each setting")
    parser.add_argument("--seed", type=int, default=1)
    asked = vars(parser.parse_args())
    names = ["noise, memory", "this rule", "highest 5 years ago", "plain Mann-Kendall"]
    print("False alarms [%]: series that never peak\n")
    never = [
        row(r, f"{r.setting.length}", f"{100 * r.setting.growth:+g}") for r in rates(NEVER, **asked)
    ]
    table(["years", "growth [%/yr]", *names], never)
    print("Hits [%]: twenty years of growth of 3 %/yr, then a fall\n")
    hits = [
        row(r, f"{r.setting.since}", f"{-100 * r.setting.decline:+g}")
        for r in rates(PEAKED, **asked)
    ]
    table(["years since", "fall [%/yr]", *names], hits)
    print("Steps [%]: growth of 2 %/yr and one change of level, memory 0.6\n")
    steps = [
        [f"{r.setting.length}", f"{100 * r.setting.step:+g}", f"{100 * r.setting.noise:g} %", percent(r.revised),
         *(percent(r.peaked[name]) for name in RULES)]
        for r in rates(STEPPED, **asked)
    ]  # fmt: skip
    table(
        ["years", "step [%]", "noise", "step found", *(f"peaked: {name}" for name in names[1:])],
        steps,
    )
    print("The curve [%]: noise 4 %, memory 0.6\n")
    shares = [curve(simulate(s, **asked), GRID) for s in CURVE.values()]
    table(
        ["p below", "fall above", *CURVE],
        [[f"{r.p:g}", f"{r.fall:g}", *(percent(s[i]) for s in shares)] for i, r in enumerate(GRID)],
    )


if __name__ == "__main__":
    main()
