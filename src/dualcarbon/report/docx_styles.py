"""The styles of the Word form: its own, or those of a bureau's template found by their names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from docx.document import Document as Word
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn

from dualcarbon.charts import look
from dualcarbon.charts.words import Lang
from dualcarbon.report.docx_xml import Element, element, twips

LATIN, CHINESE = "Arial", "Microsoft YaHei"
FACES = ("w:ascii", "w:hAnsi", "w:cs")
THEMES = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
ACCENT, QUIET = look.ACCENT[1:], look.QUIET[1:]
CHARS = 200  # hundredths of a character that a Chinese paragraph begins with


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A style: the names it may have, and how it looks where a document does not have it."""

    names: tuple[str, ...]
    size: float | None = None
    bold: bool = False
    colour: str | None = None
    before: float = 0  # pt
    after: float = 0  # pt
    line: float | None = None  # heights of a line; None leaves that of the text
    left: float = 0  # mm
    hanging: float = 0  # mm
    indented: bool = False
    next: bool = False
    page: bool = False
    aside: bool = False  # a line stands beside it
    centred: bool = False
    dots: bool = False  # dots lead to a number at the right
    level: int | None = None  # in the outline, from 0


ROLES = {
    "title": Look(names=("Title", "标题"), size=30, bold=True, colour=ACCENT, after=10),
    "subtitle": Look(names=("Subtitle", "副标题"), size=14, after=8),
    "h1": Look(names=("heading 1", "标题 1", "标题1"), size=18, bold=True, colour=ACCENT, after=10,
               next=True, page=True, level=0),
    "h2": Look(names=("heading 2", "标题 2", "标题2"), size=13, bold=True, colour=ACCENT, before=14,
               after=6, next=True, level=1),
    "contents": Look(names=("TOC Heading", "TOC 标题", "目录标题"), size=16, bold=True, colour=ACCENT,
                     before=14, after=8, next=True, level=9),
    "toc1": Look(names=("toc 1", "目录 1"), bold=True, before=3, line=1, dots=True),
    "toc2": Look(names=("toc 2", "目录 2"), left=5, line=1, dots=True),
    "listed": Look(names=("table of figures", "图表目录"), size=8.5, line=1, dots=True),
    "text": Look(names=("Body Text", "正文文本", "Report Text"), after=6, indented=True),
    "bullet": Look(names=("List Bullet", "列表项目符号", "Report Bullet"), after=3, left=6, hanging=4),
    "caption": Look(names=("caption", "题注"), size=9.5, before=8, after=6),
    "figure": Look(names=("Report Figure",), before=10, after=2, line=1, next=True, centred=True),
    "note": Look(names=("Report Note",), size=8.5, colour=QUIET, after=6, line=1),
    "evidence": Look(names=("Report Evidence",), size=9.5, colour=QUIET, left=7, after=8, aside=True),
    "cell": Look(names=("Report Table Text",), before=1.5, after=1.5, line=1),
    "work": Look(names=("Report Work",), size=9.5, left=9, hanging=9, after=3),
}  # fmt: skip
COVER = 150  # pt over the title of our own first page
TABLE, GRID = "Report Table", ("Report Table", "Table Grid", "网格型")


class Styles:
    """The styles of a document by what they are for; those it lacks are added.

    Parameters
    ----------
    document : docx.document.Document
        Whose styles are used.
    lang : {"en", "zh"}
        Chinese paragraphs begin two characters in.
    own : bool
        Whether the document is the report's own, so that its styles may be changed.
    width : float
        Of the text. [mm]
    """

    def __init__(self, document: Word, lang: Lang, *, own: bool, width: float) -> None:
        self._styles = document.styles
        self._lang = lang
        self._width = width
        self._own = own
        if own:
            self._dress(document)
        self._ids = {role: self._id(role) for role in ROLES}
        self.table = self._table()

    def of(self, role: str) -> str:
        """Give the id of the style for a role."""
        return self._ids[role]

    def numbered(self, role: str) -> bool:
        """Tell whether the style for a role brings a number or a bullet of its own."""
        style = self._element(self._ids[role])
        while style is not None:
            found = style.find(f"{qn('w:pPr')}/{qn('w:numPr')}/{qn('w:numId')}")
            if found is not None:
                return str(found.get(qn("w:val"))) != "0"
            base = style.find(qn("w:basedOn"))
            style = None if base is None else self._element(base.get(qn("w:val")))
        return False

    def name(self, role: str) -> str:
        """Give the name of the style for a role, as fields ask for it."""
        style = self._element(self._ids[role])
        return "" if style is None else str(style.find(qn("w:name")).get(qn("w:val")))

    def _id(self, role: str) -> str:
        asked = ROLES[role]
        if self._own and role == "title":
            asked = replace(asked, before=COVER)
        found = self._find(asked.names, "paragraph")
        if found is None:
            found = self._added(asked.names[-1] if role in ("text", "bullet") else asked.names[0])
            self._apply(found, asked)
        elif self._own:
            self._apply(found, asked)
        return str(found.get(qn("w:styleId")))

    def _added(self, name: str) -> Element:
        made = self._styles.add_style(
            name, WD_STYLE_TYPE.PARAGRAPH, builtin=not name.startswith("Report")
        )
        made.base_style = self._styles.default(WD_STYLE_TYPE.PARAGRAPH)
        made.hidden = False
        return made.element

    def _find(self, names: tuple[str, ...], kind: str) -> Element | None:
        for name in names:
            for style in self._each(kind):
                if name.casefold() in _names(style):
                    return style
        return None

    def _element(self, id: str) -> Element | None:
        every = self._styles.element.iter(qn("w:style"))
        return next((s for s in every if s.get(qn("w:styleId")) == id), None)

    def _each(self, kind: str) -> Iterator[Element]:
        every = self._styles.element.iter(qn("w:style"))
        return (s for s in every if s.get(qn("w:type")) == kind)

    def _apply(self, style: Element, asked: Look) -> None:
        """Give a style the look of a role, in place of what it had."""
        for tag in ("w:pPr", "w:rPr"):
            for old in style.findall(qn(tag)):
                kept = old.find(qn("w:numPr"))
                style.remove(old)
                if kept is not None:
                    style.get_or_add_pPr().append(kept)
        how = style.get_or_add_pPr()
        how[:] = sorted([*how, *_paragraph(asked, self._lang, self._width)], key=_order)
        letters = style.get_or_add_rPr()
        letters.extend([*(_faces() if self._own else ()), *_letters(asked)])

    def _table(self) -> str:
        found = None if self._own else self._find(GRID, "table")
        if found is None:
            made = self._styles.add_style(TABLE, WD_STYLE_TYPE.TABLE)
            found = made.element
            found.append(_ruled())
        return str(found.get(qn("w:styleId")))

    def _dress(self, document: Word) -> None:
        """Set the fonts and the language of a document of our own, in every style."""
        defaults = self._styles.element.find(qn("w:docDefaults"))
        letters = defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}")
        letters[:] = [
            *_faces(),
            *(element(tag, val=20) for tag in ("w:sz", "w:szCs")),
            element("w:lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA"),
        ]
        spacing = defaults.find(f".//{qn('w:spacing')}")
        spacing.set(qn("w:after"), "0")
        spacing.set(qn("w:line"), "288")
        for style in self._styles.element.iter(qn("w:style")):
            if style.get(qn("w:type")) in ("paragraph", "character"):
                letters = style.get_or_add_rPr()
                for old in letters.findall(qn("w:rFonts")):
                    letters.remove(old)
                letters.insert(0, _faces()[0])
        theme = document.settings.element.find(qn("w:themeFontLang"))
        if theme is not None:
            theme.set(qn("w:eastAsia"), "zh-CN")


def _faces() -> list[Element]:
    faces = element("w:rFonts", eastAsia=CHINESE)
    for name in FACES:
        faces.set(qn(name), LATIN)
    return [faces]


def _letters(asked: Look) -> list[Element]:
    found = [element("w:b"), element("w:bCs")] if asked.bold else []
    found += [element("w:color", val=asked.colour)] if asked.colour else []
    return found + (
        [element(tag, val=round(2 * asked.size)) for tag in ("w:sz", "w:szCs")]
        if asked.size
        else []
    )


def _paragraph(asked: Look, lang: Lang, width: float) -> Iterator[Element]:
    """Give the properties of a paragraph, in any order."""
    if asked.next:
        yield element("w:keepNext")
    yield element("w:pageBreakBefore", val=int(asked.page))
    if asked.aside:
        line = element("w:left", val="single", sz=18, space=6, color=ACCENT)
        yield element("w:pBdr", line)
    if asked.dots:
        stop = element("w:tab", val="right", leader="dot", pos=twips(width))
        yield element("w:tabs", stop)
    spacing: dict[str, object] = {
        "before": round(20 * asked.before),
        "after": round(20 * asked.after),
    }
    if asked.line:
        spacing |= {"line": round(240 * asked.line), "lineRule": "auto"}
    yield element("w:spacing", **spacing)
    yield _indent(asked, lang)
    if asked.centred:
        yield element("w:jc", val="center")
    if asked.level is not None:
        yield element("w:outlineLvl", val=asked.level)


def _indent(asked: Look, lang: Lang) -> Element:
    """Give the indents; a first line is said to have none where the text of a template has one."""
    told: dict[str, object] = {"left": twips(asked.left)}
    if asked.hanging:
        return element("w:ind", **told, hanging=twips(asked.hanging))
    chars = CHARS if asked.indented and lang == "zh" else 0
    return element("w:ind", **told, firstLineChars=chars, firstLine=2 * 200 if chars else 0)


ORDER = (
    "keepNext",
    "keepLines",
    "pageBreakBefore",
    "numPr",
    "pBdr",
    "tabs",
    "spacing",
    "ind",
    "jc",
    "outlineLvl",
)
"""Properties of a paragraph in the order that Word wants."""


def _order(one: Element) -> int:
    """Give the place of a property."""
    return ORDER.index(one.tag.rpartition("}")[2])


def _ruled() -> Element:
    """Give three lines: over and under the table and under its head; and faint ones between rows."""

    def line(tag: str, size: int, colour: str) -> Element:
        return element(tag, val="single", sz=size, space=0, color=colour)

    borders = element(
        "w:tblBorders",
        line("w:top", 8, ACCENT),
        line("w:bottom", 8, ACCENT),
        line("w:insideH", 4, look.FAINT[1:]),
    )
    return element("w:tblPr", borders)


def _names(style: Element) -> set[str]:
    """Give the name of a style and the other names that it goes by."""
    found = {str(style.find(qn("w:name")).get(qn("w:val"))).casefold()}
    other = style.find(qn("w:aliases"))
    if other is not None:
        found |= {one.strip().casefold() for one in str(other.get(qn("w:val"))).split(",")}
    return found
