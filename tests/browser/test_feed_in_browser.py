"""The model of a feed in JupyterLab: its buttons by mouse and by keyboard, and its recipes."""

import pytest
from lab import Lab
from playwright.sync_api import Page, expect

from workbook.widgets.be_the_feed import BeTheFeed

pytestmark = pytest.mark.browser


def test_the_buttons_and_the_recipes_work_by_mouse_and_by_keyboard(lab: Lab, page: Page) -> None:
    cell = "from workbook.widgets.be_the_feed import BeTheFeed\nBeTheFeed()"
    lab.open(page, lab.write("feed.ipynb", cell))
    same = BeTheFeed()  # what the page must show
    output = page.locator(".jp-OutputArea")
    sentence = output.locator("p[role=status]")
    expect(sentence).to_have_text(same.sentence)
    expect(output.get_by_role("button", name="One step back")).to_be_disabled()

    def served() -> str:
        return same.children[2]._served()

    output.get_by_role("button", name="Watch and follow").click()
    same.moves = ((served(), "follow"),)
    expect(sentence).to_have_text(same.sentence)

    output.get_by_role("button", name="Skip").focus()
    page.keyboard.press("Space")
    same.moves = (*same.moves, (served(), "skip"))
    expect(sentence).to_have_text(same.sentence)

    output.get_by_label("what a leaked explainer said (2021)").check()
    same.recipe = "leaked"
    expect(sentence).to_have_text(same.sentence)

    output.get_by_role("button", name="One step back").click()
    same.moves = same.moves[:-1]
    expect(sentence).to_have_text(same.sentence)
    output.get_by_role("button", name="Start again").click()
    expect(sentence).to_have_text(BeTheFeed(recipe="leaked").sentence)
