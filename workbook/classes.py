"""The verb ``new-class``: a folder for one class, with sample tables and so answers of its own.

The folder is an ordinary nbgrader course. Its ``nbgrader_config.py`` also says where the tables of
the class are, so every command that reads these settings, ours or nbgrader's, follows it.
"""

import datetime
import os
import re
import secrets
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from workbook import paths, samples, shipped
from workbook.build import course
from workbook.errors import Problem
from workbook.grading import gradebook, roster
from workbook.grading.course import Course
from workbook.i18n import text
from workbook.samples import BrokenPlan
from workbook.samples.package import build as sample_files

CONFIG = "nbgrader_config.py"
FOR_LEARNERS = "for_learners.zip"

_VARIABLE = "WORKBOOK_DATA"
_TRIES = 20
"""Nearly every seed fits."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_SETTINGS = """\


# The class {name} ---------------------------------------------------------------------------------
# made by new-class with the seed {seed}. What stands here takes the place of what stands above.
import os
from pathlib import Path

HERE = Path(__file__).resolve().parent  # so the folder can be moved

c.CourseDirectory.course_id = "{name}"
c.CourseDirectory.root = str(HERE)
c.CourseDirectory.submitted_directory = "submitted"
c.CourseDirectory.autograded_directory = "autograded"
c.CourseDirectory.feedback_directory = "feedback"
c.CourseDirectory.db_url = f"sqlite:///{{HERE}}/gradebook.db"
# Its list of people, which the verb grade reads too; nbgrader itself does not know this setting.
c.WorkbookClass.roster = str(HERE / "roster.csv")

# The tables of this class: checks and notebooks that these settings lead to read them.
os.environ["WORKBOOK_DATA"] = str(HERE / "data")
"""
_LEARNERS_NEED = (
    "start.py", "requirements.txt", "environment.yml", "pyproject.toml", "LICENSE", "workbook",
    "locale", "languages",
    "modules/facts.yml", "modules/glossary.yml", "modules/risks.yml",
)  # fmt: skip
_OWN = ("course", "exercises", "data")
_STAMP = (2026, 1, 1, 0, 0, 0)  # the same source, the same bytes


def new_class(
    name: str,
    *,
    people: Path | None = None,
    seed: int | None = None,
    due: Iterable[str] = (),
    place: Path | None = None,
    told: Callable[[str], object] = lambda sentence: None,
) -> Path:
    """Make the folder ``place/name`` of a class, and return it. Nothing is ever overwritten.

    ``people`` is a CSV file of learners; ``due`` has dates, for all assignments or as
    ``ASSIGNMENT=DATE``. Without a ``seed`` one is drawn. Raises Problem.
    """
    folder = (place or paths.ROOT / "classes").absolute() / name
    if not _NAME.fullmatch(name):
        raise Problem(
            text(
                "“{name}” cannot be the name of a class: use letters from A to Z, digits, - and _.",
                name=name,
            )
        )
    if os.path.lexists(folder):
        raise Problem(
            text(
                "There is a {folder} already, and nothing is overwritten. Choose another name.",
                folder=folder,
            )
        )
    if seed == samples.SEED:
        raise Problem(text("The seed {seed} is the public one. Choose another.", seed=seed))
    students = roster.read_roster(people) if people else []
    dates = dict(_dates(due))
    folder.parent.mkdir(parents=True, exist_ok=True)
    # Whole or not at all: it gets its name when it is ready.
    with tempfile.TemporaryDirectory(prefix=f".{name}-", dir=folder.parent) as scratch:
        made = Path(scratch) / name
        made.mkdir()
        chosen = _with_tables(made / "data", seed, told)
        told(text("Building lessons, exercises and your papers. This takes a minute or two."))
        with _reading(made / "data"):
            course.build(made, verify=False)
        config = (paths.ROOT / CONFIG).read_text(encoding="utf-8")
        config += _SETTINGS.format(name=name, seed=chosen)
        (made / CONFIG).write_text(config, encoding="utf-8")
        if people:
            shutil.copyfile(people, made / "roster.csv")
        _open_gradebook(made, students, dates)
        _pack(made)
        made.rename(folder)
    return folder


def _dates(due: Iterable[str]) -> Iterator[tuple[str, datetime.datetime]]:
    """Due dates by assignment, ``""`` for all; in UTC and without a zone, as nbgrader has them."""
    known = {path.parent.name for path in paths.MODULES.glob("*/exercise.md")}
    for one in due:
        assignment, _, date = one.rpartition("=")
        if assignment and assignment not in known:
            raise Problem(
                text(
                    "There is no assignment {name}. There are: {known}.",
                    name=assignment,
                    known=", ".join(sorted(known)),
                )
            )
        try:
            when = datetime.datetime.fromisoformat(date)
        except ValueError:
            raise Problem(
                text(
                    "“{date}” is no date. Write it as 2026-12-05, or with a time as "
                    "2026-12-05T18:00.",
                    date=date,
                )
            ) from None
        if len(date) == len("2026-12-05"):
            when = when.replace(hour=23, minute=59)  # a day is over at its end
        yield assignment, when.astimezone(datetime.UTC).replace(tzinfo=None)


def _with_tables(folder: Path, seed: int | None, told: Callable[[str], object]) -> int:
    """Draw the tables into ``folder``, and return the seed that they are of.

    By chance, a wrong answer may be as good as the right one on some tables, or a public number be
    right there too. So all the answers in ``wrong/`` are tried first.
    """
    for _ in range(_TRIES if seed is None else 1):
        # Hidden checks draw tables with small seeds; a class's own are others.
        chosen = seed if seed is not None else 100 + secrets.randbelow(10**6)
        told(text("Drawing tables, with the seed {seed}, and trying the answers.", seed=chosen))
        try:
            _draw(chosen, folder)
            with _reading(folder):
                course.verify_elsewhere()
            return chosen
        except (BrokenPlan, Problem) as reason:
            unfit = reason
        told(text("There an answer would not get the points it should."))
    raise Problem(
        text(
            "No class can be made with this seed: on its tables, an answer would not get the "
            "points it should. Choose another, or leave the seed away: then one that fits is "
            "looked for.",
        )
    ) from unfit


def _draw(seed: int, folder: Path) -> None:
    for name, content in sample_files(seed).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


@contextmanager
def _reading(tables: Path | None = None) -> Iterator[None]:
    """For a while, this process reads ``tables``; then those that it read before."""
    before = os.environ.pop(_VARIABLE, None)
    if tables:
        os.environ[_VARIABLE] = str(tables)
    try:
        yield
    finally:
        os.environ.pop(_VARIABLE, None)
        if before is not None:
            os.environ[_VARIABLE] = before


def _open_gradebook(
    folder: Path, students: list[roster.Student], dates: dict[str, datetime.datetime]
) -> None:
    """A gradebook that has the people, the assignments and their dates."""
    with _reading():  # the settings name the tables to the process that reads them
        settings = Course.read(folder)
    names = gradebook.assignments(settings)
    for name in names:
        gradebook.masters(settings, name)
    book = gradebook.Gradebook(settings)
    try:
        book.enrol(students)
        for name in names:
            when = dates.get(name, dates.get(""))
            if when:
                book.due(name, when)
    finally:
        book.close()


def _pack(folder: Path) -> None:
    """Zip a whole course for learners: with the lessons and tables of the class, no solutions."""
    with zipfile.ZipFile(folder / FOR_LEARNERS, "x", zipfile.ZIP_DEFLATED) as archive:
        for root, names in ((paths.ROOT, _LEARNERS_NEED), (folder, _OWN)):
            for name in names:
                for path in _files(root / name):
                    content = path.read_bytes()
                    if path == shipped.LIST:
                        # Their Jupyter trusts the notebooks that they were given.
                        content = shipped.listing(folder, ["course/*.ipynb"]).encode()
                    entry = f"{folder.name}/{path.relative_to(root).as_posix()}"
                    archive.writestr(_entry(entry), content)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _STAMP)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _files(path: Path) -> Iterator[Path]:
    if path.is_file():
        yield path
        return
    for one in sorted(path.rglob("*")):
        hidden = any(part.startswith((".", "__pycache__")) for part in one.relative_to(path).parts)
        if one.is_file() and not hidden:
            yield one
