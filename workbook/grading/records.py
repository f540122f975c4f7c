"""What goes in and out of marking: plain values, which can cross to another process or machine."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Submission:
    """What one learner handed in for one assignment, as it came: nothing of it is trusted."""

    learner: str
    assignment: str
    files: Mapping[str, bytes]
    """The content of each file, under its name relative to the submission, with ``/``."""
    handed_in: datetime | None = None
    """In UTC, without a zone, as nbgrader keeps it."""
    notes: tuple[str, ...] = ()
    """A sentence for each thing that was left out or repaired on the way in, and why."""


@dataclass(frozen=True)
class Part:
    """One named part of a check: ``outcome`` is the name of a member of feedback's Outcome."""

    name: str
    outcome: str
    sentence: str
    weight: float = 1.0


@dataclass(frozen=True)
class MarkedCell:
    """What one graded cell of a notebook got."""

    grade_id: str
    points: float
    """The most it can get."""
    score: float | None
    """What it got; None where a person has to read."""
    question: str = ""
    """The question that it belongs to: its own ``grade_id`` in a course that has no questions."""
    number: str = ""
    """The number of the question as the learner sees it, such as ``3.4``; or nothing."""
    hidden: bool = False
    """Whether a learner cannot see this check in the notebook."""
    answered: bool = True
    """False where the answer is as it was given out."""
    parts: tuple[Part, ...] = ()
    error: str = ""
    """One sentence, if the check itself stopped."""
    code: str = ""
    """The learner's answer cell, for a report to quote."""


@dataclass(frozen=True)
class MarkedNotebook:
    """One notebook of a submission, marked."""

    name: str
    """Without ``.ipynb``, as the gradebook knows it."""
    notebook: Mapping[str, Any]
    """nbformat 4, with outputs, as nbgrader would have written it."""
    cells: tuple[MarkedCell, ...]
    notes: tuple[str, ...] = ()
    """A sentence for each thing that was wrong, repaired or stopped."""


@dataclass(frozen=True)
class Marked:
    """One submission, marked."""

    learner: str
    assignment: str
    notebooks: tuple[MarkedNotebook, ...]
    handed_in: datetime | None = None
    notes: tuple[str, ...] = ()
    sandboxed: bool = True
    seconds: float = 0.0
    files: Mapping[str, bytes] = field(default_factory=dict)
    """What was handed in beside the notebooks."""

    @property
    def score(self) -> float:
        """The points so far; what a person has to read counts nothing yet."""
        return sum(cell.score or 0.0 for book in self.notebooks for cell in book.cells)

    @property
    def points(self) -> float:
        """The most it can get."""
        return sum(cell.points for book in self.notebooks for cell in book.cells)


def plain(marked: Marked) -> dict[str, Any]:
    """The marks as JSON has them; without the notebooks and files, which lie on the disk."""
    return {
        "learner": marked.learner,
        "assignment": marked.assignment,
        "handed_in": marked.handed_in.isoformat() if marked.handed_in else None,
        "notes": list(marked.notes),
        "sandboxed": marked.sandboxed,
        "seconds": marked.seconds,
        "notebooks": [
            {
                "name": one.name,
                "notes": list(one.notes),
                "cells": [asdict(replace(cell, code="")) for cell in one.cells],
            }
            for one in marked.notebooks
        ],
    }


def from_plain(marks: Mapping[str, Any], notebooks: Mapping[str, Mapping[str, Any]]) -> Marked:
    """What :func:`plain` was made from; ``notebooks`` are those of the disk, by name."""
    handed_in = marks["handed_in"]
    return Marked(
        marks["learner"],
        marks["assignment"],
        tuple(
            MarkedNotebook(
                one["name"],
                notebooks.get(one["name"], {"cells": []}),
                tuple(
                    MarkedCell(**{**cell, "parts": tuple(Part(**part) for part in cell["parts"])})
                    for cell in one["cells"]
                ),
                tuple(one["notes"]),
            )
            for one in marks["notebooks"]
        ),
        datetime.fromisoformat(handed_in) if handed_in else None,
        tuple(marks["notes"]),
        marks["sandboxed"],
        marks["seconds"],
    )
