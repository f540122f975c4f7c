"""A course is read as nbgrader reads it, and what is wrong in its settings is a sentence."""

import contextlib
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from workbook import paths
from workbook.errors import Problem
from workbook.grading.course import Course


@pytest.fixture
def place(tmp_path, monkeypatch):
    """A course folder, and a person's own folder of settings."""
    shared = tmp_path / "shared"
    folder = tmp_path / "course"
    shared.mkdir()
    folder.mkdir()
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(shared))
    return SimpleNamespace(shared=shared, folder=folder)


def settings(folder: Path, lines: str, name: str = "nbgrader_config.py") -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(lines)


def of_nbgrader(folder: Path) -> dict[str, object]:
    """What nbgrader itself makes of the settings in ``folder``."""
    from nbgrader.apps.baseapp import NbGrader
    from nbgrader.converters import Autograde
    from nbgrader.preprocessors import Execute, LimitOutput

    with contextlib.chdir(folder):
        before = list(sys.path)
        app = NbGrader()
        app.initialize([])
        sys.path[:] = before
        where = app.coursedir
        execute = Execute(parent=app)
        output = LimitOutput(parent=app)
        autograde = Autograde(coursedir=where, parent=app)
    names = ("source", "release", "submitted", "autograded", "feedback")
    steps = [getattr(where, f"{name}_directory") for name in names]
    return {
        "root": Path(where.root),
        "course_id": where.course_id,
        "steps": steps,
        "paths": [Path(where.format_path(step, "ada", "ps 1")) for step in [*steps, "."]],
        "db_url": where.db_url,
        "ignore": set(where.ignore),  # it appends what is appended once for each file it reads
        "student_id": where.student_id,
        "excluded": {name for name in where.student_id_exclude.split(",") if name},
        "max_file_size": where.max_file_size,
        "notebook_id": where.notebook_id,
        "timeout": execute.timeout,
        "output": (output.max_lines, output.max_traceback),
        "autograde": (autograde.create_student, autograde.exclude_overwriting),
    }


def of_ours(folder: Path) -> dict[str, object]:
    course = Course.read(folder)
    names = ("source", "release", "submitted", "autograded", "feedback")
    steps = [getattr(course, f"{name}_directory") for name in names]
    return {
        "root": course.root,
        "course_id": course.course_id,
        "steps": steps,
        "paths": [course.format_path(step, "ada", "ps 1") for step in [*steps, "."]],
        "db_url": course.db_url,
        "ignore": set(course.ignore),
        "student_id": course.student_id,
        "excluded": set(course.student_id_exclude),
        "max_file_size": course.max_file_size,
        "notebook_id": course.notebook_id,
        "timeout": course.timeout,
        "output": (course.max_lines, course.max_traceback),
        "autograde": (course.create_student, course.exclude_overwriting),
    }


EVERYTHING = """
c = get_config()
c.CourseDirectory.course_id = " organizing "
c.CourseDirectory.source_directory = "keys"
c.CourseDirectory.release_directory = "out"
c.CourseDirectory.submitted_directory = "in/box"
c.CourseDirectory.autograded_directory = "marked"
c.CourseDirectory.feedback_directory = "words"
c.CourseDirectory.directory_structure = "{assignment_id}/{nbgrader_step}/{student_id}"
c.CourseDirectory.db_url = "postgresql://trainer@server/class"
c.CourseDirectory.ignore.append("*.bak")
c.CourseDirectory.student_id = "a*"
c.CourseDirectory.student_id_exclude = "zoe,ben"
c.CourseDirectory.max_file_size = 2000
c.CourseDirectory.notebook_id = "ps*"
c.CourseDirectory.groupshared = True
c.Execute.timeout = 5
c.LimitOutput.max_lines = 10
c.LimitOutput.max_traceback = -1
c.Autograde.create_student = False
c.Autograde.exclude_overwriting = {"ps 1": ["helper.py"]}
"""


@pytest.mark.parametrize(
    "lines",
    [
        "",
        EVERYTHING,
        "c.ExecutePreprocessor.timeout = 7",
        "c.NotebookClient.timeout = 8\nc.ExecutePreprocessor.timeout = None",
        "c.CourseDirectory.root = 'elsewhere'",
        "import os\nc.CourseDirectory.root = os.path.join(os.getcwd(), 'a b')",
        "import beside\nc.CourseDirectory.course_id = beside.NAME",
        "c.NbGrader.course_id = 'old'\nc.NbGrader.submitted_directory = 'old_in'",
        "c.BaseApp.db_url = 'postgresql://old'\nc.Exchange.course_id = 'older'",
        "c.NbGrader.course_directory = 'old_root'",
        "load_subconfig('beside.py')\nc.CourseDirectory.source_directory = 'own'",
    ],
)
def test_settings_mean_what_nbgrader_makes_of_them(place, lines):
    settings(
        place.folder,
        "NAME = 'n'\nif 'c' in dir():\n c.CourseDirectory.course_id='sub'",
        "beside.py",
    )
    settings(place.folder, lines)
    assert of_ours(place.folder) == of_nbgrader(place.folder)


def test_settings_of_all_places_are_laid_over_each_other_as_nbgrader_does(place):
    settings(place.shared, "c.CourseDirectory.course_id = 'jupyter'", "jupyter_config.py")
    settings(
        place.shared,
        f"c.CourseDirectory.root = {str(place.folder / 'real')!r}\nc.Execute.timeout = 1\n"
        "c.CourseDirectory.ignore = ['shared']",
    )
    settings(place.folder, "c.Execute.timeout = 2\nc.CourseDirectory.ignore.append('own')")
    settings(place.folder, '{"LimitOutput": {"max_lines": 3}}', "nbgrader_config.json")
    settings(place.folder / "real", "c.Execute.timeout = 4")
    ours = of_ours(place.folder)
    assert ours == of_nbgrader(place.folder)
    assert (ours["course_id"], ours["timeout"], ours["output"]) == ("jupyter", 4, (3, 100))


def test_our_own_course_is_read():
    course = Course.read(paths.ROOT)
    assert course.source_directory == "solutions"
    assert course.db_url == f"sqlite:///{paths.ROOT}/class/gradebook.db"
    found = course.format_path(course.release_directory, ".", "03_case_study")
    assert (found / "03_case_study.ipynb").is_file()


def test_the_path_of_the_gradebook_starts_at_the_root_as_nbgrader_goes_there(place):
    settings(
        place.folder, "c.CourseDirectory.root = 'r'\nc.CourseDirectory.db_url = 'sqlite:///g.db'"
    )
    assert Course.read(place.folder).db_url == f"sqlite:///{place.folder}/r/g.db"


def test_no_limit_has_one_form(place):
    settings(place.folder, "c.Execute.timeout = -1")
    assert Course.read(place.folder).timeout is None


def test_settings_in_the_jupyter_path_alone_make_a_course(place):
    settings(place.shared, "c.CourseDirectory.course_id = 'shared'")
    assert Course.read(place.folder).course_id == "shared"


def test_reading_leaves_the_process_as_it_was(place):
    settings(place.folder, "raise ValueError('no')")
    before = Path.cwd(), list(sys.path)
    with pytest.raises(Problem):
        Course.read(place.folder)
    assert (Path.cwd(), sys.path) == before


def test_reading_a_course_does_not_wait_for_nbgrader():
    code = (
        "import sys, pathlib; from workbook.grading.course import Course;"
        "Course.read(pathlib.Path(sys.argv[1]));"
        "print([n for n in sys.modules if n in ('nbgrader', 'nbconvert', 'sqlalchemy', 'pandas')])"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, str(paths.ROOT)], capture_output=True, text=True, check=True
    )
    assert ran.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("lines", "line", "says"),
    [
        ("c.X.y = 1\n\nc.X.z = 1 / 0\n", 3, "ZeroDivisionError: division by zero"),
        ("\nc.X.y = (\n", 2, "SyntaxError: '(' was never closed"),
        ("import json\njson.loads('{')\n", 2, "JSONDecodeError"),
        ("\n\n\nimport nothing_of_this_name\n", 4, "nothing_of_this_name"),
        ("x = 1\neval('1 +')\n", 2, "SyntaxError"),
        ("x = 1\nraise SystemExit(3)\n", 2, "SystemExit: 3"),
        ("def f():\n    raise KeyError('k')\n\nf()\n", 4, "KeyError: 'k'"),
    ],
)
def test_settings_that_stop_are_told_with_file_and_line(place, lines, line, says):
    settings(place.folder, lines)
    with pytest.raises(Problem) as told:
        Course.read(place.folder)
    assert f"{place.folder}/nbgrader_config.py stop in line {line}: " in str(told.value)
    assert says in str(told.value)
    assert "\n" not in str(told.value)


def test_settings_in_json_that_stop_are_told_with_file_and_line(place):
    settings(place.folder, '{"LimitOutput":\n {"max_lines": 3,}}', "nbgrader_config.json")
    with pytest.raises(Problem, match=r"nbgrader_config\.json stop in line 2: "):
        Course.read(place.folder)


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ("c.CourseDirectory.ignore = 3", "'ignore' trait"),
        ("c.Execute.timeout = 'soon'", "'timeout' trait"),
        ("c.CourseDirectory.directory_structure = '{student_id}'", "must have assignment_id, "),
        ("c.CourseDirectory.directory_structure = '{'", "must have assignment_id, "),
        (
            "c.CourseDirectory.directory_structure = "
            "'{nbgrader_step}/{student_id}/{assignment_id}/{notebook_id}'",
            "nothing else",
        ),
    ],
)
def test_settings_that_make_no_sense_are_told(place, lines, says):
    settings(place.folder, lines)
    with pytest.raises(Problem) as told:
        Course.read(place.folder)
    assert says in str(told.value)


def test_a_folder_without_settings_or_no_folder_is_told(place):
    with pytest.raises(Problem, match=r"No nbgrader_config\.py was found in .*course"):
        Course.read(place.folder)
    with pytest.raises(Problem, match=r"There is no folder .*nowhere"):
        Course.read(place.folder / "nowhere")


def test_nbgrader_is_imported_without_what_nobody_needs_and_is_whole_afterwards():
    """Its web servers take a second, and can still be imported after its tables."""
    code = """
import sys
from workbook.grading import gradebook
tables = gradebook._nbgraders_tables()
assert "nbgrader" not in sys.modules and "nbgrader.apps" not in sys.modules
import nbgrader
from nbgrader import api
from nbgrader.apps import AutogradeApp
assert api is tables and nbgrader.__version__ and AutogradeApp
assert gradebook._nbgraders_tables() is tables
"""
    subprocess.run([sys.executable, "-c", code], cwd=paths.ROOT, check=True)
