"""The verb ``grade`` on a whole class: what it leaves behind, and what nbgrader makes of it."""

import csv
import json
import shutil
import sqlite3
import threading
import time
import zipfile
from pathlib import Path

import nbformat
import pytest
import small_class
from nbgrader.api import Gradebook
from nbgrader_course import ASSIGNMENT, FILE, answer, make_course, nbgrader

from workbook import cli, paths
from workbook.grading import command


def hand_in(course: Path, learner: str, solved: bool, answers: dict[str, str] | None = None):
    folder = course / "class" / "submitted" / learner / ASSIGNMENT
    folder.mkdir(parents=True, exist_ok=True)
    base = paths.SOLUTIONS if solved else paths.EXERCISES
    shutil.copy(base / ASSIGNMENT / FILE, folder)
    answer(folder / FILE, answers or {})
    return folder


def grade(course: Path, *words: str) -> int:
    return cli.main(["grade", "--course", str(course), "--workers", "2", *words])


@pytest.fixture(scope="module")
def template(tmp_path_factory) -> Path:
    """A course with its gradebook and three submissions, none of them marked."""
    course = make_course(tmp_path_factory.mktemp("class") / "template")
    shutil.rmtree(course / "solutions")
    shutil.copytree(paths.SOLUTIONS / ASSIGNMENT, course / "solutions" / ASSIGNMENT)
    hand_in(course, "right", solved=True)
    hand_in(course, "untouched", solved=False)
    wrong = {"turnout_range": "people_low = 1\npeople_high = 412"}
    hand_in(course, "half", solved=True, answers=wrong)
    (course / "class/submitted/half" / ASSIGNMENT / "timestamp.txt").write_text("2026-05-30 12:00")
    return course


@pytest.fixture(scope="module")
def marked(template, tmp_path_factory) -> Path:
    course = tmp_path_factory.mktemp("marked") / "course"
    shutil.copytree(template, course)
    assert grade(course) == 0
    return course


@pytest.fixture
def course(marked, tmp_path) -> Path:
    """A marked class of its own for a test that changes it."""
    shutil.copytree(marked, tmp_path / "course")
    return tmp_path / "course"


def scores(course: Path, learner: str) -> dict[str, float | None]:
    with Gradebook(f"sqlite:///{course}/class/gradebook.db") as book:
        notebook = book.find_submission(ASSIGNMENT, learner).notebooks[0]
        return {grade.name: grade.score for grade in notebook.grades}


def at(course: Path) -> dict[str, str]:
    """When each learner was marked."""
    with sqlite3.connect(course / "class" / "gradebook.db") as book:
        return dict(book.execute("SELECT learner, at FROM workbook_marked"))


def test_nbgrader_can_release_the_pages(marked):
    """It looks for the time of handing in beside each page."""
    folder = marked / "class/feedback/half" / ASSIGNMENT
    assert (folder / "timestamp.txt").read_text().startswith("2026-05-30 12:00")


def test_an_assignment_is_taken_into_a_gradebook_that_does_not_have_it(marked):
    given_out = nbformat.read(paths.SOLUTIONS / ASSIGNMENT / FILE, as_version=4)
    possible = {
        cell.metadata.nbgrader.grade_id: cell.metadata.nbgrader.points
        for cell in given_out.cells
        if cell.metadata.get("nbgrader", {}).get("grade")
    }
    right = scores(marked, "right")
    assert set(right) == set(possible)
    checks = {name: points for name, points in possible.items() if "_check_" in name}
    assert {name: right[name] for name in checks} == checks
    assert set(scores(marked, "untouched").values()) == {0.0}
    assert not (marked / "exercises").exists()


def test_nbgraders_folders_hold_the_marked_notebooks_and_the_pages(marked):
    folder = marked / "class" / "autograded" / "half" / ASSIGNMENT
    notebook = nbformat.read(folder / FILE, as_version=4)
    nbformat.validate(notebook)
    assert any(cell.get("outputs") for cell in notebook.cells)
    assert (folder / "timestamp.txt").read_text().startswith("2026-05-30 12:00:00")
    feedback = marked / "class" / "feedback" / "half" / ASSIGNMENT
    page = (feedback / f"{ASSIGNMENT}.html").read_text(encoding="utf-8")
    assert "BEGIN HIDDEN" not in page
    assert "Check(" not in page
    marks = json.loads((feedback / "marks.json").read_text(encoding="utf-8"))
    assert marks["learner"] == "half"
    assert not (marked / "class" / "autograded" / ".part").exists()


def test_the_class_has_a_page_without_names_and_tables_with_them(marked):
    folder = marked / "class" / "reports"
    page = (folder / f"{ASSIGNMENT}.html").read_text(encoding="utf-8")
    assert ASSIGNMENT in page
    assert "untouched" not in page
    rows = list(csv.DictReader((folder / "gradebook.csv").open(encoding="utf-8-sig")))
    assert len(rows) == 3
    assert {"moodle.csv", "canvas.csv"} <= {path.name for path in folder.iterdir()}


def test_what_is_the_same_is_not_marked_again_and_what_changed_is(course):
    before = at(course)
    hand_in(course, "untouched", solved=True)
    assert grade(course) == 0
    after = at(course)
    assert {one for one in before if before[one] != after[one]} == {"untouched"}
    assert sum(score or 0 for score in scores(course, "untouched").values()) == 19.0


def test_points_and_words_of_a_person_stay_and_come_onto_the_page(course):
    with Gradebook(f"sqlite:///{course}/class/gradebook.db") as book:
        grade_row = book.find_grade("case_reflection", ASSIGNMENT, ASSIGNMENT, "right")
        grade_row.manual_score, grade_row.extra_credit = 2.5, 0.5
        grade_row.needs_manual_grade = False
        check = book.find_grade("turnout_range_check_1", ASSIGNMENT, ASSIGNMENT, "half")
        check.manual_score = 1.0
        comment = book.find_comment("case_reflection", ASSIGNMENT, ASSIGNMENT, "right")
        comment.manual_comment = "A **clear** answer."
        book.db.commit()
    assert grade(course) == 0  # nothing to mark, but the pages have something new to say
    page = course / "class" / "feedback" / "right" / ASSIGNMENT / f"{ASSIGNMENT}.html"
    assert "<strong>clear</strong>" in page.read_text(encoding="utf-8")
    rows = csv.DictReader((course / "class/reports/gradebook.csv").open(encoding="utf-8-sig"))
    totals = {row["learner"]: float(row["score"]) for row in rows}
    assert totals["right"] == 22.0
    assert grade(course, "--again") == 0
    assert scores(course, "right")["case_reflection"] == 3.0  # 2.5 and the half for more
    assert scores(course, "half")["turnout_range_check_1"] == 1.0
    with Gradebook(f"sqlite:///{course}/class/gradebook.db") as book:
        check = book.find_grade("turnout_range_check_1", ASSIGNMENT, ASSIGNMENT, "half")
        assert check.needs_manual_grade
        assert check.auto_score < 2.0


def test_a_late_submission_loses_what_the_course_says(course):
    settings = course / "nbgrader_config.py"
    settings.write_text(
        settings.read_text(encoding="utf-8") + "c.LateSubmissionPlugin.penalty_method = 'zero'\n",
        encoding="utf-8",
    )
    with Gradebook(f"sqlite:///{course}/class/gradebook.db") as book:
        book.update_or_create_assignment(ASSIGNMENT, duedate="2026-05-29 12:00")
    assert grade(course, "--again") == 0
    with Gradebook(f"sqlite:///{course}/class/gradebook.db") as book:
        late = book.find_submission(ASSIGNMENT, "half")
        assert late.late_submission_penalty == late.score > 0
        assert book.find_submission(ASSIGNMENT, "right").late_submission_penalty == 0


def test_nbgraders_own_feedback_and_export_work_on_the_result(course):
    shutil.rmtree(course / "class" / "feedback")
    nbgrader(course, "generate_feedback", ASSIGNMENT)
    page = course / "class" / "feedback" / "right" / ASSIGNMENT / f"{ASSIGNMENT}.html"
    assert "Points: 2 of 2" in page.read_text(encoding="utf-8")
    nbgrader(course, "export", "--to", str(course / "grades.csv"))
    rows = {row["student_id"]: row for row in csv.DictReader((course / "grades.csv").open())}
    assert float(rows["right"]["score"]) == 19.0


def test_nbgrader_itself_can_mark_again_what_we_have_marked(course):
    ours = scores(course, "half")
    nbgrader(course, "autograde", ASSIGNMENT, "--force", "--student=half")
    assert scores(course, "half") == ours


def test_the_zip_of_a_platform_is_marked(template, tmp_path):
    course = tmp_path / "course"
    shutil.copytree(template, course)
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.write(
            paths.SOLUTIONS / ASSIGNMENT / FILE,
            f"A Learner_1234567_assignsubmission_file_/{FILE}",
        )
    assert grade(course, ASSIGNMENT, "--from", str(tmp_path / "all.zip")) == 0
    (learner,) = at(course)
    assert "1234567" in learner
    assert sum(score or 0 for score in scores(course, learner).values()) == 19.0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["no_such"], "There is no assignment no_such"),
        (["--from", "nowhere"], "nowhere"),
        (["--course", "nowhere"], "There is no folder"),
        (["--executor", "slurm://x"], "dask://"),
    ],
)
def test_a_mistake_is_a_sentence_and_no_traceback(marked, words, said, capsys, monkeypatch):
    monkeypatch.chdir(marked)
    if "--course" not in words:
        words = ["--course", str(marked), *words]
    assert cli.main(["grade", *words]) == 1
    told = capsys.readouterr()
    assert said in told.err
    assert "Traceback" not in told.err


def test_a_damaged_gradebook_is_named(course, capsys):
    (course / "class" / "gradebook.db").write_bytes(b"no database")
    assert grade(course) == 1
    assert "gradebook.db cannot be used" in capsys.readouterr().err


def test_a_submission_that_arrives_is_marked_and_ctrl_c_ends_it(template, tmp_path, monkeypatch):
    course = tmp_path / "course"
    shutil.copytree(template, course)
    shutil.rmtree(course / "class" / "submitted")
    (course / "class" / "submitted").mkdir()
    told = threading.Event()
    monkeypatch.setattr(command, "_stoppable", lambda: _Stopped(told))
    code: list[int] = []
    watch = threading.Thread(target=lambda: code.append(grade(course, ASSIGNMENT, "--watch")))
    watch.start()
    try:
        _wait(lambda: (course / "class" / "reports" / "gradebook.csv").exists())
        half = hand_in(course, "writing", solved=True) / FILE
        whole = half.read_bytes()
        half.write_bytes(whole[: len(whole) // 2])
        hand_in(course, "quick", solved=True)
        _wait(lambda: "quick" in at(course))
        assert "writing" not in at(course)
        half.write_bytes(whole)
        _wait(lambda: "writing" in at(course))
        first = at(course)["quick"]
    finally:
        told.set()
        watch.join(30)
    assert code == [0]
    assert at(course)["quick"] == first
    assert sum(score or 0 for score in scores(course, "writing").values()) == 19.0


class _Stopped:
    """In place of the signals of a terminal, which reach the main thread only."""

    def __init__(self, told: threading.Event) -> None:
        self._told = told

    def __enter__(self):
        return self._told.is_set

    def __exit__(self, *_: object) -> None: ...


def _wait(ready, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if ready():
                return
        except sqlite3.OperationalError:
            pass
        time.sleep(0.1)
    raise AssertionError("it did not come")


def test_an_assignment_whose_checks_need_more_than_values_is_left_to_nbgrader(tmp_path, capsys):
    course = small_class.make(tmp_path / "course")
    path = course / "source" / small_class.NAME / f"{small_class.NAME}.ipynb"
    book = nbformat.read(path, as_version=4)
    book.cells[1].source = "### BEGIN SOLUTION\nclass Box:\n    size = 3\n### END SOLUTION"
    book.cells[2].source = "assert Box().size == 3"
    nbformat.write(book, path)
    folder = course / "submitted" / "ada" / small_class.NAME
    folder.mkdir(parents=True)
    shutil.copy(path, folder)
    assert grade(course) == 1
    said = capsys.readouterr().out
    assert "the author's own answers do not get full points for double_check" in said
    assert at_all(course) == {}


def test_the_reference_is_marked_once_and_not_in_the_gradebook(marked):
    with sqlite3.connect(marked / "class" / "gradebook.db") as book:
        assert [row[0] for row in book.execute("SELECT assignment FROM workbook_proved")] == [
            ASSIGNMENT
        ]
        assert book.execute("SELECT count(*) FROM student").fetchone() == (3,)


def at_all(course: Path) -> dict[str, str]:
    with sqlite3.connect(course / "gradebook.db") as book:
        return dict(book.execute("SELECT learner, at FROM workbook_marked"))
