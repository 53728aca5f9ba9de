"""The example of the page on the programming interface does what it says, against a server on a port."""

from __future__ import annotations

import re
import socket
import threading
from pathlib import Path

import uvicorn

from dualcarbon.server.app import made
from dualcarbon.server.settings import Settings

PAGE = Path(__file__).parents[3] / "docs/how-to/api.md"


def test_the_example_of_the_page_runs(town, capsys):
    (source,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        port = door.getsockname()[1]
        server = uvicorn.Server(
            uvicorn.Config(made(Settings(town)), log_level="error", lifespan="off")
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [door]})
        thread.start()
        try:
            exec(compile(source.replace(":8765", f":{port}"), str(PAGE), "exec"), {})
        finally:
            server.should_exit = True
            thread.join()
    verdict, *diff, state = capsys.readouterr().out.splitlines()
    assert verdict
    assert "+2016,population,301,10^4 person,invented" in diff
    assert state == "queued"
