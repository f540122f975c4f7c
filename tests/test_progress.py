"""What is kept of a learner's way, where, and when."""

import json
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from workbook import paths
from workbook.feedback import Check, progress
from workbook.feedback.outcome import Outcome
from workbook.feedback.progress import Module, Overview, Progress, Question, load, modules, save

ROOT = Path(__file__).parent.parent


@pytest.fixture
def my_work(tmp_path, monkeypatch):
    """A learner's folder, with the kernel in it."""
    folder = tmp_path / "my_work"
    folder.mkdir()
    monkeypatch.setenv("WORKBOOK_MY_WORK", str(folder))
    monkeypatch.chdir(folder)
    return folder


def attempt(*answers, question="turnout_range", points=2):
    """Check these answers; 1 is right."""
    q = Check(question, points=points)
    for answer in answers:
        q.number("a number", lambda answer=answer: answer, 1)
    return q.score()


def kept(folder, question="turnout_range"):
    return json.loads((folder / "progress.json").read_text())["questions"][question]


def test_the_best_score_is_kept_and_every_attempt_counted(my_work):
    attempt(1, 2)
    first = kept(my_work)
    assert first | {"last": ""} == {
        "best": 1.0,
        "points": 2,
        "outcome": "partly right",
        "attempts": 1,
        "last": "",
    }
    assert len(first["last"]) == 10
    attempt(2, 2)
    assert kept(my_work)["best"] == 1.0
    assert kept(my_work)["outcome"] == "partly right"
    attempt(1, 1)
    assert kept(my_work)["outcome"] == "right"
    assert kept(my_work)["attempts"] == 3


def test_a_first_wrong_attempt_is_kept_as_not_yet(my_work):
    attempt(2)
    assert kept(my_work)["outcome"] == "not yet"


def test_a_question_with_new_points_begins_anew(my_work):
    attempt(1, 1)
    attempt(1, 2, points=4)
    assert (kept(my_work)["best"], kept(my_work)["points"]) == (2, 4)


def test_an_untouched_question_leaves_no_trace(my_work):
    attempt(...)
    assert list(my_work.iterdir()) == []


def test_a_folder_inside_my_work_counts(my_work, monkeypatch):
    (my_work / "week 1").mkdir()
    monkeypatch.chdir(my_work / "week 1")
    attempt(1)
    assert kept(my_work)["best"] == 2


def test_nothing_is_kept_elsewhere_or_when_work_is_marked(my_work, monkeypatch, tmp_path):
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    attempt(1)
    monkeypatch.delenv("NBGRADER_EXECUTION")
    monkeypatch.chdir(tmp_path)
    attempt(1)
    assert list(my_work.iterdir()) == []


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "{}",
        '{"questions": {}}',
        '{"questions": {"a": {"best": 1}}, "quiz": {}}',
        '{"questions": {}, "quiz": {"a": 1}}',
        '{"questions": {"a": {"best": 9, "points": 1, "outcome": "right", "attempts": 1, '
        '"last": ""}}, "quiz": {}}',
        '{"questions": {"a": {"best": 1, "points": 1, "outcome": "odd", "attempts": 1, '
        '"last": ""}}, "quiz": {}}',
        "\xff\xfe",
    ],
)
def test_a_damaged_file_is_kept_aside_and_said_so(my_work, content):
    file = my_work / "progress.json"
    file.write_bytes(content.encode("latin-1"))
    (my_work / "progress (damaged).json").write_text("an earlier one")
    score = attempt(1)
    assert "my_work/progress (damaged 2).json" in score.note
    assert score.note in score._repr_mimebundle_()["text/html"]
    assert (my_work / "progress (damaged 2).json").read_bytes() == content.encode("latin-1")
    assert (my_work / "progress (damaged).json").read_text() == "an earlier one"
    assert kept(my_work)["best"] == 2
    assert attempt(1).note == ""


def test_a_file_that_cannot_be_read_is_left_alone(my_work):
    (my_work / "progress.json").mkdir()
    score = attempt(1)
    assert "cannot be read" in score.note
    assert score.outcome is Outcome.RIGHT
    assert [file.name for file in my_work.iterdir()] == ["progress.json"]


def test_a_file_that_cannot_be_written_is_told(my_work, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    score = attempt(1)
    assert "could not be kept" in score.note
    assert score == 2


def test_saving_is_whole_or_not_at_all(my_work, monkeypatch):
    save(Progress(quiz={"a": True}))
    monkeypatch.setattr("json.dumps", lambda *_, **__: (_ for _ in ()).throw(ValueError))
    with pytest.raises(ValueError):  # noqa: PT011
        save(Progress(quiz={"a": False}))
    monkeypatch.undo()
    assert load(my_work)[0].quiz == {"a": True}
    assert [file.name for file in my_work.iterdir()] == ["progress.json"]


def test_what_is_saved_is_loaded(my_work):
    whole = Progress({"a": Question(1, 2, "partly right", 3, "2026-11-24")}, {"q": False})
    save(whole)
    assert load() == (whole, "")


def test_unknown_entries_of_a_later_version_do_no_harm(my_work):
    save(Progress({"a": Question(1, 2, "partly right", 3, "2026-11-24")}))
    file = my_work / "progress.json"
    content = json.loads(file.read_text())
    content["new"] = content["questions"]["a"]["new"] = 1
    file.write_text(json.dumps(content))
    assert load()[1] == ""


# The overview


def cell(**options):
    return new_code_cell("x", metadata={"workbook": options})


@pytest.fixture
def built(tmp_path, monkeypatch):
    """A small course: two modules, one of them with an exercise."""
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    monkeypatch.setattr(paths, "COURSE", tmp_path / "course")
    monkeypatch.setattr(paths, "EXERCISES", tmp_path / "exercises")
    exercise = tmp_path / "exercises/03_case_study/03_case_study.ipynb"
    lessons = {
        "00_start_here": [new_markdown_cell("Hello\n\n# Start <here>"), cell(quiz="start_views")],
        "03_case_study": [new_markdown_cell("# The case"), cell(quiz="ride"), cell(quiz="team")],
    }
    (tmp_path / "course").mkdir()
    exercise.parent.mkdir(parents=True)
    for name, cells in lessons.items():
        nbformat.write(new_notebook(cells=cells), tmp_path / f"course/{name}.ipynb")
    nbformat.write(
        new_notebook(
            cells=[
                new_markdown_cell("# Exercise"),
                cell(question="turnout_range", level="B"),
                cell(check="turnout_range", points=3),
                cell(question="people_count"),
                cell(check="people_count", points=1),
                cell(check="people_count", points=2, hidden=True),
                cell(question="case_reflection", points=3, manual=True),
            ]
        ),
        exercise,
    )
    return tmp_path


def test_modules_count_what_a_learner_can_do_alone(built):
    done = Progress(
        {
            "turnout_range": Question(1.5, 3, "partly right", 1, ""),
            "people_count": Question(1, 1, "right", 1, ""),
            "gone": Question(9, 9, "right", 1, ""),
        },
        {"ride": True, "team": False, "gone": True},
    )
    assert modules(done, paths.EXERCISES, paths.COURSE) == [
        Module("Start <here>", 0, 0, 0, 0, 0, 1),
        Module("The case", 1, 2, 2.5, 4, 1, 2),
    ]


def test_the_plan_counts_in_the_module_that_makes_it(built, my_work):
    lesson = new_notebook(
        cells=[new_markdown_cell("# Your plan"), new_code_cell("make_plan()"), cell(quiz="goal")]
    )
    nbformat.write(lesson, built / "course/08_your_plan.ipynb")
    assert repr(progress()).endswith("quiz 0 of 1. No plan is made yet.")
    assert progress().modules[-1].done == 0
    (my_work / "plan_2026-11-25.html").write_text("a plan")
    assert repr(progress()).endswith("quiz 0 of 1. The plan is made.")
    assert progress().modules[-1].done == 1 / 2
    assert "The plan is made.</small>" in progress()._repr_html_()
    assert progress()._repr_html_().count("The plan is made.") == 1


def test_points_of_an_older_release_count_in_proportion(built):
    done = Progress({"turnout_range": Question(1, 2, "partly right", 1, "")})
    assert modules(done, paths.EXERCISES, paths.COURSE)[1].points == 1.5


def test_the_overview_says_it_in_words_and_in_squares(built, my_work):
    save(Progress({"people_count": Question(1, 1, "right", 1, "")}, {"ride": True}))
    shown = progress()
    assert repr(shown) == (
        "Start <here>: questions none, points none, quiz 0 of 1\n"
        "The case: questions 1 of 2, points 1 of 4, quiz 1 of 2"
    )
    html = shown._repr_html_()
    assert "Start &lt;here&gt;" in html
    assert '<span aria-hidden="true">■■■■■□□□□□</span> 50%' in html
    assert html.count('scope="row"') == 2
    assert "<caption" in html


def test_the_overview_of_a_new_learner_is_empty_and_writes_nothing(built, my_work):
    assert "■" not in progress()._repr_html_()
    assert list(my_work.iterdir()) == []


def test_the_overview_tells_of_a_damaged_file(built, my_work):
    (my_work / "progress.json").write_text("{")
    assert "was damaged" in progress()._repr_html_()
    assert "was damaged" not in repr(progress())


def test_a_full_bar_needs_everything():
    assert Module("m", 99, 100, 0, 0, 100, 100).done < 1
    html = Overview([Module("m", 99, 100, 0, 0, 100, 100)])._repr_html_()
    assert "■■■■■■■■■□</span> 99%" in html


def test_without_the_variable_the_folder_is_the_courses_own(monkeypatch, tmp_path):
    monkeypatch.delenv("WORKBOOK_MY_WORK", raising=False)
    monkeypatch.setattr(paths, "MY_WORK", tmp_path)
    monkeypatch.chdir(tmp_path)
    attempt(1)
    assert (tmp_path / "progress.json").exists()


def test_two_kernels_do_not_spoil_the_file(my_work):
    code = (
        "from workbook.feedback.progress import record_quiz\n"
        "for i in range(30): assert not record_quiz('item', True)"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r})\n{code}"]
        )
        for _ in range(2)
    ]
    assert [one.wait(60) for one in running] == [0, 0]
    assert load() == (Progress(quiz={"item": True}), "")
    assert [file.name for file in my_work.iterdir()] == ["progress.json"]
