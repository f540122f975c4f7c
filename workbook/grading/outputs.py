"""What a cell has shown: made harmless, and read for points as nbgrader reads it."""

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Any

import nh3

from workbook.grading.merge import MasterCell
from workbook.grading.reports import harmless
from workbook.grading.shell import Output

_KEPT = {"text/plain", "text/html", "text/markdown", "text/latex", "image/png", "image/jpeg"}
"""Forms of an output that are kept. Scripts and SVG can do things when a trainer opens them."""
_MOST = 1000
"""Outputs of one cell."""
_TAG = re.compile(r"<(?=[A-Za-z/!?])[^<>]*>?")
_PLAIN_TAG = re.compile(
    r"</?(b|blockquote|br|center|code|details|div|em|h[1-6]|hr|i|kbd|li|ol|p|pre|small|span|strong"
    r"|sub|summary|sup|table|tbody|td|th|thead|tr|u|ul)"
    r"(\s+(align|class|colspan|dir|lang|rowspan|width)=[\"']?[\w %-]*[\"']?)*\s*/?>"
    r"|<!--[^<>]*-->|<https?://[^\s<>]*>|</(a|font|img)>",
    re.IGNORECASE,
)
_OTHER_TAG = nh3.Cleaner(
    tags={"a", "div", "font", "img", "p", "span"},
    attributes={
        "a": {"href", "title"},
        "font": {"color", "size"},
        "img": {"src", "alt", "title", "width", "height"},
    },
    url_schemes={"http", "https", "mailto", "attachment"},
    link_rel=None,
)
_ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def clean(shown: Any, room: int) -> list[Output]:
    """The outputs that a learner's process claims, as far as they are outputs at all.

    All of them together have some ``room``, for text and again for pictures.
    """
    kept: list[Output] = []
    left = 2 * room + 20_000
    for one in shown[:_MOST] if type(shown) is list else []:
        output = _clean(one) if type(one) is dict else None
        if output is not None:
            left -= len(repr(output))
            if left < 0:
                break
            kept.append(output)
    return kept


def _clean(output: dict[Any, Any]) -> Output | None:
    kind = output.get("output_type")
    if kind == "stream":
        name = "stderr" if output.get("name") == "stderr" else "stdout"
        return {"output_type": "stream", "name": name, "text": words(output.get("text"))}
    if kind == "error":
        lines = output.get("traceback")
        return {
            "output_type": "error",
            "ename": words(output.get("ename"))[:200],
            "evalue": words(output.get("evalue"))[:2000],
            "traceback": [words(line) for line in lines][:100] if type(lines) is list else [],
        }
    if kind not in ("display_data", "execute_result"):
        return None
    data = output.get("data")
    forms = {
        mime: form
        for mime, value in (data.items() if type(data) is dict else ())
        if mime in _KEPT and (form := _form(mime, value)) is not None
    }
    cleaned: Output = {"output_type": kind, "data": forms, "metadata": {}}
    if kind == "execute_result":
        count = output.get("execution_count")
        cleaned["execution_count"] = count if type(count) is int else None
    return cleaned if forms else None


def words(value: Any) -> str:
    """Text without what a terminal would obey; nothing, if it is no text."""
    found = value if type(value) is str else ""
    return _CONTROL.sub("", _ANSI.sub("", found)).encode("utf-8", "replace").decode("utf-8")


def _form(mime: str, value: Any) -> str | None:
    """One form of an output, or None if it is better left out."""
    if mime.startswith("image/"):
        return words(value) if _is_base64(value) else None
    if mime == "text/html":
        cleaned = harmless.html(words(value))
        return None if cleaned is None else str(cleaned)
    if mime in ("text/markdown", "text/latex"):
        return markdown(words(value))
    return words(value)


def markdown(source: str) -> str:
    """Markdown, or LaTeX, without the HTML in it that could do something.

    nbgrader's forms show all HTML in it as it is, and a script would act with the trainer's rights.
    """
    return _TAG.sub(lambda found: _tag(found[0]), source)


def _tag(tag: str) -> str:
    if _PLAIN_TAG.fullmatch(tag):
        return tag
    cleaned = _OTHER_TAG.clean(tag)
    # It was closed at once; in the text that comes later.
    return re.sub(r"</\w+>$", "", cleaned) or f"&lt;{tag[1:]}"


def _is_base64(value: Any) -> bool:
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
