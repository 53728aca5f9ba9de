"""Fuels lost on the way: carbon that leaks and is told as methane, or that an account counts as burnt."""

from __future__ import annotations

from collections.abc import Sequence

import xarray as xr

from dualcarbon.inventory.emission_factors import burnt
from dualcarbon.reference.records import FactorRecord
from dualcarbon.vocabulary.faults import Fault, note
from dualcarbon.vocabulary.names import FUELS

FLOW = "losses"
HOW = {
    "leaked": {
        "en": "they leak, and no carbon dioxide is counted for them; the methane of gas and oil stands under fugitive emissions, where the study gives their activity",
        "zh": "按泄漏处理，不计二氧化碳；油气甲烷在逸散排放中计（须给出相应活动水平）",
    },
    "burnt": {
        "en": "they are counted as burnt, as the published accounts of such tables do; the methane of leaks would stand beside it",
        "zh": "与此类表格的已公布核算一致，按燃烧计入；泄漏甲烷另计",
    },
}  # fmt: skip
"""What becomes of losses, by the choice of the study."""


def way(stated: str, *, balanced: bool) -> str:
    """Give what becomes of losses: as stated, else leaked with a balance table and burnt without.

    Examples
    --------
    >>> way("auto", balanced=True), way("auto", balanced=False), way("burnt", balanced=True)
    ('leaked', 'burnt', 'burnt')
    """
    if stated != "auto":
        return stated
    return "leaked" if balanced else "burnt"


def records(
    energy: xr.DataArray, how: str, own: Sequence[FactorRecord] = (), region: str = ""
) -> tuple[FactorRecord, ...]:
    """Give the factors that keep leaks out of the carbon dioxide of burning.

    Parameters
    ----------
    energy : DataArray (year, sector, flow, fuel)
        The account. [tce]
    how : {"leaked", "burnt"}
        See :func:`way`.
    own : sequence of FactorRecord
        Factors of the study: one that it states for losses of a fuel holds. [t CO2/tce]
    region : str
        GB/T 2260 code that the factors hold for.

    Returns
    -------
    tuple of FactorRecord
        Zero for each sector and fuel that is lost, or nothing. [t CO2/tce]

    References
    ----------
    .. [1] IPCC, "2006 IPCC Guidelines for National Greenhouse Gas Inventories", vol. 2, ch. 4: leaks of fuels are fugitive.
    """
    if how != "leaked":
        return ()
    first, last = (int(energy.year.values[i]) for i in (0, -1))
    stated = {r.fuel for r in own if (r.flow, r.purpose) == (FLOW, "direct")}
    return tuple(
        FactorRecord(
            id=f"rule:losses:{sector}:{fuel}", fuel=fuel, value=0.0, unit="t CO2/tce", first_year=first, last_year=last,
            region=region, sector=sector, flow=FLOW, tier="definition", source="ipcc-2006", note="it leaks and is not burnt",
        )
        for sector, flow, fuel in burnt(energy) if flow == FLOW and fuel not in stated
    )  # fmt: skip


def faults(energy: xr.DataArray, how: str) -> list[Fault]:
    """Tell how losses of fuels are counted.

    Parameters
    ----------
    energy : DataArray (year, sector, flow, fuel)
        The account. [tce]
    how : {"leaked", "burnt"}
        See :func:`way`.

    Returns
    -------
    list of Fault
        INV019, with the fuels and the losses of the last year that has any; none where nothing that burns is lost.
    """
    fuels = sorted({fuel for _, flow, fuel in burnt(energy) if flow == FLOW}, key=FUELS.rank)
    if not fuels:
        return []
    lost = energy.sel(flow=FLOW, fuel=fuels).sum(["sector", "fuel"])
    year = int(lost.year.values[lost.values != 0][-1])
    named = {
        lang: ("、" if lang == "zh" else ", ").join(FUELS.text(f, lang) for f in fuels)
        for lang in ("en", "zh")
    }
    return [note("INV019", year=year, fuels=named, value=float(lost.sel(year=year)), how=HOW[how])]
