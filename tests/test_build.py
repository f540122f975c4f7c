"""The built folders equal what their sources build, and a difference is named."""

import itertools
import json
import random
import re
import shutil

import pytest

from workbook import opening, paths
from workbook.build import course, exercise, lesson, source, wrong
from workbook.errors import Problem


def test_the_committed_notebooks_are_what_the_sources_build():
    assert course.check() == []


@pytest.fixture
def copy(tmp_path):
    for folder in course.BUILT:
        shutil.copytree(paths.ROOT / folder, tmp_path / folder)
    return tmp_path


def test_one_changed_byte_is_named_with_file_and_cell(copy):
    path = copy / "course" / "03_case_study.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("In June 2022", "In June 2023", 1), encoding="utf-8")
    (fault,) = course.compare(paths.ROOT, copy)
    assert "course/03_case_study.ipynb, cell 1" in fault
    assert notebook["cells"][0]["id"] in fault


@pytest.mark.parametrize("seed", range(12))
def test_any_one_byte_is_noticed(copy, seed):
    chance = random.Random(seed)
    path = chance.choice(sorted((copy / "course").glob("*.ipynb")))
    content = bytearray(path.read_bytes())
    place = chance.randrange(len(content))
    content[place] ^= 1
    path.write_bytes(content)
    (fault,) = course.compare(paths.ROOT, copy)
    assert fault.startswith(f"course/{path.name}")


def test_a_missing_notebook_is_named(copy):
    (copy / "exercises" / "03_case_study" / "03_case_study.ipynb").unlink()
    (fault,) = course.compare(paths.ROOT, copy)
    assert fault.startswith("exercises/03_case_study/03_case_study.ipynb is missing")


def test_the_released_exercise_holds_no_answer_and_no_hidden_check():
    text = (paths.EXERCISES / "03_case_study" / "03_case_study.ipynb").read_text(encoding="utf-8")
    for mark in ("BEGIN SOLUTION", "HIDDEN TESTS", "0.15 * 200\\n", "Rubric"):
        assert mark not in text


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("points: 3\n", "", "has no points"),
        ("question: team_interval", "question: turnout_range", "stands twice"),
        ("check: turnout_range", "check: nobody", "no question 'nobody'"),
        ("level: B\n", "", "has no level"),
    ],
)
def test_a_faulty_question_stops_the_build_with_file_and_line(tmp_path, old, new, reason):
    text = (paths.MODULES / "03_case_study" / "exercise.md").read_text(encoding="utf-8")
    folder = tmp_path / "03_case_study"
    folder.mkdir()
    (folder / "exercise.md").write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Problem, match=reason) as fault:
        exercise.solution_notebook(source.read(folder / "exercise.md"))
    assert str(fault.value).startswith("modules/03_case_study/exercise.md, line ")


def test_a_reference_answer_that_fails_its_check_stops_the_build(tmp_path):
    text = (paths.MODULES / "03_case_study" / "exercise.md").read_text(encoding="utf-8")
    folder = tmp_path / "03_case_study"
    folder.mkdir()
    spoiled = text.replace("\npeople_low = 0.15 * 200", "\npeople_low = 31", 1)
    (folder / "exercise.md").write_text(spoiled, encoding="utf-8")
    questions = source.read(folder / "exercise.md")
    with pytest.raises(Problem, match="the reference answer of 'turnout_range' gets 2"):
        wrong.verify(questions, exercise.solution_notebook(questions))


def test_each_page_of_the_path_for_half_a_day_leads_to_the_next():
    start = (paths.MODULES / "00_start_here" / "lesson.md").read_text(encoding="utf-8")
    (minutes,) = re.findall(r"half_day: .*minutes\((.+?)\)", start)
    assert re.findall(r"\d\d", minutes) == [name[:2] for name in lesson.HALF_DAY]
    for page, following in itertools.pairwise(lesson.HALF_DAY):
        links = lesson.learner_notebook(source.read(paths.MODULES / page / "lesson.md")).cells[-1]
        (found,) = re.findall(r"\[Next[^\]]*\]\(([^)]*)\.ipynb\)(?= · \[Glossary)", links.source)
        assert found == following
    # Elsewhere, and where the next module is the next of the path, there is one such link.
    alone = lesson.learner_notebook(source.read(paths.MODULES / "04_content_tips" / "lesson.md"))
    assert alone.cells[-1].source.count("[Next") == 1


def test_what_shows_the_answers_is_no_button_in_the_course():
    for place in (opening.SETTINGS, paths.ROOT / "workbook/hub/learners/labconfig"):
        config = json.loads((place / "page_config.json").read_text(encoding="utf-8"))
        assert config["disabledExtensions"]["@jupyter/nbgrader:validate-assignment"]
    own = json.loads((opening.SETTINGS / "page_config.json").read_text(encoding="utf-8"))
    assert "@jupyter/nbgrader:formgrader" not in own["disabledExtensions"]  # trainers use it
