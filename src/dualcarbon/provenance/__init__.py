"""How a number came: sources, derivations, hashes, the manifest of a run."""

from __future__ import annotations

from dualcarbon.provenance.derivation import Derivation, Explanation, Input, nested, tree
from dualcarbon.provenance.manifest import Manifest, run_id, versions
from dualcarbon.provenance.sources import MARKS, Source

__all__ = [
    "MARKS",
    "Derivation",
    "Explanation",
    "Input",
    "Manifest",
    "Source",
    "nested",
    "run_id",
    "tree",
    "versions",
]
