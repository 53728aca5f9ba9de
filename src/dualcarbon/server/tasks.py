"""What a job can be asked for: its kinds, what each takes, and the steps that it goes through."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dualcarbon.errors import InputError
from dualcarbon.store.jobs import Job
from dualcarbon.vocabulary.faults import Place, cut, note

Kind = Literal["run", "report"]
RESULTS, DOCUMENTS = "results", "documents"
TEMPLATE = "template.docx"
"""A bureau's own Word document, in the folder of its study."""
LAST = "keep the results"
"""The step after which nothing can be taken back; a job in it is no longer cancelled."""
SHARES: Mapping[str, float] = {
    "read and check": 0.0,
    "reuse the finished run": 0.99,
    "emission characteristics": 0.20,
    "the whole account": 0.24,
    "scenarios and peak": 0.28,
    "districts": 0.48,
    "all gases": 0.50,
    "hindcast": 0.52,
    "the regression beside": 0.54,
    "what moves the peak": 0.55,
    "measures and attribution": 0.60,
    "summary and tables": 0.80,
    "write the report": 0.20,
    "documents": 0.88,
    LAST: 0.99,
}
"""How much of a job is done when a step begins, as measured on the province of the examples. [1]"""


class Options(BaseModel):
    """What a kind of job takes."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class RunOptions(Options):
    """Of a run: as ``dualcarbon run`` takes them."""

    quick: bool = False
    members: Annotated[int, Field(ge=2, le=1 << 20)] | None = None
    seed: Annotated[int, Field(ge=0, lt=1 << 63)] | None = None


class ReportOptions(Options):
    """Of a report: the run that it is of, and what is written; a Word document takes the bureau's template if asked for."""

    run: Annotated[str, Field(pattern=r"^[0-9A-Za-z][0-9A-Za-z_-]{0,63}$")]
    lang: Literal["en", "zh"] = "en"
    form: Literal["html", "pdf", "docx"] = "html"
    template: bool = False


OPTIONS: Mapping[str, type[Options]] = {"run": RunOptions, "report": ReportOptions}


def scratch(study: Path, job: Job) -> Path:
    """Give the folder that a job writes into until its results are complete, beside the place that they will have."""
    home = study / RESULTS
    if job.kind == "report":
        home = home / str(job.options["run"]) / DOCUMENTS
    return home / f".job-{job.id}"


def accepted(kind: str, options: Mapping[str, Any]) -> dict[str, Any]:
    """Give the options of a job as it keeps them, what was left out at its usual value.

    Raises
    ------
    InputError
        There is no such kind, or it does not take these options; with every fault.

    Examples
    --------
    >>> accepted("run", {"quick": True})
    {'quick': True, 'members': None, 'seed': None}
    """
    if kind not in OPTIONS:
        text = f"{cut(kind)}; {', '.join(OPTIONS)}"
        raise InputError(faults=[note("JOB002", Place(key="kind"), text=text)])
    try:
        return OPTIONS[kind].model_validate(dict(options)).model_dump()
    except ValidationError as error:
        raise InputError(
            faults=[
                note("JOB002", Place(), text=f"{cut('.'.join(map(str, one['loc'])))}: {one['msg']}")
                for one in error.errors()
            ]
        ) from error
