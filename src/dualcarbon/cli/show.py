"""What the commands print: answers on standard output, progress and faults on standard error."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from rich.cells import set_cell_size
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from dualcarbon.errors import InputError
from dualcarbon.vocabulary.faults import Place, note

if TYPE_CHECKING:
    from dualcarbon.errors import DualCarbonError
    from dualcarbon.provenance.derivation import Explanation
    from dualcarbon.study.declared import StudyFile
    from dualcarbon.study.results import Results
    from dualcarbon.vocabulary.faults import Fault

BARS = "▁▂▃▄▅▆▇█"
SHOWN_WARNINGS = 12
STEP = 28  # columns of the name of a step
SPARKS = 14  # characters of a sparkline
WIDTH = 110  # columns where the answer goes into a file or a pipe
WORDS = {
    "en": {
        "count": "{count} fault{s}. Nothing was written.", "good": "The study can be run.",
        "scenario": "scenario", "no_peak": "P(no peak)", "year": "peak", "interval": "80 % range",
        "amount": "median Mt CO2", "by": "P(by 2030)", "shape": "to the horizon",
        "fill": "next: fill in the tables, then  dualcarbon check {folder}",
        "one": "warning", "warnings": "warnings", "more": "more in the annex of the report", "run": "run", "report": "report", "export": "export", "next": "next",
    },
    "zh": {
        "count": "{count} 处错误。未写入任何结果。", "good": "该研究可以运行。",
        "scenario": "情景", "no_peak": "不达峰概率", "year": "达峰年", "interval": "80%区间",
        "amount": "峰值中位数 Mt CO2", "by": "2030年前达峰概率", "shape": "基年至目标年",
        "fill": "下一步：填写各表，然后运行  dualcarbon check {folder}",
        "one": "条提示", "warnings": "条提示", "more": "条见报告附录", "run": "运行", "report": "报告", "export": "导出", "next": "下一步",
    },
}  # fmt: skip


def out() -> Console:
    """Give the console of answers."""
    return Console(highlight=False, soft_wrap=True, width=None if sys.stdout.isatty() else WIDTH)


def aside() -> Console:
    """Give the console of progress and faults."""
    return Console(stderr=True, highlight=False, soft_wrap=True)


@contextmanager
def steps(lang: Literal["en", "zh"]) -> Iterator[Callable[[str], None]]:
    """Give a function that prints each step of a run when it begins, with the seconds of the one before."""
    from dualcarbon.server.words import say

    console, begun = aside(), [time.perf_counter()]
    last: list[str] = []

    def step(name: str) -> None:
        now = time.perf_counter()
        if last:
            said = set_cell_size(last.pop(), STEP)
            console.print(f"  [dim]{said}{now - begun[0]:6.1f} s[/dim]")
        begun[0] = now
        last.append(say(f"jobs.step_{name.replace(' ', '_')}", lang) if name else "")

    yield step
    if last:
        step("")


def made(files: Sequence[Path], folder: Path, *, lang: str) -> None:
    """List the files of a new study and say what comes next."""
    console = out()
    for file in files:
        console.print(f"  {file}", markup=False)
    console.print(WORDS[lang]["fill"].format(folder=folder), markup=False)


def checked(folder: Path, warnings: Sequence[Fault], *, as_json: bool, lang: str) -> None:
    """Say that a study can be run, and what is worth knowing about it."""
    if as_json:
        print_json(
            {"study": str(folder), "faults": [], "warnings": [record(w, lang) for w in warnings]}
        )
        return
    warn(warnings, lang, limit=len(warnings))
    out().print("[green]✓[/green] ", end="")
    out().print(f"{folder}: {WORDS[lang]['good']}", markup=False)


def unusable(error: OSError) -> InputError:
    """Give what the system refused, a full disk or a folder without leave, as a fault of the input."""
    place = Place(file=str(error.filename or ""))
    return InputError(faults=[note("RUN003", place, why=error.strerror or str(error))])


def refused(error: DualCarbonError, *, as_json: bool, lang: str) -> None:
    """List every fault of an input."""
    faults: tuple[Fault, ...] = getattr(error, "faults", ())
    if as_json:
        listed = [record(f, lang) for f in faults] or [
            {"code": type(error).__name__, "message": str(error)}
        ]
        print_json({"faults": listed})
        return
    console = aside()
    for fault in faults:
        colour = "red" if fault.level == "error" else "yellow"
        console.print(f"[{colour}]{fault.code}[/{colour}] ", end="")
        console.print(fault.sentence(lang), markup=False)
    if not faults:
        console.print(str(error), markup=False)
    count = sum(f.level == "error" for f in faults) or 1
    console.print(WORDS[lang]["count"].format(count=count, s="" if count == 1 else "s"))


def ran(results: Results, study: Path, *, as_json: bool, lang: str) -> None:
    """Show the peak table, the warnings, and where the results are."""
    if as_json:
        print_json(results.summary)
        return
    console, words = out(), WORDS[lang]
    console.print(peak_table(results, lang))
    warn(results.warnings, lang, limit=SHOWN_WARNINGS)
    console.print(f"{words['run']}     {results.folder}", markup=False)
    report = results.report(lang)
    if report:
        console.print(f"{words['report']}  {report}", markup=False)
    first = next(iter(results.summary["scenarios"]), "baseline")
    key = f"scenarios.{first}.peak.year"
    console.print(f"{words['next']}    dualcarbon explain {results.folder} {key}", markup=False)


def written(file: Path, warnings: Sequence[Fault], *, as_json: bool, lang: str) -> None:
    """Tell which file a report was written to, and what has changed since its run."""
    if as_json:
        print_json({"file": str(file), "warnings": [record(w, lang) for w in warnings]})
        return
    warn(warnings, lang, limit=len(warnings))
    out().print(f"{WORDS[lang]['report']}  {file}", markup=False)


def exported(files: Sequence[Path], warnings: Sequence[Fault], *, as_json: bool, lang: str) -> None:
    """Tell which files an export was written to, and what they leave out."""
    if as_json:
        told = [record(w, lang) for w in warnings]
        print_json({"files": [str(file) for file in files], "warnings": told})
        return
    warn(warnings, lang, limit=len(warnings))
    for file in files:
        out().print(f"{WORDS[lang]['export']}  {file}", markup=False, soft_wrap=True)


def peak_table(results: Results, lang: str) -> Table:
    """Lay out when and how high each scenario peaks."""
    words, table = WORDS[lang], Table(box=None, pad_edge=False, header_style="bold")
    for column in ("scenario", "no_peak", "year", "interval", "amount", "by"):
        table.add_column(
            words[column], justify="left" if column == "scenario" else "right", no_wrap=True
        )
    table.add_column(str(results.study.horizon), justify="right", no_wrap=True)
    table.add_column(words["shape"], no_wrap=True)
    for one in results.summary["scenarios"].values():
        table.add_row(escape(one["title"][lang]), *_cells(one, results.study))
    return table


def explained(derivation: Explanation, *, as_json: bool, lang: str, depth: int = 0) -> None:
    """Show a derivation as a tree down to a depth, 0 for all, or whole as JSON."""
    if as_json:
        print_json(derivation.as_dict(lang))
        return
    out().print(derivation.text(lang, depth), markup=False)


def print_json(content: object) -> None:
    """Print JSON on standard output, nothing else."""
    sys.stdout.write(json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n")


def record(fault: Fault, lang: str) -> dict[str, Any]:
    """Give a fault as JSON."""
    place = {
        k: v
        for k in ("file", "line", "column", "cell", "key")
        if (v := getattr(fault.place, k)) not in ("", None)
    }
    return {
        "code": fault.code,
        "level": fault.level,
        "message": fault.sentence(lang),
        "where": place,
    }


def sparkline(values: Sequence[float]) -> str:
    """Draw a series with eighths of a block.

    Examples
    --------
    >>> sparkline([0, 4, 8, 4, 0])
    '▁▄█▄▁'
    """
    low, high = min(values), max(values)
    span = (high - low) or 1.0
    return "".join(BARS[int((v - low) / span * (len(BARS) - 1))] for v in values)


def _cells(one: dict[str, Any], study: StudyFile) -> list[str]:
    peak, path = one["peak"], one["territorial_mt"]
    years = [y for y in path if int(y) >= study.base_year]
    shape = sparkline([path[y] for y in years[:: max(1, len(years) // SPARKS)]])
    by = peak["probability_by"].get("2030")
    return [
        f"{peak['no_peak']:.0%}",
        str(peak["year"] if peak["year"] is not None else "–"),
        _interval(peak["year_p10"], peak["year_p90"]),
        f"{peak['amount_p50_mt']:,.0f}",
        f"{by:.0%}" if by is not None else "–",
        f"{path[str(study.horizon)]:,.0f}",
        shape,
    ]


def _interval(low: float | str, high: float | str) -> str:
    """Give an interval of years; what lies beyond the horizon says so."""
    return f"{low}–{high}".replace("> ", ">")


def warn(warnings: Sequence[Fault], lang: str, limit: int) -> None:
    """List warnings, as many as are shown."""
    console = aside()
    if warnings:
        word = "one" if len(warnings) == 1 else "warnings"
        console.print(f"[yellow]{len(warnings)} {WORDS[lang][word]}[/yellow]")
    for fault in warnings[:limit]:
        console.print(f"[yellow]{fault.code}[/yellow] ", end="")
        console.print(fault.sentence(lang), markup=False)
    if len(warnings) > limit:
        console.print(f"[dim]+{len(warnings) - limit} {WORDS[lang]['more']}[/dim]")
