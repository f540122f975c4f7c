"""Marks all cases, each between two honest submissions, as a class of one course.

``python -m hostile.batch FOLDER [CASE ...]`` makes the course in FOLDER, and writes ``result.json``
there: what each learner got and was told, what the gradebook says, and what else was seen.
"""

import hashlib
import json
import os
import re
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import nbformat

from hostile.case import CASES, FULL, MODULE, ONE, Case, dumped, right, source
from workbook import paths
from workbook.grading.course import Course
from workbook.grading.publish import Pages
from workbook.grading.records import Marked, Submission
from workbook.grading.run import Marker, Progress
from workbook.grading.sandbox import Limits

LIMITS = Limits(cell_seconds=5, notebook_seconds=20, memory_mb=256, output_kb=100, files_mb=8)
WORKERS = 3
"""More than there are processors: many cases wait for a limit of time."""

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

    case: Case

    @property
    def learner(self) -> str:
        return self.case.name

    @property
    def assignment(self) -> str:
        return self.case.assignment

    def load(self, limits: Any) -> Submission:
        return Submission(self.case.name, self.case.assignment, self.case.files)


def honest(number: int) -> Case:
    """A neighbour whose answers are all right; each tenth has done the whole module."""
    whole = number % 10 == 0
    assignment = MODULE if whole else ONE
    files = {f"{assignment}.ipynb": dumped(right(assignment))}
    return Case(f"honest-{number:03}", "", files, 0, assignment=assignment, kept=whole)


def class_of(cases: list[Case]) -> Iterator[Case]:
    """Each case between two honest ones."""
    yield honest(0)
    for number, case in enumerate(cases, 1):
        yield case
        yield honest(number)


def course(folder: Path) -> Course:
    """A course of all assignments."""
    (folder / "class").mkdir(parents=True)
    (folder / "nbgrader_config.py").write_text(_SETTINGS)
    for name in FULL:
        (folder / "source" / name).mkdir(parents=True)
        (folder / "source" / name / f"{name}.ipynb").write_bytes(dumped(source(name)))
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


def _temporary() -> set[str]:
    return {path.name for path in Path(tempfile.gettempdir()).iterdir()}


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


class _Marker(Marker):
    """Keeps a part of them: to keep one takes as long as to mark it."""

    kept: frozenset[str]

    def _keep(self, marked: Marked, *rest: Any) -> Any:
        return super()._keep(marked, *rest) if marked.learner in self.kept else {}


def _marked(marker: Marker, cases: list[Case], progress: Progress) -> Iterator[Marked]:
    """As :meth:`Marker.mark`, but each case has a limit of time of its own."""
    for case in cases:
        while not marker.room:
            yield from (marked for marked, _ in marker.collect(progress))
        marker.limits = replace(LIMITS, cell_seconds=case.seconds)
        marker.offer(_Found(case), progress)
    while marker.busy:
        yield from (marked for marked, _ in marker.collect(progress))


def run(folder: Path, cases: list[Case]) -> dict[str, Any]:
    """Mark everything."""
    os.environ["SECRET_OF_THE_GRADEBOOK"] = "SECRET"
    before = outside(folder)
    here = _temporary()
    marker = _Marker(workers=WORKERS)
    learners: dict[str, Any] = {}
    progress = Progress()
    try:
        made = course(folder)
        marker.open(made, Pages(made), LIMITS)
        marker.know(FULL)
        start = time.perf_counter()
        everybody = list(class_of(cases))
        marker.kept = frozenset(case.name for case in everybody if case.kept)
        for marked in _marked(marker, everybody, progress):
            learners[marked.learner] = {
                "score": marked.score,
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
        "left": sorted(_temporary() - here),
        "unreadable": _unreadable(folder, [case for case in cases if case.kept]),
        "integrity": database.execute("PRAGMA integrity_check").fetchone()[0],
        "gradebook": dict(database.execute(_SCORES).fetchall()),
        "user": os.getuid(),
    }


_ACTIVE = re.compile(r"<(script|iframe|object|embed|form)|<[^<>]*(\son\w+\s*=|javascript:)")


def _unreadable(folder: Path, cases: list[Case]) -> list[str]:
    """What nbgrader could not open of the marked notebooks, and pages with anything active."""
    wrong = []
    for case in cases:
        place = Path("class", "autograded", case.name, case.assignment)
        try:
            text = (folder / place / f"{case.assignment}.ipynb").read_text(encoding="utf-8")
            nbformat.validate(nbformat.reads(text, as_version=4))
        except Exception as error:
            wrong.append(f"{case.name}: {type(error).__name__}: {error}"[:300])
        page = folder / "class" / "feedback" / case.name / case.assignment
        html = (page / f"{case.assignment}.html").read_text(encoding="utf-8").lower()
        if _ACTIVE.search(html):
            wrong.append(f"{case.name}: the page has a script")
    return wrong


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
        numbers,
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
    place, *names = sys.argv[1:]
    result = run(Path(place), [case for case in load() if not names or case.name in names])
    Path(place, "result.json").write_text(json.dumps(result, indent=1))
