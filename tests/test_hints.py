"""Hints one by one, and the reference answer."""

import re
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from workbook import i18n, paths
from workbook.build import exercise, source, wrong
from workbook.errors import Problem
from workbook.feedback import Check, hint, hints, released, solution

ANSWER = """\
def worst_case(yes, unknown, total):
    low = ...
    high = ...
    ### BEGIN SOLUTION
    low = yes / total
    high = (yes + unknown) / total
    ### END SOLUTION
    return low, high


codes_only = ...        # worst_case( ... )
low, high = ..., ...  # both
### BEGIN SOLUTION
codes_only = worst_case(21, 215, 400)
rest = [..., 1]
### END SOLUTION"""

REFERENCE = """\
def worst_case(yes, unknown, total):
    low = yes / total
    high = (yes + unknown) / total
    return low, high


codes_only = worst_case(21, 215, 400)
rest = [..., 1]"""


def answer_cell(question: str, source: str = "x = ...", **options: object) -> nbformat.NotebookNode:
    return new_code_cell(source, metadata={"workbook": {"question": question, **options}})


def write(folder: Path, *cells: nbformat.NotebookNode) -> Path:
    """``folder/03_case_study/03_case_study.ipynb`` with these cells; returns ``folder``."""
    place = folder / "03_case_study"
    place.mkdir(parents=True, exist_ok=True)
    nbformat.write(new_notebook(cells=list(cells)), place / "03_case_study.ipynb")
    return folder


@pytest.fixture(autouse=True)
def new_session(monkeypatch):
    monkeypatch.setattr(hints, "_shown", {})
    monkeypatch.setattr(hints, "_asked", set())
    hints.tried.clear()


@pytest.fixture
def exercises(tmp_path):
    return write(
        tmp_path / "exercises",
        new_markdown_cell("# Exercise"),
        answer_cell("turnout_range", hints=["Which crowd?", "Small and small: `0.15 * 200`."]),
        answer_cell("no_help"),
    )


@pytest.fixture
def solutions(tmp_path):
    reflection = new_markdown_cell(
        "Write here.\n\n### BEGIN SOLUTION\n**Rubric.** One point a line.\n### END SOLUTION"
    )
    reflection.metadata["workbook"] = {"question": "reflection"}
    return write(
        tmp_path / "solutions",
        answer_cell("worst_case_bounds", ANSWER, why="Nobody unknown is guessed."),
        reflection,
    )


def test_hints_come_one_by_one_and_then_all_again(exercises):
    assert hint("turnout_range", exercises=exercises) == "**Hint 1 of 2.** Which crowd?"
    assert hint("turnout_range", exercises=exercises) == (
        "1. Which crowd?\n\n**Hint 2 of 2, the last one.** Small and small: `0.15 * 200`."
    )
    for _ in range(2):
        again = hint("turnout_range", exercises=exercises)
        assert again.startswith("That was the last one.")
        assert "1. Which crowd?\n2. Small" in again


def test_a_question_without_hints_says_so(exercises):
    assert hint("no_help", exercises=exercises) == "There are no hints for this question."


def test_an_unknown_question_offers_what_looks_alike(exercises, tmp_path):
    with pytest.raises(Problem, match=r"“turnout_rnge”.*Perhaps: turnout_range\?"):
        hint("turnout_rnge", exercises=exercises)
    with pytest.raises(Problem, match=r"“zzz”.*no_help"):
        hint("zzz", exercises=exercises)
    with pytest.raises(Problem, match="nothing called “zzz” here"):
        hint("zzz", exercises=tmp_path / "not there")


@pytest.mark.parametrize(
    "content", ["", "not json", "[]", '{"cells": 3}', '{"cells": [{"source": 1}]}', "\xff"]
)
def test_a_damaged_notebook_is_named(exercises, content):
    file = exercises / "03_case_study/03_case_study.ipynb"
    file.write_bytes(content.encode("latin-1"))
    with pytest.raises(Problem, match=r"03_case_study/03_case_study.ipynb cannot be read"):
        hint("turnout_range", exercises=exercises)


def test_hints_are_found_where_the_build_puts_them_and_in_the_readers_language(
    exercises, tmp_path, monkeypatch
):
    monkeypatch.setattr(paths, "ROOT", tmp_path)
    monkeypatch.setattr(paths, "EXERCISES", exercises)
    assert "Which crowd?" in hint("turnout_range")
    write(
        tmp_path / "languages/es/exercises",
        answer_cell("turnout_range", hints=["¿Cuál?", "Las dos pequeñas."]),
    )
    i18n.use("es")
    try:
        assert "Las dos pequeñas." in hint("turnout_range")
    finally:
        i18n.use("en")


def test_the_solution_asks_once_for_a_try_first(solutions):
    asked = solution("worst_case_bounds", solutions=solutions)
    assert "You have not tried this one yet." in asked
    assert "yes / total" not in asked
    assert "yes / total" in solution("worst_case_bounds", solutions=solutions)


def test_after_a_try_the_solution_comes_at_once(solutions):
    q = Check("worst_case_bounds", points=1)
    q.number("low", lambda: ..., 1)
    q.score()
    assert "not tried" in solution("worst_case_bounds", solutions=solutions)
    hints._asked.clear()
    q = Check("worst_case_bounds", points=1)
    q.number("low", lambda: 2, 1)
    q.score()
    told = solution("worst_case_bounds", solutions=solutions)
    assert f"```python\n{REFERENCE}\n```" in told
    assert told.endswith("Nobody unknown is guessed.")


def test_a_written_answer_shows_its_rubric_as_text(solutions):
    hints.tried.add("reflection")
    told = solution("reflection", solutions=solutions)
    assert "Write here.\n\n**Rubric.** One point a line." in told
    assert "```" not in told
    assert "SOLUTION" not in told


def test_a_class_has_no_solutions(tmp_path):
    assert "Your trainer has them" in solution("worst_case_bounds", solutions=tmp_path)


def test_the_reference_stands_in_the_place_of_the_stub():
    assert hints.reference(ANSWER) == REFERENCE
    assert hints.reference("def f():\n    return ...") == "def f():"
    assert hints.reference("x = 1\n# ... = ...\ny = f(...)") == "x = 1\n# ... = ...\ny = f(...)"


def test_words_are_markdown_for_the_page_and_plain_text_elsewhere(exercises):
    said = hint("turnout_range", exercises=exercises)
    assert repr(said) == said._repr_markdown_() == str(said)
    i18n.use("ar")
    try:
        assert said._repr_markdown_().startswith('<div dir="rtl">\n\n**Hint')
    finally:
        i18n.use("en")


def test_the_source_of_a_cell_may_be_a_list_of_lines():
    assert released.source({"source": ["a\n", "b"]}) == "a\nb"


def test_a_question_without_programming_is_solved_by_what_one_types(solutions):
    setup = new_code_cell("crowd = 200", metadata={"nbgrader": {"grade_id": "setup_1"}})
    stub = "low = ...  # people\nends, letter = ..., ...\n"
    code = (
        stub
        + '### BEGIN SOLUTION\nlow = 0.15 * crowd\nends, letter = [1, 2.5], "b"\n### END SOLUTION'
    )
    place = solutions / "04_more"
    place.mkdir()
    cells = [setup, answer_cell("turnout_range", code, level="B")]
    nbformat.write(new_notebook(cells=cells), place / "04_more.ipynb")
    hints.tried.add("turnout_range")
    told = solution("turnout_range", solutions=solutions)
    assert 'low = 30\nends = [1, 2.5]\nletter = "b"' in told
    assert "low = 0.15 * crowd" in told.partition("for those who read code")[2]


# Hints of the course ----------------------------------------------------------------------------


def after_the_last_hint(cell: nbformat.NotebookNode) -> str:
    """The answer of somebody who types each whole line of the last hint, and knows the reading."""
    lines = cell.source.splitlines()
    reading = [line for line in lines if re.match(r'\w+_reading = "', line)]
    stub = re.sub(r"[ ]*### BEGIN.*?### END SOLUTION\n?", "", cell.source, flags=re.DOTALL)
    for line in [*re.findall(r"`([^`]+)`", cell.metadata["workbook"]["hints"][-1]), *reading]:
        if line.endswith("..."):  # the line to type over
            continue
        name = re.match(r"(return|\w+ =) ", line)
        assert name, f"no whole line: {line}"
        place = re.search(rf"^( *){name[1]} \.\.\..*$", stub, flags=re.MULTILINE)
        if place:
            stub = stub.replace(place[0], place[1] + line)
        else:  # a line of its own, before the first that is still open
            stub = re.sub(r"^( +)(.*\.\.\..*)$", rf"\1{line}\n\1\2", stub, count=1, flags=re.M)
    return stub


@pytest.mark.parametrize("module", ["05_community_tips", "06_reasons_not_to"])
def test_who_types_the_lines_of_the_last_hint_is_right(module):
    notebook = exercise.solution_notebook(source.read(paths.MODULES / module / "exercise.md"))
    coded = {
        cell.metadata["workbook"]["question"]: cell
        for cell in notebook.cells
        if cell.metadata.get("workbook", {}).get("level") in ("I", "S")
    }
    assert len(coded) >= 4
    got = wrong.scores(notebook, {name: after_the_last_hint(coded[name]) for name in coded})
    for name in coded:
        assert got[name][0] == wrong.possible(notebook)[name], got[name][1]
