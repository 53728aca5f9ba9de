"""The reference pages of the documentation, generated from what the package declares."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from dualcarbon.cli.reference import (
    catalogue,
    commands,
    factors,
    measures,
    names,
    summary,
    tree,
    written,
)
from dualcarbon.vocabulary import tables

PAGES: Mapping[str, Callable[[], str]] = {
    "README.md": lambda: index(),
    "cli.md": commands.page,
    "factors.md": factors.page,
    "measures.md": measures.page,
    "messages.md": catalogue.page,
    "names.md": names.page,
    "study-file.md": written.page,
    "summary.md": summary.page,
    "tables.md": tables.dictionary_page,
    "tree.md": tree.page,
}
"""Every page of the folder by its file."""

TOPICS = {
    "cli.md": ("Commands: arguments, options, exit statuses", "命令：参数、选项、退出状态"),
    "study-file.md": ("Files that people write: study.toml, scenarios, measures, targets.toml", "手写文件：研究、情景、措施、目标"),
    "tree.md": ("Keys of the scenario tree", "情景树的键"),
    "tables.md": ("Tables: the columns of every CSV file, read or written", "数据表：每个 CSV 文件的列"),
    "summary.md": ("Results: every key of summary.json", "结果：summary.json 的每个键"),
    "names.md": ("Names: fuels, sectors, flows, gases, indicators, actions, clauses", "名称：能源品种、部门、环节、气体、指标、行动、条款"),
    "factors.md": ("Factors, prices and other packaged numbers, with their sources", "随附的因子、价格等数值及其来源"),
    "measures.md": ("Catalogue of typical measures: costs, numbers, sources", "典型措施目录：成本、参数与来源"),
    "messages.md": ("Messages: every fault and warning by its code", "提示：每条错误和警告的代码"),
}  # fmt: skip


def write(folder: Path) -> list[Path]:
    """Write every page of the reference and give the files written."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / name for name in PAGES]
    for file in files:
        file.write_text(PAGES[file.name](), encoding="utf-8")
    return files


def index() -> str:
    """Give the page that lists the others."""
    lines = [f"- [{en}]({file}) · {zh}" for file, (en, zh) in TOPICS.items()]
    about = "Generated from the package by `make docs`; never edited. 由程序生成，不手工修改。"
    return "\n".join(["# Reference 参考", "", about, "", *lines]) + "\n"
