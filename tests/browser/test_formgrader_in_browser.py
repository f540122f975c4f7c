"""nbgrader's formgrader on our course: a trainer reads a reflection and gives it points."""

from pathlib import Path

import pytest
from lab import running_lab
from nbgrader.api import Gradebook
from nbgrader_course import ASSIGNMENT, FILE, answer, make_course, nbgrader
from playwright.sync_api import Browser, expect

from workbook import cli

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("engine", ["nbgrader", "ours"])
def test_a_reflection_is_marked_by_hand(browser: Browser, tmp_path: Path, engine: str) -> None:
    course = make_course(tmp_path / "lab" / "notebooks")
    nbgrader(course, "generate_assignment", ASSIGNMENT)
    folder = course / "class" / "submitted" / "learner" / ASSIGNMENT
    folder.mkdir(parents=True)
    (folder / FILE).write_bytes((course / "exercises" / ASSIGNMENT / FILE).read_bytes())
    answer(folder / FILE, {"case_reflection": "The path exists. Nobody knows how often."})
    if engine == "ours":
        assert cli.main(["grade", ASSIGNMENT, "--course", str(course)]) == 0
    else:
        nbgrader(course, "autograde", ASSIGNMENT)

    with running_lab(tmp_path / "lab") as lab:
        page = browser.new_context(viewport={"width": 1280, "height": 1000}).new_page()
        page.set_default_timeout(30_000)
        page.goto(f"{lab.url}formgrader/?token={lab.token}")
        expect(page.get_by_role("link", name=ASSIGNMENT).first).to_be_visible()
        page.goto(f"{lab.url}formgrader/gradebook/{ASSIGNMENT}/{ASSIGNMENT}")
        page.get_by_role("link", name="Submission #1").click()
        expect(page.get_by_text("The path exists. Nobody knows how often.")).to_be_visible()
        points = page.locator("input.score").last
        points.fill("2")
        with page.expect_response(lambda r: r.request.method == "PUT" and "grade" in r.url):
            points.press("Tab")
        page.screenshot(path=tmp_path / "formgrader.png")
        page.context.close()

    with Gradebook(f"sqlite:///{course}/class/gradebook.db") as book:
        (submission,) = book.assignment_submissions(ASSIGNMENT)
        grades = {grade.name: grade for grade in submission.notebooks[0].grades}
        assert grades["case_reflection"].manual_score == 2

    if engine == "ours":  # nothing to mark again, and the points come onto the learner's page
        assert cli.main(["grade", ASSIGNMENT, "--course", str(course)]) == 0
        page = browser.new_context(viewport={"width": 1000, "height": 900}).new_page()
        pages = course / "class" / "feedback" / "learner" / ASSIGNMENT
        page.goto((pages / f"{ASSIGNMENT}.html").as_uri())
        expect(page.get_by_text("Points: 2 of 22")).to_be_visible()
        expect(page.get_by_text("The path exists. Nobody knows how often.")).to_be_visible()
        page.screenshot(path=tmp_path / "feedback.png")
        page.context.close()
