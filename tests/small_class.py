"""A class with an assignment that is marked in a moment, to try what happens around the marking."""

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook

from workbook.grading.course import Course
from workbook.grading.records import Marked, Submission
from workbook.grading.reports.questions import ByHand
from workbook.grading.run import Marker, Progress
from workbook.grading.sandbox import Limits

NAME = "sums"

RIGHT = "def double(n):\n    return 2 * n"
WRONG = "def double(n):\n    return n"
HALF = "def double(n):\n    return 2 * n if n > 0 else 0"
LOOP = "while True:\n    pass"
EXIT = "import os\nos._exit(1)"
"""Answers to the first question; it gives 2 points, or 1 for :data:`HALF`."""

POINTS = {RIGHT: 2.0, HALF: 1.0, WRONG: 0.0, LOOP: 0.0, EXIT: 0.0}


def _noted(grade_id: str, **more: object) -> dict[str, object]:
    values = {"grade": False, "locked": False, "solution": False, "task": False, **more}
    return {"nbgrader": {"grade_id": grade_id, "schema_version": 3, **values}}


def _book(double: str, reflection: str) -> nbformat.NotebookNode:
    check = (
        "score = 0\nif double(3) == 6:\n    score += 1\nif double(-3) == -6:\n    score += 1\nscore"
    )
    cells = [
        new_code_cell("import math", metadata=_noted("setup", locked=True)),
        new_code_cell(double, metadata=_noted("double", solution=True)),
        new_code_cell(check, metadata=_noted("double_check", grade=True, locked=True, points=2)),
        new_markdown_cell(
            reflection, metadata=_noted("reflection", grade=True, solution=True, points=3)
        ),
    ]
    for place, cell in enumerate(cells):
        cell["id"] = f"cell-{place}"
    book = new_notebook(cells=cells)
    book.metadata["kernelspec"] = {
        "name": "python3", "display_name": "Python 3", "language": "python"
    }  # fmt: skip
    return book


def make(folder: Path, db_url: str = "sqlite:///gradebook.db") -> Path:
    """A course with nothing handed in; its gradebook is not made yet."""
    (folder / "source" / NAME).mkdir(parents=True)
    (folder / "nbgrader_config.py").write_text(
        f"c = get_config()\nc.CourseDirectory.db_url = {db_url!r}\n", encoding="utf-8"
    )
    solved = f"### BEGIN SOLUTION\n{RIGHT}\n### END SOLUTION"
    nbformat.write(_book(solved, "Say why."), folder / "source" / NAME / f"{NAME}.ipynb")
    return folder


def notebook(double: str, reflection: str = "Because.") -> bytes:
    """What a learner hands in."""
    return nbformat.writes(_book(double, reflection)).encode()


@dataclass(frozen=True)
class Found:
    """A submission, as :mod:`workbook.grading.intake` finds it."""

    learner: str
    content: bytes
    assignment: str = NAME
    handed_in: datetime | None = None

    def load(self, limits: Limits) -> Submission:
        files = {f"{self.assignment}.ipynb": self.content}
        return Submission(self.learner, self.assignment, files, self.handed_in)


def found(answers: Mapping[str, str]) -> list[Found]:
    """The submissions of learners, by the answer of each to the first question."""
    return [Found(learner, notebook(answer)) for learner, answer in answers.items()]


class Reports:
    """A page for a learner, without the art of the real one."""

    def pages(self, marked: Marked, given: dict[str, ByHand]) -> dict[str, bytes]:
        said = self.summary(marked, given)
        return {f"{one.name}.html": said.encode() for one in marked.notebooks}

    def summary(self, marked: Marked, given: dict[str, ByHand]) -> str:
        by_hand = sum(sum(one.scores.values()) for one in given.values())
        return f"{marked.learner}: {marked.score:g} and {by_hand:g} by hand"


def mark(
    course: Path,
    submissions: Iterable[Found],
    *,
    again: bool = False,
    limits: Limits = Limits(cell_seconds=3),  # noqa: B008  (it cannot change)
    told: Callable[[Progress, Marked | None], None] = lambda progress, marked: None,
    **options: Any,
) -> Progress:
    """Mark submissions in this process, as the command does; ``options`` are those of Marker."""
    marker = Marker(**options)
    try:
        marker.open(Course.read(course), Reports(), limits)
        progress = Progress(told=told)
        for _ in marker.mark(submissions, progress, again=again):
            pass
        return progress
    finally:
        marker.close()


def scores(course: Path) -> dict[str, dict[str, float | None]]:
    """What the gradebook has for each learner: the score of each cell that counts."""
    with Gradebook(Course.read(course).db_url) as book:
        return {
            one.student.id: {grade.name: grade.auto_score for grade in one.notebooks[0].grades}
            for one in book.assignment_submissions(NAME)
        }


def expected(answers: Mapping[str, str]) -> dict[str, dict[str, float | None]]:
    """What it must have."""
    return {
        learner: {"double_check": POINTS[answer], "reflection": None}
        for learner, answer in answers.items()
    }


def program(course: Path, answers: Path, counter: Path) -> list[str]:
    """A Python of its own that marks the ``answers``, a JSON file, and notes each it has kept."""
    return [sys.executable, __file__, *map(str, (course, answers, counter))]


def _main(course: str, answers: str, counter: str) -> None:
    submissions = found(json.loads(Path(answers).read_text(encoding="utf-8")))
    noted = 0
    with Path(counter).open("a", encoding="utf-8") as notes:

        def told(progress: Progress, _: Marked | None) -> None:
            nonlocal noted  # it is also told of those that need no marking any more
            for learner, _ in progress.marked[noted:]:
                print(learner, file=notes, flush=True)
            noted = len(progress.marked)

        progress = mark(Path(course), submissions, told=told, workers=2)
    print(json.dumps([len(progress.marked), progress.kept, progress.faults]))


if __name__ == "__main__":
    _main(*sys.argv[1:])
