"""The whole account of the synthetic run: invented amounts of four sectors that add up by construction."""

YEARS = range(2010, 2018)
GIVEN = {  # category: name, t of each gas beside carbon dioxide of energy, and its amount [Mt CO2e]
    "1A": ("Fuel combustion", "化石燃料燃烧", {"CH4": 5e4, "N2O": 1e4}, 4.05),
    "2": ("Processes", "工业过程", {"CO2": 3e7, "SF6": 100.0}, 32.5),
    "3A": ("Livestock", "畜牧", {"CH4": 2e5}, 5.6),
    "3B": ("Land", "土地", {"CO2": -2e6}, -2.0),
    "4": ("Waste", "废弃物", {"CH4": 3e5, "N2O": 4e3}, 9.46),
}
DEEP = {
    "2A1": ("Cement", "水泥", 30.0),
    "2G1": ("Switches", "电气设备", 2.5),
    "3A1": ("Enteric fermentation", "肠道发酵", 5.6),
    "3B1": ("Forest", "林地", -2.0),
    "4A": ("Landfills", "填埋", 9.46),
}
CLOSED = "data/activity.csv:7"
BEYOND = sum(v for *_, v in GIVEN.values())
LAND = GIVEN["3B"][3]


def both(en, zh):
    return {"en": en, "zh": zh}


def each(value, years=YEARS):
    return {str(y): value(y) if callable(value) else value for y in years}


def row(id, name, amount, gases, **more):
    return {"id": id, "name": name, "co2e_mt": each(amount), "gases_t": {g: each(v) for g, v in gases.items()},
            "notation": {}, "grade": {}, **more}  # fmt: skip


def ipcc(energy):
    for id, (en, zh, gases, amount) in GIVEN.items():
        if id == "1A":
            held = {"CO2": lambda y: 1e6 * energy(y), **gases}
            yield row(id, both(en, zh), lambda y, a=amount: energy(y) + a, held)
        else:
            yield row(id, both(en, zh), amount, gases)
    for id, (en, zh, amount) in DEEP.items():
        yield row(id, both(en, zh), amount, {})


def guideline(energy):
    yield row("energy", both("Energy", "能源活动"), lambda y: energy(y) + 4.05, {})
    yield row("processes", both("Processes", "工业过程"), 32.5, {})
    yield row("processes.cement", both("Cement", "水泥"), 30.0, {})
    yield row("waste", both("Waste", "废弃物"), 9.46, {})


def gpc(energy):
    on = {"basic": "1", "basic_plus": "1", "territorial": "1"}
    yield row("I.3.1", both("Industry: fuel", "工业：燃料"), energy, {}, scope="1", **on)
    yield row("I.3.2", both("Industry: grid", "工业：电网"), 40.0, {}, scope="2", **on)
    yield row(
        "I.4.4",
        both("To the grid", "上网"),
        90.0,
        {},
        scope="1",
        **{**on, "basic": "0", "basic_plus": "0"},
    )
    yield row("III.1.1", both("Landfills", "填埋"), 9.46, {}, scope="1", **on)


def data():
    named = [
        ("factor.coal", "factor", "factors.csv:40", 0.6, 20.0),
        ("data/energy.csv:12", "activity", "industry/final/coal 2017", 0.3, 12.0),
        ("ipcc_2006.waste_landfilled.DOC.food", "factor", "ipcc_2006.waste_landfilled.DOC.food", 0.1, 3.0),
    ]  # fmt: skip
    for key, kind, name, share, swing in named:
        yield {"key": key, "kind": kind, "name": name, "low_mt": -swing, "high_mt": 1.1 * swing,
               "lo95": 0.9, "hi95": 1.1, "variance_share": share, "verdict_effect": 0.2 if share > 0.5 else 0.0}  # fmt: skip


def key(category, en, zh, gas, mt, share, cumulative, on=True):
    return {"category": category, "gas": gas, "name": both(en, zh), "mt": mt, "share": share, "cumulative": cumulative, "key": on}  # fmt: skip


def check(id, year, state, en, zh):
    return {"id": id, "year": str(year), "state": state, "residual": None, "tolerance": None, "unit": "", "severity": "",
            "sentence": both(en, zh)}  # fmt: skip


def checks():
    for year in YEARS:
        yield check("V1", year, "broken" if year == 2012 else "holds", f"data/energy.csv {year}: V1 broken: off by 3", f"data/energy.csv {year} 年：V1 不成立：相差 3")  # fmt: skip
        for id in ("V2", "V3", "V4"):
            yield check(id, year, "not_testable", f"data/energy.csv {year}: {id} not testable: its title: no row is printed", f"data/energy.csv {year} 年：{id} 不可检验：名称：未给出所需的行")  # fmt: skip


def filled():
    return [{
        "table": "population", "key": {}, "name": both("Residents", "常住人口"), "method": "linear", "unit": "person", "row": 4,
        "years": {"2013": {"value": 8e7, "lo95": 7.6e7, "hi95": 8.4e7}},
        "sentence": both("a line between 2012 and 2014", "2012年与2014年之间线性内插"),
    }]  # fmt: skip


def held():
    """What the account is held against."""
    item = {
        "id": "counting",
        "name": both("other counting", "折算方法不同"),
        "mt": 20.0,
        "stated": False,
    }
    bridge = {"year": "2017", "id": "energy_total", "name": both("Energy", "能源消费总量"), "unit": "Mtce", "official_mt": 330.0,
              "start_mt": 305.0, "ours_mt": 325.0, "items": [item], "unexplained_mt": 5.0, "source": "", "mark": ""}  # fmt: skip
    district = {"year": "2017", "item": "co2_total", "name": both("CO2", "二氧化碳"), "unit": "t CO2", "districts": {}, "missing": ["East"],
                "sum": 6.6e8, "whole": 6e8, "gap": 6e7, "items": [], "unexplained": 0.0, "scaled": None, "sentence": None}  # fmt: skip
    asked = [
        {"department": both("Water", "水利"), "table": "activity", "series": both(f"Series {n}", f"数据{n}"), "years": ["2017"], "why": both("lacks", "缺")}
        for n in range(6)
    ]  # fmt: skip
    editions = [{"id": "ipcc_2006", "title": both("IPCC 2006", "IPCC 2006 缺省值"), "records": 12}]
    return {"official": [bridge, {**bridge, "id": "unknown", "official_mt": None}], "districts": [district], "requests": asked,
            "editions": editions, "factors_until": None, "hidden": 0, "closed": []}  # fmt: skip


def account(energy):
    """Give the block; ``energy`` gives carbon dioxide of energy of a year. [Mt CO2]."""

    def whole(y):
        return energy(y) + BEYOND

    years = {str(y): y > 2011 for y in YEARS}
    rows = data()
    found = list(rows)
    return {
        "years": [str(y) for y in YEARS], "gwp": "AR5", "ipcc": "2006", "guideline": "provincial_2011", "lines": 9, "complete": years, "since": 2012,
        "co2e_mt": each(whole), "co2e_without_land_mt": each(lambda y: whole(y) - LAND),
        "by_gas_mt": {"CO2": each(lambda y: energy(y) + 28), "CH4": each(0.55), "N2O": each(0.014), "SF6": each(1e-4)},
        "by_gas_co2e_mt": {"CO2": each(lambda y: energy(y) + 28), "CH4": each(15.4), "N2O": each(3.71), "SF6": each(2.5)},
        "by_category_mt": {"1A": each(energy), "2A1": each(30.0), "4A": each(9.46)},
        "views": {
            "ipcc": {"rows": list(ipcc(energy)), "total_mt": each(whole)},
            "guideline": {"rows": list(guideline(energy)), "total_mt": each(whole)},
            "gpc": {"rows": list(gpc(energy)), "basic_mt": each(lambda y: energy(y) + 49.46), "basic_plus_mt": each(lambda y: energy(y) + 49.46)},
        },
        "key_categories": {"year": "2017", "base": "2012",
            "level": [key("1A", "Fuels", "燃料", "CO2", 700.0, 0.93, 0.93), key("2A1", "Cement", "水泥", "CO2", 30.0, 0.04, 0.97), key("4A", "Landfills", "填埋", "CH4", 9.46, 0.01, 0.98, on=False)],
            "trend": [key("4A", "Landfills", "填埋", "CH4", 1.0, 0.6, 0.6), key("2A1", "Cement", "水泥", "CO2", 0.1, 0.1, 0.98, on=False)]},
        "uncertainty": {"year": "2017", "members": 1024, "co2e_mt": {"low": each(lambda y: 0.94 * whole(y)), "high": each(lambda y: 1.07 * whole(y))},
            "half_share": each(0.06), "by_part": {"2": {"low_mt": 25.0, "high_mt": 40.0}, "4": {"low_mt": 5.0, "high_mt": 15.0}},
            "trend": {"from": 2012, "to": 2017, "change": 0.15, "low": 0.12, "high": 0.18, "half": 0.03}},
        "tornado": found, "improve": [{**one, "rank": n} for n, one in enumerate(found, 1)],
        "sinks": {"inventory_mt": each(LAND), "project_mt": each(-0.4), "natural_mt": each(0.0)},
        "memo": {"biomass": each(5.5)},
        "checks": list(checks()),
        "rules": [{"id": "R1", "state": "holds", "sentence": both("nothing to test: no product", "无可检验：无产品")}, {"id": "R2", "state": "not_testable", "sentence": both("not testable: groups", "无法检验：大类")}],
        "reference_approach": {"mt": each(lambda y: 1.02 * energy(y)), "gap": each(0.02)},
        "completeness": [
            {"category": "2B", "name": both("Chemicals", "化工"), "years": each("NE")},
            {"category": "2B1", "name": both("Ammonia", "合成氨"), "years": each("NE")},
            {"category": "4D", "name": both("Water", "污水"), "years": each("NE", (2010, 2011))},
            {"category": "4D1", "name": both("Household water", "生活污水"), "years": each("NE", (2010, 2011))},
            {"category": "1A3a", "name": both("Aviation", "航空"), "years": each("IE")},
        ],
        "filled": filled(), **held(),
    }  # fmt: skip
