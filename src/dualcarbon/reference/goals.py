"""The nation's quantified goals on the way to peak and neutrality."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from dualcarbon.reference.tables import number, remembered, rows, whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """One quantified goal, or a state to be reached.

    ``kind``: ``change`` against the base year, ``level`` of the year, ``addition`` since the base year, yearly
    ``rate``, or ``state`` (then ``value`` is empty and ``state`` says what is to be). ``comparator`` tells when it
    is met: ``at_least`` or ``at_most`` the value; a fall of 18 per cent is -0.18, met at -0.18 or less.
    ``clause``: id of the clause that states it, ``opinions:objectives`` for the main objectives of the Opinions,
    which have no number; empty where the clause was not seen.
    """

    id: str
    indicator: str
    description: str
    kind: str
    comparator: str = ""
    precision: str = ""
    value: float | None = None
    unit: str = ""
    base_year: int | None = None
    basis: str = ""
    year: int
    state: str = ""
    state_zh: str = ""
    scope: str = "national"
    clause: str = ""
    source: str
    mark: str = ""
    note: str = ""

    def met(self, value: float) -> bool | None:
        """Tell whether a value meets the goal; nothing where the goal is a state.

        Examples
        --------
        >>> [g.met(-0.20) for g in national() if g.id == "opinions:co2_intensity:2025"]
        [True]
        """
        if self.value is None:
            return None
        return value <= self.value if self.comparator == "at_most" else value >= self.value


@remembered
def national() -> tuple[Goal, ...]:
    """Give the national goals in the order of their documents; shares and changes are fractions.

    References
    ----------
    .. [1] CPC Central Committee and State Council, Opinions on carbon peaking and neutrality, 2021-09-22.
    .. [2] State Council, "Action plan for carbon peaking before 2030", Guo Fa [2021] 23.

    Examples
    --------
    >>> [(g.value, g.base_year) for g in national() if g.id == "opinions:co2_intensity:2030"]
    [(-0.65, 2005)]
    """
    return tuple(_goal(row) for row in rows("goals"))


def _goal(row: dict[str, str]) -> Goal:
    value, unit = number(row["value"]), row["unit"]
    if value is not None and unit == "%":
        value, unit = float(Decimal(row["value"]) / 100), "1"  # as printed: 24.1 % is 0.241
    plain = {
        k: row[k]
        for k in (
            "id", "indicator", "description", "kind", "comparator", "precision", "basis", "state",
            "state_zh", "scope", "clause", "source", "mark", "note",
        )
    }  # fmt: skip
    return Goal(
        **plain,
        value=value,
        unit=unit,
        base_year=whole(row["base_year"]),
        year=int(row["year"]),
    )
