"""The little of a marked submission that the reports on a class need: some 3 kB a learner."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from workbook.feedback.outcome import Outcome
from workbook.grading.records import Marked
from workbook.grading.reports.harmless import plain
from workbook.grading.reports.questions import (
    ByHand,
    Question,
    Total,
    outcome_of,
    questions,
    total,
)

_LONGEST = 300
"""Letters of a sentence: a learner's own error message can have any number."""
_MOST_NOTES = 20
_MOST_PARTS = 20


@dataclass(frozen=True)
class WrongPart:
    """A part of a check that an answer was not right in."""

    part: str
    outcome: Outcome
    sentence: str


@dataclass(frozen=True)
class Asked:
    """What one learner got for one question."""

    name: str
    """Unique in the assignment: with its notebook's name, if there are several notebooks."""
    label: str
    hint: str
    points: float
    score: float
    waiting: float
    """The points that a person has still to decide on."""
    outcome: Outcome | None
    """None where only a person can say."""
    wrong: tuple[WrongPart, ...]


@dataclass(frozen=True)
class Summary:
    """One submission, for the reports on a class."""

    learner: str
    assignment: str
    total: Total
    handed_in: datetime | None
    """In UTC, without a zone."""
    seconds: float
    """How long the marking took."""
    sandboxed: bool
    notes: tuple[str, ...]
    questions: tuple[Asked, ...]


def summary(marked: Marked, by_hand: Mapping[str, ByHand] | None = None) -> Summary:
    """The summary of ``marked``. ``by_hand`` has the names of notebooks as keys."""
    added = by_hand or {}
    books = [(book, added.get(book.name, ByHand())) for book in marked.notebooks]
    several = len(books) > 1
    notes = [*marked.notes, *(note for book in marked.notebooks for note in book.notes)]
    return Summary(
        learner=marked.learner,
        assignment=marked.assignment,
        total=total(books),
        handed_in=marked.handed_in,
        seconds=marked.seconds,
        sandboxed=marked.sandboxed,
        notes=tuple(_cut(note) for note in notes[:_MOST_NOTES]),
        questions=tuple(
            _asked(question, f"{book.name}/{question.name}" if several else question.name)
            for book, added_to in books
            for question in questions(book, added_to)
        ),
    )


def written(one: Summary) -> str:
    """The summary as JSON, as the gradebook keeps it."""
    return json.dumps(asdict(one), default=_named)


def read(summary: str) -> Summary:
    """The Summary that ``summary``, JSON of :func:`written`, was made from."""
    told = json.loads(summary)
    questions = tuple(
        Asked(
            **{
                **one,
                "outcome": Outcome[one["outcome"]] if one["outcome"] else None,
                "wrong": tuple(
                    WrongPart(part["part"], Outcome[part["outcome"]], part["sentence"])
                    for part in one["wrong"]
                ),
            }
        )
        for one in told["questions"]
    )
    handed_in = datetime.fromisoformat(told["handed_in"]) if told["handed_in"] else None
    return Summary(
        **{
            **told,
            "total": Total(*told["total"]),
            "handed_in": handed_in,
            "notes": tuple(told["notes"]),
            "questions": questions,
        }
    )


def _named(value: Any) -> Any:
    if isinstance(value, Outcome):
        return value.name
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def _asked(question: Question, name: str) -> Asked:
    return Asked(
        name=_cut(name),
        label=_cut(question.label),
        hint=_cut(question.hint),
        points=question.points,
        score=question.score,
        waiting=question.waiting,
        outcome=question.outcome,
        wrong=tuple(_wrong(question))[:_MOST_PARTS],
    )


def _wrong(question: Question) -> list[WrongPart]:
    """The parts that are not right, and the checks without parts that stopped."""
    found = []
    for cell in question.cells:
        for part in cell.parts:
            outcome = outcome_of(part.outcome)
            if outcome not in (Outcome.RIGHT, Outcome.NOT_ATTEMPTED):
                found.append(WrongPart(_cut(part.name), outcome, _cut(part.sentence)))
        if cell.error and not cell.parts and cell.answered:
            found.append(WrongPart("", Outcome.NOT_YET, _cut(cell.error)))
    return found


def _cut(words: str) -> str:
    words = " ".join(plain(words[: 4 * _LONGEST]).split())
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
