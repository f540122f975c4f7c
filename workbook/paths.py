"""Where things are. The package lives in the course folder, so the folder is one step up."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

MODULES = ROOT / "modules"
DATA = ROOT / "data"
LOCALE = ROOT / "locale"

COURSE = ROOT / "course"
SOLUTIONS = ROOT / "solutions"
EXERCISES = ROOT / "exercises"
TRAINER = ROOT / "trainer"

MY_WORK = ROOT / "my_work"


def course_here() -> Path:
    """The folder that one is in, if it is a nbgrader course, such as a class; else this course."""
    here = Path.cwd()
    return here if (here / "nbgrader_config.py").exists() else ROOT


def tools_on_path() -> str:
    """Put the folder of the Python that is running in front of PATH, and return PATH.

    nbgrader calls the command ``alembic``, which stands there, also if nothing was activated.
    """
    beside, path = str(Path(sys.executable).parent), os.environ.get("PATH", "")
    if beside not in path.split(os.pathsep):
        os.environ["PATH"] = path = beside + os.pathsep + path
    return path
