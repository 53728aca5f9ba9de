"""`dualcarbon users`: who may sign in to a shared workbench, and what they may do. A password is never an option."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from dualcarbon.cli.asking import Database, Json, Lang, language, told

if TYPE_CHECKING:
    from dualcarbon.server.people.accounts import Accounts
    from dualcarbon.server.people.rules import Person

app = typer.Typer(
    help="Say who may sign in to a shared workbench. 共享工作台的用户与角色。",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Folder = Annotated[
    Path, typer.Argument(help="Folder of studies, or one study.", show_default=False)
]
Name = Annotated[str, typer.Argument(help="Name of the person.", show_default=False)]
Where = Annotated[str, typer.Option(help="Study that the role is for; * is every study.")]
WORDS = {
    "en": {"ask": "Password: ", "again": "Once more: ", "done": "done", "none": "no role"},
    "zh": {"ask": "口令：", "again": "再次输入：", "done": "已完成", "none": "无角色"},
}


@app.command()
def add(
    folder: Folder,
    name: Name,
    role: Annotated[
        str, typer.Option(help="Role: viewer, analyst, approver, administrator, or none.")
    ] = "none",
    study: Where = "*",
    database: Database = "",
    lang: Lang = "en",
) -> None:
    """Add a person; the password is asked for, or read from standard input."""
    with _changing(folder, database, name, lang) as people:
        people.checked(role, study, _studies(folder))
        name = people.add(_caller(), name, _password(lang))
        if role != "none":
            people.give(_caller(), name, role, study)


@app.command("list")
def listed(folder: Folder, database: Database = "", json: Json = False, lang: Lang = "en") -> None:
    """List the persons and their roles."""
    with told(lang, json=json):
        found = opened(folder, database).persons.listed()
    from dualcarbon.cli import show

    if json:
        show.print_json([{"name": one.name, "roles": dict(one.roles)} for one in found])
        return
    for one in found:
        roles = ", ".join(f"{study}: {role}" for study, role in one.roles)
        _say(f"{one.name}  {roles or WORDS[language(lang)]['none']}")


@app.command()
def role(
    folder: Folder,
    name: Name,
    role: Annotated[
        str,
        typer.Argument(
            help="viewer, analyst, approver, administrator, or none to take it away.",
            show_default=False,
        ),
    ],
    study: Where = "*",
    database: Database = "",
    lang: Lang = "en",
) -> None:
    """Give a person a role in a study, in place of the one there."""
    with _changing(folder, database, name, lang) as people:
        people.checked(role, study, _studies(folder))
        people.give(_caller(), name, role, study)


@app.command()
def password(folder: Folder, name: Name, database: Database = "", lang: Lang = "en") -> None:
    """Give a person another password, asked for or read from standard input; every session ends."""
    with _changing(folder, database, name, lang) as people:
        people.password(_caller(), name, _password(lang))


@app.command()
def remove(folder: Folder, name: Name, database: Database = "", lang: Lang = "en") -> None:
    """Remove a person with roles, sessions and tokens; what they did stays in the log."""
    with _changing(folder, database, name, lang) as people:
        people.remove(_caller(), name)


def opened(folder: Path, database: str) -> Accounts:
    """Open the accounts of a folder of studies.

    Raises
    ------
    InputError
        There is no such folder, or the database cannot be opened.
    """
    from dualcarbon.errors import InputError
    from dualcarbon.server.people import accounts
    from dualcarbon.server.settings import Settings
    from dualcarbon.vocabulary.faults import Place, note

    if not folder.is_dir():
        raise InputError(faults=[note("RUN003", Place(file=str(folder)), why="no such folder")])
    return accounts.opened(Settings(folder, shared=True, database=database))


@contextmanager
def _changing(folder: Path, database: str, name: str, lang: str) -> Iterator[Accounts]:
    """Open the accounts for a change to a person, and say that it is done."""
    with told(lang):
        yield opened(folder, database)
    _say(f"{name}: {WORDS[language(lang)]['done']}")


def _studies(folder: Path) -> list[str]:
    from dualcarbon.server.shelf import Shelf

    return Shelf(folder).names()


def _caller() -> Person:
    """Give the account of this machine, as the log names whoever calls the command line."""
    from dualcarbon.server.people import owner
    from dualcarbon.server.people.rules import Person

    return Person(f"{owner.name()} (command line)")


def _password(lang: str) -> str:
    """Ask for a password twice; where nobody can be asked, read one line."""
    import getpass

    from dualcarbon.errors import InputError
    from dualcarbon.vocabulary.faults import Place, note

    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    words = WORDS[language(lang)]
    first = getpass.getpass(words["ask"])
    if getpass.getpass(words["again"]) != first:
        raise InputError(faults=[note("PER014", Place())])
    return first


def _say(text: str) -> None:
    from dualcarbon.cli import show

    show.out().print(escape(text), soft_wrap=True, highlight=False)
