"""Passwords: which are good enough, and how they are kept and checked so that a stolen database does not give them away."""

from __future__ import annotations

import base64
import functools
import secrets
import threading
import unicodedata
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from dualcarbon.errors import InputError
from dualcarbon.vocabulary.faults import Fault, Place, note

LEAST, MOST = 12, 128
DISTINCT = 5
"""A password of fewer different characters repeats itself."""
RUNS = ("abcdefghijklmnopqrstuvwxyz", "0123456789", "qwertyuiop", "asdfghjkl", "zxcvbnm")
RUN = 6
"""Characters of the alphabet, the digits or a row of keys one after the other that are too many."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one hash of argon2id takes: passes, memory in KiB, lanes (RFC 9106, second recommended choice)."""

    passes: int = 3
    memory: int = 65536
    lanes: int = 4


COST = Cost()
"""A setting of this module alone: no option, variable or file leads to it."""
_one_by_one = threading.Semaphore(2)  # each takes the memory that COST names


def kept(password: str) -> str:
    """Give what is kept of a password."""
    with _one_by_one:
        return _hasher(COST).hash(plain(password))


def right(secret: str | None, password: str) -> bool:
    """Tell whether it is the password; of a person who is not known the answer takes as long as any other."""
    with _one_by_one:
        try:
            _hasher(COST).verify(secret or _nobody(COST), plain(password))
        except (VerificationError, InvalidHashError):
            return False
    return secret is not None


def stale(secret: str) -> bool:
    """Tell whether a hash was made at another cost than today's."""
    return _hasher(COST).check_needs_rehash(secret)


def checked(name: str, password: str) -> None:
    """Refuse a password that is too short or easily guessed.

    Raises
    ------
    InputError
        With what is wrong with it, never with the password.
    """
    if found := _faults(plain(name), plain(password)):
        raise InputError(faults=found)


def plain(text: str) -> str:
    """Give a text as it is whichever way it was typed; half a surrogate pair is no text."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return unicodedata.normalize("NFKC", whole)


def _faults(name: str, password: str) -> list[Fault]:
    if not LEAST <= len(password) <= MOST:
        return [note("PER006", Place(), number=len(password), least=LEAST, most=MOST)]
    low = password.casefold()
    own = len(name) > 3 and name.casefold() in low
    if own or len(set(low)) < DISTINCT or _runs(low):
        return [note("PER007", Place())]
    return []


def _runs(text: str) -> bool:
    rows = [row for one in RUNS for row in (one, one[::-1])]
    parts = (text[at : at + RUN] for at in range(len(text) - RUN + 1))
    return any(part in row for part in parts for row in rows)


@functools.cache
def _hasher(cost: Cost) -> PasswordHasher:
    return PasswordHasher(time_cost=cost.passes, memory_cost=cost.memory, parallelism=cost.lanes)


@functools.cache
def _nobody(cost: Cost) -> str:
    """Give a hash of this cost that no password leads to, and that took no time to make."""
    salt, digest = (base64.b64encode(secrets.token_bytes(n)).decode().rstrip("=") for n in (16, 32))
    return f"$argon2id$v=19$m={cost.memory},t={cost.passes},p={cost.lanes}${salt}${digest}"
