"""Approvals of finished runs."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from dualcarbon.server.api.models.records import Record

LONGEST = 500
"""Of a note or a reason. [characters]"""


class Approved(Record):
    """Whether a run is approved, as it stands."""

    run: str
    """Id of the run."""
    digest: str
    """SHA-256 of its manifest, which names the hash of every file of the run."""
    whole: bool
    """True where its files are what the manifest says."""
    approved: bool
    """True where an approval stands that speaks for these very bytes."""
    who: str | None
    """Who approved it last; null where nobody did."""
    at: str | None
    """When, in UTC (ISO 8601)."""
    note: str | None
    """What was said with it."""
    approved_digest: str | None
    """Digest that was approved; an approval of another one than digest does not speak for the run."""
    revoked_by: str | None
    """Who took the approval back; null where nobody did."""
    revoked_at: str | None
    """When, in UTC (ISO 8601)."""
    reason: str | None
    """Why it was taken back."""


class Approve(Record):
    """An approval to give."""

    digest: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    """Digest of the run that was seen; refused where it is another by now."""
    note: Annotated[str, Field(max_length=LONGEST)] = ""
    """What is said with it."""


class Revoke(Record):
    """An approval to take back."""

    reason: Annotated[str, Field(min_length=1, max_length=LONGEST)]
    """Why."""
