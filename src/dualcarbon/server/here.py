"""Where a page stands: language, study, run, who looks; and how it is written."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined

from dualcarbon import __version__
from dualcarbon.server import words
from dualcarbon.server.people.rules import Person, Role
from dualcarbon.server.shelf import DECLARATION, Shelf
from dualcarbon.server.stated import Stated, stated
from dualcarbon.server.words import Lang

if TYPE_CHECKING:
    from dualcarbon.server.chapter import Chapter


@dataclass(frozen=True, slots=True)
class Here:
    """What every page of a study needs."""

    request: Request
    lang: Lang
    study: str
    shelf: Shelf
    person: Person

    @property
    def run(self) -> Path | None:
        """The run that is shown: the one that the address names, or the newest; nothing before the first."""
        return self.shelf.run(self.study, self.request.query_params.get("run", ""))

    @property
    def name(self) -> str:
        """The name of the region, as its study gives it."""
        return names(self.shelf.path(self.study))[self.lang]

    @property
    def stated(self) -> Stated:
        """Years and scenarios of the study."""
        return stated(self.shelf.path(self.study))

    @property
    def may_edit(self) -> bool:
        """Whether who looks may also change the study and ask for jobs."""
        return self.person.role(self.study) >= Role.analyst

    def say(self, key: str, **values: object) -> str:
        """Give a text of the pages in the language of this one."""
        return words.say(key, self.lang, **values)

    def link(self, chapter: str = "", lang: str = "", study: str = "") -> str:
        """Give the address of a chapter; its state comes along where only the language is another."""
        path = "/".join(p for p in (lang or self.lang, study or self.study, chapter) if p)
        return f"/{path}"

    def page(self, template: str, status: int = 200, **values: object) -> HTMLResponse:
        """Write a page, or a part of one."""
        text = environment().get_template(template).render(here=self, say=self.say, **values)
        return HTMLResponse(text, status)

    @property
    def chapters(self) -> list[Chapter]:
        """The chapters in the rail."""
        return [one for one in self.request.app.state.chapters if one.rail]

    @property
    def chapter(self) -> str:
        """The chapter that is shown."""
        parts = self.request.url.path.split("/")
        return parts[3] if len(parts) > 3 else ""

    @property
    def query_run(self) -> str:
        """The run that the address names, as other addresses carry it on; nothing where it is the newest."""
        run = self.request.query_params.get("run", "")
        return f"?{urlencode({'run': run})}" if run else ""

    @property
    def query(self) -> str:
        """The state in the address."""
        return f"?{self.request.url.query}" if self.request.url.query else ""


def here(request: Request, lang: Lang, study: str) -> Here:
    """Give where a page stands, from its address."""
    state = request.app.state
    state.shelf.path(study)
    return Here(request, lang, study, state.shelf, state.people.who(request))


def names(folder: Path) -> dict[str, str]:
    """Give the name of a study's region in both languages; that of its folder where study.toml cannot be read."""
    file = folder / DECLARATION
    return _names(file, file.stat().st_mtime_ns)


@functools.lru_cache
def _names(file: Path, _at: int) -> dict[str, str]:
    try:
        title = tomllib.loads(file.read_text(encoding="utf-8")).get("title")
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        title = None
    each = title if isinstance(title, dict) else {"en": title, "zh": title}
    own = file.parent.resolve().name
    return {lang: str(each.get(lang) or each.get("en") or own) for lang in words.LANGUAGES}


@functools.cache
def environment() -> Environment:
    """Give what writes the pages: their own templates, and the pieces of the report."""
    made = Environment(
        loader=ChoiceLoader(
            [PackageLoader("dualcarbon.server"), PackageLoader("dualcarbon.report")]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(version=__version__, languages=words.NAMES, asset=asset)
    made.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "allow_nan": False}
    return made


def asset(name: str) -> str:
    """Give the address of a file that the pages use; another version has another address."""
    from dualcarbon.server.assets import stamp

    return f"/assets/{name}?{stamp(name)}"
