"""The page of files that people write, read off the models that take them."""

from __future__ import annotations

from collections.abc import Iterator

from dualcarbon.cli.reference import markdown
from dualcarbon.cli.reference.markdown import code
from dualcarbon.cli.reference.schema import sections
from dualcarbon.measures.declared import Measure
from dualcarbon.measures.money import Money, Resource
from dualcarbon.quantities.distributions import FORMS
from dualcarbon.quantities.forms import Form
from dualcarbon.quantities.kinds import KINDS
from dualcarbon.scenarios.structure import OWN, TreeTable
from dualcarbon.study.chosen import Chosen
from dualcarbon.study.declared import StudyFile
from dualcarbon.study.editions import EditionFile
from dualcarbon.targets.declared import Target

INTRODUCTION = """A study is a folder. TOML files hold what people declare, CSV files hold statistics ([tables](tables.md)). A key that is not
listed here is refused, and the nearest one is suggested; all faults of a folder are told at once.

一项研究是一个文件夹：TOML 文件为手写的声明，CSV 文件为统计数据。未列出的键会被拒绝，并提示最接近的键；全部错误一次列出。

| file | what | 内容 |
|---|---|---|
| `study.toml` | what the study says of itself | 研究说明 |
| `data/*.csv` | statistics | 统计数据 |
| `tree.toml` | variables, branches and chains beside the account, if any | 账户以外的变量、分支与转换链（如有） |
| `data/variables.csv` | their statistics and plans | 其统计值与规划值 |
| `factors.csv` | its own emission factors, if any | 本地排放因子（如有） |
| `editions/*/` | editions of factors of its own, if any: edition.toml, factors.csv, numbers.csv | 自有因子版本（如有） |
| `scenarios/*.toml` | one file a scenario | 每个情景一个文件 |
| `measures.toml` | measures, and how they are valued, if any | 措施及其估值方法（如有） |
| `projects.csv` | measures of known place and owner, if any | 有明确地点和责任单位的项目（如有） |
| `targets.toml` | goals, if any | 目标（如有） |
| `results/` | made by runs | 运行结果 |"""

TREE = """`schema = "dualcarbon/tree/1"`, templates in use, and the tables below. How it is computed stands in [tree](../explanation/tree.md), what templates
there are in [templates](../how-to/templates.md). A declared thing may carry paths of its own, which every scenario inherits and may replace:

| key | what | 内容 |
|---|---|---|
| `variables.NAME` | a value over time; with `parts` the group `variables.NAME.PART` | 变量；有 parts 时为份额组 |
| `branches.SECTOR.NAME.activity` | activity, in the unit of the branch | 活动水平 |
| `branches.SECTOR.NAME.intensity` | energy per activity, useful energy if `useful` | 单位活动能耗（useful 时为有用能） |
| `branches.SECTOR.NAME.mix` | share of each fuel | 品种结构 |
| `branches.SECTOR.NAME.efficiency.FUEL` | useful per final energy | 终端效率 |
| `chains.NAME.supply` | share of each process, and of `import` where it meets all demand | 供应结构 |
| `chains.NAME.PROCESS.rate.FUEL`, `.yield.FUEL` | input, and what is given beside, per output | 单位产出投入与副产 |
| `chains.NAME.loss`, `.export`, `.part` | loss, exports, part of the demand that is met | 损失、外送、满足需求的比例 |

`data/variables.csv` ([columns](tables.md)) holds the value of each in the base year and before: `variable` is the key without `variables.`, or the whole key of a branch
or chain. Rows after the base year are plans, which only a `lookup` reads."""

SCENARIO = """`scenarios/NAME.toml`, one for each name in `scenarios` of study.toml. The first is the root and declares what it assumes;
the others say `extends` and only what differs. All other tables are [keys of the tree](tree.md): nested tables flatten to dotted keys,
and a table that holds one of the kinds below is a path."""

HEAD = {
    "schema": ("text", "`dualcarbon/scenario/1`"),
    "name": ("text", "Name, that of the file."),
    "title": ("table `{en, zh}`", "Title as people read it; one text serves both languages."),
    "description": ("table `{en, zh}`", "What the scenario supposes."),
    "extends": ("text", "Scenario that it builds on; none for the root."),
    "measures": (
        "table",
        "Measures of measures.toml by id, each with its level of deployment, 0 to 1; those of the parent are kept.",
    ),
}
"""Keys of a scenario that are no paths."""

PATHS = """What a path may be; how each is computed stands in [paths](../explanation/paths.md). A bare quantity is a constant."""

QUANTITY = "A number, or a table of one of these forms. The central run uses the central value, each member of the ensemble a draw."

LIKELY = {
    "normal": ("Bell-shaped; two in three draws lie within sd of the mean.", "mean"),
    "triangular": ("Most likely at the mode, impossible beyond low and high.", "mode"),
    "uniform": ("As likely anywhere between low and high.", "middle"),
    "lognormal": ("The logarithm is normal; two in three lie within median / gsd to median x gsd.", "median"),
}  # fmt: skip
"""What each form of distribution says, and its central value."""

TARGETS = """`schema = "dualcarbon/targets/1"` and a list `[[targets]]`. How they are judged stands in
[targets](../explanation/targets.md)."""

REPORT = """`schema = "dualcarbon/report/1"` and a list `[[figures]]`, in the order in which the annex of the report draws them; of no effect on
any number: [hand in the report](../how-to/report.md)."""

EDITION = """`editions/ID/edition.toml`, beside it `factors.csv` and `numbers.csv` of the usual columns. It serves if `[account]` of study.toml names
it: [editions](../how-to/editions.md)."""

MEASURES = """`schema = "dualcarbon/measures/1"`, a table `[money]`, a list `[[resources]]` and the list `[[measures]]`. How they act
stands in [measures](../explanation/measures.md), how they are valued in [money](../explanation/money.md)."""


def page() -> str:
    """Give the page of every file that people write."""
    return markdown.page(
        "Files that people write 手写文件",
        INTRODUCTION,
        *sections("study.toml", StudyFile.model_json_schema()),
        f"## edition.toml\n\n{EDITION}",
        *sections("edition.toml", EditionFile.model_json_schema(), level=3),
        f"## tree.toml\n\n{TREE}",
        *_tree(),
        *_scenarios(),
        f"## measures.toml\n\n{MEASURES}",
        *sections("[money]", Money.model_json_schema(), path="money", level=3),
        *sections("[[resources]]", Resource.model_json_schema(), path="resources", level=3),
        *sections("[[measures]]", Measure.model_json_schema(), path="measures", level=3),
        f"## targets.toml\n\n{TARGETS}",
        *sections("[[targets]]", Target.model_json_schema(), path="targets", level=3),
        f"## report.toml\n\n{REPORT}",
        *sections("[[figures]]", Chosen.model_json_schema(), path="figures", level=3),
    )


def _tree() -> Iterator[str]:
    heads = {"variables": "NAME", "branches": "SECTOR.NAME", "chains": "NAME"}
    yield from sections("The top of the file", TreeTable.model_json_schema(), level=3)
    for head, named in heads.items():
        path = f"{head}.{named}"
        yield from sections(f"[{path}]", OWN[head].model_json_schema(), path=path, level=3)


def _scenarios() -> Iterator[str]:
    head = ((code(key), *told) for key, told in HEAD.items())
    yield f"## Scenarios\n\n{SCENARIO}\n\n{markdown.table(['key', 'type', 'meaning'], head)}"
    yield f"### Paths\n\n{PATHS}"
    common = frozenset(Form.model_fields)
    for name, form in KINDS.items():
        yield from sections(name, form.model_json_schema(), level=4, leave=common)
    yield from sections("Any path", Form.model_json_schema(), level=4)
    yield f"### Quantities\n\n{QUANTITY}\n\n{_forms()}"


def _forms() -> str:
    rows = (
        (code(f"{{{name} = [{', '.join(numbers)}]}}"), *LIKELY[name])
        for name, (_, numbers, _) in FORMS.items()
    )
    return markdown.table(["form", "meaning", "central value"], rows)
