"""nbgrader itself, unmodified, marks each built exercise as the build says it should."""

import html
import shutil
from pathlib import Path
from typing import NamedTuple

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader_course import answer, make_course, nbgrader

from workbook import cli, paths
from workbook.build import wrong

ASSIGNMENTS = sorted(folder.name for folder in paths.SOLUTIONS.iterdir() if folder.is_dir())


class Class(NamedTuple):
    """A whole class that has handed in every assignment."""

    course: Path
    rounds: dict[str, list[dict[str, wrong.Wrong]]]
    """By assignment: the wrong answers of learner ``wrong_0`` and so on, by question."""


class Marked(NamedTuple):
    """An assignment after one run of nbgrader over a whole class."""

    name: str
    course: Path
    scores: dict[str, dict[str, float]]
    """Points by learner and question."""
    rounds: list[dict[str, wrong.Wrong]]
    """The wrong answers of learner ``wrong_0`` and so on, by question."""


def hand_in(course: Path, name: str, learner: str, answers: dict[str, str], base: Path) -> None:
    folder = course / "class" / "submitted" / learner / name
    folder.mkdir(parents=True)
    shutil.copy(base / name / f"{name}.ipynb", folder)
    answer(folder / f"{name}.ipynb", answers)


@pytest.fixture(scope="module")
def handed_in(tmp_path_factory):
    course = make_course(tmp_path_factory.mktemp("course") / "trainer")
    rounds: dict[str, list[dict[str, wrong.Wrong]]] = {}
    for name in ASSIGNMENTS:
        nbgrader(course, "generate_assignment", name)
        hand_in(course, name, "reference", {}, course / "solutions")
        hand_in(course, name, "untouched", {}, course / "exercises")
        # Questions stand alone, so one submission can hold one wrong answer of each.
        packed = rounds[name] = []
        for one in wrong.read(paths.MODULES / name):
            place = next((r for r in packed if one.question not in r), None)
            if place is None:
                packed.append(place := {})
            place[one.question] = one
        for number, answers in enumerate(packed):
            codes = {question: one.code for question, one in answers.items()}
            hand_in(course, name, f"wrong_{number}", codes, course / "solutions")
    return Class(course, rounds)


@pytest.fixture(scope="module", params=ASSIGNMENTS)
def marked(request, handed_in):
    name, course = request.param, handed_in.course
    nbgrader(course, "autograde", name)
    scores: dict[str, dict[str, float]] = {}
    with Gradebook(f"sqlite:///{course}/class/gradebook.db") as book:
        for submission in book.assignment_submissions(name):
            mine = scores.setdefault(submission.student.id, {})
            for grade in submission.notebooks[0].grades:
                question = grade.name.split("_check_")[0]
                mine[question] = mine.get(question, 0.0) + (grade.auto_score or 0.0)
    return Marked(name, course, scores, handed_in.rounds[name])


def test_the_reference_gets_full_marks(marked):
    notebook = nbformat.read(paths.SOLUTIONS / marked.name / f"{marked.name}.ipynb", as_version=4)
    possible = wrong.possible(notebook)
    assert {question: marked.scores["reference"][question] for question in possible} == possible


def test_the_untouched_exercise_gets_nothing(marked):
    assert sum(marked.scores["untouched"].values()) == 0


def test_each_wrong_answer_gets_the_score_it_states(marked):
    for number, answers in enumerate(marked.rounds):
        for question, one in answers.items():
            assert marked.scores[f"wrong_{number}"][question] == one.score, one.path.name


def test_the_release_equals_the_committed_one(marked):
    file = Path(marked.name) / f"{marked.name}.ipynb"
    made = (marked.course / "exercises" / file).read_bytes()
    assert made == (paths.EXERCISES / file).read_bytes()


@pytest.fixture(scope="module")
def ours(handed_in, tmp_path_factory):
    """The same class, marked by our own engine: a course of its own with the same gradebook."""
    course = make_course(tmp_path_factory.mktemp("ours") / "trainer")
    shutil.copytree(handed_in.course / "class" / "submitted", course / "class" / "submitted")
    assert cli.main(["grade", "--course", str(course), "--workers", "2"]) == 0
    return course


def grades(course: Path, name: str) -> dict[tuple[str, str], tuple[float | None, bool, str | None]]:
    """Points of each cell, whether a person has to look, and nbgrader's own comment."""
    found = {}
    with Gradebook(f"sqlite:///{course}/class/gradebook.db") as book:
        for submission in book.assignment_submissions(name):
            for notebook in submission.notebooks:
                comments = {one.name: one.auto_comment for one in notebook.comments}
                for grade in notebook.grades:
                    found[submission.student.id, grade.name] = (
                        grade.auto_score,
                        grade.needs_manual_grade,
                        comments.get(grade.name),
                    )
    return found


def test_our_engine_gives_the_same_points_as_nbgrader(marked, ours):
    theirs = grades(marked.course, marked.name)
    assert len(theirs) > 10
    assert grades(ours, marked.name) == theirs


def shown(course: Path, name: str) -> list[tuple[str, int, int]]:
    """Of each marked notebook: how many pictures and how many other outputs it has."""
    found = []
    for path in sorted((course / "class" / "autograded").glob(f"*/{name}/{name}.ipynb")):
        outputs = [
            output
            for cell in nbformat.read(path, as_version=4).cells
            for output in cell.get("outputs", [])
        ]
        pictures = sum("image/png" in output.get("data", {}) for output in outputs)
        results = sum(output.output_type == "execute_result" for output in outputs)
        found.append((path.parts[-3], pictures, results))
    return found


def test_our_engine_shows_as_many_pictures_and_results(marked, ours):
    assert shown(ours, marked.name) == shown(marked.course, marked.name)


def test_our_feedback_page_holds_the_reason(marked, ours):
    page = ours / "class" / "feedback" / "wrong_0" / marked.name / f"{marked.name}.html"
    text = html.unescape(page.read_text(encoding="utf-8"))
    reasons = [one.says for one in marked.rounds[0].values()]
    assert [says for says in reasons if says not in text] == []
    assert "BEGIN HIDDEN" not in text


def test_a_feedback_page_holds_the_reason(marked):
    nbgrader(marked.course, "generate_feedback", marked.name, "--student=wrong_0")
    page = marked.course / "class" / "feedback" / "wrong_0" / marked.name / f"{marked.name}.html"
    text = page.read_text(encoding="utf-8")
    assert any(one.says in text for one in marked.rounds[0].values())
