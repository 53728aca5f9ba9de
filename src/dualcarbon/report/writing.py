"""The report of a run written as a file: in a language, in a form, where it is wanted."""

from __future__ import annotations

import dataclasses
import re
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dualcarbon.charts.words import Lang
from dualcarbon.errors import InputError, UnknownName
from dualcarbon.report import sentences
from dualcarbon.report.reading import both
from dualcarbon.study import freshness
from dualcarbon.study.results import Results
from dualcarbon.study.running import DOCUMENTS
from dualcarbon.vocabulary.faults import Fault, Place, note

UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
LONGEST = 80  # characters of a file's name
Form = Callable[[Results, Lang, Path | None], bytes]


@dataclass(frozen=True, slots=True)
class Written:
    """A report that was written: its file, its language, and what has changed since its run."""

    file: Path
    lang: Lang
    warnings: tuple[Fault, ...]


def again(
    run: Path,
    *,
    lang: Lang | None = None,
    form: str = "html",
    out: Path | None = None,
    template: Path | None = None,
    stale: bool = False,
) -> Written:
    """Write the report of a finished run, with the figures that its study chooses now.

    Parameters
    ----------
    run : Path
        Folder of the run.
    lang : {"en", "zh"}, optional
        Language of the report; that of the study if not given.
    form : {"html", "pdf", "docx"}
        What to write.
    out : Path, optional
        File to write, or a folder that takes it under the name of the region; ``documents`` in the
        folder of the run if not given.
    template : Path, optional
        A bureau's own Word document, for ``docx``.
    stale : bool
        Whether it is written though inputs of the study have changed since; the report says so among its warnings.

    Raises
    ------
    InputError
        There is no finished run, it was changed, inputs of its study were and ``stale`` is not asked for, the figures that are chosen cannot be read, or the template cannot be used.
    """
    results = freshness.held(run, stale=stale)
    chosen: Lang = lang or results.study.language
    found = freshness.warnings(results)
    results = dataclasses.replace(results, chosen=freshness.chosen(results))
    file = _place(results, run, chosen, form, out)
    try:
        write(results, chosen, form, file, template)
    except (
        KeyError,
        AttributeError,
    ) as lacking:  # results of another program may lack what is read
        if not any(one.code == "REP011" for one in found):
            raise
        raise InputError(faults=[note("REP012", Place(file=str(run)))]) from lacking
    return Written(file, chosen, found)


def write(
    results: Results, lang: Lang, form: str, file: Path, template: Path | None = None
) -> Path:
    """Write the report of results into a file, which is whole or not there, and give the file.

    Raises
    ------
    UnknownName
        There is no such form.
    InputError
        The template cannot be used, or a template is given for a form that takes none.
    """
    if form not in FORMS:
        msg = f'report: there is no form "{form}", only {", ".join(FORMS)}'
        raise UnknownName(msg)
    if template is not None and form != "docx":
        raise InputError(faults=[note("REP013", Place(file=str(template)), form=form)])
    return placed(file, FORMS[form](results, lang, template))


def placed(file: Path, content: bytes) -> Path:
    """Write a file so that it is whole or not there, and give it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".report-", dir=file.parent) as aside:
        fresh = Path(aside) / "report"
        fresh.write_bytes(content)
        fresh.chmod(0o644)
        fresh.replace(file)
    return file


def name(results: Results, lang: Lang, form: str) -> str:
    """Give the name of a report's file from that of its region, safe on every system.

    Examples
    --------
    >>> safe("a/b:c")
    'a_b_c'
    """
    title = both(results.study.title)[lang]
    gap = "" if lang == "zh" else " "
    return f"{safe(title + gap + sentences.catalogue('parts.report', lang))}.{form}"


def safe(text: str) -> str:
    """Give a text as the name of a file, without what some system reads otherwise."""
    return UNSAFE.sub("_", text).strip(" .")[:LONGEST] or "report"


def _place(results: Results, run: Path, lang: Lang, form: str, out: Path | None) -> Path:
    if out is None:
        return run / DOCUMENTS / f"report.{lang}.{form}"
    return out / name(results, lang, form) if out.is_dir() else out


def _html(results: Results, lang: Lang, template: Path | None) -> bytes:
    from dualcarbon.report import html

    return html.render(results, lang).encode()


def _pdf(results: Results, lang: Lang, template: Path | None) -> bytes:
    from dualcarbon.report import pdf

    return pdf.render(results, lang)


def _docx(results: Results, lang: Lang, template: Path | None) -> bytes:
    from dualcarbon.report import docx

    return docx.render(results, lang, template)


FORMS: dict[str, Form] = {"html": _html, "pdf": _pdf, "docx": _docx}
