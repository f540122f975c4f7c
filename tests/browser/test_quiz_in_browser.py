"""A quiz item in JupyterLab, which takes some keys for itself."""

import pytest
from lab import Lab
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

SOURCE = """from workbook.feedback import quiz, right, wrong
quiz("q", ask="Which?", choices=[right("one", because="yes"), wrong("two", because="no")])"""


def test_the_keyboard_alone_answers_it(lab: Lab, page: Page) -> None:
    lab.open(page, lab.write("quiz.ipynb", SOURCE))
    buttons = page.locator("button.workbook-choice")
    said = page.locator(".jp-OutputArea [role=status]")
    buttons.first.wait_for()
    first, second = buttons.all_inner_texts()
    buttons.first.focus()
    for key, answer in (("Enter", first), ("Space", second)):
        page.keyboard.press(key)
        said.get_by_text(f": {answer}").wait_for()
        page.keyboard.press("Tab")
    assert page.locator(".jp-Notebook .jp-CodeCell").count() == 1


def test_running_the_cell_again_leaves_the_answer_there(lab: Lab, page: Page) -> None:
    lab.open(page, lab.write("quiz_again.ipynb", SOURCE))
    page.locator("button.workbook-choice", has_text="two").click()
    said = page.locator(".jp-OutputArea [role=status]")
    said.get_by_text(": two").wait_for()
    page.locator(".jp-InputArea-editor").first.click()
    page.keyboard.press("Shift+Enter")
    page.locator(".jp-InputPrompt", has_text="[2]:").wait_for()
    said.get_by_text(": two").wait_for()


def test_what_was_found_is_there_after_a_restart(lab: Lab, page: Page) -> None:
    asked = SOURCE.replace('"q"', '"found"')
    lab.open(page, lab.write("quiz_found.ipynb", asked))
    page.locator("button.workbook-choice", has_text="one").click()
    said = page.locator(".jp-OutputArea [role=status]")
    said.get_by_text("Right: one").wait_for()
    lab.open(page, lab.write("quiz_another_kernel.ipynb", asked))
    said.get_by_text("You found this on another day.").wait_for()
    said.get_by_text("Right: one").wait_for()


def test_nothing_sticks_out_of_a_small_screen(lab: Lab, page: Page) -> None:
    long = "Whom do your people already watch, and would this person do it better? " * 3
    # Another item: the answer that the tests above found would be shown with it.
    asked = SOURCE.replace('"Which?"', repr(long)).replace('"q"', '"long"')
    note = f"from workbook.feedback import note\nnote('01_fit', {long!r})"
    lab.open(page, lab.write("small.ipynb", asked, note))
    page.set_viewport_size({"width": 800, "height": 1400})
    page.locator("textarea").wait_for()
    boxes = page.locator(".jp-OutputArea .widget-vbox")
    assert boxes.count() == 2
    for box in boxes.all():
        assert box.evaluate("box => box.scrollWidth <= box.clientWidth")
    # Lines of one question stand as near each other as those of a text.
    for words in page.locator(".jp-OutputArea .widget-vbox strong").all():
        lines, high = words.evaluate(
            "words => [words.getClientRects().length, words.getBoundingClientRect().height]"
        )
        assert lines >= 2
        assert high / lines < 22
