"""`dualcarbon compare`: any two scenarios of a study, what differs and who makes the difference."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from dualcarbon.cli.asking import Json, Lang, Study, choice, language, misused, told
from dualcarbon.vocabulary.figures import plain

if TYPE_CHECKING:
    from rich.table import Table

    from dualcarbon.scenarios.assumptions import Span
    from dualcarbon.scenarios.attribution import Attribution, BySector
    from dualcarbon.study.pairs import Pair

MT = 1e-6
MIDDLE = 2030
Scenario = Annotated[str, typer.Argument(help="Name of a scenario.", show_default=False)]
WORDS = {
    "en": {
        "key": "what differs", "where": "declared at", "player": "who makes it", "total": "difference",
        "unit": "unit", "of": "{scenario} less {against}, Mt CO2 of energy in the region", "sector": "{year} by sector, Mt CO2",
        "same": "(as in the parent)", "none": "Nothing differs.", "sampled": "{samples} orders sampled", "exact": "exact", "default": "not declared",
    },
    "zh": {
        "key": "差异", "where": "声明位置", "player": "因素", "total": "总差异",
        "unit": "单位", "of": "{scenario} 减 {against}，区域内能源活动二氧化碳，百万吨", "sector": "{year} 年分部门，百万吨二氧化碳",
        "same": "（同父情景）", "none": "没有差异。", "sampled": "抽样 {samples} 个次序", "exact": "精确", "default": "未声明",
    },
}  # fmt: skip


def compare(
    study: Study,
    a: Scenario,
    b: Scenario,
    by: Annotated[
        str, typer.Option(help="Share the difference out by sector too.", metavar="sector")
    ] = "",
    years: Annotated[
        str, typer.Option(help="Years shown, such as 2030,2060; 2030 and the horizon if not given.")
    ] = "",
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """Tell all that differs between two scenarios, and who makes the difference of B from A."""
    spoken = language(lang)
    if by:
        choice("--by", by, ("sector",), spoken)
    with told(lang, json=json):
        from dualcarbon.study import pairs, preparation

        prepared = preparation.prepare(study)
        shown = _years(years, prepared.planted[2], spoken)
        found = pairs.compare(prepared, a, b, by_sector=bool(by))
    from dualcarbon.cli import show

    if json:
        show.print_json(pairs.plain(found, prepared, shown))
        return
    for table in tables(found, prepared.planted[2], shown, spoken):
        show.out().print(table)


def _years(text: str, span: Span, lang: Literal["en", "zh"]) -> list[int]:
    """Give the years that are asked for, or end as wrong use."""
    if not text:
        return sorted({year for year in (MIDDLE, span.horizon) if year in span.years})
    parts = [part.strip() for part in text.split(",")]
    if not all(p.isdecimal() and len(p) == 4 and int(p) in span.years for p in parts):
        first, last = span.base_year, span.horizon
        en = f"--years {text}: give years from {first} to {last}, such as {last - 10},{last}"
        zh = f"--years {text}：请给出 {first}-{last} 年之间的年份，例如 {last - 10},{last}"
        misused(lang, {"en": en, "zh": zh})
    return sorted({int(part) for part in parts})


def tables(pair: Pair, span: Span, years: Sequence[int], lang: str) -> list[Table | str]:
    """Lay out what differs and who makes the difference, and by sector where that was asked."""
    if not pair.differences:
        return [WORDS[lang]["none"]]
    found: list[Table | str] = [_differences(pair, span, years, lang)]
    if pair.attribution.players:
        found.append(_attribution(pair.attribution, years, lang))
    if pair.by_sector is not None:
        found += [_sectors(pair.by_sector, year, lang) for year in years]
    return found


def _table(title: str, lang: str, *heads: str) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold", title=title, title_justify="left")
    for place, head in enumerate(heads):
        shown = WORDS[lang].get(head, head)
        table.add_column(shown, justify="left" if place == 0 else "right", overflow="fold")
    return table


def _differences(pair: Pair, span: Span, years: Sequence[int], lang: str) -> Table:
    from dualcarbon.study.differing import where

    words = WORDS[lang]
    title = f"{pair.against} → {pair.scenario}"
    table = _table(title, lang, "key", "unit", *map(str, years), "where")
    for one in pair.differences:
        places = [year - span.base_year for year in years]
        sides = one.theirs.values, one.ours.values
        steps = [
            "–" if sides[0] is None or sides[1] is None else f"{plain(sides[0][p], 4)} → {plain(sides[1][p], 4)}"
            for p in places
        ]  # fmt: skip
        at = where(one.ours).partition(" [")[0] or words["default"]
        key = f"{one.key} {words['same']}" if one.same else one.key
        table.add_row(key, one.unit, *steps, at)
    return table


def _attribution(shared: Attribution, years: Sequence[int], lang: str) -> Table:
    words = WORDS[lang]
    how = words["exact"] if shared.exact else words["sampled"].format(samples=shared.samples)
    title = words["of"].format(scenario=shared.scenario, against=shared.against)
    table = _table(f"{title} ({how})", lang, "player", *map(str, years))
    places = [shared.years.index(year) for year in years]
    for player, row in zip(shared.players, shared.shares.territorial, strict=True):
        table.add_row(player.title[lang], *(signed(row[p]) for p in places))
    whole = (signed(shared.total.territorial[0, p]) for p in places)
    table.add_row(words["total"], *whole, style="bold")
    return table


def _sectors(split: BySector, year: int, lang: str) -> Table:
    """Lay out the shares of a year by sector, sectors without any left out."""
    place, words = split.whole.years.index(year), WORDS[lang]
    total = split.total.territorial[0, :, place]
    shares = split.shares.territorial[:, :, place]
    there = [i for i in range(len(split.sectors)) if total[i] or shares[:, i].any()]
    names = [_sector(split.sectors[i], lang) for i in there]
    table = _table(words["sector"].format(year=year), lang, "player", *names, "total")
    for player, row in zip(split.whole.players, shares, strict=True):
        cells = [*(row[i] for i in there), row.sum()]
        table.add_row(player.title[lang], *(signed(v) for v in cells))
    cells = [*(total[i] for i in there), total.sum()]
    table.add_row(words["total"], *(signed(v) for v in cells), style="bold")
    return table


def signed(tonnes: float) -> str:
    """Write tonnes as millions with their sign; what rounds to nothing has none of its own.

    Examples
    --------
    >>> signed(-1.25e6), signed(-0.1)
    ('-1.250', '+0.000')
    """
    return f"{round(float(tonnes) * MT, 3) + 0.0:+,.3f}"


def _sector(id: str, lang: str) -> str:
    from dualcarbon.vocabulary.names import SECTORS

    return str(getattr(SECTORS[id], lang)) if id in SECTORS else id
