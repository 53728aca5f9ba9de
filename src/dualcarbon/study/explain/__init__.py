"""How a number of a run came: formula, inputs, factor record, source cell, computed again from the run's own inputs."""

from __future__ import annotations

from dualcarbon.study.explain.question import explain, opened

__all__ = ["explain", "opened"]
