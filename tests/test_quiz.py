"""A quiz item, as it is pressed and as it is stored."""

import json
import re

import pytest

from workbook import i18n, paths
from workbook.errors import Problem
from workbook.feedback import quiz, right, wrong
from workbook.feedback.quiz import _chosen

ASK = "A video was seen 400,000 times. How many people came?"
CHOICES = [
    wrong("About 4,000.", because="There is no such rule."),
    wrong("None.", because="Perhaps some came."),
    right("Views cannot tell.", because="Views count screens."),
]


@pytest.fixture(autouse=True)
def own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_MY_WORK", str(tmp_path / "my_work"))
    _chosen.clear()
    return tmp_path / "my_work"


@pytest.fixture
def item():
    return quiz("start_views", ask=ASK, choices=CHOICES)


def choose(item, answer):
    """Press the button of an answer; returns what is said then."""
    _, *buttons, said = item.children
    next(button for button in buttons if button.description == answer).click()
    return said.value


def kept(folder):
    file = folder / "progress.json"
    return json.loads(file.read_text())["quiz"] if file.exists() else None


def test_every_choice_has_its_reason_and_one_may_try_again(item):
    said = choose(item, "None.")
    assert "<strong>Not yet: None.</strong><br>Perhaps some came." in said
    assert "Views count screens." not in said
    assert "no such rule" in choose(item, "About 4,000.")
    said = choose(item, "Views cannot tell.")
    assert "<strong>Right: Views cannot tell.</strong><br>Views count screens." in said
    assert "no such rule" in said
    assert "Perhaps some came." in said


def test_every_choice_has_a_button_and_nothing_is_said_at_first(item):
    _, *buttons, said = item.children
    assert {button.description for button in buttons} == {choice.answer for choice in CHOICES}
    assert said.value == ""


def test_only_whether_it_was_answered_is_kept_and_right_stays_right(item, own_folder):
    choose(item, "None.")
    assert kept(own_folder) == {"start_views": False}
    choose(item, "Views cannot tell.")
    choose(item, "None.")
    assert kept(own_folder) == {"start_views": True}


def test_a_cell_that_is_run_again_shows_the_last_answer_and_keeps_nothing_new(item, own_folder):
    choose(item, "Views cannot tell.")
    said = choose(item, "None.")
    (own_folder / "progress.json").unlink()
    again = quiz("start_views", ask=ASK, choices=CHOICES)
    assert again.children[-1].value == said
    assert kept(own_folder) is None
    assert "None." not in again._repr_mimebundle_()["text/html"].replace("<li>None.</li>", "")
    assert quiz("another", ask=ASK, choices=CHOICES).children[-1].value == ""
    # An answer that a newer lesson no longer has is left out.
    assert quiz("start_views", ask=ASK, choices=CHOICES[::2]).children[-1].value == ""


def test_what_was_found_is_shown_again_after_a_restart(item, own_folder):
    choose(item, "None.")
    _chosen.clear()  # as a new kernel
    assert quiz("start_views", ask=ASK, choices=CHOICES).children[-1].value == ""
    choose(item, "Views cannot tell.")
    _chosen.clear()
    again = quiz("start_views", ask=ASK, choices=CHOICES)
    assert "<strong>Right: Views cannot tell.</strong>" in again.children[-1].value
    assert "You found this on another day." in again.children[-1].value
    # Whoever tries again sees the new answer, also when the cell is run again.
    choose(again, "None.")
    anew = quiz("start_views", ask=ASK, choices=CHOICES)
    assert "Not yet: None." in anew.children[-1].value
    assert "another day" not in anew.children[-1].value
    other = quiz("another_item", ask=ASK, choices=CHOICES)
    assert other.children[-1].value == ""


def test_a_damaged_file_is_left_for_those_who_tell_of_it(own_folder):
    own_folder.mkdir()
    (own_folder / "progress.json").write_text("{")
    assert quiz("start_views", ask=ASK, choices=CHOICES).children[-1].value == ""
    assert [file.name for file in own_folder.iterdir()] == ["progress.json"]


def test_making_one_keeps_nothing(item, own_folder):
    item._repr_mimebundle_()
    assert not own_folder.exists()


def test_nothing_is_kept_when_work_is_marked(item, own_folder, monkeypatch):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert "Not yet" in choose(item, "None.")
    assert not own_folder.exists()


def test_a_folder_that_cannot_be_written_is_told_and_the_answer_stands(item, own_folder):
    own_folder.write_text("a file where the folder should be")
    said = choose(item, "Views cannot tell.")
    assert "Right: " in said
    assert "could not be kept" in said or "cannot be read" in said


def test_the_stored_form_asks_and_does_not_tell(item):
    bundle = item._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in bundle
    for form in (bundle["text/plain"], bundle["text/html"]):
        assert "400,000 times" in form
        for choice in CHOICES:
            assert choice.answer in form
            assert choice.because not in form
        assert "Right" not in form
    assert "Run this cell" in bundle["text/html"]


def test_the_order_is_fixed_by_the_id_alone(item):
    translated = [wrong("a", because="b"), wrong("c", because="d"), right("e", because="f")]
    again = quiz("start_views", ask="¿Cuántas?", choices=translated)
    assert [translated.index(c) for c in again.choices] == [CHOICES.index(c) for c in item.choices]
    places = {
        [c.right for c in quiz(f"item_{i}", ask=ASK, choices=CHOICES).choices].index(True)
        for i in range(20)
    }
    assert places == {0, 1, 2}


def test_text_stays_text():
    nasty = "<script>1</script>"
    item = quiz(nasty, ask=nasty, choices=[right(nasty, because=nasty), wrong("b", because=nasty)])
    assert "<script" not in item._repr_mimebundle_()["text/html"]
    assert "<script" not in choose(item, nasty)
    assert "<script" not in item.children[0].value


@pytest.mark.parametrize(
    "choices",
    [
        [],
        [CHOICES[2]],
        CHOICES[:2],
        [*CHOICES, CHOICES[2]],
        [CHOICES[2], wrong("Views cannot tell.", because="Twice the same.")],
    ],
)
def test_an_item_that_cannot_be_answered_is_the_authors_mistake(choices):
    with pytest.raises(Problem, match="“broken” needs one right choice"):
        quiz("broken", ask=ASK, choices=choices)


def test_it_runs_from_right_to_left_where_writing_does(item):
    i18n.use("ar")
    try:
        assert 'dir="rtl"' in item.still()
        assert 'dir="rtl"' in choose(item, "None.")
    finally:
        i18n.use("en")


def test_no_two_lessons_ask_the_same():
    asked = [
        question
        for lesson in sorted(paths.MODULES.glob("*/lesson.md"))
        for question in re.findall(r"^    ask=(.+),$", lesson.read_text("utf-8"), re.MULTILINE)
    ]
    assert len(asked) > 30
    assert [question for question in set(asked) if asked.count(question) > 1] == []
