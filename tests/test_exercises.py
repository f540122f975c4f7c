"""What holds of every exercise: hints that one can type, solutions as asked, boxes to write in."""

import ast
import itertools
import re
import textwrap

import nbformat
import pytest

from workbook import paths
from workbook.build import exercise, source, wrong
from workbook.decision import CRITERIA
from workbook.errors import Problem
from workbook.feedback import hints
from workbook.feedback.outcome import Outcome
from workbook.feedback.released import setup

EXERCISES = sorted(paths.MODULES.glob("*/exercise.md"))


def questions(level, files=EXERCISES):
    """The answer cells of these levels, each with the text above it, as test parameters."""
    found = []
    for file in files:
        cells = exercise.solution_notebook(source.read(file)).cells
        for text, cell in itertools.pairwise(cells):
            options = cell.metadata.get("workbook", {})
            if cell.cell_type == "code" and options.get("level", "-") in level:
                name = options["question"]
                found.append(pytest.param(file, name, text.source, cell, id=name))
    return found


# The last hint


def statements(lines):
    """The code as statements, each with its indentation."""
    held = ""
    for line in lines.splitlines():
        held = f"{held}\n{line}" if held else line
        try:
            ast.parse(textwrap.dedent(held))
        except SyntaxError:
            continue  # goes on in the next line
        if held.strip():
            yield held
        held = ""
    assert not held, f"a bracket is missing: {held}"


def placed(stub, lines):
    """The stub with the lines in it, as a learner puts them: each in the place of its dots."""
    waiting = []
    for statement in statements(lines):
        target = re.match(r"\s*(return\b|[\w, ]+(?==))", statement)
        dots = target and re.compile(
            rf"^{re.escape(target[0].rstrip())} *(= )?\.\.\..*$", re.MULTILINE
        )
        waiting.append(statement)
        if dots and dots.search(stub):
            new = "\n".join(waiting)
            stub = dots.sub(lambda _, new=new: new, stub, count=1)
            waiting = []
    assert not waiting, f"no place for: {waiting}"
    return stub


@pytest.mark.parametrize(
    ("file", "name", "_text", "cell"), questions("IS", sorted(paths.MODULES.glob("0[1-4]*/e*.md")))
)
def test_the_last_hint_holds_whole_lines_that_are_right(file, name, _text, cell):
    stub = wrong._SOLUTION.sub("", cell.source)
    block = re.search(r"^~~~python\n(.+)^~~~$", cell.metadata["workbook"]["hints"][-1], re.M | re.S)
    code = placed(stub, block[1])
    notebook = exercise.solution_notebook(source.read(file))
    parts = feedback(wrong._alone(notebook, name), name, code)
    # The letter is left to the learner.
    open_ = [part.name for part in parts if part.outcome is not Outcome.RIGHT]
    assert len(open_) == len(re.findall(r"\w+_reading = \.\.\.", stub)), open_


def feedback(notebook, name, code):
    """The parts of all checks of a question, if ``code`` is the answer."""
    names, parts = {}, []
    for cell in notebook.cells:
        if cell.cell_type == "code":
            options = cell.metadata.get("workbook", {})
            value = wrong._run(code if options.get("question") == name else cell.source, names)
            parts += value.parts if "check" in options else []
    return parts


def test_a_bracket_or_a_place_that_is_missing_is_found():
    with pytest.raises(AssertionError, match="a bracket is missing"):
        placed("x = ...", "x = (1")
    with pytest.raises(AssertionError, match="no place for"):
        placed("x = ...", "y = 1")
    assert placed("x = ...  # one\nz = 2", "y = 1\nx = y") == "y = 1\nx = y\nz = 2"


# What a function may return

SERIES = """
def viral_shares(videos):
    shares = engagement.viral_share(videos)
    return pd.Series({"of_all": shares[0], "of_local": shares[1]})


viral_reading = "b"
"""


def test_two_shares_in_one_column_with_names_are_right():
    notebook = exercise.solution_notebook(source.read(EXERCISES[5]))
    parts = feedback(wrong._alone(notebook, "viral_local"), "viral_local", SERIES)
    assert {part.outcome for part in parts} == {Outcome.RIGHT}


# The first cell


@pytest.mark.parametrize("file", EXERCISES, ids=lambda file: file.parent.name)
def test_a_check_asks_for_the_first_cell_and_hints_need_none(file):
    cells = [
        c for c in exercise.solution_notebook(source.read(file)).cells if c.cell_type == "code"
    ]
    checks = [cell for cell in cells if "check" in cell.metadata.get("workbook", {})]
    helps = [cell for cell in cells if "stuck(" in cell.source and cell not in cells[:1]]
    assert checks
    assert helps
    for cell in checks:
        with pytest.raises(Problem, match="Run the first cell"):
            wrong._run(cell.source, {})
    names = {}
    wrong._run(cells[0].source, names)
    assert {"np", "pd"} <= set(names)
    for cell in helps:
        wrong._run(cell.source, {})


# What one types


@pytest.mark.parametrize(("file", "name", "text", "cell"), questions("B"))
def test_a_solution_shows_numbers_as_the_question_asks_for_them(file, name, text, cell):
    shown = hints.values_of(cell, setup(name, paths.SOLUTIONS))
    assert shown
    decimals = [len(number) for number in re.findall(r"\d\.(\d+)", shown)]
    if "dollars" in text:
        asked = 2
    else:
        asked = max(("with one decimal" in text), 2 * ("with two decimals" in text))
    assert max(decimals, default=0) <= asked, shown


# The cell of a reflection


@pytest.mark.parametrize("file", EXERCISES, ids=lambda file: file.parent.name)
def test_a_reflection_has_a_place_for_each_part_and_no_list(file):
    # In a list JupyterLab begins each new line with a marker, and people write one more.
    released = paths.EXERCISES / file.parent.name / f"{file.parent.name}.ipynb"
    cells = nbformat.read(released, as_version=4).cells
    for text, cell in itertools.pairwise(cells):
        if cell.metadata.get("nbgrader", {}).get("solution") and cell.cell_type == "markdown":
            parts = re.findall(r"^\*\*.+:\*\* \.\.\.$", cell.source, re.MULTILINE)
            assert len(parts) == len(re.findall(r"^\d\. ", text.source, re.MULTILINE)) >= 3
            assert not re.search(r"^\s*(\d+[.)]|[-*+])\s", cell.source, re.MULTILINE)
            break
    else:
        pytest.fail("there is no reflection")


# Widgets of an exercise


WIDGETS = [
    pytest.param(cell, id=f"{file.parent.name} {place}")
    for file in EXERCISES
    for place, cell in enumerate(exercise.solution_notebook(source.read(file)).cells)
    if cell.cell_type == "code" and "workbook.widgets" in cell.source
]


@pytest.mark.parametrize("cell", WIDGETS)
def test_a_widget_in_an_exercise_is_no_answer_and_keeps_nothing(cell, tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBOOK_MY_WORK", str(tmp_path / "my_work"))
    assert "nbgrader" not in cell.metadata
    assert cell.metadata["jupyter"]["source_hidden"]
    widget = wrong._run(cell.source, {})
    for name in CRITERIA:
        setattr(widget, name, 4)
    assert widget.sentence.startswith("Yes.")
    assert not (tmp_path / "my_work").exists()


def test_the_invented_group_of_6_1_has_a_widget_of_its_own():
    # That of the lesson keeps what is typed into it for the learner's own plan.
    cells = exercise.solution_notebook(source.read(paths.MODULES / "06_reasons_not_to/exercise.md"))
    places = {
        cell.metadata.get("workbook", {}).get("question"): n for n, cell in enumerate(cells.cells)
    }
    before = cells.cells[places["what_it_hangs_on"] - 2]
    assert before.source.endswith("\nInvestOrNot()")
    assert len(WIDGETS) >= 1
