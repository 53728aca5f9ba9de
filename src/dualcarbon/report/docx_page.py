"""Pages of the Word form: paper, heads and feet of its own, and what the whole file says of itself."""

from __future__ import annotations

from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor

from dualcarbon.charts import look
from dualcarbon.report.docx_styles import QUIET
from dualcarbon.report.docx_xml import Element, element, field, run, tab, twips
from dualcarbon.report.phrases import Phrases
from dualcarbon.report.pieces import Document

ALARM = look.PEAK[1:]
PAGE = (210, 297)  # mm
MARGIN = {"top": 23, "bottom": 20, "left": 20, "right": 20, "header": 12, "footer": 11}  # mm
SMALL = 8.5  # pt
AFTER = ("hdrShapeDefaults", "footnotePr", "endnotePr", "compat", "docVars", "rsids", "mathPr",
         "attachedSchema", "themeFontLang", "clrSchemeMapping", "doNotIncludeSubdocsInStats",
         "shapeDefaults", "decimalSymbol", "listSeparator")  # fmt: skip
"""What stands after the order to renew fields in the settings of a document."""


def lay_out(word: Word, phrases: Phrases, document: Document) -> None:
    """Give a document of our own its paper, and a head and a foot on all pages but the first."""
    section = word.sections[0]
    section.page_width, section.page_height = (Mm(side) for side in PAGE)
    for side in ("top", "bottom", "left", "right"):
        setattr(section, f"{side}_margin", Mm(MARGIN[side]))
    section.header_distance, section.footer_distance = Mm(MARGIN["header"]), Mm(MARGIN["footer"])
    section.different_first_page_header_footer = True
    for grid in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(grid)  # lines stand as high as their text needs
    for name in ("Header", "Footer"):
        letters = word.styles[name].font
        letters.size, letters.color.rgb = Pt(SMALL), RGBColor.from_string(QUIET)
    title = f"{phrases.words(document.title)} · {phrases.part('report')}"
    _head(section, title)
    _foot(section, phrases.part("page"))


def width(word: Word, anchor: Element | None) -> float:
    """Give the width of the text where the report is to stand. [mm]."""
    section = _section(word, anchor)
    edges = sum(side or 0 for side in (section.left_margin, section.right_margin, section.gutter))
    whole = section.page_width or Mm(PAGE[0])
    columns = section._sectPr.find(qn("w:cols"))
    number = 1 if columns is None else int(columns.get(qn("w:num")) or 1)
    return float((whole - edges) / Mm(1)) / number


def finish(word: Word, title: str, language: str) -> None:
    """Say what the file is, and let Word fill in contents and pages when it is opened."""
    told = word.core_properties
    told.title, told.language = title, language
    told.author = told.last_modified_by = "dualcarbon"
    told.comments = told.keywords = ""
    settings = word.settings.element
    for old in settings.findall(qn("w:updateFields")):
        settings.remove(old)
    later = (one for one in settings if one.tag.rpartition("}")[2] in AFTER)
    following = next(later, None)
    order = element("w:updateFields", val="true")
    if following is None:
        settings.append(order)
    else:
        following.addprevious(order)


def _section(word: Word, anchor: Element | None) -> Section:
    """Find the section of a template in which its mark stands; the last where it has none."""
    if anchor is None:
        return word.sections[-1]
    body = word.element.body
    place = body.index(anchor)
    ends = [
        one
        for one in body.iter(qn("w:sectPr"))
        if body.index(next(a for a in (one, *one.iterancestors()) if a.getparent() is body))
        >= place
    ]
    return next(s for s in word.sections if s._sectPr is ends[0])


def _head(section: Section, title: str) -> None:
    """Put the name of the report to the left and that of the part to the right."""
    paragraph = section.header.paragraphs[0]
    stop = element("w:tab", val="right", pos=twips(PAGE[0] - MARGIN["left"] - MARGIN["right"]))
    line = element("w:bottom", val="single", sz=4, space=4, color=look.FAINT[1:])
    paragraph._p.get_or_add_pPr().extend(
        [element("w:pBdr", line), element("w:tabs", _no_stop(4320), _no_stop(8640), stop)]
    )
    part = field("STYLEREF 1", [run("")])
    paragraph._p.extend([run(title), tab(), *part])


def _foot(section: Section, text: str) -> None:
    """Say which page of how many."""
    paragraph = section.footer.paragraphs[0]
    paragraph._p.get_or_add_pPr().append(element("w:jc", val="center"))
    before, _, rest = text.partition("%n")
    between, _, after = rest.partition("%all")
    for told, code in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
        paragraph._p.extend([run(told)] if told else [])
        paragraph._p.extend(field(code, [run("1")]) if code else [])


def _no_stop(place: int) -> Element:
    return element("w:tab", val="clear", pos=place)
