"""What a made-up study declares beside its account: cars by vintage, lorries, heat pumps, hydrogen, storage, and the account beside energy."""

from __future__ import annotations

TREE = """schema = "dualcarbon/tree/1"
[variables.cars]
title = {en = "Cars", zh = "汽车"}
unit = "vehicle"
stock = {target = "variables.cars_wanted", survival = {weibull = [2.5, 14.0]}, ages = "steady", values = {use = {new = "variables.use_of_new", base = "use"}}}
[variables.cars_wanted]
title = {en = "Cars wanted", zh = "汽车需求"}
unit = "vehicle"
formula = "variables.cars_per_head * population"
[variables.cars_per_head]
title = {en = "Cars per head", zh = "人均汽车"}
unit = "vehicle/person"
logistic = {saturation = 0.4, midpoint = 2025, rate = 0.2}
[variables.use_of_new]
title = {en = "Use of new cars", zh = "新车能耗"}
unit = "tce/vehicle"
lookup = {series = "use_of_new"}
[variables.use]
title = {en = "Use of all cars", zh = "全部汽车能耗"}
unit = "tce/vehicle"
formula = "variables.cars.use"
[branches.transport.cars]
title = {en = "Cars", zh = "乘用车"}
unit = "vehicle"
fuels = ["oil", "electricity"]
activity = {formula = "variables.cars"}
intensity = {formula = "variables.use"}
mix.share = {electricity = {points = {2030 = 0.4}}, oil = "residual"}
[branches.transport.lorries]
title = {en = "Lorries", zh = "货车"}
unit = "t km"
fuels = ["oil", "hydrogen"]
activity = {elasticity = {to = "gdp", periods = [{to = 2025, value = 0.8}, {to = 2035, value = 0.5}]}}
mix.share = {hydrogen = {points = {2030 = 0.2}}, oil = "residual"}
[branches.households.warmth]
title = {en = "Warmth", zh = "采暖"}
unit = "m2"
fuels = ["natural_gas", "electricity", "coal"]
useful = true
efficiency = {natural_gas = {constant = 0.9}, electricity = {constant = 3.0}, coal = {constant = 0.6}}
mix.share = {electricity = {points = {2035 = 0.5}}, coal = {points = {2030 = 0.1}}, natural_gas = "residual"}
[chains.hydrogen]
title = {en = "Hydrogen", zh = "制氢"}
output = "hydrogen"
processes = {electrolysis = {inputs = ["electricity"]}, coal = {inputs = ["coal"], burnt = ["coal"]}}
supply.share = {electrolysis = {points = {2030 = 0.5}}, coal = "residual", import = {points = {2030 = 0.1}}}
electrolysis.rate.electricity = {constant = 1.45}
coal.rate.coal = {constant = 1.7}
loss = {points = {2030 = 0.05}}
[chains.storage]
title = {en = "Storage", zh = "储能"}
output = "electricity"
processes = {pumped = {inputs = ["electricity"]}}
supply.share = {pumped = "residual"}
pumped.rate.electricity = {constant = 1.25}
part = {points = {2030 = 0.1}}
loss = {points = {2030 = 0.02}}
"""
STATISTICS = """year,variable,value,unit,source,mark
2018,cars_per_head,0.1,vehicle/person,made up,A
2018,cars,80,10^4 vehicle,made up,A
2018,use_of_new,0.45,tce/vehicle,made up,A
2025,use_of_new,0.40,tce/vehicle,made up,A
2035,use_of_new,0.30,tce/vehicle,made up,A
2018,use,0.5,tce/vehicle,made up,A
2018,branches.transport.cars.mix.oil,0.98,1,made up,A
2018,branches.transport.cars.mix.electricity,0.02,1,made up,A
2018,branches.transport.lorries.activity,80,10^8 t km,made up,A
2018,branches.transport.lorries.intensity,0.03,kgce/t km,made up,A
2018,branches.transport.lorries.mix.oil,1,1,made up,A
2018,branches.households.warmth.activity,10,10^6 m2,made up,A
2018,branches.households.warmth.intensity,10,kgce/m2,made up,A
2018,branches.households.warmth.mix.natural_gas,0.9,1,made up,A
2018,branches.households.warmth.mix.electricity,0.1,1,made up,A
"""
SHARING = """
[[measures]]
id = "sharing"
title = {en = "Car sharing", zh = "共享汽车"}
action = "transport"
amount = 1
unit = "1"
ramp = {from = 2018, to = 2028}
mark = "A"
source = "made up"
changes = [{path = "variables.cars_per_head", op = "scale", value = 0.9}]
[[measures]]
id = "gas"
title = {en = "Landfill gas", zh = "填埋气回收"}
action = "circular"
amount = 1
unit = "1"
ramp = {from = 2018, to = 2028}
mark = "A"
source = "made up"
changes = [{path = "abated.clinker_output", op = "add", value = 0.3}, {path = "abated.waste_landfilled.managed", op = "add", value = 0.2}]
"""
ACTIVITY = """year,sector,indicator,kind,value,unit,source
{rows}"""
BESIDE = (
    ("industry", "clinker_output", "", (90, 95, 100), "10^4 t"),
    ("agriculture", "pig", "", (300, 310, 320), "10^4 head"),
    ("total", "waste_landfilled", "managed", (40, 42, 44), "10^4 t"),
    ("total", "landfill_methane_recovered", "", (1000, 1500, 2000), "t"),
    ("total", "fgas_new", "HFC-134a/vehicle_air_conditioning", (10, 11, 12), "t"),
    ("total", "fgas_retired", "HFC-134a/vehicle_air_conditioning", (1, 1, 2), "t"),
)
BANKED = "2015,total,fgas_bank,HFC-134a/vehicle_air_conditioning,40,t,made up\n"
"""What was in equipment before the first year."""


def activity():
    """Write the table of activity: three years of each indicator."""
    rows = "".join(
        f"{year},{sector},{name},{kind},{value},{unit},made up\n"
        for sector, name, kind, values, unit in BESIDE
        for year, value in zip((2016, 2017, 2018), values, strict=True)
    )
    return ACTIVITY.format(rows=rows + BANKED)


STATED = '\n[account.waste]\nbackcast = "amount"\nbulk_doc = 0.15\n'
"""What study.toml says of waste deposited before the statistics."""


def put(folder):
    """Put all of it into the folder of a study."""
    (folder / "tree.toml").write_text(TREE, encoding="utf-8")
    (folder / "data/variables.csv").write_text(STATISTICS, encoding="utf-8")
    (folder / "data/activity.csv").write_text(activity(), encoding="utf-8")
    with (folder / "study.toml").open("a", encoding="utf-8") as file:
        file.write(STATED)
    return folder
