"""A class whose submissions are put into the gradebook as marked, to see what follows it."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from workbook.grading import gradebook
from workbook.grading.course import Course
from workbook.grading.records import Marked
from workbook.grading.reports.summary import summary, written
from workbook.grading.roster import Student


def make(folder: Path) -> Course:
    """A course without a gradebook."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "nbgrader_config.py").write_text(
        "c = get_config()\nc.CourseDirectory.db_url = 'sqlite:///gradebook.db'\n"
    )
    return Course.read(folder)


def enrol(course: Course, names: dict[str, str]) -> None:
    """Put people on the list: first names by id."""
    book = gradebook.Gradebook(course)
    book.enrol(Student(one, first_name=name) for one, name in names.items())
    book.close()


def put(course: Course, marked: Iterable[Marked], *, at: datetime | None = None) -> None:
    """Note submissions as marked, now or ``at`` a time (UTC, without a zone)."""
    engine = sa.create_engine(course.db_url, poolclass=sa.NullPool)
    gradebook._tables.create_all(engine)
    with engine.begin() as connection:
        for one in marked:
            connection.execute(sa.delete(gradebook._MARKED).where(gradebook._key(one)))
            row = {
                "assignment": one.assignment,
                "learner": one.learner,
                "digest": "",
                "at": at or datetime.now(UTC).replace(tzinfo=None),
                "marks": json.dumps({}),
                "by_hand": json.dumps({}),
                "summary": written(summary(one)),
            }
            connection.execute(sa.insert(gradebook._MARKED).values(row))
