"""How often something may be tried: so many at once, and so many more as time goes by, for each account or address."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

from dualcarbon.errors import DualCarbonError
from dualcarbon.vocabulary.faults import Fault, note

MINUTE = 60  # s
KEYS = 20_000
"""Accounts or addresses that are remembered; the one not seen for longest is forgotten first."""


class TooMany(DualCarbonError):
    """Something was tried too often; ``after`` tells in how many seconds it may be tried again."""

    def __init__(self, after: float) -> None:
        self.after = max(1, math.ceil(after))
        self.faults: tuple[Fault, ...] = (note("AUTH006", wait=_wait(self.after)),)
        super().__init__(self.faults[0].sentence())


@dataclass(slots=True)
class Limit:
    """A bucket of tries for each key: ``burst`` at first, refilled at ``rate``.

    Attributes
    ----------
    burst : int
        Tries that a key has when it was never seen.
    rate : float
        Tries that come back. [1/s]

    Examples
    --------
    >>> limit = Limit(2, 0.5, clock=lambda: 0.0)
    >>> [limit.left("a") for _ in range(3) if limit.take("a") == 0]
    [1.0, 0.0]
    >>> limit.take("a")
    2.0
    """

    burst: int
    rate: float
    clock: Callable[[], float] = time.monotonic
    _held: OrderedDict[str, tuple[float, float]] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, key: str) -> float:
        """Take one try; gives 0, or in how many seconds there is one."""
        with self._lock:
            left = self.left(key)
            if left < 1:
                return (1 - left) / self.rate
            self._put(key, left - 1)
            return 0.0

    def need(self, key: str) -> None:
        """Take one try.

        Raises
        ------
        TooMany
            There is none.
        """
        if after := self.take(key):
            raise TooMany(after)

    def back(self, key: str) -> None:
        """Give a try back."""
        with self._lock:
            self._put(key, min(float(self.burst), self.left(key) + 1))

    def left(self, key: str) -> float:
        """Tell how many tries there are."""
        left, then = self._held.get(key, (float(self.burst), 0.0))
        return min(float(self.burst), left + (self.clock() - then) * self.rate)

    def _put(self, key: str, left: float) -> None:
        self._held[key] = (left, self.clock())
        self._held.move_to_end(key)
        while len(self._held) > KEYS:
            self._held.popitem(last=False)


def _wait(seconds: int) -> dict[str, str]:
    """Say how long somebody has to wait."""
    if seconds < 2 * MINUTE:
        return {"en": f"{seconds} s", "zh": f"{seconds} 秒"}
    minutes = math.ceil(seconds / MINUTE)
    return {"en": f"{minutes} minutes", "zh": f"{minutes} 分钟"}
