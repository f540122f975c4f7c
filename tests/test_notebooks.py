"""Strict nbval: each committed notebook, run again, gives the outputs that are stored in it."""

import os
import subprocess
import sys

import nbformat
import pytest

from workbook import paths

BUILT = sorted([*paths.COURSE.glob("*.ipynb"), *paths.SOLUTIONS.glob("*/*.ipynb")])


@pytest.mark.parametrize("notebook", BUILT, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_running_it_again_gives_the_stored_outputs(notebook, tmp_path):
    # A fresh folder for the learner's copies: the notebooks must not meet a real one.
    surroundings = {
        **os.environ,
        "PYTHONPATH": str(paths.ROOT),
        "WORKBOOK_MY_WORK": str(tmp_path / "my_work"),
    }
    command = [sys.executable, "-m", "pytest", "--nbval", "-q", "-n0", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, str(notebook)], env=surroundings, capture_output=True, text=True, timeout=200
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]


@pytest.mark.parametrize("notebook", BUILT, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_each_code_cell_has_a_count(notebook):
    # nbval skips, in silence, the comparison of a cell that has no execution count.
    for cell in nbformat.read(notebook, as_version=4).cells:
        if cell.cell_type == "code" and cell.source:
            assert cell.execution_count, cell.source
