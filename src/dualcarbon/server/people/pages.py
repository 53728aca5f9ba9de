"""The pages of persons: signing in and out, one's own account and tokens, who may do what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from dualcarbon.errors import DualCarbonError, InputError
from dualcarbon.server import refusals, words
from dualcarbon.server.here import environment
from dualcarbon.server.people.accounts import DAYS, GIVEN, TITLE, Accounts
from dualcarbon.server.people.limits import TooMany
from dualcarbon.server.people.passwords import LEAST, MOST
from dualcarbon.server.people.rules import Denied, Person, Role, needs
from dualcarbon.server.words import Lang
from dualcarbon.store import times

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
Text = Annotated[str, Form(max_length=1000)]
ANYONE = needs(Role.anyone)
MEMBER, HIGHEST = (needs(role, in_person=True) for role in (Role.member, Role.administrator))


def accounts(request: Request) -> Accounts:
    """Give who knows the persons."""
    found: Accounts = request.app.state.people
    return found


Known = Annotated[Accounts, Depends(accounts)]


@router.get("/{lang}/sign-in", dependencies=[ANYONE])
def door(request: Request, lang: Lang, next: str = "") -> Response:
    """Show where one signs in."""
    return page(request, lang, "sign_in.html", values={"next": next, "name": ""})


@router.post("/{lang}/sign-in", dependencies=[ANYONE])
def sign_in(
    request: Request, lang: Lang, people: Known, name: Text, password: Text, next: Text = ""
) -> Response:
    """Sign in, and go where one wanted to go."""
    answer = RedirectResponse(_inside(next, lang), 303)
    try:
        people.sign_in(request, answer, name, password)
    except (Denied, TooMany) as error:
        return _again(request, lang, "sign_in.html", error, next=next, name=name)
    return answer


@router.post("/{lang}/sign-out", dependencies=[ANYONE])
def sign_out(request: Request, lang: Lang, people: Known) -> Response:
    """Sign out."""
    answer = RedirectResponse(f"/{lang}/sign-in", 303)
    people.sign_out(request, answer)
    return answer


@router.get("/{lang}/account", dependencies=[MEMBER])
def own(request: Request, lang: Lang, people: Known) -> Response:
    """Show one's own roles and tokens."""
    return _account(request, lang, people)


@router.post("/{lang}/account/password", dependencies=[MEMBER])
def own_password(request: Request, lang: Lang, people: Known, old: Text, new: Text) -> Response:
    """Change one's own password."""
    answer = RedirectResponse(f"/{lang}/account", 303)
    try:
        people.own_password(request, answer, old, new)
    except DualCarbonError as error:
        return _account(request, lang, people, error)
    return answer


@router.post("/{lang}/account/everywhere", dependencies=[MEMBER])
def everywhere(request: Request, lang: Lang, people: Known) -> Response:
    """Sign out on every browser."""
    answer = RedirectResponse(f"/{lang}/sign-in", 303)
    people.sign_out(request, answer, everywhere=True)
    return answer


@router.post("/{lang}/account/tokens", dependencies=[MEMBER])
def issue(
    request: Request, lang: Lang, people: Known, title: Text, days: Annotated[int, Form()]
) -> Response:
    """Make a token, and show it this once."""
    try:
        token = people.issue(people.who(request), title, days)
    except InputError as error:
        return _account(request, lang, people, error)
    return _account(request, lang, people, token=token)


@router.post("/{lang}/account/revoke", dependencies=[MEMBER])
def revoke(request: Request, lang: Lang, people: Known, id: Text) -> Response:
    """End one of one's own tokens."""
    people.revoke(people.who(request), id)
    return RedirectResponse(f"/{lang}/account", 303)


@router.get("/{lang}/people", dependencies=[HIGHEST])
def listed(request: Request, lang: Lang, people: Known) -> Response:
    """List the persons and their roles."""
    return _people(request, lang, people)


@router.post("/{lang}/people", dependencies=[HIGHEST])
def add(request: Request, lang: Lang, people: Known, name: Text, password: Text) -> Response:
    """Add a person."""
    return _done(request, lang, lambda by: people.add(by, name, password))


@router.post("/{lang}/people/role", dependencies=[HIGHEST])
def role(
    request: Request, lang: Lang, people: Known, name: Text, role: Text, study: Text
) -> Response:
    """Give a person a role, or take it away."""

    def give(by: Person) -> None:
        people.checked(role, study, request.app.state.shelf.names())
        people.give(by, name, role, study)

    return _done(request, lang, give)


@router.post("/{lang}/people/password", dependencies=[HIGHEST])
def password(request: Request, lang: Lang, people: Known, name: Text, password: Text) -> Response:
    """Give a person another password."""
    return _done(request, lang, lambda by: people.password(by, name, password))


@router.post("/{lang}/people/remove", dependencies=[HIGHEST])
def remove(request: Request, lang: Lang, people: Known, name: Text) -> Response:
    """Remove a person."""
    return _done(request, lang, lambda by: people.remove(by, name))


def page(
    request: Request,
    lang: Lang,
    template: str,
    status: int = 200,
    values: Mapping[str, object] | None = None,
) -> HTMLResponse:
    """Write a page that belongs to no study."""
    person: Person = request.app.state.people.who(request)
    text = (
        environment()
        .get_template(template)
        .render(
            lang=lang,
            say=lambda key, **more: words.say(key, lang, **more),
            person=person,
            path=request.url.path,
            day=_day,
            shared=request.app.state.settings.shared,
            administers=person.role() >= Role.administrator,
            **{"said": [], **(values or {})},
        )
    )
    return HTMLResponse(text, status, headers={"Cache-Control": "no-store"})


def _account(
    request: Request,
    lang: Lang,
    people: Accounts,
    error: DualCarbonError | None = None,
    token: str = "",
) -> Response:
    values = {
        "tokens": people.persons.tokens(people.who(request).name),
        "token": token,
        "longest": DAYS,
        "title_most": TITLE,
        "least": LEAST,
        "most": MOST,
    }
    if error is not None:
        return _again(request, lang, "account.html", error, **values)
    return page(request, lang, "account.html", values=values)


def _people(
    request: Request, lang: Lang, people: Accounts, error: DualCarbonError | None = None
) -> Response:
    values = {
        "persons": people.persons.listed(),
        "roles": GIVEN,
        "studies": request.app.state.shelf.names(),
        "least": LEAST,
        "most": MOST,
    }
    if error is not None:
        return _again(request, lang, "people.html", error, **values)
    return page(request, lang, "people.html", values=values)


def _done(request: Request, lang: Lang, change: Callable[[Person], object]) -> Response:
    """Make a change to the persons, and show them; what was refused stands above."""
    people = accounts(request)
    try:
        change(people.who(request))
    except InputError as error:
        return _people(request, lang, people, error)
    return RedirectResponse(f"/{lang}/people", 303)


def _again(
    request: Request, lang: Lang, template: str, error: DualCarbonError, **values: object
) -> Response:
    """Show a page again with what was refused."""
    said = [fault.sentence(lang) for fault in getattr(error, "faults", ())]
    answer = page(request, lang, template, refusals.status(error), {**values, "said": said})
    if isinstance(error, TooMany):
        answer.headers["Retry-After"] = str(error.after)
    return answer


def _day(at: int) -> str:
    return times.day(datetime.fromtimestamp(at, UTC))


def _inside(path: str, lang: Lang) -> str:
    """Give where somebody goes on after signing in; only an address of this server is one."""
    plain = path.isprintable() and path.startswith("/") and "\\" not in path
    return path if plain and not path.startswith("//") else f"/{lang}"
