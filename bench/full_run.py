"""Time and peak memory of a full run of the Jiangsu study, from nothing kept."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from _results import keep

STUDY = Path(__file__).parents[1] / "examples" / "jiangsu"
LIBRARIES = "import numpy, polars, scipy.stats, xarray"


def measured(arguments: list[str]) -> tuple[float, float]:
    """Give wall time [s] and peak resident memory [MB] of one process."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, *arguments], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(arguments)} ended with status {process.returncode}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def main() -> None:
    """Run the study once into a folder of its own, beside the import of its libraries."""
    imports_s, imports_mb = measured(["-c", LIBRARIES])
    with tempfile.TemporaryDirectory() as folder:
        run_s, run_mb = measured(["-m", "dualcarbon", "run", str(STUDY), "--out", folder])
    keep(
        "full_run",
        {
            "run_s": round(run_s, 1),
            "run_mb": round(run_mb),
            "imports_s": round(imports_s, 1),
            "imports_mb": round(imports_mb),
            "ratio": round(run_s / imports_s, 1),
        },
    )


if __name__ == "__main__":
    main()
