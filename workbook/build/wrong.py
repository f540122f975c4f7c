"""Proof that each question can be passed and failed: the answers in wrong/ and their scores."""

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from nbformat.v4 import new_notebook

from workbook.build.source import Source
from workbook.errors import Problem

_SOLUTION = re.compile(r"[ \t]*### BEGIN SOLUTION.*?### END SOLUTION[^\n]*\n?", re.DOTALL)


class Wrong(NamedTuple):
    """A wrong answer: for which question, the points it must get, words its feedback must hold.

    ``elsewhere`` are the points it must get on tables of another seed: a number typed in from
    the shipped ones is worth less there.
    """

    path: Path
    question: str
    code: str
    score: float
    says: str
    elsewhere: float


def read(folder: Path) -> list[Wrong]:
    """The wrong answers of a module. Raises Problem if one does not state its score and words."""
    answers = []
    for path in sorted((folder / "wrong").glob("*.py")):
        code = path.read_text(encoding="utf-8")
        score, says = re.search(r"# score: (\S+)", code), re.search(r"# says: (.+)", code)
        if not score or not says:
            raise Problem(f"{path.name}: state '# score: N' and '# says: words' at the top.")
        elsewhere = re.search(r"# elsewhere: (\S+)", code) or score
        question, words = path.name.split(".")[0], says[1].strip()
        answers.append(Wrong(path, question, code, float(score[1]), words, float(elsewhere[1])))
    return answers


class Tried(NamedTuple):
    """What a wrong answer got on the tables in use, of how many points, and its feedback."""

    answer: Wrong
    got: float
    possible: float
    said: str


def verify(exercise: Source, notebook: Any) -> None:
    """Raises Problem unless reference, untouched and each wrong answer get what they must."""
    for answer, got, _, said in tried(exercise, notebook):
        if got != answer.score:
            raise _fault(answer, answer.score, got, said)
        if answer.says not in said:
            raise Problem(f"{answer.path.name}: the feedback lacks '{answer.says}': {said}")


def verify_elsewhere(exercise: Source, notebook: Any) -> None:
    """As :func:`verify`, on tables of another seed (see :func:`workbook.data.folder`).

    How near a wrong answer comes differs from table to table, so it may get other points than it
    states, though not all of them.
    """
    for answer, got, possible, said in tried(exercise, notebook):
        if got >= possible and got != answer.elsewhere:
            raise _fault(answer, answer.elsewhere, got, said)


def tried(exercise: Source, notebook: Any) -> Iterator[Tried]:
    """Each wrong answer on the tables in use.

    Raises Problem first unless the reference answers get all points, and untouched ones none.
    """
    maximum = possible(notebook)
    try:
        reached = scores(notebook, {})
        untouched = scores(notebook, {name: _stub(notebook, name) for name in maximum})
    except Exception as error:
        fault = f"{type(error).__name__}: {error}"
        raise exercise.fault("question:", f"the reference answers do not run: {fault}") from error
    for name, points in maximum.items():
        if reached[name][0] != points:
            raise exercise.fault(
                f"question: {name}",
                f"the reference answer of '{name}' gets {reached[name][0]} of {points}.",
            )
        if untouched[name][0] != 0:
            raise exercise.fault(
                f"question: {name}", f"'{name}' untouched gets {untouched[name][0]} points."
            )
    for answer in read(exercise.path.parent):
        if answer.question not in maximum:
            raise Problem(f"{answer.path.name}: there is no question '{answer.question}'.")
        alone = _alone(notebook, answer.question)
        try:
            got, said = scores(alone, {answer.question: answer.code})[answer.question]
        except Exception as error:
            fault = f"{type(error).__name__}: {error}"
            raise Problem(f"{answer.path.name} does not run: {fault}") from error
        yield Tried(answer, got, maximum[answer.question], said)


def _fault(answer: Wrong, due: float, got: float, said: str) -> Problem:
    return Problem(f"{answer.path.name} states {due} points but gets {got}: {said}")


def _alone(notebook: Any, question: str) -> Any:
    """Its first cell, and the answer and the checks of one question: each stands alone.

    Hints and widgets are left out. They give no points, and take longer than a check.
    """
    kept = []
    for cell in notebook.cells:
        options = cell.metadata.get("workbook", {})
        asked = options.get("question", options.get("check", question))
        if asked == question and "nbgrader" in cell.metadata:
            kept.append(cell)
    return new_notebook(cells=kept)


def scores(notebook: Any, answers: Mapping[str, str]) -> dict[str, tuple[float, str]]:
    """Points and feedback of each question, with some answer cells replaced by ``answers``."""
    names: dict[str, Any] = {}
    result: dict[str, tuple[float, str]] = {}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        options = cell.metadata.get("workbook", {})
        code = answers.get(options.get("question", ""), cell.source)
        value = _run(code, names)
        if "check" in options and value is not None:
            points, said = result.get(options["check"], (0.0, ""))
            said += " ".join(f"{part.name}: {part.sentence}" for part in value.parts)
            result[options["check"]] = points + float(value), said
    return result


def names(notebook: Any) -> dict[str, Any]:
    """All names that the reference answers and the checks leave behind."""
    left: dict[str, Any] = {}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            _run(cell.source, left)
    return left


def _run(code: str, names: dict[str, Any]) -> Any:
    """Run a cell as a notebook does and return the value of its last expression."""
    body = ast.parse(code).body
    if body and isinstance(body[-1], ast.Expr):
        last = ast.Expression(body.pop().value)  # type: ignore[attr-defined]
        exec(compile(ast.Module(body, []), "cell", "exec"), names)
        return eval(compile(last, "cell", "eval"), names)
    exec(compile(code, "cell", "exec"), names)
    return None


def possible(notebook: Any) -> dict[str, float]:
    """The points of each question."""
    points: dict[str, float] = {}
    for cell in notebook.cells:
        options = cell.metadata.get("workbook", {})
        if "check" in options:
            points[options["check"]] = points.get(options["check"], 0.0) + options["points"]
    return points


def _stub(notebook: Any, name: str) -> str:
    for cell in notebook.cells:
        if cell.metadata.get("workbook", {}).get("question") == name:
            return _SOLUTION.sub("", cell.source)
    raise KeyError(name)
