"""nbgrader itself, unmodified, marks the built exercise as the build says it should."""

import shutil
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader_course import ASSIGNMENT, FILE, answer, make_course, nbgrader

from workbook import paths
from workbook.build import wrong


def hand_in(course: Path, learner: str, answers: dict[str, str], base: Path) -> None:
    folder = course / "class" / "submitted" / learner / ASSIGNMENT
    folder.mkdir(parents=True)
    shutil.copy(base / ASSIGNMENT / FILE, folder)
    answer(folder / FILE, answers)


@pytest.fixture(scope="module")
def marked(tmp_path_factory):
    """Scores by learner and question, after one run of nbgrader over a whole class."""
    course = make_course(tmp_path_factory.mktemp("course") / "trainer")
    nbgrader(course, "generate_assignment", ASSIGNMENT)
    hand_in(course, "reference", {}, course / "solutions")
    hand_in(course, "untouched", {}, course / "exercises")
    # Questions stand alone, so one submission can hold one wrong answer of each.
    rounds: list[dict[str, wrong.Wrong]] = []
    for one in wrong.read(paths.MODULES / ASSIGNMENT):
        place = next((r for r in rounds if one.question not in r), None)
        if place is None:
            rounds.append(place := {})
        place[one.question] = one
    for number, answers in enumerate(rounds):
        codes = {name: one.code for name, one in answers.items()}
        hand_in(course, f"wrong_{number}", codes, course / "solutions")
    nbgrader(course, "autograde", ASSIGNMENT)
    scores: dict[str, dict[str, float]] = {}
    with Gradebook(f"sqlite:///{course}/class/gradebook.db") as book:
        for submission in book.assignment_submissions(ASSIGNMENT):
            mine = scores.setdefault(submission.student.id, {})
            for grade in submission.notebooks[0].grades:
                name = grade.name.split("_check_")[0]
                mine[name] = mine.get(name, 0.0) + (grade.auto_score or 0.0)
    return course, scores, rounds


def possible():
    notebook = nbformat.read(paths.SOLUTIONS / ASSIGNMENT / FILE, as_version=4)
    return wrong.possible(notebook)


def test_the_reference_gets_full_marks(marked):
    _, scores, _ = marked
    for name, points in possible().items():
        assert scores["reference"][name] == points


def test_the_untouched_exercise_gets_nothing(marked):
    _, scores, _ = marked
    assert sum(scores["untouched"].values()) == 0


def test_each_wrong_answer_gets_the_score_it_states(marked):
    _, scores, rounds = marked
    for number, answers in enumerate(rounds):
        for name, one in answers.items():
            assert scores[f"wrong_{number}"][name] == one.score, one.path.name


def test_the_release_equals_the_committed_one(marked):
    course, _, _ = marked
    made = (course / "exercises" / ASSIGNMENT / FILE).read_bytes()
    assert made == (paths.EXERCISES / ASSIGNMENT / FILE).read_bytes()


def test_a_feedback_page_holds_the_reason(marked):
    course, _, _ = marked
    nbgrader(course, "generate_feedback", ASSIGNMENT, "--student=wrong_0")
    page = course / "class" / "feedback" / "wrong_0" / ASSIGNMENT / f"{ASSIGNMENT}.html"
    text = page.read_text(encoding="utf-8")
    assert "Not yet" in text or "Partly right" in text
