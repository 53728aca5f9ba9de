"""Whatever the description of the programming interface allows, and much that it does not: never a failure of the server,
always an answer that the description promises."""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from dualcarbon.server.api.interface import description
from dualcarbon.server.app import made
from dualcarbon.server.settings import Settings
from dualcarbon.study import running

HOST = "http://127.0.0.1"
THERE = {
    "study": "town",
    "run": "newest",
    "scenario": "base",
    "table": "pathways",
    "key": "scenarios.base.peak.year",
    "file": "study.toml",
    "name": "report.en.html",
}
"""Names that are there, put in the place of most of those that are made up."""
PROMISES = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
]


@pytest.fixture(scope="module")
def schema(made_town, tmp_path_factory):
    """The description of an application on a small study with a run."""
    town = made_town(tmp_path_factory.mktemp("api") / "town")
    running.run(town, quick=True, members=16)
    app = made(Settings(town))
    found = schemathesis.openapi.from_dict(description(app))
    found.app = app
    return found


def asked(schema, examples):
    """Call every operation so many times; gives the calls and the statuses that came back."""
    statuses = []
    for operation in (one.ok() for one in schema.get_all_operations()):
        call_many(operation, examples, statuses)
    return statuses


def call_many(operation, examples, statuses):
    rows = {"table": "energy"} if operation.path.endswith("/rows") else {}

    @given(case=cases(operation), known=st.integers(0, 7))
    @settings(
        max_examples=examples, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )
    def call(case, known):
        if known:
            given = case.path_parameters or {}
            case.path_parameters = given | {k: v for k, v in (THERE | rows).items() if k in given}
        answer = case.call(base_url=HOST, timeout=600)
        case.validate_response(answer, checks=PROMISES)
        statuses.append((answer.status_code, operation.method))

    call()


def cases(operation):
    """Give calls that the description allows, and calls that it does not."""
    allowed = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    return allowed | operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)


def test_every_operation_keeps_its_promises(schema):
    statuses = asked(schema, 5)
    assert len(statuses) >= 150
    seen = {status for status, _ in statuses}
    assert {200, 202, 404, 422} <= seen
    assert max(seen) < 500


@pytest.mark.slow
def test_ten_thousand_calls_keep_the_promises(schema):
    statuses = asked(schema, 330)
    assert len(statuses) >= 10_000
    assert max(status for status, _ in statuses) < 500
