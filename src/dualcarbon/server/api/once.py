"""Requests that may be sent again: what was answered to a key is kept, and the same request with it gets the same answer."""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

from fastapi import Header, Request, Response
from pydantic import BaseModel
from sqlalchemy import (
    Column,
    Connection,
    Integer,
    String,
    Table,
    Text,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.exc import SQLAlchemyError

from dualcarbon.server.api import problems
from dualcarbon.server.refused import Refused
from dualcarbon.store.database import SCHEMA, writing
from dualcarbon.vocabulary.faults import note

KEPT = timedelta(days=7)
PLAIN = re.compile(r"[\x21-\x7e]{1,200}")
HERE = secrets.token_hex(8)
"""This process: a request that another one began and did not finish is done anew."""
REQUESTS = Table(
    "requests",
    SCHEMA,
    Column("who", String(200), primary_key=True),
    Column("key", String(200), primary_key=True),
    Column("hash", String(64), nullable=False),
    Column("process", String(16), nullable=False),
    Column("at", String(40), nullable=False, index=True),
    Column("status", Integer),
    Column("answer", Text),
    Column("headers", Text),
)
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        max_length=1000,
        description="A key of your own: the request can be sent again with it and is done once.",
    ),
]


def answered(
    request: Request, who: str, key: str, body: BaseModel | None, make: Callable[[], Response]
) -> Response:
    """Do what a request asks once for its key, and give the answer kept where it was done before.

    Raises
    ------
    Refused
        The key is odd (IDEM001), stands for another request (IDEM002), or its request is not over yet (IDEM003).
    """
    if not key:
        return make()
    if not PLAIN.fullmatch(key):
        raise Refused(422, note("IDEM001"))
    engine, mark = request.app.state.engine, _hash(request, body)
    with writing(engine) as connection:
        if (kept := _begun(connection, who, key, mark)) is not None:
            return kept
    done = False
    own = (REQUESTS.c.who == who) & (REQUESTS.c.key == key)
    try:
        made = make()
        done = True
    finally:
        if not done:
            with writing(engine) as connection:
                connection.execute(delete(REQUESTS).where(own))
    values = {
        "status": made.status_code,
        "answer": bytes(made.body).decode(),
        "headers": json.dumps({k: v for k, v in made.headers.items() if k in ("etag", "location")}),
    }
    try:
        with writing(engine) as connection:
            connection.execute(update(REQUESTS).where(own).values(**values))
    except SQLAlchemyError:  # what was done is told, though the answer cannot be kept
        with contextlib.suppress(SQLAlchemyError), writing(engine) as connection:
            connection.execute(delete(REQUESTS).where(own))
    return made


def _begun(connection: Connection, who: str, key: str, mark: str) -> Response | None:
    """Note that a request is begun, or give the answer that it had."""
    now = datetime.now(UTC)
    connection.execute(delete(REQUESTS).where(REQUESTS.c.at < (now - KEPT).isoformat()))
    own = (REQUESTS.c.who == who) & (REQUESTS.c.key == key)
    row = connection.execute(select(REQUESTS).where(own)).first()
    if row is None:
        values = {"who": who, "key": key, "hash": mark, "process": HERE, "at": now.isoformat()}
        connection.execute(insert(REQUESTS).values(**values))
        return None
    if row.hash != mark:
        raise Refused(409, note("IDEM002"))
    if row.answer is not None:
        return Response(row.answer, row.status, json.loads(row.headers), "application/json")
    if row.process == HERE:
        raise Refused(409, note("IDEM003"))
    connection.execute(update(REQUESTS).where(own).values(process=HERE))
    return None


def _hash(request: Request, body: BaseModel | None) -> str:
    """Tell a request from another one by method, address, what it was made to, and body."""
    parts: list[Any] = [request.method, str(request.url.path), request.headers.get("if-match", "")]
    plain = body.model_dump(mode="json") if body is not None else None
    return hashlib.sha256(problems.dumped([*parts, plain])).hexdigest()
