"""What a study says of its land: method of forests, changes of practice on soils, coasts, projects."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from dualcarbon.quantities.declared import Declared, Number, Text
from dualcarbon.quantities.kinds import Year

Climate = Literal[
    "cool_temperate_dry", "cool_temperate_moist", "warm_temperate_dry", "warm_temperate_moist", "tropical_dry",
    "tropical_moist",
]  # fmt: skip
WaterRegime = Literal["continuous", "single_aeration", "multiple_aeration"]


class Practice(Declared):
    """How a soil is used: names of the levels of the three stock change factors."""

    use: Text
    """Land use: `long_cultivated`, `paddy`, `perennial` of cropland, `permanent` of grassland."""
    management: Text
    """Tillage `full`, `reduced`, `none`; or grazing `nominal`, `degraded`, `severely_degraded`, `improved`."""
    input: Text = "medium"
    """What comes back to the soil: `low`, `medium`, `high`, `high_with_manure`."""


class Soil(Declared):
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


class Project(Declared):
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
    soils: tuple[Soil, ...] = ()
    """Changes of practice on cropland and grassland soils."""
    projects: tuple[Project, ...] = ()
    """Projects that earn credits."""
    water_projects: tuple[WaterProject, ...] = ()
    """Rice fields whose water is managed otherwise."""
