"""Formulas, trees, tables and numbers of a model that cannot be: what `check` and `run` say of each, where, and what to do."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from dualcarbon.cli.app import app
from dualcarbon.errors import InputError
from dualcarbon.scenarios import projection
from dualcarbon.study import preparation, running

STUDY = Path(__file__).with_name("bad_inputs") / "study.toml"
DOCS = (Path(__file__).parents[3] / "docs/reference/messages.md").read_text(encoding="utf-8")
TITLE = 'title = {en = "Made up", zh = "虚构"}\n'
YEARS = (2016, 2017, 2018)
ENERGY = {"coal": 500, "oil": 50, "electricity": 100}
SCENARIO = """schema = "dualcarbon/scenario/1"
name = "base"
title = {en = "Base", zh = "基准"}
[gdp]
growth = [{to = 2035, rate = 0.03}]
mark = "A"
"""
TREE = f"""schema = "dualcarbon/tree/1"
[variables.cars]
{TITLE}unit = "vehicle"
[branches.industry.kilns]
{TITLE}unit = "t"
fuels = ["coal", "oil"]
"""
ROWS = """year,variable,value,unit,source,mark
2018,cars,100,10^4 vehicle,x,A
2018,branches.industry.kilns.activity,1000,10^4 t,x,A
2018,branches.industry.kilns.intensity,0.1,tce/t,x,A
2018,branches.industry.kilns.mix.coal,0.8,1,x,A
2018,branches.industry.kilns.mix.oil,0.2,1,x,A
"""
TREE_FILE, TABLE, BASE = "tree.toml", "data/variables.csv", "scenarios/base.toml"
FOREIGN = re.compile(r"Traceback|Error:|pydantic|polars|numpy|graphlib|/tmp|/home|None|\bnan\b")
CHINESE = re.compile("[\u4e00-\u9fff]")
SAYING_ALL = {"F004", "F008", "F010", "F012", "F014", "F016", "F026"}
"""Codes whose sentence says what to write, so that no advice follows."""


@pytest.fixture(scope="module")
def clean(tmp_path_factory):
    """A small study without a fault: one sector, one branch, one variable."""
    folder = tmp_path_factory.mktemp("cases") / "town"
    (folder / "data").mkdir(parents=True)
    (folder / "scenarios").mkdir()
    energy = [
        *(("industry", "final", fuel, amount) for fuel, amount in ENERGY.items()),
        ("energy_supply", "other_transformation", "coal", 20),
    ]
    texts = {
        "study.toml": STUDY.read_text(encoding="utf-8"),
        TREE_FILE: TREE,
        TABLE: ROWS,
        BASE: SCENARIO,
        "data/energy.csv": rows("sector,flow,fuel", *energy, unit="10^4 tce"),
        "data/population.csv": rows("indicator", ("population", 300), unit="10^4 person"),
        "data/economy.csv": rows(
            "sector,indicator", ("total", "value_added", 900), unit="10^8 CNY2015"
        ),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def rows(columns, *keys, unit):
    """Give a table of values that stay what they are."""
    lines = [",".join(map(str, (year, *key, unit, "invented"))) for key in keys for year in YEARS]
    return "\n".join([f"year,{columns},value,unit,source", *lines, ""])


@pytest.fixture
def town(clean, tmp_path):
    """A copy of the small study, to be spoilt."""
    return Path(shutil.copytree(clean, tmp_path / "town"))


def told(folder, **spoilt):
    """Give everything that is told of a study with other texts in some of its files, warnings too."""
    for name, text in spoilt.items():
        (folder / {"tree": TREE_FILE, "table": TABLE, "scenario": BASE}[name]).write_text(
            text, encoding="utf-8"
        )
    try:
        prepared = preparation.prepare(folder)
        preparation.rehearse(prepared)
    except InputError as error:
        return list(error.faults)
    return list(prepared.warnings)


def line_of(folder, file, text):
    """Give the number of the only line of a file that begins with a text."""
    lines = (folder / file).read_text(encoding="utf-8").split("\n")
    (found,) = [number for number, line in enumerate(lines, 1) if line.startswith(text)]
    return found


def fit_to_be_told(faults):
    """Hold what is told to its promise in both languages: nothing foreign, a sentence of words that ends."""
    for fault in faults:
        for lang in ("en", "zh"):
            assert not FOREIGN.search(fault.sentence(lang)), fault.sentence(lang)
            assert len(fault.sentence(lang)) < 1000
        assert CHINESE.search(fault.sentence("zh"))
        assert not CHINESE.search(re.sub("“.*?”|，", "", fault.sentence("en")))
        assert bool(fault.advice("en")) == bool(fault.advice("zh"))
        assert f"| {fault.code} | {fault.level} |" in DOCS


def test_the_study_itself_has_no_fault(town):
    assert {f.level for f in told(town)} == {"warn"}


# what is written -> code, what is said of it in English and in Chinese
FORMULAS = {
    "empty": ("", "F001", "formula is empty", "公式为空"),
    "long": ("1 + " * 5000 + "1", "F002", "longer than 2,000 characters (20001)", "公式超过 2000 个字符"),
    "sum": ("+".join(["1"] * 5000), "F002", "longer than 2,000 characters (9999)", "（9999）"),
    "signs": ("-" * 20_000 + " gdp", "F003", "col 51: too many signs in a row", "连续的正负号过多"),
    "deep": ("(" * 60 + "1" + ")" * 60, "F003", "col 51: more than 50 parentheses", "括号嵌套超过 50 层"),
    "terms": ("+".join(["1"] * 600), "F005", "more than 500 terms", "超过 500 项"),
    "text": ("'a'*10**10", "F006", "col 1: only numbers are allowed, not 'a'", "不能使用 'a'"),
    "true": ("True+1", "F006", "col 1: only numbers are allowed, not True", "不能使用 True"),
    "overflow": ("1e3083", "F007", "col 1: number too large", "数值过大"),
    "caret": ("2^3", "F010", "col 2: use ** for power, not ^", "乘方请用 **"),
    "pair": ("1, 2", "F011", "col 2: a comma stands only between the arguments of a call", "逗号只用于分隔函数的参数"),
    "wide": ("max(1，2)", "F012", 'col 6: full-width character ，; did you mean ","?', "全角字符 ，；是否应为“,”"),
    "grouped": ("1_000", "F013", '"1_000" is not a decimal number', "“1_000”不是十进制数"),
    "times": ("1×2", "F004", "col 2: write * for multiplication", "乘号请写 *"),
    "equation": ("y=5", "F004", 'col 2: "=" is not allowed; write only the right-hand side', "只写等号右边的部分"),
    "two": ("abs(1, 2)", "F014", "abs takes one argument, not 2", "abs 需要一个参数，现为 2 个"),
    "one": ("max(1)", "F014", "max takes two or more arguments, not 1", "max 需要两个或更多参数，现为 1 个"),
    "import": ("__import__('os')", "F016", "calls other than min, max, abs, sqrt, exp, ln, log10", "不允许使用“__import__”"),
    "attribute": ("().__class__.__bases__", "F016", 'col 1: "." is not allowed', "不允许使用“.”"),
    "comment": ("1 # x", "F017", "col 3: comments are not allowed", "不允许注释"),
    "hidden": ("1 +\u202e 2", "F020", "the character U+202E cannot be seen", "不可见字符 U+202E"),
}  # fmt: skip
"""Slips of the text, which need no other path to be told."""
MISFITS = {
    "unknown": ("secret+1", "F008", 'col 1: unknown name "secret"; known: ', "未知名称“secret”；可用："),
    "units": ("energy_tce + energy_tj", "F021", "col 1: cannot add tce and TJ; convert one", "tce 与 TJ 不能相加"),
    "bare": ("ln(gdp)", "F023", "col 4: ln needs a bare number, not CNY2015", "ln 需要无量纲的数"),
    "result": ("energy_tce * gdp", "F024", "the formula gives tce * CNY2015", "公式结果的单位为 tce * CNY2015"),
    "entering": ("gdp\nin = {gpd = '10^8 CNY2015'}", "F026", '"gpd" is not a name of the formula', "“gpd”不是公式中的名称"),
    "entered": ("gdp / gdp\nin = {gdp = 'tce'}", "F027", "gdp is in CNY2015, which cannot be converted to tce", "不能换算为 tce"),
}  # fmt: skip
"""Names and units that do not fit, which other paths tell."""


def variable(name, unit="1"):
    return f"[variables.{name}]\n{TITLE}unit = '{unit}'\n"


def written(formulas, *, apart):
    """Give tree, table and scenario with formulas of variables, in the scenario if ``apart``, else in the tree."""
    tree = TREE + variable("energy_tce", "tce") + variable("energy_tj", "TJ")
    table = ROWS + "2018,energy_tce,1,tce,x,A\n2018,energy_tj,1,TJ,x,A\n"
    scenario = SCENARIO
    for name, (text, *_) in formulas.items():
        whole, _, rest = text.replace("energy_t", "variables.energy_t").partition("\n")
        formula = f"formula = {json.dumps(whole)}\n{rest}\n"
        tree += variable(name) + ("" if apart else formula)
        scenario += f"[variables.{name}]\n{formula}" if apart else ""
        table += f"2018,{name},1,1,x,A\n" if apart else ""
    return {"tree": tree, "table": table, "scenario": scenario}


@pytest.fixture(scope="module", params=[False, True], ids=["tree.toml", "scenario"])
def formulas(request, clean, tmp_path_factory):
    """Everything that is told of all formulas at once, once for those of each kind; and where they stand."""
    file, found = (BASE if request.param else TREE_FILE), {}
    for cases in (FORMULAS, MISFITS):
        folder = Path(shutil.copytree(clean, tmp_path_factory.mktemp("formulas") / "town"))
        faults = told(folder, **written(cases, apart=request.param))
        assert len(faults) == len(cases)  # all at once, and nothing that follows from one
        found |= {name: (folder, [f for f in faults if f".{name}." in f.place.key + "."]) for name in cases}  # fmt: skip
    return file, found


@pytest.mark.parametrize("name", [*FORMULAS, *MISFITS])
def test_a_formula_is_refused_with_its_code_its_line_and_its_column(formulas, name):
    file, found = formulas
    _, code, english, chinese = (FORMULAS | MISFITS)[name]
    folder, (fault,) = found[name]
    assert (fault.code, fault.level, fault.place.file) == (code, "error", file)
    header = line_of(folder, file, f"[variables.{name}]")
    assert header < fault.place.line <= header + 3
    assert english in fault.message("en")
    assert chinese in fault.message("zh")
    assert bool(fault.advice("zh")) != (code in SAYING_ALL)
    fit_to_be_told([fault])


COMPUTED = {
    "1/0": ("F009", "division by zero", "除以零"),
    "ln(0)": ("F015", "ln of 0", "ln(0)"),
    "sqrt(2017 - year)": ("F015", "sqrt of -", "sqrt(-"),
    "1e300 ** (year - 2016)": ("F018", "grows beyond what a number can hold", "超出可表示的数值范围"),
    "2 + 0 * year": ("F025", "by the formula and 1 in the statistics", "统计值为 1：路径会出现跳变"),
    "0 * year": ("F028", "is computed as 0 in 2018", "计算值为 0"),
}  # fmt: skip


@pytest.mark.parametrize("text", COMPUTED)
def test_what_a_formula_comes_to_is_told_with_path_year_and_line(town, text):
    code, english, chinese = COMPUTED[text]
    (fault,) = told(town, **written({"x": (text,)}, apart=True))
    assert (fault.code, fault.level, fault.place.file) == (code, "error", BASE)
    assert fault.place.line == line_of(town, BASE, "[variables.x]")
    assert english in fault.message("en")
    assert chinese in fault.message("zh")
    assert "variables.x" in fault.message("zh")
    assert fault.advice("zh")
    fit_to_be_told([fault])


def chain(text, name="h2", output="hydrogen"):
    return f'[chains.{name}]\n{TITLE}output = "{output}"\n{text}\n'


def branch(text, name="ovens", sector="industry"):
    return f'[branches.{sector}.{name}]\n{TITLE}unit = "t"\n{text}\n'


PLAIN = "processes = {a = {inputs = ['coal']}}"
FROM_COAL = f"{PLAIN}\na.rate.coal = {{constant = 1.5}}\nsupply.share = {{a = 1}}"
OVER = "[variables.a]\n" + TITLE + "unit = '1'\nlookup = {of = 'variables.b', points = {'1' = 1, '2' = 2}}\n" + variable("b")  # fmt: skip
OVENS = "".join(f"2018,branches.industry.ovens.{k},{v},{u},x,A\n" for k, v, u in (("activity", 1, "t"), ("intensity", 1, "tce/t"), ("mix.coal", 1, "1"), ("efficiency.coal", 0, "1")))  # fmt: skip
# what is spoilt -> every fault of it: code, file, beginning of its line or its key, English, Chinese
TREES = {
    "another form": (
        {"tree": TREE.replace("tree/1", "tree/9")},
        ("TRE001", TREE_FILE, "schema", '"dualcarbon/tree/9" is not the form of a tree', "请写“dualcarbon/tree/1”"),
    ),
    "names and fuels": (
        {"tree": TREE + variable('"9x"') + branch("fuels = ['cole']", "dry") + branch("fuels = ['oil', 'oil']") + branch("fuels = []", "none")},
        ("TRE012", TREE_FILE, '[variables."9x"]', '"9x" may hold letters, digits and _', "且以字母开头"),
        ("TRE003", TREE_FILE, "fuels = ['cole']", '"cole" is no fuel; did you mean "coke"?', "“cole”不是能源品种"),
        ("TRE035", TREE_FILE, "fuels = ['oil', 'oil']", '"oil" is named twice', "“oil”重复列出"),
        ("TRE042", TREE_FILE, "fuels = []", "no fuel is named", "未列出任何能源品种"),
    ),
    "processes": (
        {"tree": TREE + chain("within = 'supply'\nprocesses = {supply = {inputs = ['coal']}, a = {inputs = ['coal'], burnt = ['oil']}, b = {inputs = ['oil']}}")},
        ("TRE039", TREE_FILE, "within", '"supply" is no cell of the account', "“supply”不是账户中的单元"),
        ("TRE038", TREE_FILE, "processes", 'a process cannot be called "supply"', "工艺不能命名为“supply”"),
        ("TRE036", TREE_FILE, "processes", '"oil" is burnt, but it is not among the inputs', "不在投入之中"),
        ("TRE037", TREE_FILE, "[chains.h2]", '"oil" is burnt in a and only taken in b', "在 a 中燃烧，在 b 中仅为投入"),
    ),
    "a template that is none": (
        {"tree": "use = ['vehicels']\n" + TREE},
        ("TRE011", TREE_FILE, "use", 'no template "vehicels"; did you mean "vehicles"?', "没有模板“vehicels”；是否应为“vehicles”？"),
    ),
    "leaving out what is not there": (
        {"tree": "without = ['branches.transport.ships']\n" + TREE},
        ("TRE018", TREE_FILE, "without", 'no template in use declares "branches.transport.ships"; there is none', "没有可用的名称"),
    ),
    "made twice": (
        {"tree": TREE + chain(PLAIN) + chain(PLAIN, "h3")},
        ("TRE040", TREE_FILE, "[chains.h3]", '"hydrogen" is made by chains.h2 already', "已由 chains.h2 满足全部需求"),
    ),
    "chains in a circle": (
        {"tree": TREE + chain("processes = {a = {inputs = ['oil']}}") + chain("processes = {a = {inputs = ['hydrogen']}}", "fuel", "oil")},
        ("TRE041", TREE_FILE, "[chains.h2]", "in a circle: h2, fuel", "循环取用自身或彼此的产出：h2, fuel"),
    ),
    "variables in a circle": (
        {"tree": TREE + variable("a") + "formula = 'variables.b'\n" + variable("b") + "formula = 'variables.a'\n"},
        ("TRE015", TREE_FILE, "[variables.a]", "in a circle: variables.a, variables.b", "变量循环引用"),
    ),
    "rows": (
        {"table": ROWS + "2018,carz,1,vehicle,x,A\n2017,cars,1,t,x,A\n"},
        ("TRE009", TABLE, "2018,carz", 'no variable "carz"; did you mean "cars"?', "tree.toml 未声明变量“carz”"),
        ("TRE010", TABLE, "2017,cars", 'the row is in "t", the variable in "vehicle"', "二者量纲不同"),
    ),
    "two rows": (
        {"table": ROWS + "2018,cars,1,vehicle,x,A\n"},
        ("CSV031", TABLE, None, "two values for 2018 cars: 100 and 1", "2018 cars 有两个值"),
    ),
    "a row to be filled": (
        {"tree": TREE + variable("flats", "m2"), "table": ROWS + "2018,flats,,m2,x,A\n"},
        ("TRE019", TABLE, "2018,flats", 'the value of "flats" in 2018 is still to be filled in [m2]', "尚待填写（单位：m2）"),
    ),
    "no row": (
        {"tree": TREE + variable("flats", "m2")},
        ("TRE004", TABLE, None, 'no value of "variables.flats" in 2018', "“variables.flats”没有基准年 2018 的数值"),
    ),
    "a sector that is not there": (
        {"tree": TREE + branch("fuels = ['oil']", "ships", "transport")},
        ("TRE002", TREE_FILE, "[branches.transport", 'no final use of "transport"; known: industry', "没有“transport”的终端消费"),
    ),
    "a part of nothing": (
        {"tree": TREE + chain(PLAIN, "plant", "heat")},
        ("TRE017", TREE_FILE, "[chains.plant]", '"heat" has no plants in the account', "没有生产“heat”的机组"),
    ),
    "a fuel that none burns": (
        {"tree": TREE + branch("fuels = ['natural_gas']")},
        ("TRE006", TREE_FILE, "fuels = ['natural_gas']", 'no fuel "natural_gas" is burnt in the account', "其排放因子未知"),
    ),
    "more than there is": (
        {"table": ROWS.replace("1000,10^4 t", "9000,10^4 t")},
        ("TRE005", TABLE, None, "use 7.2 Mtce of Coal and coal products in 2018, the account has 5", "7.2 Mtce，账户中为 5"),
        ("TRE005", TABLE, None, "use 1.8 Mtce of Oil and oil products in 2018, the account has 0.5", "1.8 Mtce，账户中为 0.5"),
    ),
    "shares that leave a tenth over": (
        {"table": ROWS.replace("oil,0.2", "oil,0.1")},
        ("TRE030", TABLE, None, "the shares sum to 0.9 in 2018", "各份额之和为 0.9"),
    ),
    "less than nothing": (
        {"table": ROWS.replace("0.1,tce/t", "-0.1,tce/t")},
        ("TRE031", TABLE, None, "[branches.industry.kilns.intensity]: -0.1 in 2018", "均不得为负"),
    ),
    "an efficiency of nothing": (
        {"tree": TREE + branch("fuels = ['coal']\nuseful = true"), "table": ROWS + OVENS},
        ("TRE032", TABLE, None, "the efficiency is 0 in 2018; it must be above 0", "2018 年效率为 0；须大于 0"),
    ),
    "less than nothing to come": (
        {"scenario": SCENARIO + "[branches.industry.kilns.intensity]\npoints = {2030 = -1, 2035 = -1}\n"},
        ("TRE031", BASE, "[branches.industry.kilns", "-1 in 2030", "2030 年为 -1"),
    ),
    "more than all is lost": (
        {"tree": TREE + chain(FROM_COAL + "\nloss = {constant = 1.5}")},
        ("TRE013", TREE_FILE, "loss", "1.5 in 2018; it must lie between 0 and 1", "须在 0 与 1 之间"),
    ),
    "made by nothing": (
        {"tree": TREE + chain(FROM_COAL.rpartition("\n")[0])},
        ("TRE034", TREE_FILE, "[chains.h2]", 'does not say what "hydrogen" is made by', "未说明“hydrogen”由何制取"),
    ),
    "no plan": (
        {"scenario": SCENARIO + "[variables.cars]\nlookup = {series = 'cars'}\n"},
        ("LKP008", BASE, "lookup", "the series cars ends in 2018", "序列 cars 止于 2018 年"),
    ),
    "outside the table": (
        {"tree": TREE + OVER, "table": ROWS + "2018,b,1,1,x,A\n", "scenario": SCENARIO + "[variables.b]\npoints = {2030 = 3, 2035 = 3}\n"},
        ("LKP009", TREE_FILE, "[variables.a]", "outside the table from 1 to 2", "超出表的范围 1 至 2"),
    ),
    "a triangle upside down": (
        {"scenario": SCENARIO.replace("0.03", "{triangular = [3, 2, 1]}")},
        ("MC001", BASE, "growth", "need low <= mode <= high, got 3, 2, 1", "须满足 low <= mode <= high"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", TREES)
def test_all_that_is_wrong_with_a_tree_is_told_at_once(town, what):
    spoilt, *wanted = TREES[what]
    faults = told(town, **spoilt)
    assert [(f.code, f.level, f.place.file) for f in faults] == [(c, "error", file) for c, file, *_ in wanted]  # fmt: skip
    for fault, (_, file, text, english, chinese) in zip(faults, wanted, strict=True):
        assert english in fault.message("en")
        assert chinese in fault.message("zh")
        assert text is None or fault.place.line == line_of(town, file, text)
    fit_to_be_told(faults)


HYDROGEN = "".join(f"{year},industry,final,hydrogen,10,10^4 tce,x\n" for year in YEARS)


@pytest.mark.parametrize(
    ("text", "code", "english", "chinese"),
    [
        ("", "TRE007", "0.15 Mtce of Coal and coal products in 2018", "未说明账户中由何处核算"),
        (
            "\nwithin = 'energy_supply/other_transformation'",
            "TRE008",
            "and energy_supply/other_transformation/hydrogen holds 0",
            "中仅有 0 Mtce",
        ),
    ],
)
def test_a_chain_that_runs_must_stand_in_the_account(town, text, code, english, chinese):
    with (town / "data/energy.csv").open("a", encoding="utf-8") as energy:
        energy.write(HYDROGEN)
    table = ROWS + "2018,chains.h2.supply.a,1,1,x,A\n"
    faults = told(town, tree=TREE + chain(FROM_COAL + text), table=table)
    assert {(f.code, f.level) for f in faults} == {(code, "error")}
    assert any(english in f.message("en") and chinese in f.message("zh") for f in faults)
    assert {f.place.line for f in faults} == {line_of(town, TREE_FILE, "[chains.h2]")}
    fit_to_be_told(faults)


def test_a_rate_of_discount_in_per_cent_is_refused(town):
    text = 'schema = "dualcarbon/measures/1"\n[money]\nprice_year = 2020\nfinancial_rate = {value = 8, mark = "A", source = "x"}\n'
    (town / "measures.toml").write_text(text, encoding="utf-8")
    (fault,) = told(town)
    assert (fault.code, fault.place.file, fault.place.line) == ("FIN004", "measures.toml", 4)
    assert "discount rate 8 = 800 %; write 0.08" in fault.message("en")
    fit_to_be_told([fault])


@pytest.mark.parametrize("file", ["population", "economy"])
def test_a_region_without_people_or_product_is_refused_where_its_row_stands(town, file):
    path = town / f"data/{file}.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub("(2017,.*),[0-9]+,10", r"\1,0,10", text), encoding="utf-8")
    (fault,) = told(town)
    assert (fault.code, fault.place.file, fault.place.line) == ("ECO004", f"data/{file}.csv", 3)
    assert "must be above 0, 2017 says 0" in fault.message("en")
    fit_to_be_told([fault])


def zeros(folder):
    """Let oil go out of use, and natural gas never come in."""
    path = folder / "data/energy.csv"
    text = path.read_text(encoding="utf-8")
    gas = "".join(f"{year},industry,final,natural_gas,0,10^4 tce,x\n" for year in YEARS)
    path.write_text(text.replace("2018,industry,final,oil,50", "2018,industry,final,oil,0") + gas, encoding="utf-8")  # fmt: skip
    for name in (TREE_FILE, TABLE):
        (folder / name).unlink()


def test_what_a_run_finds_worth_knowing_is_told_and_the_run_is_kept(town):
    zeros(town)
    falling = SCENARIO + "[intensity.industry]\ngrowth = [{to = 2035, rate = -0.05}]\n"
    (town / BASE).write_text(falling, encoding="utf-8")
    found = {fault.code: fault for fault in running.run(town, members=2).warnings}
    assert "the analytical limit is used" in found["LMDI001"].message("en")
    assert "the contribution is 0" in found["LMDI002"].message("en")
    assert "in or before it" in found["PEAK002"].message("en")
    assert "plateau 2016-2017" in found["PEAK003"].message("en")
    fit_to_be_told(found[code] for code in ("LMDI001", "LMDI002", "PEAK002", "PEAK003"))


def test_branches_that_the_past_does_not_show_are_told(town):
    seen, tree, _ = preparation.prepare(town).planted
    (fault,) = projection.hidden(seen, tree)
    assert (fault.code, fault.level) == ("TRE016", "warn")
    assert "before 2018 the branches of Industry" in fault.message("en")
    fit_to_be_told([fault])


@pytest.mark.parametrize(("command", "lang"), [("check", "en"), ("run", "zh")])
def test_the_doors_say_all_of_it_and_nothing_is_written(town, command, lang):
    spoilt = written(FORMULAS, apart=True)
    faults = told(town, **spoilt)
    before = sorted(town.rglob("*"))
    done = CliRunner().invoke(app, [command, str(town), "--json", "--lang", lang])
    assert done.exit_code == 1
    answer = json.loads(done.stdout)["faults"]
    assert [one["message"] for one in answer] == [fault.sentence(lang) for fault in faults]
    assert [one["where"]["line"] for one in answer] == [fault.place.line for fault in faults]
    assert sorted(town.rglob("*")) == before
