"""Many cells decomposed from year to year, block by block on all processors: memory stays that of the result.

A block holds all factors of all years for some hundred cells, so that it stays in the processor's cache.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import pairwise, product
from math import ceil, prod
from typing import NamedTuple

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from dualcarbon.diagnosis.logarithmic import (
    WHERE,
    Array,
    Grid,
    Label,
    effects,
    shaped,
    state_of_cells,
)
from dualcarbon.errors import InputError
from dualcarbon.vocabulary.faults import Fault, note

MANY = 500_000
"""From this many cells and years on the compiled way is taken; before, it would not pay for being loaded."""
HELD = 2**17
"""Numbers in a compiled block: 1 MB, about what a processor's own cache holds. NumPy takes all at once."""
SHARES = 64
"""Into how many parts the blocks are dealt, whatever the number of threads: the result does not depend on it."""
LISTED = 1000
"""After how many faults a part stops looking for more."""


class Source(NamedTuple):
    """Factors spread over years and cells; nothing is copied."""

    names: tuple[str, ...]
    years: tuple[Label, ...]
    grid: Grid
    pieces: tuple[tuple[Array, ...], ...]  # of each factor: (year, *cells), one after the other
    kept: int  # how many of the dimensions, the first ones, the result keeps

    @property
    def groups(self) -> int:
        """Number of groups of cells that are added up."""
        return prod(self.grid.shape[: self.kept])


class Block(NamedTuple):
    """Cells that are neighbours in the order of the grid."""

    place: tuple[slice, ...]
    shape: tuple[int, ...]
    slots: slice  # where its sums go
    run: int  # how many cells make up one sum


class Swept(NamedTuple):
    """Sums over the cells of each group."""

    effects: Array  # (factor, step, group)
    totals: Array  # (year, group)
    met: NDArray[np.int64]  # (step, 3): how many cells vanish, appear, are 0 in both years


Told = tuple[NDArray[np.int64], list[Fault]]


def many(grid: Grid, years: int) -> bool:
    """Tell whether the compiled way pays."""
    return prod(grid.shape) * years >= MANY


def source_of(
    factors: Sequence[Mapping[str, xr.DataArray]], years: Sequence[Label], grid: Grid
) -> Source:
    """Spread factors that are given year by year, for a result that keeps every cell.

    Parameters
    ----------
    factors : sequence of mapping of str to DataArray
        Factors of each year. [any unit]
    years : sequence of int or str
        Names of the years.
    grid : Grid
        The cells that they span.
    """
    names = tuple(factors[0])
    pieces = tuple(
        tuple(_spread(shaped(one[n], grid.dims)[np.newaxis], 1, grid) for one in factors)
        for n in names
    )
    return Source(names, tuple(years), grid, pieces, len(grid.dims))


def source_over(
    factors: Mapping[str, xr.DataArray], years: Sequence[int], grid: Grid, kept: int
) -> Source:
    """Spread factors that hold all the years.

    Parameters
    ----------
    factors : mapping of str to DataArray (year, any dimensions of the grid)
        Factors; one without years is the same in all of them. [any unit]
    years : sequence of int
        Their years.
    grid : Grid
        The cells that they span, the dimensions first that are kept.
    kept : int
        How many dimensions are kept.
    """
    dims = ("year", *grid.dims)
    chosen = {n: _during(f, years) for n, f in factors.items()}
    pieces = tuple((_spread(shaped(f, dims), len(years), grid),) for f in chosen.values())
    return Source(tuple(factors), tuple(years), grid, pieces, kept)


def _during(factor: xr.DataArray, years: Sequence[int]) -> xr.DataArray:
    """Give a factor in the years asked for, itself if these are all it has."""
    if "year" not in factor.dims or factor["year"].to_numpy().tolist() == list(years):
        return factor
    return factor.sel(year=list(years))


def _spread(values: Array, years: int, grid: Grid) -> Array:
    return np.broadcast_to(values, (years, *grid.shape))


def sweep(source: Source, *, compiled: bool = True) -> Swept:
    """Decompose from year to year and add up over the cells of each group.

    Parameters
    ----------
    source : Source
        Factors over years and cells.
    compiled : bool, optional
        Whether to take the compiled way; NumPy's gives the same numbers.

    Raises
    ------
    InputError
        Cells that have no logarithmic mean, at least the first thousand of them; nothing is computed.
    """
    way = _compiled() if compiled else Way(lambda *_: False, _added, 1, sys.maxsize)
    factors, years = len(source.names), len(source.years)
    blocks = list(_blocks(source, max(way.held // (factors * years), 1)))
    slots = blocks[-1].slots.stop
    effects, totals = np.empty((factors, years - 1, slots)), np.empty((years, slots))
    shares = [blocks[i::SHARES] for i in range(min(SHARES, len(blocks)))]
    with ThreadPoolExecutor(way.threads) as pool:
        told = list(pool.map(partial(_sweep, source, effects, totals, way), shares))
    if faults := {str(fault): fault for _, found in told for fault in found}:
        raise InputError(faults=faults.values())
    met = np.sum([counts for counts, _ in told], axis=0)
    return Swept(_grouped(effects, source), _grouped(totals, source), met)


class Way(NamedTuple):
    """How a block is decomposed and its cells are added up."""

    block: Callable[..., bool]  # False where NumPy must do it
    summed: Callable[[Array, int], Array]
    threads: int
    held: int


def _compiled() -> Way:
    from dualcarbon.diagnosis import compiled  # the compiler takes a second to load

    return Way(compiled.block, compiled.summed, compiled.threads(), HELD)


def _added(rows: Array, run: int) -> Array:
    return rows.reshape(len(rows), rows.shape[1] // run, run).sum(axis=-1)


def _grouped(sums: Array, source: Source) -> Array:
    """Add up the blocks of each group, where a group has several."""
    return sums.reshape(*sums.shape[:-1], source.groups, -1).sum(axis=-1)


def _blocks(source: Source, most: int) -> Iterator[Block]:
    """Cut the grid along the first axis whose slices fit, so that a block is a run of neighbours."""
    shape, kept = source.grid.shape, source.kept
    if not shape:
        yield Block((), (), slice(0, 1), 1)
        return
    axis = next(i for i in range(len(shape)) if prod(shape[i + 1 :]) <= most)
    behind = prod(shape[axis + 1 :])
    step = max(most // behind, 1)
    outer = product(*(range(n) for n in shape[:axis]), range(ceil(shape[axis] / step)))
    group, at = prod(shape[kept:]), 0
    for *lead, j in outer:
        part = slice(j * step, min((j + 1) * step, shape[axis]))
        index = (*(slice(i, i + 1) for i in lead), part)
        long = (*(1 for _ in lead), part.stop - part.start, *shape[axis + 1 :])
        run = group if axis < kept else prod(long)
        yield Block(index, long, slice(at, at + prod(long) // run), run)
        at += prod(long) // run


class Room:
    """Memory for one block after the other."""

    def __init__(self, source: Source, cells: int) -> None:
        """Set aside what a block of so many cells takes."""
        factors, years = len(source.names), len(source.years)
        self.x = np.empty((factors, years, cells))
        self.product = np.empty((years, cells))
        self.effects = np.empty((factors, years - 1, cells))
        self.met = np.zeros((years - 1, 3), np.int64)

    def fill(self, source: Source, block: Block) -> None:
        """Copy the factors of a block."""
        for room, pieces in zip(self.x, source.pieces, strict=True):
            at = 0
            for piece in pieces:
                years = len(piece)
                room[at : at + years].reshape(years, *block.shape)[...] = piece[:, *block.place]
                at += years


def _sweep(
    source: Source, effects: Array, totals: Array, way: Way, blocks: Sequence[Block]
) -> Told:
    """Decompose some blocks into their places of the result; count what is 0, and list the faults."""
    faults: list[Fault] = []
    met = np.zeros((len(source.years) - 1, 3), np.int64)
    rooms: dict[int, Room] = {}
    for block in blocks:
        cells = prod(block.shape)
        if cells not in rooms:
            rooms[cells] = Room(source, cells)
        room = rooms[cells]
        room.fill(source, block)
        if not way.block(room.x, room.product, room.effects, room.met):
            faults += _slowly(source, block, room)
            if len(faults) >= LISTED:
                break
        met += room.met
        effects[..., block.slots] = _sums(room.effects, block.run, way)
        totals[..., block.slots] = _sums(room.product, block.run, way)
    return met, faults


def _sums(values: Array, run: int, way: Way) -> Array:
    """Add up runs of cells along the last axis."""
    if run == 1:
        return values
    rows = values.reshape(-1, values.shape[-1])
    return way.summed(rows, run).reshape(*values.shape[:-1], values.shape[-1] // run)


def _slowly(source: Source, block: Block, room: Room) -> list[Fault]:
    """Decompose a block by NumPy, which knows numbers near the ends of what a float holds, and names faults."""
    grid = _grid(source.grid, block)
    values = [
        [_own(x) for piece in pieces for x in piece[:, *block.place]] for pieces in source.pieces
    ]
    states = [
        state_of_cells(dict(zip(source.names, factors, strict=True)), grid, year)
        for year, *factors in zip(source.years, *values, strict=True)
    ]
    if faults := [fault for state in states for fault in state.faults]:
        return faults
    for i, (before, after) in enumerate(pairwise(states)):
        for out, part in zip(room.effects[:, i], effects(before, after).values(), strict=True):
            out.reshape(block.shape)[...] = part
        was, will = before.product == 0, after.product == 0
        room.met[i] = [(~was & will).sum(), (was & ~will).sum(), (was & will).sum()]
    room.product[:] = [state.product.ravel() for state in states]
    return []


def _own(values: Array) -> Array:
    """Take back what was spread along dimensions that a factor does not have, so that its cells are named once."""
    return values[tuple(slice(0, 1) if step == 0 else slice(None) for step in values.strides)]


def _grid(grid: Grid, block: Block) -> Grid:
    """Give the labels of a block's cells, or their places in the whole where there are no labels."""
    cut = [*block.place, *(slice(None) for _ in grid.dims[len(block.place) :])]
    coords = {
        dim: (grid.coords[dim] if dim in grid.coords else np.arange(length))[part]
        for dim, length, part in zip(grid.dims, grid.shape, cut, strict=True)
    }
    return Grid(grid.dims, block.shape, coords)


def zeros_told(swept: Swept, years: Sequence[Label]) -> list[tuple[Fault, ...]]:
    """Count for each step the cells that vanish, appear, or are 0 in both years; too many to be named.

    Parameters
    ----------
    swept : Swept
        What was decomposed.
    years : sequence of int or str
        Its years.
    """
    steps = zip(pairwise(years), swept.met.tolist(), strict=True)
    return [
        (note("LMDI010", WHERE, start=a, end=b, gone=gone, come=come, none=none),)
        if gone or come or none
        else ()
        for (a, b), (gone, come, none) in steps
    ]
