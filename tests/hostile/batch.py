"""Marks all cases, each between two honest submissions, as a class of one course.

``python -m hostile.batch FOLDER`` makes the course in FOLDER, and writes ``result.json`` there: what
each learner got and was told, what the gradebook says, and what else was seen.
"""

import hashlib
import json
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hostile.case import CASES, MODULE, SMALL, Case, dumped, right, solution
from workbook import paths
from workbook.grading.course import Course
from workbook.grading.publish import Pages
from workbook.grading.records import Marked, Submission
from workbook.grading.run import Marker, Progress
from workbook.grading.sandbox import Limits

LIMITS = Limits(cell_seconds=1, notebook_seconds=20, memory_mb=256, output_kb=100, files_mb=8)
WORKERS = 4
"""More than there are processors: most cases wait for a limit of time."""

_SETTINGS = """
c = get_config()
c.CourseDirectory.course_id = "hostile"
c.CourseDirectory.db_url = "sqlite:///class/gradebook.db"
c.CourseDirectory.submitted_directory = "class/submitted"
c.CourseDirectory.autograded_directory = "class/autograded"
c.CourseDirectory.feedback_directory = "class/feedback"
"""


@dataclass(frozen=True)
class _Found:
    """A submission as :mod:`workbook.grading.intake` gives it."""

    learner: str
    assignment: str
    files: Any
    notes: tuple[str, ...] = ()

    def load(self, limits: Any) -> Submission:
        return Submission(self.learner, self.assignment, self.files)


def class_of(cases: list[Case]) -> Iterator[_Found]:
    """Each case between two honest ones."""
    honest = {f"{MODULE}.ipynb": dumped(right())}
    yield _Found("honest-000", MODULE, honest)
    for number, case in enumerate(cases, 1):
        yield _Found(case.name, case.assignment, case.files)
        yield _Found(f"honest-{number:03}", MODULE, honest)


def course(folder: Path) -> Course:
    """A course of both assignments."""
    from hostile import small

    (folder / "class").mkdir(parents=True)
    (folder / "nbgrader_config.py").write_text(_SETTINGS)
    for name, book in ((MODULE, solution()), (SMALL, small.source())):
        (folder / "source" / name).mkdir(parents=True)
        (folder / "source" / name / f"{name}.ipynb").write_bytes(dumped(book))
    return Course.read(folder)


def outside(folder: Path) -> dict[str, str]:
    """What there is on the disk outside the class folder, as far as anybody would try to write."""
    found = {}
    for place in ("modules", "data", "exercises", "solutions", "workbook", "course", "tests"):
        for path in sorted((paths.ROOT / place).rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                found[str(path)] = hashlib.sha256(path.read_bytes()).hexdigest()
    for place in (
        paths.ROOT,
        Path(tempfile.gettempdir()),
        Path("/tmp"),
        Path("/dev/shm"),
        Path("/"),
    ):
        if place.is_dir():
            found.update({str(path): "" for path in place.iterdir() if "hostile-was" in path.name})
    return found


def told(marked: Marked) -> list[str]:
    """Every sentence that the learner sees."""
    sentences = list(marked.notes)
    for book in marked.notebooks:
        sentences += book.notes
        sentences += [part.sentence for cell in book.cells for part in cell.parts]
        sentences += [cell.error for cell in book.cells]
        for cell in book.notebook["cells"]:
            for output in cell.get("outputs", ()):
                sentences.append(f"{output.get('ename', '')}: {output.get('evalue', '')}")
                sentences.append(str(output.get("text", "")))
    return sentences


def shown(marked: Marked) -> str:
    """The outputs of the learner's own cells, as JSON."""
    return json.dumps(
        [
            cell["outputs"]
            for book in marked.notebooks
            for cell in book.notebook["cells"]
            if cell.get("outputs") and not cell["metadata"].get("nbgrader", {}).get("grade")
        ]
    )


def run(folder: Path) -> dict[str, Any]:
    """Mark everything."""
    os.environ["SECRET_OF_THE_GRADEBOOK"] = "SECRET"
    before = outside(folder)
    here = set(os.listdir(tempfile.gettempdir()))
    marker = Marker(workers=WORKERS)
    learners: dict[str, Any] = {}
    progress = Progress()
    start = time.perf_counter()
    try:
        made = course(folder)
        marker.open(made, Pages(made), LIMITS)
        marker.know([MODULE, SMALL])
        cases = [case for case in CASES if not sys.argv[2:] or case.name in sys.argv[2:]]
        for marked, _ in marker.mark(class_of(cases), progress):
            learners[marked.learner] = {
                "score": marked.score,
                "points": marked.points,
                "cells": {c.grade_id: c.score for book in marked.notebooks for c in book.cells},
                "told": told(marked),
                "notes": [*marked.notes, *(n for book in marked.notebooks for n in book.notes)],
                "shown": shown(marked),
                "sandboxed": marked.sandboxed,
                "seconds": marked.seconds,
            }
        seconds = time.perf_counter() - start
        # The process that has forked for everybody is still the first one.
        zygote = marker._zygote
        assert zygote is not None
        alive = zygote._process.poll() is None
    finally:
        marker.close()
    database = sqlite3.connect(folder / "class" / "gradebook.db")
    return {
        "learners": learners,
        "faults": progress.faults,
        "seconds": seconds,
        "alive": alive,
        "outside": outside(folder) == before,
        "left": sorted(set(os.listdir(tempfile.gettempdir())) - here),
        "integrity": database.execute("PRAGMA integrity_check").fetchone()[0],
        "gradebook": dict(database.execute(_SCORES).fetchall()),
        "user": os.getuid(),
    }


_SCORES = """
SELECT submitted_assignment.student_id, SUM(COALESCE(grade.auto_score, 0)) FROM grade
JOIN submitted_notebook ON submitted_notebook.id = grade.notebook_id
JOIN submitted_assignment ON submitted_assignment.id = submitted_notebook.assignment_id
GROUP BY submitted_assignment.student_id
"""


def load() -> list[Case]:
    """All cases."""
    from hostile import (  # noqa: F401
        beside,
        broken,
        cells,
        loops,
        memory,
        outputs,
        processes,
        protocol,
        python,
        reading,
        values,
    )

    names = [case.name for case in CASES]
    assert len(set(names)) == len(names)
    return CASES


if __name__ == "__main__":
    load()
    place = Path(sys.argv[1])
    result = run(place)
    (place / "result.json").write_text(json.dumps(result, indent=1))
