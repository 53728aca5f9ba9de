"""The page of the scenario tree: every key that a scenario may declare, with its unit and meaning."""

from __future__ import annotations

from collections.abc import Iterable

from dualcarbon.cli.reference import keys, markdown

FILE = "tree.toml"

INTRODUCTION = """Which keys a region has is read off its own account: a sector without energy has no branch, an account of totals
only has a single one. Any other key is refused, and the nearest one is suggested. `money` is the unit of the study's GDP at constant prices,
or an index. A key that no scenario declares keeps its value of the base year, and the run says so. How the tree is computed stands in
[scenarios](../explanation/scenarios.md).

一个地区有哪些键，由它自己的账户决定：没有用能的部门就没有分支。其他键会被拒绝，并提示最接近的键。money 为研究所用的不变价地区生产总值单位
（或指数）。未声明的键保持基准年的值，并给出提示。

In a scenario file the dots are nested tables: `mix.industry.coal` is the part `coal` of the group

```toml
[mix.industry.share]
coal = {points = {2030 = 0.38, 2060 = 0.20}}
electricity = "residual"
```"""


def page() -> str:
    """Give the page of the tree."""
    title = "Keys of the scenario tree 情景树的键"
    return markdown.page(title, INTRODUCTION, *keys.sections(FILE))


def undescribed(paths: Iterable[str]) -> list[str]:
    """List the keys of a region's tree that the page does not describe."""
    return keys.undescribed(paths, FILE)
