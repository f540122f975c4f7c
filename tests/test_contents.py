"""JupyterLab writes to a learner's own files, and never to those that the build made."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from workbook.lab.contents import BUILT, CourseContents


@pytest.fixture
def files(tmp_path):
    for folder in (*BUILT, "my_work"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "page.txt").write_text("as it was")
    return CourseContents(root_dir=str(tmp_path))


@pytest.mark.parametrize("folder", BUILT)
def test_what_the_build_made_opens_read_only(files, folder):
    assert not files.is_writable(f"{folder}/page.txt")
    assert not files.is_writable(f"/{folder}")


def test_a_learners_own_file_can_be_saved(files):
    assert files.is_writable("my_work/page.txt")
    assert files.is_writable("")


def save(files, model, path):
    """Save, in a thread: Playwright leaves a loop running in this one."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(lambda: asyncio.run(files.save(model, path))).result()


LIVE = "application/vnd.jupyter.widget-view+json"


def test_a_saved_page_keeps_the_words_of_a_widget_and_not_what_ends_with_its_kernel(files):
    def output(data):
        return new_output("execute_result", data=data, execution_count=1)

    whole = output({LIVE: {"model_id": "x"}, "text/html": "<p>Run this cell</p>"})
    bare = output({LIVE: {"model_id": "x"}})  # nothing would be left of it
    cells = [new_code_cell("stuck()", outputs=[whole, bare]), new_markdown_cell("words")]
    model = {"type": "notebook", "format": "json", "content": new_notebook(cells=cells)}
    save(files, model, "my_work/mine.ipynb")
    saved = nbformat.read(f"{files.root_dir}/my_work/mine.ipynb", as_version=4)
    assert [dict(one.data) for one in saved.cells[0].outputs] == [
        {"text/html": "<p>Run this cell</p>"},
        {LIVE: {"model_id": "x"}},
    ]


def test_other_files_are_saved_as_they_are(files):
    text = {"type": "file", "format": "text", "content": f'{{"{LIVE}": 1}}'}
    save(files, text, "my_work/mine.txt")
    assert Path(files.root_dir, "my_work/mine.txt").read_text() == text["content"]
