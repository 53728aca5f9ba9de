"""The page of the commands, read off the functions that the command line calls."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin

from typer.models import ArgumentInfo, CommandInfo, OptionInfo

from dualcarbon.cli.app import app
from dualcarbon.cli.asking import INPUT_AT_FAULT, WRONG_USE
from dualcarbon.cli.reference import markdown
from dualcarbon.cli.reference.markdown import code

INTRODUCTION = """`dualcarbon COMMAND ...`; `python -m dualcarbon COMMAND ...` is the same. `--help` after a command says what stands
here. Progress, warnings and faults go to standard error, answers to standard output; with `--json` the answer is one JSON value.

命令行用法。进度、提示和错误写到标准错误，结果写到标准输出；加 `--json` 时结果为一个 JSON 值。"""

STATUSES = (
    (0, "done", "完成"),
    (INPUT_AT_FAULT, "the input is at fault: every fault is listed, nothing is written", "输入有误：列出全部错误，不写入任何结果"),
    (WRONG_USE, "wrong use: no such command, option or language", "用法有误：没有该命令、选项或语言"),
)  # fmt: skip

EXAMPLES = {
    "new": 'dualcarbon new my-region --title "My region" --region 320000',
    "check": "dualcarbon check my-region --json",
    "run": "dualcarbon run my-region --members 4096",
    "explain": "dualcarbon explain my-region/results/RUN scenarios.baseline.peak.year",
    "report": "dualcarbon report my-region/results/RUN --lang zh --format docx --template bureau.docx",
    "catalogue": "dualcarbon catalogue E07 --lang zh",
    "export": "dualcarbon export my-region/results/RUN --form iamc --gwp AR5 --scenario baseline",
    "calibrate": "dualcarbon calibrate my-region --parameter gdp --toml",
    "compare": "dualcarbon compare my-region baseline policy --by sector --years 2030,2060",
    "editions": "dualcarbon editions my-region --against provincial_2025_official",
    "backup": "dualcarbon backup studies --out studies.tar.gz",
    "restore": "dualcarbon restore studies.tar.gz --into studies",
    "publish": "dualcarbon publish my-region/results/RUN --lang both --out my-region.html",
    "requests": "dualcarbon requests my-region --lang zh --out requests.xlsx",
    "serve": "dualcarbon serve my-region --port 8765",
    "rebuild": "dualcarbon rebuild my-region/results/RUN",
    "workbook new": "dualcarbon workbook new my-region --lang zh --table energy --table population",
    "workbook read": "dualcarbon workbook read my-region.xlsx my-region --write",
    "users add": "dualcarbon users add studies wang --role administrator",
    "users list": "dualcarbon users list studies",
    "users role": "dualcarbon users role studies wang analyst --study jiangsu",
    "users password": "dualcarbon users password studies wang",
    "users remove": "dualcarbon users remove studies wang",
    "audit verify": "dualcarbon audit verify studies",
    "workbook annotate": "dualcarbon workbook annotate my-region.xlsx --lang zh",
}
VALUES = {Path: "path", int: "whole number", str: "text", bool: ""}
"""What a parameter of a type takes; a flag takes nothing."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument or option of a command."""

    name: str
    value: str
    default: object
    help: str
    is_option: bool


def declared() -> Mapping[str, Callable[..., None]]:
    """Give the function of every command by its name, in the order of the command line's help."""
    calls = _named(app.registered_commands)
    for group in app.registered_groups:
        inside = group.typer_instance.registered_commands if group.typer_instance else []
        calls |= {f"{group.name} {name}": call for name, call in _named(inside).items()}
    return calls


def _named(commands: Iterable[CommandInfo]) -> dict[str, Callable[..., None]]:
    calls = [(info.name, info.callback) for info in commands]
    return {name or call.__name__: call for name, call in calls if call is not None}


def parameters(call: Callable[..., None]) -> list[Parameter]:
    """Give the arguments and options of a command.

    Examples
    --------
    >>> [(one.name, one.is_option) for one in parameters(declared()["explain"])]
    [('RUN', False), ('KEY', False), ('--depth', True), ('--json', True), ('--lang', True)]
    """
    found = inspect.signature(call, eval_str=True).parameters.values()
    return [_parameter(one) for one in found]


def page() -> str:
    """Give the page of every command."""
    statuses = markdown.table(["status", "meaning", "含义"], STATUSES)
    sections = [_section(name, call) for name, call in declared().items()]
    return markdown.page(
        "Commands 命令", INTRODUCTION, "## Exit statuses 退出状态", statuses, *sections
    )


def _section(name: str, call: Callable[..., None]) -> str:
    given = parameters(call)
    taken = [one for one in given if not one.is_option]
    chosen = [one for one in given if one.is_option]
    usage = " ".join(["dualcarbon", name, *(one.name for one in taken), "[OPTIONS]"])
    arguments = ((code(one.name), one.help) for one in taken)
    options = ((code(one.name), one.value, _shown(one), one.help) for one in chosen)
    return "\n\n".join(
        [
            f"## {name}",
            inspect.getdoc(call) or "",
            f"```\n{usage}\n```",
            markdown.table(["argument", "meaning"], arguments),
            markdown.table(["option", "value", "default", "meaning"], options),
            f"Example:\n\n```\n{EXAMPLES[name]}\n```",
        ]
    )


def _shown(option: Parameter) -> str:
    if option.default is inspect.Parameter.empty:
        return "must be given"
    return "" if option.default in (None, False) else code(option.default)


def _parameter(given: inspect.Parameter) -> Parameter:
    kind, info = get_args(given.annotation)
    is_option = isinstance(info, OptionInfo)
    return Parameter(
        name=_called(given.name, info),
        value=info.metavar or VALUES[_plain(kind)],
        default=given.default,
        help=info.help or "",
        is_option=is_option,
    )


def _called(name: str, info: ArgumentInfo | OptionInfo) -> str:
    if isinstance(info, ArgumentInfo):
        return name.upper()
    return next(iter(info.param_decls or ()), f"--{name.replace('_', '-')}")


def _plain(kind: Any) -> type:  # noqa: ANN401 - an annotation may be anything
    """Give the type of what may be left out."""
    plain = (
        next(k for k in get_args(kind) if k is not type(None))
        if isinstance(kind, UnionType)
        else kind
    )
    one: type = get_args(plain)[0] if get_origin(plain) is list else plain
    return one
