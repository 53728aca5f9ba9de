"""Tokens."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from dualcarbon.server.api.models.records import Record


class Issue(Record):
    """A token to make."""

    title: Annotated[str, Field(min_length=1, max_length=100, examples=["nightly run"])]
    """What it is for."""
    days: Annotated[int, Field(ge=1, le=366)] = 90
    """How long it holds. [day]"""


class Token(Record):
    """A token of one's own, never itself."""

    id: str
    """Id, to revoke it."""
    title: str
    """What it is for."""
    begun: str
    """When it was made, in UTC (ISO 8601)."""
    ends: str
    """When it ends, in UTC (ISO 8601)."""


class NewToken(Token):
    """A token that was made; its secret is shown this once."""

    secret: str
    """Send it as Authorization: Bearer SECRET."""
