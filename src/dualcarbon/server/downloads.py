"""Files that a page gives to be kept: under a name that is safe on every system, never opened as a page of ours."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import Response


def attached(data: bytes, name: str, kind: str) -> Response:
    r"""Give a file to be kept.

    Examples
    --------
    >>> attached(b"", "a/b\r\n.csv", "text/csv").headers["content-disposition"]
    "attachment; filename*=UTF-8''a_b_.csv"
    """
    from dualcarbon.report.writing import safe

    stem, dot, suffix = name.rpartition(".")
    shown = f"{safe(stem)}{dot}{safe(suffix)}" if dot else safe(name)
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(shown, safe='')}"}
    return Response(data, media_type=kind, headers=headers)
