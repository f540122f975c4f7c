"""Each exercise on tables of another seed, as a class with its own numbers meets it."""

import contextlib
from pathlib import Path

import pytest

from workbook import paths
from workbook.build import exercise, source, wrong
from workbook.errors import Problem

EXERCISES = sorted(paths.MODULES.glob("*/exercise.md"))


@pytest.mark.parametrize("path", EXERCISES, ids=lambda path: path.parent.name)
def test_every_answer_gets_its_score_on_other_tables(path, other_tables, monkeypatch):
    monkeypatch.setenv("WORKBOOK_DATA", str(other_tables))
    questions = source.read(path)
    notebook = exercise.solution_notebook(questions)
    source.stable_ids(notebook.cells, questions.module)
    tried = list(wrong.tried(questions, notebook))
    stated = {one.answer.path.name: one.answer.elsewhere for one in tried}
    assert {one.answer.path.name: one.got for one in tried} == stated
    for answer, got, _, said in tried:
        assert got != answer.score or answer.says in said


@pytest.mark.parametrize("path", EXERCISES, ids=lambda path: path.parent.name)
def test_each_question_has_two_wrong_answers_or_more(path):
    questions = source.read(path)
    asked = wrong.possible(exercise.solution_notebook(questions))
    answers = [one.question for one in wrong.read(path.parent)]
    assert {name: answers.count(name) for name in asked if answers.count(name) < 2} == {}


@pytest.mark.parametrize(
    ("got", "here", "there"),
    [(1, True, True), (2, False, True), (3, False, False)],
    ids=["as stated", "nearer", "all points"],
)
def test_a_wrong_answer_may_come_nearer_on_the_tables_of_a_class(got, here, there, monkeypatch):
    answer = wrong.Wrong(Path("one.typed.py"), "one", "", score=1, says="Too low", elsewhere=0)
    tried = [wrong.Tried(answer, got, possible=3, said="one: Too low.")]
    monkeypatch.setattr(wrong, "tried", lambda *_: tried)
    for verify, passes in ((wrong.verify, here), (wrong.verify_elsewhere, there)):
        fault = pytest.raises(Problem, match=f"but gets {got}: one: Too low")
        with contextlib.nullcontext() if passes else fault:
            verify(None, None)
