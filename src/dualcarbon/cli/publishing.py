"""`dualcarbon publish`: a study for the public, as one file."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from dualcarbon.cli.asking import Database, Json, Out, Run, Stale, choice, told

LANGUAGES = ("zh", "en", "both")
WORDS = {
    "en": {"yes": "approved by {who}, {at}", "no": "not approved"},
    "zh": {"yes": "已批准：{who}，{at}", "no": "未经批准"},
}


def publish(
    run: Run,
    lang: Annotated[
        str,
        typer.Option(
            "--lang",
            help="Language of the page; with both, the reader chooses.",
            metavar="zh|en|both",
        ),
    ] = "both",
    out: Out = None,
    database: Database = "",
    stale: Stale = False,
    json: Json = False,
) -> None:
    """Write a run as one page for the public: live figures, all data that may be shown, whether it is approved; no server."""
    spoken: Literal["en", "zh"] = "zh" if lang == "zh" else "en"
    choice("--lang", lang, LANGUAGES, spoken)
    with told(spoken, json=json):
        from dualcarbon.report import public
        from dualcarbon.server import approving

        last = approving.recorded(run, database)
        made = public.publish(run, lang=public.SPOKEN[lang], out=out, approval=last, stale=stale)
    from dualcarbon.cli import show

    by = made.approval
    if json:
        kept = {"who": by.who, "at": by.at, "digest": by.digest} if by else None
        told_of = [show.record(one, spoken) for one in made.warnings]
        show.print_json({"file": str(made.file), "approval": kept, "warnings": told_of})
        return
    show.written(made.file, made.warnings, as_json=False, lang=spoken)
    words = WORDS[spoken]
    said = words["yes"].format(who=by.who, at=by.day) if by else words["no"]
    show.out().print(said, markup=False)
