"""How cells and factors are called in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import xarray as xr
from numpy.typing import NDArray

from dualcarbon.vocabulary.names import FLOWS, FUELS, GASES, SECTORS

Text = dict[str, str]
BOOKS = {"sector": SECTORS, "fuel": FUELS, "flow": FLOWS, "gas": GASES}
SHOWN = 8
"""How many cells a sentence names before it counts the rest."""

FACTORS: dict[str, Text] = {
    "population": {"en": "population", "zh": "人口"},
    "affluence": {"en": "GDP per head", "zh": "人均 GDP"},
    "activity": {"en": "GDP", "zh": "经济规模"},
    "structure": {"en": "economic structure", "zh": "产业结构"},
    "intensity": {"en": "energy per value added", "zh": "能源强度"},
    "use_per_head": {"en": "energy per head", "zh": "人均用能"},
    "use": {"en": "energy use", "zh": "用能量"},
    "mix": {"en": "energy mix", "zh": "能源结构"},
    "factor": {"en": "emission factor", "zh": "排放因子"},
    "capture": {"en": "capture", "zh": "碳捕集"},
    "product": {"en": "product of the factors", "zh": "各因素之积"},
    "emissions": {"en": "emissions", "zh": "排放"},
    "energy_intensity": {"en": "energy per GDP", "zh": "单位GDP能耗"},
    "fossil_share": {"en": "share of fossil energy", "zh": "化石能源占比"},
    "affluence_squared": {"en": "square of GDP per head", "zh": "人均GDP的平方项"},
}

VERBS = {
    "gone": ({"en": "goes to 0", "zh": "降为 0"}, "go to 0"),
    "come": ({"en": "appears", "zh": "由 0 出现"}, "appear"),
    "none": ({"en": "is", "zh": ""}, "are"),
}


def factor(name: str) -> Text:
    """Give the name of a factor in both languages; an unlisted one is shown as it is.

    Examples
    --------
    >>> factor("mix")["zh"], factor("occupancy")["en"]
    ('能源结构', 'occupancy')
    """
    return FACTORS.get(name, {"en": name, "zh": name})


def factors(names: Iterable[str]) -> Text:
    """Give the names of factors as one list in both languages; a dash where there are none.

    Examples
    --------
    >>> factors(["population", "mix"])["zh"], factors([])["en"]
    ('人口、能源结构', '–')
    """
    told = [factor(name) for name in names]
    return {
        "en": ", ".join(t["en"] for t in told) or "–",
        "zh": "、".join(t["zh"] for t in told) or "–",
    }


def cell(labels: Mapping[str, object]) -> Text:
    """Give the name of a cell from its labels.

    Examples
    --------
    >>> cell({"sector": "industry", "fuel": "coal"})["zh"]
    '工业/煤炭'
    """
    if not labels:
        return {"en": "the total", "zh": "总量"}
    return {lang: "/".join(_label(d, x, lang) for d, x in labels.items()) for lang in ("en", "zh")}


def cells(
    mask: NDArray[np.bool_],
    dims: Sequence[str],
    coords: Mapping[str, Sequence[object]],
    shape: Sequence[int],
) -> list[Text]:
    """Give the names of the cells where ``mask`` holds, in the order of the array.

    A dimension along which the mask does not vary, though the grid of ``shape`` does, is not named.

    Parameters
    ----------
    mask : ndarray
        Where to look, with one axis for each dimension. [truth]
    dims, coords, shape
        Names, labels and lengths of the dimensions of the whole grid.

    Examples
    --------
    >>> mask = np.array([[False], [True]])
    >>> cells(mask, ("sector", "fuel"), {"sector": ["industry", "transport"]}, (2, 3))[0]["en"]
    'transport'
    """
    own = [axis for axis, size in enumerate(shape) if mask.shape[axis] == size]
    return [
        cell({dims[a]: coords[dims[a]][spot[a]] if dims[a] in coords else spot[a] for a in own})
        for spot in np.argwhere(mask)
    ]


def listing(names: Sequence[Text]) -> Text:
    """Give a list of cells as one text; beyond a few only their number.

    Examples
    --------
    >>> listing([{"en": "coal", "zh": "煤炭"}, {"en": "oil", "zh": "石油"}])
    {'en': 'coal, oil', 'zh': '煤炭、石油'}
    """
    rest = len(names) - SHOWN
    english = ", ".join(n["en"] for n in names[:SHOWN]) + (f" and {rest} more" if rest > 0 else "")
    chinese = "、".join(n["zh"] for n in names[:SHOWN]) + (
        f"等 {len(names)} 项" if rest > 0 else ""
    )
    return {"en": english, "zh": chinese}


def verb(what: str, names: Sequence[Text]) -> dict[str, Text]:
    """Give subject and verb of a sentence on cells that vanish, appear or stay 0."""
    text, plural = VERBS[what]
    said = text if len(names) == 1 else {"en": plural, "zh": text["zh"]}
    return {"cells": listing(names), "what": said}


def _label(dim: str, value: object, lang: str) -> str:
    """Give a label in Chinese by its book; in English the id reads well enough."""
    if lang == "zh" and dim in BOOKS:
        return BOOKS[dim].text(str(value), lang)
    return str(value).replace("_", " ")


def labelled(mask: xr.DataArray) -> list[Text]:
    """Give the names of the cells where an array of truths holds.

    Parameters
    ----------
    mask : DataArray (any dimensions)
        Where to look. [truth]

    Examples
    --------
    >>> labelled(xr.DataArray([True, False], coords={"fuel": ["coal", "oil"]}))[0]["en"]
    'coal'
    """
    dims = [str(d) for d in mask.dims]
    coords = {d: mask.coords[d].to_numpy() for d in dims if d in mask.coords}
    return cells(mask.to_numpy(), dims, coords, mask.shape)
