"""The results of a run as the report reads them: numbers by their keys, tables by their rows."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

import polars as pl

from dualcarbon.charts import words
from dualcarbon.charts.words import Title
from dualcarbon.report.composed import SAME as TAKEN
from dualcarbon.report.composed import How
from dualcarbon.report.numbers import Kind, Number, Scale
from dualcarbon.report.pieces import Sentence, say
from dualcarbon.study.publishing import published

if TYPE_CHECKING:
    from dualcarbon.study.chosen import Chosen

TONNES = 1e6  # t in a Mt
SCRIPTS = re.compile(r"(?P<zh>[\u2e80-\uffef][^A-Za-z]*?)\s+(?P<en>[A-Za-z][^\u2e80-\uffef]*)")
SAME = 1e-9  # two totals nearer than this, relative to the first, are one


class Shown(NamedTuple):
    """A scenario: its name in keys and files, and that shown to people."""

    name: str
    title: Title


class Span(NamedTuple):
    """A period of the study: first and last year, and its name."""

    start: int
    end: int
    title: Title


class Study(Protocol):
    """What the report needs of the declared study."""

    @property
    def title(self) -> object:
        """Name of the region, in both languages."""
        ...

    @property
    def headline(self) -> object:
        """The line under the title, such as "as of 2017"."""
        ...

    @property
    def base_year(self) -> int:
        """Last year of statistics."""
        ...

    @property
    def horizon(self) -> int:
        """Last year of the scenarios."""
        ...

    @property
    def scenarios(self) -> Sequence[Any]:
        """The scenarios in the order shown."""
        ...


class Results(Protocol):
    """The results of one run."""

    @property
    def summary(self) -> Mapping[str, Any]:
        """What `summary.json` holds."""
        ...

    @property
    def tables(self) -> Mapping[str, pl.DataFrame]:
        """The tables of the run by name."""
        ...

    @property
    def study(self) -> Study:
        """The declared study."""
        ...

    @property
    def manifest(self) -> Mapping[str, Any]:
        """What the run was made of."""
        ...

    @property
    def folder(self) -> Path | None:
        """Where the run stands, if it does."""
        ...

    @property
    def chosen(self) -> Sequence[Chosen]:
        """Figures that the report is to show besides."""
        ...


class Reading:
    """The results behind short questions, as they may be published: a number by its key, a path by its name."""

    def __init__(self, results: Results) -> None:
        self.results = results
        self.study = results.study
        self.summary, self.tables = published(results.summary, results.tables)
        self.base = str(results.study.base_year)

    def has(self, key: str) -> bool:
        """Tell whether the summary holds a key."""
        return self._find(key) is not None

    def raw(self, key: str) -> Any:  # noqa: ANN401
        """Give what stands at a key of the summary, or None."""
        return self._find(key)

    def number(self, key: str, kind: Kind) -> Number:
        """Give the number at a key of the summary; unknown where the summary lacks it."""
        value = self._find(key)
        return Number(
            value=value if isinstance(value, int | float | str) else None, kind=kind, key=key
        )

    def taken(self, keys: Mapping[str, str]) -> Callable[[str, int], How]:
        """Give what says that a part of a figure in a year is taken from the summary, from below the key of the part."""
        return lambda id, y: How(TAKEN, (self.number(f"{keys[id]}.{y}", "level").part,))

    def path(self, key: str) -> dict[int, float]:
        """Give a series of the summary by year."""
        found = self._find(key)
        if not isinstance(found, Mapping):
            return {}
        return {int(y): float(v) for y, v in found.items() if isinstance(v, int | float)}

    def years(self) -> list[int]:
        """Give the years of statistics."""
        return sorted(y for y in self.path("inventory.territorial_mt") if y <= self.study.base_year)

    def scenarios(self) -> list[Shown]:
        """Give the scenarios that the run computed, in the order shown."""
        there = self.summary.get("scenarios") or {}
        listed = [_shown(s, there) for s in self.study.scenarios]
        return [s for s in listed if s.name in there]

    def leading(self) -> Shown | None:
        """Give the scenario that the report puts first.

        It is the one the study names as `leading`, else `policy` of its scenarios, else the first.
        """
        there = self.scenarios()
        wanted = getattr(self.study, "leading", None) or "policy"
        return next((s for s in there if s.name == wanted), there[0] if there else None)

    def title_of(self, name: str) -> Title:
        """Give the name of a scenario that people are shown."""
        return next((s.title for s in self.scenarios() if s.name == name), both(name))

    def gdp(self) -> dict[int, float]:
        """Give gross domestic product at constant prices by year of statistics. [10^8 CNY]."""
        return {int(r["year"]): r["gdp"] for r in self.rows("totals") if r.get("gdp")}

    def priced(self) -> bool:
        """Tell whether gross domestic product is an amount of money; else it is an index."""
        unit = str(self.raw("diagnosis.units.energy_intensity") or "CNY")
        return "CNY" in unit

    def boundaries(self) -> dict[str, dict[int, float]]:
        """Give every total of the region by boundary: territorial, adjusted, each replication. [Mt CO2]."""
        found = {
            "territorial": self.path("inventory.territorial_mt"),
            "adjusted": self.path("inventory.adjusted_mt"),
        }
        for place, replication in enumerate(self.raw("inventory.replications") or ()):
            found[replication["id"]] = self.path(f"inventory.replications.{place}.co2_mt")
        if not self.trades():
            found.pop("adjusted")
        return {id: path for id, path in found.items() if path}

    def trades(self) -> bool:
        """Tell whether the account holds trade of electricity and heat, so that two totals differ."""
        inside, adjusted = (self.path(f"inventory.{b}_mt") for b in ("territorial", "adjusted"))
        return any(abs(adjusted[y] - inside[y]) > SAME * inside[y] for y in adjusted if y in inside)

    def boundary_keys(self) -> dict[str, str]:
        """Give where the summary keeps the total of each boundary."""
        keys = {"territorial": "inventory.territorial_mt", "adjusted": "inventory.adjusted_mt"}
        for place, replication in enumerate(self.raw("inventory.replications") or ()):
            keys[replication["id"]] = f"inventory.replications.{place}.co2_mt"
        return keys

    def boundary_title(self, id: str) -> Title:
        """Give the name of a boundary."""
        known = f"boundary.{id}"
        if words.known(known):
            return {"en": words.word(known, "en"), "zh": words.word(known, "zh")}
        if len(self.raw("inventory.replications") or ()) == 1:
            return {
                "en": words.word("boundary.published", "en"),
                "zh": words.word("boundary.published", "zh"),
            }
        return self.replication_title(id)

    def boundary_head(self, id: str) -> Sentence:
        """Give the head of a column that holds the total of a boundary."""
        return say("heads.co2_of", boundary=self.boundary_title(id))

    def replication_boundary(self, id: str) -> Title:
        """Give what a replication counts, as the study declares it."""
        declared = {one.id: one for one in getattr(self.study, "replications", None) or ()}
        return both(declared[id].boundary) if id in declared else both(id)

    def replication_title(self, id: str) -> Title:
        """Give the name of a replication as the study declares it."""
        declared = {one.id: one for one in getattr(self.study, "replications", None) or ()}
        return both(declared[id].title) if id in declared else {"en": id, "zh": id}

    def periods(self) -> list[Span]:
        """Give the periods of the study."""
        declared = getattr(self.study, "periods", None) or ()
        return [Span(int(_first(p)), int(p.to), both(p.name)) for p in declared]

    def members(self) -> int:
        """Give how many members the ensemble has."""
        return int(self.raw("members") or self.results.manifest.get("members") or 0)

    def description(self, scenario: str) -> Title | None:
        """Give what a scenario assumes, in its own words."""
        told = self.raw(f"scenarios.{scenario}.description")
        return both(told) if told and any(told.values()) else None

    def marks(self) -> dict[str, int]:
        """Count the numbers of the study by mark: M remembered, A assumed, C computed."""
        return {mark: count for mark, count in self.summary["marks"].items() if count}

    def sources(self) -> dict[str, list[str]]:
        """Give the sources that the factor records name, with the records of each."""
        told: dict[str, list[str]] = defaultdict(list)
        for row in self.rows("factors"):
            if row.get("source"):
                told[_first_clause(row["source"])].append(str(row["id"]))
        return dict(sorted(told.items()))

    def rows(self, table: str, **where: object) -> Iterator[dict[str, Any]]:
        """Give the rows of a table that have the given values; none where the run has no such table."""
        frame = self.tables.get(table)
        if frame is None:
            return iter(())
        return frame.filter(**where).iter_rows(named=True) if where else frame.iter_rows(named=True)

    def scale(self) -> Scale:
        """Give how finely amounts are printed."""
        co2 = self.path("inventory.territorial_mt")
        energy = self.path("inventory.energy_mtce")
        whole = self.path("account.co2e_mt")
        tops = (max(path.values(), default=0.0) for path in (co2, energy, whole))
        return Scale(*tops)

    def _find(self, key: str) -> Any:  # noqa: ANN401
        return _at(self.summary, key)


def both(text: object) -> Title:
    """Give a text in both languages, whatever record holds it; one without languages stands for both.

    Examples
    --------
    >>> both({"en": "Jiangsu", "zh": "江苏省"})["zh"]
    '江苏省'
    >>> both("12th FYP")["zh"]
    '12th FYP'
    """
    if isinstance(text, Mapping):
        en, zh = text.get("en"), text.get("zh")
    elif isinstance(text, str):
        en = zh = text
    else:
        en, zh = getattr(text, "en", None), getattr(text, "zh", None)
    return {"en": str(en or zh or ""), "zh": str(zh or en or "")}


def scripts(text: str) -> Title:
    """Give a name that is written in Chinese and then in Latin letters to each language its own.

    Examples
    --------
    >>> scripts("无锡 Wuxi"), scripts("Wuxi")["zh"]
    ({'en': 'Wuxi', 'zh': '无锡'}, 'Wuxi')
    """
    found = SCRIPTS.fullmatch(text.strip())
    return {"en": found["en"], "zh": found["zh"]} if found else both(text)


def _at(place: Any, key: str) -> Any:  # noqa: ANN401 - a summary holds values of every kind
    """Follow a dotted path; a name may hold dots itself, as the items of a bridge do."""
    if isinstance(place, Mapping):
        fitting = [name for name in place if key == name or key.startswith(f"{name}.")]
        return _next(place[max(fitting, key=len)], key, max(fitting, key=len)) if fitting else None
    if isinstance(place, Sequence) and not isinstance(place, str):
        first = key.split(".")[0]
        return (
            _next(place[int(first)], key, first)
            if first.isdigit() and int(first) < len(place)
            else None
        )
    return None


def _next(place: Any, key: str, name: str) -> Any:  # noqa: ANN401
    return place if key == name else _at(place, key[len(name) + 1 :])


def _shown(declared: object, computed: Mapping[str, Any]) -> Shown:
    name = declared if isinstance(declared, str) else str(getattr(declared, "name", ""))
    title = getattr(declared, "title", None) if not isinstance(declared, str) else None
    told = (computed.get(name) or {}).get("title")
    return Shown(name, both(title or told or name))


def _first_clause(source: str) -> str:
    """Give a citation without the particulars after its first semicolon outside brackets."""
    depth = 0
    for place, character in enumerate(source):
        depth += (character == "(") - (character == ")")
        if character == ";" and depth == 0:
            return source[:place]
    return source


def _first(period: object) -> int:
    """Give the first year of a period; `from` is a word of the language, so records call it otherwise."""
    names = ("start", "from_", "first", "from")
    return int(next(getattr(period, n) for n in names if hasattr(period, n)))
