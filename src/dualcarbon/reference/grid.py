"""Emission factors of electricity from the grid: five kinds, by region and year, never mixed."""

from __future__ import annotations

from typing import Any

from dualcarbon.errors import InputError
from dualcarbon.reference.records import FactorRecord, gap, nearest_in_time
from dualcarbon.reference.tables import remembered, rows, whole
from dualcarbon.vocabulary.faults import Fault, note
from dualcarbon.vocabulary.names import nearest

NATION = "000000"

KINDS = {
    "average": ("all electricity of the grid", "电网平均"),
    "residual": ("without market-traded non-fossil electricity", "剔除市场化交易的非化石能源电量"),
    "fossil": ("fossil electricity only", "化石能源电力"),
    "reporting": ("prescribed for reports of enterprises", "企业报告规定值"),
    "footprint": ("for product footprints, cradle to grid", "产品碳足迹"),
}
"""Kinds of grid factor, each with its use: territorial accounts read the average."""

PURPOSES = {
    "territorial": ("average", "electricity traded by a province or a city", "省市辖区清单的调入调出电量"),
    "location_based": ("average", "electricity used by a company, by place", "企业外购电（基于位置）"),
    "market_based": ("residual", "electricity used by a company beyond its contracts", "企业合同外用电（基于市场）"),
    "reporting": ("reporting", "reports of enterprises under the rules of the year", "企业年度报告"),
    "abatement": ("fossil", "electricity that new renewables push out", "新增可再生能源替代的电量"),
    "product": ("footprint", "footprints of products", "产品碳足迹"),
}  # fmt: skip
"""What a factor is for -> its kind, and the purpose in both languages; one purpose never reads two kinds."""


def grid_factor(
    region: str, year: int, kind: str, *, technology: str = ""
) -> tuple[FactorRecord, tuple[Fault, ...]]:
    """Give the emission factor of electricity of a grid, with what is worth knowing about it.

    Parameters
    ----------
    region : str
        Code of GB/T 2260 (a city has its province's factor), a regional grid (``east``), or a region's name.
    year : int
        Year of the activity.
    kind : {"average", "residual", "fossil", "reporting", "footprint"}
        Chosen by purpose; another kind is never put in its place.
    technology : str, optional
        For footprints: factor of one way of generation.

    Returns
    -------
    FactorRecord, tuple of Fault
        Factor. [kg CO2/kWh; footprints kg CO2e/kWh] The region's last factor up to the year is taken, else the
        last of the grid or nation around it or the region's first later one, whichever is nearer in time, else the nearest
        in time. Warnings: REF015 another year, REF016 a wider region, REF031 a wider region before the region's own begin.

    Raises
    ------
    InputError
        There is no such region or kind, or no factor of the kind at all.

    References
    ----------
    .. [1] Ministry of Ecology and Environment, National Bureau of Statistics, announcements of the carbon dioxide
       emission factors of electricity 2021, 2022 and 2023.

    Examples
    --------
    >>> jiangsu, _ = grid_factor("320000", 2022, "average")
    >>> jiangsu.value, jiangsu.source
    (0.5978, 'mee-grid-2022')
    >>> [str(w) for w in grid_factor("320000", 2023, "average")[1]]
    ['REF015 Jiangsu: the average grid factor of 2022 is used for 2023, for which there is none']
    """
    if kind not in KINDS:
        raise InputError(
            faults=[note("REF014", text=kind, nearest=nearest(kind, KINDS) or "average")]
        )
    asked = place(region)
    chain = _chain(asked)
    known = [r for r in _records() if r.purpose == kind and r.sector == technology]
    record = _chosen([[r for r in known if r.region == one] for one in chain], year)
    if record is None:
        fault = note("REF017", kind=kind, technology=technology or "-", known=_technologies(kind))
        raise InputError(faults=[fault])
    return record, _remarks(record, asked, year)


def grid_factor_for(
    purpose: str, region: str, year: int, *, technology: str = ""
) -> tuple[FactorRecord, tuple[Fault, ...]]:
    """Give the emission factor of electricity that a purpose asks for, of the kind that is right for it.

    Parameters
    ----------
    purpose : {"territorial", "location_based", "market_based", "reporting", "abatement", "product"}
        What the number is for. Electricity under contracts is no part of ``market_based``: it counts as zero.
    region : str
        Code of GB/T 2260, a regional grid, or a region's name.
    year : int
        Year of the activity; the last factor before it is carried with a warning.
    technology : str, optional
        For products: factor of one way of generation.

    Returns
    -------
    FactorRecord, tuple of Fault
        As :func:`grid_factor`. [kg CO2/kWh; footprints kg CO2e/kWh]

    Raises
    ------
    InputError
        GRD012 there is no such purpose; and what :func:`grid_factor` refuses.

    References
    ----------
    .. [1] World Resources Institute, "GHG Protocol Scope 2 Guidance", 2015: location-based and market-based.

    Examples
    --------
    >>> [grid_factor_for(p, "000000", 2023)[0].value for p in ("territorial", "market_based", "abatement")]
    [0.5306, 0.6096, 0.8273]
    """
    if purpose not in PURPOSES:
        near = nearest(purpose, PURPOSES) or "territorial"
        raise InputError(faults=[note("GRD012", text=purpose, nearest=near)])
    return grid_factor(region, year, PURPOSES[purpose][0], technology=technology)


def place(region: str) -> str:
    """Give the region of the factor tables for a code or name; a city's is its province.

    Raises
    ------
    InputError
        There is no such region.

    Examples
    --------
    >>> place("320100"), place("江苏"), place("East China grid"), place("")
    ('320000', '320000', 'east', '000000')
    """
    text = region.strip() or NATION
    regions = _regions()
    if text.isdecimal() and len(text) == 6:
        text = next((c for c in (text, f"{text[:2]}0000") if c in regions), text)
    spelled = {
        word.casefold(): id for id, row in regions.items() for word in (id, row["en"], row["zh"])
    }
    found = spelled.get(text.casefold()) or spelled.get(text.removesuffix("省").removesuffix("市"))
    if found is None:
        near = regions[spelled.get(nearest(text.casefold(), spelled), NATION)]["en"]
        raise InputError(faults=[note("REF013", text=text, nearest=near)])
    return found


def region_names(region: str) -> tuple[str, str]:
    """Give the English and Chinese name of a region of the factor tables.

    Examples
    --------
    >>> region_names("east")
    ('East China grid', '华东')
    """
    row = _regions()[region]
    return row["en"], row["zh"]


def around(region: str) -> str:
    """Give the region that electricity is brought in from: a province's grid, a city's province.

    Raises
    ------
    InputError
        There is no such region.

    Examples
    --------
    >>> around("320000"), around("320100"), around("000000")
    ('east', '320000', '000000')
    """
    whole_region = place(region)
    if whole_region != region and region.isdecimal():
        return whole_region
    return _regions()[whole_region]["within"] or whole_region


def _chain(region: str) -> list[str]:
    """Give a region, the grid it belongs to, and the nation."""
    chain = [region]
    while within := _regions()[chain[-1]]["within"]:
        chain.append(within)
    return chain


def _chosen(chain: list[list[FactorRecord]], year: int) -> FactorRecord | None:
    """Give the last record up to the year of the first region that has one, unless a narrower region's later one is nearer."""
    for place, records in enumerate(chain):
        before = [r for r in records if gap(r, year) >= 0]
        if before:
            last = nearest_in_time(before, year)
            return _nearer(last, [r for narrow in chain[:place] for r in narrow], year)
    return nearest_in_time([r for records in chain for r in records], year)


def _nearer(last: FactorRecord | None, later: list[FactorRecord], year: int) -> FactorRecord | None:
    """Give the later record of a narrower region where it is nearer in time than what would be carried forward."""
    first = nearest_in_time(later, year)
    if first is None or last is None or abs(gap(first, year)) >= abs(gap(last, year)):
        return last
    return first


def _remarks(record: FactorRecord, asked: str, year: int) -> tuple[Fault, ...]:
    names = _names(record.region)
    kinds: dict[str, Any] = {"kind": record.purpose, "kind_zh": KINDS[record.purpose][1]}
    found = []
    if record.region != asked:
        wide: dict[str, Any] = {f"wide{k.removeprefix('region')}": v for k, v in names.items()}
        own = [r.first_year for r in _records() if _of(r, record, asked)]
        begins: dict[str, Any] = {"first": min(own), "year": year} if own else {}
        code = "REF031" if own else "REF016"
        found.append(note(code, **_names(asked), **wide, **kinds, **begins))
    if off := gap(record, year):
        found.append(note("REF015", **names, **kinds, given=year - off, year=year))
    return tuple(found)


def _of(one: FactorRecord, taken: FactorRecord, region: str) -> bool:
    """Tell whether a record is the region's own, of the kind and technology that was taken."""
    return (one.region, one.purpose, one.sector) == (region, taken.purpose, taken.sector)


def _names(region: str) -> dict[str, Any]:
    row = _regions()[region]
    return {"region": row["en"], "region_zh": row["zh"]}


def _technologies(kind: str) -> str:
    known = sorted({r.sector for r in _records() if r.purpose == kind and r.sector})
    return ", ".join(known) or "-"


@remembered
def _regions() -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in rows("regions")}


@remembered
def _records() -> tuple[FactorRecord, ...]:
    """Give the grid factors; their kind stands as purpose, the way of generation as sector."""
    return tuple(
        FactorRecord(
            id=row["id"],
            fuel="electricity",
            value=float(row["value"]),
            unit=row["unit"],
            first_year=int(row["first_year"]),
            last_year=whole(row["last_year"]),
            region=row["region"],
            sector=row["technology"],
            purpose=row["kind"],
            tier="grid",
            source=row["source"],
            mark=row["mark"],
            note=row["note"],
        )
        for row in rows("grid")
    )
