"""A study for the public: one file that needs no server and asks no other machine, live figures and the data inside."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from markupsafe import Markup

from dualcarbon.charts import render as drawing
from dualcarbon.charts import tables
from dualcarbon.charts.words import Lang
from dualcarbon.provenance import hashes
from dualcarbon.report import fonts, glyphs, html, public_tables, sentences, writing
from dualcarbon.report.outline import outline
from dualcarbon.report.phrases import LANGUAGES
from dualcarbon.report.pieces import Cell, Document, Figure
from dualcarbon.report.reading import Reading, Results
from dualcarbon.store import runs
from dualcarbon.study import freshness
from dualcarbon.study import results as kept
from dualcarbon.study.running import DOCUMENTS
from dualcarbon.vocabulary.faults import Fault, Place, note

if TYPE_CHECKING:
    from dualcarbon.store.approvals import Approval

Spoken = Literal["zh", "en", "both"]
ORDER: dict[Spoken, tuple[Lang, ...]] = {"zh": ("zh",), "en": ("en",), "both": ("zh", "en")}
SPOKEN: dict[str, Spoken] = {one: one for one in ORDER}
NAMES: dict[Lang, str] = {"zh": "中文", "en": "English"}
POLICY = "default-src 'none'; script-src {scripts}; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; form-action 'none'; base-uri 'none'"
"""What the page may do, in any browser: run the two scripts inside it, and ask nobody."""


@dataclass(frozen=True, slots=True)
class Published:
    """A file that was written, what has changed since its run, and the approval that it tells of."""

    file: Path
    warnings: tuple[Fault, ...]
    approval: Approval | None = None


def publish(
    run: Path,
    *,
    lang: Spoken = "both",
    out: Path | None = None,
    approval: Approval | None = None,
    stale: bool = False,
) -> Published:
    """Write a finished run as a page for the public.

    Parameters
    ----------
    run : Path
        Folder of the run.
    lang : {"zh", "en", "both"}
        Languages of the page; of two the reader chooses.
    out : Path, optional
        File to write, or a folder that takes it under the name of the region; ``documents`` in the folder of the run if
        not given.
    approval : Approval, optional
        The last approval of the run that a workbench keeps; the page tells of it where it stands and speaks for the run as it is.
    stale : bool
        Whether it is written though inputs of the study have changed since; the page says so among its warnings.

    Raises
    ------
    InputError
        There is no finished run, it was changed, or the chart library or the font is not installed.
    """
    results = freshness.held(run, stale=stale)
    file = _place(results, run, lang, out)
    speaks, told = _spoken_for(run, approval)
    writing.placed(file, render(results, lang, speaks).encode())
    return Published(file, (*freshness.warnings(results), *told), speaks)


def render(results: Results, lang: Spoken = "both", approval: Approval | None = None) -> str:
    """Write the page.

    Parameters
    ----------
    results : Results
        Summary, tables, study, warnings and manifest of one run; what closed cells say is left out.
    lang : {"zh", "en", "both"}
        Languages of the page.
    approval : Approval, optional
        The approval of the run that it tells of.

    Raises
    ------
    InputError
        The chart library or the font is not installed.
    """
    document, tables = outline(results), public_tables.given(Reading(results))
    writers = [Writer(document, one, several=lang == "both") for one in ORDER[lang]]
    library, own = drawing.library().read_text(encoding="utf-8"), _asset("public.js")
    text = (
        html.environment()
        .get_template("public.html.j2")
        .render(
            document=document,
            editions=writers,
            names=NAMES,
            tables=tables,
            digest=public_tables.digest(tables),
            versions=public_tables.plain(results.manifest.get("versions") or {}),
            approval=approval,
            finished=str(results.manifest.get("finished", ""))[:10],
            closed=bool(public_tables.closed(Reading(results))),
            policy=POLICY.format(scripts=" ".join(map(_allowed, (library, own)))),
            scripts=[Markup(library), Markup(own)],
            css=Markup(html.style() + _asset("public.css")),
            font_here=Markup(html.FONT_HERE),
            kind=lambda block: type(block).__name__,
        )
    )
    return text.replace(html.FONT_HERE, _faces(text, writers), 1)


class Writer(html.Writer):
    """Puts the pieces of a document into one of the languages of the page."""

    def __init__(self, document: Document, lang: Lang, *, several: bool) -> None:
        super().__init__(document, lang)
        self.document, self.lang, self.tag = document, lang, LANGUAGES[lang]
        self.before = f"{lang}-" if several else ""

    def anchor(self, id: str) -> str:
        """Give the id of a piece, which stands in the page once a language."""
        return f"{self.before}{id}"

    def text(self, cell: Cell) -> str:
        """Write a sentence without marks."""
        return self.phrases.text(cell)

    def told(self, id: str) -> Markup:
        """Write a fixed text of the page."""
        return Markup(html.plain(sentences.catalogue(f"public.{id}", self.lang)))

    def option(self, figure: Figure) -> Markup:
        """Give what a figure is drawn from, so that nothing in it can end the element that holds it."""
        text = self.options[figure.id]
        return Markup(text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))

    @cached_property
    def options(self) -> dict[str, str]:
        """What every figure is drawn from, as text."""
        return {
            one.id: _text(tables.without(one.draw(self.lang))) for one in _figures(self.document)
        }


def _figures(document: Document) -> Iterator[Figure]:
    return (b for section in document.sections for b in section.blocks if isinstance(b, Figure))


def _text(option: dict[str, Any]) -> str:
    return json.dumps(option, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _faces(text: str, writers: list[Writer]) -> str:
    """Give the font with the characters of the page and of its figures, whose titles may be bold."""
    drawn = {c for one in writers for option in one.options.values() for c in option}
    plain = {chr(c) for c in range(0x20, 0x7F)}  # what figures make up: ticks, percentages
    shown = glyphs.of_page(text)
    wanted = {weight: shown[weight] | drawn | plain for weight in (glyphs.REGULAR, glyphs.BOLD)}
    return fonts.css(fonts.faces(wanted), html.FAMILY)


def _allowed(script: str) -> str:
    """Name a script by its hash, so that the page runs it and no other."""
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def _asset(name: str) -> str:
    return resources.files(__package__).joinpath("templates", name).read_text(encoding="utf-8")


def _spoken_for(run: Path, approval: Approval | None) -> tuple[Approval | None, tuple[Fault, ...]]:
    """Give an approval that speaks for the run as it is; of one that stands for other bytes a warning."""
    if approval is None or not approval.stands:
        return None, ()
    if approval.digest == hashes.of_file(run / runs.DONE):
        return approval, ()
    return None, (note("APV007", Place(), who=approval.who, at=approval.day),)


def _place(results: kept.Results, run: Path, lang: Spoken, out: Path | None) -> Path:
    if out is None:
        return run / DOCUMENTS / f"public.{lang}.html"
    if not out.is_dir():
        return out
    return out / writing.name(results, ORDER[lang][0], "html")
