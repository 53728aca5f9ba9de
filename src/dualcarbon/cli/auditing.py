"""`dualcarbon audit`: whether the log of the workbench is what was written."""

from __future__ import annotations

from typing import Annotated

import typer

from dualcarbon.cli.asking import INPUT_AT_FAULT, Database, Json, Lang, language, told
from dualcarbon.cli.users import Folder

app = typer.Typer(
    help="Verify the log of the workbench. 校验工作台的审计日志。",
    no_args_is_help=True,
    rich_markup_mode=None,
)
SAID = {
    "en": "{number} rows, whole; head {seal}",
    "zh": "{number} 行，完整；链首 {seal}",
}


@app.command()
def verify(
    folder: Folder,
    head: Annotated[
        str,
        typer.Option(
            help="Head noted elsewhere, as this command prints it, that must be in the log.",
            metavar="SEAL",
        ),
    ] = "",
    database: Database = "",
    json: Json = False,
    lang: Lang = "en",
) -> None:
    """Hold every row of the log against the one before it, and its end against the heads that were kept."""
    from dualcarbon.cli import show

    with told(lang, json=json):
        from dualcarbon.cli import users

        audit = users.opened(folder, database).audit
        found = audit.verify(head)
        number, seal = audit.head()
    if json:
        records = [show.record(fault, language(lang)) for fault in found]
        show.print_json({"rows": number, "head": seal, "faults": records})
    elif found:
        from dualcarbon.errors import InputError

        show.refused(InputError(faults=found), as_json=False, lang=language(lang))
    else:
        said = SAID[language(lang)].format(number=number, seal=seal or "–")
        show.out().print(said, soft_wrap=True, highlight=False)
    if any(fault.level == "error" for fault in found):
        raise typer.Exit(INPUT_AT_FAULT)
