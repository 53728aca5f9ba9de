"""What a study declares beside its account as plain values: names and units of variables, end uses and chains."""

from __future__ import annotations

from typing import Any

from dualcarbon.study import variables
from dualcarbon.study.preparation import Prepared


def plain(prepared: Prepared) -> dict[str, Any]:
    """Give titles and units by key; nothing where nothing is declared."""
    declared = variables.declared(prepared.read)
    titles = {key: dict(title) for key, title in sorted(declared.titles.items())}
    return {"titles": titles, "units": dict(sorted(declared.units.items()))}
