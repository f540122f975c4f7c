"""A trainer's course folder to try nbgrader in. Its commands run inside the tests' own process.

nbgrader's own tests call its commands in the same way: as programs, each would spend four seconds
on imports.
"""

import contextlib
import os
import shutil
import sys
from pathlib import Path

import nbformat
from nbgrader.tests import run_nbgrader

from workbook import paths

ASSIGNMENT = "03_case_study"
FILE = f"{ASSIGNMENT}.ipynb"


def make_course(folder: Path) -> Path:
    """A course with our settings and solutions, and nothing else."""
    (folder / "class").mkdir(parents=True)
    shutil.copy(paths.ROOT / "nbgrader_config.py", folder)
    shutil.copytree(paths.SOLUTIONS, folder / "solutions")
    return folder


def nbgrader(place: Path, *arguments: str, code: int = 0) -> str:
    """Run ``nbgrader`` in the folder ``place``, and expect its exit ``code``. Returns its log."""
    variables = {
        # alembic, which nbgrader starts, stands beside the Python that is running
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "PYTHONPATH": str(paths.ROOT),
        "WORKBOOK_MY_WORK": str(place / "my_work"),
    }
    environ, before = os.environ, dict(os.environ)
    os.environ.update(variables)
    try:
        with contextlib.chdir(place):
            log: str = run_nbgrader(list(arguments), retcode=code)
            return log
    finally:
        # nbgrader leaves variables behind, and a plain dict in the place of os.environ, which
        # later tests' own programs would not be told of.
        os.environ = environ  # noqa: B003  # not to clear it, but to have it back
        os.environ.clear()
        os.environ.update(before)


def answer(notebook: Path, answers: dict[str, str]) -> None:
    """Put ``answers`` into the answer cells of a notebook file, by question."""
    content = nbformat.read(notebook, as_version=4)
    for cell in content.cells:
        name = cell.metadata.get("workbook", {}).get("question")
        if name in answers:
            cell.source = answers[name]
    nbformat.write(content, notebook)
