"""How often the peak rule is wrong and how often it is right, beside two common rules; printed as Markdown.

The noise is first-order autoregressive; its standard deviation is the marginal one, not that of the innovations.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import product

from _results import keep

from dualcarbon.peak.rates import RULES, Rate, Setting, curve, efficient, rates, simulate
from dualcarbon.peak.rule import Rule
from dualcarbon.peak.verdict import RULE

SINCE = {6: 5, 8: 6, 10: 8, 12: 8, 15: 12, 20: 12, 25: 12, 30: 12}
"""Lengths, and the years since the peak in series as long that have one. [years]"""
MEMORIES = (0.0, 0.3, 0.6, 0.8)
LONG = (15, 20, 25, 30)
NEVER = {
    "grows 2 %/yr": Setting(length=0, growth=0.02),
    "grows 0.5 %/yr": Setting(length=0, growth=0.005),
    "flat": Setting(length=0, growth=0.0),
    "grows 2 %/yr, one step of -12 %": Setting(length=0, growth=0.02, step=-0.12),
    "flat, one step of -12 %": Setting(length=0, growth=0.0, step=-0.12),
}
PEAKED = {
    f"**falls {100 * decline:g} %/yr**": Setting(length=0, growth=0.03, decline=decline)
    for decline in (0.01, 0.02, 0.03)
}
STEPPED = [
    Setting(length=length, growth=0.02, step=step, noise=noise)
    for length, step, noise in product((12, 24), (0.0, -0.12, 0.12), (0.01, 0.02, 0.04))
]
SINCE_PEAK = (5, 6, 8, 10, 12, 15)
BEFORE = (1, 3, 5, 10, 20, 30)
GROWTHS = (0.0, 0.005, 0.01, 0.03, 0.05)
ALARMS = {
    "growing": [Setting(length=n, growth=0.005) for n in LONG],
    "flat": [Setting(length=n, growth=0.0) for n in LONG],
}
HITS = {
    "-1 %/yr, 12 years": Setting(length=20, growth=0.03, since=12, decline=0.01),
    "-2 %/yr, 8 years": Setting(length=20, growth=0.03, since=8, decline=0.02),
    "-2 %/yr, 12 years": Setting(length=20, growth=0.03, since=12, decline=0.02),
    "-3 %/yr, 8 years": Setting(length=20, growth=0.03, since=8, decline=0.03),
}
GRID = [
    Rule(p=p, fall=fall)
    for p, fall in product((0.005, 0.01, 0.02, 0.05, 0.1, 0.2), (0.06, 0.08, 0.1, 0.12, 0.15))
]


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """Print a Markdown table."""
    head = list(head)
    print(f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", sep="\n")
    for row in rows:
        print(f"| {' | '.join(row)} |")
    print(flush=True)


def percent(share: float) -> str:
    """Show a share with one digit."""
    return f"{100 * share:.1f}"


def three(rate: Rate) -> str:
    """Show what the three rules say of one setting, ours in bold."""
    ours, *others = (percent(rate.peaked[name]) for name in RULES)
    return f"**{ours}** / {' / '.join(others)}"


def of_length(setting: Setting, length: int) -> Setting:
    """Give a setting its length; one that falls has its peak as many years back as ``SINCE`` says."""
    since = SINCE[length] if setting.decline else 0
    return replace(setting, length=length - since, since=since)


def by_length(noise: float, memories: Sequence[float], **asked: int) -> None:
    """Print false alarms and hits of every length, by memory."""
    rows = []
    for (name, truth), memory in product((NEVER | PEAKED).items(), memories):
        settings = [
            of_length(replace(truth, noise=noise, memory=memory), length) for length in SINCE
        ]
        rows.append([name, f"{memory:g}", *(three(r) for r in rates(settings, **asked))])
    table(["series", "memory", *(f"{n} ({s})" for n, s in SINCE.items())], rows)


def goals(**asked: int) -> None:
    """Print the two goals with their standard errors."""
    rows, false, hit = [], [], []
    for length in LONG:
        grows = Setting(length=length, growth=0.005)
        falls = Setting(length=length - 12, growth=0.03, since=12, decline=0.02)
        pair = rates([grows, falls], **asked)
        shown = [f"{100 * r.peaked['rule']:.2f} ± {100 * r.error():.2f}" for r in pair]
        rows.append([f"{length}", *shown])
        false.append(round(100 * pair[0].peaked["rule"], 2))
        hit.append(round(100 * pair[1].peaked["rule"], 2))
    table(["years", "false, +0.5 %/yr", "hit, -2 %/yr for 12 years"], rows)
    worst: dict[str, float | int | str] = {"false, worst [%]": max(false), "hit, worst [%]": min(hit)}  # fmt: skip
    keep("peak_rates", worst, {"false, worst [%]": "<= 1", "hit, worst [%]": ">= 70"})


def since(**asked: int) -> None:
    """Print hits by the years since the peak, twenty years of growth of 3 %/yr before it."""
    rows = []
    for decline, memory in product((0.01, 0.02, 0.03), (0.0, 0.6)):
        base = Setting(length=20, growth=0.03, decline=decline, memory=memory)
        told = rates([replace(base, since=years) for years in SINCE_PEAK], **asked)
        rows.append([f"{-100 * decline:g}", f"{memory:g}", *(three(r) for r in told)])
    table(["fall [%/yr]", "memory", *(f"{n} years" for n in SINCE_PEAK)], rows)


def before(**asked: int) -> None:
    """Print hits by the years before the peak and their growth, a fall of 2 %/yr seen for twelve years."""
    rows = []
    for growth in GROWTHS:
        base = Setting(length=0, growth=growth, since=12, decline=0.02)
        told = rates([replace(base, length=years) for years in BEFORE], **asked)
        rows.append([f"{100 * growth:+g}", *(three(r) for r in told)])
    table(["growth before [%/yr]", *(f"{n} years" for n in BEFORE)], rows)


def stepped(**asked: int) -> None:
    """Print how often a step of level is found, and what is said of the series."""
    rows = []
    for rate in rates(STEPPED, **asked):
        one = rate.setting
        noise = f"{100 * one.noise:g} %"
        seen = percent(rate.revised)
        rows.append([f"{one.length}", f"{100 * one.step:+g}", noise, seen, three(rate)])
    table(["years", "step [%]", "noise", "step found", "said to have peaked"], rows)


def reachable(**asked: int) -> None:
    """Print the curve: rules that no other beats on growing series and on -2 %/yr, and the rule itself."""
    alarms = {
        name: [max(shares) for shares in zip(*(curve(simulate(s, **asked), GRID) for s in some), strict=True)]
        for name, some in ALARMS.items()
    }  # fmt: skip
    hits = {name: curve(simulate(s, **asked), GRID) for name, s in HITS.items()}
    best = efficient(alarms["growing"], hits["-2 %/yr, 12 years"])
    rows = []
    for i, rule in enumerate(GRID):
        ours = (rule.p, rule.fall) == (RULE.p, RULE.fall)
        mark = "**the rule**" if ours else "on the curve" if best[i] else ""
        shares = [percent(found[i]) for found in (*alarms.values(), *hits.values())]
        rows.append([f"{rule.p:g}", f"{rule.fall:g}", *shares, mark])
    heads = ["false: +0.5 %/yr, worst of 15-30 years", "false: flat, worst of 15-30 years"]
    table(["p below", "fall above", *heads, *(f"hit: {name}" for name in HITS), ""], rows)


def main() -> None:
    """Print goals, false alarms and hits by length, years since and before the peak, steps and the curve."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="series of each setting")
    parser.add_argument("--seed", type=int, default=1)
    asked = vars(parser.parse_args())
    print("The goals [%]: noise 4 %, memory 0.6, share ± standard error\n")
    goals(**asked)
    print("Each cell: **this rule** / highest 5 years ago / plain Mann-Kendall [%]\n")
    print("By length (years since the peak where the series falls), noise 4 %\n")
    by_length(0.04, MEMORIES, **asked)
    print("The same, noise 2 %\n")
    by_length(0.02, (0.6,), **asked)
    print("Hits by years since the peak: twenty years of growth of 3 %/yr before it, noise 4 %\n")
    since(**asked)
    print("Hits by years before the peak: then -2 %/yr for twelve years, noise 4 %, memory 0.6\n")
    before(**asked)
    print("Steps: growth of 2 %/yr and one change of level, memory 0.6\n")
    stepped(**asked)
    print("The curve [%]: noise 4 %, memory 0.6\n")
    reachable(**asked)


if __name__ == "__main__":
    main()
