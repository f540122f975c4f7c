"""nbgrader's gradebook: what the author gave out, and what each learner got.

nbgrader's own classes write it, so that its forms, exports and commands find what they expect. A
submission is one transaction, which also notes what was marked, in a table of ours. So a run that
was killed can go on: what that table names is done, and nothing else is.
"""

import contextlib
import fcntl
import functools
import hashlib
import importlib
import importlib.util
import json
import logging
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from workbook.errors import Problem
from workbook.grading.course import Course
from workbook.grading.merge import Master, MasterCell
from workbook.grading.records import Marked, MarkedNotebook, plain
from workbook.grading.reports.questions import ByHand
from workbook.grading.roster import Student
from workbook.i18n import text

_tables = sa.MetaData()
_MARKED = sa.Table(
    "workbook_marked",
    _tables,
    sa.Column("assignment", sa.String(128), primary_key=True),
    sa.Column("learner", sa.String(128), primary_key=True),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("at", sa.DateTime, nullable=False),
    # What the reports need, so that they can be made again without marking again:
    sa.Column("marks", sa.Text, nullable=False),  # what the checks said
    sa.Column("by_hand", sa.Text, nullable=False),  # what a person had given at that time
    sa.Column("summary", sa.Text, nullable=False),  # for the page of the class
)


_PROVED = sa.Table(
    "workbook_proved",
    _tables,
    sa.Column("assignment", sa.String(128), primary_key=True),
    sa.Column("digest", sa.String(64), nullable=False),
)
_ATTEMPTS = 5


@dataclass(frozen=True)
class Kept:
    """What the gradebook has of one marked submission."""

    learner: str
    assignment: str
    marks: str
    """JSON, as :func:`workbook.grading.records.plain` makes it."""
    by_hand: dict[str, ByHand]
    """What people have given by now, by notebook."""
    summary: str
    """As it was described last; empty if people have given something since."""


def _engine(address: str) -> sa.Engine:
    """For a few queries: no connection stays open behind them. Raises Problem."""
    try:
        return sa.create_engine(address, poolclass=sa.NullPool)
    except (sa.exc.ArgumentError, ImportError) as error:
        raise _unreachable(address, error) from None


def assignments(course: Course) -> list[str]:
    """The assignments that the gradebook or the source folder of a course has, by name."""
    folder = course.format_path(course.source_directory, ".", ".")
    found = {path.parent.name for path in folder.glob("[!.]*/*.ipynb")}
    return sorted(found | set(_rows(course, "SELECT name FROM assignment")))


def _rows(course: Course, query: str | sa.Select[Any], **values: Any) -> list[Any]:
    """The rows of a query, or none from a gradebook that does not exist yet."""
    statement = sa.text(query) if isinstance(query, str) else query
    file = _file(course)
    if file is not None and not file.is_file():
        return []
    try:
        with _engine(course.db_url).connect() as connection:
            rows = connection.execute(statement, values).fetchall()
    except sa.exc.DatabaseError as error:
        if _no_table(error):
            return []
        raise _unreachable(course.db_url, error) from None
    return [row[0] if len(row) == 1 else row for row in rows]


def _no_table(error: sa.exc.DatabaseError) -> bool:
    """PostgreSQL says it in the language of the server, so its code tells."""
    return "no such table" in str(error.orig) or getattr(error.orig, "sqlstate", "") == "42P01"


def _unreachable(address: str, error: Exception) -> Problem:
    if isinstance(error, ModuleNotFoundError):
        return Problem(
            text(
                "The gradebook needs {name}, which is not installed here: install it, as with "
                "pip install {name}.",
                name="psycopg[binary]" if error.name == "psycopg" else error.name,
            )
        )
    try:
        shown = sa.make_url(address).render_as_string(hide_password=True)
    except sa.exc.ArgumentError:
        shown = "CourseDirectory.db_url"  # it cannot be told where in it a password is
    reason = (str(getattr(error, "orig", error)).strip().splitlines() or [repr(error)])[0][:300]
    return Problem(
        text(
            "The gradebook {url} cannot be used: {reason}. Look at CourseDirectory.db_url in "
            "nbgrader_config.py, and whether another program holds it.",
            url=shown,
            reason=reason.rstrip("."),
        )
    )


def masters(course: Course, assignment: str) -> tuple[Master, ...]:
    """The notebooks of an assignment as the gradebook has them.

    An assignment that it does not have yet is taken in from the source folder, as
    ``nbgrader generate_assignment`` does. Raises Problem if there is none either.
    """
    found = _from_gradebook(course, assignment)
    if not found:
        _take_in(course, assignment)
        found = _from_gradebook(course, assignment)
    if not found:
        raise Problem(
            text("The assignment {name} has no notebook that can be marked.", name=assignment)
        )
    return found


_BOOKS = """
SELECT notebook.id, notebook.name, notebook.kernelspec FROM notebook
JOIN assignment ON assignment.id = notebook.assignment_id
WHERE assignment.name = :assignment ORDER BY notebook.name
"""
_SOURCES = """
SELECT name, cell_type, source, checksum, locked FROM source_cell WHERE notebook_id = :book
"""
_KINDS = """
SELECT base_cell.name, base_cell.type,
       grade_cells.max_score AS graded, task_cells.max_score AS task
FROM base_cell
LEFT JOIN grade_cells ON grade_cells.id = base_cell.id
LEFT JOIN task_cells ON task_cells.id = base_cell.id
WHERE base_cell.notebook_id = :book
"""


def _from_gradebook(course: Course, assignment: str) -> tuple[Master, ...]:
    found = []
    for book, name, kernel in _rows(course, _BOOKS, assignment=assignment):
        notes, order = _noted(course, assignment, name)
        kinds: dict[str, set[str]] = {}
        points: dict[str, float] = {}
        for cell, kind, graded, task in _rows(course, _KINDS, book=book):
            kinds.setdefault(cell, set()).add(kind)
            if graded is not None or task is not None:
                points[cell] = float(graded if graded is not None else task)
        cells = [
            MasterCell(
                cell,
                cell_type,
                source or "",
                checksum or "",
                locked=bool(locked),
                grade="GradeCell" in kinds.get(cell, ()),
                solution="SolutionCell" in kinds.get(cell, ()),
                task="TaskCell" in kinds.get(cell, ()),
                points=points.get(cell, 0.0),
                **notes.get(cell, {}),
            )
            for cell, cell_type, source, checksum, locked in _rows(course, _SOURCES, book=book)
        ]
        cells.sort(key=lambda cell: order.get(cell.grade_id, len(order)))
        found.append(Master(name, _with_questions(cells), json.loads(kernel or "{}")))
    return tuple(found)


def _noted(
    course: Course, assignment: str, name: str
) -> tuple[dict[str, dict[str, Any]], dict[str, int]]:
    """What the build noted on each cell, and the order of the cells, which the gradebook lacks."""
    for step in (course.source_directory, course.release_directory):
        path = course.format_path(step, ".", assignment) / f"{name}.ipynb"
        try:
            cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        except (OSError, ValueError, KeyError):
            continue
        notes, order = {}, {}
        for place, cell in enumerate(cells):
            grade_id = cell["metadata"].get("nbgrader", {}).get("grade_id")
            ours = cell["metadata"].get("workbook", {})
            if grade_id:
                order[grade_id] = place
                notes[grade_id] = {
                    "question": ours.get("question", ours.get("check", "")),
                    "number": ours.get("number", ""),
                    "hidden": bool(ours.get("hidden")),
                }
        return notes, order
    return {}, {}


def _with_questions(cells: list[MasterCell]) -> tuple[MasterCell, ...]:
    """A check without a question is about the answer before it; it has that one's number."""
    questions: list[MasterCell] = []
    numbers = {cell.question: cell.number for cell in cells if cell.number}
    last = ""
    for cell in cells:
        question = cell.question or (cell.grade_id if cell.solution else "")
        if cell.solution:
            last = question
        elif cell.grade and not question:
            question = last
        values = {"question": question, "number": cell.number or numbers.get(question, "")}
        questions.append(MasterCell(**{**cell.__dict__, **values}))
    return tuple(questions)


def done(course: Course, assignment: str) -> dict[str, str]:
    """What was marked of an assignment so far: digests by learner."""
    query = "SELECT learner, digest FROM workbook_marked WHERE assignment = :assignment"
    return dict(_rows(course, query, assignment=assignment))


def proved(course: Course, assignment: str) -> str:
    """By which digest the reference answers of an assignment were found to get full points."""
    query = "SELECT digest FROM workbook_proved WHERE assignment = :assignment"
    return "".join(_rows(course, query, assignment=assignment))


def reference(course: Course, assignment: str) -> dict[str, bytes]:
    """The author's own notebooks, with the answers; none if the source folder is not there."""
    folder = course.format_path(course.source_directory, ".", assignment)
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.ipynb"))}


def summaries(course: Course, since: datetime) -> list[tuple[datetime, str]]:
    """What was marked at ``since`` or later (UTC, without a zone): when, and its summary as JSON.

    Like all that is only read here, it needs no nbgrader, which takes a second to import.
    """
    query = sa.select(_MARKED.c.at, _MARKED.c.summary).where(_MARKED.c.at >= since)
    return [(at, summary) for at, summary in _rows(course, query.order_by(_MARKED.c.at))]


def names(course: Course) -> dict[str, str]:
    """What the learners on the list are called, by id; the id itself if no name is known."""
    rows = _rows(course, "SELECT id, first_name, last_name FROM student")
    return {one: " ".join(filter(None, called)) or one for one, *called in rows}


def _take_in(course: Course, assignment: str) -> None:
    """Make an assignment known to the gradebook, and write nothing else."""
    source = course.format_path(course.source_directory, ".", assignment)
    if not list(source.glob("*.ipynb")):
        raise Problem(
            text(
                "There is no assignment {name}: neither in the gradebook, nor as a notebook in "
                "{folder}.",
                name=assignment,
                folder=source,
            )
        )
    from nbgrader import api
    from nbgrader.converters import GenerateAssignment
    from nbgrader.coursedir import CourseDirectory

    with Shelf(course).held() as aside, tempfile.TemporaryDirectory(dir=aside) as folder:
        # nbgrader writes it row by row. In a gradebook of its own, so that nobody meets a half,
        # also if this is killed.
        place = CourseDirectory(config=course.config)
        place.root, place.db_url = str(course.root), f"sqlite:///{folder}/gradebook.db"
        place.assignment_id, place.release_directory = assignment, f"{folder}/release"
        converter = GenerateAssignment(coursedir=place, config=course.config)
        told = _Log()
        converter.log = told
        try:
            # With its tables there already, nbgrader does not ask alembic for their version.
            api.Base.metadata.create_all(_engine(place.db_url))
            converter.start()
        except Exception as error:
            raise Problem(
                text(
                    "nbgrader cannot take the assignment {name} into the gradebook: {reason}",
                    name=assignment,
                    reason=told.reason or error,
                )
            ) from error
        _copied(place.db_url, course)


class _Log(logging.Logger):
    """nbgrader says in its log what was wrong, and in its error that one should look there."""

    def __init__(self) -> None:
        super().__init__("nbgrader", logging.ERROR)
        self.reason = ""

    def handle(self, record: logging.LogRecord) -> None:
        """Keep the last line of a traceback, or the first message that has none."""
        lines = record.getMessage().strip().splitlines()
        if lines and (len(lines) > 1 or not self.reason):
            self.reason = lines[-1]


def _copied(address: str, course: Course) -> None:
    """Copy the one assignment of the gradebook at ``address`` into that of the course."""
    api = _nbgraders_tables()
    kinds = (api.Assignment, api.Notebook, api.BaseCell, api.GradeCell, api.SolutionCell)
    tables = [kind.__table__ for kind in (*kinds, api.TaskCell, api.SourceCell)]
    with _engine(address).connect() as connection:
        rows = [
            [dict(row._mapping) for row in connection.execute(sa.select(table))] for table in tables
        ]
    (new,), books = rows[0], rows[1]
    new["course_id"] = _course_id(course)
    _opened(course).close()
    try:
        with _engine(course.db_url).begin() as connection:
            # It may be known by name only, as formgrader makes it.
            same = tables[0].c.name == new["name"]
            known = connection.execute(sa.select(tables[0].c.id).where(same)).scalar()
            if known is not None:
                rows[0] = []
                for book in books:
                    book["assignment_id"] = known
            for table, some in zip(tables, rows, strict=True):
                if some:
                    connection.execute(sa.insert(table), some)
    except sa.exc.DatabaseError as error:
        if not _rows(course, _BOOKS, assignment=new["name"]):  # else another trainer did just that
            raise _unreachable(course.db_url, error) from None


def _course_id(course: Course) -> str:
    """nbgrader's default: without a name, it makes no row, which PostgreSQL says is missing."""
    return course.course_id or "default_course"


def _file(course: Course) -> Path | None:
    """The file of a gradebook in SQLite."""
    try:
        url = sa.make_url(course.db_url)
    except sa.exc.ArgumentError as error:
        raise _unreachable(course.db_url, error) from None
    return Path(url.database) if url.drivername.startswith("sqlite") and url.database else None


def _nbgraders_tables() -> Any:
    """``nbgrader.api``. With the package around it, a set of web servers, it takes twice as long to
    import; so the package is not run, and is as if it had not been imported yet."""
    if "nbgrader.api" in sys.modules or "nbgrader" in sys.modules:
        return importlib.import_module("nbgrader.api")
    spec = importlib.util.find_spec("nbgrader")
    assert spec is not None
    sys.modules["nbgrader"] = importlib.util.module_from_spec(spec)
    try:
        return importlib.import_module("nbgrader.api")
    finally:
        del sys.modules["nbgrader"]


def _opened(course: Course) -> Any:
    """nbgrader's own Gradebook, whole also if somebody else makes it at the same time."""
    api = _nbgraders_tables()
    file = _file(course)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
    engine = _engine(course.db_url)
    for attempt in range(_ATTEMPTS):
        try:
            # Made before nbgrader does: it would start a program to ask for the version.
            api.Base.metadata.create_all(engine)
            _tables.create_all(engine)
            _with_version(engine)
            return api.Gradebook(course.db_url, _course_id(course))
        except (sa.exc.DatabaseError, api.InvalidEntry) as error:
            if attempt == _ATTEMPTS - 1:
                raise _unreachable(course.db_url, error) from None
            time.sleep(0.2 * (attempt + 1))
    raise AssertionError("the last attempt returns or raises")


def _with_version(engine: sa.Engine) -> None:
    """Note the version of the tables, as nbgrader does, for its own ``nbgrader db upgrade``."""
    if sa.inspect(engine).has_table("alembic_version"):
        return
    from alembic.script import ScriptDirectory

    changes = ScriptDirectory(str(Path(_nbgraders_tables().__file__).parent / "alembic"))
    column = sa.Column("version_num", sa.String(32), nullable=False)
    table = sa.Table("alembic_version", sa.MetaData(), column)
    with engine.begin() as connection:
        table.create(connection)
        connection.execute(sa.insert(table).values(version_num=changes.get_current_head()))


def digest(files: Mapping[str, bytes], given_out: Iterable[Master]) -> str:
    """What was handed in, and what it was marked by: if that is the same, so is the result."""
    found = hashlib.sha256()
    for name, content in sorted(files.items()):
        found.update(f"{name}\0{len(content)}\0".encode("utf-8", "surrogatepass"))
        found.update(content)
    found.update(repr(tuple(given_out)).encode("utf-8", "surrogatepass"))
    return found.hexdigest()


class Gradebook:
    """An open gradebook. It takes a second to import nbgrader, so open it while others work."""

    def __init__(self, course: Course) -> None:
        """Raises Problem if the gradebook cannot be opened."""
        self._api, self._course = _nbgraders_tables(), course
        self._book = _opened(course)
        self._cells: dict[str, dict[str, str]] = {}

    @functools.cached_property
    def _late(self) -> Any:
        """What computes the penalties; no course needs it before somebody is late."""
        from nbgrader.preprocessors import AssignLatePenalties

        penalties = AssignLatePenalties(config=self._course.config)
        penalties.log.setLevel("ERROR")
        penalties.init_plugin()
        return penalties

    def close(self) -> None:
        """Let go of the database."""
        self._book.close()
        self._book.engine.dispose()

    def people(self) -> dict[str, Any]:
        """Who each learner is, by id; each has nbgrader's names, such as ``first_name``."""
        people = {one.id: one for one in self._book.db.query(self._api.Student).all()}
        self._book.db.expunge_all()
        return people

    def enrol(self, students: Iterable[Student]) -> None:
        """Put people on the list, or bring what is known of them up to date.

        nbgrader shows "last, first", and "None" for one that is not there: so both are filled.
        """
        before = self.people()
        for one in students:
            known = {
                name: getattr(one, name) for name in ("email", "lms_user_id") if getattr(one, name)
            }
            last, first = one.filed
            there = before.get(one.id)
            if first or (last and not (there and there.first_name and there.last_name)):
                known |= {"last_name": last, "first_name": first}
            self._book.update_or_create_student(one.id, **known)

    def due(self, assignment: str, when: datetime) -> None:
        """Say until when an assignment is to be handed in: in UTC, without a zone."""
        self._book.update_or_create_assignment(assignment, duedate=when)

    def save(
        self,
        marked: Marked,
        mark: str,
        ready: Callable[[dict[str, ByHand]], str] = lambda given: "",
        *,
        again: bool = False,
    ) -> dict[str, ByHand]:
        """Keep what one submission got, in one transaction.

        Scores and comments that a person gave stay. What another trainer has kept meanwhile with
        the same ``mark`` stays as it is, unless ``again``. Returns, for each notebook, what counts
        beside the marks; ``ready`` is called with it before it counts, and gives the summary of the
        submission; nothing is kept if that raises. Raises Problem if the gradebook refuses; then
        nothing is kept either.
        """
        for attempt in range(_ATTEMPTS):
            try:
                return self._save(marked, mark, ready, again)
            except (sa.exc.IntegrityError, sa.exc.OperationalError) as error:
                # Another trainer may have added the same learner, or hold the file, just now.
                if attempt == _ATTEMPTS - 1:
                    raise _unreachable(self._course.db_url, error) from None
                time.sleep(0.2 * (attempt + 1))
            except sa.exc.SQLAlchemyError as error:
                raise _unreachable(self._course.db_url, error) from None
        raise AssertionError("the last attempt returns or raises")

    def _save(
        self, marked: Marked, mark: str, ready: Callable[[dict[str, ByHand]], str], again: bool
    ) -> dict[str, ByHand]:
        db = self._book.db
        try:
            submission = self._submission(marked)
            books = {book.notebook.name: book for book in submission.notebooks}
            ours = [(books[one.name], one) for one in marked.notebooks if one.name in books]
            changed = self._changed(marked, mark) or again
            if changed:
                if marked.handed_in is not None:
                    submission.timestamp = marked.handed_in
                for book, notebook in ours:
                    self._scores(book, notebook)
                db.flush()
                self._penalties(submission)
            given = {notebook.name: _given(book) for book, notebook in ours}
            summary = ready(given)
            if changed:
                self._note(marked, mark, given, summary)
            db.commit()
        finally:
            db.rollback()
            db.expunge_all()  # else the memory grows with each submission
        return given

    def _submission(self, marked: Marked) -> Any:
        """The rows of a submission, made where there are none yet."""
        api, db = self._api, self._book.db
        student = db.get(api.Student, marked.learner)
        if student is None:
            student = api.Student(id=marked.learner)
            db.add(student)
        assignment = db.query(api.Assignment).filter_by(name=marked.assignment).one()
        submission = (
            db.query(api.SubmittedAssignment)
            .filter_by(assignment_id=assignment.id, student_id=marked.learner)
            .one_or_none()
        )
        if submission is None:
            with db.no_autoflush:  # a flush in between would lose what is not added yet
                submission = self._new_submission(assignment, student)
                db.add(submission)
        db.flush()
        return submission

    def _new_submission(self, assignment: Any, student: Any) -> Any:
        api = self._api
        submission = api.SubmittedAssignment(assignment=assignment, student=student)
        for notebook in assignment.notebooks:
            book = api.SubmittedNotebook(notebook=notebook, assignment=submission)
            for cell in notebook.grade_cells:
                api.Grade(cell_id=cell.id, notebook=book)
            for cell in notebook.solution_cells:
                api.Comment(cell_id=cell.id, notebook=book)
            for cell in notebook.task_cells:
                api.Comment(cell_id=cell.id, notebook=book)
                api.Grade(cell_id=cell.id, notebook=book)
        return submission

    def _scores(self, book: Any, notebook: MarkedNotebook) -> None:
        names = self._names(book.notebook)
        grades = {names.get(grade.cell_id, ""): grade for grade in book.grades}
        for cell in notebook.cells:
            grade = grades.get(cell.grade_id)
            if grade is not None:
                grade.auto_score = cell.score
                # As nbgrader: what a person has marked before, a person should look at again.
                grade.needs_manual_grade = grade.manual_score is not None or cell.score is None
        untouched = _untouched(notebook, book)
        for comment in book.comments:
            name = names.get(comment.cell_id, "")
            comment.auto_comment = "No response." if name in untouched else None

    def _names(self, notebook: Any) -> dict[str, str]:
        """The names of the cells of a notebook by their ids in the database."""
        if notebook.id not in self._cells:
            api = self._api
            rows = self._book.db.query(api.BaseCell.id, api.BaseCell.name)
            self._cells[notebook.id] = dict(rows.filter_by(notebook_id=notebook.id).all())
        return self._cells[notebook.id]

    def _penalties(self, submission: Any) -> None:
        late = submission.total_seconds_late
        for book in submission.notebooks:
            penalty = None
            if late > 0:
                self._book.db.refresh(book)
                penalty = self._late.plugin_inst.late_submission_penalty(
                    submission.student_id, book.score, late
                )
                if penalty is not None:
                    penalty = self._late._check_late_penalty(book, penalty)
            book.late_submission_penalty = penalty

    def _changed(self, marked: Marked, mark: str) -> bool:
        """Whether something else was noted of this submission so far, or nothing."""
        # Locked, so that of two trainers the second sees what the first has written.
        query = sa.select(_MARKED.c.digest).where(_key(marked)).with_for_update()
        return bool(self._book.db.execute(query).scalar() != mark)

    def _note(self, marked: Marked, mark: str, given: dict[str, ByHand], summary: str) -> None:
        row = {
            "digest": mark,
            "at": datetime.now(UTC).replace(tzinfo=None),
            "marks": json.dumps(plain(marked)),
            "by_hand": _written(given),
            "summary": summary,
        }
        changed = self._book.db.execute(sa.update(_MARKED).where(_key(marked)).values(row))
        if not changed.rowcount:
            names = {"assignment": marked.assignment, "learner": marked.learner}
            self._book.db.execute(sa.insert(_MARKED).values({**names, **row}))

    def prove(self, assignment: str, digest: str) -> None:
        """Note that the reference answers got full points."""
        db, key = self._book.db, _PROVED.c.assignment == assignment
        try:
            db.execute(sa.delete(_PROVED).where(key))
            db.execute(sa.insert(_PROVED).values(assignment=assignment, digest=digest))
            db.commit()
        except sa.exc.DatabaseError:  # another trainer does the same just now
            db.rollback()

    def kept(self) -> Iterator[Kept]:
        """All submissions that were marked, with what people have given by now."""
        api, db = self._api, self._book.db
        rows = db.execute(sa.select(_MARKED).order_by(*_MARKED.primary_key)).all()
        for row in rows:
            submission = (
                db.query(api.SubmittedAssignment)
                .join(api.Assignment, api.Assignment.id == api.SubmittedAssignment.assignment_id)
                .filter(api.Assignment.name == row.assignment)
                .filter(api.SubmittedAssignment.student_id == row.learner)
                .one_or_none()
            )
            if submission is not None:
                given = {book.name: _given(book) for book in submission.notebooks}
                summary = row.summary if _written(given) == row.by_hand else ""
                yield Kept(row.learner, row.assignment, row.marks, given, summary)
            db.expunge_all()
        db.rollback()

    def describe(self, kept: Kept, summary: str) -> None:
        """Note the summary of a submission to which people have given something since."""
        row = {"by_hand": _written(kept.by_hand), "summary": summary}
        self._book.db.execute(sa.update(_MARKED).where(_key(kept)).values(row))
        self._book.db.commit()


def _key(one: Marked | Kept) -> sa.ColumnElement[bool]:
    return (_MARKED.c.assignment == one.assignment) & (_MARKED.c.learner == one.learner)


def _untouched(notebook: MarkedNotebook, book: Any) -> set[str]:
    """The answer cells that are as they were given out."""
    stubs = {cell.name: cell.source for cell in book.notebook.source_cells}
    return {
        noted["grade_id"]
        for cell in notebook.notebook["cells"]
        if (noted := cell["metadata"].get("nbgrader"))
        and noted["solution"]
        and cell["source"] == stubs.get(noted["grade_id"])
    }


def _given(book: Any) -> ByHand:
    return ByHand(
        {grade.name: grade.manual_score for grade in book.grades if grade.manual_score is not None},
        {grade.name: grade.extra_credit for grade in book.grades if grade.extra_credit},
        {one.name: one.manual_comment for one in book.comments if one.manual_comment},
        book.late_submission_penalty or 0.0,
    )


def _written(given: Mapping[str, ByHand]) -> str:
    return json.dumps({name: asdict(one) for name, one in given.items()}, sort_keys=True)


class Shelf:
    """Where the files of a marked submission go: first aside, then, once it counts, in place.

    So a run may be killed at any time: what the gradebook names lies aside whole, or is in place.
    """

    def __init__(self, course: Course) -> None:
        self._course = course
        home = course.root / course.autograded_directory
        self._aside, self._lock = home / ".part", home / ".lock"
        self._places = {
            "autograded": course.autograded_directory,
            "feedback": course.feedback_directory,
        }

    @contextlib.contextmanager
    def held(self) -> Iterator[Path]:
        """Nobody else lays or places files of this course meanwhile. Gives the folder aside."""
        self._aside.mkdir(parents=True, exist_ok=True)
        with self._lock.open("w", encoding="ascii") as lock:
            with contextlib.suppress(OSError):  # a disk over a network may know no locks
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield self._aside

    def lay(
        self,
        mark: str,
        learner: str,
        assignment: str,
        files: Mapping[str, Mapping[str, bytes]],
    ) -> None:
        """Write files aside; they are by step (``autograded``, ``feedback``) and name."""
        bundle = self._bundle(mark, learner, assignment)
        part = bundle.with_suffix(".new")
        for folder in (part, bundle):
            shutil.rmtree(folder, ignore_errors=True)
        for step, own in files.items():
            for name, content in own.items():
                path = part / step / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
                path.chmod(0o444 if step == "autograded" else 0o644)
        (part / "whose.json").write_text(json.dumps([mark, learner, assignment]), encoding="utf-8")
        part.rename(bundle)

    def place(self, mark: str, learner: str, assignment: str) -> None:
        """Move what lies aside to where nbgrader looks. It can be stopped, and done again."""
        bundle = self._bundle(mark, learner, assignment)
        for step, directory in self._places.items():
            folder = bundle / step
            if not folder.is_dir():
                continue
            final = self._course.format_path(directory, learner, assignment)
            final.parent.mkdir(parents=True, exist_ok=True)
            if final.exists():
                old = bundle / f"{step}.old"
                shutil.rmtree(old, ignore_errors=True)
                shutil.move(final, old)
            shutil.move(folder, final)
        shutil.rmtree(bundle, ignore_errors=True)

    def finish(self) -> None:
        """Place what a run that was killed had kept, and throw away what it had not."""
        if not self._aside.is_dir():
            return
        with self.held():
            for bundle in sorted(self._aside.iterdir()):
                try:
                    whose = json.loads((bundle / "whose.json").read_text(encoding="utf-8"))
                    mark, learner, assignment = whose
                except (OSError, ValueError):
                    mark = learner = assignment = ""
                counts = assignment and done(self._course, assignment).get(learner) == mark
                if counts and bundle == self._bundle(mark, learner, assignment):
                    self.place(mark, learner, assignment)
                shutil.rmtree(bundle, ignore_errors=True)
        self.tidy()

    def whole(self, learner: str, assignment: str) -> bool:
        """Whether the files of a submission are in place."""
        folder = self._course.format_path(self._course.autograded_directory, learner, assignment)
        return folder.is_dir() and any(folder.glob("*.ipynb"))

    def tidy(self) -> None:
        """Take away the place where files lay aside, if nothing is left there."""
        with contextlib.suppress(OSError):
            self._aside.rmdir()

    def _bundle(self, mark: str, learner: str, assignment: str) -> Path:
        # Not by what was handed in alone: two learners may hand in the same.
        name = "\0".join([mark, learner, assignment]).encode("utf-8", "surrogatepass")
        return self._aside / hashlib.sha256(name).hexdigest()[:32]
