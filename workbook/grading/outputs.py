"""What a cell has shown: made harmless, and read for points as nbgrader reads it."""

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Any

from workbook.grading.merge import MasterCell
from workbook.grading.shell import Output

_KEPT = {"text/plain", "text/html", "text/markdown", "text/latex", "image/png", "image/jpeg"}
"""Forms of an output that are kept. Scripts and SVG can do things when a trainer opens them."""
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def clean(shown: Any, room: int) -> list[Output]:
    """The outputs that a learner's process claims, as far as they are outputs at all."""
    kept: list[Output] = []
    for one in shown if type(shown) is list else []:
        output = _clean(one) if type(one) is dict else None
        if output is not None:
            size = len(repr(output))
            if size > 2 * room + 20_000:
                continue
            kept.append(output)
    return kept[:1000]


def _clean(output: dict[Any, Any]) -> Output | None:
    kind = output.get("output_type")
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        return {"output_type": "stream", "name": name, "text": _words(output.get("text"))}
    if kind == "error":
        lines = output.get("traceback")
        return {
            "output_type": "error",
            "ename": _words(output.get("ename"))[:200],
            "evalue": _words(output.get("evalue"))[:2000],
            "traceback": [_words(line) for line in lines][:100] if type(lines) is list else [],
        }
    if kind not in ("display_data", "execute_result"):
        return None
    data = output.get("data")
    forms = {
        mime: _words(value)
        for mime, value in (data.items() if type(data) is dict else ())
        if mime in _KEPT and _sound(mime, value)
    }
    cleaned: Output = {"output_type": kind, "data": forms, "metadata": {}}
    if kind == "execute_result":
        count = output.get("execution_count")
        cleaned["execution_count"] = count if type(count) is int else None
    return cleaned if forms else None


def _words(value: Any) -> str:
    words = value if type(value) is str else ""
    return _CONTROL.sub("", _ANSI.sub("", words)).encode("utf-8", "replace").decode("utf-8")


def _sound(mime: Any, value: Any) -> bool:
    """Whether a picture is base64 at all; text is always sound."""
    if not str(mime).startswith("image/"):
        return True
    try:
        base64.b64decode(value, validate=False)
    except (binascii.Error, TypeError, ValueError):
        return False
    return True


def grade(master: MasterCell, cell: Mapping[str, Any]) -> float | None:
    """The points of a graded cell; None where a person has to read.

    The rules are those of ``nbgrader.utils.determine_grade``, which takes 1.4 s to import: an
    error or a word on stderr is 0, a number as the result is partial credit, all else is full.
    """
    if master.solution:
        return 0.0 if cell["source"] == master.source else None
    if cell["cell_type"] != "code":
        return None
    for output in cell["outputs"]:
        if output["output_type"] == "error" or output.get("name") == "stderr":
            return 0.0
        if output["output_type"] == "execute_result":
            return _partial(output["data"].get("text/plain", ""), master.points)
    return master.points


def _partial(result: str, points: float) -> float:
    try:
        value = float(result)
    except ValueError:
        return points
    # nbgrader stops at a number above the points; here it is worth the points and no more.
    return min(value, points) if value >= 0 else points
