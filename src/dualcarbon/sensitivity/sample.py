"""The sample of a global sensitivity: two independent tables of draws, and mixtures of them group by group."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dualcarbon.errors import InputError
from dualcarbon.quantities.correlation import Correlated
from dualcarbon.quantities.draws import Draws
from dualcarbon.vocabulary.faults import Fault, Place, note

Floats = NDArray[np.float64]
Table = Mapping[str, Floats]  # draws by key, each (member)
Model = Callable[[Draws], Floats]  # draws to outputs, each (output, member)

BATCH = 1024
"""Members that the model is asked for at once. [members]"""


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What a model gives on the sample: on both tables (output, member), and on each mixture (group, output, member)."""

    one: Floats
    other: Floats
    mixed: Floats


@dataclass(frozen=True, slots=True)
class Sample:
    """Two tables of draws that know nothing of each other, and the groups that are exchanged between them."""

    one: Table
    other: Table
    groups: tuple[tuple[str, ...], ...]
    members: int

    def tables(self) -> Iterator[Table]:
        """Give both tables, then for each group the first table with that group from the second."""
        yield self.one
        yield self.other
        for keys in self.groups:
            yield {**self.one, **{key: self.other[key] for key in keys}}


def drawn(
    groups: Sequence[Sequence[str]], members: int, seed: int, tied: Correlated | None = None
) -> Sample:
    r"""Draw a sample for groups of uncertain numbers.

    Both tables are halves of one scrambled Sobol sequence in twice as many dimensions: two sequences of their own
    would visit the same cells in the same order.

    Parameters
    ----------
    groups : sequence of sequences of str
        Draw keys; no key stands in two groups.
    members : int
        Members of a table, a power of two.
    seed : int
        Same groups, members and seed give the same bytes.
    tied : Correlated, optional
        Keys that are correlated; those that are with one another stand in one group.

    Raises
    ------
    InputError
        A key stands in two groups; members no power of two; too many keys.

    References
    ----------
    .. [1] A. Saltelli et al., "Variance based sensitivity analysis of model output. Design and estimator for the total
       sensitivity index", Computer Physics Communications 181 (2010) 259-270, sec. 5.

    Examples
    --------
    >>> sample = drawn([["a"], ["b", "c"]], 4, seed=1)
    >>> both = [table["a"] is sample.other["a"] for table in sample.tables()]
    >>> both
    [False, True, True, False]
    """
    keys = sorted(key for some in groups for key in some)
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise InputError(faults=[_doubled(key) for key in twice])
    draws = Draws((f"{half} {key}" for half in "ab" for key in keys), members, seed)
    halves = [{key: draws.uniform(f"{half} {key}") for key in keys} for half in "ab"]
    one, other = (half if tied is None else _together(half, tied) for half in halves)
    return Sample(one, other, tuple(tuple(some) for some in groups), members)


def run(model: Model, sample: Sample, *, batch: int = BATCH) -> Outcomes:
    """Run a model on a sample, several tables at once.

    Parameters
    ----------
    model : callable
        Gives outputs (output, member) for draws, each member by itself. [any unit]
    sample : Sample
        Groups + 2 tables.
    batch : int
        Members that the model is asked for at once. [members]

    Returns
    -------
    Outcomes
        In the unit of each output. [any unit]

    Raises
    ------
    InputError
        Whatever the model refuses.
    """
    tables = list(sample.tables())
    several = max(batch // sample.members, 1)
    parts = [_joined(tables[i : i + several]) for i in range(0, len(tables), several)]
    found = np.concatenate([np.asarray(model(Draws.of(part))) for part in parts], axis=1)
    split = found.reshape(len(found), len(tables), sample.members).transpose(1, 0, 2)
    return Outcomes(split[0], split[1], split[2:])


def _together(table: Table, tied: Correlated) -> Table:
    """Let the draws of keys that are correlated go together, those of the table among them."""
    rows = [row for row, key in enumerate(tied.keys) if key in table]
    keys = tuple(tied.keys[row] for row in rows)
    if not keys:
        return table
    some = Correlated(keys, tied.matrix[np.ix_(rows, rows)])
    return {**table, **dict(zip(keys, some.draws(np.array([table[k] for k in keys])), strict=True))}


def _joined(tables: Sequence[Table]) -> Table:
    return {key: np.concatenate([table[key] for table in tables]) for key in tables[0]}


def _doubled(key: str) -> Fault:
    return note("SEN009", Place(key=key))
