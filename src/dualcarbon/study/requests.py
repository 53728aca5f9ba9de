"""What to ask of which department: a list made of what the account lacks, what it rests on weakly, and what weighs most."""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from dualcarbon.inventory.ledger import Activity, Line
from dualcarbon.inventory.official import unit
from dualcarbon.reference.numbers import Number
from dualcarbon.reference.records import FactorRecord
from dualcarbon.reference.tables import rows
from dualcarbon.study.cells import REQUIRED
from dualcarbon.study.preparation import Prepared
from dualcarbon.study.whole import Whole
from dualcarbon.vocabulary.names import BOUNDARIES, CATEGORIES, DEPARTMENTS, INDICATORS
from dualcarbon.vocabulary.tables import TABLES
from dualcarbon.yearbook.series import named, spans

Texts = Mapping[str, str]
RESIDUAL = ("1A5", "1B3", "1C", "2A5", "2D3", "2H", "3B6", "3C8", "3D", "4E", "5")
"""Categories that nobody can be asked for: what is left over, and what hardly occurs."""
FIRST = 10
"""How many of the data that weigh most are looked at for numbers from memory."""
HEADS = {
    "en": ("Department", "Table", "Series", "Years", "Why"),
    "zh": ("部门", "数据表", "数据项", "年份", "原因"),
}
WHY: Mapping[str, Texts] = {
    "estimated": {"en": "not estimated: the account has no figure of this category", "zh": "未估算：账户中没有该类别的数据"},
    "years": {"en": "these years lack, so the account has no total of them", "zh": "缺少这些年份，账户无法给出当年合计"},
    "filled": {"en": "filled by a method for want of the figure", "zh": "因缺数而按方法填补"},
    "rough": {"en": "graded L: a rough figure", "zh": "质量等级为 L：数据粗略"},
    "M": {"en": "from memory, not seen in a source", "zh": "凭记忆填写，未见出处"},
    "A": {"en": "assumed, not from a source", "zh": "假设值，无出处"},
    "source": {"en": "no source is named", "zh": "未注明来源"},
    "weight": {"en": "a number from memory, number {rank} of the list of what to improve ({share} of the variance)", "zh": "凭记忆的参数，在改进清单中排第{rank}位（占方差 {share}）"},
    "official": {"en": "the officially issued total is not known", "zh": "尚无官方发布的总量"},
    "district": {"en": "this district is missing in the sum of the region", "zh": "该地区缺数，全地区之和不完整"},
    "signature": {"en": "to be countersigned", "zh": "待签核"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Request:
    """One thing to ask for: of whom, for which table and series, which years, and why."""

    department: str
    table: str
    series: Texts
    years: tuple[int, ...]
    why: Texts
    reason: str


def requests(prepared: Prepared, whole: Whole) -> tuple[Request, ...]:
    """List what to ask for, by department, what lacks before what is weak; no value of any cell stands in it."""
    found = [
        *_not_estimated(whole),
        *_lacking(whole),
        *_official(prepared),
        *_districts(prepared),
        *_filled(prepared),
        *_weighty(prepared, whole),
        *_weak(prepared, serves(whole)),
        *_unsigned(prepared, serves(whole)),
    ]
    order = {reason: place for place, reason in enumerate(WHY)}
    ranked = sorted(_once(found), key=lambda r: (DEPARTMENTS.rank(r.department), order[r.reason]))
    return tuple(ranked)


def serves(whole: Whole) -> dict[str, str]:
    """Give the category that each indicator of the tables serves, the first of several."""
    found: dict[str, str] = {}
    for line in whole.ledger.lines:
        for series in line.activities:
            found.setdefault(series.name.partition("/")[0], line.category)
    return found


def plain(one: Request) -> dict[str, Any]:
    """Give a request as the summary holds it."""
    return {
        "department": DEPARTMENTS.both(one.department),
        "table": one.table,
        "series": dict(one.series),
        "years": [str(y) for y in one.years],
        "why": dict(one.why),
    }


def frame(listed: Iterable[Mapping[str, Any]], lang: str) -> pl.DataFrame:
    """Give requests of a summary as a table to be sent, headed in a language."""
    lines = [
        (one["department"][lang], one["table"], one["series"][lang], spans(map(int, one["years"])), one["why"][lang])
        for one in listed
    ]  # fmt: skip
    return pl.DataFrame(lines, schema=dict.fromkeys(HEADS[lang], pl.String), orient="row")


def department(kind: str, of: str) -> str:
    """Give the department that is asked for a table, boundary, category or indicator: the closest entry decides.

    Examples
    --------
    >>> department("category", "4A"), department("category", "3B1"), department("indicator", "electricity_generation")
    ('housing', 'natural_resources', 'power_grid')
    """
    known = _asked()[kind]
    near = [prefix for prefix in known if of.startswith(prefix)]
    return known[max(near, key=len)] if near else ""


@functools.cache
def _asked() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    for row in rows("department_of"):
        found.setdefault(row["kind"], {})[row["of"]] = row["department"]
    return found


def of_series(indicator: str, category: str = "", table: str = "activity") -> str:
    """Give the department that is asked for a series: by its indicator, else by its category, else by its table."""
    by_category = department("category", category) if category else ""
    return department("indicator", indicator) or by_category or department("table", table)


def _once(found: Iterable[Request]) -> list[Request]:
    """Ask once for the same years of a series, with all that is said of them."""
    kept: dict[tuple[str, str, tuple[int, ...]], Request] = {}
    for one in found:
        key = (one.table, one.series["en"], one.years)
        first = kept.get(key)
        if first is None:
            kept[key] = one
        elif one.why["en"] not in first.why["en"]:
            kept[key] = dataclasses.replace(first, why=_joined(first.why, one.why))
    return list(kept.values())


def _joined(first: Texts, more: Texts) -> Texts:
    return {lang: f"{first[lang]}{stop}{more[lang]}" for lang, stop in (("en", "; "), ("zh", "；"))}


def _not_estimated(whole: Whole) -> Iterator[Request]:
    """Ask for categories without a line; one below another that lacks is asked for with it."""
    view = whole.by_category
    absent = {r.id for r in view.rows if r.empty and set(r.notation) == {"NE"}}
    for row in view.rows:
        above = [id for id in absent if id != row.id and row.id.startswith(id)]
        if row.id in absent and len(row.id) > 1 and not above and row.id not in RESIDUAL:
            to = department("category", row.id)
            yield Request(to, "activity", CATEGORIES.both(row.id), view.years, WHY["estimated"], "estimated")  # fmt: skip


def _lacking(whole: Whole) -> Iterator[Request]:
    """Ask for the years of a series for want of which a line has no value."""
    for line in whole.territorial.lines:
        missing = [y for y, v in zip(line.years, line.amounts(), strict=True) if np.isnan(v)]
        for series in line.activities if missing else ():
            years = tuple(y for y in missing if not _holds(series, y))
            if years and series.name:
                yield _of_line(line, series, years)


def _of_line(line: Line, series: Activity, years: tuple[int, ...]) -> Request:
    indicator, _, kind = series.name.partition("/")
    name = INDICATORS.both(indicator) if indicator in INDICATORS else CATEGORIES.both(line.category)
    shown = {lang: f"{text} {kind}".strip() for lang, text in name.items()}
    return Request(of_series(indicator, line.category), "activity", shown, years, WHY["years"], "years")  # fmt: skip


def _holds(series: Activity, year: int) -> bool:
    return year in series.years and not np.isnan(series.values[series.years.index(year)])


def _official(prepared: Prepared) -> Iterator[Request]:
    """Ask for the official total of the leading boundary, and of others that the study keeps a slot for."""
    years = prepared.ledger.years
    lead = {"territorial": "co2_energy", "adjusted": "co2_energy_adjusted"}[prepared.study.boundary]
    bridges = prepared.held.bridges
    for id in dict.fromkeys([lead, *(b.issued.boundary for b in bridges)]):
        known = {b.issued.year for b in bridges if b.issued.boundary == id and b.issued.value is not None}  # fmt: skip
        missing = tuple(y for y in years if y not in known)
        if missing:
            to = department("boundary", "energy_total" if unit(id) == "tce" else id)
            yield Request(to, "official", BOUNDARIES.both(id), missing, WHY["official"], "official")


def _districts(prepared: Prepared) -> Iterator[Request]:
    wanted: dict[tuple[str, str], list[int]] = {}
    for one in prepared.held.districts:
        for name in one.missing:
            wanted.setdefault((one.indicator, name), []).append(one.year)
    for (indicator, name), years in wanted.items():
        series = {lang: f"{name}: {text}" for lang, text in INDICATORS.both(indicator).items()}
        to = of_series(indicator, table="districts")
        yield Request(to, "districts", series, tuple(years), WHY["district"], "district")


def _filled(prepared: Prepared) -> Iterator[Request]:
    for one in prepared.account.yearbook.filled:
        table = one.table or "activity"
        to = of_series(str(one.key.get("indicator", "")), table=table)
        yield Request(to, table, dict(one.name), one.years, WHY["filled"], "filled")


def _weighty(prepared: Prepared, whole: Whole) -> Iterator[Request]:
    """Ask for numbers from memory that are among the first of the list of data to improve."""
    used = {n.draw: (n, line) for line in whole.territorial.lines for n in line.numbers}
    for one in whole.improvements[:FIRST]:
        number, line = used.get(one.datum.key, (None, None))
        if line is None or getattr(number, "mark", "") != "M":
            continue
        words = {"rank": one.rank, "share": f"{one.variance_share:.0%}"}
        why = {lang: text.format(**words) for lang, text in WHY["weight"].items()}
        table = "factors" if isinstance(number, FactorRecord) else "numbers"
        series = {
            lang: f"{text}: {_quantity(number)}"
            for lang, text in CATEGORIES.both(line.category).items()
        }
        to = department("category", line.category)
        yield Request(to, table, series, prepared.ledger.years[-1:], why, "weight")


def _quantity(number: object) -> str:
    if isinstance(number, Number):
        return " ".join(part for part in (number.item, number.kind, number.quantity) if part)
    return str(getattr(number, "fuel", ""))


def _weak(prepared: Prepared, category: Mapping[str, str]) -> Iterator[Request]:
    """Ask for better figures where a cell is graded L, from memory, assumed, or names no source."""
    for name, reading in prepared.read.tables.items():
        held = reading.frame.filter(pl.col("value").is_not_null())
        if "source" in held.columns:
            yield from _flagged(
                name, held.filter(pl.col("source").fill_null("") == ""), "source", category
            )
        if "grade" in held.columns:
            yield from _flagged(name, held.filter(pl.col("grade") == "L"), "rough", category)
        for mark in ("M", "A") if "mark" in held.columns else ():
            yield from _flagged(name, held.filter(pl.col("mark") == mark), mark, category)


def _unsigned(prepared: Prepared, category: Mapping[str, str]) -> Iterator[Request]:
    """Ask for signatures, one request a table and series, where the study demands them."""
    if prepared.study.account.signed != REQUIRED:
        return
    for one in prepared.cells.tables:
        frame = prepared.read.tables[one.table].frame
        yield from _flagged(
            one.table, frame.filter(pl.col("line").is_in(one.lines)), "signature", category
        )


def _flagged(
    table: str, held: pl.DataFrame, reason: str, category: Mapping[str, str]
) -> Iterator[Request]:
    """Give one request a series, with the years of its cells."""
    keys = [c for c in TABLES[table].key if c not in ("year", "vintage")]
    for values, some in held.group_by(keys, maintain_order=True):
        key = {c: str(v or "") for c, v in zip(keys, values, strict=True)}
        years = tuple(sorted(set(some["year"].to_list())))
        indicator = key.get("indicator", "")
        to = of_series(indicator, category.get(indicator, ""), table)
        yield Request(to, table, named(key), years, WHY[reason], reason)
