"""What the scenarios assume: the parameters of the tree, by path, scenario and year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from dualcarbon.charts.words import Lang, Title
from dualcarbon.report import drawn, method, sentences
from dualcarbon.report.composed import Part
from dualcarbon.report.derived import year
from dualcarbon.report.numbers import Kind, Number, Scale
from dualcarbon.report.pieces import Block, Cell, Paragraph, Ref, Sentence, Table, Value, say
from dualcarbon.report.reading import Reading
from dualcarbon.sensitivity import naming
from dualcarbon.vocabulary.names import FUELS, SECTORS

TOLD = (
    "gdp",
    "population",
    "structure.industry",
    "intensity.industry",
    "intensity.transport",
    "intensity.households",
    "intensity.total",
    "mix.industry.coal",
    "mix.industry.electricity",
    "mix.transport.electricity",
    "mix.households.electricity",
    "mix.total.coal",
    "mix.total.nonfossil",
    "power.supply.nonfossil",
    "power.supply.import",
    "power.rate",
    "power.mix.coal",
    "heat.mix.coal",
    "factor.import",
)  # paths that say most about a scenario, in the order shown
MIDDLE = 2030
SHARES = ("structure", "mix", "power.supply", "power.mix", "heat.supply", "heat.mix")
KINDS: dict[str, Kind] = {
    "gdp": "money",
    "population": "people",
    "intensity": "intensity",
    "other_transformation": "intensity",
    "feedstock": "intensity",
    "factor": "factor",
}
PEOPLE = "intensity.households"
INTENSITIES = ("intensity.", "other_transformation.", "feedstock.")  # per value added
LANGUAGES: tuple[Lang, ...] = ("en", "zh")
PLAIN = Scale(1.0, 1.0)  # the names of paths hold no amounts
Values = Mapping[str, Mapping[int, float]]


def assumptions(reading: Reading) -> Iterator[Block]:
    """Show the paths that say most about the scenarios, in the base, a middle and the last year."""
    there = reading.scenarios()
    found = {s.name: parameters(reading, s.name) for s in there}
    if not there:
        return
    wanted = [k for k in TOLD if reading.priced() or not k.startswith(INTENSITIES)]
    keys = [k for k in wanted if all(k in values for values in found.values())]
    if not keys:
        return
    years, priced = shown_years(reading), reading.priced()
    heads: list[Cell] = [say("heads.path"), year(years[0])]
    heads += [
        say("heads.scenario_in", scenario=s.title, year=year(y)) for s in there for y in years[1:]
    ]
    rows: list[tuple[Cell, ...]] = [
        (
            name(key, priced=priced),
            number(found[there[0].name], there[0].name, key, years[0], priced=priced),
            *(
                number(found[s.name], s.name, key, y, priced=priced)
                for s in there
                for y in years[1:]
            ),
        )
        for key in keys
    ]
    told = [say("outlook.assumptions", table=Ref("assumptions"), annex=Ref("annex-assumptions"))]
    marks = [
        Part(
            f"{row['scenario']} {row['key']}", str(row["mark"] or ""), "", "tables/assumptions.csv"
        )
        for row in reading.rows("assumptions")
    ]
    yield Paragraph((*told, *method.of_them("outlook.marked", "paths", marks)))
    yield Table("assumptions", say("outlook.assumptions_caption"), tuple(heads), tuple(rows))


def parameters(reading: Reading, scenario: str) -> dict[str, dict[int, float]]:
    """Give the values of every path of a scenario by year, central run."""
    found: dict[str, dict[int, float]] = {}
    for row in reading.rows("parameters", scenario=scenario):
        if row["value"] is not None:
            found.setdefault(row["key"], {})[int(row["year"])] = row["value"]
    return found


def shown_years(reading: Reading) -> list[int]:
    """Give base year, a year on the way, and horizon."""
    base, horizon = reading.study.base_year, reading.study.horizon
    return sorted({base, horizon, *((MIDDLE,) if base < MIDDLE < horizon else ())})


def number(values: Values, scenario: str, key: str, y: int, *, priced: bool = True) -> Number:
    """Give the value of a path in a year, to be printed by its kind."""
    value = values.get(key, {}).get(y)
    kind = kind_of(key, priced=priced)
    return Number(value=value, kind=kind, key=f"tables.parameters.{scenario}.{key}.{y}")


def kind_of(key: str, *, priced: bool = True) -> Kind:
    """Tell how a path is printed; ``priced`` where gross domestic product is money and no index.

    Examples
    --------
    >>> kind_of("mix.industry.coal"), kind_of("power.rate"), kind_of("intensity.industry")
    ('share', 'level', 'intensity')
    """
    if key == PEOPLE:
        return "level"
    if key.startswith(tuple(f"{s}." for s in SHARES)):
        return "share"
    kind = KINDS.get(key.split(".")[0], "level")
    return "level" if kind in ("money", "intensity") and not priced else kind


def name(key: str, *, priced: bool = True) -> Sentence:
    """Say what a path is; one that the catalogue does not know is shown by its key.

    Examples
    --------
    >>> name("mix.industry.coal").id, name("power.supply.nonfossil").id, name("odd.path").id
    ('paths.mix', 'paths.power_supply_nonfossil', 'paths.other')
    """
    if not priced and key == "gdp":
        return say("paths.gdp_index")
    if not priced and key.startswith(INTENSITIES) and key != PEOPLE:
        return say("paths.intensity_index", part=_part(key.rpartition(".")[2]))
    whole = f"paths.{key.replace('.', '_')}"
    if sentences.known(whole):
        return say(whole)
    *group, last = key.split(".")
    id = f"paths.{'_'.join(group)}" if group else ""
    if sentences.known(id):
        return say(id, part=_part(last))
    if group and sentences.known(f"paths.{group[0]}"):
        of = _part(group[-1])
        return say(f"paths.{group[0]}", part=_part(last), of=of)
    return say("paths.other", path=key)


def called(reading: Reading, key: str) -> Cell:
    """Say what a path is: in the words of the report, or as the study calls its own."""
    said = name(key, priced=reading.priced())
    return naming.title(key, reading.raw("tree.titles")) if said.id == "paths.other" else said


def title(key: str, own: Mapping[str, Title] | None = None) -> Title:
    """Give the name of a path in both languages; ``own`` are the titles of what the study declares.

    Examples
    --------
    >>> title("power.supply.nonfossil")["zh"]
    '本地非化石电量占供电量比重'
    """
    said = name(key)
    if said.id == "paths.other":
        return naming.title(key, own)
    return {lang: sentences.text(said, lang, PLAIN) for lang in LANGUAGES}


def _part(id: str) -> Value:
    if id in SECTORS:
        return drawn.sector(id)
    return drawn.fuel(id) if id in FUELS else id


class Declared(NamedTuple):
    """Where a path of a scenario comes from: its mark, and what its author says of its source."""

    mark: str
    source: str


def declared(reading: Reading, scenario: str) -> dict[str, Declared]:
    """Give mark and source of each path that a scenario states, as the run kept them."""
    return {
        row["key"]: Declared(str(row["mark"] or ""), str(row["source"] or ""))
        for row in reading.rows("assumptions", scenario=scenario)
    }
