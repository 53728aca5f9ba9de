"""What a study says of money: price level, discount rate, carbon price, own prices, scarce resources."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from dualcarbon.measures.declared import Id, Remarked
from dualcarbon.quantities.declared import Declared, Number, Text, Title
from dualcarbon.quantities.forms import Quantity, Year
from dualcarbon.quantities.kinds import Points


class Rate(Remarked):
    """A discount rate, real."""

    value: Annotated[Number, Field(gt=-1)]
    """Discount a year, as a fraction: 0.07 is seven per cent. [1/year]"""


class OwnPrice(Remarked):
    """A price of the region in place of the reference's."""

    value: Quantity
    """Price with taxes. [`unit`]"""
    ex_tax: Number | None = None
    """The same without value added and consumption tax. [`unit`]"""
    unit: Text
    """Money per energy, for example `CNY/GJ`."""
    price_year: Year | None = None
    """Year of the price."""


class Resource(Remarked):
    """Something scarce that several measures share."""

    id: Id
    """Short name."""
    title: Title
    """Name as people read it."""
    unit: Text
    """What it is counted by, a year."""
    available: dict[Year, Annotated[Number, Field(ge=0)]] = Field(min_length=1)
    """How much of it there is by year, straight lines between. [unit/year]"""


class Money(Declared):
    """How the measures of a study are valued."""

    price_year: Year
    """Price level of all money of the appraisal."""
    financial_rate: Rate
    """What an investor discounts with."""
    carbon_price: Points | None = None
    """Price of a tonne by year; 0 before the first point. [CNY/t CO2]"""
    deflator: dict[Year, Annotated[Number, Field(gt=0)]] = Field(default_factory=dict)
    """Price level by year, any base; without it costs of other price years are taken as they are."""
    prices: dict[Text, OwnPrice] = Field(default_factory=dict)
    """Prices of the region by the ids of the reference."""
