"""Each exercise on tables of another seed, as a class with its own numbers meets it."""

import pytest

from workbook import paths
from workbook.build import exercise, source, wrong

EXERCISES = sorted(paths.MODULES.glob("*/exercise.md"))


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
