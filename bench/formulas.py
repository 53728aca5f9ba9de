"""How long the worst of a million formulas takes to be judged and computed.

Time is that of the processor, for this process alone. A pause, as of the collector of garbage, hits some formula by chance, so the
slowest are timed again, and the least of three counts.
"""

from __future__ import annotations

import collections
import gc
import heapq
import time

import numpy as np
from _formulas import answer, forget, texts
from _results import keep

COUNT, SEEDS = 10_000, range(1000, 1100)
SLOWEST = 200


def timed(text: str) -> float:
    """Give how long one formula takes. [s]."""
    forget()
    start = time.thread_time()
    answer(text)
    return time.thread_time() - start


def main() -> None:
    """Run them all, and print what was answered and how fast."""
    codes: collections.Counter[str] = collections.Counter()
    slowest: list[tuple[float, str]] = []
    answer("gdp + ")
    gc.collect()
    gc.freeze()
    start = time.process_time()
    for seed in SEEDS:
        for text in texts(seed, COUNT):
            begun = time.thread_time()
            found = answer(text)
            took = time.thread_time() - begun
            codes.update(["computed"] if isinstance(found, np.ndarray) else {f.code for f in found})
            (heapq.heappush if len(slowest) < SLOWEST else heapq.heappushpop)(slowest, (took, text))
    spent = time.process_time() - start
    again = [(min(timed(text) for _ in range(3)), text) for _, text in slowest]
    worst = max(again)
    keep(
        "formulas",
        {
            "formulas": COUNT * len(SEEDS),
            "mean_us": round(1e6 * spent / COUNT / len(SEEDS), 1),
            "worst_once_ms": round(1e3 * max(slowest)[0], 2),
            "worst_ms": round(1e3 * worst[0], 2),
            "worst_formula": worst[1][:60],
            **{f"answered_{code}": count for code, count in sorted(codes.items())},
        },
        {"worst_ms": "<= 50"},
    )


if __name__ == "__main__":
    main()
