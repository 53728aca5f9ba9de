"""Synthetic measures, projects and money as the summary of a run tells them. No real place, no real number."""

MEASURES = {  # id: name, action, clauses, path, unit, units, abatement of a year at full effect [Mt], years, CNY/t, owner
    "wind": ("Offshore wind", "海上风电", "energy", ["opinions:12"], "power.supply.nonfossil", "kW", 8e6, 9.0, (2018, 2032), 120.0, "Energy Bureau", "能源局"),
    "storage": ("Storage", "新型储能", "energy", ["opinions:12", "opinions:21"], "power.supply.nonfossil", "kWh", 2e6, 1.5, (2020, 2035), 380.0, "Energy Bureau", "能源局"),
    "motors": ("Efficient motors", "高效电机", "saving", ["opinions:10"], "mix.industry.electricity", "kW", 3e6, 2.5, (2018, 2028), -210.0, "Industry Department", "工业和信息化厅"),
    "kilns": ("Electric kilns", "窑炉电气化", "industry", ["opinions:6", "opinions:11"], "mix.industry.coal", "t", 4e6, 4.0, (2019, 2035), 260.0, None, None),
    "ccs": ("Capture", "碳捕集", "technology", ["opinions:21", "code:1009"], "capture.power", "t CO2", 5e6, 6.0, (2030, 2050), 640.0, "Science Department", "科学技术厅"),
    "lamps": ("Lamps without a cost", "照明改造", "saving", [], "mix.households.electricity", "unit", None, 0.2, (2018, 2022), None, None, None),
}  # fmt: skip
DEPLOYED = {"policy": ("wind", "motors"), "enhanced": tuple(MEASURES)}
VIEWS = {"social_8": 0.08, "social_6": 0.06, "financial": 0.07}


def ramp(years, y):
    start, end = years
    return min(max((y - start) / (end - start), 0.0), 1.0)


def worths(mac, tonnes):
    """Twelve worths: dearer money and missing carbon revenue lower them, taxes on fuel raise them."""
    found = []
    for view, rate in VIEWS.items():
        for carbon in (False, True):
            for taxes in (False, True):
                cost = mac * (1 + rate) - 15 * taxes
                npv = (150 * carbon - cost) * tonnes / (4 + 100 * rate)
                worth = {
                    "view": view,
                    "rate": rate,
                    "carbon": carbon,
                    "taxes": taxes,
                    "npv_cny": npv,
                }
                irr = [0.11] if npv > 0 else []
                years = 9.0 if npv > 0 else None
                found.append(
                    worth
                    | {
                        "mac_cny_per_t": cost,
                        "irr": irr,
                        "payback_years": years,
                        "discounted_payback_years": None,
                    }
                )
    return found


def measure(scenario, id, ranks):
    en, zh, action, clauses, path, unit, amount, full, years, mac, owner, owner_zh = MEASURES[id]
    flow = {y: full * ramp(years, y) for y in range(2017, 2061)}
    tonnes = sum(flow.values()) * 1e6
    spent = {y: 1.5e8 * full if years[0] < y <= years[1] else 0.0 for y in flow}
    worth = worths(mac, tonnes) if mac is not None else []
    social = next(
        (w for w in worth if w["view"] == "social_8" and not w["carbon"] and not w["taxes"]), None
    )
    own = next(
        (w for w in worth if w["view"] == "financial" and not w["carbon"] and w["taxes"]), None
    )
    return {
        "id": id, "name": {"en": en, "zh": zh}, "scenario": scenario, "level": 1.0, "stage": "supply", "catalogue": "",
        "action": action, "clauses": clauses, "owner": {"en": owner, "zh": owner_zh} if owner else None,
        "indicator": {"en": "units in place", "zh": "建成规模"}, "evidence": None, "unit": unit, "amount": amount,
        "units": {str(y): (amount or 0.0) * ramp(years, y) for y in flow}, "ramp": {"from": years[0], "to": years[1]},
        "mark": "A", "source": "an invented plan", "note": "",
        "changes": [{"path": path, "op": "add", "value": 0.1, "unit": "", "per": "total", "into": "", "ratio": 1.0}],
        "requires": ["wind"] if id == "storage" else [], "excludes": ["ccs"] if id == "kilns" else [],
        "abatement_mt": {str(y): v for y, v in flow.items()}, "alone_mt": {str(y): 1.2 * v for y, v in flow.items()},
        "attributed_mt": {str(y): 1.05 * v for y, v in flow.items()}, "attributed_error_mt": None,
        "adjusted_mt": {str(y): 1.1 * v for y, v in flow.items()}, "captured_mt": {}, "energy_mtce": {},
        "money": {
            "price_year": 2022, "investment_cny": {str(y): v for y, v in spent.items()}, "running_cny": {}, "energy_cny": {}, "salvage_cny": 0.0,
            "unit_cost": {"investment": 10500.0, "o_and_m": 340.0, "other": None, "life": 25.0, "lead": 2.0, "price_year": 2022, "mark": "A", "source": "a list", "note": ""},
        } if mac is not None else None,
        "money_refused": None if mac is not None else {"en": "no cost is known", "zh": "缺少成本数据"},
        "mac_cny_per_t": social and social["mac_cny_per_t"], "mac_alone_cny_per_t": social and 0.9 * social["mac_cny_per_t"],
        "npv_cny": social and social["npv_cny"], "net_value_cny": social and 1.1 * social["npv_cny"] + 1e9, "irr": own["irr"] if own else [],
        "payback_years": own and own["payback_years"], "investment_cny": sum(spent.values()) if mac is not None else None,
        "first_investment_cny": sum(spent.values()) if mac is not None else None, "published_mac": [100.0, 500.0] if id == "wind" else None,
        "worth": worth, "worth_alone": worth, "ranks": ranks.get(id, {"net_value": None, "abatement": 6, "economy": None}),
        "first_eight": 0.97 if mac is not None else None,
    }  # fmt: skip


def measures():
    ranked = {
        "motors": {"net_value": 1, "abatement": 4, "economy": 1},
        "wind": {"net_value": 2, "abatement": 1, "economy": 2},
        "storage": {"net_value": 3, "abatement": 5, "economy": 4},
        "kilns": {"net_value": 4, "abatement": 3, "economy": 3},
        "ccs": {"net_value": 5, "abatement": 2, "economy": 5},
    }
    return [measure(s, id, ranked) for s, ids in DEPLOYED.items() for id in ids]


def projects():
    for n, (place, place_zh) in enumerate(
        (("Northport", "北港"), ("Southfield", "南田"), ("Eastlake", "东湖"))
    ):
        flow = {str(y): 0.4 * (n + 1) * ramp((2018 + n, 2021 + n), y) for y in range(2017, 2061)}
        spent = 6e8 * (3 - n)
        yield {
            "id": f"wind-{n}", "name": {"en": f"Wind farm of {place}", "zh": f"{place_zh}海上风电场"}, "measure": "wind", "scenario": "enhanced",
            "owner": "A power company", "place": place, "unit": "kW", "amount": 3e5 * (n + 1), "effect": 1.0, "from": 2018 + n, "to": 2021 + n,
            "abatement_mt": flow, "investment_cny": 2 * spent, "first_investment_cny": spent, "npv_cny": 1e8 * (n - 1), "npv_owner_cny": 2e8 * (n - 1), "mac_cny_per_t": 90.0 - 40 * n,
            "irr": [0.05 + 0.03 * n] if n else [], "payback_years": 12.5 - n if n else None, "cny_per_annual_t": spent / (4e5 * (n + 1)),
            "ranks": {"net_value": 3 - n, "abatement": 3 - n, "economy": 3 - n}, "mark": "M" if n else "", "source": "a list",
        }  # fmt: skip


def attribution(scenario, against, mt):
    """Half of a difference is one group of assumptions, a third another, the rest a measure."""
    total = {str(y): mt(scenario, y) - mt(against, y) for y in range(2017, 2061)}
    parts = {
        "growth": ("group", {"en": "Growth", "zh": "经济增长"}, 1 / 2),
        "grid": ("group", {"en": "Power mix", "zh": "电源结构"}, 1 / 3),
        "wind": ("measure", {"en": "Offshore wind", "zh": "海上风电"}, 1 / 6),
    }
    players = [
        {"id": id, "kind": kind, "name": name, "mt": {y: share * v for y, v in total.items()}, "error_mt": None}
        for id, (kind, name, share) in parts.items()
    ]  # fmt: skip
    return {"scenario": scenario, "against": against, "of": "central", "exact": True, "samples": 0, "players": players, "total_mt": total}  # fmt: skip


def appraisal():
    rates = (0.02, 0.05, 0.08, 0.12)
    valued = [id for id, told in MEASURES.items() if told[9] is not None]
    return {
        "price_year": 2022, "horizon": 2060, "rates": VIEWS, "carbon_price": {"2017": 45.0, "2060": 400.0},
        "ranked_by": {"view": "social_8", "carbon": True, "taxes": False}, "order": {s: list(ids) for s, ids in DEPLOYED.items()},
        "overlaps": [{"scenario": "enhanced", "path": "power.supply.nonfossil", "measures": ["wind", "storage"]}],
        "resources": [{"id": "sites", "title": {"en": "Sites at sea", "zh": "海上场址"}, "unit": "kW", "available": {"2030": 1e7, "2060": 2e7},
                       "used": {"policy": {"2030": 6e6, "2060": 8e6}, "enhanced": {"2030": 9.6e6, "2060": 8e6}}, "mark": "A", "source": ""}],
        "discounting": [{"scenario": "enhanced", "measure": id, "rate": r, "npv_cny": (150 - MEASURES[id][9]) * 1e7 / (1 + 10 * r), "mac_cny_per_t": MEASURES[id][9] * (1 + r)}
                        for id in valued for r in rates],
    }  # fmt: skip
