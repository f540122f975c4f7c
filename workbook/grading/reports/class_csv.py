"""The marks of a class as three CSV files: for a spreadsheet, for Moodle and for Canvas.

Words in them are data and column names that programs look for, so they are not translated.

``gradebook.csv``
    A row for each learner and assignment, and a column for each question. It begins with a byte
    order mark, without which Excel takes UTF-8 for the code of the country.

``moodle.csv``
    For *Grades > Import > CSV file*. Moodle asks which column says who a row is about ("Map
    from", "Map to") and which grade item each other column is; there is no fixed header, but an
    import looks like an export. The columns here are named as in Moodle's own test file
    (``grade/tests/fixtures/grade_import.csv`` in moodle/moodle: "First name,Last name,Email
    address,Manual item 1"; ``grade/import/csv/classes/load_data.php`` maps them to a user by
    email address, username or ID number). In that code a row whose identifier is empty counts for
    the learner of the row before, so there is a column of email addresses only if nobody lacks
    one. https://docs.moodle.org/311/en/Grade_import

``canvas.csv``
    For *Grades > Import*. The header is "Student,ID,SIS User ID,SIS Login ID,Section", then a
    column for each assignment; a row "Points Possible" follows, then the learners. Canvas finds a
    learner by ID, else by SIS User ID, else by SIS Login ID, else by the name
    (``lib/gradebook_importer.rb`` in instructure/canvas-lms), and an assignment by its title.

Scores are points so far, never below 0; ``to_read`` says how many a person has still to give. In
Moodle and Canvas the item must have the same maximum.

A spreadsheet takes a cell that begins with ``= + - @`` or a tab, a carriage return or a line feed
for a formula, and runs it (OWASP, "CSV Injection"). Text that begins so gets an apostrophe in
front, in all three files: ``=1+1`` becomes ``'=1+1``. A name that really begins with one of these
signs has to be mended by hand in the learning platform. Numbers are ours, and stay numbers.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from workbook.grading.reports.harmless import plain
from workbook.grading.reports.questions import short
from workbook.grading.reports.summary import Summary

_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""With the wide forms, which some spreadsheets take for the others."""


class Person(Protocol):
    """Who a learner is, as nbgrader's gradebook keeps it; each may be empty or None."""

    @property
    def first_name(self) -> str | None: ...
    @property
    def last_name(self) -> str | None: ...
    @property
    def email(self) -> str | None: ...
    @property
    def lms_user_id(self) -> str | None: ...


def class_csv(
    summaries: Iterable[Summary], people: Mapping[str, Person] | None = None
) -> dict[str, str]:
    """The content of each file, under its name. ``people`` has the ids of learners as keys."""
    rows = sorted(summaries, key=lambda one: (one.assignment, one.learner))
    known = people or {}
    return {
        "gradebook.csv": "\ufeff" + _gradebook(rows, known),
        "moodle.csv": _moodle(rows, known),
        "canvas.csv": _canvas(rows, known),
    }


def safe(words: str) -> str:
    """``words`` as one line that no spreadsheet takes for a formula."""
    # The signs in front first: a tab would be gone after the rest.
    mark = "'" if words.startswith(_FORMULA) else ""
    words = " ".join(plain(words).split())
    return f"'{words}" if mark or words.startswith(_FORMULA) else words


def _gradebook(rows: Sequence[Summary], people: Mapping[str, Person]) -> str:
    names = list(dict.fromkeys(question.name for row in rows for question in row.questions))
    head = ["assignment", "learner", "last_name", "first_name", "email", "handed_in_utc"]
    head += ["score", "max_score", "late_penalty", "to_read", *names]
    table = []
    for row in rows:
        scores = {question.name: short(question.score) for question in row.questions}
        person = people.get(row.learner)
        table.append(
            [
                row.assignment,
                row.learner,
                _of(person, "last_name"),
                _of(person, "first_name"),
                _of(person, "email"),
                row.handed_in.isoformat(" ", "seconds") if row.handed_in else "",
                *(_Number(short(points)) for points in row.total),
                *(_Number(scores.get(name, "")) for name in names),
            ]
        )
    return _written([head, *table])


def _moodle(rows: Sequence[Summary], people: Mapping[str, Person]) -> str:
    learners, assignments, scores = _crossed(rows)
    with_email = all(_of(people.get(learner), "email") for learner in learners)
    head = ["Username", "First name", "Last name"]
    head += [*(["Email address"] if with_email else []), *assignments]
    table = []
    for learner in learners:
        person = people.get(learner)
        who = [learner, _of(person, "first_name"), _of(person, "last_name")]
        who += [_of(person, "email")] if with_email else []
        table.append([*who, *(scores.get((learner, one), _Number("")) for one in assignments)])
    return _written([head, *table])


def _canvas(rows: Sequence[Summary], people: Mapping[str, Person]) -> str:
    learners, assignments, scores = _crossed(rows)
    most = {row.assignment: _Number(short(row.total.points)) for row in rows}
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *assignments]
    possible = ["Points Possible", "", "", "", "", *(most[one] for one in assignments)]
    table = []
    for learner in learners:
        person = people.get(learner)
        first, last = _of(person, "first_name"), _of(person, "last_name")
        name = ", ".join(filter(None, [last, first])) or learner
        who = [name, _of(person, "lms_user_id"), "", learner, ""]
        table.append([*who, *(scores.get((learner, one), _Number("")) for one in assignments)])
    return _written([head, possible, *table])


def _crossed(
    rows: Sequence[Summary],
) -> tuple[list[str], list[str], dict[tuple[str, str], "_Number"]]:
    """The learners, the assignments, and the score of each pair that there is."""
    learners = sorted({row.learner for row in rows})
    assignments = sorted({row.assignment for row in rows})
    scores = {(row.learner, row.assignment): _Number(short(row.total.score)) for row in rows}
    return learners, assignments, scores


class _Number(str):
    """A number that we wrote ourselves."""


def _of(person: Person | None, field: str) -> str:
    return str(getattr(person, field, None) or "")


def _written(rows: Iterable[Sequence[str]]) -> str:
    file = io.StringIO()
    csv.writer(file).writerows(
        [cell if isinstance(cell, _Number) else safe(cell) for cell in row] for row in rows
    )
    return file.getvalue()
