"""Who is in the class: a list of learners, read from nbgrader's, Moodle's or Canvas's own table."""

import csv
import io
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from workbook.errors import Problem
from workbook.i18n import text


@dataclass(frozen=True)
class Student:
    """One learner. The first five are the columns of nbgrader's gradebook."""

    id: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    lms_user_id: str = ""
    """Canvas: the number of the person, the same in each assignment."""
    participant: str = ""
    """Moodle: the number of the person in one assignment; another in the next."""
    full_name: str = ""
    """Where a table has the name in one piece."""

    @property
    def _halves(self) -> tuple[str, str]:
        """Last and first name out of a whole one, as Canvas sorts them: last, first."""
        last, _, first = self.full_name.partition(", ")
        return last, first

    @property
    def filed(self) -> tuple[str, str]:
        """Last and first name, for lists that show both; a name of one piece is the last."""
        last, first = self._halves
        if self.first_name or self.last_name:
            last, first = self.last_name, self.first_name
        return (last, first) if last else (first, "")

    @property
    def names(self) -> set[str]:
        """The forms in which this name may stand in front of a file, as :func:`key` makes them."""
        last, first = self._halves
        forms = (
            self.full_name,
            f"{first} {last}",
            f"{self.first_name} {self.last_name}",
            f"{self.last_name} {self.first_name}",
        )
        return {key(name) for name in forms} - {""}


def key(name: str) -> str:
    """A name without what differs between two ways of writing it: case, spaces, signs."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", name).casefold()))


# Each export by its header, in small letters. Seen in public code that reads them: Moodle's
# grading worksheet has "Identifier,Full name,ID number,Email address,..."; the identifier reads
# "Participant 123456" (importgradeslib.php of assignfeedback_offline in moodle/moodle strips the
# word, which is another in each language). Its list of participants has first and last name,
# "Username" or "ID number". Canvas's gradebook has "Student,ID,SIS User ID,SIS Login ID,Section",
# the student as "Last, First", and a row "Points Possible" before the first.
_COLUMNS: dict[str, tuple[str, ...]] = {
    "id": ("id", "username", "sis login id", "id number", "email address", "identifier"),
    "first_name": ("first_name", "first name"),
    "last_name": ("last_name", "last name", "surname"),
    "full_name": ("full name", "student"),
    "email": ("email", "email address"),
    "lms_user_id": ("lms_user_id",),
    "participant": ("identifier",),
}
_CANVAS: dict[str, tuple[str, ...]] = _COLUMNS | {
    "id": ("sis login id", "sis user id", "id"),
    "lms_user_id": ("id",),
}

_LONGEST = 100_000
"""Letters of a cell. A quotation mark that is never closed makes one cell of all that follows."""


def read_roster(path: Path) -> list[Student]:
    """The learners in a CSV file, in its order. What is empty is ``""``; numbers stay text.

    Raises Problem if the file cannot be read, has no column for an id, or gives one id twice.
    """
    try:
        table = _decoded(path.read_bytes())
    except OSError as error:
        raise Problem(
            text("{file} cannot be read: {reason}.", file=path, reason=error.strerror)
        ) from error
    first = table.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    rows = csv.reader(io.StringIO(table, newline=""), delimiter=delimiter)
    before = csv.field_size_limit(_LONGEST)  # another library may have lifted it
    try:
        header = [name.strip().casefold() for name in next(rows, [])]
        columns = _CANVAS if {"student", "id"} <= set(header) else _COLUMNS
        return _students(rows, header, columns, path)
    except csv.Error as error:
        raise Problem(
            text("{file} is not a CSV file: {reason}.", file=path, reason=error)
        ) from error
    finally:
        csv.field_size_limit(before)


def _students(
    rows: Iterable[list[str]], header: list[str], columns: Mapping[str, tuple[str, ...]], path: Path
) -> list[Student]:
    if not set(columns["id"]) & set(header):
        raise Problem(
            text(
                "{file} has no column that tells learners apart. The first line must name "
                "one of these: {columns}.",
                file=path,
                columns=", ".join(columns["id"]),
            )
        )
    students: dict[str, Student] = {}
    for line, row in enumerate(rows, start=2):
        cells = {name: value.strip() for name, value in zip(header, row, strict=False)}
        # "Participant 123456", in the language of the platform
        cells["identifier"] = re.sub(r".*?(\d+)$", r"\1", cells.get("identifier", ""))
        student = Student(**{field: _first(cells, names) for field, names in columns.items()})
        if not student.id and key(student.full_name) in ("", "pointspossible"):
            continue
        if not student.id or student.id in students:
            raise Problem(
                text(
                    "{file} has a learner without an id, or with the id of another, in row {line}.",
                    file=path,
                    line=line,
                )
            )
        students[student.id] = student
    return list(students.values())


def _first(cells: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((cells[name] for name in names if cells.get(name)), "")


def _decoded(data: bytes) -> str:
    """Excel saves text as UTF-8 with a mark, as UTF-16, or in the code of the country."""
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        if encoding == "utf-16" and data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            continue
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


class Roster:
    """Finds a learner by what a learning platform writes in front of a file."""

    def __init__(self, students: Iterable[Student] = ()) -> None:
        self._ids: dict[tuple[str, str], set[str]] = defaultdict(set)
        for student in students:
            for kind in ("id", "email", "lms_user_id", "participant"):
                self._ids[kind, getattr(student, kind)].add(student.id)
            for name in student.names:
                self._ids["name", name].add(student.id)

    def __bool__(self) -> bool:
        return bool(self._ids)

    def has(self, id: str) -> bool:
        """Whether somebody has this id."""
        return ("id", id) in self._ids

    def by_id(self, id: str) -> str | None:
        """The learner with this id, or else with this address of email; or None."""
        return self._only("id", id) or self._only("email", id)

    def by_number(self, number: str, kind: str) -> str | None:
        """The learner whose number ``kind`` (``"participant"``, ``"lms_user_id"``) this is."""
        return self._only(kind, number)

    def by_name(self, name: str) -> str | None:
        """The only learner of this name; None if there is none, or more than one."""
        return self._only("name", key(name))

    def _only(self, kind: str, value: str) -> str | None:
        found = self._ids.get((kind, value), set()) if value else set()
        return next(iter(found)) if len(found) == 1 else None
