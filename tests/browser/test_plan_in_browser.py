"""The last lesson as a learner meets it: write, make the plan, download the files."""

import datetime
import json
import re
import shutil
from pathlib import Path

import docx
import pytest
from lab import ROOT, Lab
from paper import is_one_sheet
from playwright.sync_api import Browser, Page, expect

from workbook import plan as plans
from workbook.decision import Outcome
from workbook.papers.page import plan_page

pytestmark = pytest.mark.browser

GOAL = "12 new riders by June, <b>counted</b> at the door"


def test_a_note_becomes_a_plan_in_four_files(lab: Lab, page: Page, tmp_path: Path) -> None:
    course = lab.folder / "course"
    course.mkdir(exist_ok=True)
    for name in ("08_your_plan.ipynb", "glossary.md"):
        shutil.copy(ROOT / "course" / name, course / name)
    lab.open(page, "course/08_your_plan.ipynb")
    page.set_viewport_size({"width": 1280, "height": 16_000})
    page.wait_for_timeout(500)

    page.get_by_label("A pilot, which ends on the exit date.").check()
    # A field's tooltip is its question.
    field = page.get_by_title(re.compile("What will be different")).first
    field.fill(GOAL)
    field.press("Tab")
    expect(page.get_by_text("Kept for your plan, in your folder my_work.")).to_have_count(2)
    kept = json.loads((lab.folder / "my_work" / "notes.json").read_text(encoding="utf-8"))
    assert (kept["08_decision"], kept["08_goal"]) == ("pilot", GOAL)

    page.get_by_role("button", name="Make our plan").click()
    expect(page.get_by_text("Written into your folder my_work.")).to_be_visible()
    expect(page.get_by_role("cell", name=re.compile("12 new riders"))).to_be_visible()
    made = sorted((lab.folder / "my_work").glob("plan_*"))
    assert [file.suffix for file in made] == [".docx", ".html", ".md", ".txt"]
    for file in made:
        with page.expect_download() as download:
            page.get_by_role("link", name=re.compile(re.escape(file.name))).click()
        download.value.save_as(tmp_path / file.name)
        assert (tmp_path / file.name).read_bytes() == file.read_bytes()
    (word,) = tmp_path.glob("*.docx")
    rows = docx.Document(str(word)).tables[0].rows
    assert any(GOAL in row.cells[1].text for row in rows)

    page.get_by_role("button", name="Write my record").click()
    expect(page.get_by_role("link", name=re.compile("record_"))).to_be_visible()
    page.get_by_role("link", name="Glossary").click()
    expect(page.locator(".jp-MarkdownViewer").get_by_text("worst-case bounds")).to_be_visible()


@pytest.mark.parametrize("paper", ["A4", "Letter"])
@pytest.mark.parametrize(
    "words", ["", "short", "a long answer " * 60, "WIDE LETTERS " * 60, "ill, till " * 90]
)
@pytest.mark.parametrize("decision", ["pilot", "no"])
def test_it_is_one_page_of_paper(
    browser: Browser, tmp_path: Path, decision: str, words: str, paper: str
) -> None:
    lines = [line for one in Outcome for part in plans.parts(one) for line in part.lines]
    notes = {line.name: words for line in lines} | {plans.DECISION: decision}
    for name in ("06_exit_date", "06_stop_doing", "08_look_again"):
        del notes[name]  # so that the page has warnings, and says what is open
    plan = plan_page(plans.make(notes, datetime.date(2026, 11, 25)))
    is_one_sheet(browser, tmp_path / "plan.html", plan, paper)
