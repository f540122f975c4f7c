"""An exercise goes through nbgrader's own commands, from the trainer to a learner and back."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbgrader.api import Gradebook

from workbook import paths

ASSIGNMENT = "03_case_study"
FILE = f"{ASSIGNMENT}.ipynb"


@pytest.mark.skipif(sys.platform == "win32", reason="nbgrader has no exchange on Windows")
def test_an_exercise_goes_to_a_learner_and_comes_back_marked(tmp_path: Path) -> None:
    trainer, learner, exchange = tmp_path / "trainer", tmp_path / "learner", tmp_path / "exchange"
    for folder in (trainer / "class", learner, exchange):
        folder.mkdir(parents=True)
    exchange.chmod(0o777)
    shutil.copy(paths.ROOT / "nbgrader_config.py", trainer)
    shutil.copytree(paths.SOLUTIONS, trainer / "solutions")
    surroundings = {
        **os.environ,
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "PYTHONPATH": str(paths.ROOT),
        "HOME": str(tmp_path),
        "WORKBOOK_MY_WORK": str(tmp_path / "my_work"),
    }

    def nbgrader(place: Path, verb: str, *arguments: str) -> str:
        command = [sys.executable, "-m", "nbgrader", verb, *arguments]
        command += [f"--Exchange.root={exchange}"]
        done = subprocess.run(
            [*command, "--CourseDirectory.course_id=tiktok-for-organizing"],
            cwd=place,
            env=surroundings,
            capture_output=True,
            text=True,
            timeout=120,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout + done.stderr

    nbgrader(trainer, "generate_assignment", ASSIGNMENT)
    nbgrader(trainer, "release_assignment", ASSIGNMENT)
    nbgrader(learner, "fetch_assignment", ASSIGNMENT)
    mine = learner / ASSIGNMENT / FILE
    notebook = nbformat.read(mine, as_version=4)
    for cell in notebook.cells:
        if cell.metadata.get("workbook", {}).get("question") == "turnout_range":
            cell.source = 'people_low = 30\npeople_high = 50\nride_reading = "b"'
    nbformat.write(notebook, mine)
    assert "FAILED" in nbgrader(learner, "validate", str(mine)).upper()  # the rest is unanswered
    nbgrader(learner, "submit", ASSIGNMENT)
    nbgrader(trainer, "collect", ASSIGNMENT)
    nbgrader(trainer, "autograde", ASSIGNMENT)
    nbgrader(trainer, "generate_feedback", ASSIGNMENT)
    nbgrader(trainer, "release_feedback", ASSIGNMENT)
    nbgrader(learner, "fetch_feedback", ASSIGNMENT)
    with Gradebook(f"sqlite:///{trainer}/class/gradebook.db") as book:
        (submission,) = book.assignment_submissions(ASSIGNMENT)
        scores = {grade.name: grade.auto_score for grade in submission.notebooks[0].grades}
    assert scores["turnout_range_check_1"] == 3
    assert scores["team_interval_check_1"] == 0
    (page,) = (learner / ASSIGNMENT / "feedback").rglob("*.html")
    assert "Points: 3 of 3" in page.read_text(encoding="utf-8")
