"""Eight rules against counting a tonne twice: each holds, is broken, or cannot be tested, and says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import xarray as xr

from dualcarbon.inventory import blast_furnace, transport
from dualcarbon.inventory.combustion_gases import BIOMASS
from dualcarbon.inventory.declared import EnergyRules
from dualcarbon.inventory.energy_lines import FINAL, Part
from dualcarbon.inventory.feedstock import CLOSE, Posting
from dualcarbon.inventory.ledger import Line
from dualcarbon.inventory.made_of_fuel import (
    CATEGORY,
    METHOD,
    PETROCHEMICALS,
    RAW,
    REDUCED,
    STATISTICS,
    emitting,
    product,
    told,
    years_told,
)
from dualcarbon.inventory.reference_approach import content
from dualcarbon.inventory.rule_sentences import HOLDS, NOTHING, UNTESTED
from dualcarbon.reference.formula import CO2_PER_C
from dualcarbon.reference.records import FactorRecord
from dualcarbon.vocabulary.faults import Fault, Place, note
from dualcarbon.vocabulary.figures import plain
from dualcarbon.vocabulary.names import FUELS, INDICATORS, SECTORS, Book

FLOW = "other_transformation"
SECONDARY = ("electricity", "heat", "nonfossil")
MADE = (
    "cleaned_coal", "other_washed_coal", "briquettes", "coke", "coke_oven_gas", "other_gas", "other_coking", "gasoline",
    "kerosene", "diesel", "fuel_oil", "naphtha", "lpg", "refinery_gas", "petroleum_coke", "other_petroleum",
)  # fmt: skip
"""Fuels that are made of others."""
CREDIT = 0.05
"""Share of the carbon that goes in by which a row net of a credit may miss it. [1]"""
STEEL = "2C1"
FURNACE = ("crude_steel_output", "pig_iron_output", "pig_iron_sold", "sinter_output", "pellet_output", "direct_reduced_iron_output", "coke_output")  # fmt: skip
"""What a factor per tonne of holds the coke and coal of."""
BURNS = ("industry", "total")
"""Sectors that hold the coke and coal of metals."""
SCRAP = "electric_arc"
"""Kind of steel that is melted, not reduced."""
OF_FUEL = tuple(dict.fromkeys(CATEGORY.get(p, PETROCHEMICALS) for p in RAW))
"""Categories of products that are made of fuel."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What became of a rule: ``state`` is ``holds``, ``broken`` or ``not_testable``, ``sentence`` says it."""

    id: str
    state: str
    sentence: Mapping[str, str]
    fault: Fault | None = None

    def __str__(self) -> str:
        """Give the rule in one line."""
        return f"{self.id} {self.state}: {self.sentence['en']}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the rules are held against.

    ``energy`` (year, sector, flow, fuel) [tce] and ``emissions`` over the same [t CO2]; ``direct`` their factors
    [t CO2/tce]; ``own`` what the study states as factors; ``parts`` how cells are split over categories; ``lines`` the
    whole ledger; ``balance`` (year, row, fuel) the table that the energy is of, if it is of one [tce]; ``posting`` where feedstock went; ``reductants`` where the study has those of ferroalloys, lead and zinc.
    """

    energy: xr.DataArray
    emissions: xr.DataArray
    direct: xr.DataArray
    own: Sequence[FactorRecord] = ()
    parts: Sequence[Part] = ()
    lines: Sequence[Line] = ()
    posting: Posting | None = None
    settings: EnergyRules = field(default_factory=EnergyRules)
    reductants: str = "in_energy"
    balance: xr.DataArray | None = None


def examine(evidence: Evidence) -> tuple[Rule, ...]:
    """Hold an account against the eight rules."""
    return tuple(rule(evidence) for rule in RULES)


def faults(rules: Iterable[Rule]) -> list[Fault]:
    """Give what the broken rules say."""
    return [rule.fault for rule in rules if rule.fault is not None]


def secondary(evidence: Evidence) -> Rule:
    """R1: what is made of fuels has no direct factor."""
    for one in (
        r for r in evidence.own if r.fuel in SECONDARY and r.purpose == "direct" and r.value
    ):
        file, _, line = one.id.partition(":")
        place = Place(file=file, line=int(line) if line.isdecimal() else None)
        return _broken("R1", note("RUL001", place, fuel=FUELS.both(one.fuel), value=one.value, year=one.first_year))  # fmt: skip
    for fuel in (f for f in SECONDARY if f in evidence.direct.fuel.values):
        found = evidence.direct.sel(fuel=fuel)
        for year in _years((found != 0).any(["sector", "flow"])):
            value = float(abs(found.sel(year=year)).max())
            return _broken("R1", note("RUL001", Place(key="factors"), fuel=FUELS.both(fuel), value=value, year=year))  # fmt: skip
    return _holds("R1")


def transformation(evidence: Evidence) -> Rule:
    """R2: carbon of washing, coking, refining and gas works goes into the products."""
    if FLOW not in evidence.energy.flow.values:
        whole = "consumption" in evidence.energy.flow.values and _groups(evidence.energy)
        return _untested("R2", "groups", whole) if whole else _holds("R2")
    floor = CLOSE * abs(evidence.emissions).sum(["sector", "flow", "fuel"])
    row = evidence.emissions.sel(flow=FLOW).sum("sector")
    row = row.where(abs(row) > floor, 0.0)  # what floating point leaves of a cell is nothing
    if groups := [f for f in _groups(evidence.energy) if bool((row.sel(fuel=f) != 0).any())]:
        return _untested("R2", "groups", groups)
    made = [f for f in MADE if f in evidence.energy.fuel.values]
    used = evidence.emissions.sel(
        flow=[w for w in evidence.energy.flow.values if w != FLOW], fuel=made
    )
    burnt = (used > 0).any(["sector", "flow"])
    lost = (row > 0).any("fuel") & ~(row < 0).any("fuel") & burnt.any("fuel")
    for year in _years(lost):
        into = [str(f) for f in row.fuel.values if float(row.sel(year=year, fuel=f)) > 0]
        out = [f for f in made if bool(burnt.sel(year=year, fuel=f))]
        return _broken("R2", note("RUL002", year=year, inputs=_listed(into), products=_listed(out)))
    return _holds("R2")


def furnace(evidence: Evidence) -> Rule:
    """R3: coke of the blast furnace is counted as coke or as gas."""
    if "coal" in _groups(evidence.energy):
        why = "credit" if FLOW in evidence.energy.flow.values else "groups"
        return _untested("R3", why, ["coal"])
    for year in _years(blast_furnace.mixed(evidence.emissions)):
        coke, gas = (
            float(of(evidence.emissions).sel(year=year))
            for of in (blast_furnace.coke_counted, blast_furnace.gases_counted)
        )
        return _broken("R3", note("RUL003", year=year, coke=coke, gas=gas))
    declared = evidence.settings.blast_furnace
    if declared == "credit" and (told := _unreconciled(evidence)) is not None:
        return _broken("R3", told)
    variant = blast_furnace.shown(evidence.energy) if declared == "auto" else declared
    if variant == "gas" and (told := _made_of_nothing(evidence)) is not None:
        return _broken("R3", told)
    return _holds("R3", variant=blast_furnace.VARIANTS[variant])


def _unreconciled(evidence: Evidence) -> Fault | None:
    """Hold the row that nets coke and by-products against the carbon of what goes in and comes out."""
    if FLOW not in evidence.energy.flow.values:
        return None
    names = [f for f in evidence.energy.fuel.values.tolist() if FUELS[f].more["group"] == "coal"]
    at = {"flow": FLOW, "fuel": names}
    carbon, oxidation = content(names, int(evidence.energy.year.values[-1]))
    whole = (evidence.energy.sel(at).sum("sector") * carbon * oxidation * CO2_PER_C).sel(fuel=names)
    into, out = (x.sum("fuel").assign_attrs(units="t CO2") for x in (whole.clip(min=0), -whole.clip(max=0)))  # fmt: skip
    row = evidence.emissions.sel(at).sum(["sector", "fuel"]).assign_attrs(units="t CO2")
    left = blast_furnace.unreconciled(into, out, row)
    for year in _years(abs(left) > CREDIT * into):
        told = {"row": row, "left": left}
        by = {name: float(x.sel(year=year)) for name, x in told.items()}
        return note("RUL013", year=year, row=by["row"], left=by["left"])
    return None


def _made_of_nothing(evidence: Evidence) -> Fault | None:
    """Tell of furnace gases that are taken off as outputs though the coke that they are made of is no input."""
    made = blast_furnace.made(evidence.emissions)
    put_in = blast_furnace.put_in(evidence.emissions, evidence.balance)
    floor = CLOSE * abs(evidence.emissions).sum(["sector", "flow", "fuel"])
    for year in _years((made > (1 + CREDIT) * put_in) & (made > floor)):
        gas, into = (float(x.sel(year=year)) for x in (made, put_in))
        final = float(blast_furnace.coke_burnt(evidence.emissions).sel(year=year))
        return note("RUL015", year=year, gas=gas, into=into, final=final)
    return None


def raw_material(evidence: Evidence) -> Rule:
    """R4: each tonne of feedstock is emitted, stored or sent out once."""
    if evidence.posting is None:
        return _not_apart(evidence)
    if (twice := _emitted_twice(evidence.lines)) is not None:
        return _broken("R4", twice)
    posting, unknown = evidence.posting, []
    for year, fuel, left in posting.unsettled():
        went = float(posting.carbon.sel(year=year, fuel=fuel))
        if abs(left - went) > CLOSE * abs(went):
            return _broken(
                "R4", note("RUL004", year=year, fuel=FUELS.both(fuel), carbon=went, left=left)
            )
        unknown.append(fuel)
    if unknown:
        return _untested("R4", "destinations", dict.fromkeys(unknown))
    return _unfed(evidence.lines, posting) or _holds("R4")


def _unfed(lines: Sequence[Line], posting: Posting) -> Rule | None:
    """Tell of products made of fuel that no feedstock goes to: what they are made of may be counted as burnt."""
    fed = {product(name) for name in posting.posted["product"].values.tolist()}
    dry = [line.item for name, line in told(lines).items() if name in RAW and name not in fed]
    if not dry or fed - set(STATISTICS):
        return None
    return _untested("R4", "unfed", dry, INDICATORS)


def _not_apart(evidence: Evidence) -> Rule:
    """Tell of products made of fuel where the account sets no feedstock apart."""
    made = [x for x in evidence.lines if x.category in OF_FUEL and x.gas == "CO2" and x.counts]
    if not made:
        return _nothing("R4")
    if groups := _groups(evidence.energy):
        return _untested("R4", "groups", groups)
    return _broken("R4", note("RUL010", line=made[0].id))


def _emitted_twice(lines: Sequence[Line]) -> Fault | None:
    others, years = told(lines), years_told(lines)
    for ours in (x for x in lines if x.method == METHOD and x.counts):
        name = product(ours.item)
        if name in others and bool((years[name] & emitting(ours)).any()):
            return note("RUL009", product=name, line=others[name].id)
    return None


def reductant(evidence: Evidence) -> Rule:
    """R5: what reduces iron and other metals stands with energy, and not in a factor of the process too."""
    held = _burns_coal(evidence)
    metals = [line for name, line in told(evidence.lines).items() if name in REDUCED]
    if held and metals and evidence.reductants == "in_energy":
        metal = INDICATORS.both(metals[0].item)
        return _broken("R5", note("RUL014", line=metals[0].id, item=metal))
    steel = [x for x in evidence.lines if x.category == STEEL and x.gas == "CO2" and x.counts]
    for line in steel:
        item = _reduced(line)
        if held and item:
            book = INDICATORS if item in INDICATORS else FUELS
            return _broken("R5", note("RUL005", line=line.id, item=book.both(item)))
    if metals and evidence.reductants == "in_processes":
        return _holds("R5", "R5 in processes")
    return _holds("R5") if steel or metals else _nothing("R5")


def _burns_coal(evidence: Evidence) -> bool:
    """Tell whether coal or coke burns in industry, or in a total that holds industry."""
    coal = [f for f in evidence.energy.fuel.values.tolist() if FUELS[f].more["group"] == "coal"]
    where = [s for s in evidence.emissions.sector.values.tolist() if s in BURNS]
    return bool((evidence.emissions.sel(sector=where, fuel=coal) > 0).any())


def _reduced(line: Line) -> str:
    """Give what the line counts the coke or coal of: a product by the tonne, or the fuel itself; or nothing."""
    if line.method != METHOD and line.fuel and FUELS[line.fuel].more["group"] == "coal":
        return line.fuel
    whole = (n for n in line.numbers if getattr(n, "quantity", "") == "CO2" and n.value)
    items = (str(getattr(n, "item", "")) for n in whole if getattr(n, "kind", "") != SCRAP)
    return next((item for item in items if item in FURNACE), "")


def driving(evidence: Evidence) -> Rule:
    """R6: re-allocation of driving leaves totals as they are."""
    for (sector, _, fuel), total in _shares(evidence.parts).items():
        if abs(total - 1.0) > CLOSE:
            whose = SECTORS.both(sector)
            return _broken("R6", note("RUL006", fuel=FUELS.both(fuel), sector=whose, sum=total))
    if "oil" in _groups(evidence.energy):
        return _untested("R6", "groups", ["oil"])
    if not evidence.settings.reallocate:
        return _untested("R6", "booked", ())
    year = str(int(evidence.energy.year.values[-1]))
    moved = plain(_moved(evidence))
    return _holds("R6", year={"en": year, "zh": year}, moved={"en": moved, "zh": moved})


def _moved(evidence: Evidence) -> float:
    """Give the driving that the last year's re-allocation moves into transport. [tce]."""
    shares = {
        (p.sector, p.fuel): p.share.value
        for p in evidence.parts
        if p.share is not None and p.mode == "road" and p.sector != transport.INTO
    }
    after = transport.reallocated(evidence.energy, shares).sel(sector=transport.INTO)
    before = evidence.energy.sel(sector=[s for s in evidence.energy.sector.values if s == transport.INTO])  # fmt: skip
    return float((after - before.sum("sector")).isel(year=-1).sum())


def _shares(parts: Iterable[Part]) -> dict[tuple[str, str, str], float]:
    """Sum what the parts of a cell hold of it; a share beyond the whole counts as beyond it."""
    found: dict[tuple[str, str, str], float] = {}
    for one in parts:
        share = 1.0 if one.share is None else one.share.value
        part = max(0.0, 1.0 - share) if one.rest else share
        key = (one.sector, one.flow, one.fuel)
        found[key] = found.get(key, 0.0) + part
    return found


def biomass(evidence: Evidence) -> Rule:
    """R7: carbon dioxide of biomass is a memo, its other gases count."""
    lines = [x for x in evidence.lines if x.item == "biomass"]
    for line in lines:
        if line.gas == "CO2" and line.counts:
            return _broken("R7", note("RUL007", line=line.id))
    told = {x.id.removesuffix(":CO2") for x in lines if x.gas == "CO2"}
    for id in sorted(told):
        gases = {x.gas for x in lines if x.counts and x.id.rpartition(":")[0] == id}
        if not gases >= {"CH4", "N2O"}:
            return _broken("R7", note("RUL012", id=id))
    return _biomass_unknown(evidence) or (_holds("R7") if lines else _nothing("R7"))


def _biomass_unknown(evidence: Evidence) -> Rule | None:
    if BIOMASS not in evidence.energy.fuel.values or evidence.settings.biomass_share is not None:
        return None
    burnt = evidence.energy.sel(
        fuel=BIOMASS, flow=[w for w in evidence.energy.flow.values if w in (FINAL, "power", "heat")]
    )
    return _untested("R7", "biomass", ()) if bool((burnt > 0).any()) else None


def international(evidence: Evidence) -> Rule:
    """R8: international bunkers are a memo, and no cell of theirs is counted as domestic."""
    bunkers = [x for x in evidence.lines if x.category == "M1"]
    for line in bunkers:
        if line.counts:
            return _broken("R8", note("RUL011", line=line.id))
    sold = {ref for x in bunkers for ref in _refs(x)}
    for line in (x for x in evidence.lines if x.counts and sold):
        for ref in _refs(line):
            if ref in sold:
                return _broken("R8", note("RUL008", ref=ref))
    return _holds("R8") if bunkers else _nothing("R8")


def _refs(line: Line) -> Iterator[str]:
    return (ref for activity in line.activities for ref in activity.refs if ref)


RULES = (
    secondary, transformation, furnace, raw_material, reductant, driving, biomass, international,
)  # fmt: skip
"""R1 to R8, in order."""


def _groups(energy: xr.DataArray) -> list[str]:
    """Give the groups of fuels that the account gives as one."""
    known = [f for f in energy.fuel.values.tolist() if FUELS[f].more["kind"] == "group"]
    return [f for f in known if f in ("coal", "oil") and bool((energy.sel(fuel=f) != 0).any())]


def _years(wrong: xr.DataArray) -> list[int]:
    return [int(y) for y in wrong.year.values[wrong.values]]


def _listed(fuels: Iterable[str], book: Book = FUELS) -> dict[str, str]:
    names = list(fuels)
    return {
        lang: ("、" if lang == "zh" else ", ").join(book.text(f, lang) for f in names)
        for lang in ("en", "zh")
    }


def _holds(id: str, how: str = "", **words: Mapping[str, str]) -> Rule:
    said = {
        lang: text.format(**{name: word[lang] for name, word in words.items()})
        for lang, text in HOLDS[how or id].items()
    }
    return Rule(id, "holds", said)


def _nothing(id: str) -> Rule:
    return Rule(id, "holds", NOTHING[id])


def _untested(id: str, why: str, fuels: Iterable[str], book: Book = FUELS) -> Rule:
    names = _listed(fuels, book)
    said = {lang: text.format(fuels=names[lang]) for lang, text in UNTESTED[why].items()}
    return Rule(id, "not_testable", said)


def _broken(id: str, fault: Fault) -> Rule:
    return Rule(id, "broken", {lang: fault.sentence(lang) for lang in ("en", "zh")}, fault)
