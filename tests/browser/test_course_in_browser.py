"""The course as a learner meets it: every page runs, and an answer is told what it is."""

import json
import shutil

import pytest
from lab import ROOT, Lab
from nbformat.v4 import new_markdown_cell
from playwright.sync_api import Page, expect

from workbook.feedback.my_work import lay_out

pytestmark = pytest.mark.browser

LESSONS = sorted(path.name for path in (ROOT / "course").glob("*.ipynb"))
ERROR = ".jp-RenderedText[data-mime-type='application/vnd.jupyter.error']"
WARNING = ".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']"


@pytest.fixture(scope="module")
def course(lab: Lab) -> Lab:
    shutil.copytree(ROOT / "course", lab.folder / "course", dirs_exist_ok=True)
    lay_out(place=lab.folder / "my_work")
    return lab


def show_all(page: Page) -> None:
    """Make the window so high that JupyterLab draws every cell, not only those in view."""
    page.set_viewport_size({"width": 1280, "height": 16_000})
    page.wait_for_timeout(500)


@pytest.mark.parametrize("name", LESSONS)
def test_a_lesson_runs_from_top_to_bottom(course: Lab, page: Page, name: str) -> None:
    course.open(page, f"course/{name}")
    show_all(page)
    assert page.locator(ERROR).count() == page.locator(WARNING).count() == 0
    if "<img" in (course.folder / "course" / name).read_text(encoding="utf-8"):
        # A stored picture is now a live one. The lesson on the plan has none.
        expect(page.locator(".jp-OutputArea-output svg[role=img]").first).to_be_visible()
    for picture in page.locator(".jp-Notebook img").all():
        assert len(picture.get_attribute("alt") or "") > 20
    assert page.get_by_text("Error displaying widget").count() == 0


def test_an_answer_is_checked_and_a_hint_is_given(course: Lab, page: Page) -> None:
    name = "03_case_study.ipynb"
    path = course.folder / "my_work" / name
    notebook = json.loads(path.read_text(encoding="utf-8"))
    for cell in notebook["cells"]:
        if cell["metadata"].get("workbook", {}).get("question") == "turnout_range":
            cell["source"] = 'people_low = 30\npeople_high = 40\nride_reading = "b"'
    path.write_text(json.dumps(notebook), encoding="utf-8")
    course.open(page, f"my_work/{name}")
    show_all(page)
    assert page.locator(ERROR).count() == 0
    expect(page.get_by_text("Partly right").first).to_be_visible()
    expect(page.get_by_text("Points: 2 of 3").first).to_be_visible()
    expect(page.get_by_text("the large share of the small crowd").first).to_be_visible()
    hint = page.get_by_role("button", name="Give me a hint").first
    hint.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Hint 1 of 3").first).to_be_visible()
    kept = json.loads((course.folder / "my_work" / "progress.json").read_text(encoding="utf-8"))
    assert kept["questions"]["turnout_range"]["best"] == 2


def test_letters_typed_on_a_box_that_is_not_open_change_nothing(lab: Lab, page: Page) -> None:
    box = new_markdown_cell("Click here, press Enter, and write.")
    lab.open(page, lab.write("letters.ipynb", "1 + 1", box), run=False)
    words = page.locator(".jp-MarkdownCell .jp-RenderedMarkdown p").first
    words.click()
    page.keyboard.type("dear xd, my bcv 123 are ddead")
    expect(page.locator(".jp-Notebook .jp-Cell")).to_have_count(2)
    expect(words).to_have_text("Click here, press Enter, and write.")
    page.keyboard.press("Enter")
    expect(page.locator(".jp-MarkdownCell .cm-content")).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.type(" Now it is open.")
    page.keyboard.press("Shift+Enter")
    expect(words).to_have_text("Click here, press Enter, and write. Now it is open.")
