"""JupyterLab writes to a learner's own files, and never to those that the build made."""

import pytest

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
