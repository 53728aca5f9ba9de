"""What a rule says where it holds, and why it cannot be tested where it cannot, in both languages."""

from __future__ import annotations

HOLDS = {
    "R1": {
        "en": "electricity and heat carry no direct factor; their fuels are counted where they burn",
        "zh": "电力、热力无直接排放因子，其燃料在燃烧处计入",
    },
    "R2": {
        "en": "carbon that is transformed goes into the products; only what is in none of them is counted",
        "zh": "加工转换中的碳计入产品，仅计未进入产品的部分",
    },
    "R3": {
        "en": "coke of blast furnaces is counted once: {variant}",
        "zh": "高炉焦炭只计一次：{variant}",
    },
    "R4": {
        "en": "each tonne of feedstock is emitted, stored or sent out once",
        "zh": "原料用能每吨碳排放、固定或输出各一次",
    },
    "R5": {
        "en": "coke and coal that reduce iron stand with energy; processes hold flux, electrodes, and pig iron less steel",
        "zh": "还原用焦炭和煤计入能源，工业过程仅计熔剂、电极及生铁与粗钢含碳量之差",
    },
    "R5 in processes": {
        "en": "coke and coal that reduce ferroalloys, lead and zinc stand in processes, as the study states; those of iron with energy",
        "zh": "按本研究声明，铁合金、铅、锌的还原剂计入工业过程，炼铁用焦炭和煤计入能源",
    },
    "R6": {
        "en": "driving of households and firms ({moved} tce in {year}) is told under road transport, totals as booked",
        "zh": "居民和单位的机动车用油（{year} 年 {moved} tce）划入道路运输，总量不变",
    },
    "R7": {
        "en": "carbon dioxide of biomass is told apart, its methane and nitrous oxide count",
        "zh": "生物质二氧化碳作为备忘项，其甲烷和氧化亚氮计入总量",
    },
    "R8": {
        "en": "international bunkers are told apart, domestic flights and voyages count where they depart",
        "zh": "国际燃料舱作为备忘项，境内航空航运按出发地计入",
    },
}

NOTHING = {
    "R4": {
        "en": "nothing to test: no feedstock is set apart and no product of fuels is told",
        "zh": "无可检验：未单列原料用能，亦无以燃料为原料的产品",
    },
    "R5": {
        "en": "nothing to test: no process of iron and steel is told",
        "zh": "无可检验：未给出钢铁工业过程",
    },
    "R7": {
        "en": "nothing to test: no biomass is told",
        "zh": "无可检验：未给出生物质",
    },
    "R8": {
        "en": "nothing to test: no international bunkers are told",
        "zh": "无可检验：未给出国际燃料舱",
    },
}
"""What is said where an account has nothing that a rule is about: it holds."""

UNTESTED = {
    "groups": {
        "en": "not testable: the account gives {fuels} as groups of fuels",
        "zh": "无法检验：账户按燃料大类（{fuels}）给出",
    },
    "credit": {
        "en": "not testable: the account gives {fuels} as a group, coke and by-products net of a credit for products",
        "zh": "无法检验：账户按燃料大类（{fuels}）给出，焦炭及副产品为扣除产品抵减后的净额",
    },
    "destinations": {
        "en": "not testable: nothing says where the carbon of {fuels} goes",
        "zh": "无法检验：未说明{fuels}原料的碳去向",
    },
    "unfed": {
        "en": "not testable: no feedstock goes to what {fuels} tells of, so its fuel may be counted as burnt too",
        "zh": "无法检验：{fuels}所需燃料未列入原料用能，可能同时按燃烧计入",
    },
    "biomass": {
        "en": "not testable: nothing says how much of other energy is biomass",
        "zh": "无法检验：未说明其他能源中生物质的比例",
    },
    "booked": {
        "en": "not applied: the study leaves driving where it is booked",
        "zh": "未采用：本研究不对机动车用油重新划分",
    },
}
