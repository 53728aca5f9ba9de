"""What is said of one path."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dualcarbon.peak import sentences
from dualcarbon.peak.rule import Kind
from dualcarbon.vocabulary.faults import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a path shows, and why."""

    kind: Kind
    """One of the kinds."""
    first: int
    """First year of the path."""
    last: int
    """Last year of the path."""
    noise: bool
    """Whether the path carries noise, as statistics do and futures do not."""
    unit: str = ""
    """Unit of the amounts."""
    year: int | None = None
    """Year of the maximum; none without enough data or across a break."""
    tie: tuple[int, int] | None = None
    """First and last year within the ties of the maximum."""
    amount: float | None = None
    """The maximum. [``unit``]"""
    plateau: tuple[int, int] | None = None
    """First and last year of the unbroken run around the maximum within ``rule.plateau`` of it."""
    years_after: int | None = None
    """Years after the last tie."""
    fall: float | None = None
    """Share of the maximum that the last year has lost. [1]"""
    deepest: float | None = None
    """Share of the maximum that the lowest later year had lost. [1]"""
    p: float | None = None
    """One-sided probability of so much fall after the maximum without a trend; none where not tested. [1]"""
    step: int | None = None
    """First year of a lower level that explains a proven fall better than a steady decline. [year]"""
    confirmation: str | None = None
    """``supported`` or ``slump``, where the causes of the fall were given."""
    parts: tuple[Verdict, ...] = ()
    """Verdicts on each side of the breaks."""
    warnings: tuple[Fault, ...] = ()
    """What is worth knowing."""
    why: str = ""
    """Name of the sentence that gives the reason."""
    words: Mapping[str, sentences.Particular] = field(default_factory=dict)
    """Particulars of that sentence."""

    @property
    def interior(self) -> bool:
        """Whether the maximum stands inside the path: known, positive, and not at the open end."""
        return self.fall is not None and self.kind is not Kind.RISING

    def reason(self, lang: str = "en") -> str:
        """Give the reason as a sentence in English or Chinese."""
        said = {name: sentences.chosen(value, lang) for name, value in self.words.items()}
        return sentences.REASONS[self.why][lang].format_map(said)

    def __str__(self) -> str:
        """Give the reason in English."""
        return self.reason()
