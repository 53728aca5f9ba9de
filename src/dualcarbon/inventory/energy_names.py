"""Names that the energy block of a study may hold: rows, fuels, sectors, modes; the nearest is named where one is not known."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated

from pydantic import AfterValidator

from dualcarbon.errors import InputError
from dualcarbon.inventory.carbon_balance import ROWS
from dualcarbon.inventory.emission_factors import UNBURNT
from dualcarbon.quantities.declared import Text, hint
from dualcarbon.vocabulary.faults import Place, cut, note
from dualcarbon.vocabulary.names import FUELS, SECTORS

MODES = ("road", "rail", "water", "aviation")
"""What the fuel of transport drives."""
ROAD = ("gasoline", "diesel")
"""Fuels of cars that households and firms own."""
CARBON = ("coal", "oil", "natural_gas")
"""Groups of fuels that hold fossil carbon of their own."""


def _among(names: Iterable[str]) -> AfterValidator:
    """Give a reader that refuses, with KEY002 and the nearest, what is none of the names."""
    known = tuple(names)

    def read(text: str) -> str:
        if text not in known:
            raise InputError(
                faults=[note("KEY002", Place(), text=cut(text), hint=hint(text, known))]
            )
        return text

    return AfterValidator(read)


Row = Annotated[Text, _among(ROWS)]
Mode = Annotated[Text, _among(MODES)]
Driven = Annotated[Text, _among(f for f in FUELS if f not in UNBURNT)]
RoadFuel = Annotated[Text, _among(ROAD)]
Reallocated = Annotated[Text, _among(s for s in SECTORS if s != "transport")]
FeedstockFuel = Annotated[Text, _among(f for f in FUELS if FUELS[f].more["group"] in CARBON)]
