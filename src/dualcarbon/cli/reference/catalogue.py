"""The page of messages: every code of the catalogue with its sentences in both languages."""

from __future__ import annotations

import itertools
import re

from dualcarbon.cli.reference import markdown
from dualcarbon.cli.reference.markdown import both
from dualcarbon.vocabulary import faults

INTRODUCTION = """What a study is told, by code. An **error** keeps its scope from being used: the command lists all of them and ends
with status 1. A **warn** travels with the results: summary.json, the terminal, the annex of the report. Words in braces are filled in;
`{where}` is file, line and column, or the dotted key.

按代码列出全部提示。error 为错误：列出全部错误后以状态 1 结束；warn 为警告：随结果写入 summary.json、终端和报告附录。花括号内为填入的内容。"""

AREAS = {
    "AGR": ("Agriculture", "农业"),
    "AHD": ("Account carried ahead", "账户外推"),
    "API": ("Programming interface", "编程接口"),
    "APV": ("Approval of runs", "运行的批准"),
    "ATT": ("Attribution", "归因"),
    "AUD": ("Audit log", "审计日志"),
    "AUTH": ("Who may ask", "访问权限"),
    "BAK": ("Backup and restore", "备份与恢复"),
    "BAL": ("Balances", "平衡"),
    "CAL": ("Calibration and hindcast", "校准与回测"),
    "CAT": ("Catalogue of measures", "措施目录"),
    "CEL": ("Countersigned and confidential cells", "签核与保密的单元格"),
    "CSV": ("Tables as files", "表格文件"),
    "DBS": ("Database", "数据库"),
    "DIA": ("Diagnosis", "诊断"),
    "DIS": ("Districts", "下级地区"),
    "DRW": ("Draws", "抽样"),
    "EDN": ("Editions of factors", "因子版本"),
    "EDT": ("Editing", "编辑"),
    "DST": ("Distributions", "分布"),
    "ECO": ("Economy", "经济数据"),
    "FIL": ("Gaps that are filled", "填补的缺口"),
    "EXP": ("Workbooks and tables written", "写出的工作簿与表格"),
    "FIN": ("Finance and appraisal", "财务与评价"),
    "F": ("Formulas", "公式"),
    "FUG": ("Fugitive emissions", "逃逸排放"),
    "GRD": ("Electricity between regions", "区域间电力"),
    "IDEM": ("Requests sent again", "重发的请求"),
    "INT": ("Intensities and the non-fossil share", "强度与非化石占比"),
    "INV": ("Inventory", "清单"),
    "JOB": ("Jobs", "任务"),
    "KAYA": ("Factors of a decomposition", "分解的因素"),
    "KEY": ("Values of keys", "键的取值"),
    "LED": ("The ledger", "账本"),
    "LKP": ("Lookups", "查表"),
    "LMDI": ("Decomposition", "因素分解"),
    "LND": ("Land and sinks", "土地与碳汇"),
    "MC": ("Order of numbers", "数值次序"),
    "MEA": ("Measures", "措施"),
    "MOD": ("Values of the tree", "情景树的数值"),
    "NEUT": ("Neutrality", "中和"),
    "NEW": ("New studies", "新建研究"),
    "NUM": ("Numbers as written", "数字写法"),
    "OFF": ("Official totals", "官方总量"),
    "PATH": ("Names and paths of files", "名称与文件路径"),
    "PEAK": ("Peak", "达峰"),
    "PER": ("Persons and roles", "用户与角色"),
    "PRO": ("Industrial processes", "工业过程"),
    "QTY": ("Paths over time", "时间路径"),
    "REF": ("Reference data", "参考数据"),
    "REP": ("Report", "报告"),
    "RUL": ("Rules against double counting", "防重复计算规则"),
    "RUN": ("Runs", "运行"),
    "SAV": ("Saving", "保存"),
    "SCN": ("Scenarios", "情景"),
    "SEN": ("Sensitivity of the futures", "情景的敏感性"),
    "SER": ("Series and vintages", "序列与版本"),
    "SHARE": ("Shares", "占比"),
    "SQL": ("Filters and orders", "筛选与排序"),
    "STP": ("Regression on drivers (STIRPAT)", "驱动因素回归（STIRPAT）"),
    "STK": ("Stocks by vintage", "分龄存量"),
    "SRV": ("The server", "服务"),
    "STU": ("The study and its files", "研究及其文件"),
    "SYS": ("The machine", "运行环境"),
    "TAPIO": ("Decoupling", "脱钩"),
    "TGT": ("Targets", "目标"),
    "TRE": ("Declared tree", "情景树声明"),
    "TREND": ("Trend", "趋势"),
    "UNIT": ("Units", "单位"),
    "XLS": ("Workbooks", "工作簿"),
    "WST": ("Waste", "废弃物"),
    "VIEW": ("Views and exports", "视图与导出"),
    "YBK": ("Yearbook", "年鉴数据"),
}


def page() -> str:
    """Give the page of every message."""
    areas = itertools.groupby(faults.codes(), key=area)
    sections = [_section(name, list(codes)) for name, codes in areas]
    return markdown.page("Messages 提示", INTRODUCTION, *sections)


def area(code: str) -> str:
    """Give the letters of a code.

    Examples
    --------
    >>> area("LMDI003")
    'LMDI'
    """
    return re.sub(r"\d+$", "", code)


def _section(name: str, codes: list[str]) -> str:
    en, zh = AREAS.get(name, ("", ""))
    head = ["code", "level", "message 提示", "what to do 处理"]
    return f"## {name} {en} {zh}".rstrip() + "\n\n" + markdown.table(head, map(_row, codes))


def _row(code: str) -> tuple[str, str, str, str]:
    told = faults.entry(code)
    advice = both(told.get("advice_en", ""), told.get("advice_zh", ""))
    return code, told["level"], both(told["en"], told["zh"]), advice
