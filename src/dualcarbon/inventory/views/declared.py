"""What a study says of its views: why a row has no value."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from dualcarbon.errors import InputError
from dualcarbon.quantities.declared import Declared, Text, hint
from dualcarbon.vocabulary.faults import Place, cut, note
from dualcarbon.vocabulary.names import CATEGORIES, GPC, GUIDELINE


def row(text: str) -> str:
    """Refuse what is no category and no row of a view.

    Raises
    ------
    InputError
        KEY002, with the nearest name.
    """
    known = (*CATEGORIES, *GUIDELINE, *GPC)
    if text not in known:
        raise InputError(faults=[note("KEY002", Place(), text=cut(text), hint=hint(text, known))])
    return text


class Views(Declared):
    """How the account is shown in the order of others."""

    notation: dict[Annotated[Text, AfterValidator(row)], Literal["NO", "NE", "IE", "C"]] = Field(
        default_factory=dict
    )
    """Why a category (`1B1`), a row of the provincial guideline (`energy.coal_fugitive`) or a reference of the GPC (`I.7.1`)
    has no value: NO does not occur, NE not estimated, IE counted elsewhere, C confidential. Without a word it is NE."""
