"""An exercise goes through nbgrader's own commands, from the trainer to a learner and back."""

import contextlib
import re
import shutil
import sys
import zipfile
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader_course import ASSIGNMENT, FILE, answer, make_course, nbgrader

from workbook import cli, paths


@pytest.mark.skipif(sys.platform == "win32", reason="nbgrader has no exchange on Windows")
def test_an_exercise_goes_to_a_learner_and_comes_back_marked(tmp_path: Path) -> None:
    trainer = make_course(tmp_path / "trainer")
    learner, exchange = tmp_path / "learner", tmp_path / "exchange"
    for folder in (learner, exchange):
        folder.mkdir()
    exchange.chmod(0o777)
    shared = (
        f"--Exchange.root={exchange}",
        f"--Exchange.cache={tmp_path / 'cache'}",
        "--CourseDirectory.course_id=tiktok-for-organizing",
    )

    nbgrader(trainer, "generate_assignment", ASSIGNMENT, *shared)
    nbgrader(trainer, "release_assignment", ASSIGNMENT, *shared)
    nbgrader(learner, "fetch_assignment", ASSIGNMENT, *shared)
    mine = learner / ASSIGNMENT / FILE
    answer(mine, {"turnout_range": 'people_low = 30\npeople_high = 50\nride_reading = "b"'})
    nbgrader(learner, "validate", str(mine))
    nbgrader(learner, "submit", ASSIGNMENT, *shared)
    nbgrader(trainer, "collect", ASSIGNMENT, *shared)
    nbgrader(trainer, "autograde", ASSIGNMENT, *shared)
    nbgrader(trainer, "generate_feedback", ASSIGNMENT, *shared)
    nbgrader(trainer, "release_feedback", ASSIGNMENT, *shared)
    nbgrader(learner, "fetch_feedback", ASSIGNMENT, *shared)

    with Gradebook(f"sqlite:///{trainer}/class/gradebook.db") as book:
        (submission,) = book.assignment_submissions(ASSIGNMENT)
        scores = {grade.name: grade.auto_score for grade in submission.notebooks[0].grades}
    assert scores["turnout_range_check_1"] == 3
    assert scores["team_interval_check_1"] == 0
    (page,) = (learner / ASSIGNMENT / "feedback").rglob("*.html")
    assert "Points: 3 of 3" in page.read_text(encoding="utf-8")


def test_the_commands_for_graders_in_the_readme_do_what_it_says(tmp_path: Path) -> None:
    readme = (paths.ROOT / "README.md").read_text(encoding="utf-8")
    commands = [words.split() for words in re.findall(r"start\.py grade([^#\n`]*)[#\n`]", readme)]
    assert commands == [[], ["--from", "submissions.zip"], ["--watch"], ["--mine"]]
    course = make_course(tmp_path / "course")
    folder = course / "class" / "submitted" / "a_learner" / ASSIGNMENT
    folder.mkdir(parents=True)
    shutil.copy(paths.EXERCISES / ASSIGNMENT / FILE, folder)
    with zipfile.ZipFile(course / "submissions.zip", "w") as archive:
        name = f"Another Learner_1234567_assignsubmission_file_/{FILE}"
        archive.write(paths.EXERCISES / ASSIGNMENT / FILE, name)
    with contextlib.chdir(course):
        for words in commands[:2]:
            assert cli.main(["grade", *words]) == 0
    pages = sorted((course / "class" / "feedback").glob(f"*/{ASSIGNMENT}/{ASSIGNMENT}.html"))
    assert len(pages) == 2
    for page in pages:
        assert "Not answered yet" in page.read_text(encoding="utf-8")
