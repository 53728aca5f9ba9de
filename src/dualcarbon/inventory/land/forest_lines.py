"""Lines of the ledger for forests: one method of living trees, and what conversion and disturbance release."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

import numpy as np

from dualcarbon.inventory.activities import Activities, use
from dualcarbon.inventory.declared import Land
from dualcarbon.inventory.land import forest
from dualcarbon.inventory.land.kinds import apart
from dualcarbon.inventory.ledger import Activity, Floats, Line, Use
from dualcarbon.quantities.declared import gathering
from dualcarbon.reference.numbers import Shelf
from dualcarbon.vocabulary.faults import Fault, Place, note

STOCK, AREA = "forest_stock", "forest_area"
BY_AREA = ("bamboo", "economic_forest", "shrub")
"""Kinds of forest without stock volume: carbon is area times biomass."""
TREE = {"SVD": "t/m3", "BEF": "1", "root": "1", "CF": "t C/t"}
RATES = {"SVD": "t/m3", "BEF_whole": "1", "CF": "t C/t", "growth_rate": "1", "use_rate": "1"}
GAIN = {"increment": "t/ha yr", "root": "1", "CF": "t C/t"}
FELLED = {"BCEF": "t/m3", "root": "1", "CF": "t C/t"}
HIT = {"biomass": "t/ha", "root": "1", "CF": "t C/t", "share_lost": "1"}
CONVERTED = {"biomass": "t/ha", "biomass_after": "t/ha", "CF": "t C/t", "share_oxidised": "1"}
Part = tuple[str, str, dict[str, str], Callable[..., Floats], str, str]
CONVERSION: Part = (
    "forest_converted_area", "ha", CONVERTED, forest.conversion, "forest_conversion", "3B5",
)  # fmt: skip
FLOWS: tuple[Part, ...] = (
    (AREA, "ha", GAIN, forest.gain, "forest_gain_loss", "3B1"),
    ("wood_harvest", "m3", FELLED, forest.harvest, "forest_gain_loss", "3B1"),
    ("fuelwood_gathered", "m3", FELLED, forest.harvest, "forest_gain_loss", "3B1"),
    ("forest_disturbed_area", "ha", HIT, forest.disturbance, "forest_gain_loss", "3B1"),
)
"""Statistic, its unit, the numbers it is multiplied with, formula, method, category."""
COMPARED = ("forest_stock_difference", "forest_continuous_bef", "forest_area_difference")
"""Methods by the difference of two inventories, from which forest that was converted is gone."""
PLACE = Place(file="data/activity.csv")


def lines(
    activities: Activities, settings: Land, shelf: Shelf
) -> tuple[tuple[Line, ...], tuple[Fault, ...]]:
    """Give the lines of forests by the method that the study chose, and what keeps others out."""
    faults: list[Fault] = []
    of_method = {
        "stock_difference": _differences, "stock_volume": _rates, "continuous_bef": _continuous, "gain_loss": _gains,
    }  # fmt: skip
    made = of_method[settings.forest](activities, settings, shelf, faults)
    lost = _yearly(activities, shelf, CONVERSION, faults)
    made += [line for line in lost if not _in_stocks(line.kind, made, faults)]
    return tuple(made), tuple(faults)


def _in_stocks(kind: str, made: Sequence[Line], faults: list[Fault]) -> bool:
    """Tell whether inventories that are compared hold the loss of converted forest: it is then left out, and told."""
    compared = {line.kind for line in made if line.method in COMPARED}
    whole = "" in compared or (not kind and bool(compared - set(BY_AREA)))
    if not whole and kind not in compared:
        return False
    faults.append(note("LND026", PLACE, kind=kind or "-"))
    return True


def _differences(
    activities: Activities, settings: Land, shelf: Shelf, faults: list[Fault]
) -> list[Line]:
    """Compare inventories: trees by their stock volume, bamboo and shrubs by their area."""
    found: list[Line] = []
    for kind in apart(activities, STOCK, faults):
        with gathering(faults):
            if series := _inventories(activities, STOCK, "m3", kind, faults):
                numbers = _numbers(shelf, STOCK, kind, TREE, series.years, faults)
                found.append(_compared(activities, settings, kind, (series, *numbers), forest.carbon, "forest_stock_difference", faults))  # fmt: skip
    return [*found, *_by_area(activities, settings, shelf, faults)]


def _continuous(
    activities: Activities, settings: Land, shelf: Shelf, faults: list[Fault]
) -> list[Line]:
    """Compare inventories by the continuous function of stock per area."""
    found: list[Line] = []
    for kind in apart(activities, STOCK, faults):
        with gathering(faults):
            volume = _inventories(activities, STOCK, "m3", kind, faults)
            area = _inventories(activities, AREA, "ha", kind, faults)
            if volume is None or area is None or volume.years != area.years:
                faults.append(note("LND018", PLACE, kind=kind or "-"))
                continue
            faults += _thin(kind, volume, area)
            wanted = {"slope": "t/m3", "constant": "t/ha", "CF": "t C/t"}
            numbers = _numbers(shelf, STOCK, kind, wanted, volume.years, faults)
            inputs: tuple[Activity | Use, ...] = (volume, area, *numbers)
            found.append(_compared(activities, settings, kind, inputs, _continuous_carbon, "forest_continuous_bef", faults))  # fmt: skip
    return [*found, *_by_area(activities, settings, shelf, faults)]


def _continuous_carbon(
    volume: Floats, area: Floats, slope: Floats, constant: Floats, share: Floats
) -> Floats:
    return forest.by_volume(volume, area, slope, constant) * share


def _by_area(
    activities: Activities, settings: Land, shelf: Shelf, faults: list[Fault]
) -> list[Line]:
    """Compare inventories of forests without stock volume."""
    found: list[Line] = []
    for kind in activities.kinds(AREA):
        if kind not in BY_AREA:
            continue
        with gathering(faults):
            if series := _inventories(activities, AREA, "ha", kind, faults):
                wanted = {"biomass": "t/ha", "CF": "t C/t"}
                numbers = _numbers(shelf, STOCK, kind, wanted, series.years, faults)
                found.append(_compared(activities, settings, kind, (series, *numbers), _area_carbon, "forest_area_difference", faults))  # fmt: skip
    return found


def _area_carbon(area: Floats, biomass: Floats, share: Floats) -> Floats:
    return area * biomass * share


def _compared(
    activities: Activities,
    settings: Land,
    kind: str,
    inputs: tuple[Activity | Use, ...],
    carbon: Callable[..., Floats],
    method: str,
    faults: list[Fault],
) -> Line:
    """Give the line of a kind of forest whose stock of carbon is known at inventories."""
    own = inputs[0].years if isinstance(inputs[0], Activity) else ()
    hold = settings.after_last_inventory == "hold"
    weights = forest.yearly(own, activities.years, hold=hold)
    if hold and activities.years[-1] > own[-1]:
        faults.append(
            note("LND005", PLACE, kind=kind or "-", last=own[-1], until=activities.years[-1])
        )
    return _line(
        activities,
        kind,
        inputs,
        lambda *given: forest.difference(carbon(*given), weights),
        inputs[0].name.partition("/")[0] if isinstance(inputs[0], Activity) else STOCK,
        method,
    )


def _rates(activities: Activities, settings: Land, shelf: Shelf, faults: list[Fault]) -> list[Line]:
    """Use the growth and consumption rates of the provincial guideline."""
    found: list[Line] = []
    for kind in apart(activities, STOCK, faults):
        with gathering(faults):
            if (series := activities.over(STOCK, "m3", kind)) is not None:
                numbers = _numbers(shelf, STOCK, kind, RATES, activities.years, faults)
                found.append(_line(activities, kind, (series, *numbers), forest.stock_volume, STOCK, "forest_stock_volume"))  # fmt: skip
    return [*found, *_by_area(activities, settings, shelf, faults)]


def _gains(activities: Activities, settings: Land, shelf: Shelf, faults: list[Fault]) -> list[Line]:
    """Add up growth, felling, fuelwood and disturbance."""
    found: list[Line] = []
    for part in FLOWS:
        found += _yearly(activities, shelf, part, faults)
    return found


def _yearly(activities: Activities, shelf: Shelf, part: Part, faults: list[Fault]) -> list[Line]:
    """Give the lines of a statistic that is stated year by year."""
    item, unit, wanted, formula, method, category = part
    found: list[Line] = []
    for kind in apart(activities, item, faults):
        with gathering(faults):
            if (series := activities.over(item, unit, kind)) is not None:
                numbers = _numbers(shelf, STOCK, kind, wanted, activities.years, faults)
                line = _line(activities, kind, (series, *numbers), formula, item, method)
                found.append(dataclasses.replace(line, category=category))
    return found


def _line(
    activities: Activities,
    kind: str,
    inputs: tuple[Activity | Use, ...],
    formula: Callable[..., Floats],
    item: str,
    method: str,
) -> Line:
    return Line(
        id=f"land.{item}.{kind or 'all'}", category="3B1", gas="CO2", years=activities.years, inputs=inputs,
        formula=formula, method=method, item=item, kind=kind,
    )  # fmt: skip


def _inventories(
    activities: Activities, item: str, unit: str, kind: str, faults: list[Fault]
) -> Activity | None:
    """Give the years of a series that have a value, if they are two or more."""
    series = activities.series(item, unit, kind)
    if series is None:
        return None
    known = known_years(series)
    if len(known.years) < 2:
        faults.append(note("LND004", PLACE, indicator=item, kind=kind or "-"))
        return None
    return known


def known_years(series: Activity) -> Activity:
    """Give a series without the years that have no value.

    Parameters
    ----------
    series : Activity
        Values (its own years), NaN where there is none. [any unit]

    Returns
    -------
    Activity
        Values (years that have one). [unit of ``series``]
    """
    kept = np.flatnonzero(~np.isnan(series.values))

    def some(values: Floats | None) -> Floats | None:
        return None if values is None else values[kept]

    def texts(words: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(words[k] for k in kept) if words else ()

    return dataclasses.replace(
        series, years=tuple(series.years[k] for k in kept), values=series.values[kept], refs=texts(series.refs),
        lo95=some(series.lo95), hi95=some(series.hi95), grades=texts(series.grades), filled=texts(series.filled),
    )  # fmt: skip


def _numbers(
    shelf: Shelf,
    item: str,
    kind: str,
    wanted: dict[str, str],
    years: Sequence[int],
    faults: list[Fault],
) -> list[Use]:
    """Take the numbers of a kind of forest; where the mean of all forests serves, that is told once."""
    found = [
        use(shelf, item, quantity, unit, years, kind=kind, label=True)
        for quantity, unit in wanted.items()
    ]
    general = [q for q, one in zip(wanted, found, strict=True) if _general(one, kind)]
    if general:
        faults.append(note("LND006", PLACE, kind=kind, quantities=", ".join(general)))
    return found


def _general(one: Use, kind: str) -> bool:
    return bool(kind) and any(getattr(number, "kind", kind) == "" for number in one.numbers)


def _thin(kind: str, volume: Activity, area: Activity) -> list[Fault]:
    """Tell the inventories in which there is little stock for each hectare."""
    few = forest.thin(volume.values, area.values)
    years = ", ".join(str(y) for y, low in zip(volume.years, few, strict=True) if low)
    return [note("LND007", PLACE, kind=kind or "-", years=years)] if years else []
