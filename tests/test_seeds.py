"""Each exercise on tables of another seed, as a class with its own numbers meets it."""

import pytest

from workbook import paths, samples
from workbook.build import exercise, source, wrong
from workbook.samples.package import build

EXERCISES = sorted(paths.MODULES.glob("*/exercise.md"))
SEED = 2


@pytest.fixture(scope="module")
def other_tables(tmp_path_factory):
    """A data folder of another seed."""
    folder = tmp_path_factory.mktemp("data")
    for name, content in build(SEED).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


def test_the_seed_is_another_one():
    assert samples.SEED != SEED


@pytest.mark.parametrize("path", EXERCISES, ids=lambda path: path.parent.name)
def test_every_answer_gets_its_score_on_other_tables(path, other_tables, monkeypatch):
    monkeypatch.setenv("WORKBOOK_DATA", str(other_tables))
    questions = source.read(path)
    notebook = exercise.solution_notebook(questions)
    source.stable_ids(notebook.cells, questions.module)
    wrong.verify(questions, notebook, elsewhere=True)


@pytest.mark.parametrize("path", EXERCISES, ids=lambda path: path.parent.name)
def test_each_question_has_two_wrong_answers_or_more(path):
    questions = source.read(path)
    asked = wrong.possible(exercise.solution_notebook(questions))
    answers = [one.question for one in wrong.read(path.parent)]
    assert {name: answers.count(name) for name in asked if answers.count(name) < 2} == {}
