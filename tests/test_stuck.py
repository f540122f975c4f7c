"""The buttons under a question: nothing before they are pressed, then hint by hint."""

import pytest

from workbook.feedback import hints
from workbook.feedback.stuck import Stuck, stuck


@pytest.fixture(autouse=True)
def fresh(monkeypatch):
    monkeypatch.setattr(hints, "_shown", {})
    monkeypatch.setattr(hints, "_asked", set())
    monkeypatch.setattr(hints, "tried", set())


def test_running_the_cell_gives_nothing_away():
    help_ = Stuck("turnout_range")
    assert help_.said == ""
    assert "0.15" not in help_._repr_mimebundle_()["text/html"]


def test_each_press_gives_the_next_hint():
    help_ = Stuck("turnout_range")
    button = help_.children[0].children[0]
    button.click()
    first = help_.said
    button.click()
    assert "1" in first
    assert "2" in help_.said
    assert help_.said != first


def test_the_solution_comes_after_a_second_press():
    help_ = Stuck("turnout_range")
    button = help_.children[0].children[1]
    button.click()
    assert "0.15 * 200" not in help_.said
    button.click()
    assert "people_low = 0.15 * 200" in help_.said


def test_an_unknown_question_is_a_sentence():
    help_ = Stuck("turnout_rang")
    help_.children[0].children[0].click()
    assert "turnout_range" in help_.said


def test_where_work_is_marked_there_are_no_buttons(monkeypatch):
    assert isinstance(stuck("turnout_range"), Stuck)
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert stuck("turnout_range") is None
