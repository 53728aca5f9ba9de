"""The jobs of a folder, worked at until the process is ended: ``python light_server.py FOLDER DATABASE``."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

from dualcarbon.server import jobs
from dualcarbon.server.settings import Settings
from dualcarbon.server.shelf import Shelf
from dualcarbon.store import database

WORKER = (sys.executable, str(Path(__file__).with_name("light_worker.py")))

if __name__ == "__main__":
    jobs.COMMAND, jobs.MOST_TRIES = WORKER, 1000
    settings = Settings(Path(sys.argv[1]), database=sys.argv[2])
    there = jobs.Jobs(database.opened(settings.url), settings, Shelf(settings.folder))
    there.start()
    print("ready", flush=True)  # noqa: T201
    threading.Event().wait()
