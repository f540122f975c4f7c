"""A learner's copies: made once, never overwritten."""

import json
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from workbook import paths
from workbook.errors import Problem
from workbook.feedback import lay_out
from workbook.feedback.my_work import release


@pytest.fixture
def exercises(tmp_path):
    folder = tmp_path / "exercises"
    for name in ("03_case_study", "04_content_tips"):
        write(folder, name, f"# {name}")
    (folder / ".ipynb_checkpoints").mkdir()
    (folder / ".ipynb_checkpoints/x.ipynb").write_text("no exercise")
    return folder


@pytest.fixture
def place(tmp_path):
    return tmp_path / "my_work"


def write(folder: Path, name: str, source: str, file: str = "") -> Path:
    path = folder / name / f"{file or name}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    cell = new_code_cell(source, id="answer", metadata={"workbook": {"question": "q"}})
    notebook = new_notebook(cells=[cell], metadata={"workbook": {"source": "modules/x.md"}})
    nbformat.write(notebook, path)
    return path


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


def test_each_exercise_gets_a_copy(exercises, place):
    told = lay_out(exercises=exercises, place=place)
    assert list(told) == [
        "Your copy is ready: my_work/03_case_study.ipynb",
        "Your copy is ready: my_work/04_content_tips.ipynb",
    ]
    assert names(place) == ["03_case_study.ipynb", "04_content_tips.ipynb"]
    copy = nbformat.read(place / "03_case_study.ipynb", as_version=4)
    nbformat.validate(copy)
    original = nbformat.read(exercises / "03_case_study/03_case_study.ipynb", as_version=4)
    assert copy.cells == original.cells
    assert copy.metadata.workbook.source == "modules/x.md"


def test_nothing_is_ever_overwritten(exercises, place):
    lay_out(exercises=exercises, place=place)
    mine = place / "03_case_study.ipynb"
    work = mine.read_text().replace("# 03_case_study", "people_low = 30")
    mine.write_text(work)
    (place / "04_content_tips.ipynb").write_text("not even a notebook")
    before = {file.name: file.read_bytes() for file in place.iterdir()}
    first = lay_out("03_case_study", exercises=exercises, place=place)
    assert list(first) == ["Your copy is ready: my_work/03_case_study.ipynb"]
    lay_out(exercises=exercises, place=place)
    assert {name: (place / name).read_bytes() for name in before} == before


def test_a_newer_release_is_laid_beside_once(exercises, place):
    lay_out(exercises=exercises, place=place)
    mine = (place / "03_case_study.ipynb").read_bytes()
    write(exercises, "03_case_study", "# better")
    (told, other) = lay_out(exercises=exercises, place=place)
    assert "my_work/03_case_study (new version 2).ipynb" in told
    assert "as you left it: my_work/03_case_study.ipynb" in told
    assert "newer" not in other
    assert (place / "03_case_study.ipynb").read_bytes() == mine
    assert "# better" in (place / "03_case_study (new version 2).ipynb").read_text()
    again = lay_out(exercises=exercises, place=place)
    assert not any("newer" in sentence for sentence in again)
    assert len(names(place)) == 3
    write(exercises, "03_case_study", "# better still")
    lay_out(exercises=exercises, place=place)
    assert "03_case_study (new version 3).ipynb" in names(place)


def test_a_rebuild_without_new_text_is_no_new_release(exercises, place):
    lay_out(exercises=exercises, place=place)
    file = exercises / "03_case_study/03_case_study.ipynb"
    notebook = json.loads(file.read_text())
    notebook["metadata"]["workbook"]["hash"] = "other"
    notebook["nbformat_minor"] = 4
    notebook["cells"][0]["source"] = "".join(notebook["cells"][0]["source"])
    notebook["cells"][0]["id"] = "another"
    file.write_text(json.dumps(notebook))
    lay_out(exercises=exercises, place=place)
    assert len(names(place)) == 2


def test_a_learner_may_rename_move_and_delete(exercises, place):
    lay_out(exercises=exercises, place=place)
    (place / "old").mkdir()
    (place / "03_case_study.ipynb").rename(place / "old/my first try.ipynb")
    (place / "04_content_tips.ipynb").unlink()
    lay_out(exercises=exercises, place=place)
    assert names(place) == ["03_case_study.ipynb", "04_content_tips.ipynb", "old"]
    assert names(place / "old") == ["my first try.ipynb"]


def test_a_newer_release_under_a_learners_own_name_is_not_brought_again(exercises, place):
    lay_out(exercises=exercises, place=place)
    write(exercises, "03_case_study", "# better")
    lay_out(exercises=exercises, place=place)
    (place / "03_case_study (new version 2).ipynb").rename(place / "mine.ipynb")
    told = lay_out("03_case_study", exercises=exercises, place=place)
    assert len(told) == 1
    assert names(place) == ["03_case_study.ipynb", "04_content_tips.ipynb", "mine.ipynb"]
    assert [copy.name for copy in told.copies] == ["03_case_study.ipynb", "mine.ipynb"]


def test_what_the_learner_made_does_no_harm(exercises, place):
    place.mkdir()
    (place / "notes.ipynb").write_bytes(b"\xff")
    (place / "list.ipynb").write_text('{"cells": [], "metadata": []}')
    (place / ".ipynb_checkpoints").mkdir()
    (place / ".ipynb_checkpoints/03_case_study-checkpoint.ipynb").write_text("{}")
    lay_out(exercises=exercises, place=place)
    assert (place / "notes.ipynb").read_bytes() == b"\xff"
    assert "03_case_study.ipynb" in names(place)


def test_an_assignment_with_two_notebooks_gives_two_copies(exercises, place):
    write(exercises, "04_content_tips", "# extra", file="hooks")
    lay_out("04_content_tips", exercises=exercises, place=place)
    assert names(place) == ["04_content_tips hooks.ipynb", "04_content_tips.ipynb"]


def test_a_lone_notebook_of_any_name_gets_the_assignments_name(tmp_path, place):
    write(tmp_path / "exercises", "05_community", "# x", file="exercise")
    lay_out(exercises=tmp_path / "exercises", place=place)
    assert names(place) == ["05_community.ipynb"]


def test_an_unknown_assignment_offers_what_looks_alike(exercises, place):
    with pytest.raises(Problem, match="Perhaps: 03_case_study"):
        lay_out("3_case_study", exercises=exercises, place=place)
    assert not place.exists()


def test_a_folder_that_cannot_be_written_is_a_problem(exercises, place):
    place.write_text("a file where the folder should be")
    with pytest.raises(Problem, match="could not be put into the folder"):
        lay_out(exercises=exercises, place=place)
    assert place.read_text() == "a file where the folder should be"


def test_a_full_disk_leaves_no_half_copy(exercises, place, monkeypatch):
    really = Path.open

    def full(self, mode="r", **options):
        opened = really(self, mode, **options)
        if mode == "x":
            opened.write("the first half")
            monkeypatch.setattr(opened, "write", fail)
        return opened

    def fail(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(Problem, match="No space left"):
        lay_out(exercises=exercises, place=place)
    assert names(place) == []


def test_in_a_notebook_it_links_to_the_copies(exercises, tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    monkeypatch.setattr(paths, "EXERCISES", exercises)
    monkeypatch.setattr(paths, "MY_WORK", tmp_path / "my_work")
    monkeypatch.delenv("WORKBOOK_MY_WORK", raising=False)
    (tmp_path / "course").mkdir()
    monkeypatch.chdir(tmp_path / "course")
    bundle = lay_out("03_case_study")._repr_mimebundle_()
    assert bundle["text/plain"] == "Your copy is ready: my_work/03_case_study.ipynb"
    assert '<a href="../my_work/03_case_study.ipynb">03_case_study.ipynb</a>' in bundle["text/html"]
    monkeypatch.setenv("WORKBOOK_MY_WORK", str(tmp_path.parent / "elsewhere"))
    assert "<a " not in lay_out("03_case_study")._repr_mimebundle_()["text/html"]


def test_a_release_is_its_text():
    one = {"cells": [{"cell_type": "code", "source": "x = 1", "metadata": {}}]}
    other = {"cells": [{"cell_type": "code", "source": ["x ", "= 1"], "metadata": {"a": 1}}]}
    assert release(one) == release(other)
    for change in ({"cell_type": "markdown"}, {"source": "x = 2"}):
        assert release({"cells": [one["cells"][0] | change]}) != release(one)
