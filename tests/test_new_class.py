"""A class with tables of its own: the public numbers are worth nothing there, the functions all."""

import datetime
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook
from nbgrader_course import answer, nbgrader

from workbook import classes, cli, paths, samples
from workbook.build import wrong
from workbook.errors import Problem

SEED = 2  # as in test_seeds, which shows that every answer gets its score there
ASSIGNMENT = "03_case_study"
ASSIGNMENTS = sorted(path.parent.name for path in paths.MODULES.glob("*/exercise.md"))
ROSTER = "id,first_name,last_name\nfunctions,Fay,Func\ntyped,Ty,Ped\nuntouched,Una,Touched\n"


def run(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A command as a trainer types it in the class's folder: no variable names the tables."""
    kept = {name: value for name, value in os.environ.items() if name != "WORKBOOK_DATA"}
    return subprocess.run(
        [sys.executable, "-P", "-m", "workbook", *words],
        cwd=folder,
        env={**kept, "PYTHONPATH": str(paths.ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )


@pytest.fixture(scope="module")
def riders(tmp_path_factory) -> Path:
    place = tmp_path_factory.mktemp("classes")
    (place / "people.csv").write_text(ROSTER)
    words = ["new-class", "riders", "--seed", str(SEED), "--roster", str(place / "people.csv")]
    dates = ["--due", "2026-12-05", "--due", f"{ASSIGNMENT}=2026-12-01T12:00+00:00"]
    with pytest.MonkeyPatch.context() as patch:  # in this process, whose kernels start at once
        patch.delenv("WORKBOOK_DATA", raising=False)
        patch.chdir(place)
        assert cli.main([*words, *dates, "--folder", str(place)]) == 0
    return place / "riders"


def typed_in(assignment: str) -> list[wrong.Wrong]:
    """Answers that are numbers of the public tables, with what they are worth on others."""
    answers = wrong.read(paths.MODULES / assignment)
    return [one for one in answers if one.path.name.endswith(".typed_in.py")]


def hand_in(riders: Path, assignment: str) -> None:
    file = f"{assignment}/{assignment}.ipynb"
    typed = {one.question: one.code for one in typed_in(assignment)}
    for learner in ("functions", "typed", "untouched"):
        target = riders / "submitted" / learner / file
        target.parent.mkdir(parents=True)
        # The reference answers are those of the public repository, made on its own tables.
        public = learner == "functions"
        shutil.copy((paths.SOLUTIONS if public else riders / "exercises") / file, target)
        answer(target, typed if learner == "typed" else {})


def scores(folder: Path, assignment: str) -> dict[str, dict[str, float]]:
    """Points by learner and question."""
    found: dict[str, dict[str, float]] = {}
    with Gradebook(f"sqlite:///{folder}/gradebook.db") as book:
        for submission in book.assignment_submissions(assignment):
            mine = found.setdefault(submission.student.id, {})
            for grade in submission.notebooks[0].grades:
                question = grade.name.split("_check_")[0]
                mine[question] = mine.get(question, 0.0) + (grade.auto_score or 0.0)
    return found


@pytest.fixture(scope="module")
def by_us(riders, tmp_path_factory) -> Path:
    """All assignments, marked by our engine."""
    folder = tmp_path_factory.mktemp("ours") / "moved"
    shutil.copytree(riders, folder)  # a class's folder can be moved
    for assignment in ASSIGNMENTS:
        hand_in(folder, assignment)
    run(folder, "grade", "--workers", "2")
    return folder


@pytest.fixture(scope="module")
def by_nbgrader(riders, tmp_path_factory) -> Path:
    """One assignment, marked by nbgrader's own command."""
    folder = tmp_path_factory.mktemp("theirs") / "moved"
    shutil.copytree(riders, folder)
    hand_in(folder, ASSIGNMENT)
    nbgrader(folder, "autograde", ASSIGNMENT)
    return folder


def possible(assignment: str) -> dict[str, float]:
    file = paths.SOLUTIONS / assignment / f"{assignment}.ipynb"
    return wrong.possible(nbformat.read(file, as_version=4))


def test_public_numbers_get_nothing_and_functions_full_marks_by_both_engines(by_us, by_nbgrader):
    ours, theirs = scores(by_us, ASSIGNMENT), scores(by_nbgrader, ASSIGNMENT)
    assert ours == theirs
    assert {one.question for one in typed_in(ASSIGNMENT)} == {"people_count", "worst_case_bounds"}
    assert ours["typed"]["people_count"] == ours["typed"]["worst_case_bounds"] == 0
    full = possible(ASSIGNMENT)
    assert {name: ours["functions"][name] for name in full} == full
    assert sum(ours["untouched"].values()) == 0


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_in_each_assignment_public_numbers_get_what_they_are_worth_elsewhere(by_us, assignment):
    found = scores(by_us, assignment)
    full = possible(assignment)
    assert {name: found["functions"][name] for name in full} == full
    for one in typed_in(assignment):
        assert found["typed"][one.question] == one.elsewhere < full[one.question]


def test_exercises_and_lessons_quote_the_tables_of_the_class(riders):
    seed = json.loads((riders / "data" / "datapackage.json").read_text())["seed"]
    assert seed == SEED
    for built in ("course", "exercises", "solutions", "trainer"):
        names = [one.relative_to(paths.ROOT) for one in (paths.ROOT / built).rglob("*.ipynb")]
        assert [name for name in names if not (riders / name).exists()] == []
    lesson = Path("course", "03_case_study.ipynb")
    assert (riders / lesson).read_text() != (paths.ROOT / lesson).read_text()


def test_people_and_dates_are_in_the_gradebook(riders):
    with Gradebook(f"sqlite:///{riders}/gradebook.db") as book:
        assert [one.id for one in book.students] == ["functions", "typed", "untouched"]
        assert book.find_student("typed").last_name == "Ped"
        dates = {one.name: one.duedate for one in book.assignments}
    assert sorted(dates) == ASSIGNMENTS
    assert dates[ASSIGNMENT] == datetime.datetime(2026, 12, 1, 12)  # noqa: DTZ001  (nbgrader's way)
    local = datetime.datetime(2026, 12, 5, 23, 59).astimezone(datetime.UTC)
    assert dates["05_community_tips"] == local.replace(tzinfo=None)


def test_names_of_the_roster_are_known_to_grade(riders, tmp_path):
    """A list of people is there, so a platform's zip needs no option to name them."""
    folder = tmp_path / "riders"
    shutil.copytree(riders, folder, ignore=shutil.ignore_patterns("course", "trainer", "*.zip"))
    name = f"Una Touched_4711_assignsubmission_file/{ASSIGNMENT}.ipynb"
    with zipfile.ZipFile(tmp_path / "moodle.zip", "w") as archive:
        archive.write(riders / "exercises" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb", name)
    run(folder, "grade", "--from", str(tmp_path / "moodle.zip"), "--workers", "1")
    assert list(scores(folder, ASSIGNMENT)) == ["untouched"]


def test_nbgrader_releases_from_the_class(riders, tmp_path):
    folder = tmp_path / "riders"
    shutil.copytree(riders, folder)
    made = folder / "exercises" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    before = made.read_bytes()
    made.unlink()
    run(folder, "nbgrader", "generate_assignment", ASSIGNMENT, "--force")
    assert made.read_bytes() == before


def test_learners_get_a_whole_course_with_the_tables_and_no_solutions(riders, tmp_path):
    with zipfile.ZipFile(riders / classes.FOR_LEARNERS) as archive:
        archive.extractall(tmp_path)
    course = tmp_path / "riders"
    for name in ("start.py", "requirements.txt", "course/00_start_here.ipynb"):
        assert (course / name).is_file()
    text = "".join(path.read_text(errors="replace") for path in course.rglob("*.ipynb"))
    assert "BEGIN SOLUTION" not in text
    assert "BEGIN HIDDEN" not in text
    assert list(course.rglob("exercise.md")) == []
    ask = "from workbook import data; print(len(data.load('rsvps_raw')), data.folder())"
    kept = {name: value for name, value in os.environ.items() if name != "WORKBOOK_DATA"}
    told = subprocess.run(
        [sys.executable, "-P", "-c", ask],
        cwd=tmp_path,
        env={**kept, "PYTHONPATH": str(course)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    rows = (riders / "data" / "rsvps_raw.csv").read_text().count("\n") - 1
    assert told == [str(rows), str(course / "data")]
    # Their Jupyter may trust the lessons.
    assert (
        subprocess.run(
            ["sha256sum", "--quiet", "-c", "workbook/shipped.sha256"], cwd=course, check=False
        ).returncode
        == 0
    )


def refused(*arguments: object, **options: object) -> str:
    with pytest.raises(Problem) as told:
        classes.new_class(*arguments, **options)
    return str(told.value)


def test_nothing_is_overwritten_and_mistakes_are_told(tmp_path):
    (tmp_path / "riders").mkdir()
    (tmp_path / "riders" / "mine.txt").write_text("mine")
    assert "already" in refused("riders", place=tmp_path)
    assert "name of a class" in refused("a/b", place=tmp_path)
    assert "public one" in refused("new", place=tmp_path, seed=samples.SEED)
    assert "is no date" in refused("new", place=tmp_path, due=["tomorrow"])
    assert "no assignment 99_x" in refused("new", place=tmp_path, due=["99_x=2026-12-01"])
    assert "cannot be read" in refused("new", place=tmp_path, people=tmp_path / "none.csv")
    assert [one.name for one in tmp_path.rglob("*")] == ["riders", "mine.txt"]


def test_a_seed_on_which_a_wrong_answer_gets_points_is_refused(tmp_path, monkeypatch):
    def unfit() -> None:
        raise Problem("by chance, a public number is right")

    monkeypatch.setattr(classes.course, "verify_elsewhere", unfit)
    told: list[str] = []
    assert "would not get" in refused("new", place=tmp_path, seed=SEED, told=told.append)
    assert len(told) == 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("seed", [105])  # that of docs/marking.md
def test_a_seed_that_nobody_has_chosen_with_care_fits(tmp_path, seed):
    assert classes._with_tables(tmp_path, seed, lambda sentence: None) == seed
