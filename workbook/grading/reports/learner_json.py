"""The marks of one submission as data, for whoever writes a dashboard or another report.

It holds what the learner may see and nothing else: no code of a check, no answer, nothing of
another learner. Outcomes are codes, which stay the same in each language; sentences are in the
language in which the work was marked. Later versions may add fields, and count up ``version``
when one changes its meaning or goes. :data:`SCHEMA` says which fields there are.
"""

from collections.abc import Mapping
from typing import Any

from workbook.feedback.outcome import Outcome
from workbook.grading.records import Marked, MarkedCell, MarkedNotebook
from workbook.grading.reports.harmless import plain
from workbook.grading.reports.questions import ByHand, Question, outcome_of, questions, total

VERSION = 1
OUTCOMES = tuple(outcome.name.lower() for outcome in Outcome)


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": sorted(properties), "properties": properties}


def _list(items: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


_TEXT = {"type": "string"}
_POINTS = {"type": "number"}
_SCORES = {
    "score": {**_POINTS, "description": "so far, without what is waiting, never below 0"},
    "points": {**_POINTS, "description": "the most one can get without extra credit"},
    "late_penalty": {**_POINTS, "description": "is taken off already"},
    "waiting": {**_POINTS, "description": "the points that a person has still to decide on"},
}
_PART = _object(
    name=_TEXT,
    outcome={"enum": [*OUTCOMES]},
    sentence={**_TEXT, "description": "the reason, or nothing; code is between backticks"},
    weight={**_POINTS, "description": "among the parts of this check"},
)
_CHECK = _object(
    grade_id={**_TEXT, "description": "nbgrader's name of the cell"},
    hidden={"type": "boolean", "description": "ran only when the work was marked"},
    points=_POINTS,
    score={"type": ["number", "null"], "description": "null where a person has to read"},
    error={**_TEXT, "description": "one sentence, if the check stopped"},
    parts=_list(_PART),
)
_QUESTION = _object(
    name=_TEXT,
    label={**_TEXT, "description": "its number and heading"},
    outcome={"enum": [*OUTCOMES, None], "description": "null where only a person can say"},
    points=_POINTS,
    score={**_POINTS, "description": "with what a person gave, and with extra credit"},
    extra=_POINTS,
    waiting=_POINTS,
    by_hand={"type": "boolean", "description": "a person has set points"},
    comments={**_list(_TEXT), "description": "in Markdown"},
    checks=_list(_CHECK),
)
_NOTEBOOK = _object(name=_TEXT, **_SCORES, notes=_list(_TEXT), questions=_list(_QUESTION))
SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "The marks of one submission",
    **_object(
        version={"const": VERSION},
        learner=_TEXT,
        assignment=_TEXT,
        handed_in={"type": ["string", "null"], "description": "ISO 8601, in UTC"},
        **_SCORES,
        sandboxed={"type": "boolean"},
        seconds={"type": "number", "description": "how long the marking took"},
        notes={**_list(_TEXT), "description": "what was left out, repaired or stopped"},
        notebooks=_list(_NOTEBOOK),
    ),
}
"""JSON Schema of what :func:`learner_json` returns."""


def learner_json(marked: Marked, by_hand: Mapping[str, ByHand] | None = None) -> dict[str, Any]:
    """The marks of ``marked`` as :data:`SCHEMA` says. ``by_hand`` has notebooks' names as keys."""
    added = by_hand or {}
    books = [(book, added.get(book.name, ByHand())) for book in marked.notebooks]
    return {
        "version": VERSION,
        "learner": plain(marked.learner),
        "assignment": plain(marked.assignment),
        "handed_in": marked.handed_in.isoformat() + "Z" if marked.handed_in else None,
        **total(books)._asdict(),
        "sandboxed": marked.sandboxed,
        "seconds": round(marked.seconds, 3),
        "notes": [plain(note) for note in marked.notes],
        "notebooks": [_notebook(book, by_hand) for book, by_hand in books],
    }


def _notebook(book: MarkedNotebook, by_hand: ByHand) -> dict[str, Any]:
    return {
        "name": plain(book.name),
        **total([(book, by_hand)])._asdict(),
        "notes": [plain(note) for note in book.notes],
        "questions": [_question(one) for one in questions(book, by_hand)],
    }


def _question(question: Question) -> dict[str, Any]:
    return {
        "name": plain(question.name),
        "label": plain(question.label),
        "outcome": question.outcome.name.lower() if question.outcome else None,
        "points": question.points,
        "score": question.score,
        "extra": question.extra,
        "waiting": question.waiting,
        "by_hand": question.by_hand,
        "comments": [plain(comment) for comment in question.comments],
        "checks": [_check(cell) for cell in question.cells],
    }


def _check(cell: MarkedCell) -> dict[str, Any]:
    return {
        "grade_id": plain(cell.grade_id),
        "hidden": cell.hidden,
        "points": cell.points,
        "score": cell.score,
        "error": plain(cell.error),
        "parts": [
            {
                "name": plain(part.name),
                "outcome": outcome_of(part.outcome).name.lower(),
                "sentence": plain(part.sentence),
                "weight": part.weight,
            }
            for part in cell.parts
        ],
    }
