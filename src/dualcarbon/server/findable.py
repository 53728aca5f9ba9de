"""What of a study can be found: its chapters and what they print, levers, measures, goals, sectors, files, rows, keys."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from dualcarbon.charts.words import Title
from dualcarbon.errors import InputError
from dualcarbon.report.phrases import Phrases
from dualcarbon.report.pieces import Figure, Heading, Table
from dualcarbon.server import levers as shown_levers
from dualcarbon.server.chapter import Chapter
from dualcarbon.server.here import Here
from dualcarbon.server.printed import groups
from dualcarbon.server.searching import Item, Rows, plain
from dualcarbon.server.words import LANGUAGES, catalogue
from dualcarbon.study import contents, levers, variables
from dualcarbon.study.explain.lookup import leaves
from dualcarbon.vocabulary import figures, keys
from dualcarbon.vocabulary.names import SECTORS
from dualcarbon.vocabulary.tables import TABLES, Field

if TYPE_CHECKING:
    from dualcarbon.readers.csv import Reading
    from dualcarbon.readers.toml import Document as Written
    from dualcarbon.report.pieces import Document
    from dualcarbon.study.folder import Folder
    from dualcarbon.study.preparation import Prepared

PROJECTS = "projects"
READ = ("year", "name", "choice", "text")
"""Types of the columns whose texts are looked at."""
BESIDE = ("source", "vintage", "mark", "note")
"""Columns that tell of a row, and not what it is of."""
BY_SECTOR, GOALS = "past-by-sector", "targets-goals"
FIGURES = 6
"""Of the value of a row."""
LONG = 90
"""Characters of its source."""
NOTHING: Title = {"en": "", "zh": ""}


@dataclass(frozen=True, slots=True)
class Findable:
    """All that can be found in a study as its files and a run are."""

    items: tuple[Item, ...]
    rows: tuple[Rows, ...]
    summary: Mapping[str, Any]


def findable(at: Here) -> Findable:
    """Give what can be found, made once for a state of the study and a run."""
    run = at.run
    make = lambda: _made(at, run)  # noqa: E731
    return at.shelf.kept("findable", at.study, run.name if run else "", make)


def _made(at: Here, run: Path | None) -> Findable:
    folder = at.shelf.read(at.study)
    summary = at.shelf.summary(run) if run else {}
    prepared = None
    with contextlib.suppress(InputError):  # a study with errors has no levers; Data tells them
        prepared = at.shelf.prepared(at.study)
    items = [
        *_chapters(at.chapters, at.shelf.document(run) if run else None),
        *(_levers(prepared) if prepared else ()),
        *_measures(folder, prepared),
        *_projects(folder),
        *_targets(folder),
        *_sectors(folder, run),
        *_files(folder),
        *_keys(summary, folder),
    ]
    rows = (_rows(file, one) for file, one in contents.readings(folder) if one.table != PROJECTS)
    return Findable(tuple(items), tuple(rows), summary)


def _chapters(there: list[Chapter], document: Document | None) -> Iterator[Item]:
    """Give the chapters of the rail, and all that has a name in what they print of the report."""
    writers = {lang: Phrases(document, lang) for lang in LANGUAGES} if document else {}
    for one in there:
        title = catalogue()[f"{one.id}.title"]
        yield Item("chapters", title, NOTHING, one.id)
        printed = groups(document, one.headings) if document else []
        for block in (block for group in printed for block in group):
            if isinstance(block, Heading | Figure | Table):
                said = block.title if isinstance(block, Heading) else block.caption
                named: Title = {lang: write.text(said) for lang, write in writers.items()}
                yield Item("chapters", named, title, f"{one.id}#{block.id}", words=block.id)


def _levers(prepared: Prepared) -> list[Item]:
    """Give the scenarios, and what can be moved in them, in the last that has it."""
    called = variables.declared(prepared.read).titles
    found: dict[str, Item] = {}
    for name, one in prepared.scenarios.items():
        query = urlencode({"scenario": name})
        found[f"scenario {name}"] = Item("levers", one.title, {"en": name, "zh": name}, f"scenarios?{query}")  # fmt: skip
        parent = prepared.scenarios.get(one.parent)
        there = levers.levers(one, parent, prepared.study.base_year, prepared.planted[1].units)
        said = {lang: shown_levers.shown(there, one, called, {}, lang) for lang in LANGUAGES}
        for id in there:
            title: Title = {lang: said[lang][id].title for lang in LANGUAGES}
            note: Title = {
                lang: " · ".join((said[lang][id].what, one.title[lang])) for lang in LANGUAGES
            }
            to = f"scenarios?{query}&tab=all#line-{quote(id)}"
            found[id] = Item("levers", title, note, to, words=id)
    return [*found.values()]


def _measures(folder: Folder, prepared: Prepared | None) -> Iterator[Item]:
    """Give measures by name: on the page of the last scenario that deploys one, else where it is declared."""
    if folder.measures is None:
        return
    scenarios = prepared.scenarios.items() if prepared else ()
    deployed = {one.id: name for name, scenario in scenarios for one in scenario.measures}
    for place, one in _declared(folder.measures, "measures"):
        id = one["id"]
        to = _data(folder.measures.file, folder.measures.line(("measures", place)))
        if id in deployed:
            to = f"measures?{urlencode({'scenario': deployed[id]})}#measure-{quote(id)}"
        yield Item("measures", _title(one), NOTHING, to, words=id)


def _projects(folder: Folder) -> Iterator[Item]:
    """Give projects by name, in the lines of their table."""
    if folder.projects is None:
        return
    table, file = TABLES[PROJECTS], folder.projects.origin.file
    for row in folder.projects.frame.iter_rows(named=True):
        id = str(row.get("id") or "")
        title: Title = {lang: str(row.get(f"title_{lang}") or id) for lang in LANGUAGES}
        beside = [str(row[name]) for name in ("owner", "place") if row.get(name)]
        note = {"en": " · ".join((table.en, *beside)), "zh": " · ".join((table.zh, *beside))}
        yield Item("measures", title, note, _data(file, row["line"]), words=id)


def _targets(folder: Folder) -> Iterator[Item]:
    """Give goals by name."""
    for _, one in _declared(folder.targets, "targets") if folder.targets else ():
        year: Title = {lang: str(one.get("year", "")) for lang in LANGUAGES}
        yield Item("targets", _title(one), year, f"targets#{GOALS}", words=one["id"])


def _sectors(folder: Folder, run: Path | None) -> Iterator[Item]:
    """Give the sectors of the region, which lead to their emissions, or to their energy before the first run."""
    parts = [one for one in contents.parts(folder) if one.sectors]
    for id in sorted({id for one in parts for id in one.sectors}, key=SECTORS.rank):
        to = f"inventory#{BY_SECTOR}" if run else _data(next(o.file for o in parts if id in o.sectors))  # fmt: skip
        spelt = SECTORS[id].aliases if id in SECTORS else ()
        yield Item("sectors", SECTORS.both(id), NOTHING, to, words=" ".join((id, *spelt)))


def _files(folder: Folder) -> Iterator[Item]:
    for one in contents.parts(folder):
        name = {"en": one.file, "zh": one.file}
        title = {"en": one.of.en, "zh": one.of.zh} if one.of else name
        to = "data" if one.sheet else _data(one.file)  # a sheet is edited where its workbook is
        yield Item("files", title, name if one.of else NOTHING, to)


def _rows(file: str, one: Reading) -> Rows:
    """Give the rows of a table with what the texts in them are found by, each text once."""
    known = [field for field in TABLES[one.table].fields if field.name in one.frame.columns]
    texts = {
        field.name: {
            value: plain(" ".join((str(value), *read(field, value).values())))
            for value in one.frame[field.name].drop_nulls().unique().to_list()
        }
        for field in known
        if field.type in READ
    }
    return Rows("" if one.sheet else file, one.table, one.frame, texts)


def row(rows: Rows, cells: Mapping[str, Any]) -> Item:
    """Give a row that was found: what it is of, and the line and the source that it has."""
    table = TABLES[rows.table]
    of = [f for f in table.fields if f.type in READ and f.name not in BESIDE and cells.get(f.name)]
    value, unit = cells.get("given"), cells.get("given_unit") or ""
    given = "" if value is None else f"{figures.rounded(value, FIGURES)} {unit}".strip()
    said = {f.name: read(f, cells[f.name]) for f in of}
    source = str(cells.get("source") or "")
    source = source if len(source) <= LONG else f"{source[: LONG - 1]}…"
    beside = " · ".join(text for text in (given, source) if text)
    line = cells["line"]
    return Item(
        "rows",
        {lang: " · ".join(one[lang] for one in said.values()) for lang in LANGUAGES},
        {
            "en": f"{table.en}, line {line}: {beside}",
            "zh": f"{table.zh}，第{line}行：{beside}",
        },
        _data(rows.file, line) if rows.file else "data",
    )


def read(field: Field, value: str | int) -> Title:
    """Give what stands in a cell as people read it."""
    return field.book.both(str(value)) if field.book else {"en": str(value), "zh": str(value)}


def _keys(summary: Mapping[str, Any], folder: Folder) -> Iterator[Item]:
    """Give the numbers of the results, one of those that differ in the year alone: that of the base year where it has one."""
    paths = [".".join(steps) for steps, value in leaves(summary) if type(value) in (int, float)]
    base = f".{summary.get('base_year')}"
    known: dict[str, list[keys.Key]] = {}
    for one in (one for part in keys.load("summary.toml").values() for one in part):
        known.setdefault(one.path.partition(".")[0], []).append(one)
    names = {id: _title(read.data | {"id": id}) for id, read in folder.scenarios.items()}
    for path in keys.alike(sorted(paths, key=lambda path: not path.endswith(base))):
        steps = path.split(".")
        of = (key for key in known.get(steps[0], ()) if key.matches(path))
        if key := next(of, None):
            named = [_entry(summary, steps), *(names.get(step) or _sector(step) for step in steps)]
            yield _number(path, key, [name for name in named if name])


def _number(path: str, key: keys.Key, named: list[Title]) -> Item:
    """Give a number of the results: what its key means, after the scenarios, sectors and the like that it is of."""
    meant = {"en": key.en.rstrip(".").replace("`", ""), "zh": key.zh.replace("`", "")}
    title: Title = {
        lang: " · ".join((*(one[lang] for one in named), meant[lang])) for lang in LANGUAGES
    }
    return Item("keys", title, {"en": path, "zh": path}, key=path)


def written(key: str) -> Item:
    """Give a number of the results that is asked for by its key."""
    return Item("keys", {"en": key, "zh": key}, NOTHING, key=key)


def _entry(summary: Mapping[str, Any], steps: list[str]) -> Title | None:
    """Give the name of the entry of a list that a key is of, such as a measure."""
    entries = summary[steps[0]]
    if not isinstance(entries, list) or not steps[1].isdecimal():
        return None
    name = entries[int(steps[1])].get("name")
    return name if isinstance(name, dict) else None


def _sector(id: str) -> Title | None:
    return SECTORS.both(id) if id in SECTORS else None


def _declared(document: Written, name: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Give the things of a list that a person writes with their places, those that have an id as they should."""
    there = document.data.get(name)
    for place, one in enumerate(there if isinstance(there, list) else ()):
        if isinstance(one, dict) and isinstance(one.get("id"), str):
            yield place, one


def _title(one: Mapping[str, Any]) -> Title:
    """Give the name of a thing that a person wrote, in a language that it has; its id where it has none."""
    title = one.get("title")
    each = title if isinstance(title, dict) else {"en": title, "zh": title}
    return {lang: str(each.get(lang) or each.get("en") or each.get("zh") or one["id"]) for lang in LANGUAGES}  # fmt: skip


def _data(file: str, line: int | None = None) -> str:
    return f"data?{urlencode({'file': file} | ({'line': line} if line else {}))}"
