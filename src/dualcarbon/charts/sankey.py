"""Where the energy of a year comes from, what it is turned into, and who uses it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from dualcarbon.charts import look
from dualcarbon.charts.units import energy
from dualcarbon.charts.words import Lang, number, word
from dualcarbon.errors import DataError
from dualcarbon.vocabulary.names import FUELS, SECTORS

CARRIERS = ("electricity", "heat")
PLANTS = ("power", "heat", "other_transformation")
PLAIN = {"losses": "net_loss", "feedstock": "feedstock", "export": "export"}
SHOWN = {  # by kind of node: colour, side of the label, its width, and that on a telephone [px]
    "source": ("#14263f", "left", 168, 72),
    "plant": ("#1f6b66", "right", 96, 50),
    "carrier": ("#4a8f79", "right", 96, 50),
    "use": ("#86b28f", "right", 160, 74),
}
LINE = 30  # columns of a label that fit beside a node in one line
FINE = 0.0005  # links under this share of the whole are too thin to be seen


class Cell(NamedTuple):
    """One cell of the energy account: inputs and uses positive, outputs negative. [Mtce]."""

    sector: str
    flow: str
    fuel: str
    value: float


class Node(NamedTuple):
    """A node of the figure: its kind (source, plant, carrier, use) and its name."""

    kind: str
    id: str


Links = dict[tuple[Node, Node], float]


def option(cells: Iterable[Cell], lang: Lang) -> look.Option:
    """Draw the flow of energy from sources through transformation to sectors.

    Parameters
    ----------
    cells : iterable of Cell
        The energy account of one year. [Mtce]
    lang : {"en", "zh"}
        Language of the labels.

    Raises
    ------
    DataError
        The flows run in a circle, which this kind of figure cannot show.

    Examples
    --------
    >>> drawn = option([Cell("industry", "final", "coal", 2.0)], "en")
    >>> drawn["baseOption"]["series"][0]["links"][0]["value"]
    2.0
    """
    links = arrange(cells)
    if looped := circle(links):
        names = ", ".join(sorted(looped))
        msg = f"sankey: the flows of energy run in a circle through {names}"
        raise DataError(msg)
    top = max(links.values(), default=0.0)
    unit = energy(lang, top)
    shown = {pair: v for pair, v in links.items() if v >= FINE * top}
    nodes = sorted({node for pair in shown for node in pair})
    weight = {n: max(_sum(shown, n, 0), _sum(shown, n, 1)) for n in nodes}
    name = {n: _label(n, lang) for n in nodes}
    amount = {n: number(unit.of(weight[n]), unit.digits) for n in nodes}
    series = {
        "type": "sankey",
        "left": 184,
        "right": 184,
        "top": 28,
        "bottom": 8,
        "nodeWidth": 14,
        "nodeGap": 17,
        "draggable": False,
        "layoutIterations": 64,
        "emphasis": {"focus": "adjacency"},
        "lineStyle": {"color": "source", "opacity": 0.35, "curveness": 0.5},
        "label": {
            "fontSize": look.SIZE - 1,
            "color": look.INK,
            "lineHeight": 15,
            "textBorderColor": look.CARD,
            "textBorderWidth": 2,
        },
        "data": [_item(n, name[n], amount[n], LINE) for n in nodes],
        "links": [
            {"source": name[a], "target": name[b], "value": unit.of(v)}
            for (a, b), v in sorted(shown.items())
        ],
    }
    title = {"text": unit.label, "left": 0, "top": 0, "textStyle": look.quiet()}
    drawn = look.frame(title=title, tooltip={"trigger": "item"}, series=[series])
    drawn.pop("grid")
    narrow = [_item(n, name[n], amount[n], 0, small=True) for n in nodes]
    small = {"fontSize": look.SIZE - 3, "lineHeight": 12}
    change = {"left": 88, "right": 90, "nodeGap": 24, "label": small, "data": narrow}
    return look.narrow(drawn, {"series": [change]})


def arrange(cells: Iterable[Cell]) -> Links:
    """Turn the cells of an account into links between nodes. [Mtce].

    A fuel that coking or refining gives back (a negative cell of a fuel) is part of its fuel's
    supply and is not drawn again; `returned` lists it.
    """
    links: Links = defaultdict(float)
    plants: dict[str, float] = defaultdict(float)
    for cell in cells:
        pair = _pair(cell)
        if pair is None or not cell.value:
            continue
        links[pair] += abs(cell.value)
        if cell.flow in PLANTS:
            plants[cell.flow] += cell.value
    for plant, lost in plants.items():
        if lost > 0:
            links[loss_of(plant)] += lost
    return dict(links)


def loss_of(plant: str) -> tuple[Node, Node]:
    """Give the nodes between which the loss of a plant runs."""
    return Node("plant", plant), Node("use", "conversion_loss")


def returned(cells: Iterable[Cell]) -> dict[str, float]:
    """Give, by fuel, what a transformation gives back and the figure does not draw. [Mtce]."""
    back: dict[str, float] = defaultdict(float)
    for cell in cells:
        if cell.flow in PLANTS and cell.value < 0 and cell.fuel not in CARRIERS:
            back[cell.fuel] -= cell.value
    return dict(back)


def _pair(cell: Cell) -> tuple[Node, Node] | None:
    supply = Node("carrier" if cell.fuel in CARRIERS else "source", cell.fuel)
    if cell.flow == "import":
        return (
            (Node("source", "import"), supply) if cell.fuel in CARRIERS and cell.value > 0 else None
        )
    if cell.flow in PLANTS:
        plant = Node("plant", cell.flow)
        if cell.value >= 0:
            return supply, plant
        return (plant, supply) if cell.fuel in CARRIERS else None
    if cell.flow in PLAIN:
        return (supply, Node("use", PLAIN[cell.flow])) if cell.value > 0 else None
    return (supply, Node("use", cell.sector)) if cell.value > 0 else None


def circle(links: Links) -> set[str]:
    """Give the ids of the nodes that flows run through in a circle; none in most accounts."""
    left = set(links)
    while left:
        fed = {b for _, b in left}
        free = {pair for pair in left if pair[0] not in fed}
        if not free:
            return {a.id for a, _ in left}
        left -= free
    return set()


def _label(node: Node, lang: Lang) -> str:
    if node.kind == "plant" or node.id in ("import", "conversion_loss", *PLAIN.values()):
        return word(node.id, lang)
    book = SECTORS if node.kind == "use" else FUELS
    return book.text(node.id, lang)


def _item(node: Node, name: str, amount: str, line: int, *, small: bool = False) -> look.Option:
    gap = " " if look.columns(name) + len(amount) < line and node.kind != "plant" else "\n"
    colour, side, wide, slim = SHOWN[node.kind]
    label = {
        "position": side,
        "width": slim if small else wide,
        "overflow": "break",
        "formatter": f"{name}{gap}{amount}",
    }
    return {"name": name, "itemStyle": {"color": colour}, "label": label}


def _sum(links: Links, node: Node, end: int) -> float:
    return sum(v for pair, v in links.items() if pair[end] == node)
