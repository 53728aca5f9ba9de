"""What each measure of a scenario does on the tree: after those before it, and alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dualcarbon.scenarios.coalitions import Coalitions, in_order, needed
from dualcarbon.scenarios.contrast import Baseline, Planted, Rows, chosen
from dualcarbon.scenarios.deployment import Deployed, ordered
from dualcarbon.scenarios.inheritance import Resolved
from dualcarbon.scenarios.tree import Series


@dataclass(frozen=True, slots=True)
class Effect:
    """The tree without and with a measure, base year to horizon, arrays (row, year).

    Attributes
    ----------
    deployed : Deployed
        The measure and its level.
    before, after : Rows
        Without and with it. [tce, t CO2]
    """

    deployed: Deployed
    before: Rows
    after: Rows

    @property
    def territorial(self) -> Series:
        """Fall of territorial emissions (row, year). [t CO2]."""
        return self.before.totals.territorial - self.after.totals.territorial

    @property
    def adjusted(self) -> Series:
        """Fall of emissions with those of imported electricity (row, year). [t CO2]."""
        return self.before.totals.adjusted - self.after.totals.adjusted

    def abatement(self, boundary: str) -> Series:
        """Give the fall of the total of a boundary, territorial or adjusted (row, year). [t CO2]."""
        return self.adjusted if boundary == "adjusted" else self.territorial


@dataclass(frozen=True, slots=True)
class Effects:
    """All measures of a scenario in the stated order: on residual baselines, which add up, and each alone."""

    residual: tuple[Effect, ...]
    alone: tuple[Effect, ...]
    bare: Rows
    full: Rows


def effects(scenario: Resolved, planted: Planted) -> Effects:
    """Run a scenario without measures, with one more after the other, and with each alone, as one batch.

    A measure that requires others cannot act alone: its effect is that of all together less that of the others.

    Parameters
    ----------
    scenario : Resolved
        Its measures at their levels; all numbers central.
    planted : tuple
        Statistics, tree, base year and horizon.

    Returns
    -------
    Effects
        ``residual`` falls add up to the difference between the scenario without and with its measures.
    """
    inline = ordered(scenario.deployed)
    count = len(inline)
    others = beside(inline)
    masks = np.concatenate([in_order(count), others, others | np.eye(count, dtype=bool)])
    rows = chosen(scenario, planted, masks)
    first = count + 1
    residual = [Effect(d, rows.row(i), rows.row(i + 1)) for i, d in enumerate(inline)]
    single = [
        Effect(d, rows.row(first + i), rows.row(first + count + i)) for i, d in enumerate(inline)
    ]
    return Effects(tuple(residual), tuple(single), rows.row(0), rows.row(count))


def alone(baseline: Baseline, inline: Sequence[Deployed], chosen: Deployed) -> Effect:
    """Run a measure, or a part of one, alone: beside nothing but what it requires, directly or not.

    Parameters
    ----------
    baseline : Baseline
        The scenario without measures, central or drawn.
    inline : sequence of Deployed
        All measures of the scenario in the stated order.
    chosen : Deployed
        One of them, or a project of one.

    Returns
    -------
    Effect
        Rows are members where the baseline is drawn.
    """
    place = [d.measure.id for d in inline].index(chosen.measure.id)
    others = [d for d, there in zip(inline, beside(inline)[place], strict=True) if there]
    return Effect(chosen, baseline.run(others), baseline.run([*others, chosen]))


def beside(inline: Sequence[Deployed]) -> Coalitions:
    """Give who must be there for each measure to act at all: all that it requires, directly or not.

    Parameters
    ----------
    inline : sequence of Deployed
        Measures in the stated order.

    Returns
    -------
    ndarray of bool (measure, measure)
        Row i for measure i, which is not in it. [1]
    """
    return needed(
        [d.measure.id for d in inline], {d.measure.id: d.measure.requires for d in inline}
    )
