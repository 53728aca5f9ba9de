"""Refusals that know their HTTP status."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from pathlib import Path

from dualcarbon.errors import InputError, UnknownName
from dualcarbon.vocabulary.faults import Fault, Place, cut, note

MOST_MEGABYTES = 50
"""Size of a body that is still read. [MB]"""
WHAT = {
    "breakdown": "分解方式", "document": "文档", "file": "文件", "job": "作业", "lever": "调节项", "run": "运行", "scenario": "情景",
    "table": "表", "token": "令牌", "version": "版本", "workbook": "工作簿", "year": "年份",
}  # fmt: skip


class Refused(InputError):
    """A request that is not answered, with its status and every fault found."""

    def __init__(self, status: int, *faults: Fault) -> None:
        self.status = status
        super().__init__(faults=faults)


class NoStudy(UnknownName):
    """There is no study of a name, or none that the person who asks may know of: both are told in the same words."""

    def __init__(self, text: str, near: str | None = None) -> None:
        hint = {"en": f'; did you mean "{near}"?', "zh": f"；是否应为“{near}”？"} if near else ""
        super().__init__(faults=[note("AUTH004", text=cut(text), hint=hint)])


def inside(fault: Fault, folder: Path) -> Fault:
    """Give a fault whose file is told as it stands in a folder, or by its name alone: nobody is told of the machine."""
    file = Path(fault.place.file)
    if not file.is_absolute():
        return fault
    shown = file.relative_to(folder) if file.is_relative_to(folder) else Path(file.name)
    return replace(fault, place=replace(fault.place, file=shown.as_posix()))


def unknown(text: str, what: str) -> Refused:
    """Give the refusal of a name that is not there."""
    return Refused(404, note("API017", what={"en": what, "zh": WHAT[what]}, text=cut(text)))


def of_status(status: int, method: str = "", said: str = "") -> Fault:
    """Give what is told where only the status is known."""
    if status == 404:
        return note("API014")
    if status == 405:
        return note("API015", method=cut(method))
    if status == 413:
        return note("API008", most=MOST_MEGABYTES)
    if status == 415:
        return note("API010")
    return note("API016", Place(), said=cut(said or HTTPStatus(status).phrase))
