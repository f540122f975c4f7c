"""A course as its nbgrader settings describe it: where things are, and how long a cell may run.

nbgrader itself needs more than a second only to be imported. Its settings are traitlets, so
traitlets reads them here, in nbgrader's order and with nbgrader's names and defaults.
"""

import contextlib
import logging
import os
import string
import sys
import traceback
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jupyter_core.paths import jupyter_config_path
from traitlets import Bool, Dict, Integer, List, TraitError, Unicode, default
from traitlets.config import Config, LoggingConfigurable
from traitlets.config.loader import (
    ConfigFileNotFound,
    JSONFileConfigLoader,
    PyFileConfigLoader,
)

from workbook.errors import Problem
from workbook.i18n import text

_KEYS = {"nbgrader_step", "student_id", "assignment_id"}


@dataclass(frozen=True)
class Course:
    """The settings of a course, under the names that nbgrader gives them."""

    root: Path
    course_id: str
    source_directory: str
    release_directory: str
    submitted_directory: str
    autograded_directory: str
    feedback_directory: str
    directory_structure: str
    db_url: str
    """SQLAlchemy's address of the gradebook; the path of an SQLite file is absolute."""
    ignore: tuple[str, ...]
    """Names of files, or patterns of ``fnmatch``, that are not taken along."""
    student_id: str
    """A pattern of ``glob``: only learners who fit it are marked."""
    student_id_exclude: frozenset[str]
    max_file_size: int
    """In kilobytes of 1000 bytes."""
    notebook_id: str
    """A pattern of ``glob`` for the names of notebooks, without ``.ipynb``."""
    timeout: int | None
    """Seconds for one cell; None without limit."""
    max_lines: int
    """Lines of output that a cell keeps; -1 for all."""
    max_traceback: int
    """Lines of an error that a cell keeps; -1 for all."""
    create_student: bool
    """Whether a learner whom the gradebook does not know is added to it."""
    exclude_overwriting: Mapping[str, list[str]]
    """For each assignment, the files that are the learner's own even if the source has them too."""
    config: Config = field(repr=False, compare=False)
    """All that the files say, also about what is not listed here."""

    @classmethod
    def read(cls, folder: Path) -> "Course":
        """The course that nbgrader would see if it ran in ``folder``.

        Raises Problem if no settings are found, or if they cannot be read or make no sense.
        """
        folder = folder.absolute()
        if not folder.is_dir():
            raise Problem(
                text("There is no folder {folder}. Name the folder of a course.", folder=folder)
            )
        with _inside(folder):
            config, found = _gather(folder)
            if not found:
                raise Problem(
                    text(
                        "No nbgrader_config.py was found in {folder}. Name the folder of a course, "
                        "or make a nbgrader_config.py there: it may be empty.",
                        folder=folder,
                    )
                )
            try:
                return cls(**_values(config), config=config)
            except TraitError as error:
                raise Problem(
                    text(
                        "A setting of this course cannot be used. {error} Look in {files}.",
                        error=error,
                        files=", ".join(found),
                    )
                ) from error

    def format_path(self, step: str, learner: str, assignment: str) -> Path:
        """Where an assignment of a learner is in ``step``, such as ``submitted_directory``.

        A source and a release have no learner: nbgrader writes ``"."`` for them.
        """
        return self.root / self.directory_structure.format(
            nbgrader_step=step, student_id=learner, assignment_id=assignment
        )


# nbgrader's names and defaults -----------------------------------------------------------------
# A section is the name of a class, and holds for the classes made from it: the names here and
# their bases must be nbgrader's.


class CourseDirectory(LoggingConfigurable):  # type: ignore[misc]
    course_id = Unicode("").tag(config=True)
    student_id = Unicode("*").tag(config=True)
    student_id_exclude = Unicode("").tag(config=True)
    notebook_id = Unicode("*").tag(config=True)
    directory_structure = Unicode(
        os.path.join("{nbgrader_step}", "{student_id}", "{assignment_id}")  # noqa: PTH118
    ).tag(config=True)
    source_directory = Unicode("source").tag(config=True)
    release_directory = Unicode("release").tag(config=True)
    submitted_directory = Unicode("submitted").tag(config=True)
    autograded_directory = Unicode("autograded").tag(config=True)
    feedback_directory = Unicode("feedback").tag(config=True)
    db_url = Unicode("").tag(config=True)
    root = Unicode("").tag(config=True)
    ignore = List([".ipynb_checkpoints", "*.pyc", "__pycache__", "feedback"]).tag(config=True)
    max_file_size = Integer(100000).tag(config=True)

    @default("root")  # type: ignore[untyped-decorator]
    def _root(self) -> str:
        return str(Path.cwd())


class NotebookClient(LoggingConfigurable):  # type: ignore[misc]
    pass


class ExecutePreprocessor(NotebookClient):
    pass


class Execute(ExecutePreprocessor):
    timeout = Integer(30, allow_none=True).tag(config=True)


class LimitOutput(LoggingConfigurable):  # type: ignore[misc]
    max_lines = Integer(1000).tag(config=True)
    max_traceback = Integer(100).tag(config=True)


class BaseConverter(LoggingConfigurable):  # type: ignore[misc]
    pass


class Autograde(BaseConverter):
    create_student = Bool(True).tag(config=True)
    exclude_overwriting = Dict({}).tag(config=True)


# nbgrader still takes these from the sections where they once were.
_OLD_SECTIONS = ("NbGraderConfig", "BasicConfig", "BaseNbGraderApp", "BaseApp")
_OLD_OPTIONS = (
    "course_id",
    "student_id",
    "notebook_id",
    "directory_structure",
    "source_directory",
    "release_directory",
    "submitted_directory",
    "autograded_directory",
    "feedback_directory",
    "db_url",
    "ignore",
)

_quiet = logging.getLogger(__name__)  # traitlets warns of each option that it does not know
_quiet.addHandler(logging.NullHandler())
_quiet.propagate = False


def _values(config: Config) -> dict[str, Any]:
    """The fields of a Course but ``config``. Raises TraitError, or Problem."""
    folders = CourseDirectory(config=config, log=_quiet)
    execute = Execute(config=config, log=_quiet)
    output = LimitOutput(config=config, log=_quiet)
    autograde = Autograde(config=config, log=_quiet)
    root = Path(folders.root).absolute()
    same = ("source", "release", "submitted", "autograded", "feedback")
    return {
        "root": root,
        "course_id": folders.course_id.strip(),
        **{f"{name}_directory": getattr(folders, f"{name}_directory") for name in same},
        "directory_structure": _checked(folders.directory_structure),
        "db_url": _absolute(folders.db_url or "sqlite:///gradebook.db", root),
        "ignore": tuple(folders.ignore),
        "student_id": folders.student_id.strip(),
        "student_id_exclude": frozenset(filter(None, folders.student_id_exclude.split(","))),
        "max_file_size": folders.max_file_size,
        "notebook_id": folders.notebook_id.strip(),
        "timeout": None
        if execute.timeout == -1
        else execute.timeout,  # nbclient means the same by both
        "max_lines": output.max_lines,
        "max_traceback": output.max_traceback,
        "create_student": autograde.create_student,
        "exclude_overwriting": dict(autograde.exclude_overwriting),
    }


def _checked(structure: str) -> str:
    try:
        names = {name for _, name, _, _ in string.Formatter().parse(structure) if name is not None}
    except ValueError:
        names = set()
    if names != _KEYS:
        raise Problem(
            text(
                "CourseDirectory.directory_structure is {structure}. It must have {keys} "
                "in braces, and nothing else in braces.",
                structure=repr(structure),
                keys=", ".join(sorted(_KEYS)),
            )
        )
    return structure


def _absolute(address: str, root: Path) -> str:
    """nbgrader opens the gradebook after it went to ``root``; who marks may be elsewhere."""
    kind, slashes, path = address.partition(":///")
    if (
        kind.startswith("sqlite")
        and slashes
        and path
        and not path.startswith((":memory:", "file:"))
    ):
        return f"{kind}:///{root / path}"
    return address


# The files ------------------------------------------------------------------------------------


def _gather(folder: Path) -> tuple[Config, list[str]]:
    """All settings for ``folder``, and the nbgrader_config files that they are from.

    nbgrader reads jupyter_config, then nbgrader_config, in each folder of Jupyter's path; then
    those of the current folder, then of the course's root. What comes later wins.
    """
    config = Config()
    found: list[str] = []
    shared = [Path(place) for place in reversed(jupyter_config_path())]
    for place in shared:
        _merge(config, "jupyter_config", place)
    for place in [*shared, folder]:
        found += _merge(config, "nbgrader_config", place)
    _modernize(config)
    root = Path(str(config.CourseDirectory.get("root") or folder)).absolute()
    if root != folder:
        found += _merge(config, "nbgrader_config", root)
        _modernize(config)
    return config, found


def _merge(config: Config, name: str, place: Path) -> list[str]:
    """Put ``name``.py and ``name``.json of a folder over ``config``. Returns which there are."""
    found = []
    for kind, ending in ((PyFileConfigLoader, ".py"), (JSONFileConfigLoader, ".json")):
        loader = kind(name + ending, path=str(place))
        try:
            config.merge(loader.load_config())
        except ConfigFileNotFound:
            continue
        except (Exception, SystemExit) as error:
            file, line = _where(error, str(place / (name + ending)))
            raise Problem(
                text(
                    "The settings in {file} stop in line {line}: {error}",
                    file=file,
                    line=line,
                    error=traceback.format_exception_only(error)[-1].strip(),
                )
            ) from error
        found.append(str(place / (name + ending)))
    return found


def _where(error: BaseException, file: str) -> tuple[str, int]:
    """File and line that a person can mend: not those of a library that the settings call."""
    if isinstance(error, SyntaxError) and error.filename and Path(error.filename).is_file():
        return error.filename, error.lineno or 1
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if frame.name == "<module>":
            return frame.filename, frame.lineno or 1
    return file, getattr(error, "lineno", 1)


def _modernize(config: Config) -> None:
    for section in _OLD_SECTIONS:
        config.NbGrader.merge(config.pop(section, Config()))
    if "course_directory" in config.NbGrader:
        config.CourseDirectory.root = config.NbGrader.pop("course_directory")
    for option in _OLD_OPTIONS:
        if option in config.NbGrader:
            config.CourseDirectory[option] = config.NbGrader.pop(option)
    if "course_id" in config.Exchange:
        config.CourseDirectory.course_id = config.Exchange.pop("course_id")


@contextlib.contextmanager
def _inside(folder: Path) -> Iterator[None]:
    """Settings may say ``os.getcwd()``, or import a module that lies beside them."""
    sys.path.insert(0, str(folder))
    try:
        with contextlib.chdir(folder):
            yield
    finally:
        sys.path.remove(str(folder))
