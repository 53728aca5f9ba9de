"""What a study says of its account: the block ``[account]`` of study.toml, a part for each area."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from dualcarbon.quantities.declared import Declared, Number, Text


class Destination(Declared):
    """Where the carbon of a fuel that serves as feedstock goes; each tonne is emitted, stored or sent out once."""

    fuel: Text
    """Single fuel, such as `natural_gas`."""
    product: Text
    """What is made of it: ammonia, methanol, ethylene, calcium_carbide, anodes, electrodes, lubricants, bitumen ..."""
    share: Number = Field(default=1.0, ge=0, le=1)
    """Share of the fuel's feedstock that goes into the product; over the products of a fuel they sum to 1. [1]"""
    emitted: Number = Field(default=0.0, ge=0, le=1)
    """Share of that carbon which processes emit. [1]"""
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
    residuals: tuple[Text, ...] = ("refining", "gas_works")
    """Rows of transformation of which the carbon that is in no product is counted as emitted."""
    reallocate: bool = True
    """Whether driving of households and firms is told under road transport; totals stay the same."""
    road_share: dict[Text, dict[Text, Number]] = Field(default_factory=dict)
    """By sector and fuel (gasoline, diesel): share of final use that is burnt on roads, instead of the usual ones. [1]"""
    modes: dict[Text, dict[Text, Number]] = Field(default_factory=dict)
    """By fuel of the transport sector: share of `road`, `rail`, `water`, `aviation`; without it one mode each. [1]"""
    biomass_share: Number | None = Field(default=None, ge=0, le=1)
    """Share of other energy that is biomass burnt; without it nothing is told of biomass in it. [1]"""
    feedstock: tuple[Destination, ...] = ()
    """Where the carbon of feedstock goes, by fuel and product."""


class Processes(Declared):
    """Choices of industrial processes and product use."""


class Agriculture(Declared):
    """Choices of agriculture."""


class Waste(Declared):
    """Choices of waste."""


class Land(Declared):
    """Choices of land, forests, wetlands and coasts."""


class Uncertainty(Declared):
    """Choices of how far the numbers may be off."""


class Accounting(Declared):
    """The block ``[account]``: which editions are used, and the choices of each area."""

    ipcc: Literal["2006", "2019"] = "2006"
    """Edition of the IPCC's guidelines whose defaults serve; that of 2019 refines the one of 2006."""
    guideline: Literal["provincial_2025", "provincial_2011", "none"] = "provincial_2011"
    """Edition of the provincial guideline whose defaults go before the IPCC's."""
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
    uncertainty: Uncertainty = Field(default_factory=Uncertainty)
    """Choices of uncertainty."""
