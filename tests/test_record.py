"""The record: honest about what it is, with or without a name, from what was really done."""

import datetime
from xml.etree import ElementTree

import pytest

from workbook import i18n, paths
from workbook.feedback.completion import Record, record_page
from workbook.feedback.progress import Module, record_quiz

DAY = datetime.date(2026, 11, 25)
DONE = Module("The case study", 3, 5, 7.5, 12, 6, 7)
NOT_BEGUN = Module("Why use it", 0, 4, 0, 10, 0, 6)
NOTHING_TO_DO = Module("A page to read", 0, 0, 0, 0, 0, 0)


@pytest.fixture
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_MY_WORK", str(tmp_path / "my_work"))
    return tmp_path / "my_work"


def words(content: bytes) -> str:
    page = ElementTree.fromstring(content.decode().removeprefix("<!DOCTYPE html>\n"))
    return "".join(page.find("body").itertext())


def test_it_says_what_was_done_and_that_nobody_checked_it():
    shown = words(record_page([DONE, NOT_BEGUN, NOTHING_TO_DO], DAY, "A new rider"))
    assert "2026-11-25" in shown
    assert "A new rider" in shown
    assert "The case study" in shown
    assert "3 of 5" in shown
    assert "7.5 of 12" in shown
    assert "6 of 7" in shown
    assert "Worked on 1 of 2 modules." in shown
    assert "Why use it" not in shown
    assert "own record of a self-paced course. Nobody checked it." in shown
    assert "no certificate" in shown


def test_a_plan_that_is_made_counts():
    plan = Module("Your plan", 0, 0, 0, 0, 0, 4, plan_made=True)
    assert plan.done == 1 / 5
    shown = words(record_page([plan], DAY))
    assert "The plan is made." in shown
    assert "Worked on 1 of 1 modules." in shown
    not_yet = words(record_page([plan._replace(plan_made=False)], DAY))
    assert "No module has been begun yet" in not_yet


def test_nothing_done_is_said_as_it_is():
    shown = words(record_page([NOT_BEGUN], DAY))
    assert "No module has been begun yet" in shown
    assert "Worked on 0 of 1 modules." in shown


@pytest.mark.parametrize(
    "name", ["", "   ", "<script>x</script>", "x" * 5000, "\x00\ud800", "فريق"]
)
def test_any_name_or_none(name):
    content = record_page([DONE], DAY, name)
    assert "<script" not in content.decode()
    assert "://" not in content.decode()
    assert len(content) < 10_000
    words(content)


def test_it_turns_with_the_language(monkeypatch):
    monkeypatch.setattr(i18n, "_language", "ar")
    assert '<html lang="ar" dir="rtl">' in record_page([DONE], DAY).decode()


def test_the_same_input_gives_the_same_bytes():
    assert record_page([DONE], DAY, "A") == record_page([DONE], DAY, "A")


def test_the_button_writes_it_and_the_name_goes_nowhere_else(own_folder):
    record_quiz("plan_goal", True)
    widget = Record()
    widget.person.value = "Somebody of Ward 7"
    (first,) = widget.make()
    (second,) = widget.make()
    assert second.name == first.name.replace(".html", "_2.html")
    assert b"Somebody of Ward 7" in first.read_bytes()
    assert b"Your plan: one page" in first.read_bytes()
    others = [file for file in own_folder.iterdir() if file not in (first, second)]
    assert [file.name for file in others] == ["progress.json"]
    assert "Ward 7" not in others[0].read_text()
    assert "Ward 7" not in str(widget._repr_mimebundle_()["text/html"])
    assert (paths.COURSE / "08_your_plan.ipynb").exists()
