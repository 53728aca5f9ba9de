"""Every route, every role, in a study of one's own, in another one and outside of all: who may, and what the others are told."""

from __future__ import annotations

import re

import pytest
from starlette.exceptions import HTTPException
from starlette.requests import Request

from dualcarbon.errors import UnknownName
from dualcarbon.server.people import rules
from dualcarbon.server.people.rules import Denied, Person, Role, ruled

OPEN = {
    "/", "/assets/{name}", "/{lang}/sign-in", "/{lang}/sign-out", "/api/v1/openapi.json", "/api/v1/docs",
}  # fmt: skip
"""What needs nobody to have signed in."""
OWN = re.compile(r"/\{lang\}(/account.*)?|/api/v1/tokens.*|/api/v1/studies")
"""What is about oneself, or lists what one may see."""
ASKED = {
    "/api/v1/studies/{study}/scenarios/{scenario}/what-if", "/{lang}/{study}/data/series",
}  # fmt: skip
"""What is sent as a body and changes nothing."""
PERSONS_OWN = re.compile(r"/\{lang\}/(account|people).*|/api/v1/tokens.*")
"""What makes or lists tokens, changes a password, a person or a role."""
ROLES = [Role.viewer, Role.analyst, Role.approver, Role.administrator]
PERSONS = [
    Person(""), Person("member"),
    *(Person(f"{role.name} of one", (("one", role),)) for role in ROLES),
    *(Person(f"{role.name} of all", (("*", role),)) for role in ROLES),
]  # fmt: skip


class Asked:
    """Knows the one person who asks."""

    def __init__(self, person):
        self.person = person

    def who(self, _request):
        return self.person


def told(app, rule, person, study):
    """What a person is told who calls a route: nothing where it may be called."""
    scope = {"type": "http", "app": app, "path_params": {"study": study} if study else {}}
    app.state.people = Asked(person)
    try:
        rule(Request(scope))
    except Denied as error:
        return 403 if error.known else 401
    except UnknownName:
        return 404
    return None


def expected(person, role, study):
    """The same, from the words of the rule."""
    roles = dict(person.roles)
    everywhere = roles.get("*", Role.anyone)
    if role is Role.anyone:
        return None
    if not person.name:
        return 401
    if role is Role.member:
        return None
    if not study:
        has = bool(roles) if role is Role.viewer else everywhere >= role
        return None if has else 403
    own = max(roles.get(study, Role.anyone), everywhere)
    if own >= role:
        return None
    return 403 if own >= Role.viewer else 404


def test_every_route_lets_in_whom_its_rule_names_and_nobody_else(app):
    found = list(ruled(app))
    assert len(found) > 50
    wrong, tried = [], 0
    for methods, path, rule in found:
        for study in ("one", "two") if "{study}" in path else ("",):
            for person in PERSONS:
                tried += 1
                if told(app, rule, person, study) != expected(person, rule.role, study):
                    wrong.append((methods, path, study, person.name))
    assert wrong == []
    assert tried > 500


def test_what_is_open_is_declared_here(app):
    assert {path for _, path, rule in ruled(app) if rule.role is Role.anyone} == OPEN


def test_every_other_route_is_one_s_own_or_is_about_a_study_or_needs_an_administrator(app):
    odd = [
        path
        for _, path, rule in ruled(app)
        if path not in OPEN and "{study}" not in path and not OWN.fullmatch(path)
        if rule.role is not Role.administrator
    ]
    assert odd == []


def test_tokens_passwords_and_persons_are_for_who_has_signed_in_and_for_no_token(app, browser):
    people = app.state.people
    chief = next(one.name for one in people.persons.listed() if ("*", "administrator") in one.roles)
    token = people.issue(Person(chief), "program", 30)
    before, tokens = people.persons.listed(), people.persons.tokens(chief)
    asked = [
        (methods.split()[0], path) for methods, path, _ in ruled(app) if PERSONS_OWN.fullmatch(path)
    ]
    assert len(asked) > 10
    given = {"name": "viewer", "password": "nine loud windmills", "old": "seven quiet turbines", "new": "nine loud windmills",
             "title": "more", "days": "30", "role": "administrator", "study": "*", "id": tokens[0].id}  # fmt: skip
    for method, path in asked:
        body = {"json": {"title": "more"}} if path.startswith("/api") else {"data": given}
        more = {} if method in ("GET", "DELETE") else body
        answer = browser().request(
            method, filled(path), headers={"authorization": f"Bearer {token}"}, **more
        )
        assert (answer.status_code, "token cannot do this" in answer.text) == (403, True), path
    assert people.persons.listed() == before
    assert [one.id for one in people.persons.tokens(chief)] == [one.id for one in tokens]


def test_what_changes_a_study_needs_an_analyst(app):
    weak = [
        (methods, path)
        for methods, path, rule in ruled(app)
        if methods != "GET" and "{study}" in path and rule.role < Role.analyst
    ]
    assert {path for _, path in weak} <= ASKED


def test_what_is_read_of_a_study_needs_a_viewer(app):
    low = [p for m, p, rule in ruled(app) if "{study}" in p and rule.role < Role.viewer]
    assert low == []


@pytest.mark.parametrize("name", ["", "elsewhere"])
def test_asked_by_the_network_no_route_of_a_study_gives_anything_to_a_stranger(app, browser, signed_in, name):  # fmt: skip
    one = signed_in(name) if name else browser()
    one.headers["accept"] = "*/*"
    answers = {}
    for methods, path, _ in ruled(app):
        if "{study}" in path:
            method = methods.split()[0]
            answers[method, path] = one.request(method, filled(path)).status_code
    assert len(answers) > 30
    assert set(answers.values()) == {404 if name else 401}, answers


@pytest.mark.slow
def test_asked_by_the_network_every_route_answers_every_role_as_its_rule_says(app, browser, monkeypatch):  # fmt: skip
    """What a rule lets through ends there, so that nothing behind it is done."""

    def permit(person, role, study=""):
        rules.permit(person, role, study)
        raise HTTPException(418)

    monkeypatch.setattr(rules.Rule, "__call__", lambda self, request: let(permit, self, request))
    one, wrong = browser(), []
    for person in PERSONS:
        app.state.people = Asked(person)
        for methods, path, rule in ruled(app):
            for study in ("one", "two") if "{study}" in path else ("",):
                answer = one.request(methods.split()[0], filled(path, study or "one"), headers={"accept": "*/*"})  # fmt: skip
                if answer.status_code != (expected(person, rule.role, study) or 418):
                    wrong.append((person.name, methods, path, study, answer.status_code))
    assert wrong == []


def let(permit, rule, request):
    person = request.app.state.people.who(request)
    permit(person, rule.role, str(request.path_params.get("study", "")))


def filled(path, study="one"):
    """Put something into the places of a path."""
    known = {"lang": "en", "study": study, "file:path": "study.toml", "table": "energy"}
    return re.sub(r"\{([^}]+)\}", lambda m: known.get(m[1], "x"), path)
