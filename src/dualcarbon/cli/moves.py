"""What the commands of editions print: which serve, what another one moves, whether a run came out the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from rich.markup import escape
from rich.table import Table

from dualcarbon.cli.show import out, print_json, record, warn
from dualcarbon.vocabulary.figures import rounded

if TYPE_CHECKING:
    from dualcarbon.inventory.ledger import Floats
    from dualcarbon.study.comparing import Comparison, Responsible
    from dualcarbon.study.edition_use import Listed
    from dualcarbon.study.rebuilding import Rebuilt
    from dualcarbon.vocabulary.faults import Fault

SHOWN = 12  # categories, records or keys that a terminal lists
WORDS = {
    "en": {
        "edition": "edition", "issued": "issued", "records": "records", "serves": "serves", "year": "year",
        "territorial": "CO2 of energy", "adjusted": "adjusted CO2", "co2e": "CO2e, all gases", "old": "now", "new": "with it",
        "moves": "moves, Mt", "category": "category", "gas": "gas", "record": "record", "together": "together, beyond their sum",
        "title": "{title} ({id}, {issued}) instead of what serves now; nothing was written.", "still": "Nothing moves.",
        "same": "{count} files, byte for byte the same.", "differ": "{count} of {all} files differ:", "left": "Not written again: {names}",
        "alone": "records that are responsible, each alone; Mt in {year}", "more": "+{count} more; all of them with --json",
    },
    "zh": {
        "edition": "版本", "issued": "发布日期", "records": "记录数", "serves": "用于", "year": "年份",
        "territorial": "能源CO2", "adjusted": "调整后CO2", "co2e": "全部气体CO2e", "old": "现用", "new": "改用后",
        "moves": "变动，Mt", "category": "类别", "gas": "气体", "record": "记录", "together": "合并影响超出各项之和",
        "title": "改用 {title}（{id}，{issued}）的变动；未写入任何文件。", "still": "没有变动。",
        "same": "{count} 个文件逐字节相同。", "differ": "{all} 个文件中有 {count} 个不同：", "left": "未重新生成：{names}",
        "alone": "引起变动的记录（逐项单独替换），{year} 年，Mt", "more": "另有 {count} 项，用 --json 查看全部",
    },
}  # fmt: skip


def listed(editions: Sequence[Listed], warnings: Sequence[Fault], *, as_json: bool, lang: str) -> None:  # fmt: skip
    """Show the editions in order of preference, and what each serves."""
    if as_json:
        print_json({"editions": [e.as_dict() for e in editions], "warnings": [record(w, lang) for w in warnings]})  # fmt: skip
        return
    warn(warnings, lang, limit=len(warnings))
    table = _table(lang, "edition", "issued", "records", "serves")
    for one in editions:
        named = f"{one.title[lang]} ({one.id})"
        table.add_row(escape(named), one.issued or "–", str(len(one.records)), " ".join(one.serves))
    out().print(table)


def compared(found: Comparison, *, as_json: bool, lang: str) -> None:
    """Show which years and totals move, by which categories and gases, and which records are responsible."""
    if as_json:
        print_json(plain(found, lang))
        return
    warn(found.warnings, lang, limit=len(found.warnings))
    console, words, edition = out(), WORDS[lang], found.edition
    title = {"en": edition.en, "zh": edition.zh}[lang]
    console.print(
        words["title"].format(title=title, id=edition.id, issued=edition.issued or "–"),
        markup=False,
    )
    if not any(v.any() for v in found.moved.values()):
        console.print(words["still"])
    console.print(_totals(found, lang))
    for head, groups in (("category", found.by_category), ("gas", found.by_gas)):
        if groups:
            console.print(_groups(found, head, groups, lang))
    if found.records:
        console.print(words["alone"].format(year=found.years[-1]))
        console.print(_records(found, lang))
        _more(len(found.records), lang)


def rebuilt(made: Rebuilt, *, as_json: bool, lang: str) -> None:
    """Say whether a run came out the same, and if not which files and keys differ."""
    if as_json:
        print_json(
            {
                "run": str(made.run), "identical": made.identical, "same": list(made.same), "differ": list(made.differ),
                "left": list(made.left), "moved": [{"key": m.key, "old": m.old, "new": m.new} for m in made.moved],
                "warnings": [record(w, lang) for w in made.warnings],
            }
        )  # fmt: skip
        return
    warn(made.warnings, lang, limit=len(made.warnings))
    console, words, count = out(), WORDS[lang], len(made.differ)
    if made.identical:
        console.print(words["same"].format(count=len(made.same)))
    else:
        console.print(words["differ"].format(count=count, all=count + len(made.same)))
    for name in made.differ:
        console.print(f"  {name}", markup=False)
    for one in made.moved[:SHOWN]:
        console.print(f"    {one.key}: {one.old} -> {one.new}", markup=False)
    _more(len(made.moved), lang)
    if made.left:
        console.print(words["left"].format(names=", ".join(made.left)), markup=False)


def plain(found: Comparison, lang: str) -> dict[str, Any]:
    """Give a comparison as plain values. [Mt CO2, Mt CO2e]."""
    years, edition = found.years, found.edition
    series = {
        name: {key: by_year(years, v) for key, v in getattr(found, name).items()}
        for name in ("old", "new", "moved", "by_category", "by_gas", "together")
    }
    return {
        "edition": {"id": edition.id, "title": {"en": edition.en, "zh": edition.zh}, "issued": edition.issued},
        **{f"{name}_mt": values for name, values in series.items()},
        "records": [_plain(one, years) for one in found.records],
        "warnings": [record(w, lang) for w in found.warnings],
    }  # fmt: skip


def by_year(years: Sequence[int], values: Floats) -> dict[str, float | None]:
    """Give a series with years as texts; what is not known is nothing."""
    pairs = zip(years, values.tolist(), strict=True)
    return {str(y): v if v == v else None for y, v in pairs}


def _plain(one: Responsible, years: Sequence[int]) -> dict[str, Any]:
    sides = {"old": (one.old, one.ids[0]), "new": (one.new, one.ids[1])}
    told = {
        side: {"value": None if r is None else r.value, "unit": "" if r is None else r.unit, "records": list(ids)}
        for side, (r, ids) in sides.items()
    }  # fmt: skip
    effect = {total: by_year(years, values) for total, values in one.effect.items()}
    return {"key": list(one.key), "of": one.label, **told, "effect_mt": effect}


def _table(lang: str, *heads: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for place, head in enumerate(heads):
        shown = WORDS[lang].get(head, head)
        table.add_column(shown, justify="left" if place == 0 else "right", overflow="fold")
    return table


def _totals(found: Comparison, lang: str) -> Table:
    """Lay out what moves in each total, year by year."""
    from dualcarbon.study.comparing import TOTALS

    table = _table(lang, "year", *TOTALS)
    for place, year in enumerate(found.years):
        cells = [_step(found.old[t], found.new[t], found.moved[t], place) for t in TOTALS]
        table.add_row(str(year), *cells)
    return table


def _step(old: Floats, new: Floats, moved: Floats, place: int) -> str:
    """Give a total before and after, and the difference; where no total is known the difference alone."""
    one, other, step = (float(v[place]) for v in (old, new, moved))
    told = f"{rounded(one)} → {rounded(other)}  " if one == one and other == other else ""
    return f"{told}{step:+,.4f}"


def _groups(found: Comparison, head: str, groups: Mapping[str, Floats], lang: str) -> Table:
    """Lay out what moves in the last year and over all years, by category or gas."""
    table = _table(lang, head, str(found.years[-1]), f"{found.years[0]}–{found.years[-1]}")
    largest = sorted(groups, key=lambda name: -abs(float(groups[name][-1])))
    for name in largest[:SHOWN]:
        last, whole = float(groups[name][-1]), float(groups[name].sum())
        table.add_row(name, f"{last:+,.4f}", f"{whole:+,.4f}")
    return table


def _records(found: Comparison, lang: str) -> Table:
    """Lay out the records that are responsible, and what they move together beyond the sum of each."""
    from dualcarbon.study.comparing import TOTALS, value

    table = _table(lang, "record", "old", "new", *TOTALS)
    for one in found.records[:SHOWN]:
        cells = [f"{float(one.effect[t][-1]):+,.4f}" for t in TOTALS]
        table.add_row(escape(one.label), value(one.old), value(one.new), *cells)
    cells = [f"{float(found.together[t][-1]) + 0.0:+,.4f}" for t in TOTALS]
    table.add_row(WORDS[lang]["together"], "", "", *cells)
    return table


def _more(count: int, lang: str) -> None:
    if count > SHOWN:
        out().print(WORDS[lang]["more"].format(count=count - SHOWN))
