"""The questions of a marked notebook, each with its points, its outcome and what a person added."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from workbook.feedback.outcome import Outcome
from workbook.grading.records import MarkedCell, MarkedNotebook
from workbook.i18n import text

_LONGEST = 200
"""Letters of a title or a hint: they come out of the learner's file."""


@dataclass(frozen=True)
class ByHand:
    """What people have put into the gradebook for one notebook, under the ``grade_id`` of cells."""

    scores: Mapping[str, float] = field(default_factory=dict)
    """Points that a person gave; they take the place of the check's."""
    extra: Mapping[str, float] = field(default_factory=dict)
    """Extra credit, in points, on top."""
    comments: Mapping[str, str] = field(default_factory=dict)
    """Words to the learner, in Markdown."""
    late_penalty: float = 0.0
    """Points that are taken off the notebook."""


@dataclass(frozen=True)
class Question:
    """One question, with all the cells that give points for it."""

    name: str
    label: str
    """What people call it: its number and its heading, as far as there are any."""
    points: float
    score: float
    """The points so far, with what a person gave and with extra credit."""
    given: float
    """What the checks gave."""
    extra: float
    outcome: Outcome | None
    """None where only a person can say."""
    waiting: float
    """The points that a person has still to decide on."""
    by_hand: bool
    """Whether a person has set points."""
    cells: tuple[MarkedCell, ...]
    comments: tuple[str, ...]
    hint: str
    """The first of the question's hints, or nothing."""

    @property
    def word(self) -> str:
        """The outcome in the reader's language."""
        if self.outcome is not None:
            return self.outcome.word
        return text("A person will read it") if self.waiting else text("Read by a person")


class Total(NamedTuple):
    """The points of a notebook, or of all notebooks of a submission."""

    score: float
    """Never below 0, as in nbgrader's export."""
    points: float
    late_penalty: float
    waiting: float


def questions(book: MarkedNotebook, by_hand: ByHand | None = None) -> tuple[Question, ...]:
    """The questions of ``book`` in the order in which they are asked."""
    by_hand = by_hand or ByHand()
    asked: dict[str, list[MarkedCell]] = {}
    for cell in book.cells:
        asked.setdefault(cell.question or cell.grade_id, []).append(cell)
    told = {} if not book.cells else _told(book, asked)
    return tuple(
        _question(name, tuple(cells), by_hand, *told.get(name, ("", "")))
        for name, cells in asked.items()
    )


def total(books: Iterable[tuple[MarkedNotebook, ByHand]]) -> Total:
    """The sum over notebooks."""
    score = points = penalty = waiting = 0.0
    for book, by_hand in books:
        for question in questions(book, by_hand):
            score += question.score
            points += question.points
            waiting += question.waiting
        penalty += _finite(by_hand.late_penalty)
    return Total(max(0.0, score - penalty), points, penalty, waiting)


def short(points: float) -> str:
    """``2``, ``0.5`` or ``0.67``."""
    return f"{round(_finite(points), 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def outcome_of(name: str) -> Outcome:
    """The outcome with this name; one that nobody knows cannot be checked."""
    return Outcome.__members__.get(name, Outcome.CANNOT)


def source(cell: Mapping[str, Any]) -> str:
    """The text of a cell, which nbformat allows to be a list of lines."""
    return joined(cell.get("source"))


def joined(value: object) -> str:
    """Text, or a list of texts, as text; anything else is none."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "".join(one for one in value if isinstance(one, str))
    return ""


def noted(cell: Mapping[str, Any], room: str) -> Mapping[str, Any]:
    """What the metadata of ``cell`` hold for ``room``, such as ``"nbgrader"``."""
    metadata = cell.get("metadata")
    found = metadata.get(room) if isinstance(metadata, dict) else None
    return found if isinstance(found, dict) else {}


def grade_id(cell: Mapping[str, Any]) -> str:
    """nbgrader's name of a cell, or nothing."""
    found = noted(cell, "nbgrader").get("grade_id")
    return found if isinstance(found, str) else ""


def cells_of(book: MarkedNotebook) -> Iterator[Mapping[str, Any]]:
    """The cells of the learner's notebook."""
    found = book.notebook.get("cells")
    for cell in found if isinstance(found, list) else []:
        if isinstance(cell, dict):
            yield cell


def headings(markdown: str) -> list[str]:
    """The headings in Markdown, without its signs."""
    found = re.findall(r"^#{1,6}[ \t]+(.+?)[ \t#]*$", markdown[:20_000], flags=re.MULTILINE)
    return [re.sub(r"[*`]|\$", "", one)[:_LONGEST] for one in found]


def _question(
    name: str, cells: tuple[MarkedCell, ...], by_hand: ByHand, title: str, hint: str
) -> Question:
    ids = {cell.grade_id for cell in cells}
    set_by_hand = {one: _finite(by_hand.scores[one]) for one in ids if one in by_hand.scores}
    points = sum(_finite(cell.points) for cell in cells)
    given = sum(_finite(cell.score) for cell in cells)
    extra = sum(_finite(by_hand.extra[one]) for one in ids if one in by_hand.extra)
    score = sum(set_by_hand.get(cell.grade_id, _finite(cell.score)) for cell in cells)
    waiting = sum(
        _finite(cell.points)
        for cell in cells
        if cell.score is None and cell.grade_id not in set_by_hand
    )
    comments = [
        by_hand.comments[one] for one in (*sorted(ids - {name}), name) if by_hand.comments.get(one)
    ]
    # In the notebook a check names the number; an answer that a person reads has no check.
    shown = not title or any(cell.grade_id != name for cell in cells)
    number = next((cell.number for cell in cells if cell.number and shown), "")
    return Question(
        name=name,
        label=_label(number, title) or name,
        points=points,
        score=score + extra,
        given=given,
        extra=extra,
        outcome=_outcome(cells, set_by_hand, score, points),
        waiting=waiting,
        by_hand=bool(set_by_hand),
        cells=cells,
        comments=tuple(comments),
        hint=hint,
    )


def _label(number: str, title: str) -> str:
    return title if title.startswith(number) else f"{number} {title}".strip()


def _outcome(
    cells: tuple[MarkedCell, ...], by_hand: Mapping[str, float], score: float, points: float
) -> Outcome | None:
    if by_hand:
        if all(cell.score is None or _read(cell) for cell in cells):
            return None
        return _by_points(score, points, answered=True)
    judged = {_of_cell(cell) for cell in cells if cell.score is not None}
    if not judged:
        return None
    if len(judged) == 1:
        return judged.pop()
    for one in (Outcome.RIGHT, Outcome.PARTLY, Outcome.NOT_YET, Outcome.CANNOT):
        if one in judged:
            return Outcome.PARTLY if one is Outcome.RIGHT else one
    return Outcome.NOT_ATTEMPTED


def _read(cell: MarkedCell) -> bool:
    """Whether an answer is read by a person: without one, only an empty one has a score."""
    return cell.score == 0 and not cell.answered and not cell.parts and not cell.error


def _of_cell(cell: MarkedCell) -> Outcome:
    outcomes = {outcome_of(part.outcome) for part in cell.parts}
    if not outcomes or outcomes == {Outcome.RIGHT}:
        # The points decide: a check that wrote a warning gives none for right answers.
        return _by_points(_finite(cell.score), _finite(cell.points), cell.answered)
    if Outcome.RIGHT in outcomes:
        return Outcome.PARTLY
    for one in (Outcome.NOT_YET, Outcome.CANNOT):
        if one in outcomes:
            return one
    return Outcome.NOT_ATTEMPTED


def _by_points(score: float, points: float, answered: bool) -> Outcome:
    if score >= points - 1e-9 and (score > 0 or answered):
        return Outcome.RIGHT
    if score > 0:
        return Outcome.PARTLY
    return Outcome.NOT_YET if answered else Outcome.NOT_ATTEMPTED


def _told(book: MarkedNotebook, asked: Mapping[str, object]) -> dict[str, tuple[str, str]]:
    """Of each question the last heading before it, and its first hint."""
    of_cell = {cell.grade_id: cell.question or cell.grade_id for cell in book.cells}
    found: dict[str, tuple[str, str]] = {}
    heading = ""
    for cell in cells_of(book):
        own = noted(cell, "workbook")
        name = of_cell.get(grade_id(cell)) or own.get("question") or grade_id(cell)
        if isinstance(name, str) and name in asked:
            if name not in found or not found[name][1]:
                hints = own.get("hints")
                hint = joined(hints[:1])[:_LONGEST] if isinstance(hints, list) else ""
                found[name] = (found.get(name, (heading, ""))[0], hint)
        elif cell.get("cell_type") == "markdown":
            heading = [heading, *headings(source(cell))][-1]
    return found


def _finite(number: float | None) -> float:
    return float(number) if number is not None and math.isfinite(number) else 0.0
