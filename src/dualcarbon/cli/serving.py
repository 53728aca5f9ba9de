"""The command that opens the workbench."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dualcarbon.cli.asking import Lang, told

PORT = 8765


def serve(
    folder: Annotated[
        Path, typer.Argument(help="Folder of studies, or one study.", show_default=False)
    ] = Path(),
    port: Annotated[int, typer.Option(help="Port on this machine.", min=0, max=65535)] = PORT,
    lang: Lang = "en",
) -> None:
    """Open the workbench on the studies of a folder, in the browser of this machine."""
    with told(lang):
        from dualcarbon.server import serving

        serving.serve(folder, port=port, lang=lang)
