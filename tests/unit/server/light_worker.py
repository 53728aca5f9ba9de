"""A worker whose runs are small: steps that take a moment, files that are whole together or not at all; else the worker itself."""

from __future__ import annotations

import json
import os
import time

from dualcarbon.server import tasks, worker
from dualcarbon.store import runs

PARTS = 4


def run(folder, turn):
    """Write a run of some files, as slowly as the seed says, or fail as it says."""
    job = turn.job
    seed = job.options["seed"] or 0
    if job.options["members"] == 8:
        raise RuntimeError
    if job.options["members"] == 16:
        os.kill(os.getpid(), 9)
    target = folder / "results" / f"seed{seed}"
    if not runs.is_complete(target):
        with runs.aside(target, tasks.scratch(folder, job)) as begun:
            for part in range(PARTS):
                turn.step("scenarios and peak")
                (begun / f"part{part}").write_text(f"{seed} {part}\n" * 1000)
                time.sleep(0.03 * (seed % 3))
                time.sleep(60 if job.options["members"] == 32 else 0)
            (begun / runs.DONE).write_text(json.dumps({"seed": seed}))
            turn.step(tasks.LAST)
            turn.keep(target.name)
    return {"run": target.name, "warnings": 0}


if __name__ == "__main__":
    worker.WORK = {"run": run}
    worker.main()
