"""Strict nbval: each committed notebook, run again, gives the outputs that are stored in it."""

import nbformat
import pytest

from workbook import paths

BUILT = sorted([*paths.COURSE.glob("*.ipynb"), *paths.SOLUTIONS.glob("*/*.ipynb")])


@pytest.mark.parametrize("notebook", BUILT, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_running_it_again_gives_the_stored_outputs(notebook, tmp_path, monkeypatch):
    # A fresh folder for the learner's copies: the notebooks must not meet a real one.
    monkeypatch.setenv("WORKBOOK_MY_WORK", str(tmp_path / "my_work"))
    monkeypatch.setenv("PYTHONPATH", str(paths.ROOT))
    # In this process, whose kernels start at once.
    options = ["-o", "addopts=", "--nbval", "-q", "-p", "no:cacheprovider"]
    assert pytest.main([*options, str(notebook)]) == 0


@pytest.mark.parametrize("notebook", BUILT, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_each_code_cell_has_a_count(notebook):
    # nbval skips, in silence, the comparison of a cell that has no execution count.
    for cell in nbformat.read(notebook, as_version=4).cells:
        if cell.cell_type == "code" and cell.source:
            assert cell.execution_count, cell.source
