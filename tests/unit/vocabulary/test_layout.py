"""Headings of the energy balance table as yearbooks print them."""

import pytest

from dualcarbon.vocabulary import layout
from dualcarbon.vocabulary.names import BALANCE_ROWS, FUELS

PRINTED = """一、可供本地区消费的能源量 available
1.一次能源生产量 production
2．外省（区、市）调入量 inflow
3.进口量 import
4.境内轮船和飞机在境外的加油量 bunkers_abroad
5.本省(区、市)调出量(-) outflow
6.出口量（－） export
7.境外轮船和飞机在境内的加油量(-) bunkers_here
8.库存增(-)、减(+)量 stock_draw
二、加工转换投入(-)产出(+)量 transformation
1.火力发电 power
2.供热 heat_supply
3.煤炭洗选 washing
4.炼焦 coking
5.炼油及煤制油 refining
6.制气 gas_works
# 焦炭再投入量(-) coke_reinput
7.天然气液化 liquefaction
8.煤制品加工 briquetting
9.回收能 energy_recovery
三、损失量 losses
#运输和输配损失量 transmission_losses
四、终端消费量 final
1.农、林、牧、渔业 agriculture
2.工业 industry
其中：用作原料、材料 feedstock
3.建筑业 construction
4.交通运输、仓储和邮政业 transport
5.批发、零售业和住宿、餐饮业 trade
6.其他 other_services
7.居民生活 residential
城 镇 urban
乡 村 rural
五、平衡差额 difference
六、消费量合计 consumption
Indigenous Production production
Moving In from Other Provinces inflow
Sending Out to Other Provinces (-) outflow
Stock Change stock_draw
Input (-) & Output (+) of Transformation transformation
Non-Energy Use feedstock
Statistical Difference difference"""


@pytest.mark.parametrize("line", PRINTED.splitlines())
def test_a_row_is_known_as_it_is_printed(line):
    text, _, id = line.rpartition(" ")
    assert layout.row(text) == id


def test_two_rows_of_one_name_are_told_apart_by_their_section():
    assert layout.row("2.回收能", "supply") == "recovery"
    assert layout.row("9.回收能", "transformation") == "energy_recovery"


@pytest.mark.parametrize("text", ["", "注：本表为初步数", "地区能源平衡表", "2020", "3.", "一、"])
def test_what_is_no_row_is_none(text):
    assert layout.row(text) is None


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("原煤", ("raw_coal", "", False)),
        ("洗精煤（万吨）", ("cleaned_coal", "", False)),
        ("天 然 气 (亿立方米)", ("natural_gas", "", False)),
        ("Natural Gas (10^8 cu.m)", ("natural_gas", "", False)),
        ("油品合计", ("oil", "", True)),
        ("煤合计 (万吨)", ("coal", "", True)),
        ("能源合计(电热当量计算法)(万吨标准煤)", ("total", "calorific", False)),
        ("Total (coal equivalent calculation)", ("total", "coal_equivalent", False)),
        ("合计", ("total", "", False)),
    ],
)
def test_a_column_is_known_as_it_is_printed(text, column):
    assert layout.column(text) == layout.Column(*column)


def test_what_is_no_column_is_none():
    assert layout.column("项目") is None


def test_the_table_has_the_official_rows_and_their_parts():
    codes = [BALANCE_ROWS[id].more["code"] for id in BALANCE_ROWS]
    assert len(set(codes)) == 36
    assert {"2.6a", "3.1", "4.2a", "4.7a", "4.7b"} <= set(codes)
    assert len(set(codes) - {"3.1", "4.7a", "4.7b"}) == 33
    assert len([f for f in FUELS if FUELS[f].more["nbs_order"]]) == 30


def test_every_part_names_a_row_of_its_own_section():
    for id in BALANCE_ROWS:
        parent = BALANCE_ROWS[id].more["parent"]
        if parent:
            assert BALANCE_ROWS[parent].more["section"] == BALANCE_ROWS[id].more["section"]
            assert BALANCE_ROWS[id].more["within"] in ("adds", "of_which")
