"""How long the report of Jiangsu takes as PDF, figures drawn, beside WeasyPrint on its HTML form."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pypdfium2
from _results import keep

from dualcarbon.charts import render as drawing
from dualcarbon.report import html, pdf, typesetting
from dualcarbon.report.outline import outline
from dualcarbon.report.pieces import Document
from dualcarbon.study import preparation, running

STUDY = Path(__file__).parents[1] / "examples" / "jiangsu"
MEMBERS = 128
LANGUAGES = ("en", "zh")


def document() -> Document:
    """Give the report of the study, in no form yet."""
    prepared = preparation.prepare(STUDY)
    return outline(running.compute(prepared, "0" * 12, members=MEMBERS, seed=1))


def elapsed(works: Sequence[Callable[[], object]]) -> tuple[float, float]:
    """Give the wall time and the time of the processors [s] of some works; no figure is drawn yet."""
    drawing.forget()
    wall, busy = time.perf_counter(), time.process_time()
    for work in works:
        work()
    return time.perf_counter() - wall, time.process_time() - busy


def main() -> None:
    """Set each language once with either, in one process: Typst remembers what it has set before."""
    told = document()
    typesetting.png([typesetting.Drawing(drawing.svg({}, 8, 8), 8, 8)], 96)  # fonts, chart library
    typst = elapsed([partial(pdf.pages, told, lang) for lang in LANGUAGES])
    pages = [len(pypdfium2.PdfDocument(pdf.pages(told, lang))) for lang in LANGUAGES]
    figures = {"pages": sum(pages), "typst_s": round(typst[0], 2)}
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        keep("report_pdf", figures | {"weasyprint": f"cannot be loaded: {error}"})
        return
    made = [html.page(told, lang) for lang in LANGUAGES]  # given ready made: only its work counts
    weasy = elapsed([weasyprint.HTML(string=page).write_pdf for page in made])
    ratios = [round(w / t, 1) for w, t in zip(weasy, typst, strict=True)]
    told_of_weasy = {"weasyprint_s": round(weasy[0], 2), "ratio": ratios[0]}
    ratio = {"ratio_of_processor_time": ratios[1]}
    keep("report_pdf", figures | told_of_weasy | ratio, {"ratio": ">= 5"})


if __name__ == "__main__":
    main()
