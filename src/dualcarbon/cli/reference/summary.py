"""The page of results: every key of summary.json with its unit and meaning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dualcarbon.cli.reference import keys, markdown

FILE = "summary.toml"

INTRODUCTION = """`summary.json` of a run, schema `dualcarbon/summary/1`. Keys are added, never renamed. Mt is 10^6 t; shares are
fractions; years as keys are texts; nothing is rounded; what does not apply is null. A dotted path of this page, the words in braces filled
in, is what `dualcarbon explain RUN KEY` takes; items of lists are counted from 0.

运行结果 `summary.json` 的结构。只增加键，不改名。Mt 为百万吨；占比写成小数；年份作为键时是文本；数值不取整；不适用的为 null。
将花括号中的词替换后，本页的点分路径就是 `dualcarbon explain RUN KEY` 的 KEY；列表项从 0 数起。"""


def page() -> str:
    """Give the page of every key of the results."""
    return markdown.page("Results: summary.json 结果", INTRODUCTION, *keys.sections(FILE))


def undescribed(summary: Mapping[str, object]) -> list[str]:
    """List the paths of a summary that the page does not describe."""
    return keys.undescribed(leaves(summary), FILE)


def leaves(value: object, path: str = "") -> Iterator[str]:
    """Give the dotted path of every value that holds no others; a list of plain values is one value.

    Examples
    --------
    >>> list(leaves({"a": {"2017": 1.0}, "b": [{"c": None}], "d": [1, 2], "e": {}}))
    ['a.2017', 'b.0.c', 'd']
    """
    inside: Mapping[str, object] = {}
    if isinstance(value, Mapping):
        inside = value
    elif isinstance(value, list) and any(isinstance(one, Mapping) for one in value):
        inside = {str(at): one for at, one in enumerate(value)}
    elif value != []:
        yield path
    for key, one in inside.items():
        yield from leaves(one, f"{path}.{key}".strip("."))
