"""The class pulse: what it reads, what it says, and whom it does not name."""

import asyncio
import dataclasses
import gettext
import re
import sqlite3
import subprocess
import sys
from datetime import datetime, timedelta
from html import unescape

import pulse_class
import pytest
from marked_class import a_class, marked

from workbook import cli, i18n, paths
from workbook import pulse as verb
from workbook.build.trainer import pulse as notebook
from workbook.errors import Problem
from workbook.feedback.outcome import Outcome
from workbook.grading.gradebook import Gradebook
from workbook.grading.records import Marked, MarkedCell, MarkedNotebook, Part
from workbook.grading.reports.class_answers import answers, mistakes
from workbook.grading.reports.summary import read, summary, written
from workbook.grading.room import Room, Seen
from workbook.grading.roster import Student
from workbook.widgets.class_pulse import ENOUGH, ClassPulse, hard, sentence, wall

CLASS = a_class(23)
NAMES = {f"rider_{place:03}": f"Kim{place}" for place in range(30)}


def seen(submissions=CLASS, names=NAMES) -> Seen:
    newest = datetime.fromisoformat("2026-03-14T18:05:00+00:00")
    return Seen(tuple(summary(one) for one in submissions), names, newest)


def words(html: str) -> str:
    """What a person reads, without the style."""
    return " ".join(unescape(re.sub(r"<style>.*?</style>|<[^>]*>", " ", html, flags=re.S)).split())


def shown(pulse: ClassPulse) -> str:
    return words(pulse.children[-1].value)


# What is read -------------------------------------------------------------------------------------


@pytest.fixture
def course(tmp_path):
    return pulse_class.make(tmp_path / "course")


def test_a_gradebook_that_does_not_exist_yet_is_empty(course):
    assert Room(course).look() == Seen()
    assert not (course.root / "gradebook.db").exists()


def test_each_look_brings_what_is_new_and_nothing_else(course, monkeypatch):
    room, parsed = Room(course), []
    monkeypatch.setattr(
        "workbook.grading.room.read", lambda text: (parsed.append(text), read(text))[1]
    )
    pulse_class.put(course, CLASS[:5])
    first = room.look()
    assert [one.learner for one in first.summaries] == [one.learner for one in CLASS[:5]]
    assert room.look() is first
    pulse_class.put(course, CLASS[5:7])
    assert len(room.look().summaries) == 7
    assert len(parsed) == 7


def test_who_hands_in_again_counts_once_and_is_the_newest(course):
    room = Room(course)
    pulse_class.put(course, [marked("partly", "amal"), marked("good", "bo")])
    room.look()
    pulse_class.put(course, [marked("good", "amal")])
    now = room.look().summaries
    assert [one.learner for one in now] == ["bo", "amal"]
    assert now[-1] == summary(marked("good", "amal"))


def test_a_row_that_another_trainer_dated_earlier_is_not_lost(course):
    room, now = Room(course), datetime(2026, 3, 14, 12)  # noqa: DTZ001
    pulse_class.put(course, CLASS[:1], at=now)
    room.look()
    pulse_class.put(course, CLASS[1:2], at=now - timedelta(seconds=30))
    assert len(room.look().summaries) == 2


def test_people_on_the_list_are_known_by_name(course):
    pulse_class.enrol(course, {"amal": "Amal", "bo": ""})
    assert dict(Room(course).look().names) == {"amal": "Amal", "bo": "bo"}


def filed(course):
    """The names in the gradebook, as nbgrader's pages show them."""
    book = Gradebook(course)
    people = book.people()
    book.close()
    return {one: f"{person.last_name}, {person.first_name}" for one, person in people.items()}


def test_a_person_with_one_name_is_not_called_none(course):
    book = Gradebook(course)
    book.enrol(
        [
            Student("amal", first_name="Amal"),
            Student("bo", last_name="Bo"),
            Student("cy", "Cy", "Ng"),
            Student("di", full_name="Ng, Di"),
            Student("ed", full_name="Ed Ng"),
        ]
    )
    book.enrol([Student("cy", first_name="Cyrus"), Student("di")])  # less is known: nothing is lost
    book.enrol([Student("bo", "Bo", "Li")])
    book.close()
    assert filed(course) == {
        "amal": "Amal, ",
        "bo": "Li, Bo",
        "cy": "Ng, Cy",
        "di": "Ng, Di",
        "ed": "Ed Ng, ",
    }
    assert Room(course).look().names["ed"] == "Ed Ng"


def test_looking_imports_no_nbgrader(course):
    pulse_class.put(course, CLASS[:1])
    code = (
        "import sys; from pathlib import Path; from workbook.grading.course import Course;"
        "from workbook.grading.room import Room; found = Room(Course.read(Path(sys.argv[1])));"
        "print(len(found.look().summaries), 'nbgrader' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(course.root)],
        cwd=paths.ROOT, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert done.stdout.split() == ["1", "False"]


def test_a_summary_survives_the_gradebook():
    for one in map(summary, CLASS):
        assert read(written(one)) == one


# What is said -------------------------------------------------------------------------------------


def test_the_count_is_a_sentence():
    ours = seen().summaries
    assert sentence([], 0, "") == "Nobody has handed in yet."
    assert sentence(ours[:1], 0, "03") == "1 person has handed in 03."
    assert sentence(ours, 23, "03") == "23 people have handed in 03."
    assert sentence(ours, 30, "03") == "23 of 30 have handed in 03."
    assert "23 of 30 have handed in 03_case_study." in words(wall(seen()))


def test_the_hardest_questions_come_first_with_their_share():
    ours = seen().summaries
    found = hard(ours)
    shares = [one.right / one.asked for one in found]
    assert shares == sorted(shares)
    assert shares[0] < 1
    said = words(wall(seen()))
    assert f"{found[0].label} {found[0].right} of 23 right" in said
    # Hand-counted from the summaries, without the code under test.
    right = sum(
        question.outcome.name == "RIGHT"
        for one in ours
        for question in one.questions
        if question.name == found[0].name
    )
    assert found[0].right == right


def test_a_common_mistake_comes_with_what_to_say():
    most = mistakes(seen().summaries)[0]
    said = words(wall(seen()))
    assert f"{len(most.people)} learners: {most.place}" in said
    assert most.to_say.startswith("You could say: ")
    assert words(most.to_say.replace("`", "")) in said


def test_two_common_mistakes_are_of_two_questions():
    said = wall(seen())
    found = mistakes(seen().summaries)
    assert found[0].question.name in [one.question.name for one in found[1:]]
    cards = re.findall(r"learners: (\S+)", words(said))
    assert len(cards) == len(set(cards)) == 2


def test_what_nobody_has_tried_is_not_called_hard():
    some = [summary(one) for one in CLASS]
    name = hard(some)[0].name
    skipped = [
        dataclasses.replace(
            one,
            questions=tuple(
                dataclasses.replace(question, outcome=Outcome.NOT_ATTEMPTED)
                if question.name == name
                else question
                for question in one.questions
            ),
        )
        for one in some
    ]
    assert name not in [one.name for one in hard(skipped)]
    assert name in [one.name for one in hard([*skipped, some[0]])]


def test_a_class_without_mistakes_is_told_so():
    all_right = [marked("good", f"rider_{place:03}") for place in range(6)]
    said = words(wall(seen(all_right)))
    assert "Everybody has every question right that a check can judge." in said
    assert "No two learners made the same mistake." in said


def test_with_few_hand_ins_no_answer_is_shown():
    few, enough = (words(wall(seen(CLASS[:count]))) for count in (ENOUGH - 1, ENOUGH))
    assert "Hard right now" not in few
    assert "Common wrong answers" not in few
    assert f"With fewer than {ENOUGH} hand-ins" in few
    assert "Hard right now" in enough


def test_the_newest_assignment_is_shown_unless_one_is_chosen():
    both = seen([*CLASS, marked("good", "rider_000", assignment="04_content_tips")])
    pulse = ClassPulse(seen=both)
    assert "1 of 30 has handed in 04_content_tips." in shown(pulse)
    pulse.assignment = "03_case_study"
    assert "23 of 30 have handed in 03_case_study." in shown(pulse)
    pulse.seen = seen([*CLASS, marked("good", "x", assignment="05_community_tips")])
    assert pulse.assignment == "03_case_study"
    assert "23 of" in shown(pulse)


def test_a_single_assignment_needs_no_choice():
    pulse = ClassPulse(seen=seen())
    _, which = pulse.children[0].children
    assert which.layout.display == "none"
    pulse.seen = seen([*CLASS, marked("good", "rider_000", assignment="04_content_tips")])
    assert which.layout.display is None
    assert [value for _, value in which.options] == ["", "03_case_study", "04_content_tips"]


def test_what_keeps_the_page_from_being_fresh_is_on_it():
    pulse = ClassPulse(seen=seen())
    assert 'role="alert"' not in pulse.children[-1].value
    pulse.fault = "The gradebook <x> cannot be used."
    assert "The gradebook <x> cannot be used." in shown(pulse)
    assert 'role="alert"' in pulse.children[-1].value
    assert "23 of 30" in shown(pulse)


def test_the_count_is_told_politely_and_the_bars_are_decoration():
    html = ClassPulse(seen=seen()).children[-1].value
    assert re.search(r'role="status"><p class="count">23 of 30', html)
    assert html.count('class="bar" aria-hidden="true"') == html.count(" right</strong>")


def test_it_is_written_from_right_to_left_where_people_read_so():
    i18n.use("ar")
    try:
        assert '<div class="class-pulse" dir="rtl">' in wall(seen())
    finally:
        i18n.use("en")
    assert not re.search(r"(?:margin|padding|border)-(?:left|right)|text-align: (?:left|right)",
                         ClassPulse().children[-1].value)  # fmt: skip


class Shown(gettext.NullTranslations):
    def gettext(self, message):
        return f"⟦{message}⟧"

    def ngettext(self, one, many, count):
        return f"⟦{one if count == 1 else many}⟧"


def test_every_word_can_be_translated(monkeypatch):
    monkeypatch.setattr(i18n, "_catalog", Shown())
    all_right = [marked("good", f"rider_{place:03}") for place in range(6)]
    for state in (Seen(), seen(CLASS[:2], {}), seen(all_right)):
        pulse = ClassPulse(seen=state, names=True)
        switch, which = pulse.children[0].children
        for said in (shown(pulse), switch.description, which.description, which.options[0][0]):
            while said != (said := re.sub(r"⟦[^⟦⟧]*⟧", " ", said)):
                pass
            assert not re.search(r"[^\W\d_]", said), said


# Names --------------------------------------------------------------------------------------------


def test_names_are_off_at_each_start_and_on_only_by_the_switch():
    pulse = ClassPulse(seen=seen())
    switch = pulse.children[0].children[0]
    assert switch.value is pulse.names is False
    assert switch.description == "Show who has handed in, by name"
    assert "Kim" not in pulse.children[-1].value
    assert "rider_0" not in pulse.children[-1].value
    switch.value = True
    assert "Handed in: Kim0, Kim1, Kim10" in shown(pulse)
    assert "Kim29" not in shown(pulse)  # who has not handed in
    switch.value = False
    assert "Kim" not in pulse.children[-1].value
    assert ClassPulse(seen=seen()).names is False


def same_mistake(learner: str, sentence: str) -> Marked:
    """A submission whose only answer is wrong, and is told ``sentence``."""
    parts = (Part("part", "NOT_YET", sentence),)
    cell = MarkedCell("q", points=1.0, score=0.0, question="q", parts=parts)
    return Marked(learner, "03_case_study", (MarkedNotebook("book", {"cells": []}, (cell,)),))


def test_an_id_inside_a_learners_own_words_is_left_out():
    """An error message may hold the name of a folder, and with it the learner's."""
    ids = ["amal", "bo", "maria", "lee", "sam_two"]
    said = "No file in /home/maria, `amal/x.csv` and marianne."
    state = seen([same_mistake(one, said) for one in ids], {})
    assert "No file in /home/…, …/x.csv and marianne." in words(wall(state))
    assert "/home/maria, amal/x.csv" in words(wall(state, names=True))


def test_what_learners_wrote_is_text():
    said = "<script>alert(1)</script>"
    html = wall(seen([same_mistake(f"rider_{place}", said) for place in range(6)], {}))
    assert "<script" not in html
    assert said in words(html)
    assert "<b>x" not in wall(seen(CLASS, {"rider_000": "<b>x</b>"}), names=True)


def test_questions_are_counted_as_on_the_page_of_the_class():
    assert {one.asked for one in answers(seen().summaries).values()} == {23}


# Following ----------------------------------------------------------------------------------------


def test_it_follows_a_course_until_it_is_closed(course, monkeypatch):
    monkeypatch.setattr("workbook.widgets.class_pulse.EVERY", 0.01)

    async def until(true):
        for _ in range(500):
            if true():
                return
            await asyncio.sleep(0.01)
        raise AssertionError("nothing came")

    async def scene():
        pulse = ClassPulse.follow(course.root)
        pulse_class.put(course, CLASS[:2])
        await until(lambda: "2 people have handed in" in shown(pulse))
        (course.root / "gradebook.db").write_bytes(b"no database")
        await until(lambda: "gradebook" in pulse.fault)
        assert "2 people have handed in" in shown(pulse)
        (course.root / "gradebook.db").unlink()
        pulse_class.put(course, CLASS[:3])
        await until(lambda: "3 people have handed in" in shown(pulse))
        assert not pulse.fault
        task = pulse._task
        pulse.close()
        await asyncio.sleep(0)
        assert task.cancelled() or task.cancelling()

    asyncio.run(scene())


def test_a_fault_of_ours_stops_nothing_and_is_said(course, monkeypatch):
    monkeypatch.setattr("workbook.widgets.class_pulse.EVERY", 0.01)
    monkeypatch.setattr(Room, "look", lambda self: 1 / 0)

    async def scene():
        pulse = ClassPulse.follow(course.root)
        for _ in range(100):
            await asyncio.sleep(0.01)
        assert not pulse._task.done()
        assert "could not be brought up to date: ZeroDivisionError" in pulse.fault
        pulse.close()

    asyncio.run(scene())


def test_the_environment_names_the_course(course, monkeypatch):
    monkeypatch.setenv("WORKBOOK_COURSE", str(course.root / "nowhere"))

    async def scene():
        ClassPulse.follow()

    with pytest.raises(Problem, match=r"There is no folder .*nowhere"):
        asyncio.run(scene())


# The notebook and the verb ------------------------------------------------------------------------


def test_the_committed_notebook_is_what_is_built():
    assert (paths.TRAINER / notebook.NAME).read_bytes() == notebook.page() == notebook.page()


def test_a_folder_without_a_course_is_a_sentence(tmp_path, capsys):
    assert cli.main(["pulse", str(tmp_path), "--no-browser"]) == 1
    assert "No nbgrader_config.py was found in" in capsys.readouterr().err


def test_marking_that_ends_by_itself_is_told_once_with_its_own_words(tmp_path, monkeypatch):
    monkeypatch.setattr(verb.opening, "KEPT", tmp_path)
    (tmp_path / "nbgrader_config.py").write_text("c = get_config()\nc.CourseDirectory.db_url = 3\n")
    marking = verb.Marking(tmp_path)
    marking._process.wait(60)
    fault = marking.fault()
    assert "The marking has ended, so the page shows nothing new." in fault
    assert "A setting of this course cannot be used." in fault
    assert marking.fault() == ""
    marking.end()


def test_two_rows_of_one_moment_are_both_read(course):
    now = datetime(2026, 3, 14, 12)  # noqa: DTZ001
    pulse_class.put(course, CLASS[:4], at=now)
    with sqlite3.connect(course.root / "gradebook.db") as book:
        assert book.execute("SELECT count(DISTINCT at) FROM workbook_marked").fetchone() == (1,)
    assert len(Room(course).look().summaries) == 4
