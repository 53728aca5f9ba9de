"""Kinds of a statistic of land, of which none may stand beside the total of all."""

from __future__ import annotations

from dualcarbon.inventory.activities import Activities
from dualcarbon.vocabulary.faults import Fault, Place, note


def apart(activities: Activities, item: str, faults: list[Fault]) -> tuple[str, ...]:
    """Give the kinds of a statistic; where the total stands beside its parts, none, and the fault is added.

    Parameters
    ----------
    activities : Activities
        Statistics of the study.
    item : str
        Indicator.
    faults : list of Fault
        Where LND003 is added.
    """
    kinds = activities.kinds(item)
    if "" not in kinds or len(kinds) == 1:
        return kinds
    activities.told |= {(item, kind) for kind in kinds}
    named = ", ".join(kind for kind in kinds if kind)
    faults.append(note("LND003", Place(file="data/activity.csv"), indicator=item, kinds=named))
    return ()
