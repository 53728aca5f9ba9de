"""What a study declares of gaps in its tables: which series, which years, by which method, and why."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from dualcarbon.errors import InputError
from dualcarbon.quantities.declared import Declared, Text, Title, Whole, hint
from dualcarbon.vocabulary.faults import Fault, Place, cut, note
from dualcarbon.vocabulary.tables import FIELDS, TABLES

Year = Annotated[Whole, Field(ge=1900, le=2200)]
COLUMNS = ("district", "sector", "indicator", "kind", "flow", "fuel")
"""Columns that a series is named by."""
NOT_FILLED = ("published", "factors", "projects", "balance")
"""Tables whose figures are others' to give, or in which a blank cell is nothing."""
WITH_GAPS = [
    name
    for name, table in TABLES.items()
    if "/" not in name
    and name not in NOT_FILLED
    and {"year"} <= set(table.key) <= {"year", "vintage", *COLUMNS}
]
"""Tables whose series may be filled."""


def _table(text: str) -> str:
    if text not in WITH_GAPS:
        raise InputError(
            faults=[note("KEY002", Place(), text=cut(text), hint=hint(text, WITH_GAPS))]
        )
    return text


TableWithGaps = Annotated[Text, AfterValidator(_table)]
Method = Literal["linear", "geometric", "hold", "proxy", "splice", "peers", "none"]
NEEDS = {
    "from": {"en": "needs from, the series it takes the ratio to", "zh": "需要 from，即求比值所用的序列"},
    "across": {"en": "needs across, the column its peers differ in", "zh": "需要 across，即同类之间相异的列"},
    "no_from": {"en": "takes no from", "zh": "不使用 from"},
    "no_across": {"en": "takes no across", "zh": "不使用 across"},
    "activity": {"en": "is for the table activity; others are computed with year by year", "zh": "只用于活动水平表；其他表逐年参与计算"},
}  # fmt: skip


class Named(Declared):
    """A series of a table, named by the columns that tell it from others."""

    table: TableWithGaps
    """Table of the series."""
    district: Text = ""
    """District of the series."""
    sector: Text = ""
    """Sector of the series."""
    indicator: Text = ""
    """Indicator of the series."""
    kind: Text = ""
    """Kind within the indicator."""
    flow: Text = ""
    """Flow of the energy table."""
    fuel: Text = ""
    """Fuel of the energy table."""

    @property
    def key(self) -> dict[str, str]:
        """Columns of the table's key and the ids that stand in them."""
        columns = [c for c in TABLES[self.table].key if c not in ("year", "vintage")]
        return {c: _id(c, str(getattr(self, c, ""))) for c in columns}

    @model_validator(mode="after")
    def _known(self) -> Self:
        if faults := [*_strange(self), *_unknown(self)]:
            raise InputError(faults=faults)
        return self


class Basis(Named):
    """The series that another is filled from."""

    vintage: Text = ""
    """Vintage of the series, where it is not the one that the study uses."""


class Fill(Named):
    """Years that a series lacks, filled by a named method."""

    method: Method
    """`linear` or `geometric` between known years, `hold` the nearest, `proxy` by the ratio to another series,
    `splice` another vintage or series by their overlap, `peers` by what other sectors have, `none` to leave them open."""
    years: tuple[Year, ...] = Field(min_length=1)
    """Years to be filled; none of them has a figure."""
    from_: Basis | None = Field(alias="from", default=None)
    """Series that it is filled from: for `proxy`, `splice` and `peers`."""
    across: Text = ""
    """Column in which the peers differ: for `peers`."""
    why: Title
    """Reason for the method."""

    @model_validator(mode="after")
    def _complete(self) -> Self:
        needs = list(_needs(self))
        if needs:
            raise InputError(
                faults=[note("FIL011", Place(), method=self.method, need=NEEDS[n]) for n in needs]
            )
        return self


def _needs(fill: Fill) -> list[str]:
    """Give what a method lacks, or what it is given for nothing."""
    takes = {"proxy": ("from",), "splice": ("from",), "peers": ("from", "across")}.get(
        fill.method, ()
    )
    given = {"from": fill.from_ is not None, "across": bool(fill.across)}
    told = [
        name if name in takes else f"no_{name}"
        for name, is_given in given.items()
        if is_given != (name in takes)
    ]
    return [*told, *(["activity"] if fill.method == "none" and fill.table != "activity" else [])]


def _strange(named: Named) -> list[Fault]:
    """Tell of columns that the table does not have."""
    given = [c for c in COLUMNS if getattr(named, c) and c not in TABLES[named.table].key]
    return [note("FIL017", Place(key=c), table=named.table, column=c) for c in given]


def _unknown(named: Named) -> list[Fault]:
    """Tell of names that no book holds."""
    faults: list[Fault] = []
    for column in COLUMNS:
        text, book = getattr(named, column), FIELDS[column].book if column in FIELDS else None
        if text and book is not None and book.resolve(text) is None:
            faults.append(note("FIL018", Place(key=column), text=cut(text), hint=hint(text, book)))
    return faults


def _id(column: str, text: str) -> str:
    book = FIELDS[column].book if column in FIELDS else None
    return (book.resolve(text) or text) if text and book is not None else text
