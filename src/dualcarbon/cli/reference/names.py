"""The page of names: fuels, sectors, flows, gases, indicators, units, actions, clauses."""

from __future__ import annotations

from dualcarbon.cli.reference import markdown
from dualcarbon.cli.reference.markdown import code
from dualcarbon.vocabulary.names import (
    ACTIONS,
    BALANCE_ROWS,
    BOUNDARIES,
    CATEGORIES,
    CLAUSES,
    DEPARTMENTS,
    FLOWS,
    FUELS,
    GASES,
    GPC,
    GUIDELINE,
    INDICATORS,
    METHODS,
    SECTORS,
    UNITS,
    Book,
    Name,
)

INTRODUCTION = """The closed lists that cells of tables and keys of scenarios draw their names from. A name may be written as its id,
in English, in Chinese, or in one of its other spellings; case, width and space do not matter. Whatever else is refused, and the
nearest name is suggested.

表格单元格和情景键中的名称取自下列清单。可写代号、英文名、中文名或其他写法，不区分大小写、全半角和空格。其他写法会被拒绝，并提示最接近的名称。"""

BOOKS = (
    ("Fuels", "能源品种", FUELS),
    ("Sectors", "部门", SECTORS),
    ("Flows", "环节", FLOWS),
    ("Rows of the energy balance table", "能源平衡表的行", BALANCE_ROWS),
    ("Gases", "气体", GASES),
    ("Indicators", "指标", INDICATORS),
    ("Categories of the inventory", "清单类别", CATEGORIES),
    ("Methods of the account", "核算方法", METHODS),
    ("Provincial guideline", "省级清单指南", GUIDELINE),
    ("References of the GPC", "GPC 编号", GPC),
    ("Boundaries of official totals", "官方总量口径", BOUNDARIES),
    ("Departments", "部门机构", DEPARTMENTS),
    ("Units", "单位", UNITS),
    ("Actions", "行动", ACTIONS),
    ("Clauses", "条款", CLAUSES),
)


def page() -> str:
    """Give the page of every book."""
    return markdown.page("Names 名称", INTRODUCTION, *(_section(*book) for book in BOOKS))


def _section(en: str, zh: str, book: Book) -> str:
    names = [book[id] for id in book]
    more = [key for key in names[0].more if any(name.more[key] for name in names)]
    cited = list(dict.fromkeys(name.source for name in names if name.source))
    head = ["id", "English", "中文", *more, "meaning", "other spellings", "source"]
    rows = markdown.table(head, (_row(name, more, cited) for name in names))
    sources = "\n".join(f"{number}. {source}" for number, source in enumerate(cited, 1))
    return f"## {en} {zh}\n\n{rows}\n\nSources:\n\n{sources}"


def _row(name: Name, more: list[str], cited: list[str]) -> list[str]:
    extra = [name.more[key] for key in more]
    number = str(cited.index(name.source) + 1) if name.source else ""
    return [code(name.id), name.en, name.zh, *extra, name.meaning, ", ".join(name.aliases), number]
