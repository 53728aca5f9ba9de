"""What a study says of its account: the block ``[account]`` of study.toml, a part for each area."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from dualcarbon.quantities.declared import Declared


class EnergyRules(Declared):
    """Choices of the energy account."""


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
