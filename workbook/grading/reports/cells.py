"""The learner's notebook as HTML: its cells and what they showed, without the cells that check."""

from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup

from workbook.grading.records import MarkedNotebook
from workbook.grading.reports import harmless
from workbook.grading.reports.questions import cells_of, grade_id, joined, noted, source
from workbook.i18n import text

_MOST_CELLS = 400
_MOST_OUTPUTS = 30
_ROOM = 8_000_000
"""Letters of one page. A browser stumbles over more, and so does a mailbox."""
_HTML_ROOM = 200_000
"""Letters of HTML that are cleaned for one page; what comes later is shown as text."""


class Room:
    """What a page has still room for."""

    def __init__(self) -> None:
        self.letters, self.html = _ROOM, _HTML_ROOM

    def take(self, shown: Markup) -> Markup:
        """``shown``, or a sentence in its place if the page is full."""
        if len(shown) > self.letters:
            return _quiet(text("This does not fit on the page. It is in the notebook itself."))
        self.letters -= len(shown)
        return shown


def shown_cells(book: MarkedNotebook) -> Iterator[tuple[str, Markup]]:
    """Of each cell its ``grade_id``, or nothing, and its HTML: empty for a cell that checks."""
    room = Room()
    graded = {cell.grade_id for cell in book.cells}
    for place, cell in enumerate(cells_of(book)):
        name = grade_id(cell)
        if place == _MOST_CELLS:
            yield "", _quiet(text("From here on, only the cells that give points are shown."))
        if place >= _MOST_CELLS and name not in graded:
            continue
        yield name, Markup() if _checks(cell) else room.take(_cell(cell, room))


def _checks(cell: Mapping[str, Any]) -> bool:
    """Whether this cell is a check: neither its code nor its output is for the learner's page."""
    own = noted(cell, "nbgrader")
    checks = bool(own.get("grade")) and not own.get("solution") and not own.get("task")
    return checks or "BEGIN HIDDEN TESTS" in source(cell)


def _cell(cell: Mapping[str, Any], room: Room) -> Markup:
    words = source(cell)
    kind = cell.get("cell_type")
    if not words.strip() and not cell.get("outputs"):
        return Markup()
    answer = bool(noted(cell, "nbgrader").get("solution"))
    if kind == "markdown":
        attachments = cell.get("attachments")
        shown = harmless.markdown(words, attachments if isinstance(attachments, dict) else None)
    elif kind == "code":
        shown = _code(words, cell, room)
    else:
        shown = _pre("text", words)
    if answer:
        return Markup('<div class="answer"><p class="tag">{}</p>{}</div>').format(
            text("Your answer"), shown
        )
    if noted(cell, "jupyter").get("source_hidden"):
        return Markup('<details class="folded"><summary>{}</summary>{}</details>').format(
            text("A cell of the course"), shown
        )
    return Markup('<div class="cell">{}</div>').format(shown)


def _code(words: str, cell: Mapping[str, Any], room: Room) -> Markup:
    outputs = cell.get("outputs")
    outputs = outputs if isinstance(outputs, list) else []
    shown = [_output(one, room) for one in outputs[:_MOST_OUTPUTS] if isinstance(one, dict)]
    if len(outputs) > _MOST_OUTPUTS:
        shown.append(_quiet(text("What this cell showed after that is left out here.")))
    code = _pre("code", words) if words.strip() else Markup()
    if not any(shown):
        return code
    return Markup('{}<div class="output">{}</div>').format(code, Markup().join(shown))


def _output(output: Mapping[str, Any], room: Room) -> Markup:
    kind = output.get("output_type")
    if kind == "stream":
        stderr = output.get("name") == "stderr"
        return _pre("warning" if stderr else "text", joined(output.get("text")))
    if kind == "error":
        return _error(output)
    data = output.get("data")
    if kind not in ("display_data", "execute_result") or not isinstance(data, dict):
        return Markup()
    return room.take(_data(data, room))


def _data(data: Mapping[str, Any], room: Room) -> Markup:
    """The richest form of an output that is harmless."""
    if "application/vnd.jupyter.widget-view+json" in data:
        return _quiet(text("Here is a widget. It works in the notebook, not on this page."))
    page = joined(data.get("text/html"))
    if page and len(page) <= room.html:
        room.html -= len(page)
        if (cleaned := harmless.html(page)) is not None:
            return Markup('<div class="html">{}</div>').format(cleaned)
    for kind in ("image/png", "image/jpeg"):
        if kind in data:
            alt = text("A picture that this cell drew")
            shown = harmless.picture(kind, joined(data[kind]), alt)
            if shown:
                return shown
    if "text/markdown" in data:
        return harmless.markdown(joined(data["text/markdown"]))
    words = joined(data.get("text/plain")) or joined(data.get("text/latex"))
    return _pre("text", words) if words else Markup()


def _error(output: Mapping[str, Any]) -> Markup:
    """The error in a line, and the way to it folded away."""
    head = ": ".join(
        harmless.plain(joined(output.get(key)))[:1000]
        for key in ("ename", "evalue")
        if joined(output.get(key))
    )
    traceback = output.get("traceback")
    lines = [joined(line) for line in traceback[-60:]] if isinstance(traceback, list) else []
    way = "\n".join(lines).strip()
    shown = Markup('<pre class="warning" dir="ltr">{}</pre>').format(head)
    if not way or harmless.plain(way) == head:
        return shown
    return Markup("{}<details><summary>{}</summary>{}</details>").format(
        shown, text("Where it came from"), _pre("text", way)
    )


def _pre(kind: str, words: str) -> Markup:
    # Left to right: code is, and so are tables made of letters.
    return Markup('<pre class="{}" dir="ltr">{}</pre>').format(kind, harmless.block(words.rstrip()))


def _quiet(words: str) -> Markup:
    return Markup('<p class="quiet">{}</p>').format(words)
