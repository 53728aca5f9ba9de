"""Why two scenarios differ, worked out beside the pages: it may take seconds, and a page asks again until it is done."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dualcarbon.study.pairs import Pair

KEPT = 24
"""Pairs that are kept; the one not asked for longest goes first."""


@dataclass(slots=True)
class Asked:
    """A pair that is being worked out, and since when. [s]."""

    found: Future[Pair]
    since: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> int:
        """How long it has been worked at. [s]."""
        return int(time.monotonic() - self.since)


@dataclass(slots=True)
class Attributions:
    """Works out one pair after another, and keeps what came out while the files are the same."""

    _asked: OrderedDict[Hashable, Asked] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _hands: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="attribution")
    )

    def ask(self, key: Hashable, make: Callable[[], Pair]) -> Asked:
        """Give a pair that is worked out or being worked out; the first who asks begins it."""
        with self._lock:
            if key not in self._asked:
                self._asked[key] = Asked(self._hands.submit(make))
            self._asked.move_to_end(key)
            while len(self._asked) > KEPT:
                self._asked.popitem(last=False)
            return self._asked[key]
