"""What a study says of its account: the block ``[account]`` of study.toml, a part for each area."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from dualcarbon.inventory.energy_names import (
    Driven,
    FeedstockFuel,
    Mode,
    Reallocated,
    RoadFuel,
    Row,
)
from dualcarbon.inventory.views.declared import Views
from dualcarbon.quantities.declared import Day, Declared, Number, Text, Title
from dualcarbon.quantities.forms import Year

Climate = Literal[
    "cool_temperate_dry", "cool_temperate_moist", "warm_temperate_dry", "warm_temperate_moist", "tropical_dry",
    "tropical_moist",
]  # fmt: skip
WaterRegime = Literal["continuous", "single_aeration", "multiple_aeration"]


class Destination(Declared):
    """Where the carbon of a fuel that serves as feedstock goes; each tonne is emitted, stored or sent out once."""

    fuel: FeedstockFuel
    """Single fuel, such as `natural_gas`."""
    product: Text
    """What is made of it: ammonia, methanol, ethylene, calcium_carbide, anodes, electrodes, lubricants, bitumen ..."""
    share: Number = Field(default=1.0, ge=0, le=1)
    """Share of the fuel's feedstock that goes into the product; over the products of a fuel they sum to 1. [1]"""
    emitted: Number = Field(default=0.0, ge=0, le=1)
    """Share of that carbon which processes emit. [1]"""
    emitted_lo95: Number | None = Field(default=None, ge=0, le=1)
    """Lower end of the 95 % range of `emitted`. [1]"""
    emitted_hi95: Number | None = Field(default=None, ge=0, le=1)
    """Upper end of the 95 % range of `emitted`. [1]"""
    stored: Number = Field(default=0.0, ge=0, le=1)
    """Share that stays in products of the region. [1]"""
    exported: Number = Field(default=0.0, ge=0, le=1)
    """Share that leaves with products, or that another part of the account tells, as urea on fields. [1]"""
    source: Text = ""
    """Where the shares come from."""
    mark: Literal["", "C", "M", "A"] = ""
    """Nothing: seen in a source; C computed, M from memory, A assumed."""


class EnergyRules(Declared):
    """Choices of the energy account."""

    blast_furnace: Literal["auto", "coke", "gas", "credit"] = "auto"
    """How coke of blast furnaces is counted: where coke is used, where its gases burn, or net of a credit for products."""
    residuals: tuple[Row, ...] = ("refining", "gas_works")
    """Rows of transformation of which the carbon that is in no product is counted as emitted: `washing`, `coking`, `refining`,
    `gas_works`, `coke_reinput` (which goes with `gas_works`), `liquefaction`, `briquetting`."""
    losses: Literal["auto", "burnt", "leaked"] = "auto"
    """Fuels lost on the way: `leaked`, so that no carbon dioxide is counted and the methane of gas stands under fugitive
    emissions; `burnt`, at the factor of the fuel. `auto`: leaked with a balance table, burnt with data/energy.csv."""
    reallocate: bool = True
    """Whether driving of households and firms is told under road transport; totals stay the same."""
    road_share: dict[Reallocated, dict[RoadFuel, Number]] = Field(default_factory=dict)
    """By sector and fuel (gasoline, diesel): share of final use that is burnt on roads, instead of the usual ones. [1]"""
    modes: dict[Driven, dict[Mode, Number]] = Field(default_factory=dict)
    """By fuel of the transport sector: share of `road`, `rail`, `water`, `aviation`; without it one mode each. [1]"""
    biomass_share: Number | None = Field(default=None, ge=0, le=1)
    """Share of other energy that is biomass burnt; without it nothing is told of biomass in it. [1]"""
    feedstock: tuple[Destination, ...] = ()
    """Where the carbon of feedstock goes, by fuel and product."""


class Processes(Declared):
    """Choices of industrial processes and product use."""

    steel: Literal["beyond_energy", "whole"] = "beyond_energy"
    """`beyond_energy`: fluxes, electrodes and the carbon that pig iron loses; coke and coal of iron-making stand in the energy
    account. `whole`: the IPCC's factor for all of it; the energy account must then hold none of it."""
    pig_iron_carbon: Literal["counted", "in_energy"] = "counted"
    """`counted`: the carbon that pig iron loses is a line of steel, as in the provincial guideline. `in_energy`: the energy
    account takes all coke of blast furnaces as burnt, which holds that carbon already."""
    reductants: Literal["in_energy", "in_processes"] = "in_energy"
    """`in_energy`: coke and coal that reduce ferroalloys, lead and zinc are among the fuels burnt in industry; a factor by
    the tonne of metal, which holds them, is refused beside them. `in_processes`: they are not among the fuels of the energy
    account, or stand there as feedstock."""


class Agriculture(Declared):
    """Choices of agriculture."""

    rice: Literal["season", "days"] = "season"
    """How methane of rice is computed: area by season and region, or area, days of growth and water."""
    rice_days: dict[Text, Annotated[Number, Field(gt=0, le=366)]] = Field(default_factory=dict)
    """Days of growth of each season; needed by the method of days, but for an edition that has days of its own (2019). [day]"""
    rice_water: Literal["", "continuous", "single_aeration", "multiple_aeration"] = ""
    """Water of the fields in the season; needed by the method of days where a row names none."""
    rice_preseason: Literal["", "short_drained", "long_drained", "flooded"] = ""
    """Water of the fields before the season; needed by the method of days."""
    rice_organic: dict[Text, Annotated[Number, Field(ge=0)]] = Field(default_factory=dict)
    """What is ploughed in by kind (`straw_before_season`, `straw_off_season`, `compost`, `farmyard_manure`,
    `green_manure`): dry straw, or others as they are. [t/ha]"""
    manure_nitrogen: Literal["stated", "from_livestock"] = "stated"
    """Where the nitrogen of manure on fields is from: the table, or what livestock excrete."""
    manure_kept: Annotated[Number, Field(ge=0, le=1)] | None = None
    """Share of the nitrogen excreted that reaches the fields; needed to reckon it from livestock. [1]"""


class Waste(Declared):
    """Choices of waste."""

    landfill: Literal["first_order_decay", "mass_balance"] = "first_order_decay"
    """How methane of landfills is computed: by decay over the years, or all of it in the year of deposit."""
    composition: dict[Text, Number] | None = None
    """Kinds of waste put into landfills and their shares, which add up to 1; needed unless the rows of the table name the
    kind of waste, or `bulk_doc` is stated. [1]"""
    composition_source: Text = ""
    """Who says so; empty for an assumption."""
    bulk_doc: Annotated[Number, Field(gt=0, lt=1)] | None = None
    """Degradable carbon of waste that is not sorted into kinds; it then decays at the rate of bulk waste. [t C/t]"""
    sites: dict[Text, Number] | None = None
    """Kinds of site (`managed`, `unmanaged_deep`, `unmanaged_shallow`, `uncategorised` ...) and their shares of the waste,
    which add up to 1; needed where the rows of the table name no site. [1]"""
    landfill_begin: Year | None = None
    """First year of deposits; 50 years before the account if not stated."""
    backcast: Literal["per_capita", "amount"] = "per_capita"
    """How deposits before the first statistics are filled: constant per resident, or constant."""
    population_growth: Annotated[Number, Field(gt=-0.2, lt=0.2)] | None = None
    """Growth of the residents before their first figure, where deposits are filled further back. [1/year]"""
    climate: Literal["", "wet_temperate", "dry_temperate", "wet_tropical", "dry_tropical"] = ""
    """Climate of the landfills; empty for that of the province."""
    burnt_for_power: Annotated[Number, Field(ge=0, le=1)] | None = None
    """Share of the municipal waste burnt whose heat makes power or warmth: it is told under energy. [1]"""


class Practice(Declared):
    """How a soil is used: names of the levels of the three stock change factors."""

    use: Text
    """Land use: `long_cultivated`, `paddy`, `perennial` of cropland, `permanent` of grassland."""
    management: Text
    """Tillage `full`, `reduced`, `none`; or grazing `nominal`, `degraded`, `severely_degraded`, `improved`."""
    input: Text = "medium"
    """What comes back to the soil: `low`, `medium`, `high`, `high_with_manure`."""


class SoilChange(Declared):
    """One change of practice on mineral soils; its area stands in activity.csv as `soil_changed_area` of kind `id`."""

    id: Text
    """Kind of the rows of activity.csv."""
    use: Literal["cropland", "grassland"]
    """Class of land."""
    climate: Climate
    """Climate of the soil."""
    soil: Literal["HAC", "LAC", "sandy"]
    """High-activity clay, low-activity clay or sandy soil."""
    before: Practice
    """Practice before."""
    after: Practice
    """Practice after; the stock follows within twenty years."""


class CreditProject(Declared):
    """One project that earns credits; its carbon stands in activity.csv as `credit_*` of kind `id`."""

    id: Text
    """Kind of the rows of activity.csv."""
    methodology: Text
    """Methodology, for example `CCER-14-001-V01`."""
    province: Text
    """Code of GB/T 2260 of the province it lies in."""
    begun: Year
    """Year in which it began."""
    land: Text
    """What the land was before or is: `barren`, `abandoned`, `wetland`, `bare_flat`, `retired_pond` ..."""
    plants: Text
    """What grows: `trees`, `bamboo`, `shrub`, `economic_forest`, `mangrove`, `salt_marsh`, `seagrass`."""
    smallest_plot: Number | None = Field(default=None, gt=0)
    """Smallest continuous plot. [m2]"""
    years: int = Field(ge=1)
    """Years in which it is credited. [yr]"""


class WaterProject(Declared):
    """Rice fields whose water is managed otherwise; their area stands in activity.csv as `rice_water_area` of kind `id`."""

    id: Text
    """Kind of the rows of activity.csv."""
    before: WaterRegime = "continuous"
    """Water before: `continuous` flooding, `single_aeration` or `multiple_aeration`."""
    after: WaterRegime = "multiple_aeration"
    """Water in the project."""


class Land(Declared):
    """Choices of land, forests, wetlands and coasts."""

    forest: Literal["stock_difference", "stock_volume", "continuous_bef", "gain_loss"] = (
        "stock_difference"
    )
    """Method of forests: difference of two inventories, rates of growth and consumption, continuous function of stock per
    area, or growth less felling."""
    after_last_inventory: Literal["none", "hold"] = "none"
    """Years after the last forest inventory: not estimated, or the last change goes on and is said to."""
    soils: tuple[SoilChange, ...] = ()
    """Changes of practice on cropland and grassland soils."""
    projects: tuple[CreditProject, ...] = ()
    """Projects that earn credits."""
    water_projects: tuple[WaterProject, ...] = ()
    """Rice fields whose water is managed otherwise."""


Computed = Literal[
    "trade", "processes", "other_co2", "methane", "nitrous_oxide", "fluorinated", "land", "bunkers", "biomass", "stored",
]  # fmt: skip


class Reconciliation(Declared):
    """A known reason why two totals differ; added to ours it leads towards the other."""

    against: Literal["official", "districts"] = "official"
    """What ours is held against: the official total, or the sum of districts."""
    boundary: Text
    """Boundary of the official total (`co2_energy`, `ghg` ...), or indicator of the districts (`co2_total` ...)."""
    years: tuple[Year, ...] = ()
    """Years that it holds for; all if none is stated."""
    item: Title
    """Name of the difference."""
    computed: Computed | None = None
    """What the account itself computes for it, such as `bunkers`; in place of a value."""
    times: Number = 1.0
    """What the computed amount is multiplied with: 1 if the other total holds it, -1 if it leaves it out. [1]"""
    value: Number | None = None
    """Amount that the other total holds beyond ours; in place of what is computed."""
    unit: Text = ""
    """Unit of the value."""
    why: Title
    """What is known of it."""
    source: Text = ""
    """Where it comes from."""
    mark: Literal["", "C", "M", "A"] = ""
    """Nothing: seen in a source; C computed, M from memory, A assumed."""

    def serves(self, against: str, boundary: str, year: int) -> bool:
        """Tell whether it belongs to a difference."""
        mine = (self.against, self.boundary) == (against, boundary)
        return mine and (not self.years or year in self.years)


class Accounting(Declared):
    """The block ``[account]``: which editions are used, and the choices of each area."""

    ipcc: Literal["2006", "2019"] = "2006"
    """Edition of the IPCC's guidelines whose defaults serve; that of 2019 refines the one of 2006."""
    guideline: Text = "provincial_2011"
    """Edition of the provincial guideline whose defaults go before the IPCC's: `provincial_2025`, `provincial_2011`, one of
    the folder `editions/`, or `none`. Where it holds nothing, those that it replaces serve."""
    editions: tuple[Text, ...] = ()
    """Editions that go before the guideline, in order of preference: folders below `editions/`, or editions of the package."""
    factors_until: Day | None = None
    """Day after which an edition may not have been issued to be used, such as "2026-11-26"; none: all that are named."""
    energy: EnergyRules = Field(default_factory=EnergyRules)
    """Choices of the energy account."""
    processes: Processes = Field(default_factory=Processes)
    """Choices of industrial processes."""
    agriculture: Agriculture = Field(default_factory=Agriculture)
    """Choices of agriculture."""
    waste: Waste = Field(default_factory=Waste)
    """Choices of waste."""
    land: Land = Field(default_factory=Land)
    """Choices of land."""
    signed: Literal["", "required"] = ""
    """Whether every cell must be countersigned: `required` tells of those that are not."""
    scaled: tuple[Text, ...] = ()
    """Indicators whose districts are also shown scaled in proportion to the figure of the region."""
    views: Views = Field(default_factory=Views)
    """How the account is shown in the order of others."""
